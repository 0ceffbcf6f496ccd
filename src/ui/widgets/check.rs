//! Check boxes: of a form, and of a list of facets with their counts.

use eframe::egui::accesskit::Role;
use eframe::egui::{CornerRadius, Rect, Response, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2};

use super::chip;
use super::focus;
use super::paint::{self, Weight};
use crate::ui::fonts::Icon;
use crate::ui::theme::{height, radius, size, space, tokens};

const BOX: f32 = 16.0;

/// A check box with words after it; `changed()` says that it was turned.
pub fn checkbox(ui: &mut Ui, on: &mut bool, words: &str) -> Response {
    let colors = tokens(ui);
    let room = ui.available_width() - BOX - space::S;
    let text = paint::wrap(ui, words, Weight::Regular, size::BODY, colors.text, room);
    let wanted = vec2(BOX + space::S + text.size().x, text.size().y.max(height::CHIP));
    let (rect, mut response) = ui.allocate_exact_size(wanted, Sense::click());
    if response.clicked() {
        *on = !*on;
        response.mark_changed();
    }
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, ui.is_enabled(), *on, words));
    focus::pressed(&response);
    square(ui, pos2(rect.left(), rect.top() + height::CHIP / 2.0), *on, &response);
    paint::text_at(ui.painter(), rect.left() + BOX + space::S, rect.center().y, text);
    paint::focus_ring(ui, &response, rect, radius::SMALL);
    response
}

/// A box without words beside it; its name says what it marks. Pressed when `clicked()`.
pub fn tick(ui: &mut Ui, on: bool, name: &str) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(height::CHIP), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, ui.is_enabled(), on, name));
    focus::pressed(&response);
    square(ui, pos2(rect.left(), rect.center().y), on, &response);
    paint::focus_ring(ui, &response, rect, radius::SMALL);
    response
}

/// One line of a list to narrow by: box, perhaps a tag's dot, words, and how many at the right. The whole line can be
/// pressed.
pub fn facet(ui: &mut Ui, on: bool, dot: Option<usize>, words: &str, count: Option<&str>) -> Response {
    let colors = tokens(ui);
    let width = ui.available_width();
    let (rect, response) = ui.allocate_exact_size(vec2(width, 26.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, ui.is_enabled(), on, words));
    if let Some(count) = count {
        ui.accesskit_node_builder(response.id, |node| node.set_description(count));
    }
    focus::pressed(&response);
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let middle = rect.center().y;
    square(ui, pos2(rect.left(), middle), on, &response);
    let mut left = rect.left() + BOX + space::S;
    if let Some(slot) = dot {
        chip::dot(ui, pos2(left + 5.0, middle), slot);
        left += 10.0 + space::S;
    }
    let mut right = rect.right();
    if let Some(count) = count {
        let text = paint::line(ui, count, Weight::Regular, size::QUIET, colors.muted);
        right -= text.size().x;
        paint::text_at(ui.painter(), right, middle, text);
        right -= space::S;
    }
    let text = paint::fit(ui, words, Weight::Regular, size::LIST, colors.text, right - left);
    let cut = text.elided;
    paint::text_at(ui.painter(), left, middle, text);
    paint::focus_ring(ui, &response, rect, radius::SMALL);
    if cut { response.on_hover_text(words) } else { response }
}

/// The box alone, in a row that is pressed as a whole and says itself whether it is ticked.
pub fn mark(ui: &mut Ui, on: bool, enabled: bool) {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(BOX), Sense::hover());
    if enabled {
        square(ui, rect.left_center(), on, &response);
    } else {
        let colors = tokens(ui);
        let stroke = Stroke::new(colors.line_width(), colors.line);
        let corner = CornerRadius::same(radius::SMALL);
        ui.painter()
            .rect(rect, corner, colors.sunken, stroke, StrokeKind::Inside);
    }
}

fn square(ui: &Ui, left_middle: eframe::egui::Pos2, on: bool, response: &Response) {
    let colors = tokens(ui);
    let rect = Rect::from_min_size(left_middle - vec2(0.0, BOX / 2.0), Vec2::splat(BOX));
    let (fill, line) = match (on, response.hovered()) {
        (true, _) => (colors.accent, colors.accent),
        (false, true) => (colors.sunken, colors.field_line),
        (false, false) => (colors.surface, colors.field_line),
    };
    let stroke = Stroke::new(colors.line_width(), line);
    let corner = CornerRadius::same(radius::SMALL);
    ui.painter().rect(rect, corner, fill, stroke, StrokeKind::Inside);
    if on {
        paint::icon(ui.painter(), Icon::Check, rect.center(), 12.0, colors.on_accent);
    }
}
