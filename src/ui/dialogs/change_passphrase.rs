//! Another passphrase for the open workbook: offered when it was opened with its recovery code, and from the menu.

use crate::app::error::UserError;
use crate::app::worker::Ask;
use crate::ui::screens::start::advice::{Fault, Pair};
use crate::ui::theme::space;
use crate::ui::views::Views;
use crate::ui::widgets::modal::Choice;
use crate::ui::widgets::{Button, Dialog, banner, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Context, Id};

/// What is being typed.
pub struct State {
    /// The workbook was opened with its recovery code.
    by_code: bool,
    pair: Pair,
    told: bool,
    /// It was pressed and waits for the advice.
    waiting: bool,
    /// It was asked for and the answer has not come.
    changing: bool,
    failed: Option<String>,
    go: bool,
}

impl State {
    /// A new passphrase; `by_code` when the old one is lost.
    pub fn new(by_code: bool) -> Self {
        Self {
            by_code,
            pair: Pair::new(Id::unique("change passphrase")),
            told: false,
            waiting: false,
            changing: false,
            failed: None,
            go: true,
        }
    }

    /// It could not be changed.
    pub fn refused(&mut self, error: &UserError) {
        self.changing = false;
        self.failed = Some(error.to_string());
    }
}

/// Shows the dialog.
pub fn show(ctx: &Context, state: &mut State, views: &Views, wishes: &mut Wishes) {
    let busy = state.changing;
    let words = if busy { "Changing…" } else { "Change passphrase" };
    let title = if state.by_code {
        "Choose a new passphrase"
    } else {
        "Change passphrase"
    };
    let mut entered = false;
    let shown = Dialog::new(Id::unique("change passphrase"), title)
        .cancel(if state.by_code { "Not now" } else { "Cancel" })
        .primary(Button::primary(words).enabled(!busy))
        .show(ctx, |ui| {
            ui.spacing_mut().item_spacing.y = space::M;
            let why = if state.by_code {
                "You opened the workbook with its recovery code. With a new passphrase it gets a new recovery code; the \
                 old passphrase and the old code open it no more."
            } else {
                "The workbook is encrypted anew and gets a new recovery code; the old passphrase and the old code open \
                 it no more. Copies made before keep them."
            };
            text::body(ui, why);
            if let Some(failed) = &state.failed {
                banner::error(ui, failed, None);
            }
            let workbook = &views.workbook.workbook;
            let about = [
                workbook.council.as_str(),
                workbook.title.as_str(),
                views.workbook.me.name.as_str(),
            ];
            let go = std::mem::take(&mut state.go);
            if go {
                ui.memory_mut(|memory| memory.request_focus(state.pair.id()));
            }
            entered = state.pair.show(ui, about, !busy, state.told, go);
        });
    if shown.choice == Some(Choice::Cancel) && !busy {
        wishes.push(Wish::Close);
    }
    if (shown.choice == Some(Choice::Primary) || entered) && !busy {
        state.waiting = true;
    }
    if !state.waiting {
        return;
    }
    match state.pair.fault() {
        // Its answer wakes us.
        Some(Fault::Weighing) => {}
        Some(_) => {
            (state.waiting, state.told, state.go) = (false, true, true);
            ctx.request_repaint();
        }
        None => {
            (state.waiting, state.changing, state.failed) = (false, true, None);
            wishes.push(Wish::Ask(Ask::ChangePassphrase(state.pair.copy())));
        }
    }
}
