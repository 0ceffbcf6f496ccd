//! The disk does not take a change: try again, or keep a copy elsewhere.

use crate::app::error::UserError;
use crate::app::session::{ENDING, workbook_path};
use crate::app::worker::Ask;
use crate::ui::files::Browse;
use crate::ui::fonts::Icon;
use crate::ui::screens::start::{documents, spot};
use crate::ui::theme::space;
use crate::ui::widgets::modal::Choice;
use crate::ui::widgets::path_field::path_field;
use crate::ui::widgets::{Button, Dialog, banner, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Context, Id};
use std::path::{Path, PathBuf};

/// What is being typed.
pub struct State {
    error: UserError,
    documents: PathBuf,
    path: String,
    told: bool,
    /// It was asked for and the answer has not come.
    busy: bool,
    go: bool,
}

impl State {
    /// After `error`, for the workbook at `path`.
    pub fn new(error: UserError, path: &Path) -> Self {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let documents = documents();
        let copy = documents.join(format!("{stem}-copy.{ENDING}"));
        Self {
            error,
            path: copy.display().to_string(),
            documents,
            told: false,
            busy: false,
            go: false,
        }
    }

    /// A path was chosen with the computer's own dialog.
    pub fn chosen(&mut self, path: &Path) {
        self.path = workbook_path(&path.display().to_string()).display().to_string();
    }

    /// It did not help: why.
    pub fn failed(&mut self, error: UserError) {
        self.error = error;
        self.busy = false;
    }

    fn fault(&self) -> Option<&'static str> {
        workbook_path(&self.path)
            .file_name()
            .is_none()
            .then_some("Type a folder and a name for the copy.")
    }
}

/// Shows the dialog.
pub fn show(ctx: &Context, state: &mut State, wishes: &mut Wishes) {
    let busy = state.busy;
    let shown = Dialog::new(Id::unique("copy elsewhere"), "Not saved")
        .cancel("Close")
        .other(Button::secondary("Try again").icon(Icon::Refresh).enabled(!busy))
        .primary(Button::primary("Keep a copy here").enabled(!busy))
        .show(ctx, |ui| {
            ui.spacing_mut().item_spacing.y = space::M;
            banner::error(ui, &state.error.to_string(), None);
            text::body(
                ui,
                "What you typed is still on the screen and is lost only if this window closes. Try again when the disk \
                 or the network is back, or keep a whole copy in another place and go on in it.",
            );
            let id = Id::unique("copy elsewhere path");
            let fault = state.fault().filter(|_| state.told);
            let go = std::mem::take(&mut state.go);
            let event = spot(ui, id, go, |ui| path_field(ui, id, "Copy", &mut state.path, fault));
            if event.browse && !busy {
                let near = state.documents.join(workbook_path(&state.path));
                wishes.push(Wish::Browse(Browse::Copy, near));
            }
            text::quiet(ui, "The copy opens with the same passphrase and recovery code.");
        });
    match shown.choice {
        Some(Choice::Cancel) => wishes.push(Wish::Close),
        Some(Choice::Other) => {
            state.busy = true;
            wishes.push(Wish::Ask(Ask::TryAgain));
        }
        Some(Choice::Primary) if state.fault().is_some() => (state.told, state.go) = (true, true),
        Some(Choice::Primary) => {
            state.busy = true;
            let path = state.documents.join(workbook_path(&state.path));
            wishes.push(Wish::Ask(Ask::CopyTo(path)));
        }
        None => {}
    }
}
