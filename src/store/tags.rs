//! Tags and how often each is used.

use super::{Act, Result, Store};
use crate::model::change::{Entity, Fields, Value};
use crate::model::tag::Tag;
use crate::model::vocabulary;

impl Store {
    /// Every tag, in the order of their places, with how many pieces of evidence carry it.
    pub fn tags(&self) -> Result<Vec<Tag>> {
        self.list(
            "SELECT id, key, name, tag_group, colour, (SELECT count(*) FROM evidence_tags WHERE tag = tags.id), description, parent,
             place FROM tags ORDER BY place, id",
            [],
            |row| {
                Ok(Tag {
                    id: row.get(0)?,
                    key: row.get(1)?,
                    name: row.get(2)?,
                    group: row.get(3)?,
                    colour: row.get(4)?,
                    uses: row.get(5)?,
                    description: row.get(6)?,
                    parent: row.get(7)?,
                    place: row.get(8)?,
                })
            },
        )
    }
}

impl Act<'_> {
    /// Makes the tags every workbook starts with, under fixed ids, so that two workbooks speak of the same thing.
    pub fn seed_tags(&mut self) -> Result<()> {
        for group in vocabulary::tag_groups() {
            for tag in &group.tags {
                let id = uuid_of("tag", &tag.key);
                let fields: Fields = [
                    ("uuid", Value::from(id)),
                    ("key", Value::from(tag.key.as_str())),
                    ("name", Value::from(tag.name.as_str())),
                    ("tag_group", Value::from(group.name.as_str())),
                    ("colour", Value::from(tag.colour)),
                ]
                .map(|(name, value)| (name.to_owned(), value))
                .into();
                self.create(Entity::Tag, fields)?;
            }
        }
        Ok(())
    }
}

/// The fixed id of a shipped thing: the first 16 bytes of a hash over what it is and its key.
fn uuid_of(what: &str, key: &str) -> String {
    use sha2::Digest as _;
    let hash = sha2::Sha256::digest(format!("plumbline {what} {key}").as_bytes());
    hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
