//! Words being typed: saved as drafts every two seconds, and made a change when they are left.

use super::{DRAFT_EVERY, Desk, SEAL_AFTER, Tell};
use crate::app::edit::Edit;
use crate::model::change::{Place, Value};
use crate::model::time::Moment;
use crate::store::StoreError;
use std::time::{Duration, Instant};

/// Words being typed.
pub(super) struct Typing {
    pub(super) place: Place,
    words: String,
    /// The newest words are not saved as a draft yet.
    unsaved: bool,
    saved_at: Instant,
    typed_at: Instant,
}

impl Desk<'_> {
    pub(super) fn next_timer(&self) -> Option<Duration> {
        let typing = self.typing.as_ref().map(|typing| {
            if typing.unsaved {
                typing.saved_at + DRAFT_EVERY
            } else {
                typing.typed_at + SEAL_AFTER
            }
        });
        let again = (!self.undrafted.is_empty()).then(|| self.tried + DRAFT_EVERY);
        let next = typing.into_iter().chain(again).min()?;
        Some(next.saturating_duration_since(Instant::now()))
    }

    pub(super) fn timer(&mut self) {
        let now = Instant::now();
        if !self.undrafted.is_empty() && now >= self.tried + DRAFT_EVERY {
            self.draft_again();
        }
        let Some(typing) = &mut self.typing else { return };
        if typing.unsaved && now >= typing.saved_at + DRAFT_EVERY {
            typing.unsaved = false;
            typing.saved_at = now;
            let (place, words) = (typing.place.clone(), typing.words.clone());
            self.draft(place, words);
        } else if now >= typing.typed_at + SEAL_AFTER {
            self.seal();
        }
    }

    /// Saves words being typed; what the disk does not take is kept and tried again.
    pub(super) fn draft(&mut self, place: Place, words: String) {
        self.undrafted.remove(&place);
        match self.session.save_draft(&place, &words) {
            Ok(at) => self.draft_saved(at),
            Err(error) => {
                self.tried = Instant::now();
                self.undrafted.insert(place, words);
                self.draft_failed(error);
            }
        }
    }

    /// Saves the drafts the disk would not take; whether it took all of them.
    pub(super) fn draft_again(&mut self) -> bool {
        self.tried = Instant::now();
        while let Some((place, words)) = self.undrafted.pop_first() {
            match self.session.save_draft(&place, &words) {
                Ok(at) => self.draft_saved(at),
                Err(error) => {
                    self.undrafted.insert(place, words);
                    self.draft_failed(error);
                    return false;
                }
            }
        }
        true
    }

    /// Whether something is kept here that the disk has not taken.
    pub(super) fn waiting(&self) -> bool {
        !self.unsaved.is_empty() || !self.undrafted.is_empty()
    }

    pub(super) fn typed(&mut self, place: Place, words: String) {
        if self.typing.as_ref().is_some_and(|typing| typing.place != place) {
            self.seal();
        }
        let now = Instant::now();
        match &mut self.typing {
            Some(typing) => (typing.words, typing.unsaved, typing.typed_at) = (words, true, now),
            None => {
                self.typing = Some(Typing {
                    place,
                    words,
                    unsaved: true,
                    saved_at: now,
                    typed_at: now,
                });
            }
        }
    }

    /// Makes a change of what is being typed. What waits to be entered, such as a line of evidence, stays a draft.
    pub(super) fn seal(&mut self) {
        let Some(typing) = self.typing.take() else { return };
        if typing.place.target.waits() {
            if typing.unsaved {
                self.draft(typing.place, typing.words);
            }
            return;
        }
        // It becomes a change instead.
        self.undrafted.remove(&typing.place);
        if !self.unsaved.is_empty() {
            self.unsaved.push(Edit::Set(typing.place, Value::Text(typing.words)));
            return;
        }
        match self.session.seal(&typing.place, &typing.words) {
            Ok(committed) => {
                self.committed(&committed, None);
                self.out.tell(Tell::Sealed(typing.place, typing.words));
            }
            Err(error) => self.failed(Edit::Set(typing.place, Value::Text(typing.words)), error),
        }
    }

    pub(super) fn draft_saved(&mut self, at: Moment) {
        let all = self.unsaved.is_empty() && self.undrafted.is_empty();
        if all && std::mem::take(&mut self.draft_failed) {
            self.out.tell(Tell::SavedAfterAll(at));
        } else {
            self.out.tell(Tell::DraftSaved(at));
        }
    }

    pub(super) fn draft_failed(&mut self, error: StoreError) {
        self.draft_failed = true;
        self.out.tell(Tell::CouldNotSave(error.into()));
    }
}
