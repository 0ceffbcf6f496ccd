//! Frameworks: a versioned set of what to look for, its judgements, criteria and scales.

use super::audit::Subject;
use super::case::{CaseKind, Kinds, Overlays};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Whose file it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FrameworkKind {
    /// Sections of questions for a child's file.
    CaseAudit,
    /// An inspectorate's judgements and criteria, for the service, a team or a theme.
    Inspection,
}

/// One version of a framework.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Framework {
    /// Unique key, such as `ilacs-2023`.
    pub id: String,
    /// Short title, as in lists.
    pub title: String,
    /// Title in full, as on reports.
    pub full_title: String,
    /// Whose file it is for.
    pub kind: FrameworkKind,
    /// Who publishes it.
    pub publisher: String,
    /// First day of use.
    pub in_force_from: Date,
    /// Last day of use; none while in force.
    pub in_force_to: Option<Date>,
    /// Where the facts come from.
    pub source: String,
    /// Licence of the facts or the words.
    pub licence: String,
    /// The attribution that the licence asks for; may be empty.
    pub attribution: String,
    /// Facts not checked against a source, as sentences for the user.
    pub unverified: Vec<String>,
    /// Scales.
    pub scales: Vec<Scale>,
    /// The scale judgements are graded on.
    pub judgement_scale: String,
    /// The scale criteria are answered on.
    pub answer_scale: String,
    /// The name of the overall grade; none where the framework gives none.
    pub overall: Option<String>,
    /// Judgements, in the order of the front table.
    pub judgements: Vec<Judgement>,
    /// Limiting rules: they warn, they never change a grade.
    pub limits: Vec<Limit>,
}

/// An ordered set of named values, best first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scale {
    /// Key within the framework.
    pub id: String,
    /// Values, best first.
    pub grades: Vec<Grade>,
}

/// One value of a scale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grade {
    /// Key within the scale.
    pub id: String,
    /// Name exactly as published.
    pub name: String,
    /// Short form for narrow places.
    pub short: String,
    /// Other printed forms of the same grade.
    pub also: Vec<String>,
}

/// Whether a judgement is graded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Graded {
    /// A grade is expected.
    Required,
    /// A grade may be given.
    Optional,
    /// No grade.
    None,
}

/// An area that gets a grade; a section of a case audit is one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// Key within the framework.
    pub id: String,
    /// Name exactly as published.
    pub name: String,
    /// Other printed forms of the name.
    pub also: Vec<String>,
    /// Short form for narrow places.
    pub short: String,
    /// Its place in the body of the report, from 1.
    pub section: u32,
    /// Whether it is graded.
    pub graded: Graded,
    /// What each grade looks like, by grade id.
    pub grade_lines: BTreeMap<String, String>,
    /// Criteria under their headings.
    pub groups: Vec<Group>,
}

/// Criteria under one heading of a judgement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// The heading; empty where there is none.
    pub title: String,
    /// The heading is not checked against a source.
    pub unverified: bool,
    /// The criteria, in order.
    pub criteria: Vec<Criterion>,
}

/// A checklist item under a judgement; on screen its question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Criterion {
    /// Key within the framework, such as `3.6` or `HP25`.
    pub id: String,
    /// The question asked of the auditor.
    pub question: String,
    /// What good looks like.
    pub good: String,
    /// What would worry an inspector.
    pub worry: String,
    /// Key of the topic it is about.
    pub topic: String,
    /// Kinds of case it can be asked of; empty: of a service only.
    pub kinds: Kinds,
    /// Kinds of case for which it is a core question.
    pub core: Kinds,
    /// Overlays that make it a core question.
    pub overlays: Overlays,
    /// Not checked against a source.
    pub unverified: bool,
}

/// A rule that a grade of one judgement limits another. It warns, it never changes a grade.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    /// Any of these judgements …
    pub when: Vec<String>,
    /// … at this grade or a worse one …
    pub is: String,
    /// … means that this judgement, or `overall`, …
    pub then: String,
    /// … should be no better than this grade.
    pub at_most: String,
    /// Why, in a sentence.
    pub basis: String,
    /// Not read in the official text.
    pub unverified: bool,
}

/// What a criterion is about, shared between frameworks and their versions.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Topic {
    /// Key, such as `pathway_plan`.
    pub key: String,
    /// Name on screen.
    pub name: String,
}

/// How a criterion is asked in one audit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// One of the core questions.
    Core,
    /// Folded under *ask if relevant*.
    IfRelevant,
}

impl Scale {
    /// The grade stored under `id`, with its rank from 1, the best.
    pub fn grade(&self, id: &str) -> Option<(usize, &Grade)> {
        self.grades
            .iter()
            .enumerate()
            .find(|(_, grade)| grade.id == id)
            .map(|(at, grade)| (at + 1, grade))
    }

    /// The rank of a grade from 1, the best.
    pub fn rank(&self, id: &str) -> Option<usize> {
        self.grade(id).map(|(rank, _)| rank)
    }
}

impl Judgement {
    /// All criteria, in order.
    pub fn criteria(&self) -> impl Iterator<Item = &Criterion> {
        self.groups.iter().flat_map(|group| &group.criteria)
    }
}

impl Criterion {
    /// How this is asked of an audit with that subject, kind and overlays; `None` when it is not asked.
    pub fn asked(
        &self,
        subject: Subject,
        kind: Option<CaseKind>,
        overlays: Overlays,
        of: FrameworkKind,
    ) -> Option<Asked> {
        if subject != Subject::Child {
            return Some(Asked::Core);
        }
        let kind = kind?;
        let by_overlay = self.overlays.meets(overlays);
        match of {
            FrameworkKind::CaseAudit if self.core.has(kind) || by_overlay => Some(Asked::Core),
            FrameworkKind::CaseAudit => self.kinds.has(kind).then_some(Asked::IfRelevant),
            FrameworkKind::Inspection => (self.kinds.has(kind) || by_overlay).then_some(Asked::Core),
        }
    }
}

impl Framework {
    /// The scale with that id; every framework that passed its check has the scales it names.
    pub fn scale(&self, id: &str) -> Option<&Scale> {
        self.scales.iter().find(|scale| scale.id == id)
    }

    /// The grades of judgements, best first.
    pub fn grades(&self) -> &[Grade] {
        self.scale(&self.judgement_scale).map_or(&[], |scale| &scale.grades)
    }

    /// The names of the grades as reports print them for short, where they have such a form, best first.
    pub fn printed_grades(&self) -> Vec<&str> {
        self.grades()
            .iter()
            .map(|grade| grade.also.first().map_or(grade.name.as_str(), String::as_str))
            .collect()
    }

    /// The values of answers, best first.
    pub fn answers(&self) -> &[Grade] {
        self.scale(&self.answer_scale).map_or(&[], |scale| &scale.grades)
    }

    /// Rank from 1 and grade of a judgement's grade id.
    pub fn grade(&self, id: &str) -> Option<(usize, &Grade)> {
        self.scale(&self.judgement_scale)?.grade(id)
    }

    /// Rank from 1 and value of an answer's id.
    pub fn answer(&self, id: &str) -> Option<(usize, &Grade)> {
        self.scale(&self.answer_scale)?.grade(id)
    }

    /// The judgement with that id.
    pub fn judgement(&self, id: &str) -> Option<&Judgement> {
        self.judgements.iter().find(|judgement| judgement.id == id)
    }

    /// The criterion with that id, with its judgement.
    pub fn criterion(&self, id: &str) -> Option<(&Judgement, &Criterion)> {
        self.judgements
            .iter()
            .find_map(|j| j.criteria().find(|c| c.id == id).map(|c| (j, c)))
    }

    /// Judgements in the order of the body of the report.
    pub fn in_report_order(&self) -> Vec<&Judgement> {
        let mut judgements: Vec<&Judgement> = self.judgements.iter().collect();
        judgements.sort_by_key(|judgement| judgement.section);
        judgements
    }

    /// Whether it was in force on `date`.
    pub fn in_force(&self, date: Date) -> bool {
        self.in_force_from <= date && self.in_force_to.is_none_or(|to| date <= to)
    }

    /// A sentence when the version was not in force on `date`.
    pub fn out_of_force(&self, date: Date) -> Option<String> {
        if self.in_force(date) {
            return None;
        }
        let when = super::time::long_date(date);
        Some(if date < self.in_force_from {
            format!(
                "{} came into use on {}, after {when}.",
                self.title,
                super::time::long_date(self.in_force_from)
            )
        } else {
            let to = self.in_force_to.map(super::time::long_date).unwrap_or_default();
            format!("{} went out of use on {to}, before {when}.", self.title)
        })
    }

    /// How many criteria it has.
    pub fn criteria_count(&self) -> usize {
        self.judgements
            .iter()
            .map(|judgement| judgement.criteria().count())
            .sum()
    }
}
