//! The change log: one user action is one group in one transaction.

use super::many::Known;
use super::rows::{Rows, new_uuid};
use super::{LOG_FORMAT, Result, Store, StoreError, key};
use crate::model::change::{Change, Entity, Fields, GroupHead, Op, Value, commitment, group_hash};
use crate::model::search::Kind;
use crate::model::time::Moment;
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior, params};
use std::collections::BTreeMap;
use std::path::Path;

/// A row that a commit changed, so that only the views that show it are rebuilt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touched {
    /// What kind of row.
    pub entity: Entity,
    /// Which row.
    pub row: i64,
    /// The audit it belongs to.
    pub audit: Option<i64>,
}

/// What a commit did. It exists only after the commit returned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Committed {
    /// The group's place in the log; `None` when nothing differed and nothing was written.
    pub seq: Option<i64>,
    /// When.
    pub at: Moment,
    /// What was done, in words that hold nothing personal.
    pub label: String,
    /// The rows it changed.
    pub touched: Vec<Touched>,
    /// Tags that more or fewer pieces of evidence carry since, each with how many.
    pub uses: BTreeMap<i64, i64>,
}

/// One entry of the log as history shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogEntry {
    /// Its place in the log.
    pub seq: i64,
    /// When.
    pub at: Moment,
    /// Who.
    pub who: i64,
    /// What was done.
    pub label: String,
}

/// A user action under way: everything it changes goes into one group, or nowhere.
pub struct Act<'a> {
    conn: &'a Connection,
    rows: Rows<'a>,
    /// When it happens.
    pub at: Moment,
    /// Who does it.
    pub who: i64,
    changes: Vec<Change>,
    /// Tags that are carried more or less since.
    uses: BTreeMap<i64, i64>,
    /// What is known beforehand where many actions are done in a row.
    known: Option<&'a mut Known>,
}

/// The end of the log, where the next group goes.
#[derive(Clone, Copy)]
pub(super) struct End {
    /// The workbook the log is of.
    pub(super) workbook: [u8; 16],
    /// The newest group; 0 for none.
    pub(super) seq: i64,
    /// Its hash.
    pub(super) hash: [u8; 32],
}

impl<'a> Act<'a> {
    pub(super) fn new(
        conn: &'a Connection,
        path: &'a Path,
        who: i64,
        at: Moment,
        known: Option<&'a mut Known>,
    ) -> Self {
        Self {
            conn,
            rows: Rows::new(conn, path),
            at,
            who,
            changes: Vec::new(),
            uses: BTreeMap::new(),
            known,
        }
    }

    /// Makes a row and answers with its number.
    pub fn create(&mut self, entity: Entity, mut fields: Fields) -> Result<i64> {
        if !fields.contains_key("uuid") {
            fields.insert("uuid".to_owned(), Value::Text(new_uuid(self.at)?));
        }
        if let Some(known) = &mut self.known {
            let row = known.next(self.rows, entity)?;
            let audit = known.insert(self.rows, entity, row, &mut fields)?;
            self.record(entity, row, audit, Op::Create, Fields::new(), &fields)?;
            return Ok(row);
        }
        let row = self.rows.next(entity)?;
        self.create_as(entity, row, &fields)?;
        Ok(row)
    }

    /// Makes a row under a number it had before.
    pub(super) fn create_as(&mut self, entity: Entity, row: i64, fields: &Fields) -> Result<()> {
        self.rows.insert(entity, row, fields)?;
        let after = self.rows.read_all(entity, row)?;
        let audit = self.rows.audit_of(entity, row)?;
        if let Some(words) = self.searched(entity, row)? {
            self.reindex(entity, audit, row, "", &words)?;
        }
        self.record(entity, row, audit, Op::Create, Fields::new(), &after)
    }

    /// Changes fields of a row; those that are as they were are left out.
    pub fn update(&mut self, entity: Entity, row: i64, fields: &Fields) -> Result<()> {
        let names: Vec<&str> = fields.keys().map(String::as_str).collect();
        let mut before = self.rows.read(entity, row, &names)?;
        before.retain(|name, value| fields.get(name) != Some(value));
        let after: Fields = fields
            .iter()
            .filter(|(name, _)| before.contains_key(*name))
            .map(|(k, v)| (k.clone(), v.clone()))
            .collect();
        if after.is_empty() {
            return Ok(());
        }
        let moves = after.contains_key("audit");
        let searched = Kind::of(entity).is_some_and(|kind| moves || kind.searches(&after));
        let words = if searched { self.searched(entity, row)? } else { None };
        let audit_before = if moves { self.rows.audit_of(entity, row)? } else { None };
        self.rows.write(entity, row, &after)?;
        // Read again: the workbook is right about what it holds, such as the order of a set.
        let names: Vec<&str> = after.keys().map(String::as_str).collect();
        let after = self.rows.read(entity, row, &names)?;
        if after == before {
            return Ok(());
        }
        let audit = self.rows.audit_of(entity, row)?;
        if let Some(old) = words {
            let new = self.searched(entity, row)?.unwrap_or_default();
            if moves {
                self.reindex(entity, audit_before, row, &old, "")?;
                self.reindex(entity, audit, row, "", &new)?;
            } else {
                self.reindex(entity, audit, row, &old, &new)?;
            }
        }
        self.record(entity, row, audit, Op::Update, before, &after)
    }

    /// Changes one field of a row.
    pub fn set(&mut self, entity: Entity, row: i64, field: &str, value: impl Into<Value>) -> Result<()> {
        self.update(entity, row, &Fields::from([(field.to_owned(), value.into())]))
    }

    /// Takes a row out.
    pub fn delete(&mut self, entity: Entity, row: i64) -> Result<()> {
        let before = self.rows.read_all(entity, row)?;
        let audit = self.rows.audit_of(entity, row)?;
        let words = self.searched(entity, row)?;
        self.rows.remove(entity, row)?;
        if let Some(words) = words {
            self.reindex(entity, audit, row, &words, "")?;
        }
        self.record(entity, row, audit, Op::Delete, before, &Fields::new())
    }

    /// The named fields of a row as they are now.
    pub fn read(&self, entity: Entity, row: i64, names: &[&str]) -> Result<Fields> {
        self.rows.read(entity, row, names)
    }

    /// Every field of a row as it is now.
    pub(super) fn read_all(&self, entity: Entity, row: i64) -> Result<Fields> {
        self.rows.read_all(entity, row)
    }

    /// The row of a judgement or an answer of an audit, if it is made.
    pub fn find(&self, entity: Entity, audit: i64, key: &str) -> Result<Option<i64>> {
        let column = if entity == Entity::Answer {
            "criterion"
        } else {
            "judgement"
        };
        let sql = format!("SELECT id FROM {} WHERE audit = ?1 AND {column} = ?2", entity.key());
        let found = self
            .conn
            .prepare_cached(&sql)
            .and_then(|mut s| s.query_row(params![audit, key], |row| row.get(0)).optional());
        found.map_err(|error| self.sql(&error))
    }

    /// The row of a case by its reference, if there is one.
    pub fn find_case(&self, reference: &str) -> Result<Option<i64>> {
        let found = self
            .conn
            .query_row("SELECT id FROM cases WHERE reference = ?1", [reference], |row| {
                row.get(0)
            })
            .optional();
        found.map_err(|error| self.sql(&error))
    }

    /// Whether this person has done anything in the workbook.
    pub(super) fn has_acted(&self, person: i64) -> Result<bool> {
        self.exists(
            "SELECT EXISTS (SELECT 1 FROM change_groups WHERE who = ?1)",
            params![person],
        )
    }

    /// The answer of a question that is answered by yes or no.
    pub(super) fn exists(&self, sql: &str, of: &[&dyn rusqlite::ToSql]) -> Result<bool> {
        let found = self.conn.query_row(sql, of, |row| row.get(0));
        found.map_err(|error| self.sql(&error))
    }

    /// The numbers of rows that belong to one row.
    pub(super) fn numbers(&self, sql: &str, of: i64) -> Result<Vec<i64>> {
        let read = || -> rusqlite::Result<Vec<i64>> {
            let mut statement = self.conn.prepare_cached(sql)?;
            let rows = statement.query_map([of], |row| row.get(0))?;
            rows.collect()
        };
        read().map_err(|error| self.sql(&error))
    }

    /// How many rows were changed so far.
    pub(super) fn len(&self) -> usize {
        self.changes.len()
    }

    /// Whether many actions are done in a row.
    pub(super) fn in_a_row(&self) -> bool {
        self.known.is_some()
    }

    /// Whether nothing was changed yet.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// The connection, inside the action's transaction.
    pub(super) fn connection(&self) -> &Connection {
        self.conn
    }

    pub(super) fn sql(&self, error: &rusqlite::Error) -> StoreError {
        StoreError::of_sqlite(error, Path::new(self.conn.path().unwrap_or_default()))
    }

    /// What was recorded so far.
    pub(super) fn recorded(&mut self) -> &mut Vec<Change> {
        &mut self.changes
    }

    fn record(
        &mut self,
        entity: Entity,
        row: i64,
        audit: Option<i64>,
        op: Op,
        before: Fields,
        after: &Fields,
    ) -> Result<()> {
        for (fields, by) in [(&before, -1), (after, 1)] {
            if let (Entity::Evidence, Some(Value::Set(tags))) = (entity, fields.get("tags")) {
                for tag in tags.iter().filter_map(|tag| tag.parse().ok()) {
                    *self.uses.entry(tag).or_default() += by;
                }
            }
        }
        let mut salt = [0; 16];
        match &mut self.known {
            Some(known) => known.random(&mut salt)?,
            None => key::random(&mut salt)?,
        }
        let commitment = commitment(&salt, &before, after);
        let names = if op == Op::Create {
            Vec::new()
        } else {
            before.keys().cloned().collect()
        };
        self.changes.push(Change {
            entity,
            row,
            audit,
            op,
            names,
            before: Some(before),
            salt: Some(salt),
            commitment,
        });
        Ok(())
    }

    /// Where the log ends.
    pub(super) fn end(&self) -> Result<End> {
        let workbook = self.rows.read(Entity::Workbook, 1, &["uuid"])?;
        let workbook = workbook
            .get("uuid")
            .map(|id| uuid::Uuid::parse_str(id.text()).unwrap_or_default())
            .unwrap_or_default()
            .into_bytes();
        let last = self.conn.query_row(
            "SELECT seq, hash FROM change_groups ORDER BY seq DESC LIMIT 1",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        );
        let (seq, hash) = last
            .optional()
            .map_err(|error| self.sql(&error))?
            .unwrap_or((0, [0; 32]));
        Ok(End { workbook, seq, hash })
    }

    /// Writes the group behind the end of the log; answers with the new end.
    pub(super) fn seal(&self, end: End, label: &str, undoes: Option<i64>) -> Result<End> {
        let sql = |error: rusqlite::Error| self.sql(&error);
        let End {
            workbook, hash: parent, ..
        } = end;
        let seq = end.seq + 1;
        let undone: Option<[u8; 32]> = match undoes {
            Some(undoes) => Some(
                self.conn
                    .query_row("SELECT hash FROM change_groups WHERE seq = ?1", [undoes], |row| {
                        row.get(0)
                    })
                    .map_err(sql)?,
            ),
            None => None,
        };
        let head = GroupHead {
            parent,
            undoes: undone,
            workbook,
            format: LOG_FORMAT,
            at: self.at,
            who: self.who,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            label: label.to_owned(),
        };
        let hash = group_hash(&head, &self.changes);
        self.conn
            .prepare_cached(
                "INSERT INTO change_groups (seq, hash, parent, undoes, workbook, format, at, who, program, label)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )
            .and_then(|mut s| {
                s.execute(params![
                    seq,
                    hash,
                    parent,
                    undoes,
                    workbook,
                    head.format,
                    head.at.0,
                    head.who,
                    head.program,
                    label
                ])
            })
            .map_err(sql)?;
        let mut insert = self
            .conn
            .prepare_cached(
                "INSERT INTO changes (seq, n, entity, row, audit, op, names, before, salt, commitment)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )
            .map_err(sql)?;
        for (n, change) in (1_i64..).zip(&self.changes) {
            let before = change.before.as_ref().filter(|_| change.op != Op::Create);
            let before = before.and_then(|before| serde_json::to_string(before).ok());
            let names = change.names.join(",");
            let (entity, op) = (change.entity.key(), change.op.key());
            insert
                .execute(params![
                    seq,
                    n,
                    entity,
                    change.row,
                    change.audit,
                    op,
                    names,
                    before,
                    change.salt,
                    change.commitment
                ])
                .map_err(sql)?;
        }
        Ok(End { workbook, seq, hash })
    }
}

impl Store {
    /// Does one user action in one transaction. `work` answers with what was done, in words that hold nothing
    /// personal. Nothing is written when nothing differs.
    ///
    /// # Errors
    /// Those of `work` and of the disk; the workbook is then as it was.
    pub fn act(&mut self, who: i64, work: impl FnOnce(&mut Act<'_>) -> Result<String>) -> Result<Committed> {
        let at = self.clock.now();
        self.act_at(who, at, None, work)
    }

    /// Does one user action that happened earlier: words recovered after a crash keep their own time.
    pub fn act_then(
        &mut self,
        who: i64,
        at: Moment,
        work: impl FnOnce(&mut Act<'_>) -> Result<String>,
    ) -> Result<Committed> {
        self.act_at(who, at, None, work)
    }

    pub(super) fn act_at(
        &mut self,
        who: i64,
        at: Moment,
        undoes: Option<i64>,
        work: impl FnOnce(&mut Act<'_>) -> Result<String>,
    ) -> Result<Committed> {
        self.still_there()?;
        let path = self.path.clone();
        let sql = |error: rusqlite::Error| StoreError::of_sqlite(&error, &path);
        let tx = self
            .conn
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(sql)?;
        let mut act = Act::new(&tx, &path, who, at, None);
        let label = work(&mut act)?;
        if act.is_empty() {
            return Ok(Committed {
                seq: None,
                at,
                label,
                touched: Vec::new(),
                uses: BTreeMap::new(),
            });
        }
        let seq = act.seal(act.end()?, &label, undoes)?.seq;
        let touched = act
            .changes
            .iter()
            .map(|c| Touched {
                entity: c.entity,
                row: c.row,
                audit: c.audit,
            })
            .collect();
        let uses = act.uses;
        tx.commit().map_err(sql)?;
        Ok(Committed {
            seq: Some(seq),
            at,
            label,
            touched,
            uses,
        })
    }

    /// The hash of the newest group: what a report's code is made of.
    pub fn head(&self) -> Result<[u8; 32]> {
        let head = self.one("SELECT hash FROM change_groups ORDER BY seq DESC LIMIT 1", [], |row| {
            row.get(0)
        })?;
        Ok(head.unwrap_or([0; 32]))
    }

    /// When the newest group was committed.
    pub fn last_change(&self) -> Result<Option<Moment>> {
        self.one("SELECT at FROM change_groups ORDER BY seq DESC LIMIT 1", [], |row| {
            row.get(0).map(Moment)
        })
    }

    /// The newest entries of the log about one audit, newest first.
    pub fn audit_log(&self, audit: i64, at_most: i64) -> Result<Vec<LogEntry>> {
        self.list(
            "SELECT g.seq, g.at, g.who, CASE WHEN g.undoes IS NULL THEN '' WHEN u.undoes IS NULL THEN 'Taken back: '
             ELSE 'Brought back: ' END || g.label FROM change_groups g LEFT JOIN change_groups u ON u.seq = g.undoes WHERE g.seq IN
             (SELECT DISTINCT seq FROM changes WHERE audit = ?1 ORDER BY seq DESC LIMIT ?2) ORDER BY g.seq DESC",
            params![audit, at_most],
            |row| {
                Ok(LogEntry {
                    seq: row.get(0)?,
                    at: Moment(row.get(1)?),
                    who: row.get(2)?,
                    label: row.get(3)?,
                })
            },
        )
    }

    pub(super) fn changes_of(&self, seq: i64) -> Result<Vec<Change>> {
        self.list(
            "SELECT entity, row, audit, op, names, before, salt, commitment FROM changes WHERE seq = ?1 ORDER BY n",
            [seq],
            read_change,
        )
    }
}

/// A change as it is stored.
pub(super) fn read_change(row: &rusqlite::Row<'_>) -> rusqlite::Result<Change> {
    let (entity, op): (String, String) = (row.get(0)?, row.get(3)?);
    let names: String = row.get(4)?;
    let before: Option<String> = row.get(5)?;
    let entity = Entity::from_key(&entity).ok_or_else(|| rusqlite::Error::InvalidColumnName(entity.clone()))?;
    let op = Op::from_key(&op).ok_or_else(|| rusqlite::Error::InvalidColumnName(op.clone()))?;
    let before = match op {
        Op::Create => Some(Fields::new()),
        _ => before.and_then(|text| serde_json::from_str(&text).ok()),
    };
    Ok(Change {
        entity,
        row: row.get(1)?,
        audit: row.get(2)?,
        op,
        names: names
            .split(',')
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect(),
        before,
        salt: row.get(6)?,
        commitment: row.get(7)?,
    })
}
