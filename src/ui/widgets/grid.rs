//! A grid of cells as a spreadsheet has them: arrows go from cell to cell, Tab to the next, Enter to the next row. Only
//! the rows in sight are drawn; the first column stays where it is while the others scroll.

use eframe::egui::accesskit::{Action, Role};
use eframe::egui::{
    Align, Event, FocusDirection, Id, Key, Layout, Memory, Rect, Response, Sense, Stroke, Ui, UiBuilder, pos2, vec2,
};

use super::focus;
use super::grid_keys::{self, Keys};
use super::paint;
use super::scroll::{self, BAR, Place};
use crate::ui::theme::{space, tokens};

/// What the cells of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Answered by keys of their own.
    Answer,
    /// Words typed in place.
    Words,
    /// Something to press.
    Button,
}

/// One column.
#[derive(Clone, Copy, Debug)]
pub struct Column<'a> {
    /// What its cells are.
    pub kind: Kind,
    /// How wide.
    pub width: f32,
    /// The keys that answer, pressed without any other.
    pub keys: &'a [Key],
}

/// Row and column of a cell.
pub type At = (usize, usize);

/// What stands in a grid.
pub trait Cells {
    /// The id of a cell, made from its record.
    fn id(&self, at: At) -> Id;
    /// How many letters a cell of words holds.
    fn letters(&self, at: At) -> usize;
    /// Fills the head of a column.
    fn head(&mut self, ui: &mut Ui, column: usize);
    /// Fills a cell and says its name. Without a response it is a cell of words that is being typed in.
    fn cell(&mut self, ui: &mut Ui, at: At, response: Option<&Response>);
    /// Fills the foot of a column.
    fn foot(&mut self, ui: &mut Ui, column: usize);
}

/// What was done in a grid this frame.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GridEvent {
    /// The cell that has the focus.
    pub focused: Option<At>,
    /// Keys that answer, with the cell each was pressed in.
    pub pressed: Vec<(At, Key)>,
    /// Esc: what has the focus next is the caller's to say.
    pub left: bool,
}

/// A grid: see [`Grid::show`].
#[must_use = "call show"]
pub struct Grid<'a> {
    id: Id,
    name: &'a str,
    columns: &'a [Column<'a>],
    row: f32,
    head: f32,
    foot: f32,
}

/// Where in a grid one is.
#[derive(Clone, Default)]
struct State {
    keys: Keys,
    place: Place,
    /// How far the columns after the first are scrolled.
    along: f32,
    /// Bring the cell with the focus into sight.
    reach: bool,
    /// What was typed in the last frame after a key that left a cell of words.
    later: Vec<Event>,
}

/// Where things stand this frame.
struct Room {
    head: Rect,
    body: Rect,
    foot: Rect,
    /// The left edge of the columns that scroll.
    split: f32,
    /// The most they can be scrolled.
    most: f32,
}

const BOTTOM_BAR: f32 = 12.0;

impl<'a> Grid<'a> {
    /// A grid; `name` says of what. Rows are `row` high.
    pub fn new(id: Id, name: &'a str, columns: &'a [Column<'a>], row: f32) -> Self {
        Self {
            id,
            name,
            columns,
            row,
            head: 0.0,
            foot: 0.0,
        }
    }

    /// How high its head and its foot are.
    pub fn ends(mut self, head: f32, foot: f32) -> Self {
        (self.head, self.foot) = (head, foot);
        self
    }

    /// Moves to a cell, brings it into sight and gives it the focus.
    pub fn go(ui: &Ui, id: Id, at: At, cell: Id) {
        let mut state = ui.data(|data| data.get_temp::<State>(id)).unwrap_or_default();
        state.keys.put(at);
        state.reach = true;
        ui.data_mut(|data| data.insert_temp(id, state));
        ui.memory_mut(|memory| memory.request_focus(cell));
    }

    /// Shows it in `height`.
    pub fn show(self, ui: &mut Ui, rows: usize, height: f32, cells: &mut impl Cells) -> GridEvent {
        let mut event = GridEvent::default();
        let mut state = ui.data(|data| data.get_temp::<State>(self.id)).unwrap_or_default();
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
        let room = self.room(rect);
        self.keys(ui, rows, &room, &mut state, cells, &mut event);
        self.scroll(ui, rows, rect, &room, &mut state);
        let builder = UiBuilder::new()
            .id_salt(self.id)
            .max_rect(rect)
            .accessibility_role(Role::Grid)
            .accessibility_label(self.name);
        let mut ui = ui.new_child(builder);
        ui.shrink_clip_rect(rect);
        ui.accesskit_node_builder(ui.unique_id(), |node| {
            node.set_row_count(rows);
            node.set_column_count(self.columns.len());
        });
        self.end(&mut ui, &room, room.head, state.along, |ui, column| {
            cells.head(ui, column);
        });
        self.body(&mut ui, rows, &room, &mut state, cells, &mut event);
        self.end(&mut ui, &room, room.foot, state.along, |ui, column| {
            cells.foot(ui, column);
        });
        self.lines(&ui, &room, state.along);
        scroll::bar(
            &ui,
            self.id,
            room.body.with_max_x(rect.right()),
            (rows, self.row),
            &mut state.place,
        );
        self.bottom_bar(&ui, rect, &room, &mut state.along);
        ui.data_mut(|data| data.insert_temp(self.id, state));
        event
    }

    fn room(&self, rect: Rect) -> Room {
        let first = self.columns.first().map_or(0.0, |column| column.width);
        let others: f32 = self.columns.iter().skip(1).map(|column| column.width).sum();
        let split = rect.left() + first;
        let most = (others - (rect.right() - BAR - split)).max(0.0).floor();
        let bottom = rect.bottom() - if most > 0.0 { BOTTOM_BAR } else { 0.0 };
        let top = rect.top() + self.head;
        let end = (bottom - self.foot).max(top + self.row);
        let across = |from: f32, to: f32| Rect::from_min_max(pos2(rect.left(), from), pos2(rect.right() - BAR, to));
        Room {
            head: across(rect.top(), top),
            body: across(top, end),
            foot: across(end, bottom),
            split,
            most,
        }
    }

    /// The left edge and the width of a column.
    fn column(&self, at: usize, room: &Room, along: f32) -> (f32, f32) {
        let width = self.columns.get(at).map_or(0.0, |column| column.width);
        if at == 0 {
            return (room.head.left(), width);
        }
        let before: f32 = self.columns.iter().take(at).skip(1).map(|column| column.width).sum();
        (room.split + before - along, width)
    }

    fn keys(&self, ui: &Ui, rows: usize, room: &Room, state: &mut State, cells: &impl Cells, event: &mut GridEvent) {
        let later = std::mem::take(&mut state.later);
        state.keys.within(rows, self.columns.len());
        if rows == 0 || !ui.is_enabled() {
            return;
        }
        let (here, focused) = (cells.id(state.keys.at()), ui.memory(Memory::focused));
        if focused != Some(here) {
            let was = ui.memory(|memory| memory.had_focus_last_frame(here)) && focused.is_none();
            event.left = was && ui.input(|input| input.key_pressed(Key::Escape));
            return;
        }
        let page = (room.body.height() / self.row).floor().max(1.0) as usize;
        let caret = grid_keys::caret(ui, here, cells.letters(state.keys.at()));
        let before = state.keys.at();
        let sheet = grid_keys::Sheet {
            rows,
            columns: self.columns,
            page,
            caret,
        };
        let taken = ui.input_mut(|input| {
            input.events.splice(0..0, later);
            state.keys.take(&mut input.events, &sheet)
        });
        event.pressed = taken.pressed;
        state.later = taken.later;
        if taken.went {
            // Else egui also moves the focus, to what lies in that direction.
            ui.memory_mut(|memory| memory.move_focus(FocusDirection::None));
        }
        if state.keys.at() != before {
            ui.memory_mut(|memory| memory.request_focus(cells.id(state.keys.at())));
            state.reach = true;
        }
        if taken.went || !state.later.is_empty() {
            ui.request_repaint();
        }
    }

    fn scroll(&self, ui: &Ui, rows: usize, rect: Rect, room: &Room, state: &mut State) {
        if std::mem::take(&mut state.reach) {
            let (row, column) = state.keys.at();
            state.place.reach(row, self.row, room.body.height());
            if column > 0 {
                let (left, width) = self.column(column, room, 0.0);
                let (from, to) = (left - room.split, left - room.split + width);
                let wide = room.body.right() - room.split;
                state.along = state.along.clamp((to - wide).min(from).max(0.0), from);
            }
        }
        scroll::wheel(ui, rect, &mut state.place, self.row);
        if ui.is_enabled() && ui.rect_contains_pointer(rect) {
            state.along -= ui.input_mut(|input| std::mem::take(&mut input.smooth_scroll_delta.x));
        }
        state.place.settle(rows, self.row, room.body.height());
        state.along = state.along.clamp(0.0, room.most);
    }

    /// The part of the window in which a column is seen.
    fn clip(place: Rect, room: &Room, column: usize) -> Rect {
        if column == 0 {
            place.with_max_x(room.split)
        } else {
            place.with_min_x(room.split)
        }
    }

    /// A head or foot, a cell a column.
    fn end(&self, ui: &mut Ui, room: &Room, place: Rect, along: f32, mut fill: impl FnMut(&mut Ui, usize)) {
        if place.height() <= 0.0 {
            return;
        }
        for column in 0..self.columns.len() {
            let (left, width) = self.column(column, room, along);
            let rect = Rect::from_min_size(pos2(left, place.top()), vec2(width, place.height()));
            let builder = UiBuilder::new()
                .id_salt((place.top() > room.body.top(), column))
                .max_rect(rect.shrink2(vec2(space::S, 0.0)))
                .layout(Layout::top_down(Align::Min));
            let mut cell = ui.new_child(builder);
            cell.shrink_clip_rect(Self::clip(place, room, column).intersect(rect));
            fill(&mut cell, column);
        }
    }

    fn body(
        &self,
        ui: &mut Ui,
        rows: usize,
        room: &Room,
        state: &mut State,
        cells: &mut impl Cells,
        event: &mut GridEvent,
    ) {
        let page = (room.body.height() / self.row).floor().max(1.0) as usize;
        let shown = state.place.first..rows.min(state.place.first + page + 2);
        let focused = ui.memory(Memory::focused);
        // Tab stops at one cell: where one was, when that is in sight, else in the first row in sight.
        let (row, column) = state.keys.at();
        let whole = state.place.first + usize::from(state.place.above > 0.0);
        let stop = (if shown.contains(&row) { row } else { whole }, column);
        for row in shown {
            let top = room.body.top() - state.place.above + (row - state.place.first) as f32 * self.row;
            if top >= room.body.bottom() {
                break;
            }
            let line = Rect::from_min_size(pos2(room.body.left(), top), vec2(room.body.width(), self.row));
            let current = (0..self.columns.len()).any(|column| focused == Some(cells.id((row, column))));
            ground(ui, line.intersect(room.body), current, row + 1 < rows);
            for column in 0..self.columns.len() {
                let at = (row, column);
                let (left, width) = self.column(column, room, state.along);
                let rect = Rect::from_min_size(pos2(left, top), vec2(width, self.row - 1.0));
                let clip = Self::clip(room.body, room, column);
                if self.one(ui, at, rect, clip, at == stop, cells) {
                    state.keys.found(at);
                    event.focused = Some(at);
                }
            }
        }
    }

    /// One cell; whether it has the focus.
    fn one(&self, ui: &mut Ui, at: At, rect: Rect, clip: Rect, stop: bool, cells: &mut impl Cells) -> bool {
        let id = cells.id(at);
        let builder = UiBuilder::new()
            .id_salt((self.id, at))
            .max_rect(rect)
            .layout(Layout::left_to_right(Align::Center));
        let mut ui = ui.new_child(builder);
        ui.shrink_clip_rect(clip);
        let place = |ui: &Ui| {
            ui.accesskit_node_builder(id, |node| {
                node.set_row_index(at.0);
                node.set_column_index(at.1);
                node.add_action(Action::Focus);
            });
        };
        let words = self.columns.get(at.1).is_some_and(|column| column.kind == Kind::Words);
        if words && ui.is_enabled() && ui.memory(|memory| memory.has_focus(id)) {
            cells.cell(&mut ui, at, None);
            place(&ui);
            return ui.memory(|memory| memory.has_focus(id));
        }
        let focused = ui.memory(|memory| memory.has_focus(id));
        let sense = if stop || focused { Sense::click() } else { Sense::CLICK };
        let response = ui.interact(rect, id, sense);
        cells.cell(&mut ui, at, Some(&response));
        place(&ui);
        focus::pressed(&response);
        let asked = ui.input(|input| input.has_accesskit_action_request(id, Action::Focus));
        if ui.is_enabled() && (asked || response.clicked()) && !focused {
            response.request_focus();
            ui.request_repaint();
        }
        paint::focus_inside(&ui, &response, rect.shrink(1.0), 4);
        response.has_focus()
    }

    fn lines(&self, ui: &Ui, room: &Room, along: f32) {
        let colors = tokens(ui);
        let line = Stroke::new(colors.line_width(), colors.line);
        let across = room.head.left()..=room.head.right() + BAR;
        if self.head > 0.0 {
            ui.painter().hline(across.clone(), room.head.bottom() - 0.5, line);
        }
        if self.foot > 0.0 {
            ui.painter().hline(across, room.foot.top() + 0.5, line);
        }
        if along > 0.0 {
            // Something lies under the first column.
            ui.painter()
                .vline(room.split - 0.5, room.head.top()..=room.foot.bottom(), line);
        }
    }

    /// Where along the columns one is, when not all fit.
    fn bottom_bar(&self, ui: &Ui, rect: Rect, room: &Room, along: &mut f32) {
        if room.most <= 0.0 {
            return;
        }
        let track = Rect::from_min_max(
            pos2(room.split, rect.bottom() - BOTTOM_BAR),
            pos2(room.body.right(), rect.bottom()),
        );
        let response = ui.interact(track, self.id.with("along"), Sense::DRAG | Sense::CLICK);
        let long = (track.width().powi(2) / (track.width() + room.most)).max(32.0);
        let free = (track.width() - long).max(1.0);
        if let Some(at) = response.interact_pointer_pos() {
            *along = ((at.x - long / 2.0 - track.left()) / free).clamp(0.0, 1.0) * room.most;
            ui.request_repaint();
        }
        let left = track.left() + *along / room.most * free;
        let handle = Rect::from_min_size(pos2(left, track.top()), vec2(long, BOTTOM_BAR));
        let strong = response.hovered() || response.dragged();
        let color = tokens(ui).text.gamma_multiply(if strong { 0.7 } else { 0.35 });
        ui.painter().rect_filled(handle.shrink2(vec2(1.0, 3.0)), 3.0, color);
    }
}

/// What lies under a row's cells: the row that is worked in is marked.
fn ground(ui: &Ui, line: Rect, current: bool, more: bool) {
    let colors = tokens(ui);
    if current {
        ui.painter().rect_filled(line, 0.0, colors.accent_soft);
    }
    if more {
        let thin = Stroke::new(1.0, colors.line_soft);
        ui.painter().hline(line.x_range(), line.bottom() - 0.5, thin);
    }
}
