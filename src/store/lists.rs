//! Lists of children that were read in, and the draws made from them.

use super::{Act, Result, Store};
use crate::model::time::Moment;
use rusqlite::params;

/// A list or a draw that is kept, without its body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its number in this workbook.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// When it was kept.
    pub made: Moment,
    /// Who kept it.
    pub who: i64,
    /// How many children a list has; the number of the list a draw was made from.
    pub of: i64,
}

impl Store {
    /// Every list, newest first, with how many children it has.
    pub fn lists(&self) -> Result<Vec<Kept>> {
        self.kept("SELECT id, name, made, who, children FROM lists ORDER BY id DESC")
    }

    /// Every draw, newest first, with the list it was made from.
    pub fn draws(&self) -> Result<Vec<Kept>> {
        self.kept("SELECT id, name, made, who, list FROM draws ORDER BY id DESC")
    }

    /// The children of a list, as the JSON they were kept in.
    pub fn list_body(&self, list: i64) -> Result<Option<String>> {
        self.one("SELECT body FROM lists_text WHERE id = ?1", [list], |row| row.get(0))
    }

    /// A draw, as the JSON it was kept in.
    pub fn draw_body(&self, draw: i64) -> Result<Option<String>> {
        self.one("SELECT body FROM draws_text WHERE id = ?1", [draw], |row| row.get(0))
    }

    fn kept(&self, sql: &str) -> Result<Vec<Kept>> {
        self.list(sql, [], |row| {
            Ok(Kept {
                id: row.get(0)?,
                name: row.get(1)?,
                made: Moment(row.get(2)?),
                who: row.get(3)?,
                of: row.get(4)?,
            })
        })
    }
}

impl Act<'_> {
    /// Whether a draw was made from this list.
    pub fn has_draws(&self, list: i64) -> Result<bool> {
        self.exists("SELECT EXISTS (SELECT 1 FROM draws WHERE list = ?1)", params![list])
    }
}
