//! Start an audit, or allocate many by pasting references.

use crate::app::view::WorkbookView;
use crate::ui::views::Views;
use crate::ui::wish::Wishes;
use eframe::egui::Context;

/// What is being typed.
pub struct State {}

impl State {
    /// A new audit in this workbook.
    pub fn new(_workbook: &WorkbookView) -> Self {
        Self {}
    }
}

/// Shows the dialog.
pub fn show(_ctx: &Context, _state: &mut State, _views: &Views, _wishes: &mut Wishes) {}
