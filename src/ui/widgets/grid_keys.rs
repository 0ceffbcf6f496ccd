//! The keys of a grid, taken in the order in which they were pressed: what was typed before a key that leaves a cell
//! belongs to that cell, what is typed after it to the next, also when a slow frame brings them together.

use eframe::egui::text_edit::TextEditState;
use eframe::egui::{Event, Id, Key, Modifiers, Ui};

use super::grid::{At, Column, Kind};

/// Where in a grid the keyboard is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Keys {
    at: At,
    /// The column in which a row was begun: Enter after Tab goes there.
    start: usize,
}

/// The grid as the keys see it.
pub(super) struct Sheet<'a> {
    pub(super) rows: usize,
    pub(super) columns: &'a [Column<'a>],
    /// How many rows are in sight.
    pub(super) page: usize,
    /// Whether the caret of the cell of words stands at its start, and at its end.
    pub(super) caret: (bool, bool),
}

/// What came of the keys of a frame.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Taken {
    /// Keys that answer, with their cells.
    pub(super) pressed: Vec<(At, Key)>,
    /// What comes after a key that left a cell of words with something typed in it: for the next frame.
    pub(super) later: Vec<Event>,
    /// A key was taken.
    pub(super) went: bool,
}

/// Whether the caret of a text field stands at its start, and at its end.
pub(super) fn caret(ui: &Ui, id: Id, letters: usize) -> (bool, bool) {
    let range = TextEditState::load(ui, id).and_then(|state| state.cursor.char_range());
    range.map_or((letters == 0, true), |range| {
        let (one, other) = (range.primary.index.0, range.secondary.index.0);
        (one == 0 && other == 0, one >= letters && other >= letters)
    })
}

impl Keys {
    pub(super) fn at(&self) -> At {
        self.at
    }

    /// Goes to a cell.
    pub(super) fn put(&mut self, at: At) {
        (self.at, self.start) = (at, at.1);
    }

    /// This cell has the focus, however it got it.
    pub(super) fn found(&mut self, at: At) {
        if self.at != at {
            self.put(at);
        }
    }

    /// Stays within the grid.
    pub(super) fn within(&mut self, rows: usize, columns: usize) {
        self.at.0 = self.at.0.min(rows.saturating_sub(1));
        self.at.1 = self.at.1.min(columns.saturating_sub(1));
    }

    /// Takes the keys that are the grid's out of the events of a frame.
    pub(super) fn take(&mut self, events: &mut Vec<Event>, sheet: &Sheet<'_>) -> Taken {
        let mut taken = Taken::default();
        let mut first = true;
        let mut next = 0;
        while next < events.len() {
            let kind = sheet.columns.get(self.at.1).map_or(Kind::Button, |column| column.kind);
            // What the caret was is known of the cell the frame began in only.
            let caret = if first { sheet.caret } else { (false, false) };
            if kind == Kind::Words {
                let leaves = |event: &Event| self.step(event, kind, sheet, caret).is_some();
                let Some(found) = events.iter().skip(next).position(leaves) else {
                    break;
                };
                if events.iter().skip(next).take(found).any(types) {
                    taken.later = events.split_off(next + found);
                    taken.went = true;
                    break;
                }
                next += found;
            }
            let Some(event) = events.get(next) else { break };
            if let Some((to, keep)) = self.step(event, kind, sheet, caret) {
                let Some(to) = to else { break };
                self.start = if keep { self.start } else { to.1 };
                self.at = to;
                first = false;
            } else if let Some(key) = self.answers(event, sheet) {
                taken.pressed.push((self.at, key));
            } else if !matches!(event, Event::Text(_)) {
                next += 1;
                continue;
            }
            // The letter that comes with a key is not typed into the cell one goes to.
            taken.went = true;
            events.remove(next);
        }
        taken
    }

    fn answers(&self, event: &Event, sheet: &Sheet<'_>) -> Option<Key> {
        let Event::Key {
            key,
            pressed: true,
            modifiers: Modifiers::NONE,
            ..
        } = event
        else {
            return None;
        };
        let column = sheet.columns.get(self.at.1)?;
        column.keys.contains(key).then_some(*key)
    }

    /// Where a key goes, and whether the start of the row is kept. A key that leaves the grid goes nowhere.
    fn step(&self, event: &Event, kind: Kind, sheet: &Sheet<'_>, caret: (bool, bool)) -> Option<(Option<At>, bool)> {
        let Event::Key {
            key,
            pressed: true,
            modifiers,
            ..
        } = event
        else {
            return None;
        };
        let ((row, column), words) = (self.at, kind == Kind::Words);
        let (last, end) = (sheet.rows.saturating_sub(1), sheet.columns.len().saturating_sub(1));
        let arrow = |to: At| Some((Some(to), false));
        match (*key, *modifiers) {
            (Key::ArrowDown, Modifiers::NONE) => arrow(((row + 1).min(last), column)),
            (Key::ArrowUp, Modifiers::NONE) => arrow((row.saturating_sub(1), column)),
            (Key::PageDown, Modifiers::NONE) => arrow(((row + sheet.page).min(last), column)),
            (Key::PageUp, Modifiers::NONE) => arrow((row.saturating_sub(sheet.page), column)),
            (Key::ArrowRight, Modifiers::NONE) if !words || caret.1 => arrow((row, (column + 1).min(end))),
            (Key::ArrowLeft, Modifiers::NONE) if !words || caret.0 => arrow((row, column.saturating_sub(1))),
            (Key::Home, Modifiers::NONE) if !words => arrow((row, 1.min(end))),
            (Key::End, Modifiers::NONE) if !words => arrow((row, end)),
            (Key::Home, modifiers) if !words && modifiers.matches_exact(Modifiers::COMMAND) => arrow((0, 1.min(end))),
            (Key::End, modifiers) if !words && modifiers.matches_exact(Modifiers::COMMAND) => arrow((last, end)),
            (Key::Enter, Modifiers::NONE) if kind != Kind::Button => {
                Some((Some(((row + 1).min(last), self.start)), true))
            }
            (Key::Enter, Modifiers::SHIFT) if kind != Kind::Button => {
                Some((Some((row.saturating_sub(1), self.start)), true))
            }
            (Key::Tab, Modifiers::NONE) => Some(match (row, column) {
                (row, column) if column < end => (Some((row, column + 1)), true),
                (row, _) if row < last => (Some((row + 1, 1.min(end))), true),
                _ => (None, true),
            }),
            (Key::Tab, Modifiers::SHIFT) => Some(match (row, column) {
                (row, column) if column > 1 => (Some((row, column - 1)), true),
                (row, _) if row > 0 => (Some((row - 1, end)), true),
                _ => (None, true),
            }),
            _ => None,
        }
    }
}

/// Whether an event changes what is typed.
fn types(event: &Event) -> bool {
    matches!(
        event,
        Event::Text(_) | Event::Paste(_) | Event::Cut | Event::Ime(_) | Event::Key { pressed: true, .. }
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const NO: &[Key] = &[];
    const COLUMNS: [Column<'static>; 4] = [
        Column {
            kind: Kind::Button,
            width: 90.0,
            keys: NO,
        },
        Column {
            kind: Kind::Answer,
            width: 90.0,
            keys: &[Key::Y, Key::N],
        },
        Column {
            kind: Kind::Answer,
            width: 90.0,
            keys: &[Key::Y, Key::N],
        },
        Column {
            kind: Kind::Words,
            width: 90.0,
            keys: NO,
        },
    ];

    fn key(key: Key, modifiers: Modifiers) -> Event {
        Event::Key {
            key,
            physical_key: None,
            pressed: true,
            repeat: false,
            modifiers,
        }
    }

    fn press(of: Key) -> Event {
        key(of, Modifiers::NONE)
    }

    fn text(text: &str) -> Event {
        Event::Text(text.to_owned())
    }

    fn go(keys: &mut Keys, events: &[Event]) -> (Taken, Vec<Event>) {
        let mut events = events.to_vec();
        let sheet = Sheet {
            rows: 3,
            columns: &COLUMNS,
            page: 2,
            caret: (false, true),
        };
        let taken = keys.take(&mut events, &sheet);
        (taken, events)
    }

    fn at(row: usize, column: usize) -> Keys {
        let mut keys = Keys::default();
        keys.put((row, column));
        keys
    }

    #[test]
    fn keys_pressed_in_one_slow_frame_answer_the_cells_they_were_pressed_in() {
        let mut keys = at(0, 1);
        let events = [press(Key::Y), text("y"), press(Key::Tab), press(Key::N), text("n")];
        let (taken, left) = go(&mut keys, &events);
        assert_eq!(taken.pressed, [((0, 1), Key::Y), ((0, 2), Key::N)]);
        assert_eq!(left, []);
        assert_eq!(keys.at(), (0, 2));
    }

    #[test]
    fn letters_after_tab_go_into_the_words_and_no_key_of_a_cell_does() {
        let mut keys = at(0, 2);
        let events = [press(Key::Y), text("y"), press(Key::Tab), press(Key::T), text("t")];
        let (taken, left) = go(&mut keys, &events);
        assert_eq!(taken.pressed, [((0, 2), Key::Y)]);
        assert_eq!((keys.at(), left), ((0, 3), vec![press(Key::T), text("t")]));
    }

    #[test]
    fn words_typed_before_the_key_that_leaves_are_kept_and_what_follows_comes_later() {
        let mut keys = at(0, 3);
        let events = [text("Thin"), press(Key::Enter), press(Key::Y)];
        let (taken, left) = go(&mut keys, &events);
        assert_eq!((keys.at(), left), ((0, 3), vec![text("Thin")]));
        assert_eq!(taken.later, events[1..]);
        let (taken, _) = go(&mut keys, &taken.later);
        assert_eq!(keys.at(), (1, 3));
        assert_eq!(taken.pressed, [], "a letter is typed there, and answers nothing");
    }

    #[test]
    fn enter_after_tab_goes_to_where_the_row_was_begun() {
        let mut keys = at(0, 1);
        go(&mut keys, &[press(Key::Tab), press(Key::Tab)]);
        assert_eq!(keys.at(), (0, 3));
        go(&mut keys, &[press(Key::Enter)]);
        assert_eq!(keys.at(), (1, 1));
        go(&mut keys, &[press(Key::ArrowRight), press(Key::Enter)]);
        assert_eq!(keys.at(), (2, 2));
        go(&mut keys, &[key(Key::Enter, Modifiers::SHIFT)]);
        assert_eq!(keys.at(), (1, 2));
    }

    #[test]
    fn tab_goes_on_to_the_next_row_and_leaves_at_the_ends() {
        let mut keys = at(0, 3);
        go(&mut keys, &[press(Key::Tab)]);
        assert_eq!(keys.at(), (1, 1));
        go(&mut keys, &[key(Key::Tab, Modifiers::SHIFT)]);
        assert_eq!(keys.at(), (0, 3));
        let mut keys = at(2, 3);
        let (taken, left) = go(&mut keys, &[press(Key::Tab)]);
        assert!(!taken.went && left.len() == 1, "it is egui's");
        let mut keys = at(0, 1);
        let (taken, left) = go(&mut keys, &[key(Key::Tab, Modifiers::SHIFT)]);
        assert!(!taken.went && left.len() == 1);
    }

    #[test]
    fn arrows_stay_in_the_grid_and_in_words_until_their_end() {
        let mut keys = at(0, 0);
        let (taken, _) = go(&mut keys, &[press(Key::ArrowUp), press(Key::ArrowLeft)]);
        assert!(taken.went && keys.at() == (0, 0), "egui must not move the focus either");
        let mut keys = at(0, 3);
        go(&mut keys, &[press(Key::ArrowLeft)]);
        assert_eq!(keys.at(), (0, 3), "the caret is not at the start");
        go(&mut keys, &[press(Key::ArrowDown)]);
        assert_eq!(keys.at(), (1, 3));
        // Letters with Ctrl or Alt are other people's keys.
        let mut keys = at(0, 1);
        let (taken, left) = go(&mut keys, &[key(Key::Y, Modifiers::COMMAND)]);
        assert_eq!((taken.pressed, left.len()), (vec![], 1));
    }

    #[test]
    fn enter_presses_a_button() {
        let mut keys = at(0, 0);
        let (taken, left) = go(&mut keys, &[press(Key::Enter)]);
        assert!(!taken.went && left.len() == 1);
    }
}
