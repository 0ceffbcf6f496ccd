//! Makes the workbook: thought up on one thread, written on another.

use super::council::{self, Council};
use super::dice::Dice;
use super::groups::Group;
use super::history::{self, Before, History};
use plumbline::app::session::{NewWorkbook, Session, Unlock};
use plumbline::model::time::{Clock, Moment, StepClock, midday};
use plumbline::store::{Key, Store};
use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;

/// What is made.
#[derive(Clone, Copy)]
pub struct Size {
    /// How many children.
    pub cases: usize,
    /// How many pieces of evidence.
    pub evidence: usize,
    /// Another seed makes another workbook.
    pub seed: u64,
    /// The end of the ten years.
    pub now: Moment,
}

/// So many groups go from the thread that thinks them up to the one that writes them at a time.
const A_BATCH: usize = 2000;

/// Makes a workbook; nothing that stands at `path` is overwritten.
pub fn make(path: &Path, key: impl Fn() -> Unlock, size: Size) -> Result<(), Box<dyn Error>> {
    let council = Council::new(&mut Dice::new(size.seed), size.cases.max(1), size.now.date());
    let first = midday(council.first).0;
    let clock: Arc<dyn Clock> = Arc::new(StepClock::at(Moment(first - 7 * history::DAY)));
    let new = NewWorkbook {
        council: "Northmoor Council".into(),
        title: "Northmoor practice audits".into(),
        marking: "OFFICIAL-SENSITIVE".into(),
        auditor: council::auditor_name(0),
        role: "Head of quality assurance".into(),
        frameworks: ["case-audit", "ilacs-2026", "ilacs-2023", "ilacs-2018"]
            .map(str::to_owned)
            .to_vec(),
        example: false,
    };
    let session = Session::create(path, &key(), &new, clock)?;
    let before = Before {
        frameworks: session.store().frameworks()?,
        tags: session.store().tags()?.len() as i64,
    };
    drop(session);
    let key = match key() {
        Unlock::Key(key) => key,
        Unlock::Passphrase(passphrase) => Key::from_passphrase(&passphrase, &Store::salt_of(path)?)?,
        Unlock::RecoveryCode(words) => Key::from_recovery_words(&words)?,
    };
    let mut store = Store::open(path, key, Arc::new(StepClock::at(size.now)))?;
    fill(&mut store, council, before, size)?;

    Ok(())
}

fn fill(store: &mut Store, council: Council, before: Before, size: Size) -> Result<(), Box<dyn Error>> {
    let (send, receive) = sync_channel::<Vec<Group>>(4);
    let think = move || {
        let mut batch = Vec::with_capacity(A_BATCH);
        let mut out = |group: Group| {
            batch.push(group);
            if batch.len() == A_BATCH {
                // Where the writing ended for an error, that one is told.
                drop(send.send(std::mem::replace(&mut batch, Vec::with_capacity(A_BATCH))));
            }
        };
        History::new(council, before, size, &mut out).write();
        drop(send.send(batch));
    };
    let thinking = std::thread::Builder::new().name("thinking".to_owned()).spawn(think)?;
    store.many(|many| {
        for batch in receive {
            for group in batch {
                group.write(many)?;
            }
        }
        Ok(())
    })?;
    thinking.join().map_err(|_panic| "the generator failed")?;
    Ok(())
}
