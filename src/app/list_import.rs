//! Lists in: a file opened and read on a thread of its own, held against the workbook, and taken as one action.

use super::edit::{Edit, KeepList, ListUpdate, OfFramework, TakeList};
use super::error::UserError;
use crate::exchange::list_in::OpenList;
use crate::exchange::table_in::TableError;
use crate::model::case::CaseKind;
use crate::model::list::{Compared, Held, ListField, ListedChild, ReadList, Standing, compare};
use crate::model::list_plan::Plan;
use crate::model::people::Person;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What is asked about lists.
pub enum ListAsk {
    /// Open this file and guess how it is read.
    Open(PathBuf),
    /// Read the list by a plan and hold it against the workbook.
    Read(Arc<Opened>, Box<Plan>),
    /// Take what was chosen of it.
    Take(Arc<Preview>, Box<Choices>),
}

/// What is told about lists.
pub enum ListTold {
    /// A file was opened, or not.
    Opened(PathBuf, Result<Arc<Opened>, UserError>),
    /// The list was read, or not.
    Read(Result<Arc<Preview>, UserError>),
}

/// A file that is open, with how it is most likely read.
#[derive(Debug)]
pub struct Opened {
    file: OpenList,
    /// The guess.
    pub plan: Plan,
}

impl Opened {
    /// Opens a file; ages are reckoned on `today`.
    pub fn open(path: &Path, today: Date) -> Result<Self, UserError> {
        let file = OpenList::open(path, today)?;
        let plan = file.plan();
        Ok(Self { file, plan })
    }

    /// The file's name, without its folder.
    pub fn name(&self) -> &str {
        self.file.name()
    }

    /// Reads the list by a plan.
    pub fn read(&self, plan: &Plan) -> Result<ReadList, UserError> {
        Ok(self.file.read(plan)?)
    }
}

impl From<TableError> for UserError {
    fn from(error: TableError) -> Self {
        Self::new(error.what, error.next)
    }
}

/// A list as it was read, beside what the workbook holds: nothing is written yet.
#[derive(Debug)]
pub struct Preview {
    /// The list.
    pub list: ReadList,
    /// Each child held against the workbook, in the list's order.
    pub compared: Vec<Compared>,
    /// Places in `compared` of children whom the workbook does not know.
    pub new: Vec<usize>,
    /// Of those it knows, without an open audit.
    pub known: Vec<usize>,
    /// Of those with an open audit.
    pub open: Vec<usize>,
    /// Of those who differ from what the workbook holds.
    pub differ: Vec<usize>,
    /// Names of auditors in the list, in order, with how often.
    pub auditors: BTreeMap<String, usize>,
}

impl Preview {
    /// Holds a list against the workbook.
    pub fn new(list: ReadList, held: &[Held]) -> Self {
        let compared = compare(&list, held);
        let all = |is: &dyn Fn(&Compared) -> bool| -> Vec<usize> {
            let found = compared.iter().enumerate().filter(|(_, one)| is(one));
            found.map(|(at, _)| at).collect()
        };
        let mut auditors = BTreeMap::new();
        for child in list.children.iter().filter(|child| !child.auditor.is_empty()) {
            *auditors.entry(child.auditor.clone()).or_insert(0) += 1;
        }
        Self {
            new: all(&|one| one.standing == Standing::New),
            known: all(&|one| one.standing == Standing::Known),
            open: all(&|one| matches!(one.standing, Standing::Open(_))),
            differ: all(&|one| !one.differs.is_empty()),
            auditors,
            compared,
            list,
        }
    }

    /// The child at this place of `compared`.
    pub fn child(&self, at: usize) -> Option<&ListedChild> {
        self.compared.get(at).and_then(|one| self.list.children.get(one.child))
    }

    /// The children who would get an audit.
    pub fn to_allocate(&self, known_too: bool) -> impl Iterator<Item = &ListedChild> {
        let known = if known_too { self.known.as_slice() } else { &[] };
        self.new.iter().chain(known).filter_map(|at| self.child(*at))
    }

    /// Whether the list leaves the kind of case open for one of these.
    pub fn kind_wanted(&self, known_too: bool) -> bool {
        self.to_allocate(known_too).any(|child| child.kind.is_none())
    }
}

/// The most audits that are allocated at once: a list of every open case is drawn from, not allocated.
pub const MOST_AUDITS: usize = 1_000;

/// What is chosen for a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Choices {
    /// Allocate an audit to each new child.
    pub allocate: bool,
    /// And to each child the workbook knows who has no open audit.
    pub known_too: bool,
    /// Write what the list knows otherwise.
    pub update: bool,
    /// Keep the list under this name.
    pub keep: Option<String>,
    /// The framework.
    pub framework: OfFramework,
    /// The kind of case of those whose kind the list does not tell.
    pub kind: Option<CaseKind>,
    /// When audits are due for which the list has no date.
    pub due: Option<Date>,
    /// Who audits where the list names nobody.
    pub auditor: i64,
    /// Audits go to whom the list names.
    pub as_named: bool,
}

/// The edit that takes what was chosen.
///
/// # Errors
/// When the list cannot be written.
pub fn taking(preview: &Preview, choices: &Choices, people: &[Person]) -> Result<Edit, UserError> {
    let mut audits: Vec<ListedChild> = Vec::new();
    if choices.allocate {
        audits.extend(preview.to_allocate(choices.known_too).cloned());
    }
    let mut updates = Vec::new();
    if choices.update {
        let differ = preview.differ.iter().filter_map(|at| preview.compared.get(*at));
        updates.extend(differ.filter_map(|one| update(preview, one, choices)));
    }
    let of_updates = updates
        .iter()
        .filter(|update: &&ListUpdate| update.fields.contains(&ListField::Auditor))
        .map(|update| &update.child.auditor);
    let named = audits.iter().map(|child| &child.auditor).chain(of_updates);
    let known = |name: &str| {
        let plain = name.trim().to_lowercase();
        let person = people.iter().find(|person| person.name.trim().to_lowercase() == plain);
        person.map(|person| person.id)
    };
    let people = named
        .filter(|name| choices.as_named && !name.is_empty())
        .map(|name| (name.clone(), known(name)))
        .collect();
    let keep = match &choices.keep {
        None => None,
        Some(name) => Some(KeepList {
            name: name.clone(),
            children: preview.list.children.len(),
            body: serde_json::to_string(&preview.list)
                .map_err(|error| UserError::new(format!("The list cannot be kept: {error}"), "Read it again."))?,
        }),
    };
    Ok(Edit::TakeList(Box::new(TakeList {
        audits,
        framework: choices.framework.clone(),
        kind: choices.kind,
        due: choices.due,
        auditor: choices.auditor,
        people,
        updates,
        keep,
    })))
}

fn update(preview: &Preview, one: &Compared, choices: &Choices) -> Option<ListUpdate> {
    let fields: Vec<ListField> = one
        .differs
        .iter()
        .map(|differs| differs.field)
        // Whom the list names counts only where it is to decide.
        .filter(|field| *field != ListField::Auditor || choices.as_named)
        .collect();
    let audit = match one.standing {
        Standing::Open(audit) => Some(audit),
        Standing::New | Standing::Known => None,
    };
    let child = preview.list.children.get(one.child)?.clone();
    (!fields.is_empty()).then_some(ListUpdate { child, audit, fields })
}
