//! The quiet clock beside a field: what stood in it before. It is no stop of Tab, which would double the way through a
//! form; the keys for history reach the same.

use eframe::egui::accesskit::Role;
use eframe::egui::{Id, Rect, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

use super::paint;
use crate::ui::fonts::Icon;
use crate::ui::theme::tokens;

const SIZE: Vec2 = vec2(24.0, 20.0);

/// Shows it with its right upper corner here; whether it was pressed.
pub fn clock_at(ui: &Ui, id: Id, right: f32, top: f32, name: &str) -> bool {
    let rect = Rect::from_min_size(pos2(right - SIZE.x, top), SIZE);
    let response = ui.interact(rect, id, Sense::CLICK);
    show(ui, rect, &response, name);
    response.on_hover_text(name).clicked()
}

/// Shows it in a row.
pub fn clock(ui: &mut Ui, id: Id, name: &str) -> bool {
    let (_, rect) = ui.allocate_space(vec2(SIZE.x, SIZE.x));
    let response = ui.interact(rect, id, Sense::CLICK);
    show(ui, rect, &response, name);
    response.on_hover_text(name).clicked()
}

fn show(ui: &Ui, rect: Rect, response: &eframe::egui::Response, name: &str) {
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), name));
    if ui.is_rect_visible(rect) {
        let colors = tokens(ui);
        let ink = if response.hovered() {
            colors.accent
        } else {
            colors.muted
        };
        paint::icon(ui.painter(), Icon::History, rect.center(), 14.0, ink);
    }
}
