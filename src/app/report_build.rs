//! From the workbook to the plain model of a report.

use super::export::Include;
use super::session::Session;
use super::view::{AuditView, GradeView, grade_view};
use crate::exchange::csv::answer_name;
use crate::model::audit::{SafeNow as Safe, Subject};
use crate::model::evidence::Direction as Points;
use crate::model::framework::{Asked, Framework, FrameworkKind};
use crate::model::judged::Judged;
use crate::model::time::{Moment, long_date, short_date};
use crate::model::urgent::UrgentConcern as Concern;
use crate::model::{change, framework, rules, vocabulary};
use crate::report::model::{
    Action, Answer, Area, AuditReport, Direction, Evidence, Fact, Grade, Judgement, Letterhead, SafeNow, UrgentConcern,
};
use crate::store::Result;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) fn grade(view: GradeView) -> Grade {
    Grade {
        name: view.name,
        short: view.short,
        rank: view.rank as u32,
        of: view.of as u32,
    }
}

pub(super) fn letterhead(session: &Session, frameworks: &[Arc<Framework>]) -> Result<Letterhead> {
    let workbook = session.store().workbook()?;
    let today = session.store().clock().now().date();
    let distinct = |texts: Vec<String>| {
        let mut seen = std::collections::BTreeSet::new();
        texts
            .into_iter()
            .filter(|text| !text.is_empty() && seen.insert(text.clone()))
            .collect::<Vec<_>>()
    };
    Ok(Letterhead {
        council: workbook.council,
        title: workbook.title,
        marking: workbook.marking,
        framework: distinct(frameworks.iter().map(|f| f.full_title.clone()).collect()),
        attribution: distinct(frameworks.iter().map(|f| f.attribution.clone()).collect()),
        unverified: distinct(frameworks.iter().flat_map(|f| f.unverified.clone()).collect()),
        report_code: change::report_code(&session.store().head()?),
        made_on: long_date(today),
        example_data: workbook.example,
    })
}

fn date(date: Option<Date>) -> String {
    date.map(short_date).unwrap_or_default()
}

fn facts(view: &AuditView) -> Vec<Fact> {
    let audit = &view.audit;
    let mut facts = Vec::new();
    let mut fact = |label: &str, value: String| {
        if !value.trim().is_empty() {
            facts.push(Fact::new(label, value));
        }
    };
    match audit.subject {
        Subject::Child => fact("Child’s reference", view.who.clone()),
        Subject::Team | Subject::Service => fact("Audited", view.who.clone()),
    }
    fact(
        "Type",
        audit
            .kind
            .filter(|_| audit.subject == Subject::Child)
            .map_or_else(String::new, |kind| kind.name().to_owned()),
    );
    fact("Also", audit.overlays.names());
    if audit.subject != Subject::Team {
        fact("Team", audit.team.clone());
    }
    fact("Worker’s code", audit.worker.clone());
    fact("Legal status", audit.legal_status.clone());
    let period = match (audit.period_from, audit.period_to) {
        (Some(from), Some(to)) => format!("{} to {}", short_date(from), short_date(to)),
        (Some(from), None) => format!("from {}", short_date(from)),
        (None, Some(to)) => format!("to {}", short_date(to)),
        (None, None) => String::new(),
    };
    fact("Period audited", period);
    let theme = if audit.theme.is_empty() {
        String::new()
    } else {
        format!(": {}", audit.theme)
    };
    fact("How", format!("{}{theme}", audit.method.name()));
    fact(
        "Dip sample",
        audit
            .dip_sample
            .as_ref()
            .map(|part| part.name.clone())
            .unwrap_or_default(),
    );
    fact("Who took part", audit.took_part.clone());
    fact("Auditor", view.auditor.clone());
    fact("Moderator", view.moderator.clone().unwrap_or_default());
    fact("Due", date(audit.due));
    fact("Status", audit.status.name().to_owned());
    let (answered, asked) = view.progress();
    let word = match view.framework.kind {
        _ if audit.dip_sample.is_some() => "Questions answered",
        FrameworkKind::CaseAudit => "Core questions answered",
        FrameworkKind::Inspection => "Questions answered",
    };
    fact(word, format!("{answered} of {asked}"));
    fact("Comment", audit.comment.clone());
    facts
}

fn concern_lines(concern: &Concern, raised_by: &str, whom: &str) -> Vec<Fact> {
    let mut lines = Vec::new();
    let when = |moment: Option<Moment>| moment.map(Moment::full);
    let mut line = |label: &str, parts: &[Option<String>]| {
        let text = parts
            .iter()
            .flatten()
            .filter(|part| !part.trim().is_empty())
            .cloned()
            .collect::<Vec<_>>()
            .join(", ");
        lines.push(Fact::new(
            label,
            if text.is_empty() {
                "Not recorded yet".to_owned()
            } else {
                text
            },
        ));
    };
    let some = |text: &str| Some(text.to_owned());
    line("Raised", &[when(Some(concern.raised)), some(raised_by)]);
    line(
        "Who was told",
        &[
            some(&concern.told_who),
            some(&concern.told_role),
            some(&concern.told_how),
            when(concern.told_at),
        ],
    );
    line(&format!("On the {whom}’s record"), &[when(concern.on_record_at)]);
    line(
        if whom == "child" {
            "Child seen by"
        } else {
            "Young person seen by"
        },
        &[some(&concern.child_seen_by), when(concern.child_seen_at)],
    );
    line(
        "Safety confirmed by",
        &[some(&concern.safe_confirmed_by), when(concern.safe_confirmed_at)],
    );
    line("Head of service told", &[when(concern.head_told_at)]);
    lines
}

pub(super) fn urgent(concern: &Concern, raised_by: &str, whom: &str, now: Moment) -> UrgentConcern {
    let hours = concern.hours(now);
    let state = if concern.open() {
        format!("open for {hours} hours")
    } else {
        format!("safety confirmed after {hours} hours")
    };
    let mut lines = vec![Fact::new("What was seen", concern.seen.clone())];
    lines.extend(concern_lines(concern, raised_by, whom));
    UrgentConcern {
        title: format!("Urgent concern, {state}"),
        open: concern.open(),
        lines,
    }
}

pub(super) fn action(action: &crate::model::action::Action, today: Date) -> Action {
    Action {
        what: action.text.clone(),
        owner: action.owner.clone(),
        due: date(action.due),
        done: match (action.done, action.verified) {
            (None, _) => String::new(),
            (Some(_), None) => format!("{}, not verified yet", date(action.done)),
            (Some(_), Some(_)) => {
                let by = [" by ", action.verified_by.as_str()].concat();
                let by = if action.verified_by.is_empty() { "" } else { &by };
                format!("{}, verified {}{by}", date(action.done), date(action.verified))
            }
        },
        evidence: made_of(action, today),
        overdue: action.overdue(today),
    }
}

/// What shows that an action was done, whether it made a difference, and how far it is while it is not done.
fn made_of(action: &crate::model::action::Action, today: Date) -> String {
    let mut parts = Vec::new();
    if action.done.is_none() && action.stage != crate::model::action::Stage::NotStarted {
        parts.push(action.stage.name().to_owned());
    }
    parts.push(action.progress.clone());
    parts.push(action.done_evidence.clone());
    let difference = action.difference_words(today);
    if !difference.is_empty() {
        parts.push(format!("Did it make a difference? {difference}"));
    }
    parts.retain(|part| !part.trim().is_empty());
    parts.join("\n")
}

fn lines_of(text: &str) -> Vec<String> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

/// `3 of 5 core questions answered`: what a grade rests on; empty where there is no such question.
fn answered_of(kind: FrameworkKind, asked: &[(&framework::Criterion, Asked)], given: &dyn Fn(&str) -> bool) -> String {
    let core = asked.iter().filter(|(_, asked)| *asked == Asked::Core);
    let (all, answered) = core.fold((0, 0), |(all, answered), (criterion, _)| {
        (all + 1, answered + usize::from(given(&criterion.id)))
    });
    match (all, kind) {
        (0, _) => String::new(),
        (1, _) => format!("{answered} of 1 question answered"),
        (_, FrameworkKind::CaseAudit) => format!("{answered} of {all} core questions answered"),
        (_, FrameworkKind::Inspection) => format!("{answered} of {all} questions answered"),
    }
}

/// One judgement of a report; `None` when it has nothing to do with this audit.
fn section(
    view: &AuditView,
    judgement: &framework::Judgement,
    number: usize,
    include: Include,
    tag_name: &dyn Fn(&i64) -> Option<String>,
) -> Option<Judgement> {
    let framework = &view.framework;
    let empty = Judged::default();
    let judged = view.judgements.get(&judgement.id).unwrap_or(&empty);
    let asked = rules::asked_or_answered(framework, judgement, &view.audit, &view.answers);
    let given = |id: &str| {
        view.answers
            .get(id)
            .filter(|a| !a.value.is_empty() || !a.note.is_empty())
    };
    let evidence = || {
        view.evidence
            .iter()
            .rev()
            .filter(|piece| piece.judgement == judgement.id)
    };
    let areas = || view.areas.iter().filter(|area| area.judgement == judgement.id);
    let in_use = asked
        .iter()
        .any(|(c, asked)| *asked == Asked::Core || given(&c.id).is_some());
    if !in_use && evidence().next().is_none() && areas().next().is_none() && *judged == empty {
        return None;
    }
    let moderated = !judged.agreed_grade.is_empty() && judged.agreed_grade != judged.grade;
    let (counts, first) = match moderated {
        true => (&judged.agreed_grade, grade_view(framework, &judged.grade)),
        false => (&judged.grade, None),
    };
    let answer = |criterion: &framework::Criterion| {
        let answer = given(&criterion.id)?;
        Some(Answer {
            id: criterion.id.clone(),
            question: criterion.question.clone(),
            answer: answer_name(framework, &answer.value),
            rank: framework.answer(&answer.value).map(|(rank, _)| rank as u32),
            of: framework.answers().len() as u32,
            note: answer.note.clone(),
        })
    };
    let area = |area: &crate::model::area::Area| Area {
        text: area.text.clone(),
        tag: area.national_framework.clone(),
    };
    Some(Judgement {
        number: number.to_string(),
        name: judgement.name.clone(),
        grade: grade_view(framework, counts).map(grade),
        first_grade: first.map(grade),
        why: judged.why.clone(),
        found: judged.found.clone(),
        impact: judged.impact.clone(),
        strengths: lines_of(&judged.strengths),
        areas: areas().map(area).collect(),
        answered: answered_of(framework.kind, &asked, &|id| {
            given(id).is_some_and(|answer| !answer.value.is_empty())
        }),
        answers: asked
            .iter()
            .filter(|_| include.answers)
            .filter_map(|(criterion, _)| answer(criterion))
            .collect(),
        evidence: evidence()
            .filter(|_| include.evidence)
            .map(|piece| piece_of(piece, tag_name))
            .collect(),
        // What asks the auditor to look again is for the screen, not for a reader.
        warnings: Vec::new(),
    })
}

fn piece_of(piece: &crate::model::evidence::Evidence, tag_name: &dyn Fn(&i64) -> Option<String>) -> Evidence {
    Evidence {
        text: piece.text.clone(),
        source: vocabulary::source_name(&piece.source).to_owned(),
        direction: match piece.direction {
            Points::Strength => Direction::Strength,
            Points::Develop => Direction::ToDevelop,
            Points::Neutral => Direction::Neutral,
        },
        happened: date(piece.happened),
        seen: date(piece.seen),
        reference: piece.reference.clone(),
        criteria: piece.criteria.clone(),
        tags: piece.tags.iter().filter_map(tag_name).collect(),
    }
}

/// The report of one audit.
pub fn audit_report(session: &Session, view: &AuditView, include: Include) -> Result<AuditReport> {
    let (audit, framework) = (&view.audit, &view.framework);
    let (now, tags, people) = (
        session.store().clock().now(),
        session.store().tags()?,
        session.store().people()?,
    );
    let today = now.date();
    let name = |id: i64| {
        people
            .iter()
            .find(|person| person.id == id)
            .map_or("", |person| person.name.as_str())
    };
    let tag_name = |id: &i64| tags.iter().find(|tag| tag.id == *id).map(|tag| tag.name.clone());
    let mut judgements = Vec::new();
    let mut places = BTreeMap::new();
    for (at, judgement) in framework.in_report_order().into_iter().enumerate() {
        if let Some(section) = section(view, judgement, at + 1, include, &tag_name) {
            places.insert(judgement.id.clone(), judgements.len());
            judgements.push(section);
        }
    }
    let judgement_table = match framework.kind {
        FrameworkKind::CaseAudit => (0..judgements.len()).collect(),
        FrameworkKind::Inspection => framework
            .judgements
            .iter()
            .filter_map(|j| places.get(&j.id).copied())
            .collect(),
    };
    let agreed = !audit.agreed_overall.is_empty();
    let moderated = agreed && audit.agreed_overall != audit.overall;
    let mut feedback = Vec::new();
    if include.feedback && audit.subject == Subject::Child {
        let asked = |asked: Option<crate::model::audit::AskedForView>, said: &str| match asked {
            Some(asked) if said.is_empty() => asked.name().to_owned(),
            Some(asked) => format!("{}. {said}", asked.name()),
            None => said.to_owned(),
        };
        feedback.push(Fact::new("Worker’s reflection", audit.worker_reflection.clone()));
        feedback.push(Fact::new("The worker", audit.worker_view.name()));
        feedback.push(Fact::new(
            format!("The {}", audit.whom()),
            asked(audit.child_asked, &audit.child_said),
        ));
        feedback.push(Fact::new(
            "Parents or carers",
            asked(audit.parents_asked, &audit.parents_said),
        ));
        feedback.retain(|fact| !fact.value.is_empty());
    }
    let mut concerns: Vec<&Concern> = view.concerns.iter().collect();
    concerns.sort_by_key(|concern| !concern.open());
    Ok(AuditReport {
        letterhead: letterhead(session, std::slice::from_ref(framework))?,
        heading: match (framework.kind, audit.subject) {
            (FrameworkKind::CaseAudit, _) => "Case audit".to_owned(),
            (_, Subject::Child) => "Audit of a child’s case".to_owned(),
            (_, Subject::Team) => "Audit of a team".to_owned(),
            (_, Subject::Service) => "Audit of the service".to_owned(),
        },
        judgements_word: judgements_word(framework).to_owned(),
        overall_word: framework.overall.clone().unwrap_or_default(),
        impact_word: audit.impact_word().to_owned(),
        facts: facts(view),
        safe_now: (audit.subject == Subject::Child).then(|| SafeNow {
            question: audit.safe_question(),
            answer: match audit.safe_now {
                Safe::NotAssessed => "Not answered".to_owned(),
                other => other.name().to_owned(),
            },
            when: audit.safe_now_at.map(Moment::full).unwrap_or_default(),
            why: audit.safe_now_why.clone(),
            alarm: matches!(audit.safe_now, Safe::No | Safe::Unsure),
            safe: audit.safe_now == Safe::Yes,
        }),
        urgent_concerns: concerns
            .into_iter()
            .map(|concern| urgent(concern, name(concern.raised_by), audit.whom(), now))
            .collect(),
        overall: grade_view(framework, audit.counted_overall()).map(grade),
        overall_first: moderated
            .then(|| grade_view(framework, &audit.overall).map(grade))
            .flatten(),
        overall_why: if agreed && !audit.agreed_why.is_empty() {
            audit.agreed_why.clone()
        } else {
            audit.overall_why.clone()
        },
        overall_warnings: Vec::new(),
        judgements,
        judgement_table,
        feedback,
        actions: view
            .actions
            .iter()
            .filter(|_| include.actions)
            .map(|a| action(a, today))
            .collect(),
    })
}

pub(super) fn judgements_word(framework: &Framework) -> &'static str {
    match framework.kind {
        FrameworkKind::CaseAudit => "Sections",
        FrameworkKind::Inspection => "Judgements",
    }
}
