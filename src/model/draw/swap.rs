//! Changing a drawn child for the next reserve of its stratum.

use super::{Draw, Swap};
use jiff::civil::Date;

/// Why a child was not changed for another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoSwap {
    /// The child is not among those drawn.
    NotDrawn(String),
    /// No reason was given.
    NoReason,
    /// Nobody is named who does it.
    Nobody,
    /// Nobody is left in reserve for this stratum.
    NoReserve(String),
}

impl NoSwap {
    /// The reason in words, with what to do; it names nobody, since it may become an error of the workbook.
    pub fn words(&self) -> &'static str {
        match self {
            Self::NotDrawn(_) => "This child is not among those drawn",
            Self::NoReason => "Say why the case is changed for another",
            Self::Nobody => "Say who changes it",
            Self::NoReserve(_) => "Nobody is left in reserve for its group. Draw again with more reserves",
        }
    }
}

impl Draw {
    /// Who would come in for `reference`.
    pub fn next_reserve(&self, reference: &str) -> Option<&str> {
        let picked = self.picked.iter().find(|picked| picked.reference == reference)?;
        self.reserve
            .iter()
            .find(|reserve| reserve.stratum == picked.stratum)
            .map(|reserve| reserve.reference.as_str())
    }

    /// Makes swaps again, as far as they can be: those of a draw that was made anew with other auditors.
    pub fn swap_again(&mut self, swaps: &[Swap]) {
        for swap in swaps {
            let next = self.next_reserve(&swap.out);
            if let (Some(on), true) = (swap.on, next == Some(swap.into.as_str())) {
                // What could not be changed would have been refused by `next_reserve`, and stays as it was drawn.
                drop(self.swap(&swap.out, &swap.reason, &swap.by, on));
            }
        }
    }

    /// Changes `reference` for the next reserve of its stratum and keeps the reason. Whoever was given the one audits
    /// the other, unless it is of their own team; then whoever has the fewest does.
    pub fn swap(&mut self, reference: &str, reason: &str, by: &str, on: Date) -> Result<Swap, NoSwap> {
        if reason.trim().is_empty() {
            return Err(NoSwap::NoReason);
        }
        if by.trim().is_empty() {
            return Err(NoSwap::Nobody);
        }
        let Some(at) = self.picked.iter().position(|picked| picked.reference == reference) else {
            return Err(NoSwap::NotDrawn(reference.to_owned()));
        };
        let out = self.picked.remove(at);
        let Some(next) = self.reserve.iter().position(|reserve| reserve.stratum == out.stratum) else {
            let stratum = out.stratum.name(&self.settings.by);
            self.picked.insert(at, out);
            return Err(NoSwap::NoReserve(stratum));
        };
        let mut into = self.reserve.remove(next);
        let same = out.auditor.filter(|auditor| self.may_audit(*auditor, &into.team));
        into.auditor = same.or_else(|| self.free_auditor(&into.team));
        let swap = Swap {
            out: out.reference,
            into: into.reference.clone(),
            reason: reason.trim().to_owned(),
            by: by.trim().to_owned(),
            on: Some(on),
        };
        self.picked.insert(at, into);
        if let Some(count) = self.counts.iter_mut().find(|count| count.stratum == out.stratum) {
            count.reserve = count.reserve.saturating_sub(1);
        }
        self.swaps.push(swap.clone());
        Ok(swap)
    }
}
