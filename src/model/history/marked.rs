//! What changed between two texts, word by word.

use similar::{Algorithm, ChangeTag, TextDiff};
use std::time::Duration;

/// A stretch of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// It stands in both.
    Same(String),
    /// It stood there before.
    Gone(String),
    /// It stands there after.
    New(String),
}

/// Texts that take longer are told apart more coarsely.
const LONG_ENOUGH: Duration = Duration::from_millis(150);

/// Compares two texts word by word. What stands in both and what is gone give the first back; what stands in both and
/// what is new give the second.
pub fn compare(before: &str, after: &str) -> Vec<Part> {
    let diff = TextDiff::configure()
        .algorithm(Algorithm::Patience)
        .timeout(LONG_ENOUGH)
        .diff_words(before, after);
    let mut parts: Vec<Part> = Vec::new();
    for change in diff.iter_all_changes() {
        let words = change.value();
        match (change.tag(), parts.last_mut()) {
            (ChangeTag::Equal, Some(Part::Same(text)))
            | (ChangeTag::Delete, Some(Part::Gone(text)))
            | (ChangeTag::Insert, Some(Part::New(text))) => text.push_str(words),
            (ChangeTag::Equal, _) => parts.push(Part::Same(words.to_owned())),
            (ChangeTag::Delete, _) => parts.push(Part::Gone(words.to_owned())),
            (ChangeTag::Insert, _) => parts.push(Part::New(words.to_owned())),
        }
    }
    joined(parts)
}

/// A blank that happens to be the same between two words that changed belongs to the change: `one two` to `three four`
/// is one change, not two.
fn joined(parts: Vec<Part>) -> Vec<Part> {
    let mut gone = String::new();
    let mut new = String::new();
    let mut out: Vec<Part> = Vec::new();
    let flush = |gone: &mut String, new: &mut String, out: &mut Vec<Part>| {
        if !gone.is_empty() {
            out.push(Part::Gone(std::mem::take(gone)));
        }
        if !new.is_empty() {
            out.push(Part::New(std::mem::take(new)));
        }
    };
    let mut parts = parts.into_iter().peekable();
    while let Some(part) = parts.next() {
        match part {
            Part::Gone(words) => gone.push_str(&words),
            Part::New(words) => new.push_str(&words),
            Part::Same(blank)
                if blank.trim().is_empty()
                    && !gone.is_empty()
                    && !new.is_empty()
                    && matches!(parts.peek(), Some(Part::Gone(_) | Part::New(_))) =>
            {
                gone.push_str(&blank);
                new.push_str(&blank);
            }
            Part::Same(words) => {
                flush(&mut gone, &mut new, &mut out);
                out.push(Part::Same(words));
            }
        }
    }
    flush(&mut gone, &mut new, &mut out);
    out
}
