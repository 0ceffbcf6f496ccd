//! A fair draw: which of the children on a list are audited, and by whom.
//!
//! # The method, so that anyone can check a draw by hand
//!
//! 1. Children without a reference, exempt children, those who were audited lately and those whose audit is not done
//!    yet are left out. Each is counted under the first rule that leaves it out.
//! 2. The seed is shortened: spaces and hyphens are taken out, `A` to `Z` become small letters.
//! 3. Each child gets the SHA-256 of *seed, colon, reference* (`printf '48291376:LCS 1001' | sha256sum`). The
//!    children are gone through in the order of these digests, the smallest first; each is drawn if its stratum still
//!    needs one (and, where that is asked for, none of its brothers and sisters is drawn).
//! 4. The reserves are the next ones of each stratum in the same order.
//! 5. The drawn cases, in that order, go to the auditors evenly (`assign`).
//!
//! The order of the list, the version of a library and the day do not come into it: the same list, rules and seed
//! give the same draw.

mod again;
mod assign;
mod coverage;
mod order;
mod pick;
mod rules;
mod spread;
mod strata;
mod swap;

#[cfg(test)]
mod property_tests;
#[cfg(test)]
mod tests;

pub use again::{Again, again};
pub use assign::NotGiven;
pub use coverage::{Coverage, Covered, Reach, coverage};
pub use order::{digest, made_seed, plain_seed};
pub use pick::{Preview, Problem, Refused, draw, preview};
pub use rules::Rule;
pub use strata::{AgeBand, Dimension, Stratum, alike};
pub use swap::NoSwap;

use super::case::CaseKind;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A child who can be drawn, as the list has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Candidate {
    /// The reference as the council uses it.
    pub reference: String,
    /// The kind of case.
    pub kind: Option<CaseKind>,
    /// The team.
    pub team: String,
    /// The worker's code.
    pub worker: String,
    /// The ethnic group as recorded.
    pub ethnicity: String,
    /// The sex as recorded.
    pub sex: String,
    /// Whether disabled, as recorded.
    pub disability: String,
    /// The age in years.
    pub age: Option<u8>,
    /// A word shared by brothers and sisters; empty where none are known.
    pub siblings: String,
}

/// What the workbook knows of a child's audits so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Past {
    /// The day of the newest audit that was handed in.
    pub last: Option<Date>,
    /// Whether an audit is allocated or begun and not handed in yet.
    pub open: bool,
}

/// The audits so far, by reference.
pub type History = BTreeMap<String, Past>;

/// Someone the drawn cases can be given to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Auditor {
    /// Their number among the workbook's people.
    pub id: i64,
    /// Their name.
    pub name: String,
    /// The teams they must not audit: their own.
    pub teams: Vec<String>,
    /// The most they take in one draw.
    pub most: Option<usize>,
}

/// A child left out beforehand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Exemption {
    /// The child's reference.
    pub reference: String,
    /// Why.
    pub reason: String,
    /// Who agreed to it.
    pub agreed_by: String,
}

/// How many are drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Numbers {
    /// So many of each stratum named; none of the others.
    Typed(Vec<(Stratum, usize)>),
    /// The same number of each stratum.
    Each(usize),
    /// So many in all, spread over the strata in proportion to how many of each can be drawn.
    Spread {
        /// How many in all.
        total: usize,
        /// Whether every stratum of whom somebody can be drawn gets one at least.
        one_each: bool,
    },
    /// So many in all, whoever comes first; strata are only counted.
    Total(usize),
}

impl Default for Numbers {
    fn default() -> Self {
        Self::Spread {
            total: 10,
            one_each: true,
        }
    }
}

/// What a draw is made by. Kept with it, so that it can be made again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// What the strata are made of, in order; nothing for one stratum of everyone.
    pub by: Vec<Dimension>,
    /// How many of each.
    pub numbers: Numbers,
    /// Nobody who was audited in so many months; 0 for no such rule.
    pub months: u32,
    /// Nobody whose audit is allocated or begun.
    pub not_open: bool,
    /// One at most of brothers and sisters.
    pub one_of_siblings: bool,
    /// No one audits their own team.
    pub not_own_team: bool,
    /// How many reserves a stratum has.
    pub reserve: usize,
    /// Where there are fewer than asked for: draw those there are, rather than nothing.
    pub take_all: bool,
    /// The seed.
    pub seed: String,
    /// Whether the seed was typed rather than made by the program.
    pub seed_typed: bool,
    /// Children left out beforehand.
    pub exemptions: Vec<Exemption>,
    /// Who the cases are given to.
    pub auditors: Vec<Auditor>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            by: Vec::new(),
            numbers: Numbers::default(),
            months: 12,
            not_open: true,
            one_of_siblings: false,
            not_own_team: true,
            reserve: 2,
            take_all: false,
            seed: String::new(),
            seed_typed: false,
            exemptions: Vec::new(),
            auditors: Vec::new(),
        }
    }
}

/// A child who was drawn, or stands in reserve.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Picked {
    /// The child's reference.
    pub reference: String,
    /// Its stratum.
    pub stratum: Stratum,
    /// The kind of case, where the list tells it.
    pub kind: Option<CaseKind>,
    /// Its team, which decides who may audit it.
    pub team: String,
    /// Who audits it; nobody for a reserve, and where nobody may.
    pub auditor: Option<i64>,
}

/// How a stratum came out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Counts {
    /// The stratum.
    pub stratum: Stratum,
    /// How many of it are on the list.
    pub listed: usize,
    /// How many each rule left out.
    pub excluded: Vec<(Rule, usize)>,
    /// How many could be drawn.
    pub available: usize,
    /// How many were asked for.
    pub asked: usize,
    /// How many were drawn.
    pub drawn: usize,
    /// How many stand in reserve.
    pub reserve: usize,
}

impl Counts {
    /// How many fewer were drawn than were asked for.
    pub fn short(&self) -> usize {
        self.asked.saturating_sub(self.drawn)
    }

    /// How many `rule` left out.
    pub fn left_out_by(&self, rule: Rule) -> usize {
        self.excluded.iter().filter(|(r, _)| *r == rule).map(|(_, n)| n).sum()
    }
}

/// A drawn child who was changed for the next reserve.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Swap {
    /// The reference of who was taken out.
    pub out: String,
    /// The reference of who came in.
    pub into: String,
    /// Why.
    pub reason: String,
    /// Who did it.
    pub by: String,
    /// When.
    pub on: Option<Date>,
}

/// A draw, as it is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draw {
    /// The version of the method; 1 is the one described above.
    pub method: u32,
    /// What it was made by.
    pub settings: Settings,
    /// The day it was made.
    pub on: Option<Date>,
    /// The fingerprint of the list it was made from.
    pub list: String,
    /// Every stratum and how it came out.
    pub counts: Vec<Counts>,
    /// Who is audited now, in the order drawn; swaps are in it.
    pub picked: Vec<Picked>,
    /// Who comes next, in order.
    pub reserve: Vec<Picked>,
    /// Who was left out by an earlier or an open audit. What else leaves out can be seen from list and settings.
    pub excluded: BTreeMap<Rule, Vec<String>>,
    /// Changes made since.
    pub swaps: Vec<Swap>,
    /// Seeds that were drawn with and shown before this one, so that nobody can draw until it suits them unseen.
    pub tried: Vec<String>,
}
