//! Children's cases, by reference.

use super::{Result, Store};
use crate::model::case::Case;

impl Store {
    /// One case.
    pub fn case(&self, id: i64) -> Result<Option<Case>> {
        self.one(
            "SELECT id, reference, sex, ethnicity, disability, sibling_group FROM cases WHERE id = ?1",
            [id],
            |row| {
                Ok(Case {
                    id: row.get(0)?,
                    reference: row.get(1)?,
                    sex: row.get(2)?,
                    ethnicity: row.get(3)?,
                    disability: row.get(4)?,
                    sibling_group: row.get(5)?,
                })
            },
        )
    }
}
