//! An urgent concern: raised, then followed up until someone else confirms that the child is safe.

use crate::app::view::AuditView;
use crate::model::urgent::UrgentConcern;
use crate::ui::views::Views;
use crate::ui::wish::Wishes;
use eframe::egui::Context;

/// What is being typed.
pub struct State {}

impl State {
    /// Raises a concern in this audit.
    pub fn raise(_view: &AuditView) -> Self {
        Self {}
    }

    /// Follows up a concern about `who`.
    pub fn follow_up(_concern: &UrgentConcern, _who: &str) -> Self {
        Self {}
    }
}

/// Shows the dialog.
pub fn show(_ctx: &Context, _state: &mut State, _views: &Views, _wishes: &mut Wishes) {}
