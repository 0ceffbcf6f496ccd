//! The tags as a CSV file, from which they can be taken in again, here or in another workbook.

use super::destination::Destination;
use super::export::done;
use crate::app::error::UserError;
use crate::app::export::Exported;
use crate::app::worker::Ask;
use crate::ui::files::Browse;
use crate::ui::screens::start::spot;
use crate::ui::theme::space;
use crate::ui::views::Views;
use crate::ui::widgets::modal::Choice;
use crate::ui::widgets::path_field::path_field;
use crate::ui::widgets::{Button, Dialog, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Context, Id, Ui};
use std::path::{Path, PathBuf};

/// How far it is.
enum Stage {
    /// Being chosen; what went wrong last time.
    Choosing(Option<String>),
    /// Being written.
    Writing,
    /// Written.
    Done(Exported),
}

/// What is being chosen.
pub struct State {
    to: Destination,
    stage: Stage,
    go: bool,
}

impl State {
    /// To where exports go.
    pub fn new(views: &Views) -> Self {
        Self {
            to: Destination::new(&views.settings),
            stage: Stage::Choosing(None),
            go: false,
        }
    }

    /// A path was chosen with the computer's own dialog.
    pub fn chosen(&mut self, path: &Path) {
        self.to.chosen(path, false);
        self.stage = Stage::Choosing(None);
    }

    /// Nothing stands under `free` yet, in place of `plain`.
    pub fn free_name(&mut self, plain: &Path, free: &Path) {
        if matches!(self.stage, Stage::Choosing(_)) {
            self.to.free_name(plain, free, Some("csv"));
        }
    }

    /// It was written, or not.
    pub fn written(&mut self, written: Result<PathBuf, UserError>) {
        self.go = written.is_err();
        self.stage = match written {
            Ok(path) => Stage::Done(Exported { path, folder: false }),
            Err(error) => Stage::Choosing(Some(error.to_string())),
        };
    }
}

/// Shows the dialog.
pub fn show(ctx: &Context, state: &mut State, views: &Views, wishes: &mut Wishes) {
    if matches!(state.stage, Stage::Choosing(_)) && state.to.propose(format!("tags-{}.csv", views.today)) {
        wishes.push(Wish::Ask(Ask::FreeName(state.to.target(Some("csv")))));
    }
    let dialog = Dialog::new(Id::unique("export tags"), "Export tags");
    let dialog = match &state.stage {
        Stage::Choosing(_) => dialog.cancel("Cancel").primary(Button::primary("Export")),
        Stage::Writing => dialog
            .cancel("Close")
            .primary(Button::primary("Writing…").enabled(false)),
        Stage::Done(_) => dialog.primary(Button::primary("Close")),
    };
    let shown = dialog.show(ctx, |ui| {
        if let Stage::Done(exported) = &state.stage {
            done(ui, exported, wishes);
        } else {
            let enabled = matches!(state.stage, Stage::Choosing(_));
            ui.add_enabled_ui(enabled, |ui| form(ui, state, views, wishes));
        }
        ui.add_space(space::XS);
    });
    match (shown.choice, &state.stage) {
        (Some(Choice::Cancel), _) | (Some(Choice::Primary), Stage::Done(_)) => wishes.push(Wish::Close),
        (Some(Choice::Primary), Stage::Choosing(_)) if state.to.unchosen() => {
            state.stage = Stage::Choosing(Some("Type a folder and a name for the file.".to_owned()));
            state.go = true;
            ctx.request_repaint();
        }
        (Some(Choice::Primary), Stage::Choosing(_)) => {
            state.stage = Stage::Writing;
            wishes.push(Wish::Ask(Ask::WriteTags(state.to.target(Some("csv")))));
        }
        _ => {}
    }
}

fn form(ui: &mut Ui, state: &mut State, views: &Views, wishes: &mut Wishes) {
    ui.spacing_mut().item_spacing.y = space::L;
    let n = views.workbook.tags.len();
    let tags = if n == 1 {
        "1 tag".to_owned()
    } else {
        format!("{n} tags")
    };
    let words = format!(
        "A CSV file of {tags}, in order: name, path, what it is for, group, colour. It says nothing about children or evidence. Another workbook can take it in."
    );
    text::body(ui, &words);
    let id = Id::unique("tags path");
    let error = match &state.stage {
        Stage::Choosing(Some(error)) => Some(error.clone()),
        _ => None,
    };
    let go = std::mem::take(&mut state.go);
    let event = spot(ui, id, go, |ui| {
        path_field(ui, id, "Save as", &mut state.to.path, error.as_deref())
    });
    if event.changed {
        state.stage = Stage::Choosing(None);
    }
    if event.browse {
        wishes.push(Wish::Browse(Browse::TagsOut, state.to.target(Some("csv"))));
    }
}
