//! Evidence that carries another tag from now on, many pieces at once.

use super::log::Act;
use super::{Result, Store, key};
use crate::model::change::{Change, Entity, Fields, Op, Value, commitment};
use crate::model::tag::TagUses;
use rusqlite::params;
use std::collections::BTreeSet;

/// A piece of evidence that carries a tag: its number, its audit, and every tag it carries, in order.
struct Tagged {
    evidence: i64,
    audit: i64,
    tags: Vec<i64>,
}

impl Act<'_> {
    /// Evidence that carries `from` carries `into` instead, or nothing in its place; only these pieces where some are
    /// named. Each piece is one change in the log. Answers with how many pieces that were.
    pub fn retag(&mut self, from: i64, into: Option<i64>, only: Option<&BTreeSet<i64>>) -> Result<usize> {
        let mut tagged = self.tagged(from)?;
        if let Some(only) = only {
            tagged.retain(|piece| only.contains(&piece.evidence));
        }
        self.write_retagged(from, into, only.map(|_| tagged.as_slice()))?;
        let count = tagged.len();
        for piece in tagged {
            let before = tags_field(&piece.tags);
            let after: BTreeSet<i64> = piece
                .tags
                .iter()
                .copied()
                .filter(|tag| *tag != from)
                .chain(into)
                .collect();
            let after = tags_field(&after.into_iter().collect::<Vec<_>>());
            let mut salt = [0; 16];
            key::random(&mut salt)?;
            self.recorded().push(Change {
                entity: Entity::Evidence,
                row: piece.evidence,
                audit: Some(piece.audit),
                op: Op::Update,
                names: vec!["tags".to_owned()],
                commitment: commitment(&salt, &before, &after),
                before: Some(before),
                salt: Some(salt),
            });
        }
        Ok(count)
    }

    fn tagged(&self, tag: i64) -> Result<Vec<Tagged>> {
        let read = || -> rusqlite::Result<Vec<Tagged>> {
            let mut statement = self.connection().prepare_cached(
                "SELECT t.evidence, e.audit, t.tag FROM evidence_tags f JOIN evidence e ON e.id = f.evidence
                 JOIN evidence_tags t ON t.evidence = f.evidence WHERE f.tag = ?1 ORDER BY t.evidence, t.tag",
            )?;
            let mut rows = statement.query([tag])?;
            let mut found: Vec<Tagged> = Vec::new();
            while let Some(row) = rows.next()? {
                let (evidence, tag) = (row.get(0)?, row.get(2)?);
                match found.last_mut() {
                    Some(piece) if piece.evidence == evidence => piece.tags.push(tag),
                    _ => found.push(Tagged {
                        evidence,
                        audit: row.get(1)?,
                        tags: vec![tag],
                    }),
                }
            }
            Ok(found)
        };
        read().map_err(|error| self.sql(&error))
    }

    fn write_retagged(&self, from: i64, into: Option<i64>, only: Option<&[Tagged]>) -> Result<()> {
        let write = || -> rusqlite::Result<()> {
            let conn = self.connection();
            let Some(only) = only else {
                if let Some(into) = into {
                    conn.execute(
                        "INSERT OR IGNORE INTO evidence_tags (evidence, tag) SELECT evidence, ?2 FROM evidence_tags WHERE tag = ?1",
                        [from, into],
                    )?;
                }
                conn.execute("DELETE FROM evidence_tags WHERE tag = ?1", [from])?;
                return Ok(());
            };
            let mut take = conn.prepare_cached("DELETE FROM evidence_tags WHERE evidence = ?1 AND tag = ?2")?;
            let mut give =
                conn.prepare_cached("INSERT OR IGNORE INTO evidence_tags (evidence, tag) VALUES (?1, ?2)")?;
            for piece in only {
                take.execute(params![piece.evidence, from])?;
                if let Some(into) = into {
                    give.execute(params![piece.evidence, into])?;
                }
            }
            Ok(())
        };
        write().map_err(|error| self.sql(&error))
    }
}

fn tags_field(tags: &[i64]) -> Fields {
    let members = tags.iter().map(i64::to_string).collect();
    Fields::from([("tags".to_owned(), Value::Set(members))])
}

impl Store {
    /// What carries a tag, and where.
    pub fn where_used(&self, tag: i64) -> Result<TagUses> {
        let teams = self.list(
            "SELECT a.team, count(*), count(DISTINCT e.audit),
             count(DISTINCT CASE WHEN a.status IN ('final', 'withdrawn') THEN e.audit END)
             FROM evidence_tags t JOIN evidence e ON e.id = t.evidence JOIN audits a ON a.id = e.audit
             WHERE t.tag = ?1 GROUP BY a.team ORDER BY 2 DESC, 1",
            [tag],
            |row| {
                Ok((
                    row.get(0)?,
                    row.get::<_, i64>(1)?,
                    row.get::<_, i64>(2)?,
                    row.get::<_, i64>(3)?,
                ))
            },
        )?;
        Ok(TagUses {
            // An audit has one team.
            evidence: teams.iter().map(|(_, evidence, ..)| evidence).sum(),
            audits: teams.iter().map(|(_, _, audits, _)| audits).sum(),
            closed: teams.iter().map(|(.., closed)| closed).sum(),
            teams: teams
                .into_iter()
                .map(|(team, evidence, audits, _)| (team, evidence, audits))
                .collect(),
        })
    }

    /// The evidence that carries a tag, newest first.
    pub fn evidence_tagged(&self, tag: i64) -> Result<Vec<i64>> {
        self.list(
            "SELECT evidence FROM evidence_tags WHERE tag = ?1 ORDER BY evidence DESC",
            [tag],
            |row| row.get(0),
        )
    }

    /// The words of pieces of evidence, and the audit of each; those that are gone are left out.
    pub fn evidence_words(&self, pieces: &[i64]) -> Result<Vec<(i64, i64, String)>> {
        let mut found = Vec::new();
        for piece in pieces {
            found.extend(self.one(
                "SELECT e.audit, ifnull(t.text, '') FROM evidence e LEFT JOIN evidence_text t ON t.id = e.id WHERE e.id = ?1",
                [piece],
                |row| Ok((*piece, row.get(0)?, row.get(1)?)),
            )?);
        }
        Ok(found)
    }
}
