//! Tags and how often each is used.

use super::{Act, Result, Store};
use crate::model::change::{Entity, Fields, Value};
use crate::model::tag::Tag;
use crate::model::tag_order::STEP;
use crate::model::vocabulary;
use std::collections::BTreeMap;

const TAGS: &str = "SELECT id, key, name, tag_group, colour, description, parent, place FROM tags ORDER BY place, id";

/// A tag without its uses.
fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Tag> {
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
}

impl Store {
    /// Every tag, in the order of their places, with how many pieces of evidence carry it.
    pub fn tags(&self) -> Result<Vec<Tag>> {
        let uses: BTreeMap<i64, i64> = self
            .list("SELECT tag, count(*) FROM evidence_tags GROUP BY tag", [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?
            .into_iter()
            .collect();
        let mut tags = self.tags_uncounted()?;
        for tag in &mut tags {
            tag.uses = uses.get(&tag.id).copied().unwrap_or(0);
        }
        Ok(tags)
    }

    /// Every tag, in the order of their places, without counting who carries it.
    pub fn tags_uncounted(&self) -> Result<Vec<Tag>> {
        self.list(TAGS, [], read)
    }

    /// How many pieces of evidence carry a tag.
    pub fn tag_uses(&self, tag: i64) -> Result<i64> {
        let sql = "SELECT count(*) FROM evidence_tags WHERE tag = ?1";
        Ok(self.one(sql, [tag], |row| row.get(0))?.unwrap_or(0))
    }
}

impl Act<'_> {
    /// Every tag, in the order of their places; how often each is used is not counted.
    pub fn tags(&self) -> Result<Vec<Tag>> {
        let all = || -> rusqlite::Result<Vec<Tag>> {
            let mut statement = self.connection().prepare_cached(TAGS)?;
            statement.query_map([], read)?.collect()
        };
        all().map_err(|error| self.sql(&error))
    }

    /// Makes the tags every workbook starts with, under fixed ids, so that two workbooks speak of the same thing.
    pub fn seed_tags(&mut self) -> Result<()> {
        let mut place = 0;
        for group in vocabulary::tag_groups() {
            for tag in &group.tags {
                place += STEP;
                let id = uuid_of("tag", &tag.key);
                let fields: Fields = [
                    ("uuid", Value::from(id)),
                    ("key", Value::from(tag.key.as_str())),
                    ("name", Value::from(tag.name.as_str())),
                    ("tag_group", Value::from(group.name.as_str())),
                    ("colour", Value::from(tag.colour)),
                    ("place", Value::from(place)),
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
