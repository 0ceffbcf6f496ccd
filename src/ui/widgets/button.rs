//! Buttons: one filled a screen, the rest outlined or quiet.

use eframe::egui;
use eframe::egui::accesskit::Role;
use eframe::egui::{
    Color32, CornerRadius, Response, Sense, Stroke, StrokeKind, Ui, Vec2, Widget, WidgetInfo, pos2, vec2,
};

use super::focus;
use super::paint::{self, Weight};
use crate::ui::fonts::Icon;
use crate::ui::theme::{Tokens, height, radius, size, space, tokens};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Primary,
    Secondary,
    Quiet,
    Danger,
    Alarm,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    Control,
    Bar,
    Small,
    Tall,
}

/// A button with words, perhaps with an icon before them. Words that ask more end in an ellipsis.
#[derive(Clone, Copy)]
#[must_use = "call show"]
pub struct Button<'a> {
    text: &'a str,
    kind: Kind,
    icon: Option<Icon>,
    extent: Extent,
    enabled: bool,
    fill: bool,
    name: Option<&'a str>,
    tip: Option<&'a str>,
}

struct Look {
    fill: Color32,
    line: Color32,
    ink: Color32,
}

impl<'a> Button<'a> {
    fn new(text: &'a str, kind: Kind) -> Self {
        Self {
            text,
            kind,
            icon: None,
            extent: Extent::Control,
            enabled: true,
            fill: false,
            name: None,
            tip: None,
        }
    }

    /// The one filled button of a screen or dialog.
    pub fn primary(text: &'a str) -> Self {
        Self::new(text, Kind::Primary)
    }

    /// Outlined.
    pub fn secondary(text: &'a str) -> Self {
        Self::new(text, Kind::Secondary)
    }

    /// Words only, in the accent colour.
    pub fn quiet(text: &'a str) -> Self {
        Self::new(text, Kind::Quiet)
    }

    /// Outlined in red: takes something away, or raises an alarm.
    pub fn danger(text: &'a str) -> Self {
        Self::new(text, Kind::Danger)
    }

    /// Filled in red: the one thing to do about an urgent concern.
    pub fn alarm(text: &'a str) -> Self {
        Self::new(text, Kind::Alarm)
    }

    /// With an icon before the words.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// Whether it can be pressed now.
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    /// As high as a bar of filters.
    pub fn bar(mut self) -> Self {
        self.extent = Extent::Bar;
        self
    }

    /// As high as a line of quiet text, to stand in one.
    pub fn small(mut self) -> Self {
        self.extent = Extent::Small;
        self
    }

    /// As high as the choices of the start screen.
    pub fn tall(mut self) -> Self {
        self.extent = Extent::Tall;
        self
    }

    /// As wide as there is room; words at the left when tall, else in the middle.
    pub fn fill(mut self) -> Self {
        self.fill = true;
        self
    }

    /// What a screen reader says instead of the words.
    pub fn name(mut self, name: &'a str) -> Self {
        self.name = Some(name);
        self
    }

    /// Said under the pointer: what it does, or why it cannot be pressed.
    pub fn tip(mut self, tip: &'a str) -> Self {
        self.tip = Some(tip);
        self
    }

    /// How high it is.
    pub fn height(&self) -> f32 {
        match self.extent {
            Extent::Control => height::CONTROL,
            Extent::Bar => height::BAR,
            Extent::Small => height::CHIP,
            Extent::Tall => 48.0,
        }
    }

    fn text_size(&self) -> f32 {
        match self.extent {
            Extent::Control | Extent::Tall => size::BODY,
            Extent::Bar => size::LIST,
            Extent::Small => size::QUIET,
        }
    }

    fn padding(&self) -> f32 {
        match (self.kind, self.extent) {
            (Kind::Quiet, Extent::Small) => space::XS,
            (Kind::Quiet, _) | (_, Extent::Small) => space::S,
            _ => 14.0,
        }
    }

    fn icon_room(&self) -> f32 {
        if self.icon.is_some() {
            self.icon_size() + space::S
        } else {
            0.0
        }
    }

    fn icon_size(&self) -> f32 {
        if self.extent == Extent::Small { 14.0 } else { 18.0 }
    }

    /// How wide it will be when it does not fill its room.
    pub fn width(&self, ui: &Ui) -> f32 {
        let text = paint::line(ui, self.text, Weight::Semibold, self.text_size(), Color32::PLACEHOLDER);
        (text.size().x + self.icon_room() + 2.0 * self.padding()).ceil()
    }

    fn look(&self, tokens: &Tokens, response: &Response, enabled: bool) -> Look {
        let over = response.hovered() || response.is_pointer_button_down_on();
        let clear = Color32::TRANSPARENT;
        if !enabled {
            let (fill, line) = match self.kind {
                Kind::Quiet => (clear, clear),
                _ if tokens.contrast => (clear, tokens.disabled),
                _ => (tokens.sunken, tokens.line),
            };
            return Look {
                fill,
                line,
                ink: tokens.disabled,
            };
        }
        let (fill, line, ink) = match (self.kind, over) {
            (Kind::Primary, false) => (tokens.accent, clear, tokens.on_accent),
            (Kind::Primary, true) => (tokens.accent_hover, clear, tokens.on_accent),
            (Kind::Secondary, false) => (tokens.surface, tokens.field_line, tokens.text),
            (Kind::Secondary, true) => (tokens.sunken, tokens.field_line, tokens.text),
            (Kind::Quiet, false) => (clear, clear, tokens.accent),
            (Kind::Quiet, true) => (tokens.accent_soft, clear, tokens.accent),
            (Kind::Danger, false) => (tokens.surface, tokens.grade_4, tokens.grade_4),
            (Kind::Danger, true) => (tokens.grade_4_soft, tokens.grade_4, tokens.grade_4),
            (Kind::Alarm, false) => (tokens.grade_4, clear, tokens.on_grade),
            (Kind::Alarm, true) => (tokens.grade_4, tokens.text, tokens.on_grade),
        };
        Look { fill, line, ink }
    }

    /// Shows it; `clicked()` says whether it was pressed, by pointer, key or assistive technology.
    pub fn show(self, ui: &mut Ui) -> Response {
        let enabled = self.enabled && ui.is_enabled();
        let wanted = self.width(ui);
        let room = if self.fill {
            ui.available_width()
        } else {
            paint::room(ui)
        };
        let width = if self.fill || wanted > room {
            room.max(height::CHIP)
        } else {
            wanted
        };
        let sense = if self.enabled { Sense::click() } else { Sense::hover() };
        let (rect, response) = ui.allocate_exact_size(vec2(width, self.height()), sense);
        let name = self.name.unwrap_or(self.text);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, name));
        focus::pressed(&response);
        if ui.is_rect_visible(rect) {
            self.paint(ui, rect, &response, enabled);
        }
        match self.tip {
            Some(tip) => response.on_hover_text(tip),
            None => response,
        }
    }

    fn paint(&self, ui: &Ui, rect: egui::Rect, response: &Response, enabled: bool) {
        let tokens = tokens(ui);
        let look = self.look(tokens, response, enabled);
        let corner = CornerRadius::same(radius::CONTROL);
        let line = Stroke::new(tokens.line_width(), look.line);
        ui.painter().rect(rect, corner, look.fill, line, StrokeKind::Inside);
        let room = rect.width() - self.icon_room() - 2.0 * self.padding();
        let text = paint::fit(ui, self.text, Weight::Semibold, self.text_size(), look.ink, room + 1.0);
        let used = self.icon_room() + text.size().x;
        let mut left = if self.extent == Extent::Tall {
            rect.left() + self.padding()
        } else {
            rect.center().x - used / 2.0
        };
        if let Some(icon) = self.icon {
            let size = self.icon_size();
            paint::icon(
                ui.painter(),
                icon,
                pos2(left + size / 2.0, rect.center().y),
                size,
                look.ink,
            );
            left += self.icon_room();
        }
        paint::text_at(ui.painter(), left, rect.center().y, text);
        paint::focus_ring(ui, response, rect, radius::CONTROL);
    }
}

impl Widget for Button<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        self.show(ui)
    }
}

/// The one filled button of a screen.
pub fn primary(ui: &mut Ui, icon: Option<Icon>, text: &str) -> Response {
    with(Button::primary(text), icon).show(ui)
}

/// An outlined button.
pub fn secondary(ui: &mut Ui, icon: Option<Icon>, text: &str) -> Response {
    with(Button::secondary(text), icon).show(ui)
}

/// Words that act, in the accent colour.
pub fn quiet(ui: &mut Ui, text: &str) -> Response {
    Button::quiet(text).show(ui)
}

/// Words that act, in a line of quiet text and flush with it.
pub fn link(ui: &mut Ui, text: &str) -> Response {
    link_named(ui, text, text)
}

/// Words that act, with a name that says what of.
pub fn link_named(ui: &mut Ui, text: &str, name: &str) -> Response {
    let tokens = tokens(ui);
    let enabled = ui.is_enabled();
    let ink = if enabled { tokens.accent } else { tokens.disabled };
    let galley = paint::fit(ui, text, Weight::Semibold, size::QUIET, ink, paint::room(ui));
    let (rect, response) = ui.allocate_exact_size(vec2(galley.size().x, height::CHIP), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, name));
    focus::pressed(&response);
    if response.hovered() {
        let line = Stroke::new(1.0, ink);
        ui.painter()
            .hline(rect.x_range(), rect.center().y + galley.size().y / 2.0, line);
    }
    paint::text_at(ui.painter(), rect.left(), rect.center().y, galley);
    paint::focus_ring(ui, &response, rect, radius::SMALL);
    response
}

/// An outlined red button.
pub fn danger(ui: &mut Ui, icon: Option<Icon>, text: &str) -> Response {
    with(Button::danger(text), icon).show(ui)
}

fn with(button: Button<'_>, icon: Option<Icon>) -> Button<'_> {
    match icon {
        Some(icon) => button.icon(icon),
        None => button,
    }
}

/// A square button with only an icon; its name is its tooltip.
pub fn icon_button(ui: &mut Ui, icon: Icon, name: &str) -> Response {
    icon_button_with(ui, icon, name, IconLook::Outlined, true)
}

/// How a button with only an icon looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IconLook {
    /// Bordered, as high as other controls.
    Outlined,
    /// Bordered, its icon in red.
    Danger,
    /// Without a border, as high as a chip.
    Plain,
}

/// A square button with only an icon, in another look, or not to be pressed now.
pub fn icon_button_with(ui: &mut Ui, icon: Icon, name: &str, look: IconLook, enabled: bool) -> Response {
    let plain = look == IconLook::Plain;
    let square = Vec2::splat(if plain { height::CHIP } else { height::CONTROL });
    let sense = if enabled { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(square, sense);
    let enabled = enabled && ui.is_enabled();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, name));
    focus::pressed(&response);
    if ui.is_rect_visible(rect) {
        let tokens = tokens(ui);
        let over = enabled && response.hovered();
        let fill = match (over, plain) {
            (true, _) => tokens.sunken,
            (false, true) => Color32::TRANSPARENT,
            (false, false) => tokens.surface,
        };
        let line = match (plain, enabled) {
            (true, _) => Color32::TRANSPARENT,
            (false, true) => tokens.field_line,
            (false, false) => tokens.line,
        };
        let ink = match (look, enabled) {
            (_, false) => tokens.disabled,
            (IconLook::Danger, true) => tokens.grade_4,
            (IconLook::Plain, true) => tokens.muted,
            (IconLook::Outlined, true) => tokens.text,
        };
        let corner = CornerRadius::same(radius::CONTROL);
        let line = Stroke::new(tokens.line_width(), line);
        ui.painter().rect(rect, corner, fill, line, StrokeKind::Inside);
        let size = if plain { 16.0 } else { 18.0 };
        paint::icon(ui.painter(), icon, rect.center(), size, ink);
        paint::focus_ring(ui, &response, rect, radius::CONTROL);
    }
    response.on_hover_text(name)
}
