//! Scrolling by row and offset: a height of a million rows is more than a 32-bit float can tell.

use eframe::egui::{Id, Rect, Sense, Ui, pos2, vec2};

use crate::ui::theme::tokens;

/// Where the list is.
#[derive(Clone, Copy, Default)]
pub(super) struct Place {
    /// The first row in sight.
    pub(super) first: usize,
    /// How much of it is above the edge.
    pub(super) above: f32,
}

/// How wide the scroll bar is.
pub(super) const BAR: f32 = 10.0;

/// The wheel over the list moves it.
pub(super) fn wheel(ui: &Ui, rect: Rect, place: &mut Place, height: f32) {
    if !ui.is_enabled() || !ui.rect_contains_pointer(rect) {
        return;
    }
    let by = ui.input_mut(|input| std::mem::take(&mut input.smooth_scroll_delta.y));
    if by != 0.0 {
        place.move_by(-by, height);
    }
}

/// The scroll bar at the right of `rect`: where in the list one is, and a handle to go elsewhere.
pub(super) fn bar(ui: &Ui, id: Id, rect: Rect, (rows, height): (usize, f32), place: &mut Place) {
    let last = Place::last(rows, height, rect.height());
    let end = last.at(height);
    if end <= 0.0 {
        return;
    }
    let track = Rect::from_min_max(pos2(rect.right() - BAR, rect.top()), rect.max);
    let all = rows as f64 * f64::from(height);
    let long = (f64::from(track.height()).powi(2) / all).max(32.0) as f32;
    let free = track.height() - long;
    let share = (place.at(height) / end).clamp(0.0, 1.0);
    let top = track.top() + (share * f64::from(free)) as f32;
    let handle = Rect::from_min_size(pos2(track.left(), top), vec2(BAR, long));
    // Not a stop for Tab: the keys of the rows go everywhere it does.
    let response = ui.interact(track, id.with("bar"), Sense::DRAG | Sense::CLICK);
    if let Some(at) = response.interact_pointer_pos()
        && free > 0.0
    {
        let share = f64::from(((at.y - long / 2.0 - track.top()) / free).clamp(0.0, 1.0));
        let to = share * end;
        place.first = to.floor() as usize;
        place.above = (to.fract() * f64::from(height)) as f32;
        ui.request_repaint();
    }
    let strong = response.hovered() || response.dragged();
    let color = tokens(ui).text.gamma_multiply(if strong { 0.7 } else { 0.35 });
    ui.painter().rect_filled(handle.shrink2(vec2(2.0, 1.0)), 3.0, color);
}

impl Place {
    /// In rows and parts of one.
    pub(super) fn at(self, height: f32) -> f64 {
        self.first as f64 + f64::from(self.above / height)
    }

    pub(super) fn last(rows: usize, height: f32, room: f32) -> Self {
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

    pub(super) fn move_by(&mut self, by: f32, height: f32) {
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
    pub(super) fn settle(&mut self, rows: usize, height: f32, room: f32) {
        let last = Self::last(rows, height, room);
        if self.first > last.first || (self.first == last.first && self.above > last.above) {
            *self = last;
        }
    }

    /// Brings a row into sight with the least movement.
    pub(super) fn reach(&mut self, row: usize, height: f32, room: f32) {
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
