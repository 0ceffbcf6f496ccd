//! The list of evidence over all audits: what it is narrowed to, and its rows.

use super::session::Session;
use super::view::who;
use crate::model::evidence::Evidence;
use crate::model::facets::{Across, Counts, Filter, Matrix, Order};
use crate::model::time::short_date;
use crate::model::vocabulary;
use crate::store::Result;

/// What of the evidence is to be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EvidenceAsk {
    /// What it is narrowed to.
    pub filter: Filter,
    /// In which order.
    pub order: Order,
    /// Whether it is counted by tag and something else, too.
    pub across: Option<Across>,
}

/// What is shown of the evidence, without its words: those of the rows in sight are asked for apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EvidenceView {
    /// What was asked.
    pub ask: EvidenceAsk,
    /// The numbers of the pieces, in order.
    pub ids: Vec<u32>,
    /// How many stand beside each choice.
    pub counts: Counts,
    /// By tag and something else, where that was asked for.
    pub matrix: Option<Matrix>,
    /// How many pieces the workbook has.
    pub total: usize,
    /// How many of them are counted so far; all of them but for the first moments.
    pub counted: usize,
    /// Counts up when any evidence may have changed: rows told before it are old.
    pub edition: u64,
}

impl EvidenceView {
    /// Whether all evidence is counted.
    pub fn ready(&self) -> bool {
        self.counted >= self.total
    }
}

/// One piece of evidence as the list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceRow {
    /// The evidence.
    pub evidence: Evidence,
    /// The child's reference, the team, or *The service*.
    pub who: String,
    /// The team in the period audited.
    pub team: String,
    /// Whether its audit is open to change.
    pub open: bool,
}

/// More pieces than this are exported, not copied.
pub const MOST_COPIED: usize = 2000;

impl Session {
    /// Pieces of evidence as text to be put elsewhere, and how many they are: at most [`MOST_COPIED`].
    pub fn evidence_text(&self, ids: &[i64]) -> Result<(String, usize)> {
        let rows = self.evidence_rows(ids.get(..MOST_COPIED).unwrap_or(ids))?;
        let words = rows.iter().map(|row| {
            let piece = &row.evidence;
            let mut about = vec![row.who.clone(), piece.direction.name().to_owned()];
            about.push(vocabulary::source_name(&piece.source).to_owned());
            about.extend(piece.seen.map(|seen| format!("seen {}", short_date(seen))));
            about.extend(Some(piece.criteria.join(", ")).filter(|criteria| !criteria.is_empty()));
            format!("{}\n{}\n", about.join(" · "), piece.text)
        });
        Ok((words.collect::<Vec<_>>().join("\n"), rows.len()))
    }

    /// The rows of some pieces of evidence; those that are gone are left out.
    pub fn evidence_rows(&self, ids: &[i64]) -> Result<Vec<EvidenceRow>> {
        let mut rows = Vec::with_capacity(ids.len());
        for id in ids {
            let Some(evidence) = self.store.one_evidence(*id)? else {
                continue;
            };
            let Some((audit, reference)) = self.store.audit(evidence.audit)? else {
                continue;
            };
            rows.push(EvidenceRow {
                who: who(&audit, &reference),
                team: audit.team.clone(),
                open: audit.status.open_to_change(),
                evidence,
            });
        }
        Ok(rows)
    }
}
