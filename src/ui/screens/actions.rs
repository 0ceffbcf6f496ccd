//! Every action: overdue first, then by due date.

use crate::ui::typed::Typed;
use crate::ui::views::Views;
use crate::ui::wish::Wishes;
use eframe::egui::Ui;

/// How the list is filtered.
#[derive(Default)]
pub struct State {}

/// Shows the list.
pub fn show(_ui: &mut Ui, _state: &mut State, _typed: &mut Typed, _views: &Views, _wishes: &mut Wishes) {}
