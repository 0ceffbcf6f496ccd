//! The desk: an open workbook in the window, with the screen that is shown and the dialog that is open.

mod dip;
mod find;
mod hear;
mod told;

use super::dialogs::{self, Dialog, Restored};
use super::files::Browse;
use super::fonts::Icon;
use super::forms::Forms;
use super::keys;
use super::screens::{actions, analysis, audit, audits, dip as dip_sample, draw, evidence, grades, tags};
use super::theme::tokens;
use super::topbar::{self, Saved};
use super::typed::Typed;
use super::views::{EvidenceShelf, TagShelf, Views};
use super::widgets::rail::{self, Place};
use super::widgets::toast::Toasts;
use super::widgets::{banner, progress, rail as places};
use super::wish::{Wish, Wishes};
use crate::app::analysis::AnalysisView;
use crate::app::command::{Command, Screen};
use crate::app::edit::Edit;
use crate::app::error::UserError;
use crate::app::export::What;
use crate::app::listed::Listed;
use crate::app::search::{SearchHit, Spot};
use crate::app::settings::Settings;
use crate::app::view::dip::DipView;
use crate::app::view::{ActionRow, AuditRow, AuditView, WorkbookView};
use crate::app::worker::{Ask, Worker};
use crate::model::action::{Action, Source};
use crate::model::audit::{Subject, whom};
use crate::model::time::{Clock, DateFormat, Moment};
use eframe::egui::{self, CentralPanel, Frame, Margin, Panel, Ui};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
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
    audits: Arc<Listed<AuditRow>>,
    actions: Arc<Listed<ActionRow>>,
    audit: Option<Arc<AuditView>>,
    evidence: Arc<EvidenceShelf>,
    analysis: Option<Arc<AnalysisView>>,
    edition: u64,
    /// Counts the exchanges of the two lists.
    lists: u64,
    /// The audit the thread keeps up to date for us.
    watched: Option<i64>,
    dip: Option<Arc<DipView>>,
    /// The dip sample the thread keeps up to date for us.
    watched_dip: Option<i64>,
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
    /// The CSV set or file that is being written, and how much of it is read.
    exporting: Option<(PathBuf, f32)>,
    /// Whether everything typed is on disk, as the thread answered when it was asked.
    settled: Option<bool>,
    audits_state: audits::State,
    audit_state: audit::State,
    /// Where one was in the audits that were open before.
    left: BTreeMap<i64, audit::State>,
    grades_state: grades::State,
    actions_state: actions::State,
    evidence_state: evidence::State,
    analysis_state: analysis::State,
    draw_state: draw::State,
    tags_state: tags::State,
    tagged: Arc<TagShelf>,
    /// Search keeps to the audit that is open.
    only_audit: bool,
    /// Where one was in this session, the newest first.
    recent: Vec<SearchHit>,
    /// How dates are shown, as the thread was told.
    dates: Option<DateFormat>,
    dip_state: dip_sample::State,
}

const RAIL: [(Icon, Screen); 7] = [
    (Icon::Folder, Screen::Audits),
    (Icon::List, Screen::ThisAudit),
    (Icon::Scales, Screen::Grades),
    (Icon::File, Screen::Evidence),
    (Icon::CheckCircle, Screen::Actions),
    (Icon::Chart, Screen::Analysis),
    (Icon::Tags, Screen::Tags),
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
            evidence: Arc::default(),
            analysis: None,
            edition: 0,
            lists: 0,
            watched: None,
            dip: None,
            watched_dip: None,
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
            exporting: None,
            settled: None,
            audits_state: audits::State::default(),
            audit_state: audit::State::default(),
            left: BTreeMap::new(),
            grades_state: grades::State::default(),
            actions_state: actions::State::default(),
            evidence_state: evidence::State::default(),
            analysis_state: analysis::State::default(),
            draw_state: draw::State::default(),
            tags_state: tags::State::default(),
            tagged: Arc::default(),
            only_audit: false,
            recent: Vec::new(),
            dates: None,
            dip_state: dip_sample::State::default(),
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

    /// The place that is shown, for measuring.
    pub fn place(&self) -> &'static str {
        Command::Go(self.screen).text()
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
        // What was being filled in is there again afterwards.
        self.later.extend(self.dialog.take());
        self.dialog = Some(Dialog::CopyElsewhere(state));
        true
    }

    /// Whether the user is being asked what to do with what the disk did not take.
    pub fn asks_to_lose(&self) -> bool {
        matches!(self.dialog, Some(Dialog::CopyElsewhere(_)))
    }

    /// Asks whether everything typed is on disk; [`Desk::settled`] has the answer when it comes.
    pub fn settle(&mut self, wishes: &mut Wishes) {
        self.settled = None;
        self.typed.leave(wishes);
        wishes.push(Wish::Ask(Ask::Settle));
    }

    /// Whether everything typed is on disk, once that was asked and answered.
    pub fn settled(&mut self) -> Option<bool> {
        self.settled.take()
    }

    /// Whether the recovery code was copied and may still be on the clipboard.
    pub fn code_copied(&self) -> bool {
        let dialogs = self.dialog.iter().chain(&self.later);
        dialogs
            .into_iter()
            .any(|dialog| matches!(dialog, Dialog::RecoveryCode(state) if state.copied()))
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
            self.dialog = self.later.pop();
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
                    Ask::Apply(Edit::StartAudits(new)) => self.open_made = new.references.len() <= 1,
                    // Their grid is shown.
                    Ask::Apply(Edit::StartDipSample(_) | Edit::AddToDipSample { .. }) => self.open_made = false,
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
            Wish::OpenEvidence {
                audit,
                judgement,
                evidence,
            } => {
                self.watch(audit);
                self.audit_state.go_to_evidence(judgement, evidence);
                self.screen = Screen::ThisAudit;
            }
            Wish::Find(hit) => return self.go_to_found(*hit, ctx),
            Wish::OnlyThisAudit(only) => self.only_audit = only,
            Wish::ShowEvidence(filter) => {
                self.evidence_state.narrow_to(*filter);
                self.screen = Screen::Evidence;
            }
            Wish::Copy(words) => ctx.copy_text(words),
            Wish::OpenDip(id) => self.open_dip(id),
            Wish::DipAudits(id) => {
                self.audits_state = audits::State::of_dip_sample(id);
                self.screen = Screen::Audits;
            }
            Wish::ForgetWords(places) => told::forget_words(ctx, &places),
            Wish::OverdueActions => {
                self.actions_state = actions::State::overdue();
                self.screen = Screen::Actions;
            }
            Wish::FollowUp(action) => {
                self.actions_state.follow_up(action);
                self.screen = Screen::Actions;
            }
            Wish::OpenSource(action) => {
                self.watch(action.audit);
                self.go_to_spot(action.audit, source_of(&action), ctx);
            }
            Wish::Open(dialog) => {
                self.dialog = Some(*dialog);
            }
            Wish::Close => {
                let form = self.dialog.as_ref().and_then(Dialog::draft).is_some();
                if form && self.forms.closed() {
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
        self.visit_audit(audit);
    }

    fn in_audit(&self) -> bool {
        self.screen == Screen::ThisAudit && self.audit.is_some()
    }

    fn command(&mut self, command: Command, settings: &Settings, ctx: &egui::Context) -> Wishes {
        let mut wishes = Wishes::new();
        // Nothing changes behind a dialog.
        if self.dialog.is_some() && command != Command::Lock {
            return wishes;
        }
        let in_audit = self.in_audit();
        if self.screen == Screen::DipSample && self.dip_command(command, &mut wishes) {
            return wishes;
        }
        match command {
            Command::Go(screen) => {
                match screen {
                    Screen::Evidence => self.evidence_state.come_back(),
                    Screen::Actions => self.actions_state.come_back(),
                    _ => {}
                }
                self.screen = screen;
            }
            Command::Search => self.open_search(ctx),
            Command::StartAudit => {
                if let Some(workbook) = &self.workbook {
                    self.dialog = Some(Dialog::StartAudit(Box::new(dialogs::start_audit::State::new(workbook))));
                }
            }
            Command::ImportList => {
                self.dialog = Some(Dialog::ImportList(Box::default()));
            }
            Command::StartDipSample => {
                if let Some(workbook) = &self.workbook {
                    let state = dialogs::start_dip_sample::State::new(workbook);
                    self.dialog = Some(Dialog::StartDipSample(Box::new(state)));
                }
            }
            Command::Undo => self.worker.ask(Ask::Undo),
            Command::UndoThis(seq) => self.worker.ask(Ask::UndoThis(seq)),
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
                let mut state = dialogs::export::State::new(what, audit, marking, settings);
                if self.screen == Screen::Analysis {
                    state = state.of(self.analysis_state.choice().clone());
                }
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
            Command::History => return self.open_history(ctx),
            Command::ReopenForm => self.forms.reopen(),
            Command::WorkbookDetails => {
                self.dialog = self
                    .workbook
                    .as_ref()
                    .map(|view| Dialog::WorkbookDetails(dialogs::workbook_details::State::new(view)));
            }
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
        if self.dates.replace(settings.dates) != Some(settings.dates) {
            self.worker.ask(Ask::Dates(settings.dates));
        }
        let now = clock.now();
        let views = Views {
            workbook,
            audits: self.audits.clone(),
            actions: self.actions.clone(),
            audit: self.audit.clone(),
            evidence: self.evidence.clone(),
            analysis: self.analysis.clone(),
            tagged: self.tagged.clone(),
            dip: self.dip.clone(),
            settings: settings.clone(),
            now,
            today: now.date(),
            edition: self.edition,
            lists: self.lists,
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
        if self.dialog.is_some() {
            // What stands behind a dialog is there to be seen only, for assistive technology too.
            ui.visuals_mut().disabled_alpha = 1.0;
            ui.disable();
        }
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
        self.jobs(ui, wishes);
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
        let form = self
            .dialog
            .iter()
            .chain(self.later.iter().rev())
            .find_map(Dialog::draft);
        if self.forms.keep(form, wishes) {
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
        // On the screen of actions each of them stands in full.
        if let Some((first, who)) = views.workbook.open_concerns.first()
            && self.screen != Screen::Actions
        {
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
                let row = views.audits.find(first.audit);
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

    /// What is under way while one works, at the foot of the window; its own dialog shows it where that is open.
    fn jobs(&self, ui: &mut Ui, wishes: &mut Wishes) {
        let Some((path, share)) = &self.exporting else { return };
        if matches!(self.dialog, Some(Dialog::Export(_) | Dialog::ExportEvidence(_))) {
            return;
        }
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        let words = format!("Exporting {name}: {}", dialogs::export::percent(*share));
        let frame = Frame::new()
            .fill(tokens(ui).surface)
            .inner_margin(Margin::symmetric(16, 0));
        let cancelled = Panel::bottom("jobs")
            .exact_size(40.0)
            .resizable(false)
            .show_separator_line(false)
            .frame(frame)
            .show(ui, |ui| progress::strip(ui, *share, &words, "Cancel export"))
            .inner;
        if cancelled {
            wishes.push(Wish::Ask(Ask::CancelExport));
        }
    }

    fn screen(&mut self, ui: &mut Ui, views: &Views, narrow: bool, wishes: &mut Wishes) {
        if self.screen != Screen::Evidence {
            wishes.extend(self.evidence_state.leave().map(Wish::Ask));
        }
        if self.screen != Screen::Analysis {
            wishes.extend(self.analysis_state.leave().map(Wish::Ask));
        }
        match self.screen {
            Screen::ThisAudit => audit::show(ui, &mut self.audit_state, &mut self.typed, views, narrow, wishes),
            Screen::Audits => audits::show(ui, &mut self.audits_state, views, wishes),
            Screen::Grades => grades::show(ui, &mut self.grades_state, &mut self.typed, views, wishes),
            Screen::Analysis => analysis::show(ui, &mut self.analysis_state, views, wishes),
            Screen::Evidence => evidence::show(ui, &mut self.evidence_state, views, wishes),
            Screen::Draw => draw::show(ui, &mut self.draw_state, views, wishes),
            Screen::Tags => tags::show(ui, &mut self.tags_state, &mut self.typed, views, wishes),
            Screen::Actions => actions::show(ui, &mut self.actions_state, &mut self.typed, views, wishes),
            Screen::DipSample => dip_sample::show(ui, &mut self.dip_state, &mut self.typed, views, wishes),
        }
    }
}

/// The place an action came from, in its audit.
fn source_of(action: &Action) -> Spot {
    let section = action.judgement.clone();
    match (action.source(), action.evidence, action.area) {
        (Source::Evidence, Some(evidence), _) => Spot::Evidence(section, evidence),
        (Source::Area, _, Some(area)) => Spot::Area(section, area),
        (Source::Criterion, ..) => Spot::Question(section, action.criterion.clone()),
        (Source::Judgement, ..) => Spot::Section(section),
        _ => Spot::Action(action.id),
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

fn rail_places() -> [Place<'static>; 7] {
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
