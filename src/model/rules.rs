//! Rules of the field over one audit: what is asked, how far it is, and what to look at again before handing in.
//!
//! Rules warn; they never change a grade. A grade is entered by a person, never computed.

use super::audit::{Audit, SafeNow, Subject};
use super::framework::{Asked, Criterion, Framework, FrameworkKind, Graded, Judgement, Limit};
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

/// How a criterion is asked in an audit. A dip sample's own questions are the core of its audits, the rest can be asked.
fn how(framework: &Framework, criterion: &Criterion, audit: &Audit) -> Option<Asked> {
    let asked = criterion.asked(audit.subject, audit.kind, audit.overlays, framework.kind);
    match &audit.dip_sample {
        None => asked,
        Some(part) if part.questions.contains(&criterion.id) => Some(Asked::Core),
        Some(_) => asked.map(|_| Asked::IfRelevant),
    }
}

/// The criteria of a judgement as asked in this audit: core ones first as they stand, then those if relevant.
pub fn asked<'f>(framework: &'f Framework, judgement: &'f Judgement, audit: &Audit) -> Vec<(&'f Criterion, Asked)> {
    judgement
        .criteria()
        .filter_map(|c| Some((c, how(framework, c, audit)?)))
        .collect()
}

/// As [`asked`], with every other criterion that was answered or noted: what was written stays in sight when the kind of
/// case is corrected.
pub fn asked_or_answered<'f>(
    framework: &'f Framework,
    judgement: &'f Judgement,
    audit: &Audit,
    answers: &Answers,
) -> Vec<(&'f Criterion, Asked)> {
    let written = |c: &Criterion| {
        answers
            .get(&c.id)
            .is_some_and(|a| !a.value.is_empty() || !a.note.is_empty())
    };
    judgement
        .criteria()
        .filter_map(|c| {
            let asked = how(framework, c, audit);
            Some((c, asked.or_else(|| written(c).then_some(Asked::IfRelevant))?))
        })
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

/// Sections that have something to do in this audit: a question, or something that was written in it.
pub fn sections<'f>(
    framework: &'f Framework,
    audit: &Audit,
    written: impl Fn(&Judgement) -> bool,
) -> Vec<&'f Judgement> {
    let ordered = match framework.kind {
        FrameworkKind::CaseAudit => framework.in_report_order(),
        FrameworkKind::Inspection => framework.judgements.iter().collect(),
    };
    ordered
        .into_iter()
        .filter(|judgement| !asked(framework, judgement, audit).is_empty() || written(judgement))
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
    let mut look = Look {
        framework,
        audit,
        answers,
        judgements,
        found: Vec::new(),
    };
    for judgement in &framework.judgements {
        look.at_judgement(judgement, evidence.get(&judgement.id).copied().unwrap_or(0));
    }
    for limit in &framework.limits {
        look.at_limit(limit);
    }
    look.at_safety();
    // A few questions are no ground for a grade, so a dip sample asks for none.
    if audit.dip_sample.is_none() {
        look.at_overall();
        look.at_what_is_missing();
    }
    look.found
}

/// One look over an audit.
struct Look<'a> {
    framework: &'a Framework,
    audit: &'a Audit,
    answers: &'a Answers,
    judgements: &'a Judgements,
    found: Vec<Warning>,
}

impl Look<'_> {
    fn warn(&mut self, judgement: Option<&str>, unverified: bool, text: String) {
        let judgement = judgement.map(str::to_owned);
        self.found.push(Warning {
            judgement,
            text,
            unverified,
        });
    }

    /// A grade with nothing behind it, or one its answers do not bear out.
    fn at_judgement(&mut self, judgement: &Judgement, evidence: usize) {
        let Some(judged) = self.judgements.get(&judgement.id) else {
            return;
        };
        let Some((rank, grade)) = self.framework.grade(&judged.grade) else {
            return;
        };
        let given = || judgement.criteria().filter_map(|c| self.answers.get(&c.id));
        let texts = [&judged.why, &judged.found, &judged.impact, &judged.strengths];
        let noted =
            texts.iter().any(|text| !text.trim().is_empty()) || given().any(|answer| !answer.note.trim().is_empty());
        let ranks: Vec<usize> = given()
            .filter(|answer| rated(answer))
            .filter_map(|answer| self.framework.answer(&answer.value).map(|(rank, _)| rank))
            .collect();
        let (name, of) = (grade.name.as_str(), ranks.len());
        let mut said = Vec::new();
        if !noted && evidence == 0 {
            said.push(format!("{name}, but there is no note and no evidence. Say why."));
        }
        if self.framework.answer_scale == self.framework.judgement_scale {
            let below = ranks.iter().filter(|r| **r > rank).count();
            if below * 3 > of {
                said.push(format!(
                    "{name}, but {below} of {of} ratings are below {name}. Say why, or look again."
                ));
            }
        } else if rank <= 2 {
            let below = ranks.iter().filter(|r| **r > 1).count();
            if of > 1 && below * 2 >= of {
                let best = self.framework.answers().first().map_or("", |value| value.name.as_str());
                said.push(format!(
                    "{name}, but {below} of {of} answers are not {best}. Say why, or look again."
                ));
            }
        }
        for text in said {
            self.warn(Some(&judgement.id), false, text);
        }
    }

    /// A limiting rule of the framework.
    fn at_limit(&mut self, limit: &Limit) {
        let framework = self.framework;
        let graded = |id: &str| {
            self.judgements
                .get(id)
                .and_then(|judged| framework.grade(&judged.grade))
        };
        let overall = limit.then == "overall";
        let given = if overall {
            framework.grade(&self.audit.overall)
        } else {
            graded(&limit.then)
        };
        let (Some((line, _)), Some((at_most, best))) = (framework.grade(&limit.is), framework.grade(&limit.at_most))
        else {
            return;
        };
        let Some((_, given)) = given.filter(|(rank, _)| *rank < at_most) else {
            return;
        };
        let short = |id: &str| {
            framework
                .judgement(id)
                .map_or_else(|| id.to_owned(), |judgement| judgement.short.clone())
        };
        let behind = limit.when.iter().find_map(|id| {
            graded(id)
                .filter(|(rank, _)| *rank >= line)
                .map(|(_, grade)| (short(id), grade))
        });
        let Some((behind, grade)) = behind else { return };
        let limited = if overall {
            framework.overall.clone().unwrap_or_default()
        } else {
            short(&limit.then)
        };
        let text = format!(
            "{limited} is {}, but “{behind}” is {}: expected no better than {}. {}",
            given.name, grade.name, best.name, limit.basis
        );
        self.warn((!overall).then_some(limit.then.as_str()), limit.unverified, text);
    }

    /// Safety and practice are kept apart, so a good grade for an unsafe child needs a sentence.
    fn at_safety(&mut self) {
        if self.audit.subject != Subject::Child {
            return;
        }
        let worst = self.framework.grades().len();
        let better = self
            .framework
            .grade(&self.audit.overall)
            .filter(|(rank, _)| *rank < worst);
        let unsafe_now = matches!(self.audit.safe_now, SafeNow::No | SafeNow::Unsure);
        if let Some((_, grade)) = better.filter(|_| unsafe_now && self.audit.overall_why.trim().is_empty()) {
            let text = format!(
                "The {} is not known to be safe, and the overall grade is {}. Practice and safety are kept apart: say in a sentence why.",
                self.audit.whom(),
                grade.name
            );
            self.warn(None, true, text);
        }
        if self.audit.safe_now == SafeNow::NotAssessed {
            self.warn(
                None,
                false,
                format!("“{}” is not answered.", self.audit.safe_question()),
            );
        }
    }

    fn at_overall(&mut self) {
        let Some(name) = self.framework.overall.clone() else {
            return;
        };
        if self.audit.overall.is_empty() {
            if self.audit.subject == Subject::Child {
                self.warn(None, false, format!("{name} is not entered."));
            }
        } else if self.audit.overall_why.trim().is_empty() {
            self.warn(None, false, format!("{name} has no reason. Say why this grade."));
        }
    }

    fn at_what_is_missing(&mut self) {
        let has_core = |j: &Judgement| {
            asked(self.framework, j, self.audit)
                .iter()
                .any(|(_, asked)| *asked == Asked::Core)
        };
        let missing: Vec<&str> = sections(self.framework, self.audit, |_| false)
            .into_iter()
            .filter(|j| j.graded == Graded::Required && has_core(j))
            .filter(|j| self.judgements.get(&j.id).is_none_or(|judged| judged.grade.is_empty()))
            .map(|j| j.short.as_str())
            .collect();
        if !missing.is_empty() && missing.len() < self.framework.judgements.len() {
            self.warn(None, false, format!("Not graded: {}.", missing.join(", ")));
        }
    }
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
            overlays: crate::model::case::Overlays::default(),
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
            dip_sample: None,
            comment: String::new(),
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
    fn a_dip_sample_asks_its_own_questions_and_no_grade() {
        let framework = shipped::framework("case-audit").unwrap();
        let file = Audit {
            subject: Subject::Child,
            kind: Some(crate::model::case::CaseKind::ChildProtection),
            ..service()
        };
        let dip = Audit {
            dip_sample: Some(crate::model::dip::Part {
                id: 1,
                name: "Chronologies".into(),
                questions: ["1.3", "3.6"].map(str::to_owned).to_vec(),
            }),
            ..file.clone()
        };
        assert_eq!(core_ids(&framework, &dip), BTreeSet::from(["1.3", "3.6"]));
        assert!(core_ids(&framework, &file).len() > 20);
        // The others can still be asked.
        let all = |audit: &Audit| {
            let judgements = framework.judgements.iter();
            judgements.map(|j| asked(&framework, j, audit).len()).sum::<usize>()
        };
        assert!(all(&dip) >= all(&file));
        let said = |audit: &Audit| texts(audit, &Answers::new(), &Judgements::new(), "case-audit");
        assert!(said(&file).iter().any(|text| text.contains("is not entered")));
        assert_eq!(said(&dip), ["“Is the child safe now?” is not answered."]);
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
