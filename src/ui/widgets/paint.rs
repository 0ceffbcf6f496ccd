//! What every control paints with: a line of text, an icon, a focus ring.

use std::sync::Arc;

use eframe::egui::text::{LayoutJob, TextWrapping};
use eframe::egui::{
    Align2, Color32, CornerRadius, FontId, Galley, Painter, Pos2, Rect, Response, Stroke, StrokeKind, Ui, pos2,
};

use crate::ui::fonts::{self, Icon};
use crate::ui::theme::tokens;

/// The three weights there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Running text.
    Regular,
    /// Labels and actions.
    Semibold,
    /// Headings.
    Bold,
}

/// The font of a weight at a size.
pub fn font(weight: Weight, size: f32) -> FontId {
    match weight {
        Weight::Regular => FontId::proportional(size),
        Weight::Semibold => FontId::new(size, fonts::semibold()),
        Weight::Bold => FontId::new(size, fonts::bold()),
    }
}

/// One line that is never broken.
pub fn line(ui: &Ui, text: &str, weight: Weight, size: f32, color: Color32) -> Arc<Galley> {
    let job = LayoutJob::simple_singleline(text.to_owned(), font(weight, size), color);
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

/// One line, cut with an ellipsis where the room ends.
pub fn fit(ui: &Ui, text: &str, weight: Weight, size: f32, color: Color32, width: f32) -> Arc<Galley> {
    let mut job = LayoutJob::simple_singleline(text.to_owned(), font(weight, size), color);
    job.wrap = TextWrapping::truncate_at_width(width.max(0.0));
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

/// Lines broken at a width.
pub fn wrap(ui: &Ui, text: &str, weight: Weight, size: f32, color: Color32, width: f32) -> Arc<Galley> {
    let job = LayoutJob::simple(text.to_owned(), font(weight, size), color, width.max(1.0));
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

/// The most a control may be wide: what is left in a column, a whole line in a row, where the next line has more.
pub fn room(ui: &Ui) -> f32 {
    if ui.layout().is_horizontal() {
        ui.max_rect().width()
    } else {
        ui.available_width()
    }
}

/// Paints a laid-out text with its middle at a height.
pub fn text_at(painter: &Painter, left: f32, middle: f32, galley: Arc<Galley>) {
    let top = middle - galley.size().y / 2.0;
    painter.galley(pos2(left, top), galley, Color32::PLACEHOLDER);
}

/// Paints an icon around a point.
pub fn icon(painter: &Painter, icon: Icon, center: Pos2, size: f32, color: Color32) {
    painter.text(
        center,
        Align2::CENTER_CENTER,
        icon.glyph(),
        FontId::new(size, fonts::icons()),
        color,
    );
}

/// The ring around what has the keyboard's focus, one pixel outside it.
pub fn focus_ring(ui: &Ui, response: &Response, rect: Rect, radius: u8) {
    if !response.has_focus() {
        return;
    }
    let tokens = tokens(ui);
    let width = tokens.focus_width();
    let around = 1.0 + width;
    // A ring at the edge of a scroll area is still shown whole.
    let painter = ui.painter().with_clip_rect(ui.clip_rect().expand(around));
    painter.rect_stroke(
        rect.expand(around),
        CornerRadius::same(radius.saturating_add(2)),
        Stroke::new(width, tokens.focus),
        StrokeKind::Inside,
    );
}

/// The ring inside what fills its place to the edge: a row, a tab, an item of the rail.
pub fn focus_inside(ui: &Ui, response: &Response, rect: Rect, radius: u8) {
    if response.has_focus() {
        let tokens = tokens(ui);
        ui.painter().rect_stroke(
            rect,
            CornerRadius::same(radius),
            Stroke::new(tokens.focus_width(), tokens.focus),
            StrokeKind::Inside,
        );
    }
}
