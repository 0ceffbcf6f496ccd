//! The list of keys.

use crate::ui::wish::Wishes;
use eframe::egui::Context;

/// Shows the dialog.
pub fn show(_ctx: &Context, _wishes: &mut Wishes) {}
