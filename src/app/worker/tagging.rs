//! What the screen of tags asks of the workbook's thread.

use super::{Desk, Tell};
use crate::app::error::UserError;
use crate::app::{export, tags_import};
use crate::store::StoreError;
use std::path::PathBuf;
use std::sync::Arc;

impl Desk<'_> {
    /// What carries a tag, and where.
    pub(super) fn tell_tag_uses(&self, tag: i64) {
        match self.session.store().where_used(tag) {
            Ok(uses) => self.out.tell(Tell::TagUses(tag, Arc::new(uses))),
            Err(error) => self.out.tell(Tell::Refused(error.into())),
        }
    }

    /// The evidence that carries a tag and is found by these words.
    pub(super) fn tell_tag_evidence(&self, tag: i64, words: String) {
        let store = self.session.store();
        let find = || {
            let mut pieces = store.evidence_tagged(tag)?;
            if !words.trim().is_empty() {
                // In order of their numbers.
                let found = store.evidence_with(words.trim())?;
                pieces.retain(|piece| u32::try_from(*piece).is_ok_and(|piece| found.binary_search(&piece).is_ok()));
            }
            Ok::<_, StoreError>(pieces)
        };
        match find() {
            Ok(pieces) => self.out.tell(Tell::TagEvidence {
                tag,
                words,
                pieces: Arc::new(pieces),
            }),
            Err(error) => self.out.tell(Tell::Refused(UserError::from(error))),
        }
    }

    /// The words of pieces of evidence, each with whom it is about.
    pub(super) fn tell_piece_words(&self, pieces: &[i64]) {
        match self.session.piece_words(pieces) {
            Ok(words) => self.out.tell(Tell::PieceWords(words)),
            Err(error) => self.out.tell(Tell::Refused(error.into())),
        }
    }

    /// Reads a file of tags and says what taking it in would change. A drive that does not answer holds up this job alone.
    pub(super) fn read_tags(&self, path: PathBuf) {
        let tags = match self.session.store().tags_uncounted() {
            Ok(tags) => tags,
            Err(error) => return self.out.tell(Tell::TagsRead(Err(error.into()))),
        };
        let begun = self.out.job("tags", move || {
            Tell::TagsRead(tags_import::read(&path, &tags).map(Arc::new))
        });
        if !begun {
            self.out.tell(Tell::TagsRead(Err(no_thread())));
        }
    }

    /// Writes the tags to a file that does not exist yet.
    pub(super) fn write_tags(&self, path: PathBuf) {
        let bytes = self.session.store().tags_uncounted().map_err(UserError::from);
        let bytes = match bytes.and_then(|tags| tags_import::write(&tags)) {
            Ok(bytes) => bytes,
            Err(error) => return self.out.tell(Tell::TagsWritten(Err(error))),
        };
        let begun = self.out.job("tags", move || {
            Tell::TagsWritten(export::write_new(&path, &bytes).map(|()| path))
        });
        if !begun {
            self.out.tell(Tell::TagsWritten(Err(no_thread())));
        }
    }
}

fn no_thread() -> UserError {
    UserError::new("This could not be started", "Close other programs and try again.")
}
