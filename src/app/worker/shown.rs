//! What the window is shown: views made anew after each commit.

use super::{Desk, Tell, Undid};
use crate::app::lists::Changed;
use crate::model::change::Entity;
use crate::store::{Committed, StoreError};
use std::sync::Arc;

impl Desk<'_> {
    /// Rebuilds the views that show what a commit touched, then says so.
    pub(super) fn committed(&mut self, committed: &Committed, undo: Option<Undid>) {
        let Some(seq) = committed.seq else {
            return self.out.tell(Tell::Unchanged);
        };
        let touches = |entities: &[Entity]| {
            committed
                .touched
                .iter()
                .any(|touched| entities.contains(&touched.entity))
        };
        match self.lists.patch(&self.session, committed) {
            Ok(changed) => self.show_changed(changed),
            Err(error) => self.out.tell(Tell::Refused(error.into())),
        }
        let watched = self.watched;
        if touches(&[Entity::Case, Entity::Tag, Entity::Person])
            || committed
                .touched
                .iter()
                .any(|t| t.audit.is_some() && t.audit == watched)
        {
            self.show_audit();
        }
        self.recount(committed);
        self.analyse_again(committed);
        self.redraw(committed);
        self.search_again();
        self.untidy();
        if self.dip.shows(committed) {
            self.show_dip();
        }
        let made = committed
            .touched
            .iter()
            .find(|touched| touched.entity == Entity::Audit)
            .and_then(|touched| touched.audit);
        // Only a toast says it.
        let about = undo.map(|_| self.session.about(committed).unwrap_or_default());
        self.out.tell(Tell::Done {
            about: about.unwrap_or_default(),
            label: committed.label.clone(),
            seq,
            at: committed.at,
            made_audit: made,
            undo,
        });
    }

    pub(super) fn tell_error(&self, error: Option<StoreError>) {
        if let Some(error) = error {
            self.out.tell(Tell::CouldNotSave(error.into()));
        }
    }

    pub(super) fn show_all(&mut self) {
        self.show_changed(Changed {
            audits: true,
            actions: true,
            workbook: true,
        });
        self.show_audit();
        self.show_dip();
    }

    fn show_changed(&mut self, changed: Changed) {
        if changed.audits {
            self.finding.audits = self.lists.audits.clone();
            self.out.tell(Tell::Audits(self.lists.audits.clone()));
        }
        if changed.actions {
            self.out.tell(Tell::Actions(self.lists.actions.clone()));
        }
        if changed.workbook {
            self.show_workbook();
        }
    }

    pub(super) fn show_workbook(&mut self) {
        match self.lists.workbook(&self.session) {
            Ok(view) => {
                let view = Arc::new(view);
                self.finding.workbook = Some(view.clone());
                self.out.tell(Tell::Workbook(view));
            }
            Err(error) => self.out.tell(Tell::Refused(error.into())),
        }
    }

    /// Counts some more of what is told later than the lists.
    pub(super) fn list_on(&mut self) {
        match self.lists.count_on(&self.session) {
            Ok(changed) => self.show_changed(changed),
            Err(error) => {
                self.lists.stop_counting();
                self.out.tell(Tell::Refused(error.into()));
            }
        }
    }

    pub(super) fn show_audit(&mut self) {
        let Some(audit) = self.watched else { return };
        match self.session.audit_view(audit) {
            Ok(Some(view)) => self.out.tell(Tell::Audit(Arc::new(view))),
            Ok(None) => {
                self.watched = None;
                self.out.tell(Tell::AuditGone);
            }
            Err(error) => self.out.tell(Tell::Refused(error.into())),
        }
    }
}
