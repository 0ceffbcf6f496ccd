//! Analysis on the workbook's thread: grades kept in memory, patched from each commit.

use super::{Desk, Tell};
use crate::app::analysis::tag_figures;
use crate::model::analysis::{Choice, Graded, Mark};
use crate::model::change::Entity;
use crate::store::{Committed, Result};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Grades, and what is shown of them.
#[derive(Default)]
pub(super) struct Analysing {
    /// Read when analysis is first asked for.
    graded: Option<Graded>,
    /// What the screen shows, while it is looked at.
    asked: Option<Choice>,
}

impl Desk<'_> {
    /// Shows analysis in this way from now on; nothing when it is no longer looked at.
    pub(super) fn ask_analysis(&mut self, choice: Option<Choice>) {
        self.analysing.asked = choice;
        self.show_analysis();
    }

    /// Reads the grades where they were not read yet.
    fn graded(&mut self) -> Result<&Graded> {
        let read = if let Some(graded) = self.analysing.graded.take() {
            graded
        } else {
            self.session.all_graded()?
        };
        Ok(self.analysing.graded.insert(read))
    }

    /// Takes in what a commit touched.
    pub(super) fn analyse_again(&mut self, committed: &Committed) {
        let graded = |entity| matches!(entity, Entity::Audit | Entity::Judgement);
        let touched = committed.touched.iter().filter(|touched| graded(touched.entity));
        let audits: BTreeSet<i64> = touched.filter_map(|touched| touched.audit).collect();
        if audits.len() > 1000 {
            self.analysing.graded = None;
        }
        if let Some(mut graded) = self.analysing.graded.take() {
            match self.read_again(&mut graded, &audits) {
                Ok(()) => self.analysing.graded = Some(graded),
                Err(error) => self.out.tell(Tell::Refused(error.into())),
            }
        }
        let shown = |entity| {
            matches!(
                entity,
                Entity::Audit | Entity::Judgement | Entity::Evidence | Entity::Tag
            )
        };
        if committed.touched.iter().any(|touched| shown(touched.entity)) {
            self.show_analysis();
        }
    }

    fn read_again(&self, graded: &mut Graded, audits: &BTreeSet<i64>) -> Result<()> {
        for audit in audits {
            match self.session.graded(Some(*audit))?.pop() {
                Some((id, audit)) => graded.put(id, audit),
                None => graded.remove(*audit),
            }
        }
        Ok(())
    }

    /// Makes the figures anew, while they are looked at.
    pub(super) fn show_analysis(&mut self) {
        let Some(choice) = self.analysing.asked.clone() else {
            return;
        };
        if let Err(error) = self.graded() {
            return self.out.tell(Tell::Refused(error.into()));
        }
        let Some(graded) = &self.analysing.graded else { return };
        let mut view = self.session.analysis_view(graded, &choice);
        view.tags = tag_figures(&self.counting.facets, &choice);
        view.counting = self.counting();
        self.out.tell(Tell::Analysis(Arc::new(view)));
    }

    /// Tells the audits that a figure counts.
    pub(super) fn open_mark(&mut self, choice: &Choice, mark: &Mark, words: String) {
        match self.graded() {
            Ok(graded) => {
                let audits = graded.audits_of(choice, mark).into_iter().collect();
                self.out.tell(Tell::TheseAudits(words, audits));
            }
            Err(error) => self.out.tell(Tell::Refused(error.into())),
        }
    }
}
