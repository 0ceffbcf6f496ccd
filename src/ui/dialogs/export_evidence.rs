//! Evidence out as one CSV file: where to, and what it will hold.

use super::destination::Destination;
use super::export::{done, sentence, writing};
use crate::app::error::UserError;
use crate::app::export::Exported;
use crate::app::export::evidence::{EvidenceFileAsk, Pieces};
use crate::app::worker::Ask;
use crate::ui::files::Browse;
use crate::ui::screens::start::spot;
use crate::ui::theme::space;
use crate::ui::views::Views;
use crate::ui::widgets::modal::Choice;
use crate::ui::widgets::path_field::path_field;
use crate::ui::widgets::{Button, Card, Dialog, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Context, Id, Ui};
use std::path::{Path, PathBuf};

/// How far it is.
enum Stage {
    /// Being chosen; what went wrong last time.
    Choosing(Option<String>),
    /// Being written to this path: how much is read, and whether it is being given up.
    Writing(PathBuf, f32, bool),
    /// Written.
    Done(Exported),
}

/// What is being chosen.
pub struct State {
    pieces: Pieces,
    marking: String,
    to: Destination,
    description: String,
    stage: Stage,
    /// Where it was written, to be remembered.
    remember: Option<PathBuf>,
    go: bool,
}

impl State {
    /// A file of these pieces.
    pub fn new(pieces: Pieces, views: &Views) -> Self {
        Self {
            pieces,
            marking: views.workbook.workbook.marking.clone(),
            to: Destination::new(&views.settings),
            description: String::new(),
            stage: Stage::Choosing(None),
            remember: None,
            go: false,
        }
    }

    fn ask(&self) -> EvidenceFileAsk {
        EvidenceFileAsk {
            pieces: self.pieces.clone(),
            path: self.to.target(Some("csv")),
        }
    }

    /// What it will hold.
    pub fn described(&mut self, words: String) {
        self.description = words;
    }

    /// Nothing stands under `free` yet, in place of `plain`.
    pub fn free_name(&mut self, plain: &Path, free: &Path) {
        if matches!(self.stage, Stage::Choosing(_)) {
            self.to.free_name(plain, free, Some("csv"));
        }
    }

    /// Whether this path is being written.
    pub fn writes(&self, written: &Path) -> bool {
        matches!(&self.stage, Stage::Writing(path, ..) if path == written)
    }

    /// So much of what goes to this path is read.
    pub fn exporting(&mut self, read: &Path, now: f32) {
        if let Stage::Writing(path, share, _) = &mut self.stage
            && path == read
        {
            *share = now;
        }
    }

    /// It was given up; nothing is left of it.
    pub fn cancelled(&mut self, path: &Path) {
        if self.writes(path) {
            self.stage = Stage::Choosing(None);
        }
    }

    /// It was written, or not.
    pub fn exported(&mut self, done: Result<Exported, UserError>) {
        self.go = done.is_err();
        self.stage = match done {
            Ok(exported) => {
                self.remember = exported.path.parent().map(Path::to_owned);
                Stage::Done(exported)
            }
            Err(error) => Stage::Choosing(Some(error.to_string())),
        };
    }

    /// A path was chosen with the computer's own dialog.
    pub fn chosen(&mut self, path: &Path) {
        self.to.chosen(path, false);
        self.stage = Stage::Choosing(None);
    }
}

/// Shows the dialog.
pub fn show(ctx: &Context, state: &mut State, views: &Views, wishes: &mut Wishes) {
    if state.to.propose(EvidenceFileAsk::neutral_name(views.today)) {
        wishes.push(Wish::Ask(Ask::DescribeEvidence(state.ask())));
    }
    if let Some(folder) = state.remember.take() {
        wishes.push(Wish::Settings(Box::new(move |settings| {
            settings.export_folder = Some(folder);
        })));
    }
    let note = if state.marking.is_empty() {
        String::new()
    } else {
        format!("Marked {}", state.marking)
    };
    let dialog = Dialog::new(Id::unique("export evidence"), "Export evidence").note(&note);
    let dialog = match &state.stage {
        Stage::Choosing(_) => dialog.cancel("Cancel").primary(Button::primary("Export")),
        Stage::Writing(_, _, stopping) => dialog
            .other(Button::secondary("Cancel export").enabled(!stopping))
            .cancel("Go on working"),
        Stage::Done(_) => dialog.primary(Button::primary("Close")),
    };
    let shown = dialog.show(ctx, |ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        match &state.stage {
            Stage::Done(exported) => drop(ui.scope(|ui| done(ui, exported, wishes))),
            Stage::Writing(path, share, _) => drop(ui.scope(|ui| writing(ui, path, *share))),
            Stage::Choosing(_) => drop(ui.scope(|ui| form(ui, state, wishes))),
        }
        ui.add_space(space::XS);
    });
    match (shown.choice, &mut state.stage) {
        (Some(Choice::Cancel), _) | (Some(Choice::Primary), Stage::Done(_)) => wishes.push(Wish::Close),
        (Some(Choice::Other), Stage::Writing(_, _, stopping)) => {
            *stopping = true;
            wishes.push(Wish::Ask(Ask::CancelExport));
        }
        (Some(Choice::Primary), Stage::Choosing(_)) if state.to.unchosen() => {
            state.stage = Stage::Choosing(Some("Type a folder and a name for the file.".to_owned()));
            state.go = true;
            ctx.request_repaint();
        }
        (Some(Choice::Primary), Stage::Choosing(_)) => {
            let ask = state.ask();
            state.stage = Stage::Writing(ask.path.clone(), 0.0, false);
            wishes.push(Wish::Ask(Ask::ExportEvidence(ask)));
        }
        _ => {}
    }
}

fn form(ui: &mut Ui, state: &mut State, wishes: &mut Wishes) {
    ui.spacing_mut().item_spacing.y = space::L;
    let id = Id::unique("evidence path");
    let go = std::mem::take(&mut state.go);
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
    if event.browse {
        wishes.push(Wish::Browse(Browse::EvidenceFile, state.to.target(Some("csv"))));
    }
    Card::quiet().show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        text::strong(ui, "This file will hold");
        let words = if state.description.is_empty() {
            "…"
        } else {
            &state.description
        };
        text::body(ui, &sentence(words));
    });
}
