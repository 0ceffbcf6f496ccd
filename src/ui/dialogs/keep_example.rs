//! Keep example data as a workbook of one's own.

use crate::ui::views::Views;
use crate::ui::wish::Wishes;
use eframe::egui::Context;

/// What is being typed.
#[derive(Default)]
pub struct State {}

/// Shows the dialog.
pub fn show(_ctx: &Context, _state: &mut State, _views: &Views, _wishes: &mut Wishes) {}

impl State {
    /// A path was chosen with the computer's own dialog.
    pub fn chosen(&mut self, _path: &std::path::Path) {}
}
