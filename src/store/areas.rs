//! Areas for improvement.

use super::{Result, Store};
use crate::model::area::Area;
use rusqlite::Row;

pub(super) const COLUMNS: &str = "id, audit, judgement, text, national_framework";

impl Store {
    /// The areas for improvement of one audit, in the order they were written.
    pub fn areas(&self, audit: i64) -> Result<Vec<Area>> {
        self.areas_where("audit = ?1", audit)
    }

    /// The areas for improvement of every audit, in the order they were written.
    pub fn all_areas(&self) -> Result<Vec<Area>> {
        self.areas_where("id > ?1", 0)
    }

    fn areas_where(&self, wanted: &str, of: i64) -> Result<Vec<Area>> {
        let sql = format!("SELECT {COLUMNS} FROM areas WHERE {wanted} ORDER BY id");
        self.list(&sql, [of], area)
    }
}

pub(super) fn area(row: &Row<'_>) -> rusqlite::Result<Area> {
    Ok(Area {
        id: row.get(0)?,
        audit: row.get(1)?,
        judgement: row.get(2)?,
        text: row.get(3)?,
        national_framework: row.get(4)?,
    })
}
