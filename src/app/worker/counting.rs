//! The facet index on the workbook's thread: built in slices after opening, patched from each commit.

use super::{Desk, Tell};
use crate::app::evidence_list::{EvidenceAsk, EvidenceView};
use crate::model::change::Entity;
use crate::model::facets::Facets;
use crate::model::search::Query;
use crate::store::{Committed, Result};
use std::sync::Arc;

/// Pieces read at once: some ten milliseconds, after which whatever was asked meanwhile is answered.
const SLICE: usize = 10_000;

/// More rows than this in one commit, and the index is built anew.
const MANY: usize = 20_000;

/// The index, how far it is read, and what is shown of it.
#[derive(Default)]
pub(super) struct Counting {
    pub(super) facets: Facets,
    /// The number of the last piece that was read, while there are more.
    reading: Option<i64>,
    total: usize,
    /// What the list of evidence shows, while it is looked at.
    asked: Option<EvidenceAsk>,
    /// It was asked for and is not shown yet.
    waiting: bool,
    edition: u64,
    /// The pieces that hold the words of the filter, with the words and the edition they were looked for in.
    with_words: Option<(String, u64, Arc<Vec<u32>>)>,
}

impl Desk<'_> {
    /// Begins to build the index.
    pub(super) fn count_afresh(&mut self) {
        let begun = self.begin_counting();
        self.tell_unread(begun);
    }

    fn begin_counting(&mut self) -> Result<()> {
        let total = self.session.store().evidence_count()?;
        let mut facets = Facets::default();
        facets.reserve(total);
        for facts in self.session.store().audit_facts(None)? {
            facets.put_audit(&facts);
        }
        self.counting.facets = facets;
        self.counting.total = total;
        self.counting.reading = Some(0);
        Ok(())
    }

    /// Whether there is evidence that is not counted yet.
    pub(super) fn counting(&self) -> bool {
        self.counting.reading.is_some()
    }

    /// Counts some more evidence.
    pub(super) fn count_on(&mut self) {
        let Some(after) = self.counting.reading else { return };
        match self.session.store().pieces(after, SLICE) {
            Ok(pieces) => {
                for piece in &pieces {
                    self.counting.facets.put(piece);
                }
                self.counting.reading = pieces.last().map(|piece| piece.id).filter(|_| pieces.len() == SLICE);
                if self.counting.reading.is_none() {
                    self.counting.total = self.counting.facets.len();
                }
            }
            Err(error) => {
                self.counting.reading = None;
                self.tell_unread(Err(error));
            }
        }
        self.show_evidence();
        if !self.counting() {
            self.show_analysis();
        }
    }

    /// Takes into the index what a commit touched.
    pub(super) fn recount(&mut self, committed: &Committed) {
        let wanted = |entity| matches!(entity, Entity::Evidence | Entity::Audit);
        let touched = committed.touched.iter().filter(|touched| wanted(touched.entity));
        if touched.clone().count() > MANY {
            self.count_afresh();
        } else {
            let rows: Vec<(Entity, i64)> = touched.map(|touched| (touched.entity, touched.row)).collect();
            let patched = self.patch(&rows);
            self.tell_unread(patched);
        }
        let shown = |entity| {
            matches!(
                entity,
                Entity::Evidence | Entity::Audit | Entity::Case | Entity::Tag | Entity::Person
            )
        };
        if committed.touched.iter().any(|touched| shown(touched.entity)) {
            self.counting.edition += 1;
            self.show_evidence();
        }
    }

    fn patch(&mut self, rows: &[(Entity, i64)]) -> Result<()> {
        let store = self.session.store();
        // Audits first: evidence of one that is not known is not counted.
        for (_, row) in rows.iter().filter(|(entity, _)| *entity == Entity::Audit) {
            for facts in store.audit_facts(Some(*row))? {
                self.counting.facets.put_audit(&facts);
            }
        }
        for (_, row) in rows.iter().filter(|(entity, _)| *entity == Entity::Evidence) {
            match store.piece(*row)? {
                Some(piece) => self.counting.facets.put(&piece),
                None => self.counting.facets.remove(*row),
            }
        }
        if self.counting.reading.is_none() {
            self.counting.total = self.counting.facets.len();
        }
        Ok(())
    }

    /// Shows the list of evidence in this way from now on; nothing when it is no longer looked at.
    pub(super) fn ask_evidence(&mut self, ask: Option<EvidenceAsk>) {
        self.counting.waiting = ask.is_some();
        self.counting.asked = ask;
    }

    /// The pieces that hold the words of the filter, looked for once for each edition.
    fn with_words(&mut self, words: &str) -> Result<Option<Arc<Vec<u32>>>> {
        if Query::read(words).is_empty() {
            return Ok(None);
        }
        let edition = self.counting.edition;
        if let Some((_, _, ids)) = self
            .counting
            .with_words
            .as_ref()
            .filter(|(known, since, _)| known == words && *since == edition)
        {
            return Ok(Some(ids.clone()));
        }
        let ids = Arc::new(self.session.store().evidence_with(words)?);
        self.counting.with_words = Some((words.to_owned(), edition, ids.clone()));
        Ok(Some(ids))
    }

    /// Whether the list of evidence waits to be shown.
    pub(super) fn evidence_waits(&self) -> bool {
        self.counting.waiting
    }

    /// Shows the list of evidence as it was asked for.
    pub(super) fn show_evidence(&mut self) {
        self.counting.waiting = false;
        let Some(ask) = self.counting.asked.clone() else { return };
        let words = match self.with_words(&ask.filter.words) {
            Ok(words) => words,
            Err(error) => return self.tell_unread(Err(error)),
        };
        let words = words.as_ref().map(|words| words.as_slice());
        let facets = &self.counting.facets;
        let found = facets.find(&ask.filter, ask.order, words);
        let view = EvidenceView {
            ids: found.ids,
            counts: found.counts,
            matrix: ask.across.map(|across| facets.matrix(&ask.filter, across, words)),
            total: self.counting.total,
            counted: if self.counting() {
                facets.len()
            } else {
                self.counting.total
            },
            edition: self.counting.edition,
            ask,
        };
        self.out.tell(Tell::Evidence(Arc::new(view)));
    }

    /// Reads the words of the rows in sight.
    pub(super) fn show_evidence_rows(&self, ids: &[i64]) {
        match self.session.evidence_rows(ids) {
            Ok(rows) => self.out.tell(Tell::EvidenceRows {
                rows: rows.into_iter().map(Arc::new).collect(),
                edition: self.counting.edition,
            }),
            Err(error) => self.out.tell(Tell::Refused(error.into())),
        }
    }

    /// The words of some pieces, to be put elsewhere.
    pub(super) fn tell_evidence_text(&self, ids: &[i64]) {
        match self.session.evidence_text(ids) {
            Ok((words, n)) => self.out.tell(Tell::EvidenceText(words, n)),
            Err(error) => self.out.tell(Tell::Refused(error.into())),
        }
    }

    fn tell_unread(&self, read: Result<()>) {
        if let Err(error) = read {
            self.out.tell(Tell::Refused(error.into()));
        }
    }
}
