//! Lists of children from the case record system, of whom some will be audited.

use super::case::{CaseKind, keyed};
pub use super::draw::AgeBand;
use super::time::short_date;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

keyed! {
    /// What a column of a list can be taken for.
    ListField {
        /// The child's reference.
        Reference = "reference", "Reference";
        /// The kind of case.
        Kind = "kind", "Type of case";
        /// The team.
        Team = "team", "Team";
        /// The worker.
        Worker = "worker", "Worker";
        /// Sex as recorded.
        Sex = "sex", "Sex";
        /// Ethnicity as recorded.
        Ethnicity = "ethnicity", "Ethnicity";
        /// Whether disabled.
        Disability = "disability", "Disability";
        /// Age in years.
        Age = "age", "Age in years";
        /// Legal status.
        LegalStatus = "legal_status", "Legal status";
        /// When the audit is due.
        Due = "due", "Audit due";
        /// Who audits.
        Auditor = "auditor", "Auditor";
    }
}

/// Where something stands in what was read: a sheet and a row as the spreadsheet counts them. A text file has no
/// sheets; its rows are its lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RowAt {
    /// The sheet; empty for a text file.
    pub sheet: String,
    /// The row, from 1; 0 for the whole sheet.
    pub row: u32,
}

impl RowAt {
    /// A place.
    pub fn new(sheet: &str, row: u32) -> Self {
        Self {
            sheet: sheet.to_owned(),
            row,
        }
    }
}

impl std::fmt::Display for RowAt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.sheet.as_str(), self.row) {
            ("", 0) => f.write_str("the file"),
            ("", row) => write!(f, "line {row}"),
            (sheet, 0) => write!(f, "sheet {sheet}"),
            (sheet, row) => write!(f, "sheet {sheet}, row {row}"),
        }
    }
}

keyed! {
    /// How much a note on a list matters.
    Weight {
        /// Good to know.
        Info = "info", "Note";
        /// To look at before going on.
        Warning = "warning", "Warning";
    }
}

/// Something to know about what was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// How much it matters.
    pub weight: Weight,
    /// Where; the first row where there are several.
    pub at: RowAt,
    /// What.
    pub text: String,
}

impl Note {
    /// Good to know.
    pub fn info(at: RowAt, text: impl Into<String>) -> Self {
        Self {
            weight: Weight::Info,
            at,
            text: text.into(),
        }
    }

    /// To look at before going on.
    pub fn warning(at: RowAt, text: impl Into<String>) -> Self {
        Self {
            weight: Weight::Warning,
            at,
            text: text.into(),
        }
    }
}

/// A column that was not taken because it tells who the child is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dropped {
    /// The sheet; empty for a text file.
    pub sheet: String,
    /// The column's heading.
    pub heading: String,
    /// What it holds: `a date of birth`.
    pub why: String,
    /// How many cells were filled in.
    pub cells: usize,
}

/// One child of a list. Nothing here tells who the child is but to the council that uses the reference.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListedChild {
    /// The reference as the council uses it.
    pub reference: String,
    /// The kind of case; `None` when the list does not tell.
    pub kind: Option<CaseKind>,
    /// The team.
    pub team: String,
    /// The worker.
    pub worker: String,
    /// One of the model's words, or empty.
    pub ethnicity: String,
    /// One of the model's words, or empty.
    pub sex: String,
    /// One of the model's words, or empty.
    pub disability: String,
    /// Age in years; 0 before birth and in the first year.
    pub age: Option<u8>,
    /// Legal status.
    pub legal_status: String,
    /// When the audit is due.
    pub due: Option<Date>,
    /// Who audits, as the list names them.
    pub auditor: String,
    /// Numbers of the Annex A lists the child is on, in order; none for another table.
    pub lists: Vec<u8>,
    /// The rows it was read from.
    pub rows: Vec<RowAt>,
}

impl ListedChild {
    /// The age band.
    pub fn age_band(&self) -> Option<AgeBand> {
        self.age.map(AgeBand::of)
    }

    /// A field in words; empty when it is not known.
    pub fn words(&self, field: ListField) -> String {
        match field {
            ListField::Reference => self.reference.clone(),
            ListField::Kind => self.kind.map_or_else(String::new, |kind| kind.name().to_owned()),
            ListField::Team => self.team.clone(),
            ListField::Worker => self.worker.clone(),
            ListField::Sex => self.sex.clone(),
            ListField::Ethnicity => self.ethnicity.clone(),
            ListField::Disability => self.disability.clone(),
            ListField::Age => self.age.map_or_else(String::new, |age| age.to_string()),
            ListField::LegalStatus => self.legal_status.clone(),
            ListField::Due => self.due.map_or_else(String::new, short_date),
            ListField::Auditor => self.auditor.clone(),
        }
    }
}

/// A list as it was read, whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReadList {
    /// The file's name, without its folder.
    pub source: String,
    /// The children, each once, in the order they were met.
    pub children: Vec<ListedChild>,
    /// Columns that tell who a child is; their cells were not taken.
    pub dropped: Vec<Dropped>,
    /// Headings of columns that were not asked for.
    pub ignored: Vec<String>,
    /// What to know about it.
    pub notes: Vec<Note>,
}

impl ReadList {
    /// What to look at before going on.
    pub fn warnings(&self) -> impl Iterator<Item = &Note> {
        self.notes.iter().filter(|note| note.weight == Weight::Warning)
    }
}

/// An audit that is not finished, as far as a list can differ from it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeldAudit {
    /// The audit.
    pub id: i64,
    /// Its kind of case.
    pub kind: Option<CaseKind>,
    /// Its team.
    pub team: String,
    /// Its worker.
    pub worker: String,
    /// Its legal status.
    pub legal_status: String,
    /// When it is due.
    pub due: Option<Date>,
    /// Who audits.
    pub auditor: String,
}

/// What the workbook already holds of a child.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// The reference.
    pub reference: String,
    /// Sex.
    pub sex: String,
    /// Ethnicity.
    pub ethnicity: String,
    /// Disability.
    pub disability: String,
    /// An audit that is open to change, the newest.
    pub open: Option<HeldAudit>,
}

/// Where a listed child stands in the workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The workbook does not know the reference.
    New,
    /// It knows the child, who has no open audit.
    Known,
    /// The child has this open audit.
    Open(i64),
}

/// A field that the list knows otherwise than the workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The field.
    pub field: ListField,
    /// In the workbook; empty when nothing is written there.
    pub before: String,
    /// In the list; never empty.
    pub after: String,
}

/// A listed child held against the workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// Its place in the list's children.
    pub child: usize,
    /// Where it stands.
    pub standing: Standing,
    /// What differs, in the order of the fields.
    pub differs: Vec<Difference>,
}

/// Every child of the list held against what the workbook holds, in the list's order. Nothing is written.
///
/// What the list does not tell is no difference. Team, worker, kind of case and the like belong to an audit, so they
/// are only compared with one that is open.
pub fn compare(list: &ReadList, held: &[Held]) -> Vec<Compared> {
    let known: BTreeMap<&str, &Held> = held.iter().map(|held| (held.reference.as_str(), held)).collect();
    let one = |(child, listed): (usize, &ListedChild)| {
        let Some(held) = known.get(listed.reference.as_str()) else {
            return Compared {
                child,
                standing: Standing::New,
                differs: Vec::new(),
            };
        };
        let mut before = vec![
            (ListField::Sex, held.sex.clone()),
            (ListField::Ethnicity, held.ethnicity.clone()),
            (ListField::Disability, held.disability.clone()),
        ];
        if let Some(audit) = &held.open {
            let as_listed = ListedChild {
                kind: audit.kind,
                team: audit.team.clone(),
                worker: audit.worker.clone(),
                legal_status: audit.legal_status.clone(),
                due: audit.due,
                auditor: audit.auditor.clone(),
                ..ListedChild::default()
            };
            before.extend(OF_AUDIT.iter().map(|field| (*field, as_listed.words(*field))));
        }
        let mut differs: Vec<Difference> = before
            .into_iter()
            .map(|(field, before)| Difference {
                field,
                before,
                after: listed.words(field),
            })
            .filter(|difference| !difference.after.is_empty() && difference.after != difference.before)
            .collect();
        differs.sort_by_key(|difference| difference.field);
        let standing = held
            .open
            .as_ref()
            .map_or(Standing::Known, |audit| Standing::Open(audit.id));
        Compared {
            child,
            standing,
            differs,
        }
    };
    list.children.iter().enumerate().map(one).collect()
}

/// Fields that belong to an audit and not to the child.
const OF_AUDIT: [ListField; 6] = [
    ListField::Kind,
    ListField::Team,
    ListField::Worker,
    ListField::LegalStatus,
    ListField::Due,
    ListField::Auditor,
];

#[cfg(test)]
mod tests {
    use super::*;

    fn child(reference: &str) -> ListedChild {
        ListedChild {
            reference: reference.into(),
            kind: Some(CaseKind::ChildInNeed),
            team: "North".into(),
            sex: "Female".into(),
            age: Some(7),
            ..ListedChild::default()
        }
    }

    #[test]
    fn a_list_is_held_against_the_workbook() {
        let list = ReadList {
            children: vec![child("1"), child("2"), child("3")],
            ..ReadList::default()
        };
        let held = [
            Held {
                reference: "2".into(),
                sex: "Male".into(),
                ..Held::default()
            },
            Held {
                reference: "3".into(),
                sex: "Female".into(),
                open: Some(HeldAudit {
                    id: 12,
                    kind: Some(CaseKind::ChildInNeed),
                    team: "South".into(),
                    worker: "W-1".into(),
                    ..HeldAudit::default()
                }),
                ..Held::default()
            },
        ];
        let compared = compare(&list, &held);
        assert_eq!(compared[0].standing, Standing::New);
        assert!(compared[0].differs.is_empty());
        assert_eq!(compared[1].standing, Standing::Known);
        assert_eq!(
            compared[1].differs,
            [Difference {
                field: ListField::Sex,
                before: "Male".into(),
                after: "Female".into()
            }]
        );
        assert_eq!(compared[2].standing, Standing::Open(12));
        // The list does not tell the worker, so the worker does not differ.
        assert_eq!(
            compared[2].differs,
            [Difference {
                field: ListField::Team,
                before: "South".into(),
                after: "North".into()
            }]
        );
    }

    #[test]
    fn a_list_is_kept_as_one_body_and_read_back() {
        let mut one = child("1");
        one.due = Some("2026-11-20".parse().unwrap());
        one.lists = vec![3, 6];
        one.rows = vec![RowAt::new("List 6", 4)];
        let list = ReadList {
            source: "march.xlsx".into(),
            children: vec![one],
            dropped: vec![Dropped {
                sheet: "List 6".into(),
                heading: "Date of Birth".into(),
                why: "a date of birth".into(),
                cells: 1,
            }],
            ignored: vec!["Primary Need Code".into()],
            notes: vec![Note::warning(RowAt::new("List 6", 4), "Look")],
        };
        let body = serde_json::to_string(&list).unwrap();
        assert_eq!(serde_json::from_str::<ReadList>(&body).unwrap(), list);
    }
}
