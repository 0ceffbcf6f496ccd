//! Chips: tags with their dot, filters that are on or off.

use eframe::egui;
use eframe::egui::accesskit::Role;
use eframe::egui::{Color32, CornerRadius, Rect, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::focus;
use super::paint::{self, Weight};
use crate::ui::fonts::Icon;
use crate::ui::theme::{height, radius, size, space, tokens};

const PADDING: f32 = 10.0;
const DOT: f32 = 10.0;
const CROSS: f32 = 20.0;

/// A small box of one or two words.
#[derive(Clone, Copy)]
#[must_use = "call show"]
pub struct Chip<'a> {
    text: &'a str,
    dot: Option<usize>,
    icon: Option<Icon>,
    on: Option<bool>,
    removable: bool,
    clickable: bool,
    strong: bool,
}

/// What was done to a chip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChipEvent {
    /// Nothing.
    None,
    /// It was pressed.
    Clicked,
    /// Its cross was pressed.
    Removed,
}

impl<'a> Chip<'a> {
    /// A chip that only says something.
    pub fn new(text: &'a str) -> Self {
        Self {
            text,
            dot: None,
            icon: None,
            on: None,
            removable: false,
            clickable: false,
            strong: false,
        }
    }

    /// A tag: its dot has the colour of `slot`, which counts round four.
    pub fn tag(text: &'a str, slot: usize) -> Self {
        let mut chip = Self::new(text);
        chip.dot = Some(slot);
        chip
    }

    /// A filter that is on or off: "All 38", "Unanswered 14".
    pub fn filter(text: &'a str, on: bool) -> Self {
        let mut chip = Self::new(text);
        chip.on = Some(on);
        chip.clickable = true;
        chip.strong = on;
        chip
    }

    /// Adds something: "+ Tag".
    pub fn add(text: &'a str) -> Self {
        let mut chip = Self::new(text);
        chip.icon = Some(Icon::Plus);
        chip.clickable = true;
        chip
    }

    /// With a cross that takes it away.
    pub fn removable(mut self) -> Self {
        self.removable = true;
        self
    }

    /// It can be pressed.
    pub fn clickable(mut self) -> Self {
        self.clickable = true;
        self
    }

    fn before(&self) -> f32 {
        if self.icon.is_some() {
            14.0 + space::S
        } else if self.dot.is_some() {
            DOT + 6.0
        } else {
            0.0
        }
    }

    /// Shows it.
    pub fn show(self, ui: &mut Ui) -> ChipEvent {
        self.show_with(ui).0
    }

    /// Shows it; gives the response of the chip itself too.
    pub fn show_with(self, ui: &mut Ui) -> (ChipEvent, Response) {
        let colors = tokens(ui);
        let on = self.on == Some(true);
        let ink = match (on, self.icon) {
            (true, _) => colors.accent,
            (false, Some(_)) => colors.muted,
            (false, None) => colors.text,
        };
        let weight = if self.strong { Weight::Semibold } else { Weight::Regular };
        let cross = if self.removable { CROSS } else { 0.0 };
        let edges = 2.0 * PADDING + self.before() + cross;
        let room = paint::room(ui) - edges;
        let text = paint::fit(ui, self.text, weight, size::QUIET, ink, room.max(24.0));
        let width = (text.size().x + edges).ceil();
        let sense = if self.clickable { Sense::click() } else { Sense::hover() };
        let (rect, response) = ui.allocate_exact_size(vec2(width, height::CHIP), sense);
        self.describe(&response, ui.is_enabled());
        focus::pressed(&response);
        let fill = match (on, self.clickable && response.hovered()) {
            (true, _) | (false, true) => colors.accent_soft,
            (false, false) => colors.sunken,
        };
        let line = if on && colors.contrast {
            colors.accent
        } else {
            colors.line
        };
        let stroke = Stroke::new(colors.line_width(), line);
        let corner = CornerRadius::same(radius::SMALL);
        ui.painter().rect(rect, corner, fill, stroke, StrokeKind::Inside);
        let mut left = rect.left() + PADDING;
        if let Some(icon) = self.icon {
            paint::icon(ui.painter(), icon, pos2(left + 7.0, rect.center().y), 14.0, ink);
        } else if let Some(slot) = self.dot {
            dot(ui, pos2(left + DOT / 2.0, rect.center().y), slot);
        }
        left += self.before();
        paint::text_at(ui.painter(), left, rect.center().y, text);
        paint::focus_ring(ui, &response, rect, radius::SMALL);
        let mut event = if response.clicked() {
            ChipEvent::Clicked
        } else {
            ChipEvent::None
        };
        if self.removable && self.cross(ui, rect, &response) {
            event = ChipEvent::Removed;
        }
        (event, response)
    }

    fn describe(&self, response: &Response, enabled: bool) {
        response.widget_info(|| match self.on {
            Some(on) => WidgetInfo::selected(Role::Button, enabled, on, self.text),
            None if self.clickable => WidgetInfo::labeled(Role::Button, enabled, self.text),
            None => WidgetInfo::labeled(Role::Label, enabled, self.text),
        });
    }

    fn cross(&self, ui: &Ui, chip: Rect, response: &Response) -> bool {
        let rect = Rect::from_min_max(pos2(chip.right() - CROSS - 4.0, chip.top()), chip.max);
        let cross = ui.interact(rect, response.id.with("remove"), Sense::click());
        cross.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), format!("Remove {}", self.text)));
        let colors = tokens(ui);
        let ink: Color32 = if cross.hovered() { colors.text } else { colors.muted };
        paint::icon(ui.painter(), Icon::X, rect.center(), 13.0, ink);
        paint::focus_ring(ui, &cross, rect.shrink(3.0), radius::SMALL);
        cross.clicked()
    }
}

/// The dot of a tag.
pub fn dot(ui: &Ui, center: egui::Pos2, slot: usize) {
    ui.painter().circle_filled(center, DOT / 2.0, tokens(ui).tag(slot));
}
