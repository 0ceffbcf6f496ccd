//! Actions.

use super::{Act, Result, Store};
use crate::model::action::{Action, Difference, Priority, Stage};
use crate::model::audit::{Status, Subject};
use crate::model::case::CaseKind;
use crate::model::change::{Entity, Fields};
use crate::model::time::stored_date;
use rusqlite::{Row, params};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What a list says of an action beside what stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionAbout {
    /// What its audit is of.
    pub subject: Subject,
    /// The kind of case.
    pub kind: Option<CaseKind>,
    /// The reference of the child; empty for a team or the service.
    pub reference: String,
    /// The team.
    pub team: String,
    /// The theme of its audit.
    pub theme: String,
    /// The framework's number.
    pub framework: i64,
    /// Where its audit stands.
    pub status: Status,
    /// The source of the piece of evidence it came from.
    pub evidence_source: Option<String>,
    /// The place of the area it came from among its audit's areas, and how many there are.
    pub area_place: Option<(usize, usize)>,
}

pub(super) const COLUMNS: &str = "x.id, x.audit, x.judgement, x.text, x.owner, x.due, x.done, x.done_evidence, x.priority, x.stage,
    x.progress, x.verified, x.verified_by, x.difference, x.difference_why, x.reaudit, x.criterion, x.area, x.evidence, x.uuid";

pub(super) fn action(row: &Row<'_>) -> rusqlite::Result<Action> {
    let date =
        |at: usize| -> rusqlite::Result<_> { Ok(row.get::<_, Option<String>>(at)?.as_deref().and_then(stored_date)) };
    Ok(Action {
        id: row.get(0)?,
        audit: row.get(1)?,
        judgement: row.get(2)?,
        text: row.get(3)?,
        owner: row.get(4)?,
        due: date(5)?,
        done: date(6)?,
        done_evidence: row.get(7)?,
        priority: Priority::from_key(&row.get::<_, String>(8)?).unwrap_or(Priority::Normal),
        stage: Stage::from_key(&row.get::<_, String>(9)?).unwrap_or(Stage::NotStarted),
        progress: row.get(10)?,
        verified: date(11)?,
        verified_by: row.get(12)?,
        difference: Difference::from_key(&row.get::<_, String>(13)?),
        difference_why: row.get(14)?,
        reaudit: date(15)?,
        criterion: row.get(16)?,
        area: row.get(17)?,
        evidence: row.get(18)?,
        uuid: Uuid::from_slice(row.get_ref(19)?.as_blob().unwrap_or_default()).unwrap_or_default(),
    })
}

fn about(row: &Row<'_>) -> rusqlite::Result<ActionAbout> {
    let key = |at: usize| -> rusqlite::Result<&str> { Ok(row.get_ref(at)?.as_str().unwrap_or_default()) };
    let count = |at: usize| -> rusqlite::Result<_> { Ok(row.get::<_, Option<u32>>(at)?.map(|n| n as usize)) };
    Ok(ActionAbout {
        subject: Subject::from_key(key(20)?).unwrap_or(Subject::Child),
        kind: CaseKind::from_key(key(21)?),
        reference: row.get(22)?,
        team: row.get(23)?,
        theme: row.get(24)?,
        framework: row.get(25)?,
        status: Status::from_key(key(26)?).unwrap_or(Status::Draft),
        evidence_source: row.get(27)?,
        area_place: count(28)?.zip(count(29)?),
    })
}

impl Store {
    /// Every action, or those of one audit, in the order they were written.
    pub fn actions(&self, audit: Option<i64>) -> Result<Vec<Action>> {
        match audit {
            Some(audit) => self.actions_where("x.audit = ?1", [audit]),
            None => self.actions_where("1", []),
        }
    }

    /// One action; nothing when it is gone.
    pub fn action(&self, id: i64) -> Result<Option<Action>> {
        Ok(self.actions_where("x.id = ?1", [id])?.pop())
    }

    fn actions_where(&self, wanted: &str, of: impl rusqlite::Params) -> Result<Vec<Action>> {
        let sql = format!("SELECT {COLUMNS} FROM actions x WHERE {wanted} ORDER BY x.id");
        self.list(&sql, of, action)
    }

    /// Every action, or one, with what a list says of it, in the order they were written.
    pub fn actions_about(&self, only: Option<i64>) -> Result<Vec<(Action, ActionAbout)>> {
        let sql = format!(
            "SELECT {COLUMNS}, a.subject, a.kind, ifnull(c.reference, ''), a.team, a.theme, a.framework, a.status,
             (SELECT e.source FROM evidence e WHERE e.id = x.evidence),
             CASE WHEN x.area IS NOT NULL THEN (SELECT count(*) FROM areas r WHERE r.audit = x.audit AND r.id <= x.area) END,
             CASE WHEN x.area IS NOT NULL THEN (SELECT count(*) FROM areas r WHERE r.audit = x.audit) END
             FROM actions x JOIN audits a ON a.id = x.audit LEFT JOIN cases c ON c.id = a.case_id {} ORDER BY x.id",
            if only.is_some() { "WHERE x.id = ?1" } else { "" }
        );
        let read = |row: &Row<'_>| Ok((action(row)?, about(row)?));
        match only {
            Some(id) => self.list(&sql, [id], read),
            None => self.list(&sql, [], read),
        }
    }

    /// The actions that came from evidence, each with its piece.
    pub fn actions_of_evidence(&self) -> Result<Vec<(i64, i64)>> {
        self.list(
            "SELECT id, evidence FROM actions WHERE evidence IS NOT NULL ORDER BY evidence",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// The actions that came from a piece of evidence.
    pub fn actions_from_evidence(&self, evidence: i64) -> Result<Vec<i64>> {
        self.list(
            "SELECT id FROM actions WHERE evidence = ?1 ORDER BY id",
            [evidence],
            |row| row.get(0),
        )
    }

    /// The place in the log of the group whose hash begins so, if it is of this workbook.
    pub fn group_at(&self, start: [u8; 8]) -> Result<Option<i64>> {
        self.one(
            "SELECT seq FROM change_groups WHERE substr(hash, 1, 8) = ?1 ORDER BY seq DESC LIMIT 1",
            [start],
            |row| row.get(0),
        )
    }

    /// What the fields of actions held before the first change each had after that place of the log, by action.
    pub fn actions_before(&self, seq: i64) -> Result<BTreeMap<i64, Fields>> {
        let changes = self.list(
            "SELECT row, before FROM changes WHERE entity = ?1 AND op = 'update' AND seq > ?2 ORDER BY seq, n",
            params![Entity::Action.key(), seq],
            |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Option<String>>(1)?)),
        )?;
        let mut before: BTreeMap<i64, Fields> = BTreeMap::new();
        for (row, fields) in changes {
            let fields: Fields = fields
                .and_then(|text| serde_json::from_str(&text).ok())
                .unwrap_or_default();
            let known = before.entry(row).or_default();
            for (name, value) in fields {
                known.entry(name).or_insert(value);
            }
        }
        Ok(before)
    }
}

impl Act<'_> {
    /// The actions that came from a row: `field` is `area` or `evidence`.
    pub fn actions_from(&self, field: &str, row: i64) -> Result<Vec<i64>> {
        let sql = match field {
            "area" => "SELECT id FROM actions WHERE area = ?1",
            _ => "SELECT id FROM actions WHERE evidence = ?1",
        };
        self.numbers(sql, row)
    }
}
