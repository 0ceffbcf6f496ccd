//! Framework versions kept in the workbook, with the audits that use them.

use super::{Act, Result, Store, StoreError};
use crate::model::change::{Entity, Fields, Value};
use crate::model::framework::Framework;
use sha2::{Digest as _, Sha256};
use std::sync::Arc;

impl Store {
    /// The frameworks of this workbook, by number, in the order they were added.
    pub fn frameworks(&self) -> Result<Vec<(i64, Arc<Framework>)>> {
        let found = self.list("SELECT id, body FROM frameworks ORDER BY id", [], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
        })?;
        let read = |(id, body): (i64, String)| match serde_json::from_str(&body) {
            Ok(framework) => Ok((id, Arc::new(framework))),
            Err(_unreadable) => Err(StoreError::Damaged(self.path.clone())),
        };
        found.into_iter().map(read).collect()
    }

    /// The number under which this very framework is kept, if it is.
    pub fn framework_number(&self, framework: &Framework) -> Result<Option<i64>> {
        let (_, hash) = body(framework)?;
        self.one("SELECT id FROM frameworks WHERE hash = ?1", [hash], |row| row.get(0))
    }
}

impl Act<'_> {
    /// Keeps a framework in the workbook.
    pub fn keep_framework(&mut self, framework: &Framework) -> Result<i64> {
        let (body, hash) = body(framework)?;
        let fields: Fields = [
            ("hash", Value::from(hash)),
            ("key", Value::from(framework.id.as_str())),
            ("title", Value::from(framework.title.as_str())),
            ("body", Value::from(body)),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into();
        self.create(Entity::Framework, fields)
    }
}

/// A framework as it is kept, and the hash of that.
fn body(framework: &Framework) -> Result<(String, String)> {
    let body = serde_json::to_string(framework)
        .map_err(|_unwritable| StoreError::Refused(format!("The framework {} cannot be kept.", framework.title)))?;
    let hash = Sha256::digest(body.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    Ok((body, hash))
}
