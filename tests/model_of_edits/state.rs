//! What stands in a workbook, plainly: rows by number, and tags in the order shown.

use plumbline::app::session::Session;
use plumbline::model::change::{Entity, Fields, Value};
use plumbline::model::tag_order;
use plumbline::store::AuditFilter;
use std::collections::{BTreeMap, BTreeSet};

pub type Key = (Entity, i64);

/// A tag; its place is where it stands in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    pub id: i64,
    pub name: String,
    pub group: String,
    pub parent: Option<i64>,
    pub colour: i64,
    pub description: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    pub rows: BTreeMap<Key, Fields>,
    pub tags: Vec<Tag>,
}

/// A row from pairs of field and value.
macro_rules! row {
    ($($name:literal: $value:expr),* $(,)?) => {
        plumbline::model::change::Fields::from([
            $(($name.to_owned(), plumbline::model::change::Value::from($value))),*
        ])
    };
}
pub(crate) use row;

/// A row of an entity with nothing set.
pub fn blank(entity: Entity) -> Fields {
    let (texts, nothings): (&[&str], &[&str]) = match entity {
        Entity::Person => (&["name", "role"], &[]),
        Entity::Case => (&["reference"], &[]),
        Entity::Audit => (
            &["team", "safe_now_why", "overall", "worker_reflection", "comment"],
            &["case_id", "safe_now_at", "moderator", "dip_sample"],
        ),
        Entity::Judgement => (&["grade", "agreed_grade", "why", "found", "impact", "strengths"], &[]),
        Entity::Answer => (&["value", "note"], &[]),
        Entity::Evidence => (&["text", "reference"], &["happened", "seen"]),
        Entity::Area => (&["judgement", "text", "national_framework"], &[]),
        Entity::Action => (
            &[
                "judgement",
                "text",
                "owner",
                "done_evidence",
                "progress",
                "verified_by",
                "difference",
                "criterion",
            ],
            &["due", "done", "verified", "area", "evidence"],
        ),
        Entity::UrgentConcern => (
            &["told_who", "told_role", "child_seen_by", "safe_confirmed_by"],
            &["safe_confirmed_at"],
        ),
        Entity::SavedView | Entity::DipSample => (&["name"], &[]),
        other => panic!("no {other:?} is made here"),
    };
    let mut row: Fields = texts.iter().map(|name| ((*name).to_owned(), "".into())).collect();
    row.extend(nothings.iter().map(|name| ((*name).to_owned(), Value::Null)));
    match entity {
        Entity::Audit => row.extend(row! { "status": "allocated", "safe_now": "not_assessed" }),
        Entity::Action => row.extend(row! { "priority": "normal", "stage": "not_started" }),
        _ => {}
    }
    row
}

/// A set; its order says nothing.
pub fn set_of<T: ToString>(members: impl IntoIterator<Item = T>) -> Value {
    let mut members: Vec<String> = members.into_iter().map(|member| member.to_string()).collect();
    members.sort();
    Value::Set(members)
}

pub fn members(row: &Fields, field: &str) -> BTreeSet<String> {
    match row.get(field) {
        Some(Value::Set(members)) => members.iter().cloned().collect(),
        _ => BTreeSet::new(),
    }
}

pub fn number(row: &Fields, field: &str) -> Option<i64> {
    match row.get(field) {
        Some(Value::Int(number)) => Some(*number),
        _ => None,
    }
}

impl State {
    /// The numbers of an entity's rows.
    pub fn all(&self, entity: Entity) -> Vec<i64> {
        let rows = self.rows.range((entity, i64::MIN)..=(entity, i64::MAX));
        rows.map(|((_, row), _)| *row).collect()
    }

    pub fn field(&self, key: Key, field: &str) -> &str {
        self.rows
            .get(&key)
            .and_then(|row| row.get(field))
            .map_or("", Value::text)
    }

    pub fn find(&self, entity: Entity, audit: i64, column: &str, key: &str) -> Option<i64> {
        let found = |row: &i64| {
            let fields = &self.rows[&(entity, *row)];
            number(fields, "audit") == Some(audit) && fields[column].text() == key
        };
        self.all(entity).into_iter().find(found)
    }

    /// The audit a row belongs to.
    pub fn audit_of(&self, key: Key) -> Option<i64> {
        match key.0 {
            Entity::Audit => Some(key.1),
            _ => number(self.rows.get(&key)?, "audit"),
        }
    }

    pub fn tag(&self, id: i64) -> Option<&Tag> {
        self.tags.iter().find(|tag| tag.id == id)
    }

    /// Whether whatever is named is there, and what may be there once is there once.
    pub fn holds_together(&self) -> bool {
        let mut once = BTreeSet::new();
        self.rows.iter().all(|((entity, _), row)| {
            let there = |field: &str, of: Entity| number(row, field).is_none_or(|id| self.rows.contains_key(&(of, id)));
            let named = [
                ("audit", Entity::Audit),
                ("case_id", Entity::Case),
                ("auditor", Entity::Person),
                ("moderator", Entity::Person),
                ("raised_by", Entity::Person),
                ("dip_sample", Entity::DipSample),
                ("area", Entity::Area),
                ("evidence", Entity::Evidence),
            ];
            let first = match entity {
                Entity::Answer => once.insert((*entity, number(row, "audit"), row["criterion"].text())),
                Entity::Judgement => once.insert((*entity, number(row, "audit"), row["judgement"].text())),
                Entity::Case => once.insert((*entity, None, row["reference"].text())),
                _ => true,
            };
            let carried = *entity != Entity::Evidence
                || members(row, "tags")
                    .iter()
                    .all(|id| self.tag(id.parse().unwrap()).is_some());
            first && carried && named.iter().all(|(field, of)| there(field, *of))
        })
    }

    /// What differs first from another, in words; nothing when they are the same.
    pub fn differs(&self, other: &Self) -> Option<String> {
        let keys: BTreeSet<&Key> = self.rows.keys().chain(other.rows.keys()).collect();
        for key in keys {
            let (one, two) = (self.rows.get(key), other.rows.get(key));
            if one != two {
                return Some(format!("{key:?}:\n  {one:?}\n  {two:?}"));
            }
        }
        let all = self.tags.iter().map(Some).chain(std::iter::repeat(None));
        let others = other.tags.iter().map(Some).chain(std::iter::repeat(None));
        let count = self.tags.len().max(other.tags.len());
        let differs = all.zip(others).take(count).find(|(one, two)| one != two);
        differs.map(|(one, two)| format!("tags, in order:\n  {one:?}\n  {two:?}"))
    }
}

/// Everything that can be read of a workbook, by the readers that the screens use. `cases` is the highest number of a case.
pub fn read(session: &Session, cases: i64) -> State {
    let store = session.store();
    let mut rows: BTreeMap<Key, Fields> = BTreeMap::new();
    for person in store.people().unwrap() {
        let row = row! { "name": person.name, "role": person.role };
        rows.insert((Entity::Person, person.id), row);
    }
    for id in 1..=cases {
        if let Some(case) = store.case(id).unwrap() {
            rows.insert((Entity::Case, id), row! { "reference": case.reference });
        }
    }
    for sample in store.dip_samples().unwrap() {
        let row = row! { "name": sample.name, "questions": sample.questions.join(" ") };
        rows.insert((Entity::DipSample, sample.id), row);
    }
    for view in store.saved_views().unwrap() {
        let mut row = row! { "name": view.name, "words": view.filter.words };
        row.insert("any".to_owned(), set_of(view.filter.tags));
        row.insert("all".to_owned(), set_of(view.filter.all_tags));
        row.insert("none".to_owned(), set_of(view.filter.no_tags));
        rows.insert((Entity::SavedView, view.id), row);
    }
    for (audit, _) in store.audits(AuditFilter::All).unwrap() {
        let id = audit.id;
        let row = row! {
            "case_id": audit.case_id, "team": audit.team, "auditor": audit.auditor, "status": audit.status.key(),
            "safe_now": audit.safe_now.key(), "safe_now_at": audit.safe_now_at, "safe_now_why": audit.safe_now_why,
            "overall": audit.overall, "worker_reflection": audit.worker_reflection, "comment": audit.comment,
            "moderator": audit.moderator, "dip_sample": audit.dip_sample.map(|part| part.id),
        };
        rows.insert((Entity::Audit, id), row);
        for (key, judged) in store.judgements(id).unwrap() {
            let row = row! {
                "audit": id, "judgement": key, "grade": judged.grade, "agreed_grade": judged.agreed_grade,
                "why": judged.why, "found": judged.found, "impact": judged.impact, "strengths": judged.strengths,
            };
            rows.insert((Entity::Judgement, judged.id), row);
        }
        for (key, answer) in store.answers(id).unwrap() {
            let row = row! { "audit": id, "criterion": key, "value": answer.value, "note": answer.note };
            rows.insert((Entity::Answer, answer.id), row);
        }
        for piece in store.evidence(id).unwrap() {
            let mut row = row! {
                "audit": piece.audit, "judgement": piece.judgement, "text": piece.text, "source": piece.source,
                "direction": piece.direction.key(), "happened": piece.happened, "seen": piece.seen,
                "reference": piece.reference,
            };
            row.insert("criteria".to_owned(), set_of(piece.criteria));
            row.insert("tags".to_owned(), set_of(piece.tags));
            rows.insert((Entity::Evidence, piece.id), row);
        }
        for area in store.areas(id).unwrap() {
            let row = row! {
                "audit": area.audit, "judgement": area.judgement, "text": area.text,
                "national_framework": area.national_framework,
            };
            rows.insert((Entity::Area, area.id), row);
        }
    }
    for action in store.actions(None).unwrap() {
        let row = row! {
            "audit": action.audit, "judgement": action.judgement, "text": action.text, "owner": action.owner,
            "due": action.due, "done": action.done, "done_evidence": action.done_evidence,
            "priority": action.priority.key(), "stage": action.stage.key(), "progress": action.progress,
            "verified": action.verified, "verified_by": action.verified_by,
            "difference": action.difference.map_or("", |made| made.key()), "criterion": action.criterion,
            "area": action.area, "evidence": action.evidence,
        };
        rows.insert((Entity::Action, action.id), row);
    }
    for concern in store.urgent_concerns(None).unwrap() {
        let row = row! {
            "audit": concern.audit, "seen": concern.seen, "raised": concern.raised, "raised_by": concern.raised_by,
            "told_who": concern.told_who, "told_role": concern.told_role, "child_seen_by": concern.child_seen_by,
            "safe_confirmed_by": concern.safe_confirmed_by, "safe_confirmed_at": concern.safe_confirmed_at,
        };
        rows.insert((Entity::UrgentConcern, concern.id), row);
    }
    let known = store.tags().unwrap();
    let shown = tag_order::tree(&known).into_iter().flat_map(|group| group.tags);
    let tags = shown.map(|(id, _)| {
        let tag = known.iter().find(|tag| tag.id == id).unwrap();
        let carried = rows
            .iter()
            .filter(|((entity, _), row)| *entity == Entity::Evidence && members(row, "tags").contains(&id.to_string()));
        assert_eq!(
            usize::try_from(tag.uses).unwrap(),
            carried.count(),
            "uses of {}",
            tag.name
        );
        Tag {
            id,
            name: tag.name.clone(),
            group: tag.group.clone(),
            parent: tag.parent,
            colour: tag.colour,
            description: tag.description.clone(),
        }
    });
    let tags = tags.collect();
    State { rows, tags }
}
