//! Evidence by tag and by team or judgement at once.

use super::{Facets, Filter};
use crate::model::case::keyed;

keyed! {
    /// What stands across the matrix.
    #[derive(Default)]
    Across {
        /// The team audited.
        #[default]
        Team = "team", "Team";
        /// The judgement the evidence stands under.
        Judgement = "judgement", "Judgement";
    }
}

/// How many pieces carry a tag, by team or judgement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matrix {
    /// Its rows: tags, in the order they were first met.
    pub tags: Vec<i64>,
    /// Its columns: teams or judgements, in the order they were first met.
    pub columns: Vec<String>,
    counts: Vec<u32>,
}

impl Matrix {
    /// The pieces of one cell.
    pub fn count(&self, row: usize, column: usize) -> u32 {
        let at = row * self.columns.len() + column;
        self.counts.get(at).copied().unwrap_or(0)
    }
}

impl Facets {
    /// What a filter lets through, by tag and by team or judgement. `words` as in [`Facets::find`].
    pub fn matrix(&self, filter: &Filter, across: Across, words: Option<&[u32]>) -> Matrix {
        let columns = match across {
            Across::Team => self.teams.values(),
            Across::Judgement => self.judgements.values(),
        };
        let tags = self.tag_ids.values();
        let mut counts = vec![0; tags.len() * columns.len()];
        self.pass(filter, words, |row, fails| {
            if fails != 0 {
                return;
            }
            let column = match across {
                Across::Team => self
                    .audit
                    .get(row)
                    .and_then(|audit| self.audits.get(*audit as usize))
                    .map(|slot| slot.team),
                Across::Judgement => self.judgement.get(row).copied(),
            };
            let Some(column) = column else { return };
            for tag in self.tags.get(row) {
                if let Some(n) = counts.get_mut(*tag as usize * columns.len() + column as usize) {
                    *n += 1;
                }
            }
        });
        Matrix {
            tags: tags.to_vec(),
            columns: columns.to_vec(),
            counts,
        }
    }
}
