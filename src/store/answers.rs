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

    /// The criteria answered in every audit, as pairs of audit and criterion.
    pub fn answered(&self) -> Result<Vec<(i64, String)>> {
        self.list(
            "SELECT audit, criterion FROM answers WHERE value <> '' ORDER BY audit",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }
}
