//! Tags and how often each is used.

use super::{Act, Result, Store};
use crate::model::change::{Entity, Fields, Value};
use crate::model::tag::Tag;
use crate::model::vocabulary;

impl Store {
    /// Every tag, in the order of their places, with how many pieces of evidence carry it.
    pub fn tags(&self) -> Result<Vec<Tag>> {
        let mut tags = self.tags_uncounted()?;
        for tag in &mut tags {
            tag.uses = self.tag_uses(tag.id)?;
        }
        Ok(tags)
    }

    /// Every tag, in the order of their places, without counting who carries it.
    pub fn tags_uncounted(&self) -> Result<Vec<Tag>> {
        self.list(
            "SELECT id, key, name, tag_group, colour, description, parent, place FROM tags ORDER BY place, id",
            [],
            |row| {
                Ok(Tag {
                    id: row.get(0)?,
                    key: row.get(1)?,
                    name: row.get(2)?,
                    group: row.get(3)?,
                    colour: row.get(4)?,
                    uses: 0,
                    description: row.get(5)?,
                    parent: row.get(6)?,
                    place: row.get(7)?,
                })
            },
        )
    }

    /// How many pieces of evidence carry a tag.
    pub fn tag_uses(&self, tag: i64) -> Result<i64> {
        let sql = "SELECT count(*) FROM evidence_tags WHERE tag = ?1";
        Ok(self.one(sql, [tag], |row| row.get(0))?.unwrap_or(0))
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
