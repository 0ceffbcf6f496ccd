//! An open workbook and who is auditing: what the window's worker and the command line both stand on.

use super::edit::Edit;
use super::error::UserError;
use crate::model::change::Entity;
use crate::model::change::{Fields, Place, Target, Value};
use crate::model::framework::Framework;
use crate::model::shipped;
use crate::model::time::{Clock, Moment};
use crate::store::{Committed, Key, Result, Salt, Store};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

/// An open workbook and the person who works in it.
#[derive(Debug)]
pub struct Session {
    pub(super) store: Store,
    pub(super) me: i64,
    pub(super) frameworks: Vec<(i64, Arc<Framework>)>,
    /// When the key was there: what comes after it is the program's own time.
    pub(super) keyed: Instant,
}

/// What a new workbook starts with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewWorkbook {
    /// The council.
    pub council: String,
    /// The title.
    pub title: String,
    /// The protective marking.
    pub marking: String,
    /// Who audits.
    pub auditor: String,
    /// Their role.
    pub role: String,
    /// Ids of the shipped frameworks to keep in it.
    pub frameworks: Vec<String>,
    /// It holds example data.
    pub example: bool,
}

/// How a workbook is opened.
pub enum Unlock {
    /// With its passphrase.
    Passphrase(zeroize::Zeroizing<String>),
    /// With its recovery code.
    RecoveryCode(zeroize::Zeroizing<String>),
    /// With a raw key, as tests and example data do.
    Key(Key),
}

impl Unlock {
    fn key(&self, salt: &Salt) -> std::result::Result<Key, UserError> {
        match self {
            Self::Passphrase(passphrase) => Key::from_passphrase(passphrase, salt).map_err(UserError::from),
            Self::RecoveryCode(words) => Key::from_recovery_words(words)
                .map_err(|what| UserError::new(what, "Read the words from the sheet in the council’s safe, in order.")),
            Self::Key(key) => Ok(key.clone()),
        }
    }
}

/// What is remembered of the recovery code.
const RECOVERY: &str = "recovery_code";
const UNCHECKED: &str = "unchecked";

/// The ending of a workbook's file name.
pub const ENDING: &str = "plumb";

/// A typed path as a workbook's path: without quotes, with its ending, the home folder spelled out.
pub fn workbook_path(typed: &str) -> PathBuf {
    let path = typed_path(typed);
    if path.extension().is_none() && path.file_name().is_some() {
        path.with_extension(ENDING)
    } else {
        path
    }
}

/// A typed path: without the quotes that file managers copy, the home folder spelled out.
pub fn typed_path(typed: &str) -> PathBuf {
    let typed = typed.trim().trim_matches('"');
    match (typed.strip_prefix("~/"), directories::UserDirs::new()) {
        (Some(rest), Some(dirs)) => dirs.home_dir().join(rest),
        _ => PathBuf::from(typed),
    }
}

impl Session {
    /// Makes a new workbook at `path`; nothing that stands there is overwritten.
    pub fn create(
        path: &Path,
        unlock: &Unlock,
        new: &NewWorkbook,
        clock: Arc<dyn Clock>,
    ) -> std::result::Result<Self, UserError> {
        let salt = Salt::new()?;
        let key = unlock.key(&salt)?;
        let keyed = Instant::now();
        let mut store = Store::create(path, key, salt, clock)?;
        let laid = store.act(1, |act| {
            let text = |text: &str| Value::from(text.trim());
            let workbook = Fields::from([
                ("council".to_owned(), text(&new.council)),
                ("title".to_owned(), text(&new.title)),
                ("marking".to_owned(), text(&new.marking)),
                ("example".to_owned(), Value::Int(i64::from(new.example))),
            ]);
            act.create(Entity::Workbook, workbook)?;
            let auditor = if new.auditor.trim().is_empty() {
                "Auditor"
            } else {
                new.auditor.trim()
            };
            act.create(
                Entity::Person,
                Fields::from([
                    ("name".to_owned(), Value::from(auditor)),
                    ("role".to_owned(), text(&new.role)),
                ]),
            )?;
            for id in &new.frameworks {
                if let Some(framework) = shipped::framework(id) {
                    act.keep_framework(&framework)?;
                }
            }
            act.seed_tags()?;
            Ok("Workbook made".to_owned())
        });
        if let Err(error) = laid {
            drop(store);
            // Nothing half-made stays behind; the first error is the one to tell.
            drop(std::fs::remove_file(path));
            return Err(error.into());
        }
        let frameworks = store.frameworks()?;
        Ok(Self {
            store,
            me: 1,
            frameworks,
            keyed,
        })
    }

    /// Opens a workbook. The last person who audited in it is taken to audit now.
    ///
    /// Drafts that a crash left are not touched; see [`Session::seal_drafts`].
    pub fn open(path: &Path, unlock: &Unlock, clock: Arc<dyn Clock>) -> std::result::Result<Self, UserError> {
        let salt = Store::salt_of(path)?;
        let key = unlock.key(&salt)?;
        let keyed = Instant::now();
        let store = Store::open(path, key, clock)?;
        let people = store.people()?;
        let last = store.remembered("auditor")?.and_then(|id| id.parse().ok());
        let me = last
            .filter(|id| people.iter().any(|person| person.id == *id))
            .or_else(|| people.first().map(|p| p.id));
        let frameworks = store.frameworks()?;
        Ok(Self {
            store,
            me: me.unwrap_or(1),
            frameworks,
            keyed,
        })
    }

    /// The store, to read from.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Who is auditing.
    pub fn me(&self) -> i64 {
        self.me
    }

    /// From now on this person is auditing; remembered for the next time.
    pub fn set_me(&mut self, person: i64) -> Result<()> {
        self.me = person;
        self.store.remember("auditor", &person.to_string())
    }

    /// The framework kept under this number.
    pub fn framework(&self, number: i64) -> Option<Arc<Framework>> {
        self.frameworks
            .iter()
            .find(|(known, _)| *known == number)
            .map(|(_, framework)| framework.clone())
    }

    /// The number under which a shipped framework is kept, keeping it first where it is missing.
    pub fn framework_number(&mut self, id: &str) -> Result<Option<i64>> {
        let Some(framework) = shipped::framework(id) else {
            return Ok(None);
        };
        if let Some(number) = self.store.framework_number(&framework)? {
            return Ok(Some(number));
        }
        self.apply(&Edit::KeepFramework(id.to_owned()))?;
        self.store.framework_number(&framework)
    }

    /// Saves words being typed.
    pub fn save_draft(&mut self, place: &Place, words: &str) -> Result<Moment> {
        self.store.save_draft(self.me, place, words)
    }

    /// Makes a change of words being typed.
    pub fn seal(&mut self, place: &Place, words: &str) -> Result<Committed> {
        let committed = self.apply(&Edit::Set(place.clone(), Value::from(words)))?;
        self.store.drop_draft(place)?;
        Ok(committed)
    }

    /// Lets go of words being typed, when they were entered another way.
    pub fn drop_draft(&mut self, place: &Place) -> Result<()> {
        self.store.drop_draft(place)
    }

    /// Makes changes of the drafts that a crash left, each at its own time and by who typed it.
    ///
    /// Answers with in which audits they were recovered. A draft that cannot be placed any more stays a draft, and so
    /// does what was not entered: a line of evidence, a form.
    pub fn seal_drafts(&mut self) -> Result<Vec<Option<i64>>> {
        let mut recovered = Vec::new();
        for draft in self.store.drafts()? {
            // A line of evidence becomes evidence when it is entered; until then it waits in its field.
            if draft.place.target.waits() {
                continue;
            }
            let edit = Edit::Set(draft.place.clone(), Value::from(draft.words.as_str()));
            match self
                .store
                .act_then(draft.who, draft.at, |act| super::apply::apply(act, &edit))
            {
                Ok(committed) => {
                    if committed.seq.is_some() {
                        recovered.push(committed.touched.iter().find_map(|touched| touched.audit));
                    }
                    self.store.drop_draft(&draft.place)?;
                }
                Err(error) if error.disk_at_fault() => return Err(error),
                Err(_out_of_place) => {}
            }
        }
        Ok(recovered)
    }

    /// Forms that were being filled in when the workbook was last closed, oldest first: what, and its contents.
    pub fn unfinished_forms(&self) -> Result<Vec<(Place, String)>> {
        let forms = self.store.drafts()?.into_iter();
        Ok(forms
            .filter(|draft| matches!(draft.place.target, Target::Form(..)))
            .map(|draft| (draft.place, draft.words))
            .collect())
    }

    /// Takes back this person's newest action.
    pub fn undo(&mut self) -> Result<Option<Committed>> {
        let done = self.store.undo(self.me)?;
        self.after(done)
    }

    /// Takes back one action of this person, as [`Store::undo_this`] does.
    pub fn undo_this(&mut self, seq: i64) -> Result<Option<Committed>> {
        let done = self.store.undo_this(self.me, seq)?;
        self.after(done)
    }

    /// Brings back what this person took back last.
    pub fn redo(&mut self) -> Result<Option<Committed>> {
        let done = self.store.redo(self.me)?;
        self.after(done)
    }

    /// What an undo or redo touched is read anew.
    fn after(&mut self, done: Option<Committed>) -> Result<Option<Committed>> {
        let frameworks = |done: &Committed| done.touched.iter().any(|row| row.entity == Entity::Framework);
        if done.as_ref().is_some_and(frameworks) {
            self.frameworks = self.store.frameworks()?;
        }
        Ok(done)
    }

    /// Writes a whole copy to a file that does not exist yet, and goes on in that copy.
    pub fn move_to_copy(&mut self, path: &Path, clock: Arc<dyn Clock>) -> std::result::Result<(), UserError> {
        self.store.copy_to(path)?;
        let mut copy = Self::open(path, &Unlock::Key(self.store.key().clone()), clock)?;
        copy.set_me(self.me)?;
        *self = copy;
        Ok(())
    }

    /// Keeps example data as the user's own workbook at `path`, under a passphrase, and goes on in it.
    ///
    /// # Errors
    /// When it cannot be kept; nothing is left of it then, and one goes on where one was.
    pub fn keep_as(
        &mut self,
        path: &Path,
        passphrase: &str,
        clock: Arc<dyn Clock>,
    ) -> std::result::Result<(), UserError> {
        self.store.copy_to(path)?;
        let kept = || -> std::result::Result<Self, UserError> {
            let mut copy = Self::open(path, &Unlock::Key(self.store.key().clone()), clock)?;
            copy.set_me(self.me)?;
            copy.change_passphrase(passphrase)?;
            copy.keep_example()?;
            Ok(copy)
        };
        match kept() {
            Ok(copy) => {
                *self = copy;
                Ok(())
            }
            Err(error) => {
                // Under a key nobody knows it would be of no use to anyone.
                drop(std::fs::remove_file(path));
                Err(error)
            }
        }
    }

    /// Gives the workbook another passphrase. The recovery code changes with it.
    pub fn change_passphrase(&mut self, passphrase: &str) -> std::result::Result<(), UserError> {
        self.store.change_key(passphrase).map_err(UserError::from)
    }

    /// Whether the recovery code was shown and not checked by typing it back.
    pub fn recovery_unchecked(&self) -> Result<bool> {
        Ok(self.store.remembered(RECOVERY)?.as_deref() == Some(UNCHECKED))
    }

    /// Remembers whether the recovery code was checked: one that was not is shown again.
    pub fn set_recovery_checked(&mut self, checked: bool) -> Result<()> {
        self.store
            .remember(RECOVERY, if checked { "checked" } else { UNCHECKED })
    }

    /// Marks example data as the user's own workbook.
    pub fn keep_example(&mut self) -> Result<Committed> {
        self.apply(&Edit::SetFields {
            entity: Entity::Workbook,
            row: 1,
            fields: Fields::from([("example".to_owned(), Value::Int(0))]),
        })
    }
}
