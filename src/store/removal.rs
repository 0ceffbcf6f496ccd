//! Removing words for good: out of the row, its drafts, and every change that held them. That it was done stays.
//!
//! `secure_delete` overwrites what is freed, but a page that SQLite puts in order anew can keep a stale copy of what once
//! stood in it. So the whole file is written anew afterwards.

use super::{Act, Committed, Result, Store, StoreError, key};
use crate::model::change::{Change, Entity, Fields, Op, Place, Target, commitment};
use rusqlite::{OptionalExtension as _, params};

/// What is remembered until the file is written anew.
const PENDING: &str = "rewrite";

/// A file larger than this is written anew by way of a file beside, encrypted as it is; a smaller one in memory.
const IN_MEMORY: i64 = 128 * 1024 * 1024;

impl Act<'_> {
    /// Removes the words of one field of one row for good. Where `keep` is set, what stands there now stays and only
    /// what stood there before is removed. The row may have been deleted. What this very action did to it before is not
    /// looked at.
    fn remove_words(&mut self, entity: Entity, row: i64, field: &str, keep: bool) -> Result<()> {
        let stands = |act: &Self| match act.read(entity, row, &[field]) {
            Err(StoreError::Gone) => Ok(None),
            other => other.map(Some),
        };
        let audit = self.audit_in_log(entity, row)?;
        let here = stands(self)?;
        if here.is_some() && !keep {
            // What is recorded of this holds the words.
            let recorded = self.recorded().len();
            self.set(entity, row, field, "")?;
            self.recorded().truncate(recorded);
        }
        self.drop_drafts(entity, row, field)?;
        self.forget_in_log(entity, row, field)?;
        let after = stands(self)?.unwrap_or_default();
        let before = if keep || here.is_none() {
            Some(after.clone())
        } else {
            None
        };
        let mut salt = [0; 16];
        key::random(&mut salt)?;
        let change = Change {
            entity,
            row,
            audit,
            op: Op::Remove,
            names: vec![field.to_owned()],
            commitment: commitment(&salt, before.as_ref().unwrap_or(&Fields::new()), &after),
            before,
            salt: Some(salt),
        };
        self.recorded().push(change);
        self.connection()
            .execute(
                "INSERT OR REPLACE INTO remembered (name, value) VALUES (?1, '')",
                [PENDING],
            )
            .map_err(|error| self.sql(&error))?;
        Ok(())
    }

    fn audit_in_log(&self, entity: Entity, row: i64) -> Result<Option<i64>> {
        let found = self
            .connection()
            .query_row(
                "SELECT audit FROM changes WHERE entity = ?1 AND row = ?2 ORDER BY seq DESC LIMIT 1",
                params![entity.key(), row],
                |row| row.get(0),
            )
            .optional();
        found.map_err(|error| self.sql(&error))?.ok_or(StoreError::Gone)
    }

    /// Drops salt and values of every change of the row that touched the field, before it or after.
    fn forget_in_log(&self, entity: Entity, row: i64, field: &str) -> Result<()> {
        let forgotten = self.connection().execute(
            "UPDATE changes SET before = NULL, salt = NULL WHERE entity = ?1 AND row = ?2
             AND (op IN ('create', 'delete') OR instr(',' || names || ',', ',' || ?3 || ',') > 0)",
            params![entity.key(), row, field],
        );
        forgotten.map(drop).map_err(|error| self.sql(&error))
    }

    /// Drops what is being typed in the field, and forms about the row.
    fn drop_drafts(&self, entity: Entity, row: i64, field: &str) -> Result<()> {
        let by_key = match entity {
            Entity::Answer => self
                .keyed(entity, row, "criterion")?
                .map(|(audit, key)| Target::Answer(audit, key)),
            Entity::Judgement => {
                let found = self.keyed(entity, row, "judgement")?;
                found.map(|(audit, key)| Target::Judgement(audit, key))
            }
            _ => None,
        };
        let holds = |place: &Place| match &place.target {
            Target::Form(..) => place.target.about() == Some((entity, row)),
            target => place.field == field && (*target == Target::Row(entity, row) || Some(target) == by_key.as_ref()),
        };
        let read = || -> rusqlite::Result<Vec<String>> {
            let mut statement = self.connection().prepare_cached("SELECT place FROM drafts")?;
            statement.query_map([], |row| row.get(0))?.collect()
        };
        for stored in read().map_err(|error| self.sql(&error))? {
            if serde_json::from_str(&stored).is_ok_and(|place| holds(&place)) {
                self.connection()
                    .execute("DELETE FROM drafts WHERE place = ?1", [stored])
                    .map_err(|error| self.sql(&error))?;
            }
        }
        Ok(())
    }

    /// The audit of a row, and its key there; nothing when it is gone.
    fn keyed(&self, entity: Entity, row: i64, column: &str) -> Result<Option<(i64, String)>> {
        let sql = format!("SELECT audit, {column} FROM {} WHERE id = ?1", entity.key());
        let found = self
            .connection()
            .query_row(&sql, [row], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional();
        found.map_err(|error| self.sql(&error))
    }
}

impl Store {
    /// Removes the words of one field of one row for good, as [`Act::remove_words`] does, in one transaction. It cannot be
    /// taken back. Until [`Store::rewrite`] has run, a stale copy may be left in a page.
    ///
    /// # Errors
    /// When there is no such row and never was, or the disk fails; nothing was removed then.
    pub fn remove_words(
        &mut self,
        who: i64,
        (entity, row, field): (Entity, i64, &str),
        keep: bool,
        label: &str,
    ) -> Result<Committed> {
        self.act(who, |act| {
            act.remove_words(entity, row, field, keep)?;
            Ok(label.to_owned())
        })
    }

    /// Whether words were removed and the file was not written anew since.
    pub fn rewrite_pending(&self) -> Result<bool> {
        Ok(self.remembered(PENDING)?.is_some())
    }

    /// Writes the whole file anew, so that no page keeps a copy of words that were removed for good.
    ///
    /// # Errors
    /// When the disk has no room for a second copy, or fails; it is still pending then and the workbook as it was.
    pub fn rewrite(&mut self) -> Result<()> {
        let large = self.size()? > IN_MEMORY;
        self.rewrite_by(large)
    }

    fn rewrite_by(&mut self, large: bool) -> Result<()> {
        self.still_there()?;
        if large {
            // SQLCipher encrypts this file with the workbook's own key.
            self.batch("PRAGMA temp_store = FILE;")?;
        }
        let done = self.batch("VACUUM;");
        let usual = self.batch("PRAGMA temp_store = MEMORY;");
        done?;
        usual?;
        self.conn
            .execute("DELETE FROM remembered WHERE name = ?1", [PENDING])
            .map(drop)
            .map_err(|error| self.sql(&error))
    }

    /// How large the workbook is, in bytes.
    fn size(&self) -> Result<i64> {
        let pages = self.one(
            "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
            [],
            |row| row.get(0),
        )?;
        Ok(pages.unwrap_or(0))
    }
}

#[cfg(test)]
mod random;
#[cfg(test)]
mod tests;
