//! What an auditor wrote and graded under one judgement, and the answers to its criteria.

/// One judgement (or section) of one audit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judged {
    /// Its number in this workbook; 0 when nothing is written yet.
    pub id: i64,
    /// The grade's id in the framework's scale; empty when not graded.
    pub grade: String,
    /// The grade agreed at moderation; empty when there is none.
    pub agreed_grade: String,
    /// Why this grade.
    pub why: String,
    /// What was found.
    pub found: String,
    /// The impact on the child.
    pub impact: String,
    /// Strengths.
    pub strengths: String,
}

/// Not applicable: never in a denominator.
pub const NOT_APPLICABLE: &str = "na";

/// Not enough evidence to answer: distinct from not applicable, and said so in every export.
pub const NOT_ENOUGH_EVIDENCE: &str = "nee";

/// The answer to one criterion in one audit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// Its number in this workbook.
    pub id: i64,
    /// A grade's id of the answer scale, [`NOT_APPLICABLE`], [`NOT_ENOUGH_EVIDENCE`], or empty.
    pub value: String,
    /// The answer's own note.
    pub note: String,
}
