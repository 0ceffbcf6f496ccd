//! A workbook for tests: a raw key (no Argon2 each time) and a clock of its own.

use plumbline::app::edit::{Edit, NewAudits, NewDipSample, NewEvidence};
use plumbline::app::session::{NewWorkbook, Session, Unlock};
use plumbline::model::audit::{Method, Subject};
use plumbline::model::case::{Case, CaseKind, Overlays};
use plumbline::model::change::Entity;
use plumbline::model::evidence::Direction;
use plumbline::model::time::{Moment, StepClock};
use plumbline::store::Key;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// 12 November 2026, 13:40 UTC.
pub const NOW: Moment = Moment(1_794_490_800_000);

pub fn key() -> Unlock {
    Unlock::Key(Key::from_bytes([7; 32]))
}

pub fn clock() -> Arc<StepClock> {
    Arc::new(StepClock::at(NOW))
}

pub struct Book {
    pub session: Session,
    pub clock: Arc<StepClock>,
    pub folder: tempfile::TempDir,
}

impl Book {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = clock();
        let new = NewWorkbook {
            council: "North Council".into(),
            title: "Practice audits".into(),
            marking: "OFFICIAL-SENSITIVE".into(),
            auditor: "A. Auditor".into(),
            role: "Service manager".into(),
            frameworks: ["case-audit", "ilacs-2018", "ilacs-2026"].map(str::to_owned).to_vec(),
            example: false,
        };
        let session = Session::create(&folder.path().join("book.plumb"), &key(), &new, clock.clone()).unwrap();
        Self { session, clock, folder }
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("book.plumb")
    }

    #[expect(clippy::needless_pass_by_value, reason = "an edit reads best made in place")]
    pub fn apply(&mut self, edit: Edit) {
        self.session.apply(&edit).unwrap();
    }

    /// Closes it: its path, the folder it is gone with, and its clock.
    pub fn close(self) -> (PathBuf, tempfile::TempDir, Arc<StepClock>) {
        let path = self.path();
        drop(self.session);
        (path, self.folder, self.clock)
    }

    /// Closes and opens again.
    pub fn reopen(self) -> Self {
        let (path, folder, clock) = self.close();
        let session = open(&path, &clock);
        Self { session, clock, folder }
    }

    /// Starts an audit of a child's case and answers with its number.
    pub fn child(&mut self, reference: &str, kind: CaseKind) -> i64 {
        let new = new_audits(&mut self.session, &[reference], kind);
        started(&mut self.session, new)
    }

    /// Starts a dip sample and answers with its number.
    pub fn dip_sample(&mut self, references: &[&str], questions: &[&str]) -> i64 {
        let new = NewDipSample {
            name: "Chronologies, November".into(),
            questions: questions.iter().map(|q| (*q).to_owned()).collect(),
            audits: new_audits(&mut self.session, references, CaseKind::ChildProtection),
        };
        let done = self.session.apply(&Edit::StartDipSample(Box::new(new))).unwrap();
        let made = done.touched.iter().find(|touched| touched.entity == Entity::DipSample);
        made.unwrap().row
    }

    /// Starts an audit of the service.
    pub fn service(&mut self, framework: &str) -> i64 {
        let mut new = new_audits(&mut self.session, &[], CaseKind::ChildInNeed);
        new.subject = Subject::Service;
        new.kind = None;
        new.framework = self.session.framework_number(framework).unwrap().unwrap();
        started(&mut self.session, new)
    }
}

pub fn open(path: &Path, clock: &Arc<StepClock>) -> Session {
    Session::open(path, &key(), clock.clone()).unwrap()
}

pub fn new_audits(session: &mut Session, references: &[&str], kind: CaseKind) -> NewAudits {
    NewAudits {
        subject: Subject::Child,
        references: references.iter().map(|r| (*r).to_owned()).collect(),
        about: Case::default(),
        kind: Some(kind),
        overlays: Overlays::default(),
        team: "North".into(),
        worker: "W-31".into(),
        legal_status: String::new(),
        framework: session.framework_number("case-audit").unwrap().unwrap(),
        method: Method::File,
        theme: String::new(),
        took_part: String::new(),
        period_from: None,
        period_to: None,
        due: Some("2026-11-20".parse().unwrap()),
        auditor: 1,
    }
}

pub fn started(session: &mut Session, new: NewAudits) -> i64 {
    let done = session.apply(&Edit::StartAudits(Box::new(new))).unwrap();
    done.touched
        .iter()
        .find(|touched| touched.entity == Entity::Audit)
        .unwrap()
        .row
}

pub fn evidence(audit: i64, text: &str) -> Edit {
    Edit::AddEvidence(Box::new(NewEvidence {
        audit,
        judgement: "assessment".into(),
        text: text.into(),
        source: "case_record".into(),
        direction: Direction::Develop,
        happened: Some("2026-09-03".parse().unwrap()),
        reference: String::new(),
        criteria: vec!["3.6".into()],
        tags: vec![1, 2],
    }))
}
