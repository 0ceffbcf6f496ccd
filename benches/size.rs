//! How a workbook of any size does, without a window: `cargo bench --bench size -- FILE`, with the passphrase in
//! `PLUMBLINE_PASSPHRASE`. It works on a copy.
//!
//! The generated workbooks that `BENCHMARKS.md` speaks of are made by `examples/generate`.

#![allow(
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "its figures are what it is for"
)]

use plumbline::app::edit::{Edit, NewEvidence, TagEdit};
use plumbline::app::export::{ExportAsk, Include, What};
use plumbline::app::lists::Lists;
use plumbline::app::search::SearchAsk;
use plumbline::app::session::{Session, Unlock};
use plumbline::app::worker::{Ask, Start, Tell, Worker};
use plumbline::model::analysis::Choice;
use plumbline::model::change::{Entity, Place, Value};
use plumbline::model::evidence::Direction;
use plumbline::model::tag::Tag;
use plumbline::model::time::SystemClock;
use plumbline::store::{Key, Store};
use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

type Done = Result<(), Box<dyn Error>>;

/// So many edits of a kind are timed.
const EDITS: usize = 200;

/// Between two of them: nobody works faster, and what waits for a moment's rest has one.
const REST: Duration = Duration::from_millis(60);

fn main() -> Done {
    let Some(file) = std::env::args().skip(1).find(|word| !word.starts_with('-')) else {
        println!("nothing measured: name a workbook");
        return Ok(());
    };
    let folder = tempfile::tempdir_in(Path::new(&file).parent().unwrap_or(Path::new(".")))?;
    let copy = folder.path().join("copy.plumb");
    std::fs::copy(&file, &copy)?;
    let passphrase = std::env::var("PLUMBLINE_PASSPHRASE")?;
    let key = Key::from_passphrase(&passphrase, &Store::salt_of(&copy)?)?;
    opening(&copy, &key)?;
    working(&copy, &key, folder.path())
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn line(what: &str, figures: &str) {
    println!("{what:<48} {figures}");
}

/// Memory in use, where the system tells it in a file.
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kib = |name: &str| -> f64 {
        let line = status.lines().find(|line| line.starts_with(name));
        let word = line.and_then(|line| line.split_whitespace().nth(1));
        word.and_then(|word| word.parse().ok()).unwrap_or(0.0)
    };
    format!(
        "{:.0} MB, at most {:.0} MB",
        kib("VmRSS:") / 1024.0,
        kib("VmHWM:") / 1024.0
    )
}

/// The processor's time of every thread so far, where the system tells it in files: on a machine that is busy with other
/// things, what a thing costs shows in this and not in how long it took.
fn processor() -> Duration {
    let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let nanoseconds = tasks.map(|task| {
        let line = std::fs::read_to_string(task.path().join("schedstat")).unwrap_or_default();
        line.split_whitespace()
            .next()
            .and_then(|first| first.parse().ok())
            .unwrap_or(0)
    });
    Duration::from_nanos(nanoseconds.sum())
}

/// Both times of something that is measured.
struct Timer(Instant, Duration);

impl Timer {
    fn new() -> Self {
        Self(Instant::now(), processor())
    }

    fn read(&self) -> (Duration, Duration) {
        (self.0.elapsed(), processor().saturating_sub(self.1))
    }

    fn said(&self) -> String {
        let (time, processor) = self.read();
        format!("{:.1} ms ({:.1} ms of the processor)", ms(time), ms(processor))
    }
}

fn both(times: Vec<(Duration, Duration)>) -> String {
    let (time, processor): (Vec<Duration>, Vec<Duration>) = times.into_iter().unzip();
    format!(
        "{:<58} of the processor {}",
        median_and_99th(time),
        median_and_99th(processor)
    )
}

fn median_and_99th(mut times: Vec<Duration>) -> String {
    times.sort_unstable();
    let at = |share: f64| {
        let place = ((times.len() as f64 * share) as usize).min(times.len().saturating_sub(1));
        times.get(place).copied().map_or(0.0, ms)
    };
    format!(
        "{:.2} ms median, {:.2} ms 99th, {:.2} ms most",
        at(0.5),
        at(0.99),
        at(1.0)
    )
}

fn opening(path: &Path, key: &Key) -> Done {
    let began = Timer::new();
    let session = Session::open(path, &Unlock::Key(key.clone()), Arc::new(SystemClock))?;
    line("opened", &began.said());
    let began = Timer::new();
    let mut lists = Lists::read(&session)?;
    line("lists read", &began.said());
    let (audits, actions) = (lists.audits.len(), lists.actions.len());
    let began = Timer::new();
    let view = lists.workbook(&session)?;
    let of = format!(
        "{}, {} people, {} teams",
        began.said(),
        view.people.len(),
        view.teams.len()
    );
    line("the workbook's view", &of);
    let (mut slices, began) = (Vec::new(), Timer::new());
    while lists.counting() {
        let slice = Instant::now();
        lists.count_on(&session)?;
        slices.push(slice.elapsed());
    }
    let all = began.said();
    line(
        "progress and uses counted",
        &format!("{all} in slices of {}", median_and_99th(slices)),
    );
    line(
        "rows",
        &format!("{audits} audits, {actions} actions, memory {}", memory()),
    );
    Ok(())
}

/// The workbook's thread, as the window has it.
struct Window {
    worker: Worker,
    tags: Vec<Tag>,
}

impl Window {
    fn open(path: &Path, key: &Key, tags: Vec<Tag>) -> Result<Self, Box<dyn Error>> {
        let start = Start::Open(path.to_owned(), Unlock::Key(key.clone()));
        let began = Timer::new();
        let worker = Worker::start(start, Arc::new(SystemClock), || {})?;
        let window = Self { worker, tags };
        window.wait(|tell| matches!(tell, Tell::Opened { .. }))?;
        line("opened, every list told", &began.said());
        Ok(window)
    }

    fn wait(&self, mut wanted: impl FnMut(&Tell) -> bool) -> Result<(), Box<dyn Error>> {
        loop {
            let tell = self.worker.tells.recv_timeout(Duration::from_mins(2))?;
            if let Tell::Refused(error) | Tell::CouldNotSave(error) = &tell {
                return Err(error.to_string().into());
            }
            if wanted(&tell) {
                return Ok(());
            }
        }
    }

    /// How long an ask takes until it is done and everything is told; nothing where it changed nothing.
    fn time(&self, ask: Ask) -> Result<Option<(Duration, Duration)>, Box<dyn Error>> {
        let began = Timer::new();
        let mut changed = false;
        self.worker.ask(ask);
        self.wait(|tell| {
            changed = matches!(tell, Tell::Done { .. });
            changed || matches!(tell, Tell::Unchanged)
        })?;
        Ok(changed.then(|| began.read()))
    }

    fn times(&self, what: &str, mut ask: impl FnMut(usize) -> Ask) -> Done {
        let mut rested = |n| {
            std::thread::sleep(REST);
            self.time(ask(n))
        };
        let times: Result<Vec<Option<_>>, Box<dyn Error>> = (0..EDITS).map(&mut rested).collect();
        line(what, &both(times?.into_iter().flatten().collect()));
        Ok(())
    }
}

fn working(path: &Path, key: &Key, folder: &Path) -> Done {
    let session = Session::open(path, &Unlock::Key(key.clone()), Arc::new(SystemClock))?;
    // Audits that are open to change, all over the workbook.
    let open: Vec<i64> = session
        .audit_rows()?
        .iter()
        .filter(|row| row.status.open_to_change() && row.answered.is_some_and(|n| n > 5))
        .map(|row| row.id)
        .collect();
    let audit = |n: usize| open.get(n * 7919 % open.len().max(1)).copied().unwrap_or(1);
    let actions: Vec<i64> = session.action_rows()?.iter().map(|row| row.action.id).collect();
    let last_evidence = session.store().evidence(audit(0))?.first().map_or(1, |piece| piece.id);
    let tags = session.store().tags()?;
    drop(session);
    let window = Window::open(path, key, tags)?;
    std::thread::sleep(Duration::from_secs(4));
    line("memory, counted", &memory());
    window.worker.ask(Ask::Watch(Some(audit(0))));
    window.wait(|tell| matches!(tell, Tell::Audit(_)))?;
    let set = |place: Place, value: Value| Ask::Apply(Edit::Set(place, value));
    window.times("an answer", |n| {
        let value = ["yes", "partly", "no"][n % 3];
        set(
            Place::answer(audit(n / 2), ["1.1", "2.1"][n % 2], "value"),
            value.into(),
        )
    })?;
    window.times("an answer in the audit that is open", |n| {
        let value = ["yes", "partly", "no"][n % 3];
        set(Place::answer(audit(0), "1.2", "value"), value.into())
    })?;
    window.times("a piece of evidence", |n| {
        Ask::Apply(Edit::AddEvidence(Box::new(NewEvidence {
            audit: audit(n),
            judgement: "assessment".into(),
            text: format!("History is listed, not weighed. Looked at {n} times."),
            source: "case_record".into(),
            direction: Direction::Develop,
            happened: None,
            reference: String::new(),
            criteria: vec!["3.1".into()],
            tags: vec![1, 5],
        })))
    })?;
    window.times("a tag", |n| {
        let (tag, on) = (20 + (n / 2 % 40) as i64, n % 2 == 0);
        Ask::Apply(Edit::Tag {
            evidence: last_evidence,
            tag,
            on,
        })
    })?;
    window.times("an action followed up", |n| {
        let action = actions.get(n * 104_729 % actions.len().max(1)).copied().unwrap_or(1);
        set(
            Place::row(Entity::Action, action, "progress"),
            format!("Chased {n} times.").into(),
        )
    })?;
    window.times("an undo", |_| Ask::Undo)?;
    window.times("a redo", |_| Ask::Redo)?;
    let words: Vec<_> = (0..EDITS)
        .map(|n| {
            std::thread::sleep(REST);
            let began = Timer::new();
            let place = Place::judgement(audit(n), "assessment", "found");
            window
                .worker
                .ask(Ask::Typing(place, format!("History is listed, not weighed. {n}")));
            window.worker.ask(Ask::Left);
            window.wait(|tell| matches!(tell, Tell::Sealed(..)))?;
            Ok(began.read())
        })
        .collect::<Result<_, Box<dyn Error>>>()?;
    line("a text that was left", &both(words));
    let views: Vec<_> = (0..EDITS)
        .map(|n| {
            let began = Timer::new();
            window.worker.ask(Ask::Watch(Some(audit(n))));
            window.wait(|tell| matches!(tell, Tell::Audit(_)))?;
            Ok(began.read())
        })
        .collect::<Result<_, Box<dyn Error>>>()?;
    line("an audit opened", &both(views));
    reading(&window)?;
    exporting(&window, folder, &audit)?;
    line("memory at the end", &memory());
    sweeping(&window, audit(0))?;
    Ok(())
}

/// So often is each search and each look at analysis timed.
const READS: usize = 40;

/// Search and analysis, as the window asks for them.
fn reading(window: &Window) -> Done {
    for typed in [
        "genogram",
        "chronology",
        "the",
        "organisa",
        "visiting",
        "ch",
        "\"was seen\"",
        "plan north",
        "xyzzy",
    ] {
        let (mut times, mut count) = (Vec::new(), 0);
        for _ in 0..READS {
            let ask = SearchAsk {
                typed: typed.to_owned(),
                ..SearchAsk::default()
            };
            let began = Timer::new();
            window.worker.ask(Ask::Search(Some(ask)));
            window.wait(|tell| match tell {
                Tell::Found(view) => {
                    count = view.count;
                    true
                }
                _ => false,
            })?;
            times.push(began.read());
        }
        line(&format!("search: {typed} ({count} found)"), &both(times));
    }
    window.worker.ask(Ask::Search(None));
    let first = Timer::new();
    window.worker.ask(Ask::Analysis(Some(Choice::default())));
    window.wait(|tell| matches!(tell, Tell::Analysis(_)))?;
    line("analysis, first", &first.said());
    let mut times = Vec::new();
    for _ in 0..READS {
        let began = Timer::new();
        window.worker.ask(Ask::Analysis(Some(Choice::default())));
        window.wait(|tell| matches!(tell, Tell::Analysis(_)))?;
        times.push(began.read());
    }
    window.worker.ask(Ask::Analysis(None));
    line("analysis, again", &both(times));
    Ok(())
}

/// What reaches much of the workbook at once: the tag used most is merged and that taken back, and words are removed for
/// good, for which the file is written anew.
fn sweeping(window: &Window, audit: i64) -> Done {
    let began = Timer::new();
    window.worker.ask(Ask::Watch(Some(audit)));
    window.wait(|tell| matches!(tell, Tell::Audit(_)))?;
    line("the audit that is open", &began.said());
    let mut tags = window.tags.clone();
    tags.sort_by_key(|tag| std::cmp::Reverse(tag.uses));
    if let [first, second, ..] = tags.as_slice() {
        let edit = TagEdit::Merge {
            from: first.id,
            into: second.id,
        };
        let began = Timer::new();
        window.time(Ask::Apply(Edit::Tags(Box::new(edit))))?;
        line(&format!("a tag merged that {} pieces carry", first.uses), &began.said());
        let began = Timer::new();
        window.time(Ask::Undo)?;
        line("that taken back", &began.said());
    }
    let began = Timer::new();
    window.worker.ask(Ask::RemoveWords {
        entity: Entity::Evidence,
        row: 1,
        field: "text".to_owned(),
        keep: false,
    });
    window.wait(|tell| matches!(tell, Tell::WordsRemoved(_)))?;
    line("words removed for good, the file written anew", &began.said());
    Ok(())
}

/// The CSV set of everything: alone, and while one answers questions, a few a second.
fn exporting(window: &Window, folder: &Path, audit: &dyn Fn(usize) -> i64) -> Done {
    let ask = |name: &str| {
        let path = folder.join(name);
        let (what, include) = (What::Csv(None), Include::ALL);
        let ask = ExportAsk {
            choice: Choice::default(),
            tags: None,
            what,
            include,
            path,
            replace: false,
        };
        window.worker.ask(Ask::Export(ask));
    };
    let began = Timer::new();
    ask("alone");
    window.wait(|tell| matches!(tell, Tell::Exported(..)))?;
    let bytes: u64 = std::fs::read_dir(folder.join("alone"))?
        .flatten()
        .filter_map(|entry| entry.metadata().ok())
        .map(|file| file.len())
        .sum();
    line(
        "CSV set of everything",
        &format!("{}, {} MB", began.said(), bytes / 1_000_000),
    );
    let began = Timer::new();
    ask("meanwhile");
    let (mut times, mut written, mut n) = (Vec::new(), false, 0);
    while !written {
        n += 1;
        let value = ["yes", "partly", "no"][n % 3];
        let place = Place::answer(audit(n), "1.3", "value");
        let one = Timer::new();
        window.worker.ask(Ask::Apply(Edit::Set(place, value.into())));
        window.wait(|tell| {
            written |= matches!(tell, Tell::Exported(..));
            matches!(tell, Tell::Done { .. } | Tell::Unchanged)
        })?;
        times.push(one.read());
        std::thread::sleep(Duration::from_millis(50));
        for tell in window.worker.tells.try_iter() {
            written |= matches!(tell, Tell::Exported(..));
        }
    }
    line("the same while one answers", &began.said());
    line("an answer meanwhile", &both(times));
    let began = Instant::now();
    ask("given up");
    std::thread::sleep(Duration::from_millis(500));
    window.worker.ask(Ask::CancelExport);
    let cancelled = Instant::now();
    window.wait(|tell| matches!(tell, Tell::ExportCancelled(_) | Tell::Exported(..)))?;
    let left = folder.join("given up").exists();
    let said = format!(
        "{:.0} ms after {:.0} ms, left: {left}",
        ms(cancelled.elapsed()),
        ms(began.elapsed())
    );
    line("given up", &said);
    Ok(())
}
