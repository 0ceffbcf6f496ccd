//! What is kept beside the audits: saved views, lists, draws and dip samples.

use super::{checked, refused, text_of};
use crate::model::change::{Entity, Fields, Value};
use crate::store::{Act, Result};

/// The longest body of a list: some 100,000 children.
const LONGEST_LIST: usize = 32 * 1024 * 1024;

/// Whether what is kept may be so long.
pub(super) fn fits(entity: Entity, body: &str) -> bool {
    matches!(entity, Entity::List | Entity::Draw) && body.len() <= LONGEST_LIST
}

pub(super) fn keep(act: &mut Act<'_>, entity: Entity, fields: &Fields) -> Result<String> {
    let mut row = fields.clone();
    match entity {
        Entity::SavedView => {}
        Entity::List | Entity::Draw => {
            row.insert("made".to_owned(), Value::from(act.at));
            row.insert("who".to_owned(), Value::from(act.who));
        }
        Entity::DipSample => {
            row.insert("made".to_owned(), Value::from(act.at));
        }
        _ => return Err(refused("This is not kept by name.")),
    }
    let name = text_of(fields, "name");
    checked(&name)?;
    row.insert("name".to_owned(), Value::from(name.trim()));
    if text_of(fields, "body").len() > LONGEST_LIST {
        return Err(refused("This list is too long to keep; split it into parts."));
    }
    act.create(entity, row)?;
    Ok(format!("{} kept", entity.name()))
}
