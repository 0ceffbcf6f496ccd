//! What was written and graded under the judgements of audits.

use super::{Result, Store};
use crate::model::judged::Judged;
use crate::model::rules::Judgements;
use rusqlite::Row;

impl Store {
    /// The judgements of one audit, by the framework's ids.
    pub fn judgements(&self, audit: i64) -> Result<Judgements> {
        let read = |row: &Row<'_>| {
            Ok((
                row.get(0)?,
                Judged {
                    id: row.get(1)?,
                    grade: row.get(2)?,
                    agreed_grade: row.get(3)?,
                    why: row.get(4)?,
                    found: row.get(5)?,
                    impact: row.get(6)?,
                    strengths: row.get(7)?,
                },
            ))
        };
        let sql =
            "SELECT judgement, id, grade, agreed_grade, why, found, impact, strengths FROM judgements WHERE audit = ?1";
        Ok(self.list(sql, [audit], read)?.into_iter().collect())
    }
}
