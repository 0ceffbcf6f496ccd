//! Whatever was written, changed, taken back and brought back: words that were removed are never seen again.

use super::tests::{book, faults, fields, pages, piece};
use crate::model::change::{Entity, Place};
use crate::store::Store;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Words that stand nowhere else and begin unlike each other: the search index keeps only what a word does not share with
/// the one before it.
fn mark(n: usize) -> String {
    let mut seed = (n as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let letters = (0..12).map(|_| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        char::from(b'a' + u8::try_from((seed >> 40) % 26).unwrap())
    });
    letters.collect()
}

/// A field that holds words.
type Field = (Entity, i64, &'static str);

/// A workbook with every word that stood in a field, and those that were removed.
struct Written {
    store: Store,
    stood: BTreeMap<Field, BTreeSet<String>>,
    removed: BTreeSet<String>,
}

impl Written {
    fn stands(&self, (entity, row, field): Field) -> String {
        let row = self.store.all_fields_of(entity, row).unwrap().unwrap_or_default();
        row.get(field).map(|words| words.text().to_owned()).unwrap_or_default()
    }

    /// Two pieces of evidence, or an action, or words of one.
    fn write(&mut self, what: u8, row: i64, n: usize) {
        let (one, other) = (mark(2 * n), mark(2 * n + 1));
        let mut wrote: Vec<(Field, &str)> = Vec::new();
        let done = self.store.act(1, |act| {
            match what {
                0 => {
                    for words in [&one, &other] {
                        let made = act.create(Entity::Evidence, piece(words))?;
                        wrote.push(((Entity::Evidence, made, "text"), words));
                    }
                }
                1 => {
                    let new = [
                        ("audit", 1.into()),
                        ("text", one.as_str().into()),
                        ("owner", other.as_str().into()),
                    ];
                    let made = act.create(Entity::Action, fields(&new))?;
                    wrote.push(((Entity::Action, made, "text"), &one));
                    wrote.push(((Entity::Action, made, "owner"), &other));
                }
                2 => {
                    let new = [("text", one.as_str().into()), ("reference", other.as_str().into())];
                    act.update(Entity::Evidence, row, &fields(&new))?;
                    wrote.push(((Entity::Evidence, row, "text"), &one));
                    wrote.push(((Entity::Evidence, row, "reference"), &other));
                }
                3 => {
                    act.set(Entity::Evidence, row, "source", "panel_iro")?;
                    act.set(Entity::Evidence, row, "text", one.as_str())?;
                    wrote.push(((Entity::Evidence, row, "text"), &one));
                }
                4 => {
                    act.set(Entity::Action, row, "owner", one.as_str())?;
                    wrote.push(((Entity::Action, row, "owner"), &one));
                }
                5 => act.delete(Entity::Action, row)?,
                _ => act.delete(Entity::Evidence, row)?,
            }
            Ok("Done".to_owned())
        });
        if done.is_ok() {
            for (field, words) in wrote {
                self.stood.entry(field).or_default().insert(words.to_owned());
            }
        }
    }

    fn type_in(&mut self, (entity, row, field): Field, n: usize) {
        let words = mark(2 * n);
        self.store
            .save_draft(1, &Place::row(entity, row, field), &words)
            .unwrap();
        self.stood.entry((entity, row, field)).or_default().insert(words);
    }

    fn remove(&mut self, field: Field, keep: bool) {
        let stands = self.stands(field);
        if self
            .store
            .remove_words(1, field, keep, "Words removed for good")
            .is_err()
        {
            return;
        }
        let gone = self.stood.remove(&field).unwrap_or_default();
        let (stay, gone): (BTreeSet<_>, _) = gone.into_iter().partition(|words| keep && *words == stands);
        self.stood.insert(field, stay);
        self.removed.extend(gone);
    }

    /// Everything that history tells of any row and of any entry, and what stands.
    fn told(&self) -> String {
        let mut told = String::new();
        for seq in 1.. {
            let (changes, all) = self.store.history_of_entry(seq, None, 100).unwrap();
            if all == 0 {
                break;
            }
            for change in &changes {
                told.push_str(&format!(
                    "{:?}",
                    self.store.history_of_row(change.entity, change.row, 100)
                ));
                told.push_str(&format!("{:?}", self.store.all_fields_of(change.entity, change.row)));
            }
            told.push_str(&format!("{changes:?}"));
        }
        told + &format!("{:?}", self.store.drafts())
    }

    fn unseen(&self, told: &str) {
        let seen = self.removed.iter().find(|words| told.contains(&words[4..]));
        assert_eq!(seen, None);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn words_removed_from_any_field_are_never_seen_again(
        steps in prop::collection::vec((0..20_u8, 1..5_i64, any::<bool>()), 1..40),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let mut written = Written { store: book(&folder), stood: BTreeMap::new(), removed: BTreeSet::new() };
        for (n, (what, row, one)) in steps.into_iter().enumerate() {
            let field = match (row % 2, one) {
                (0, true) => (Entity::Action, row, "owner"),
                (0, false) => (Entity::Action, row, "text"),
                (_, true) => (Entity::Evidence, row, "reference"),
                (_, false) => (Entity::Evidence, row, "text"),
            };
            match what {
                // What cannot be taken back is refused, and nothing of it is done.
                0..=2 => drop(written.store.undo(1)),
                3 | 4 => drop(written.store.redo(1)),
                5 => drop(written.store.undo_this(1, row + 2)),
                6 => written.type_in(field, n),
                7 | 8 => {
                    written.remove((Entity::Evidence, row, "text"), one);
                    written.unseen(&written.told());
                }
                9 => {
                    written.remove(field, n % 2 == 0);
                    written.unseen(&written.told());
                }
                what => written.write((what - 10) % 7, row, n),
            }
        }
        prop_assert_eq!(faults(&written.store), Vec::<String>::new());
        while written.store.undo(1).is_ok_and(|done| done.is_some()) {
            written.unseen(&written.told());
        }
        for seq in 1..80 {
            drop(written.store.undo_this(1, seq));
        }
        while written.store.redo(1).is_ok_and(|done| done.is_some()) {}
        written.unseen(&written.told());
        prop_assert_eq!(faults(&written.store), Vec::<String>::new());
        written.store.rewrite().unwrap();
        let left = String::from_utf8_lossy(&pages(&mut written.store)).into_owned();
        written.unseen(&left);
        let mut stand = written.stood.keys().map(|field| written.stands(*field)).filter(|words| !words.is_empty());
        prop_assert!(stand.all(|words| left.contains(&words)), "what was not removed stands");
    }
}
