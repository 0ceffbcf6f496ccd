//! Pieces of evidence as one file: those that are marked, or all that the list shows.

use super::count;
use super::set::{Ended, Job};
use super::{Exported, finish};
use crate::app::error::UserError;
use crate::app::evidence_list::EvidenceView;
use crate::app::session::Session;
use std::path::PathBuf;
use std::sync::Arc;

/// Which pieces of evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pieces {
    /// These, in this order.
    Marked(Arc<Vec<i64>>),
    /// All that the list shows.
    Shown(Arc<EvidenceView>),
}

impl Pieces {
    /// How many.
    pub fn count(&self) -> usize {
        match self {
            Self::Marked(ids) => ids.len(),
            Self::Shown(view) => view.ids.len(),
        }
    }

    /// Their numbers, in the order of the file.
    pub(super) fn numbers(&self) -> Vec<i64> {
        match self {
            Self::Marked(ids) => ids.to_vec(),
            Self::Shown(view) => view.ids.iter().map(|id| i64::from(*id)).collect(),
        }
    }
}

/// A file of evidence as it is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceFileAsk {
    /// Which pieces.
    pub pieces: Pieces,
    /// The file to write; it is never replaced.
    pub path: PathBuf,
}

impl EvidenceFileAsk {
    /// A file's name that tells nothing of any child.
    pub fn neutral_name(today: jiff::civil::Date) -> String {
        format!("evidence-{today}.csv")
    }

    /// What the file would hold, in a sentence.
    pub fn describe(&self) -> String {
        let n = self.pieces.count();
        let which = match &self.pieces {
            Pieces::Marked(_) => count(n, "marked piece of evidence", "marked pieces of evidence"),
            Pieces::Shown(view) => {
                let all = if view.ids.len() == view.total {
                    "all of the workbook"
                } else {
                    "all that the list is narrowed to"
                };
                format!("{}, {all}", count(n, "piece of evidence", "pieces of evidence"))
            }
        };
        format!(
            "{which}, in the order of the list, with questions and tags, and each with its child’s reference, team and auditor’s name; free text not checked for names."
        )
    }
}

/// Writes a file of evidence while nothing else is done.
pub fn export_evidence(session: &mut Session, ask: &EvidenceFileAsk) -> Result<Exported, UserError> {
    let (tell, told) = std::sync::mpsc::channel();
    let job = Job::begin_evidence(session, ask, move |ended: Ended| drop(tell.send(ended)))?;
    finish(session, job, &told)
}
