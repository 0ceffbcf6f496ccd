//! What a report over many audits holds.

use serde::Serialize;

use super::model::{Action, Fact, Grade, Letterhead, UrgentConcern};
use super::suppress::{Cell, Line, suppress, suppress_line, suppress_table};

/// One row of a breakdown, such as a team.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// The row's name.
    pub name: String,
    /// How many audits have each grade, small numbers hidden.
    pub counts: Line,
}

/// How many audits have each grade, row by row, with small numbers already hidden: build it from the plain counts,
/// so that no report can hold a number that should not be read.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Breakdown {
    /// The scale, in order; a count stands for each of its grades, and one more for audits without a grade.
    pub scale: Vec<Grade>,
    /// The rows.
    pub rows: Vec<Row>,
}

impl Breakdown {
    /// Rows that together make up the whole (types, teams). Each row's counts are in the scale's order and then those
    /// without a grade.
    ///
    /// The counts of the whole, as [`SummaryReport::grades`] shows them, are the sums of these rows, so no hidden
    /// number can be worked out from the two together.
    pub fn parts(scale: Vec<Grade>, rows: Vec<(String, Vec<u32>)>) -> Self {
        let (names, counts): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
        let lines = suppress_table(&counts);
        Self::from_lines(scale, names, lines)
    }

    /// Rows that each stand alone (sections, judgements), in the same order of counts.
    pub fn alone(scale: Vec<Grade>, rows: Vec<(String, Vec<u32>)>) -> Self {
        let (names, counts): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
        let lines = counts.iter().map(|row| suppress_line(row)).collect();
        Self::from_lines(scale, names, lines)
    }

    fn from_lines(scale: Vec<Grade>, names: Vec<String>, lines: Vec<Line>) -> Self {
        let rows = names
            .into_iter()
            .zip(lines)
            .map(|(name, counts)| Row { name, counts })
            .collect();
        Self { scale, rows }
    }
}

/// Sections down, teams across: in words, for no number there is small.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Grid {
    /// The teams.
    pub columns: Vec<String>,
    /// A section's name and a cell for each team.
    pub rows: Vec<(String, Vec<String>)>,
}

/// What evidence says of one tag, small numbers hidden.
#[derive(Debug, Clone, Serialize)]
pub struct TagLine {
    /// The tag.
    pub name: String,
    /// Pieces that show a strength.
    pub strengths: Cell,
    /// Pieces that show something to develop.
    pub develop: Cell,
}

/// An area for improvement in one audit.
#[derive(Debug, Clone, Default, Serialize)]
pub struct AreaLine {
    /// The audit's reference, where the reader chose to show it.
    pub reference: Option<String>,
    /// The judgement it stands under.
    pub judgement: String,
    /// What is to improve.
    pub text: String,
}

/// The report over many audits.
#[derive(Debug, Clone, Serialize)]
pub struct SummaryReport {
    /// What stands on every page.
    pub letterhead: Letterhead,
    /// What the report is, such as `Summary of case audits`.
    pub heading: String,
    /// The period it covers, such as `July to September 2026`.
    pub period: String,
    /// What was chosen and how: teams, types, sample.
    pub facts: Vec<Fact>,
    /// How many audits count: those submitted and later.
    pub counted: Cell,
    /// How many audits in the period do not count yet.
    pub not_counted: u32,
    /// The overall grades of all of them: one row.
    pub grades: Breakdown,
    /// By type of case.
    pub by_type: Breakdown,
    /// By team.
    pub by_team: Breakdown,
    /// What the framework calls its judgements, such as `Sections`.
    pub judgements_word: String,
    /// Grades by judgement or section.
    pub by_judgement: Breakdown,
    /// By quarter of a year.
    pub by_quarter: Breakdown,
    /// Sections by team.
    pub sections_by_team: Grid,
    /// First grades, and the agreed ones across.
    pub moderated: Breakdown,
    /// What the evidence says, by tag.
    pub tags: Vec<TagLine>,
    /// Urgent concerns that are open.
    pub urgent_concerns: Vec<UrgentConcern>,
    /// Areas for improvement.
    pub areas: Vec<AreaLine>,
    /// Actions.
    pub actions: Vec<Action>,
}

impl SummaryReport {
    /// A report with its figures hidden where they are small: `counts` are the audits by overall grade in the scale's
    /// order, and then those without one. The other parts start empty.
    pub fn new(letterhead: Letterhead, heading: impl Into<String>, scale: Vec<Grade>, counts: &[u32]) -> Self {
        let all = counts.iter().copied().fold(0, u32::saturating_add);
        Self {
            letterhead,
            heading: heading.into(),
            period: String::new(),
            facts: Vec::new(),
            counted: suppress(all),
            not_counted: 0,
            grades: Breakdown::alone(scale, vec![("All audits".into(), counts.to_vec())]),
            by_type: Breakdown::default(),
            by_team: Breakdown::default(),
            judgements_word: "Judgements".into(),
            by_judgement: Breakdown::default(),
            by_quarter: Breakdown::default(),
            sections_by_team: Grid::default(),
            moderated: Breakdown::default(),
            tags: Vec::new(),
            urgent_concerns: Vec::new(),
            areas: Vec::new(),
            actions: Vec::new(),
        }
    }
}
