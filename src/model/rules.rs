//! Rules of the field over one audit: what is asked, how far it is, and what to look at again before handing in.
//!
//! Rules warn; they never change a grade. A grade is entered by a person, never computed.

use super::audit::{Audit, SafeNow, Subject};
use super::framework::{Asked, Criterion, Framework, FrameworkKind, Graded, Judgement};
use super::judged::{Answer, Judged, NOT_APPLICABLE, NOT_ENOUGH_EVIDENCE};
use std::collections::{BTreeMap, BTreeSet};

/// Answers by criterion.
pub type Answers = BTreeMap<String, Answer>;

/// Judgements by id.
pub type Judgements = BTreeMap<String, Judged>;

/// A sentence that asks the auditor to look again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The judgement it is about; `None` for the whole audit.
    pub judgement: Option<String>,
    /// What to look at.
    pub text: String,
    /// The rule behind it was not read in the official text.
    pub unverified: bool,
}

/// The criteria of a judgement as asked in this audit: core ones first as they stand, then those if relevant.
pub fn asked<'f>(framework: &'f Framework, judgement: &'f Judgement, audit: &Audit) -> Vec<(&'f Criterion, Asked)> {
    judgement
        .criteria()
        .filter_map(|c| Some((c, c.asked(audit.subject, audit.kind, audit.overlays, framework.kind)?)))
        .collect()
}

/// The ids of the core criteria of an audit.
pub fn core_ids<'f>(framework: &'f Framework, audit: &Audit) -> BTreeSet<&'f str> {
    let criteria = framework
        .judgements
        .iter()
        .flat_map(|judgement| asked(framework, judgement, audit));
    criteria
        .filter(|(_, asked)| *asked == Asked::Core)
        .map(|(criterion, _)| criterion.id.as_str())
        .collect()
}

/// Sections that have something to do in this audit: a core question, or a grade that is asked for in every audit.
pub fn sections<'f>(framework: &'f Framework, audit: &Audit) -> Vec<&'f Judgement> {
    let ordered = match framework.kind {
        FrameworkKind::CaseAudit => framework.in_report_order(),
        FrameworkKind::Inspection => framework.judgements.iter().collect(),
    };
    ordered
        .into_iter()
        .filter(|judgement| !asked(framework, judgement, audit).is_empty())
        .collect()
}

/// A value that says something about practice: neither empty, not applicable nor not enough evidence.
pub fn rated(answer: &Answer) -> bool {
    !matches!(answer.value.as_str(), "" | NOT_APPLICABLE | NOT_ENOUGH_EVIDENCE)
}

/// Everything in an audit that a colleague would ask about before it is handed in.
///
/// `evidence` counts pieces of evidence by judgement.
pub fn warnings(
    framework: &Framework,
    audit: &Audit,
    answers: &Answers,
    judgements: &Judgements,
    evidence: &BTreeMap<String, usize>,
) -> Vec<Warning> {
    let mut found = Vec::new();
    let mut warn = |judgement: Option<&str>, unverified: bool, text: String| {
        found.push(Warning {
            judgement: judgement.map(str::to_owned),
            text,
            unverified,
        });
    };
    for judgement in &framework.judgements {
        let Some(judged) = judgements.get(&judgement.id).filter(|judged| !judged.grade.is_empty()) else {
            continue;
        };
        let Some((rank, grade)) = framework.grade(&judged.grade) else {
            continue;
        };
        let noted = [&judged.why, &judged.found, &judged.impact, &judged.strengths]
            .iter()
            .any(|t| !t.trim().is_empty())
            || judgement
                .criteria()
                .any(|c| answers.get(&c.id).is_some_and(|a| !a.note.trim().is_empty()));
        if !noted && evidence.get(&judgement.id).copied().unwrap_or(0) == 0 {
            warn(
                Some(&judgement.id),
                false,
                format!("{}, but there is no note and no evidence. Say why.", grade.name),
            );
        }
        let ranks: Vec<usize> = judgement
            .criteria()
            .filter_map(|c| answers.get(&c.id).filter(|a| rated(a)))
            .filter_map(|answer| framework.answer(&answer.value).map(|(rank, _)| rank))
            .collect();
        if framework.answer_scale == framework.judgement_scale {
            let below = ranks.iter().filter(|r| **r > rank).count();
            if below * 3 > ranks.len() {
                let text = format!(
                    "{}, but {below} of {} ratings are below {}. Say why, or look again.",
                    grade.name,
                    ranks.len(),
                    grade.name
                );
                warn(Some(&judgement.id), false, text);
            }
        } else if rank <= 2 {
            let below = ranks.iter().filter(|r| **r > 1).count();
            if ranks.len() > 1 && below * 2 >= ranks.len() {
                let best = framework.answers().first().map_or("", |value| value.name.as_str());
                let text = format!(
                    "{}, but {below} of {} answers are not {best}. Say why, or look again.",
                    grade.name,
                    ranks.len()
                );
                warn(Some(&judgement.id), false, text);
            }
        }
    }
    for limit in &framework.limits {
        let Some(line) = framework.grade(&limit.is) else {
            continue;
        };
        let Some((at_most, best)) = framework.grade(&limit.at_most) else {
            continue;
        };
        let then = if limit.then == "overall" {
            audit.overall.as_str()
        } else {
            judgements.get(&limit.then).map_or("", |j| j.grade.as_str())
        };
        let Some((rank, given)) = framework.grade(then) else {
            continue;
        };
        if rank >= at_most {
            continue;
        }
        let behind = limit.when.iter().find_map(|id| {
            let judged = judgements.get(id)?;
            let (rank, grade) = framework.grade(&judged.grade)?;
            (rank >= line.0).then(|| {
                (
                    framework.judgement(id).map_or(id.as_str(), |j| j.short.as_str()),
                    grade.name.as_str(),
                )
            })
        });
        if let Some((short, grade)) = behind {
            let limited = if limit.then == "overall" {
                framework.overall.clone().unwrap_or_default()
            } else {
                framework
                    .judgement(&limit.then)
                    .map_or_else(String::new, |j| j.short.clone())
            };
            let text = format!(
                "{limited} is {}, but “{short}” is {grade}: expected no better than {}. {}",
                given.name, best.name, limit.basis
            );
            warn(
                (limit.then != "overall").then_some(limit.then.as_str()),
                limit.unverified,
                text,
            );
        }
    }
    if audit.subject == Subject::Child {
        let worst = framework.grades().len();
        if let (SafeNow::No | SafeNow::Unsure, Some((rank, grade))) = (audit.safe_now, framework.grade(&audit.overall))
            && rank < worst
        {
            let text = format!(
                "The child is not known to be safe, and the overall grade is {}. Practice and safety are kept apart: say in a sentence why.",
                grade.name
            );
            if audit.overall_why.trim().is_empty() {
                warn(None, true, text);
            }
        }
        if audit.safe_now == SafeNow::NotAssessed {
            warn(None, false, "“Is the child safe now?” is not answered.".to_owned());
        }
    }
    if !audit.overall.is_empty() && audit.overall_why.trim().is_empty() {
        let name = framework.overall.clone().unwrap_or_default();
        warn(None, false, format!("{name} has no reason. Say why this grade."));
    }
    if framework.overall.is_some() && audit.overall.is_empty() && audit.subject == Subject::Child {
        let name = framework.overall.clone().unwrap_or_default();
        warn(None, false, format!("{name} is not entered."));
    }
    let missing: Vec<&str> = sections(framework, audit)
        .into_iter()
        .filter(|j| j.graded == Graded::Required && asked(framework, j, audit).iter().any(|(_, a)| *a == Asked::Core))
        .filter(|j| judgements.get(&j.id).is_none_or(|judged| judged.grade.is_empty()))
        .map(|j| j.short.as_str())
        .collect();
    if !missing.is_empty() && missing.len() < framework.judgements.len() {
        warn(None, false, format!("Not graded: {}.", missing.join(", ")));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::audit::{Method, Status, WorkerView};
    use crate::model::shipped;

    fn service() -> Audit {
        Audit {
            id: 1,
            subject: Subject::Service,
            case_id: None,
            kind: None,
            overlays: Default::default(),
            team: String::new(),
            worker: String::new(),
            legal_status: String::new(),
            framework: 1,
            method: Method::File,
            theme: String::new(),
            took_part: String::new(),
            period_from: None,
            period_to: None,
            due: None,
            auditor: 1,
            status: Status::Draft,
            safe_now: SafeNow::NotAssessed,
            safe_now_at: None,
            safe_now_why: String::new(),
            overall: String::new(),
            overall_why: String::new(),
            agreed_overall: String::new(),
            agreed_why: String::new(),
            moderator: None,
            worker_reflection: String::new(),
            worker_view: WorkerView::NotAsked,
            child_asked: None,
            child_said: String::new(),
            parents_asked: None,
            parents_said: String::new(),
        }
    }

    fn graded(list: &[(&str, &str)]) -> Judgements {
        list.iter()
            .map(|(id, grade)| {
                (
                    (*id).to_owned(),
                    Judged {
                        grade: (*grade).to_owned(),
                        why: "w".into(),
                        ..Judged::default()
                    },
                )
            })
            .collect()
    }

    fn texts(audit: &Audit, answers: &Answers, judgements: &Judgements, id: &str) -> Vec<String> {
        let framework = shipped::framework(id).unwrap();
        warnings(&framework, audit, answers, judgements, &BTreeMap::new())
            .into_iter()
            .map(|w| w.text)
            .collect()
    }

    #[test]
    fn good_with_many_ratings_below_it_is_questioned() {
        let framework = shipped::framework("ilacs-2026").unwrap();
        let leaders = framework.judgement("leaders").unwrap();
        let answers: Answers = leaders
            .criteria()
            .take(17)
            .enumerate()
            .map(|(at, c)| {
                (
                    c.id.clone(),
                    Answer {
                        id: 0,
                        value: if at < 8 { "requires_improvement" } else { "good" }.into(),
                        note: String::new(),
                    },
                )
            })
            .collect();
        let all = graded(&[
            ("leaders", "good"),
            ("help_protection", "good"),
            ("children_in_care", "good"),
            ("care_leavers", "good"),
        ]);
        let found = texts(&service(), &answers, &all, "ilacs-2026");
        assert_eq!(
            found,
            ["Good, but 8 of 17 ratings are below Good. Say why, or look again."]
        );
    }

    #[test]
    fn a_grade_with_nothing_behind_it_is_questioned() {
        let mut all = graded(&[
            ("leaders", "good"),
            ("help_protection", "good"),
            ("children_in_care", "good"),
            ("care_leavers", "good"),
        ]);
        all.get_mut("leaders").unwrap().why.clear();
        assert_eq!(
            texts(&service(), &Answers::new(), &all, "ilacs-2026"),
            ["Good, but there is no note and no evidence. Say why."]
        );
    }

    #[test]
    fn care_leavers_inadequate_limits_the_overall_of_2023_and_nothing_in_2026() {
        let audit = Audit {
            overall: "good".into(),
            overall_why: "w".into(),
            ..service()
        };
        let all = graded(&[
            ("leaders", "good"),
            ("help_protection", "good"),
            ("children_in_care", "good"),
            ("care_leavers", "inadequate"),
        ]);
        assert!(
            texts(&audit, &Answers::new(), &all, "ilacs-2023")
                .iter()
                .any(|t| t.contains("expected no better than Inadequate"))
        );
        assert!(
            !texts(&audit, &Answers::new(), &all, "ilacs-2026")
                .iter()
                .any(|t| t.contains("expected no better"))
        );
    }

    #[test]
    fn not_applicable_is_never_counted() {
        assert!(!rated(&Answer {
            value: "na".into(),
            ..Answer::default()
        }));
        assert!(!rated(&Answer {
            value: "nee".into(),
            ..Answer::default()
        }));
        assert!(rated(&Answer {
            value: "no".into(),
            ..Answer::default()
        }));
    }
}
