//! What the list of actions shows, worked out from all of them once data, day or filter change.

use super::choices::{By, Filter, From, Only};
use crate::app::listed::Listed;
use crate::app::view::ActionRow;
use crate::model::action::{DaysToDone, Priority, Standing};
use crate::model::audit::Subject;
use crate::ui::widgets::table::Order;
use jiff::civil::Date;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// How many of the actions there are of one choice, and how many of them are overdue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) all: usize,
    pub(super) overdue: usize,
}

impl Count {
    fn add(&mut self, overdue: bool) {
        self.all += 1;
        self.overdue += usize::from(overdue);
    }

    /// A choice with its count: `Team West · 5, 2 overdue`.
    pub(super) fn beside(self, words: &str) -> String {
        match self.overdue {
            0 => format!("{words} · {}", self.all),
            late => format!("{words} · {}, {late} overdue", self.all),
        }
    }
}

/// The most owners a list offers; what it cannot offer is found by ordering by owner.
const MOST_OWNERS: usize = 200;

#[derive(Default)]
pub(super) struct Derived {
    /// Places in the view, in order.
    pub(super) shown: Vec<usize>,
    /// What each choice would show, its own filter left aside.
    pub(super) owners: Vec<(String, Count)>,
    pub(super) teams: Vec<(String, Count)>,
    pub(super) onlys: Vec<Count>,
    pub(super) froms: Vec<Count>,
    /// Of all actions.
    pub(super) open: usize,
    pub(super) overdue: usize,
    pub(super) to_verify: usize,
    pub(super) took: DaysToDone,
}

impl Derived {
    /// `held` is followed up: it stays in sight though it is no more what is asked for, and in its place.
    pub(super) fn of(rows: &Listed<ActionRow>, filter: &Filter, held: Option<&Held>, today: Date) -> Self {
        let rows: Vec<&ActionRow> = rows.iter().collect();
        let mut derived = Self {
            onlys: vec![Count::default(); Only::ALL.len()],
            froms: vec![Count::default(); From::ALL.len()],
            took: DaysToDone::of(rows.iter().map(|row| &row.action), today),
            ..Self::default()
        };
        let (mut owners, mut teams): (BTreeMap<&str, Count>, BTreeMap<&str, Count>) = Default::default();
        for (at, row) in rows.iter().enumerate() {
            let (action, late) = (&row.action, row.action.overdue(today));
            derived.open += usize::from(action.standing() == Standing::Open);
            derived.to_verify += usize::from(action.standing() == Standing::ToVerify);
            derived.overdue += usize::from(late);
            let only = filter.only.fits(action, today);
            let owner = filter.owner.as_ref().is_none_or(|owner| *owner == action.owner);
            let team = filter.team.as_ref().is_none_or(|team| *team == row.team);
            let from = filter.from.fits(row);
            let kept = held.is_some_and(|held| held.id == action.id);
            if kept || only && owner && team && from {
                derived.shown.push(at);
            }
            if only && team && from {
                owners.entry(&action.owner).or_default().add(late);
            }
            if only && owner && from {
                teams.entry(&row.team).or_default().add(late);
            }
            if owner && team && from {
                for (count, (only, _)) in derived.onlys.iter_mut().zip(Only::ALL) {
                    if only.fits(action, today) {
                        count.add(late);
                    }
                }
            }
            if only && owner && team {
                for (count, (from, _)) in derived.froms.iter_mut().zip(From::ALL) {
                    if from.fits(row) {
                        count.add(late);
                    }
                }
            }
        }
        derived.owners = offered(owners, filter.owner.as_deref());
        derived.teams = offered(teams, filter.team.as_deref());
        derived.sort(&rows, filter, held, today);
        derived
    }

    fn sort(&mut self, rows: &[&ActionRow], filter: &Filter, held: Option<&Held>, today: Date) {
        let compare = |one: &ActionRow, other: &ActionRow| {
            let key = |row: &ActionRow| match held.filter(|held| held.id == row.action.id) {
                Some(held) => held.key,
                None => key(row, today),
            };
            let usual = || key(one).cmp(&key(other));
            let turned = |ordering: Ordering| match filter.order {
                Order::Ascending => ordering,
                Order::Descending => ordering.reverse(),
            };
            match filter.by {
                By::Due => turned(usual()),
                By::Owner => turned(by_name(&one.action.owner, &other.action.owner)).then_with(usual),
                By::Team => turned(by_name(&one.team, &other.team)).then_with(usual),
                By::Status => {
                    let far = |row: &ActionRow| (row.action.standing(), row.action.stage);
                    turned(far(one).cmp(&far(other))).then_with(usual)
                }
            }
        };
        self.shown
            .sort_by(|one, other| match (rows.get(*one), rows.get(*other)) {
                (Some(one), Some(other)) => compare(one, other),
                _ => Ordering::Equal,
            });
    }

    /// Where an action stands in the list.
    pub(super) fn place(&self, rows: &Listed<ActionRow>, id: i64) -> Option<usize> {
        self.shown
            .iter()
            .position(|at| rows.get(*at).is_some_and(|row| row.action.id == id))
    }
}

/// Nobody and no team stand last.
fn by_name(one: &str, other: &str) -> Ordering {
    (one.is_empty(), one).cmp(&(other.is_empty(), other))
}

type Key = (
    u8,
    u8,
    Option<std::cmp::Reverse<Date>>,
    bool,
    Option<Date>,
    Priority,
    i64,
);

/// The action that is followed up, with the place it had when that began.
#[derive(Clone, Copy)]
pub(super) struct Held {
    id: i64,
    key: Key,
}

impl Held {
    pub(super) fn of(row: &ActionRow, today: Date) -> Self {
        Self {
            id: row.action.id,
            key: key(row, today),
        }
    }

    /// Which action.
    pub(super) fn id(&self) -> i64 {
        self.id
    }
}

/// Overdue, then open, then to verify, then verified with the newest first; in each a child's before the service's.
fn key(row: &ActionRow, today: Date) -> Key {
    let action = &row.action;
    let bucket = match (action.overdue(today), action.standing()) {
        (true, _) => 0,
        (false, Standing::Open) => 1,
        (false, Standing::ToVerify) => 2,
        (false, Standing::Verified) => 3,
    };
    let subject = match row.subject {
        Subject::Child => 0,
        Subject::Team => 1,
        Subject::Service => 2,
    };
    let verified = action.verified.filter(|_| bucket == 3).map(std::cmp::Reverse);
    // The newest verified stand first, whoever they are about.
    let subject = if bucket == 3 { 0 } else { subject };
    (
        bucket,
        subject,
        verified,
        action.due.is_none(),
        action.due,
        action.priority,
        action.id,
    )
}

/// The choices of a filter by name; the one chosen is always among them.
fn offered(counts: BTreeMap<&str, Count>, chosen: Option<&str>) -> Vec<(String, Count)> {
    let mut all: Vec<(&str, Count)> = counts.into_iter().collect();
    if all.len() > MOST_OWNERS {
        all.sort_by_key(|(_, count)| std::cmp::Reverse(count.all));
        all.truncate(MOST_OWNERS);
        all.sort_by_key(|(name, _)| *name);
    }
    if let Some(chosen) = chosen
        && !all.iter().any(|(name, _)| *name == chosen)
    {
        all.push((chosen, Count::default()));
    }
    all.sort_by(|(one, _), (other, _)| by_name(one, other));
    all.into_iter().map(|(name, count)| (name.to_owned(), count)).collect()
}

#[cfg(test)]
mod tests;
