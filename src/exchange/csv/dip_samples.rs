//! The table of dip samples: how many files gave each answer to each question.

use super::{AuditData, Table, answer_name, table};
use crate::model::audit::Status;
use crate::model::dip::{DipSample, Tally};
use crate::model::judged::{NOT_APPLICABLE, NOT_ENOUGH_EVIDENCE};

/// One answer to one question of one dip sample.
struct Line<'a> {
    sample: &'a DipSample,
    framework: &'a str,
    place: usize,
    criterion: &'a str,
    question: &'a str,
    answer: String,
    files: usize,
}

/// The table, over the audits that are exported.
pub(super) fn table_of(audits: &[AuditData], samples: &[DipSample], dictionary: &mut Vec<Vec<String>>) -> Table {
    let mut lines = Vec::new();
    for sample in samples {
        let part = |data: &&AuditData| {
            let here = data.audit.dip_sample.as_ref().is_some_and(|part| part.id == sample.id);
            here && data.audit.status != Status::Withdrawn
        };
        let Some(framework) = audits.iter().find(part).map(|data| &data.framework) else {
            continue;
        };
        for (at, id) in sample.questions.iter().enumerate() {
            let answers = audits.iter().filter(part).map(|data| {
                let answer = data.answers.get(id);
                answer.map_or("", |answer| answer.value.as_str())
            });
            let tally = Tally::of(framework, answers);
            let values = framework.answers().iter().map(|value| value.name.clone());
            let mut counts: Vec<(String, usize)> = values.zip(tally.values).collect();
            counts.extend([
                (answer_name(framework, NOT_APPLICABLE), tally.not_applicable),
                (answer_name(framework, NOT_ENOUGH_EVIDENCE), tally.unclear),
                (String::new(), tally.unanswered),
            ]);
            let question = framework.criterion(id).map_or("", |(_, c)| c.question.as_str());
            lines.extend(counts.into_iter().map(|(answer, files)| Line {
                sample,
                framework: &framework.id,
                place: at + 1,
                criterion: id,
                question,
                answer,
                files,
            }));
        }
    }
    lines.sort_by_key(|line| line.sample.id);
    table(
        "dip_samples",
        &[
            (
                "dip_sample_id",
                "The dip sample’s number in the workbook; never used again",
                |line: &Line<'_>| line.sample.id.to_string(),
            ),
            ("dip_sample", "Its name", |line| line.sample.name.clone()),
            ("made", "When it was started", |line| line.sample.made.iso()),
            ("framework", "Framework version", |line| line.framework.to_owned()),
            ("place", "The place of the question in the dip sample", |line| {
                line.place.to_string()
            }),
            ("criterion", "The criterion’s id in the framework", |line| {
                line.criterion.to_owned()
            }),
            ("question", "Its question", |line| line.question.to_owned()),
            ("answer", "An answer to it; empty for not answered", |line| {
                line.answer.clone()
            }),
            (
                "files",
                "How many of its files in this export have that answer; those removed from it are not counted",
                |line| line.files.to_string(),
            ),
        ],
        &lines,
        dictionary,
    )
}
