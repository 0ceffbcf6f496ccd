//! The tables of the workbook as the change log sees them: fields of a row by name, read and written one way.

use super::{Result, StoreError, key};
use crate::model::change::{Entity, Fields, Value};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, Params, ToSql, params, params_from_iter};
use std::path::Path;

/// Where a field stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stand {
    /// In the row.
    Row,
    /// In the table of the row's words.
    Words,
    /// In a table of pairs: its name and the column of the set's members; whether members are rows.
    Set(&'static str, &'static str, bool),
}

/// How a row belongs to an audit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum AuditOf {
    None,
    Itself,
    Column,
}

pub(super) struct Table {
    audit: AuditOf,
    pub(super) fields: &'static [(&'static str, Stand)],
}

use Stand::{Row, Set, Words};

const WORKBOOK: Table = Table {
    audit: AuditOf::None,
    fields: &[
        ("uuid", Row),
        ("council", Row),
        ("title", Row),
        ("marking", Row),
        ("example", Row),
    ],
};
const PEOPLE: Table = Table {
    audit: AuditOf::None,
    fields: &[("uuid", Row), ("name", Row), ("role", Row), ("team", Row)],
};
const FRAMEWORKS: Table = Table {
    audit: AuditOf::None,
    fields: &[
        ("uuid", Row),
        ("hash", Row),
        ("key", Row),
        ("title", Row),
        ("body", Row),
    ],
};
const CASES: Table = Table {
    audit: AuditOf::None,
    fields: &[
        ("uuid", Row),
        ("reference", Row),
        ("sex", Row),
        ("ethnicity", Row),
        ("disability", Row),
        ("sibling_group", Row),
    ],
};
const AUDITS: Table = Table {
    audit: AuditOf::Itself,
    fields: &[
        ("uuid", Row),
        ("subject", Row),
        ("case_id", Row),
        ("kind", Row),
        ("overlays", Row),
        ("team", Row),
        ("worker", Row),
        ("legal_status", Row),
        ("framework", Row),
        ("method", Row),
        ("theme", Row),
        ("took_part", Row),
        ("period_from", Row),
        ("period_to", Row),
        ("due", Row),
        ("auditor", Row),
        ("status", Row),
        ("safe_now", Row),
        ("safe_now_at", Row),
        ("safe_now_why", Row),
        ("overall", Row),
        ("overall_why", Row),
        ("agreed_overall", Row),
        ("agreed_why", Row),
        ("moderator", Row),
        ("worker_reflection", Row),
        ("worker_view", Row),
        ("child_asked", Row),
        ("child_said", Row),
        ("parents_asked", Row),
        ("parents_said", Row),
        ("dip_sample", Row),
        ("comment", Row),
    ],
};
const JUDGEMENTS: Table = Table {
    audit: AuditOf::Column,
    fields: &[
        ("uuid", Row),
        ("audit", Row),
        ("judgement", Row),
        ("grade", Row),
        ("agreed_grade", Row),
        ("why", Row),
        ("found", Row),
        ("impact", Row),
        ("strengths", Row),
    ],
};
const ANSWERS: Table = Table {
    audit: AuditOf::Column,
    fields: &[
        ("uuid", Row),
        ("audit", Row),
        ("criterion", Row),
        ("value", Row),
        ("note", Words),
    ],
};
const EVIDENCE: Table = Table {
    audit: AuditOf::Column,
    fields: &[
        ("uuid", Row),
        ("audit", Row),
        ("judgement", Row),
        ("source", Row),
        ("direction", Row),
        ("happened", Row),
        ("seen", Row),
        ("text", Words),
        ("reference", Words),
        ("criteria", Set("evidence_criteria", "criterion", false)),
        ("tags", Set("evidence_tags", "tag", true)),
    ],
};
const TAGS: Table = Table {
    audit: AuditOf::None,
    fields: &[
        ("uuid", Row),
        ("key", Row),
        ("name", Row),
        ("tag_group", Row),
        ("colour", Row),
        ("description", Row),
        ("parent", Row),
        ("place", Row),
    ],
};
const AREAS: Table = Table {
    audit: AuditOf::Column,
    fields: &[
        ("uuid", Row),
        ("audit", Row),
        ("judgement", Row),
        ("text", Row),
        ("national_framework", Row),
    ],
};
const ACTIONS: Table = Table {
    audit: AuditOf::Column,
    fields: &[
        ("uuid", Row),
        ("audit", Row),
        ("judgement", Row),
        ("text", Row),
        ("owner", Row),
        ("due", Row),
        ("done", Row),
        ("done_evidence", Row),
        ("priority", Row),
        ("stage", Row),
        ("progress", Row),
        ("verified", Row),
        ("verified_by", Row),
        ("difference", Row),
        ("difference_why", Row),
        ("reaudit", Row),
        ("criterion", Row),
        ("area", Row),
        ("evidence", Row),
    ],
};
const URGENT_CONCERNS: Table = Table {
    audit: AuditOf::Column,
    fields: &[
        ("uuid", Row),
        ("audit", Row),
        ("seen", Row),
        ("raised", Row),
        ("raised_by", Row),
        ("told_who", Row),
        ("told_role", Row),
        ("told_how", Row),
        ("told_at", Row),
        ("on_record_at", Row),
        ("child_seen_by", Row),
        ("child_seen_at", Row),
        ("safe_confirmed_by", Row),
        ("safe_confirmed_at", Row),
        ("head_told_at", Row),
    ],
};

const SAVED_VIEWS: Table = Table {
    audit: AuditOf::None,
    fields: &[("uuid", Row), ("name", Row), ("body", Row)],
};
const LISTS: Table = Table {
    audit: AuditOf::None,
    fields: &[
        ("uuid", Row),
        ("name", Row),
        ("made", Row),
        ("who", Row),
        ("children", Row),
        ("body", Words),
    ],
};
const DRAWS: Table = Table {
    audit: AuditOf::None,
    fields: &[
        ("uuid", Row),
        ("name", Row),
        ("list", Row),
        ("made", Row),
        ("who", Row),
        ("body", Words),
    ],
};
const DIP_SAMPLES: Table = Table {
    audit: AuditOf::None,
    fields: &[
        ("uuid", Row),
        ("name", Row),
        ("framework", Row),
        ("questions", Row),
        ("made", Row),
    ],
};

pub(super) fn table(entity: Entity) -> &'static Table {
    match entity {
        Entity::Workbook => &WORKBOOK,
        Entity::Person => &PEOPLE,
        Entity::Framework => &FRAMEWORKS,
        Entity::Case => &CASES,
        Entity::Audit => &AUDITS,
        Entity::Judgement => &JUDGEMENTS,
        Entity::Answer => &ANSWERS,
        Entity::Evidence => &EVIDENCE,
        Entity::Tag => &TAGS,
        Entity::Area => &AREAS,
        Entity::Action => &ACTIONS,
        Entity::UrgentConcern => &URGENT_CONCERNS,
        Entity::SavedView => &SAVED_VIEWS,
        Entity::List => &LISTS,
        Entity::Draw => &DRAWS,
        Entity::DipSample => &DIP_SAMPLES,
    }
}

/// The fields of an entity, in the order of its table.
pub(super) fn names(entity: Entity) -> Vec<&'static str> {
    table(entity).fields.iter().map(|(name, _)| *name).collect()
}

/// Fields that came with a later format of the log, and what they are in rows that never had them set. A row made before
/// is committed to without them.
const LATER: &[(Entity, &str, i64, Default)] = &[
    (Entity::Person, "team", 2, Default::Empty),
    (Entity::Audit, "dip_sample", 2, Default::Null),
    (Entity::Audit, "comment", 2, Default::Empty),
    (Entity::Tag, "description", 2, Default::Empty),
    (Entity::Tag, "parent", 2, Default::Null),
    (Entity::Tag, "place", 2, Default::Zero),
    (Entity::Action, "priority", 2, Default::Is("normal")),
    (Entity::Action, "stage", 2, Default::Is("not_started")),
    (Entity::Action, "progress", 2, Default::Empty),
    (Entity::Action, "verified", 2, Default::Null),
    (Entity::Action, "verified_by", 2, Default::Empty),
    (Entity::Action, "difference", 2, Default::Empty),
    (Entity::Action, "difference_why", 2, Default::Empty),
    (Entity::Action, "reaudit", 2, Default::Null),
    (Entity::Action, "criterion", 2, Default::Empty),
    (Entity::Action, "area", 2, Default::Null),
    (Entity::Action, "evidence", 2, Default::Null),
];

/// What a field is where nothing was set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Default {
    Null,
    Zero,
    Empty,
    Is(&'static str),
}

/// The fields of a row that was made under a format of the log: without those that came later and were never set.
pub(super) fn as_of(entity: Entity, format: i64, mut fields: Fields) -> Fields {
    fields.retain(|name, value| {
        let later = LATER
            .iter()
            .find(|(of, field, since, _)| *of == entity && field == name && *since > format);
        later.is_none_or(|(.., unset)| match unset {
            Default::Null => *value != Value::Null,
            Default::Zero => *value != Value::Int(0),
            Default::Empty => *value != Value::from(""),
            Default::Is(text) => *value != Value::from(*text),
        })
    });
    fields
}

/// Reads and writes rows of one connection.
#[derive(Clone, Copy)]
pub(super) struct Rows<'c> {
    pub(super) conn: &'c Connection,
    path: &'c Path,
}

impl<'c> Rows<'c> {
    pub(super) fn new(conn: &'c Connection, path: &'c Path) -> Self {
        Self { conn, path }
    }

    pub(super) fn sql(&self, error: &rusqlite::Error) -> StoreError {
        StoreError::of_sqlite(error, self.path)
    }

    fn stand(entity: Entity, name: &str) -> Result<Stand> {
        let field = table(entity).fields.iter().find(|(known, _)| *known == name);
        field
            .map(|(_, stand)| *stand)
            .ok_or_else(|| StoreError::Refused(format!("{} has no field {name}.", entity.name())))
    }

    /// Reads named columns of one table.
    fn columns(&self, table: &str, row: i64, names: &[&str], into: &mut Fields) -> Result<bool> {
        if names.is_empty() {
            return Ok(true);
        }
        let sql = format!("SELECT {} FROM {table} WHERE id = ?1", names.join(", "));
        let read = |found: &rusqlite::Row<'_>| {
            names
                .iter()
                .enumerate()
                .map(|(at, name)| Ok(((*name).to_owned(), value(found.get_ref(at)?))))
                .collect::<rusqlite::Result<Vec<_>>>()
        };
        match self
            .conn
            .prepare_cached(&sql)
            .and_then(|mut statement| statement.query_row([row], read))
        {
            Ok(values) => {
                into.extend(values);
                Ok(true)
            }
            Err(rusqlite::Error::QueryReturnedNoRows) => Ok(false),
            Err(error) => Err(self.sql(&error)),
        }
    }

    fn members(&self, pairs: &str, column: &str, entity: Entity, row: i64) -> Result<Value> {
        let owner = owner_column(entity);
        let sql = format!("SELECT {column} FROM {pairs} WHERE {owner} = ?1 ORDER BY {column}");
        let read = || -> rusqlite::Result<Vec<String>> {
            let mut statement = self.conn.prepare_cached(&sql)?;
            let members = statement.query_map([row], |found| {
                Ok(match found.get_ref(0)? {
                    ValueRef::Integer(number) => number.to_string(),
                    other => other.as_str().unwrap_or_default().to_owned(),
                })
            })?;
            members.collect()
        };
        read().map(Value::Set).map_err(|error| self.sql(&error))
    }

    /// The named fields of a row.
    pub(super) fn read(&self, entity: Entity, row: i64, names: &[&str]) -> Result<Fields> {
        let mut fields = Fields::new();
        let (mut own, mut words) = (Vec::new(), Vec::new());
        for name in names {
            match Self::stand(entity, name)? {
                Row => own.push(*name),
                Words => words.push(*name),
                Set(pairs, column, _) => {
                    fields.insert((*name).to_owned(), self.members(pairs, column, entity, row)?);
                }
            }
        }
        if own.is_empty() {
            own.push("uuid");
        }
        if !self.columns(entity.key(), row, &own, &mut fields)? {
            return Err(StoreError::Gone);
        }
        if !names.contains(&"uuid") {
            fields.remove("uuid");
        }
        if !self.columns(&format!("{}_text", entity.key()), row, &words, &mut fields)? {
            fields.extend(words.iter().map(|name| ((*name).to_owned(), Value::from(""))));
        }
        Ok(fields)
    }

    /// Every field of a row.
    pub(super) fn read_all(&self, entity: Entity, row: i64) -> Result<Fields> {
        let names: Vec<&str> = table(entity).fields.iter().map(|(name, _)| *name).collect();
        self.read(entity, row, &names)
    }

    /// Writes the given fields of a row that exists.
    pub(super) fn write(&self, entity: Entity, row: i64, fields: &Fields) -> Result<()> {
        let mut own = Vec::new();
        for (name, value) in fields {
            match Self::stand(entity, name)? {
                Row => own.push((name.as_str(), value)),
                Words => {
                    let sql = format!(
                        "INSERT INTO {0}_text (id, {name}) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET {name} = excluded.{name}",
                        entity.key()
                    );
                    self.run(&sql, params![row, Bound(name, value)])?;
                }
                Set(pairs, column, numbers) => self.write_set(entity, row, pairs, column, numbers, value)?,
            }
        }
        if own.is_empty() {
            return Ok(());
        }
        let set = own
            .iter()
            .enumerate()
            .map(|(at, (name, _))| format!("{name} = ?{}", at + 2))
            .collect::<Vec<_>>()
            .join(", ");
        let sql = format!("UPDATE {} SET {set} WHERE id = ?1", entity.key());
        let id = Value::Int(row);
        let values = std::iter::once(("id", &id)).chain(own);
        if self.run(&sql, params_from_iter(values.map(|(name, value)| Bound(name, value))))? == 0 {
            Err(StoreError::Gone)
        } else {
            Ok(())
        }
    }

    fn write_set(
        &self,
        entity: Entity,
        row: i64,
        pairs: &str,
        column: &str,
        numbers: bool,
        value: &Value,
    ) -> Result<()> {
        let owner = owner_column(entity);
        self.run(&format!("DELETE FROM {pairs} WHERE {owner} = ?1"), [row])?;
        let sql = format!("INSERT INTO {pairs} ({owner}, {column}) VALUES (?1, ?2)");
        self.write_members(&sql, row, numbers, value)
    }

    pub(super) fn write_members(&self, sql: &str, row: i64, numbers: bool, value: &Value) -> Result<()> {
        let Value::Set(members) = value else { return Ok(()) };
        for member in members {
            match member.parse::<i64>() {
                Ok(number) if numbers => self.run(sql, [row, number])?,
                _ if numbers => return Err(StoreError::Gone),
                _ => self.run(sql, params![row, member])?,
            };
        }
        Ok(())
    }

    /// Makes a row with the given fields under the given number.
    pub(super) fn insert(&self, entity: Entity, row: i64, fields: &Fields) -> Result<()> {
        let id = Value::Int(row);
        let mut own = vec![("id", &id)];
        let mut later = Fields::new();
        for (name, value) in fields {
            match Self::stand(entity, name)? {
                Row => own.push((name.as_str(), value)),
                Words | Set(..) => {
                    let empty = matches!(value, Value::Set(members) if members.is_empty()) || *value == Value::from("");
                    if !empty {
                        later.insert(name.clone(), value.clone());
                    }
                }
            }
        }
        let names = own.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
        let marks = (1..=own.len())
            .map(|at| format!("?{at}"))
            .collect::<Vec<_>>()
            .join(", ");
        let sql = format!("INSERT INTO {} ({names}) VALUES ({marks})", entity.key());
        self.run(
            &sql,
            params_from_iter(own.into_iter().map(|(name, value)| Bound(name, value))),
        )?;
        self.write(entity, row, &later)
    }

    /// Takes a row out, with its words and sets.
    pub(super) fn remove(&self, entity: Entity, row: i64) -> Result<()> {
        let sql = format!("DELETE FROM {} WHERE id = ?1", entity.key());
        self.run(&sql, [row]).map(|_gone| ())
    }

    /// A number never used for this entity, also not by a row that was deleted: the log speaks of rows by number.
    pub(super) fn next(&self, entity: Entity) -> Result<i64> {
        let sql = format!(
            "SELECT 1 + max(ifnull((SELECT max(id) FROM {}), 0), ifnull((SELECT max(row) FROM changes WHERE entity = ?1), 0))",
            entity.key()
        );
        let read = self
            .conn
            .prepare_cached(&sql)
            .and_then(|mut s| s.query_row([entity.key()], |found| found.get(0)));
        read.map_err(|error| self.sql(&error))
    }

    /// The audit a row belongs to, from its fields.
    pub(super) fn audit_of(&self, entity: Entity, row: i64) -> Result<Option<i64>> {
        match table(entity).audit {
            AuditOf::Column => Ok(audit_in(entity, row, &self.read(entity, row, &["audit"])?)),
            AuditOf::None | AuditOf::Itself => Ok(audit_in(entity, row, &Fields::new())),
        }
    }

    pub(super) fn run(&self, sql: &str, values: impl Params) -> Result<usize> {
        let done = self
            .conn
            .prepare_cached(sql)
            .and_then(|mut statement| statement.execute(values));
        done.map_err(|error| self.sql(&error))
    }
}

/// The audit a row with these fields belongs to.
pub(super) fn audit_in(entity: Entity, row: i64, fields: &Fields) -> Option<i64> {
    match (table(entity).audit, fields.get("audit")) {
        (AuditOf::Itself, _) => Some(row),
        (AuditOf::Column, Some(Value::Int(audit))) => Some(*audit),
        _ => None,
    }
}

/// The column of a table of pairs that names the row they belong to.
pub(super) fn owner_column(entity: Entity) -> &'static str {
    entity.key()
}

fn value(found: ValueRef<'_>) -> Value {
    match found {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Int(number),
        ValueRef::Real(number) => Value::Text(number.to_string()),
        ValueRef::Text(bytes) => Value::Text(String::from_utf8_lossy(bytes).into_owned()),
        ValueRef::Blob(bytes) => Value::Text(bytes.iter().map(|byte| format!("{byte:02x}")).collect()),
    }
}

/// A field's value as it is given to SQLite. Ids stand as 16 bytes in the row and as hexadecimal in the log.
pub(super) struct Bound<'v>(pub(super) &'v str, pub(super) &'v Value);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self.1 {
            Value::Null | Value::Set(_) => ToSqlOutput::Borrowed(ValueRef::Null),
            Value::Int(number) => ToSqlOutput::from(*number),
            Value::Text(text) if self.0 == "uuid" => ToSqlOutput::from(
                (0..text.len() / 2)
                    .filter_map(|at| u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok())
                    .collect::<Vec<_>>(),
            ),
            Value::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
        })
    }
}

/// A new id that sorts by time, as hexadecimal.
pub(super) fn new_uuid(at: crate::model::time::Moment) -> Result<String> {
    let mut tail = [0; 10];
    key::random(&mut tail)?;
    Ok(
        uuid::Builder::from_unix_timestamp_millis(at.0.max(0).unsigned_abs(), &tail)
            .into_uuid()
            .simple()
            .to_string(),
    )
}

/// Entities in the order in which their rows can be made, for a whole check.
pub(super) const ENTITIES: &[Entity] = Entity::ALL;

#[cfg(test)]
mod tests {
    use super::*;

    /// A field the log does not know of would be lost by undo.
    #[test]
    fn the_log_knows_every_column_of_the_schema() {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(include_str!("../../schema.sql")).unwrap();
        for entity in Entity::ALL {
            let mut known: Vec<&str> = table(*entity)
                .fields
                .iter()
                .filter(|(_, stand)| !matches!(stand, Set(..)))
                .map(|(name, _)| *name)
                .collect();
            known.sort_unstable();
            let mut statement = conn
                .prepare(
                    "SELECT name FROM pragma_table_info(?1) UNION SELECT name FROM pragma_table_info(?1 || '_text')",
                )
                .unwrap();
            let columns: Vec<String> = statement
                .query_map([entity.key()], |row| row.get(0))
                .unwrap()
                .map(|c| c.unwrap())
                .collect();
            let columns: Vec<&str> = columns
                .iter()
                .map(String::as_str)
                .filter(|name| *name != "id")
                .collect();
            assert_eq!(columns, known, "{entity:?}");
        }
    }
}
