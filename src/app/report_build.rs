//! From the workbook to the plain model of a report.

use super::export::Include;
use super::session::Session;
use super::view::{AuditView, GradeView, grade_view, who};
use crate::exchange::csv::answer_name;
use crate::model::audit::{Audit, SafeNow as Safe, Status, Subject};
use crate::model::evidence::Direction as Points;
use crate::model::framework::{Asked, Framework, FrameworkKind};
use crate::model::judged::Judged;
use crate::model::time::{Moment, long_date, short_date};
use crate::model::urgent::UrgentConcern as Concern;
use crate::model::{change, framework, rules, vocabulary};
use crate::report::model::{
    Action, Answer, Area, AuditReport, Direction, Evidence, Fact, Grade, Judgement, Letterhead, SafeNow, UrgentConcern,
};
use crate::report::summary::{AreaLine, Breakdown, SummaryReport};
use crate::report::suppress::{Cell, suppress};
use crate::store::{AuditFilter, Result};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

fn grade(view: GradeView) -> Grade {
    Grade {
        name: view.name,
        short: view.short,
        rank: view.rank as u32,
        of: view.of as u32,
    }
}

fn letterhead(session: &Session, frameworks: &[Arc<Framework>]) -> Result<Letterhead> {
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
    fact("Who took part", audit.took_part.clone());
    fact("Auditor", view.auditor.clone());
    fact("Moderator", view.moderator.clone().unwrap_or_default());
    fact("Due", date(audit.due));
    fact("Status", audit.status.name().to_owned());
    let (answered, asked) = view.progress();
    let word = match view.framework.kind {
        FrameworkKind::CaseAudit => "Core questions answered",
        FrameworkKind::Inspection => "Questions answered",
    };
    fact(word, format!("{answered} of {asked}"));
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

fn urgent(concern: &Concern, raised_by: &str, whom: &str, now: Moment) -> UrgentConcern {
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

fn action(action: &crate::model::action::Action, today: Date) -> Action {
    Action {
        what: action.text.clone(),
        owner: action.owner.clone(),
        due: date(action.due),
        done: date(action.done),
        evidence: action.done_evidence.clone(),
        overdue: action.overdue(today),
    }
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

fn judgements_word(framework: &Framework) -> &'static str {
    match framework.kind {
        FrameworkKind::CaseAudit => "Sections",
        FrameworkKind::Inspection => "Judgements",
    }
}

/// Audits by grade, in the scale's order and then those without one.
#[derive(Default)]
struct Tally {
    all: Vec<u32>,
    by_type: BTreeMap<String, Vec<u32>>,
    by_team: BTreeMap<String, Vec<u32>>,
    by_judgement: BTreeMap<String, Vec<u32>>,
}

impl Tally {
    fn count(&mut self, framework: &Framework, audit: &Audit, judgements: &rules::Judgements) {
        let grades = framework.grades().len();
        let add = |counts: &mut Vec<u32>, grade: &str| {
            counts.resize(grades + 1, 0);
            let column = framework.grade(grade).map_or(grades, |(rank, _)| rank - 1);
            if let Some(count) = counts.get_mut(column) {
                *count += 1;
            }
        };
        let overall = audit.counted_overall();
        add(&mut self.all, overall);
        let kind = audit.kind.map_or("Team or service", |kind| kind.name());
        add(self.by_type.entry(kind.to_owned()).or_default(), overall);
        let team = if audit.team.is_empty() {
            "No team given"
        } else {
            &audit.team
        };
        add(self.by_team.entry(team.to_owned()).or_default(), overall);
        for (id, judged) in judgements {
            let counts = if judged.agreed_grade.is_empty() {
                &judged.grade
            } else {
                &judged.agreed_grade
            };
            if counts.is_empty() {
                continue;
            }
            add(self.by_judgement.entry(id.clone()).or_default(), counts);
        }
    }
}

/// The framework that most of these use.
fn most_used(frameworks: impl Iterator<Item = i64>) -> Option<i64> {
    let mut uses: BTreeMap<i64, usize> = BTreeMap::new();
    for framework in frameworks {
        *uses.entry(framework).or_default() += 1;
    }
    uses.iter()
        .max_by_key(|(number, uses)| (**uses, -**number))
        .map(|(number, _)| *number)
}

/// How many audits the summary's figures are of.
pub fn counted(session: &Session) -> Result<usize> {
    let audits = session.store().audits(AuditFilter::All)?;
    let frameworks = || {
        audits
            .iter()
            .filter(|(audit, _)| audit.status.counts())
            .map(|(audit, _)| audit.framework)
    };
    let most = most_used(frameworks());
    Ok(frameworks().filter(|framework| Some(*framework) == most).count())
}

/// The summary over submitted audits of children's cases and later, on the framework most of them use.
pub fn summary_report(session: &Session, include: Include) -> Result<SummaryReport> {
    let (store, now) = (session.store(), session.store().clock().now());
    let today = now.date();
    let people = store.people()?;
    let name = |id: i64| {
        people
            .iter()
            .find(|person| person.id == id)
            .map_or("", |person| person.name.as_str())
    };
    let audits = store.audits(AuditFilter::All)?;
    let counted: Vec<_> = audits.iter().filter(|(audit, _)| audit.status.counts()).collect();
    let most = most_used(counted.iter().map(|(audit, _)| audit.framework));
    let framework = match most.and_then(|number| session.framework(number)) {
        Some(framework) => framework,
        None => match session.frameworks.first() {
            Some((_, framework)) => framework.clone(),
            None => {
                return Err(crate::store::StoreError::Refused(
                    "The workbook has no framework.".to_owned(),
                ));
            }
        },
    };
    let chosen: Vec<_> = counted
        .iter()
        .filter(|(audit, _)| Some(audit.framework) == most)
        .collect();
    let grades = framework.grades();
    let scale: Vec<Grade> = grades
        .iter()
        .filter_map(|g| grade_view(&framework, &g.id))
        .map(grade)
        .collect();
    let mut tally = Tally::default();
    for (audit, _) in &chosen {
        tally.count(&framework, audit, &store.judgements(audit.id)?);
    }
    let (mut areas, mut actions) = (Vec::new(), Vec::new());
    for (audit, _) in &counted {
        let own = session.framework(audit.framework);
        let short = |id: &str| {
            own.as_ref()
                .and_then(|f| f.judgement(id))
                .map_or_else(|| id.to_owned(), |j| j.short.clone())
        };
        areas.extend(store.areas(audit.id)?.into_iter().map(|a| AreaLine {
            reference: None,
            judgement: short(&a.judgement),
            text: a.text,
        }));
        if include.actions {
            actions.extend(store.actions(Some(audit.id))?.iter().map(|a| action(a, today)));
        }
    }
    tally.all.resize(grades.len() + 1, 0);
    let heading = if framework.kind == FrameworkKind::CaseAudit {
        "Summary of case audits"
    } else {
        "Summary of audits"
    };
    let mut report = SummaryReport::new(
        letterhead(session, std::slice::from_ref(&framework))?,
        heading,
        scale.clone(),
        &tally.all,
    );
    let dates: Vec<Date> = chosen.iter().filter_map(|(audit, _)| audit.due).collect();
    if let (Some(from), Some(to)) = (dates.iter().min(), dates.iter().max()) {
        report.period = format!("Audits due {} to {}", short_date(*from), short_date(*to));
    }
    report.facts = vec![
        Fact::new(
            "Counted",
            "Submitted, in moderation, agreed and final audits; the agreed grade where there is one",
        ),
        Fact::new("Made by", name(session.me())),
    ];
    if chosen.len() < counted.len() {
        report.facts.push(Fact::new(
            "Left out of the figures",
            match suppress((counted.len() - chosen.len()) as u32) {
                Cell::N(n) => format!("{n} on other frameworks"),
                Cell::Small | Cell::Hidden => "Fewer than 5 on other frameworks".to_owned(),
            },
        ));
    }
    let waiting = |status: Status| !status.counts() && status != Status::Withdrawn;
    report.not_counted = audits.iter().filter(|(audit, _)| waiting(audit.status)).count() as u32;
    report.by_type = Breakdown::parts(scale.clone(), tally.by_type.into_iter().collect());
    report.by_team = Breakdown::parts(scale.clone(), tally.by_team.into_iter().collect());
    judgements_word(&framework).clone_into(&mut report.judgements_word);
    let named = framework
        .judgements
        .iter()
        .filter_map(|j| tally.by_judgement.remove(&j.id).map(|counts| (j.name.clone(), counts)));
    report.by_judgement = Breakdown::alone(scale, named.collect());
    for concern in store.urgent_concerns(None)?.iter().filter(|concern| concern.open()) {
        let about = audits.iter().find(|(audit, _)| audit.id == concern.audit);
        let whom = about.map_or("child", |(audit, _)| audit.whom());
        let mut shown = urgent(concern, name(concern.raised_by), whom, now);
        if let Some((audit, reference)) = about {
            shown.title = format!("{}: {}", who(audit, reference), shown.title.to_lowercase());
            // What was seen is the child's story; it is in the audit's own report.
            shown.lines.remove(0);
        }
        report.urgent_concerns.push(shown);
    }
    (report.areas, report.actions) = (areas, actions);
    Ok(report)
}
