//! The facet index on the workbook's thread: built in slices after opening, patched from each commit.

use super::{Desk, Tell};
use crate::app::evidence_list::{EvidenceAsk, EvidenceView};
use crate::model::change::Entity;
use crate::model::facets::Facets;
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
    edition: u64,
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
        self.counting.asked = ask;
        self.show_evidence();
    }

    fn show_evidence(&self) {
        let Some(ask) = &self.counting.asked else { return };
        let facets = &self.counting.facets;
        let found = facets.find(&ask.filter, ask.order, None);
        let view = EvidenceView {
            ask: ask.clone(),
            ids: found.ids,
            counts: found.counts,
            matrix: ask.across.map(|across| facets.matrix(&ask.filter, across, None)),
            total: self.counting.total,
            counted: if self.counting() {
                facets.len()
            } else {
                self.counting.total
            },
            edition: self.counting.edition,
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
