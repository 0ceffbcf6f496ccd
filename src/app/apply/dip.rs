//! Dip samples: started with their audits, and given more files later.

use super::{checked, refused, set_status, start_audits, text_of};
use crate::app::edit::{NewAudits, NewDipSample};
use crate::model::audit::{Method, Status, Subject};
use crate::model::change::{Entity, Fields, Value};
use crate::model::dip::{MOST_QUESTIONS, stored_questions};
use crate::model::framework::Framework;
use crate::store::{Act, Result};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn start(act: &mut Act<'_>, new: &NewDipSample) -> Result<String> {
    let name = checked(new.name.trim()).map_err(|_error| refused("A dip sample needs a name."))?;
    questions_fit(act, new)?;
    let row = Fields::from([
        ("name".to_owned(), Value::from(name)),
        ("framework".to_owned(), Value::Int(new.audits.framework)),
        ("questions".to_owned(), Value::from(stored_questions(&new.questions))),
        ("made".to_owned(), Value::from(act.at)),
    ]);
    let dip_sample = act.create(Entity::DipSample, row)?;
    start_audits(act, &part_of(&new.audits, new.audits.framework), Some(dip_sample))?;
    Ok("Dip sample started".to_owned())
}

/// A dip sample keeps a name.
pub(super) fn check(entity: Entity, fields: &Fields) -> Result<()> {
    if entity == Entity::DipSample && fields.get("name").is_some_and(|name| name.text().trim().is_empty()) {
        return Err(refused("A dip sample needs a name."));
    }
    Ok(())
}

/// One to six different questions of the framework.
fn questions_fit(act: &Act<'_>, new: &NewDipSample) -> Result<()> {
    let body = text_of(&act.read(Entity::Framework, new.audits.framework, &["body"])?, "body");
    let framework: Framework =
        serde_json::from_str(&body).map_err(|_error| refused("The framework of this dip sample cannot be read."))?;
    if new.questions.is_empty() {
        return Err(refused("Choose at least one question."));
    }
    if new.questions.len() > MOST_QUESTIONS {
        return Err(refused("A dip sample asks at most six questions."));
    }
    let mut seen = BTreeSet::new();
    if !new.questions.iter().all(|question| seen.insert(question)) {
        return Err(refused("A question stands in this dip sample twice."));
    }
    if new.questions.iter().any(|id| framework.criterion(id).is_none()) {
        return Err(refused("A question of this dip sample is not in its framework."));
    }
    Ok(())
}

/// The audits as a dip sample has them.
fn part_of(audits: &NewAudits, framework: i64) -> NewAudits {
    NewAudits {
        subject: Subject::Child,
        method: Method::DipSample,
        framework,
        ..audits.clone()
    }
}

pub(super) fn add(act: &mut Act<'_>, dip_sample: i64, audits: &NewAudits) -> Result<String> {
    let Some(Value::Int(framework)) = act
        .read(Entity::DipSample, dip_sample, &["framework"])?
        .remove("framework")
    else {
        return Err(refused("This dip sample has no framework."));
    };
    let mut known = BTreeMap::new();
    for audit in act.audits_of_dip_sample(dip_sample)? {
        let row = act.read(Entity::Audit, audit, &["case_id", "status"])?;
        if let Some(Value::Int(case)) = row.get("case_id") {
            let reference = text_of(&act.read(Entity::Case, *case, &["reference"])?, "reference");
            known.insert(reference, (audit, Status::from_key(&text_of(&row, "status"))));
        }
    }
    let mut new = part_of(audits, framework);
    new.references.clear();
    let (mut back, mut seen) = (0, BTreeSet::new());
    for reference in audits.references.iter().map(|one| one.trim()) {
        if !seen.insert(reference) {
            continue;
        }
        match known.get(reference) {
            // Its answers are as they were left.
            Some((audit, Some(Status::Withdrawn))) => {
                set_status(act, *audit, Status::Draft)?;
                back += 1;
            }
            Some(_) => {}
            None => new.references.push(reference.to_owned()),
        }
    }
    new.references.retain(|reference| !reference.is_empty());
    match (new.references.len(), back) {
        (0, 0) => return Err(refused("Every one of these files is in the dip sample already.")),
        (0, _) => {}
        _ => drop(start_audits(act, &new, Some(dip_sample))?),
    }
    let n = new.references.len() + back;
    Ok(if n == 1 {
        "1 file added to the dip sample".to_owned()
    } else {
        format!("{n} files added to the dip sample")
    })
}
