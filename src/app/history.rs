//! History as the screen shows it: who changed what, when, from what to what, and what can be put back.

use super::edit::Edit;
use super::session::Session;
use super::view::who;
use crate::model::action::FOLLOW_UP;
use crate::model::change::{Entity, Fields, Op, Place, Target, Value};
use crate::model::framework::Framework;
use crate::model::history::{FieldChange, Holds, Names, Part, RowChange, Was, compare, known};
use crate::model::time::Moment;
use crate::store::{Committed, Result, StoreError};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Changes of a row that are read back.
const FURTHEST: usize = 2_000;

/// Rows of one entry of the log that are told.
const MOST_ROWS: usize = 50;

/// Of what history is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HistoryOf {
    /// One field.
    Field(Place),
    /// A whole row.
    Row(Target),
    /// What one entry of an audit's log did.
    Entry {
        /// Its place in the log.
        seq: i64,
        /// The audit.
        audit: i64,
    },
}

/// What stood in a field, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// These words.
    Words(String),
    /// Nothing was written there.
    Nothing,
    /// It was removed for good.
    Removed,
    /// The row was not there.
    NotThere,
}

/// One field of one entry.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The field's name.
    pub name: String,
    /// What stood there before.
    pub before: Shown,
    /// What stood there after.
    pub after: Shown,
    /// Both compared by the word, where both are texts.
    pub compared: Vec<Part>,
    /// Sets the field to what stood there before, where that can be done.
    pub put_back: Option<Edit>,
}

/// One change, as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its place in the log.
    pub seq: i64,
    /// When.
    pub at: Moment,
    /// Who.
    pub who: String,
    /// What was done.
    pub what: String,
    /// The row, where the entries are of several.
    pub row: String,
    /// Words were removed for good by it.
    pub removes: bool,
    /// Its fields.
    pub lines: Vec<Line>,
}

/// A field whose words can be removed for good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removable {
    /// What kind of row.
    pub entity: Entity,
    /// Which row.
    pub row: i64,
    /// The field.
    pub field: String,
    /// Its name.
    pub name: String,
    /// It cannot be empty: what stands there now stays.
    pub must_stay: bool,
    /// Something stands there now.
    pub stands: bool,
    /// How many changes hold its words.
    pub changes: usize,
    /// Other fields that were changed in the same steps, whose earlier values go with them.
    pub others: Vec<String>,
}

/// History, as the screen shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct HistoryView {
    /// What was asked.
    pub of: HistoryOf,
    /// What it is of.
    pub title: String,
    /// Where that stands: the child, the section.
    pub about: String,
    /// Newest first; those of one entry as they were done.
    pub entries: Vec<Entry>,
    /// There is more than is told.
    pub more: bool,
    /// Why nothing can be put back, in words.
    pub closed: Option<String>,
    /// Fields whose words can be removed for good.
    pub removable: Vec<Removable>,
}

/// What is needed to tell the changes of one audit, or of none.
struct Teller {
    framework: Option<Arc<Framework>>,
    about: String,
    /// The audit's status in words, where it is closed to change.
    closed: Option<String>,
    tags: BTreeMap<i64, String>,
    /// Tags that are there.
    there: Vec<i64>,
    people: BTreeMap<i64, String>,
}

impl Session {
    /// History of a field, a row, or an entry of an audit's log.
    pub fn history(&self, of: &HistoryOf) -> Result<HistoryView> {
        let (target, field) = match of {
            HistoryOf::Field(place) => (&place.target, Some(place.field.as_str())),
            HistoryOf::Row(target) => (target, None),
            HistoryOf::Entry { seq, audit } => return self.history_of_entry(of, *seq, *audit),
        };
        let Some((entity, row)) = self.row_of(target)? else {
            return Ok(none(of, title(target, field)));
        };
        let (mut changes, more) = self.store.history_of_row(entity, row, FURTHEST)?;
        let audit = changes.iter().find_map(|change| change.audit);
        let now = self.now(entity, row)?;
        let teller = self.teller(audit, judgement_of(entity, now.as_ref(), &changes).as_deref())?;
        let removable = removable(entity, row, field, &changes, now.as_ref());
        if let Some(field) = field {
            for change in &mut changes {
                change.fields.retain(|changed| changed.field == field);
            }
            changes.retain(|change| !change.fields.is_empty());
        }
        let open = now.is_some();
        Ok(HistoryView {
            of: of.clone(),
            title: title(target, field),
            about: teller.about.clone(),
            entries: changes
                .iter()
                .map(|change| teller.entry(change, now.as_ref(), false))
                .collect(),
            more,
            closed: teller
                .closed
                .clone()
                .filter(|_| open && entity != Entity::UrgentConcern),
            removable,
        })
    }

    fn history_of_entry(&self, of: &HistoryOf, seq: i64, audit: i64) -> Result<HistoryView> {
        let (changes, all) = self.store.history_of_entry(seq, Some(audit), MOST_ROWS)?;
        let teller = self.teller(Some(audit), None)?;
        let label = changes.first().map_or_else(String::new, |change| change.label.clone());
        let mut entries = Vec::new();
        for change in &changes {
            let now = self.now(change.entity, change.row)?;
            entries.push(teller.entry(change, now.as_ref(), true));
        }
        Ok(HistoryView {
            of: of.clone(),
            title: label,
            about: teller.about.clone(),
            entries,
            more: all > MOST_ROWS,
            closed: teller.closed,
            removable: Vec::new(),
        })
    }

    /// The row of a target, also one that is gone; nothing when it never was.
    fn row_of(&self, target: &Target) -> Result<Option<(Entity, i64)>> {
        let (entity, audit, key) = match target {
            Target::Row(entity, row) => return Ok(Some((*entity, *row))),
            Target::Answer(audit, key) => (Entity::Answer, *audit, key),
            Target::Judgement(audit, key) => (Entity::Judgement, *audit, key),
            Target::NewEvidence(..) | Target::NewArea(..) | Target::NewAction(_) | Target::Form(..) => return Ok(None),
        };
        Ok(self.store.row_by_key(entity, audit, key)?.map(|row| (entity, row)))
    }

    /// Every field of a row as it is now; nothing when it is gone.
    fn now(&self, entity: Entity, row: i64) -> Result<Option<Fields>> {
        self.store.all_fields_of(entity, row)
    }

    fn teller(&self, audit: Option<i64>, judgement: Option<&str>) -> Result<Teller> {
        let tags = self.store.tags_uncounted()?;
        let mut named = self.store.names_that_are_gone(Entity::Tag)?;
        named.extend(tags.iter().map(|tag| (tag.id, tag.name.clone())));
        let people = self.store.people()?.into_iter().map(|person| (person.id, person.name));
        let mut teller = Teller {
            framework: None,
            about: String::new(),
            closed: None,
            tags: named,
            there: tags.into_iter().map(|tag| tag.id).collect(),
            people: people.collect(),
        };
        if let Some((audit, reference)) = audit.map(|audit| self.store.audit(audit)).transpose()?.flatten() {
            teller.framework = self.framework(audit.framework);
            let section = judgement.zip(teller.framework.as_ref()).and_then(|(key, framework)| {
                let of_criterion = || framework.criterion(key).map(|(judgement, _)| judgement);
                framework.judgement(key).or_else(of_criterion)
            });
            let who = who(&audit, &reference);
            teller.about = section.map_or_else(|| who.clone(), |section| format!("{who}, {}", section.short));
            if !audit.status.open_to_change() {
                let status = audit.status.name().to_lowercase();
                teller.closed = Some(format!("This audit is {status}. Reopen it to put something back."));
            }
        }
        Ok(teller)
    }

    /// Removes the words of a field for good; where `keep` is set, only what stood there before what stands there now.
    ///
    /// # Errors
    /// When the field holds no words, or holds some that must stay; nothing is removed then.
    pub fn remove_words(&mut self, entity: Entity, row: i64, field: &str, keep: bool) -> Result<Committed> {
        let refused = |why: &str| Err(StoreError::Refused(why.to_owned()));
        let Some(known) = known(entity, field).filter(|known| known.removable()) else {
            return refused("Only words can be removed for good.");
        };
        if known.holds == Holds::Name && !keep && self.store.all_fields_of(entity, row)?.is_some() {
            return refused(
                "This cannot be empty. Change it first; then what stood there before can be removed for good.",
            );
        }
        let label = format!("Words removed for good: {}", known.name.to_lowercase());
        let me = self.me;
        self.store.remove_words(me, (entity, row, field), keep, &label)
    }

    /// Every place by which a field of a row is known.
    pub fn places_of(&self, entity: Entity, row: i64, field: &str) -> Result<Vec<Place>> {
        let mut places = vec![Place::row(entity, row, field)];
        let column = match entity {
            Entity::Answer => "criterion",
            Entity::Judgement => "judgement",
            _ => return Ok(places),
        };
        let now = self.store.all_fields_of(entity, row)?.unwrap_or_default();
        if let (Some(Value::Int(audit)), Some(key)) = (now.get("audit"), now.get(column)) {
            places.push(match entity {
                Entity::Answer => Place::answer(*audit, key.text(), field),
                _ => Place::judgement(*audit, key.text(), field),
            });
        }
        Ok(places)
    }

    /// Who or what a commit was about, in the words of a toast: the child and the section, where it was about one.
    pub fn about(&self, committed: &Committed) -> Result<String> {
        let mut audits = committed.touched.iter().map(|touched| touched.audit);
        let Some(Some(audit)) = audits.next() else {
            return Ok(String::new());
        };
        if audits.any(|other| other != Some(audit)) {
            return Ok(String::new());
        }
        // The row itself comes after the audit that it began.
        let row = committed
            .touched
            .iter()
            .rev()
            .find(|touched| touched.entity != Entity::Audit);
        let mut judgement = None;
        if let (Some(touched), Some(seq)) = (row, committed.seq) {
            let now = self.now(touched.entity, touched.row)?;
            let mut changes = Vec::new();
            if now.is_none() {
                (changes, _) = self.store.history_of_row(touched.entity, touched.row, 1)?;
                changes.retain(|change| change.seq == seq);
            }
            judgement = judgement_of(touched.entity, now.as_ref(), &changes);
        }
        Ok(self.teller(Some(audit), judgement.as_deref())?.about)
    }
}

fn none(of: &HistoryOf, title: String) -> HistoryView {
    HistoryView {
        of: of.clone(),
        title,
        about: String::new(),
        entries: Vec::new(),
        more: false,
        closed: None,
        removable: Vec::new(),
    }
}

/// The judgement a row stands under, from how it is now or last was; for an answer its criterion, which says it too.
fn judgement_of(entity: Entity, now: Option<&Fields>, changes: &[RowChange]) -> Option<String> {
    let field = match entity {
        Entity::Judgement | Entity::Evidence | Entity::Area | Entity::Action => "judgement",
        Entity::Answer => "criterion",
        _ => return None,
    };
    if let Some(now) = now {
        return now.get(field).map(|value| value.text().to_owned());
    }
    let last = changes
        .iter()
        .flat_map(|change| &change.fields)
        .find(|changed| changed.field == field)?;
    match (&last.before, &last.after) {
        (Was::Value(value), _) | (_, Was::Value(value)) => Some(value.text().to_owned()),
        _ => None,
    }
}

fn title(target: &Target, field: Option<&str>) -> String {
    let (entity, key) = match target {
        Target::Row(entity, _) => (*entity, None),
        Target::Answer(_, criterion) => (Entity::Answer, Some(criterion)),
        Target::Judgement(..) => (Entity::Judgement, None),
        Target::NewEvidence(..) | Target::NewArea(..) | Target::NewAction(_) | Target::Form(..) => {
            return "History".to_owned();
        }
    };
    let field = field.and_then(|field| known(entity, field));
    match (field, key) {
        (Some(field), Some(key)) => format!("History: {} on {key}", field.name.to_lowercase()),
        (Some(field), None) => format!("History: {}", field.name.to_lowercase()),
        (None, Some(key)) => format!("History: answer {key}"),
        (None, None) => format!("History: {}", entity.name().to_lowercase()),
    }
}

/// The fields of a row whose words can be removed for good.
fn removable(
    entity: Entity,
    row: i64,
    only: Option<&str>,
    changes: &[RowChange],
    now: Option<&Fields>,
) -> Vec<Removable> {
    let mut fields: Vec<&str> = Vec::new();
    let touched = changes
        .iter()
        .flat_map(|change| &change.fields)
        .map(|field| field.field.as_str());
    for field in touched.chain(now.into_iter().flatten().map(|(name, _)| name.as_str())) {
        if only.is_none_or(|only| only == field) && !fields.contains(&field) {
            fields.push(field);
        }
    }
    fields
        .into_iter()
        .filter_map(|field| {
            let known = known(entity, field).filter(|known| known.removable())?;
            let of = |change: &RowChange| {
                change
                    .fields
                    .iter()
                    .any(|changed| changed.field == field && words(changed))
            };
            let holding: Vec<&RowChange> = changes.iter().filter(|change| of(change)).collect();
            let stands = now
                .and_then(|now| now.get(field))
                .is_some_and(|value| !value.text().is_empty());
            if holding.is_empty() && !stands {
                return None;
            }
            let mut others: Vec<String> = Vec::new();
            for changed in holding
                .iter()
                .filter(|change| change.op != Op::Create)
                .flat_map(|change| &change.fields)
            {
                if let Some(known) = self::known(entity, &changed.field).filter(|_| changed.field != field)
                    && !others.iter().any(|other| other == known.name)
                {
                    others.push(known.name.to_owned());
                }
            }
            Some(Removable {
                entity,
                row,
                field: field.to_owned(),
                name: known.name.to_owned(),
                must_stay: known.holds == Holds::Name && now.is_some(),
                stands,
                changes: holding.len(),
                others,
            })
        })
        .collect()
}

/// Whether a change holds words of its field.
fn words(changed: &FieldChange) -> bool {
    [&changed.before, &changed.after]
        .into_iter()
        .any(|was| matches!(was, Was::Value(value) if !value.text().is_empty()))
}

impl Teller {
    fn names(&self) -> Names<'_> {
        Names {
            framework: self.framework.as_deref(),
            tags: self.tags.clone(),
            people: self.people.clone(),
        }
    }

    fn entry(&self, change: &RowChange, now: Option<&Fields>, of_several: bool) -> Entry {
        let names = self.names();
        let lines = change
            .fields
            .iter()
            .map(|changed| self.line(&names, change, changed, now));
        Entry {
            seq: change.seq,
            at: change.at,
            who: self.people.get(&change.who).cloned().unwrap_or_default(),
            what: change.label.clone(),
            row: if of_several {
                self.row(change, now)
            } else {
                String::new()
            },
            removes: change.op == Op::Remove,
            lines: lines.collect(),
        }
    }

    fn line(&self, names: &Names<'_>, change: &RowChange, changed: &FieldChange, now: Option<&Fields>) -> Line {
        let entity = change.entity;
        let known = known(entity, &changed.field);
        let shown = |was: &Was| match was {
            Was::NotThere => Shown::NotThere,
            Was::Removed => Shown::Removed,
            Was::Value(value) => match names.value(entity, &changed.field, value) {
                words if words.is_empty() => Shown::Nothing,
                words => Shown::Words(words),
            },
        };
        let (before, after) = (shown(&changed.before), shown(&changed.after));
        let text = known.is_some_and(|known| matches!(known.holds, Holds::Words | Holds::Name));
        let compared = match (&before, &after) {
            (Shown::Words(before), Shown::Words(after)) if text => compare(before, after),
            _ => Vec::new(),
        };
        Line {
            name: known.map_or_else(String::new, |known| known.name.to_owned()),
            before,
            after,
            compared,
            put_back: self.put_back(change, changed, now),
        }
    }

    /// The edit that sets a field to what stood there before a change.
    fn put_back(&self, change: &RowChange, changed: &FieldChange, now: Option<&Fields>) -> Option<Edit> {
        let known = known(change.entity, &changed.field).filter(|known| known.put_back && change.op == Op::Update)?;
        let Was::Value(value) = &changed.before else {
            return None;
        };
        let followed_up = change.entity == Entity::UrgentConcern
            || change.entity == Entity::Action && FOLLOW_UP.contains(&changed.field.as_str());
        if self.closed.is_some() && change.audit.is_some() && !followed_up {
            return None;
        }
        let mut value = value.clone();
        if let (Holds::Tags, Value::Set(tags)) = (known.holds, &mut value) {
            // What was merged away or deleted since cannot be carried any more.
            tags.retain(|tag| tag.parse().is_ok_and(|tag| self.there.contains(&tag)));
        }
        if now?.get(&changed.field) == Some(&value) {
            return None;
        }
        Some(Edit::Together {
            label: format!("Put back: {}", known.name.to_lowercase()),
            edits: vec![Edit::Set(Place::row(change.entity, change.row, &changed.field), value)],
        })
    }

    /// A row in words, where entries are of several.
    fn row(&self, change: &RowChange, now: Option<&Fields>) -> String {
        let text = |field: &str| {
            let stands = now.and_then(|now| now.get(field)).map(Value::text);
            let was = change.fields.iter().find(|changed| changed.field == field);
            let was = was.and_then(|changed| match (&changed.after, &changed.before) {
                (Was::Value(value), _) | (_, Was::Value(value)) => Some(value.text()),
                _ => None,
            });
            stands.or(was).unwrap_or_default().to_owned()
        };
        let quoted = |words: String| {
            let first: String = words.lines().next().unwrap_or_default().chars().take(60).collect();
            if first.is_empty() {
                String::new()
            } else {
                format!(": “{first}”")
            }
        };
        let section = |key: String| {
            let found = self.framework.as_ref().and_then(|framework| framework.judgement(&key));
            found.map_or(key.clone(), |judgement| judgement.short.clone())
        };
        match change.entity {
            Entity::Answer => format!("Answer {}", text("criterion")),
            Entity::Judgement => section(text("judgement")),
            Entity::Evidence | Entity::Area | Entity::Action => {
                format!("{}{}", change.entity.name(), quoted(text("text")))
            }
            Entity::UrgentConcern => format!("{}{}", change.entity.name(), quoted(text("seen"))),
            entity => entity.name().to_owned(),
        }
    }
}
