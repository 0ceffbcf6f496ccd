//! Whole tables, read in slices as they were at one moment.

use super::then::{Part, Reading, Slice, Then};
use super::{Result, Store, actions, areas, audits, cases, evidence, urgent_concerns};
use crate::model::action::Action;
use crate::model::area::Area;
use crate::model::audit::Audit;
use crate::model::case::Case;
use crate::model::change::Entity;
use crate::model::evidence::Evidence;
use crate::model::judged::{Answer, Judged};
use crate::model::urgent::UrgentConcern;
use rusqlite::types::ValueRef;
use rusqlite::{Row, params};
use std::collections::HashMap;

/// How much there is of what an export says that it holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Holdings {
    /// Audits.
    pub audits: usize,
    /// Children.
    pub children: usize,
    /// Pieces of evidence.
    pub evidence: usize,
    /// Actions.
    pub actions: usize,
    /// Urgent concerns.
    pub concerns: usize,
    /// Workers.
    pub workers: usize,
    /// Auditors and moderators.
    pub colleagues: usize,
}

/// Whose sets are read.
enum Among<'a> {
    /// Of pieces from one number to another, of one audit alone or of all.
    Between(i64, i64, Option<i64>),
    /// Of these pieces: numbers as JSON.
    These(&'a str),
}

const CASES: Reading<Case> = Reading {
    entity: Entity::Case,
    names: ("r", "w"),
    select: cases::COLUMNS,
    joins: "",
    audit: "",
    read: cases::case,
};

const AUDITS: Reading<Audit> = Reading {
    entity: Entity::Audit,
    names: ("a", "w"),
    select: audits::COLUMNS,
    joins: "LEFT JOIN dip_samples d ON d.id = a.dip_sample",
    audit: "id",
    read: audits::audit,
};

const JUDGEMENTS: Reading<(i64, String, Judged)> = Reading {
    entity: Entity::Judgement,
    names: ("r", "w"),
    select: "id, audit, judgement, grade, agreed_grade, why, found, impact, strengths",
    joins: "",
    audit: "audit",
    read: |row| {
        Ok((
            row.get(1)?,
            row.get(2)?,
            Judged {
                id: row.get(0)?,
                grade: row.get(3)?,
                agreed_grade: row.get(4)?,
                why: row.get(5)?,
                found: row.get(6)?,
                impact: row.get(7)?,
                strengths: row.get(8)?,
            },
        ))
    },
};

const ANSWERS: Reading<(i64, String, Answer)> = Reading {
    entity: Entity::Answer,
    names: ("r", "w"),
    select: "r.id, r.audit, r.criterion, r.value, ifnull(w.note, '')",
    joins: "",
    audit: "audit",
    read: |row| {
        Ok((
            row.get(1)?,
            row.get(2)?,
            Answer {
                id: row.get(0)?,
                value: row.get(3)?,
                note: row.get(4)?,
            },
        ))
    },
};

const EVIDENCE: Reading<Evidence> = Reading {
    entity: Entity::Evidence,
    names: ("e", "t"),
    select: evidence::COLUMNS,
    joins: "",
    audit: "audit",
    read: evidence::piece,
};

const AREAS: Reading<Area> = Reading {
    entity: Entity::Area,
    names: ("r", "w"),
    select: areas::COLUMNS,
    joins: "",
    audit: "audit",
    read: areas::area,
};

const ACTIONS: Reading<Action> = Reading {
    entity: Entity::Action,
    names: ("x", "w"),
    select: actions::COLUMNS,
    joins: "",
    audit: "audit",
    read: actions::action,
};

const CONCERNS: Reading<UrgentConcern> = Reading {
    entity: Entity::UrgentConcern,
    names: ("r", "w"),
    select: urgent_concerns::COLUMNS,
    joins: "",
    audit: "audit",
    read: urgent_concerns::concern,
};

impl Store {
    /// Cases as they were then.
    pub fn cases_then(&self, then: &mut Then, part: Part) -> Result<Slice<Case>> {
        self.slice(&CASES, then, part)
    }

    /// Audits as they were then.
    pub fn audits_then(&self, then: &mut Then, part: Part) -> Result<Slice<Audit>> {
        self.slice(&AUDITS, then, part)
    }

    /// Judgements as they were then, each with its audit and its id in the framework.
    pub fn judgements_then(&self, then: &mut Then, part: Part) -> Result<Slice<(i64, String, Judged)>> {
        self.slice(&JUDGEMENTS, then, part)
    }

    /// Answers as they were then, each with its audit and its criterion.
    pub fn answers_then(&self, then: &mut Then, part: Part) -> Result<Slice<(i64, String, Answer)>> {
        self.slice(&ANSWERS, then, part)
    }

    /// Areas for improvement as they were then.
    pub fn areas_then(&self, then: &mut Then, part: Part) -> Result<Slice<Area>> {
        self.slice(&AREAS, then, part)
    }

    /// Actions as they were then.
    pub fn actions_then(&self, then: &mut Then, part: Part) -> Result<Slice<Action>> {
        self.slice(&ACTIONS, then, part)
    }

    /// Urgent concerns as they were then.
    pub fn concerns_then(&self, then: &mut Then, part: Part) -> Result<Slice<UrgentConcern>> {
        self.slice(&CONCERNS, then, part)
    }

    /// Evidence as it was then, with its criteria and tags.
    pub fn evidence_then(&self, then: &mut Then, part: Part) -> Result<Slice<Evidence>> {
        let mut slice = self.slice(&EVIDENCE, then, part)?;
        let ends = (slice.rows.first(), slice.rows.last());
        if let (Some(first), Some(last)) = ends {
            let among = Among::Between(first.id, last.id, part.audit);
            self.with_sets(then, &among, &mut slice.rows)?;
        }
        Ok(slice)
    }

    /// These pieces of evidence as they were then, in this order, with their criteria and tags; those that were not there
    /// are left out.
    pub fn evidence_of_then(&self, then: &mut Then, numbers: &[i64]) -> Result<Vec<Evidence>> {
        // In the order of their rows, so that pages are read one after the other.
        let mut rows: Vec<i64> = numbers.to_vec();
        rows.sort_unstable();
        let words: Vec<String> = rows.iter().map(i64::to_string).collect();
        let list = format!("[{}]", words.join(","));
        let mut pieces = self.these(&EVIDENCE, then, &list)?;
        self.with_sets(then, &Among::These(&list), &mut pieces)?;
        let mut found: HashMap<i64, Evidence> = pieces.into_iter().map(|piece| (piece.id, piece)).collect();
        Ok(numbers.iter().filter_map(|id| found.remove(id)).collect())
    }

    /// Reads the sets of pieces of evidence that stand in the order of their numbers.
    fn with_sets(&self, then: &Then, among: &Among<'_>, pieces: &mut [Evidence]) -> Result<()> {
        self.members(among, pieces, "criterion", "criteria", |piece, criterion| {
            piece.criteria.extend(criterion.as_str().map(str::to_owned));
        })?;
        self.members(among, pieces, "tag", "tags", |piece, tag| {
            piece.tags.extend(tag.as_i64());
        })?;
        for piece in pieces {
            let was = |field: &str| then.set(Entity::Evidence, piece.id, field);
            if let (Some(criteria), Some(tags)) = (was("criteria"), was("tags")) {
                piece.criteria = criteria.to_vec();
                piece.tags = tags.iter().filter_map(|tag| tag.parse().ok()).collect();
            }
        }
        Ok(())
    }

    fn members(
        &self,
        among: &Among<'_>,
        pieces: &mut [Evidence],
        column: &str,
        field: &str,
        put: impl Fn(&mut Evidence, ValueRef<'_>),
    ) -> Result<()> {
        let pairs = format!("evidence_{field} p");
        let select = format!("SELECT p.evidence, p.{column} FROM");
        let order = format!("ORDER BY p.evidence, p.{column}");
        let mut rest = pieces.iter_mut();
        let mut piece = rest.next();
        let mut take = |row: &Row<'_>| {
            let of: i64 = row.get(0)?;
            while piece.as_ref().is_some_and(|piece| piece.id < of) {
                piece = rest.next();
            }
            if let Some(piece) = piece.as_mut().filter(|piece| piece.id == of) {
                put(piece, row.get_ref(1)?);
            }
            Ok(())
        };
        match among {
            // Those of one audit may stand far apart; those of all stand side by side.
            Among::Between(first, last, audit) => {
                let only = match audit {
                    Some(_) => "AND p.evidence IN (SELECT id FROM evidence WHERE audit = ?3)",
                    None => "AND ?3 IS NULL",
                };
                let sql = format!("{select} {pairs} WHERE p.evidence BETWEEN ?1 AND ?2 {only} {order}");
                self.list(&sql, params![first, last, audit], &mut take)?;
            }
            Among::These(numbers) => {
                let sql = format!("{select} json_each(?1) n CROSS JOIN {pairs} ON p.evidence = n.value {order}");
                self.list(&sql, [numbers], &mut take)?;
            }
        }
        Ok(())
    }

    /// How much there is, in all or of one audit.
    pub fn holdings(&self, audit: Option<i64>) -> Result<Holdings> {
        let n = |sql: &str| -> Result<usize> {
            let n = self.one(sql, params![audit], |row| row.get::<_, i64>(0))?;
            Ok(n.unwrap_or(0).max(0).unsigned_abs() as usize)
        };
        let of = |what: &str, table: &str| match audit {
            Some(_) => n(&format!("SELECT count({what}) FROM {table} WHERE audit = ?1")),
            None => n(&format!("SELECT count({what}) FROM {table} WHERE ?1 IS NULL")),
        };
        let audits = "SELECT id AS audit, * FROM audits";
        let colleagues = "SELECT id AS audit, auditor AS who FROM audits UNION SELECT id, moderator FROM audits";
        Ok(Holdings {
            audits: of("*", &format!("({audits})"))?,
            children: of("DISTINCT case_id", &format!("({audits})"))?,
            evidence: of("*", "evidence")?,
            actions: of("*", "actions")?,
            concerns: of("*", "urgent_concerns")?,
            workers: of("DISTINCT nullif(worker, '')", &format!("({audits})"))?,
            colleagues: of("DISTINCT who", &format!("({colleagues})"))?,
        })
    }

    /// The newest number of a table.
    pub fn newest_number(&self, entity: Entity) -> Result<i64> {
        let sql = format!("SELECT max(id) FROM {}", entity.key());
        let newest = self.one(&sql, [], |row| row.get::<_, Option<i64>>(0))?;
        Ok(newest.flatten().unwrap_or(0))
    }
}
