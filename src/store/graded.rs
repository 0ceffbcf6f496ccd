//! What analysis is figured from: audits and their grades, without a word.

use super::{Result, Store};
use crate::model::audit::{Method, Status};
use crate::model::case::CaseKind;
use crate::model::time::stored_date;
use jiff::civil::Date;

/// An audit with its grades as they are stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GradesOf {
    /// The audit.
    pub id: i64,
    /// Its framework's number.
    pub framework: i64,
    /// The kind of case.
    pub kind: Option<CaseKind>,
    /// The team.
    pub team: String,
    /// When it was due.
    pub due: Option<Date>,
    /// Where it stands.
    pub status: Status,
    /// It is one of a dip sample.
    pub dip: bool,
    /// First overall grade.
    pub first: String,
    /// Agreed overall grade.
    pub agreed: String,
    /// Its graded sections: judgement, first grade, agreed grade.
    pub sections: Vec<(String, String, String)>,
}

impl Store {
    /// The grades of every audit, or of one, in the order they were started.
    pub fn grades_of(&self, audit: Option<i64>) -> Result<Vec<GradesOf>> {
        let mut found = self.list(
            "SELECT id, framework, kind, team, due, status, method, overall, agreed_overall, dip_sample IS NOT NULL FROM audits
             WHERE ?1 IS NULL OR id = ?1 ORDER BY id",
            [audit],
            |row| {
                let key = |at: usize| -> rusqlite::Result<&str> { Ok(row.get_ref(at)?.as_str().unwrap_or_default()) };
                Ok(GradesOf {
                    id: row.get(0)?,
                    framework: row.get(1)?,
                    kind: CaseKind::from_key(key(2)?),
                    team: row.get(3)?,
                    due: stored_date(key(4)?),
                    status: Status::from_key(key(5)?).unwrap_or(Status::Draft),
                    dip: Method::from_key(key(6)?) == Some(Method::DipSample) || row.get(9)?,
                    first: row.get(7)?,
                    agreed: row.get(8)?,
                    sections: Vec::new(),
                })
            },
        )?;
        let read = |row: &rusqlite::Row<'_>| {
            let section = (row.get(1)?, row.get(2)?, row.get(3)?);
            Ok((row.get::<_, i64>(0)?, section))
        };
        // From an index that has these columns alone: the words of the judgements are not read.
        let sections = match audit {
            None => self.list(
                "SELECT audit, judgement, grade, agreed_grade FROM judgements INDEXED BY judgements_graded
                 WHERE grade <> '' OR agreed_grade <> ''",
                [],
                read,
            )?,
            Some(audit) => self.list(
                "SELECT audit, judgement, grade, agreed_grade FROM judgements WHERE audit = ?1
                 AND (grade <> '' OR agreed_grade <> '')",
                [audit],
                read,
            )?,
        };
        for (audit, section) in sections {
            let at = found.binary_search_by_key(&audit, |audit| audit.id);
            if let Some(audit) = at.ok().and_then(|at| found.get_mut(at)) {
                audit.sections.push(section);
            }
        }
        Ok(found)
    }
}
