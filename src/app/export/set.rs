//! CSV exports: read in slices on the workbook's thread while one goes on working, written on another.
//!
//! It is of the moment it was begun at. Nothing stands under its name until all of it is on disk.

use super::evidence::EvidenceFileAsk;
use super::place::Place;
use super::{ExportAsk, Exported, What, no_audit};
use crate::app::error::UserError;
use crate::app::session::Session;
use crate::exchange::csv::{About, Rows};
use crate::model::change::{Entity, report_code};
use crate::store::{Part, Slice, Store, Then};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
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

/// What is read for a file of evidence; of the evidence itself only what is asked for.
const OF_EVIDENCE: [(Entity, f32); 3] = [(Entity::Case, 1.0), (Entity::Audit, 3.0), (Entity::Evidence, 3.0)];

/// So many rows are read at once, some ten milliseconds, after which whatever was asked meanwhile is answered.
const SLICE: i64 = 4000;

/// So many pieces of evidence that are asked for one by one.
const AT_ONCE: usize = 2000;

/// So many slices wait to be written at most.
const WAITING: usize = 8;

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

/// What is read.
struct Reads {
    /// The tables, each with how much of the work one of its rows is, and its newest number.
    tables: Vec<(Entity, f32, i64)>,
    /// Of one audit alone.
    audit: Option<i64>,
    /// Of evidence these pieces alone, in this order.
    pieces: Option<Vec<i64>>,
}

/// An export that is being read and written.
pub struct Job {
    path: PathBuf,
    then: Then,
    reads: Reads,
    /// The table that is being read, and after which number.
    at: usize,
    after: i64,
    /// What was read and found no room yet.
    kept: Option<Rows>,
    send: Option<SyncSender<Rows>>,
    cancelled: Arc<AtomicBool>,
    writing: Option<JoinHandle<()>>,
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
        if let Some(audit) = audit
            && session.store.audit(audit)?.is_none()
        {
            return Err(no_audit(audit));
        }
        let place = Place::new(&ask.path, true)?;
        let mut tables = Vec::new();
        for (entity, weight) in TABLES {
            tables.push((entity, weight, session.store.newest_number(entity)?));
        }
        let reads = Reads {
            tables,
            audit,
            pieces: None,
        };
        Self::start(session, place, &ask.path, reads, ended)
    }

    /// Begins a file of evidence as the workbook is now. `ended` is told on another thread how it ended.
    pub fn begin_evidence(
        session: &mut Session,
        ask: &EvidenceFileAsk,
        ended: impl FnOnce(Ended) + Send + 'static,
    ) -> Result<Self, UserError> {
        let place = Place::new(&ask.path, false)?;
        let pieces = ask.pieces.numbers();
        let mut tables = Vec::new();
        for (entity, weight) in OF_EVIDENCE {
            let newest = match entity {
                Entity::Evidence => i64::try_from(pieces.len()).unwrap_or(i64::MAX),
                _ => session.store.newest_number(entity)?,
            };
            tables.push((entity, weight, newest));
        }
        let reads = Reads {
            tables,
            audit: None,
            pieces: Some(pieces),
        };
        Self::start(session, place, &ask.path, reads, ended)
    }

    fn start(
        session: &mut Session,
        place: Place,
        path: &Path,
        reads: Reads,
        ended: impl FnOnce(Ended) + Send + 'static,
    ) -> Result<Self, UserError> {
        let then = session.store.then()?;
        let about = about(session)?;
        place.remember(session);
        let (send, receive) = sync_channel(WAITING);
        let cancelled = Arc::new(AtomicBool::new(false));
        let given_up = cancelled.clone();
        let write = move || ended(place.write(about, &receive, &given_up));
        let writing = std::thread::Builder::new().name("export".to_owned()).spawn(write);
        let writing = writing.map_err(|_no_thread| {
            UserError::new("The export could not be started", "Close other programs and try again.")
        })?;
        Ok(Self {
            path: path.to_owned(),
            then,
            reads,
            at: 0,
            after: 0,
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
        let (mut all, mut read) = (0.0, 0.0);
        for (n, (_, weight, newest)) in self.reads.tables.iter().enumerate() {
            let size = weight * *newest as f32;
            all += size;
            read += match n.cmp(&self.at) {
                std::cmp::Ordering::Less => size,
                std::cmp::Ordering::Equal => size * self.after as f32 / (*newest).max(1) as f32,
                std::cmp::Ordering::Greater => 0.0,
            };
        }
        (read / f32::max(all, 1.0)).clamp(0.0, 1.0)
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
        let Some((entity, ..)) = self.reads.tables.get(self.at).copied() else {
            return Ok(Going::Read);
        };
        let rows = self.read(&session.store, entity)?;
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
            audit: self.reads.audit,
        };
        let then = &mut self.then;
        let (rows, after) = match entity {
            Entity::Case => split(store.cases_then(then, part)?, Rows::Cases),
            Entity::Audit => split(store.audits_then(then, part)?, Rows::Audits),
            Entity::Judgement => split(store.judgements_then(then, part)?, Rows::Judgements),
            Entity::Answer => split(store.answers_then(then, part)?, Rows::Answers),
            Entity::Evidence => match &self.reads.pieces {
                None => split(store.evidence_then(then, part)?, Rows::Evidence),
                Some(pieces) => {
                    let at = usize::try_from(self.after).unwrap_or(usize::MAX);
                    let end = at.saturating_add(AT_ONCE).min(pieces.len());
                    let slice = pieces.get(at..end).unwrap_or_default();
                    let rows = Rows::Evidence(store.evidence_of_then(then, slice)?);
                    (rows, (end < pieces.len()).then_some(end as i64))
                }
            },
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
