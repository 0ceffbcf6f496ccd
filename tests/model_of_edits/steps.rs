//! Random steps: what is done next, made of a few numbers and of what stands.

use super::doing::Doing;
use super::log::Model;
use super::state::{Key, row};
use plumbline::app::edit::{Edit, NewAudits, TagEdit, TagFields};
use plumbline::model::change::{Entity, Place};
use plumbline::model::facets::{Filter, TagMode};
use plumbline::model::time::Moment;
use proptest::prelude::*;

/// What words begin with that stand nowhere else.
pub const MARK: &str = "zq";

#[derive(Clone, Copy, Debug)]
pub struct Step {
    pub kind: u8,
    pub a: usize,
    pub b: usize,
    pub c: usize,
}

pub fn step() -> impl Strategy<Value = Step> {
    let number = || 0..5040_usize;
    (0..KINDS, number(), number(), number()).prop_map(|(kind, a, b, c)| Step { kind, a, b, c })
}

/// What a step comes to.
#[derive(Clone, Debug)]
pub enum What {
    Edit(Edit),
    Undo,
    Redo,
    Reopen,
    Switch(i64),
    Remove(Key, &'static str, bool),
    Type(Place, String),
}

const KINDS: u8 = 64;
pub const REFERENCES: [&str; 4] = ["4417", "5208", "1190", "3021"];
pub const CRITERIA: [&str; 4] = ["1.1", "3.1", "3.6", "4.1"];
pub const JUDGEMENTS: [&str; 2] = ["assessment", "plan"];
pub const NAMES: [&str; 5] = ["A. Auditor", "B. Moderator", "C. Manager", "", "D. Head"];
pub const DAYS: [&str; 4] = ["2026-11-02", "2026-11-12", "2026-11-30", ""];
const TAG_NAMES: [&str; 6] = ["Visits", "visits", "Return interview", "Drift", "Voice", " "];
const GROUPS: [&str; 5] = ["Own", "own ", "Other", "Third", ""];

/// Words that stand nowhere else, unlike each other from the first letters on.
pub fn mark(n: usize) -> String {
    let mut seed = (n as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let letters = (0..10).map(|_| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        char::from(b'a' + u8::try_from((seed >> 40) % 25).unwrap())
    });
    format!("{MARK}{}", letters.collect::<String>())
}

/// One of these.
pub fn of<T: Clone>(all: &[T], n: usize) -> T {
    all[n % all.len()].clone()
}

impl Step {
    /// A row of an entity; now and then one that is not there.
    pub fn row(model: &Model, entity: Entity, n: usize) -> i64 {
        let all = model.state.all(entity);
        let used = model.used.get(&entity).copied().unwrap_or(0);
        if all.is_empty() || n % 31 == 7 {
            return 1 + n as i64 % (used + 2);
        }
        of(&all, n)
    }

    pub fn tag(model: &Model, n: usize) -> i64 {
        // Mostly the council's own, which are few.
        let own: Vec<i64> = model
            .state
            .tags
            .iter()
            .map(|tag| tag.id)
            .filter(|id| *id > 60)
            .collect();
        let all: Vec<i64> = model.state.tags.iter().map(|tag| tag.id).collect();
        match n % 8 {
            0 if n.is_multiple_of(5) => 1 + n as i64 % 90,
            0 | 1 => of(&all, n / 8),
            _ if own.is_empty() => of(&all[..5], n / 8),
            _ => of(&own, n / 8),
        }
    }

    pub fn text(self, n: usize) -> String {
        match self.c % 11 {
            0 => String::new(),
            1 => format!("drei Wörter 中 {}", mark(n)),
            2 => format!("{} and “so on”", mark(n)),
            _ => mark(n),
        }
    }

    pub fn audits(self, model: &Model) -> NewAudits {
        let mut references = vec![of(&REFERENCES, self.a).to_owned()];
        if self.b.is_multiple_of(4) {
            references.push(of(&REFERENCES, self.b / 4).to_owned());
        }
        NewAudits {
            references,
            auditor: Self::row(model, Entity::Person, self.c),
            ..super::new_audits()
        }
    }

    pub fn what(self, model: &Model, n: usize, now: Moment) -> What {
        match self.kind {
            0..=7 => What::Undo,
            8..=10 => What::Redo,
            11 => What::Reopen,
            12..=14 => What::Switch(of(&model.state.all(Entity::Person), self.a)),
            15 | 16 => self.removal(model),
            17 => What::Type(self.place(model), mark(n)),
            18..=20 => Self {
                kind: 22 + self.kind,
                ..self
            }
            .what(model, n, now),
            21 => What::Edit(Edit::Together {
                label: "Several things".into(),
                edits: [(0, 22, self.b), (1, 30, self.c), (2, 38, self.a)]
                    .map(|(at, kind, a)| {
                        let kind = kind + u8::try_from(a % 7).unwrap();
                        let step = Self { kind, a, ..self };
                        step.edit(model, 1000 + n * 3 + at, now)
                    })
                    .to_vec(),
            }),
            // One person alone changes tags, so that their order can be a whole copy.
            52.. if model.me == 1 => What::Edit(self.of_tags(model)),
            kind => {
                let kind = if kind < 52 { kind } else { kind - 24 };
                What::Edit(Self { kind, ..self }.edit(model, n, now))
            }
        }
    }

    /// A text that can be typed in.
    fn place(self, model: &Model) -> Place {
        let audit = Self::row(model, Entity::Audit, self.a);
        match self.b % 4 {
            0 => Place::answer(audit, of(&CRITERIA, self.c), "note"),
            1 => Place::judgement(audit, of(&JUDGEMENTS, self.c), of(&["found", "why"], self.c / 2)),
            2 => Place::row(Entity::Audit, audit, of(&["comment", "safe_now_why"], self.c)),
            _ => Place::row(Entity::Evidence, Self::row(model, Entity::Evidence, self.a), "text"),
        }
    }

    fn removal(self, model: &Model) -> What {
        let fields: &[(Entity, &[&str])] = &[
            (Entity::Evidence, &["text", "text", "reference"]),
            (Entity::Answer, &["note"]),
            (Entity::Judgement, &["found", "why"]),
            (Entity::Action, &["text", "owner", "progress"]),
            (Entity::Area, &["text"]),
            (Entity::Audit, &["comment", "safe_now_why"]),
            (Entity::UrgentConcern, &["seen", "told_who"]),
            (Entity::Case, &["reference"]),
        ];
        // Of rows that are gone, too.
        let used = |entity: &Entity| model.used.get(entity).copied().unwrap_or(0);
        let known: Vec<_> = fields.iter().filter(|(entity, _)| used(entity) > 0).collect();
        let (entity, fields) = if known.is_empty() {
            fields[0]
        } else {
            *of(&known, self.a)
        };
        let row = 1 + self.b as i64 % (used(&entity) + i64::from(self.b.is_multiple_of(9))).max(1);
        What::Remove((entity, row), of(fields, self.c), self.c.is_multiple_of(3))
    }

    fn of_tags(self, model: &Model) -> Edit {
        let Self { a, b, c, .. } = self;
        let tag = Self::tag(model, a);
        let groups: Vec<&str> = model.state.tags.iter().map(|tag| tag.group.as_str()).collect();
        let group = |n: usize| {
            if n.is_multiple_of(4) {
                of(&groups, n / 4)
            } else {
                of(&GROUPS, n / 4)
            }
        };
        // Not so deep that the limit is met.
        let depth = |id: i64| {
            model
                .state
                .tags
                .iter()
                .filter(|tag| model.state.below(tag.id).contains(&id))
                .count()
        };
        let parent = |n: usize| {
            let parent = Self::tag(model, n / 3);
            (!n.is_multiple_of(3) && depth(parent) < 5).then_some(parent)
        };
        let group_of = |parent: Option<i64>, n: usize| match parent.and_then(|parent| model.state.tag(parent)) {
            Some(parent) if !n.is_multiple_of(7) => parent.group.clone(),
            _ => group(n).to_owned(),
        };
        let fields = || TagFields {
            name: of(&TAG_NAMES, b).into(),
            group: group_of(parent(c), b),
            parent: parent(c),
            colour: 1 + b as i64 % 4,
            description: if b.is_multiple_of(5) {
                mark(a * 1000 + b)
            } else {
                String::new()
            },
        };
        let edit = match self.kind {
            52..=54 => TagEdit::Add(fields()),
            55 => TagEdit::Change(tag, fields()),
            56 | 57 => {
                let parent = parent(b);
                let group = group_of(parent, c);
                let siblings = model.state.siblings(&group, parent);
                let before = (!c.is_multiple_of(3) && !siblings.is_empty()).then(|| of(&siblings, c / 3));
                TagEdit::Put(tag, Doing::spot(&group, parent, before))
            }
            58 => TagEdit::PutGroup {
                group: group(a).to_owned(),
                before: (!b.is_multiple_of(4)).then(|| group(b / 4).to_owned()),
            },
            59 => TagEdit::RenameGroup {
                group: group(a).to_owned(),
                name: group(b).to_owned(),
            },
            60 => {
                // Now and then into one that stands below it.
                let below: Vec<i64> = model.state.below(tag).into_iter().filter(|id| *id != tag).collect();
                let into = if c.is_multiple_of(2) && !below.is_empty() {
                    of(&below, b)
                } else {
                    Self::tag(model, b)
                };
                TagEdit::Merge { from: tag, into }
            }
            61 => TagEdit::Split {
                tag,
                name: of(&TAG_NAMES, b).into(),
                evidence: model
                    .state
                    .all(Entity::Evidence)
                    .into_iter()
                    .filter(|id| *id % 2 == c as i64 % 2)
                    .collect(),
            },
            62 if b.is_multiple_of(2) => TagEdit::Delete(tag),
            62 => {
                return Edit::NewTag {
                    name: of(&TAG_NAMES, b).into(),
                    group: group(c).to_owned(),
                    evidence: (!a.is_multiple_of(3)).then(|| Self::row(model, Entity::Evidence, a)),
                };
            }
            _ => {
                let mut filter = Filter::default();
                for (at, n) in [a, b, c].into_iter().enumerate() {
                    filter.choose_tag(Self::tag(model, n), Some(of(TagMode::ALL, n + at)));
                }
                let body = serde_json::to_string(&filter).unwrap();
                return Edit::Keep {
                    entity: Entity::SavedView,
                    fields: row! { "name": format!("View {a}"), "body": body },
                };
            }
        };
        Edit::Tags(Box::new(edit))
    }
}
