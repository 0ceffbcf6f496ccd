//! A dialog: title, body that scrolls when the window is low, and a row of buttons at the bottom right.

use eframe::egui;
use eframe::egui::accesskit::Role;
use eframe::egui::{
    Context, Frame, Id, Key, Margin, Modal, Modifiers, ScrollArea, Sense, Stroke, Ui, WidgetInfo, vec2,
};

use super::button::Button;
use super::paint::{self, Weight};
use super::{focus, text};
use crate::ui::theme::{height, radius, size, space, tokens};

const PADDING: f32 = space::XL;

/// A dialog. It is shown for as long as it is open; the caller keeps whether it is.
#[must_use = "call show"]
pub struct Dialog<'a> {
    id: Id,
    title: &'a str,
    width: f32,
    note: Option<&'a str>,
    buttons: Vec<(Choice, Button<'a>)>,
    top: bool,
}

/// How a dialog was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Cancel, or Esc.
    Cancel,
    /// The filled button.
    Primary,
    /// The button between them.
    Other,
}

/// What a dialog gives back each frame.
pub struct DialogResponse<R> {
    /// What the body gave.
    pub inner: R,
    /// The answer, on the frame it was given.
    pub choice: Option<Choice>,
}

impl<'a> Dialog<'a> {
    /// A dialog of 600 points, or what the window allows.
    pub fn new(id: Id, title: &'a str) -> Self {
        Self {
            id,
            title,
            width: 600.0,
            note: None,
            buttons: Vec::with_capacity(3),
            top: false,
        }
    }

    /// The most it may be wide.
    pub fn width(mut self, width: f32) -> Self {
        self.width = width;
        self
    }

    /// A quiet line at the left of the buttons.
    pub fn note(mut self, note: &'a str) -> Self {
        self.note = Some(note);
        self
    }

    /// The button that changes nothing.
    pub fn cancel(mut self, words: &'a str) -> Self {
        self.buttons.push((Choice::Cancel, Button::secondary(words)));
        self
    }

    /// A button between cancel and primary.
    pub fn other(mut self, button: Button<'a>) -> Self {
        self.buttons.push((Choice::Other, button));
        self
    }

    /// The filled button, at the right: give it last.
    pub fn primary(mut self, button: Button<'a>) -> Self {
        self.buttons.push((Choice::Primary, button));
        self
    }

    /// Near the top of the window instead of in its middle: search, whose length changes as one types.
    pub fn top(mut self) -> Self {
        self.top = true;
        self
    }

    /// Shows it over everything. A press beside it does nothing, so that nothing typed is lost by a slip.
    pub fn show<R>(self, ctx: &Context, body: impl FnOnce(&mut Ui) -> R) -> DialogResponse<R> {
        let colors = tokens(ctx);
        let window = ctx.content_rect().size();
        let width = self.width.min(window.x - 32.0).max(240.0);
        let frame = Frame::new()
            .fill(colors.surface)
            .stroke(Stroke::new(colors.line_width(), colors.line))
            .corner_radius(radius::CARD)
            .shadow(ctx.global_style().visuals.window_shadow)
            .inner_margin(Margin::same(PADDING as i8));
        let mut area = Modal::default_area(self.id).accessible_name(self.title);
        if self.top {
            area = area.anchor(egui::Align2::CENTER_TOP, vec2(0.0, 56.0_f32.min(window.y / 12.0)));
        }
        let modal = Modal::new(self.id).area(area).frame(frame).backdrop_color(colors.scrim);
        let shown = modal.show(ctx, |ui| {
            focus::enter(ui, self.id);
            ui.set_width(width - 2.0 * PADDING);
            // Egui leaves what was below it in the last frame: a body that grows would scroll where there is room.
            ui.set_max_height(window.y);
            ui.spacing_mut().item_spacing = vec2(space::S, space::M);
            text::heading22(ui, self.title);
            // Margins, title, buttons, and what is between them.
            let around = 2.0 * PADDING + 32.0 + 40.0 + 2.0 * space::L + self.foot_height(ui);
            let wide = ui.available_width();
            // The scroll bar stands in the margin, not over what is scrolled.
            let margin = Margin {
                right: -(PADDING as i8 - 4),
                ..Margin::ZERO
            };
            let inner = Frame::new()
                .outer_margin(margin)
                .show(ui, |ui| {
                    ScrollArea::vertical()
                        .id_salt("body")
                        .max_height((window.y - around).max(80.0))
                        .auto_shrink([false, true])
                        .show(ui, |ui| {
                            ui.set_max_width(wide);
                            // Room for the focus ring of the first control.
                            ui.add_space(3.0);
                            let inner = body(ui);
                            focus::follow(ui);
                            inner
                        })
                        .inner
                })
                .inner;
            let choice = self.foot(ui);
            (inner, choice)
        });
        let (inner, mut choice) = shown.inner;
        let escape = shown.is_top_modal
            && !shown.any_popup_open
            && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
        if escape {
            choice = Some(Choice::Cancel);
        }
        DialogResponse { inner, choice }
    }

    fn buttons_width(&self, ui: &Ui) -> f32 {
        let gaps = space::S * self.buttons.len().saturating_sub(1) as f32;
        self.buttons.iter().map(|(_, button)| button.width(ui)).sum::<f32>() + gaps
    }

    fn note_beside(&self, ui: &Ui) -> bool {
        let wide = |note: &str| {
            paint::line(ui, note, Weight::Regular, size::QUIET, tokens(ui).muted)
                .size()
                .x
        };
        self.note
            .is_some_and(|note| wide(note) + space::L + self.buttons_width(ui) <= ui.available_width())
    }

    fn foot_height(&self, ui: &Ui) -> f32 {
        let note = if self.note.is_some() && !self.note_beside(ui) {
            40.0
        } else {
            0.0
        };
        if self.buttons.is_empty() {
            note
        } else {
            note + height::CONTROL
        }
    }

    fn foot(&self, ui: &mut Ui) -> Option<Choice> {
        let beside = self.note_beside(ui);
        if let (Some(note), false) = (self.note, beside) {
            text::quiet(ui, note);
        }
        if self.buttons.is_empty() {
            return None;
        }
        let mut choice = None;
        let wanted = self.buttons_width(ui);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            let room = ui.available_width();
            let left = ui.cursor().left();
            if let (Some(note), true) = (self.note, beside) {
                let galley = paint::line(ui, note, Weight::Regular, size::QUIET, tokens(ui).muted);
                let wanted = vec2(galley.size().x, height::CONTROL);
                let (place, response) = ui.allocate_exact_size(wanted, Sense::hover());
                response.widget_info(|| WidgetInfo::labeled(Role::Label, true, note));
                paint::text_at(ui.painter(), place.left(), place.center().y, galley);
            }
            // Left to right, so that Tab goes the way the eye does.
            let gap = left + room - wanted - ui.cursor().left();
            ui.add_space(gap.max(0.0));
            for (which, button) in &self.buttons {
                if button.show(ui).clicked() {
                    choice = Some(*which);
                }
            }
        });
        choice
    }
}

/// Says what a part of a dialog is for, above it, with its contents grouped under that name.
pub fn group<R>(ui: &mut Ui, name: &str, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let builder = egui::UiBuilder::new()
        .accessibility_role(Role::Group)
        .accessibility_label(name);
    ui.scope_builder(builder, |ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        text::strong(ui, name);
        contents(ui)
    })
    .inner
}
