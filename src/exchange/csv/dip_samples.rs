//! What dip samples come to: how many files gave each answer to each question, counted while the rows go by.

use super::answer_name;
use super::columns::DipRow;
use crate::model::audit::{Audit, Status};
use crate::model::dip::{DipSample, Tally};
use crate::model::framework::Framework;
use crate::model::judged::{Answer, NOT_APPLICABLE, NOT_ENOUGH_EVIDENCE};
use std::collections::{BTreeMap, HashMap};
use std::iter::repeat_n;
use std::sync::Arc;

/// The dip samples of a set, by number, with what was counted of each.
#[derive(Default)]
pub(super) struct DipSamples {
    samples: BTreeMap<i64, Counted>,
    /// The dip sample of each audit that counts.
    parts: HashMap<i64, i64>,
}

struct Counted {
    sample: DipSample,
    /// Of its first file; nothing while it has none in this set.
    framework: Option<Arc<Framework>>,
    files: usize,
    /// How often each answer was given, of each question.
    answers: Vec<BTreeMap<String, usize>>,
}

impl DipSamples {
    pub(super) fn new(samples: &[DipSample]) -> Self {
        let counted = |sample: &DipSample| Counted {
            sample: sample.clone(),
            framework: None,
            files: 0,
            answers: vec![BTreeMap::new(); sample.questions.len()],
        };
        Self {
            samples: samples.iter().map(|sample| (sample.id, counted(sample))).collect(),
            parts: HashMap::new(),
        }
    }

    /// The name of a dip sample.
    pub(super) fn name(&self, id: i64) -> &str {
        self.samples.get(&id).map_or("", |counted| counted.sample.name.as_str())
    }

    /// An audit of the set; those that were removed from their dip sample are not counted.
    pub(super) fn audit(&mut self, audit: &Audit, framework: &Arc<Framework>) {
        let Some(part) = audit.dip_sample.as_ref().filter(|_| audit.status != Status::Withdrawn) else {
            return;
        };
        if let Some(counted) = self.samples.get_mut(&part.id) {
            counted.framework.get_or_insert_with(|| framework.clone());
            counted.files += 1;
            self.parts.insert(audit.id, part.id);
        }
    }

    /// An answer of an audit of the set.
    pub(super) fn answer(&mut self, audit: i64, criterion: &str, answer: &Answer) {
        let Some(counted) = self.parts.get(&audit).and_then(|id| self.samples.get_mut(id)) else {
            return;
        };
        let places = counted.sample.questions.iter().zip(&mut counted.answers);
        for (_, answers) in places.filter(|(question, _)| *question == criterion) {
            *answers.entry(answer.value.clone()).or_default() += 1;
        }
    }

    /// The lines of the table.
    pub(super) fn lines(&self) -> Vec<DipRow<'_>> {
        let mut lines = Vec::new();
        for counted in self.samples.values() {
            let Some(framework) = counted.framework.as_deref() else {
                continue;
            };
            for (at, (id, answers)) in counted.sample.questions.iter().zip(&counted.answers).enumerate() {
                let given = answers.iter().flat_map(|(value, n)| repeat_n(value.as_str(), *n));
                let missing = counted.files.saturating_sub(answers.values().sum());
                let tally = Tally::of(framework, given.chain(repeat_n("", missing)));
                let values = framework.answers().iter().map(|value| value.name.clone());
                let mut counts: Vec<(String, usize)> = values.zip(tally.values).collect();
                counts.extend([
                    (answer_name(framework, NOT_APPLICABLE), tally.not_applicable),
                    (answer_name(framework, NOT_ENOUGH_EVIDENCE), tally.unclear),
                    (String::new(), tally.unanswered),
                ]);
                let question = framework.criterion(id).map_or("", |(_, one)| one.question.as_str());
                lines.extend(counts.into_iter().map(|(answer, files)| DipRow {
                    sample: &counted.sample,
                    framework: &framework.id,
                    place: at + 1,
                    criterion: id,
                    question,
                    answer,
                    files,
                }));
            }
        }
        lines
    }
}
