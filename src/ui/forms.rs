//! Forms that are being filled in: kept as drafts while they are typed, and open again after a crash.

use super::dialogs::{Dialog, Restored};
use super::views::Views;
use super::wish::{Wish, Wishes};
use crate::app::worker::Ask;
use crate::model::change::Place;

/// The form of the dialog that is open, and those that were not finished.
#[derive(Default)]
pub struct Forms {
    open: Option<Form>,
    /// Not finished when the workbook was last closed, the newest last.
    unfinished: Vec<(Place, String)>,
    /// Closed last without saving, to be opened again if that was a slip.
    closed: Option<(Place, String)>,
    /// The audit that the newest of them waits for.
    waiting: Option<i64>,
}

/// A form as it was last told to the workbook's thread.
struct Form {
    place: Place,
    words: String,
    /// Something was typed in it, so there is a draft of it.
    drafted: bool,
}

impl Forms {
    /// These were not finished when the workbook was last closed, the newest last.
    pub fn unfinished(&mut self, forms: Vec<(Place, String)>) {
        self.unfinished = forms;
    }

    /// Tells the thread what is typed in the form that is open (`now`), and lets go of the draft of one that was closed: true
    /// then.
    pub fn keep(&mut self, now: Option<(Place, String)>, wishes: &mut Wishes) -> bool {
        match (&mut self.open, now) {
            (Some(form), Some((place, words))) if form.place == place => {
                if form.words != words {
                    form.words.clone_from(&words);
                    form.drafted = true;
                    wishes.push(Wish::Ask(Ask::Typing(place, words)));
                }
                false
            }
            (open, now) => {
                let gone = open.take().filter(|form| form.drafted);
                *open = now.map(|(place, words)| Form {
                    place,
                    words,
                    drafted: false,
                });
                let closed = gone.is_some();
                wishes.extend(gone.map(|form| Wish::Ask(Ask::Forget(form.place))));
                closed
            }
        }
    }

    /// The newest form that was not finished, open again; what it needs where it cannot be shown yet.
    pub fn restore(&mut self, views: &Views) -> Option<Restored> {
        let (place, words) = self.unfinished.last()?;
        let restored = Dialog::restore(place, words, views);
        match &restored {
            Restored::Open(_) => {
                self.open = Some(Form {
                    place: place.clone(),
                    // Told anew: its draft may be gone.
                    words: String::new(),
                    drafted: true,
                });
                self.unfinished.pop();
            }
            Restored::Needs(audit) => self.waiting = Some(*audit),
            Restored::No => drop(self.unfinished.pop()),
        }
        Some(restored)
    }

    /// The form that is open is closed without saving: true when something was typed in it.
    pub fn closed(&mut self) -> bool {
        self.closed = self
            .open
            .as_ref()
            .filter(|form| form.drafted)
            .map(|form| (form.place.clone(), form.words.clone()));
        self.closed.is_some()
    }

    /// Lets go of what was closed without saving: it may hold words that were removed for good.
    pub fn forget(&mut self) {
        self.closed = None;
    }

    /// Opens again what was closed without saving.
    pub fn reopen(&mut self) {
        self.unfinished.extend(self.closed.take());
    }

    /// This audit is no longer there, and nothing can wait for it.
    pub fn gone(&mut self, audit: Option<i64>) {
        if audit.is_some() && self.waiting == audit {
            self.unfinished.pop();
            self.waiting = None;
        }
    }
}
