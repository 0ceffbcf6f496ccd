//! The list of audits.

use crate::ui::views::Views;
use crate::ui::wish::Wishes;
use eframe::egui::Ui;

/// How the list is filtered and sorted.
#[derive(Default)]
pub struct State {}

/// Shows the list.
pub fn show(_ui: &mut Ui, _state: &mut State, _views: &Views, _wishes: &mut Wishes) {}
