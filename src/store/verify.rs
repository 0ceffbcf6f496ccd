//! The check of the change log: every group's hash, and every row against what was committed to.

use super::rows::{ENTITIES, Rows};
use super::walk::Stood;
use super::{Result, Store, log};
use crate::model::change::{Entity, Fields, GroupHead, Op, commitment, group_hash};
use crate::model::time::Moment;
use rusqlite::params;

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Groups in the log.
    pub groups: usize,
    /// Changes in the log.
    pub changes: usize,
    /// What is wrong, in sentences.
    pub faults: Vec<String>,
}

impl Store {
    /// Checks pages, rows and the change log. It reads the whole workbook.
    pub fn verify(&self) -> Result<Verdict> {
        let mut verdict = Verdict::default();
        let text = |sql: &str| self.list(sql, [], |row| row.get::<_, String>(0));
        for fault in text("PRAGMA cipher_integrity_check")? {
            verdict.faults.push(format!("A page is damaged: {fault}"));
        }
        for fault in text("PRAGMA integrity_check")?
            .into_iter()
            .filter(|fault| fault != "ok")
        {
            verdict.faults.push(format!("A table is damaged: {fault}"));
        }
        let orphans = self.list("PRAGMA foreign_key_check", [], |row| row.get::<_, String>(0))?;
        verdict.faults.extend(
            orphans
                .iter()
                .map(|table| format!("A row in {table} belongs to nothing")),
        );
        self.verify_chain(&mut verdict)?;
        for entity in ENTITIES {
            self.verify_rows(*entity, &mut verdict)?;
        }
        verdict.faults.extend(self.check_search()?);
        Ok(verdict)
    }

    fn verify_chain(&self, verdict: &mut Verdict) -> Result<()> {
        let groups = self.list(
            "SELECT g.seq, g.hash, g.parent, u.hash, g.workbook, g.format, g.at, g.who, g.program, g.label
             FROM change_groups g LEFT JOIN change_groups u ON u.seq = g.undoes ORDER BY g.seq",
            [],
            |row| {
                let head = GroupHead {
                    parent: row.get(2)?,
                    undoes: row.get(3)?,
                    workbook: row.get(4)?,
                    format: row.get(5)?,
                    at: Moment(row.get(6)?),
                    who: row.get(7)?,
                    program: row.get(8)?,
                    label: row.get(9)?,
                };
                Ok((row.get::<_, i64>(0)?, row.get::<_, [u8; 32]>(1)?, head))
            },
        )?;
        let (mut parent, mut expected) = ([0; 32], 1);
        for (seq, hash, head) in &groups {
            let changes = self.changes_of(*seq)?;
            if *seq != expected || head.parent != parent {
                verdict.faults.push(format!(
                    "Entry {expected} of the change log is missing or not in its place"
                ));
            }
            if group_hash(head, &changes) != *hash {
                verdict
                    .faults
                    .push(format!("Entry {seq} of the change log was altered"));
            }
            verdict.changes += changes.len();
            (parent, expected) = (*hash, seq + 1);
        }
        verdict.groups = groups.len();
        Ok(())
    }

    /// Walks each row's changes from the newest back: the row as it stands must be what the newest committed to.
    fn verify_rows(&self, entity: Entity, verdict: &mut Verdict) -> Result<()> {
        let changes = self.list(
            "SELECT entity, row, audit, op, names, before, salt, commitment, seq,
             (SELECT format FROM change_groups g WHERE g.seq = changes.seq) FROM changes
             WHERE entity = ?1 ORDER BY row, seq DESC, n DESC",
            params![entity.key()],
            |row| Ok((row.get::<_, i64>(8)?, row.get::<_, i64>(9)?, log::read_change(row)?)),
        )?;
        let rows = Rows::new(&self.conn, &self.path);
        let nothing = Fields::new();
        let (mut at, mut stood) = (None, Stood::default());
        for (seq, format, change) in &changes {
            if at != Some(change.row) {
                at = Some(change.row);
                stood = Stood::now(rows, entity, change.row)?;
            }
            let (name, row) = (entity.name(), change.row);
            match change.op {
                Op::Delete if stood.there => verdict.faults.push(format!(
                    "{name} {row} was deleted in entry {seq} of the change log and is there again"
                )),
                Op::Create | Op::Update if !stood.there => verdict.faults.push(format!(
                    "{name} {row} is in entry {seq} of the change log and is not there"
                )),
                _ => {
                    // Words that were removed for good are known no more: neither what such a change did, nor what an
                    // earlier one left where they stood.
                    let after = stood.after(change, *format);
                    let before = match (change.op, &change.before) {
                        (Op::Remove, None) => Some(&nothing),
                        (_, before) => before.as_ref(),
                    };
                    let known = before.zip(after).zip(change.salt);
                    if known
                        .is_some_and(|((before, after), salt)| commitment(&salt, before, &after) != change.commitment)
                    {
                        verdict
                            .faults
                            .push(format!("{name} {row} is not as entry {seq} of the change log left it"));
                    }
                }
            }
            stood.back(change);
        }
        let sql = format!(
            "SELECT id FROM {} WHERE id NOT IN (SELECT row FROM changes WHERE entity = ?1)",
            entity.key()
        );
        for row in self.list(&sql, [entity.key()], |row| row.get::<_, i64>(0))? {
            verdict
                .faults
                .push(format!("{} {row} is not in the change log", entity.name()));
        }
        Ok(())
    }
}
