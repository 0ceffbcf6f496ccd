//! Coverage: how many of the children on a list were audited in the months before, who never was, when each was last.

use super::rules::lately;
use super::strata::{Strata, distinct};
use super::{Candidate, Dimension, History, Stratum};
use jiff::civil::Date;

/// How far the audits reach into one stratum.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// The stratum.
    pub stratum: Stratum,
    /// How many of it are on the list.
    pub listed: usize,
    /// How many were audited in the months looked at.
    pub audited: usize,
    /// How many have an audit that is allocated or begun, and were not audited in those months.
    pub open: usize,
    /// How many were never audited, and are not being audited.
    pub never: usize,
}

/// One child and its audits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Covered {
    /// The child's reference.
    pub reference: String,
    /// The place of its stratum among the strata.
    pub stratum: usize,
    /// Its team.
    pub team: String,
    /// When it was last audited.
    pub last: Option<Date>,
    /// Whether an audit is allocated or begun.
    pub open: bool,
}

/// The coverage of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// What the strata are made of.
    pub by: Vec<Dimension>,
    /// The months looked at.
    pub months: u32,
    /// Every stratum.
    pub strata: Vec<Reach>,
    /// All of them together.
    pub all: Reach,
    /// Every child once: never audited first, then the longest ago.
    pub children: Vec<Covered>,
}

impl Coverage {
    /// Whether a child was audited in the months looked at, on a day.
    pub fn lately(&self, child: &Covered, on: Date) -> bool {
        let since = lately(self.months, on);
        child.last.is_some_and(|last| since.is_none_or(|since| last > since))
    }
}

/// The coverage of a list, by strata. Children without a reference are left out, and each reference counts once.
/// Without months, any earlier audit counts.
pub fn coverage(candidates: &[Candidate], history: &History, by: &[Dimension], months: u32, on: Date) -> Coverage {
    let by = distinct(by);
    let mut children: Vec<&Candidate> = candidates
        .iter()
        .filter(|child| !child.reference.trim().is_empty())
        .collect();
    children.sort_by(|a, b| a.reference.trim().cmp(b.reference.trim()).then_with(|| a.cmp(b)));
    children.dedup_by(|b, a| a.reference.trim() == b.reference.trim());
    let strata = Strata::of(&children, &by);
    let since = lately(months, on);
    let mut reach: Vec<Reach> = strata
        .all
        .iter()
        .map(|stratum| Reach {
            stratum: stratum.clone(),
            ..Reach::default()
        })
        .collect();
    let mut all = Reach::default();
    let mut covered = Vec::with_capacity(children.len());
    for (child, stratum) in children.iter().zip(&strata.of) {
        let reference = child.reference.trim();
        let past = history.get(reference).copied().unwrap_or_default();
        let audited = past.last.is_some_and(|last| since.is_none_or(|since| last > since));
        for count in reach.get_mut(*stratum).into_iter().chain([&mut all]) {
            count.listed += 1;
            count.audited += usize::from(audited);
            count.open += usize::from(!audited && past.open);
            count.never += usize::from(past.last.is_none() && !past.open);
        }
        covered.push(Covered {
            reference: reference.to_owned(),
            stratum: *stratum,
            team: child.team.trim().to_owned(),
            last: past.last,
            open: past.open,
        });
    }
    covered.sort_by(|a, b| (a.last, a.open, &a.reference).cmp(&(b.last, b.open, &b.reference)));
    Coverage {
        by,
        months,
        strata: reach,
        all,
        children: covered,
    }
}
