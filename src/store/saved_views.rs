//! Ways of narrowing the list of evidence, kept by name.

use super::{Result, Store};
use crate::model::facets::SavedView;

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
