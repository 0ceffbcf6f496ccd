//! The vocabulary a new workbook starts with: tags in their groups, and the sources of evidence.

use serde::Deserialize;
use std::sync::LazyLock;

/// A group of tags.
#[derive(Clone, Debug, Deserialize)]
pub struct TagGroup {
    /// Its fixed key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Its tags.
    #[serde(rename = "tag")]
    pub tags: Vec<SeededTag>,
}

/// A tag that every workbook starts with.
#[derive(Clone, Debug, Deserialize)]
pub struct SeededTag {
    /// Its fixed key, from which its fixed id is made.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Its colour, 1 to 4.
    pub colour: i64,
}

/// Where evidence was seen.
#[derive(Clone, Debug, Deserialize)]
pub struct Source {
    /// Its fixed key.
    pub key: String,
    /// Its name.
    pub name: String,
}

#[derive(Deserialize)]
struct Tags {
    group: Vec<TagGroup>,
}

#[derive(Deserialize)]
struct Sources {
    source: Vec<Source>,
}

static TAGS: LazyLock<Vec<TagGroup>> = LazyLock::new(|| {
    toml::from_str::<Tags>(include_str!("../../assets/vocabulary/tags.toml"))
        .map(|t| t.group)
        .unwrap_or_default()
});

static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(|| {
    toml::from_str::<Sources>(include_str!("../../assets/vocabulary/sources.toml"))
        .map(|s| s.source)
        .unwrap_or_default()
});

/// The groups of tags a workbook starts with.
pub fn tag_groups() -> &'static [TagGroup] {
    &TAGS
}

/// The sources of evidence, the usual ones first.
pub fn sources() -> &'static [Source] {
    &SOURCES
}

/// The name of the source stored under `key`; the key itself when it is not one of ours.
pub fn source_name(key: &str) -> &str {
    sources()
        .iter()
        .find(|source| source.key == key)
        .map_or(key, |source| source.name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_vocabulary_is_whole() {
        let keys: Vec<&str> = tag_groups()
            .iter()
            .flat_map(|g| g.tags.iter().map(|t| t.key.as_str()))
            .collect();
        let distinct: BTreeSet<&str> = keys.iter().copied().collect();
        assert!(keys.len() >= 85, "{} tags", keys.len());
        assert_eq!(keys.len(), distinct.len(), "a tag's key stands twice");
        assert!(
            tag_groups()
                .iter()
                .flat_map(|g| &g.tags)
                .all(|t| (1..=4).contains(&t.colour))
        );
        assert!(sources().len() >= 15);
        assert_eq!(sources().first().map(|s| s.key.as_str()), Some("case_record"));
    }
}
