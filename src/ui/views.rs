//! The view-models a screen reads: exchanged whole when data changes, never read from a store in a frame.

use crate::app::settings::Settings;
use crate::app::view::{AuditRow, AuditView, WorkbookView};
use crate::model::action::Action;
use crate::model::time::Moment;
use jiff::civil::Date;
use std::sync::Arc;

/// Everything a screen may read.
pub struct Views {
    /// The workbook.
    pub workbook: Arc<WorkbookView>,
    /// The list of audits.
    pub audits: Arc<Vec<AuditRow>>,
    /// Every action with who it is about.
    pub actions: Arc<Vec<(Action, String)>>,
    /// The audit that is open.
    pub audit: Option<Arc<AuditView>>,
    /// Settings of this computer.
    pub settings: Settings,
    /// The time at the start of this frame.
    pub now: Moment,
    /// Today.
    pub today: Date,
    /// Counts up whenever a view was exchanged, so that what is derived from one is derived once.
    pub edition: u64,
}
