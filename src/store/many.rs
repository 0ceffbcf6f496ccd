//! Many user actions in a row, thousands to a transaction: how a large workbook is filled.
//!
//! Each is a group of the change log as any other. What an action alone asks the workbook for (the next number, the end
//! of the log, the row as it was made) is known here beforehand. The journal and its syncs are as ever. The search index is
//! built once, after them.

use super::log::{Act, End};
use super::rows::{Rows, audit_in};
use super::shape::Shape;
use super::{Result, Store, StoreError, key};
use crate::model::change::{Entity, Fields};
use crate::model::time::Moment;
use rusqlite::Connection;
use std::collections::BTreeMap;
use std::path::Path;

/// So many changes are written in a transaction before the next is begun.
const A_TRANSACTION: usize = 50_000;

/// Pages kept in memory meanwhile, in KiB: the right edge of every table and index has room.
const CACHE_KIB: i32 = 128 * 1024;

/// What is known beforehand where many actions are done in a row.
#[derive(Default)]
pub(super) struct Known {
    /// The newest number of each entity.
    last: BTreeMap<Entity, i64>,
    shapes: BTreeMap<Entity, Shape>,
    random: Vec<u8>,
}

impl Known {
    /// A number never used for this entity.
    pub(super) fn next(&mut self, rows: Rows<'_>, entity: Entity) -> Result<i64> {
        let next = match self.last.get(&entity) {
            Some(last) => last + 1,
            None => rows.next(entity)?,
        };
        self.last.insert(entity, next);
        Ok(next)
    }

    /// Makes a row, fills in what was not given, and answers with the audit it belongs to.
    pub(super) fn insert(
        &mut self,
        rows: Rows<'_>,
        entity: Entity,
        row: i64,
        fields: &mut Fields,
    ) -> Result<Option<i64>> {
        let shape = match self.shapes.entry(entity) {
            std::collections::btree_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::btree_map::Entry::Vacant(new) => new.insert(Shape::of(rows, entity)?),
        };
        shape.make(rows, row, fields)?;
        debug_assert_eq!(rows.read_all(entity, row)?, *fields, "what was written is what is read");
        Ok(audit_in(entity, row, fields))
    }

    /// Random bytes, asked of the system some thousand at a time.
    pub(super) fn random(&mut self, bytes: &mut [u8]) -> Result<()> {
        if self.random.len() < bytes.len() {
            self.random.resize(4096.max(bytes.len()), 0);
            key::random(&mut self.random)?;
        }
        let rest = self.random.len() - bytes.len();
        bytes.copy_from_slice(&self.random.split_off(rest));
        Ok(())
    }
}

/// Many user actions under way.
pub struct Many<'a> {
    conn: &'a Connection,
    path: &'a Path,
    known: Known,
    end: End,
    /// Changes of the transaction under way.
    changes: usize,
    /// An action failed half-way: nothing of this transaction stays.
    broken: bool,
}

impl Many<'_> {
    /// Does one user action as [`Store::act`] does; it is on disk when [`Store::many`] has returned.
    ///
    /// # Errors
    /// Those of `work` and of the disk. What was done in this transaction is undone when they are handed on.
    pub fn act(&mut self, who: i64, at: Moment, work: impl FnOnce(&mut Act<'_>) -> Result<String>) -> Result<()> {
        let mut act = Act::new(self.conn, self.path, who, at, Some(&mut self.known));
        let sealed = work(&mut act).and_then(|label| {
            if act.is_empty() {
                return Ok(self.end);
            }
            self.changes += act.len();
            act.seal(self.end, &label, None)
        });
        self.broken |= sealed.is_err();
        self.end = sealed?;
        if self.changes >= A_TRANSACTION {
            self.changes = 0;
            self.batch("COMMIT; BEGIN IMMEDIATE;")?;
        }
        Ok(())
    }

    fn batch(&self, sql: &str) -> Result<()> {
        let done = self.conn.execute_batch(sql);
        done.map_err(|error| Rows::new(self.conn, self.path).sql(&error))
    }
}

impl Store {
    /// Does many user actions, thousands to a transaction.
    ///
    /// # Errors
    /// Those of `work` and of the disk. Earlier transactions stay; the one under way is undone.
    pub fn many<T>(&mut self, work: impl FnOnce(&mut Many<'_>) -> Result<T>) -> Result<T> {
        self.still_there()?;
        let usual = self.pragma_number("cache_size")?;
        self.batch(&format!("PRAGMA cache_size = -{CACHE_KIB}; BEGIN IMMEDIATE;"))?;
        let done = self.many_in_transactions(work);
        let closed = self.batch(if done.is_ok() { "COMMIT;" } else { "ROLLBACK;" });
        let usual = self.batch(&format!("PRAGMA cache_size = {usual};"));
        let searched = self.rebuild_search();
        let done = done?;
        closed?;
        usual?;
        searched?;
        Ok(done)
    }

    fn many_in_transactions<T>(&self, work: impl FnOnce(&mut Many<'_>) -> Result<T>) -> Result<T> {
        let end = Act::new(&self.conn, &self.path, 0, Moment(0), None).end()?;
        let mut many = Many {
            conn: &self.conn,
            path: &self.path,
            known: Known::default(),
            end,
            changes: 0,
            broken: false,
        };
        let done = work(&mut many)?;
        if many.broken {
            return Err(StoreError::Refused(
                "An action failed, so that none of them was kept.".to_owned(),
            ));
        }
        Ok(done)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::change::Value;
    use crate::model::time::StepClock;
    use crate::store::{Key, Salt};
    use std::sync::Arc;

    fn book(folder: &tempfile::TempDir) -> Store {
        let (key, salt) = (Key::from_bytes([7; 32]), Salt::new().unwrap());
        let clock = Arc::new(StepClock::at(Moment(1_794_490_800_000)));
        let mut store = Store::create(&folder.path().join("book.plumb"), key, salt, clock).unwrap();
        store
            .act(1, |act| {
                act.create(Entity::Workbook, Fields::new())?;
                act.create(Entity::Person, fields(&[("name", "A. Auditor".into())]))?;
                act.seed_tags()?;
                let framework = [
                    ("hash", "h".into()),
                    ("key", "k".into()),
                    ("title", "t".into()),
                    ("body", "{}".into()),
                ];
                act.create(Entity::Framework, fields(&framework))?;
                let audit = [
                    ("subject", "service".into()),
                    ("framework", 1.into()),
                    ("auditor", 1.into()),
                ];
                act.create(Entity::Audit, fields(&audit))?;
                Ok("Made".to_owned())
            })
            .unwrap();
        store
    }

    fn fields(of: &[(&str, Value)]) -> Fields {
        of.iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect()
    }

    fn piece(text: &str, tags: &[&str]) -> Fields {
        fields(&[
            ("audit", 1.into()),
            ("judgement", "assessment".into()),
            ("source", "case_record".into()),
            ("direction", "neutral".into()),
            ("text", text.into()),
            ("tags", Value::Set(tags.iter().map(|tag| (*tag).to_owned()).collect())),
            ("criteria", Value::Set(vec!["2.1".into(), "10.1".into(), "1.1".into()])),
        ])
    }

    #[test]
    fn what_was_done_in_a_row_is_as_if_done_one_by_one() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = book(&folder);
        store
            .many(|many| {
                for n in 0..30_i64 {
                    many.act(1, Moment(1_794_490_900_000 + n), |act| {
                        let row = act.create(Entity::Evidence, piece(&"x".repeat(n as usize), &["10", "9", "2"]))?;
                        assert_eq!(row, n + 1);
                        if n % 3 == 0 {
                            act.set(Entity::Evidence, row, "text", "again")?;
                        }
                        if n % 5 == 0 {
                            act.delete(Entity::Evidence, row)?;
                        }
                        Ok("Evidence added".to_owned())
                    })?;
                }
                Ok(())
            })
            .unwrap();
        assert_eq!(store.verify().unwrap().faults, Vec::<String>::new());
        assert_eq!(store.evidence(1).unwrap().len(), 24);
        // Alone again, the next number and the end of the log are known, and what was done is undone as ever.
        let alone = store.act(1, |act| {
            act.create(Entity::Evidence, piece("", &[])).map(|row| row.to_string())
        });
        assert_eq!(alone.unwrap().label, "31");
        store.undo(1).unwrap();
        store.undo(1).unwrap();
        assert_eq!(store.evidence(1).unwrap().len(), 23);
        assert_eq!(store.verify().unwrap().faults, Vec::<String>::new());
    }

    #[test]
    fn an_action_that_fails_takes_its_transaction_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = book(&folder);
        let done = store.many(|many| {
            many.act(1, Moment(1), |act| {
                act.create(Entity::Evidence, piece("one", &[]))
                    .map(|_| "One".to_owned())
            })?;
            let failed = many.act(1, Moment(2), |act| {
                act.create(Entity::Evidence, piece("two", &[]))?;
                act.create(Entity::Evidence, piece("three", &["4096"]))?;
                Ok("No such tag".to_owned())
            });
            assert!(failed.is_err());
            // Going on all the same keeps nothing either.
            Ok(())
        });
        assert!(done.is_err());
        assert_eq!(store.evidence(1).unwrap().len(), 0);
        assert_eq!(store.verify().unwrap().faults, Vec::<String>::new());
    }
}
