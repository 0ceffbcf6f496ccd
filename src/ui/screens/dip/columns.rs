//! The columns of a dip sample and how wide each is.

use crate::ui::widgets::answer_cell;
use crate::ui::widgets::choice::AnswerOption;
use crate::ui::widgets::grid::{self, Kind};
use eframe::egui::{Key, Ui};

/// What a column shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Reference,
    /// A question by its place.
    Question(usize),
    Comment,
    SafeNow,
    Concern,
    More,
}

/// How high the heads are.
pub(super) const HEAD: f32 = 62.0;

const REFERENCE: f32 = 116.0;
const LEAST_QUESTION: f32 = 92.0;
const LIKED_QUESTION: f32 = 190.0;
const LEAST_COMMENT: f32 = 180.0;
const LIKED_COMMENT: f32 = 240.0;
const SAFE: f32 = 92.0;
const CONCERN: f32 = 116.0;
const MORE: f32 = 44.0;
const BAR: f32 = 10.0;

/// The columns with their widths, and the keys that answer.
pub(super) struct Columns {
    widths: Vec<(Column, f32)>,
    answers: Vec<Key>,
    safe: Vec<Key>,
    /// All answers stand side by side.
    pub(super) whole: bool,
}

impl Columns {
    pub(super) fn fit(ui: &Ui, options: &[AnswerOption<'_>], questions: usize) -> Self {
        let room = ui.available_width() - BAR;
        let whole = answer_cell::whole_width(ui, options);
        let (question, comment) = widths(room, whole, questions);
        let mut widths = vec![(Column::Reference, REFERENCE)];
        widths.extend((0..questions).map(|at| (Column::Question(at), question)));
        widths.extend([
            (Column::Comment, comment),
            (Column::SafeNow, SAFE),
            (Column::Concern, CONCERN),
            (Column::More, MORE),
        ]);
        Self {
            widths,
            answers: answer_cell::keys(options),
            safe: answer_cell::keys(&super::SAFE),
            whole: question >= whole,
        }
    }

    /// What each column shows.
    pub(super) fn at(&self) -> Vec<Column> {
        self.widths.iter().map(|(column, _)| *column).collect()
    }

    /// The columns as the grid takes them.
    pub(super) fn grid(&self) -> Vec<grid::Column<'_>> {
        let column = |(column, width): &(Column, f32)| {
            let (kind, keys): (Kind, &[Key]) = match column {
                Column::Question(_) => (Kind::Answer, &self.answers),
                Column::SafeNow => (Kind::Answer, &self.safe),
                Column::Comment => (Kind::Words, &[]),
                Column::Reference | Column::Concern | Column::More => (Kind::Button, &[]),
            };
            grid::Column {
                kind,
                width: *width,
                keys,
            }
        };
        self.widths.iter().map(column).collect()
    }
}

/// How wide a question and the comment are. Where all answers fit side by side they do; else questions and comment share
/// what is left, and where there is not enough the columns scroll.
fn widths(room: f32, whole: f32, questions: usize) -> (f32, f32) {
    let n = questions.max(1) as f32;
    let left = room - REFERENCE - SAFE - CONCERN - MORE;
    if left >= n * whole + LEAST_COMMENT {
        return (whole, left - n * whole);
    }
    let question = ((left - LIKED_COMMENT) / n).clamp(LEAST_QUESTION, LIKED_QUESTION.min(whole - 1.0));
    (question, (left - n * question).max(LEAST_COMMENT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_fill_the_room_or_scroll() {
        for questions in 1..=6 {
            for room in [400.0, 606.0, 1100.0, 1150.0, 1800.0_f32] {
                let (question, comment) = widths(room, 257.0, questions);
                let all = REFERENCE + SAFE + CONCERN + MORE + comment + questions as f32 * question;
                assert!(all >= room - 0.5, "{questions} in {room}: {all}");
                assert!(question >= LEAST_QUESTION && comment >= LEAST_COMMENT);
                // Where they scroll nothing is wider than it must be.
                assert!(all < room + 0.5 || question < LEAST_QUESTION + 0.5 || comment < LEAST_COMMENT + 0.5);
            }
        }
        let whole = |questions| widths(1150.0, 257.0, questions).0 > 256.5;
        assert!(whole(2) && !whole(3));
    }
}
