//! Keep example data as a workbook of one's own.

use crate::app::error::UserError;
use crate::app::session::{ENDING, workbook_path};
use crate::app::worker::Ask;
use crate::ui::files::Browse;
use crate::ui::screens::start::advice::{Fault, Pair};
use crate::ui::screens::start::{documents, spot};
use crate::ui::theme::space;
use crate::ui::views::Views;
use crate::ui::widgets::modal::Choice;
use crate::ui::widgets::path_field::path_field;
use crate::ui::widgets::{Button, Dialog, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Context, Id};
use std::path::{Path, PathBuf};

/// What is being typed.
pub struct State {
    documents: PathBuf,
    path: String,
    pair: Pair,
    told: bool,
    /// It was pressed and waits for the advice.
    waiting: bool,
    /// It was asked for and the answer has not come.
    keeping: bool,
    failed: Option<String>,
    go: Option<Go>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Go {
    Path,
    Passphrase,
}

impl Default for State {
    fn default() -> Self {
        let documents = documents();
        let path = documents.join(format!("example-audits.{ENDING}"));
        Self {
            path: path.display().to_string(),
            documents,
            pair: Pair::new(Id::unique("keep example")),
            told: false,
            waiting: false,
            keeping: false,
            failed: None,
            go: None,
        }
    }
}

impl State {
    /// A path was chosen with the computer's own dialog.
    pub fn chosen(&mut self, path: &Path) {
        self.path = workbook_path(&path.display().to_string()).display().to_string();
        self.failed = None;
    }

    /// It could not be kept there.
    pub fn refused(&mut self, error: &UserError) {
        self.keeping = false;
        self.failed = Some(error.to_string());
        self.go = Some(Go::Path);
    }

    fn path_fault(&self) -> Option<&'static str> {
        workbook_path(&self.path)
            .file_name()
            .is_none()
            .then_some("Type a folder and a name for the file.")
    }
}

/// Shows the dialog.
pub fn show(ctx: &Context, state: &mut State, views: &Views, wishes: &mut Wishes) {
    let busy = state.keeping;
    let words = if busy { "Keeping…" } else { "Keep workbook" };
    let mut entered = false;
    let shown = Dialog::new(Id::unique("keep example"), "Keep the example data")
        .cancel("Cancel")
        .primary(Button::primary(words).enabled(!busy))
        .show(ctx, |ui| {
            ui.spacing_mut().item_spacing.y = space::M;
            text::body(
                ui,
                "It becomes an encrypted workbook of your own, with a passphrase and a recovery code. The children in \
                 it stay invented.",
            );
            let go = state.go.take();
            let id = Id::unique("keep example path");
            let fault = state.path_fault().filter(|_| state.told).or(state.failed.as_deref());
            let event = spot(ui, id, go == Some(Go::Path), |ui| {
                path_field(ui, id, "Where it is kept", &mut state.path, fault)
            });
            if event.changed {
                state.failed = None;
            }
            if event.browse && !busy {
                let near = state.documents.join(workbook_path(&state.path));
                wishes.push(Wish::Browse(Browse::NewWorkbook, near));
            }
            let workbook = &views.workbook.workbook;
            let about = [workbook.council.as_str(), workbook.title.as_str(), ""];
            entered = state
                .pair
                .show(ui, about, !busy, state.told, go == Some(Go::Passphrase));
        });
    if shown.choice == Some(Choice::Cancel) && !busy {
        wishes.push(Wish::Close);
    }
    if (shown.choice == Some(Choice::Primary) || entered) && !busy {
        state.waiting = true;
    }
    if state.waiting {
        submit(ctx, state, wishes);
    }
}

fn submit(ctx: &Context, state: &mut State, wishes: &mut Wishes) {
    let (path, fault) = (state.path_fault(), state.pair.fault());
    if fault == Some(Fault::Weighing) && path.is_none() {
        // Its answer wakes us.
        return;
    }
    (state.waiting, state.told) = (false, true);
    state.failed = None;
    state.go = match (path, fault) {
        (Some(_), _) => Some(Go::Path),
        (None, Some(_)) => Some(Go::Passphrase),
        (None, None) => None,
    };
    if state.go.is_some() {
        ctx.request_repaint();
        return;
    }
    state.keeping = true;
    wishes.push(Wish::Ask(Ask::Keep {
        path: state.documents.join(workbook_path(&state.path)),
        passphrase: state.pair.copy(),
    }));
}
