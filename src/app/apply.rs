//! The one door through which a workbook is changed.

use super::edit::{Edit, LONGEST_TEXT, NewAudits, NewConcern, NewEvidence};
use super::session::Session;
use crate::model::action::FOLLOW_UP;
use crate::model::audit::{Status, Subject};
use crate::model::case::Case;
use crate::model::change::{Entity, Fields, Place, Target, Value};
use crate::model::shipped;
use crate::model::urgent::same_person;
use crate::store::{Act, Committed, Result, StoreError};

/// Fields from pairs of name and value.
macro_rules! fields {
    ($($name:literal: $value:expr),* $(,)?) => {
        Fields::from([$(($name.to_owned(), Value::from($value))),*])
    };
}

// After the macro, which they use.
mod actions;
mod dip;
mod kept;
mod listed;
mod many;
mod tags;

impl Session {
    /// Does one user action, as the person who is auditing.
    ///
    /// # Errors
    /// When the edit is refused or the disk fails; the workbook is then as it was.
    pub fn apply(&mut self, edit: &Edit) -> Result<Committed> {
        let who = self.me;
        let committed = self.store.act(who, |act| apply(act, edit))?;
        if committed
            .touched
            .iter()
            .any(|touched| touched.entity == Entity::Framework)
        {
            self.frameworks = self.store.frameworks()?;
        }
        Ok(committed)
    }
}

fn refused(why: &str) -> StoreError {
    StoreError::Refused(why.to_owned())
}

pub(super) fn apply(act: &mut Act<'_>, edit: &Edit) -> Result<String> {
    match edit {
        Edit::Set(place, value) => set(act, place, value),
        Edit::SetFields { entity, row, fields } => set_fields(act, *entity, *row, fields),
        Edit::SetRows(rows) => {
            let mut label = String::new();
            for (entity, row, fields) in rows {
                label = set_fields(act, *entity, *row, fields)?;
            }
            Ok(label)
        }
        Edit::Together { label, edits } => {
            for edit in edits {
                apply(act, edit)?;
            }
            Ok(label.clone())
        }
        Edit::Keep { entity, fields } => kept::keep(act, *entity, fields),
        Edit::StartAudits(new) => start_audits(act, new, None),
        Edit::StartDipSample(new) => dip::start(act, new),
        Edit::AddToDipSample { dip_sample, audits } => dip::add(act, *dip_sample, audits),
        Edit::TakeList(new) => listed::take(act, new),
        Edit::AddEvidence(new) => add_evidence(act, new),
        Edit::Tag { evidence, tag, on } => toggle(act, *evidence, "tags", &tag.to_string(), *on, "Tag"),
        Edit::Link {
            evidence,
            criterion,
            on,
        } => toggle(act, *evidence, "criteria", criterion, *on, "Link to a criterion"),
        Edit::Mark { evidence, what, on } => many::mark(act, evidence, what, *on),
        Edit::Tags(edit) => tags::apply(act, edit),
        Edit::NewTag { name, group, evidence } => tags::new_tag(act, name, group, *evidence),
        Edit::AddArea {
            audit,
            judgement,
            text,
            national_framework,
        } => {
            open_audit(act, *audit)?;
            let text = checked(text)?;
            act.create(
                Entity::Area,
                fields! { "audit": *audit, "judgement": judgement.as_str(), "text": text, "national_framework": national_framework.as_str() },
            )?;
            Ok("Area for improvement added".to_owned())
        }
        Edit::AddAction(new) => actions::add(act, new),
        Edit::RaiseConcern(new) => raise_concern(act, new),
        Edit::Delete(entity, row) => delete(act, *entity, *row),
        Edit::SetStatus { audit, status } => set_status(act, *audit, *status),
        Edit::AddPerson { name, role } => {
            if name.trim().is_empty() {
                return Err(refused("A person needs a name."));
            }
            act.create(Entity::Person, fields! { "name": name.trim(), "role": role.trim() })?;
            Ok("Person added".to_owned())
        }
        Edit::KeepFramework(id) => {
            let framework = shipped::framework(id).ok_or_else(|| refused("There is no such framework."))?;
            act.keep_framework(&framework)?;
            Ok(format!("Framework {} added", framework.title))
        }
    }
}

/// A text that a field can hold.
fn checked(text: &str) -> Result<&str> {
    if text.len() > LONGEST_TEXT {
        return Err(StoreError::Refused(format!(
            "This text has {} KB; a field holds {} KB.",
            text.len().div_ceil(1024),
            LONGEST_TEXT / 1024
        )));
    }
    if text.trim().is_empty() {
        return Err(refused("There is nothing written yet."));
    }
    Ok(text)
}

fn text_of(fields: &Fields, name: &str) -> String {
    fields
        .get(name)
        .map(|value| value.text().to_owned())
        .unwrap_or_default()
}

/// Refuses to change a closed audit; answers with where it stands.
fn not_closed(act: &Act<'_>, audit: i64) -> Result<Status> {
    let status =
        Status::from_key(&text_of(&act.read(Entity::Audit, audit, &["status"])?, "status")).unwrap_or(Status::Draft);
    if status.open_to_change() {
        return Ok(status);
    }
    Err(StoreError::Refused(format!(
        "This audit is {}. Reopen it to change it.",
        status.name().to_lowercase()
    )))
}

/// Refuses to change a closed audit; one that was only allocated becomes a draft.
fn open_audit(act: &mut Act<'_>, audit: i64) -> Result<()> {
    if not_closed(act, audit)? == Status::Allocated {
        act.set(Entity::Audit, audit, "status", Status::Draft.key())?;
    }
    Ok(())
}

/// The row of a target, made when it is missing; `None` where an empty value would make a row for nothing.
fn row_of(act: &mut Act<'_>, target: &Target, value: &Value) -> Result<Option<(Entity, i64)>> {
    let (entity, audit, key, column) = match target {
        Target::Row(entity, row) => return Ok(Some((*entity, *row))),
        Target::Answer(audit, key) => (Entity::Answer, *audit, key, "criterion"),
        Target::Judgement(audit, key) => (Entity::Judgement, *audit, key, "judgement"),
        Target::NewEvidence(..) | Target::NewArea(..) | Target::NewAction(_) | Target::Form(..) => {
            return Err(refused("What is not entered yet is entered, not set."));
        }
    };
    if let Some(row) = act.find(entity, audit, key)? {
        return Ok(Some((entity, row)));
    }
    if matches!(value, Value::Null) || value.text().is_empty() && matches!(value, Value::Text(_)) {
        return Ok(None);
    }
    let fields = Fields::from([
        ("audit".to_owned(), Value::Int(audit)),
        (column.to_owned(), Value::from(key.as_str())),
    ]);
    Ok(Some((entity, act.create(entity, fields)?)))
}

fn set(act: &mut Act<'_>, place: &Place, value: &Value) -> Result<String> {
    if value.text().len() > LONGEST_TEXT {
        checked(value.text())?;
    }
    let audit = match &place.target {
        Target::Answer(audit, _) | Target::Judgement(audit, _) => Some(*audit),
        Target::Row(Entity::Audit, row) => Some(*row),
        Target::Row(entity, row) if has_audit(*entity) => match act.read(*entity, *row, &["audit"])?.get("audit") {
            Some(Value::Int(audit)) => Some(*audit),
            _ => None,
        },
        _ => None,
    };
    let Some((entity, row)) = row_of(act, &place.target, value)? else {
        return Ok(String::new());
    };
    let before = act.read(entity, row, &[place.field.as_str()])?;
    if before.get(&place.field) == Some(value) {
        // A row that was just made for a value that is its default would be a change for nothing.
        return Ok(String::new());
    }
    // An action is done when it is done, mostly after its audit is final; an urgent concern is followed up whatever
    // became of the audit.
    let followed_up =
        entity == Entity::UrgentConcern || entity == Entity::Action && FOLLOW_UP.contains(&place.field.as_str());
    // After the row, so that setting what is already so neither opens nor begins an audit.
    if let Some(audit) = audit.filter(|_| !followed_up) {
        open_audit(act, audit)?;
    }
    let mut fields = Fields::from([(place.field.clone(), value.clone())]);
    if entity == Entity::Tag {
        return tags::set(act, row, &fields);
    }
    if entity == Entity::Audit && place.field == "safe_now" {
        fields.insert("safe_now_at".to_owned(), Value::Int(act.at.0));
    }
    if entity == Entity::Action {
        actions::complete(act, row, &mut fields)?;
    }
    check_fields(act, entity, row, &fields)?;
    act.update(entity, row, &fields)?;
    Ok(label(&place.target, &place.field))
}

fn has_audit(entity: Entity) -> bool {
    matches!(
        entity,
        Entity::Judgement | Entity::Answer | Entity::Evidence | Entity::Area | Entity::Action | Entity::UrgentConcern
    )
}

fn set_fields(act: &mut Act<'_>, entity: Entity, row: i64, fields: &Fields) -> Result<String> {
    if entity == Entity::Tag {
        return tags::set(act, row, fields);
    }
    let mut fields = fields.clone();
    if entity == Entity::Action {
        actions::complete(act, row, &mut fields)?;
    }
    let fields = &fields;
    check_fields(act, entity, row, fields)?;
    if let Some(Value::Text(text)) = fields.values().find(|value| value.text().len() > LONGEST_TEXT)
        && !kept::fits(entity, text)
    {
        checked(text)?;
    }
    // An urgent concern is followed up whatever became of the audit.
    if entity == Entity::Audit {
        // Who does it and by when is no beginning.
        not_closed(act, row)?;
    } else if has_audit(entity)
        && entity != Entity::UrgentConcern
        && !(entity == Entity::Action && fields.keys().all(|name| FOLLOW_UP.contains(&name.as_str())))
        && let Some(Value::Int(audit)) = act.read(entity, row, &["audit"])?.get("audit")
    {
        open_audit(act, *audit)?;
    }
    act.update(entity, row, fields)?;
    Ok(format!("{} changed", entity.name()))
}

/// Rules over fields that stand whichever way they are set.
fn check_fields(act: &Act<'_>, entity: Entity, row: i64, fields: &Fields) -> Result<()> {
    dip::check(entity, fields)?;
    if entity == Entity::UrgentConcern
        && let Some(by) = fields.get("safe_confirmed_by")
        && !by.text().trim().is_empty()
    {
        let concern = act.read(entity, row, &["audit", "raised_by"])?;
        let mut people = Vec::new();
        if let Some(Value::Int(person)) = concern.get("raised_by") {
            people.push(*person);
        }
        if let Some(Value::Int(audit)) = concern.get("audit")
            && let Some(Value::Int(auditor)) = act.read(Entity::Audit, *audit, &["auditor"])?.get("auditor")
        {
            people.push(*auditor);
        }
        for person in people {
            if same_person(
                by.text(),
                &text_of(&act.read(Entity::Person, person, &["name"])?, "name"),
            ) {
                return Err(refused("Safety is confirmed by someone other than the auditor."));
            }
        }
    }
    if entity == Entity::UrgentConcern
        && let Some(Value::Int(confirmed)) = fields.get("safe_confirmed_at")
        && let Some(Value::Int(raised)) = act.read(entity, row, &["raised"])?.get("raised")
        // Times are typed to the minute.
        && (*confirmed + 60_000 < *raised || *confirmed > act.at.0 + 60_000)
    {
        return Err(refused(
            "Safety is confirmed after the concern was raised and not in the future. Check the time.",
        ));
    }
    if entity == Entity::Action {
        actions::check(act, row, fields)?;
    }
    if entity == Entity::Case
        && fields
            .get("reference")
            .is_some_and(|reference| reference.text().trim().is_empty())
    {
        return Err(refused("A case needs a reference."));
    }
    Ok(())
}

/// What setting a field is called in history and in the toast; it holds nothing personal.
fn label(target: &Target, field: &str) -> String {
    match target {
        Target::Answer(_, criterion) if field == "value" => format!("Answer {criterion}"),
        Target::Answer(_, criterion) => format!("Note on {criterion}"),
        Target::Judgement(..) | Target::Row(Entity::Judgement, _) => match field {
            "grade" => "Grade".to_owned(),
            "agreed_grade" => "Agreed grade".to_owned(),
            "found" => "What we found".to_owned(),
            "impact" => "Impact".to_owned(),
            "strengths" => "Strengths".to_owned(),
            _ => "Why this grade".to_owned(),
        },
        Target::Row(Entity::Audit, _) => match field {
            "safe_now" => "Safe now".to_owned(),
            "safe_now_why" => "Why safe or not".to_owned(),
            "overall" => "Overall grade".to_owned(),
            "agreed_overall" => "Agreed overall grade".to_owned(),
            "worker_reflection" => "Worker’s reflection".to_owned(),
            "worker_view" => "Worker’s view".to_owned(),
            "child_asked" | "child_said" => "Child’s feedback".to_owned(),
            "parents_asked" | "parents_said" => "Parents’ or carers’ feedback".to_owned(),
            "took_part" => "Who took part".to_owned(),
            other => sentence(other),
        },
        Target::Row(entity, _) => format!("{}: {}", entity.name(), sentence(field).to_lowercase()),
        Target::NewEvidence(..) | Target::NewArea(..) | Target::NewAction(_) | Target::Form(..) => {
            "Not entered yet".to_owned()
        }
    }
}

/// `period_from` as words: `Period from`.
fn sentence(field: &str) -> String {
    let words = field.replace('_', " ");
    let mut chars = words.chars();
    chars
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// One audit a reference; `dip_sample` is what they are a part of.
fn start_audits(act: &mut Act<'_>, new: &NewAudits, dip_sample: Option<i64>) -> Result<String> {
    let mut references: Vec<&str> = new
        .references
        .iter()
        .map(|reference| reference.trim())
        .filter(|r| !r.is_empty())
        .collect();
    let mut seen = std::collections::BTreeSet::new();
    references.retain(|reference| seen.insert(*reference));
    let cases: Vec<Option<i64>> = match new.subject {
        Subject::Child => {
            if references.is_empty() {
                return Err(refused("A child’s case needs a reference."));
            }
            if new.kind.is_none() {
                return Err(refused("Choose the type of case."));
            }
            let none = Case::default();
            let mut cases = Vec::new();
            for reference in &references {
                let known = act.find_case(checked(reference)?)?;
                // What was written for one child is not true of twenty.
                let written = if references.len() == 1 { &new.about } else { &none };
                let about = fields! {
                    "sex": written.sex.as_str(), "ethnicity": written.ethnicity.as_str(),
                    "disability": written.disability.as_str(), "sibling_group": written.sibling_group.as_str(),
                };
                let about: Fields = about
                    .into_iter()
                    .filter(|(_, value)| !value.text().is_empty())
                    .collect();
                let case = if let Some(case) = known {
                    act.update(Entity::Case, case, &about)?;
                    case
                } else {
                    let mut fields = about;
                    fields.insert("reference".to_owned(), Value::from(*reference));
                    act.create(Entity::Case, fields)?
                };
                cases.push(Some(case));
            }
            cases
        }
        Subject::Team if new.team.trim().is_empty() => return Err(refused("Say which team is audited.")),
        Subject::Team | Subject::Service => vec![None],
    };
    let child = new.subject == Subject::Child;
    let of_child = |text: &str| if child { text.trim().to_owned() } else { String::new() };
    for case in &cases {
        let row = fields! {
            "subject": new.subject.key(), "case_id": *case, "kind": new.kind.filter(|_| child).map_or("", |kind| kind.key()),
            "overlays": of_child(&new.overlays.stored()), "team": new.team.trim(), "worker": of_child(&new.worker),
            "legal_status": of_child(&new.legal_status), "framework": new.framework, "method": new.method.key(),
            "theme": new.theme.trim(), "took_part": new.took_part.trim(), "period_from": new.period_from,
            "period_to": new.period_to, "due": new.due, "auditor": new.auditor, "dip_sample": dip_sample,
        };
        act.create(Entity::Audit, row)?;
    }
    Ok(if cases.len() == 1 {
        "Audit started".to_owned()
    } else {
        format!("{} audits allocated", cases.len())
    })
}

fn add_evidence(act: &mut Act<'_>, new: &NewEvidence) -> Result<String> {
    open_audit(act, new.audit)?;
    let text = checked(new.text.trim())?;
    let seen = Some(act.at.date());
    let mut row = fields! {
        "audit": new.audit, "judgement": new.judgement.as_str(), "text": text, "source": new.source.as_str(),
        "direction": new.direction.key(), "happened": new.happened, "seen": seen, "reference": new.reference.as_str(),
    };
    row.insert("criteria".to_owned(), Value::Set(new.criteria.clone()));
    row.insert(
        "tags".to_owned(),
        Value::Set(new.tags.iter().map(i64::to_string).collect()),
    );
    act.create(Entity::Evidence, row)?;
    Ok("Evidence added".to_owned())
}

fn toggle(act: &mut Act<'_>, evidence: i64, field: &str, member: &str, on: bool, what: &str) -> Result<String> {
    let now = act.read(Entity::Evidence, evidence, &["audit", field])?;
    if let Some(Value::Int(audit)) = now.get("audit") {
        open_audit(act, *audit)?;
    }
    let mut members = match now.get(field) {
        Some(Value::Set(members)) => members.clone(),
        _ => Vec::new(),
    };
    members.retain(|known| known != member);
    if on {
        members.push(member.to_owned());
    }
    act.set(Entity::Evidence, evidence, field, Value::Set(members))?;
    Ok(format!("{what} {}", if on { "added" } else { "removed" }))
}

fn raise_concern(act: &mut Act<'_>, new: &NewConcern) -> Result<String> {
    let seen = checked(new.seen.trim())?;
    let row = fields! {
        "audit": new.audit, "seen": seen, "raised": act.at, "raised_by": act.who, "told_who": new.told_who.trim(),
        "told_role": new.told_role.trim(), "told_how": new.told_how.trim(), "told_at": new.told_at,
    };
    act.create(Entity::UrgentConcern, row)?;
    Ok("Urgent concern raised".to_owned())
}

fn delete(act: &mut Act<'_>, entity: Entity, row: i64) -> Result<String> {
    match entity {
        Entity::Evidence | Entity::Area => {
            // An action stays when what it came from goes.
            let field = if entity == Entity::Area { "area" } else { "evidence" };
            for action in act.actions_from(field, row)? {
                act.set(Entity::Action, action, field, Value::Null)?;
            }
        }
        Entity::List if act.has_draws(row)? => {
            return Err(refused("Audits were drawn from this list; it stays with its draws."));
        }
        Entity::Action | Entity::SavedView | Entity::Draw | Entity::List => {}
        _ => return Err(refused("This cannot be deleted.")),
    }
    if has_audit(entity)
        && let Some(Value::Int(audit)) = act.read(entity, row, &["audit"])?.get("audit")
    {
        open_audit(act, *audit)?;
    }
    act.delete(entity, row)?;
    Ok(format!("{} deleted", entity.name()))
}

fn set_status(act: &mut Act<'_>, audit: i64, status: Status) -> Result<String> {
    let now =
        Status::from_key(&text_of(&act.read(Entity::Audit, audit, &["status"])?, "status")).unwrap_or(Status::Draft);
    if !now.next().contains(&status) {
        let (now, status) = (now.name().to_lowercase(), status.name().to_lowercase());
        return Err(StoreError::Refused(format!(
            "An audit that is {now} cannot become {status} in one step."
        )));
    }
    let mut fields = fields! { "status": status.key() };
    if status == Status::Agreed && now == Status::InModeration {
        fields.insert("moderator".to_owned(), Value::Int(act.who));
    }
    act.update(Entity::Audit, audit, &fields)?;
    Ok(format!("Audit {}", status.name().to_lowercase()))
}
