//! The change log's words: entities, values, changes and groups of changes, and how a group is hashed.

use super::case::keyed;
use super::time::Moment;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

keyed! {
    /// What a change is of. The keys are the tables of the workbook.
    Entity {
        /// The workbook itself.
        Workbook = "workbook", "Workbook";
        /// A person who works in it.
        Person = "people", "Person";
        /// A framework version.
        Framework = "frameworks", "Framework";
        /// A child's case.
        Case = "cases", "Case";
        /// An audit.
        Audit = "audits", "Audit";
        /// A judgement of an audit.
        Judgement = "judgements", "Judgement";
        /// An answer.
        Answer = "answers", "Answer";
        /// A piece of evidence.
        Evidence = "evidence", "Evidence";
        /// A tag.
        Tag = "tags", "Tag";
        /// An area for improvement.
        Area = "areas", "Area for improvement";
        /// An action.
        Action = "actions", "Action";
        /// An urgent concern.
        UrgentConcern = "urgent_concerns", "Urgent concern";
        /// A way of narrowing the list of evidence, kept by name.
        SavedView = "saved_views", "Saved view";
        /// A list of children to allocate and draw from.
        List = "lists", "List";
        /// A draw from a list.
        Draw = "draws", "Draw";
        /// A dip sample.
        DipSample = "dip_samples", "Dip sample";
    }
}

/// The value of one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// Nothing.
    Null,
    /// A whole number: a row, a moment in milliseconds, a switch.
    Int(i64),
    /// Words, a key or a date.
    Text(String),
    /// A set: tags or criteria, in order.
    Set(Vec<String>),
}

impl Value {
    /// The text of a field; empty for none.
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            _ => "",
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<Option<i64>> for Value {
    fn from(number: Option<i64>) -> Self {
        number.map_or(Self::Null, Self::Int)
    }
}

impl From<Moment> for Value {
    fn from(moment: Moment) -> Self {
        Self::Int(moment.0)
    }
}

impl From<Option<Moment>> for Value {
    fn from(moment: Option<Moment>) -> Self {
        moment.map_or(Self::Null, |moment| Self::Int(moment.0))
    }
}

impl From<Option<jiff::civil::Date>> for Value {
    fn from(date: Option<jiff::civil::Date>) -> Self {
        date.map_or(Self::Null, |date| Self::Text(date.to_string()))
    }
}

/// Fields of one row by name.
pub type Fields = BTreeMap<String, Value>;

keyed! {
    /// What happened to a row.
    Op {
        /// It was made; its values are the row's, or those of the next change.
        Create = "create", "Added";
        /// Some fields changed; the values before are kept.
        Update = "update", "Changed";
        /// It was taken out; the whole old row is kept.
        Delete = "delete", "Deleted";
        /// Words of one field were removed for good, here and in every earlier change.
        Remove = "remove", "Removed for good";
    }
}

/// One recorded edit of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What kind of row.
    pub entity: Entity,
    /// Which row.
    pub row: i64,
    /// The audit it belongs to, for its history.
    pub audit: Option<i64>,
    /// What happened.
    pub op: Op,
    /// Names of the fields that changed, in order; empty for a row that was made.
    pub names: Vec<String>,
    /// The fields before: none for a row that was made; `None` when their words were removed for good.
    pub before: Option<Fields>,
    /// A random salt, so that a commitment gives no hint of its values; dropped when words it covers were removed.
    pub salt: Option<[u8; 16]>,
    /// SHA-256 over salt, values before and values after.
    pub commitment: [u8; 32],
}

/// The commitment to what a change did: SHA-256 over salt, the fields before and the fields after.
///
/// The fields after are not stored with the change (they are the row's, or the next change's), but they are
/// committed to, so that a row changed behind the log's back is found.
pub fn commitment(salt: &[u8; 16], before: &Fields, after: &Fields) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(salt);
    for fields in [before, after] {
        // A map of strings, numbers and lists always has a JSON form.
        let text = serde_json::to_string(fields).unwrap_or_default();
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text.as_bytes());
    }
    hash.finalize().into()
}

/// The head of a group of changes: one user action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupHead {
    /// Hash of the group before; zeros for the first.
    pub parent: [u8; 32],
    /// Hash of the group this one undoes or redoes.
    pub undoes: Option<[u8; 32]>,
    /// The workbook it was made in.
    pub workbook: [u8; 16],
    /// Format of the log.
    pub format: i64,
    /// When.
    pub at: Moment,
    /// Who.
    pub who: i64,
    /// Version of the program.
    pub program: String,
    /// What was done, in words that hold nothing personal.
    pub label: String,
}

/// The hash of a group: its head and each change, length-prefixed, nothing distinct from empty.
pub fn group_hash(head: &GroupHead, changes: &[Change]) -> [u8; 32] {
    let mut hash = Sha256::new();
    let mut field = |bytes: Option<&[u8]>| match bytes {
        None => hash.update([0]),
        Some(bytes) => {
            hash.update([1]);
            hash.update((bytes.len() as u64).to_le_bytes());
            hash.update(bytes);
        }
    };
    field(Some(b"plumbline group 1"));
    field(Some(&head.parent));
    field(head.undoes.as_ref().map(<[u8; 32]>::as_slice));
    field(Some(&head.workbook));
    field(Some(&head.format.to_le_bytes()));
    field(Some(&head.at.0.to_le_bytes()));
    field(Some(&head.who.to_le_bytes()));
    field(Some(head.program.as_bytes()));
    field(Some(head.label.as_bytes()));
    field(Some(&(changes.len() as u64).to_le_bytes()));
    for change in changes {
        field(Some(change.entity.key().as_bytes()));
        field(Some(&change.row.to_le_bytes()));
        field(change.audit.map(i64::to_le_bytes).as_ref().map(<[u8; 8]>::as_slice));
        field(Some(change.op.key().as_bytes()));
        field(Some(change.names.join(",").as_bytes()));
        field(Some(&change.commitment));
    }
    hash.finalize().into()
}

/// The first eight hexadecimal digits of a hash, in two fours: the report code.
pub fn report_code(hash: &[u8; 32]) -> String {
    let hex: Vec<String> = hash.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    hex.chunks(2).map(<[String]>::concat).collect::<Vec<_>>().join("-")
}

/// Names of forms that are kept as drafts.
pub mod form {
    /// Starting audits.
    pub const START_AUDIT: &str = "start_audit";
    /// What is known of an audit.
    pub const AUDIT_DETAILS: &str = "audit_details";
    /// Raising an urgent concern.
    pub const RAISE: &str = "raise_concern";
    /// Following an urgent concern up.
    pub const FOLLOW_UP: &str = "urgent_concern";
    /// A piece of evidence in full.
    pub const EVIDENCE: &str = "evidence";
    /// A tag.
    pub const TAG: &str = "tag";
}

/// Where a text stands: the address of a field, also of a row that is not made yet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// A row that exists.
    Row(Entity, i64),
    /// The answer to a criterion in an audit.
    Answer(i64, String),
    /// A judgement of an audit.
    Judgement(i64, String),
    /// The evidence line under a judgement of an audit: what is typed there and not entered yet.
    NewEvidence(i64, String),
    /// The line for a new area for improvement under a judgement of an audit.
    NewArea(i64, String),
    /// The action that is being written in an audit.
    NewAction(i64),
    /// A form that is being filled in, by its name and the row it is about; 0 for none.
    Form(String, i64),
}

impl Target {
    /// Whether words typed here wait until they are entered: they are kept as a draft and never become a change by
    /// themselves.
    pub fn waits(&self) -> bool {
        matches!(
            self,
            Self::NewEvidence(..) | Self::NewArea(..) | Self::NewAction(_) | Self::Form(..)
        )
    }

    /// The row a form is about; nothing for one about none, and for what is no form.
    pub fn about(&self) -> Option<(Entity, i64)> {
        let Self::Form(name, row) = self else { return None };
        let entity = match name.as_str() {
            form::AUDIT_DETAILS => Entity::Audit,
            form::EVIDENCE => Entity::Evidence,
            form::FOLLOW_UP => Entity::UrgentConcern,
            form::TAG => Entity::Tag,
            _ => return None,
        };
        (*row > 0).then_some((entity, *row))
    }
}

/// A field of a target.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The row.
    pub target: Target,
    /// The field's name.
    pub field: String,
}

impl Place {
    /// A field of a row that exists.
    pub fn row(entity: Entity, row: i64, field: &str) -> Self {
        Self {
            target: Target::Row(entity, row),
            field: field.to_owned(),
        }
    }

    /// A field of an answer.
    pub fn answer(audit: i64, criterion: &str, field: &str) -> Self {
        Self {
            target: Target::Answer(audit, criterion.to_owned()),
            field: field.to_owned(),
        }
    }

    /// A field of a judgement.
    pub fn judgement(audit: i64, judgement: &str, field: &str) -> Self {
        Self {
            target: Target::Judgement(audit, judgement.to_owned()),
            field: field.to_owned(),
        }
    }

    /// The evidence line under a judgement.
    pub fn new_evidence(audit: i64, judgement: &str) -> Self {
        Self {
            target: Target::NewEvidence(audit, judgement.to_owned()),
            field: "text".to_owned(),
        }
    }

    /// The line for a new area for improvement under a judgement.
    pub fn new_area(audit: i64, judgement: &str) -> Self {
        Self {
            target: Target::NewArea(audit, judgement.to_owned()),
            field: "text".to_owned(),
        }
    }

    /// A field of the action that is being written in an audit.
    pub fn new_action(audit: i64, field: &str) -> Self {
        Self {
            target: Target::NewAction(audit),
            field: field.to_owned(),
        }
    }

    /// A form that is being filled in, about a row; 0 for none.
    pub fn form(name: &str, row: i64) -> Self {
        Self {
            target: Target::Form(name.to_owned(), row),
            field: "form".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head() -> GroupHead {
        GroupHead {
            parent: [0; 32],
            undoes: None,
            workbook: [7; 16],
            format: 1,
            at: Moment(5),
            who: 1,
            program: "0.1.0".into(),
            label: "Answer".into(),
        }
    }

    #[test]
    fn nothing_is_distinct_from_empty_and_every_part_counts() {
        let salt = [1; 16];
        let null = Fields::from([("why".to_owned(), Value::Null)]);
        let empty = Fields::from([("why".to_owned(), Value::from(""))]);
        assert_ne!(commitment(&salt, &null, &empty), commitment(&salt, &empty, &null));
        let change = Change {
            entity: Entity::Audit,
            row: 1,
            audit: Some(1),
            op: Op::Update,
            names: vec!["why".into()],
            before: Some(null),
            salt: Some(salt),
            commitment: [3; 32],
        };
        let base = group_hash(&head(), std::slice::from_ref(&change));
        assert_ne!(
            base,
            group_hash(
                &GroupHead {
                    undoes: Some([0; 32]),
                    ..head()
                },
                std::slice::from_ref(&change)
            )
        );
        assert_ne!(
            base,
            group_hash(
                &head(),
                &[Change {
                    audit: None,
                    ..change.clone()
                }]
            )
        );
        assert_ne!(
            base,
            group_hash(
                &head(),
                &[Change {
                    row: 2,
                    ..change.clone()
                }]
            )
        );
        // What is stored of the values may go; the commitment keeps the chain.
        assert_eq!(
            base,
            group_hash(
                &head(),
                &[Change {
                    before: None,
                    salt: None,
                    ..change
                }]
            )
        );
    }

    #[test]
    fn a_place_survives_storage() {
        for place in [
            Place::row(Entity::Evidence, 4, "text"),
            Place::answer(2, "3.6", "note"),
            Place::judgement(2, "assessment", "why"),
            Place::new_evidence(2, "assessment"),
            Place::new_area(2, "assessment"),
            Place::new_action(2, "owner"),
            Place::form("start_audit", 0),
        ] {
            let text = serde_json::to_string(&place).unwrap();
            assert_eq!(serde_json::from_str::<Place>(&text).unwrap(), place, "{text}");
            let row = matches!(
                place.target,
                Target::Row(..) | Target::Answer(..) | Target::Judgement(..)
            );
            assert_eq!(place.target.waits(), !row, "{text}");
        }
    }
}
