//! A field with what matches under it, to find or add one, or to take what was written before. Arrows go through the
//! list, Enter picks, Esc closes it.

use eframe::egui::accesskit::Role;
use eframe::egui::{
    Align, Id, Key, Layout, Modifiers, Popup, PopupCloseBehavior, PopupKind, Rect, Response, ScrollArea, Sense, Ui,
    WidgetInfo, vec2,
};

use super::chip;
use super::field::Field;
use super::menu::{menu_frame, paint_row};
use super::paint;
use crate::ui::fonts::Icon;
use crate::ui::theme::{height, space, tokens};

/// One line of the list.
#[derive(Clone, Copy, Debug)]
pub struct Match<'a> {
    /// Its words.
    pub words: &'a str,
    /// The colour of its dot, when it is a tag.
    pub dot: Option<usize>,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeaheadEvent {
    /// Nothing.
    None,
    /// The words were changed: find other matches.
    Changed,
    /// This match was picked; the words are cleared.
    Picked(usize),
    /// These words are to be added; the field is cleared.
    Add(String),
}

#[derive(Clone, Copy, Default)]
struct State {
    open: bool,
    at: usize,
    /// An arrow was pressed since the words were typed.
    moved: bool,
}

/// Shows the field, and the list while it has the focus. `matches` is what fits the words, best first; `add` lets the
/// last line add them as they are.
pub fn typeahead(
    ui: &mut Ui,
    id: Id,
    label: &str,
    placeholder: &str,
    text: &mut String,
    matches: &[Match<'_>],
    add: bool,
) -> TypeaheadEvent {
    let key = id.with("list");
    let mut state = ui.data(|data| data.get_temp::<State>(key)).unwrap_or_default();
    let add = add && !text.trim().is_empty();
    let rows = matches.len() + usize::from(add);
    let focused = ui.memory(|memory| memory.has_focus(id));
    let entered = keys(ui, focused, &mut state, rows, false);
    let response = Field::new(id, label)
        .hidden_label()
        .icon(Icon::Search)
        .placeholder(placeholder)
        .limit(200)
        .keeps_escape(state.open && rows > 0)
        .show(ui, text);
    if response.gained_focus() {
        state.open = !text.is_empty();
    }
    if response.changed() {
        state = State {
            open: true,
            ..State::default()
        };
    }
    let mut picked = entered;
    let over = Popup::from_response(&response)
        .get_popup_rect()
        .is_some_and(|rect| ui.input(|input| input.pointer.interact_pos().is_some_and(|at| rect.contains(at))));
    let open = state.open && rows > 0 && (response.has_focus() || over);
    if open {
        let clicked = list(ui, &response, label, text, matches, add, state.at);
        picked = picked.or(clicked);
    } else if !response.has_focus() {
        state.open = false;
    }
    let event = match picked {
        Some(at) if at < matches.len() => TypeaheadEvent::Picked(at),
        Some(_) if add => TypeaheadEvent::Add(text.trim().to_owned()),
        _ if response.changed() => TypeaheadEvent::Changed,
        _ => TypeaheadEvent::None,
    };
    if matches!(event, TypeaheadEvent::Picked(_) | TypeaheadEvent::Add(_)) {
        text.clear();
        state = State::default();
        // The next tag is typed at once.
        response.request_focus();
    }
    let active = open.then(|| row_id(id, state.at.min(rows.saturating_sub(1))));
    ui.accesskit_node_builder(response.id, |node| {
        node.set_role(Role::EditableComboBox);
        node.set_expanded(open);
        if let Some(active) = active {
            node.set_active_descendant(active.accesskit_id());
        }
    });
    ui.data_mut(|data| data.insert_temp(key, state));
    event
}

/// Shows a field for words of one's own, and under it those of `known` that fit while it is typed in. They are taken with
/// an arrow and Enter, or a press; without an arrow Enter leaves what is typed. `id` is the field's.
pub fn suggest(ui: &mut Ui, id: Id, field: Field<'_>, text: &mut String, known: &[&str]) -> Response {
    let key = id.with("list");
    let mut state = ui.data(|data| data.get_temp::<State>(key)).unwrap_or_default();
    let rows = known.len();
    let focused = ui.memory(|memory| memory.has_focus(id));
    let mut picked = keys(ui, focused, &mut state, rows, true);
    let label = field.label();
    let mut response = field.keeps_escape(state.open && rows > 0).show(ui, text);
    if response.changed() {
        state = State {
            open: true,
            ..State::default()
        };
    }
    let over = Popup::from_response(&response)
        .get_popup_rect()
        .is_some_and(|rect| ui.input(|input| input.pointer.interact_pos().is_some_and(|at| rect.contains(at))));
    let open = state.open && rows > 0 && (response.has_focus() || over);
    let marked = if state.moved { state.at } else { usize::MAX };
    if open {
        let lines: Vec<Match<'_>> = known.iter().map(|words| Match { words, dot: None }).collect();
        let clicked = list(ui, &response, label, text, &lines, false, marked);
        picked = picked.or(clicked);
    } else if !response.has_focus() {
        state.open = false;
    }
    if let Some(words) = picked.and_then(|at| known.get(at)) {
        (*words).clone_into(text);
        state = State::default();
        response.mark_changed();
        response.request_focus();
    }
    let active = (open && state.moved).then(|| row_id(id, state.at.min(rows.saturating_sub(1))));
    ui.accesskit_node_builder(response.id, |node| {
        node.set_role(Role::EditableComboBox);
        node.set_expanded(open);
        if let Some(active) = active {
            node.set_active_descendant(active.accesskit_id());
        }
    });
    ui.data_mut(|data| data.insert_temp(key, state));
    response
}

/// Those of `known` that fit what is typed, the nearest first: what begins so before what has it within. What is typed
/// already is none of them.
pub fn fitting<'a>(words: &str, known: &'a [String], at_most: usize) -> Vec<&'a str> {
    let words = words.trim().to_lowercase();
    let mut fits: Vec<(bool, &str)> = known
        .iter()
        .map(|one| (one, one.to_lowercase()))
        .filter(|(_, plain)| !words.is_empty() && plain.contains(&words) && *plain != words)
        .map(|(one, plain)| (!plain.starts_with(&words), one.as_str()))
        .collect();
    fits.sort_by_key(|(within, _)| *within);
    fits.truncate(at_most);
    fits.into_iter().map(|(_, one)| one).collect()
}

fn row_id(id: Id, at: usize) -> Id {
    id.with(("row", at))
}

/// The keys that are the list's are taken before the field sees them. `marked`: Enter is, only once an arrow marked a line.
fn keys(ui: &Ui, focused: bool, state: &mut State, rows: usize, marked: bool) -> Option<usize> {
    if !focused || rows == 0 {
        return None;
    }
    state.at = state.at.min(rows - 1);
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if pressed(Key::ArrowDown) {
        // The first line is marked already; Down and Enter pick it as well as Enter alone, and never add a word that is
        // nearly there.
        state.at = if state.open && state.moved {
            (state.at + 1) % rows
        } else {
            0
        };
        (state.open, state.moved) = (true, true);
    }
    if pressed(Key::ArrowUp) {
        state.at = if state.open {
            (state.at + rows - 1) % rows
        } else {
            rows - 1
        };
        (state.open, state.moved) = (true, true);
    }
    if !state.open {
        return None;
    }
    if pressed(Key::Escape) {
        state.open = false;
        return None;
    }
    if marked && !state.moved {
        return None;
    }
    pressed(Key::Enter).then_some(state.at)
}

fn list(
    ui: &Ui,
    field: &Response,
    label: &str,
    text: &str,
    matches: &[Match<'_>],
    add: bool,
    at: usize,
) -> Option<usize> {
    let width = field.rect.width().max(160.0);
    let adding = format!("Add “{}”", text.trim());
    Popup::from_response(field)
        .open(true)
        .kind(PopupKind::Popup)
        .close_behavior(PopupCloseBehavior::IgnoreClicks)
        .layout(Layout::top_down(Align::Min))
        .gap(space::XS)
        .width(width)
        .frame(menu_frame(ui))
        .accessible_name(label)
        .show(|ui| {
            ui.set_width(width - 10.0);
            ui.spacing_mut().item_spacing.y = 0.0;
            let mut picked = None;
            ScrollArea::vertical().max_height(260.0).show(ui, |ui| {
                let added = add.then_some(Match {
                    words: &adding,
                    dot: None,
                });
                for (row, one) in matches.iter().copied().chain(added).enumerate() {
                    let icon = (row == matches.len()).then_some(Icon::Plus);
                    if option(ui, row_id(field.id, row), one, row == at, icon).clicked() {
                        picked = Some(row);
                    }
                }
            });
            picked
        })
        .and_then(|shown| shown.inner)
}

fn option(ui: &mut Ui, id: Id, one: Match<'_>, active: bool, icon: Option<Icon>) -> Response {
    let width = ui.available_width();
    let (_, rect) = ui.allocate_space(vec2(width, height::BAR));
    // The focus stays in the field.
    let response = ui.interact(rect, id, Sense::CLICK);
    response.widget_info(|| WidgetInfo::labeled(Role::ListBoxOption, ui.is_enabled(), one.words));
    ui.accesskit_node_builder(id, |node| node.set_selected(active));
    if active {
        let colors = tokens(ui);
        ui.painter().rect_filled(rect, 4.0, colors.accent_soft);
        // Not by a pale colour alone.
        let bar = Rect::from_min_size(rect.min, vec2(3.0, rect.height()));
        ui.painter().rect_filled(bar, 0.0, colors.accent);
        response.scroll_to_me(None);
    }
    paint_row(ui, rect, &response, one.words, false, icon);
    if let Some(slot) = one.dot {
        chip::dot(ui, rect.left_center() + vec2(16.0, 0.0), slot);
    }
    paint::focus_inside(ui, &response, rect, 4);
    response
}

#[cfg(test)]
mod tests {
    use super::fitting;

    #[test]
    fn what_begins_so_comes_before_what_has_it_within() {
        let known = ["Head of service", "Team West", "Westside school", "West"].map(str::to_owned);
        assert_eq!(fitting("west", &known, 8), ["Westside school", "Team West"]);
        assert_eq!(fitting(" WEST ", &known, 1), ["Westside school"]);
        assert!(fitting("", &known, 8).is_empty());
    }
}
