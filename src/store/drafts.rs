//! Drafts: words being typed. They touch no view and no log until they are sealed.

use super::{Result, Store};
use crate::model::change::Place;
use crate::model::time::Moment;
use rusqlite::params;

/// Words that were being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Where.
    pub place: Place,
    /// The words.
    pub words: String,
    /// When they were last saved.
    pub at: Moment,
    /// Who typed them.
    pub who: i64,
}

impl Store {
    /// Saves words being typed, in place of what was saved of them before.
    pub fn save_draft(&mut self, who: i64, place: &Place, words: &str) -> Result<Moment> {
        self.still_there()?;
        let at = self.clock.now();
        self.conn
            .prepare_cached("INSERT OR REPLACE INTO drafts (place, words, at, who) VALUES (?1, ?2, ?3, ?4)")
            .and_then(|mut statement| statement.execute(params![stored(place), words, at.0, who]))
            .map_err(|error| self.sql(&error))?;
        Ok(at)
    }

    /// Lets go of a draft, when it became a change or was cleared.
    pub fn drop_draft(&mut self, place: &Place) -> Result<()> {
        let gone = self
            .conn
            .prepare_cached("DELETE FROM drafts WHERE place = ?1")
            .and_then(|mut s| s.execute([stored(place)]));
        gone.map(|_rows| ()).map_err(|error| self.sql(&error))
    }

    /// The drafts of the workbook, oldest first.
    pub fn drafts(&self) -> Result<Vec<Draft>> {
        let found = self.list("SELECT place, words, at, who FROM drafts ORDER BY at", [], |row| {
            Ok((row.get::<_, String>(0)?, row.get(1)?, Moment(row.get(2)?), row.get(3)?))
        })?;
        let read = |(place, words, at, who): (String, String, Moment, i64)| {
            serde_json::from_str(&place)
                .ok()
                .map(|place| Draft { place, words, at, who })
        };
        Ok(found.into_iter().filter_map(read).collect())
    }
}

fn stored(place: &Place) -> String {
    serde_json::to_string(place).unwrap_or_default()
}
