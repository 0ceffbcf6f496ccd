//! A field over everything, with what matches under it: the keyboard stays in the field, arrows go through the lines.

use eframe::egui::accesskit::{Live, Role};
use eframe::egui::text::{LayoutJob, TextFormat, TextWrapping};
use eframe::egui::{
    Align2, Context, CornerRadius, Frame, Id, Key, Modal, Modifiers, Rect, ScrollArea, Sense, Stroke, StrokeKind, Ui,
    UiBuilder, WidgetInfo, pos2, vec2,
};
use std::ops::Range;

use super::chip::{Chip, ChipEvent};
use super::field::Field;
use super::focus;
use super::paint::{self, Weight};
use crate::ui::fonts::Icon;
use crate::ui::theme::{height, radius, size, space, tokens};

/// One line under the field.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// What it is, in a word.
    pub kind: &'a str,
    /// Its words.
    pub text: &'a str,
    /// Where in them what was typed stands.
    pub marks: &'a [Range<usize>],
    /// A quiet line under them.
    pub quiet: &'a str,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaletteEvent {
    /// Nothing.
    None,
    /// It is to be closed.
    Closed,
    /// The words were changed.
    Changed,
    /// This line was picked.
    Picked(usize),
    /// Tab was pressed in the field.
    Tab,
    /// This chip was taken away.
    Removed(usize),
}

/// Which line is marked, and how far the list is scrolled.
#[derive(Clone, Copy, Debug, Default)]
pub struct State {
    at: usize,
    offset: f32,
    reveal: bool,
}

impl State {
    /// Back to the first line.
    pub fn first(&mut self) {
        *self = Self {
            reveal: true,
            ..Self::default()
        };
    }
}

/// What the palette shows.
pub struct Palette<'a> {
    /// Its id; the field's is made from it.
    pub id: Id,
    /// What it is for: its name and the field's.
    pub name: &'a str,
    /// Words in the empty field.
    pub placeholder: &'a str,
    /// What narrows, at the right of the field.
    pub chips: &'a [String],
    /// What matches, best first.
    pub lines: &'a [Line<'a>],
    /// Said in place of the lines where there are none.
    pub none: &'a str,
}

const WIDTH: f32 = 740.0;
const TOP: f32 = 54.0;
const LINE: f32 = 57.0;
const FOOT: f32 = 40.0;
const SIDE: f32 = 18.0;
const KIND: f32 = 106.0;

impl Palette<'_> {
    /// Shows it over everything. `foot` fills what stands under the lines.
    pub fn show(
        &self,
        ctx: &Context,
        words: &mut String,
        state: &mut State,
        foot: impl FnOnce(&mut Ui),
    ) -> PaletteEvent {
        let colors = tokens(ctx);
        let window = ctx.content_rect().size();
        let width = WIDTH.min(window.x - 32.0).max(240.0);
        let above = 70.0_f32.min(window.y / 12.0);
        let frame = Frame::new()
            .fill(colors.surface)
            .stroke(Stroke::new(colors.line_width(), colors.line))
            .corner_radius(radius::CARD)
            .shadow(ctx.global_style().visuals.window_shadow);
        let area = Modal::default_area(self.id)
            .accessible_name(self.name)
            .anchor(Align2::CENTER_TOP, vec2(0.0, above));
        let modal = Modal::new(self.id).area(area).frame(frame).backdrop_color(colors.scrim);
        let shown = modal.show(ctx, |ui| {
            focus::enter(ui, self.id);
            ui.set_width(width);
            ui.set_max_height(window.y);
            ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
            let mut event = self.top(ui, words, state);
            line_across(ui);
            let room = (window.y - above - TOP - FOOT - 24.0).max(LINE);
            let picked = self.lines(ui, state, room);
            if let Some(picked) = picked {
                event = PaletteEvent::Picked(picked);
            }
            line_across(ui);
            let (rect, _) = ui.allocate_exact_size(vec2(width, FOOT), Sense::hover());
            let inside = UiBuilder::new()
                .max_rect(rect.shrink2(vec2(SIDE, 0.0)))
                .layout(eframe::egui::Layout::left_to_right(eframe::egui::Align::Center));
            let mut under = ui.new_child(inside);
            foot(&mut under);
            event
        });
        let mut event = shown.inner;
        let beside = shown.backdrop_response.clicked();
        let escape = shown.is_top_modal && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
        if escape || beside {
            event = PaletteEvent::Closed;
        }
        event
    }

    /// The field and its chips.
    fn top(&self, ui: &mut Ui, words: &mut String, state: &mut State) -> PaletteEvent {
        let id = self.id.with("field");
        let width = ui.available_width();
        let (rect, _) = ui.allocate_exact_size(vec2(width, TOP), Sense::hover());
        let focused = ui.memory(|memory| memory.has_focus(id));
        let mut event = if focused {
            self.keys(ui, words, state)
        } else {
            PaletteEvent::None
        };
        let inside = UiBuilder::new()
            .max_rect(rect.shrink2(vec2(SIDE, 0.0)))
            .layout(eframe::egui::Layout::left_to_right(eframe::egui::Align::Center));
        let mut row = ui.new_child(inside);
        row.spacing_mut().item_spacing.x = space::S;
        let chips: f32 = self.chips.iter().map(|chip| chip_width(ui, chip) + space::S).sum();
        let room = (row.available_width() - chips).max(160.0);
        let response = row
            .allocate_ui(vec2(room, height::CONTROL), |ui| {
                Field::new(id, self.name)
                    .hidden_label()
                    .bare()
                    .large()
                    .icon(Icon::Search)
                    .placeholder(self.placeholder)
                    .width(room)
                    .limit(10_000)
                    .keeps_escape(true)
                    .keeps_tab()
                    .show(ui, words)
            })
            .inner;
        for (at, chip) in self.chips.iter().enumerate() {
            if Chip::new(chip).removable().show(&mut row) == ChipEvent::Removed {
                event = PaletteEvent::Removed(at);
                response.request_focus();
            }
        }
        if response.changed() {
            state.first();
            event = PaletteEvent::Changed;
        }
        let active = (!self.lines.is_empty()).then(|| self.line_id(state.at.min(self.lines.len() - 1)));
        ui.accesskit_node_builder(response.id, |node| {
            node.set_role(Role::EditableComboBox);
            node.set_expanded(true);
            if let Some(active) = active {
                node.set_active_descendant(active.accesskit_id());
            }
        });
        event
    }

    fn line_id(&self, at: usize) -> Id {
        self.id.with(("line", at))
    }

    /// The keys that are the list's are taken before the field sees them.
    fn keys(&self, ui: &Ui, words: &str, state: &mut State) -> PaletteEvent {
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let last = self.lines.len().saturating_sub(1);
        let before = state.at.min(last);
        let mut at = before;
        if pressed(Key::ArrowDown) {
            at = if at == last { 0 } else { at + 1 };
        }
        if pressed(Key::ArrowUp) {
            at = at.checked_sub(1).unwrap_or(last);
        }
        if pressed(Key::PageDown) {
            at = (at + 6).min(last);
        }
        if pressed(Key::PageUp) {
            at = at.saturating_sub(6);
        }
        state.at = at;
        state.reveal |= at != before;
        if pressed(Key::Enter) && !self.lines.is_empty() {
            return PaletteEvent::Picked(at);
        }
        if ui.input_mut(|input| input.consume_key(Modifiers::SHIFT, Key::Tab)) {
            ui.memory_mut(|memory| memory.move_focus(eframe::egui::FocusDirection::Previous));
        } else if pressed(Key::Tab) {
            return PaletteEvent::Tab;
        }
        if words.is_empty() && !self.chips.is_empty() && pressed(Key::Backspace) {
            return PaletteEvent::Removed(self.chips.len() - 1);
        }
        PaletteEvent::None
    }

    fn lines(&self, ui: &mut Ui, state: &mut State, room: f32) -> Option<usize> {
        let rows = self.lines.len();
        if rows == 0 {
            let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), LINE), Sense::hover());
            let colors = tokens(ui);
            let galley = paint::fit(
                ui,
                self.none,
                Weight::Regular,
                size::BODY,
                colors.muted,
                rect.width() - 2.0 * SIDE,
            );
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, self.none));
            paint::text_at(ui.painter(), rect.left() + SIDE, rect.center().y, galley);
            return None;
        }
        state.at = state.at.min(rows - 1);
        let most = (room / LINE).floor().max(1.0) * LINE;
        let long = rows as f32 * LINE;
        let seen = long.min(most);
        if std::mem::take(&mut state.reveal) {
            let top = state.at as f32 * LINE;
            state.offset = state.offset.clamp((top + LINE - seen).max(0.0), top);
        }
        let mut picked = None;
        let builder = UiBuilder::new()
            .accessibility_role(Role::ListBox)
            .accessibility_label("Results");
        ui.scope_builder(builder, |ui| {
            let scrolled = ScrollArea::vertical()
                .id_salt("lines")
                .max_height(seen)
                .min_scrolled_height(seen)
                .auto_shrink([false, true])
                .vertical_scroll_offset(state.offset)
                .show_rows(ui, LINE, rows, |ui, range| {
                    for at in range {
                        if let Some(line) = self.lines.get(at)
                            && self.line(ui, at, line, at == state.at)
                        {
                            picked = Some(at);
                        }
                    }
                });
            state.offset = scrolled.state.clamped_offset().y;
        });
        picked
    }

    fn line(&self, ui: &mut Ui, at: usize, line: &Line<'_>, active: bool) -> bool {
        let colors = tokens(ui);
        let width = ui.available_width();
        let (_, rect) = ui.allocate_space(vec2(width, LINE));
        // The focus stays in the field.
        let response = ui.interact(rect, self.line_id(at), Sense::CLICK);
        let parts = [line.kind, line.text, line.quiet];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let said = parts.join(", ");
        response.widget_info(|| WidgetInfo::labeled(Role::ListBoxOption, ui.is_enabled(), &said));
        ui.accesskit_node_builder(response.id, |node| {
            node.set_selected(active);
            node.set_position_in_set(at + 1);
            node.set_size_of_set(self.lines.len());
        });
        if response.hovered() {
            ui.painter().rect_filled(rect, 0.0, colors.sunken);
        }
        if active {
            ui.painter().rect_filled(rect, 0.0, colors.accent_soft);
            // Not by a pale colour alone.
            let bar = Rect::from_min_size(rect.min, vec2(3.0, rect.height()));
            ui.painter().rect_filled(bar, 0.0, colors.accent);
        }
        let kind = paint::fit(
            ui,
            line.kind,
            Weight::Regular,
            size::QUIET,
            colors.muted,
            KIND - space::S,
        );
        paint::text_at(ui.painter(), rect.left() + SIDE, rect.center().y, kind);
        let left = rect.left() + SIDE + KIND;
        let key = if active { 58.0 } else { 0.0 };
        let room = rect.right() - SIDE - left - key;
        let (first, second) = if line.quiet.is_empty() {
            (rect.center().y, None)
        } else {
            (rect.top() + 20.0, Some(rect.top() + 40.0))
        };
        let text = marked(ui, line.text, line.marks, room);
        paint::text_at(ui.painter(), left, first, text);
        if let Some(second) = second {
            let quiet = paint::fit(ui, line.quiet, Weight::Regular, size::QUIET, colors.muted, room);
            paint::text_at(ui.painter(), left, second, quiet);
        }
        if active {
            keycap(ui, "Enter", pos2(rect.right() - SIDE, rect.center().y));
        }
        response.clicked()
    }
}

/// How many results, said when it changes.
pub fn count(ui: &mut Ui, words: &str) {
    let galley = paint::line(ui, words, Weight::Regular, size::QUIET, tokens(ui).muted);
    let (rect, response) = ui.allocate_exact_size(vec2(galley.size().x, FOOT), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    ui.accesskit_node_builder(response.id, |node| node.set_live(Live::Polite));
    paint::text_at(ui.painter(), rect.left(), rect.center().y, galley);
}

/// A key as it is printed on the keyboard, its right edge and middle at a point.
pub fn keycap(ui: &Ui, words: &str, right: eframe::egui::Pos2) {
    let colors = tokens(ui);
    let galley = paint::line(ui, words, Weight::Regular, size::SMALL, colors.muted);
    let rect = Rect::from_min_max(
        pos2(right.x - galley.size().x - 14.0, right.y - 10.0),
        pos2(right.x, right.y + 10.0),
    );
    ui.painter().rect(
        rect,
        CornerRadius::same(radius::SMALL),
        colors.surface,
        Stroke::new(colors.line_width(), colors.line),
        StrokeKind::Inside,
    );
    paint::text_at(ui.painter(), rect.left() + 7.0, rect.center().y, galley);
}

/// How wide a key is.
pub fn keycap_width(ui: &Ui, words: &str) -> f32 {
    let galley = paint::line(ui, words, Weight::Regular, size::SMALL, tokens(ui).muted);
    galley.size().x + 14.0
}

fn chip_width(ui: &Ui, words: &str) -> f32 {
    let galley = paint::line(ui, words, Weight::Regular, size::QUIET, tokens(ui).text);
    galley.size().x + 42.0
}

fn line_across(ui: &mut Ui) {
    let colors = tokens(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), colors.line_width()), Sense::hover());
    ui.painter().rect_filled(rect, 0.0, colors.line);
}

/// One line with what was found marked, by weight too: colour alone says nothing to some.
fn marked(ui: &Ui, text: &str, marks: &[Range<usize>], width: f32) -> std::sync::Arc<eframe::egui::Galley> {
    let colors = tokens(ui);
    let plain = TextFormat::simple(paint::font(Weight::Regular, size::BODY), colors.text);
    let strong = TextFormat {
        background: colors.grade_3_soft,
        expand_bg: 2.0,
        ..TextFormat::simple(paint::font(Weight::Semibold, size::BODY), colors.text)
    };
    let mut job = LayoutJob {
        wrap: TextWrapping::truncate_at_width(width.max(0.0)),
        break_on_newline: false,
        ..LayoutJob::default()
    };
    let mut at = 0;
    for mark in marks {
        if let (Some(before), Some(found)) = (text.get(at..mark.start), text.get(mark.clone())) {
            job.append(before, 0.0, plain.clone());
            job.append(found, 0.0, strong.clone());
            at = mark.end;
        }
    }
    job.append(text.get(at..).unwrap_or_default(), 0.0, plain);
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}
