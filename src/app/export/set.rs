//! The CSV set of a workbook: read in slices on the workbook's thread while one goes on working, written on another.
//!
//! It is of the moment it was begun at. Nothing stands under its name until all of it is on disk.

use super::{ExportAsk, Exported, What, folder_of, no_audit, not_written, taken};
use crate::app::error::UserError;
use crate::app::session::Session;
use crate::exchange::csv::{About, Rows, Set};
use crate::model::change::{Entity, report_code};
use crate::store::{Part, Slice, Store, Then, is_open_here};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;

/// The tables, in the order in which they are read, each with how much of the work it is beside the others.
const TABLES: [(Entity, f32); 8] = [
    (Entity::Case, 1.0),
    (Entity::Audit, 3.0),
    (Entity::Judgement, 2.0),
    (Entity::Answer, 1.0),
    (Entity::Evidence, 3.0),
    (Entity::Area, 1.0),
    (Entity::Action, 2.0),
    (Entity::UrgentConcern, 2.0),
];

/// So many rows are read at once, some ten milliseconds, after which whatever was asked meanwhile is answered.
const SLICE: i64 = 4000;

/// So many slices wait to be written at most.
const WAITING: usize = 8;

/// What folders are called that are being written.
const BESIDE: &str = ".plumbline-";

/// What is remembered of the folder that is being written.
const UNDER_WAY: &str = "export_under_way";

/// How a set ended.
pub enum Ended {
    /// It stands under its name.
    Written(Exported),
    /// It was given up; nothing is left of it.
    Cancelled,
    /// It could not be written; nothing is left of it.
    Failed(UserError),
}

/// What a slice led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Going {
    /// There is more to read.
    On,
    /// What was read is still being written; ask again in a moment.
    Waits,
    /// All is read.
    Read,
}

/// A set that is being read and written.
pub struct Job {
    path: PathBuf,
    then: Then,
    audit: Option<i64>,
    /// The table that is being read, and after which number.
    at: usize,
    after: i64,
    newest: [i64; TABLES.len()],
    /// What was read and found no room yet.
    kept: Option<Rows>,
    send: Option<SyncSender<Rows>>,
    cancelled: Arc<AtomicBool>,
    writing: Option<JoinHandle<()>>,
}

/// Where a set goes: a folder beside its place that takes its name at the end.
struct Place {
    path: PathBuf,
    folder: tempfile::TempDir,
}

impl Place {
    fn new(path: &Path) -> Result<Self, UserError> {
        if is_open_here(path) {
            return Err(super::the_workbook(path));
        }
        if path.exists() {
            return Err(taken(path));
        }
        let mut folder = tempfile::Builder::new();
        let folder = folder.prefix(BESIDE).tempdir_in(folder_of(path));
        Ok(Self {
            path: path.to_owned(),
            folder: folder.map_err(|error| not_written(&error, path))?,
        })
    }

    /// Writes what comes until all has come or it is given up.
    fn write(self, about: About, rows: &Receiver<Rows>, cancelled: &AtomicBool) -> Ended {
        let failed = |error: &io::Error| Ended::Failed(not_written(error, &self.path));
        let mut set = match Set::begin(self.folder.path(), about) {
            Ok(set) => set,
            Err(error) => return failed(&error),
        };
        for rows in rows {
            if cancelled.load(Ordering::SeqCst) {
                return Ended::Cancelled;
            }
            if let Err(error) = set.put(rows) {
                return failed(&error);
            }
        }
        if let Err(error) = set.end(self.folder.path()) {
            return failed(&error);
        }
        // Whoever gave it up was told that nothing stands there.
        if cancelled.swap(true, Ordering::SeqCst) {
            return Ended::Cancelled;
        }
        if let Err(error) = std::fs::rename(self.folder.path(), &self.path) {
            return failed(&error);
        }
        // It stands under its name now; there is nothing temporary left to take away.
        let _moved = self.folder.keep();
        Ended::Written(Exported {
            path: self.path,
            folder: true,
        })
    }
}

impl Job {
    /// Begins a set as the workbook is now. `ended` is told on another thread how it ended.
    pub fn begin(
        session: &mut Session,
        ask: &ExportAsk,
        ended: impl FnOnce(Ended) + Send + 'static,
    ) -> Result<Self, UserError> {
        let What::Csv(audit) = ask.what else {
            return Err(UserError::new("This is not a CSV set", "Choose what to export again."));
        };
        let then = session.store.then()?;
        if let Some(audit) = audit
            && session.store.audit(audit)?.is_none()
        {
            return Err(no_audit(audit));
        }
        let about = about(session)?;
        let mut newest = [0; TABLES.len()];
        for ((entity, _), newest) in TABLES.iter().zip(&mut newest) {
            *newest = session.store.newest_number(*entity)?;
        }
        let place = Place::new(&ask.path)?;
        // After a crash what is left of it is taken away; where that cannot be kept in mind, it is not.
        drop(
            session
                .store
                .remember(UNDER_WAY, &place.folder.path().to_string_lossy()),
        );
        let (send, receive) = sync_channel(WAITING);
        let cancelled = Arc::new(AtomicBool::new(false));
        let given_up = cancelled.clone();
        let write = move || ended(place.write(about, &receive, &given_up));
        let writing = std::thread::Builder::new().name("export".to_owned()).spawn(write);
        let writing = writing.map_err(|_no_thread| {
            UserError::new("The export could not be started", "Close other programs and try again.")
        })?;
        Ok(Self {
            path: ask.path.clone(),
            then,
            audit,
            at: 0,
            after: 0,
            newest,
            kept: None,
            send: Some(send),
            cancelled,
            writing: Some(writing),
        })
    }

    /// Where it goes.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How much of it is read, from 0 to 1.
    pub fn share(&self) -> f32 {
        let size = |table: usize| {
            let newest = self.newest.get(table).copied().unwrap_or(0);
            TABLES.get(table).map_or(0.0, |(_, weight)| weight * newest as f32)
        };
        let all: f32 = (0..TABLES.len()).map(size).sum();
        let newest = self.newest.get(self.at).copied().unwrap_or(0).max(1);
        let here = size(self.at) * (self.after as f32 / newest as f32);
        let before: f32 = (0..self.at).map(size).sum();
        ((before + here) / all.max(1.0)).clamp(0.0, 1.0)
    }

    /// Whether there is still something to read.
    pub fn reading(&self) -> bool {
        self.send.is_some()
    }

    /// There is nothing more to read: the rest of the writing goes on by itself.
    pub fn all_read(&mut self) {
        self.send = None;
    }

    /// Whether it is over, however it ended.
    pub fn over(&self) -> bool {
        self.writing.as_ref().is_none_or(JoinHandle::is_finished)
    }

    /// Reads a slice, unless what was read before is still being written.
    pub fn go_on(&mut self, session: &Session) -> Result<Going, UserError> {
        if let Some(rows) = self.kept.take()
            && !self.hand_on(rows)
        {
            return Ok(self.waits());
        }
        if self.send.is_none() {
            return Ok(Going::Read);
        }
        let Some((entity, _)) = TABLES.get(self.at) else {
            return Ok(Going::Read);
        };
        let rows = self.read(&session.store, *entity)?;
        if self.hand_on(rows) {
            Ok(Going::On)
        } else {
            Ok(self.waits())
        }
    }

    fn waits(&self) -> Going {
        if self.send.is_some() { Going::Waits } else { Going::Read }
    }

    /// Whether there was room for it.
    fn hand_on(&mut self, rows: Rows) -> bool {
        match self.send.as_ref().map(|send| send.try_send(rows)) {
            Some(Err(TrySendError::Full(rows))) => {
                self.kept = Some(rows);
                false
            }
            // The writing ended; how is told from there.
            Some(Err(TrySendError::Disconnected(_))) => {
                self.send = None;
                false
            }
            Some(Ok(())) | None => true,
        }
    }

    fn read(&mut self, store: &Store, entity: Entity) -> Result<Rows, UserError> {
        let part = Part {
            after: self.after,
            at_most: SLICE,
            audit: self.audit,
        };
        let then = &mut self.then;
        let (rows, after) = match entity {
            Entity::Case => split(store.cases_then(then, part)?, Rows::Cases),
            Entity::Audit => split(store.audits_then(then, part)?, Rows::Audits),
            Entity::Judgement => split(store.judgements_then(then, part)?, Rows::Judgements),
            Entity::Answer => split(store.answers_then(then, part)?, Rows::Answers),
            Entity::Evidence => split(store.evidence_then(then, part)?, Rows::Evidence),
            Entity::Area => split(store.areas_then(then, part)?, Rows::Areas),
            Entity::Action => split(store.actions_then(then, part)?, Rows::Actions),
            _ => split(store.concerns_then(then, part)?, Rows::Concerns),
        };
        if after.is_none() {
            self.at += 1;
        }
        self.after = after.unwrap_or(0);
        Ok(rows)
    }

    /// Gives it up. Nothing is left of it when this returns; false when it stands under its name already.
    pub fn cancel(mut self) -> bool {
        let in_time = !self.cancelled.swap(true, Ordering::SeqCst);
        self.close();
        in_time
    }

    /// Waits until it is over.
    pub fn wait(mut self) {
        self.close();
        // Nothing more to give up.
        self.cancelled.store(true, Ordering::SeqCst);
    }

    fn close(&mut self) {
        self.send = None;
        if let Some(writing) = self.writing.take() {
            drop(writing.join());
        }
    }
}

/// A set that nobody waits for any more is given up.
impl Drop for Job {
    fn drop(&mut self) {
        self.cancelled.store(true, Ordering::SeqCst);
        self.close();
    }
}

fn split<T>(slice: Slice<T>, rows: fn(Vec<T>) -> Rows) -> (Rows, Option<i64>) {
    (rows(slice.rows), slice.after)
}

fn about(session: &Session) -> Result<About, UserError> {
    let store = &session.store;
    let workbook = store.workbook()?;
    Ok(About {
        title: workbook.title,
        council: workbook.council,
        marking: workbook.marking,
        report_code: report_code(&store.head()?),
        last_change: store.last_change()?,
        people: store
            .people()?
            .into_iter()
            .map(|person| (person.id, person.name))
            .collect(),
        tags: store
            .tags_uncounted()?
            .into_iter()
            .map(|tag| (tag.id, tag.name))
            .collect(),
        dip_samples: store.dip_samples()?,
        frameworks: session.frameworks.iter().cloned().collect(),
    })
}

/// Takes away what a crash left of a set that was being written.
pub fn clear_left(session: &mut Session) {
    let Ok(Some(left)) = session.store.remembered(UNDER_WAY) else {
        return;
    };
    if left.is_empty() {
        return;
    }
    take_away(Path::new(&left));
    // Where that cannot be kept in mind, it is looked for once more next time.
    drop(session.store.remember(UNDER_WAY, ""));
}

/// Takes away a folder that is named and filled as one of ours, and no other.
fn take_away(folder: &Path) {
    let ours = folder
        .file_name()
        .is_some_and(|name| name.to_string_lossy().starts_with(BESIDE));
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    if !ours || folder.is_symlink() {
        return;
    }
    for entry in entries.flatten() {
        let table = entry.path().extension().is_some_and(|ending| ending == "csv");
        if table && entry.file_type().is_ok_and(|kind| kind.is_file()) {
            drop(std::fs::remove_file(entry.path()));
        }
    }
    // One that holds something else stays.
    drop(std::fs::remove_dir(folder));
}
