//! Bringing older workbooks to the newest schema, a step in a transaction each.

use super::{Result, SCHEMA_VERSION, Store};

/// The steps: the first brings version 1 to 2, and so on. None yet; `schema.sql` is version 1.
const STEPS: &[&str] = &[];

/// Brings a workbook of `version` to the newest schema.
pub(super) fn to_newest(store: &Store, version: i32) -> Result<()> {
    for (at, step) in (1..SCHEMA_VERSION).zip(STEPS) {
        if at >= version {
            store.batch(&format!(
                "BEGIN EXCLUSIVE;\n{step}\nPRAGMA user_version = {}; COMMIT;",
                at + 1
            ))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_a_step_to_every_version() {
        assert_eq!(STEPS.len() as i32, SCHEMA_VERSION - 1);
    }
}
