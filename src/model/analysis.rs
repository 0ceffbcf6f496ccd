//! Analysis: how practice was graded, by type, team, section and month, and what moderation moved.
//!
//! Figures are of one framework, for grades of different scales cannot be added. Dip samples are counted apart: they are
//! a few questions, not an audit of practice. A group of fewer than five audits is not broken down, and no percentage is
//! given of fewer than ten (field practice in reports to leaders: small numbers point to a child).

#[cfg(test)]
mod tests;

use super::case::CaseKind;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A group of fewer audits is not broken down.
pub const LEAST: u32 = 5;

/// No percentage is given of fewer audits.
pub const LEAST_FOR_PERCENT: u32 = 10;

/// An audit with its grades as ranks from 1, the best; 0 stands for none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GradedAudit {
    /// The framework's number in this workbook.
    pub framework: i64,
    /// The kind of case; none for a team or the service.
    pub kind: Option<CaseKind>,
    /// The team in the period audited.
    pub team: String,
    /// When it was due: the month it counts in.
    pub due: Option<Date>,
    /// Submitted or later.
    pub counts: bool,
    /// It is one of a dip sample.
    pub dip: bool,
    /// First overall grade.
    pub first: u8,
    /// Agreed overall grade.
    pub agreed: u8,
    /// Its graded sections: judgement, first grade, agreed grade.
    pub sections: Vec<(String, u8, u8)>,
}

/// The agreed grade where there is one, else the first.
fn counted(first: u8, agreed: u8) -> u8 {
    if agreed == 0 { first } else { agreed }
}

/// A month as one number: twelve times the year, and the month from 0.
pub fn month(date: Date) -> i32 {
    i32::from(date.year()) * 12 + i32::from(date.month()) - 1
}

/// A month in words: `Sep 2026`.
pub fn month_name(month: i32) -> String {
    const NAMES: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let name = NAMES.get(month.rem_euclid(12) as usize).copied().unwrap_or_default();
    format!("{name} {}", month.div_euclid(12))
}

/// Which audits are analysed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Choice {
    /// The framework's number; none for the one most audits use.
    pub framework: Option<i64>,
    /// The first month, as [`month`] numbers them.
    pub from: Option<i32>,
    /// The last month.
    pub to: Option<i32>,
    /// The team; none for all.
    pub team: Option<String>,
    /// The kind of case; none for all.
    pub kind: Option<CaseKind>,
}

impl Choice {
    /// Whether an audit is one of those chosen, on this framework.
    pub fn takes(&self, audit: &GradedAudit, framework: i64) -> bool {
        let due = audit.due.map(month);
        audit.counts
            && audit.framework == framework
            && self.from.is_none_or(|from| due.is_some_and(|due| from <= due))
            && self.to.is_none_or(|to| due.is_some_and(|due| due <= to))
            && self.team.as_ref().is_none_or(|team| *team == audit.team)
            && self.kind.is_none_or(|kind| audit.kind == Some(kind))
    }
}

/// How many audits have each grade.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// By rank, the best first.
    pub by_rank: Vec<u32>,
    /// Without a grade.
    pub none: u32,
}

impl Tally {
    fn new(grades: usize) -> Self {
        Self {
            by_rank: vec![0; grades],
            none: 0,
        }
    }

    fn add(&mut self, rank: u8) {
        match self.by_rank.get_mut((rank as usize).wrapping_sub(1)) {
            Some(n) => *n += 1,
            None => self.none += 1,
        }
    }

    /// Audits with a grade.
    pub fn graded(&self) -> u32 {
        self.by_rank.iter().sum()
    }

    /// Audits, graded or not.
    pub fn all(&self) -> u32 {
        self.graded() + self.none
    }

    /// Whether there are enough to be broken down.
    pub fn shown(&self) -> bool {
        self.graded() >= LEAST
    }

    /// The middle grade, as a rank: of two in the middle the lower grade. None where it is not broken down.
    pub fn middle(&self) -> Option<u8> {
        let half = self.graded() / 2;
        let mut sum = 0;
        for (at, n) in self.by_rank.iter().enumerate().filter(|_| self.shown()) {
            sum += n;
            if sum > half {
                return u8::try_from(at + 1).ok();
            }
        }
        None
    }

    /// The share of grades of this rank or better, in whole per cent; none of fewer than ten.
    pub fn percent_to(&self, rank: usize) -> Option<u32> {
        let (graded, good) = (self.graded(), self.by_rank.iter().take(rank).sum::<u32>());
        (graded >= LEAST_FOR_PERCENT).then(|| (good * 100 + graded / 2) / graded)
    }

    /// The share of grades of this very rank, in whole per cent; none of fewer than ten.
    pub fn percent_of(&self, rank: usize) -> Option<u32> {
        let (graded, n) = (self.graded(), self.by_rank.get(rank.wrapping_sub(1)).copied()?);
        (graded >= LEAST_FOR_PERCENT).then(|| (n * 100 + graded / 2) / graded)
    }
}

/// What a figure is of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Every audit.
    All,
    /// A kind of case; none for a team or the service.
    Kind(Option<CaseKind>),
    /// A team.
    Team(String),
    /// A section or judgement.
    Section(String),
    /// A month.
    Month(i32),
    /// A quarter of a year, by its first month.
    Quarter(i32),
    /// A section in a team.
    SectionOfTeam(String, String),
    /// Moderated: the first grade and the agreed one.
    Moderated(u8, u8),
    /// Dip samples.
    Dips,
}

/// A figure: a group, and in it a grade where one is meant (0 for those without).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Of what.
    pub group: Group,
    /// Which grade; none for all of the group.
    pub rank: Option<u8>,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Analysis {
    /// The framework it is of.
    pub framework: i64,
    /// How many grades its scale has.
    pub grades: usize,
    /// All audits.
    pub all: Tally,
    /// By kind of case, in the order of kinds.
    pub by_kind: Vec<(Option<CaseKind>, Tally)>,
    /// By team, by name.
    pub by_team: Vec<(String, Tally)>,
    /// By section or judgement, as found; the framework has their order.
    pub by_section: Vec<(String, Tally)>,
    /// By month, oldest first; audits without a due date are not in it.
    pub by_month: Vec<(i32, Tally)>,
    /// By section and team.
    pub by_section_and_team: BTreeMap<(String, String), Tally>,
    /// How many have each first and agreed grade, where both were given.
    pub moderated: BTreeMap<(u8, u8), u32>,
    /// Audits of dip samples, which are in none of the figures above.
    pub dips: u32,
    /// Audits on other frameworks.
    pub elsewhere: u32,
}

impl Analysis {
    /// How many were moderated, how many of those moved up, and how many down.
    pub fn moved(&self) -> (u32, u32, u32) {
        let sum = |wanted: fn(u8, u8) -> bool| {
            let found = self
                .moderated
                .iter()
                .filter(|((first, agreed), _)| wanted(*first, *agreed));
            found.map(|(_, n)| n).sum()
        };
        (
            sum(|_, _| true),
            sum(|first, agreed| agreed < first),
            sum(|first, agreed| agreed > first),
        )
    }
}

/// Every audit with its grades, patched as they change.
#[derive(Clone, Debug, Default)]
pub struct Graded {
    audits: BTreeMap<i64, GradedAudit>,
}

impl Graded {
    /// Takes in an audit, new or changed.
    pub fn put(&mut self, id: i64, audit: GradedAudit) {
        self.audits.insert(id, audit);
    }

    /// An audit's grades.
    pub fn get(&self, id: i64) -> Option<&GradedAudit> {
        self.audits.get(&id)
    }

    /// Lets go of an audit that is no longer there.
    pub fn remove(&mut self, id: i64) {
        self.audits.remove(&id);
    }

    /// The framework that is meant: the one chosen, else the one most audits that count use.
    pub fn framework(&self, choice: &Choice) -> i64 {
        let mut uses: BTreeMap<i64, usize> = BTreeMap::new();
        for audit in self.audits.values().filter(|audit| audit.counts) {
            *uses.entry(audit.framework).or_default() += 1;
        }
        let most = uses.iter().max_by_key(|(number, uses)| (**uses, -**number));
        choice.framework.or(most.map(|(number, _)| *number)).unwrap_or(0)
    }

    /// The months that audits were due in, and the teams, of those that count on any framework.
    pub fn extent(&self) -> (Option<(i32, i32)>, BTreeSet<String>) {
        let counts = || self.audits.values().filter(|audit| audit.counts);
        let months = || counts().filter_map(|audit| audit.due.map(month));
        let teams = counts().map(|audit| audit.team.clone()).collect();
        (months().min().zip(months().max()), teams)
    }

    /// Everything that is figured from a choice. `grades` is how many the framework's scale has.
    pub fn analyse(&self, choice: &Choice, grades: usize) -> Analysis {
        let framework = self.framework(choice);
        let mut analysis = Analysis {
            framework,
            grades,
            all: Tally::new(grades),
            ..Analysis::default()
        };
        let mut by_kind: BTreeMap<Option<CaseKind>, Tally> = BTreeMap::new();
        let mut by_team: BTreeMap<&str, Tally> = BTreeMap::new();
        let mut by_section: BTreeMap<&str, Tally> = BTreeMap::new();
        let mut by_month: BTreeMap<i32, Tally> = BTreeMap::new();
        let mut by_both: BTreeMap<(&str, &str), Tally> = BTreeMap::new();
        for audit in self.audits.values() {
            if !choice.takes(audit, framework) {
                let elsewhere = audit.framework != framework && choice.takes(audit, audit.framework);
                analysis.elsewhere += u32::from(elsewhere);
                continue;
            }
            if audit.dip {
                analysis.dips += 1;
                continue;
            }
            let new = || Tally::new(grades);
            let rank = counted(audit.first, audit.agreed);
            analysis.all.add(rank);
            by_kind.entry(audit.kind).or_insert_with(new).add(rank);
            by_team.entry(&audit.team).or_insert_with(new).add(rank);
            if let Some(due) = audit.due {
                by_month.entry(month(due)).or_insert_with(new).add(rank);
            }
            if audit.first > 0 && audit.agreed > 0 {
                *analysis.moderated.entry((audit.first, audit.agreed)).or_default() += 1;
            }
            for (section, first, agreed) in &audit.sections {
                let rank = counted(*first, *agreed);
                by_section.entry(section).or_insert_with(new).add(rank);
                by_both.entry((section, &audit.team)).or_insert_with(new).add(rank);
            }
        }
        let owned = |(name, tally): (&str, Tally)| (name.to_owned(), tally);
        analysis.by_kind = by_kind.into_iter().collect();
        analysis.by_team = by_team.into_iter().map(owned).collect();
        analysis.by_section = by_section.into_iter().map(owned).collect();
        analysis.by_month = by_month.into_iter().collect();
        let both = by_both.into_iter();
        analysis.by_section_and_team = both
            .map(|((section, team), tally)| ((section.to_owned(), team.to_owned()), tally))
            .collect();
        analysis
    }

    /// The audits a figure counts, by number.
    pub fn audits_of(&self, choice: &Choice, mark: &Mark) -> Vec<i64> {
        let framework = self.framework(choice);
        let of = |audit: &GradedAudit| {
            let overall = counted(audit.first, audit.agreed);
            let section = |name: &str| {
                let found = audit.sections.iter().find(|(section, ..)| section == name);
                found.map(|(_, first, agreed)| counted(*first, *agreed))
            };
            let rank = match &mark.group {
                Group::Dips => return choice.takes(audit, framework) && audit.dip,
                Group::All => Some(overall),
                Group::Kind(kind) => (audit.kind == *kind).then_some(overall),
                Group::Team(team) => (audit.team == *team).then_some(overall),
                Group::Month(wanted) => (audit.due.map(month) == Some(*wanted)).then_some(overall),
                Group::Quarter(wanted) => {
                    (audit.due.map(|due| month(due).div_euclid(3) * 3) == Some(*wanted)).then_some(overall)
                }
                Group::Section(name) => section(name),
                Group::SectionOfTeam(name, team) => section(name).filter(|_| audit.team == *team),
                Group::Moderated(first, agreed) => {
                    ((audit.first, audit.agreed) == (*first, *agreed)).then_some(overall)
                }
            };
            let wanted = rank.is_some_and(|rank| mark.rank.is_none_or(|wanted| wanted == rank));
            wanted && !audit.dip && choice.takes(audit, framework)
        };
        self.audits
            .iter()
            .filter(|(_, audit)| of(audit))
            .map(|(id, _)| *id)
            .collect()
    }
}
