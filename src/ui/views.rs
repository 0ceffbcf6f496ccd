//! The view-models a screen reads: exchanged whole when data changes, never read from a store in a frame.

use crate::app::analysis::AnalysisView;
use crate::app::evidence_list::{EvidenceRow, EvidenceView};
use crate::app::listed::Listed;
use crate::app::settings::Settings;
use crate::app::view::dip::DipView;
use crate::app::view::{ActionRow, AuditRow, AuditView, WorkbookView};
use crate::model::tag::TagUses;
use crate::model::time::Moment;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Everything a screen may read.
pub struct Views {
    /// The workbook.
    pub workbook: Arc<WorkbookView>,
    /// The list of audits.
    pub audits: Arc<Listed<AuditRow>>,
    /// Every action with what it is about.
    pub actions: Arc<Listed<ActionRow>>,
    /// The audit that is open.
    pub audit: Option<Arc<AuditView>>,
    /// Analysis, once it was asked for.
    pub analysis: Option<Arc<AnalysisView>>,
    /// The list of evidence.
    pub evidence: Arc<EvidenceShelf>,
    /// What was asked about tags.
    pub tagged: Arc<TagShelf>,
    /// The dip sample that is open.
    pub dip: Option<Arc<DipView>>,
    /// Settings of this computer.
    pub settings: Settings,
    /// The time at the start of this frame.
    pub now: Moment,
    /// Today.
    pub today: Date,
    /// Counts up whenever a view was exchanged, so that what is derived from one is derived once.
    pub edition: u64,
    /// The same, of the lists of audits and actions alone: ten thousand rows are not derived anew for a note.
    pub lists: u64,
}

/// What was asked about tags, and answered.
#[derive(Clone, Default)]
pub struct TagShelf {
    /// What carries the tag that was asked for last.
    pub uses: Option<(i64, Arc<TagUses>)>,
    /// The evidence that carries a tag and holds these words, newest first.
    pub evidence: Option<(i64, String, Arc<Vec<i64>>)>,
    /// Of pieces of evidence, whom each is about and what was seen.
    pub words: BTreeMap<i64, (String, String)>,
}

/// The list of evidence, and the rows of it that were read.
#[derive(Clone, Default)]
pub struct EvidenceShelf {
    /// What is shown; nothing before it was first asked for.
    pub view: Option<Arc<EvidenceView>>,
    /// Rows by their number, each with the edition it was read in.
    pub rows: BTreeMap<i64, (Arc<EvidenceRow>, u64)>,
}

/// How many rows are kept: some screens full.
const KEPT_ROWS: usize = 1000;

impl EvidenceShelf {
    /// Takes in rows that were read.
    pub fn put(&mut self, rows: Vec<Arc<EvidenceRow>>, edition: u64) {
        if self.rows.len() > KEPT_ROWS {
            self.rows.clear();
        }
        self.rows
            .extend(rows.into_iter().map(|row| (row.evidence.id, (row, edition))));
    }
}
