//! What the list of audits shows, worked out once when data, filter or order changes.

use crate::app::view::{AuditRow, GradeView};
use crate::model::action::Action;
use crate::model::audit::{SafeNow, Status, Subject};
use crate::ui::widgets::table::Order;
use crate::ui::widgets::text::thousands;
use jiff::civil::Date;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
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

/// Whether an audit counts in the distribution of grades.
fn graded(row: &AuditRow) -> bool {
    row.subject == Subject::Child && row.status.counts()
}

/// The grade that counts: agreed where there is one, first otherwise.
pub(super) fn counted(row: &AuditRow) -> Option<&GradeView> {
    row.agreed.as_ref().or(row.first.as_ref())
}

fn to_moderate(row: &AuditRow) -> bool {
    let lowest = row.first.as_ref().is_some_and(|grade| grade.rank == grade.of);
    row.status == Status::InModeration || (row.status == Status::Submitted && lowest)
}

/// What narrows the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Filter {
    pub(super) words: String,
    pub(super) kind: Option<String>,
    pub(super) team: Option<String>,
    pub(super) status: Option<Status>,
    pub(super) auditor: Option<String>,
    pub(super) only: Option<Only>,
    /// Audits that something else counted, and what it called them.
    pub(super) these: Option<(String, Arc<BTreeSet<i64>>)>,
}

impl Filter {
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn fits(&self, row: &AuditRow, words: &[String], today: Date) -> bool {
        let is = |wanted: &Option<String>, value: &str| wanted.as_deref().is_none_or(|wanted| wanted == value);
        is(&self.kind, &row.kind)
            && is(&self.team, &row.team)
            && is(&self.auditor, &row.auditor)
            && self.status.is_none_or(|status| status == row.status)
            && self.only.is_none_or(|only| only.fits(row, today))
            && self.these.as_ref().is_none_or(|(_, these)| these.contains(&row.id))
            && words.iter().all(|word| {
                [&row.who, &row.worker, &row.auditor]
                    .iter()
                    .any(|text| text.to_lowercase().contains(word.as_str()))
            })
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
    fn of(rows: &[AuditRow], actions: &[(Action, String)], today: Date) -> Self {
        let n = |only: Only| rows.iter().filter(|row| only.fits(row, today)).count();
        let withdrawn = rows.iter().filter(|row| row.status == Status::Withdrawn).count();
        let mut counts = Self {
            all: rows.len() - withdrawn,
            submitted: n(Only::Submitted),
            drafts: n(Only::Drafts),
            late: n(Only::Late),
            to_start: n(Only::ToStart),
            withdrawn,
            to_moderate: n(Only::ToModerate),
            actions_open: actions.iter().filter(|(action, _)| action.done.is_none()).count(),
            actions_overdue: actions.iter().filter(|(action, _)| action.overdue(today)).count(),
            graded_audits: n(Only::Graded),
            ..Self::default()
        };
        let mut names: BTreeMap<usize, (String, usize)> = BTreeMap::new();
        for row in rows.iter().filter(|row| graded(row)) {
            match counted(row) {
                Some(grade) => {
                    let known = names.entry(grade.rank).or_insert_with(|| (grade.name.clone(), 0));
                    known.1 += 1;
                }
                None => counts.not_graded += 1,
            }
        }
        let last = names.keys().next_back().copied().unwrap_or(0);
        counts.grades = (1..=last).map(|rank| names.remove(&rank).unwrap_or_default()).collect();
        counts
    }

    fn name(&self, rank: usize) -> &str {
        let at = rank.checked_sub(1);
        at.and_then(|at| self.grades.get(at))
            .map_or("Not graded", |(name, _)| name.as_str())
    }
}

/// What the list shows.
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
}

impl Derived {
    pub(super) fn of(
        rows: &[AuditRow],
        actions: &[(Action, String)],
        filter: &Filter,
        sort: Option<(By, Order)>,
        today: Date,
    ) -> Self {
        let words: Vec<String> = filter
            .words
            .to_lowercase()
            .split_whitespace()
            .map(str::to_owned)
            .collect();
        let mut shown: Vec<(usize, &AuditRow)> = rows
            .iter()
            .enumerate()
            .filter(|(_, row)| filter.fits(row, &words, today))
            .collect();
        match sort {
            None => shown.sort_by(|a, b| work(a.1).cmp(&work(b.1)).then_with(|| due(a.1, b.1))),
            Some((by, order)) => shown.sort_by(|a, b| {
                let up = compare(by, a.1, b.1);
                let ordered = if order == Order::Ascending { up } else { up.reverse() };
                ordered.then_with(|| reference(a.1, b.1))
            }),
        }
        let children: BTreeSet<&str> = rows
            .iter()
            .filter(|row| row.subject == Subject::Child)
            .map(|row| row.who.as_str())
            .collect();
        let distinct = |of: fn(&AuditRow) -> &str| -> Vec<String> {
            let known: BTreeSet<&str> = rows.iter().map(of).filter(|text| !text.is_empty()).collect();
            known.into_iter().map(str::to_owned).collect()
        };
        let audits = count(rows.len(), "audit", "audits");
        let said = if filter.is_empty() {
            let of = |subject: Subject| rows.iter().filter(|row| row.subject == subject).count();
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
            let withdrawn = match rows.iter().filter(|row| row.status == Status::Withdrawn).count() {
                0 => String::new(),
                n => format!(", {n} withdrawn"),
            };
            format!("{audits} of {about}{withdrawn}")
        } else {
            format!("{} of {audits}", thousands(shown.len()))
        };
        Self {
            counts: Counts::of(rows, actions, today),
            kinds: distinct(|row| &row.kind),
            teams: distinct(|row| &row.team),
            auditors: distinct(|row| &row.auditor),
            statuses: Status::ALL
                .iter()
                .copied()
                .filter(|status| rows.iter().any(|row| row.status == *status))
                .collect(),
            shown: shown.into_iter().map(|(at, _)| at).collect(),
            said,
        }
    }
}

pub(super) fn count(n: usize, one: &str, many: &str) -> String {
    if n == 1 {
        format!("1 {one}")
    } else {
        format!("{} {many}", thousands(n))
    }
}

/// What needs someone first: an open concern, then what is to be handed in, then what is to be moderated.
fn work(row: &AuditRow) -> u8 {
    match row.status {
        _ if row.concern.is_some() => 0,
        Status::Allocated | Status::Draft => 1,
        Status::Submitted | Status::InModeration => 2,
        Status::Agreed | Status::Final => 3,
        Status::Withdrawn => 4,
    }
}

/// What has no date stands last.
fn due(a: &AuditRow, b: &AuditRow) -> Ordering {
    (a.due.is_none(), a.due).cmp(&(b.due.is_none(), b.due))
}

/// References that are numbers go by number, before those that are not; one order over all of them.
fn reference(a: &AuditRow, b: &AuditRow) -> Ordering {
    let number = |row: &AuditRow| row.who.parse::<u64>().ok();
    let (one, other) = (number(a), number(b));
    (one.is_none(), one)
        .cmp(&(other.is_none(), other))
        .then_with(|| text(&a.who, &b.who))
}

fn text(a: &str, b: &str) -> Ordering {
    a.to_lowercase().cmp(&b.to_lowercase())
}

fn compare(by: By, a: &AuditRow, b: &AuditRow) -> Ordering {
    match by {
        By::Child => reference(a, b),
        By::Kind => text(&a.kind, &b.kind),
        By::Team => text(&a.team, &b.team),
        By::Worker => text(&a.worker, &b.worker),
        By::Auditor => text(&a.auditor, &b.auditor),
        By::Framework => text(&a.framework, &b.framework),
        By::Due => due(a, b),
        By::Progress => (a.answered * b.asked.max(1)).cmp(&(b.answered * a.asked.max(1))),
        By::Safe => safe(a).cmp(&safe(b)),
        By::Grade => grade(a).cmp(&grade(b)),
        By::Status => a.status.cmp(&b.status),
    }
}

/// Least safe first.
fn safe(row: &AuditRow) -> u8 {
    match (row.concern.is_some(), row.safe_now) {
        (true, _) => 0,
        (false, SafeNow::No) => 1,
        (false, SafeNow::Unsure) => 2,
        (false, SafeNow::NotAssessed) => 3,
        (false, SafeNow::Yes) => 4,
    }
}

fn grade(row: &AuditRow) -> usize {
    counted(row).map_or(usize::MAX, |grade| grade.rank)
}

#[cfg(test)]
mod order_tests {
    use super::*;
    use crate::model::audit::Subject;

    /// Sorting stops the program when an order contradicts itself.
    #[test]
    fn references_of_every_shape_have_one_order() {
        let row = |who: String| AuditRow {
            id: 0,
            who,
            subject: Subject::Child,
            kind: String::new(),
            case_kind: None,
            team: String::new(),
            worker: String::new(),
            auditor: String::new(),
            due: None,
            answered: 0,
            asked: 0,
            safe_now: SafeNow::NotAssessed,
            concern: None,
            safe_since: None,
            first: None,
            agreed: None,
            status: Status::Draft,
            framework: String::new(),
        };
        let rows: Vec<AuditRow> = (0..60)
            .flat_map(|n| {
                [
                    row(format!("{}", n * 7)),
                    row(format!("{}A", n * 3)),
                    row(format!("C-{n}")),
                ]
            })
            .collect();
        for a in &rows {
            for b in &rows {
                assert_eq!(reference(a, b), reference(b, a).reverse());
                for c in &rows {
                    let chain = reference(a, b).is_le() && reference(b, c).is_le();
                    assert!(!chain || reference(a, c).is_le(), "{} {} {}", a.who, b.who, c.who);
                }
            }
        }
    }
}
