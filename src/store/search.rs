//! The search index: kept with every change, and built anew from the rows.
//!
//! It holds no text. A row stands under a number made of its kind, its audit and itself, so that what was found says
//! where it belongs without being read, *only this audit* is one range of numbers, and the newest come first.

mod ask;
mod check;

#[cfg(test)]
mod measure;
#[cfg(test)]
mod tests;

pub use ask::{COUNTED, Matches, Within};

use super::{Act, Result, Store, StoreError};
use crate::model::change::{Entity, Fields, Value};
use crate::model::search::Kind;
use crate::model::words::{stem, words};
use rusqlite::{Connection, OptionalExtension as _, params};
use std::collections::{BTreeSet, HashSet};
use std::path::Path;

/// Pages of the index that are put together at a time.
const PAGES_AT_A_TIME: usize = 8;

/// Bytes of words held in memory while the index is built, before they are written.
const BUILT_AT_ONCE: usize = 48 * 1024 * 1024;

/// Stands between the fields of a row, so that no phrase reaches from one into the next. No query holds it.
const GAP: &str = "\u{e000}";

/// A row that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hit {
    /// What it is.
    pub kind: Kind,
    /// The audit it belongs to.
    pub audit: i64,
    /// Its number.
    pub row: i64,
}

const AUDIT_BITS: u32 = 24;
const ROW_BITS: u32 = 32;

fn kind_number(kind: Kind) -> i64 {
    Kind::ALL.iter().position(|known| *known == kind).unwrap_or(0) as i64 + 1
}

/// The number a row is found under; none for numbers no workbook reaches.
fn number(kind: Kind, audit: i64, row: i64) -> Option<i64> {
    let fits = (0..1 << AUDIT_BITS).contains(&audit) && (0..1 << ROW_BITS).contains(&row);
    fits.then_some(kind_number(kind) << (AUDIT_BITS + ROW_BITS) | audit << ROW_BITS | row)
}

fn hit(number: i64) -> Option<Hit> {
    let kind = usize::try_from((number >> (AUDIT_BITS + ROW_BITS)) - 1).ok()?;
    Some(Hit {
        kind: *Kind::ALL.get(kind)?,
        audit: number >> ROW_BITS & ((1 << AUDIT_BITS) - 1),
        row: number & ((1 << ROW_BITS) - 1),
    })
}

/// The words of a row as the index takes them; nothing where it has none.
fn indexed<'f>(fields: impl Iterator<Item = &'f str>) -> String {
    let mut all = String::new();
    for field in fields {
        let mut first = true;
        for (_, word) in words(field) {
            if !all.is_empty() {
                all.push(' ');
                if first {
                    all.push_str(GAP);
                    all.push(' ');
                }
            }
            first = false;
            all.push_str(&word);
        }
    }
    all
}

fn indexed_fields(kind: Kind, fields: &Fields) -> String {
    indexed(
        kind.fields()
            .iter()
            .filter_map(|(name, _)| fields.get(*name))
            .map(Value::text),
    )
}

fn distinct(all: &str) -> BTreeSet<&str> {
    all.split(' ').filter(|word| !word.is_empty() && *word != GAP).collect()
}

/// Words as FTS5 takes them, whatever they hold: they are letters and digits alone.
fn quoted(words: &str) -> String {
    format!("\"{words}\"")
}

impl Act<'_> {
    /// The searched words of a row as it is now.
    pub(super) fn searched(&self, entity: Entity, row: i64) -> Result<Option<String>> {
        let Some(kind) = Kind::of(entity) else { return Ok(None) };
        let names: Vec<&str> = kind.fields().iter().map(|(name, _)| *name).collect();
        Ok(Some(indexed_fields(kind, &self.read(entity, row, &names)?)))
    }

    /// Puts words into the index in place of those that were there.
    pub(super) fn reindex(&self, entity: Entity, audit: Option<i64>, row: i64, old: &str, new: &str) -> Result<()> {
        let found = Kind::of(entity).zip(audit);
        let Some(number) = found.and_then(|(kind, audit)| number(kind, audit, row)) else {
            return Ok(());
        };
        // Where many actions are done in a row the index is built once, after them.
        if old == new || self.in_a_row() {
            return Ok(());
        }
        replace(self.connection(), number, old, new).map_err(|error| self.sql(&error))
    }
}

fn replace(conn: &Connection, number: i64, old: &str, new: &str) -> rusqlite::Result<()> {
    if !old.is_empty() {
        conn.prepare_cached("INSERT INTO search (search, rowid, words) VALUES ('delete', ?1, ?2)")?
            .execute(params![number, old])?;
    }
    if !new.is_empty() {
        conn.prepare_cached("INSERT INTO search (rowid, words) VALUES (?1, ?2)")?
            .execute(params![number, new])?;
    }
    let (before, after) = (distinct(old), distinct(new));
    for word in after.difference(&before) {
        learn(conn, word)?;
    }
    // A word that nothing holds any more is forgotten, so that removing words removes them.
    for word in before.difference(&after) {
        let held = conn
            .prepare_cached("SELECT 1 FROM search WHERE search MATCH ?1 LIMIT 1")?
            .query_row([quoted(word)], |_| Ok(()))
            .optional()?;
        if held.is_none() {
            conn.prepare_cached("DELETE FROM search_words WHERE word = ?1")?
                .execute([word])?;
        }
    }
    Ok(())
}

fn learn(conn: &Connection, word: &str) -> rusqlite::Result<()> {
    conn.prepare_cached("INSERT OR IGNORE INTO search_words (word, stem) VALUES (?1, ?2)")?
        .execute([word, &stem(word)])?;
    Ok(())
}

/// Reads every row whose words are searched: its kind, audit and number, and its words as the index takes them.
fn each_row(
    conn: &Connection,
    mut take: impl FnMut(Kind, i64, i64, String) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    for kind in Kind::ALL {
        let table = kind.entity().key();
        let names: Vec<&str> = kind.fields().iter().map(|(name, _)| *name).collect();
        let apart = matches!(kind, Kind::Evidence | Kind::Note);
        let sql = format!(
            "SELECT r.id, r.{audit}, {names} FROM {table} r {join} ORDER BY r.{audit}, r.id",
            audit = if *kind == Kind::Audit { "id" } else { "audit" },
            names = names.join(", "),
            join = if apart {
                format!("JOIN {table}_text t ON t.id = r.id")
            } else {
                String::new()
            },
        );
        let mut statement = conn.prepare(&sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let texts: rusqlite::Result<Vec<&str>> = (2..names.len() + 2)
                .map(|at| Ok(row.get_ref(at)?.as_str().unwrap_or_default()))
                .collect();
            let all = indexed(texts?.into_iter());
            if !all.is_empty() {
                take(*kind, row.get(1)?, row.get(0)?, all)?;
            }
        }
    }
    Ok(())
}

/// Builds the index anew from the rows, in the transaction that is open.
pub(super) fn build(conn: &Connection, path: &Path) -> Result<()> {
    let run = || -> rusqlite::Result<()> {
        conn.execute_batch("INSERT INTO search (search) VALUES ('delete-all'); DELETE FROM search_words;")?;
        // Few large parts are written instead of many small ones that are merged again and again.
        conn.execute_batch(&format!(
            "INSERT INTO search (search, rank) VALUES ('hashsize', {BUILT_AT_ONCE});"
        ))?;
        let mut known: HashSet<String> = HashSet::new();
        let mut insert = conn.prepare("INSERT INTO search (rowid, words) VALUES (?1, ?2)")?;
        each_row(conn, |kind, audit, row, all| {
            let Some(number) = number(kind, audit, row) else {
                return Ok(());
            };
            insert.execute(params![number, all])?;
            for word in all.split(' ').filter(|word| *word != GAP) {
                if !known.contains(word) {
                    known.insert(word.to_owned());
                }
            }
            Ok(())
        })?;
        let known: BTreeSet<String> = known.into_iter().collect();
        known.iter().try_for_each(|word| learn(conn, word))?;
        conn.execute_batch("INSERT INTO search (search, rank) VALUES ('hashsize', 1048576);")
    };
    run().map_err(|error| StoreError::of_sqlite(&error, path))
}

impl Store {
    /// Puts a little of what was written to the search index by itself together: each commit leaves a part of its own, and
    /// many parts make search slow. SQLite would do it in the commit that makes one too many, all at once: at a million
    /// rows that took five seconds. Whether there is more to do.
    ///
    /// # Errors
    /// When the disk does not take it; the index is then as it was.
    pub fn tidy_search(&self) -> Result<bool> {
        let before = self.conn.total_changes();
        self.batch(&format!(
            "INSERT INTO search (search, rank) VALUES ('merge', {PAGES_AT_A_TIME});"
        ))?;
        // As FTS5 documents it: with fewer changes there was nothing to do.
        Ok(self.conn.total_changes() - before >= 2)
    }

    /// Builds the search index anew from the rows: after rows were written in bulk.
    ///
    /// # Errors
    /// When the disk does not take it; the index is then as it was.
    pub fn rebuild_search(&self) -> Result<()> {
        self.batch("BEGIN IMMEDIATE")?;
        match build(&self.conn, &self.path) {
            Ok(()) => self.batch("COMMIT"),
            Err(error) => {
                // Some errors have rolled it back already; the first error is the one to tell.
                drop(self.batch("ROLLBACK"));
                Err(error)
            }
        }
    }
}
