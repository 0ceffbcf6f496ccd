//! The dip sample that is watched: its view is made anew after each commit that touches it.

use super::{Desk, Tell};
use crate::app::edit::Edit;
use crate::model::change::Entity;
use crate::store::Committed;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What is watched, and what it shows.
#[derive(Default)]
pub(super) struct Watched {
    id: Option<i64>,
    audits: BTreeSet<i64>,
}

impl Watched {
    /// Whether its view shows something that a commit touched.
    pub(super) fn shows(&self, committed: &Committed) -> bool {
        self.id.is_some()
            && committed.touched.iter().any(|touched| match touched.entity {
                Entity::DipSample => Some(touched.row) == self.id,
                // An audit that was made may be one more of its files.
                Entity::Audit | Entity::Case => true,
                _ => touched.audit.is_some_and(|audit| self.audits.contains(&audit)),
            })
    }
}

impl Desk<'_> {
    pub(super) fn watch_dip(&mut self, dip_sample: Option<i64>) {
        self.dip = Watched {
            id: dip_sample,
            audits: BTreeSet::new(),
        };
        self.show_dip();
    }

    pub(super) fn show_dip(&mut self) {
        let Some(id) = self.dip.id else { return };
        match self.session.dip_view(id) {
            Ok(Some(view)) => {
                self.dip.audits = view.rows.iter().map(|row| row.audit).collect();
                self.out.tell(Tell::Dip(Arc::new(view)));
            }
            Ok(None) => {
                self.dip = Watched::default();
                self.out.tell(Tell::DipGone);
            }
            Err(error) => self.out.tell(Tell::Refused(error.into())),
        }
    }

    /// A dip sample that was just started is said, so that it can be opened.
    pub(super) fn dip_made(&self, edit: &Edit, committed: &Committed) {
        let made = committed
            .touched
            .iter()
            .find(|touched| touched.entity == Entity::DipSample);
        if let (Edit::StartDipSample(_), Some(made)) = (edit, made) {
            self.out.tell(Tell::DipMade(made.row));
        }
    }
}
