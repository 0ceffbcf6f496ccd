//! Evidence with its criteria and tags.

use super::{Result, Store};
use crate::model::evidence::{Direction, Evidence};
use crate::model::time::stored_date;
use rusqlite::Row;
use std::collections::BTreeMap;

pub(super) const COLUMNS: &str =
    "e.id, e.judgement, ifnull(t.text, ''), e.source, e.direction, e.happened, e.seen, ifnull(t.reference, ''),
    e.audit";

impl Store {
    /// The evidence of one audit, newest first.
    pub fn evidence(&self, audit: i64) -> Result<Vec<Evidence>> {
        self.evidence_where("e.audit = ?1", audit)
    }

    /// One piece of evidence; nothing when it is gone.
    pub fn one_evidence(&self, id: i64) -> Result<Option<Evidence>> {
        Ok(self.evidence_where("e.id = ?1", id)?.pop())
    }

    fn evidence_where(&self, wanted: &str, of: i64) -> Result<Vec<Evidence>> {
        let mut found = self.list(
            &format!("SELECT {COLUMNS} FROM evidence e LEFT JOIN evidence_text t ON t.id = e.id WHERE {wanted} ORDER BY e.id DESC"),
            [of],
            piece,
        )?;
        let at: BTreeMap<i64, usize> = found
            .iter()
            .enumerate()
            .map(|(at, evidence)| (evidence.id, at))
            .collect();
        let criteria = self.list(
            &format!("SELECT c.evidence, c.criterion FROM evidence_criteria c JOIN evidence e ON e.id = c.evidence WHERE {wanted}"),
            [of],
            |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)),
        )?;
        for (id, criterion) in criteria {
            if let Some(evidence) = at.get(&id).and_then(|at| found.get_mut(*at)) {
                evidence.criteria.push(criterion);
            }
        }
        let tags = self.list(
            &format!(
                "SELECT t.evidence, t.tag FROM evidence_tags t JOIN evidence e ON e.id = t.evidence WHERE {wanted}"
            ),
            [of],
            |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)),
        )?;
        for (id, tag) in tags {
            if let Some(evidence) = at.get(&id).and_then(|at| found.get_mut(*at)) {
                evidence.tags.push(tag);
            }
        }
        Ok(found)
    }
}

/// A piece of evidence without its criteria and tags.
pub(super) fn piece(row: &Row<'_>) -> rusqlite::Result<Evidence> {
    let date = |at: usize| -> rusqlite::Result<_> { Ok(row.get_ref(at)?.as_str_or_null()?.and_then(stored_date)) };
    let key = |at: usize| -> rusqlite::Result<&str> { Ok(row.get_ref(at)?.as_str().unwrap_or_default()) };
    Ok(Evidence {
        id: row.get(0)?,
        audit: row.get(8)?,
        judgement: row.get(1)?,
        text: row.get(2)?,
        source: row.get(3)?,
        direction: Direction::from_key(key(4)?).unwrap_or(Direction::Neutral),
        happened: date(5)?,
        seen: date(6)?,
        reference: row.get(7)?,
        criteria: Vec::new(),
        tags: Vec::new(),
    })
}
