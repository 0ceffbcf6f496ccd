//! The top of a screen: its name, a quiet line, and its buttons at the right.

use crate::ui::theme::{height, size, space, tokens};
use crate::ui::widgets::paint::{self, Weight};
use crate::ui::widgets::{Button, text};
use eframe::egui::{Ui, vec2};

/// Shows the top of a screen; gives the button that was pressed. The primary one stands last.
pub fn head(ui: &mut Ui, title: &str, quiet: &str, buttons: &[Button<'_>]) -> Option<usize> {
    let least = if quiet.is_empty() { f32::INFINITY } else { 120.0 };
    head_with(ui, title, buttons, least, |ui| drop(text::quiet_line(ui, quiet)))
}

/// As [`head`], with something else beside the name where there is at least so much room for it.
pub fn head_with(
    ui: &mut Ui,
    title: &str,
    buttons: &[Button<'_>],
    least: f32,
    beside: impl FnOnce(&mut Ui),
) -> Option<usize> {
    let gaps = space::M * buttons.len().saturating_sub(1) as f32;
    let wanted = buttons.iter().map(|button| button.width(ui)).sum::<f32>() + gaps;
    let words = paint::line(ui, title, Weight::Bold, size::TITLE, tokens(ui).text);
    if words.size().x + space::M + wanted > ui.available_width() {
        return stacked(ui, title, buttons);
    }
    let mut pressed = None;
    let usual = ui.spacing().interact_size.y;
    // The row is as high as its buttons from the first word on.
    ui.spacing_mut().interact_size.y = height::CONTROL;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::M;
        let end = ui.max_rect().right();
        text::heading22(ui, title);
        if ui.available_width() > wanted + least {
            ui.scope(|ui| {
                ui.set_max_width(ui.available_width() - wanted - space::XL);
                beside(ui);
            });
        }
        // Left to right, so that Tab goes the way the eye does.
        let gap = end - wanted - ui.cursor().left();
        ui.add_space(gap.max(0.0));
        for (at, button) in buttons.iter().enumerate() {
            if button.show(ui).clicked() {
                pressed = Some(at);
            }
        }
    });
    ui.spacing_mut().interact_size.y = usual;
    pressed
}

/// With its buttons under it, where there is no room beside it: large text in a narrow window.
fn stacked(ui: &mut Ui, title: &str, buttons: &[Button<'_>]) -> Option<usize> {
    let mut pressed = None;
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        text::heading22(ui, title);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(space::S, space::S);
            for (at, button) in buttons.iter().enumerate() {
                if button.show(ui).clicked() {
                    pressed = Some(at);
                }
            }
        });
    });
    pressed
}
