//! History in words: what a field is called, what stood in it, and what changed between two texts.

mod fields;
mod marked;

pub use fields::{Holds, Known, known};
pub use marked::{Part, compare};

use super::case::{CaseKind, Overlays};
use super::change::{Entity, Op, Value};
use super::framework::Framework;
use super::time::{Moment, short_date, stored_date};
use super::vocabulary;
use super::{action, audit, evidence, judged};
use std::collections::BTreeMap;

/// What stood in a field at a point of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Was {
    /// This.
    Value(Value),
    /// It was removed for good, with words that stood in it or in a field that was changed with it.
    Removed,
    /// The row was not there.
    NotThere,
}

/// One field of one change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    /// The field's name in the log.
    pub field: String,
    /// What stood there before.
    pub before: Was,
    /// What stood there after.
    pub after: Was,
}

/// One change of one row, as history tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowChange {
    /// Its group's place in the log.
    pub seq: i64,
    /// When.
    pub at: Moment,
    /// Who.
    pub who: i64,
    /// What the group did, in words.
    pub label: String,
    /// What kind of row.
    pub entity: Entity,
    /// Which row.
    pub row: i64,
    /// The audit it belongs to.
    pub audit: Option<i64>,
    /// What happened to it.
    pub op: Op,
    /// Its fields: those that changed, or all that were set when it was made or taken out.
    pub fields: Vec<FieldChange>,
}

/// What values are told by.
#[derive(Clone, Debug, Default)]
pub struct Names<'a> {
    /// The framework of the audit.
    pub framework: Option<&'a Framework>,
    /// Tags by number, those that are gone too.
    pub tags: BTreeMap<i64, String>,
    /// People by number.
    pub people: BTreeMap<i64, String>,
}

impl Names<'_> {
    /// The words of a value; empty for nothing.
    pub fn value(&self, entity: Entity, field: &str, value: &Value) -> String {
        let Some(known) = known(entity, field) else {
            return plain(value);
        };
        let text = value.text();
        let or_text = |name: Option<&str>| name.unwrap_or(text).to_owned();
        match (known.holds, value) {
            (_, Value::Null) => String::new(),
            (Holds::Person, Value::Int(person)) => named(&self.people, *person),
            (Holds::Tag, Value::Int(tag)) => named(&self.tags, *tag),
            (Holds::Tags, Value::Set(tags)) => {
                let numbers = tags.iter().filter_map(|tag| tag.parse().ok());
                list(numbers.map(|tag| named(&self.tags, tag)))
            }
            (Holds::Moment, Value::Int(at)) => Moment(*at).full(),
            (Holds::Grade, _) => or_text(
                self.framework
                    .and_then(|f| f.grade(text))
                    .map(|(_, grade)| grade.name.as_str()),
            ),
            (Holds::Answer, _) => match text {
                judged::NOT_APPLICABLE => "Not applicable".to_owned(),
                judged::NOT_ENOUGH_EVIDENCE => "Not enough evidence".to_owned(),
                _ => or_text(
                    self.framework
                        .and_then(|f| f.answer(text))
                        .map(|(_, grade)| grade.name.as_str()),
                ),
            },
            (Holds::Section, _) => or_text(self.framework.and_then(|f| f.judgement(text)).map(|j| j.name.as_str())),
            (Holds::Date, _) => stored_date(text).map_or_else(|| text.to_owned(), short_date),
            (Holds::Source, _) => vocabulary::source_name(text).to_owned(),
            (Holds::Overlays, _) => Overlays::from_stored(text).names(),
            (Holds::Key, _) => or_text(key_name(entity, field, text)),
            (Holds::Colour, Value::Int(colour)) => super::tag::colour_name(*colour).to_owned(),
            _ => plain(value),
        }
    }
}

fn named(names: &BTreeMap<i64, String>, number: i64) -> String {
    names
        .get(&number)
        .filter(|name| !name.is_empty())
        .cloned()
        .unwrap_or_else(|| format!("number {number}"))
}

fn list(names: impl Iterator<Item = String>) -> String {
    names.collect::<Vec<_>>().join(", ")
}

/// A value of which nothing more is known.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Int(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        Value::Set(members) => members.join(", "),
    }
}

/// The name of a key that a field holds.
fn key_name(entity: Entity, field: &str, key: &str) -> Option<&'static str> {
    match (entity, field) {
        (Entity::Evidence, "direction") => evidence::Direction::from_key(key).map(evidence::Direction::name),
        (Entity::Action, "priority") => action::Priority::from_key(key).map(action::Priority::name),
        (Entity::Action, "stage") => action::Stage::from_key(key).map(action::Stage::name),
        (Entity::Action, "difference") => action::Difference::from_key(key).map(action::Difference::name),
        (Entity::Audit, "subject") => audit::Subject::from_key(key).map(audit::Subject::name),
        (Entity::Audit, "status") => audit::Status::from_key(key).map(audit::Status::name),
        (Entity::Audit, "safe_now") => audit::SafeNow::from_key(key).map(audit::SafeNow::name),
        (Entity::Audit, "worker_view") => audit::WorkerView::from_key(key).map(audit::WorkerView::name),
        (Entity::Audit, "child_asked" | "parents_asked") => {
            audit::AskedForView::from_key(key).map(audit::AskedForView::name)
        }
        (Entity::Audit, "method") => audit::Method::from_key(key).map(audit::Method::name),
        (Entity::Audit, "kind") => CaseKind::from_key(key).map(CaseKind::name),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
