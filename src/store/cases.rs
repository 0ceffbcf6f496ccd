//! Children's cases, by reference.

use super::{Result, Store};
use crate::model::case::{Case, CaseKind};
use crate::model::list::{Held, HeldAudit};
use crate::model::time::stored_date;
use rusqlite::Row;

pub(super) const COLUMNS: &str = "id, reference, sex, ethnicity, disability, sibling_group";

impl Store {
    /// One case.
    pub fn case(&self, id: i64) -> Result<Option<Case>> {
        self.one(&format!("SELECT {COLUMNS} FROM cases WHERE id = ?1"), [id], case)
    }

    /// Every child the workbook knows, each with the newest audit that is allocated or begun: what a list is held
    /// against.
    pub fn held(&self) -> Result<Vec<Held>> {
        self.list(
            "SELECT c.reference, c.sex, c.ethnicity, c.disability, a.id, a.kind, a.team, a.worker, a.legal_status, a.due,
               p.name
             FROM cases c
             LEFT JOIN audits a ON a.id = (SELECT max(o.id) FROM audits o
               WHERE o.case_id = c.id AND o.status IN ('allocated', 'draft') AND o.dip_sample IS NULL)
             LEFT JOIN people p ON p.id = a.auditor",
            [],
            |row| {
                let text = |at: usize| Ok::<_, rusqlite::Error>(row.get::<_, Option<String>>(at)?.unwrap_or_default());
                let open = row.get::<_, Option<i64>>(4)?.map(|id| {
                    Ok::<_, rusqlite::Error>(HeldAudit {
                        id,
                        kind: CaseKind::from_key(&text(5)?),
                        team: text(6)?,
                        worker: text(7)?,
                        legal_status: text(8)?,
                        due: stored_date(&text(9)?),
                        auditor: text(10)?,
                    })
                });
                Ok(Held {
                    reference: row.get(0)?,
                    sex: row.get(1)?,
                    ethnicity: row.get(2)?,
                    disability: row.get(3)?,
                    open: open.transpose()?,
                })
            },
        )
    }
}

pub(super) fn case(row: &Row<'_>) -> rusqlite::Result<Case> {
    Ok(Case {
        id: row.get(0)?,
        reference: row.get(1)?,
        sex: row.get(2)?,
        ethnicity: row.get(3)?,
        disability: row.get(4)?,
        sibling_group: row.get(5)?,
    })
}
