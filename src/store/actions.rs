//! Actions.

use super::{Result, Store};
use crate::model::action::Action;
use crate::model::time::stored_date;

impl Store {
    /// Every action, or those of one audit, in the order they were written.
    pub fn actions(&self, audit: Option<i64>) -> Result<Vec<Action>> {
        self.list(
            "SELECT id, audit, judgement, text, owner, due, done, done_evidence FROM actions
             WHERE ?1 IS NULL OR audit = ?1 ORDER BY id",
            [audit],
            |row| {
                let date = |at: usize| -> rusqlite::Result<_> {
                    Ok(row.get::<_, Option<String>>(at)?.as_deref().and_then(stored_date))
                };
                Ok(Action {
                    id: row.get(0)?,
                    audit: row.get(1)?,
                    judgement: row.get(2)?,
                    text: row.get(3)?,
                    owner: row.get(4)?,
                    due: date(5)?,
                    done: date(6)?,
                    done_evidence: row.get(7)?,
                })
            },
        )
    }
}
