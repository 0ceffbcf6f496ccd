//! Any run of edits by several people, with undo, redo, words removed for good, words being typed, and closing and opening,
//! leaves what the same run leaves in a plain model.

mod doing;
mod edits;
mod log;
mod state;
mod steps;
mod tags;

use crate::fixture::{Book, NOW, key};
use log::Model;
use plumbline::app::edit::{Edit, NewAudits};
use plumbline::app::history::HistoryOf;
use plumbline::app::session::Session;
use plumbline::model::audit::{Method, Subject};
use plumbline::model::case::{Case, CaseKind, Overlays};
use plumbline::model::change::{Entity, Target};
use plumbline::model::time::{Moment, StepClock};
use plumbline::store::Store;
use proptest::prelude::*;
use state::read;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use steps::{Step, What, step};

/// A new workbook, made once.
fn made() -> &'static [u8] {
    static MADE: OnceLock<Vec<u8>> = OnceLock::new();
    MADE.get_or_init(|| {
        let (path, _folder, _) = Book::new().close();
        std::fs::read(path).unwrap()
    })
}

/// What audits have in common that are started here.
fn new_audits() -> NewAudits {
    NewAudits {
        subject: Subject::Child,
        references: Vec::new(),
        about: Case::default(),
        kind: Some(CaseKind::ChildProtection),
        overlays: Overlays::default(),
        team: "North".into(),
        worker: String::new(),
        legal_status: String::new(),
        framework: 1,
        method: Method::File,
        theme: String::new(),
        took_part: String::new(),
        period_from: None,
        period_to: None,
        due: None,
        auditor: 1,
    }
}

/// The workbook and its model, side by side.
struct Both {
    session: Option<Session>,
    model: Model,
    clock: Arc<StepClock>,
    folder: tempfile::TempDir,
    /// What was done, to be told when they differ.
    trail: Vec<String>,
}

impl Both {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("book.plumb");
        std::fs::write(&path, made()).unwrap();
        let clock = Arc::new(StepClock::still(NOW));
        let session = Session::open(&path, &key(), clock.clone()).unwrap();
        let state = read(&session, 0);
        let tags = state.tags.iter().map(|tag| tag.id).max().unwrap();
        let used = BTreeMap::from([(Entity::Person, 1), (Entity::Tag, tags)]);
        let mut both = Self {
            session: Some(session),
            model: Model::new(state, used),
            clock,
            folder,
            trail: Vec::new(),
        };
        let second = Edit::AddPerson {
            name: "B. Moderator".into(),
            role: String::new(),
        };
        both.take(What::Edit(second), NOW);
        let audits = NewAudits {
            references: vec!["4417".to_owned(), "1190".to_owned()],
            ..new_audits()
        };
        both.take(What::Edit(Edit::StartAudits(Box::new(audits))), NOW);
        both
    }

    fn session(&mut self) -> &mut Session {
        self.session.as_mut().unwrap()
    }

    fn step(&mut self, step: Step, n: usize) {
        let at = Moment(NOW.0 + n as i64 * 60_000);
        self.clock.set(at);
        let what = step.what(&self.model, n, at);
        self.take(what, at);
    }

    /// Does it in both; both do it, or both refuse.
    fn take(&mut self, what: What, at: Moment) {
        self.trail.push(format!("{} {what:?}", self.model.me));
        let session = self.session.as_mut().unwrap();
        let model = &mut self.model;
        let told = |error: plumbline::store::StoreError| {
            assert!(!error.disk_at_fault(), "{error}");
            error.to_string()
        };
        let (done, expected) = match what {
            What::Edit(edit) => (
                session.apply(&edit).map(|done| done.seq.is_some()).map_err(told),
                model.edit(&edit, at, model.me),
            ),
            What::Undo => (session.undo().map(|done| done.is_some()).map_err(told), model.undo()),
            What::Redo => (session.redo().map(|done| done.is_some()).map_err(told), model.redo()),
            What::Remove(key, field, keep) => {
                let done = session.remove_words(key.0, key.1, field, keep).map_err(told);
                let expected = model.remove_words(key, field, keep);
                let history = session.history(&HistoryOf::Row(Target::Row(key.0, key.1))).unwrap();
                let history = format!("{history:?}");
                let shown = model.removed.iter().find(|words| history.contains(words.as_str()));
                assert_eq!(
                    shown,
                    None,
                    "history shows what was removed:\n{}",
                    self.trail.join("\n")
                );
                (done.map(|done| done.seq.is_some()), expected.map(|()| true))
            }
            What::Type(place, words) => {
                session.save_draft(&place, &words).unwrap();
                model.type_draft(&place, &words, at);
                (Ok(true), Ok(true))
            }
            What::Switch(person) => {
                session.set_me(person).unwrap();
                (model.me, model.remembered) = (person, Some(person));
                (Ok(true), Ok(true))
            }
            What::Reopen => {
                self.reopen();
                (Ok(true), Ok(true))
            }
        };
        if let Err(why) = &done {
            self.trail.push(format!("    refused: {why}"));
        }
        assert_eq!(
            done.clone().ok(),
            expected.ok(),
            "{done:?}, but not in the model:\n{}",
            self.trail.join("\n")
        );
        self.same();
    }

    fn reopen(&mut self) {
        drop(self.session.take());
        let path = self.folder.path().join("book.plumb");
        let mut session = Session::open(&path, &key(), self.clock.clone()).unwrap();
        session.seal_drafts().unwrap();
        self.session = Some(session);
        let people = self.model.state.all(Entity::Person);
        let known = |id: i64| people.contains(&id).then_some(id);
        let by_name = people.iter().copied().min_by_key(|id| {
            let name = self.model.state.field((Entity::Person, *id), "name");
            (name.to_owned(), *id)
        });
        self.model.me = self.model.remembered.and_then(known).or(by_name).unwrap();
        self.model.seal_drafts();
    }

    fn same(&mut self) {
        let cases = self.model.used.get(&Entity::Case).copied().unwrap_or(0);
        let session = self.session.as_ref().unwrap();
        let model = &self.model;
        let differs = read(session, cases).differs(&model.state);
        assert_eq!(
            differs,
            None,
            "{}\n{}",
            differs.as_deref().unwrap_or_default(),
            self.trail.join("\n")
        );
        assert_eq!(session.me(), model.me);
        let (undo, redo) = session.store().undo_and_redo(model.me).unwrap();
        assert_eq!(
            (undo.is_some(), redo.is_some()),
            model.can(),
            "undo, redo:\n{}",
            self.trail.join("\n")
        );
        let drafts = session.store().drafts().unwrap();
        let drafts: BTreeMap<_, _> = drafts
            .into_iter()
            .map(|one| (one.place, (one.at, one.who, one.words)))
            .collect();
        assert_eq!(drafts, model.drafts, "drafts:\n{}", self.trail.join("\n"));
    }

    /// The log holds, and nothing is left of words that were removed for good.
    fn finish(mut self) {
        let faults = self.session().store().verify().unwrap().faults;
        assert_eq!(faults, Vec::<String>::new(), "{}", self.trail.join("\n"));
        drop(self.session.take());
        let path = self.folder.path().join("book.plumb");
        if let Some(found) = left(&path, self.model.removed.iter()) {
            panic!("{found} was removed for good:\n{}", self.trail.join("\n"));
        }
    }
}

/// Which of these words stand anywhere in the tables of a workbook: rows, drafts, log, and those of the search index.
fn left<'w>(path: &Path, mut words: impl Iterator<Item = &'w String>) -> Option<String> {
    use std::fmt::Write as _;
    Store::salt_of(path).unwrap();
    let start = std::fs::read(path).unwrap();
    let salted: Vec<u8> = [7; 32].into_iter().chain(start[..16].iter().copied()).collect();
    let hex = salted.iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").unwrap();
        hex
    });
    let file = rusqlite::Connection::open(path).unwrap();
    file.execute_batch(&format!("PRAGMA key = \"x'{hex}'\";")).unwrap();
    let tables: Vec<String> = file
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'search'")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert!(tables.len() > 20, "{tables:?}");
    let mut all = Vec::new();
    for table in tables {
        let mut statement = file.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            for at in 0..columns {
                use rusqlite::types::ValueRef::{Blob, Text};
                if let Text(bytes) | Blob(bytes) = row.get_ref(at).unwrap() {
                    all.extend_from_slice(bytes);
                    all.push(b'\n');
                }
            }
        }
    }
    let all = String::from_utf8_lossy(&all);
    // The index keeps only what a word does not share with the one before it.
    let tail = |word: &str| word[word.len() - 7..].to_owned();
    words.find(|word| all.contains(&tail(word))).cloned()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, max_shrink_iters: 400, ..ProptestConfig::default() })]

    #[test]
    fn edits_undo_redo_removal_and_reopening_equal_a_plain_model(steps in prop::collection::vec(step(), 20..90)) {
        let mut both = Both::new();
        for (n, step) in (1..).zip(steps) {
            both.step(step, n);
        }
        both.finish();
    }
}
