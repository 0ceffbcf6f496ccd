//! A text that was found: the part that is shown of it, where it stands and how to get there.

use super::{Known, Spot};
use crate::app::view::AuditRow;
use crate::model::audit::Subject;
use crate::model::change::{Fields, Value};
use crate::model::evidence::Direction;
use crate::model::framework::{Framework, Judgement};
use crate::model::search::Kind;
use crate::model::time::{short_date, stored_date};
use crate::store::Hit;
use std::ops::Range;
use std::sync::Arc;

/// Characters of a text that are shown around what was found.
const SNIPPET: usize = 150;

/// Characters from the start of a line that are in sight in a narrow window, too.
const IN_SIGHT: usize = 55;

/// Who or what an audit is of.
pub(super) fn about(row: &AuditRow) -> String {
    match row.subject {
        Subject::Child => format!("Case {}", row.who),
        Subject::Team => format!("Team {}", row.who),
        Subject::Service => row.who.clone(),
    }
}

pub(super) fn framework_of<'k>(row: &AuditRow, known: &'k Known) -> Option<&'k Arc<Framework>> {
    let frameworks = known.workbook.frameworks.iter().map(|(_, framework)| framework);
    frameworks
        .into_iter()
        .find(|framework| framework.title == row.framework)
}

fn text<'f>(fields: &'f Fields, name: &str) -> &'f str {
    fields.get(name).map_or("", Value::text)
}

fn date(fields: &Fields, name: &str) -> Option<String> {
    stored_date(text(fields, name)).map(short_date)
}

/// Where a text stands: what is said of it beside whose audit it is, and how to get there.
pub(super) fn place(
    hit: Hit,
    field: &'static str,
    fields: &Fields,
    framework: Option<&Arc<Framework>>,
) -> (Vec<String>, Spot) {
    let judgement = text(fields, "judgement").to_owned();
    let section = framework
        .and_then(|framework| framework.judgements.iter().find(|known| known.id == judgement))
        .map(|known| known.short.clone());
    let mut quiet = Vec::new();
    let spot = match hit.kind {
        Kind::Evidence => {
            if let Some(Value::Set(criteria)) = fields.get("criteria") {
                quiet.extend(criteria.iter().take(3).cloned());
            }
            let direction = Direction::from_key(text(fields, "direction")).unwrap_or(Direction::Neutral);
            quiet.push(direction.name().to_lowercase());
            quiet.extend(date(fields, "seen").or_else(|| date(fields, "happened")));
            Spot::Evidence(judgement, hit.row)
        }
        Kind::Note => {
            let criterion = text(fields, "criterion").to_owned();
            quiet.push(criterion.clone());
            let section = framework.and_then(|framework| section_of(framework, &criterion));
            match section {
                Some(section) => Spot::Question(section.id.clone(), criterion),
                None => Spot::Any,
            }
        }
        Kind::Judgement => {
            quiet.extend(section);
            Spot::Words(judgement, field)
        }
        Kind::Area => {
            quiet.extend(section);
            Spot::Area(judgement, hit.row)
        }
        Kind::Action => {
            quiet.extend(Some(text(fields, "owner").to_owned()).filter(|owner| !owner.is_empty()));
            quiet.extend(match (date(fields, "done"), date(fields, "due")) {
                (Some(done), _) => Some(format!("done {done}")),
                (None, due) => due.map(|due| format!("due {due}")),
            });
            Spot::Action(hit.row)
        }
        Kind::Audit => Spot::Whole(field),
        Kind::Concern => Spot::Concern(hit.row),
    };
    (quiet, spot)
}

fn section_of<'f>(framework: &'f Framework, criterion: &str) -> Option<&'f Judgement> {
    framework
        .judgements
        .iter()
        .find(|judgement| judgement.criteria().any(|known| known.id == criterion))
}

/// Line breaks as blanks of the same length, so that what is marked stays where it is.
pub(super) fn plain(text: &str) -> String {
    text.replace(['\n', '\r', '\t'], " ")
}

/// The part of a text around the first mark, and the marks in it.
pub(super) fn snippet(text: &str, marks: Vec<Range<usize>>) -> (String, Vec<Range<usize>>) {
    let first = marks.first().map_or(0..0, Range::clone);
    let before = text.get(..first.start).unwrap_or_default();
    let start = if text
        .get(..first.end)
        .is_none_or(|start| start.chars().count() <= IN_SIGHT)
    {
        0
    } else {
        // Some words before it, begun at a blank.
        let back = before
            .char_indices()
            .rev()
            .nth(IN_SIGHT * 2 / 3)
            .map_or(0, |(at, _)| at);
        let blank = before
            .get(back..)
            .and_then(|part| part.find(' '))
            .map(|at| back + at + 1);
        blank.unwrap_or(back)
    };
    let rest = text.get(start..).unwrap_or_default();
    let end = rest.char_indices().nth(SNIPPET).map_or(text.len(), |(at, _)| {
        let part = rest.get(..at).unwrap_or_default();
        start + part.rfind(' ').filter(|blank| *blank > at / 2).unwrap_or(at)
    });
    let lead = if start > 0 { "…" } else { "" };
    let trail = if end < text.len() { "…" } else { "" };
    let part = text.get(start..end).unwrap_or_default();
    let marks = marks
        .into_iter()
        .filter(|mark| mark.start >= start && mark.end <= end)
        .map(|mark| mark.start - start + lead.len()..mark.end - start + lead.len())
        .collect();
    (format!("{lead}{part}{trail}"), marks)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::search::Query;
    use proptest::prelude::*;

    #[test]
    fn a_snippet_keeps_what_was_found_in_sight() {
        let text = format!(
            "{}the return home interview{}",
            "before ".repeat(60),
            " after".repeat(60)
        );
        let marks = Query::read("return home").matcher().marks(&text);
        let (part, marks) = snippet(&text, marks);
        assert!(part.starts_with("…before") && part.ends_with("after…"), "{part}");
        assert_eq!(part.get(marks[0].clone()), Some("return home"));
    }

    proptest! {
        #[test]
        fn a_snippet_never_cuts_a_letter(text in any::<String>(), typed in "[a-zé ]{0,8}") {
            let text = plain(&text);
            let (part, marks) = snippet(&text, Query::read(&typed).matcher().marks(&text));
            prop_assert!(part.chars().count() <= SNIPPET + 2);
            for mark in marks {
                prop_assert!(part.get(mark).is_some());
            }
        }
    }
}
