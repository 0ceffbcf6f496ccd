//! Draws of audits from a list that is kept: shown beforehand, made, allocated as one action, changed and made again.

use super::edit::{Edit, NewAudits};
use super::session::Session;
use crate::model::audit::{Audit, Method, Status, Subject};
use crate::model::case::{Case, CaseKind, Overlays};
use crate::model::change::{Entity, Fields, Value};
use crate::model::draw::{
    Again, Candidate, Coverage, Dimension, Draw, Picked, Preview, Refused, Settings, Swap, made_seed,
};
use crate::store::{AuditFilter, Result, StoreError};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is asked about draws.
#[derive(Clone, Debug, PartialEq)]
pub enum DrawAsk {
    /// How a draw from this list would come out.
    Preview {
        /// The list.
        list: i64,
        /// What it is made by.
        settings: Settings,
    },
    /// Draw.
    Draw {
        /// The list.
        list: i64,
        /// What it is made by.
        settings: Settings,
        /// Swaps to make again, as far as they can be.
        swaps: Vec<Swap>,
    },
    /// Open a draw that is kept, and make it again.
    Open(i64),
    /// How far the audits reach into a list.
    Coverage {
        /// The list.
        list: i64,
        /// What it is counted by.
        by: Vec<Dimension>,
        /// The months looked at.
        months: u32,
    },
    /// Make the audits and keep the draw.
    Allocate(Box<Allocation>),
    /// Change a case of a draw that is kept for the next in reserve: its audit is withdrawn, another is made.
    Swap {
        /// The draw.
        draw: i64,
        /// The reference of the child taken out.
        out: String,
        /// Why.
        reason: String,
    },
}

impl DrawAsk {
    /// Whether it changes the workbook.
    pub fn changes(&self) -> bool {
        matches!(self, Self::Allocate(_) | Self::Swap { .. })
    }
}

/// What is told about draws.
#[derive(Clone, Debug)]
pub enum DrawTold {
    /// How a draw would come out.
    Preview {
        /// The list.
        list: i64,
        /// What it was asked by.
        settings: Settings,
        /// How it would come out.
        preview: Preview,
    },
    /// A draw, or why nothing was drawn.
    Drawn {
        /// The list.
        list: i64,
        /// The draw.
        made: Box<std::result::Result<Draw, Refused>>,
    },
    /// A draw that is kept.
    Opened {
        /// The draw's number.
        id: i64,
        /// The draw.
        draw: Box<Draw>,
        /// The draw made again; nothing when its list is gone.
        again: Option<Box<Again>>,
    },
    /// How far the audits reach.
    Coverage {
        /// The list.
        list: i64,
        /// The coverage.
        coverage: Coverage,
    },
    /// What was asked for is not there or cannot be read.
    Gone(String),
}

/// What the audits of a draw have in common.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Allocation {
    /// The list it was drawn from.
    pub list: i64,
    /// What the draw is called.
    pub name: String,
    /// The draw.
    pub draw: Draw,
    /// The kind of case of those whose kind the list does not tell.
    pub kind: Option<CaseKind>,
    /// The framework's number in this workbook.
    pub framework: i64,
    /// How.
    pub method: Method,
    /// The theme.
    pub theme: String,
    /// First day of the period audited.
    pub period_from: Option<Date>,
    /// Last day of the period audited.
    pub period_to: Option<Date>,
    /// When they are due.
    pub due: Option<Date>,
}

/// A child as lists are kept. Whatever else stands there is left alone.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Child {
    reference: String,
    kind: Option<String>,
    team: String,
    worker: String,
    ethnicity: String,
    sex: String,
    disability: String,
    age: Option<u8>,
    legal_status: String,
}

/// A kept list: an object with its children, or the children alone.
#[derive(Deserialize)]
#[serde(untagged)]
enum Body {
    Whole { children: Vec<Child> },
    Plain(Vec<Child>),
}

/// A list as it is drawn from.
#[derive(Debug, Default)]
pub struct Listed {
    /// Its children.
    pub candidates: Vec<Candidate>,
    /// Legal status by reference, where the list tells it.
    legal: BTreeMap<String, String>,
}

impl Listed {
    fn read(body: &str, siblings: &BTreeMap<String, String>) -> Option<Self> {
        let (Body::Whole { children } | Body::Plain(children)) = serde_json::from_str(body).ok()?;
        let mut listed = Self::default();
        for child in children {
            let siblings = siblings.get(child.reference.trim()).cloned().unwrap_or_default();
            if !child.legal_status.is_empty() {
                listed
                    .legal
                    .insert(child.reference.trim().to_owned(), child.legal_status);
            }
            listed.candidates.push(Candidate {
                kind: child.kind.as_deref().and_then(CaseKind::from_key),
                reference: child.reference,
                team: child.team,
                worker: child.worker,
                ethnicity: child.ethnicity,
                sex: child.sex,
                disability: child.disability,
                age: child.age,
                siblings,
            });
        }
        Some(listed)
    }
}

/// A new seed.
///
/// # Errors
/// When the computer has no random numbers to give.
pub fn new_seed() -> std::result::Result<String, getrandom::Error> {
    let mut random = [0; 8];
    getrandom::fill(&mut random)?;
    Ok(made_seed(random))
}

fn refused(why: &str) -> StoreError {
    StoreError::Refused(why.to_owned())
}

/// What stands in the draw's row.
fn body(draw: &Draw) -> Result<String> {
    serde_json::to_string(draw).map_err(|error| StoreError::Refused(format!("This draw cannot be written: {error}")))
}

impl Session {
    /// A list that is kept; nothing when it is gone or cannot be read.
    pub fn listed(&self, list: i64) -> Result<Option<Listed>> {
        let Some(body) = self.store.list_body(list)? else {
            return Ok(None);
        };
        Ok(Listed::read(&body, &self.store.siblings()?))
    }

    /// A draw that is kept; nothing when it is gone or cannot be read.
    pub fn kept_draw(&self, draw: i64) -> Result<Option<Draw>> {
        let body = self.store.draw_body(draw)?;
        Ok(body.and_then(|body| serde_json::from_str(&body).ok()))
    }

    /// The number of the list a draw was made from.
    pub fn list_of(&self, draw: i64) -> Result<Option<i64>> {
        let draws = self.store.draws()?;
        Ok(draws.into_iter().find(|kept| kept.id == draw).map(|kept| kept.of))
    }

    /// The one edit that makes a draw's audits, keeps it, and keeps the teams of its auditors.
    ///
    /// # Errors
    /// When there is nothing to allocate, or something about it is not said yet.
    pub fn allocation(&self, listed: &Listed, ask: &Allocation) -> Result<Edit> {
        let given: Vec<&Picked> = ask
            .draw
            .picked
            .iter()
            .filter(|picked| picked.auditor.is_some())
            .collect();
        if given.is_empty() {
            return Err(refused(
                "No drawn case has an auditor. Choose auditors from other teams.",
            ));
        }
        let mut edits = Vec::with_capacity(given.len() + 1);
        for picked in &given {
            let about = find(listed, &picked.reference);
            let kind = picked.kind.or(ask.kind);
            if kind.is_none() {
                return Err(refused(
                    "The list does not tell the type of every drawn case. Choose the type for such cases.",
                ));
            }
            edits.push(Edit::StartAudits(Box::new(NewAudits {
                kind,
                framework: ask.framework,
                method: ask.method,
                theme: ask.theme.clone(),
                period_from: ask.period_from,
                period_to: ask.period_to,
                due: ask.due,
                auditor: picked.auditor.unwrap_or_default(),
                ..new_audit(listed, picked, about)
            })));
        }
        edits.extend(self.team_edits(&ask.draw)?);
        let row = [
            ("name", Value::from(ask.name.trim())),
            ("list", Value::Int(ask.list)),
            ("body", Value::from(body(&ask.draw)?)),
        ];
        edits.push(Edit::Keep {
            entity: Entity::Draw,
            fields: row.map(|(name, value)| (name.to_owned(), value)).into(),
        });
        let label = match given.len() {
            1 => "1 audit allocated".to_owned(),
            n => format!("{n} audits allocated"),
        };
        Ok(Edit::Together { label, edits })
    }

    /// The teams of auditors that were said for this draw, for the next one.
    fn team_edits(&self, draw: &Draw) -> Result<Vec<Edit>> {
        let people = self.store.people()?;
        let said = |id: i64| draw.settings.auditors.iter().find(|auditor| auditor.id == id);
        let edits = people.into_iter().filter_map(|person| {
            let team = said(person.id)?.teams.join(", ");
            (team != person.team).then(|| Edit::SetFields {
                entity: Entity::Person,
                row: person.id,
                fields: Fields::from([("team".to_owned(), Value::from(team))]),
            })
        });
        Ok(edits.collect())
    }

    /// The one edit that changes a case of a kept draw for the next in reserve.
    ///
    /// # Errors
    /// When nobody is in reserve, nothing is said why, or the audit was handed in.
    pub fn swap_edit(&self, draw: i64, out: &str, reason: &str, on: Date) -> Result<Edit> {
        let gone = || refused("This draw is no longer there.");
        let (Some(mut kept), Some(list)) = (self.kept_draw(draw)?, self.list_of(draw)?) else {
            return Err(gone());
        };
        let people = self.store.people()?;
        let me = people.iter().find(|person| person.id == self.me);
        let by = me.map(|person| person.name.clone()).unwrap_or_default();
        let swap = kept
            .swap(out, reason, &by, on)
            .map_err(|why| StoreError::Refused(format!("{}.", why.words())))?;
        let audit = self
            .drawn_audit(out)?
            .ok_or_else(|| refused("No audit of this child is open, so there is none to change."))?;
        let listed = self.listed(list)?.unwrap_or_default();
        let into = kept.picked.iter().find(|picked| picked.reference == swap.into);
        let into = into.ok_or_else(gone)?;
        let Some(auditor) = into.auditor else {
            return Err(refused(
                "Nobody may audit the next in reserve: every auditor is of its own team or has as many as they take.",
            ));
        };
        let about = find(&listed, &into.reference);
        let new = NewAudits {
            kind: into.kind.or(audit.kind),
            framework: audit.framework,
            method: audit.method,
            theme: audit.theme.clone(),
            period_from: audit.period_from,
            period_to: audit.period_to,
            due: audit.due,
            auditor,
            ..new_audit(&listed, into, about)
        };
        let fields = Fields::from([("body".to_owned(), Value::from(body(&kept)?))]);
        Ok(Edit::Together {
            label: "Drawn case changed".to_owned(),
            edits: vec![
                Edit::SetStatus {
                    audit: audit.id,
                    status: Status::Withdrawn,
                },
                Edit::StartAudits(Box::new(new)),
                Edit::SetFields {
                    entity: Entity::Draw,
                    row: draw,
                    fields,
                },
            ],
        })
    }

    /// The newest audit of a child's file that is not handed in.
    fn drawn_audit(&self, reference: &str) -> Result<Option<Audit>> {
        let audits = self.store.audits(AuditFilter::All)?;
        let open = |audit: &Audit| matches!(audit.status, Status::Allocated | Status::Draft);
        let mut of_child = audits
            .into_iter()
            .rev()
            .filter(|(audit, of)| of == reference && audit.method != Method::DipSample && open(audit));
        Ok(of_child.next().map(|(audit, _)| audit))
    }
}

fn find<'l>(listed: &'l Listed, reference: &str) -> Option<&'l Candidate> {
    listed
        .candidates
        .iter()
        .find(|child| child.reference.trim() == reference)
}

/// An audit of a drawn child with what the list tells of it, and nothing else said yet.
fn new_audit(listed: &Listed, picked: &Picked, about: Option<&Candidate>) -> NewAudits {
    let text = |get: fn(&Candidate) -> &String| about.map(get).cloned().unwrap_or_default();
    NewAudits {
        subject: Subject::Child,
        references: vec![picked.reference.clone()],
        about: Case {
            sex: text(|child| &child.sex),
            ethnicity: text(|child| &child.ethnicity),
            disability: text(|child| &child.disability),
            ..Case::default()
        },
        kind: None,
        overlays: Overlays::default(),
        team: picked.team.clone(),
        worker: text(|child| &child.worker),
        legal_status: listed.legal.get(&picked.reference).cloned().unwrap_or_default(),
        framework: 0,
        method: Method::File,
        theme: String::new(),
        took_part: String::new(),
        period_from: None,
        period_to: None,
        due: None,
        auditor: 0,
    }
}
