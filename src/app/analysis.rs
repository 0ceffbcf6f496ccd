//! Analysis as the window shows it: figures of one framework, with what they open.

use super::session::Session;
use super::view::{GradeView, grade_view};
use crate::model::analysis::{Analysis, Choice, Graded, GradedAudit};
use crate::model::evidence::Direction;
use crate::model::facets::{Dates, Facets, Filter, Order};
use crate::model::framework::Framework;
use crate::store::{GradesOf, Result};
use jiff::civil::{Date, date};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Strengths and points to develop of one tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagFigure {
    /// The tag.
    pub tag: i64,
    /// How many strengths carry it.
    pub strengths: u32,
    /// How many pieces to develop carry it.
    pub develop: u32,
}

/// What the screen shows.
#[derive(Clone, Debug)]
pub struct AnalysisView {
    /// What was asked.
    pub choice: Choice,
    /// The figures.
    pub analysis: Analysis,
    /// The framework they are of; none while no audit counts.
    pub framework: Option<Arc<Framework>>,
    /// Its grades, the best first.
    pub scale: Vec<GradeView>,
    /// By tag: evidence of audits that count, of the team and kind chosen, seen in the months chosen.
    pub tags: Vec<TagFigure>,
    /// Evidence is not counted to the end yet.
    pub counting: bool,
    /// The first and last month audits were due in.
    pub months: Option<(i32, i32)>,
    /// Teams of audits that count.
    pub teams: BTreeSet<String>,
}

/// The first and the last day of a choice of months.
fn days(choice: &Choice) -> Dates {
    let first = |month: i32| -> Option<Date> {
        let year = i16::try_from(month.div_euclid(12)).ok()?;
        Some(date(year, i8::try_from(month.rem_euclid(12)).ok()? + 1, 1))
    };
    Dates {
        from: choice.from.and_then(first),
        to: choice.to.and_then(first).map(Date::last_of_month),
    }
}

/// The evidence that a choice speaks of.
pub fn evidence_of(choice: &Choice) -> Filter {
    Filter {
        teams: choice.team.iter().cloned().collect(),
        kinds: choice.kind.iter().copied().collect(),
        seen: days(choice),
        counted: true,
        ..Filter::default()
    }
}

/// Strengths and points to develop by tag, in the evidence that a choice speaks of.
pub fn tag_figures(facets: &Facets, choice: &Choice) -> Vec<TagFigure> {
    let mut tags: BTreeMap<i64, TagFigure> = BTreeMap::new();
    for direction in [Direction::Strength, Direction::Develop] {
        let filter = Filter {
            directions: [direction].into(),
            ..evidence_of(choice)
        };
        for (tag, n) in facets.find(&filter, Order::Newest, None).counts.tags {
            let figure = tags.entry(tag).or_insert(TagFigure {
                tag,
                strengths: 0,
                develop: 0,
            });
            if direction == Direction::Strength {
                figure.strengths = n;
            } else {
                figure.develop = n;
            }
        }
    }
    tags.retain(|_, figure| figure.strengths + figure.develop > 0);
    tags.into_values().collect()
}

impl Session {
    /// The facet index over all evidence, read at once: where no window keeps one.
    pub fn facets(&self) -> Result<Facets> {
        let mut facets = Facets::default();
        facets.reserve(self.store.evidence_count()?);
        for facts in self.store.audit_facts(None)? {
            facets.put_audit(&facts);
        }
        let mut after = 0;
        loop {
            let pieces = self.store.pieces(after, 10_000)?;
            let Some(last) = pieces.last() else { break };
            after = last.id;
            for piece in &pieces {
                facets.put(piece);
            }
        }
        Ok(facets)
    }

    /// Every audit with its grades.
    pub fn all_graded(&self) -> Result<Graded> {
        let mut graded = Graded::default();
        for (id, audit) in self.graded(None)? {
            graded.put(id, audit);
        }
        Ok(graded)
    }

    /// Every audit, or one, with its grades as ranks.
    pub fn graded(&self, audit: Option<i64>) -> Result<Vec<(i64, GradedAudit)>> {
        let found = self.store.grades_of(audit)?;
        Ok(found
            .into_iter()
            .map(|grades| (grades.id, self.ranked(grades)))
            .collect())
    }

    fn ranked(&self, grades: GradesOf) -> GradedAudit {
        let framework = self.framework(grades.framework);
        let rank = |grade: &str| {
            let found = framework.as_ref().and_then(|framework| framework.grade(grade));
            found.and_then(|(rank, _)| u8::try_from(rank).ok()).unwrap_or(0)
        };
        GradedAudit {
            framework: grades.framework,
            kind: grades.kind,
            team: grades.team,
            due: grades.due,
            counts: grades.status.counts(),
            dip: grades.dip,
            first: rank(&grades.first),
            agreed: rank(&grades.agreed),
            sections: grades
                .sections
                .into_iter()
                .map(|(section, first, agreed)| (section, rank(&first), rank(&agreed)))
                .collect(),
        }
    }

    /// The figures of a choice, without those of tags.
    pub fn analysis_view(&self, audits: &Graded, choice: &Choice) -> AnalysisView {
        let framework = self.framework(audits.framework(choice));
        let grades = framework.as_ref().map_or(0, |framework| framework.grades().len());
        let scale = framework.iter().flat_map(|framework| {
            let grades = framework.grades().iter();
            grades.filter_map(|grade| grade_view(framework, &grade.id))
        });
        let (months, teams) = audits.extent();
        AnalysisView {
            choice: choice.clone(),
            analysis: audits.analyse(choice, grades),
            scale: scale.collect(),
            framework: framework.clone(),
            tags: Vec::new(),
            counting: false,
            months,
            teams,
        }
    }
}
