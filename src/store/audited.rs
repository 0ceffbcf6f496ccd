//! When each child was last audited, and whether it is being audited: what a draw goes by.

use super::{Result, Store};
use crate::model::audit::Status;
use crate::model::draw::{History, Past};
use crate::model::time::{Moment, stored_date};

impl Store {
    /// The audits of children so far, by reference. Withdrawn ones are none, and a dip sample is no audit of a file.
    ///
    /// An audit's day is that on which it was last handed in, by the change log; for one that was never a draft here, the
    /// end of the period it is about or its due date.
    pub fn audited(&self) -> Result<History> {
        let rows = self.list(
            "SELECT c.reference, a.status, a.period_to, a.due,
               (SELECT max(g.at) FROM changes h JOIN change_groups g ON g.seq = h.seq
                WHERE h.entity = 'audits' AND h.row = a.id AND json_extract(h.before, '$.status') = 'draft')
             FROM audits a JOIN cases c ON c.id = a.case_id
             WHERE a.subject = 'child' AND a.method <> 'dip_sample' AND a.dip_sample IS NULL",
            [],
            |row| {
                let date = |at: usize| -> rusqlite::Result<_> {
                    Ok(row.get::<_, Option<String>>(at)?.as_deref().and_then(stored_date))
                };
                let handed_in: Option<i64> = row.get(4)?;
                Ok((
                    row.get::<_, String>(0)?,
                    Status::from_key(row.get_ref(1)?.as_str().unwrap_or_default()).unwrap_or(Status::Draft),
                    handed_in.map(|at| Moment(at).date()).or(date(2)?).or(date(3)?),
                ))
            },
        )?;
        let mut history = History::new();
        for (reference, status, day) in rows {
            let past = match status {
                Status::Withdrawn => continue,
                Status::Allocated | Status::Draft => Past { last: None, open: true },
                _ => Past { last: day, open: false },
            };
            let known = history.entry(reference).or_default();
            known.last = known.last.max(past.last);
            known.open |= past.open;
        }
        Ok(history)
    }

    /// Words that brothers and sisters share, by reference, where the workbook knows them.
    pub fn siblings(&self) -> Result<std::collections::BTreeMap<String, String>> {
        let rows = self.list(
            "SELECT reference, sibling_group FROM cases WHERE sibling_group <> ''",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        Ok(rows.into_iter().collect())
    }
}
