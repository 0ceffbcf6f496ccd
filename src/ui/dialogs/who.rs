//! Who is auditing: asked when a workbook is opened, with the last one offered.

use crate::ui::views::Views;
use crate::ui::wish::Wishes;
use eframe::egui::Context;

/// What is being typed.
#[derive(Default)]
pub struct State {}

/// Shows the dialog.
pub fn show(_ctx: &Context, _state: &mut State, _views: &Views, _wishes: &mut Wishes) {}
