//! Pieces of evidence as one CSV file: the columns of the set, and after them whose audit each is of.

use super::columns::{self, PieceRow};
use super::sheet::Sheet;
use super::{About, Rows};
use crate::model::audit::{Audit, Subject};
use crate::model::case::Case;
use crate::model::evidence::Evidence;
use std::collections::HashMap;
use std::fs::File;
use std::io;

/// A file of evidence that is being written.
pub struct EvidenceFile {
    about: About,
    cases: HashMap<i64, Case>,
    audits: HashMap<i64, Audit>,
    sheet: Sheet,
}

impl EvidenceFile {
    /// Begins it in an empty file.
    pub fn begin(file: File, about: About) -> io::Result<Self> {
        let own = columns::EVIDENCE.iter().map(|(name, ..)| *name);
        let whose = columns::pieces();
        let names: Vec<&str> = own.chain(whose.iter().map(|(name, ..)| *name)).collect();
        Ok(Self {
            about,
            cases: HashMap::new(),
            audits: HashMap::new(),
            sheet: Sheet::on(file, &names)?,
        })
    }

    /// Writes some rows: pieces of evidence, after the cases and audits they are of.
    pub fn put(&mut self, rows: Rows) -> io::Result<()> {
        match rows {
            Rows::Cases(rows) => self.cases.extend(rows.into_iter().map(|case| (case.id, case))),
            Rows::Audits(rows) => self.audits.extend(rows.into_iter().map(|audit| (audit.id, audit))),
            Rows::Evidence(rows) => self.pieces(&rows)?,
            // Not in this file.
            Rows::Judgements(_) | Rows::Answers(_) | Rows::Areas(_) | Rows::Actions(_) | Rows::Concerns(_) => {}
        }
        Ok(())
    }

    fn pieces(&mut self, pieces: &[Evidence]) -> io::Result<()> {
        let (whose, about) = (columns::pieces(), &self.about);
        for piece in pieces {
            let Some(audit) = self.audits.get(&piece.audit) else {
                continue;
            };
            let Some(framework) = about.frameworks.get(&audit.framework) else {
                continue;
            };
            let case = audit.case_id.filter(|_| audit.subject == Subject::Child);
            let tags: Vec<&str> = piece
                .tags
                .iter()
                .filter_map(|tag| about.tags.get(tag).map(String::as_str))
                .collect();
            let row = PieceRow {
                piece,
                audit,
                case: case.and_then(|case| self.cases.get(&case)),
                auditor: about.people.get(&audit.auditor).map_or("", String::as_str),
                framework,
                tags: tags.join("; "),
            };
            self.sheet.cells(&columns::EVIDENCE, piece)?;
            self.sheet.cells(&whose, &row)?;
            self.sheet.end_row()?;
        }
        Ok(())
    }

    /// Ends it; all of it is on disk when it returns.
    pub fn end(self) -> io::Result<()> {
        self.sheet.end()
    }
}
