//! History, and words removed for good, on the workbook's thread.

use super::{Desk, Tell};
use crate::app::error::UserError;
use crate::app::history::HistoryOf;
use crate::model::change::Entity;
use std::sync::Arc;

impl Desk<'_> {
    pub(super) fn tell_history(&self, of: &HistoryOf) {
        let told = self.session.history(of).map(Arc::new).map_err(UserError::from);
        self.out.tell(Tell::History(told));
    }

    pub(super) fn remove_words(&mut self, (entity, row, field): (Entity, i64, &str), keep: bool) {
        if !self.unsaved.is_empty() {
            // What is not saved yet may hold the words, and would bring them back.
            return self.try_again();
        }
        let places = self.session.places_of(entity, row, field);
        let removed = places.and_then(|places| Ok((places, self.session.remove_words(entity, row, field, keep)?)));
        match removed {
            Ok((places, committed)) => {
                let form = |place: &crate::model::change::Place| place.target.about() == Some((entity, row));
                self.undrafted
                    .retain(|place, _| !places.contains(place) && !form(place));
                self.write_anew();
                self.committed(&committed, None);
                self.out.tell(Tell::WordsRemoved(places));
            }
            Err(error) if error.disk_at_fault() => self.out.tell(Tell::CouldNotSave(error.into())),
            Err(error) => self.out.tell(Tell::Refused(error.into())),
        }
    }

    /// Writes the file anew where words were removed and a page may keep a copy of them.
    pub(super) fn write_anew(&mut self) {
        let pending = self.session.store().rewrite_pending();
        match pending {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => return self.tell_error(Some(error)),
        }
        if let Err(error) = self.session.store.rewrite() {
            self.out.tell(Tell::Refused(UserError::new(
                format!("The words are removed, but the file could not be written anew, so a copy may be left in it. {error}"),
                "Make room for a second copy of the file. It is tried again when the workbook is next opened.",
            )));
        }
    }
}
