//! The dip sample of the example data.

use super::{Maker, damaged};
use crate::app::edit::{Edit, NewAudits, NewDipSample};
use crate::app::error::UserError;
use crate::model::audit::{Method, Status, Subject};
use crate::model::case::{Case, CaseKind, Overlays};
use crate::model::change::{Entity, Place, Value};
use crate::model::time::{Clock as _, midday};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExampleDip {
    name: String,
    questions: Vec<String>,
    kind: String,
    team: String,
    auditor: String,
    due_in: i32,
    worked_ago: i32,
    file: Vec<ExampleFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExampleFile {
    reference: String,
    answers: String,
    comment: String,
    safe_now: String,
    submitted: bool,
}

const DIP_SAMPLE: &str = include_str!("../../../assets/example/dip-sample.toml");

/// The value a letter stands for; none for not answered.
pub(super) fn value(letter: char) -> Option<&'static str> {
    Some(match letter {
        'y' => "yes",
        'p' => "partly",
        'n' => "no",
        'a' => "na",
        'e' => "nee",
        _ => return None,
    })
}

impl ExampleFile {
    /// Everything that was done with a file, as one action: the example is made whenever someone tries it.
    fn edit(&self, audit: i64, questions: &[String]) -> Edit {
        let answers = questions
            .iter()
            .zip(self.answers.chars())
            .filter_map(|(question, letter)| {
                let place = Place::answer(audit, question, "value");
                value(letter).map(|value| Edit::Set(place, Value::from(value)))
            });
        let field = |name: &str, value: &str| Edit::Set(Place::row(Entity::Audit, audit, name), Value::from(value));
        let mut edits: Vec<Edit> = answers.collect();
        edits.push(field("comment", &self.comment));
        edits.push(field("safe_now", &self.safe_now));
        edits.extend(self.submitted.then_some(Edit::SetStatus {
            audit,
            status: Status::Submitted,
        }));
        Edit::Together {
            label: "Answers".to_owned(),
            edits,
        }
    }
}

impl Maker {
    pub(super) fn dip_sample(&mut self) -> Result<(), UserError> {
        let example: ExampleDip = toml::from_str(DIP_SAMPLE).map_err(|error| damaged(&error))?;
        let before = self.clock.now();
        let worked = self.day(-example.worked_ago);
        self.clock.set(worked.map_or(before, midday));
        let auditor = self.person(&example.auditor)?;
        self.session.set_me(auditor)?;
        let framework = self.session.framework_number("case-audit")?.unwrap_or(1);
        let new = NewDipSample {
            name: example.name,
            questions: example.questions.clone(),
            audits: NewAudits {
                subject: Subject::Child,
                references: example.file.iter().map(|file| file.reference.clone()).collect(),
                about: Case::default(),
                kind: CaseKind::from_key(&example.kind),
                overlays: Overlays::default(),
                team: example.team,
                worker: String::new(),
                legal_status: String::new(),
                framework,
                method: Method::DipSample,
                theme: String::new(),
                took_part: String::new(),
                period_from: None,
                period_to: None,
                due: self.day(example.due_in),
                auditor,
            },
        };
        let made = self.session.apply(&Edit::StartDipSample(Box::new(new)))?;
        let audits = made.touched.iter().filter(|touched| touched.entity == Entity::Audit);
        for (file, audit) in example.file.iter().zip(audits.map(|touched| touched.row)) {
            self.session.apply(&file.edit(audit, &example.questions))?;
        }
        self.clock.set(before);
        Ok(())
    }
}
