//! The store's own thread: it owns the open workbook, does what the window asks and tells what it did.
//!
//! It also times drafts: words being typed are saved every two seconds, and become a change on leaving the field,
//! before anything else is done, and after a minute's pause.

mod analysing;
mod counting;
mod dip;
mod drawing;
mod exporting;
mod finding;
mod listing;
mod plan;
mod shown;
mod tagging;
mod telling;
mod typing;

use super::analysis::AnalysisView;
use super::draws::{DrawAsk, DrawTold};
use super::edit::Edit;
use super::error::UserError;
use super::evidence_list::{EvidenceAsk, EvidenceRow, EvidenceView};
use super::export::evidence::EvidenceFileAsk;
use super::export::{self, ExportAsk, Exported};
use super::history::{HistoryOf, HistoryView};
use super::list_import::{ListAsk, ListTold};
use super::listed::Listed;
use super::lists::Lists;
use super::plan::{PlanAsk, Updates};
use super::recovery::{self, Sheet};
use super::search::{SearchAsk, SearchView};
use super::session::{NewWorkbook, Session, Unlock};
use super::tags_import::Preview;
use super::view::dip::DipView;
use super::view::{ActionRow, AuditRow, AuditView, WorkbookView};
use crate::exchange::plan_xlsx::PlanFile;
use crate::model::analysis::{Choice, Mark};
use crate::model::change::{Entity, Place};
use crate::model::tag::TagUses;
use crate::model::time::{self, Clock, DateFormat, Moment};
use crate::store::StoreError;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// Typing is saved as a draft this often.
pub const DRAFT_EVERY: Duration = Duration::from_secs(2);

/// Between slices of what nobody waits for.
const PAUSE: Duration = Duration::from_millis(20);

/// A draft becomes a change after this long without typing.
pub const SEAL_AFTER: Duration = Duration::from_mins(1);

/// What the window asks of the workbook's thread.
pub enum Ask {
    /// Change something.
    Apply(Edit),
    /// Take back the newest action.
    Undo,
    /// Take back the action at this place of the log.
    UndoThis(i64),
    /// Bring back what was taken back.
    Redo,
    /// These words are being typed here.
    Typing(Place, String),
    /// The field was left.
    Left,
    /// The words being typed here were entered another way or cleared.
    Forget(Place),
    /// Keep this audit's view up to date; `None` for none.
    Watch(Option<i64>),
    /// Keep the list of evidence up to date in this way; `None` for none.
    Evidence(Option<Box<EvidenceAsk>>),
    /// Keep analysis up to date in this way; `None` for none.
    Analysis(Option<Choice>),
    /// Open, read or take a list.
    List(ListAsk),
    /// Which audits a figure of an analysis counts, and what to call them.
    OpenMark(Box<(Choice, Mark, String)>),
    /// Read these pieces of evidence for the list.
    EvidenceRows(Vec<i64>),
    /// Give the words of these pieces of evidence, to be copied.
    EvidenceText(Vec<i64>),
    /// Draws: how one would come out, make one, open one, allocate one.
    Draw(Box<DrawAsk>),
    /// Search; only the newest search is answered. `None` when it is no longer looked at.
    Search(Option<SearchAsk>),
    /// Keep this dip sample's view up to date; `None` for none.
    WatchDip(Option<i64>),
    /// Show dates so, in views and in what is exported.
    Dates(DateFormat),
    /// Tell the history of this.
    History(HistoryOf),
    /// Remove the words of a field of a row for good; where `keep` is set, only what stood there before.
    RemoveWords {
        /// What kind of row.
        entity: Entity,
        /// Which row.
        row: i64,
        /// The field.
        field: String,
        /// What stands there now stays.
        keep: bool,
    },
    /// Say what carries this tag, and where.
    TagUses(i64),
    /// Say which evidence carries this tag and holds these words.
    TagEvidence(i64, String),
    /// Read the words of these pieces of evidence.
    PieceWords(Vec<i64>),
    /// Read a file of tags and say what taking it in would change.
    ReadTags(PathBuf),
    /// Look for a name like this one that nothing has yet.
    FreeName(PathBuf),
    /// Write the tags to a file that does not exist yet.
    WriteTags(PathBuf),
    /// This person is auditing.
    Me(i64),
    /// Someone new is auditing.
    NewMe {
        /// Their name.
        name: String,
        /// Their role.
        role: String,
    },
    /// Write an export.
    Export(ExportAsk),
    /// Write a file of evidence.
    ExportEvidence(EvidenceFileAsk),
    /// Say what a file of evidence would hold.
    DescribeEvidence(EvidenceFileAsk),
    /// Give up the CSV set or file that is being written.
    CancelExport,
    /// Say what an export would hold.
    Describe(ExportAsk),
    /// Write the action plan of an owner, or of each.
    ExportPlan(PlanAsk),
    /// Say what a plan would hold.
    DescribePlan(PlanAsk),
    /// Read a plan that an owner filled in.
    ReadPlan(PathBuf),
    /// Say what a plan that was read would change.
    ComparePlan(Box<PlanFile>),
    /// Try again what could not be saved.
    TryAgain,
    /// Go on in a copy elsewhere, with what could not be saved.
    CopyTo(PathBuf),
    /// Keep example data as a workbook of one's own, under a passphrase.
    Keep {
        /// Where.
        path: PathBuf,
        /// Its passphrase.
        passphrase: zeroize::Zeroizing<String>,
    },
    /// Give the workbook another passphrase.
    ChangePassphrase(zeroize::Zeroizing<String>),
    /// Make the recovery sheet, to be printed.
    RecoverySheet,
    /// The recovery code was written down and checked.
    RecoveryChecked,
    /// Say whether everything typed so far is on disk: the window is about to close.
    Settle,
    /// Close the workbook.
    Close,
}

/// What the workbook's thread tells the window.
pub enum Tell {
    /// It is open. Words recovered after a crash, and where.
    Opened {
        /// How many drafts were recovered.
        recovered: usize,
        /// The recovery code of a workbook just made, or of one whose code was never checked.
        recovery_words: Option<Vec<&'static str>>,
        /// It was opened with its recovery code: the passphrase is lost.
        by_code: bool,
        /// Ask who is auditing.
        ask_who: bool,
        /// Forms that were being filled in when it was last closed, oldest first.
        unfinished: Vec<(Place, String)>,
        /// When the key was there.
        keyed: Instant,
    },
    /// It could not be opened or made.
    NotOpened(UserError),
    /// The workbook changed.
    Workbook(Arc<WorkbookView>),
    /// The list of audits changed.
    Audits(Arc<Listed<AuditRow>>),
    /// The actions changed.
    Actions(Arc<Listed<ActionRow>>),
    /// The watched audit changed.
    Audit(Arc<AuditView>),
    /// The list of evidence, without words.
    Evidence(Arc<EvidenceView>),
    /// Analysis.
    Analysis(Arc<AnalysisView>),
    /// What became of a list.
    List(ListTold),
    /// The audits a figure counts, and what to call them.
    TheseAudits(String, BTreeSet<i64>),
    /// Pieces of evidence for the list.
    EvidenceRows {
        /// The rows, those that are gone left out.
        rows: Vec<Arc<EvidenceRow>>,
        /// The edition of the list they belong to.
        edition: u64,
    },
    /// Words to be copied, and of how many pieces of evidence.
    EvidenceText(String, usize),
    /// What was asked about draws.
    Draw(Box<DrawTold>),
    /// What a search found.
    Found(Arc<SearchView>),
    /// The watched dip sample changed.
    Dip(Arc<DipView>),
    /// This dip sample was started.
    DipMade(i64),
    /// The watched dip sample is no longer there: its start was taken back.
    DipGone,
    /// History that was asked for.
    History(Result<Arc<HistoryView>, UserError>),
    /// Words were removed for good; they stood in these places.
    WordsRemoved(Vec<Place>),
    /// What carries a tag.
    TagUses(i64, Arc<TagUses>),
    /// The evidence that carries a tag and holds these words, newest first.
    TagEvidence {
        /// The tag.
        tag: i64,
        /// The words.
        words: String,
        /// The evidence.
        pieces: Arc<Vec<i64>>,
    },
    /// Words of pieces of evidence: number, whom it is about, what was seen.
    PieceWords(Vec<(i64, String, String)>),
    /// A file of tags was read: what taking it in would change.
    TagsRead(Result<Arc<Preview>, UserError>),
    /// The tags were written to this file, or not.
    TagsWritten(Result<PathBuf, UserError>),
    /// Committed: what, when, and the audits that were made.
    Done {
        /// What was done.
        label: String,
        /// Whom or what it was about, where that is one audit: for the screen alone.
        about: String,
        /// Its place in the change log.
        seq: i64,
        /// When.
        at: Moment,
        /// The first audit it made, to open it.
        made_audit: Option<i64>,
        /// It was an undo or a redo.
        undo: Option<Undid>,
    },
    /// A draft was saved.
    DraftSaved(Moment),
    /// These words are committed here, and every view that shows them was told.
    Sealed(Place, String),
    /// Everything typed so far is on disk, or the disk does not take it.
    Settled(bool),
    /// Nothing differed, so nothing was written.
    Unchanged,
    /// The watched audit is no longer there: its start was taken back.
    AuditGone,
    /// Refused: the edit was at fault.
    Refused(UserError),
    /// Could not be saved: the disk was at fault. What was typed is kept and can be tried again.
    CouldNotSave(UserError),
    /// What could not be saved is saved now.
    SavedAfterAll(Moment),
    /// What an export would hold.
    Described(String),
    /// Nothing stands under the second name yet, in place of the first.
    FreeName(PathBuf, PathBuf),
    /// So much of the CSV set or file for this path is read, from 0 to 1.
    Exporting(PathBuf, f32),
    /// The CSV set or file for this path was given up; nothing is left of it.
    ExportCancelled(PathBuf),
    /// Written to this path, or not.
    Exported(PathBuf, Result<Exported, UserError>),
    /// A plan that an owner filled in was read, or not.
    PlanRead(PathBuf, Result<Box<PlanFile>, UserError>),
    /// What it would change.
    PlanCompared(Result<Box<Updates>, UserError>),
    /// Kept elsewhere: the recovery code of the new workbook, where it has one of its own.
    Kept {
        /// Where it is now.
        path: PathBuf,
        /// Its recovery code, when the key is new.
        recovery_words: Option<Vec<&'static str>>,
    },
    /// It has another passphrase, and this recovery code.
    PassphraseChanged(Vec<&'static str>),
    /// The recovery sheet, ready to be printed.
    Sheet(Result<Sheet, UserError>),
    /// Closed; the thread has ended.
    Closed,
}

/// Whether an undo or a redo was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undid {
    /// Undo.
    Undo,
    /// Redo.
    Redo,
}

/// How the thread gets its workbook.
pub enum Start {
    /// Open a file.
    Open(PathBuf, Unlock),
    /// Make a file.
    New(PathBuf, Unlock, NewWorkbook),
    /// Example data in a temporary folder, gone when closed.
    Example,
}

/// The window's end of the thread.
pub struct Worker {
    asks: Sender<Ask>,
    /// What the thread tells.
    pub tells: Receiver<Tell>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Worker {
    /// Starts the thread. `wake` is called after each telling, to repaint the window.
    ///
    /// # Errors
    /// When the system has no thread to give.
    pub fn start(
        start: Start,
        clock: Arc<dyn Clock>,
        wake: impl Fn() + Send + Sync + 'static,
    ) -> std::io::Result<Self> {
        let (asks, asked) = channel();
        let (tell, tells) = channel();
        let thread = std::thread::Builder::new().name("workbook".to_owned()).spawn(move || {
            let out = Out {
                tell,
                wake: Arc::new(wake),
            };
            let _last = Last(out.wake.clone());
            run(start, &clock, &asked, &out);
            out.tell(Tell::Closed);
        })?;
        Ok(Self {
            asks,
            tells,
            thread: Some(thread),
        })
    }

    /// Asks for something; answers come through [`Worker::tells`].
    pub fn ask(&self, ask: Ask) {
        // A thread that has ended has told so.
        drop(self.asks.send(ask));
    }

    /// Closes the workbook and waits until its words are on disk.
    pub fn close(&mut self) {
        self.ask(Ask::Close);
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.close();
    }
}

/// Wakes the window when the thread ends, in whatever way.
struct Last(Arc<dyn Fn() + Send + Sync>);

impl Drop for Last {
    fn drop(&mut self) {
        (self.0)();
    }
}

#[derive(Clone)]
struct Out {
    tell: Sender<Tell>,
    wake: Arc<dyn Fn() + Send + Sync>,
}

impl Out {
    fn tell(&self, tell: Tell) {
        // A window that is gone needs no telling.
        drop(self.tell.send(tell));
        (self.wake)();
    }

    /// Does what takes longer than a commit on a thread of its own, which tells how it went; whether it could begin.
    fn job(&self, name: &str, work: impl FnOnce() -> Tell + Send + 'static) -> bool {
        let (tell, wake) = (self.tell.clone(), self.wake.clone());
        let done = move || {
            drop(tell.send(work()));
            wake();
        };
        std::thread::Builder::new().name(name.to_owned()).spawn(done).is_ok()
    }
}

struct Desk<'a> {
    session: Session,
    clock: Arc<dyn Clock>,
    out: &'a Out,
    typing: Option<typing::Typing>,
    watched: Option<i64>,
    counting: counting::Counting,
    analysing: analysing::Analysing,
    drawing: drawing::Drawing,
    lists: Lists,
    finding: finding::Finding,
    /// The dip sample that is watched.
    dip: dip::Watched,
    exporting: Option<exporting::Exporting>,
    /// What the disk would not take, in order.
    unsaved: Vec<Edit>,
    /// Drafts to let go of once that is saved.
    forget_later: Vec<Place>,
    /// Drafts the disk would not take, the newest of each place.
    undrafted: BTreeMap<Place, String>,
    /// When they were last tried.
    tried: Instant,
    /// The disk would not take the last draft.
    draft_failed: bool,
    /// The folder of example data, deleted when dropped.
    temporary: Option<tempfile::TempDir>,
}

/// The lines whose words an edit enters.
fn entered(edit: &Edit) -> Vec<Place> {
    match edit {
        Edit::AddEvidence(new) => vec![Place::new_evidence(new.audit, &new.judgement)],
        Edit::AddArea { audit, judgement, .. } => vec![Place::new_area(*audit, judgement)],
        Edit::AddAction(new) if new.in_line => vec![
            Place::new_action(new.audit, "text"),
            Place::new_action(new.audit, "owner"),
        ],
        _ => Vec::new(),
    }
}

/// Nothing may be typed that cannot be kept.
fn writable(session: Session) -> Result<Session, UserError> {
    if session.store().read_only() {
        return Err(StoreError::ReadOnly(session.store().path().to_owned()).into());
    }
    Ok(session)
}

fn run(start: Start, clock: &Arc<dyn Clock>, asked: &Receiver<Ask>, out: &Out) {
    let mut temporary = None;
    let by_code = matches!(start, Start::Open(_, Unlock::RecoveryCode(_)));
    let opened = match start {
        Start::Open(path, unlock) => Session::open(&path, &unlock, clock.clone())
            .and_then(writable)
            .map(|session| (session, false)),
        Start::New(path, unlock, new) => {
            Session::create(&path, &unlock, &new, clock.clone()).map(|session| (session, true))
        }
        Start::Example => super::example::open(clock.clone()).map(|(session, folder)| {
            temporary = Some(folder);
            (session, false)
        }),
    };
    let (mut session, new) = match opened {
        Ok(opened) => opened,
        Err(error) => return out.tell(Tell::NotOpened(error)),
    };
    let recovered = match session.seal_drafts() {
        Ok(recovered) => recovered.len(),
        Err(error) => {
            out.tell(Tell::CouldNotSave(error.into()));
            0
        }
    };
    export::clear_left(&mut session);
    // Forms that cannot be read are asked for again next time.
    let unfinished = session.unfinished_forms().unwrap_or_default();
    if new {
        // Killed before its check, the code is shown again; a mark that cannot be kept only means that it is not.
        drop(session.set_recovery_checked(false));
    }
    let unchecked = new || session.recovery_unchecked().unwrap_or(false);
    let words = unchecked.then(|| session.store().key().recovery_words());
    let ask_who = !new && temporary.is_none();
    let lists = match Lists::read(&session) {
        Ok(lists) => lists,
        Err(error) => return out.tell(Tell::NotOpened(error.into())),
    };
    let mut desk = Desk {
        session,
        clock: clock.clone(),
        out,
        typing: None,
        watched: None,
        counting: counting::Counting::default(),
        analysing: analysing::Analysing::default(),
        drawing: drawing::Drawing::default(),
        lists,
        finding: finding::Finding::default(),
        dip: dip::Watched::default(),
        exporting: None,
        unsaved: Vec::new(),
        forget_later: Vec::new(),
        undrafted: BTreeMap::new(),
        tried: Instant::now(),
        draft_failed: false,
        temporary,
    };
    let keyed = desk.session.keyed;
    desk.show_all();
    out.tell(Tell::Opened {
        keyed,
        recovered,
        recovery_words: words,
        by_code,
        ask_who,
        unfinished,
    });
    desk.count_afresh();
    // What a removal left undone.
    desk.write_anew();
    loop {
        let ask = next(&mut desk, asked);
        if matches!(ask, Ask::Close) {
            desk.seal();
            if desk.waiting() {
                // The disk may be well again by now.
                desk.try_again();
            }
            break;
        }
        desk.answer(ask);
    }
}

/// Waits for what is asked next; meanwhile drafts are saved in time, and what takes long goes on in slices.
fn next(desk: &mut Desk<'_>, asked: &Receiver<Ask>) -> Ask {
    loop {
        let timer = desk.next_timer();
        let Some(wait) = desk.next_slice().into_iter().chain(timer).min() else {
            return asked.recv().unwrap_or(Ask::Close);
        };
        match asked.recv_timeout(wait) {
            Ok(ask) => return ask,
            Err(RecvTimeoutError::Disconnected) => return Ask::Close,
            Err(RecvTimeoutError::Timeout) if timer.is_some_and(|timer| timer <= wait) => desk.timer(),
            Err(RecvTimeoutError::Timeout) => desk.work_on(),
        }
    }
}

impl Desk<'_> {
    /// When to do a slice of what takes long; nothing when nothing is under way.
    fn next_slice(&self) -> Option<Duration> {
        if self.searching() || self.evidence_waits() || self.lists.counting() || self.counting() {
            return Some(Duration::ZERO);
        }
        self.next_of_export().or(self.tidies().then_some(PAUSE))
    }

    /// Does a slice of what takes long: what the window shows before what is exported.
    fn work_on(&mut self) {
        // Nothing newer was asked: what is typed is not looked for while more of it waits behind it. Then rows that are
        // looked at, then what is counted over all evidence, then what is exported.
        if self.searching() {
            self.search();
        } else if self.evidence_waits() {
            self.show_evidence();
        } else if self.lists.counting() {
            self.list_on();
        } else if self.counting() {
            self.count_on();
        } else if self.next_of_export().is_some() {
            self.export_on();
        } else {
            self.tidy();
        }
    }

    fn answer(&mut self, ask: Ask) {
        match ask {
            Ask::Typing(place, words) => return self.typed(place, words),
            Ask::Forget(place) => {
                if self.typing.as_ref().is_some_and(|typing| typing.place == place) {
                    self.typing = None;
                }
                self.undrafted.remove(&place);
                if self.unsaved.is_empty() {
                    let gone = self.session.drop_draft(&place);
                    self.tell_error(gone.err());
                } else {
                    // It may have become a change that the disk has not taken yet.
                    self.forget_later.push(place);
                }
                return;
            }
            Ask::Evidence(ask) => return self.ask_evidence(ask.map(|ask| *ask)),
            Ask::Analysis(choice) => return self.ask_analysis(choice),
            Ask::OpenMark(of) => return self.open_mark(&of.0, &of.1, of.2),
            // What is only looked at ends no typing.
            Ask::Draw(ask) if !ask.changes() => return self.draw(*ask),
            Ask::EvidenceRows(ids) => return self.show_evidence_rows(&ids),
            Ask::EvidenceText(ids) => return self.tell_evidence_text(&ids),
            Ask::Search(ask) => return self.ask_search(ask),
            // Typing goes on as it was.
            Ask::CancelExport => return self.cancel_export(),
            _ => self.seal(),
        }
        match ask {
            Ask::Apply(edit) => self.apply(edit),
            Ask::List(ask) => self.ask_list(ask),
            Ask::Undo => self.undone(Undid::Undo, None),
            Ask::UndoThis(seq) => self.undone(Undid::Undo, Some(seq)),
            Ask::Redo => self.undone(Undid::Redo, None),
            Ask::Watch(audit) => {
                self.watched = audit;
                self.show_audit();
            }
            Ask::Draw(ask) => self.draw(*ask),
            Ask::WatchDip(dip_sample) => self.watch_dip(dip_sample),
            Ask::Dates(format) => {
                time::show_dates(format);
                self.show_audit();
            }
            Ask::History(of) => self.tell_history(&of),
            Ask::RemoveWords {
                entity,
                row,
                field,
                keep,
            } => self.remove_words((entity, row, &field), keep),
            Ask::TagUses(tag) => self.tell_tag_uses(tag),
            Ask::TagEvidence(tag, words) => self.tell_tag_evidence(tag, words),
            Ask::PieceWords(pieces) => self.tell_piece_words(&pieces),
            Ask::ReadTags(path) => self.read_tags(path),
            Ask::FreeName(path) => self.free_name(path),
            Ask::WriteTags(path) => self.write_tags(path),
            Ask::Me(person) => {
                let done = self.session.set_me(person);
                self.tell_error(done.err());
                self.show_workbook();
            }
            Ask::NewMe { name, role } => self.new_me(&name, &role),
            Ask::Describe(ask) => {
                let text = export::describe(&self.session, &ask).unwrap_or_else(|error| error.to_string());
                self.out.tell(Tell::Described(text));
                self.free_name(ask.path);
            }
            Ask::Export(ask) => self.export(&ask),
            Ask::ExportEvidence(ask) => self.export_evidence(&ask),
            Ask::DescribeEvidence(ask) => {
                self.out.tell(Tell::Described(ask.describe()));
                self.free_name(ask.path);
            }
            Ask::DescribePlan(ask) => self.describe_plan(ask),
            Ask::ExportPlan(ask) => self.export_plan(&ask),
            Ask::ReadPlan(path) => self.read_plan(path),
            Ask::ComparePlan(file) => self.compare_plan(&file),
            Ask::TryAgain => self.try_again(),
            Ask::CopyTo(path) => match self.session.move_to_copy(&path, self.clock.clone()) {
                Ok(()) => {
                    self.temporary = None;
                    self.try_again();
                    self.show_all();
                    self.out.tell(Tell::Kept {
                        path,
                        recovery_words: None,
                    });
                }
                Err(error) => self.out.tell(Tell::CouldNotSave(error)),
            },
            Ask::Keep { path, passphrase } => self.keep(path, &passphrase),
            Ask::ChangePassphrase(passphrase) => self.change_passphrase(&passphrase),
            Ask::RecoverySheet => self.sheet(),
            Ask::RecoveryChecked => {
                let kept = self.session.set_recovery_checked(true);
                self.tell_error(kept.err());
            }
            Ask::Settle => {
                if self.waiting() {
                    self.try_again();
                }
                self.out.tell(Tell::Settled(!self.waiting()));
            }
            // Sealing was all, or it was answered above.
            _ => {}
        }
    }

    fn apply(&mut self, edit: Edit) {
        if !self.unsaved.is_empty() {
            // In order: a later change may rest on one that is not saved.
            self.unsaved.push(edit);
            return self.try_again();
        }
        match self.session.apply(&edit) {
            Ok(committed) => {
                // What was entered waits in its field no more.
                for place in entered(&edit) {
                    let gone = self.session.drop_draft(&place);
                    self.tell_error(gone.err());
                }
                self.committed(&committed, None);
                self.dip_made(&edit, &committed);
            }
            Err(error) => self.failed(edit, error),
        }
    }

    fn failed(&mut self, edit: Edit, error: StoreError) {
        if error.disk_at_fault() {
            self.unsaved.push(edit);
            self.out.tell(Tell::CouldNotSave(error.into()));
        } else {
            self.out.tell(Tell::Refused(error.into()));
            self.show_audit();
        }
    }

    fn try_again(&mut self) {
        let mut waiting = std::mem::take(&mut self.unsaved).into_iter();
        while let Some(edit) = waiting.next() {
            match self.session.apply(&edit) {
                Ok(committed) => {
                    self.committed(&committed, None);
                    if let Edit::Set(place, value) = edit {
                        let gone = self.session.drop_draft(&place);
                        self.tell_error(gone.err());
                        self.out.tell(Tell::Sealed(place, value.text().to_owned()));
                    }
                }
                Err(error) if error.disk_at_fault() => {
                    self.unsaved = std::iter::once(edit).chain(waiting).collect();
                    return self.out.tell(Tell::CouldNotSave(error.into()));
                }
                Err(error) => self.out.tell(Tell::Refused(error.into())),
            }
        }
        for place in std::mem::take(&mut self.forget_later) {
            let gone = self.session.drop_draft(&place);
            self.tell_error(gone.err());
        }
        if self.draft_again() {
            self.draft_failed = false;
            self.out.tell(Tell::SavedAfterAll(self.clock.now()));
        }
    }

    fn undone(&mut self, which: Undid, seq: Option<i64>) {
        if !self.unsaved.is_empty() {
            // What is newest is not saved yet; an older action is not taken back in its place.
            return self.try_again();
        }
        let done = match (which, seq) {
            (Undid::Undo, Some(seq)) => self.session.undo_this(seq),
            (Undid::Undo, None) => self.session.undo(),
            (Undid::Redo, _) => self.session.redo(),
        };
        match done {
            Ok(Some(committed)) => self.committed(&committed, Some(which)),
            Ok(None) => {}
            Err(error) if error.disk_at_fault() => self.out.tell(Tell::CouldNotSave(error.into())),
            Err(error) => self.out.tell(Tell::Refused(error.into())),
        }
    }

    fn new_me(&mut self, name: &str, role: &str) {
        let done = self.session.apply(&Edit::AddPerson {
            name: name.to_owned(),
            role: role.to_owned(),
        });
        match done {
            Ok(committed) => {
                if let Some(person) = committed.touched.first() {
                    let set = self.session.set_me(person.row);
                    self.tell_error(set.err());
                }
                self.committed(&committed, None);
            }
            Err(error) => self.out.tell(Tell::Refused(error.into())),
        }
    }

    fn change_passphrase(&mut self, passphrase: &str) {
        match self.session.change_passphrase(passphrase) {
            Ok(()) => {
                let marked = self.session.set_recovery_checked(false);
                self.tell_error(marked.err());
                let words = self.session.store().key().recovery_words();
                self.out.tell(Tell::PassphraseChanged(words));
            }
            Err(error) => self.out.tell(Tell::Refused(error)),
        }
    }

    /// Setting the sheet takes longer than a commit; it is a job of its own.
    fn sheet(&self) {
        let sheet = match recovery::sheet(&self.session) {
            Ok(sheet) => sheet,
            Err(error) => return self.out.tell(Tell::Sheet(Err(error))),
        };
        let made = self
            .out
            .job("recovery sheet", move || Tell::Sheet(recovery::write(&sheet)));
        if !made {
            let error = UserError::new("The sheet could not be started", "Write the words down.");
            self.out.tell(Tell::Sheet(Err(error)));
        }
    }

    fn keep(&mut self, path: PathBuf, passphrase: &str) {
        let kept = self.session.keep_as(&path, passphrase, self.clock.clone());
        match kept {
            Ok(()) => {
                self.temporary = None;
                let marked = self.session.set_recovery_checked(false);
                self.tell_error(marked.err());
                let recovery_words = Some(self.session.store().key().recovery_words());
                self.show_all();
                self.out.tell(Tell::Kept { path, recovery_words });
            }
            Err(error) => self.out.tell(Tell::Refused(error)),
        }
    }

    /// Looks for a name nothing has yet. A folder on a drive that does not answer holds up this look and nothing else.
    fn free_name(&self, path: PathBuf) {
        // Without a thread the plain name stands; that it is taken is said when it is written.
        self.out.job("free name", move || {
            let free = export::free_name(&path);
            Tell::FreeName(path, free)
        });
    }
}
