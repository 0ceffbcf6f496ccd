//! History: the changes of a row with what stood before and after each, and those of one entry of the log.

use super::log::read_change;
use super::rows::Rows;
use super::walk::Stood;
use super::{Result, Store, StoreError};
use crate::model::change::{Change, Entity, Fields, Op, Value};
use crate::model::history::{FieldChange, RowChange, Was, known};
use crate::model::time::Moment;
use rusqlite::params;
use std::collections::{BTreeMap, BTreeSet};

/// A change with what its group says of it.
struct Logged {
    seq: i64,
    at: Moment,
    who: i64,
    label: String,
    change: Change,
}

/// The most changes of a row that are walked back through to an old entry.
const FURTHEST: i64 = 100_000;

/// What a group did: its label, with whether it took back or brought back.
const LABEL: &str =
    "CASE WHEN g.undoes IS NULL THEN '' WHEN u.undoes IS NULL THEN 'Taken back: ' ELSE 'Brought back: ' END || g.label";

impl Store {
    /// The newest changes of a row, newest first, and whether there are older ones. A row that is gone has its history
    /// too.
    pub fn history_of_row(&self, entity: Entity, row: i64, at_most: usize) -> Result<(Vec<RowChange>, bool)> {
        let limit = i64::try_from(at_most).unwrap_or(i64::MAX).saturating_add(1);
        let mut logged = self.logged(entity, row, 0, limit)?;
        let more = logged.len() > at_most;
        logged.truncate(at_most);
        Ok((self.walked(entity, row, logged)?, more))
    }

    /// What one entry of the log did, of one audit where one is named: at most so many of its rows, and how many it has.
    pub fn history_of_entry(&self, seq: i64, audit: Option<i64>, at_most: usize) -> Result<(Vec<RowChange>, usize)> {
        let rows = self.list(
            "SELECT entity, row FROM changes WHERE seq = ?1 AND (?2 IS NULL OR audit = ?2) ORDER BY n",
            params![seq, audit],
            |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)),
        )?;
        let mut seen = BTreeSet::new();
        let rows: Vec<(Entity, i64)> = rows
            .into_iter()
            .filter_map(|(entity, row)| Some((Entity::from_key(&entity)?, row)))
            .filter(|row| seen.insert(*row))
            .collect();
        let all = rows.len();
        let mut found = Vec::new();
        for (entity, row) in rows.into_iter().take(at_most) {
            let logged = self.logged(entity, row, seq, FURTHEST)?;
            let mut here = self.walked(entity, row, logged)?;
            here.retain(|change| change.seq == seq);
            // As it was done.
            here.reverse();
            found.extend(here);
        }
        Ok((found, all))
    }

    /// Names of rows that were taken out, by number, so that what spoke of them can still be told.
    pub fn names_that_are_gone(&self, entity: Entity) -> Result<BTreeMap<i64, String>> {
        let gone = self.list(
            "SELECT row, before FROM changes WHERE entity = ?1 AND op = 'delete' ORDER BY seq",
            [entity.key()],
            |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Option<String>>(1)?)),
        )?;
        let name = |before: Option<String>| {
            let before: Fields = serde_json::from_str(&before?).ok()?;
            before.get("name").map(|name| name.text().to_owned())
        };
        Ok(gone
            .into_iter()
            .filter_map(|(row, before)| Some((row, name(before)?)))
            .collect())
    }

    /// The row of a judgement or an answer of an audit, also one that is gone.
    pub fn row_by_key(&self, entity: Entity, audit: i64, key: &str) -> Result<Option<i64>> {
        let column = if entity == Entity::Answer {
            "criterion"
        } else {
            "judgement"
        };
        let sql = format!("SELECT id FROM {} WHERE audit = ?1 AND {column} = ?2", entity.key());
        if let Some(row) = self.one(&sql, params![audit, key], |row| row.get(0))? {
            return Ok(Some(row));
        }
        let gone = self.list(
            "SELECT row, before FROM changes WHERE audit = ?1 AND entity = ?2 AND op = 'delete' ORDER BY seq DESC",
            params![audit, entity.key()],
            |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Option<String>>(1)?)),
        )?;
        let named = |before: &Option<String>| {
            let before: Option<Fields> = before.as_deref().and_then(|text| serde_json::from_str(text).ok());
            before.is_some_and(|fields| fields.get(column).is_some_and(|found| found.text() == key))
        };
        Ok(gone.iter().find(|(_, before)| named(before)).map(|(row, _)| *row))
    }

    /// Every field of a row as it is now; nothing when it is gone.
    pub fn all_fields_of(&self, entity: Entity, row: i64) -> Result<Option<Fields>> {
        match Rows::new(&self.conn, &self.path).read_all(entity, row) {
            Err(StoreError::Gone) => Ok(None),
            other => other.map(Some),
        }
    }

    fn logged(&self, entity: Entity, row: i64, from: i64, at_most: i64) -> Result<Vec<Logged>> {
        self.list(
            &format!(
                "SELECT c.entity, c.row, c.audit, c.op, c.names, c.before, c.salt, c.commitment, c.seq, g.at, g.who, {LABEL}
                 FROM changes c JOIN change_groups g ON g.seq = c.seq LEFT JOIN change_groups u ON u.seq = g.undoes
                 WHERE c.entity = ?1 AND c.row = ?2 AND c.seq >= ?3 ORDER BY c.seq DESC, c.n DESC LIMIT ?4"
            ),
            params![entity.key(), row, from, at_most],
            |row| {
                Ok(Logged {
                    change: read_change(row)?,
                    seq: row.get(8)?,
                    at: Moment(row.get(9)?),
                    who: row.get(10)?,
                    label: row.get(11)?,
                })
            },
        )
    }

    /// Changes of a row, newest first, each with what stood before and after it.
    fn walked(&self, entity: Entity, row: i64, logged: Vec<Logged>) -> Result<Vec<RowChange>> {
        let mut stood = Stood::now(Rows::new(&self.conn, &self.path), entity, row)?;
        let mut told = Vec::new();
        for of in logged {
            let after = stood.clone();
            stood.back(&of.change);
            told.push(RowChange {
                fields: fields(&of.change, &stood, &after),
                seq: of.seq,
                at: of.at,
                who: of.who,
                label: of.label,
                entity,
                row,
                audit: of.change.audit,
                op: of.change.op,
            });
        }
        Ok(told)
    }
}

/// The fields of a change that history shows.
fn fields(change: &Change, before: &Stood, after: &Stood) -> Vec<FieldChange> {
    let was = |stood: &Stood, field: &str| match stood.fields.get(field) {
        _ if !stood.there => Was::NotThere,
        Some(value) => Was::Value(value.clone()),
        None if stood.lost(field) => Was::Removed,
        None => Was::Value(Value::Null),
    };
    let told = |field: &str| {
        known(change.entity, field).map(|_| FieldChange {
            field: field.to_owned(),
            before: was(before, field),
            after: was(after, field),
        })
    };
    match change.op {
        Op::Update | Op::Remove => change.names.iter().filter_map(|name| told(name)).collect(),
        Op::Create | Op::Delete => {
            let names = super::rows::names(change.entity);
            let all = names.into_iter().filter_map(told);
            all.filter(|field| said(&field.before) || said(&field.after)).collect()
        }
    }
}

/// Whether there is something to say of what stood there.
fn said(was: &Was) -> bool {
    match was {
        Was::NotThere | Was::Value(Value::Null) => false,
        Was::Value(Value::Text(text)) => !text.is_empty(),
        Was::Value(Value::Set(members)) => !members.is_empty(),
        Was::Value(Value::Int(_)) | Was::Removed => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A field that history does not show must be one that says nothing to people.
    #[test]
    fn every_field_is_told_or_says_nothing() {
        let silent = [
            "uuid",
            "key",
            "hash",
            "body",
            "case_id",
            "framework",
            "audit",
            "criterion",
            "judgement",
            "example",
            "made",
            "who",
            "list",
            "dip_sample",
        ];
        for entity in Entity::ALL {
            for field in super::super::rows::names(*entity) {
                assert!(
                    known(*entity, field).is_some() || silent.contains(&field),
                    "{entity:?}: {field}"
                );
            }
        }
    }
}
