//! Random edits of audits and of what belongs to them.

use super::log::Model;
use super::state::{Key, row};
use super::steps::{CRITERIA, DAYS, JUDGEMENTS, MARK, NAMES, REFERENCES, Step, mark, of};
use plumbline::app::edit::{Edit, Marked, NewAction, NewConcern, NewDipSample, NewEvidence};
use plumbline::model::action::Priority;
use plumbline::model::audit::Status;
use plumbline::model::change::{Entity, Fields, Place, Value};
use plumbline::model::evidence::Direction;
use plumbline::model::time::Moment;

fn day(n: usize) -> Value {
    match of(&DAYS, n) {
        "" => Value::Null,
        day => day.into(),
    }
}

impl Step {
    pub fn edit(self, model: &Model, n: usize, now: Moment) -> Edit {
        // What is not there is made first.
        let needs = [
            (33..=37, Entity::Evidence, 30),
            (42..=43, Entity::Action, 39),
            (47..=47, Entity::UrgentConcern, 46),
        ];
        let lacks = needs.into_iter().find(|(kinds, entity, _)| {
            kinds.contains(&self.kind) && self.a % 31 != 7 && model.state.all(*entity).is_empty()
        });
        let kind = lacks.map_or(self.kind, |(.., makes)| makes);
        let step = Self { kind, ..self };
        match kind {
            30..=37 | 44 | 45 => step.of_evidence(model, n),
            38..=43 | 46 | 47 => step.of_actions(model, n, now),
            _ => step.of_audits(model, n),
        }
    }

    fn of_audits(self, model: &Model, n: usize) -> Edit {
        let Self { kind, a, b, c } = self;
        let audit = Self::row(model, Entity::Audit, a);
        let (text, criterion, judgement) = (self.text(n), of(&CRITERIA, c), of(&JUDGEMENTS, c));
        match kind {
            22 | 23 => Edit::StartAudits(Box::new(self.audits(model))),
            24 | 25 => {
                let values = ["yes", "partly", "no", "na", ""];
                Edit::Set(Place::answer(audit, criterion, "value"), of(&values, b).into())
            }
            26 => Edit::Set(Place::answer(audit, criterion, "note"), text.into()),
            27 => {
                let field = of(&["found", "impact", "why", "strengths"], b);
                Edit::Set(Place::judgement(audit, judgement, field), text.into())
            }
            28 => {
                let field = of(&["grade", "agreed_grade"], b);
                let grade = of(&["good", "inadequate", ""], b / 2);
                Edit::Set(Place::judgement(audit, judgement, field), grade.into())
            }
            29 => {
                let (field, value) = match b % 5 {
                    0 => ("safe_now", Value::from(of(&["yes", "unsure", "no"], c))),
                    1 => ("overall", of(&["good", ""], c).into()),
                    2 => ("comment", text.into()),
                    3 => ("worker_reflection", text.into()),
                    _ => ("safe_now_why", text.into()),
                };
                Edit::Set(Place::row(Entity::Audit, audit, field), value)
            }
            48 | 49 => {
                // Mostly where it may go, so that some come to their end.
                let now = Status::from_key(model.state.field((Entity::Audit, audit), "status"));
                let status = match now {
                    Some(now) if !b.is_multiple_of(5) => of(now.next(), usize::from(c.is_multiple_of(5))),
                    _ => of(Status::ALL, c),
                };
                Edit::SetStatus { audit, status }
            }
            50 => match b % 4 {
                0 => Edit::AddPerson {
                    name: of(&NAMES, c).into(),
                    role: "Auditor".into(),
                },
                1 => {
                    let case = Self::row(model, Entity::Case, a);
                    Edit::Set(Place::row(Entity::Case, case, "reference"), of(&REFERENCES, c).into())
                }
                _ => {
                    let fields =
                        row! { "team": of(&["North", "South"], b), "auditor": Self::row(model, Entity::Person, c) };
                    self.set_in_some_way(model, n, (Entity::Audit, audit), fields)
                }
            },
            51 if b.is_multiple_of(3) || model.state.all(Entity::DipSample).is_empty() => {
                Edit::StartDipSample(Box::new(NewDipSample {
                    name: format!("Sample {n}"),
                    questions: CRITERIA[..=c % 3].iter().map(|one| (*one).to_owned()).collect(),
                    audits: self.audits(model),
                }))
            }
            51 => Edit::AddToDipSample {
                dip_sample: Self::row(model, Entity::DipSample, c),
                audits: Box::new(self.audits(model)),
            },
            other => panic!("{other} is no edit"),
        }
    }

    fn of_evidence(self, model: &Model, n: usize) -> Edit {
        let Self { kind, a, b, c } = self;
        let piece = Self::row(model, Entity::Evidence, a);
        let text = self.text(n);
        match kind {
            30..=32 => {
                let mut tags = vec![Self::tag(model, b), Self::tag(model, c)];
                tags.truncate(b % 3);
                tags.dedup();
                Edit::AddEvidence(Box::new(NewEvidence {
                    audit: Self::row(model, Entity::Audit, a),
                    judgement: of(&JUDGEMENTS, c).into(),
                    text,
                    source: "case_record".into(),
                    direction: of(Direction::ALL, b),
                    happened: of(&DAYS, b).parse().ok(),
                    reference: if b.is_multiple_of(5) {
                        mark(n + 100_000)
                    } else {
                        String::new()
                    },
                    criteria: CRITERIA[..c % 3].iter().map(|one| (*one).to_owned()).collect(),
                    tags,
                }))
            }
            33 => {
                let (field, value) = match b % 4 {
                    0 | 1 => ("text", text.into()),
                    2 => ("direction", of(&["strength", "neutral"], c).into()),
                    _ => ("happened", day(c)),
                };
                Edit::Set(Place::row(Entity::Evidence, piece, field), value)
            }
            34 => Edit::Tag {
                evidence: piece,
                tag: Self::tag(model, b),
                on: !c.is_multiple_of(3),
            },
            35 => Edit::Link {
                evidence: piece,
                criterion: of(&CRITERIA, b).into(),
                on: !c.is_multiple_of(3),
            },
            36 | 37 => {
                let mut evidence = model.state.all(Entity::Evidence);
                evidence.retain(|id| !(*id as usize + a).is_multiple_of(3));
                evidence.extend((a.is_multiple_of(5)).then_some(piece));
                evidence.dedup();
                let what = match b % 3 {
                    0 => Marked::Criterion(of(&CRITERIA, b / 3).into()),
                    _ => Marked::Tag(Self::tag(model, b)),
                };
                let on = !c.is_multiple_of(3);
                Edit::Mark { evidence, what, on }
            }
            _ => {
                let all = [
                    Entity::Evidence,
                    Entity::Evidence,
                    Entity::Area,
                    Entity::Action,
                    Entity::SavedView,
                ];
                let there = all.into_iter().filter(|entity| !model.state.all(*entity).is_empty());
                let entity = of(&there.chain([Entity::Evidence]).collect::<Vec<_>>(), b);
                Edit::Delete(entity, Self::row(model, entity, a))
            }
        }
    }

    /// Areas, actions and urgent concerns.
    fn of_actions(self, model: &Model, n: usize, now: Moment) -> Edit {
        let Self { kind, a, b, c } = self;
        let audit = Self::row(model, Entity::Audit, a);
        let (text, judgement) = (self.text(n), of(&JUDGEMENTS, c));
        match kind {
            38 => Edit::AddArea {
                audit,
                judgement: judgement.into(),
                text,
                national_framework: String::new(),
            },
            39..=41 => {
                let mut new = NewAction {
                    text,
                    owner: of(&NAMES, b).into(),
                    due: of(&DAYS, b).parse().ok(),
                    priority: of(Priority::ALL, c),
                    ..NewAction::of(audit)
                };
                match b % 4 {
                    0 if !model.state.all(Entity::Area).is_empty() => {
                        new.area = Some(Self::row(model, Entity::Area, c));
                    }
                    1 if !model.state.all(Entity::Evidence).is_empty() => {
                        new.evidence = Some(Self::row(model, Entity::Evidence, c));
                    }
                    2 => new.criterion = of(&CRITERIA, c).into(),
                    _ => new.judgement = judgement.into(),
                }
                // Mostly in its own audit.
                let source = new
                    .area
                    .map(|id| (Entity::Area, id))
                    .or(new.evidence.map(|id| (Entity::Evidence, id)));
                if !a.is_multiple_of(5) {
                    new.audit = source.and_then(|key| model.state.audit_of(key)).unwrap_or(audit);
                }
                Edit::AddAction(Box::new(new))
            }
            42 | 43 => {
                let action = Self::row(model, Entity::Action, a);
                let mut fields = match b % 6 {
                    0 => row! { "stage": of(&["in_progress", "awaiting_evidence"], c) },
                    1 => row! { "progress": text },
                    2 => row! { "text": text },
                    3 => row! { "owner": of(&NAMES, c) },
                    _ => row! { "verified_by": of(&NAMES, c) },
                };
                match b % 6 {
                    4 => fields.extend([("verified".to_owned(), day(c / 5)), ("done".to_owned(), day(a))]),
                    5 => fields = Fields::from([("done".to_owned(), day(c))]),
                    _ => {}
                }
                self.set_in_some_way(model, n, (Entity::Action, action), fields)
            }
            46 => Edit::RaiseConcern(Box::new(NewConcern {
                audit,
                seen: text,
                told_who: mark(n + 200_000),
                told_role: of(&NAMES, c).into(),
                ..NewConcern::default()
            })),
            _ => {
                let fields = match b % 3 {
                    0 => row! { "child_seen_by": text },
                    1 => row! { "safe_confirmed_by": of(&NAMES, c) },
                    _ => {
                        let at = [now.0, now.0 - 3_600_000, now.0 + 3_600_000, now.0 - 50_000];
                        row! { "safe_confirmed_by": of(&NAMES, c), "safe_confirmed_at": of(&at, c) }
                    }
                };
                let concern = Self::row(model, Entity::UrgentConcern, a);
                self.set_in_some_way(model, n, (Entity::UrgentConcern, concern), fields)
            }
        }
    }

    /// One field, several, or several rows at once.
    fn set_in_some_way(self, model: &Model, n: usize, (entity, row): Key, fields: Fields) -> Edit {
        match self.a % 5 {
            0 => {
                let other = Self::row(model, entity, self.b);
                let mut others = fields.clone();
                for value in others.values_mut().filter(|value| value.text().contains(MARK)) {
                    *value = mark(n + 300_000).into();
                }
                Edit::SetRows(vec![(entity, row, fields), (entity, other, others)])
            }
            1 | 2 if entity != Entity::Audit => {
                let (field, value) = fields.into_iter().next().unwrap();
                Edit::Set(Place::row(entity, row, &field), value)
            }
            _ => Edit::SetFields { entity, row, fields },
        }
    }
}
