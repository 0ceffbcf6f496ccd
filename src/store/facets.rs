//! What the facet index is built from: evidence and audits without their words.

use super::{Result, Store};
use crate::model::audit::Status;
use crate::model::case::CaseKind;
use crate::model::evidence::Direction;
use crate::model::facets::{AuditFacts, Piece};
use crate::model::time::stored_date;
use std::collections::HashMap;

impl Store {
    /// How many pieces of evidence there are.
    pub fn evidence_count(&self) -> Result<usize> {
        let count = self.one("SELECT count(*) FROM evidence", [], |row| row.get::<_, i64>(0))?;
        Ok(usize::try_from(count.unwrap_or(0)).unwrap_or(0))
    }

    /// What can be counted of every audit, or of one.
    pub fn audit_facts(&self, audit: Option<i64>) -> Result<Vec<AuditFacts>> {
        self.list(
            "SELECT id, kind, team, auditor, status FROM audits WHERE ?1 IS NULL OR id = ?1 ORDER BY id",
            [audit],
            |row| {
                Ok(AuditFacts {
                    id: row.get(0)?,
                    kind: CaseKind::from_key(row.get_ref(1)?.as_str().unwrap_or_default()),
                    team: row.get(2)?,
                    auditor: row.get(3)?,
                    status: Status::from_key(row.get_ref(4)?.as_str().unwrap_or_default()).unwrap_or(Status::Draft),
                })
            },
        )
    }

    /// What can be counted of one piece of evidence; nothing when it is gone.
    pub fn piece(&self, id: i64) -> Result<Option<Piece>> {
        Ok(self.pieces(id - 1, 1)?.pop().filter(|piece| piece.id == id))
    }

    /// What can be counted of the pieces of evidence after a number, at most so many, in order.
    pub fn pieces(&self, after: i64, at_most: usize) -> Result<Vec<Piece>> {
        let mut found = self.list(
            "SELECT id, audit, judgement, source, direction, happened, seen FROM evidence WHERE id > ?1 ORDER BY id LIMIT ?2",
            [after, at_most as i64],
            |row| {
                let date = |at: usize| -> rusqlite::Result<_> {
                    Ok(row.get_ref(at)?.as_str_or_null().ok().flatten().and_then(stored_date))
                };
                Ok(Piece {
                    id: row.get(0)?,
                    audit: row.get(1)?,
                    judgement: row.get(2)?,
                    source: row.get(3)?,
                    direction: Direction::from_key(row.get_ref(4)?.as_str().unwrap_or_default())
                        .unwrap_or(Direction::Neutral),
                    happened: date(5)?,
                    seen: date(6)?,
                    tags: Vec::new(),
                    criteria: Vec::new(),
                })
            },
        )?;
        let (Some(first), Some(last)) = (found.first().map(|p| p.id), found.last().map(|p| p.id)) else {
            return Ok(found);
        };
        let at: HashMap<i64, usize> = found.iter().enumerate().map(|(at, piece)| (piece.id, at)).collect();
        let tags = self.list(
            "SELECT evidence, tag FROM evidence_tags WHERE evidence BETWEEN ?1 AND ?2",
            [first, last],
            |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)),
        )?;
        for (id, tag) in tags {
            if let Some(piece) = at.get(&id).and_then(|at| found.get_mut(*at)) {
                piece.tags.push(tag);
            }
        }
        let criteria = self.list(
            "SELECT evidence, criterion FROM evidence_criteria WHERE evidence BETWEEN ?1 AND ?2",
            [first, last],
            |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)),
        )?;
        for (id, criterion) in criteria {
            if let Some(piece) = at.get(&id).and_then(|at| found.get_mut(*at)) {
                piece.criteria.push(criterion);
            }
        }
        Ok(found)
    }
}
