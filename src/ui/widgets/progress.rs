//! How far something is: a small bar with its numbers, and a bar for a job.

use eframe::egui::accesskit::Role;
use eframe::egui::{Rect, Response, Sense, Ui, WidgetInfo, pos2, vec2};

use super::Button;
use super::paint::{self, Weight};
use crate::ui::theme::{size, space, tokens};

const BAR: f32 = 64.0;

/// A small bar and "24/38".
pub fn small(ui: &mut Ui, done: usize, total: usize) -> Response {
    let colors = tokens(ui);
    let numbers = paint::line(
        ui,
        &format!("{done}/{total}"),
        Weight::Regular,
        size::QUIET,
        colors.muted,
    );
    let wanted = vec2(BAR + space::S + numbers.size().x, numbers.size().y);
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::hover());
    describe(ui, &response, &format!("{done} of {total}"), share(done, total));
    let bar = Rect::from_min_size(pos2(rect.left(), rect.center().y - 3.0), vec2(BAR, 6.0));
    fill(ui, bar, share(done, total));
    paint::text_at(ui.painter(), bar.right() + space::S, rect.center().y, numbers);
    response
}

/// A bar as wide as the room, for a job that is running; `share` from 0 to 1, `words` say what is being done.
pub fn job(ui: &mut Ui, share: f32, words: &str) -> Response {
    super::text::quiet(ui, words);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 8.0), Sense::hover());
    describe(ui, &response, words, share.clamp(0.0, 1.0));
    fill(ui, rect, share.clamp(0.0, 1.0));
    response
}

/// A job that is running while one works, in a line at the edge of the window. True when it is to be given up.
pub fn strip(ui: &mut Ui, share: f32, words: &str, give_up: &str) -> bool {
    let colors = tokens(ui);
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = space::M;
        let said = super::text::quiet_line(ui, words);
        describe(ui, &said, words, share.clamp(0.0, 1.0));
        let button = Button::secondary(give_up).bar();
        let room = (ui.available_width() - button.width(ui) - space::M).max(0.0);
        let (rect, _) = ui.allocate_exact_size(vec2(room, 6.0), Sense::hover());
        fill(ui, rect, share.clamp(0.0, 1.0));
        let line = eframe::egui::Stroke::new(colors.line_width(), colors.line);
        let window = ui.max_rect().expand2(vec2(space::L, 0.0));
        ui.painter().hline(window.x_range(), window.top(), line);
        button.show(ui).clicked()
    })
    .inner
}

fn share(done: usize, total: usize) -> f32 {
    if total == 0 {
        0.0
    } else {
        (done as f32 / total as f32).min(1.0)
    }
}

fn describe(ui: &Ui, response: &Response, words: &str, share: f32) {
    response.widget_info(|| WidgetInfo::labeled(Role::ProgressIndicator, true, words));
    ui.accesskit_node_builder(response.id, |node| {
        node.set_numeric_value(f64::from(share));
        node.set_min_numeric_value(0.0);
        node.set_max_numeric_value(1.0);
    });
}

fn fill(ui: &Ui, rect: Rect, share: f32) {
    let colors = tokens(ui);
    let round = rect.height() / 2.0;
    let empty = if colors.contrast {
        colors.accent_soft
    } else {
        colors.line
    };
    ui.painter().rect_filled(rect, round, empty);
    if share > 0.0 {
        let width = (rect.width() * share).max(rect.height());
        let done = Rect::from_min_size(rect.min, vec2(width, rect.height()));
        ui.painter().rect_filled(done, round, colors.accent);
    }
}
