//! One dip sample as its grid shows it.

use crate::app::session::Session;
use crate::model::audit::{Audit, SafeNow, Status};
use crate::model::dip::{DipSample, Tally};
use crate::model::framework::{Criterion, Framework, Judgement};
use crate::model::time::Moment;
use crate::model::urgent::UrgentConcern;
use crate::store::{AuditFilter, Result};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A dip sample, whole.
#[derive(Clone, Debug)]
pub struct DipView {
    /// The dip sample.
    pub sample: DipSample,
    /// Its framework.
    pub framework: Arc<Framework>,
    /// Its files, in the order they were added, without those that were removed.
    pub rows: Vec<DipRow>,
    /// What the answers come to, a question each.
    pub tallies: Vec<Tally>,
    /// The references of files that were removed.
    pub removed: Vec<String>,
    /// The file that was added last, removed or not, as a pattern for the next ones.
    pub last: Option<Audit>,
}

/// One file of a dip sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DipRow {
    /// Its audit.
    pub audit: i64,
    /// The child's reference.
    pub who: String,
    /// Whom it is about, in a word.
    pub whom: &'static str,
    /// Where it stands.
    pub status: Status,
    /// The answers, a question each; empty where there is none.
    pub answers: Vec<String>,
    /// The comment.
    pub comment: String,
    /// Whether the child is safe now.
    pub safe_now: SafeNow,
    /// The urgent concern that is open.
    pub concern: Option<UrgentConcern>,
    /// When someone confirmed that the child is safe after an urgent concern, where none is open any more.
    pub safe_since: Option<Moment>,
}

impl DipRow {
    /// Whether every question is answered.
    pub fn complete(&self) -> bool {
        self.answers.iter().all(|answer| !answer.is_empty())
    }

    /// Whether it is complete and not handed in yet.
    pub fn to_submit(&self) -> bool {
        self.status == Status::Draft && self.complete()
    }
}

impl DipView {
    /// Its questions with their judgements, in order; one the framework does not have is left out.
    pub fn questions(&self) -> impl Iterator<Item = (&Judgement, &Criterion)> {
        self.sample
            .questions
            .iter()
            .filter_map(|id| self.framework.criterion(id))
    }

    /// The row of an audit, and its place.
    pub fn row(&self, audit: i64) -> Option<(usize, &DipRow)> {
        self.rows.iter().enumerate().find(|(_, row)| row.audit == audit)
    }
}

impl Session {
    /// One dip sample, whole; `None` when there is no such dip sample.
    pub fn dip_view(&self, id: i64) -> Result<Option<DipView>> {
        let Some(mut sample) = self.store().dip_samples()?.into_iter().find(|known| known.id == id) else {
            return Ok(None);
        };
        let Some(framework) = self.framework(sample.framework) else {
            return Ok(None);
        };
        // Columns, answers and tallies go by the same questions.
        sample.questions.retain(|id| framework.criterion(id).is_some());
        let answers = self.store().dip_answers(id)?;
        let mut open: BTreeMap<i64, UrgentConcern> = BTreeMap::new();
        let mut safe: BTreeMap<i64, Moment> = BTreeMap::new();
        for concern in self.store().urgent_concerns(None)? {
            if concern.open() {
                open.entry(concern.audit).or_insert(concern);
            } else if let Some(at) = concern.safe_confirmed_at {
                let last = safe.entry(concern.audit).or_insert(at);
                *last = at.max(*last);
            }
        }
        let audits = self.store().audits(AuditFilter::OfDipSample(id))?;
        let last = audits.last().map(|(audit, _)| audit.clone());
        let (audits, removed): (Vec<_>, Vec<_>) = audits
            .into_iter()
            .partition(|(audit, _)| audit.status != Status::Withdrawn);
        let rows: Vec<DipRow> = audits
            .into_iter()
            .map(|(audit, who)| {
                let answer = |question: &String| answers.get(&(audit.id, question.clone())).cloned();
                let concern = open.remove(&audit.id);
                DipRow {
                    audit: audit.id,
                    who,
                    whom: audit.whom(),
                    status: audit.status,
                    answers: sample.questions.iter().map(|q| answer(q).unwrap_or_default()).collect(),
                    safe_now: audit.safe_now,
                    safe_since: safe.get(&audit.id).copied().filter(|_| concern.is_none()),
                    concern,
                    comment: audit.comment,
                }
            })
            .collect();
        let tallies = (0..sample.questions.len())
            .map(|at| {
                let answers = rows.iter().filter_map(|row| row.answers.get(at));
                Tally::of(&framework, answers.map(String::as_str))
            })
            .collect();
        Ok(Some(DipView {
            removed: removed.into_iter().map(|(_, who)| who).collect(),
            sample,
            framework,
            rows,
            tallies,
            last,
        }))
    }
}
