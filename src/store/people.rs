//! People who work in the workbook.

use super::{Result, Store};
use crate::model::people::Person;

impl Store {
    /// Everyone, by name.
    pub fn people(&self) -> Result<Vec<Person>> {
        self.list("SELECT id, name, role, team FROM people ORDER BY name, id", [], |row| {
            Ok(Person {
                id: row.get(0)?,
                name: row.get(1)?,
                role: row.get(2)?,
                team: row.get(3)?,
            })
        })
    }
}
