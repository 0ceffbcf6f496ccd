//! Undo and redo: of this person's own newest group, written as a new group that names it.

use super::rows::as_of;
use super::{Act, Committed, Result, Store, StoreError};
use crate::model::action::FOLLOW_UP;
use crate::model::audit::Status;
use crate::model::change::{Change, Entity, Fields, Op, commitment};
use crate::model::tag::OF_THE_WORKBOOK;
use crate::model::time::Moment;
use std::collections::BTreeSet;

/// What undo or redo would take back or bring back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The group it is about.
    pub seq: i64,
    /// What that group did.
    pub label: String,
}

/// How far back undo looks.
const REACH: i64 = 2000;

/// Mostly the newest few tell.
const AT_A_TIME: i64 = 20;

struct Group {
    seq: i64,
    undoes: Option<i64>,
    label: String,
}

impl Store {
    /// What undo, and what redo, would act on for `who`.
    ///
    /// A group is live when no live group undoes it. Undo takes the newest live group that is not itself an undo or
    /// redo; redo takes the newest live undo that no later action of the same person follows.
    pub fn undo_and_redo(&self, who: i64) -> Result<(Option<Step>, Option<Step>)> {
        // Newest first: whatever undoes a group stands before it here.
        let (mut dead, mut undo, mut redo, mut acted) = (BTreeSet::new(), None, None, false);
        let (mut before, mut left) = (i64::MAX, REACH);
        while undo.is_none() && left > 0 {
            let groups = self.groups_of(who, before, left.min(AT_A_TIME))?;
            let Some(last) = groups.last() else { break };
            (before, left) = (last.seq, left - AT_A_TIME);
            for group in groups {
                if dead.contains(&group.seq) {
                    continue;
                }
                match group.undoes {
                    Some(undone) => {
                        dead.insert(undone);
                        if acted || redo.is_some() {
                            continue;
                        }
                        if let Some(undone) = self.group(undone)?.filter(|undone| undone.undoes.is_none()) {
                            // What cannot be brought back ends redo, as a new action does.
                            acted = !self.can_be_reversed(group.seq)?;
                            if !acted {
                                redo = Some(Step {
                                    seq: group.seq,
                                    label: undone.label,
                                });
                            }
                        }
                    }
                    None if group.seq > 1 => {
                        acted = true;
                        if !self.can_be_reversed(group.seq)? {
                            continue;
                        }
                        undo = Some(Step {
                            seq: group.seq,
                            label: group.label,
                        });
                        break;
                    }
                    None => {}
                }
            }
        }
        Ok((undo, redo))
    }

    fn groups_of(&self, who: i64, before: i64, at_most: i64) -> Result<Vec<Group>> {
        self.list(
            "SELECT seq, undoes, label FROM change_groups WHERE who = ?1 AND seq < ?2 ORDER BY seq DESC LIMIT ?3",
            [who, before, at_most],
            read_group,
        )
    }

    fn group(&self, seq: i64) -> Result<Option<Group>> {
        let sql = "SELECT seq, undoes, label FROM change_groups WHERE seq = ?1";
        self.one(sql, [seq], read_group)
    }

    /// Whether everything that a group did is still known: it removed no words for good, and none of its own were.
    fn can_be_reversed(&self, seq: i64) -> Result<bool> {
        let known = self.one(
            "SELECT NOT EXISTS (SELECT 1 FROM changes WHERE seq = ?1 AND salt IS NULL)
             AND NOT EXISTS (SELECT 1 FROM changes WHERE seq = ?1 AND n = 1 AND op = 'remove')",
            [seq],
            |row| row.get(0),
        )?;
        Ok(known.unwrap_or(false))
    }

    /// Takes back this person's newest action.
    pub fn undo(&mut self, who: i64) -> Result<Option<Committed>> {
        match self.undo_and_redo(who)?.0 {
            Some(step) => self.reverse(who, &step).map(Some),
            None => Ok(None),
        }
    }

    /// Takes back one action of this person that was not taken back yet, whatever they did after it; refused when what
    /// it changed was changed again since.
    pub fn undo_this(&mut self, who: i64, seq: i64) -> Result<Option<Committed>> {
        let label = self.one(
            "SELECT label FROM change_groups WHERE seq = ?1 AND who = ?2 AND undoes IS NULL
             AND NOT EXISTS (SELECT 1 FROM change_groups WHERE undoes = ?1)",
            [seq, who],
            |row| row.get(0),
        )?;
        match label {
            Some(label) => self.reverse(who, &Step { seq, label }).map(Some),
            None => Ok(None),
        }
    }

    /// Brings back what this person took back last.
    pub fn redo(&mut self, who: i64) -> Result<Option<Committed>> {
        match self.undo_and_redo(who)?.1 {
            Some(step) => self.reverse(who, &step).map(Some),
            None => Ok(None),
        }
    }

    /// Writes the reverse of a group as a new group.
    fn reverse(&mut self, who: i64, step: &Step) -> Result<Committed> {
        let changes = self.changes_of(step.seq)?;
        let format = self.one("SELECT format FROM change_groups WHERE seq = ?1", [step.seq], |row| {
            row.get(0)
        })?;
        let format: i64 = format.unwrap_or(super::LOG_FORMAT);
        let at: Moment = self.clock.now();
        let label = step.label.clone();
        self.act_at(who, at, Some(step.seq), |act| {
            open_to_change(act, &changes, &label)?;
            for (at, change) in changes.iter().enumerate().rev() {
                let (Some(before), Some(_salt)) = (&change.before, change.salt) else {
                    return Err(StoreError::Refused(
                        "Words in this change were removed for good, so it cannot be taken back.".to_owned(),
                    ));
                };
                // A later change of the same row in this group has been reversed by now, so the row must be as this
                // change left it; if not, someone else changed it since.
                let names: Vec<&str> = change.names.iter().map(String::as_str).collect();
                match change.op {
                    Op::Create => {
                        if change.entity == Entity::Person && act.has_acted(change.row)? {
                            return Err(StoreError::Refused(
                                "This person has worked in the workbook since; their name stays in its history."
                                    .to_owned(),
                            ));
                        }
                        let now = as_of(change.entity, format, act.read_all(change.entity, change.row)?);
                        unchanged_since(change, before, &now)?;
                        act.delete(change.entity, change.row)?;
                    }
                    Op::Update => {
                        let now = act.read(change.entity, change.row, &names)?;
                        unchanged_since(change, before, &now)?;
                        act.update(change.entity, change.row, before)?;
                    }
                    Op::Delete => act.create_as(change.entity, change.row, before)?,
                    Op::Remove => {
                        return Err(StoreError::Refused(
                            "Words that were removed for good cannot be brought back.".to_owned(),
                        ));
                    }
                }
                debug_assert!(at < changes.len());
            }
            Ok(label)
        })
    }
}

fn read_group(row: &rusqlite::Row<'_>) -> rusqlite::Result<Group> {
    Ok(Group {
        seq: row.get(0)?,
        undoes: row.get(1)?,
        label: row.get(2)?,
    })
}

/// What is closed to change is closed to undo too, but for the step that closed it.
fn open_to_change(act: &Act<'_>, changes: &[Change], label: &str) -> Result<()> {
    let of_tags = OF_THE_WORKBOOK.contains(&label);
    let moves = |change: &Change| change.entity == Entity::Audit && change.names.iter().any(|name| name == "status");
    if changes.iter().any(moves) {
        return Ok(());
    }
    // An action is followed up after its audit is final, and an urgent concern whatever became of the audit.
    let followed_up = |change: &Change| {
        let done = change.names.iter().all(|name| FOLLOW_UP.contains(&name.as_str()));
        let themes = of_tags && change.entity == Entity::Evidence && change.names == ["tags"];
        themes
            || change.entity == Entity::UrgentConcern
            || change.entity == Entity::Action && change.op == Op::Update && done
    };
    for change in changes.iter().filter(|change| !followed_up(change)) {
        let Some(audit) = change.audit else { continue };
        // An audit that this very group made or took out has no status to ask for.
        let Ok(fields) = act.read(Entity::Audit, audit, &["status"]) else {
            continue;
        };
        let status = fields.get("status").and_then(|status| Status::from_key(status.text()));
        if let Some(status) = status.filter(|status| !status.open_to_change()) {
            let name = status.name().to_lowercase();
            return Err(StoreError::Refused(format!(
                "This audit is {name} now. Reopen it to take the change back."
            )));
        }
    }
    Ok(())
}

fn unchanged_since(change: &Change, before: &Fields, now: &Fields) -> Result<()> {
    let as_left = change
        .salt
        .is_some_and(|salt| commitment(&salt, before, now) == change.commitment);
    if as_left {
        return Ok(());
    }
    Err(StoreError::Refused(
        "It was changed again since, so it cannot be taken back from here.".to_owned(),
    ))
}
