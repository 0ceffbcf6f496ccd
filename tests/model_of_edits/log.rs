//! The model: what stands, who did what, and what of it can be taken back.

use super::doing::{Doing, FOLLOWS_UP, Refused, closed};
use super::state::{Key, State};
use plumbline::app::edit::{Edit, TagEdit};
use plumbline::model::change::{Entity, Place, Target, Value};
use plumbline::model::time::Moment;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// An action that was done, with whole copies of what stood before and after it.
#[derive(Debug)]
pub struct Group {
    before: State,
    after: State,
    touched: BTreeMap<Key, BTreeSet<String>>,
    /// Themes of the workbook changed: closed audits too.
    themes: bool,
}

/// What one person did and took back, newest last.
#[derive(Clone, Debug, Default)]
struct Stacks {
    undo: Vec<Rc<Group>>,
    redo: Vec<Rc<Group>>,
}

#[derive(Debug)]
pub struct Model {
    pub state: State,
    pub used: BTreeMap<Entity, i64>,
    pub me: i64,
    /// Who is auditing when the workbook is opened again.
    pub remembered: Option<i64>,
    stacks: BTreeMap<i64, Stacks>,
    acted: BTreeSet<i64>,
    /// Words being typed, by where: when, who, which.
    pub drafts: BTreeMap<Place, (Moment, i64, String)>,
    /// Every word that ever stood in a field.
    stood: BTreeMap<(Key, String), BTreeSet<String>>,
    /// Words that were removed for good.
    pub removed: BTreeSet<String>,
}

impl Model {
    pub fn new(state: State, used: BTreeMap<Entity, i64>) -> Self {
        Self {
            state,
            used,
            me: 1,
            remembered: None,
            stacks: BTreeMap::new(),
            acted: BTreeSet::from([1]),
            drafts: BTreeMap::new(),
            stood: BTreeMap::new(),
            removed: BTreeSet::new(),
        }
    }

    /// Does an edit as this person. Answers with whether anything changed.
    pub fn edit(&mut self, edit: &Edit, at: Moment, who: i64) -> Result<bool, Refused> {
        let mut doing = Doing {
            state: self.state.clone(),
            used: self.used.clone(),
            touched: BTreeMap::new(),
            of_tags: false,
            at,
            who,
        };
        doing.edit(edit)?;
        if !doing.state.holds_together() {
            return Err(Refused);
        }
        if doing.touched.is_empty() && doing.state.tags == self.state.tags {
            return Ok(false);
        }
        self.used = doing.used;
        let before = std::mem::replace(&mut self.state, doing.state);
        let group = Rc::new(Group {
            before,
            after: self.state.clone(),
            touched: doing.touched,
            themes: matches!(edit, Edit::Tags(edit)
                if matches!(**edit, TagEdit::Merge { .. } | TagEdit::Split { .. } | TagEdit::Delete(_))),
        });
        self.note_words(&group);
        let stacks = self.stacks.entry(who).or_default();
        stacks.redo.clear();
        stacks.undo.push(group);
        self.acted.insert(who);
        Ok(true)
    }

    /// Takes back the newest action of who is auditing; nothing when there is none.
    pub fn undo(&mut self) -> Result<bool, Refused> {
        let Some(group) = self.stacks.entry(self.me).or_default().undo.last().cloned() else {
            return Ok(false);
        };
        self.state = self.reversed(&group, true)?;
        let stacks = self.stacks.get_mut(&self.me).unwrap();
        stacks.redo.extend(stacks.undo.pop());
        Ok(true)
    }

    /// Brings back what was taken back last.
    pub fn redo(&mut self) -> Result<bool, Refused> {
        let Some(group) = self.stacks.entry(self.me).or_default().redo.last().cloned() else {
            return Ok(false);
        };
        self.state = self.reversed(&group, false)?;
        let stacks = self.stacks.get_mut(&self.me).unwrap();
        stacks.undo.extend(stacks.redo.pop());
        Ok(true)
    }

    /// Whether there is something to undo, and to redo.
    pub fn can(&self) -> (bool, bool) {
        let stacks = self.stacks.get(&self.me);
        stacks.map_or((false, false), |stacks| {
            (!stacks.undo.is_empty(), !stacks.redo.is_empty())
        })
    }

    /// What stands after a group was taken back, or brought back. Where nothing happened since, that is its whole copy.
    fn reversed(&self, group: &Group, back: bool) -> Result<State, Refused> {
        let (from, to) = if back {
            (&group.after, &group.before)
        } else {
            (&group.before, &group.after)
        };
        self.open(group, back)?;
        let mut state = self.state.clone();
        for (key, fields) in &group.touched {
            match (from.rows.get(key), to.rows.get(key), state.rows.get_mut(key)) {
                (Some(was), None, Some(now)) if was == now => {
                    if key.0 == Entity::Person && self.acted.contains(&key.1) {
                        return Err(Refused);
                    }
                    state.rows.remove(key);
                }
                (None, Some(will), None) => {
                    state.rows.insert(*key, will.clone());
                }
                (Some(was), Some(will), Some(now)) => {
                    for field in fields {
                        if was[field] != now[field] {
                            return Err(Refused);
                        }
                        now.insert(field.clone(), will[field].clone());
                    }
                }
                (None, None, _) => {}
                _ => return Err(Refused),
            }
        }
        if from.tags != to.tags {
            assert_eq!(state.tags, from.tags, "one person alone changes tags here");
            state.tags.clone_from(&to.tags);
        }
        if !state.holds_together() {
            return Err(Refused);
        }
        if self.state == *from {
            assert_eq!(state.differs(to), None, "a whole copy");
        }
        Ok(state)
    }

    /// What is closed to change is closed to undo, but for the step that closed it.
    fn open(&self, group: &Group, back: bool) -> Result<(), Refused> {
        let there = |key: &Key| (group.before.rows.contains_key(key), group.after.rows.contains_key(key));
        let steps = group.touched.iter().any(|(key, fields)| {
            let made = !back && there(key) == (false, true);
            key.0 == Entity::Audit && (made || there(key) == (true, true) && fields.contains("status"))
        });
        let mut others = group.touched.iter().filter(|(key, fields)| {
            let stays = there(key) == (true, true);
            let only = |names: &[&str]| stays && fields.iter().all(|field| names.contains(&field.as_str()));
            match key.0 {
                Entity::UrgentConcern => false,
                Entity::Action => !only(FOLLOWS_UP),
                Entity::Evidence => !(group.themes && only(&["tags"])),
                _ => true,
            }
        });
        let is_closed = |key: &Key| {
            let of = group.before.audit_of(*key).or(group.after.audit_of(*key));
            of.is_some_and(|audit| closed(self.state.field((Entity::Audit, audit), "status")))
        };
        if !steps && others.any(|(key, _)| is_closed(key)) {
            return Err(Refused);
        }
        Ok(())
    }

    /// Remembers what words stood, and stand, in the fields that a group changed.
    fn note_words(&mut self, group: &Group) {
        for (key, fields) in &group.touched {
            for state in [&group.before, &group.after] {
                for field in fields {
                    let words = marked(state.field(*key, field));
                    self.stood.entry((*key, field.clone())).or_default().extend(words);
                }
            }
        }
    }

    pub fn type_draft(&mut self, place: &Place, words: &str, at: Moment) {
        self.drafts.insert(place.clone(), (at, self.me, words.to_owned()));
    }

    /// Words of a draft become a change, as they do when the workbook is opened after a crash.
    pub fn seal_drafts(&mut self) {
        let mut drafts: Vec<_> = self.drafts.clone().into_iter().collect();
        drafts.sort_by_key(|(_, (at, ..))| *at);
        for (place, (at, who, words)) in drafts {
            let edit = Edit::Set(place.clone(), Value::from(words));
            if self.edit(&edit, at, who).is_ok() {
                self.drafts.remove(&place);
            }
        }
    }

    /// Words of a field go for good, and what held them can be taken back no more.
    pub fn remove_words(&mut self, key: Key, field: &str, keep: bool) -> Result<(), Refused> {
        let never = self.used.get(&key.0).is_none_or(|used| key.1 > *used);
        let must_stay = key.0 == Entity::Case && self.state.rows.contains_key(&key);
        if never || must_stay && !keep {
            return Err(Refused);
        }
        if let Some(row) = self.state.rows.get_mut(&key).filter(|_| !keep) {
            row.insert(field.to_owned(), "".into());
        }
        let mut gone = self.stood.remove(&(key, field.to_owned())).unwrap_or_default();
        let stays = marked(self.state.field(key, field));
        gone.retain(|word| !stays.contains(word));
        if !stays.is_empty() {
            self.stood.insert((key, field.to_owned()), stays);
        }
        let about = |place: &Place| match &place.target {
            Target::Row(entity, row) => (*entity, *row) == key,
            Target::Answer(audit, criterion) => {
                key.0 == Entity::Answer && self.state.find(key.0, *audit, "criterion", criterion) == Some(key.1)
            }
            Target::Judgement(audit, judgement) => {
                key.0 == Entity::Judgement && self.state.find(key.0, *audit, "judgement", judgement) == Some(key.1)
            }
            _ => false,
        };
        let typed: Vec<Place> = self
            .drafts
            .keys()
            .filter(|place| place.field == field && about(place))
            .cloned()
            .collect();
        for place in typed {
            let (.., words) = self.drafts.remove(&place).unwrap();
            gone.extend(marked(&words));
        }
        self.removed.extend(gone);
        let lost = |group: &Rc<Group>| {
            let made_or_gone = group.before.rows.contains_key(&key) != group.after.rows.contains_key(&key);
            group
                .touched
                .get(&key)
                .is_some_and(|fields| made_or_gone || fields.contains(field))
        };
        for (who, stacks) in &mut self.stacks {
            stacks.undo.retain(|group| !lost(group));
            // What was taken back before words of it went is brought back no more, nor what was taken back before that.
            if let Some(last) = stacks.redo.iter().rposition(lost) {
                stacks.redo.drain(..=last);
            }
            if *who == self.me {
                stacks.redo.clear();
            }
        }
        self.acted.insert(self.me);
        Ok(())
    }
}

/// The words of a text that stand nowhere else.
pub fn marked(text: &str) -> BTreeSet<String> {
    let words = text
        .split_whitespace()
        .filter(|word| word.starts_with(super::steps::MARK));
    words.map(str::to_owned).collect()
}
