//! The grades of the audit that is open.

use crate::ui::typed::Typed;
use crate::ui::views::Views;
use crate::ui::wish::Wishes;
use eframe::egui::Ui;

/// What is unfolded.
#[derive(Default)]
pub struct State {}

/// Shows the grades.
pub fn show(_ui: &mut Ui, _state: &mut State, _typed: &mut Typed, _views: &Views, _wishes: &mut Wishes) {}
