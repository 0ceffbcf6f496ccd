//! An answer in a cell of a grid: all answers side by side where there is room, else the one that is given, with the
//! others in a menu. It looks as the row of answers under a question does.

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Popup, Rect, Response, Ui, WidgetInfo, pos2, vec2};

use super::choice::{self, ANSWER_HEIGHT, AnswerOption, NARROW_EDGE};
use super::group::{NUMBERS, Picked};
use super::menu::{MenuItem, menu};
use super::paint::{self, Weight};
use crate::ui::theme::{size, space, tokens};

/// The keys that answer a cell: each answer's own, its number, and Delete to clear it.
pub fn keys(options: &[AnswerOption<'_>]) -> Vec<Key> {
    let own = options.iter().map(|option| option.key);
    let numbers = NUMBERS.into_iter().take(options.len());
    own.chain(numbers).chain([Key::Delete, Key::Backspace]).collect()
}

/// What a key answers; the same key twice answers twice and never clears.
pub fn picked(options: &[AnswerOption<'_>], key: Key) -> Option<Picked> {
    if matches!(key, Key::Delete | Key::Backspace) {
        return Some(Picked::Clear);
    }
    let own = options.iter().position(|option| option.key == key);
    let number = || NUMBERS.iter().take(options.len()).position(|number| *number == key);
    own.or_else(number).map(Picked::Set)
}

/// The least room in which all answers stand side by side.
pub fn whole_width(ui: &Ui, options: &[AnswerOption<'_>]) -> f32 {
    choice::width_of(ui, options, NARROW_EDGE) + 2.0 * space::S
}

/// One answer to give.
#[derive(Clone, Copy, Debug)]
pub struct AnswerCell<'a> {
    /// Of what, in words: "4417, 3.6 Was the child seen alone?"
    pub name: &'a str,
    /// What can be answered.
    pub options: &'a [AnswerOption<'a>],
    /// What is.
    pub selected: Option<usize>,
    /// Said where nothing is.
    pub empty: &'a str,
    /// Whether it can be changed.
    pub enabled: bool,
}

impl AnswerCell<'_> {
    /// Fills the cell; gives what was picked by a press. Keys are the grid's.
    pub fn show(&self, ui: &Ui, rect: Rect, response: &Response) -> Option<Picked> {
        let enabled = self.enabled && ui.is_enabled();
        let given = self.selected.and_then(|at| self.options.get(at));
        let value = given.map_or(self.empty, |option| option.name);
        let name = format!("{}: {value}", self.name);
        response.widget_info(|| WidgetInfo::labeled(Role::GridCell, enabled, &name));
        ui.accesskit_node_builder(response.id, |node| node.set_value(value));
        let whole = whole_width(ui, self.options) <= rect.width();
        let mut picked = None;
        if whole {
            let hit = self.row(ui, rect, response, enabled);
            if enabled && response.clicked() {
                picked = hit;
            }
        } else {
            self.chip(ui, rect, response, enabled);
        }
        // Where there is no button to press, or it was no pointer that pressed, the answers stand in a menu.
        let pointer = response.interact_pointer_pos().is_some();
        let open = Popup::is_id_open(ui, Popup::default_response_id(response));
        if enabled && (open || response.clicked() && !(whole && pointer)) {
            picked = self.menu(ui, response).or(picked);
        }
        match picked {
            Some(at) if self.selected == Some(at) => Some(Picked::Clear),
            Some(at) => Some(Picked::Set(at)),
            None => None,
        }
    }

    /// All answers side by side; the one under the pointer.
    fn row(&self, ui: &Ui, rect: Rect, response: &Response, enabled: bool) -> Option<usize> {
        let at = response.interact_pointer_pos().or_else(|| response.hover_pos());
        let wide = choice::width_of(ui, self.options, NARROW_EDGE);
        let mut left = rect.center().x - wide / 2.0;
        let mut hit = None;
        for (place, option) in self.options.iter().enumerate() {
            let width = choice::answer_width(ui, option, NARROW_EDGE);
            let top = rect.center().y - ANSWER_HEIGHT / 2.0;
            let button = Rect::from_min_size(pos2(left, top), vec2(width, ANSWER_HEIGHT));
            let over = enabled && at.is_some_and(|at| button.expand2(vec2(space::XS / 2.0, 4.0)).contains(at));
            if over {
                hit = Some(place);
            }
            choice::paint_answer(ui, button, option, self.selected == Some(place), over);
            left += width + space::XS;
        }
        hit
    }

    /// The answer that is given, or an empty place for one.
    fn chip(&self, ui: &Ui, rect: Rect, response: &Response, enabled: bool) {
        let room = rect.width() - 2.0 * space::S;
        let hovered = enabled && response.hovered();
        let empty = AnswerOption {
            key: Key::F35,
            label: "–",
            name: self.empty,
            tone: choice::AnswerTone::Neutral,
        };
        let (option, chosen) = match self.selected.and_then(|at| self.options.get(at)) {
            Some(option) => (option, true),
            None => (&empty, false),
        };
        let width = choice::answer_width(ui, option, 11.0).max(56.0).min(room);
        let place = Rect::from_center_size(rect.center(), vec2(width, ANSWER_HEIGHT));
        if !chosen && !enabled {
            let colors = tokens(ui);
            let dash = paint::line(ui, "–", Weight::Regular, size::LIST, colors.disabled);
            paint::text_at(
                ui.painter(),
                place.center().x - dash.size().x / 2.0,
                place.center().y,
                dash,
            );
            return;
        }
        choice::paint_answer(ui, place, option, chosen, hovered);
    }

    fn menu(&self, ui: &Ui, response: &Response) -> Option<usize> {
        let words: Vec<String> = self
            .options
            .iter()
            .map(|option| match option.key {
                Key::F35 => option.name.to_owned(),
                key => format!("{}  ({})", option.name, key.name()),
            })
            .collect();
        let mut items: Vec<MenuItem<'_>> = words
            .iter()
            .enumerate()
            .map(|(at, words)| MenuItem {
                current: self.selected == Some(at),
                ..MenuItem::new(None, words)
            })
            .collect();
        if self.selected.is_some() {
            items.push(MenuItem::new(None, "Clear"));
        }
        let at = menu(ui, response, self.name, &items)?;
        if at == self.options.len() {
            return self.selected;
        }
        Some(at).filter(|at| self.selected != Some(*at))
    }
}
