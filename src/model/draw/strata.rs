//! Strata: what children are counted and drawn by.

use super::Candidate;
use crate::model::case::{CaseKind, keyed};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

keyed! {
    /// What strata can be made of.
    Dimension {
        /// The kind of case.
        Kind = "kind", "Kind of case";
        /// The team.
        Team = "team", "Team";
        /// The band of ages.
        Age = "age", "Age";
        /// The ethnic group.
        Ethnicity = "ethnicity", "Ethnicity";
        /// Whether disabled.
        Disability = "disability", "Disability";
        /// The sex.
        Sex = "sex", "Sex";
    }
}

keyed! {
    /// Bands of ages: those of the national figures for children in care, and care leavers.
    AgeBand {
        /// Not one yet.
        UnderOne = "0", "Under 1";
        /// One to four.
        OneToFour = "1-4", "1 to 4";
        /// Five to nine.
        FiveToNine = "5-9", "5 to 9";
        /// Ten to fifteen.
        TenToFifteen = "10-15", "10 to 15";
        /// Sixteen and seventeen.
        Sixteen = "16-17", "16 and 17";
        /// Grown up.
        Adult = "18+", "18 and over";
    }
}

impl AgeBand {
    /// The band of an age.
    pub fn of(age: u8) -> Self {
        match age {
            0 => Self::UnderOne,
            1..=4 => Self::OneToFour,
            5..=9 => Self::FiveToNine,
            10..=15 => Self::TenToFifteen,
            16..=17 => Self::Sixteen,
            18.. => Self::Adult,
        }
    }
}

/// A stratum: a value for each dimension, in their order. Keys where there are keys, else the list's own words;
/// empty for what is not recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Stratum(pub Vec<String>);

/// The shown word for what is not recorded.
const NOT_RECORDED: &str = "Not recorded";

impl Stratum {
    /// Its name on screen, such as `Child in care, North, 5 to 9`.
    pub fn name(&self, by: &[Dimension]) -> String {
        if self.0.is_empty() {
            return "Everyone".to_owned();
        }
        let names: Vec<String> = self
            .0
            .iter()
            .enumerate()
            .map(|(at, value)| shown(by.get(at).copied(), value))
            .collect();
        names.join(", ")
    }

    /// The name of its value for each dimension.
    pub fn names(&self, by: &[Dimension]) -> Vec<String> {
        self.0
            .iter()
            .enumerate()
            .map(|(at, value)| shown(by.get(at).copied(), value))
            .collect()
    }

    /// The same stratum however its words are cased and spaced.
    pub(super) fn folded(&self) -> Vec<String> {
        self.0.iter().map(|value| fold(value)).collect()
    }
}

fn shown(dimension: Option<Dimension>, value: &str) -> String {
    if value.is_empty() {
        let what = match dimension {
            Some(Dimension::Kind) => "Kind not recorded",
            Some(Dimension::Team) => "Team not recorded",
            Some(Dimension::Age) => "Age not recorded",
            Some(Dimension::Ethnicity) => "Ethnicity not recorded",
            Some(Dimension::Disability) => "Disability not recorded",
            Some(Dimension::Sex) => "Sex not recorded",
            None => NOT_RECORDED,
        };
        return what.to_owned();
    }
    let known = match dimension {
        Some(Dimension::Kind) => CaseKind::from_key(value).map(CaseKind::name),
        Some(Dimension::Age) => AgeBand::from_key(value).map(AgeBand::name),
        Some(Dimension::Disability) if value.eq_ignore_ascii_case("yes") => Some("Disabled"),
        Some(Dimension::Disability) if value.eq_ignore_ascii_case("no") => Some("Not disabled"),
        _ => None,
    };
    known.unwrap_or(value).to_owned()
}

/// Words without their case and spacing: `North  team` and `north team` are one team.
pub(super) fn fold(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Whether two teams are the same one; nothing is nobody's team.
pub fn alike(a: &str, b: &str) -> bool {
    let (a, b) = (fold(a), fold(b));
    !a.is_empty() && a == b
}

/// A child's value for a dimension, as it is kept.
fn value(child: &Candidate, dimension: Dimension) -> String {
    let text = match dimension {
        Dimension::Kind => return child.kind.map_or_else(String::new, |kind| kind.key().to_owned()),
        Dimension::Age => {
            return child
                .age
                .map_or_else(String::new, |age| AgeBand::of(age).key().to_owned());
        }
        Dimension::Team => &child.team,
        Dimension::Ethnicity => &child.ethnicity,
        Dimension::Disability => &child.disability,
        Dimension::Sex => &child.sex,
    };
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.eq_ignore_ascii_case(NOT_RECORDED) {
        String::new()
    } else {
        text
    }
}

/// Where a value stands among its like: what is not recorded last, kinds and ages in their own order, words by letter.
type Rank = (bool, usize, String);

fn rank(dimension: Dimension, value: &str) -> Rank {
    let place = match dimension {
        Dimension::Kind => CaseKind::ALL.iter().position(|kind| kind.key() == value),
        Dimension::Age => AgeBand::ALL.iter().position(|band| band.key() == value),
        _ => None,
    };
    (value.is_empty(), place.unwrap_or(0), fold(value))
}

/// The strata of some children.
pub(super) struct Strata {
    /// Every stratum that somebody is of, in order.
    pub all: Vec<Stratum>,
    /// The place in `all` of each child's stratum.
    pub of: Vec<usize>,
}

impl Strata {
    /// The strata of `children` by `by`. Of spellings that differ in case or spaces only, the first by letter names
    /// the stratum, so that the order of the list does not matter.
    pub fn of(children: &[&Candidate], by: &[Dimension]) -> Self {
        let mut places: BTreeMap<Vec<Rank>, (Vec<String>, Vec<usize>)> = BTreeMap::new();
        for (at, child) in children.iter().enumerate() {
            let values: Vec<String> = by.iter().map(|dimension| value(child, *dimension)).collect();
            let ranks: Vec<Rank> = by.iter().zip(&values).map(|(d, value)| rank(*d, value)).collect();
            let (named, members) = places.entry(ranks).or_insert_with(|| (values.clone(), Vec::new()));
            for (name, value) in named.iter_mut().zip(values) {
                if value < *name {
                    *name = value;
                }
            }
            members.push(at);
        }
        let mut of = vec![0; children.len()];
        let mut all = Vec::with_capacity(places.len());
        for (at, (named, members)) in places.into_values().enumerate() {
            all.push(Stratum(named));
            for member in members {
                if let Some(place) = of.get_mut(member) {
                    *place = at;
                }
            }
        }
        Self { all, of }
    }
}

/// Dimensions without those named before.
pub(super) fn distinct(by: &[Dimension]) -> Vec<Dimension> {
    let mut distinct = Vec::new();
    for dimension in by {
        if !distinct.contains(dimension) {
            distinct.push(*dimension);
        }
    }
    distinct
}
