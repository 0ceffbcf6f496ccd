//! Bringing older workbooks to the newest schema, a step in a transaction each.

use super::{Result, SCHEMA_VERSION, Store, search};

/// The steps: the first brings version 1 to 2, and so on.
const STEPS: &[&str] = &[include_str!("migrate/to_2.sql")];

/// The version that has a search index, to be filled from the rows there are.
const SEARCHED: i32 = 2;

/// Brings a workbook of `version` to the newest schema.
pub(super) fn to_newest(store: &Store, version: i32) -> Result<()> {
    for (at, step) in (1..SCHEMA_VERSION).zip(STEPS) {
        if at >= version {
            store.batch(&format!("BEGIN EXCLUSIVE;\n{step}\nPRAGMA user_version = {};", at + 1))?;
            if at + 1 == SEARCHED {
                search::build(&store.conn, &store.path)?;
            }
            store.batch("COMMIT;")?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::Connection;

    /// Every table, column and index of a schema, in words that do not depend on how it was come by.
    fn described(conn: &Connection) -> Vec<String> {
        let sql = "SELECT m.type || ' ' || m.name || ' ' || ifnull(c.cid || ' ' || c.name || ' ' || c.type || ' ' || c.\"notnull\"
                   || ' ' || ifnull(c.dflt_value, '-') || ' ' || c.pk, replace(ifnull(m.sql, ''), char(10), ' '))
                   FROM sqlite_schema m LEFT JOIN pragma_table_info(m.name) c ON m.type = 'table'
                   UNION ALL SELECT 'key ' || m.name || ' ' || k.\"from\" || ' ' || k.\"table\" || ' ' || k.on_delete
                   FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) k WHERE m.type = 'table' ORDER BY 1";
        let mut statement = conn.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
        rows.map(|row| row.unwrap()).collect()
    }

    #[test]
    fn the_steps_lead_to_the_newest_schema() {
        let newest = Connection::open_in_memory().unwrap();
        newest.execute_batch(include_str!("../../schema.sql")).unwrap();
        let older = Connection::open_in_memory().unwrap();
        older.execute_batch(include_str!("migrate/version_1.sql")).unwrap();
        for step in STEPS {
            older.execute_batch(step).unwrap();
        }
        assert_eq!(described(&older), described(&newest));
    }

    #[test]
    fn there_is_a_step_to_every_version() {
        assert_eq!(STEPS.len() as i32, SCHEMA_VERSION - 1);
    }
}
