//! Areas for improvement.

use super::{Result, Store};
use crate::model::area::Area;

impl Store {
    /// The areas for improvement of one audit, in the order they were written.
    pub fn areas(&self, audit: i64) -> Result<Vec<Area>> {
        self.list(
            "SELECT id, judgement, text, national_framework FROM areas WHERE audit = ?1 ORDER BY id",
            [audit],
            |row| {
                Ok(Area {
                    id: row.get(0)?,
                    audit,
                    judgement: row.get(1)?,
                    text: row.get(2)?,
                    national_framework: row.get(3)?,
                })
            },
        )
    }
}
