//! The workbook as it was at one moment, read in slices while it goes on changing.
//!
//! Slices are read in the order of the rows' numbers. Before each, the change log is asked which rows were changed since
//! the moment; of those the log has the values before, so what they were then is kept and takes the place of what they
//! are now.

use super::rows::{Bound, Rows, Stand, table};
use super::{Result, Store, StoreError, log};
use crate::model::change::{Entity, Fields, Op, Value};
use rusqlite::{Row, ToSql, params_from_iter};
use std::collections::BTreeMap;

/// More rows than this changed while the workbook is read, and reading is given up.
const MOST_KEPT: usize = 50_000;

/// The workbook as it was at one moment.
#[derive(Debug)]
pub struct Then {
    /// The newest group that is taken into account.
    seq: i64,
    /// Rows that were changed since, as they were; nothing for those that were not there.
    kept: BTreeMap<(Entity, i64), Option<Fields>>,
}

/// Some rows of a table, in the order of their numbers.
#[derive(Debug)]
pub struct Slice<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// The number after which the next slice begins; nothing after the last.
    pub after: Option<i64>,
}

/// Which slice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Rows with numbers after this one.
    pub after: i64,
    /// So many at most, but for those that were taken out since.
    pub at_most: i64,
    /// Of one audit alone.
    pub audit: Option<i64>,
}

/// How a table is read.
pub(super) struct Reading<T> {
    pub(super) entity: Entity,
    /// What a row, and the row of its words, is called in what follows.
    pub(super) names: (&'static str, &'static str),
    /// What is read, the row's number first.
    pub(super) select: &'static str,
    /// What is joined to it.
    pub(super) joins: &'static str,
    /// The column that names the audit; empty for a case, which an audit names.
    pub(super) audit: &'static str,
    pub(super) read: fn(&Row<'_>) -> rusqlite::Result<T>,
}

impl<T> Reading<T> {
    fn words(&self) -> bool {
        let fields = table(self.entity).fields;
        fields.iter().any(|(_, stand)| matches!(stand, Stand::Words))
    }

    /// What is read, up to which rows.
    fn sql(&self) -> String {
        let ((row, words), table) = (self.names, self.entity.key());
        let words = if self.words() {
            format!("LEFT JOIN {table}_text {words} ON {words}.id = {row}.id")
        } else {
            String::new()
        };
        format!("SELECT {} FROM {table} {row} {words} {}", self.select, self.joins)
    }
}

impl Store {
    /// The workbook as it is now, to be read from now on.
    pub fn then(&self) -> Result<Then> {
        let seq = self.newest_group()?;
        Ok(Then {
            seq,
            kept: BTreeMap::new(),
        })
    }

    fn newest_group(&self) -> Result<i64> {
        let seq = self.one("SELECT max(seq) FROM change_groups", [], |row| {
            row.get::<_, Option<i64>>(0)
        })?;
        Ok(seq.flatten().unwrap_or(0))
    }

    /// Keeps what was changed since.
    fn catch_up(&self, then: &mut Then) -> Result<()> {
        let newest = self.newest_group()?;
        if newest == then.seq {
            return Ok(());
        }
        let changes = self.list(
            "SELECT entity, row, audit, op, names, before, salt, commitment FROM changes WHERE seq > ?1
             ORDER BY seq DESC, n DESC",
            [then.seq],
            log::read_change,
        )?;
        let rows = Rows::new(&self.conn, &self.path);
        // Walked back from how each row is now.
        let mut states: BTreeMap<(Entity, i64), Option<Fields>> = BTreeMap::new();
        if changes.iter().any(|change| change.op == Op::Remove) {
            return Err(StoreError::Refused(
                "Words were removed for good while the workbook was read, so that it could not be read as it was."
                    .to_owned(),
            ));
        }
        for change in changes {
            let row = (change.entity, change.row);
            if then.kept.contains_key(&row) {
                continue;
            }
            let state = match states.entry(row) {
                std::collections::btree_map::Entry::Occupied(known) => known.into_mut(),
                std::collections::btree_map::Entry::Vacant(new) => match rows.read_all(change.entity, change.row) {
                    Ok(fields) => new.insert(Some(fields)),
                    Err(StoreError::Gone) => new.insert(None),
                    Err(error) => return Err(error),
                },
            };
            match (change.op, change.before) {
                (Op::Create, _) => *state = None,
                (Op::Delete, before) => *state = before,
                (Op::Update | Op::Remove, None) => {}
                (Op::Update | Op::Remove, Some(before)) => {
                    if let Some(state) = state {
                        state.extend(before);
                    }
                }
            }
        }
        then.kept.extend(states);
        then.seq = newest;
        if then.kept.len() > MOST_KEPT {
            return Err(StoreError::Refused(
                "Very much was changed while the workbook was read, so that it could not be read as it was.".to_owned(),
            ));
        }
        Ok(())
    }

    /// These rows of a table as they were then, in the order of their numbers; those that were not there are left out.
    /// `numbers` is a list of numbers as JSON.
    pub(super) fn these<T>(&self, reading: &Reading<T>, then: &mut Then, numbers: &str) -> Result<Vec<T>> {
        self.catch_up(then)?;
        let (row, _) = reading.names;
        let sql = format!(
            "{} WHERE {row}.id IN (SELECT value FROM json_each(?1)) ORDER BY {row}.id",
            reading.sql()
        );
        let mut found: Vec<(i64, Option<T>)> = Vec::new();
        self.list(&sql, [numbers], |row| {
            let id = row.get(0)?;
            if !then.kept.contains_key(&(reading.entity, id)) {
                found.push((id, Some((reading.read)(row)?)));
            }
            Ok(())
        })?;
        if !then.kept.is_empty() {
            let numbers = self.list("SELECT value FROM json_each(?1)", [numbers], |row| row.get(0))?;
            for id in numbers {
                if let Some(Some(fields)) = then.kept.get(&(reading.entity, id)) {
                    found.push((id, self.kept_row(reading, id, fields)?));
                }
            }
            found.sort_by_key(|(id, _)| *id);
        }
        Ok(found.into_iter().filter_map(|(_, row)| row).collect())
    }

    /// Some rows of a table as they were then.
    pub(super) fn slice<T>(&self, reading: &Reading<T>, then: &mut Then, part: Part) -> Result<Slice<T>> {
        self.catch_up(then)?;
        let Part { after, at_most, audit } = part;
        let (row, _) = reading.names;
        let only = match (audit, reading.audit) {
            (None, _) => "AND ?3 IS NULL".to_owned(),
            (Some(_), "") => format!("AND {row}.id IN (SELECT case_id FROM audits WHERE id = ?3)"),
            (Some(_), column) => format!("AND {row}.{column} = ?3"),
        };
        let sql = format!(
            "{} WHERE {row}.id > ?1 {only} ORDER BY {row}.id LIMIT ?2",
            reading.sql()
        );
        let mut found: Vec<(i64, Option<T>)> = Vec::new();
        let mut last = None;
        let mut n = 0;
        self.list(&sql, (after, at_most, audit), |row| {
            let id = row.get(0)?;
            (n, last) = (n + 1, Some(id));
            let changed = !then.kept.is_empty() && then.kept.contains_key(&(reading.entity, id));
            if !changed {
                found.push((id, Some((reading.read)(row)?)));
            }
            Ok(())
        })?;
        let after_this = last.filter(|_| n == at_most);
        // What was changed since stands as it was, what was taken out since among it.
        let range = (reading.entity, after + 1)..=(reading.entity, after_this.unwrap_or(i64::MAX));
        for ((_, id), fields) in then.kept.range(range) {
            if let Some(fields) = fields.as_ref().filter(|fields| of_audit(reading, *id, fields, audit)) {
                found.push((*id, self.kept_row(reading, *id, fields)?));
            }
        }
        found.sort_by_key(|(id, _)| *id);
        Ok(Slice {
            rows: found.into_iter().filter_map(|(_, row)| row).collect(),
            after: after_this,
        })
    }

    /// A row that is kept, read as if it stood in its table.
    fn kept_row<T>(&self, reading: &Reading<T>, id: i64, fields: &Fields) -> Result<Option<T>> {
        let number = Value::Int(id);
        let (mut row, mut words, mut values) = (
            vec!["?1 AS id".to_owned()],
            vec!["?1 AS id".to_owned()],
            vec![Bound("id", &number)],
        );
        for (name, stand) in table(reading.entity).fields {
            let into = match stand {
                Stand::Row => &mut row,
                Stand::Words => &mut words,
                Stand::Set(..) => continue,
            };
            values.push(Bound(name, fields.get(*name).unwrap_or(&Value::Null)));
            into.push(format!("?{} AS {name}", values.len()));
        }
        let (row, words) = (row.join(", "), words.join(", "));
        let ((r, w), select, joins) = (reading.names, reading.select, reading.joins);
        let words = if reading.words() {
            format!("LEFT JOIN (SELECT {words}) {w} ON {w}.id = {r}.id")
        } else {
            String::new()
        };
        let sql = format!("SELECT {select} FROM (SELECT {row}) {r} {words} {joins}");
        let values: Vec<&dyn ToSql> = values.iter().map(|value| value as &dyn ToSql).collect();
        self.one(&sql, params_from_iter(values), reading.read)
    }
}

impl Then {
    /// The members of a set of a row as they were then, where the row was changed since.
    pub(super) fn set(&self, entity: Entity, id: i64, field: &str) -> Option<&[String]> {
        match self.kept.get(&(entity, id))?.as_ref()?.get(field) {
            Some(Value::Set(members)) => Some(members),
            _ => Some(&[]),
        }
    }
}

/// Whether a kept row is of the audit that is asked for.
fn of_audit<T>(reading: &Reading<T>, id: i64, fields: &Fields, audit: Option<i64>) -> bool {
    match audit {
        None => true,
        Some(_) if reading.audit.is_empty() => true,
        Some(audit) if reading.audit == "id" => id == audit,
        Some(audit) => fields.get(reading.audit) == Some(&Value::Int(audit)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::{Moment, StepClock};
    use crate::store::{Key, Salt};
    use proptest::prelude::*;
    use std::sync::Arc;

    fn fields(of: &[(&str, Value)]) -> Fields {
        of.iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect()
    }

    fn book(folder: &tempfile::TempDir) -> Store {
        let (key, salt) = (Key::from_bytes([7; 32]), Salt::new().unwrap());
        let clock = Arc::new(StepClock::at(Moment(1_794_490_800_000)));
        let mut store = Store::create(&folder.path().join("book.plumb"), key, salt, clock).unwrap();
        store
            .act(1, |act| {
                act.create(Entity::Workbook, Fields::new())?;
                act.create(Entity::Person, fields(&[("name", "A. Auditor".into())]))?;
                act.seed_tags()?;
                let framework = [
                    ("hash", "h".into()),
                    ("key", "k".into()),
                    ("title", "t".into()),
                    ("body", "{}".into()),
                ];
                act.create(Entity::Framework, fields(&framework))?;
                for _ in 0..3 {
                    let audit = [
                        ("subject", "service".into()),
                        ("framework", 1.into()),
                        ("auditor", 1.into()),
                    ];
                    act.create(Entity::Audit, fields(&audit))?;
                }
                Ok("Made".to_owned())
            })
            .unwrap();
        store
    }

    /// Does something to a row of evidence, to an area or an action; much of it is refused.
    fn change(store: &mut Store, which: u8, n: u8) {
        let row = i64::from(n % 9) + 1;
        let set = |members: &[u8]| Value::Set(members.iter().map(|n| (n % 5 + 1).to_string()).collect());
        drop(store.act(1, |act| {
            let audit = i64::from(n % 3) + 1;
            let common = [
                ("audit", audit.into()),
                ("judgement", "assessment".into()),
                ("text", format!("made {n}").into()),
            ];
            let mut common = fields(&common);
            match which % 10 {
                0 | 1 => {
                    common.extend(fields(&[
                        ("source", "worker".into()),
                        ("direction", "neutral".into()),
                        ("tags", set(&[n])),
                    ]));
                    act.create(Entity::Evidence, common)?;
                }
                2 => act.set(Entity::Evidence, row, "text", format!("changed {n}"))?,
                3 => act.set(Entity::Evidence, row, "tags", set(&[n, n / 7 + 1]))?,
                4 => act.set(Entity::Evidence, row, "criteria", Value::Set(vec![format!("{n}.1")]))?,
                5 => act.delete(Entity::Evidence, row)?,
                6 => drop(act.create(Entity::Area, common)?),
                7 => act.delete(Entity::Area, row)?,
                8 => act.set(Entity::Audit, audit, "team", format!("Team {n}"))?,
                _ => {
                    // Twice in one action, and gone at the end of it.
                    act.set(Entity::Evidence, row, "text", format!("twice {n}"))?;
                    act.set(Entity::Evidence, row, "text", format!("thrice {n}"))?;
                    if n.is_multiple_of(2) {
                        act.delete(Entity::Evidence, row)?;
                    }
                }
            }
            Ok("Changed".to_owned())
        }));
        match which % 31 {
            29 => drop(store.undo(1)),
            30 => drop(store.redo(1)),
            _ => {}
        }
    }

    /// Reads in slices of `at_most`; `between` is done after each.
    fn read(store: &mut Store, at_most: i64, audit: Option<i64>, between: &mut dyn FnMut(&mut Store)) -> String {
        let mut then = store.then().unwrap();
        between(store);
        let mut text = String::new();
        let mut part = Part {
            after: 0,
            at_most,
            audit,
        };
        loop {
            let slice = store.evidence_then(&mut then, part).unwrap();
            text.push_str(&slice.rows.iter().map(|row| format!("{row:?}\n")).collect::<String>());
            between(store);
            let Some(after) = slice.after else { break };
            part.after = after;
        }
        part.after = 0;
        // Some of them by number, in an order of their own.
        let numbers = [7, 2, 40, 1, 9, 3];
        let these = store.evidence_of_then(&mut then, &numbers).unwrap();
        text.push_str(&these.iter().map(|row| format!("{row:?}\n")).collect::<String>());
        between(store);
        let audits = store.audits_then(&mut then, Part { at_most: 100, ..part }).unwrap();
        between(store);
        let areas = store.areas_then(&mut then, Part { at_most: 100, ..part }).unwrap();
        format!("{text}{:?}{:?}", audits.rows, areas.rows)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn what_is_changed_meanwhile_is_read_as_it_was(
            before in proptest::collection::vec((any::<u8>(), any::<u8>()), 0..30),
            during in proptest::collection::vec((any::<u8>(), any::<u8>()), 0..30),
            at_most in 1_i64..6,
            every in 1_usize..5,
            audit in prop_oneof![Just(None), (1_i64..4).prop_map(Some)],
        ) {
            let folder = tempfile::tempdir().unwrap();
            let mut store = book(&folder);
            for (which, n) in before {
                change(&mut store, which, n);
            }
            let at_once = read(&mut store, 1000, audit, &mut |_| {});
            let mut rest = during.into_iter();
            let in_slices = read(&mut store, at_most, audit, &mut |store| {
                for (which, n) in rest.by_ref().take(every) {
                    change(store, which, n);
                }
            });
            prop_assert_eq!(in_slices, at_once);
        }
    }
}
