//! One sitting: an auditor works through an audit.

use super::council::About;
use super::groups::{Op, fields};
use super::history::{DAY, History, Later};
use jiff::ToSpan as _;
use jiff::civil::Date;
use plumbline::model::audit::{AskedForView, SafeNow, Status, WorkerView};
use plumbline::model::case::Overlays;
use plumbline::model::change::{Entity, Value};
use plumbline::model::evidence::Direction;
use plumbline::model::framework::{Asked, Criterion, Framework, Judgement};
use plumbline::model::judged::{NOT_APPLICABLE, NOT_ENOUGH_EVIDENCE};
use plumbline::model::rules;
use plumbline::model::time::Moment;
use plumbline::model::vocabulary;
use std::sync::Arc;

/// For so many years audits are typed in this workbook; what was before was brought in.
const TYPED_HERE: i64 = 4;

/// One audit that is being worked on.
pub struct Sitting {
    pub audit: usize,
    pub row: i64,
    pub auditor: i64,
    framework: Arc<Framework>,
    pub day: Date,
    pub at: Moment,
    /// How good practice is, in ranks of the scale from 0.
    practice: usize,
    drafted: bool,
    /// It is not finished: some sections are left.
    half: bool,
    /// It was brought in from what was used before, a section at a time; else it was typed here.
    brought: Option<Vec<Op>>,
}

impl Sitting {
    fn tick(&mut self, seconds: i64) -> Moment {
        self.at.0 += seconds * 1000;
        self.at
    }
}

impl History<'_> {
    pub fn sitting(&mut self, audit: usize, at: Moment) {
        let age = (self.now.0 - at.0) / DAY;
        let begun = self.begun[audit].row;
        let (dip, child) = match self.council.audits[audit].about {
            About::Child(..) => (false, true),
            About::Dip(..) => (true, true),
            About::Team | About::Service => (false, false),
        };
        if self.dice.chance(0.03) && self.shares[audit] == 0 {
            let of = fields([("status", Status::Withdrawn.key().into())]);
            return self.group(at, 1, "Audit withdrawn", vec![Op::Update(Entity::Audit, begun, of)]);
        }
        if age < 20 && self.dice.chance(0.3) && self.shares[audit] < 3 {
            return;
        }
        let planned = &self.council.audits[audit];
        let mut sitting = Sitting {
            audit,
            row: begun,
            auditor: planned.auditor,
            framework: self.framework_of(audit).1,
            day: planned.day,
            at,
            practice: self.dice.weighed(&[(0, 8), (1, 45), (2, 36), (3, 11)]),
            drafted: false,
            half: age < 14 && self.dice.chance(0.5),
            brought: (age > TYPED_HERE * 365).then(Vec::new),
        };
        self.begun[audit].moderator = 1 + (sitting.auditor + self.dice.between(1, 40)) % 200;
        if dip {
            self.dip(&mut sitting);
        } else {
            self.sections(&mut sitting);
            self.whole(&mut sitting, child);
        }
        self.bring(&mut sitting);
        if sitting.half {
            return;
        }
        let ends = if dip {
            Status::Submitted
        } else {
            self.dice
                .weighed(&[(Status::Final, 88), (Status::Agreed, 6), (Status::Submitted, 6)])
        };
        self.begun[audit].ends = Some(ends);
        let wait = self.dice.between(1, 5) * DAY;
        self.later(Moment(sitting.at.0 + wait), Later::Status(audit, Status::Submitted));
    }

    /// A user action in an audit; the first makes a draft of it.
    pub fn act(&mut self, sitting: &mut Sitting, seconds: (i64, i64), label: impl Into<String>, mut ops: Vec<Op>) {
        let seconds = self.dice.between(seconds.0, seconds.1);
        let at = sitting.tick(seconds);
        if !std::mem::replace(&mut sitting.drafted, true) {
            let of = fields([("status", Status::Draft.key().into())]);
            ops.push(Op::Update(Entity::Audit, sitting.row, of));
        }
        match &mut sitting.brought {
            Some(brought) => brought.extend(ops),
            None => self.group(at, sitting.auditor, label.into(), ops),
        }
    }

    /// What was brought in so far is one action.
    fn bring(&mut self, sitting: &mut Sitting) {
        let ops = sitting.brought.as_mut().map(std::mem::take).unwrap_or_default();
        if !ops.is_empty() {
            self.group(sitting.at, sitting.auditor, "Section brought in", ops);
        }
    }

    /// Whether something is changed again, which only happens here.
    fn again(&mut self, sitting: &Sitting, share: f64) -> bool {
        sitting.brought.is_none() && self.dice.chance(share)
    }

    fn set(&mut self, sitting: &mut Sitting, label: &'static str, of: &[(&str, Value)]) {
        let of = of
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect();
        let op = Op::Update(Entity::Audit, sitting.row, of);
        self.act(sitting, (10, 60), label, vec![op]);
    }

    /// An answer of the framework's own scale, and which way it points.
    fn value(&mut self, sitting: &Sitting) -> (String, Direction) {
        let yes = [88, 70, 45, 25][sitting.practice.min(3)];
        let which = self
            .dice
            .weighed(&[(0, yes), (1, 70 - yes / 2), (2, 95 - yes), (3, 8), (4, 3)]);
        let scale = sitting.framework.answers();
        let value = match which {
            3 => NOT_APPLICABLE,
            4 => NOT_ENOUGH_EVIDENCE,
            // The scale's best, its middle, its worst.
            at => &scale[at * (scale.len() - 1) / 2].id,
        };
        let direction = match which {
            0 => Direction::Strength,
            1 | 2 => Direction::Develop,
            _ => Direction::Neutral,
        };
        (value.to_owned(), direction)
    }

    fn answer(&mut self, sitting: &mut Sitting, criterion: &str) {
        let (value, direction) = self.value(sitting);
        let noted = self.dice.chance(0.38);
        let note = noted.then(|| {
            let sentences = self.dice.weighed(&[(1, 70), (2, 25), (5, 5)]);
            self.writer.say(&mut self.dice, direction.key(), sentences)
        });
        let mut of = fields([
            ("audit", sitting.row.into()),
            ("criterion", criterion.into()),
            ("value", value.into()),
        ]);
        let apart = self.again(sitting, 0.6);
        let mut later = None;
        if let Some(note) = note {
            if apart {
                later = Some(note);
            } else {
                of.insert("note".to_owned(), note.into());
            }
        }
        let (row, op) = self.create(Entity::Answer, sitting.at, of);
        self.act(sitting, (5, 60), format!("Answer {criterion}"), vec![op]);
        if let Some(note) = later {
            let op = Op::Update(Entity::Answer, row, fields([("note", note.into())]));
            self.act(sitting, (20, 90), format!("Note on {criterion}"), vec![op]);
        }
        if self.again(sitting, 0.03) {
            let op = Op::Update(Entity::Answer, row, fields([("value", self.value(sitting).0.into())]));
            self.act(sitting, (5, 60), format!("Answer {criterion}"), vec![op]);
        }
    }

    fn dip(&mut self, sitting: &mut Sitting) {
        for criterion in ["5.1", "6.1", "3.1"] {
            self.answer(sitting, criterion);
        }
        if self.dice.chance(0.4) {
            let comment = self.writer.say(&mut self.dice, "neutral", 1);
            self.set(sitting, "Audit: comment", &[("comment", comment.into())]);
        }
    }

    fn sections(&mut self, sitting: &mut Sitting) {
        let framework = sitting.framework.clone();
        let about = self.about(sitting);
        let mut sections: Vec<(&Judgement, Vec<&Criterion>)> = framework
            .judgements
            .iter()
            .map(|judgement| {
                let asked = rules::asked(&framework, judgement, &about);
                let core = asked.iter().filter(|(_, asked)| *asked == Asked::Core);
                (judgement, core.map(|(criterion, _)| *criterion).collect())
            })
            .filter(|(judgement, core): &(_, Vec<_>)| !core.is_empty() || judgement.criteria().next().is_some())
            .collect();
        sections.retain(|(_, core)| !core.is_empty() || about.kind.is_none());
        if sitting.half {
            sections.truncate(sections.len() / 2 + 1);
        }
        let (mut left, n) = (self.shares[sitting.audit], sections.len());
        for (at, (judgement, core)) in sections.into_iter().enumerate() {
            for criterion in core {
                if !self.dice.chance(0.03) {
                    self.answer(sitting, &criterion.id);
                }
            }
            let even = left as f64 / (n - at) as f64;
            let here = if at + 1 == n {
                left
            } else {
                ((even * (0.3 + 1.4 * self.dice.share())).round() as usize).min(left)
            };
            left -= here;
            let criteria: Vec<&str> = judgement.criteria().map(|criterion| criterion.id.as_str()).collect();
            let links = super::dice::Skew::new(criteria.len().max(1), 0.9);
            for _ in 0..here {
                self.evidence(sitting, judgement, &criteria, &links);
            }
            self.judgement(sitting, judgement);
            self.bring(sitting);
        }
    }

    /// The audit as the rules ask for it: what is asked depends on it.
    fn about(&self, sitting: &Sitting) -> plumbline::model::audit::Audit {
        use plumbline::model::audit::{Audit, Method, Subject};
        let planned = &self.council.audits[sitting.audit];
        let (subject, kind, overlays) = match planned.about {
            About::Child(child, kind) | About::Dip(_, child, kind) => {
                (Subject::Child, Some(kind), self.council.children[child].overlays)
            }
            About::Team => (Subject::Team, None, Overlays::default()),
            About::Service => (Subject::Service, None, Overlays::default()),
        };
        Audit {
            id: sitting.row,
            subject,
            case_id: None,
            kind,
            overlays,
            team: String::new(),
            worker: String::new(),
            legal_status: String::new(),
            framework: 1,
            method: Method::File,
            theme: String::new(),
            took_part: String::new(),
            period_from: None,
            period_to: None,
            due: None,
            auditor: 1,
            status: Status::Draft,
            safe_now: SafeNow::NotAssessed,
            safe_now_at: None,
            safe_now_why: String::new(),
            overall: String::new(),
            overall_why: String::new(),
            agreed_overall: String::new(),
            agreed_why: String::new(),
            moderator: None,
            worker_reflection: String::new(),
            worker_view: WorkerView::NotAsked,
            child_asked: None,
            child_said: String::new(),
            parents_asked: None,
            parents_said: String::new(),
            dip_sample: None,
            comment: String::new(),
        }
    }

    fn judgement(&mut self, sitting: &mut Sitting, judgement: &Judgement) {
        if self.dice.chance(0.12) {
            return;
        }
        let grades = sitting.framework.grades().len().max(1);
        let grade = (sitting.practice + self.dice.weighed(&[(1, 60), (0, 20), (2, 20)]))
            .saturating_sub(1)
            .min(grades - 1);
        let kind = if grade < 2 { "strength" } else { "develop" };
        let sentences = self.dice.weighed(&[(2, 50), (3, 30), (6, 20)]);
        let found = self.writer.say(&mut self.dice, kind, sentences);
        let mut found = fields([
            ("audit", sitting.row.into()),
            ("judgement", judgement.id.as_str().into()),
            ("found", found.into()),
        ]);
        let mut of = fields([
            ("grade", sitting.framework.grades()[grade].id.as_str().into()),
            ("why", self.writer.say(&mut self.dice, kind, 1).into()),
        ]);
        if self.dice.chance(0.7) {
            of.insert("impact".to_owned(), self.writer.say(&mut self.dice, "impact", 1).into());
        }
        if grade < 2 && self.dice.chance(0.4) {
            of.insert(
                "strengths".to_owned(),
                self.writer.say(&mut self.dice, "strength", 1).into(),
            );
        }
        if sitting.brought.is_some() {
            found.append(&mut of);
        }
        let (row, op) = self.create(Entity::Judgement, sitting.at, found);
        self.act(sitting, (60, 300), "What we found", vec![op]);
        if !of.is_empty() {
            let op = Op::Update(Entity::Judgement, row, of);
            self.act(sitting, (10, 90), "Judgement changed", vec![op]);
        }
        self.begun[sitting.audit].graded.push((row, grade));
        let mut area = None;
        if grade >= 2 && self.dice.chance(0.45) {
            let of = fields([
                ("audit", sitting.row.into()),
                ("judgement", judgement.id.as_str().into()),
                ("text", self.writer.say(&mut self.dice, "area", 1).into()),
            ]);
            let (row, op) = self.create(Entity::Area, sitting.at, of);
            self.act(sitting, (20, 90), "Area for improvement added", vec![op]);
            area = Some(row);
        }
        if grade >= 1 && self.dice.chance(if area.is_some() { 0.7 } else { 0.08 }) {
            self.action(sitting, judgement, area);
        }
    }

    fn evidence(&mut self, sitting: &mut Sitting, judgement: &Judgement, criteria: &[&str], links: &super::dice::Skew) {
        let strong = [62, 52, 38, 25][sitting.practice.min(3)];
        let direction = self.dice.weighed(&[
            (Direction::Strength, strong),
            (Direction::Develop, 85 - strong),
            (Direction::Neutral, 15),
        ]);
        let kind = direction.key();
        let sentences = self.dice.weighed(&[(1, 64), (2, 28), (4, 6), (9, 2)]);
        let text = self.writer.say(&mut self.dice, kind, sentences);
        let source = &vocabulary::sources()[self.source_skew.pick(&mut self.dice)].key;
        let happened = self.dice.chance(0.8).then(|| {
            let days = self.dice.between(10, 190);
            sitting.day.saturating_sub(days.days())
        });
        let reference = self.dice.chance(0.2).then(|| {
            let (day, n) = (self.dice.between(1, 28), self.dice.between(1, 400));
            format!("Case note {n}, {day}/{}", sitting.day.month())
        });
        let mut linked: Vec<String> = Vec::new();
        for _ in 0..self
            .dice
            .weighed(&[(1, 62), (0, 16), (2, 17), (3, 5)])
            .min(criteria.len())
        {
            let one = criteria[links.pick(&mut self.dice)];
            if !linked.iter().any(|known| known == one) {
                linked.push(one.to_owned());
            }
        }
        let mut tags: Vec<i64> = Vec::new();
        for _ in 0..self.dice.weighed(&[(0, 24), (1, 40), (2, 22), (3, 10), (4, 4)]) {
            // Some tags belong to the section, others come up everywhere.
            let place = self.tag_skew.pick(&mut self.dice) as i64;
            let tag = match self.dice.chance(0.5) {
                true => 1 + (place * 7 + judgement.name.len() as i64 * 11) % self.tags,
                false => 1 + place,
            };
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        let set = |tags: &[i64]| Value::Set(tags.iter().map(i64::to_string).collect());
        let of = fields([
            ("audit", sitting.row.into()),
            ("judgement", judgement.id.as_str().into()),
            ("source", source.as_str().into()),
            ("direction", direction.key().into()),
            ("happened", happened.into()),
            ("seen", Some(sitting.day).into()),
            ("text", text.into()),
            ("reference", reference.unwrap_or_default().into()),
            ("criteria", Value::Set(linked)),
            ("tags", set(&tags)),
        ]);
        let (row, op) = self.create(Entity::Evidence, sitting.at, of);
        self.act(sitting, (15, 60), "Evidence added", vec![op]);
        if self.again(sitting, 0.03) {
            let more = self.writer.say(&mut self.dice, kind, 1 + sentences);
            let op = Op::Update(Entity::Evidence, row, fields([("text", more.into())]));
            self.act(sitting, (20, 90), "Evidence: text", vec![op]);
        }
        if self.again(sitting, 0.05) {
            let tag = 1 + self.dice.below(self.tags as usize) as i64;
            if !tags.contains(&tag) {
                tags.push(tag);
            }
            let op = Op::Update(Entity::Evidence, row, fields([("tags", set(&tags))]));
            self.act(sitting, (3, 20), "Tag added", vec![op]);
        }
        if self.again(sitting, 0.004) {
            // Written by mistake, and written again.
            self.act(
                sitting,
                (3, 20),
                "Evidence deleted",
                vec![Op::Delete(Entity::Evidence, row)],
            );
            self.evidence(sitting, judgement, criteria, links);
        }
    }

    /// What is said of the audit as a whole.
    fn whole(&mut self, sitting: &mut Sitting, child: bool) {
        let say = |history: &mut Self, section: &str, n: usize| {
            Value::from(history.writer.say(&mut history.dice, section, n))
        };
        if child {
            let safe = match sitting.practice {
                3 => self
                    .dice
                    .weighed(&[(SafeNow::Yes, 60), (SafeNow::Unsure, 28), (SafeNow::No, 12)]),
                _ => self.dice.weighed(&[(SafeNow::Yes, 96), (SafeNow::Unsure, 4)]),
            };
            let (why, at) = (say(self, "neutral", 1), sitting.at);
            let of = [
                ("safe_now", safe.key().into()),
                ("safe_now_at", at.into()),
                ("safe_now_why", why),
            ];
            self.set(sitting, "Safe now", &of);
            if safe == SafeNow::No || (safe == SafeNow::Unsure && self.dice.chance(0.3)) {
                self.concern(sitting);
            }
        }
        if sitting.half {
            return;
        }
        if !sitting.framework.grades().is_empty() {
            let grade = sitting.practice.min(sitting.framework.grades().len() - 1);
            let id = sitting.framework.grades()[grade].id.clone();
            let why = say(self, if grade < 2 { "strength" } else { "develop" }, 2);
            self.set(
                sitting,
                "Overall grade",
                &[("overall", id.into()), ("overall_why", why)],
            );
            self.begun[sitting.audit].overall = Some(grade);
        }
        if child && self.dice.chance(0.5) {
            let asked = self.dice.weighed(&[
                (AskedForView::Asked, 60),
                (AskedForView::NotReached, 25),
                (AskedForView::Declined, 15),
            ]);
            let said = if asked == AskedForView::Asked {
                say(self, "said", 1)
            } else {
                "".into()
            };
            self.set(
                sitting,
                "Child’s feedback",
                &[("child_asked", asked.key().into()), ("child_said", said)],
            );
        }
        if child && self.dice.chance(0.45) {
            let view = self.dice.weighed(&[
                (WorkerView::Agrees, 70),
                (WorkerView::Partly, 24),
                (WorkerView::Disagrees, 6),
            ]);
            let words = say(self, "reflection", 1);
            self.set(
                sitting,
                "Worker’s reflection",
                &[("worker_view", view.key().into()), ("worker_reflection", words)],
            );
        }
    }
}
