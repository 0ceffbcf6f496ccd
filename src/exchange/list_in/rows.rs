//! Rows as children: each cell in the model's words, and what a row says more of a child that is already there.

use super::faults::Faults;
use super::{dates, words};
use crate::exchange::table_in::Row;
use crate::model::case::CaseKind;
use crate::model::list::{ListField, ListedChild, RowAt};
use crate::model::list_plan::{SheetPlan, Takes};
use crate::model::reference::{Looks, looks_like};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// The longest reference, and the longest other text, in bytes.
const LONGEST_REFERENCE: usize = 100;
const LONGEST_TEXT: usize = 200;

/// Which kind of case comes first where a child has several.
pub(super) fn precedence(kind: CaseKind) -> u8 {
    match kind {
        CaseKind::ChildInCare => 0,
        CaseKind::PreProceedings => 1,
        CaseKind::ChildProtection => 2,
        CaseKind::ChildInNeed => 3,
        CaseKind::Assessment => 4,
        CaseKind::PrivateFostering => 5,
        CaseKind::CareLeaver => 6,
        CaseKind::Adoption => 7,
        CaseKind::FamilyHelp => 8,
        CaseKind::EarlyHelp => 9,
        CaseKind::FrontDoor => 10,
        CaseKind::YouthJustice => 11,
        CaseKind::Closed => 12,
    }
}

/// A row that prints the headings once more, as some exports do on every page.
pub(super) fn repeats_headings(row: &Row, head: Option<&Row>) -> bool {
    head.is_some_and(|head| row.cells == head.cells)
}

/// Reads the fields of a sheet's rows.
pub(super) struct Fields<'a> {
    sheet: &'a str,
    columns: BTreeMap<ListField, usize>,
    /// Columns of dates of birth; their cells go no further than into an age.
    births: Vec<usize>,
    today: Date,
}

impl<'a> Fields<'a> {
    /// The fields that the plan takes.
    pub(super) fn new(sheet: &'a str, plan: &SheetPlan, today: Date) -> Self {
        let mut columns = BTreeMap::new();
        let mut births = Vec::new();
        for (at, column) in plan.columns.iter().enumerate() {
            match column.takes {
                Takes::Field(field) => {
                    columns.entry(field).or_insert(at);
                }
                Takes::Dropped(Looks::BirthDate) => births.push(at),
                Takes::Dropped(_) | Takes::Nothing => {}
            }
        }
        Self {
            sheet,
            columns,
            births,
            today,
        }
    }

    fn cell<'r>(&self, row: &'r Row, field: ListField) -> &'r str {
        let cell = self.columns.get(&field).map_or("", |column| row.cell(*column));
        if matches!(cell, "-" | "--" | "." | "?") || ["n/a", "null"].contains(&cell.to_lowercase().as_str()) {
            ""
        } else {
            cell
        }
    }

    /// The child of a row; none where it has no reference.
    pub(super) fn child(&self, row: &Row, faults: &mut Faults) -> Option<ListedChild> {
        let reference = self.reference(row, faults)?;
        let legal_status = self.text(row, ListField::LegalStatus, faults);
        Some(ListedChild {
            reference,
            kind: self.known(row, ListField::Kind, words::kind, faults),
            team: self.text(row, ListField::Team, faults),
            worker: self.text(row, ListField::Worker, faults),
            ethnicity: self.word(row, ListField::Ethnicity, words::ethnicity, faults),
            sex: self.word(row, ListField::Sex, words::sex, faults),
            disability: self.word(row, ListField::Disability, words::disability, faults),
            age: self.age(row, faults),
            legal_status: if legal_status.is_empty() {
                legal_status
            } else {
                words::legal_status(&legal_status)
            },
            due: self.due(row, faults),
            auditor: self.text(row, ListField::Auditor, faults),
            lists: Vec::new(),
            rows: vec![RowAt::new(self.sheet, row.number)],
        })
    }

    fn reference(&self, row: &Row, faults: &mut Faults) -> Option<String> {
        let text = self.cell(row, ListField::Reference);
        let mut refuse = |why: &str| {
            faults.warn(self.sheet, row.number, why.to_owned());
            None
        };
        if text.is_empty() {
            return refuse("Left out, because it has no reference.");
        }
        if ["total", "totals", "grand total", "count"].contains(&text.to_lowercase().as_str()) {
            return refuse("Left out, because it is a total and not a child.");
        }
        if text.len() > LONGEST_REFERENCE {
            return refuse("Left out, because its reference is too long to be one.");
        }
        // `1.23E+15`, as a spreadsheet shortens what it takes for a number.
        let shortened = text.parse::<f64>().is_ok() && text.contains(['e', 'E']) && text.contains('+');
        if shortened || text.starts_with("##") {
            return refuse(
                "Left out, because a spreadsheet shortened its reference to something like 1.23E+15. Format the column as \
                 text and export the list again.",
            );
        }
        if let Some(looks) = looks_like(text) {
            let text = format!(
                "Its reference looks like {}. Use the case record system’s reference.",
                looks.name()
            );
            faults.warn(self.sheet, row.number, text);
        }
        Some(text.to_owned())
    }

    fn text(&self, row: &Row, field: ListField, faults: &mut Faults) -> String {
        let text = self.cell(row, field);
        let name = field.name();
        if let Some(looks) = looks_like(text).filter(|looks| *looks != Looks::Name) {
            let text = format!("{name} looks like {} and was not taken.", looks.name());
            faults.warn(self.sheet, row.number, text);
            return String::new();
        }
        if text.len() > LONGEST_TEXT {
            faults.warn(self.sheet, row.number, format!("{name} is too long and was not taken."));
            return String::new();
        }
        text.to_owned()
    }

    fn known<T>(
        &self,
        row: &Row,
        field: ListField,
        read: impl Fn(&str) -> Option<T>,
        faults: &mut Faults,
    ) -> Option<T> {
        let text = self.cell(row, field);
        let value = read(text);
        if value.is_none() && !text.is_empty() {
            // The words are told so that they can be put right, unless they may tell who the child is.
            let name = field.name();
            let told = if text.len() > 40 || looks_like(text).is_some_and(|looks| looks != Looks::Name) {
                format!("{name} says something that is not known here and was left empty.")
            } else {
                format!("{name} “{text}” is not known here and was left empty.")
            };
            faults.warn(self.sheet, row.number, told);
        }
        value
    }

    fn word(
        &self,
        row: &Row,
        field: ListField,
        read: impl Fn(&str) -> Option<&'static str>,
        faults: &mut Faults,
    ) -> String {
        self.known(row, field, read, faults).unwrap_or_default().to_owned()
    }

    fn age(&self, row: &Row, faults: &mut Faults) -> Option<u8> {
        let told = words::age(self.cell(row, ListField::Age));
        if told.is_err() {
            faults.warn(
                self.sheet,
                row.number,
                "Age in years is no age of a child and was left empty.",
            );
        }
        if let Ok(Some(age)) = told {
            return Some(age);
        }
        let birth = self
            .births
            .iter()
            .find_map(|column| match dates::read(row.cell(*column)) {
                dates::When::On(birth) => Some(birth),
                _ => None,
            });
        birth
            .map(|birth| dates::age(birth, self.today))
            .filter(|age| *age <= 30)
    }

    fn due(&self, row: &Row, faults: &mut Faults) -> Option<Date> {
        match dates::read(self.cell(row, ListField::Due)) {
            dates::When::On(date) => Some(date),
            dates::When::Nothing => None,
            dates::When::Unreadable => {
                let text = "Audit due is no date that can be read and was left empty. Dates are day, month, year.";
                faults.warn(self.sheet, row.number, text);
                None
            }
        }
    }
}

const TEXTS: [ListField; 7] = [
    ListField::Team,
    ListField::Worker,
    ListField::Sex,
    ListField::Ethnicity,
    ListField::Disability,
    ListField::LegalStatus,
    ListField::Auditor,
];

fn place(child: &mut ListedChild, field: ListField) -> Option<&mut String> {
    Some(match field {
        ListField::Team => &mut child.team,
        ListField::Worker => &mut child.worker,
        ListField::Sex => &mut child.sex,
        ListField::Ethnicity => &mut child.ethnicity,
        ListField::Disability => &mut child.disability,
        ListField::LegalStatus => &mut child.legal_status,
        ListField::Auditor => &mut child.auditor,
        _ => return None,
    })
}

/// Fills what is not written of a case from another of its rows. What a child is does not change from list to list, so
/// where that differs it is said; team and worker may well differ, and the first is taken.
pub(super) fn fill(case: &mut ListedChild, mut other: ListedChild, faults: &mut Faults) {
    let first = case.reference.is_empty();
    if first {
        case.reference.clone_from(&other.reference);
    }
    for field in TEXTS {
        let Some(more) = place(&mut other, field)
            .map(std::mem::take)
            .filter(|more| !more.is_empty())
        else {
            continue;
        };
        let Some(there) = place(case, field) else {
            continue;
        };
        let recorded = |text: &str| !text.is_empty() && text != "Not recorded";
        if !recorded(there) && (recorded(&more) || there.is_empty()) {
            *there = more;
        } else if *there != more
            && recorded(&more)
            && matches!(field, ListField::Sex | ListField::Ethnicity | ListField::Disability)
            && let (Some(at), Some(before)) = (other.rows.first(), case.rows.first())
        {
            let text = format!("{} is another than at {before}, which was taken.", field.name());
            faults.warn(&at.sheet, at.row, text);
        }
    }
    case.age = case.age.or(other.age);
    case.due = case.due.or(other.due);
    case.lists.extend(other.lists);
    case.rows.extend(other.rows);
}

/// Takes a row of a child that the table already had: what it adds is taken, what differs is said with both rows.
pub(super) fn again(case: &mut ListedChild, mut other: ListedChild, faults: &mut Faults) {
    let (Some(before), Some(at)) = (case.rows.first().cloned(), other.rows.first().cloned()) else {
        return;
    };
    let mut differs = Vec::new();
    for field in ListField::ALL {
        let (here, there) = (case.words(*field), other.words(*field));
        if !here.is_empty() && !there.is_empty() && here != there {
            differs.push((*field, here, there));
        }
    }
    if let Some(kind) = other.kind {
        let first = case.kind.is_none_or(|known| precedence(kind) < precedence(known));
        case.kind = if first { Some(kind) } else { case.kind };
    }
    for field in TEXTS {
        let more = place(&mut other, field).map(std::mem::take).unwrap_or_default();
        if let Some(there) = place(case, field).filter(|there| there.is_empty()) {
            *there = more;
        }
    }
    case.age = case.age.or(other.age);
    case.due = case.due.or(other.due);
    case.rows.extend(other.rows);
    let reference = &case.reference;
    if differs.is_empty() {
        faults.tell(
            &at.sheet,
            at.row,
            format!("{reference} stands at {before} already and says nothing else."),
        );
        return;
    }
    let told: Vec<String> = differs
        .iter()
        .map(|(field, here, there)| {
            let taken = case.words(*field);
            let other = if taken == *here { there } else { here };
            format!("{} {taken}, not {other}", field.name().to_lowercase())
        })
        .collect();
    faults.warn(
        &at.sheet,
        at.row,
        format!(
            "{reference} stands at {before} too and differs. Taken: {}.",
            told.join("; ")
        ),
    );
}

/// Warns of references that differ only in case, spaces, hyphens or noughts before them: one child, or two?
pub(super) fn near(children: &[ListedChild], faults: &mut Faults) {
    let mut known: BTreeMap<String, &ListedChild> = BTreeMap::new();
    for child in children {
        let plain: String = child
            .reference
            .to_lowercase()
            .chars()
            .filter(|c| c.is_alphanumeric())
            .collect();
        let plain = plain.trim_start_matches('0').to_owned();
        if let Some(other) = known.get(&plain) {
            if let Some(at) = child.rows.first() {
                let (one, two) = (&other.reference, &child.reference);
                let text = format!("{two} is almost {one}. They are taken as two children.");
                faults.warn(&at.sheet, at.row, text);
            }
        } else {
            known.insert(plain, child);
        }
    }
}
