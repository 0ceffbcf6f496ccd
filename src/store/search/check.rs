//! The check of the search index: every word at its place, as the rows have it.

use super::{GAP, each_row, number};
use crate::store::{Result, Store};
use std::collections::BTreeSet;

impl Store {
    /// Holds the index against the rows; what is wrong, in sentences.
    pub(in crate::store) fn check_search(&self) -> Result<Vec<String>> {
        let mut faults = Vec::new();
        let mut expected = 0_u64;
        let mut vocabulary: BTreeSet<String> = BTreeSet::new();
        let rows = each_row(&self.conn, |kind, audit, row, all| {
            let Some(number) = number(kind, audit, row) else {
                return Ok(());
            };
            for (at, word) in all.split(' ').enumerate() {
                expected = expected.wrapping_add(mark(word, number, at as i64));
                if word != GAP && !vocabulary.contains(word) {
                    vocabulary.insert(word.to_owned());
                }
            }
            Ok(())
        });
        rows.map_err(|error| self.sql(&error))?;
        self.batch("CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_seen USING fts5vocab (main, search, instance)")?;
        let mut seen = 0_u64;
        let mut read = || -> rusqlite::Result<()> {
            let mut statement = self
                .conn
                .prepare("SELECT term, doc, \"offset\" FROM temp.search_seen")?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let word = row.get_ref(0)?.as_str().unwrap_or_default();
                seen = seen.wrapping_add(mark(word, row.get(1)?, row.get(2)?));
            }
            Ok(())
        };
        read().map_err(|error| self.sql(&error))?;
        self.batch("DROP TABLE temp.search_seen")?;
        if seen != expected {
            faults.push("The search index is not as the rows are".to_owned());
        }
        let known = self.list("SELECT word FROM search_words ORDER BY word", [], |row| {
            row.get::<_, String>(0)
        })?;
        if !known.iter().eq(vocabulary.iter()) {
            faults.push("The words that search knows are not those of the rows".to_owned());
        }
        Ok(faults)
    }
}

/// One word at one place as a number; sums of these tell whether two sets of places are the same.
fn mark(word: &str, number: i64, place: i64) -> u64 {
    use std::hash::{Hash as _, Hasher as _};
    let mut hasher = std::hash::DefaultHasher::new();
    (word, number, place).hash(&mut hasher);
    hasher.finish()
}
