//! Text fields: label above, hint or error under. The id is always the caller's, made from the record's: egui keeps
//! undo by id, and a shared one would bring one record's words into another.

use eframe::egui;
use eframe::egui::accesskit::Role;
use eframe::egui::{
    Align, Align2, EventFilter, Frame, Id, Layout, Margin, Response, ScrollArea, Stroke, TextEdit, Ui, Vec2, vec2,
};

use super::button::{IconLook, icon_button_with};
use super::paint::{self, Weight};
use super::text;
use crate::ui::fonts::Icon;
use crate::ui::theme::{height, radius, size, space, tokens};

/// The longest text a field takes, in characters: egui lays out more too slowly to type in.
pub const LIMIT: usize = 100 * 1024;

/// A text of more bytes or lines than this scrolls in its field.
const LONG: usize = 1200;
const MOST_ROWS: usize = 14;

/// How high such a field is.
const MOST_HIGH: f32 = 280.0;

/// A labelled text field.
#[must_use = "call show"]
pub struct Field<'a> {
    id: Id,
    label: &'a str,
    named_only: bool,
    hint: Option<&'a str>,
    placeholder: &'a str,
    error: Option<&'a str>,
    error_elsewhere: bool,
    icon: Option<Icon>,
    rows: Option<usize>,
    limit: usize,
    width: Option<f32>,
    password: bool,
    enabled: bool,
    submit: bool,
    bare: bool,
    keeps_escape: bool,
    keeps_tab: bool,
    size: f32,
}

impl<'a> Field<'a> {
    /// A single-line field; `id` comes from the record and the field, never from the place on the screen.
    pub fn new(id: Id, label: &'a str) -> Self {
        Self {
            id,
            label,
            named_only: false,
            hint: None,
            placeholder: "",
            error: None,
            error_elsewhere: false,
            icon: None,
            rows: None,
            limit: LIMIT,
            width: None,
            password: false,
            enabled: true,
            submit: false,
            bare: false,
            keeps_escape: false,
            keeps_tab: false,
            size: size::BODY,
        }
    }

    /// Several lines, this many to begin with.
    pub fn rows(mut self, rows: usize) -> Self {
        self.rows = Some(rows);
        self
    }

    /// Dots instead of letters, with an eye to show them.
    pub fn password(mut self) -> Self {
        self.password = true;
        self
    }

    /// The label is only said, not shown: a search field with an icon.
    pub fn hidden_label(mut self) -> Self {
        self.named_only = true;
        self
    }

    /// One quiet line under the field.
    pub fn hint(mut self, hint: &'a str) -> Self {
        self.hint = Some(hint);
        self
    }

    /// Shown while the field is empty.
    pub fn placeholder(mut self, placeholder: &'a str) -> Self {
        self.placeholder = placeholder;
        self
    }

    /// Words in the empty field, unless the caller gave some.
    pub fn placeholder_else(self, placeholder: &'a str) -> Self {
        if self.placeholder.is_empty() {
            self.placeholder(placeholder)
        } else {
            self
        }
    }

    /// What is wrong and what to do, in words; stands instead of the hint.
    pub fn error(mut self, error: Option<&'a str>) -> Self {
        self.error = error;
        self
    }

    /// What is wrong is said by whoever shows the field: there is no room for it under the field itself.
    pub fn error_elsewhere(mut self) -> Self {
        self.error_elsewhere = true;
        self
    }

    /// An icon inside, at the left.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// The most characters.
    pub fn limit(mut self, limit: usize) -> Self {
        self.limit = limit.min(LIMIT);
        self
    }

    /// How wide; else all the room there is.
    pub fn width(mut self, width: f32) -> Self {
        self.width = Some(width);
        self
    }

    /// Whether it can be changed.
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    /// Without a border: it stands in a card with other controls, which shows the focus.
    pub fn bare(mut self) -> Self {
        self.bare = true;
        self
    }

    /// Enter ends a text of several lines too, Shift+Enter begins a new line.
    pub fn submit(mut self) -> Self {
        self.submit = true;
        self
    }

    /// Tab does something in the field and does not leave it.
    pub(super) fn keeps_tab(mut self) -> Self {
        self.keeps_tab = true;
        self
    }

    /// Larger letters: the field is what its dialog is for.
    pub(super) fn large(mut self) -> Self {
        self.size = size::HEADING;
        self
    }

    /// Esc closes a list under the field and leaves the focus in it.
    pub(super) fn keeps_escape(mut self, keeps: bool) -> Self {
        self.keeps_escape = keeps;
        self
    }

    /// Its label.
    pub(super) fn label(&self) -> &'a str {
        self.label
    }

    /// Its label, where that stands above it.
    pub(in crate::ui) fn shown_label(&self) -> Option<&'a str> {
        (!self.named_only && !self.bare).then_some(self.label)
    }

    /// How wide it will be here.
    pub(in crate::ui) fn extent(&self, ui: &Ui) -> f32 {
        self.width.unwrap_or(f32::INFINITY).min(ui.available_width())
    }

    /// Shows it; `changed()` and `lost_focus()` say when to keep the text.
    pub fn show(self, ui: &mut Ui, value: &mut String) -> Response {
        let width = self.width.unwrap_or(f32::INFINITY).min(ui.available_width());
        let said = self.error.is_none() || self.error_elsewhere;
        if self.named_only && !self.password && self.hint.is_none() && said {
            // Nothing above or under: it stands in a row as any control does.
            return self.input(ui, value, width);
        }
        let layout = Layout::top_down(Align::Min);
        ui.allocate_ui_with_layout(vec2(width, 0.0), layout, |ui| {
            ui.set_width(width);
            ui.spacing_mut().item_spacing = vec2(space::S, space::XS);
            if !self.named_only {
                text::strong(ui, self.label);
            }
            let response = self.input(ui, value, width);
            self.under(ui);
            response
        })
        .inner
    }

    fn input(&self, ui: &mut Ui, value: &mut String, width: f32) -> Response {
        let response = if self.password {
            let shown_id = self.id.with("shown");
            let mut shown = ui.data(|data| data.get_temp::<bool>(shown_id)).unwrap_or(false);
            ui.horizontal(|ui| {
                let room = ui.available_width() - height::CONTROL - space::S;
                let response = self.edit(ui, value, room, !shown);
                let (icon, name) = if shown {
                    (Icon::EyeOff, "Hide what is typed")
                } else {
                    (Icon::Eye, "Show what is typed")
                };
                if icon_button_with(ui, icon, name, IconLook::Outlined, self.enabled).clicked() {
                    shown = !shown;
                    ui.data_mut(|data| data.insert_temp(shown_id, shown));
                }
                response
            })
            .inner
        } else {
            self.edit(ui, value, width, false)
        };
        // Named rather than labelled by the node above: that node is a text of its own in the tree.
        ui.accesskit_node_builder(response.id, |node| {
            node.set_label(self.label);
            if let Some(words) = self.error.or(self.hint) {
                node.set_description(words);
            }
            if self.error.is_some() {
                node.set_invalid(egui::accesskit::Invalid::True);
            }
            if self.password {
                node.set_role(Role::PasswordInput);
            }
        });
        response
    }

    fn edit(&self, ui: &mut Ui, value: &mut String, width: f32, masked: bool) -> Response {
        let tokens = tokens(ui);
        let focused = ui.memory(|memory| memory.has_focus(self.id));
        let line = match (self.bare, focused, self.error) {
            (true, _, _) => Stroke::NONE,
            (_, true, _) => Stroke::new(tokens.focus_width(), tokens.focus),
            (_, false, Some(_)) => Stroke::new(tokens.line_width(), tokens.grade_4),
            (_, false, None) => Stroke::new(tokens.line_width(), tokens.field_line),
        };
        // A thicker border takes from the margin, so that nothing moves when focus comes.
        let inside = |margin: f32| (margin - line.width) as i8;
        let icon_room = if self.icon.is_some() { 26.0 } else { 0.0 };
        let (side, top) = match (self.rows, self.bare) {
            (Some(_), _) => (12.0, 8.0),
            (None, false) => (12.0, 4.0),
            // It stands where the card's other controls begin.
            (None, true) => (0.0, 4.0),
        };
        let frame = Frame::new()
            .fill(if self.enabled { tokens.surface } else { tokens.sunken })
            .stroke(line)
            .corner_radius(radius::CONTROL)
            .inner_margin(Margin {
                left: inside(side + icon_room),
                right: inside(side),
                top: inside(top),
                bottom: inside(top),
            });
        // A long text scrolls in its field, so that what stands below stays near.
        let long = self.rows.is_some() && !self.bare && (value.len() > LONG || value.lines().count() > MOST_ROWS);
        let edit = match self.rows {
            Some(rows) => TextEdit::multiline(value).desired_rows(rows),
            None => TextEdit::singleline(value)
                .align(Align2::LEFT_CENTER)
                .min_size(vec2(0.0, height::CONTROL)),
        };
        let edit = if self.submit {
            edit.return_key(egui::KeyboardShortcut::new(egui::Modifiers::SHIFT, egui::Key::Enter))
        } else {
            edit
        };
        let filter = EventFilter {
            escape: self.keeps_escape,
            tab: self.keeps_tab,
            ..edit.get_event_filter()
        };
        let edit = edit
            .id(self.id)
            .event_filter(filter)
            .font(paint::font(Weight::Regular, self.size))
            .text_color(tokens.text)
            .hint_text(text::rich(self.placeholder, Weight::Regular, self.size, tokens.muted))
            .char_limit(self.limit)
            .password(masked)
            .interactive(self.enabled);
        let response = if long {
            let inner = width - 2.0 * side;
            frame
                .show(ui, |ui| {
                    ui.set_width(inner);
                    ScrollArea::vertical()
                        .id_salt(self.id)
                        .max_height(MOST_HIGH)
                        .show(ui, |ui| ui.add(edit.frame(Frame::NONE).desired_width(inner - space::M)))
                        .inner
                })
                .inner
        } else {
            ui.add(edit.frame(frame).desired_width(width))
        };
        // The workbook counts bytes; a letter may be several.
        if value.len() > LIMIT {
            value.truncate(value.floor_char_boundary(LIMIT));
        }
        if let Some(icon) = self.icon {
            let center = response.rect.left_center() + Vec2::new(side + 8.0, 0.0);
            paint::icon(ui.painter(), icon, center, 18.0, tokens.muted);
        }
        response
    }

    fn under(&self, ui: &mut Ui) {
        match (self.error, self.hint) {
            (Some(error), _) => error_line(ui, error),
            (None, Some(hint)) => {
                text::quiet(ui, hint);
            }
            (None, None) => {}
        }
    }
}

/// What is wrong, in red with its icon.
pub fn error_line(ui: &mut Ui, words: &str) {
    let color = tokens(ui).grade_4;
    let galley = paint::wrap(
        ui,
        words,
        Weight::Semibold,
        size::QUIET,
        color,
        ui.available_width() - 22.0,
    );
    let (rect, response) = ui.allocate_exact_size(galley.size() + vec2(22.0, 0.0), egui::Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(Role::Label, true, words));
    paint::icon(ui.painter(), Icon::Alert, rect.left_top() + vec2(8.0, 9.0), 16.0, color);
    ui.painter().galley(rect.left_top() + vec2(22.0, 0.0), galley, color);
}
