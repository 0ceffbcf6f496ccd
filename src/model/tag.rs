//! Tags: the word for a theme in evidence.

/// A tag of this workbook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tag {
    /// Its number in this workbook.
    pub id: i64,
    /// The fixed key of a tag that Plumbline ships; empty for the council's own.
    pub key: String,
    /// Its name.
    pub name: String,
    /// The group it stands in.
    pub group: String,
    /// Its colour, 1 to 4: a token of the theme, never a grade's colour.
    pub colour: i64,
    /// What it is for, in the council's words.
    pub description: String,
    /// The tag it stands under, in the same group.
    pub parent: Option<i64>,
    /// Its place in the order of tags.
    pub place: i64,
    /// How many pieces of evidence carry it.
    pub uses: i64,
}

/// What carries a tag.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TagUses {
    /// Pieces of evidence.
    pub evidence: i64,
    /// Audits they belong to.
    pub audits: i64,
    /// Those of them that are closed to change: final or withdrawn.
    pub closed: i64,
    /// Teams by how many pieces they have: team, pieces, audits.
    pub teams: Vec<(String, i64, i64)>,
}

/// The colours a tag can have, by their numbers from 1.
pub const COLOURS: [&str; 4] = ["Purple", "Brown", "Pink", "Slate"];

/// The name of a colour; what is none is the first, as it is shown.
pub fn colour_name(colour: i64) -> &'static str {
    let at = usize::try_from(colour - 1).unwrap_or(0);
    COLOURS.get(at).copied().unwrap_or(COLOURS[0])
}

/// What is done to tags, as the log and the toast call it.
pub const ADDED: &str = "Tag added";
/// See [`ADDED`].
pub const CHANGED: &str = "Tag changed";
/// See [`ADDED`].
pub const MOVED: &str = "Tag moved";
/// See [`ADDED`].
pub const GROUP_MOVED: &str = "Group of tags moved";
/// See [`ADDED`].
pub const GROUP_RENAMED: &str = "Group of tags renamed";
/// See [`ADDED`].
pub const MERGED: &str = "Tags merged";
/// See [`ADDED`].
pub const SPLIT: &str = "Tag split";
/// See [`ADDED`].
pub const DELETED: &str = "Tag deleted";
/// See [`ADDED`].
pub const IMPORTED: &str = "Tags imported";

/// What reaches the tags of evidence in every audit, final ones too: tags are themes of the workbook, and no words or
/// grades of an audit. So it is taken back there too.
pub const OF_THE_WORKBOOK: [&str; 3] = [MERGED, SPLIT, DELETED];
