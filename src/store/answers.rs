//! Answers to criteria.

use super::{Result, Store};
use crate::model::judged::Answer;
use crate::model::rules::Answers;

impl Store {
    /// The answers of one audit, by criterion.
    pub fn answers(&self, audit: i64) -> Result<Answers> {
        let found = self.list(
            "SELECT a.criterion, a.id, a.value, ifnull(t.note, '') FROM answers a LEFT JOIN answers_text t ON t.id = a.id
             WHERE a.audit = ?1",
            [audit],
            |row| Ok((row.get(0)?, Answer { id: row.get(1)?, value: row.get(2)?, note: row.get(3)? })),
        )?;
        Ok(found.into_iter().collect())
    }

    /// The criteria answered in one audit.
    pub fn answered(&self, audit: i64) -> Result<Vec<String>> {
        let sql = "SELECT criterion FROM answers WHERE audit = ?1 AND value <> ''";
        self.list(sql, [audit], |row| row.get(0))
    }

    /// Answers that were given, of any audit, in the order of their numbers: number, audit and criterion of at most
    /// `at_most` after the one with the number `after`.
    pub fn answered_after(&self, after: i64, at_most: i64) -> Result<Vec<(i64, i64, String)>> {
        self.list(
            "SELECT id, audit, criterion FROM answers WHERE id > ?1 AND value <> '' ORDER BY id LIMIT ?2",
            [after, at_most],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
    }
}
