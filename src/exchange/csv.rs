//! The CSV set: one folder, one file a table, stable ids and column order, RFC 4180, UTF-8 with a byte order mark.
//!
//! A spreadsheet takes a cell that begins with `=`, `+`, `-`, `@` or a control character for a formula. A cell whose
//! text is any number of `'` followed by such a character gets one more `'`; reading takes exactly one away.

mod dip_samples;

use crate::model::action::Action;
use crate::model::area::Area;
use crate::model::audit::Audit;
use crate::model::case::Case;
use crate::model::dip::DipSample;
use crate::model::evidence::Evidence;
use crate::model::framework::{Framework, Judgement};
use crate::model::judged::{NOT_APPLICABLE, NOT_ENOUGH_EVIDENCE};
use crate::model::rules::{Answers, Judgements};
use crate::model::tag::Tag;
use crate::model::time::Moment;
use crate::model::urgent::UrgentConcern;
use crate::model::vocabulary;
use std::sync::Arc;

/// One audit, whole, as it is written out.
#[derive(Clone, Debug)]
pub struct AuditData {
    /// The audit.
    pub audit: Audit,
    /// The child's case.
    pub case: Option<Case>,
    /// The auditor's name.
    pub auditor: String,
    /// The moderator's name.
    pub moderator: String,
    /// Its framework.
    pub framework: Arc<Framework>,
    /// Answers.
    pub answers: Answers,
    /// Judgements.
    pub judgements: Judgements,
    /// Evidence.
    pub evidence: Vec<Evidence>,
    /// Areas for improvement.
    pub areas: Vec<Area>,
    /// Actions.
    pub actions: Vec<Action>,
    /// Urgent concerns.
    pub concerns: Vec<UrgentConcern>,
}

/// One file of the set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The file's name without its ending.
    pub name: &'static str,
    /// Column names.
    pub columns: Vec<&'static str>,
    /// Rows, in the order of their ids.
    pub rows: Vec<Vec<String>>,
}

/// Whether a spreadsheet takes a cell that begins so for a formula.
fn starts_formula(first: char) -> bool {
    matches!(
        first,
        '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '\0' | '＝' | '＋' | '－' | '＠'
    )
}

/// A cell's text made safe for spreadsheets.
pub fn protect(text: &str) -> String {
    if text.trim_start_matches('\'').starts_with(starts_formula) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// The text of a cell that [`protect`] made safe.
pub fn unprotect(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if cell.trim_start_matches('\'').starts_with(starts_formula) => rest,
        _ => cell,
    }
}

impl Table {
    /// The bytes of the file.
    pub fn bytes(&self) -> Result<Vec<u8>, csv::Error> {
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer("\u{feff}".as_bytes().to_vec());
        writer.write_record(&self.columns)?;
        for row in &self.rows {
            writer.write_record(row.iter().map(|cell| protect(cell)))?;
        }
        writer
            .into_inner()
            .map_err(|error| csv::Error::from(error.into_error()))
    }
}

/// Reads a file of the set back: its column names and rows, as they were before they were made safe.
pub fn read(bytes: &[u8]) -> Result<(Vec<String>, Vec<Vec<String>>), csv::Error> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().from_reader(bytes);
    let columns = reader.headers()?.iter().map(str::to_owned).collect();
    let rows = reader
        .records()
        .map(|record| record.map(|cells| cells.iter().map(|cell| unprotect(cell).to_owned()).collect()))
        .collect::<Result<_, _>>()?;
    Ok((columns, rows))
}

/// A column: its name, what it means, and its cell.
type Column<T> = (&'static str, &'static str, fn(&T) -> String);

/// A table and the lines it adds to the data dictionary.
fn table<T>(name: &'static str, columns: &[Column<T>], rows: &[T], dictionary: &mut Vec<Vec<String>>) -> Table {
    dictionary.extend(
        columns
            .iter()
            .map(|(column, meaning, _)| vec![name.to_owned(), (*column).to_owned(), (*meaning).to_owned()]),
    );
    Table {
        name,
        columns: columns.iter().map(|(column, ..)| *column).collect(),
        rows: rows
            .iter()
            .map(|row| columns.iter().map(|(_, _, cell)| cell(row)).collect())
            .collect(),
    }
}

fn date(date: Option<jiff::civil::Date>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}

fn number(number: Option<i64>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

fn moment(moment: Option<Moment>) -> String {
    moment.map(Moment::iso).unwrap_or_default()
}

/// The name of an answer, in words.
pub fn answer_name(framework: &Framework, value: &str) -> String {
    match value {
        NOT_APPLICABLE => "Not applicable".to_owned(),
        NOT_ENOUGH_EVIDENCE => "Not enough evidence".to_owned(),
        other => framework
            .answer(other)
            .map_or_else(|| other.to_owned(), |(_, grade)| grade.name.clone()),
    }
}

fn grade_name(framework: &Framework, grade: &str) -> String {
    framework
        .grade(grade)
        .map_or_else(|| grade.to_owned(), |(_, grade)| grade.name.clone())
}

struct JudgementRow<'a>(&'a AuditData, &'a Judgement, Option<&'a crate::model::judged::Judged>);
struct AnswerRow<'a>(
    &'a AuditData,
    &'a Judgement,
    &'a crate::model::framework::Criterion,
    &'a crate::model::judged::Answer,
);
struct Of<'a, T>(&'a AuditData, &'a T);
struct Pair<'a>(&'a Evidence, String, String);

/// The tables of the set, the data dictionary last.
pub fn tables(audits: &[AuditData], tags: &[Tag], dip_samples: &[DipSample]) -> Vec<Table> {
    let mut dictionary = Vec::new();
    let judgements: Vec<JudgementRow<'_>> = audits
        .iter()
        .flat_map(|data| {
            data.framework
                .judgements
                .iter()
                .map(move |j| JudgementRow(data, j, data.judgements.get(&j.id)))
        })
        .filter(|row| row.2.is_some())
        .collect();
    let answers: Vec<AnswerRow<'_>> = audits
        .iter()
        .flat_map(|data| {
            let criteria = data
                .framework
                .judgements
                .iter()
                .flat_map(|j| j.criteria().map(move |c| (j, c)));
            criteria.filter_map(move |(j, c)| data.answers.get(&c.id).map(|answer| AnswerRow(data, j, c, answer)))
        })
        .collect();
    let mut evidence: Vec<Of<'_, Evidence>> = audits
        .iter()
        .flat_map(|data| data.evidence.iter().map(move |e| Of(data, e)))
        .collect();
    evidence.sort_by_key(|row| row.1.id);
    let areas: Vec<Of<'_, Area>> = audits
        .iter()
        .flat_map(|data| data.areas.iter().map(move |a| Of(data, a)))
        .collect();
    let actions: Vec<Of<'_, Action>> = audits
        .iter()
        .flat_map(|data| data.actions.iter().map(move |a| Of(data, a)))
        .collect();
    let concerns: Vec<Of<'_, UrgentConcern>> = audits
        .iter()
        .flat_map(|data| data.concerns.iter().map(move |c| Of(data, c)))
        .collect();
    let linked: Vec<Pair<'_>> = evidence
        .iter()
        .flat_map(|row| row.1.criteria.iter().map(move |criterion| (row, criterion)))
        .map(|(row, id)| {
            Pair(
                row.1,
                id.clone(),
                row.0
                    .framework
                    .criterion(id)
                    .map_or_else(String::new, |(_, c)| c.question.clone()),
            )
        })
        .collect();
    let tagged: Vec<Pair<'_>> = evidence
        .iter()
        .flat_map(|row| row.1.tags.iter().map(move |tag| (row, tag)))
        .map(|(row, id)| {
            Pair(
                row.1,
                id.to_string(),
                tags.iter()
                    .find(|tag| tag.id == *id)
                    .map_or_else(String::new, |tag| tag.name.clone()),
            )
        })
        .collect();
    let mut set = vec![
        audits_table(audits, &mut dictionary),
        judgements_table(&judgements, &mut dictionary),
        answers_table(&answers, &mut dictionary),
        evidence_table(&evidence, &mut dictionary),
        criteria_table(&linked, &mut dictionary),
        tags_table(&tagged, &mut dictionary),
        areas_table(&areas, &mut dictionary),
        actions_table(&actions, &mut dictionary),
        concerns_table(&concerns, &mut dictionary),
        dip_samples::table_of(audits, dip_samples, &mut dictionary),
    ];
    let about = ["table", "column", "meaning"];
    let own = [
        "The file",
        "The column",
        "What it holds. Times are UTC, dates are year-month-day, an empty cell was not written",
    ];
    dictionary.extend(
        about
            .iter()
            .zip(own)
            .map(|(c, m)| vec!["data_dictionary".to_owned(), (*c).to_owned(), m.to_owned()]),
    );
    set.push(Table {
        name: "data_dictionary",
        columns: about.to_vec(),
        rows: dictionary,
    });
    set
}

fn audits_table(audits: &[AuditData], dictionary: &mut Vec<Vec<String>>) -> Table {
    table(
        "audits",
        &[
            (
                "audit_id",
                "The audit’s number in the workbook; never used again",
                |row: &AuditData| row.audit.id.to_string(),
            ),
            ("subject", "child, team or service", |row| {
                row.audit.subject.key().to_owned()
            }),
            ("reference", "The child’s reference as the council uses it", |row| {
                row.case.as_ref().map(|c| c.reference.clone()).unwrap_or_default()
            }),
            ("type", "Type of case in the period audited", |row| {
                row.audit.kind.map_or_else(String::new, |kind| kind.name().to_owned())
            }),
            ("overlays", "Disabled, unaccompanied, exploitation or missing", |row| {
                row.audit.overlays.names()
            }),
            ("team", "Team in the period audited", |row| row.audit.team.clone()),
            ("worker", "Worker’s code in the period audited", |row| {
                row.audit.worker.clone()
            }),
            ("sex", "Sex as recorded", |row| {
                row.case.as_ref().map(|c| c.sex.clone()).unwrap_or_default()
            }),
            ("ethnicity", "Broad ethnic group as recorded", |row| {
                row.case.as_ref().map(|c| c.ethnicity.clone()).unwrap_or_default()
            }),
            ("disability", "Whether disabled, as recorded", |row| {
                row.case.as_ref().map(|c| c.disability.clone()).unwrap_or_default()
            }),
            ("legal_status", "Legal status in the period audited", |row| {
                row.audit.legal_status.clone()
            }),
            ("sibling_group", "Shared by brothers and sisters", |row| {
                row.case.as_ref().map(|c| c.sibling_group.clone()).unwrap_or_default()
            }),
            ("framework", "Framework version", |row| row.framework.id.clone()),
            ("method", "How it was done", |row| row.audit.method.name().to_owned()),
            ("theme", "Theme, where it is on one", |row| row.audit.theme.clone()),
            ("took_part", "Who took part", |row| row.audit.took_part.clone()),
            ("period_from", "First day of the period audited", |row| {
                date(row.audit.period_from)
            }),
            ("period_to", "Last day of the period audited", |row| {
                date(row.audit.period_to)
            }),
            ("due", "When it is due", |row| date(row.audit.due)),
            ("auditor", "Who audited", |row| row.auditor.clone()),
            ("status", "Only submitted and later count in figures", |row| {
                row.audit.status.name().to_owned()
            }),
            ("safe_now", "Is the child safe now?", |row| {
                row.audit.safe_now.name().to_owned()
            }),
            ("safe_now_at", "When that was answered", |row| {
                moment(row.audit.safe_now_at)
            }),
            ("safe_now_why", "On what it rests", |row| row.audit.safe_now_why.clone()),
            ("overall", "First overall grade, entered", |row| {
                grade_name(&row.framework, &row.audit.overall)
            }),
            ("overall_why", "Why", |row| row.audit.overall_why.clone()),
            ("agreed_overall", "Overall grade agreed at moderation", |row| {
                grade_name(&row.framework, &row.audit.agreed_overall)
            }),
            ("agreed_why", "Why the agreed grade", |row| row.audit.agreed_why.clone()),
            ("moderator", "Who moderated", |row| row.moderator.clone()),
            ("worker_view", "Whether the worker agrees", |row| {
                row.audit.worker_view.name().to_owned()
            }),
            ("worker_reflection", "The worker’s reflection", |row| {
                row.audit.worker_reflection.clone()
            }),
            ("child_asked", "Whether the child was asked", |row| {
                row.audit.child_asked.map_or_else(String::new, |a| a.name().to_owned())
            }),
            ("child_said", "What the child said", |row| row.audit.child_said.clone()),
            ("parents_asked", "Whether the parents or carers were asked", |row| {
                row.audit
                    .parents_asked
                    .map_or_else(String::new, |a| a.name().to_owned())
            }),
            ("parents_said", "What the parents or carers said", |row| {
                row.audit.parents_said.clone()
            }),
            (
                "dip_sample_id",
                "The dip sample it is a part of, by its number in the workbook",
                |row| {
                    let part = row.audit.dip_sample.as_ref();
                    part.map_or_else(String::new, |part| part.id.to_string())
                },
            ),
            ("dip_sample", "The dip sample’s name", |row| {
                let part = row.audit.dip_sample.as_ref();
                part.map(|part| part.name.clone()).unwrap_or_default()
            }),
            ("comment", "The comment on it in its dip sample", |row| {
                row.audit.comment.clone()
            }),
        ],
        audits,
        dictionary,
    )
}

fn judgements_table(rows: &[JudgementRow<'_>], dictionary: &mut Vec<Vec<String>>) -> Table {
    fn judged(row: &JudgementRow<'_>, get: fn(&crate::model::judged::Judged) -> &String) -> String {
        row.2.map(get).cloned().unwrap_or_default()
    }
    table(
        "judgements",
        &[
            ("audit_id", "The audit", |row: &JudgementRow<'_>| {
                row.0.audit.id.to_string()
            }),
            ("judgement_id", "The judgement’s id in the framework", |row| {
                row.1.id.clone()
            }),
            ("judgement", "Its name, as published", |row| row.1.name.clone()),
            ("grade", "First grade, entered", |row| {
                grade_name(&row.0.framework, &judged(row, |j| &j.grade))
            }),
            ("agreed_grade", "Grade agreed at moderation", |row| {
                grade_name(&row.0.framework, &judged(row, |j| &j.agreed_grade))
            }),
            ("why", "Why this grade", |row| judged(row, |j| &j.why)),
            ("found", "What was found", |row| judged(row, |j| &j.found)),
            ("impact", "Impact on the child", |row| judged(row, |j| &j.impact)),
            ("strengths", "Strengths", |row| judged(row, |j| &j.strengths)),
        ],
        rows,
        dictionary,
    )
}

fn answers_table(rows: &[AnswerRow<'_>], dictionary: &mut Vec<Vec<String>>) -> Table {
    table(
        "answers",
        &[
            ("audit_id", "The audit", |row: &AnswerRow<'_>| {
                row.0.audit.id.to_string()
            }),
            ("judgement_id", "The judgement it stands under", |row| row.1.id.clone()),
            ("criterion", "The criterion’s id in the framework", |row| {
                row.2.id.clone()
            }),
            ("topic", "The topic it is about, shared between frameworks", |row| {
                row.2.topic.clone()
            }),
            ("question", "Its question", |row| row.2.question.clone()),
            (
                "answer",
                "The answer; not applicable and not enough evidence are different things",
                |row| answer_name(&row.0.framework, &row.3.value),
            ),
            ("note", "The answer’s own note", |row| row.3.note.clone()),
        ],
        rows,
        dictionary,
    )
}

fn evidence_table(rows: &[Of<'_, Evidence>], dictionary: &mut Vec<Vec<String>>) -> Table {
    table(
        "evidence",
        &[
            (
                "evidence_id",
                "The evidence’s number in the workbook; never used again",
                |row: &Of<'_, Evidence>| row.1.id.to_string(),
            ),
            ("audit_id", "The audit", |row| row.0.audit.id.to_string()),
            ("judgement_id", "The judgement under which it was written", |row| {
                row.1.judgement.clone()
            }),
            ("text", "What was seen", |row| row.1.text.clone()),
            ("source", "Where it was seen", |row| {
                vocabulary::source_name(&row.1.source).to_owned()
            }),
            ("direction", "Strength, to develop or neutral", |row| {
                row.1.direction.name().to_owned()
            }),
            ("happened", "The day it happened", |row| date(row.1.happened)),
            ("seen", "The day the auditor saw it", |row| date(row.1.seen)),
            ("reference", "Where to find it again", |row| row.1.reference.clone()),
        ],
        rows,
        dictionary,
    )
}

fn criteria_table(rows: &[Pair<'_>], dictionary: &mut Vec<Vec<String>>) -> Table {
    table(
        "evidence_criteria",
        &[
            ("evidence_id", "The piece of evidence", |row: &Pair<'_>| {
                row.0.id.to_string()
            }),
            (
                "criterion",
                "The criterion it speaks to, by its id in the framework",
                |row| row.1.clone(),
            ),
            ("question", "The criterion’s question", |row| row.2.clone()),
        ],
        rows,
        dictionary,
    )
}

fn tags_table(rows: &[Pair<'_>], dictionary: &mut Vec<Vec<String>>) -> Table {
    table(
        "evidence_tags",
        &[
            ("evidence_id", "The piece of evidence", |row: &Pair<'_>| {
                row.0.id.to_string()
            }),
            ("tag_id", "The tag’s number in the workbook", |row| row.1.clone()),
            ("tag", "The tag’s name", |row| row.2.clone()),
        ],
        rows,
        dictionary,
    )
}

fn areas_table(rows: &[Of<'_, Area>], dictionary: &mut Vec<Vec<String>>) -> Table {
    table(
        "areas",
        &[
            (
                "area_id",
                "The area’s number in the workbook; never used again",
                |row: &Of<'_, Area>| row.1.id.to_string(),
            ),
            ("audit_id", "The audit", |row| row.0.audit.id.to_string()),
            ("judgement_id", "The judgement it stands under", |row| {
                row.1.judgement.clone()
            }),
            ("text", "What needs to improve", |row| row.1.text.clone()),
            ("national_framework", "The National Framework tag as printed", |row| {
                row.1.national_framework.clone()
            }),
        ],
        rows,
        dictionary,
    )
}

fn actions_table(rows: &[Of<'_, Action>], dictionary: &mut Vec<Vec<String>>) -> Table {
    table(
        "actions",
        &[
            (
                "action_id",
                "The action’s number in the workbook; never used again",
                |row: &Of<'_, Action>| row.1.id.to_string(),
            ),
            ("audit_id", "The audit", |row| row.0.audit.id.to_string()),
            (
                "judgement_id",
                "The judgement it stands under; empty for the whole audit",
                |row| row.1.judgement.clone(),
            ),
            ("text", "What must change", |row| row.1.text.clone()),
            ("owner", "Who sees to it", |row| row.1.owner.clone()),
            ("due", "When it is due", |row| date(row.1.due)),
            ("done", "When it was done", |row| date(row.1.done)),
            ("done_evidence", "The evidence that it was done", |row| {
                row.1.done_evidence.clone()
            }),
            (
                "action_uuid",
                "The same in every copy of the workbook; the action id of a plan",
                |row| row.1.uuid.hyphenated().to_string(),
            ),
            ("raised", "When it was raised", |row| moment(row.1.raised())),
            ("priority", "How much it matters: high, normal or low", |row| {
                row.1.priority.name().to_owned()
            }),
            ("stage", "How far it is while it is not done", |row| {
                row.1.stage.name().to_owned()
            }),
            ("progress", "Notes of progress", |row| row.1.progress.clone()),
            ("verified", "When someone other than its owner verified it", |row| {
                date(row.1.verified)
            }),
            ("verified_by", "Who verified it", |row| row.1.verified_by.clone()),
            (
                "difference",
                "Whether it made a difference for the child; empty while nobody said",
                |row| row.1.difference.map_or_else(String::new, |made| made.name().to_owned()),
            ),
            ("difference_why", "What shows that", |row| row.1.difference_why.clone()),
            ("reaudit", "When it is audited again", |row| date(row.1.reaudit)),
            (
                "criterion",
                "The criterion it came from, by its id in the framework; empty for none",
                |row| row.1.criterion.clone(),
            ),
            (
                "area_id",
                "The area for improvement it came from; empty for none",
                |row| number(row.1.area),
            ),
            (
                "evidence_id",
                "The piece of evidence it came from; empty for none",
                |row| number(row.1.evidence),
            ),
        ],
        rows,
        dictionary,
    )
}

fn concerns_table(rows: &[Of<'_, UrgentConcern>], dictionary: &mut Vec<Vec<String>>) -> Table {
    table(
        "urgent_concerns",
        &[
            (
                "concern_id",
                "The concern’s number in the workbook; never used again",
                |row: &Of<'_, UrgentConcern>| row.1.id.to_string(),
            ),
            ("audit_id", "The audit", |row| row.0.audit.id.to_string()),
            (
                "open",
                "yes until someone other than the auditor confirmed that the child is safe",
                |row| if row.1.open() { "yes" } else { "no" }.to_owned(),
            ),
            ("raised", "When it was raised", |row| row.1.raised.iso()),
            ("seen", "What was seen", |row| row.1.seen.clone()),
            ("told_who", "Who was told", |row| row.1.told_who.clone()),
            ("told_role", "Their role", |row| row.1.told_role.clone()),
            ("told_how", "How", |row| row.1.told_how.clone()),
            ("told_at", "When", |row| moment(row.1.told_at)),
            ("on_record_at", "When it was put on the child’s record", |row| {
                moment(row.1.on_record_at)
            }),
            ("child_seen_by", "Who saw the child", |row| row.1.child_seen_by.clone()),
            ("child_seen_at", "When", |row| moment(row.1.child_seen_at)),
            ("safe_confirmed_by", "Who confirmed that the child is safe", |row| {
                row.1.safe_confirmed_by.clone()
            }),
            ("safe_confirmed_at", "When", |row| moment(row.1.safe_confirmed_at)),
            ("head_told_at", "When the head of service was told", |row| {
                moment(row.1.head_told_at)
            }),
        ],
        rows,
        dictionary,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formulas_are_made_safe_and_come_back() {
        for (text, cell) in [
            ("=1+1", "'=1+1"),
            ("'=1", "''=1"),
            ("''@x", "'''@x"),
            ("-5", "'-5"),
            ("'quoted'", "'quoted'"),
            ("don't", "don't"),
        ] {
            assert_eq!(protect(text), cell);
            assert_eq!(unprotect(cell), text);
        }
    }

    proptest! {
        #[test]
        fn any_text_survives_a_file(texts in proptest::collection::vec(any::<String>(), 1..6), more in "['=+@\\-\t\r\n\"a,]{0,8}") {
            let mut row = texts;
            row.push(more);
            let columns = ["a", "b", "c", "d", "e", "f", "g"];
            let table = Table { name: "t", columns: columns[..row.len()].to_vec(), rows: vec![row.clone()] };
            let bytes = table.bytes().unwrap();
            let marked = bytes.starts_with("\u{feff}".as_bytes());
            prop_assert!(marked);
            let (_, rows) = read(&bytes).unwrap();
            prop_assert_eq!(&rows, &vec![row.clone()]);
            // What a spreadsheet sees never begins as a formula does.
            let raw = csv::ReaderBuilder::new().from_reader(&bytes[3..]).records().next().unwrap().unwrap();
            prop_assert!(raw.iter().all(|cell| !cell.starts_with(starts_formula)));
        }
    }
}
