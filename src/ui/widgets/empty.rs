//! A screen or list with nothing in it yet: what it is for and what to do next.

use eframe::egui::{Align, Layout, Sense, Ui, Vec2, vec2};

use super::button::Button;
use super::{paint, text};
use crate::ui::fonts::Icon;
use crate::ui::theme::{space, tokens};

/// Shows it in the middle of the room. True when the button was pressed.
pub fn empty(ui: &mut Ui, icon: Icon, sentence: &str, next: &str, button: Option<Button<'_>>) -> bool {
    let color = tokens(ui).muted;
    let room = ui.available_width();
    let width = room.min(440.0);
    let mut pressed = false;
    ui.add_space(space::XXL);
    ui.allocate_ui_with_layout(vec2(room, 0.0), Layout::top_down(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        let (rect, _) = ui.allocate_exact_size(Vec2::splat(40.0), Sense::hover());
        paint::icon(ui.painter(), icon, rect.center(), 32.0, color);
        ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Center), |ui| {
            text::heading17(ui, sentence);
            text::body(ui, next);
        });
        if let Some(button) = button {
            ui.add_space(space::S);
            pressed = button.show(ui).clicked();
        }
    });
    ui.add_space(space::XXL);
    pressed
}
