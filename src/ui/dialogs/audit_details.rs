//! What is known of an audit: team, worker, period, who took part, the child as recorded.

use crate::app::view::AuditView;
use crate::ui::views::Views;
use crate::ui::wish::Wishes;
use eframe::egui::Context;

/// What is being typed.
pub struct State {}

impl State {
    /// The details of this audit.
    pub fn new(_view: &AuditView) -> Self {
        Self {}
    }
}

/// Shows the dialog.
pub fn show(_ctx: &Context, _state: &mut State, _views: &Views, _wishes: &mut Wishes) {}
