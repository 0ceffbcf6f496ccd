//! A drop-down: one of a short list.

use eframe::egui;
use eframe::egui::accesskit::{HasPopup, Role};
use eframe::egui::{
    Align, CornerRadius, Id, Key, Layout, Modifiers, Popup, PopupKind, Response, ScrollArea, Sense, SetOpenCommand,
    Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::menu::{menu_frame, menu_row};
use super::paint::{self, Weight};
use super::{focus, grade, text};
use crate::ui::fonts::Icon;
use crate::ui::theme::{height, radius, size, space, tokens};

/// One of `options`, opened with a press, Enter, Space or the down key.
#[must_use = "call show"]
pub struct Select<'a, T> {
    id: Id,
    name: &'a str,
    current: Option<&'a T>,
    options: &'a [(T, &'a str)],
    bar: bool,
    named_only: bool,
    empty: &'a str,
    shown: Option<&'a str>,
    width: Option<f32>,
    grade: Option<(u8, u8)>,
    enabled: bool,
}

impl<'a, T: Clone + PartialEq> Select<'a, T> {
    /// A field with its label above.
    pub fn new(id: Id, name: &'a str, current: Option<&'a T>, options: &'a [(T, &'a str)]) -> Self {
        Self {
            id,
            name,
            current,
            options,
            bar: false,
            named_only: false,
            empty: "Choose",
            shown: None,
            width: None,
            grade: None,
            enabled: true,
        }
    }

    /// A chip in a bar of filters: "Type: any".
    pub fn bar(mut self) -> Self {
        self.bar = true;
        self
    }

    /// Only the value is shown, the name is said.
    pub fn hidden_label(mut self) -> Self {
        self.named_only = true;
        self
    }

    /// What stands there when nothing is chosen.
    pub fn empty(mut self, words: &'a str) -> Self {
        self.empty = words;
        self
    }

    /// Other words for the value while it is closed: an option that says its count in the list need not say it here.
    pub fn shown(mut self, words: &'a str) -> Self {
        self.shown = Some(words);
        self
    }

    /// How wide; else all the room for a field, and what the words need for a chip.
    pub fn width(mut self, width: f32) -> Self {
        self.width = Some(width);
        self
    }

    /// The value is a grade of this rank, of so many: it is shown as its chip. Rank 0 is none.
    pub fn grade(mut self, rank: u8, of: u8) -> Self {
        self.grade = Some((rank, of)).filter(|(rank, _)| *rank > 0);
        self
    }

    /// Whether it can be opened.
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    /// Shows it; gives the option picked, on the frame it was.
    pub fn show(self, ui: &mut Ui) -> Option<T> {
        let value = self
            .options
            .iter()
            .find(|(option, _)| Some(option) == self.current)
            .map_or(self.empty, |(_, words)| words);
        let value = self.shown.unwrap_or(value);
        if self.bar {
            let words = if self.named_only {
                value.to_owned()
            } else {
                format!("{}: {value}", self.name)
            };
            return self.control(ui, value, &words);
        }
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = space::XS;
            if !self.named_only {
                text::strong(ui, self.name);
            }
            self.control(ui, value, value)
        })
        .inner
    }

    fn control(&self, ui: &mut Ui, value: &str, words: &str) -> Option<T> {
        let response = self.button(ui, value, words);
        let popup = Popup::default_response_id(&response);
        let down = response.has_focus() && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::ArrowDown));
        if down {
            ui.memory_mut(|memory| memory.move_focus(egui::FocusDirection::None));
        }
        let set = match (response.clicked(), down) {
            (true, _) => Some(SetOpenCommand::Toggle),
            (false, true) => Some(SetOpenCommand::Bool(true)),
            (false, false) => None,
        };
        let was_open = Popup::is_id_open(ui, popup);
        let escape = ui.input(|input| input.key_pressed(Key::Escape));
        let picked = self.list(ui, &response, set);
        if was_open && (picked.is_some() || escape) {
            response.request_focus();
        }
        picked
    }

    fn button(&self, ui: &mut Ui, value: &str, words: &str) -> Response {
        let colors = tokens(ui);
        let (tall, size) = if self.bar {
            (height::BAR, size::QUIET)
        } else {
            (height::CONTROL, size::BODY)
        };
        let natural = paint::line(ui, words, Weight::Regular, size, colors.text)
            .size()
            .x
            .ceil()
            + 2.0 * space::M
            + 24.0;
        let room = if self.bar {
            paint::room(ui)
        } else {
            ui.available_width()
        };
        let width = self
            .width
            .unwrap_or(if self.bar { natural } else { room })
            .min(room)
            .max(48.0);
        let sense = if self.enabled { Sense::click() } else { Sense::hover() };
        let (_, rect) = ui.allocate_space(vec2(width, tall));
        let response = ui.interact(rect, self.id, sense);
        let enabled = self.enabled && ui.is_enabled();
        let open = Popup::is_id_open(ui, Popup::default_response_id(&response));
        response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, enabled, format!("{}: {value}", self.name)));
        ui.accesskit_node_builder(response.id, |node| {
            node.set_value(value);
            node.set_has_popup(HasPopup::Listbox);
            node.set_expanded(open);
        });
        focus::pressed(&response);
        let fill = match (self.bar, response.hovered(), enabled) {
            (_, _, false) | (false, true, true) => colors.sunken,
            (false, false, true) => colors.surface,
            (true, hovered, true) => {
                if hovered {
                    colors.accent_soft
                } else {
                    colors.sunken
                }
            }
        };
        let line = if self.bar { colors.line } else { colors.field_line };
        let ink = match (enabled, self.current) {
            (true, Some(_)) => colors.text,
            (true, None) => colors.muted,
            (false, _) => colors.disabled,
        };
        let stroke = Stroke::new(colors.line_width(), line);
        let corner = CornerRadius::same(radius::CONTROL);
        ui.painter().rect(rect, corner, fill, stroke, StrokeKind::Inside);
        let room = width - 2.0 * space::M - 22.0;
        if let Some(grade) = self.grade {
            let at = (rect.left() + space::S, rect.center().y);
            grade::chip_within(ui, at, room, words, grade);
        } else {
            let shown = paint::fit(ui, words, Weight::Regular, size, ink, room);
            paint::text_at(ui.painter(), rect.left() + space::M, rect.center().y, shown);
        }
        let chevron = pos2(rect.right() - space::M - 7.0, rect.center().y);
        paint::icon(ui.painter(), Icon::ChevronDown, chevron, 16.0, ink);
        paint::focus_ring(ui, &response, rect, radius::CONTROL);
        response
    }

    fn list(&self, ui: &Ui, response: &Response, set: Option<SetOpenCommand>) -> Option<T> {
        let popup = Popup::default_response_id(response);
        if set.is_none() && !Popup::is_id_open(ui, popup) {
            return None;
        }
        let colors = tokens(ui);
        let widest = self
            .options
            .iter()
            .map(|(_, words)| {
                paint::line(ui, words, Weight::Regular, size::LIST, colors.text)
                    .size()
                    .x
            })
            .fold(0.0, f32::max);
        let width = (widest + 56.0)
            .max(response.rect.width())
            .min(ui.content_rect().width() - 16.0);
        let frame = menu_frame(ui);
        let current = self.options.iter().position(|(option, _)| Some(option) == self.current);
        let shown = Popup::from_response(response)
            .open_memory(set)
            .kind(PopupKind::Menu)
            .layout(Layout::top_down(Align::Min))
            .gap(space::XS)
            .width(width)
            .frame(frame)
            .accessible_name(self.name)
            .show(|ui| {
                ui.set_width(width);
                ui.spacing_mut().item_spacing.y = 0.0;
                let entered = self.id.with("entered");
                let first = !ui.is_sizing_pass() && ui.data(|data| data.get_temp::<bool>(entered)).is_none();
                let picked = ScrollArea::vertical()
                    .max_height(320.0)
                    .show(ui, |ui| self.rows(ui, current, first))
                    .inner;
                if first {
                    ui.data_mut(|data| data.insert_temp(entered, true));
                }
                if picked.is_some() {
                    ui.close();
                }
                picked
            });
        if !Popup::is_id_open(ui, popup) {
            ui.data_mut(|data| data.remove::<bool>(self.id.with("entered")));
        }
        shown.and_then(|shown| shown.inner)
    }

    fn rows(&self, ui: &mut Ui, current: Option<usize>, first: bool) -> Option<T> {
        let mut picked = None;
        for (at, (option, words)) in self.options.iter().enumerate() {
            let response = menu_row(ui, words, current == Some(at));
            if first && at == current.unwrap_or(0) {
                response.request_focus();
                response.scroll_to_me(None);
            }
            if response.gained_focus() {
                response.scroll_to_me(None);
            }
            if response.clicked() {
                picked = Some(option.clone());
            }
        }
        picked
    }
}
