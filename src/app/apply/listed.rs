//! What is taken of a list that was read in: one action, whatever it consists of.

use super::{kept, not_closed, refused, set_fields, start_audits};
use crate::app::edit::{KeepList, ListUpdate, NewAudits, OfFramework, TakeList};
use crate::model::audit::{Method, Subject};
use crate::model::case::{Case, Overlay, Overlays};
use crate::model::change::{Entity, Fields, Value};
use crate::model::list::{ListField, ListedChild};
use crate::model::shipped;
use crate::store::{Act, Result};
use std::collections::BTreeMap;

/// Who a name in the list is; those who are not in the workbook yet are added when they are first met.
struct People<'n> {
    known: BTreeMap<&'n str, Option<i64>>,
    otherwise: i64,
}

impl People<'_> {
    fn of(&mut self, act: &mut Act<'_>, name: &str) -> Result<i64> {
        match self.known.get_mut(name) {
            None => Ok(self.otherwise),
            Some(Some(person)) => Ok(*person),
            Some(nobody) => {
                let fields = Fields::from([("name".to_owned(), Value::from(name.trim()))]);
                let person = act.create(Entity::Person, fields)?;
                *nobody = Some(person);
                Ok(person)
            }
        }
    }
}

pub(super) fn take(act: &mut Act<'_>, new: &TakeList) -> Result<String> {
    let mut people = People {
        known: new
            .people
            .iter()
            .map(|(name, person)| (name.as_str(), *person))
            .collect(),
        otherwise: new.auditor,
    };
    if !new.audits.is_empty() {
        let framework = match &new.framework {
            OfFramework::Kept(number) => *number,
            OfFramework::Shipped(id) => {
                let shipped = shipped::framework(id).ok_or_else(|| refused("There is no such framework."))?;
                act.keep_framework(&shipped)?
            }
        };
        for child in &new.audits {
            let auditor = people.of(act, &child.auditor)?;
            start_audits(act, &audit(new, child, framework, auditor), None)?;
        }
    }
    for update in &new.updates {
        bring_up_to_date(act, update, &mut people)?;
    }
    if let Some(list) = &new.keep {
        keep(act, list)?;
    }
    label(new)
}

fn audit(new: &TakeList, child: &ListedChild, framework: i64, auditor: i64) -> NewAudits {
    let disabled = child.disability == "Yes";
    NewAudits {
        subject: Subject::Child,
        references: vec![child.reference.clone()],
        about: Case {
            sex: child.sex.clone(),
            ethnicity: child.ethnicity.clone(),
            disability: child.disability.clone(),
            ..Case::default()
        },
        kind: child.kind.or(new.kind),
        overlays: if disabled {
            Overlays::default().with(Overlay::Disability)
        } else {
            Overlays::default()
        },
        team: child.team.clone(),
        worker: child.worker.clone(),
        legal_status: child.legal_status.clone(),
        framework,
        method: Method::File,
        theme: String::new(),
        took_part: String::new(),
        period_from: None,
        period_to: None,
        due: child.due.or(new.due),
        auditor,
    }
}

fn bring_up_to_date(act: &mut Act<'_>, update: &ListUpdate, people: &mut People<'_>) -> Result<()> {
    let (mut of_case, mut of_audit) = (Fields::new(), Fields::new());
    let child = &update.child;
    for field in &update.fields {
        let (fields, value) = match field {
            ListField::Sex => (&mut of_case, Value::from(child.sex.as_str())),
            ListField::Ethnicity => (&mut of_case, Value::from(child.ethnicity.as_str())),
            ListField::Disability => (&mut of_case, Value::from(child.disability.as_str())),
            ListField::Kind => (&mut of_audit, Value::from(child.kind.map_or("", |kind| kind.key()))),
            ListField::Team => (&mut of_audit, Value::from(child.team.as_str())),
            ListField::Worker => (&mut of_audit, Value::from(child.worker.as_str())),
            ListField::LegalStatus => (&mut of_audit, Value::from(child.legal_status.as_str())),
            ListField::Due => (&mut of_audit, Value::from(child.due)),
            ListField::Auditor => (&mut of_audit, Value::from(people.of(act, &child.auditor)?)),
            ListField::Reference | ListField::Age => continue,
        };
        fields.insert(field.key().to_owned(), value);
    }
    if let Some(case) = act.find_case(&child.reference)?.filter(|_| !of_case.is_empty()) {
        set_fields(act, Entity::Case, case, &of_case)?;
    }
    if let Some(audit) = update.audit.filter(|_| !of_audit.is_empty()) {
        not_closed(act, audit)?;
        set_fields(act, Entity::Audit, audit, &of_audit)?;
    }
    Ok(())
}

fn keep(act: &mut Act<'_>, list: &KeepList) -> Result<()> {
    let children = i64::try_from(list.children).unwrap_or(i64::MAX);
    let fields = [
        ("name", Value::from(list.name.trim())),
        ("children", Value::from(children)),
        ("body", Value::from(list.body.as_str())),
    ];
    let fields: Fields = fields.map(|(name, value)| (name.to_owned(), value)).into();
    kept::keep(act, Entity::List, &fields)?;
    Ok(())
}

/// What was done, in words that hold nothing personal.
fn label(new: &TakeList) -> Result<String> {
    let count = |n: usize, one: &str, many: &str| match n {
        0 => None,
        1 => Some(one.to_owned()),
        n => Some(format!("{n} {many}")),
    };
    let parts = [
        new.keep.as_ref().map(|_| "list kept".to_owned()),
        count(
            new.updates.len(),
            "1 child brought up to date",
            "children brought up to date",
        ),
        count(new.audits.len(), "1 audit allocated", "audits allocated"),
    ];
    let words = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => Ok(first.to_uppercase().chain(letters).collect()),
        None => Err(refused("Nothing of the list was to be taken.")),
    }
}
