//! Rows made whole: every field of one at once, without reading back what the workbook made of it.

use super::Result;
use super::rows::{Bound, Rows, Stand, owner_column, table};
use crate::model::change::{Entity, Fields, Value};
use rusqlite::params_from_iter;

/// How rows of one entity are made whole.
pub(super) struct Shape {
    /// Fields, each with what it is where nothing is given; nothing where something must be.
    fields: Vec<(&'static str, Option<Value>)>,
    own: Vec<&'static str>,
    insert: String,
    words: Vec<&'static str>,
    insert_words: String,
    sets: Vec<Pairs>,
}

/// A set of a row: its field, how a member is added, whether members are rows.
struct Pairs {
    field: &'static str,
    insert: String,
    numbers: bool,
}

fn insert(table: &str, names: &[&str]) -> String {
    let marks: Vec<String> = (1..=names.len() + 1).map(|at| format!("?{at}")).collect();
    let names = names.join(", ");
    format!("INSERT INTO {table} (id, {names}) VALUES ({})", marks.join(", "))
}

impl Shape {
    pub(super) fn of(rows: Rows<'_>, entity: Entity) -> Result<Self> {
        let words_table = format!("{}_text", entity.key());
        let mut fields = Vec::new();
        let (mut own, mut words, mut sets) = (Vec::new(), Vec::new(), Vec::new());
        for (name, stand) in table(entity).fields {
            let unset = match stand {
                Stand::Row => {
                    own.push(*name);
                    unset(rows, entity.key(), name)?
                }
                Stand::Words => {
                    words.push(*name);
                    unset(rows, &words_table, name)?
                }
                Stand::Set(pairs, column, numbers) => {
                    let owner = owner_column(entity);
                    sets.push(Pairs {
                        field: name,
                        insert: format!("INSERT INTO {pairs} ({owner}, {column}) VALUES (?1, ?2)"),
                        numbers: *numbers,
                    });
                    Some(Value::Set(Vec::new()))
                }
            };
            fields.push((*name, unset));
        }
        Ok(Self {
            fields,
            insert: insert(entity.key(), &own),
            insert_words: insert(&words_table, &words),
            own,
            words,
            sets,
        })
    }

    /// Makes a row; what was not given is filled in, so that afterwards `given` is the row as it stands.
    pub(super) fn make(&self, rows: Rows<'_>, row: i64, given: &mut Fields) -> Result<()> {
        for (name, unset) in &self.fields {
            if let (false, Some(unset)) = (given.contains_key(*name), unset) {
                given.insert((*name).to_owned(), unset.clone());
            }
        }
        for pairs in &self.sets {
            if let Some(Value::Set(members)) = given.get_mut(pairs.field) {
                // As the workbook gives them back.
                if pairs.numbers {
                    members.sort_by_key(|member| member.parse::<i64>().unwrap_or_default());
                } else {
                    members.sort_unstable();
                }
            }
        }
        let id = Value::Int(row);
        let bound = |names: &[&'static str]| -> Vec<Bound<'_>> {
            let values = names
                .iter()
                .map(|name| Bound(name, given.get(*name).unwrap_or(&Value::Null)));
            std::iter::once(Bound("id", &id)).chain(values).collect()
        };
        rows.run(&self.insert, params_from_iter(bound(&self.own)))?;
        if self
            .words
            .iter()
            .any(|name| given.get(*name).is_some_and(|words| !words.text().is_empty()))
        {
            rows.run(&self.insert_words, params_from_iter(bound(&self.words)))?;
        }
        for pairs in &self.sets {
            if let Some(members) = given.get(pairs.field) {
                rows.write_members(&pairs.insert, row, pairs.numbers, members)?;
            }
        }
        Ok(())
    }
}

/// What a column is where nothing was given; nothing where something must be.
fn unset(rows: Rows<'_>, table: &str, name: &str) -> Result<Option<Value>> {
    let sql = "SELECT dflt_value, \"notnull\" FROM pragma_table_info(?1) WHERE name = ?2";
    let found = rows.conn.query_row(sql, [table, name], |row| {
        Ok((row.get::<_, Option<String>>(0)?, row.get::<_, bool>(1)?))
    });
    let (unset, needed) = found.map_err(|error| rows.sql(&error))?;
    Ok(match unset {
        Some(text) => Some(match text.parse() {
            Ok(number) => Value::Int(number),
            Err(_words) => Value::from(text.trim_matches('\'')),
        }),
        None => (!needed).then_some(Value::Null),
    })
}
