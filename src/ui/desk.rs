//! The desk: an open workbook in the window, with the screen that is shown and the dialog that is open.

use super::dialogs::{self, Dialog, Restored};
use super::files::Browse;
use super::fonts::Icon;
use super::forms::Forms;
use super::keys;
use super::screens::{actions, audit, audits, grades};
use super::theme::tokens;
use super::topbar::{self, Saved};
use super::typed::Typed;
use super::views::Views;
use super::widgets::rail::{self, Place};
use super::widgets::toast::Toasts;
use super::widgets::{banner, rail as places};
use super::wish::{Wish, Wishes};
use crate::app::command::{Command, Screen};
use crate::app::error::UserError;
use crate::app::export::What;
use crate::app::settings::Settings;
use crate::app::view::{AuditRow, AuditView, WorkbookView};
use crate::app::worker::{Ask, Tell, Undid, Worker};
use crate::model::action::Action;
use crate::model::audit::{Subject, whom};
use crate::model::time::{Clock, Moment};
use eframe::egui::{self, CentralPanel, Frame, Margin, Panel, Ui};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::TryRecvError;
use std::time::{Duration, Instant};

/// Under this width the rail is an icon and the sections a drop-down.
pub const NARROW: f32 = 900.0;

/// An open workbook, or one that is being opened.
pub struct Desk {
    worker: Worker,
    path: Option<PathBuf>,
    opened: bool,
    newly_opened: bool,
    keyed: Option<Instant>,
    not_opened: Option<UserError>,
    workbook: Option<Arc<WorkbookView>>,
    audits: Arc<Vec<AuditRow>>,
    actions: Arc<Vec<(Action, String)>>,
    audit: Option<Arc<AuditView>>,
    edition: u64,
    /// The audit the thread keeps up to date for us.
    watched: Option<i64>,
    screen: Screen,
    saved: Saved,
    not_saved: Option<UserError>,
    dialog: Option<Dialog>,
    /// Dialogs that follow this one, the next last.
    later: Vec<Dialog>,
    toasts: Toasts<Command>,
    typed: Typed,
    /// Audits that are being started here: open the first when it comes.
    open_made: bool,
    forms: Forms,
    /// The dialog closes when what it asked for is done.
    closing_dialog: bool,
    last_saved: Option<Moment>,
    audits_state: audits::State,
    audit_state: audit::State,
    /// Where one was in the audits that were open before.
    left: BTreeMap<i64, audit::State>,
    grades_state: grades::State,
    actions_state: actions::State,
}

const RAIL: [(Icon, Screen); 4] = [
    (Icon::Folder, Screen::Audits),
    (Icon::List, Screen::ThisAudit),
    (Icon::Scales, Screen::Grades),
    (Icon::CheckCircle, Screen::Actions),
];

impl Desk {
    /// A desk whose workbook is being opened.
    pub fn new(worker: Worker, path: Option<PathBuf>) -> Self {
        Self {
            worker,
            path,
            opened: false,
            newly_opened: false,
            keyed: None,
            not_opened: None,
            workbook: None,
            audits: Arc::default(),
            actions: Arc::default(),
            audit: None,
            edition: 0,
            watched: None,
            screen: Screen::Audits,
            saved: Saved::Nothing,
            not_saved: None,
            dialog: None,
            later: Vec::new(),
            toasts: Toasts::default(),
            typed: Typed::default(),
            open_made: false,
            forms: Forms::default(),
            closing_dialog: false,
            last_saved: None,
            audits_state: audits::State::default(),
            audit_state: audit::State::default(),
            left: BTreeMap::new(),
            grades_state: grades::State::default(),
            actions_state: actions::State::default(),
        }
    }

    /// The file; none for example data.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Whether the workbook is open and can be shown.
    pub fn ready(&self) -> bool {
        self.opened && self.workbook.is_some()
    }

    /// Why it could not be opened, once.
    pub fn take_not_opened(&mut self) -> Option<UserError> {
        self.not_opened.take()
    }

    /// The path of a workbook that was just opened, once.
    pub fn take_newly_opened(&mut self) -> Option<PathBuf> {
        std::mem::take(&mut self.newly_opened)
            .then(|| self.path.clone())
            .flatten()
    }

    /// When its key was there.
    pub fn keyed(&self) -> Option<Instant> {
        self.keyed
    }

    /// The open audit's view, for tests.
    pub fn audit(&self) -> Option<&Arc<AuditView>> {
        self.audit.as_ref()
    }

    /// Whether closing now would lose something the disk did not take. Then the user is asked once: the one exception to
    /// never asking.
    pub fn would_lose(&mut self) -> bool {
        let (Some(error), Some(workbook)) = (&self.not_saved, &self.workbook) else {
            return false;
        };
        if matches!(self.dialog, Some(Dialog::CopyElsewhere(_))) {
            return false;
        }
        let mut error = error.clone();
        error
            .next
            .push_str(" To close without what was not saved, close the window once more.");
        let state = dialogs::copy_elsewhere::State::new(error, &workbook.path);
        self.dialog = Some(Dialog::CopyElsewhere(state));
        true
    }

    /// Takes in what the workbook's thread told.
    pub fn hear(&mut self, wishes: &mut Wishes) {
        loop {
            let tell = match self.worker.tells.try_recv() {
                Ok(tell) => tell,
                Err(TryRecvError::Empty) => break,
                Err(TryRecvError::Disconnected) => {
                    self.ended();
                    break;
                }
            };
            self.edition += 1;
            match tell {
                Tell::Opened {
                    recovered,
                    recovery_words,
                    by_code,
                    ask_who,
                    unfinished,
                    keyed,
                } => {
                    self.keyed = Some(keyed);
                    self.forms.unfinished(unfinished);
                    self.opened(recovered, recovery_words, by_code, ask_who);
                }
                Tell::NotOpened(error) => self.not_opened = Some(error),
                Tell::Workbook(view) => {
                    if self.saved == Saved::Nothing && self.opened {
                        self.saved = view.saved.map_or(Saved::Nothing, Saved::At);
                    }
                    self.workbook = Some(view);
                }
                Tell::Audits(rows) => self.audits = rows,
                Tell::Actions(rows) => self.actions = rows,
                Tell::Audit(view) => {
                    if self.watched == Some(view.audit.id) {
                        self.audit = Some(view);
                    }
                }
                Tell::Done {
                    label,
                    at,
                    made_audit,
                    undo,
                } => self.done(&label, at, made_audit, undo, wishes),
                Tell::DraftSaved(at) => {
                    if self.not_saved.is_none() {
                        self.saved = Saved::At(at);
                    }
                }
                Tell::Sealed(place) => {
                    self.typed.sealed(&place);
                    self.rest();
                }
                Tell::Unchanged => {
                    self.close_dialog();
                    self.rest();
                }
                Tell::AuditGone => {
                    self.forms.gone(self.watched);
                    (self.watched, self.audit) = (None, None);
                    self.audit_state = audit::State::default();
                    if matches!(self.screen, Screen::ThisAudit | Screen::Grades) {
                        self.screen = Screen::Audits;
                    }
                }
                Tell::SavedAfterAll(at) => {
                    self.saved = Saved::At(at);
                    self.not_saved = None;
                    if matches!(self.dialog, Some(Dialog::CopyElsewhere(_))) {
                        self.dialog = None;
                    }
                }
                Tell::CouldNotSave(error) => {
                    // What the dialog asked for is kept and tried again.
                    self.close_dialog();
                    self.saved = Saved::No;
                    if let Some(Dialog::CopyElsewhere(state)) = &mut self.dialog {
                        state.failed(error.clone());
                    }
                    self.not_saved = Some(error);
                }
                Tell::Refused(error) => {
                    self.closing_dialog = false;
                    match &mut self.dialog {
                        Some(Dialog::KeepExample(state)) => state.refused(&error),
                        Some(Dialog::ChangePassphrase(state)) => state.refused(&error),
                        _ => self.toasts.say(error.to_string()),
                    }
                }
                Tell::Described(words) => {
                    if let Some(Dialog::Export(state)) = &mut self.dialog {
                        state.described(words);
                    }
                }
                Tell::Exported(done) => match &mut self.dialog {
                    Some(Dialog::Export(state)) => state.exported(done),
                    _ => self
                        .toasts
                        .say(done.map_or_else(|error| error.to_string(), |_| "Exported".to_owned())),
                },
                Tell::Kept { path, recovery_words } => {
                    self.path = Some(path);
                    (self.newly_opened, self.not_saved) = (true, None);
                    self.dialog = recovery_words
                        .map(|words| Dialog::RecoveryCode(dialogs::recovery_code::State::new(words, false)));
                    self.toasts.say("Kept. You are working in that file now");
                }
                Tell::PassphraseChanged(words) => {
                    self.dialog = Some(Dialog::RecoveryCode(dialogs::recovery_code::State::new(words, false)));
                    self.toasts.say("The passphrase is changed");
                }
                Tell::Sheet(made) => {
                    if let Some(Dialog::RecoveryCode(state)) = &mut self.dialog {
                        state.sheet(made, wishes);
                    }
                }
                Tell::Closed => {}
            }
        }
    }

    /// The workbook is open: what is asked first, and what a crash left.
    fn opened(&mut self, recovered: usize, recovery_words: Option<Vec<&'static str>>, by_code: bool, ask_who: bool) {
        (self.opened, self.newly_opened) = (true, true);
        // Asked one after the other, the first on top.
        if by_code {
            self.later
                .push(Dialog::ChangePassphrase(dialogs::change_passphrase::State::new(true)));
        } else if let Some(words) = recovery_words {
            let state = dialogs::recovery_code::State::new(words, ask_who);
            self.later.push(Dialog::RecoveryCode(state));
        }
        if ask_who {
            self.later.push(Dialog::Who(dialogs::who::State::default()));
        }
        self.dialog = self.later.pop();
        if recovered > 0 {
            let what = if recovered == 1 {
                "1 text was recovered"
            } else {
                "Texts were recovered"
            };
            self.toasts
                .say(format!("{what} that was being typed when Plumbline last ended"));
        }
    }

    /// The thread ended by a fault of the program: nothing more is saved, and the user must know.
    fn ended(&mut self) {
        if self.ready() && self.not_saved.is_none() {
            self.saved = Saved::No;
            self.not_saved = Some(UserError::new(
                "Plumbline can no longer save in this window, by a fault of its own",
                "Copy what you typed last, close the window and open the workbook again. What was saved is safe.",
            ));
        }
    }

    /// Nothing is being typed any more that is not on disk.
    fn rest(&mut self) {
        if self.saved == Saved::Typing {
            let opened = self.workbook.as_ref().and_then(|view| view.saved);
            self.saved = self.last_saved.or(opened).map_or(Saved::Nothing, Saved::At);
        }
    }

    /// Opens a form again that was not finished, once nothing else is asked.
    fn restore_form(&mut self, views: &Views) {
        if self.dialog.is_some() {
            return;
        }
        match self.forms.restore(views) {
            Some(Restored::Open(dialog)) => {
                self.dialog = Some(*dialog);
                self.toasts.say("Open again as you left it");
            }
            // What it is about is shown first; an audit that is gone takes its form with it.
            Some(Restored::Needs(audit)) if self.watched != Some(audit) => {
                self.watch(audit);
                self.screen = Screen::ThisAudit;
            }
            _ => {}
        }
    }

    fn close_dialog(&mut self) {
        if std::mem::take(&mut self.closing_dialog) {
            self.dialog = None;
        }
    }

    fn done(&mut self, label: &str, at: Moment, made_audit: Option<i64>, undo: Option<Undid>, wishes: &mut Wishes) {
        self.last_saved = Some(at);
        self.close_dialog();
        if self.not_saved.is_none() {
            self.saved = Saved::At(at);
        }
        // An older toast's button would act on this newer change.
        self.toasts.clear();
        match undo {
            Some(Undid::Undo) => self.toasts.offer(format!("Undone: {label}"), "Redo", Command::Redo),
            Some(Undid::Redo) => self.toasts.offer(format!("Done again: {label}"), "Undo", Command::Undo),
            // Many were allocated at once: none of them is opened.
            None if label.ends_with("allocated") => self.toasts.offer(label, "Undo", Command::Undo),
            None if label.contains("deleted") || label.contains("removed") => {
                self.toasts.offer(label, "Undo", Command::Undo);
            }
            None => {}
        }
        if let Some(audit) = made_audit.filter(|_| std::mem::take(&mut self.open_made)) {
            wishes.push(Wish::OpenAudit(audit, None));
        }
    }

    /// A path was chosen with the computer's own dialog.
    pub fn chosen(&mut self, what: Browse, path: &Path) {
        if let Some(dialog) = &mut self.dialog {
            dialog.chosen(what, path);
        }
    }

    /// Does what a screen wished for; answers with what that leads to.
    pub fn wish(&mut self, wish: Wish, settings: &Settings, ctx: &egui::Context) -> Wishes {
        match wish {
            Wish::Ask(ask) => {
                match &ask {
                    Ask::Typing(..) if self.not_saved.is_none() => self.saved = Saved::Typing,
                    Ask::Apply(crate::app::edit::Edit::StartAudits(new)) => self.open_made = new.references.len() <= 1,
                    _ => {}
                }
                self.worker.ask(ask);
            }
            Wish::Command(command) => return self.command(command, settings, ctx),
            Wish::OpenAudit(audit, section) => {
                self.watch(audit);
                self.audit_state.go_to(section);
                self.screen = Screen::ThisAudit;
            }
            Wish::OverdueActions => {
                self.actions_state = actions::State::overdue();
                self.screen = Screen::Actions;
            }
            Wish::Open(dialog) => {
                if let Dialog::Export(state) = &*dialog {
                    self.worker.ask(Ask::Describe(state.ask()));
                }
                self.dialog = Some(*dialog);
            }
            Wish::Close => {
                if self.forms.closed() {
                    self.toasts.offer(
                        "Closed without saving what you typed",
                        "Open again",
                        Command::ReopenForm,
                    );
                }
                self.dialog = self.later.pop();
            }
            Wish::CloseWhenDone => self.closing_dialog = true,
            _ => {}
        }
        Wishes::new()
    }

    fn watch(&mut self, audit: i64) {
        if self.watched != Some(audit) {
            let before = std::mem::replace(&mut self.audit_state, self.left.remove(&audit).unwrap_or_default());
            if let Some(watched) = self.watched.replace(audit) {
                self.left.insert(watched, before);
            }
            self.audit = None;
            self.worker.ask(Ask::Watch(Some(audit)));
        }
    }

    fn command(&mut self, command: Command, settings: &Settings, ctx: &egui::Context) -> Wishes {
        let mut wishes = Wishes::new();
        if self.dialog.is_some() && !matches!(command, Command::Undo | Command::Redo | Command::Lock) {
            return wishes;
        }
        let in_audit = self.screen == Screen::ThisAudit && self.audit.is_some();
        match command {
            Command::Go(screen) => self.screen = screen,
            Command::StartAudit => {
                if let Some(workbook) = &self.workbook {
                    self.dialog = Some(Dialog::StartAudit(Box::new(dialogs::start_audit::State::new(workbook))));
                }
            }
            Command::Undo => self.worker.ask(Ask::Undo),
            Command::Redo => self.worker.ask(Ask::Redo),
            Command::Export => {
                let what = match (self.screen, &self.audit) {
                    (Screen::ThisAudit | Screen::Grades, Some(view)) => What::AuditPdf(view.audit.id),
                    _ => What::SummaryPdf,
                };
                let audit = self
                    .audit
                    .as_ref()
                    .filter(|_| matches!(what, What::AuditPdf(_)))
                    .map(|view| view.audit.id);
                let marking = self
                    .workbook
                    .as_ref()
                    .map(|view| view.workbook.marking.clone())
                    .unwrap_or_default();
                let state = dialogs::export::State::new(what, audit, marking, settings);
                self.worker.ask(Ask::Describe(state.ask()));
                self.dialog = Some(Dialog::Export(state));
            }
            Command::RaiseConcern => {
                let child = |view: &&Arc<AuditView>| view.audit.subject == Subject::Child;
                if let Some(view) = self
                    .audit
                    .as_ref()
                    .filter(child)
                    .filter(|_| self.screen != Screen::Audits)
                {
                    self.dialog = Some(Dialog::UrgentConcern(Box::new(dialogs::urgent_concern::State::raise(
                        view,
                    ))));
                }
            }
            Command::ReopenForm => self.forms.reopen(),
            Command::ChangePassphrase => {
                self.dialog = Some(Dialog::ChangePassphrase(dialogs::change_passphrase::State::new(false)));
            }
            Command::Settings => self.dialog = Some(Dialog::Settings(dialogs::settings::State::default())),
            Command::Help => self.dialog = Some(Dialog::Keys),
            Command::NextSection
            | Command::PreviousSection
            | Command::NextUnanswered
            | Command::AddEvidence
            | Command::Answer(_)
                if in_audit =>
            {
                if let Some(view) = self.audit.clone() {
                    self.audit_state.command(command, &view, &mut wishes, ctx);
                }
            }
            // Locking closes the workbook; the window does that.
            _ => {}
        }
        wishes
    }

    /// Shows the desk.
    pub fn show(&mut self, ui: &mut Ui, clock: &dyn Clock, settings: &Settings, wishes: &mut Wishes) {
        let Some(workbook) = self.workbook.clone() else { return };
        let now = clock.now();
        let views = Views {
            workbook,
            audits: self.audits.clone(),
            actions: self.actions.clone(),
            audit: self.audit.clone(),
            settings: settings.clone(),
            now,
            today: now.date(),
            edition: self.edition,
        };
        let mut lock = false;
        for command in keys::pressed(ui.ctx()) {
            match command {
                Command::Lock if views.workbook.workbook.example => {}
                // At the end of the frame, when the fields have told what was typed in it.
                Command::Lock => lock = true,
                // Its own words become a change first.
                command => {
                    self.typed.leave(wishes);
                    wishes.push(Wish::Command(command));
                }
            }
        }
        let colors = tokens(ui);
        let narrow = ui.available_width() < NARROW;
        let bar = Frame::new().fill(colors.surface).inner_margin(Margin::symmetric(16, 0));
        Panel::top("bar")
            .exact_size(48.0)
            .resizable(false)
            .frame(bar)
            .show(ui, |ui| {
                ui.horizontal_centered(|ui| {
                    if narrow {
                        Self::go(rail_menu(ui, self.screen), wishes);
                    }
                    topbar::show(ui, &views, self.saved, narrow, wishes);
                });
            });
        self.banners(ui, &views, wishes);
        if !narrow {
            let frame = Frame::new()
                .fill(colors.surface)
                .inner_margin(Margin { top: 8, ..Margin::ZERO });
            Panel::left("rail")
                .exact_size(rail::WIDTH)
                .resizable(false)
                .frame(frame)
                .show(ui, |ui| {
                    Self::go(rail_of(ui, self.screen), wishes);
                });
        }
        CentralPanel::default()
            .frame(Frame::new().fill(colors.app))
            .show(ui, |ui| self.screen(ui, &views, narrow, wishes));
        self.restore_form(&views);
        if let Some(dialog) = &mut self.dialog {
            dialog.show(ui.ctx(), &views, wishes);
        }
        if self.forms.keep(self.dialog.as_ref(), wishes) {
            self.rest();
        }
        if let Some(command) = self.toasts.show(ui.ctx()) {
            wishes.push(Wish::Command(command));
        }
        self.typed.end_frame(wishes);
        let before = wishes.len();
        wishes.retain(|wish| !matches!(wish, Wish::Command(Command::Lock)));
        if (lock || wishes.len() < before) && !self.would_lose() {
            self.typed.leave(wishes);
            wishes.push(Wish::Leave);
        }
        if !views.workbook.open_concerns.is_empty() {
            // The hours open go on.
            ui.ctx().request_repaint_after(Duration::from_mins(1));
        }
    }

    fn go(went: Option<usize>, wishes: &mut Wishes) {
        if let Some((_, screen)) = went.and_then(|at| RAIL.get(at)) {
            wishes.push(Wish::Command(Command::Go(*screen)));
        }
    }

    fn banners(&mut self, ui: &mut Ui, views: &Views, wishes: &mut Wishes) {
        if let Some((first, who)) = views.workbook.open_concerns.first() {
            let hours = first.hours(views.now);
            let open = match hours {
                0 => "open for less than an hour".to_owned(),
                1 => "1 hour open".to_owned(),
                hours => format!("{hours} hours open"),
            };
            let more = match views.workbook.open_concerns.len() - 1 {
                0 => String::new(),
                more => format!(" And {more} more."),
            };
            let told = if ui.available_width() < NARROW {
                "Plumbline alerts no one: phone, then record it."
            } else if first.told_who.is_empty() {
                "Plumbline alerts no one. Phone the team manager, then record it here."
            } else {
                "Plumbline alerts no one. Open until someone other than the auditor confirms safety."
            };
            let (strong, words) = (format!("{who} may be unsafe: {open}."), format!("{told}{more}"));
            let pressed = strip(ui, "urgent", |ui| {
                banner::urgent(ui, &strong, &words, "Record what was done")
            });
            if pressed {
                let row = views.audits.iter().find(|row| row.id == first.audit);
                let whom = row.map_or("child", |row| whom(row.subject, row.case_kind));
                let state = dialogs::urgent_concern::State::follow_up(first, who, whom);
                wishes.push(Wish::Open(Box::new(Dialog::UrgentConcern(Box::new(state)))));
            }
        }
        if let Some(error) = &self.not_saved {
            let words = format!("{error} Nothing you typed is lost while this window is open.");
            if strip(ui, "not saved", |ui| {
                banner::error(ui, &words, Some("Try again or keep a copy…"))
            }) {
                let state = dialogs::copy_elsewhere::State::new(error.clone(), &views.workbook.path);
                wishes.push(Wish::Open(Box::new(Dialog::CopyElsewhere(state))));
            }
        }
        if views.workbook.workbook.example {
            let words = "A council that does not exist. What you write here is gone when you close it.";
            if strip(ui, "example", |ui| banner::example(ui, words, Some("Keep…"))) {
                wishes.push(Wish::Open(Box::new(Dialog::KeepExample(
                    dialogs::keep_example::State::default(),
                ))));
            }
        }
    }

    fn screen(&mut self, ui: &mut Ui, views: &Views, narrow: bool, wishes: &mut Wishes) {
        match self.screen {
            Screen::ThisAudit => audit::show(ui, &mut self.audit_state, &mut self.typed, views, narrow, wishes),
            Screen::Audits => audits::show(ui, &mut self.audits_state, views, wishes),
            Screen::Grades => grades::show(ui, &mut self.grades_state, &mut self.typed, views, wishes),
            Screen::Actions => actions::show(ui, &mut self.actions_state, &mut self.typed, views, wishes),
        }
    }
}

fn strip<R>(ui: &mut Ui, id: &str, contents: impl FnOnce(&mut Ui) -> R) -> R {
    Panel::top(id.to_owned())
        .resizable(false)
        .show_separator_line(false)
        .frame(Frame::NONE)
        .show(ui, contents)
        .inner
}

fn rail_places() -> [Place<'static>; 4] {
    RAIL.map(|(icon, screen)| Place {
        icon,
        word: Command::Go(screen).text(),
    })
}

fn current(screen: Screen) -> usize {
    RAIL.iter().position(|(_, known)| *known == screen).unwrap_or(0)
}

fn rail_of(ui: &mut Ui, screen: Screen) -> Option<usize> {
    places::rail(ui, &rail_places(), current(screen))
}

fn rail_menu(ui: &mut Ui, screen: Screen) -> Option<usize> {
    places::rail_menu(ui, egui::Id::unique("places"), &rail_places(), current(screen))
}
