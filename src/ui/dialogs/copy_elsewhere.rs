//! The disk does not take a change: try again, or keep a copy elsewhere.

use crate::app::error::UserError;
use crate::ui::wish::Wishes;
use eframe::egui::Context;
use std::path::Path;

/// What is being typed.
pub struct State {
    error: UserError,
}

impl State {
    /// After `error`, for the workbook at `path`.
    pub fn new(error: UserError, _path: &Path) -> Self {
        Self { error }
    }

    /// A path was chosen with the computer's own dialog.
    pub fn chosen(&mut self, _path: &Path) {}
}

/// Shows the dialog.
pub fn show(_ctx: &Context, state: &mut State, _wishes: &mut Wishes) {
    let _ = &state.error;
}
