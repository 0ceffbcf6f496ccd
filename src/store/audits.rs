//! Audits, without their answers, grades and evidence.

use super::{Result, Store};
use crate::model::audit::{AskedForView, Audit, Method, SafeNow, Status, Subject, WorkerView};
use crate::model::case::{CaseKind, Overlays};
use crate::model::dip::{Part, questions_from_stored};
use crate::model::time::{Moment, stored_date};
use rusqlite::Row;

/// Which audits to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditFilter {
    /// Every audit.
    All,
    /// One audit.
    One(i64),
    /// The audits of a case.
    OfCase(i64),
    /// The audits of a dip sample.
    OfDipSample(i64),
}

pub(super) const COLUMNS: &str = "a.id, a.subject, a.case_id, a.kind, a.overlays, a.team, a.worker, a.legal_status, a.framework, a.method, a.theme,
    a.took_part, a.period_from, a.period_to, a.due, a.auditor, a.status, a.safe_now, a.safe_now_at, a.safe_now_why, a.overall,
    a.overall_why, a.agreed_overall, a.agreed_why, a.moderator, a.worker_reflection, a.worker_view, a.child_asked, a.child_said,
    a.parents_asked, a.parents_said, a.dip_sample, ifnull(d.name, ''), ifnull(d.questions, ''), a.comment";

impl Store {
    /// Audits in the order they were started, each with the reference of its case (empty for a team or the service).
    pub fn audits(&self, filter: AuditFilter) -> Result<Vec<(Audit, String)>> {
        let (wanted, id) = match filter {
            AuditFilter::All => ("", 0),
            AuditFilter::One(id) => ("WHERE a.id = ?1", id),
            AuditFilter::OfCase(id) => ("WHERE a.case_id = ?1", id),
            AuditFilter::OfDipSample(id) => ("WHERE a.dip_sample = ?1", id),
        };
        let sql = format!(
            "SELECT {COLUMNS}, ifnull(c.reference, '') FROM audits a LEFT JOIN cases c ON c.id = a.case_id
             LEFT JOIN dip_samples d ON d.id = a.dip_sample {wanted} ORDER BY a.id"
        );
        let read = |row: &Row<'_>| Ok((audit(row)?, row.get(35)?));
        if filter == AuditFilter::All {
            self.list(&sql, [], read)
        } else {
            self.list(&sql, [id], read)
        }
    }

    /// Teams that are named in audits, by name.
    pub fn teams(&self) -> Result<Vec<String>> {
        let sql = "SELECT DISTINCT team FROM audits WHERE team <> '' ORDER BY team";
        self.list(sql, [], |row| row.get(0))
    }

    /// One audit with its case's reference.
    pub fn audit(&self, id: i64) -> Result<Option<(Audit, String)>> {
        Ok(self.audits(AuditFilter::One(id))?.pop())
    }
}

pub(super) fn audit(row: &Row<'_>) -> rusqlite::Result<Audit> {
    let key = |at: usize| -> rusqlite::Result<&str> { Ok(row.get_ref(at)?.as_str().unwrap_or_default()) };
    let date =
        |at: usize| -> rusqlite::Result<_> { Ok(row.get::<_, Option<String>>(at)?.as_deref().and_then(stored_date)) };
    Ok(Audit {
        id: row.get(0)?,
        subject: Subject::from_key(key(1)?).unwrap_or(Subject::Child),
        case_id: row.get(2)?,
        kind: CaseKind::from_key(key(3)?),
        overlays: Overlays::from_stored(key(4)?),
        team: row.get(5)?,
        worker: row.get(6)?,
        legal_status: row.get(7)?,
        framework: row.get(8)?,
        method: Method::from_key(key(9)?).unwrap_or(Method::File),
        theme: row.get(10)?,
        took_part: row.get(11)?,
        period_from: date(12)?,
        period_to: date(13)?,
        due: date(14)?,
        auditor: row.get(15)?,
        status: Status::from_key(key(16)?).unwrap_or(Status::Draft),
        safe_now: SafeNow::from_key(key(17)?).unwrap_or(SafeNow::NotAssessed),
        safe_now_at: row.get::<_, Option<i64>>(18)?.map(Moment),
        safe_now_why: row.get(19)?,
        overall: row.get(20)?,
        overall_why: row.get(21)?,
        agreed_overall: row.get(22)?,
        agreed_why: row.get(23)?,
        moderator: row.get(24)?,
        worker_reflection: row.get(25)?,
        worker_view: WorkerView::from_key(key(26)?).unwrap_or(WorkerView::NotAsked),
        child_asked: AskedForView::from_key(key(27)?),
        child_said: row.get(28)?,
        parents_asked: AskedForView::from_key(key(29)?),
        parents_said: row.get(30)?,
        dip_sample: match row.get(31)? {
            Some(id) => Some(Part {
                id,
                name: row.get(32)?,
                questions: questions_from_stored(key(33)?),
            }),
            None => None,
        },
        comment: row.get(34)?,
    })
}
