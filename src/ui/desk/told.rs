//! What the workbook's thread told of history and of tags.

use super::Desk;
use crate::app::history::HistoryOf;
use crate::app::worker::Tell;
use crate::model::change::Place;
use crate::model::tag;
use crate::ui::dialogs::{Dialog, history};
use crate::ui::typed;
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::Context;
use eframe::egui::text_edit::TextEditState;
use std::sync::Arc;

impl Desk {
    /// Takes in what was told of history; hands on the rest.
    pub(super) fn hear_history(&mut self, tell: Tell, wishes: &mut Wishes) -> Option<Tell> {
        match tell {
            Tell::History(told) => {
                if let Some(Dialog::History(state)) = &mut self.dialog {
                    state.told(told);
                }
            }
            Tell::WordsRemoved(places) => {
                for place in &places {
                    self.typed.forget(place);
                }
                self.forms.forget();
                wishes.push(Wish::ForgetWords(places));
                self.toasts.say("The words are removed for good");
            }
            other => return Some(other),
        }
        None
    }

    /// Takes in what was told of tags; hands on the rest.
    pub(super) fn hear_tags(&mut self, tell: Tell) -> Option<Tell> {
        match tell {
            Tell::TagUses(tag, uses) => Arc::make_mut(&mut self.tagged).uses = Some((tag, uses)),
            Tell::TagEvidence { tag, words, pieces } => {
                Arc::make_mut(&mut self.tagged).evidence = Some((tag, words, pieces));
            }
            Tell::PieceWords(pieces) => {
                let words = &mut Arc::make_mut(&mut self.tagged).words;
                words.extend(pieces.into_iter().map(|(piece, about, seen)| (piece, (about, seen))));
            }
            Tell::TagsRead(read) => {
                if let Some(Dialog::ImportTags(state)) = &mut self.dialog {
                    state.read(read);
                }
            }
            Tell::TagsWritten(written) => {
                if let Some(Dialog::ExportTags(state)) = &mut self.dialog {
                    state.written(written);
                }
            }
            other => return Some(other),
        }
        None
    }

    /// Something was committed: history that is open is told anew.
    pub(super) fn history_again(&self, wishes: &mut Wishes) {
        if let Some(Dialog::History(state)) = &self.dialog {
            wishes.push(state.again());
        }
    }

    /// Opens the history of the field that has the keyboard, else of what is selected in the audit.
    pub(super) fn open_history(&mut self, ctx: &Context) -> Wishes {
        let field = self.typed.focused(ctx).cloned().map(HistoryOf::Field);
        let of = field.or_else(|| {
            let view = self.audit.as_ref().filter(|_| self.in_audit())?;
            self.audit_state.selected_row(view).map(HistoryOf::Row)
        });
        of.map_or_else(Wishes::new, |of| history::open(of).into())
    }
}

/// Empties the undo of the fields in which words were removed: it would bring them back.
pub(super) fn forget_words(ctx: &Context, places: &[Place]) {
    for place in places {
        TextEditState::default().store(ctx, typed::id(place));
    }
}

/// Whether what was done is offered to be taken back at once: it took something away, or did much.
pub(super) fn offers_undo(label: &str) -> bool {
    if label.starts_with("Words removed") {
        return false;
    }
    // Many were allocated, handed in or added at once, or something was taken out of sight.
    let many = label.starts_with(char::is_numeric) && (label.ends_with("submitted") || label.ends_with("dip sample"));
    many
        || ["allocated", "up to date", "withdrawn"].iter().any(|end| label.ends_with(end))
        || label.starts_with("List kept")
        || label.contains("deleted")
        || label.contains("removed")
        // What was raised or taken from elsewhere is not in sight.
        || ["Action added", "Updates of actions taken", tag::MERGED, tag::SPLIT, tag::IMPORTED].contains(&label)
}
