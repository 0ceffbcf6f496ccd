//! A piece of evidence in full: what, where, when, and which criteria it speaks to.

use crate::ui::views::Views;
use crate::ui::wish::Wishes;
use eframe::egui::Context;

/// What is being typed.
#[derive(Default)]
pub struct State {}

/// Shows the dialog.
pub fn show(_ctx: &Context, _state: &mut State, _views: &Views, _wishes: &mut Wishes) {}
