//! Urgent concerns.

use super::{Result, Store};
use crate::model::time::Moment;
use crate::model::urgent::UrgentConcern;
use rusqlite::Row;

pub(super) const COLUMNS: &str =
    "id, audit, seen, raised, raised_by, told_who, told_role, told_how, told_at, on_record_at, child_seen_by,
    child_seen_at, safe_confirmed_by, safe_confirmed_at, head_told_at";

impl Store {
    /// Every urgent concern, or those of one audit, oldest first.
    pub fn urgent_concerns(&self, audit: Option<i64>) -> Result<Vec<UrgentConcern>> {
        match audit {
            Some(audit) => self.concerns_where("audit = ?1", [audit]),
            None => self.concerns_where("1", []),
        }
    }

    /// Urgent concerns that may be open: nobody has confirmed yet that the child is safe.
    pub fn unconfirmed_concerns(&self) -> Result<Vec<UrgentConcern>> {
        self.concerns_where("safe_confirmed_at IS NULL OR trim(safe_confirmed_by) = ''", [])
    }

    fn concerns_where(&self, wanted: &str, of: impl rusqlite::Params) -> Result<Vec<UrgentConcern>> {
        let sql = format!("SELECT {COLUMNS} FROM urgent_concerns WHERE {wanted} ORDER BY id");
        self.list(&sql, of, concern)
    }
}

pub(super) fn concern(row: &Row<'_>) -> rusqlite::Result<UrgentConcern> {
    let moment = |at: usize| -> rusqlite::Result<_> { Ok(row.get::<_, Option<i64>>(at)?.map(Moment)) };
    Ok(UrgentConcern {
        id: row.get(0)?,
        audit: row.get(1)?,
        seen: row.get(2)?,
        raised: Moment(row.get(3)?),
        raised_by: row.get(4)?,
        told_who: row.get(5)?,
        told_role: row.get(6)?,
        told_how: row.get(7)?,
        told_at: moment(8)?,
        on_record_at: moment(9)?,
        child_seen_by: row.get(10)?,
        child_seen_at: moment(11)?,
        safe_confirmed_by: row.get(12)?,
        safe_confirmed_at: moment(13)?,
        head_told_at: moment(14)?,
    })
}
