//! A list of any length, scrolled by row and offset: a height of a million rows is more than a 32-bit float can tell.

use eframe::egui::accesskit::Role;
use eframe::egui::{Align, Id, Layout, Rect, Sense, Ui, UiBuilder, pos2, vec2};

use super::row::{Row, RowEvent, State};
use super::scroll::{self, BAR, Place};

/// A list whose rows are alike in height; it takes all the room there is.
#[must_use = "call show"]
pub struct Rows<'a> {
    id: Id,
    name: &'a str,
    height: f32,
}

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
        scroll::wheel(ui, rect, &mut place, self.height);
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
        scroll::bar(&ui, self.id, rect, (rows, self.height), &mut place);
        ui.data_mut(|data| data.insert_temp(self.id, (state, place)));
        event
    }
}
