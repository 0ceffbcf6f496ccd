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
