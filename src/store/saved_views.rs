//! Ways of narrowing the list of evidence, kept by name.

use super::{Act, Result, Store};
use crate::model::change::Entity;
use crate::model::facets::{Filter, SavedView};

impl Store {
    /// Every saved view, by name. One that a newer program kept and this one cannot read narrows to nothing.
    pub fn saved_views(&self) -> Result<Vec<SavedView>> {
        self.list("SELECT id, name, body FROM saved_views ORDER BY name, id", [], |row| {
            Ok(SavedView {
                id: row.get(0)?,
                name: row.get(1)?,
                filter: serde_json::from_str(row.get_ref(2)?.as_str().unwrap_or_default()).unwrap_or_default(),
            })
        })
    }
}

impl Act<'_> {
    /// Saved views that name a tag name another from now on, or none in its place; see [`Filter::retag`].
    pub fn retag_views(&mut self, from: i64, into: Option<i64>) -> Result<()> {
        let read = || -> rusqlite::Result<Vec<(i64, String)>> {
            let mut statement = self
                .connection()
                .prepare_cached("SELECT id, body FROM saved_views ORDER BY id")?;
            statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        };
        for (view, body) in read().map_err(|error| self.sql(&error))? {
            if let Some(body) = retagged(&body, from, into) {
                self.set(Entity::SavedView, view, "body", body)?;
            }
        }
        Ok(())
    }
}

/// The body of a view after its tags changed; nothing where it names no such tag or cannot be read. What a newer program
/// keeps in it beside stays.
fn retagged(body: &str, from: i64, into: Option<i64>) -> Option<String> {
    let mut filter: Filter = serde_json::from_str(body).ok()?;
    if !filter.retag(from, into) {
        return None;
    }
    let mut kept: serde_json::Map<String, serde_json::Value> = serde_json::from_str(body).ok()?;
    let chosen = [
        ("tags", filter.tags),
        ("all_tags", filter.all_tags),
        ("no_tags", filter.no_tags),
    ];
    for (name, tags) in chosen {
        kept.insert(name.to_owned(), tags.into_iter().collect());
    }
    serde_json::to_string(&kept).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_keeps_what_it_does_not_know() {
        let body = r#"{"tags":[3,1],"no_tags":[4],"newer":{"a":[1,2]},"words":"1"}"#;
        let after = retagged(body, 1, Some(2)).unwrap();
        assert_eq!(
            after,
            r#"{"all_tags":[],"newer":{"a":[1,2]},"no_tags":[4],"tags":[2,3],"words":"1"}"#
        );
        assert_eq!(retagged(body, 2, Some(1)), None);
        for unreadable in ["", "[1]", r#"{"tags":"1"}"#] {
            assert_eq!(retagged(unreadable, 1, None), None);
        }
    }
}
