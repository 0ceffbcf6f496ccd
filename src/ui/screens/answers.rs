//! The answers of a framework: their values, their buttons and their keys, the same wherever a question is answered.

use crate::model::framework::Framework;
use crate::model::judged::{NOT_APPLICABLE, NOT_ENOUGH_EVIDENCE};
use crate::ui::widgets::choice::{AnswerOption, AnswerTone};
use eframe::egui::Key;

/// The values a criterion can be answered with: the scale's, then not applicable, then not enough evidence.
pub(super) fn values(framework: &Framework) -> Vec<String> {
    let scale = framework.answers().iter().map(|grade| grade.id.clone());
    scale
        .chain([NOT_APPLICABLE.to_owned(), NOT_ENOUGH_EVIDENCE.to_owned()])
        .collect()
}

/// The key of a value: its first letter where no value before it has that letter.
fn key_of(word: &str, taken: &[Key]) -> Key {
    let letter = word
        .chars()
        .next()
        .map(|letter| letter.to_uppercase().to_string())
        .unwrap_or_default();
    Key::from_name(&letter)
        .filter(|key| !taken.contains(key))
        .unwrap_or(Key::F35)
}

/// The buttons of a criterion.
pub(super) fn options(framework: &Framework) -> Vec<AnswerOption<'_>> {
    let scale = framework.answers();
    let mut taken = vec![Key::A, Key::E];
    let mut all: Vec<AnswerOption<'_>> = scale
        .iter()
        .enumerate()
        .map(|(at, grade)| {
            let key = key_of(&grade.name, &taken);
            taken.push(key);
            // The best two of four say something good; of three, only the best.
            let tone = match (at, scale.len()) {
                (0, _) | (1, 4..) => AnswerTone::Good,
                (at, of) if at + 1 == of => AnswerTone::Poor,
                _ => AnswerTone::Middling,
            };
            AnswerOption {
                key,
                label: &grade.short,
                name: &grade.name,
                tone,
            }
        })
        .collect();
    all.push(AnswerOption {
        key: Key::A,
        label: "N/A",
        name: "Not applicable",
        tone: AnswerTone::Neutral,
    });
    all.push(AnswerOption {
        key: Key::E,
        label: "Unclear",
        name: "Not enough evidence",
        tone: AnswerTone::Neutral,
    });
    all
}
