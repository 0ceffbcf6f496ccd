//! Edits: everything that can be changed in a workbook, one user action each.

use crate::exchange::tags_csv::TagLine;
use crate::model::action::Priority;
use crate::model::audit::{Method, Status, Subject};
use crate::model::case::{Case, CaseKind, Overlays};
use crate::model::change::{Entity, Fields, Place, Value};
use crate::model::evidence::Direction;
use crate::model::list::{ListField, ListedChild};
use crate::model::tag_order::Spot;
use crate::model::time::Moment;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// One user action that changes the workbook: one group in the change log, and one undo.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// One field of one row; the row of an answer or a judgement is made when it is missing.
    Set(Place, Value),
    /// Several fields of a row at once, as a dialog gives them.
    SetFields {
        /// What kind of row.
        entity: Entity,
        /// Which row.
        row: i64,
        /// The fields.
        fields: Fields,
    },
    /// Fields of several rows, as a dialog over them gives them.
    SetRows(Vec<(Entity, i64, Fields)>),
    /// Audits to allocate or start.
    StartAudits(Box<NewAudits>),
    /// A list that was read in: audits to allocate, what it knows better, the list itself to keep.
    TakeList(Box<TakeList>),
    /// A dip sample with its audits.
    StartDipSample(Box<NewDipSample>),
    /// More files for a dip sample; those that were removed from it come back.
    AddToDipSample {
        /// The dip sample.
        dip_sample: i64,
        /// Their audits; framework and method are the dip sample's.
        audits: Box<NewAudits>,
    },
    /// A piece of evidence.
    AddEvidence(Box<NewEvidence>),
    /// Ticks or unticks a tag of a piece of evidence.
    Tag {
        /// The evidence.
        evidence: i64,
        /// The tag.
        tag: i64,
        /// Whether it carries the tag from now on.
        on: bool,
    },
    /// Links or unlinks a piece of evidence and a criterion.
    Link {
        /// The evidence.
        evidence: i64,
        /// The criterion.
        criterion: String,
        /// Whether it speaks to the criterion from now on.
        on: bool,
    },
    /// Tags or links many pieces of evidence at once. Those in closed audits are left as they are.
    Mark {
        /// The evidence.
        evidence: Vec<i64>,
        /// The tag or the criterion.
        what: Marked,
        /// Whether it is added or taken off.
        on: bool,
    },
    /// A change to the tags themselves.
    Tags(Box<TagEdit>),
    /// Makes a tag, and tags a piece of evidence with it.
    NewTag {
        /// Its name.
        name: String,
        /// The group it stands in.
        group: String,
        /// The evidence to tag.
        evidence: Option<i64>,
    },
    /// An area for improvement.
    AddArea {
        /// The audit.
        audit: i64,
        /// The judgement it stands under.
        judgement: String,
        /// What needs to improve.
        text: String,
        /// The National Framework tag, where one is printed.
        national_framework: String,
    },
    /// An action.
    AddAction(Box<NewAction>),
    /// An urgent concern.
    RaiseConcern(Box<NewConcern>),
    /// Several edits that are one action of the user: one group in the change log and one undo.
    Together {
        /// What was done, in words that hold nothing personal.
        label: String,
        /// What it consists of, in order; where one is refused, all are.
        edits: Vec<Self>,
    },
    /// Keeps a saved view, a list, a draw or a dip sample. Its `made` and `who` are set here.
    Keep {
        /// Which of them.
        entity: Entity,
        /// Its fields.
        fields: Fields,
    },
    /// Takes out a piece of evidence, an area, an action, a saved view, a draw, or a list nothing was drawn from.
    Delete(Entity, i64),
    /// Moves an audit to another status.
    SetStatus {
        /// The audit.
        audit: i64,
        /// Where it goes.
        status: Status,
    },
    /// Someone who audits or moderates.
    AddPerson {
        /// Their name.
        name: String,
        /// Their role.
        role: String,
    },
    /// Keeps a shipped framework in the workbook.
    KeepFramework(String),
}

/// What many pieces of evidence are given at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Marked {
    /// A tag.
    Tag(i64),
    /// A criterion.
    Criterion(String),
}

/// A change to the tags themselves, which are themes of the whole workbook: it reaches evidence in final audits too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TagEdit {
    /// Makes a tag, last of its place.
    Add(TagFields),
    /// Gives a tag another name, place, colour or description.
    Change(i64, TagFields),
    /// Puts a tag, with all below it, elsewhere in the order.
    Put(i64, Spot),
    /// Puts a group before another, or last.
    PutGroup {
        /// The group.
        group: String,
        /// The group it stands before.
        before: Option<String>,
    },
    /// Gives a group another name; one that another group has makes them one.
    RenameGroup {
        /// The group.
        group: String,
        /// Its name from now on.
        name: String,
    },
    /// Makes two tags one: whatever carries the first carries the second instead.
    Merge {
        /// The tag that is taken away.
        from: i64,
        /// The tag that stays.
        into: i64,
    },
    /// Makes two tags of one.
    Split {
        /// The tag.
        tag: i64,
        /// The name of the new one, which stands beside it.
        name: String,
        /// The evidence that carries the new one instead.
        evidence: Vec<i64>,
    },
    /// Takes a tag away, from evidence too; tags under it move up.
    Delete(i64),
    /// Takes in the tags of a file.
    Import(Vec<TagLine>),
}

/// What can be said of a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagFields {
    /// Its name.
    pub name: String,
    /// The group it stands in.
    pub group: String,
    /// The tag it stands under, of the same group.
    pub parent: Option<i64>,
    /// Its colour, 1 to 4.
    pub colour: i64,
    /// What it is for.
    pub description: String,
}

/// What the audits of one *start audit* have in common, and the references to allocate.
#[derive(Clone, Debug, PartialEq)]
pub struct NewAudits {
    /// What is audited.
    pub subject: Subject,
    /// One audit for each reference; for a team or the service, none.
    pub references: Vec<String>,
    /// What is known of the child; its reference is not read.
    pub about: Case,
    /// The kind of case.
    pub kind: Option<CaseKind>,
    /// Overlays.
    pub overlays: Overlays,
    /// The team in the period audited.
    pub team: String,
    /// The worker's code in the period audited.
    pub worker: String,
    /// Legal status in the period audited.
    pub legal_status: String,
    /// The framework's number in this workbook.
    pub framework: i64,
    /// How.
    pub method: Method,
    /// The theme.
    pub theme: String,
    /// Who took part.
    pub took_part: String,
    /// First day of the period audited.
    pub period_from: Option<Date>,
    /// Last day of the period audited.
    pub period_to: Option<Date>,
    /// When it is due.
    pub due: Option<Date>,
    /// Who audits.
    pub auditor: i64,
}

/// A framework of the workbook, or a shipped one that is kept in it first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OfFramework {
    /// Its number in this workbook.
    Kept(i64),
    /// The id of a shipped one.
    Shipped(String),
}

/// What is taken of a list, as one action.
#[derive(Clone, Debug, PartialEq)]
pub struct TakeList {
    /// The children to allocate an audit each.
    pub audits: Vec<ListedChild>,
    /// The framework of the audits.
    pub framework: OfFramework,
    /// The kind of case of those whose kind the list does not tell.
    pub kind: Option<CaseKind>,
    /// When audits are due for which the list has no date.
    pub due: Option<Date>,
    /// Who audits where the list names nobody.
    pub auditor: i64,
    /// Who is meant by a name in the list; nobody yet where someone is to be added under that name.
    pub people: BTreeMap<String, Option<i64>>,
    /// What the list knows otherwise than the workbook.
    pub updates: Vec<ListUpdate>,
    /// The list to keep.
    pub keep: Option<KeepList>,
}

/// What a list knows otherwise of one child.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListUpdate {
    /// The child as listed.
    pub child: ListedChild,
    /// The open audit it is about, for fields that belong to an audit.
    pub audit: Option<i64>,
    /// The fields.
    pub fields: Vec<ListField>,
}

/// A list to keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeepList {
    /// Its name.
    pub name: String,
    /// How many children it has.
    pub children: usize,
    /// The list as JSON.
    pub body: String,
}

/// A dip sample as it is started.
#[derive(Clone, Debug, PartialEq)]
pub struct NewDipSample {
    /// Its name.
    pub name: String,
    /// Its questions: one to six criteria of the framework, in order.
    pub questions: Vec<String>,
    /// Its audits, one a reference. They are of children, on its framework, and done by dip sample, whatever is said here.
    pub audits: NewAudits,
}

/// A piece of evidence as it is entered.
#[derive(Clone, Debug, PartialEq)]
pub struct NewEvidence {
    /// The audit.
    pub audit: i64,
    /// The judgement under which it is written.
    pub judgement: String,
    /// What was seen.
    pub text: String,
    /// Where: a key of the vocabulary of sources.
    pub source: String,
    /// Which way it points.
    pub direction: Direction,
    /// The day it happened.
    pub happened: Option<Date>,
    /// Where to find it again.
    pub reference: String,
    /// Criteria it speaks to.
    pub criteria: Vec<String>,
    /// Tags it carries.
    pub tags: Vec<i64>,
}

/// An action as it is entered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewAction {
    /// The audit.
    pub audit: i64,
    /// The judgement it stands under; empty for the whole audit.
    pub judgement: String,
    /// What must change.
    pub text: String,
    /// Who sees to it.
    pub owner: String,
    /// When it is due.
    pub due: Option<Date>,
    /// How much it matters.
    pub priority: Priority,
    /// The criterion it comes from; empty for none.
    pub criterion: String,
    /// The area for improvement it comes from.
    pub area: Option<i64>,
    /// The piece of evidence it comes from.
    pub evidence: Option<i64>,
    /// It was written in the audit's own line for a new action, which is empty from now on.
    pub in_line: bool,
}

impl NewAction {
    /// An action of an audit with nothing written yet.
    pub fn of(audit: i64) -> Self {
        Self {
            audit,
            ..Self::default()
        }
    }
}

/// An urgent concern as it is raised.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewConcern {
    /// The audit.
    pub audit: i64,
    /// What was seen.
    pub seen: String,
    /// Who was told.
    pub told_who: String,
    /// Their role.
    pub told_role: String,
    /// How they were told.
    pub told_how: String,
    /// When they were told.
    pub told_at: Option<Moment>,
}

/// The longest text a field takes, in bytes.
pub const LONGEST_TEXT: usize = 100 * 1024;
