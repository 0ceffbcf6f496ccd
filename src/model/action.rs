//! Actions: what must change.

use jiff::civil::Date;

/// One thing that must change, by whom and when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Action {
    /// Its number in this workbook.
    pub id: i64,
    /// The audit it came from.
    pub audit: i64,
    /// The judgement it stands under; empty for the whole audit.
    pub judgement: String,
    /// What must change.
    pub text: String,
    /// Who sees to it.
    pub owner: String,
    /// When it is due.
    pub due: Option<Date>,
    /// When it was done.
    pub done: Option<Date>,
    /// The evidence that it was done.
    pub done_evidence: String,
}

impl Action {
    /// Whether it is due before `today` and not done.
    pub fn overdue(&self, today: Date) -> bool {
        self.done.is_none() && self.due.is_some_and(|due| due < today)
    }
}
