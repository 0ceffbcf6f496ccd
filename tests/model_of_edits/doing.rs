//! What each edit does, by rules of its own.

use super::state::{Key, State, Tag, blank, members, number, row, set_of};
use plumbline::app::edit::{Edit, Marked, NewAction, NewAudits, TagEdit};
use plumbline::model::change::{Entity, Fields, Place, Target, Value};
use plumbline::model::facets::Filter;
use plumbline::model::time::Moment;
use std::collections::{BTreeMap, BTreeSet};

/// The edit is refused; nothing of it stays.
#[derive(Debug)]
pub struct Refused;

pub type Done = Result<(), Refused>;

/// An edit under way.
#[derive(Clone, Debug)]
pub struct Doing {
    pub state: State,
    /// The last number each entity used, also for rows that are gone.
    pub used: BTreeMap<Entity, i64>,
    /// The rows and fields it changed; of one that was made or deleted, all.
    pub touched: BTreeMap<Key, BTreeSet<String>>,
    /// It changed tags themselves.
    pub of_tags: bool,
    pub at: Moment,
    pub who: i64,
}

/// From where an audit may go where.
const STEPS: &[(&str, &[&str])] = &[
    ("allocated", &["draft", "withdrawn"]),
    ("draft", &["submitted", "withdrawn"]),
    ("submitted", &["in_moderation", "final", "draft", "withdrawn"]),
    ("in_moderation", &["agreed", "submitted", "withdrawn"]),
    ("agreed", &["final", "in_moderation", "withdrawn"]),
    ("final", &["agreed"]),
    ("withdrawn", &["draft"]),
];

/// What of an action is written after its audit is closed, too.
pub const FOLLOWS_UP: &[&str] = &[
    "done",
    "done_evidence",
    "stage",
    "progress",
    "verified",
    "verified_by",
    "difference",
    "owner",
    "due",
    "priority",
];

pub fn closed(status: &str) -> bool {
    matches!(status, "final" | "withdrawn")
}

impl Doing {
    pub fn get(&self, entity: Entity, id: i64) -> Result<&Fields, Refused> {
        self.state.rows.get(&(entity, id)).ok_or(Refused)
    }

    pub fn write(&mut self, entity: Entity, id: i64, field: &str, value: Value) -> Done {
        let row = self.state.rows.get_mut(&(entity, id)).ok_or(Refused)?;
        if row.get(field) != Some(&value) {
            assert!(
                row.insert(field.to_owned(), value).is_some(),
                "{entity:?} has no {field}"
            );
            let touched = self.touched.entry((entity, id)).or_default();
            touched.insert(field.to_owned());
        }
        Ok(())
    }

    pub fn next(&mut self, entity: Entity) -> i64 {
        let used = self.used.entry(entity).or_default();
        *used += 1;
        *used
    }

    fn create(&mut self, entity: Entity, fields: Fields) -> i64 {
        let id = self.next(entity);
        let mut row = blank(entity);
        row.extend(fields);
        self.touched.insert((entity, id), row.keys().cloned().collect());
        self.state.rows.insert((entity, id), row);
        id
    }

    fn remove(&mut self, entity: Entity, id: i64) -> Done {
        let row = self.state.rows.remove(&(entity, id)).ok_or(Refused)?;
        self.touched.insert((entity, id), row.into_keys().collect());
        Ok(())
    }

    /// A closed audit is not changed; one that was only allocated is begun.
    fn begin(&mut self, audit: i64) -> Done {
        match self.get(Entity::Audit, audit)?["status"].text() {
            status if closed(status) => Err(Refused),
            "allocated" => self.write(Entity::Audit, audit, "status", "draft".into()),
            _ => Ok(()),
        }
    }

    pub fn edit(&mut self, edit: &Edit) -> Done {
        match edit {
            Edit::Set(place, value) => self.set(place, value),
            Edit::SetFields { entity, row, fields } => self.set_fields(*entity, *row, fields),
            Edit::SetRows(rows) => rows
                .iter()
                .try_for_each(|(entity, row, fields)| self.set_fields(*entity, *row, fields)),
            Edit::Together { edits, .. } => edits.iter().try_for_each(|edit| self.edit(edit)),
            Edit::StartAudits(new) => self.start(new, None),
            Edit::StartDipSample(new) => {
                let row = row! { "name": new.name.trim(), "questions": new.questions.join(" ") };
                let sample = self.create(Entity::DipSample, row);
                self.start(&new.audits, Some(sample))
            }
            Edit::AddToDipSample { dip_sample, audits } => self.add_to_sample(*dip_sample, audits),
            Edit::AddEvidence(new) => {
                self.begin(new.audit)?;
                written(&new.text)?;
                let mut row = row! {
                    "audit": new.audit, "judgement": new.judgement.as_str(), "text": new.text.trim(),
                    "source": new.source.as_str(), "direction": new.direction.key(), "happened": new.happened,
                    "seen": Some(self.at.date()), "reference": new.reference.as_str(),
                };
                row.insert("criteria".to_owned(), set_of(&new.criteria));
                row.insert("tags".to_owned(), set_of(&new.tags));
                self.create(Entity::Evidence, row);
                Ok(())
            }
            Edit::Tag { evidence, tag, on } => self.toggle(*evidence, "tags", &tag.to_string(), *on),
            Edit::Link {
                evidence,
                criterion,
                on,
            } => self.toggle(*evidence, "criteria", criterion, *on),
            Edit::Mark { evidence, what, on } => self.mark(evidence, what, *on),
            Edit::AddArea {
                audit,
                judgement,
                text,
                national_framework,
            } => {
                self.begin(*audit)?;
                written(text)?;
                let row = row! {
                    "audit": *audit, "judgement": judgement.as_str(), "text": text.as_str(),
                    "national_framework": national_framework.as_str(),
                };
                self.create(Entity::Area, row);
                Ok(())
            }
            Edit::AddAction(new) => self.add_action(new),
            Edit::RaiseConcern(new) => {
                written(&new.seen)?;
                let row = row! {
                    "audit": new.audit, "seen": new.seen.trim(), "raised": self.at, "raised_by": self.who,
                    "told_who": new.told_who.trim(), "told_role": new.told_role.trim(),
                };
                self.create(Entity::UrgentConcern, row);
                Ok(())
            }
            Edit::Delete(entity, row) => self.delete(*entity, *row),
            Edit::SetStatus { audit, status } => {
                let now = self.get(Entity::Audit, *audit)?["status"].text().to_owned();
                let (_, next) = STEPS.iter().find(|(from, _)| *from == now).unwrap();
                if !next.contains(&status.key()) {
                    return Err(Refused);
                }
                self.write(Entity::Audit, *audit, "status", status.key().into())?;
                if (now.as_str(), status.key()) == ("in_moderation", "agreed") {
                    self.write(Entity::Audit, *audit, "moderator", self.who.into())?;
                }
                Ok(())
            }
            Edit::AddPerson { name, role } => {
                self.create(Entity::Person, row! { "name": name.trim(), "role": role.trim() });
                written(name)
            }
            Edit::Keep { entity, fields } => {
                let filter: Filter = serde_json::from_str(fields["body"].text()).unwrap();
                let mut row = row! { "name": fields["name"].text().trim(), "words": filter.words };
                row.insert("any".to_owned(), set_of(filter.tags));
                row.insert("all".to_owned(), set_of(filter.all_tags));
                row.insert("none".to_owned(), set_of(filter.no_tags));
                self.create(*entity, row);
                written(fields["name"].text())
            }
            Edit::NewTag { name, group, evidence } => self.new_tag(name, group, *evidence),
            Edit::Tags(edit) => self.tags(edit),
            other => panic!("{other:?} is not in the model"),
        }
    }

    fn set(&mut self, place: &Place, value: &Value) -> Done {
        let field = place.field.as_str();
        let (entity, row) = match &place.target {
            Target::Row(entity, row) => (*entity, Some(*row)),
            Target::Answer(audit, key) => (
                Entity::Answer,
                self.state.find(Entity::Answer, *audit, "criterion", key),
            ),
            Target::Judgement(audit, key) => (
                Entity::Judgement,
                self.state.find(Entity::Judgement, *audit, "judgement", key),
            ),
            other => panic!("{other:?} is not in the model"),
        };
        let row = match (row, &place.target) {
            (Some(row), _) => row,
            (None, _) if *value == Value::from("") => return Ok(()),
            (None, Target::Answer(audit, key)) => {
                self.create(entity, row! { "audit": *audit, "criterion": key.as_str() })
            }
            (None, Target::Judgement(audit, key)) => {
                self.create(entity, row! { "audit": *audit, "judgement": key.as_str() })
            }
            (None, _) => return Err(Refused),
        };
        if self.get(entity, row)?.get(field) == Some(value) {
            return Ok(());
        }
        let follows_up = entity == Entity::UrgentConcern || entity == Entity::Action && FOLLOWS_UP.contains(&field);
        if let (false, Some(audit)) = (follows_up, self.state.audit_of((entity, row))) {
            self.begin(audit)?;
        }
        if field == "safe_now" {
            self.write(entity, row, "safe_now_at", self.at.into())?;
        }
        self.fields(entity, row, &Fields::from([(field.to_owned(), value.clone())]))
    }

    fn set_fields(&mut self, entity: Entity, row: i64, fields: &Fields) -> Done {
        let follows_up = entity == Entity::UrgentConcern
            || entity == Entity::Action && fields.keys().all(|field| FOLLOWS_UP.contains(&field.as_str()));
        let audit = self.state.audit_of((entity, row));
        match audit.filter(|_| !follows_up) {
            // Who audits, and by when, may be settled before it is begun.
            Some(audit) if entity == Entity::Audit && closed(self.state.field((Entity::Audit, audit), "status")) => {
                return Err(Refused);
            }
            Some(audit) if entity != Entity::Audit => self.begin(audit)?,
            _ => {}
        }
        self.fields(entity, row, fields)
    }

    /// Writes fields, where the row may stand so.
    fn fields(&mut self, entity: Entity, row: i64, fields: &Fields) -> Done {
        let before = self.get(entity, row)?.clone();
        for (field, value) in fields {
            self.write(entity, row, field, value.clone())?;
        }
        let undone = entity == Entity::Action && fields.get("done") == Some(&Value::Null);
        if undone && !fields.contains_key("verified") && before["verified"] != Value::Null {
            self.write(entity, row, "verified", Value::Null)?;
            self.write(entity, row, "verified_by", "".into())?;
        }
        let after = self.get(entity, row)?;
        let same = |one: &str, other: &str| !one.is_empty() && one.eq_ignore_ascii_case(other);
        let stands = match entity {
            Entity::Action => {
                let day = |field: &str| after[field].text();
                let today = self.at.date().to_string();
                let ruled = fields
                    .keys()
                    .any(|field| ["owner", "done", "verified", "verified_by"].contains(&field.as_str()));
                let verified = day("verified").is_empty()
                    || !day("done").is_empty()
                        && !after["verified_by"].text().is_empty()
                        && day("verified") <= today.as_str()
                        && day("verified") >= day("done");
                let ok = day("done") <= today.as_str()
                    && !same(after["owner"].text(), after["verified_by"].text())
                    && verified;
                (ok || !ruled) && !(fields.contains_key("text") && after["text"].text().trim().is_empty())
            }
            Entity::UrgentConcern => {
                let by = after["safe_confirmed_by"].text();
                let auditor = number(self.get(Entity::Audit, number(after, "audit").unwrap())?, "auditor");
                let own = [auditor, number(after, "raised_by")].into_iter().flatten();
                let name = |person: i64| self.state.field((Entity::Person, person), "name");
                let mut own = own.filter(|person| same(name(*person), by));
                let by_own = fields.contains_key("safe_confirmed_by") && own.next().is_some();
                let raised = number(after, "raised").unwrap();
                let minute = 60_000;
                let at = fields.get("safe_confirmed_at").and(number(after, "safe_confirmed_at"));
                !by_own && at.is_none_or(|at| at >= raised - minute && at <= self.at.0 + minute)
            }
            Entity::Case => !after["reference"].text().trim().is_empty(),
            _ => true,
        };
        if stands { Ok(()) } else { Err(Refused) }
    }

    fn start(&mut self, new: &NewAudits, dip_sample: Option<i64>) -> Done {
        let mut references: Vec<&str> = Vec::new();
        for reference in &new.references {
            if !references.contains(&reference.as_str()) {
                references.push(reference);
            }
        }
        if references.is_empty() {
            return Err(Refused);
        }
        let mut cases = Vec::new();
        for reference in references {
            let mut known = self.state.all(Entity::Case).into_iter();
            let known = known.find(|case| self.state.field((Entity::Case, *case), "reference") == reference);
            cases.push(known.unwrap_or_else(|| self.create(Entity::Case, row! { "reference": reference })));
        }
        for case in cases {
            let row = row! {
                "case_id": case, "team": new.team.as_str(), "auditor": new.auditor, "dip_sample": dip_sample,
            };
            self.create(Entity::Audit, row);
        }
        Ok(())
    }

    /// A file that was withdrawn from the sample comes back; one that is in it stays as it is.
    fn add_to_sample(&mut self, sample: i64, audits: &NewAudits) -> Done {
        self.get(Entity::DipSample, sample)?;
        let mut new = audits.clone();
        let mut known = BTreeMap::new();
        for audit in self.state.all(Entity::Audit) {
            let row = &self.state.rows[&(Entity::Audit, audit)];
            if number(row, "dip_sample") == Some(sample) {
                let case = number(row, "case_id").unwrap();
                let reference = self.state.field((Entity::Case, case), "reference");
                known.insert(reference.to_owned(), (audit, row["status"].text() == "withdrawn"));
            }
        }
        let mut back = 0;
        for (reference, (audit, withdrawn)) in known {
            if withdrawn && new.references.contains(&reference) {
                self.write(Entity::Audit, audit, "status", "draft".into())?;
                back += 1;
            }
            new.references.retain(|one| *one != reference);
        }
        match (new.references.is_empty(), back) {
            (true, 0) => Err(Refused),
            (true, _) => Ok(()),
            (false, _) => self.start(&new, Some(sample)),
        }
    }

    pub fn toggle(&mut self, evidence: i64, field: &str, member: &str, on: bool) -> Done {
        let audit = number(self.get(Entity::Evidence, evidence)?, "audit").unwrap();
        self.begin(audit)?;
        self.carry(evidence, field, member, on)
    }

    /// Adds a member to a set of a piece of evidence, or takes it out.
    pub fn carry(&mut self, evidence: i64, field: &str, member: &str, on: bool) -> Done {
        let mut all = members(self.get(Entity::Evidence, evidence)?, field);
        if on {
            all.insert(member.to_owned());
        } else {
            all.remove(member);
        }
        self.write(Entity::Evidence, evidence, field, set_of(all))
    }

    fn mark(&mut self, evidence: &[i64], what: &Marked, on: bool) -> Done {
        let (field, member) = match what {
            Marked::Tag(tag) => ("tags", tag.to_string()),
            Marked::Criterion(criterion) => ("criteria", criterion.clone()),
        };
        let (mut done, mut left) = (false, false);
        for piece in evidence {
            let Ok(row) = self.get(Entity::Evidence, *piece) else {
                continue;
            };
            let carried = members(row, field).contains(&member);
            let audit = number(row, "audit").unwrap();
            if closed(self.state.field((Entity::Audit, audit), "status")) {
                left = true;
                continue;
            }
            self.begin(audit)?;
            done |= carried != on;
            self.carry(*piece, field, &member, on)?;
        }
        if left && !done { Err(Refused) } else { Ok(()) }
    }

    fn add_action(&mut self, new: &NewAction) -> Done {
        self.begin(new.audit)?;
        written(&new.text)?;
        for (entity, row) in [(Entity::Area, new.area), (Entity::Evidence, new.evidence)] {
            if let Some(row) = row
                && number(self.get(entity, row)?, "audit") != Some(new.audit)
            {
                return Err(Refused);
            }
        }
        let row = row! {
            "audit": new.audit, "judgement": new.judgement.as_str(), "text": new.text.trim(), "owner": new.owner.trim(),
            "due": new.due, "priority": new.priority.key(), "criterion": new.criterion.as_str(), "area": new.area,
            "evidence": new.evidence,
        };
        self.create(Entity::Action, row);
        Ok(())
    }

    fn delete(&mut self, entity: Entity, id: i64) -> Done {
        self.get(entity, id)?;
        if let Some(audit) = self.state.audit_of((entity, id)) {
            self.begin(audit)?;
        }
        let field = match entity {
            Entity::Evidence => "evidence",
            Entity::Area => "area",
            _ => return self.remove(entity, id),
        };
        for action in self.state.all(Entity::Action) {
            if number(self.get(Entity::Action, action)?, field) == Some(id) {
                self.write(Entity::Action, action, field, Value::Null)?;
            }
        }
        self.remove(entity, id)
    }

    fn tags(&mut self, edit: &TagEdit) -> Done {
        self.of_tags = true;
        self.edit_tags(edit)
    }

    /// The tag of that number.
    pub fn tag(&self, id: i64) -> Result<Tag, Refused> {
        self.state.tag(id).cloned().ok_or(Refused)
    }
}

/// Something must be written.
pub fn written(text: &str) -> Done {
    if text.trim().is_empty() { Err(Refused) } else { Ok(()) }
}
