//! Removing words for good: what exactly will happen, before it does.

use crate::app::history::{HistoryOf, HistoryView, Removable};
use crate::app::worker::Ask;
use crate::ui::dialogs::history;
use crate::ui::theme::space;
use crate::ui::widgets::modal::Choice;
use crate::ui::widgets::radio::radios;
use crate::ui::widgets::{Button, Dialog, Select, banner, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Context, Id, Ui};

/// What is to be removed.
pub struct State {
    of: HistoryOf,
    about: String,
    fields: Vec<Removable>,
    at: usize,
    keep: bool,
    /// It was asked for and the answer has not come.
    busy: bool,
}

const EMPTY: [&str; 2] = [
    "Empty the field too",
    "Keep what stands there now, remove everything before it",
];

impl State {
    /// For the fields whose history is shown.
    pub fn new(view: &HistoryView) -> Self {
        Self {
            of: view.of.clone(),
            about: view.about.clone(),
            fields: view.removable.clone(),
            at: 0,
            keep: false,
            busy: false,
        }
    }

    /// It was refused.
    pub fn refused(&mut self) {
        self.busy = false;
    }
}

/// Shows the dialog.
pub fn show(ctx: &Context, state: &mut State, wishes: &mut Wishes) {
    let Some(field) = state.fields.get(state.at).cloned() else {
        wishes.push(Wish::Close);
        return;
    };
    let words = if state.busy { "Removing" } else { "Remove for good" };
    let shown = Dialog::new(Id::unique("remove words"), "Remove words for good")
        .width(640.0)
        .cancel("Cancel")
        .primary(Button::alarm(words).enabled(!state.busy))
        .show(ctx, |ui| body(ui, state, &field));
    match shown.choice {
        Some(Choice::Primary) => {
            state.busy = true;
            wishes.push(Wish::Ask(Ask::RemoveWords {
                entity: field.entity,
                row: field.row,
                field: field.field,
                keep: state.keep || field.must_stay,
            }));
            wishes.push(Wish::CloseWhenDone);
        }
        Some(_) => wishes.extend(history::open(state.of.clone())),
        None => {}
    }
}

fn body(ui: &mut Ui, state: &mut State, field: &Removable) {
    ui.spacing_mut().item_spacing.y = space::S;
    if !state.about.is_empty() {
        text::quiet(ui, &state.about);
    }
    let names: Vec<(usize, &str)> = state
        .fields
        .iter()
        .enumerate()
        .map(|(at, field)| (at, field.name.as_str()))
        .collect();
    if let [_one] = names.as_slice() {
        text::strong(ui, &field.name);
    } else if let Some(at) = Select::new(Id::unique("remove words of"), "Words of", Some(&state.at), &names).show(ui) {
        state.at = at;
    }
    if field.must_stay {
        text::body(
            ui,
            "What stands there now stays; change it first if it is to go as well.",
        );
    } else if field.stands
        && let Some(picked) = radios(
            ui,
            Id::unique("remove words keep"),
            "What stands there now",
            &EMPTY,
            Some(usize::from(state.keep)),
        )
    {
        state.keep = picked == 1;
    }
    ui.add_space(space::XS);
    text::strong(ui, "This is what will happen");
    for words in consequences(field, state.keep || field.must_stay) {
        text::body(ui, &format!("•  {words}"));
    }
    banner::warning(
        ui,
        "Exports, copies and backups made earlier are not changed. Delete them yourself where they hold these words.",
        None,
    );
}

/// What will happen, in sentences.
fn consequences(field: &Removable, keep: bool) -> Vec<String> {
    let changes = match field.changes {
        1 => "1 earlier change".to_owned(),
        n => format!("{n} earlier changes"),
    };
    let mut told = vec![if field.stands && !keep {
        format!("The words go from the field, from {changes} in its history, and from what is being typed there.")
    } else {
        format!("The words go from {changes} in its history, and from what is being typed there.")
    }];
    if !field.others.is_empty() {
        told.push(format!(
            "Earlier values that were changed in the same step go from history too: {}.",
            field.others.join(", ").to_lowercase()
        ));
    }
    told.push("It stays in the history that words were removed, when and by whom.".to_owned());
    told.push("It cannot be undone, and what was done to this field before cannot be undone any more.".to_owned());
    told.push(
        "The whole file is written anew, so that nothing of them is left in it. In a large workbook this takes a minute or two."
            .to_owned(),
    );
    told
}
