//! Export: what to include, where to, and what the file will hold.

use super::destination::Destination;
use crate::app::error::UserError;
use crate::app::export::{ExportAsk, Exported, Include, TAKEN, What};
use crate::app::settings::Settings;
use crate::app::worker::Ask;
use crate::model::analysis::Choice as Analysed;
use crate::ui::files::Browse;
use crate::ui::screens::start::spot;
use crate::ui::theme::{space, tokens};
use crate::ui::views::Views;
use crate::ui::widgets::choice::option_cards;
use crate::ui::widgets::modal::{self, Choice};
use crate::ui::widgets::path_field::path_field;
use crate::ui::widgets::{Button, Card, Dialog, Select, banner, check, progress, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Context, Id, Ui};
use jiff::civil::Date;
use std::path::{Path, PathBuf};

/// How far it is.
enum Stage {
    /// Being chosen; what went wrong last time.
    Choosing(Option<String>),
    /// Something stands under the name: it may be replaced.
    Taken,
    /// Being written, over what stands there when `replacing`.
    Writing {
        /// A file of that name is replaced.
        replacing: bool,
        /// What is written.
        path: PathBuf,
        /// How much of a CSV set is read, and whether it is being given up.
        set: Option<(f32, bool)>,
    },
    /// Written.
    Done(Exported),
}

/// What is being chosen.
pub struct State {
    /// The audit that is open, when the export is of one.
    audit: Option<i64>,
    csv: bool,
    /// The CSV set holds every audit although one is open.
    all: bool,
    include: Include,
    /// Which audits the summary is of, as chosen in Analysis.
    analysed: Analysed,
    marking: String,
    to: Destination,
    description: String,
    stage: Stage,
    /// Where it was written, to be remembered.
    remember: Option<PathBuf>,
    go: bool,
}

impl State {
    /// An export of `what`; `audit` is the one that is open, if the export is of one.
    pub fn new(what: What, audit: Option<i64>, marking: String, settings: &Settings) -> Self {
        let one = match what {
            What::AuditPdf(audit) => Some(audit),
            What::Csv(one) => one,
            What::SummaryPdf => None,
        };
        Self {
            audit: one.or(audit),
            csv: matches!(what, What::Csv(_)),
            all: one.is_none(),
            include: Include::ALL,
            analysed: Analysed::default(),
            marking,
            to: Destination::new(settings),
            description: String::new(),
            stage: Stage::Choosing(None),
            remember: None,
            go: false,
        }
    }

    /// A summary of these audits.
    #[must_use]
    pub fn of(mut self, analysed: Analysed) -> Self {
        self.analysed = analysed;
        self
    }

    fn what(&self) -> What {
        match (self.csv, self.audit) {
            (false, Some(audit)) => What::AuditPdf(audit),
            (false, None) => What::SummaryPdf,
            (true, audit) => What::Csv(audit.filter(|_| !self.all)),
        }
    }

    /// The export as it stands.
    pub fn ask(&self) -> ExportAsk {
        ExportAsk {
            what: self.what(),
            include: self.include,
            path: self.target(),
            replace: matches!(self.stage, Stage::Taken),
            choice: self.analysed.clone(),
            tags: None,
        }
    }

    fn target(&self) -> PathBuf {
        self.to.target(self.ending())
    }

    fn ending(&self) -> Option<&'static str> {
        (!self.csv).then_some("pdf")
    }

    /// Proposes a name; whether it is another one than before.
    fn propose(&mut self, today: Date) -> bool {
        self.to.propose(self.what().neutral_name(today))
    }

    /// What the file will hold.
    pub fn described(&mut self, words: String) {
        self.description = words;
    }

    /// Nothing stands under `free` yet, in place of `plain`.
    pub fn free_name(&mut self, plain: &Path, free: &Path) {
        if self.choosing() {
            let ending = self.ending();
            self.to.free_name(plain, free, ending);
        }
    }

    /// Whether this path is being written.
    pub fn writes(&self, written: &Path) -> bool {
        matches!(&self.stage, Stage::Writing { path, .. } if path == written)
    }

    /// So much of the set for this path is read.
    pub fn exporting(&mut self, read: &Path, now: f32) {
        if let Stage::Writing {
            path,
            set: Some((share, _)),
            ..
        } = &mut self.stage
            && path == read
        {
            *share = now;
        }
    }

    /// The set for this path was given up; nothing is left of it.
    pub fn cancelled(&mut self, path: &Path) {
        if self.writes(path) {
            self.stage = Stage::Choosing(None);
        }
    }

    /// It was written, or not.
    pub fn exported(&mut self, done: Result<Exported, UserError>) {
        let replacing = matches!(self.stage, Stage::Writing { replacing: true, .. });
        self.go = done.is_err();
        self.stage = match done {
            Ok(exported) => {
                self.remember = exported.path.parent().map(Path::to_owned);
                Stage::Done(exported)
            }
            // A folder is never replaced: it may hold more than an export.
            Err(error) if error.what.starts_with(TAKEN) && !self.csv && !replacing => Stage::Taken,
            Err(error) => Stage::Choosing(Some(error.to_string())),
        };
    }

    /// A path was chosen with the computer's own dialog.
    pub fn chosen(&mut self, what: Browse, path: &Path) {
        self.to.chosen(path, what == Browse::ExportFolder);
        self.stage = Stage::Choosing(None);
    }

    fn choosing(&self) -> bool {
        matches!(self.stage, Stage::Choosing(_) | Stage::Taken)
    }
}

/// Shows the dialog.
pub fn show(ctx: &Context, state: &mut State, views: &Views, wishes: &mut Wishes) {
    if state.propose(views.today) {
        wishes.push(Wish::Ask(Ask::Describe(state.ask())));
    }
    if let Some(folder) = state.remember.take() {
        wishes.push(Wish::Settings(Box::new(move |settings| {
            settings.export_folder = Some(folder);
        })));
    }
    let title = if state.audit.is_some() && !(state.csv && state.all) {
        "Export report"
    } else if state.csv {
        "Export audits"
    } else {
        "Export summary"
    };
    let note = if state.marking.is_empty() {
        String::new()
    } else {
        format!("Marked {}", state.marking)
    };
    let dialog = Dialog::new(Id::unique("export"), title).note(&note);
    let dialog = match &state.stage {
        Stage::Choosing(_) => dialog.cancel("Cancel").primary(Button::primary("Export")),
        Stage::Taken => dialog.cancel("Cancel").primary(Button::primary("Replace")),
        Stage::Writing {
            set: Some((_, stopping)),
            ..
        } => dialog
            .other(Button::secondary("Cancel export").enabled(!stopping))
            .cancel("Go on working"),
        Stage::Writing { set: None, .. } => dialog
            .cancel("Close")
            .primary(Button::primary("Writing…").enabled(false)),
        Stage::Done(_) => dialog.primary(Button::primary("Close")),
    };
    let shown = dialog.show(ctx, |ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        if let Stage::Done(exported) = &state.stage {
            ui.scope(|ui| done(ui, exported, wishes));
        } else if let Stage::Writing {
            path,
            set: Some((share, _)),
            ..
        } = &state.stage
        {
            ui.scope(|ui| writing(ui, path, *share));
        } else {
            let enabled = state.choosing();
            ui.add_enabled_ui(enabled, |ui| form(ui, state, views, wishes));
        }
        ui.add_space(space::XS);
    });
    match shown.choice {
        Some(Choice::Cancel) => wishes.push(Wish::Close),
        Some(Choice::Other) => {
            if let Stage::Writing {
                set: Some((_, stopping)),
                ..
            } = &mut state.stage
            {
                *stopping = true;
                wishes.push(Wish::Ask(Ask::CancelExport));
            }
        }
        Some(Choice::Primary) if matches!(state.stage, Stage::Done(_)) => wishes.push(Wish::Close),
        Some(Choice::Primary) if state.choosing() => {
            if state.to.unchosen() {
                state.stage = Stage::Choosing(Some("Type a folder and a name for the export.".to_owned()));
                state.go = true;
                ctx.request_repaint();
            } else {
                let ask = state.ask();
                state.stage = Stage::Writing {
                    replacing: ask.replace,
                    path: ask.path.clone(),
                    set: state.csv.then_some((0.0, false)),
                };
                wishes.push(Wish::Ask(Ask::Export(ask)));
            }
        }
        _ => {}
    }
}

fn form(ui: &mut Ui, state: &mut State, views: &Views, wishes: &mut Wishes) {
    ui.spacing_mut().item_spacing.y = space::L;
    let before = (state.what(), state.include);
    let pdf = if state.audit.is_some() {
        ("PDF report", "to read and sign")
    } else {
        ("PDF summary", "to read and present")
    };
    let formats = [pdf, ("CSV set", "for spreadsheets")];
    if let Some(at) = option_cards(
        ui,
        Id::unique("export format"),
        "Format",
        &formats,
        usize::from(state.csv),
    ) {
        state.csv = at == 1;
    }
    if state.csv && state.audit.is_some() {
        let this = views
            .audit
            .as_ref()
            .map_or_else(|| "This audit".to_owned(), |view| format!("This audit, {}", view.who));
        let scopes = [(false, this.as_str()), (true, "All audits")];
        let picked = Select::new(Id::unique("export scope"), "Which audits", Some(&state.all), &scopes).show(ui);
        state.all = picked.unwrap_or(state.all);
    }
    include(ui, state);
    if before != (state.what(), state.include) {
        state.propose(views.today);
        state.stage = Stage::Choosing(None);
        wishes.push(Wish::Ask(Ask::Describe(state.ask())));
    }
    save_as(ui, state, wishes);
    Card::quiet().show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        text::strong(
            ui,
            if state.csv {
                "This folder will hold"
            } else {
                "This file will hold"
            },
        );
        let words = if state.description.is_empty() {
            "…"
        } else {
            &state.description
        };
        text::body(ui, &sentence(words));
    });
}

/// A description as a sentence of its own.
pub(super) fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn include(ui: &mut Ui, state: &mut State) {
    modal::group(ui, "What to include", |ui| {
        if state.csv {
            text::quiet(
                ui,
                "Everything: a table each of audits, answers, grades, evidence, areas, actions, urgent concerns and dip samples.",
            );
            return;
        }
        let one = state.audit.is_some();
        let include = &mut state.include;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = space::L;
            if one {
                check::checkbox(ui, &mut include.answers, "Answers");
                check::checkbox(ui, &mut include.evidence, "Evidence");
            }
            check::checkbox(ui, &mut include.actions, "Actions");
            if one {
                check::checkbox(ui, &mut include.feedback, "Feedback");
            }
        });
        text::quiet(
            ui,
            if one {
                "Grades and urgent concerns are always included."
            } else {
                "Numbers, areas for improvement and open urgent concerns are always included."
            },
        );
    });
}

fn save_as(ui: &mut Ui, state: &mut State, wishes: &mut Wishes) {
    let id = Id::unique("export path");
    let go = std::mem::take(&mut state.go);
    let taken = matches!(state.stage, Stage::Taken);
    let error = match &state.stage {
        Stage::Choosing(Some(error)) => Some(error.clone()),
        _ => None,
    };
    let event = spot(ui, id, go, |ui| {
        path_field(ui, id, "Save as", &mut state.to.path, error.as_deref())
    });
    if event.changed {
        state.stage = Stage::Choosing(None);
    }
    if taken {
        banner::warning(
            ui,
            "There is already a file of this name. Replace it, or type another name.",
            None,
        );
    }
    if event.browse {
        let what = if state.csv {
            Browse::ExportFolder
        } else {
            Browse::ExportFile
        };
        let target = state.target();
        let near = match (state.csv, target.parent()) {
            (true, Some(folder)) => folder.to_owned(),
            _ => target,
        };
        wishes.push(Wish::Browse(what, near));
    }
}

/// A set that is being written while one may go on working.
pub(super) fn writing(ui: &mut Ui, path: &Path, share: f32) {
    ui.spacing_mut().item_spacing.y = space::M;
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    progress::job(ui, share, &format!("Writing {name}: {}", percent(share)));
    text::body(
        ui,
        "You can go on working. It will hold the workbook as it was when you pressed Export, without what is changed meanwhile.",
    );
}

/// How far a set is, in words.
pub fn percent(share: f32) -> String {
    match (share * 100.0) as u32 {
        100.. => "saving to disk".to_owned(),
        percent => format!("{percent} %"),
    }
}

/// It was written: where it is, and to open it.
pub(super) fn done(ui: &mut Ui, exported: &Exported, wishes: &mut Wishes) {
    ui.spacing_mut().item_spacing.y = space::L;
    let path = &exported.path;
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    banner::done(ui, &format!("Exported as {name}"), None);
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        text::strong(ui, "Where it is");
        let color = tokens(ui).text;
        let words = path.display().to_string();
        ui.add(
            eframe::egui::Label::new(text::rich(
                &words,
                crate::ui::widgets::paint::Weight::Regular,
                crate::ui::theme::size::BODY,
                color,
            ))
            .wrap()
            .selectable(true),
        );
    });
    ui.horizontal(|ui| {
        let (open, folder) = if exported.folder {
            (None, path.clone())
        } else {
            (Some(path.clone()), path.parent().unwrap_or(path).to_owned())
        };
        if let Some(open) = open
            && Button::secondary("Open").show(ui).clicked()
        {
            wishes.push(Wish::OpenOutside(open));
        }
        if Button::secondary("Open folder").show(ui).clicked() {
            wishes.push(Wish::OpenOutside(folder));
        }
    });
    text::quiet(
        ui,
        "It is not encrypted. Keep it where only those may read it who may read the case record.",
    );
}
