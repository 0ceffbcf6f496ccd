//! Evidence: what was seen.

use super::case::keyed;
use jiff::civil::Date;

keyed! {
    /// Which way a piece of evidence points.
    Direction {
        /// Good practice.
        Strength = "strength", "Strength";
        /// Something to develop.
        Develop = "develop", "To develop";
        /// Neither.
        Neutral = "neutral", "Neutral";
    }
}

/// One thing that was seen, where, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Its number in this workbook.
    pub id: i64,
    /// The audit it belongs to.
    pub audit: i64,
    /// The judgement under which it was written.
    pub judgement: String,
    /// What was seen.
    pub text: String,
    /// Where it was seen: a key of the vocabulary of sources.
    pub source: String,
    /// Which way it points.
    pub direction: Direction,
    /// The day it happened.
    pub happened: Option<Date>,
    /// The day the auditor saw it.
    pub seen: Option<Date>,
    /// Where to find it again: a document, a page, a paragraph.
    pub reference: String,
    /// The criteria it speaks to, in the framework's order of ids.
    pub criteria: Vec<String>,
    /// The tags it carries.
    pub tags: Vec<i64>,
}
