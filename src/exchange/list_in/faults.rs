//! What was met while rows were read: the same words once, with the rows they are about.

use crate::model::list::{Note, RowAt, Weight};
use std::collections::HashMap;

/// Rows named in one note.
const NAMED: usize = 8;

/// Notes kept at most; what says the same is one.
const MOST: usize = 500;

/// Collects notes.
#[derive(Default)]
pub(super) struct Faults {
    notes: Vec<(Note, Vec<u32>, usize)>,
    known: HashMap<(String, String), usize>,
    left_out: usize,
}

impl Faults {
    /// Something to look at.
    pub(super) fn warn(&mut self, sheet: &str, row: u32, text: impl Into<String>) {
        self.add(Weight::Warning, sheet, row, text.into());
    }

    /// Something good to know.
    pub(super) fn tell(&mut self, sheet: &str, row: u32, text: impl Into<String>) {
        self.add(Weight::Info, sheet, row, text.into());
    }

    fn add(&mut self, weight: Weight, sheet: &str, row: u32, text: String) {
        let key = (sheet.to_owned(), text);
        if let Some((_, rows, count)) = self.known.get(&key).and_then(|at| self.notes.get_mut(*at)) {
            *count += 1;
            if rows.len() < NAMED && !rows.contains(&row) {
                rows.push(row);
            }
            return;
        }
        if self.notes.len() >= MOST {
            self.left_out += 1;
            return;
        }
        let note = Note {
            weight,
            at: RowAt::new(sheet, row),
            text: key.1.clone(),
        };
        self.known.insert(key, self.notes.len());
        self.notes.push((note, vec![row], 1));
    }

    /// Every note, warnings first.
    pub(super) fn notes(self) -> Vec<Note> {
        let one = |(mut note, rows, count): (Note, Vec<u32>, usize)| {
            if count > 1 && note.at.row > 0 {
                let word = if note.at.sheet.is_empty() { "lines" } else { "rows" };
                let named = rows.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
                let more = count - rows.len().min(count);
                let more = if more > 0 {
                    format!(" and {more} more")
                } else {
                    String::new()
                };
                let text = note.text.trim_end_matches('.').to_owned();
                note.text = format!("{text}: {word} {named}{more}.");
            }
            note
        };
        let mut notes: Vec<Note> = self.notes.into_iter().map(one).collect();
        notes.sort_by_key(|note| std::cmp::Reverse(note.weight));
        if self.left_out > 0 {
            let text = format!("{} more things like these were met and are not listed.", self.left_out);
            notes.push(Note::warning(RowAt::default(), text));
        }
        notes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_are_one_note() {
        let mut faults = Faults::default();
        for row in 2..14 {
            faults.tell("Cases", row, "Empty.");
        }
        faults.warn("Cases", 3, "Odd.");
        let notes = faults.notes();
        assert_eq!(notes.len(), 2);
        assert_eq!(notes[0].text, "Odd.");
        assert_eq!(notes[1].text, "Empty: rows 2, 3, 4, 5, 6, 7, 8, 9 and 4 more.");
        assert_eq!(notes[1].at, RowAt::new("Cases", 2));
    }

    #[test]
    fn notes_do_not_grow_without_end() {
        let mut faults = Faults::default();
        for row in 0..10_000 {
            faults.warn("", row, format!("Thing {row}."));
        }
        let notes = faults.notes();
        assert_eq!(notes.len(), MOST + 1);
        assert!(notes[MOST].text.starts_with("9500 more"));
    }
}
