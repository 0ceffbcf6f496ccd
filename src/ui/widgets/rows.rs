//! A list of any length, scrolled by row and offset: a height of a million rows is more than a 32-bit float can tell.

use eframe::egui::accesskit::Role;
use eframe::egui::{Align, Id, Layout, Rect, Sense, Ui, UiBuilder, pos2, vec2};

use super::row::{Row, RowEvent, State};
use crate::ui::theme::tokens;

/// A list whose rows are alike in height; it takes all the room there is.
#[must_use = "call show"]
pub struct Rows<'a> {
    id: Id,
    name: &'a str,
    height: f32,
}

/// Where the list is.
#[derive(Clone, Copy, Default)]
struct Place {
    /// The first row in sight.
    first: usize,
    /// How much of it is above the edge.
    above: f32,
}

const BAR: f32 = 10.0;

impl<'a> Rows<'a> {
    /// A list; `name` says of what, `height` how high each row is.
    pub fn new(id: Id, name: &'a str, height: f32) -> Self {
        Self { id, name, height }
    }

    /// Shows `rows` rows. `describe` says a row in words and whether it is selected; `contents` fills it, top down.
    /// Both are asked only for rows in sight.
    pub fn show(
        self,
        ui: &mut Ui,
        rows: usize,
        mut describe: impl FnMut(usize) -> (String, bool),
        mut contents: impl FnMut(&mut Ui, usize),
    ) -> RowEvent {
        let mut event = RowEvent::default();
        let room = ui.available_size();
        let (rect, _) = ui.allocate_exact_size(room.max(vec2(80.0, self.height)), Sense::hover());
        let (mut state, mut place) = ui
            .data(|data| data.get_temp::<(State, Place)>(self.id))
            .unwrap_or_default();
        state.cursor = state.cursor.min(rows.saturating_sub(1));
        state.going = state.going.filter(|row| *row < rows);
        if let Some(row) = state.going {
            place.reach(row, self.height, rect.height());
        }
        self.wheel(ui, rect, &mut place);
        place.settle(rows, self.height, rect.height());
        let builder = UiBuilder::new()
            .id_salt(self.id)
            .max_rect(rect)
            .accessibility_role(Role::List)
            .accessibility_label(self.name);
        let mut ui = ui.new_child(builder);
        ui.shrink_clip_rect(rect);
        ui.accesskit_node_builder(ui.unique_id(), |node| node.set_size_of_set(rows));
        let page = (rect.height() / self.height).floor().max(1.0) as usize;
        let shown = place.first..rows.min(place.first + page + 2);
        let whole = place.first + usize::from(place.above > 0.0);
        let stop = if shown.contains(&state.cursor) {
            state.cursor
        } else {
            whole
        };
        let focused = ui.memory(eframe::egui::Memory::focused);
        for at in shown {
            let top = rect.top() - place.above + (at - place.first) as f32 * self.height;
            let one = Rect::from_min_size(pos2(rect.left(), top), vec2(rect.width(), self.height));
            if one.top() >= rect.bottom() {
                break;
            }
            let id = self.id.with(("row", at));
            let row = Row {
                id,
                at,
                rows,
                rect: one,
                clip: ui.clip_rect(),
                stop: at == stop || focused == Some(id),
            };
            let (words, selected) = describe(at);
            row.show(&mut ui, &words, selected, page, &mut state, &mut event);
            let inside = UiBuilder::new()
                .id_salt(at)
                .max_rect(one.with_max_x(one.right() - BAR))
                .layout(Layout::top_down(Align::Min));
            let mut cell = ui.new_child(inside);
            cell.shrink_clip_rect(one);
            contents(&mut cell, at);
        }
        self.bar(&ui, rect, rows, &mut place);
        ui.data_mut(|data| data.insert_temp(self.id, (state, place)));
        event
    }

    fn wheel(&self, ui: &Ui, rect: Rect, place: &mut Place) {
        if !ui.is_enabled() || !ui.rect_contains_pointer(rect) {
            return;
        }
        let by = ui.input_mut(|input| std::mem::take(&mut input.smooth_scroll_delta.y));
        if by != 0.0 {
            place.move_by(-by, self.height);
        }
    }

    /// The scroll bar: where in the list one is, and a handle to go elsewhere.
    fn bar(&self, ui: &Ui, rect: Rect, rows: usize, place: &mut Place) {
        let last = Place::last(rows, self.height, rect.height());
        let end = last.at(self.height);
        if end <= 0.0 {
            return;
        }
        let track = Rect::from_min_max(pos2(rect.right() - BAR, rect.top()), rect.max);
        let all = rows as f64 * f64::from(self.height);
        let long = (f64::from(track.height()).powi(2) / all).max(32.0) as f32;
        let free = track.height() - long;
        let share = (place.at(self.height) / end).clamp(0.0, 1.0);
        let top = track.top() + (share * f64::from(free)) as f32;
        let handle = Rect::from_min_size(pos2(track.left(), top), vec2(BAR, long));
        // Not a stop for Tab: the keys of the rows go everywhere it does.
        let response = ui.interact(track, self.id.with("bar"), Sense::DRAG | Sense::CLICK);
        if let Some(at) = response.interact_pointer_pos()
            && free > 0.0
        {
            let share = f64::from(((at.y - long / 2.0 - track.top()) / free).clamp(0.0, 1.0));
            let to = share * end;
            place.first = to.floor() as usize;
            place.above = (to.fract() * f64::from(self.height)) as f32;
            ui.request_repaint();
        }
        let strong = response.hovered() || response.dragged();
        let color = tokens(ui).text.gamma_multiply(if strong { 0.7 } else { 0.35 });
        ui.painter().rect_filled(handle.shrink2(vec2(2.0, 1.0)), 3.0, color);
    }
}

impl Place {
    /// In rows and parts of one.
    fn at(self, height: f32) -> f64 {
        self.first as f64 + f64::from(self.above / height)
    }

    fn last(rows: usize, height: f32, room: f32) -> Self {
        let fit = room / height;
        let whole = fit.floor() as usize;
        if rows <= whole {
            return Self::default();
        }
        // The last row ends at the bottom: part of the first in sight is above.
        let above = (fit.ceil() - fit) * height;
        Self {
            first: rows - fit.ceil() as usize,
            above,
        }
    }

    fn move_by(&mut self, by: f32, height: f32) {
        let to = self.above + by;
        let rows = (to / height).floor();
        self.above = to - rows * height;
        if rows < 0.0 {
            let up = (-rows) as usize;
            if up > self.first {
                *self = Self::default();
            } else {
                self.first -= up;
            }
        } else {
            self.first = self.first.saturating_add(rows as usize);
        }
    }

    /// No further than the last row.
    fn settle(&mut self, rows: usize, height: f32, room: f32) {
        let last = Self::last(rows, height, room);
        if self.first > last.first || (self.first == last.first && self.above > last.above) {
            *self = last;
        }
    }

    /// Brings a row into sight with the least movement.
    fn reach(&mut self, row: usize, height: f32, room: f32) {
        if row < self.first || (row == self.first && self.above > 0.0) {
            *self = Self { first: row, above: 0.0 };
            return;
        }
        let lowest = Self::last(row + 1, height, room);
        if self.first < lowest.first || (self.first == lowest.first && self.above < lowest.above) {
            *self = lowest;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn goes_by_rows_and_stays_in_the_list() {
        let mut place = Place::default();
        place.move_by(95.0, 40.0);
        assert_eq!((place.first, place.above), (2, 15.0));
        place.move_by(-20.0, 40.0);
        assert_eq!((place.first, place.above), (1, 35.0));
        place.move_by(-500.0, 40.0);
        assert_eq!((place.first, place.above), (0, 0.0));
        place.move_by(1e9, 40.0);
        place.settle(1_000_000, 40.0, 100.0);
        assert_eq!((place.first, place.above), (999_997, 20.0));
        place.settle(2, 40.0, 100.0);
        assert_eq!((place.first, place.above), (0, 0.0));
    }

    #[test]
    fn brings_a_row_into_sight_and_no_further() {
        let mut place = Place::default();
        place.reach(1, 40.0, 100.0);
        assert_eq!((place.first, place.above), (0, 0.0));
        place.reach(2, 40.0, 100.0);
        assert_eq!((place.first, place.above), (0, 20.0));
        place.reach(999_999, 40.0, 100.0);
        assert_eq!((place.first, place.above), (999_997, 20.0));
        place.reach(999_997, 40.0, 100.0);
        assert_eq!((place.first, place.above), (999_997, 0.0));
    }
}
