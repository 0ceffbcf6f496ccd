//! Making a kept draw again, to show that it was made as it says.

use super::order::fingerprint;
use super::pick::make;
use super::rules::Rule;
use super::{Candidate, Draw};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A kept draw, made again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Again {
    /// How it comes out now, with the same swaps.
    pub draw: Draw,
    /// Whether the list is as it was.
    pub same_list: bool,
    /// Whether the same children come out, for the same auditors.
    pub same: bool,
}

impl Again {
    /// The result in words.
    pub fn words(&self) -> &'static str {
        match (self.same, self.same_list) {
            (true, true) => "Made again: the same list and seed give the same draw",
            (true, false) => "Made again: the list was changed since, and the draw comes out the same",
            (false, false) => "The list was changed since, so the draw comes out otherwise",
            (false, true) => "The list is as it was, and the draw comes out otherwise: the kept draw was altered",
        }
    }
}

/// Makes a kept draw again from a list. Who was left out by earlier audits is taken from the draw, since its own
/// audits would leave out whom it drew.
pub fn again(kept: &Draw, candidates: &[Candidate]) -> Again {
    let rules: BTreeMap<&str, Rule> = kept
        .excluded
        .iter()
        .flat_map(|(rule, references)| references.iter().map(|reference| (reference.as_str(), *rule)))
        .collect();
    let on = kept.on.unwrap_or(Date::ZERO);
    let mut draw = make(candidates, &kept.settings, on, |reference| {
        rules.get(reference).copied()
    })
    .draw;
    for swap in &kept.swaps {
        // A swap that cannot be done again shows in the comparison.
        if draw
            .swap(&swap.out, &swap.reason, &swap.by, swap.on.unwrap_or(on))
            .is_err()
        {
            break;
        }
    }
    Again {
        same_list: fingerprint(candidates) == kept.list,
        same: draw.picked == kept.picked && draw.reserve == kept.reserve && draw.swaps == kept.swaps,
        draw,
    }
}
