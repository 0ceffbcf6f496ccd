//! Grades as a shape, a word and a colour, never by colour alone.

use eframe::egui::accesskit::Role;
use eframe::egui::epaint::PathShape;
use eframe::egui::{
    Color32, CornerRadius, Galley, Painter, Pos2, Rect, Response, Sense, Shape, Stroke, StrokeKind, Ui, Vec2,
    WidgetInfo, pos2, vec2,
};

use super::focus;
use super::paint::{self, Weight};
use super::text::thousands;
use crate::ui::theme::{height, radius, size, space, tokens};
use std::sync::Arc;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Star,
    Circle,
    Triangle,
    Square,
    Diamond,
    Dot,
}

/// Scales take the shapes in order; scales of two take the circle and the square.
fn form(rank: u8, of: u8) -> Form {
    match (rank, of) {
        (0, _) => Form::Dot,
        (1, 2) | (2, 3..) => Form::Circle,
        (1, _) => Form::Star,
        (2 | 4, _) => Form::Square,
        (3, _) => Form::Triangle,
        _ => Form::Diamond,
    }
}

/// Paints the shape of the `rank`th value, from 1, of a scale of `of`; rank 0 is unanswered, a small dot.
pub fn shape(painter: &Painter, rect: Rect, rank: u8, of: u8, color: Color32) {
    let center = rect.center();
    let half = rect.size().min_elem() / 2.0;
    let polygon = |points: Vec<Pos2>| Shape::Path(PathShape::convex_polygon(points, color, Stroke::NONE));
    match form(rank, of) {
        Form::Star => star(painter, center, half, color),
        Form::Circle => {
            painter.circle_filled(center, half * 0.72, color);
        }
        Form::Dot => {
            painter.circle_filled(center, half * 0.36, color);
        }
        Form::Triangle => {
            let at = |x: f32, y: f32| center + vec2(x, y) * half;
            painter.add(polygon(vec![at(0.0, -0.82), at(0.86, 0.72), at(-0.86, 0.72)]));
        }
        Form::Square => {
            let square = Rect::from_center_size(center, Vec2::splat(half * 1.36));
            painter.rect_filled(square, CornerRadius::ZERO, color);
        }
        Form::Diamond => {
            let at = |x: f32, y: f32| center + vec2(x, y) * half;
            painter.add(polygon(vec![at(0.0, -0.9), at(0.8, 0.0), at(0.0, 0.9), at(-0.8, 0.0)]));
        }
    }
}

/// A star is not convex and egui fills only what is: five kites, and a pentagon over their seams.
fn star(painter: &Painter, center: Pos2, outer: f32, color: Color32) {
    let inner = outer * 0.42;
    let point = |step: f32, radius: f32| {
        let angle = (step * 36.0 - 90.0).to_radians();
        center + vec2(angle.cos(), angle.sin()) * radius
    };
    let polygon = |points: Vec<Pos2>| {
        painter.add(PathShape::convex_polygon(points, color, Stroke::NONE));
    };
    for tip in 0..5_u8 {
        let step = f32::from(tip) * 2.0;
        polygon(vec![
            point(step, outer),
            point(step + 1.0, inner),
            center,
            point(step - 1.0, inner),
        ]);
    }
    polygon((0..5_u8).map(|tip| point(f32::from(tip) * 2.0 + 1.0, inner)).collect());
}

/// A shape as a widget, in its grade's colour, named `name`.
pub fn dot(ui: &mut Ui, name: &str, rank: u8, of: u8) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(16.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name));
    let ink = tokens(ui).grade(rank, of).ink;
    shape(ui.painter(), rect.shrink(2.0), rank, of, ink);
    response
}

/// Room in a chip for its shape and ends.
const EDGES: f32 = 36.0;

/// How wide a chip with this word will be.
pub fn chip_width(ui: &Ui, name: &str) -> f32 {
    let text = paint::line(ui, name, Weight::Semibold, size::QUIET, Color32::PLACEHOLDER);
    (text.size().x + EDGES).ceil()
}

/// A grade in a chip: its shape and word on its soft fill.
pub fn chip(ui: &mut Ui, name: &str, rank: u8, of: u8) -> Response {
    let tone = tokens(ui).grade(rank, of);
    let room = paint::room(ui) - EDGES;
    let text = paint::fit(ui, name, Weight::Semibold, size::QUIET, tone.ink, room.max(20.0));
    let width = (text.size().x + EDGES).ceil();
    let (rect, response) = ui.allocate_exact_size(vec2(width, height::CHIP), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, name));
    paint_chip(ui, rect, text, rank, of);
    response
}

/// A chip that is part of another control: at most `room` wide from `left`, on the middle line `y`.
pub(super) fn chip_within(ui: &Ui, (left, y): (f32, f32), room: f32, name: &str, (rank, of): (u8, u8)) {
    let ink = tokens(ui).grade(rank, of).ink;
    let text = paint::fit(ui, name, Weight::Semibold, size::QUIET, ink, (room - EDGES).max(20.0));
    let width = (text.size().x + EDGES).ceil();
    let top_left = pos2(left, y - height::CHIP / 2.0);
    paint_chip(
        ui,
        Rect::from_min_size(top_left, vec2(width, height::CHIP)),
        text,
        rank,
        of,
    );
}

fn paint_chip(ui: &Ui, rect: Rect, text: Arc<Galley>, rank: u8, of: u8) {
    let colors = tokens(ui);
    let tone = colors.grade(rank, of);
    let line = if colors.contrast {
        tone.ink
    } else {
        Color32::TRANSPARENT
    };
    let stroke = Stroke::new(colors.line_width(), line);
    let corner = CornerRadius::same(radius::CHIP);
    ui.painter().rect(rect, corner, tone.soft, stroke, StrokeKind::Inside);
    let mark = Rect::from_center_size(pos2(rect.left() + 15.0, rect.center().y), Vec2::splat(12.0));
    shape(ui.painter(), mark, rank, of, tone.ink);
    paint::text_at(ui.painter(), rect.left() + 25.0, rect.center().y, text);
}

/// How many of one grade there are.
#[derive(Clone, Copy, Debug)]
pub struct Count<'a> {
    /// The grade's word.
    pub name: &'a str,
    /// Its place in the scale, from 1.
    pub rank: u8,
    /// How many.
    pub n: usize,
}

/// How high a bar of grades is.
pub const BAR: f32 = 24.0;

/// A stacked bar of counts, as wide as the room. Each part can be pressed to see what it counts: its index is given
/// back. `name` says what is counted.
pub fn bar(ui: &mut Ui, name: &str, counts: &[Count<'_>], of: u8) -> Option<usize> {
    let total: usize = counts.iter().map(|count| count.n).sum();
    let builder = eframe::egui::UiBuilder::new()
        .accessibility_role(Role::Group)
        .accessibility_label(name);
    let width = ui.available_width();
    ui.scope_builder(builder, |ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(width, BAR), Sense::hover());
        if total == 0 {
            ui.painter().rect_filled(rect, radius::SMALL, tokens(ui).sunken);
            return None;
        }
        parts(ui, rect, counts, of, total)
    })
    .inner
}

fn parts(ui: &Ui, rect: Rect, counts: &[Count<'_>], of: u8, total: usize) -> Option<usize> {
    let gap = 2.0;
    let shown = counts.iter().filter(|count| count.n > 0).count();
    // What is there is seen: no part is narrower than this.
    let narrowest = 10.0_f32.min(rect.width() / shown as f32 - gap);
    let room = rect.width() - shown as f32 * narrowest - shown.saturating_sub(1) as f32 * gap;
    let last = counts.iter().rposition(|count| count.n > 0);
    let mut pressed = None;
    let mut left = rect.left();
    for (at, count) in counts.iter().enumerate().filter(|(_, count)| count.n > 0) {
        let width = narrowest + room.max(0.0) * count.n as f32 / total as f32;
        let part = Rect::from_min_size(pos2(left, rect.top()), vec2(width, rect.height()));
        let ends = (left <= rect.left(), Some(at) == last);
        if segment(ui, part, count, of, total, ends) {
            pressed = Some(at);
        }
        left += width + gap;
    }
    pressed
}

fn segment(ui: &Ui, rect: Rect, count: &Count<'_>, of: u8, total: usize, ends: (bool, bool)) -> bool {
    let colors = tokens(ui);
    let id = ui.unique_id().with(("part", count.rank));
    let response = ui.interact(rect, id, Sense::click());
    let name = || format!("{}: {} of {total}", count.name, count.n);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), name()));
    focus::pressed(&response);
    let (west, east) = (
        if ends.0 { radius::SMALL } else { 0 },
        if ends.1 { radius::SMALL } else { 0 },
    );
    let corner = CornerRadius {
        nw: west,
        sw: west,
        ne: east,
        se: east,
    };
    let fill = if count.rank == 0 {
        colors.line
    } else {
        colors.grade(count.rank, of).ink
    };
    let ink = if count.rank == 0 { colors.text } else { colors.on_grade };
    ui.painter().rect_filled(rect, corner, fill);
    let text = paint::line(ui, &thousands(count.n), Weight::Bold, size::QUIET, ink);
    let mark = 12.0;
    let both = mark + space::XS + text.size().x;
    let fits = |width: f32| rect.width() >= width + 6.0;
    if fits(both) {
        let left = rect.center().x - both / 2.0;
        let place = Rect::from_center_size(pos2(left + mark / 2.0, rect.center().y), Vec2::splat(mark));
        shape(ui.painter(), place, count.rank, of, ink);
        paint::text_at(ui.painter(), left + mark + space::XS, rect.center().y, text);
    } else if fits(mark - 4.0) {
        let place = Rect::from_center_size(rect.center(), Vec2::splat(mark));
        shape(ui.painter(), place, count.rank, of, ink);
    }
    paint::focus_ring(ui, &response, rect, radius::SMALL);
    let clicked = response.clicked();
    if response.hovered() {
        response.on_hover_text(name());
    }
    clicked
}

#[cfg(test)]
mod tests {
    use super::{Form, form};

    #[test]
    fn shapes_go_in_order_and_a_scale_of_two_takes_the_circle_and_the_square() {
        let four: Vec<Form> = (0..=4).map(|rank| form(rank, 4)).collect();
        assert_eq!(
            four,
            [Form::Dot, Form::Star, Form::Circle, Form::Triangle, Form::Square]
        );
        assert_eq!([form(1, 2), form(2, 2)], [Form::Circle, Form::Square]);
        assert_eq!(form(5, 6), Form::Diamond);
    }
}
