//! View-models: what screens show, read once when data changes, never in a frame.

mod actions;
pub mod dip;

pub use actions::ActionRow;

use super::listed::Numbered;
use super::session::Session;
use crate::model::action::Action;
use crate::model::area::Area;
use crate::model::audit::{Audit, SafeNow, Status, Subject};
use crate::model::case::{Case, CaseKind};
use crate::model::change::{Place, Target};
use crate::model::dip::DipSample;
use crate::model::evidence::Evidence;
use crate::model::facets::SavedView;
use crate::model::framework::{Asked, Framework, Judgement};
use crate::model::people::Person;
use crate::model::rules::{self, Answers, Judgements, Warning};
use crate::model::tag::Tag;
use crate::model::time::Moment;
use crate::model::urgent::UrgentConcern;
use crate::store::{AuditFilter, Kept, LogEntry, Result, Workbook};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// What every screen shows of the workbook.
#[derive(Clone, Debug)]
pub struct WorkbookView {
    /// What the workbook says of itself.
    pub workbook: Workbook,
    /// The file.
    pub path: PathBuf,
    /// Who is auditing.
    pub me: Person,
    /// Everyone who works in it.
    pub people: Vec<Person>,
    /// Its frameworks by number.
    pub frameworks: Vec<(i64, Arc<Framework>)>,
    /// Its tags.
    pub tags: Vec<Tag>,
    /// Ways of narrowing evidence that are kept by name.
    pub saved_views: Vec<SavedView>,
    /// Their uses are counted; they are 0 for the moment after opening in which they are not.
    pub tags_counted: bool,
    /// Open urgent concerns, oldest first, each with the reference of its child.
    pub open_concerns: Vec<(UrgentConcern, String)>,
    /// Teams named in audits, by name.
    pub teams: Vec<String>,
    /// Lists that are kept, newest first.
    pub lists: Vec<Kept>,
    /// Draws that are kept, newest first.
    pub draws: Vec<Kept>,
    /// Its dip samples, newest first.
    pub dip_samples: Vec<DipSample>,
    /// What undo would take back.
    pub undo: Option<String>,
    /// What redo would bring back.
    pub redo: Option<String>,
    /// When the newest change was committed.
    pub saved: Option<Moment>,
}

/// One row of the list of audits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRow {
    /// The audit.
    pub id: i64,
    /// The child's reference, the team, or *The service*.
    pub who: String,
    /// What is audited.
    pub subject: Subject,
    /// The kind of case, in words; the framework's title for a team or the service.
    pub kind: String,
    /// The kind of case.
    pub case_kind: Option<CaseKind>,
    /// The team.
    pub team: String,
    /// The worker's code.
    pub worker: String,
    /// The auditor's name.
    pub auditor: String,
    /// The auditor's number.
    pub auditor_id: i64,
    /// When it is due.
    pub due: Option<Date>,
    /// Core questions answered; nothing while they are not counted, for a moment after opening.
    pub answered: Option<usize>,
    /// Core questions asked.
    pub asked: usize,
    /// Whether the child is safe now.
    pub safe_now: SafeNow,
    /// An urgent concern is open; when someone was told, if anyone was.
    pub concern: Option<Option<Moment>>,
    /// When someone confirmed that the child is safe after an urgent concern, where none is open any more.
    pub safe_since: Option<Moment>,
    /// First overall grade.
    pub first: Option<GradeView>,
    /// Agreed overall grade.
    pub agreed: Option<GradeView>,
    /// Where it stands.
    pub status: Status,
    /// The framework's short title.
    pub framework: String,
    /// The dip sample it is a part of.
    pub dip_sample: Option<i64>,
}

impl AuditView {
    /// How many of its core questions are answered, and how many there are.
    pub fn progress(&self) -> (usize, usize) {
        self.sections
            .iter()
            .fold((0, 0), |(a, b), section| (a + section.answered, b + section.asked))
    }

    /// What was typed here and not entered; nothing when there is none.
    pub fn unentered(&self, place: &Place) -> &str {
        self.unentered.get(place).map_or("", String::as_str)
    }
}

impl Numbered for AuditRow {
    fn number(&self) -> i64 {
        self.id
    }
}

impl AuditRow {
    /// What needs someone first: an open concern, then what is to be handed in, then what is to be moderated.
    pub fn work(&self) -> u8 {
        match self.status {
            _ if self.concern.is_some() => 0,
            Status::Allocated | Status::Draft => 1,
            Status::Submitted | Status::InModeration => 2,
            Status::Agreed | Status::Final => 3,
            Status::Withdrawn => 4,
        }
    }

    /// Days late on `today`, for an audit that is not handed in.
    pub fn days_late(&self, today: Date) -> Option<i32> {
        let waiting = matches!(self.status, Status::Allocated | Status::Draft);
        let due = self.due.filter(|due| waiting && *due < today)?;
        due.until(today).ok().map(|span| span.get_days())
    }
}

/// A grade as a chip shows it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct GradeView {
    /// Rank from 1, the best.
    pub rank: usize,
    /// How many grades the scale has.
    pub of: usize,
    /// Name exactly as published.
    pub name: String,
    /// Short form.
    pub short: String,
}

/// A judgement's grade as a chip shows it.
pub fn grade_view(framework: &Framework, grade: &str) -> Option<GradeView> {
    let (rank, found) = framework.grade(grade)?;
    Some(GradeView {
        rank,
        of: framework.grades().len(),
        name: found.name.clone(),
        short: found.short.clone(),
    })
}

/// One section (judgement) of an audit as the list at the left shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionView {
    /// The judgement's id.
    pub id: String,
    /// Its place among the framework's judgements.
    pub at: usize,
    /// Core questions answered.
    pub answered: usize,
    /// Core questions asked.
    pub asked: usize,
    /// Further questions under *ask if relevant*.
    pub if_relevant: usize,
    /// Its grade.
    pub grade: Option<GradeView>,
    /// It has a core question, or something is written in it.
    pub in_use: bool,
}

/// One audit, whole.
#[derive(Clone, Debug)]
pub struct AuditView {
    /// The audit.
    pub audit: Audit,
    /// The child's case.
    pub case: Option<Case>,
    /// The child's reference, the team, or *The service*.
    pub who: String,
    /// The auditor's name.
    pub auditor: String,
    /// The moderator's name, if one moderated.
    pub moderator: Option<String>,
    /// Its framework.
    pub framework: Arc<Framework>,
    /// Its sections, in the order worked through.
    pub sections: Vec<SectionView>,
    /// Answers.
    pub answers: Answers,
    /// Judgements.
    pub judgements: Judgements,
    /// Evidence, newest first.
    pub evidence: Vec<Evidence>,
    /// Areas for improvement.
    pub areas: Vec<Area>,
    /// Actions.
    pub actions: Vec<Action>,
    /// Urgent concerns, oldest first.
    pub concerns: Vec<UrgentConcern>,
    /// What to look at before handing it in.
    pub warnings: Vec<Warning>,
    /// The newest entries of its history.
    pub history: Vec<(LogEntry, String)>,
    /// What was typed in lines of this audit and not entered: evidence, areas, an action.
    pub unentered: BTreeMap<Place, String>,
    /// Other audits of the same child, newest first: number, what it was, its status.
    pub other_audits: Vec<(i64, String)>,
}

/// Who or what an audit is about, in the words of a list.
pub fn who(audit: &Audit, reference: &str) -> String {
    match audit.subject {
        Subject::Child => reference.to_owned(),
        Subject::Team => audit.team.clone(),
        Subject::Service => "The service".to_owned(),
    }
}

impl Session {
    /// What every screen shows of the workbook.
    pub fn workbook_view(&self) -> Result<WorkbookView> {
        self.workbook_view_of(self.store.tags()?, true, self.store.teams()?)
    }

    /// The same, with what takes long to read at hand: tags, whether their uses are counted, and teams.
    pub(super) fn workbook_view_of(&self, tags: Vec<Tag>, counted: bool, teams: Vec<String>) -> Result<WorkbookView> {
        let people = self.store.people()?;
        let (undo, redo) = self.store.undo_and_redo(self.me)?;
        let mut open_concerns = Vec::new();
        for concern in self
            .store
            .unconfirmed_concerns()?
            .into_iter()
            .filter(UrgentConcern::open)
        {
            let audit = self.store.audit(concern.audit)?;
            let who = audit.map_or_else(String::new, |(audit, reference)| who(&audit, &reference));
            open_concerns.push((concern, who));
        }
        Ok(WorkbookView {
            workbook: self.store.workbook()?,
            path: self.store.path().to_owned(),
            me: people
                .iter()
                .find(|person| person.id == self.me)
                .cloned()
                .unwrap_or_default(),
            people,
            frameworks: self.frameworks.clone(),
            tags,
            tags_counted: counted,
            saved_views: self.store.saved_views()?,
            open_concerns,
            teams,
            lists: self.store.lists()?,
            draws: self.store.draws()?,
            dip_samples: self.store.dip_samples()?,
            undo: undo.map(|step| step.label),
            redo: redo.map(|step| step.label),
            saved: self.store.last_change()?,
        })
    }

    /// One audit, whole; `None` when there is no such audit.
    pub fn audit_view(&self, id: i64) -> Result<Option<AuditView>> {
        let Some((audit, reference)) = self.store.audit(id)? else {
            return Ok(None);
        };
        let Some(framework) = self.framework(audit.framework) else {
            return Ok(None);
        };
        let people: BTreeMap<i64, String> = self.store.people()?.into_iter().map(|p| (p.id, p.name)).collect();
        let name = |person: i64| people.get(&person).cloned().unwrap_or_default();
        let case = match audit.case_id {
            Some(case) => self.store.case(case)?,
            None => None,
        };
        let (answers, judgements) = (self.store.answers(id)?, self.store.judgements(id)?);
        let evidence = self.store.evidence(id)?;
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for piece in &evidence {
            *counts.entry(piece.judgement.clone()).or_default() += 1;
        }
        let warnings = rules::warnings(&framework, &audit, &answers, &judgements, &counts);
        let answered = |criterion: &str| answers.get(criterion).is_some_and(|answer| !answer.value.is_empty());
        let written = |judgement: &Judgement| {
            judgements.contains_key(&judgement.id)
                || counts.contains_key(&judgement.id)
                || judgement
                    .criteria()
                    .any(|criterion| answers.contains_key(&criterion.id))
        };
        let sections = rules::sections(&framework, &audit, written)
            .into_iter()
            .map(|judgement| {
                let asked = rules::asked_or_answered(&framework, judgement, &audit, &answers);
                let core: Vec<&str> = asked
                    .iter()
                    .filter(|(_, a)| *a == Asked::Core)
                    .map(|(c, _)| c.id.as_str())
                    .collect();
                SectionView {
                    in_use: !core.is_empty() || written(judgement),
                    id: judgement.id.clone(),
                    at: framework
                        .judgements
                        .iter()
                        .position(|known| known.id == judgement.id)
                        .unwrap_or(0),
                    answered: core.iter().filter(|id| answered(id)).count(),
                    if_relevant: asked.len() - core.len(),
                    asked: core.len(),
                    grade: judgements
                        .get(&judgement.id)
                        .and_then(|judged| grade_view(&framework, &judged.grade)),
                }
            })
            .collect();
        let mut other_audits = Vec::new();
        if let Some(case) = audit.case_id {
            for (other, _) in self
                .store
                .audits(AuditFilter::OfCase(case))?
                .into_iter()
                .rev()
                .filter(|(other, _)| other.id != id)
            {
                let title = self
                    .framework(other.framework)
                    .map(|f| f.title.clone())
                    .unwrap_or_default();
                let when = other.due.map(crate::model::time::short_date).unwrap_or_default();
                other_audits.push((
                    other.id,
                    format!("{title}, due {when}, {}", other.status.name().to_lowercase()),
                ));
            }
        }
        let unentered = self
            .store
            .drafts()?
            .into_iter()
            .filter(|draft| {
                let (Target::NewEvidence(audit, _) | Target::NewArea(audit, _) | Target::NewAction(audit)) =
                    draft.place.target
                else {
                    return false;
                };
                audit == id
            })
            .map(|draft| (draft.place, draft.words))
            .collect();
        let history = self
            .store
            .audit_log(id, 50)?
            .into_iter()
            .map(|entry| (entry.clone(), name(entry.who)))
            .collect();
        Ok(Some(AuditView {
            who: who(&audit, &reference),
            auditor: name(audit.auditor),
            moderator: audit.moderator.map(name),
            case,
            sections,
            answers,
            judgements,
            evidence,
            areas: self.store.areas(id)?,
            actions: self.store.actions(Some(id))?,
            concerns: self.store.urgent_concerns(Some(id))?,
            warnings,
            history,
            unentered,
            other_audits,
            framework,
            audit,
        }))
    }

    /// Words of pieces of evidence: number, whom it is about, what was seen.
    pub fn piece_words(&self, pieces: &[i64]) -> Result<Vec<(i64, String, String)>> {
        let mut about: BTreeMap<i64, String> = BTreeMap::new();
        let mut found = Vec::new();
        for (piece, audit, words) in self.store.evidence_words(pieces)? {
            if let std::collections::btree_map::Entry::Vacant(new) = about.entry(audit) {
                let audit = self.store.audit(audit)?;
                new.insert(
                    audit
                        .map(|(audit, reference)| who(&audit, &reference))
                        .unwrap_or_default(),
                );
            }
            found.push((piece, about.get(&audit).cloned().unwrap_or_default(), words));
        }
        Ok(found)
    }
}
