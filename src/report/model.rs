//! What a report of one audit holds: plain words in the order they are read.
//!
//! Dates, times and numbers arrive as the words to print. What the reader chose to leave out is left empty, and
//! every empty part is left out of the page without a hole.

use serde::Serialize;

/// What stands on every page and in the notes at the end.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Letterhead {
    /// The council, such as `North Council`.
    pub council: String,
    /// The workbook's title.
    pub title: String,
    /// The protective marking, such as `OFFICIAL-SENSITIVE`; may be empty.
    pub marking: String,
    /// Each framework's title and version in full.
    pub framework: Vec<String>,
    /// The attribution each framework's licence asks for.
    pub attribution: Vec<String>,
    /// Sentences about what the frameworks hold that nobody has checked against the source.
    pub unverified: Vec<String>,
    /// The change log's head when the report was made, such as `7c1e-90ab`.
    pub report_code: String,
    /// The day the report was made, such as `22 November 2026`.
    pub made_on: String,
    /// Whether the workbook holds the example data, which every page then says.
    pub example_data: bool,
}

/// A label and what it says, such as `Team` and `North`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Fact {
    /// The label.
    pub label: String,
    /// What it says; a fact that says nothing is left out.
    pub value: String,
}

impl Fact {
    /// A fact from its two halves.
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            value: value.into(),
        }
    }
}

/// One value of a scale, as a grade is shown: a shape, a word and a colour.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Grade {
    /// The name in full, such as `Requires improvement`.
    pub name: String,
    /// The short name for narrow columns, such as `RI`; the full name stands in when it is empty.
    pub short: String,
    /// The place on its scale, the best being 1.
    pub rank: u32,
    /// How many values the scale has.
    pub of: u32,
}

/// Whether the child is safe now, as the auditor answered.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SafeNow {
    /// The question, such as `Is the child safe now?`.
    pub question: String,
    /// The answer, such as `Yes, with the plan in place`.
    pub answer: String,
    /// When it was answered.
    pub when: String,
    /// Why.
    pub why: String,
    /// Whether the answer calls for something today: no, or cannot tell.
    pub alarm: bool,
    /// Whether the child was found safe: nothing else is shown as good news.
    pub safe: bool,
}

/// A child who may be unsafe: who was told, how and when, and who confirmed safety.
#[derive(Debug, Clone, Default, Serialize)]
pub struct UrgentConcern {
    /// The concern in a sentence.
    pub title: String,
    /// Whether it is still open.
    pub open: bool,
    /// Its record, line by line.
    pub lines: Vec<Fact>,
}

/// An area for improvement.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Area {
    /// What is to improve.
    pub text: String,
    /// A word beside it, such as the theme; may be empty.
    pub tag: String,
}

/// The answer to one criterion.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Answer {
    /// The criterion's number, such as `3.6`.
    pub id: String,
    /// The question.
    pub question: String,
    /// The answer in words; may be empty.
    pub answer: String,
    /// Its place on its scale, the best being 1; none for a date, or for not applicable.
    pub rank: Option<u32>,
    /// How many values that scale has.
    pub of: u32,
    /// The auditor's note.
    pub note: String,
}

/// What a piece of evidence says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// A strength.
    Strength,
    /// Something to develop.
    ToDevelop,
    /// Neither.
    #[default]
    Neutral,
}

/// A piece of evidence.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Evidence {
    /// What was seen.
    pub text: String,
    /// Where it was seen, such as `Case record`.
    pub source: String,
    /// What it says.
    pub direction: Direction,
    /// When it happened.
    pub happened: String,
    /// When it was seen.
    pub seen: String,
    /// Where to find it again, such as the document's name in the record; may be empty.
    pub reference: String,
    /// The other criteria it speaks to.
    pub criteria: Vec<String>,
    /// Its tags.
    pub tags: Vec<String>,
}

/// One judgement, or one section of a case audit.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Judgement {
    /// Its number, such as `3`; may be empty.
    pub number: String,
    /// Its name.
    pub name: String,
    /// The grade that counts: the agreed one where there was moderation.
    pub grade: Option<Grade>,
    /// The first grade, where moderation agreed another.
    pub first_grade: Option<Grade>,
    /// Why this grade.
    pub why: String,
    /// What was found.
    pub found: String,
    /// What it meant for the child, or for children.
    pub impact: String,
    /// What works well.
    pub strengths: Vec<String>,
    /// What is to improve.
    pub areas: Vec<Area>,
    /// How many of its core questions are answered, such as `3 of 5 core questions answered`; may be empty.
    pub answered: String,
    /// The answers.
    pub answers: Vec<Answer>,
    /// The evidence.
    pub evidence: Vec<Evidence>,
    /// What the framework's limiting rules say about this grade.
    pub warnings: Vec<String>,
}

/// Something that must change.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Action {
    /// What will be done.
    pub what: String,
    /// Who will do it.
    pub owner: String,
    /// By when.
    pub due: String,
    /// When it was done; empty while it is open.
    pub done: String,
    /// What shows that it was done, and whether it made a difference.
    pub evidence: String,
    /// Whether it is open after its day.
    pub overdue: bool,
}

/// The report of one audit, of a child's case or of the service.
#[derive(Debug, Clone, Default, Serialize)]
pub struct AuditReport {
    /// What stands on every page.
    pub letterhead: Letterhead,
    /// What the report is, such as `Case audit` or `Audit of the service`. It becomes the file's own title too,
    /// so it names nobody.
    pub heading: String,
    /// What the framework calls its judgements, such as `Sections` or `Judgements`.
    pub judgements_word: String,
    /// What stands over the impact, such as `Impact on the child`; `Impact` when empty.
    pub impact_word: String,
    /// Reference, type, team, period, who took part, auditor, status and the like.
    pub facts: Vec<Fact>,
    /// Whether the child is safe now.
    pub safe_now: Option<SafeNow>,
    /// Urgent concerns; the open ones come first.
    pub urgent_concerns: Vec<UrgentConcern>,
    /// What the framework calls its overall grade, such as `Overall effectiveness`; `Overall grade` when empty.
    pub overall_word: String,
    /// The overall grade, where the framework has one and it was entered.
    pub overall: Option<Grade>,
    /// The first overall grade, where moderation agreed another.
    pub overall_first: Option<Grade>,
    /// Why this overall grade.
    pub overall_why: String,
    /// What the framework's limiting rules say about the overall grade.
    pub overall_warnings: Vec<String>,
    /// The judgements in the order they are read.
    pub judgements: Vec<Judgement>,
    /// The order of the table on the first page, as places in `judgements`; places that do not exist are left out.
    pub judgement_table: Vec<usize>,
    /// The worker's reflection, and what the child and the parents said.
    pub feedback: Vec<Fact>,
    /// What must change.
    pub actions: Vec<Action>,
}
