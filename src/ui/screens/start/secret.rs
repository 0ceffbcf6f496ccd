//! A passphrase or recovery code in a field: wiped when it is let go, and not kept by the field's own undo.

use crate::ui::widgets::Field;
use eframe::egui::text::{CCursor, CCursorRange};
use eframe::egui::text_edit::TextEditState;
use eframe::egui::{Id, Response, Ui};
use zeroize::Zeroizing;

/// Longer ones are cut; the room is taken at once, so that growing leaves no copy behind.
const LIMIT: usize = 1000;

/// A text that is wiped from memory when it is let go.
pub struct Secret {
    id: Id,
    text: Zeroizing<String>,
    /// All of it is selected as soon as the field has the keyboard; egui lets go of a selection before that.
    select: bool,
}

impl Secret {
    /// An empty one, in the field with this id.
    pub fn new(id: Id) -> Self {
        Self {
            id,
            text: Zeroizing::new(String::with_capacity(4 * LIMIT)),
            select: false,
        }
    }

    /// The field's id.
    pub fn id(&self) -> Id {
        self.id
    }

    /// Shows it in a field of dots.
    pub fn show<'a>(&mut self, ui: &mut Ui, label: &'a str, dress: impl FnOnce(Field<'a>) -> Field<'a>) -> Response {
        self.show_as(ui, label, |field| dress(field.password()))
    }

    /// Shows it in a field of letters.
    pub fn show_as<'a>(&mut self, ui: &mut Ui, label: &'a str, dress: impl FnOnce(Field<'a>) -> Field<'a>) -> Response {
        let field = dress(Field::new(self.id, label).limit(LIMIT));
        let response = field.show(ui, &mut self.text);
        if let Some(mut state) = TextEditState::load(ui.ctx(), self.id) {
            // Egui would keep what was typed, to undo it, for as long as the window is open.
            state.clear_undoer();
            if self.select && response.has_focus() {
                self.select = false;
                let end = CCursor::new(self.text.chars().count());
                state
                    .cursor
                    .set_char_range(Some(CCursorRange::two(CCursor::new(0), end)));
                state.store(ui.ctx(), self.id);
                ui.ctx().request_repaint();
            }
        }
        response
    }

    /// What was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// A copy to hand on, which is wiped too.
    pub fn copy(&self) -> Zeroizing<String> {
        self.text.clone()
    }

    /// Selects all of it when it next has the keyboard, so that typing starts over.
    pub fn select(&mut self) {
        self.select = !self.text.is_empty();
    }
}
