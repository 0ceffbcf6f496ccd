//! Search on the workbook's thread: only the newest is begun, when nothing else is asked.

use super::{Desk, Tell};
use crate::app::listed::Listed;
use crate::app::search::{Known, SearchAsk};
use crate::app::view::{AuditRow, WorkbookView};
use std::sync::Arc;

/// The index is tidied after so many commits.
const UNTIDY: usize = 16;

/// After so many without a moment's rest it is tidied all the same, a little with each.
const MOST_UNTIDY: usize = 256;

/// What is searched, and the views that hold what has a name.
#[derive(Default)]
pub(super) struct Finding {
    pub(super) workbook: Option<Arc<WorkbookView>>,
    pub(super) audits: Arc<Listed<AuditRow>>,
    /// What is looked at.
    asked: Option<SearchAsk>,
    /// It is not answered yet.
    waiting: bool,
    /// Commits since the index was tidied.
    commits: usize,
}

impl Desk<'_> {
    /// Takes in what is to be searched; what was asked before it and not begun is let go of.
    pub(super) fn ask_search(&mut self, ask: Option<SearchAsk>) {
        self.finding.waiting = ask.is_some();
        self.finding.asked = ask;
    }

    /// Something changed: what is looked at is searched anew.
    pub(super) fn search_again(&mut self) {
        self.finding.waiting = self.finding.asked.is_some();
    }

    /// Something was committed, which left a part of its own in the index.
    pub(super) fn untidy(&mut self) {
        self.finding.commits += 1;
        if self.finding.commits >= MOST_UNTIDY {
            self.tidy();
        }
    }

    /// Whether the index is to be tidied when there is nothing else to do.
    pub(super) fn tidies(&self) -> bool {
        self.finding.commits >= UNTIDY
    }

    /// Tidies the index a little.
    pub(super) fn tidy(&mut self) {
        // A disk that does not take it now is tried again after more commits: search is right all the same.
        if !self.session.store().tidy_search().unwrap_or(false) {
            self.finding.commits = 0;
        }
    }

    /// Whether a search waits to be answered.
    pub(super) fn searching(&self) -> bool {
        self.finding.waiting
    }

    /// Answers the search that waits.
    pub(super) fn search(&mut self) {
        self.finding.waiting = false;
        let (Some(ask), Some(workbook)) = (&self.finding.asked, &self.finding.workbook) else {
            return;
        };
        let known = Known {
            workbook: workbook.clone(),
            audits: self.finding.audits.clone(),
        };
        match self.session.search(ask, &known) {
            Ok(view) => self.out.tell(Tell::Found(Arc::new(view))),
            Err(error) => self.out.tell(Tell::Refused(error.into())),
        }
    }
}
