//! Actions.

use super::{Act, Result, Store};
use crate::model::action::{Action, Difference, Priority, Stage};
use crate::model::time::stored_date;
use rusqlite::Row;

const COLUMNS: &str =
    "id, audit, judgement, text, owner, due, done, done_evidence, priority, stage, progress, verified, verified_by,
    difference, difference_why, reaudit, criterion, area, evidence";

impl Store {
    /// Every action, or those of one audit, in the order they were written.
    pub fn actions(&self, audit: Option<i64>) -> Result<Vec<Action>> {
        match audit {
            Some(audit) => self.actions_where("audit = ?1", [audit]),
            None => self.actions_where("1", []),
        }
    }

    /// One action; nothing when it is gone.
    pub fn action(&self, id: i64) -> Result<Option<Action>> {
        Ok(self.actions_where("id = ?1", [id])?.pop())
    }

    fn actions_where(&self, wanted: &str, of: impl rusqlite::Params) -> Result<Vec<Action>> {
        let sql = format!("SELECT {COLUMNS} FROM actions WHERE {wanted} ORDER BY id");
        self.list(&sql, of, action)
    }
}

fn action(row: &Row<'_>) -> rusqlite::Result<Action> {
    let date =
        |at: usize| -> rusqlite::Result<_> { Ok(row.get::<_, Option<String>>(at)?.as_deref().and_then(stored_date)) };
    Ok(Action {
        id: row.get(0)?,
        audit: row.get(1)?,
        judgement: row.get(2)?,
        text: row.get(3)?,
        owner: row.get(4)?,
        due: date(5)?,
        done: date(6)?,
        done_evidence: row.get(7)?,
        priority: Priority::from_key(&row.get::<_, String>(8)?).unwrap_or(Priority::Normal),
        stage: Stage::from_key(&row.get::<_, String>(9)?).unwrap_or(Stage::NotStarted),
        progress: row.get(10)?,
        verified: date(11)?,
        verified_by: row.get(12)?,
        difference: Difference::from_key(&row.get::<_, String>(13)?),
        difference_why: row.get(14)?,
        reaudit: date(15)?,
        criterion: row.get(16)?,
        area: row.get(17)?,
        evidence: row.get(18)?,
    })
}

impl Act<'_> {
    /// The actions that came from a row: `field` is `area` or `evidence`.
    pub fn actions_from(&self, field: &str, row: i64) -> Result<Vec<i64>> {
        let sql = match field {
            "area" => "SELECT id FROM actions WHERE area = ?1",
            _ => "SELECT id FROM actions WHERE evidence = ?1",
        };
        self.numbers(sql, row)
    }
}
