//! Annex A: the lists a council keeps ready for an inspection. Eleven sheets, often renamed, each with its own columns.
//!
//! A child on several lists is one case. Its kind is the first of: in care, child protection, child in need,
//! assessment, care leaver, adoption, early help, front door. Lists 6 to 10 hold what is open until they give its end.
//! Lists 1 to 5 hold events: a contact, an early help assessment, a referral, an assessment, a section 47 enquiry. An
//! event makes a case only where nothing of the child was closed at or after it. A child with nothing but closed rows,
//! or with events before the closing, is a closed case.

use super::annex_a_lists::{LISTS, List, apart, list};
use super::faults::Faults;
use super::guess::{data, heading_line, top};
use super::rows::{Fields, precedence, repeats_headings};
use super::{dates, headings, words};
use crate::exchange::table_in::{Row, Sheet};
use crate::model::case::CaseKind;
use crate::model::list::{ListField, ListedChild};
use crate::model::list_plan::{ADOPTERS, ANNEX_A, SheetPlan, annex_a_name};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

/// A list that a sheet was recognised as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Its number.
    pub(super) list: u8,
    /// Where its headings stand among the sheet's rows.
    pub(super) header: usize,
}

/// The list that a sheet is called after: `List 6`, `List_6`, `Annex A list6`, or by the list's name.
pub(super) fn named(name: &str) -> Option<u8> {
    let words = headings::words(name);
    let mut words = words.iter().map(String::as_str).peekable();
    while let Some(word) = words.next() {
        let Some(rest) = word.strip_prefix("list") else {
            continue;
        };
        let digits = if rest.is_empty() {
            words.peek().copied().unwrap_or_default()
        } else {
            rest
        };
        if let Ok(number) = digits.parse::<u8>() {
            return list(number).map(|list| list.number);
        }
    }
    let name = headings::line(name);
    let mut names = (1..).zip(ANNEX_A);
    let found = names.find(|(_, known)| headings::same(&name, &headings::line(known)));
    found.map(|(number, _)| number)
}

/// Which list a sheet is, by its columns; its name only helps. `file` is a text file's own name.
pub(super) fn recognise(file: &str, sheet: &Sheet) -> Option<Found> {
    static OWN: LazyLock<Vec<(u8, Vec<String>)>> = LazyLock::new(|| {
        let own = |list: &List| apart(list.own).map(headings::line).collect();
        LISTS.iter().map(|list| (list.number, own(list))).collect()
    });
    let called = named(if sheet.name.is_empty() { file } else { &sheet.name });
    for (at, row) in top(sheet) {
        let cells: Vec<String> = row.cells.iter().map(|cell| heading_line(cell)).collect();
        let has = |heading: &String| cells.iter().any(|cell| headings::same(cell, heading));
        let counts = OWN
            .iter()
            .map(|(number, own)| (own.iter().filter(|own| has(own)).count(), *number));
        let (most, by_columns) = counts.max_by_key(|(count, number)| (*count, called == Some(*number)))?;
        if most == 0 && called.is_none() {
            continue;
        }
        let has_child = has(&"child unique id".to_owned());
        let of_child = |cell: &&String| {
            let words: Vec<String> = cell.split(' ').map(str::to_owned).collect();
            headings::field(&words).is_some_and(|named| named.field == ListField::Reference)
        };
        let has_reference = has_child || cells.iter().any(|cell| of_child(&cell));
        let list = match (most, called) {
            (2.., _) if has_child || by_columns == ADOPTERS => Some(by_columns),
            (3.., _) if has_reference => Some(by_columns),
            (0..=1, Some(called)) if has_child => Some(called),
            _ => None,
        };
        if let Some(list) = list {
            return Some(Found { list, header: at });
        }
    }
    None
}

/// How a row of a list stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    Open,
    Event,
    Closed(Option<Date>),
}

struct Entry {
    list: u8,
    kind: CaseKind,
    standing: Standing,
    began: Option<Date>,
    child: ListedChild,
}

/// The children of every list, each once.
pub(super) struct Children {
    entries: BTreeMap<usize, Vec<Entry>>,
    order: HashMap<String, usize>,
    today: Date,
}

/// Where the columns of a list stand that say how a row stands.
struct Columns {
    began: Vec<usize>,
    ended: Vec<usize>,
    ended_why: Vec<usize>,
    status: Option<usize>,
}

impl Columns {
    fn of(list: &List, head: Option<&Row>) -> Self {
        let cells: Vec<String> = head
            .map(|row| row.cells.iter().map(|cell| heading_line(cell)).collect())
            .unwrap_or_default();
        let find = |names: &'static str| -> Vec<usize> {
            apart(names)
                .map(headings::line)
                .filter_map(|name| cells.iter().position(|cell| headings::same(cell, &name)))
                .collect()
        };
        Self {
            began: find(list.began),
            ended: find(list.ended),
            ended_why: find(list.ended_why),
            status: find("Case Status").first().copied(),
        }
    }
}

impl Children {
    /// No children yet.
    pub(super) fn new(today: Date) -> Self {
        Self {
            entries: BTreeMap::new(),
            order: HashMap::new(),
            today,
        }
    }

    /// Takes in a sheet.
    pub(super) fn take(&mut self, file: &str, sheet: &Sheet, plan: &SheetPlan, faults: &mut Faults) {
        let Some(list) = plan.annex_a.and_then(list) else {
            return;
        };
        let name = &sheet.name;
        let called = named(if name.is_empty() { file } else { name });
        if let Some(called) = called.filter(|called| *called != list.number) {
            let text = format!(
                "It is called list {called} and has the columns of {}.",
                annex_a_name(list.number).replacen('L', "l", 1)
            );
            faults.warn(name, 0, text);
        }
        let head = plan.header.and_then(|header| sheet.rows.get(header));
        let columns = Columns::of(list, head);
        let fields = Fields::new(name, plan, self.today);
        let mut read = 0;
        let mut met = BTreeSet::new();
        for row in data(sheet, plan.header)
            .iter()
            .filter(|row| !repeats_headings(row, head))
        {
            let Some(mut child) = fields.child(row, faults) else {
                continue;
            };
            read += 1;
            met.insert(child.reference.clone());
            let entry_kind = self.standing(list, &columns, name, row, faults);
            child.kind = None;
            child.lists = vec![list.number];
            let next = self.order.len();
            let at = *self.order.entry(child.reference.clone()).or_insert(next);
            let (kind, standing, began) = entry_kind;
            self.entries.entry(at).or_default().push(Entry {
                list: list.number,
                kind,
                standing,
                began,
                child,
            });
        }
        let text = format!("{}: {read} rows, {} children.", annex_a_name(list.number), met.len());
        faults.tell(name, 0, text);
    }

    fn standing(
        &self,
        list: &List,
        columns: &Columns,
        sheet: &str,
        row: &Row,
        faults: &mut Faults,
    ) -> (CaseKind, Standing, Option<Date>) {
        let mut day = |column: usize| match dates::read(row.cell(column)) {
            dates::When::On(date) => Some(date),
            dates::When::Nothing => None,
            dates::When::Unreadable => {
                faults.warn(
                    sheet,
                    row.number,
                    "A date that cannot be read was taken as not written.",
                );
                None
            }
        };
        let began = columns.began.iter().find_map(|column| day(*column));
        let ended = columns.ended.iter().find_map(|column| day(*column));
        let why = columns
            .ended_why
            .iter()
            .any(|column| dates::read(row.cell(*column)) != dates::When::Nothing);
        let status = columns.status.map_or("", |column| row.cell(column));
        let status = words::kind(status);
        if list.event {
            return (list.kind, Standing::Event, began);
        }
        // An end that is still to come is a plan.
        let over = ended.is_some_and(|ended| ended <= self.today) || (ended.is_none() && why);
        if over || status == Some(CaseKind::Closed) {
            let text = format!(
                "Closed on list {}, so not taken as open: {}.",
                list.number,
                list.kind.name().to_lowercase()
            );
            faults.tell(sheet, row.number, text);
            return (list.kind, Standing::Closed(ended), began);
        }
        let kind = match (list.number, status) {
            // List 6 has every child whose case is open, and says of each what it is.
            (
                6,
                Some(
                    kind @ (CaseKind::ChildInCare
                    | CaseKind::ChildProtection
                    | CaseKind::Assessment
                    | CaseKind::CareLeaver),
                ),
            ) => kind,
            _ => list.kind,
        };
        (kind, Standing::Open, began)
    }

    /// Each child as one case.
    pub(super) fn cases(self, faults: &mut Faults) -> Vec<ListedChild> {
        let cases: Vec<ListedChild> = self
            .entries
            .into_values()
            .map(|entries| case(entries, faults))
            .collect();
        let closed = cases.iter().filter(|case| case.kind == Some(CaseKind::Closed)).count();
        if closed > 0 {
            let (children, are) = if closed == 1 {
                ("child", "is")
            } else {
                ("children", "are")
            };
            faults.tell(
                "",
                0,
                format!("{closed} {children} with nothing open on any list {are} taken as closed."),
            );
        }
        cases
    }
}

/// Which list has the last word on a kind of case, beside list 6.
const LAST_WORD: [(CaseKind, u8); 2] = [(CaseKind::ChildInCare, 8), (CaseKind::ChildProtection, 7)];

fn case(mut entries: Vec<Entry>, faults: &mut Faults) -> ListedChild {
    for (kind, list) in LAST_WORD {
        let own: Vec<Standing> = entries
            .iter()
            .filter(|entry| entry.list == list)
            .map(|entry| entry.standing)
            .collect();
        let ended = !own.is_empty() && own.iter().all(|standing| *standing != Standing::Open);
        for entry in entries
            .iter_mut()
            .filter(|entry| ended && entry.list == 6 && entry.kind == kind)
        {
            entry.kind = CaseKind::ChildInNeed;
            if let Some(at) = entry.child.rows.first() {
                let text = format!(
                    "Case status says {}, but list {list} says that it ended; taken as child in need.",
                    kind.name().to_lowercase()
                );
                faults.warn(&at.sheet, at.row, text);
            }
        }
    }
    let closed: Vec<Option<Date>> = entries
        .iter()
        .filter_map(|entry| match entry.standing {
            Standing::Closed(ended) => Some(ended),
            _ => None,
        })
        .collect();
    let last_closed = closed.iter().flatten().max().copied();
    let counts = |entry: &Entry| match entry.standing {
        Standing::Open => true,
        Standing::Closed(_) => false,
        Standing::Event => {
            closed.is_empty() || matches!((entry.began, last_closed), (Some(began), Some(closed)) if began > closed)
        }
    };
    // What tells the kind first, then what is open, then the newest: of these the first that is written is taken.
    entries.sort_by_key(|entry| (!counts(entry), precedence(entry.kind), std::cmp::Reverse(entry.began)));
    let kind = entries
        .first()
        .map(|first| if counts(first) { first.kind } else { CaseKind::Closed });
    let mut case = ListedChild::default();
    for entry in entries {
        super::rows::fill(&mut case, entry.child, faults);
    }
    case.kind = kind;
    case.lists.sort_unstable();
    case.lists.dedup();
    case.rows.sort();
    case
}
