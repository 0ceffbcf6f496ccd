//! Actions and urgent concerns, and what becomes of them in the months after.

use super::groups::{Op, fields};
use super::history::{ActionMade, DAY, History, Later, MINUTE};
use super::sitting::Sitting;
use jiff::ToSpan as _;
use plumbline::model::action::{Difference, Priority, Stage};
use plumbline::model::change::Entity;
use plumbline::model::framework::Judgement;
use plumbline::model::time::Moment;

impl History<'_> {
    pub fn action(&mut self, sitting: &mut Sitting, judgement: &Judgement, area: Option<i64>) {
        let due = sitting.day.saturating_add(self.dice.between(14, 75).days());
        let team = self.council.audits[sitting.audit].team.clone();
        let owner = match self.dice.chance(0.6) {
            true if !team.is_empty() => format!("Team manager, {team}"),
            _ => super::council::auditor_name(self.dice.below(super::council::AUDITORS)),
        };
        let priority = self
            .dice
            .weighed(&[(Priority::Normal, 66), (Priority::High, 24), (Priority::Low, 10)]);
        let of = fields([
            ("audit", sitting.row.into()),
            ("judgement", judgement.id.as_str().into()),
            ("text", self.writer.say(&mut self.dice, "action", 1).into()),
            ("owner", owner.into()),
            ("due", Some(due).into()),
            ("priority", priority.key().into()),
            ("area", area.into()),
        ]);
        let (row, op) = self.create(Entity::Action, sitting.at, of);
        self.act(sitting, (30, 120), "Action added", vec![op]);
        let made = ActionMade {
            row,
            auditor: sitting.auditor,
            to: self.dice.weighed(&[(4, 45), (3, 25), (2, 22), (1, 5), (0, 3)]),
            at: 0,
            due,
        };
        let wait = self.dice.between(5, 30) * DAY;
        self.later(Moment(sitting.at.0 + wait), Later::FollowUp(made));
    }

    pub fn follow_up(&mut self, mut action: ActionMade, at: Moment) {
        if action.at >= action.to {
            return;
        }
        action.at += 1;
        let today = at.date();
        let mut who = action.auditor;
        let of = match action.at {
            1 => fields([
                ("stage", Stage::InProgress.key().into()),
                ("progress", self.writer.say(&mut self.dice, "progress", 1).into()),
            ]),
            2 => fields([
                ("done", Some(today).into()),
                ("done_evidence", self.writer.say(&mut self.dice, "proof", 1).into()),
            ]),
            3 => {
                who = 1 + (who + 7) % 200;
                fields([
                    ("verified", Some(today).into()),
                    ("verified_by", super::council::auditor_name(who as usize).into()),
                ])
            }
            _ => {
                let made = self.dice.weighed(&[
                    (Difference::Yes, 50),
                    (Difference::Partly, 25),
                    (Difference::No, 10),
                    (Difference::TooEarly, 15),
                ]);
                let why = self.writer.say(&mut self.dice, "impact", 1);
                fields([
                    ("difference", made.key().into()),
                    ("difference_why", why.into()),
                    ("reaudit", Some(today.saturating_add(180.days())).into()),
                ])
            }
        };
        self.group(
            at,
            who,
            "Action changed",
            vec![Op::Update(Entity::Action, action.row, of)],
        );
        let wait = match action.at {
            1 => {
                let due = plumbline::model::time::midday(action.due).0 - at.0;
                (due + self.dice.between(-6, 20) * DAY).max(DAY)
            }
            2 => self.dice.between(3, 40) * DAY,
            _ => self.dice.between(60, 200) * DAY,
        };
        self.later(Moment(at.0 + wait), Later::FollowUp(action));
    }

    pub fn concern(&mut self, sitting: &mut Sitting) {
        let told = Moment(sitting.at.0 + 10 * MINUTE);
        let of = fields([
            ("audit", sitting.row.into()),
            ("seen", self.writer.say(&mut self.dice, "urgent", 1).into()),
            ("raised", sitting.at.into()),
            ("raised_by", sitting.auditor.into()),
            ("told_who", "Team manager".into()),
            ("told_role", "Team manager".into()),
            ("told_how", "By phone".into()),
            ("told_at", told.into()),
        ]);
        let (row, op) = self.create(Entity::UrgentConcern, sitting.at, of);
        self.act(sitting, (60, 300), "Urgent concern raised", vec![op]);
        let wait = self.dice.between(1, 9 * 24) * 60 * MINUTE;
        self.later(Moment(sitting.at.0 + wait), Later::Confirm(row, sitting.auditor));
    }

    pub fn confirm(&mut self, concern: i64, auditor: i64, at: Moment) {
        let of = fields([
            ("on_record_at", at.into()),
            ("child_seen_by", "Duty social worker".into()),
            ("child_seen_at", Moment(at.0 - 30 * MINUTE).into()),
            ("safe_confirmed_by", "Head of service".into()),
            ("safe_confirmed_at", at.into()),
            ("head_told_at", at.into()),
        ]);
        self.group(
            at,
            auditor,
            "Urgent concern changed",
            vec![Op::Update(Entity::UrgentConcern, concern, of)],
        );
    }
}
