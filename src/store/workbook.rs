//! The workbook's own row, and what the program remembers for it.

use super::{Result, Store};
use rusqlite::params;

/// What the workbook says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Workbook {
    /// The council.
    pub council: String,
    /// The title.
    pub title: String,
    /// The protective marking, such as OFFICIAL-SENSITIVE.
    pub marking: String,
    /// It holds example data.
    pub example: bool,
}

impl Store {
    /// What the workbook says of itself.
    pub fn workbook(&self) -> Result<Workbook> {
        let found = self.one(
            "SELECT council, title, marking, example FROM workbook WHERE id = 1",
            [],
            |row| {
                Ok(Workbook {
                    council: row.get(0)?,
                    title: row.get(1)?,
                    marking: row.get(2)?,
                    example: row.get(3)?,
                })
            },
        )?;
        Ok(found.unwrap_or_default())
    }

    /// A thing remembered for this workbook, such as who audited last.
    pub fn remembered(&self, name: &str) -> Result<Option<String>> {
        self.one("SELECT value FROM remembered WHERE name = ?1", [name], |row| row.get(0))
    }

    /// Remembers a thing for this workbook; it is no part of the record.
    pub fn remember(&mut self, name: &str, value: &str) -> Result<()> {
        let done = self.conn.execute(
            "INSERT OR REPLACE INTO remembered (name, value) VALUES (?1, ?2)",
            params![name, value],
        );
        done.map(|_rows| ()).map_err(|error| self.sql(&error))
    }
}
