//! What is done to many pieces of evidence at once.

use super::{not_closed, open_audit, refused};
use crate::app::edit::Marked;
use crate::model::change::{Entity, Value};
use crate::store::{Act, Result, StoreError};
use std::collections::BTreeMap;

/// Adds a tag or a link to each piece, or takes it off. Evidence of closed audits is left as it is, and said.
pub(super) fn mark(act: &mut Act<'_>, evidence: &[i64], what: &Marked, on: bool) -> Result<String> {
    let (field, member) = match what {
        Marked::Tag(tag) => ("tags", tag.to_string()),
        Marked::Criterion(criterion) => ("criteria", criterion.clone()),
    };
    let mut open: BTreeMap<i64, bool> = BTreeMap::new();
    let (mut done, mut closed) = (0_usize, 0_usize);
    for id in evidence {
        let now = match act.read(Entity::Evidence, *id, &["audit", field]) {
            Ok(now) => now,
            // Someone took it out while it was marked.
            Err(StoreError::Gone) => continue,
            Err(error) => return Err(error),
        };
        let Some(Value::Int(audit)) = now.get("audit") else {
            continue;
        };
        let is_open = match open.get(audit) {
            Some(known) => *known,
            None => match not_closed(act, *audit) {
                Ok(_status) => {
                    open_audit(act, *audit)?;
                    open.insert(*audit, true);
                    true
                }
                Err(StoreError::Refused(_)) => {
                    open.insert(*audit, false);
                    false
                }
                Err(error) => return Err(error),
            },
        };
        if !is_open {
            closed += 1;
            continue;
        }
        let mut members = match now.get(field) {
            Some(Value::Set(members)) => members.clone(),
            _ => Vec::new(),
        };
        if members.contains(&member) == on {
            continue;
        }
        members.retain(|known| *known != member);
        if on {
            members.push(member.clone());
        }
        act.set(Entity::Evidence, *id, field, Value::Set(members))?;
        done += 1;
    }
    if done == 0 && closed > 0 {
        return Err(refused(
            "What is marked belongs to closed audits. Reopen them to change it.",
        ));
    }
    let name = if field == "tags" { "Tag" } else { "Link" };
    let way = if on { "added to" } else { "taken off" };
    let pieces = if done == 1 { "piece" } else { "pieces" };
    let rest = match closed {
        0 => String::new(),
        n => format!("; {n} in closed audits left as they were"),
    };
    Ok(format!("{name} {way} {done} {pieces} of evidence{rest}"))
}
