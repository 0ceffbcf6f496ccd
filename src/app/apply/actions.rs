//! Actions: raised, and followed up by the rules of [`Action::fault`].

use super::{checked, open_audit, refused, text_of};
use crate::app::edit::{LONGEST_TEXT, NewAction};
use crate::model::action::{Action, Difference, Priority, Stage};
use crate::model::change::{Entity, Fields, Value};
use crate::model::time::stored_date;
use crate::store::{Act, Result};

pub(super) fn add(act: &mut Act<'_>, new: &NewAction) -> Result<String> {
    open_audit(act, new.audit)?;
    let text = checked(new.text.trim())?;
    if new.owner.len() > LONGEST_TEXT {
        checked(&new.owner)?;
    }
    for (entity, row) in [(Entity::Area, new.area), (Entity::Evidence, new.evidence)] {
        let Some(row) = row else { continue };
        if act.read(entity, row, &["audit"])?.get("audit") != Some(&Value::Int(new.audit)) {
            return Err(refused(
                "What this action comes from stands in another audit. Raise it there.",
            ));
        }
    }
    let row = fields! {
        "audit": new.audit, "judgement": new.judgement.as_str(), "text": text, "owner": new.owner.trim(), "due": new.due,
        "priority": new.priority.key(), "criterion": new.criterion.as_str(), "area": new.area, "evidence": new.evidence,
    };
    act.create(Entity::Action, row)?;
    Ok("Action added".to_owned())
}

/// What changes along with the fields of an action: one that is not done after all is not verified either.
pub(super) fn complete(act: &Act<'_>, row: i64, fields: &mut Fields) -> Result<()> {
    if fields.get("done") == Some(&Value::Null) && !fields.contains_key("verified") {
        let verified = act.read(Entity::Action, row, &["verified"])?;
        if verified.get("verified").is_some_and(|day| *day != Value::Null) {
            fields.insert("verified".to_owned(), Value::Null);
            fields.insert("verified_by".to_owned(), Value::from(""));
        }
    }
    Ok(())
}

/// The fields by which an action may come to stand as it cannot.
const RULED: &[&str] = &["owner", "done", "verified", "verified_by"];

pub(super) fn check(act: &Act<'_>, row: i64, fields: &Fields) -> Result<()> {
    if fields.get("text").is_some_and(|text| text.text().trim().is_empty()) {
        return Err(refused(
            "An action says what must change. Delete it where nothing must.",
        ));
    }
    let known = |name: &str, keys: &[&str]| fields.get(name).is_none_or(|value| keys.contains(&value.text()));
    let stages: Vec<&str> = Stage::ALL.iter().map(|stage| stage.key()).collect();
    let priorities: Vec<&str> = Priority::ALL.iter().map(|priority| priority.key()).collect();
    let differences: Vec<&str> = Difference::ALL.iter().map(|made| made.key()).chain([""]).collect();
    if !known("stage", &stages) || !known("priority", &priorities) || !known("difference", &differences) {
        return Err(refused("An action cannot stand so."));
    }
    if !fields.keys().any(|name| RULED.contains(&name.as_str())) {
        return Ok(());
    }
    let mut after = act.read(Entity::Action, row, RULED)?;
    after.extend(fields.iter().map(|(name, value)| (name.clone(), value.clone())));
    let date = |name: &str| after.get(name).and_then(|value| stored_date(value.text()));
    let stands = Action {
        owner: text_of(&after, "owner"),
        done: date("done"),
        verified: date("verified"),
        verified_by: text_of(&after, "verified_by"),
        ..Action::default()
    };
    stands.fault(act.at.date()).map_or(Ok(()), |why| Err(refused(why)))
}
