//! The summary over many audits as the report wants it: the figures of an analysis, and what they rest on.

use super::analysis::{AnalysisView, tag_figures};
use super::analysis_table::{kind_name, team_name};
use super::export::ExportAsk;
use super::report_build::{action, grade, judgements_word, letterhead, urgent};
use super::session::Session;
use super::view::who;
use crate::model::analysis::{Choice, LEAST, Tally, month_name};
use crate::model::audit::Status;
use crate::model::framework::FrameworkKind;
use crate::report::model::{Fact, Grade};
use crate::report::{AreaLine, Breakdown, Cell, Grid, SummaryReport, TagLine, suppress};
use crate::store::{AuditFilter, Result, StoreError};
use std::collections::BTreeSet;

/// How many tags the summary names: those with most evidence.
const MOST_TAGS: usize = 30;

/// How many areas and actions the summary lists.
const MOST_ROWS: usize = 500;

/// Counts in the scale's order and then those without a grade.
fn counts(tally: &Tally) -> Vec<u32> {
    tally.by_rank.iter().copied().chain([tally.none]).collect()
}

fn number(n: u32) -> String {
    match suppress(n) {
        Cell::N(n) => n.to_string(),
        Cell::Small | Cell::Hidden => "Fewer than 5".to_owned(),
    }
}

/// How many audits the summary's figures are of.
pub fn counted(session: &Session, choice: &Choice) -> Result<usize> {
    let graded = session.all_graded()?;
    let view = session.analysis_view(&graded, choice);
    Ok(view.analysis.all.all() as usize)
}

/// The summary over submitted audits and later, as the export asks for it.
pub fn summary_report(session: &Session, ask: &ExportAsk) -> Result<SummaryReport> {
    let (store, now) = (session.store(), session.store().clock().now());
    let today = now.date();
    let people = store.people()?;
    let name = |id: i64| {
        let person = people.iter().find(|person| person.id == id);
        person.map_or("", |person| person.name.as_str())
    };
    let graded = session.all_graded()?;
    let view = session.analysis_view(&graded, &ask.choice);
    let first = || session.frameworks.first().map(|(_, framework)| framework.clone());
    let Some(framework) = view.framework.clone().or_else(first) else {
        return Err(StoreError::Refused("The workbook has no framework.".to_owned()));
    };
    let of = &view.analysis;
    let mut scale: Vec<Grade> = view.scale.iter().cloned().map(grade).collect();
    let mut all = counts(&of.all);
    if scale.is_empty() {
        // Nothing counts yet: the scale stands there empty.
        let names = framework.grades().iter();
        scale = names
            .filter_map(|g| super::view::grade_view(&framework, &g.id))
            .map(grade)
            .collect();
        all = vec![0; scale.len() + 1];
    }
    let heading = if framework.kind == FrameworkKind::CaseAudit {
        "Summary of case audits"
    } else {
        "Summary of audits"
    };
    let mut report = SummaryReport::new(
        letterhead(session, std::slice::from_ref(&framework))?,
        heading,
        scale.clone(),
        &all,
    );
    report.period = period(&view);
    report.facts = facts(&view, name(session.me()));
    let audits = store.audits(AuditFilter::All)?;
    let waiting = |status: Status| !status.counts() && status != Status::Withdrawn;
    report.not_counted = audits.iter().filter(|(audit, _)| waiting(audit.status)).count() as u32;
    let parts = |rows: Vec<(String, Vec<u32>)>| Breakdown::parts(scale.clone(), rows);
    let kinds = of
        .by_kind
        .iter()
        .map(|(kind, tally)| (kind_name(*kind).to_owned(), counts(tally)));
    report.by_type = parts(kinds.collect());
    let teams = of
        .by_team
        .iter()
        .map(|(team, tally)| (team_name(team).to_owned(), counts(tally)));
    report.by_team = parts(teams.collect());
    let quarters = view.quarters();
    if quarters.len() > 1 {
        report.by_quarter = parts(
            quarters
                .iter()
                .map(|(_, name, tally)| (name.clone(), counts(tally)))
                .collect(),
        );
    }
    judgements_word(&framework).clone_into(&mut report.judgements_word);
    let full = |id: &str| {
        framework
            .judgement(id)
            .map_or_else(|| id.to_owned(), |judgement| judgement.name.clone())
    };
    let sections = view
        .sections()
        .into_iter()
        .map(|(section, tally)| (full(section), counts(tally)));
    report.by_judgement = Breakdown::alone(scale.clone(), sections.collect());
    report.sections_by_team = grid(&view);
    report.moderated = moderated(&view, scale);
    report.tags = tags(session, ask)?;
    let mine: BTreeSet<i64> = audits
        .iter()
        .map(|(audit, _)| audit.id)
        .filter(|id| {
            graded
                .get(*id)
                .is_some_and(|audit| ask.choice.takes(audit, of.framework))
        })
        .collect();
    let short = |id: &str| {
        framework
            .judgement(id)
            .map_or_else(|| id.to_owned(), |judgement| judgement.short.clone())
    };
    let mut areas = store.all_areas()?;
    areas.retain(|area| mine.contains(&area.audit));
    newest(&mut areas, "Areas for improvement", &mut report.facts);
    report.areas = areas
        .into_iter()
        .map(|area| AreaLine {
            reference: None,
            judgement: short(&area.judgement),
            text: area.text,
        })
        .collect();
    if ask.include.actions {
        let mut actions = store.actions(None)?;
        actions.retain(|action| mine.contains(&action.audit));
        newest(&mut actions, "Actions", &mut report.facts);
        report.actions = actions.iter().map(|a| action(a, today)).collect();
    }
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
    Ok(report)
}

/// Nobody reads a list of ten thousand: the newest stand in the report, and it says so.
fn newest<T>(rows: &mut Vec<T>, name: &str, facts: &mut Vec<Fact>) {
    let all = rows.len();
    if all > MOST_ROWS {
        rows.drain(..all - MOST_ROWS);
        facts.push(Fact::new(
            name,
            format!("The newest {MOST_ROWS} of {all}; all are in the CSV set"),
        ));
    }
}

/// The months the audits were due in.
fn period(view: &AnalysisView) -> String {
    let months = view.analysis.by_month.iter().map(|(month, _)| *month);
    let (first, last) = (months.clone().min(), months.max());
    match (view.choice.from.or(first), view.choice.to.or(last)) {
        (Some(from), Some(to)) if from == to => format!("Audits due {}", month_name(from)),
        (Some(from), Some(to)) => format!("Audits due {} to {}", month_name(from), month_name(to)),
        _ => String::new(),
    }
}

fn facts(view: &AnalysisView, made_by: &str) -> Vec<Fact> {
    let mut facts = vec![Fact::new(
        "Counted",
        "Submitted, in moderation, agreed and final audits; the agreed grade where there is one",
    )];
    facts.extend(view.choice.team.as_ref().map(|team| Fact::new("Team", team_name(team))));
    facts.extend(view.choice.kind.map(|kind| Fact::new("Type of case", kind.name())));
    facts.push(Fact::new("Made by", made_by));
    if view.analysis.elsewhere > 0 {
        let words = format!("{} on other frameworks", number(view.analysis.elsewhere));
        facts.push(Fact::new("Left out of the figures", words));
    }
    if view.analysis.dips > 0 {
        facts.push(Fact::new("Dip samples, counted apart", number(view.analysis.dips)));
    }
    let (n, up, down) = view.analysis.moved();
    if n >= LEAST {
        let words = format!(
            "{} of {n} grades moved up, {} down",
            number(up).to_lowercase(),
            number(down).to_lowercase()
        );
        facts.push(Fact::new("Moderation", words));
    }
    facts
}

fn grid(view: &AnalysisView) -> Grid {
    let teams: Vec<&str> = view.analysis.by_team.iter().map(|(team, _)| team.as_str()).collect();
    // More teams do not fit across a page; they stand in the analysis on screen and in its tables.
    if teams.len() > 8 || teams.len() < 2 {
        return Grid::default();
    }
    let short = |rank: u8| {
        let grade = (rank as usize).checked_sub(1).and_then(|at| view.scale.get(at));
        grade.map_or("", |grade| grade.short.as_str())
    };
    let rows = view.sections().into_iter().map(|(section, _)| {
        let cells = teams.iter().map(|team| {
            let tally = view
                .analysis
                .by_section_and_team
                .get(&(section.to_owned(), (*team).to_owned()));
            match tally.and_then(|tally| Some((tally.middle()?, tally.graded()))) {
                Some((rank, n)) => format!("{} ({n})", short(rank)),
                None if tally.is_some() => "<5".to_owned(),
                None => "–".to_owned(),
            }
        });
        (view.section_name(section).to_owned(), cells.collect())
    });
    Grid {
        rows: rows.collect(),
        columns: teams.iter().map(|team| team_name(team).to_owned()).collect(),
    }
}

fn moderated(view: &AnalysisView, scale: Vec<Grade>) -> Breakdown {
    let n = scale.len() as u8;
    let rows = (1..=n).filter_map(|first| {
        let counts: Vec<u32> = (1..=n)
            .map(|agreed| view.analysis.moderated.get(&(first, agreed)).copied().unwrap_or(0))
            .collect();
        (counts.iter().sum::<u32>() > 0).then(|| (view.grade_name(first).to_owned(), counts))
    });
    Breakdown::parts(scale, rows.collect())
}

fn tags(session: &Session, ask: &ExportAsk) -> Result<Vec<TagLine>> {
    let figures = match &ask.tags {
        Some(figures) => figures.clone(),
        None => tag_figures(&session.facets()?, &ask.choice),
    };
    let mut figures: Vec<_> = figures
        .into_iter()
        .filter(|figure| figure.strengths + figure.develop >= LEAST)
        .collect();
    figures.sort_by_key(|figure| std::cmp::Reverse(figure.strengths + figure.develop));
    let known = session.store().tags()?;
    let line = |figure: &super::analysis::TagFigure| {
        let tag = known.iter().find(|tag| tag.id == figure.tag)?;
        Some(TagLine {
            name: tag.name.clone(),
            strengths: suppress(figure.strengths),
            develop: suppress(figure.develop),
        })
    };
    Ok(figures.iter().filter_map(line).take(MOST_TAGS).collect())
}
