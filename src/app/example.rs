//! Example data: a council that does not exist, and one published inspection as an audit of the service.

mod dip;

use super::edit::{Edit, NewAction, NewAudits, NewConcern, NewEvidence};
use super::error::UserError;
use super::session::{NewWorkbook, Session, Unlock};
use crate::model::action::Priority;
use crate::model::audit::{Method, SafeNow, Status, Subject};
use crate::model::case::{Case, CaseKind, Overlay, Overlays};
use crate::model::change::{Entity, Fields, Place, Value};
use crate::model::evidence::Direction;
use crate::model::framework::Framework;
use crate::model::rules;
use crate::model::time::{Clock, Moment, StepClock, midday};
use crate::store::Key;
use jiff::civil::Date;
use jiff::{Span, ToSpan as _};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Council {
    workbook: About,
    person: Vec<Someone>,
    audit: Vec<ExampleAudit>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct About {
    council: String,
    title: String,
    marking: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Someone {
    name: String,
    role: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
struct ExampleAudit {
    reference: String,
    kind: String,
    overlays: Vec<String>,
    team: String,
    worker: String,
    sex: String,
    ethnicity: String,
    disability: String,
    sibling_group: String,
    legal_status: String,
    auditor: String,
    method: String,
    theme: String,
    took_part: String,
    due_in: i32,
    status: String,
    answered: usize,
    pattern: String,
    safe_now: String,
    safe_now_why: String,
    overall: String,
    overall_why: String,
    agreed_overall: String,
    agreed_why: String,
    moderator: String,
    worker_reflection: String,
    worker_view: String,
    child_asked: String,
    child_said: String,
    parents_asked: String,
    parents_said: String,
    answers: BTreeMap<String, String>,
    notes: BTreeMap<String, String>,
    judgement: Vec<ExampleJudgement>,
    evidence: Vec<ExampleEvidence>,
    area: Vec<ExampleArea>,
    action: Vec<ExampleAction>,
    concern: Vec<ExampleConcern>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct ExampleJudgement {
    id: String,
    grade: String,
    agreed_grade: String,
    why: String,
    found: String,
    impact: String,
    strengths: String,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct ExampleEvidence {
    judgement: String,
    text: String,
    source: String,
    direction: String,
    days_ago: Option<i32>,
    paragraph: Option<u32>,
    reference: String,
    criteria: Vec<String>,
    tags: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExampleArea {
    judgement: String,
    text: String,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct ExampleAction {
    judgement: String,
    text: String,
    owner: String,
    due_in: Option<i32>,
    priority: String,
    criterion: String,
    /// It came from this piece of the audit's evidence, counted from 1.
    evidence: Option<usize>,
    /// It came from this of the audit's areas for improvement, counted from 1.
    area: Option<usize>,
    stage: String,
    progress: String,
    done_ago: Option<i32>,
    done_evidence: String,
    verified_ago: Option<i32>,
    verified_by: String,
    difference: String,
    difference_why: String,
    reaudit_in: Option<i32>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct ExampleConcern {
    seen: String,
    raised_hours_ago: i64,
    told_who: String,
    told_role: String,
    told_how: String,
    told_hours_ago: i64,
}

/// The published inspection, as facts and findings in our own words.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Published {
    /// The framework version.
    pub framework: String,
    /// The authority inspected.
    pub authority: String,
    /// First day on site.
    period_from: toml::value::Datetime,
    /// Last day on site.
    period_to: toml::value::Datetime,
    /// The overall grade.
    pub overall: String,
    overall_why: String,
    source_note: String,
    judgement: Vec<ExampleJudgement>,
    evidence: Vec<ExampleEvidence>,
    area: Vec<ExampleArea>,
    #[serde(default)]
    answers: BTreeMap<String, String>,
}

const COUNCIL: &str = include_str!("../../assets/example/council.toml");
const PUBLISHED: &str = include_str!("../../assets/example/westminster-2019.toml");

/// Opens example data in a temporary folder under a key nobody knows. The folder is gone when it is dropped.
pub fn open(clock: Arc<dyn Clock>) -> Result<(Session, tempfile::TempDir), UserError> {
    let folder = tempfile::Builder::new()
        .prefix("plumbline-example-")
        .tempdir()
        .map_err(|_error| {
            UserError::new(
                "There is no room for the example data",
                "Make room on the disk and try again.",
            )
        })?;
    let path = folder.path().join("example.plumb");
    let key = Key::random()?;
    write(&path, &Unlock::Key(key.clone()), &*clock)?;
    let session = Session::open(&path, &Unlock::Key(key), clock)?;
    Ok((session, folder))
}

fn damaged(error: &toml::de::Error) -> UserError {
    UserError::new(
        format!("The example data cannot be read: {}", error.message()),
        "Install Plumbline again.",
    )
}

/// Writes the example data to a new workbook at `path`, as of today by `clock`.
///
/// Its edits are made in the months before, on a clock of their own, so that history and hours open look as they do
/// in use.
pub fn write(path: &Path, unlock: &Unlock, clock: &dyn Clock) -> Result<(), UserError> {
    let there = path.exists();
    let written = fill(path, unlock, clock);
    if written.is_err() && !there {
        // Nothing half-made stays behind; the first error is the one to tell.
        drop(std::fs::remove_file(path));
    }
    written
}

fn fill(path: &Path, unlock: &Unlock, clock: &dyn Clock) -> Result<(), UserError> {
    let council: Council = toml::from_str(COUNCIL).map_err(|error| damaged(&error))?;
    let published: Published = toml::from_str(PUBLISHED).map_err(|error| damaged(&error))?;
    let now = clock.now();
    let then = Arc::new(StepClock::at(Moment(now.0 - 70 * 24 * 3_600_000)));
    let first = council.person.first();
    let new = NewWorkbook {
        council: council.workbook.council,
        title: council.workbook.title,
        marking: council.workbook.marking,
        auditor: first.map(|person| person.name.clone()).unwrap_or_default(),
        role: first.map(|person| person.role.clone()).unwrap_or_default(),
        frameworks: ["case-audit", "ilacs-2026", "ilacs-2023", "ilacs-2018"]
            .map(str::to_owned)
            .to_vec(),
        example: true,
    };
    let mut session = Session::create(path, unlock, &new, then.clone())?;
    // Hundreds of edits: on a slow disk half a minute, for a file that is nobody's yet.
    session.store.wait_for_disk(false)?;
    for person in council.person.iter().skip(1) {
        session.apply(&Edit::AddPerson {
            name: person.name.clone(),
            role: person.role.clone(),
        })?;
    }
    let mut maker = Maker {
        session,
        now,
        today: now.date(),
        clock: then,
        followed: Vec::new(),
    };
    for audit in &council.audit {
        // Worked on by the day it was due, and never in the last hours: what was seen is older than the seeing.
        let worked = maker.day(audit.due_in).map_or(now, midday).0;
        maker.clock.set(Moment(worked.min(now.0 - 20 * 3_600_000)));
        maker.audit(audit)?;
    }
    maker.dip_sample()?;
    maker.published(&published)?;
    maker.follow_up()?;
    maker.session.store.wait_for_disk(true)?;
    // Whoever tries it is none of the auditors, so that undo is of their own changes.
    let you = maker.session.apply(&Edit::AddPerson {
        name: "You".to_owned(),
        role: String::new(),
    })?;
    maker
        .session
        .set_me(you.touched.first().map_or(1, |touched| touched.row))?;
    Ok(())
}

struct Maker {
    session: Session,
    now: Moment,
    today: Date,
    clock: Arc<StepClock>,
    /// How actions were followed up, after their audits: when, by whom, which action, and what was written.
    followed: Vec<(Date, i64, i64, Fields)>,
}

fn or_none(key: &str) -> Option<&str> {
    (!key.is_empty()).then_some(key)
}

impl Maker {
    fn day(&self, days: i32) -> Option<Date> {
        self.today.checked_add(Span::new().days(days)).ok()
    }

    fn person(&self, name: &str) -> Result<i64, UserError> {
        Ok(self
            .session
            .store()
            .people()?
            .iter()
            .find(|person| person.name == name)
            .map_or(1, |person| person.id))
    }

    fn set(&mut self, place: Place, value: impl Into<Value>) -> Result<(), UserError> {
        let value = value.into();
        if value != Value::from("") {
            self.session.apply(&Edit::Set(place, value))?;
        }
        Ok(())
    }

    fn begin(&mut self, new: NewAudits) -> Result<i64, UserError> {
        let made = self.session.apply(&Edit::StartAudits(Box::new(new)))?;
        Ok(made
            .touched
            .iter()
            .find(|touched| touched.entity == Entity::Audit)
            .map_or(0, |touched| touched.row))
    }

    fn audit(&mut self, example: &ExampleAudit) -> Result<(), UserError> {
        let auditor = self.person(&example.auditor)?;
        self.session.set_me(auditor)?;
        let framework = self.session.framework_number("case-audit")?.unwrap_or(1);
        let overlays = example
            .overlays
            .iter()
            .filter_map(|key| Overlay::from_key(key))
            .fold(Overlays::default(), Overlays::with);
        let due = self.day(example.due_in);
        let period_to = due
            .and_then(|due| due.checked_sub(10.days()).ok())
            .map(|to| to.min(self.today));
        let new = NewAudits {
            subject: Subject::Child,
            references: vec![example.reference.clone()],
            about: Case {
                sex: example.sex.clone(),
                ethnicity: example.ethnicity.clone(),
                disability: example.disability.clone(),
                sibling_group: example.sibling_group.clone(),
                ..Case::default()
            },
            kind: CaseKind::from_key(&example.kind),
            overlays,
            team: example.team.clone(),
            worker: example.worker.clone(),
            legal_status: example.legal_status.clone(),
            framework,
            method: Method::from_key(&example.method).unwrap_or(Method::File),
            theme: example.theme.clone(),
            took_part: example.took_part.clone(),
            period_from: period_to.and_then(|to| to.checked_sub(6.months()).ok()),
            period_to,
            due,
            auditor,
        };
        let audit = self.begin(new)?;
        let status = Status::from_key(&example.status).unwrap_or(Status::Draft);
        if status == Status::Allocated {
            return Ok(());
        }
        self.answers(audit, example)?;
        self.judgements(audit, &example.judgement)?;
        self.evidence(audit, &example.evidence)?;
        for area in &example.area {
            self.area(audit, area)?;
        }
        for action in &example.action {
            self.action(audit, auditor, action)?;
        }
        // A child found to be unsafe was found so just before the concern was raised.
        let before = self.clock.now();
        if let Some(concern) = example.concern.first() {
            self.clock
                .set(Moment(self.now.0 - concern.raised_hours_ago * 3_600_000 - 600_000));
        }
        let safe = SafeNow::from_key(&example.safe_now).unwrap_or(SafeNow::NotAssessed);
        if safe != SafeNow::NotAssessed {
            self.set(Place::row(Entity::Audit, audit, "safe_now"), safe.key())?;
        }
        self.clock.set(before);
        for (field, text) in [
            ("safe_now_why", &example.safe_now_why),
            ("overall", &example.overall),
            ("overall_why", &example.overall_why),
            ("worker_reflection", &example.worker_reflection),
            ("worker_view", &example.worker_view),
            ("child_asked", &example.child_asked),
            ("child_said", &example.child_said),
            ("parents_asked", &example.parents_asked),
            ("parents_said", &example.parents_said),
        ] {
            self.set(Place::row(Entity::Audit, audit, field), text.as_str())?;
        }
        for concern in &example.concern {
            self.concern(audit, concern)?;
        }
        self.move_to(audit, status, example)
    }

    fn answers(&mut self, audit: i64, example: &ExampleAudit) -> Result<(), UserError> {
        let Some((view, framework)) = self.framework_of(audit)? else {
            return Ok(());
        };
        let core: Vec<String> = rules::sections(&framework, &view, |_| false)
            .into_iter()
            .flat_map(|section| rules::asked(&framework, section, &view))
            .filter(|(_, asked)| *asked == crate::model::framework::Asked::Core)
            .map(|(criterion, _)| criterion.id.clone())
            .collect();
        let pattern: Vec<char> = if example.pattern.is_empty() {
            vec!['y']
        } else {
            example.pattern.chars().collect()
        };
        let mut answers: BTreeMap<&str, &str> = core
            .iter()
            .take(example.answered)
            .zip(pattern.iter().cycle())
            .map(|(id, letter)| (id.as_str(), dip::value(*letter).unwrap_or("yes")))
            .collect();
        answers.extend(example.answers.iter().map(|(id, value)| (id.as_str(), value.as_str())));
        for (id, value) in answers {
            self.set(Place::answer(audit, id, "value"), value)?;
        }
        for (id, note) in &example.notes {
            self.set(Place::answer(audit, id, "note"), note.as_str())?;
        }
        Ok(())
    }

    fn framework_of(&self, audit: i64) -> Result<Option<(crate::model::audit::Audit, Arc<Framework>)>, UserError> {
        let found = self.session.store().audit(audit)?;
        Ok(found.and_then(|(audit, _)| {
            self.session
                .framework(audit.framework)
                .map(|framework| (audit, framework))
        }))
    }

    fn judgements(&mut self, audit: i64, judgements: &[ExampleJudgement]) -> Result<(), UserError> {
        for judged in judgements {
            for (field, text) in [
                ("found", &judged.found),
                ("impact", &judged.impact),
                ("strengths", &judged.strengths),
                ("grade", &judged.grade),
                ("why", &judged.why),
                ("agreed_grade", &judged.agreed_grade),
            ] {
                self.set(Place::judgement(audit, &judged.id, field), text.as_str())?;
            }
        }
        Ok(())
    }

    fn evidence(&mut self, audit: i64, evidence: &[ExampleEvidence]) -> Result<(), UserError> {
        let tags = self.session.store().tags()?;
        for piece in evidence {
            let source = or_none(&piece.source).unwrap_or("case_record");
            let new = NewEvidence {
                audit,
                judgement: piece.judgement.clone(),
                text: piece.text.clone(),
                source: if piece.paragraph.is_some() {
                    "inspection_report"
                } else {
                    source
                }
                .to_owned(),
                direction: Direction::from_key(&piece.direction).unwrap_or(Direction::Neutral),
                happened: piece.days_ago.and_then(|days| self.day(-days)),
                reference: piece
                    .paragraph
                    .map_or_else(|| piece.reference.clone(), |n| format!("Paragraph {n}")),
                criteria: piece.criteria.clone(),
                tags: tags
                    .iter()
                    .filter(|tag| piece.tags.contains(&tag.key))
                    .map(|tag| tag.id)
                    .collect(),
            };
            self.session.apply(&Edit::AddEvidence(Box::new(new)))?;
        }
        Ok(())
    }

    fn area(&mut self, audit: i64, area: &ExampleArea) -> Result<(), UserError> {
        let (judgement, text) = (area.judgement.clone(), area.text.clone());
        self.session.apply(&Edit::AddArea {
            audit,
            judgement,
            text,
            national_framework: String::new(),
        })?;
        Ok(())
    }

    fn action(&mut self, audit: i64, auditor: i64, action: &ExampleAction) -> Result<(), UserError> {
        let store = self.session.store();
        // Evidence is told newest first.
        let evidence: Vec<i64> = store.evidence(audit)?.iter().rev().map(|piece| piece.id).collect();
        let areas: Vec<i64> = store.areas(audit)?.iter().map(|area| area.id).collect();
        let nth = |rows: &[i64], at: Option<usize>| at.and_then(|at| rows.get(at.checked_sub(1)?).copied());
        let new = NewAction {
            judgement: action.judgement.clone(),
            text: action.text.clone(),
            owner: action.owner.clone(),
            due: action.due_in.and_then(|days| self.day(days)),
            priority: Priority::from_key(&action.priority).unwrap_or_default(),
            criterion: action.criterion.clone(),
            evidence: nth(&evidence, action.evidence),
            area: nth(&areas, action.area),
            ..NewAction::of(audit)
        };
        let made = self.session.apply(&Edit::AddAction(Box::new(new)))?;
        let row = made
            .touched
            .iter()
            .find(|touched| touched.entity == Entity::Action)
            .map_or(0, |touched| touched.row);
        let text = |text: &str| Value::from(text);
        let ago = |days: Option<i32>| days.and_then(|days| self.day(-days));
        let again = action.reaudit_in.and_then(|days| self.day(days));
        let steps = [
            (
                self.day(-2).filter(|_| !action.stage.is_empty()),
                vec![("stage", text(&action.stage)), ("progress", text(&action.progress))],
            ),
            (
                ago(action.done_ago),
                vec![
                    ("done", Value::from(ago(action.done_ago))),
                    ("done_evidence", text(&action.done_evidence)),
                ],
            ),
            (
                ago(action.verified_ago),
                vec![
                    ("verified", Value::from(ago(action.verified_ago))),
                    ("verified_by", text(&action.verified_by)),
                    ("difference", text(&action.difference)),
                    ("difference_why", text(&action.difference_why)),
                    ("reaudit", Value::from(again)),
                ],
            ),
        ];
        for (day, fields) in steps {
            let fields = fields
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect();
            self.followed.extend(day.map(|day| (day, auditor, row, fields)));
        }
        Ok(())
    }

    /// Writes how actions were followed up, each on its day.
    fn follow_up(&mut self) -> Result<(), UserError> {
        let mut followed = std::mem::take(&mut self.followed);
        followed.sort_by_key(|(day, ..)| *day);
        for (day, who, row, fields) in followed {
            self.clock.set(midday(day));
            self.session.set_me(who)?;
            self.session.apply(&Edit::SetFields {
                entity: Entity::Action,
                row,
                fields,
            })?;
        }
        Ok(())
    }

    fn concern(&mut self, audit: i64, concern: &ExampleConcern) -> Result<(), UserError> {
        let before = self.clock.now();
        let ago = |hours: i64| Moment(self.now.0 - hours * 3_600_000);
        self.clock.set(ago(concern.raised_hours_ago));
        let new = NewConcern {
            audit,
            seen: concern.seen.clone(),
            told_who: concern.told_who.clone(),
            told_role: concern.told_role.clone(),
            told_how: concern.told_how.clone(),
            told_at: Some(ago(concern.told_hours_ago)),
        };
        self.session.apply(&Edit::RaiseConcern(Box::new(new)))?;
        self.clock.set(before);
        Ok(())
    }

    /// Walks an audit to its status the way a user would.
    fn move_to(&mut self, audit: i64, status: Status, example: &ExampleAudit) -> Result<(), UserError> {
        let path: &[Status] = match status {
            Status::Allocated | Status::Draft => &[],
            Status::Submitted => &[Status::Submitted],
            Status::InModeration => &[Status::Submitted, Status::InModeration],
            Status::Agreed => &[Status::Submitted, Status::InModeration, Status::Agreed],
            Status::Final if example.agreed_overall.is_empty() => &[Status::Submitted, Status::Final],
            Status::Final => &[Status::Submitted, Status::InModeration, Status::Agreed, Status::Final],
            Status::Withdrawn => &[Status::Withdrawn],
        };
        for status in path {
            if *status == Status::InModeration && !example.moderator.is_empty() {
                let moderator = self.person(&example.moderator)?;
                self.session.set_me(moderator)?;
            }
            if *status == Status::Agreed {
                self.set(
                    Place::row(Entity::Audit, audit, "agreed_overall"),
                    example.agreed_overall.as_str(),
                )?;
                self.set(
                    Place::row(Entity::Audit, audit, "agreed_why"),
                    example.agreed_why.as_str(),
                )?;
            }
            self.session.apply(&Edit::SetStatus { audit, status: *status })?;
        }
        Ok(())
    }

    fn published(&mut self, published: &Published) -> Result<(), UserError> {
        let date = |value: &toml::value::Datetime| value.to_string().parse::<Date>().ok();
        let (from, to) = (date(&published.period_from), date(&published.period_to));
        let before = self.clock.now();
        if let Some(to) = to {
            self.clock.set(midday(to));
        }
        self.session.set_me(1)?;
        let framework = self.session.framework_number(&published.framework)?.unwrap_or(1);
        let audit = self.begin(NewAudits {
            subject: Subject::Service,
            references: Vec::new(),
            about: Case::default(),
            kind: None,
            overlays: Overlays::default(),
            team: String::new(),
            worker: String::new(),
            legal_status: String::new(),
            framework,
            method: Method::Theme,
            theme: format!("Published inspection of {}", published.authority),
            took_part: published.source_note.clone(),
            period_from: from,
            period_to: to,
            due: to,
            auditor: 1,
        })?;
        for (id, value) in &published.answers {
            self.set(Place::answer(audit, id, "value"), value.as_str())?;
        }
        self.judgements(audit, &published.judgement)?;
        self.evidence(audit, &published.evidence)?;
        for area in &published.area {
            self.area(audit, area)?;
        }
        self.set(Place::row(Entity::Audit, audit, "overall"), published.overall.as_str())?;
        self.set(
            Place::row(Entity::Audit, audit, "overall_why"),
            published.overall_why.as_str(),
        )?;
        self.session.apply(&Edit::SetStatus {
            audit,
            status: Status::Submitted,
        })?;
        self.session.apply(&Edit::SetStatus {
            audit,
            status: Status::Final,
        })?;
        self.clock.set(before);
        Ok(())
    }
}
