//! What to narrow evidence to.

use crate::model::case::{CaseKind, keyed};
use crate::model::evidence::Direction;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

keyed! {
    /// How the chosen tags narrow.
    #[derive(Default)]
    TagMode {
        /// Evidence that carries at least one of them.
        #[default]
        Any = "any", "any of";
        /// Evidence that carries each of them.
        All = "all", "all of";
        /// Evidence that carries none of them.
        None = "none", "none of";
    }
}

/// From a day to a day, both included; open where there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Dates {
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
}

impl Dates {
    /// Whether any day will do, and none too.
    pub fn open(self) -> bool {
        self.from.is_none() && self.to.is_none()
    }
}

/// A choice for each facet; an empty choice lets everything through. A saved view keeps it as JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// Which way it points.
    pub directions: BTreeSet<Direction>,
    /// Tags of which it carries any.
    pub tags: BTreeSet<i64>,
    /// Tags of which it carries each.
    pub all_tags: BTreeSet<i64>,
    /// Tags of which it carries none.
    pub no_tags: BTreeSet<i64>,
    /// Where it was seen.
    pub sources: BTreeSet<String>,
    /// The judgement it stands under.
    pub judgements: BTreeSet<String>,
    /// A criterion it speaks to.
    pub criteria: BTreeSet<String>,
    /// The team audited.
    pub teams: BTreeSet<String>,
    /// Who audits.
    pub auditors: BTreeSet<i64>,
    /// The kind of case.
    pub kinds: BTreeSet<CaseKind>,
    /// When it happened.
    pub happened: Dates,
    /// When it was seen.
    pub seen: Dates,
    /// Evidence of this audit alone.
    pub audit: Option<i64>,
    /// Only evidence of audits that count in figures: submitted ones and later.
    pub counted: bool,
    /// Words in the evidence.
    pub words: String,
}

/// A way of narrowing that is kept by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedView {
    /// Its number in this workbook.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// What it narrows to.
    pub filter: Filter,
}

impl Filter {
    /// Whether it lets everything through.
    pub fn is_open(&self) -> bool {
        *self == Self::default()
    }

    /// How the tags of a choice narrow, for each tag that is chosen.
    pub fn tag_mode(&self, tag: i64) -> Option<TagMode> {
        let chosen = [
            (&self.tags, TagMode::Any),
            (&self.all_tags, TagMode::All),
            (&self.no_tags, TagMode::None),
        ];
        chosen
            .into_iter()
            .find(|(tags, _)| tags.contains(&tag))
            .map(|(_, mode)| mode)
    }

    /// Chooses a tag in one way, or not at all.
    pub fn choose_tag(&mut self, tag: i64, mode: Option<TagMode>) {
        for tags in [&mut self.tags, &mut self.all_tags, &mut self.no_tags] {
            tags.remove(&tag);
        }
        match mode {
            Some(TagMode::Any) => drop(self.tags.insert(tag)),
            Some(TagMode::All) => drop(self.all_tags.insert(tag)),
            Some(TagMode::None) => drop(self.no_tags.insert(tag)),
            None => {}
        }
    }

    /// Chooses another tag wherever `from` is chosen, or none: so it goes on when tags are merged or one is deleted. Where
    /// the other is chosen already it stays as it is, but that each says more than any. Whether `from` was chosen.
    pub fn retag(&mut self, from: i64, into: Option<i64>) -> bool {
        let Some(mode) = self.tag_mode(from) else {
            return false;
        };
        self.choose_tag(from, None);
        if let Some(into) = into {
            let mode = match (mode, self.tag_mode(into)) {
                (TagMode::All, Some(TagMode::Any)) | (_, None) => mode,
                (_, Some(chosen)) => chosen,
            };
            self.choose_tag(into, Some(mode));
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_tag_takes_the_place_of_one_that_goes() {
        let modes = [
            (Some(TagMode::Any), None, Some(TagMode::Any)),
            (Some(TagMode::None), None, Some(TagMode::None)),
            (Some(TagMode::All), Some(TagMode::Any), Some(TagMode::All)),
            (Some(TagMode::Any), Some(TagMode::All), Some(TagMode::All)),
            (Some(TagMode::None), Some(TagMode::Any), Some(TagMode::Any)),
            (Some(TagMode::Any), Some(TagMode::None), Some(TagMode::None)),
            (None, Some(TagMode::Any), Some(TagMode::Any)),
        ];
        for (from, into, after) in modes {
            let mut filter = Filter::default();
            filter.choose_tag(1, from);
            filter.choose_tag(2, into);
            filter.choose_tag(3, Some(TagMode::Any));
            let mut dropped = filter.clone();
            assert_eq!(filter.retag(1, Some(2)), from.is_some());
            assert_eq!((filter.tag_mode(1), filter.tag_mode(2)), (None, after));
            dropped.retag(1, None);
            assert_eq!((dropped.tag_mode(1), dropped.tag_mode(2)), (None, into));
            assert_eq!(dropped.tag_mode(3), Some(TagMode::Any));
        }
    }
}
