//! What the list of audits shows, worked out once when data, filter or order changes.

use super::order;
use crate::app::listed::Listed;
use crate::app::view::{ActionRow, AuditRow, GradeView};
use crate::model::audit::{Status, Subject};
use crate::ui::widgets::table::Order;
use crate::ui::widgets::text::thousands;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

/// What a number of the cards counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Only {
    Submitted,
    Drafts,
    Late,
    ToStart,
    ToModerate,
    /// Children's audits that count, with this grade; 0 for none.
    Grade(usize),
    Graded,
}

impl Only {
    /// The words on the chip that says so.
    pub(super) fn words(self, counts: &Counts) -> String {
        match self {
            Self::Submitted => "Submitted and later".to_owned(),
            Self::Drafts => "Drafts".to_owned(),
            Self::Late => "Late".to_owned(),
            Self::ToStart => "To start".to_owned(),
            Self::ToModerate => "To moderate".to_owned(),
            Self::Graded => "Children’s audits submitted".to_owned(),
            Self::Grade(rank) => counts.name(rank).to_owned(),
        }
    }

    pub(super) fn fits(self, row: &AuditRow, today: Date) -> bool {
        let late = row.days_late(today).is_some();
        match self {
            Self::Submitted => row.status.counts(),
            Self::Drafts => row.status == Status::Draft,
            Self::Late => late,
            Self::ToStart => row.status == Status::Allocated,
            Self::ToModerate => to_moderate(row),
            Self::Graded => graded(row),
            Self::Grade(rank) => graded(row) && counted(row).map_or(0, |grade| grade.rank) == rank,
        }
    }
}

/// Whether an audit counts in the distribution of grades: the files of a dip sample get none.
fn graded(row: &AuditRow) -> bool {
    row.subject == Subject::Child && row.status.counts() && row.dip_sample.is_none()
}

/// The grade that counts: agreed where there is one, first otherwise.
pub(super) fn counted(row: &AuditRow) -> Option<&GradeView> {
    row.agreed.as_ref().or(row.first.as_ref())
}

fn to_moderate(row: &AuditRow) -> bool {
    let lowest = row.first.as_ref().is_some_and(|grade| grade.rank == grade.of);
    row.status == Status::InModeration || (row.status == Status::Submitted && lowest)
}

/// Which audits by their dip sample.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Sampled {
    #[default]
    Any,
    /// Those of none: audits in full.
    None,
    /// Those of this one.
    One(i64),
}

impl Sampled {
    fn fits(self, row: &AuditRow) -> bool {
        match self {
            Self::Any => true,
            Self::None => row.dip_sample.is_none(),
            Self::One(id) => row.dip_sample == Some(id),
        }
    }
}

/// What narrows the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Filter {
    pub(super) words: String,
    pub(super) kind: Option<String>,
    pub(super) team: Option<String>,
    pub(super) status: Option<Status>,
    pub(super) auditor: Option<String>,
    pub(super) sampled: Sampled,
    pub(super) only: Option<Only>,
    /// Audits that something else counted, and what it called them.
    pub(super) these: Option<(String, Arc<BTreeSet<i64>>)>,
}

impl Filter {
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn fits(&self, row: &AuditRow, today: Date) -> bool {
        let is = |wanted: &Option<String>, value: &str| wanted.as_deref().is_none_or(|wanted| wanted == value);
        is(&self.kind, &row.kind)
            && is(&self.team, &row.team)
            && is(&self.auditor, &row.auditor)
            && self.status.is_none_or(|status| status == row.status)
            && self.sampled.fits(row)
            && self.only.is_none_or(|only| only.fits(row, today))
            && self.these.as_ref().is_none_or(|(_, these)| these.contains(&row.id))
    }
}

/// A column, which is also what the list is ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    Child,
    Kind,
    Team,
    Worker,
    Auditor,
    Due,
    Progress,
    Safe,
    Grade,
    Status,
    Framework,
}

/// The numbers on the cards, over all audits that are not withdrawn.
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub(super) all: usize,
    pub(super) submitted: usize,
    pub(super) drafts: usize,
    pub(super) late: usize,
    pub(super) to_start: usize,
    pub(super) withdrawn: usize,
    pub(super) to_moderate: usize,
    pub(super) actions_open: usize,
    pub(super) actions_overdue: usize,
    /// By rank from 1: the grade's name and how many.
    pub(super) grades: Vec<(String, usize)>,
    pub(super) not_graded: usize,
    pub(super) graded_audits: usize,
}

impl Counts {
    fn of(rows: &Listed<AuditRow>, actions: &Listed<ActionRow>, today: Date) -> Self {
        let mut counts = Self::default();
        let mut names: BTreeMap<usize, (&str, usize)> = BTreeMap::new();
        for row in rows.iter() {
            let add = |to: &mut usize, one: bool| *to += usize::from(one);
            add(&mut counts.all, row.status != Status::Withdrawn);
            add(&mut counts.withdrawn, row.status == Status::Withdrawn);
            add(&mut counts.submitted, row.status.counts());
            add(&mut counts.drafts, row.status == Status::Draft);
            add(&mut counts.late, row.days_late(today).is_some());
            add(&mut counts.to_start, row.status == Status::Allocated);
            add(&mut counts.to_moderate, to_moderate(row));
            if graded(row) {
                counts.graded_audits += 1;
                match counted(row) {
                    Some(grade) => names.entry(grade.rank).or_insert((&grade.name, 0)).1 += 1,
                    None => counts.not_graded += 1,
                }
            }
        }
        for row in actions.iter() {
            counts.actions_open += usize::from(row.action.done.is_none());
            counts.actions_overdue += usize::from(row.action.overdue(today));
        }
        let last = names.keys().next_back().copied().unwrap_or(0);
        let name = |rank: usize| names.get(&rank).map(|(name, n)| ((*name).to_owned(), *n));
        counts.grades = (1..=last).map(|rank| name(rank).unwrap_or_default()).collect();
        counts
    }

    fn name(&self, rank: usize) -> &str {
        let at = rank.checked_sub(1);
        at.and_then(|at| self.grades.get(at))
            .map_or("Not graded", |(name, _)| name.as_str())
    }
}

/// What the list shows. What stays the same while one types or sorts is worked out apart.
#[derive(Debug, Default)]
pub(super) struct Derived {
    /// Indices into the rows, in the order shown.
    pub(super) shown: Vec<usize>,
    pub(super) counts: Counts,
    pub(super) kinds: Vec<String>,
    pub(super) teams: Vec<String>,
    pub(super) auditors: Vec<String>,
    pub(super) statuses: Vec<Status>,
    /// "12 audits of 12 children"
    pub(super) said: String,
    /// The same, of every audit.
    said_of_all: String,
    /// Every row, in the order of the list.
    order: Vec<usize>,
    /// What is typed is looked for in these words; made when something is first typed.
    words: Vec<String>,
}

impl Derived {
    /// Takes in other rows.
    pub(super) fn rows(&mut self, rows: &Listed<AuditRow>, actions: &Listed<ActionRow>, today: Date) {
        self.counts = Counts::of(rows, actions, today);
        self.kinds = distinct(rows, |row| &row.kind);
        self.teams = distinct(rows, |row| &row.team);
        self.auditors = distinct(rows, |row| &row.auditor);
        let here: BTreeSet<Status> = rows.iter().map(|row| row.status).collect();
        self.statuses = Status::ALL
            .iter()
            .copied()
            .filter(|status| here.contains(status))
            .collect();
        self.said_of_all = said_of_all(rows, self.counts.withdrawn);
        self.words.clear();
    }

    /// Takes in another order.
    pub(super) fn sort(&mut self, rows: &Listed<AuditRow>, sort: Option<(By, Order)>) {
        self.order = order::of(rows, sort);
    }

    /// Takes in another filter.
    pub(super) fn narrow(&mut self, rows: &Listed<AuditRow>, filter: &Filter, today: Date) {
        let typed = filter.words.to_lowercase();
        let typed: Vec<&str> = typed.split_whitespace().collect();
        if !typed.is_empty() && self.words.is_empty() {
            let words = |row: &AuditRow| format!("{}\n{}\n{}", row.who, row.worker, row.auditor).to_lowercase();
            self.words = rows.iter().map(words).collect();
        }
        let found = |at: usize| {
            let words = self.words.get(at).map_or("", String::as_str);
            typed.iter().all(|word| words.contains(word))
        };
        let fits = |at: usize| rows.get(at).is_some_and(|row| filter.fits(row, today));
        let every = filter.is_empty();
        let order = self.order.iter().copied();
        self.shown = order.filter(|at| every || (found(*at) && fits(*at))).collect();
        self.said = if every {
            self.said_of_all.clone()
        } else {
            format!(
                "{} of {}",
                thousands(self.shown.len()),
                count(rows.len(), "audit", "audits")
            )
        };
    }
}

/// What a column holds, each once, by name.
fn distinct(rows: &Listed<AuditRow>, of: fn(&AuditRow) -> &str) -> Vec<String> {
    let mut seen = HashSet::new();
    let mut known: Vec<&str> = rows
        .iter()
        .map(of)
        .filter(|text| !text.is_empty() && seen.insert(*text))
        .collect();
    known.sort_unstable();
    known.into_iter().map(str::to_owned).collect()
}

fn said_of_all(rows: &Listed<AuditRow>, withdrawn: usize) -> String {
    let of = |subject: Subject| rows.iter().filter(|row| row.subject == subject).count();
    let mut children = HashSet::new();
    for row in rows.iter().filter(|row| row.subject == Subject::Child) {
        children.insert(row.who.as_str());
    }
    let mut about = vec![count(children.len(), "child", "children")];
    about.extend(
        Some(of(Subject::Team))
            .filter(|n| *n > 0)
            .map(|n| count(n, "team", "teams")),
    );
    about.extend(Some("the service".to_owned()).filter(|_| of(Subject::Service) > 0));
    let last = about.pop().unwrap_or_default();
    let about = if about.is_empty() {
        last
    } else {
        format!("{} and {last}", about.join(", "))
    };
    let withdrawn = match withdrawn {
        0 => String::new(),
        n => format!(", {n} withdrawn"),
    };
    format!("{} of {about}{withdrawn}", count(rows.len(), "audit", "audits"))
}

pub(super) fn count(n: usize, one: &str, many: &str) -> String {
    if n == 1 {
        format!("1 {one}")
    } else {
        format!("{} {many}", thousands(n))
    }
}
