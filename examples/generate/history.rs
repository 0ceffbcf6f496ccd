//! Ten years of work, in the order it was done: audits are given out, worked on, handed in, moderated and closed, and
//! their actions followed up for months.

use super::council::{AUDITORS, About, Council, auditor_name};
use super::dice::{Dice, Skew};
use super::groups::{Group, Op, fields};
use super::make::Size;
use super::words::Writer;
use jiff::ToSpan as _;
use jiff::civil::Date;
use plumbline::model::audit::{Method, Status, Subject};
use plumbline::model::case::CaseKind;
use plumbline::model::change::{Entity, Fields, Value};
use plumbline::model::framework::Framework;
use plumbline::model::time::{Moment, midday};
use std::borrow::Cow;
use std::collections::{BTreeMap, BinaryHeap};
use std::sync::Arc;

/// What a sitting left to be done later.
pub enum Later {
    /// So many audits from this place on are given out.
    GiveOut(usize, usize),
    /// An audit is worked on.
    Sitting(usize),
    /// An audit goes to its next status.
    Status(usize, Status),
    /// An action is followed up.
    FollowUp(ActionMade),
    /// Someone confirms that a child is safe.
    Confirm(i64, i64),
}

/// An action that was written, and what becomes of it.
#[derive(Clone, Copy)]
pub struct ActionMade {
    pub row: i64,
    pub auditor: i64,
    /// How far it is to come: 1 begun, 2 done, 3 verified, 4 known whether it made a difference.
    pub to: u8,
    /// How far it is.
    pub at: u8,
    pub due: Date,
}

/// What stays of an audit while more may come of it.
#[derive(Default, Clone)]
pub struct Begun {
    pub row: i64,
    /// Judgements with their first grade.
    pub graded: Vec<(i64, usize)>,
    pub overall: Option<usize>,
    /// Who moderates.
    pub moderator: i64,
    /// Where it ends.
    pub ends: Option<Status>,
}

struct Event {
    at: Moment,
    /// Earlier first where the time is the same.
    n: u64,
    what: Later,
}

impl PartialEq for Event {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}
impl Eq for Event {}
impl PartialOrd for Event {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Event {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (other.at, other.n).cmp(&(self.at, self.n))
    }
}

/// What is in the workbook before any of this.
pub struct Before {
    pub frameworks: Vec<(i64, Arc<Framework>)>,
    /// How many tags it was made with.
    pub tags: i64,
}

/// Works through the ten years.
pub struct History<'a> {
    pub dice: Dice,
    pub writer: Writer,
    pub council: Council,
    pub before: Before,
    /// How much evidence each audit is to have.
    pub shares: Vec<usize>,
    pub begun: Vec<Begun>,
    pub source_skew: Skew,
    pub tag_skew: Skew,
    /// Tags there are by now.
    pub tags: i64,
    pub now: Moment,
    last: BTreeMap<Entity, i64>,
    cases: BTreeMap<usize, i64>,
    events: BinaryHeap<Event>,
    n: u64,
    out: &'a mut dyn FnMut(Group),
}

pub const MINUTE: i64 = 60_000;
pub const DAY: i64 = 24 * 60 * MINUTE;

impl<'a> History<'a> {
    pub fn new(council: Council, before: Before, size: Size, out: &'a mut dyn FnMut(Group)) -> Self {
        let mut history = Self {
            dice: Dice::new(size.seed ^ 0x48),
            writer: Writer::new(),
            shares: shares(&council, size.evidence, size.now),
            begun: vec![Begun::default(); council.audits.len()],
            source_skew: Skew::new(plumbline::model::vocabulary::sources().len(), 1.1),
            tag_skew: Skew::new(before.tags as usize, 1.05),
            tags: before.tags,
            council,
            before,
            now: size.now,
            last: BTreeMap::from([(Entity::Person, 1)]),
            cases: BTreeMap::new(),
            events: BinaryHeap::new(),
            n: 0,
            out,
        };
        history.last.insert(Entity::Tag, history.tags);
        history
    }

    /// The number the next row of an entity will have.
    pub fn number(&mut self, entity: Entity) -> i64 {
        let last = self.last.entry(entity).or_insert(0);
        *last += 1;
        *last
    }

    pub fn group(&mut self, at: Moment, who: i64, label: impl Into<Cow<'static, str>>, ops: Vec<Op>) {
        (self.out)(Group {
            at,
            who,
            label: label.into(),
            ops,
        });
    }

    pub fn later(&mut self, at: Moment, what: Later) {
        // What is still to come is not in the workbook.
        if at < self.now {
            self.n += 1;
            let n = self.n;
            self.events.push(Event { at, n, what });
        }
    }

    /// An id that is the same for the same seed.
    pub fn uuid(&mut self, at: Moment) -> Value {
        let (high, low) = (self.dice.next(), self.dice.next());
        let mut tail = [0; 10];
        tail[..8].copy_from_slice(&high.to_le_bytes());
        tail[8..].copy_from_slice(&low.to_le_bytes()[..2]);
        let id = uuid::Builder::from_unix_timestamp_millis(at.0.max(0).unsigned_abs(), &tail).into_uuid();
        Value::Text(id.simple().to_string())
    }

    pub fn create(&mut self, entity: Entity, at: Moment, mut of: Fields) -> (i64, Op) {
        let row = self.number(entity);
        let uuid = self.uuid(at);
        of.insert("uuid".to_owned(), uuid);
        (row, Op::Create(entity, row, of))
    }

    /// Writes all of it.
    pub fn write(&mut self) {
        let first = midday(self.council.first);
        for number in 1..AUDITORS {
            let of = fields([
                ("name", auditor_name(number).into()),
                ("role", "Service manager".into()),
            ]);
            let (_, op) = self.create(Entity::Person, first, of);
            self.group(
                Moment(first.0 - DAY + number as i64 * MINUTE),
                1,
                "Person added",
                vec![op],
            );
        }
        self.dip_samples();
        // Given out by the month, some twenty at a time.
        let mut from = 0;
        while from < self.council.audits.len() {
            let month = self.council.audits[from].day.first_of_month();
            let same = |n: &usize| {
                self.council
                    .audits
                    .get(*n)
                    .is_some_and(|audit| audit.day.first_of_month() == month)
            };
            let to = (from..from + self.dice.between(5, 25) as usize)
                .take_while(same)
                .count()
                + from;
            let day = midday(
                self.council.audits[from]
                    .day
                    .saturating_sub(14.days())
                    .max(self.council.first),
            );
            self.later(Moment(day.0 + from as i64), Later::GiveOut(from, to));
            from = to;
        }
        while let Some(Event { at, what, .. }) = self.events.pop() {
            match what {
                Later::GiveOut(from, to) => self.give_out(at, from, to),
                Later::Sitting(audit) => self.sitting(audit, at),
                Later::Status(audit, status) => self.status(audit, status, at),
                Later::FollowUp(action) => self.follow_up(action, at),
                Later::Confirm(concern, auditor) => self.confirm(concern, auditor, at),
            }
        }
    }

    fn dip_samples(&mut self) {
        for (name, day) in self.council.dips.clone() {
            let at = Moment(midday(day).0 - 20 * DAY);
            let of = fields([
                ("name", name.into()),
                ("framework", self.framework("case-audit").0.into()),
                ("questions", "5.1 6.1 3.1".into()),
                ("made", at.into()),
            ]);
            let (_, op) = self.create(Entity::DipSample, at, of);
            self.group(at, 1, "Dip sample kept", vec![op]);
        }
    }

    /// A framework of the workbook, by its id.
    pub fn framework(&self, id: &str) -> (i64, Arc<Framework>) {
        let found = self.before.frameworks.iter().find(|(_, framework)| framework.id == id);
        found.unwrap_or(&self.before.frameworks[0]).clone()
    }

    /// The framework an audit is held against.
    pub fn framework_of(&self, audit: usize) -> (i64, Arc<Framework>) {
        let planned = &self.council.audits[audit];
        match planned.about {
            About::Child(..) | About::Dip(..) => self.framework("case-audit"),
            About::Team | About::Service => self.framework(match planned.day.year() {
                ..=2022 => "ilacs-2018",
                2023..=2025 => "ilacs-2023",
                _ => "ilacs-2026",
            }),
        }
    }

    fn case(&mut self, child: usize, at: Moment, ops: &mut Vec<Op>) -> i64 {
        if let Some(known) = self.cases.get(&child) {
            return *known;
        }
        let one = &self.council.children[child];
        let of = fields([
            ("reference", one.reference.as_str().into()),
            ("sex", one.sex.into()),
            ("ethnicity", one.ethnicity.into()),
            ("disability", one.disability.into()),
            ("sibling_group", one.sibling_group.as_str().into()),
        ]);
        let (row, op) = self.create(Entity::Case, at, of);
        ops.push(op);
        self.cases.insert(child, row);
        row
    }

    fn give_out(&mut self, at: Moment, from: usize, to: usize) {
        let mut ops = Vec::new();
        for audit in from..to {
            let planned = &self.council.audits[audit];
            let (child, kind, dip) = match planned.about {
                About::Child(child, kind) => (Some(child), Some(kind), None),
                About::Dip(sample, child, kind) => (Some(child), Some(kind), Some(sample as i64 + 1)),
                About::Team | About::Service => (None, None, None),
            };
            let subject = match planned.about {
                About::Child(..) | About::Dip(..) => Subject::Child,
                About::Team => Subject::Team,
                About::Service => Subject::Service,
            };
            let overlays = child.map(|child| self.council.children[child].overlays.stored());
            let day = planned.day;
            let method = match dip {
                Some(_) => Method::DipSample,
                None => self
                    .dice
                    .weighed(&[(Method::File, 60), (Method::WithWorker, 34), (Method::Theme, 6)]),
            };
            let planned = &self.council.audits[audit];
            let of = fields([
                ("subject", subject.key().into()),
                ("kind", kind.map_or("", CaseKind::key).into()),
                ("overlays", overlays.unwrap_or_default().into()),
                ("team", planned.team.as_str().into()),
                ("worker", planned.worker.as_str().into()),
                ("legal_status", planned.legal_status.into()),
                ("framework", self.framework_of(audit).0.into()),
                ("method", method.key().into()),
                ("theme", if method == Method::Theme { "Neglect" } else { "" }.into()),
                (
                    "took_part",
                    if method == Method::WithWorker {
                        "Social worker"
                    } else {
                        ""
                    }
                    .into(),
                ),
                ("period_from", Some(day.saturating_sub(6.months())).into()),
                ("period_to", Some(day.saturating_sub(10.days())).into()),
                ("due", Some(day.saturating_add(3.days())).into()),
                ("auditor", planned.auditor.into()),
                ("dip_sample", dip.into()),
            ]);
            let mut of = of;
            let case = child.map(|child| self.case(child, at, &mut ops));
            of.insert("case_id".to_owned(), case.into());
            let (row, op) = self.create(Entity::Audit, at, of);
            ops.push(op);
            self.begun[audit].row = row;
            let minutes = self.dice.between(9 * 60, 15 * 60);
            self.later(
                Moment(midday(day).0 - DAY / 2 + minutes * MINUTE),
                Later::Sitting(audit),
            );
        }
        let label = match to - from {
            1 => "Audit started".to_owned(),
            n => format!("{n} audits allocated"),
        };
        self.group(at, 1, label, ops);
    }

    fn status(&mut self, audit: usize, status: Status, at: Moment) {
        let begun = self.begun[audit].clone();
        let mut of = fields([("status", status.key().into())]);
        let mut who = self.council.audits[audit].auditor;
        let mut ops = Vec::new();
        if matches!(status, Status::Agreed | Status::InModeration) {
            who = begun.moderator;
        }
        if status == Status::Agreed {
            of.insert("moderator".to_owned(), who.into());
            let (_, framework) = self.framework_of(audit);
            let grades = framework.grades();
            let agreed = |dice: &mut Dice, first: usize| match dice.weighed(&[(0, 86), (1, 11), (2, 3)]) {
                0 => first,
                1 => (first + 1).min(grades.len() - 1),
                _ => first.saturating_sub(1),
            };
            for (row, first) in &begun.graded {
                let agreed = agreed(&mut self.dice, *first);
                ops.push(Op::Update(
                    Entity::Judgement,
                    *row,
                    fields([("agreed_grade", grades[agreed].id.as_str().into())]),
                ));
            }
            if let Some(first) = begun.overall {
                let agreed = agreed(&mut self.dice, first);
                of.insert("agreed_overall".to_owned(), grades[agreed].id.as_str().into());
                let why = self
                    .writer
                    .say(&mut self.dice, if agreed <= first { "strength" } else { "develop" }, 1);
                of.insert("agreed_why".to_owned(), why.into());
            }
        }
        ops.push(Op::Update(Entity::Audit, begun.row, of));
        self.group(at, who, format!("Audit {}", status.name().to_lowercase()), ops);
        if begun.ends == Some(status) {
            return;
        }
        let next = match status {
            Status::Submitted => Status::InModeration,
            Status::InModeration => Status::Agreed,
            Status::Agreed => Status::Final,
            _ => return,
        };
        let wait = self.dice.between(2, 12) * DAY + self.dice.between(0, 240) * MINUTE;
        self.later(Moment(at.0 + wait), Later::Status(audit, next));
    }
}

/// How the evidence falls to the audits, so that it comes to just as much as was asked for.
fn shares(council: &Council, evidence: usize, now: Moment) -> Vec<usize> {
    let today = now.date();
    let weight = |n: usize| {
        let audit = &council.audits[n];
        if audit.day.saturating_add(1.day()) < today {
            audit.weight
        } else {
            0.0
        }
    };
    let all: f64 = (0..council.audits.len()).map(weight).sum();
    let (mut sum, mut given) = (0.0, 0);
    (0..council.audits.len())
        .map(|n| {
            sum += weight(n);
            let to = (sum / all * evidence as f64).round() as usize;
            let share = to - given;
            given = to;
            share
        })
        .collect()
}
