//! History of a field, a row or an entry of the log: who, when, from what to what; and a way to put it back.

use super::{Dialog, remove_words};
use crate::app::error::UserError;
use crate::app::history::{Entry, HistoryOf, HistoryView, Line, Shown};
use crate::app::worker::Ask;
use crate::model::history::Part;
use crate::ui::theme::space;
use crate::ui::views::Views;
use crate::ui::widgets::modal::{self, Choice};
use crate::ui::widgets::{Button, banner, card, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Context, Id, Ui};
use std::sync::Arc;

/// So many entries are shown at first, and more when asked for.
const PAGE: usize = 20;

/// Longer words are cut, with how much there is more.
const LONG: usize = 4_000;

/// What is shown.
pub struct State {
    of: HistoryOf,
    told: Option<Result<Arc<HistoryView>, UserError>>,
    shown: usize,
}

/// Opens the history of this and asks for it.
pub fn open(of: HistoryOf) -> [Wish; 2] {
    let state = State {
        of: of.clone(),
        told: None,
        shown: PAGE,
    };
    [
        Wish::Open(Box::new(Dialog::History(state))),
        Wish::Ask(Ask::History(of)),
    ]
}

impl State {
    /// History came.
    pub fn told(&mut self, told: Result<Arc<HistoryView>, UserError>) {
        let asked = told.as_ref().map_or(true, |view| view.of == self.of);
        if asked {
            self.told = Some(told);
        }
    }

    /// Asks for it anew: something was changed.
    pub fn again(&self) -> Wish {
        Wish::Ask(Ask::History(self.of.clone()))
    }
}

/// Shows the dialog.
pub fn show(ctx: &Context, state: &mut State, _views: &Views, wishes: &mut Wishes) {
    let view = match &state.told {
        Some(Ok(view)) => Some(view.clone()),
        _ => None,
    };
    let title = view.as_ref().map_or("History", |view| view.title.as_str());
    let removable = view.as_ref().is_some_and(|view| !view.removable.is_empty());
    let mut dialog = modal::Dialog::new(Id::unique("history dialog"), title).width(720.0);
    if removable {
        dialog = dialog.other(Button::danger("Remove words for good…"));
    }
    let shown = dialog
        .primary(Button::primary("Close"))
        .show(ctx, |ui| match (&state.told, &view) {
            (Some(Err(error)), _) => drop(banner::error(ui, &error.to_string(), None)),
            (_, None) => drop(text::quiet(ui, "Reading the change log")),
            (_, Some(view)) => body(ui, &mut state.shown, view, wishes),
        });
    match (shown.choice, view) {
        (Some(Choice::Other), Some(view)) => {
            let dialog = remove_words::State::new(&view);
            wishes.push(Wish::Open(Box::new(Dialog::RemoveWords(dialog))));
        }
        (Some(_), _) => wishes.push(Wish::Close),
        (None, _) => {}
    }
}

fn body(ui: &mut Ui, shown: &mut usize, view: &HistoryView, wishes: &mut Wishes) {
    ui.spacing_mut().item_spacing.y = space::S;
    if !view.about.is_empty() {
        text::quiet(ui, &view.about);
    }
    if view.entries.is_empty() {
        text::body(ui, "Nothing was changed here yet.");
    }
    if let Some(closed) = &view.closed {
        text::quiet(ui, closed);
    }
    let of_one_field = matches!(view.of, HistoryOf::Field(_));
    for (at, entry) in view.entries.iter().take(*shown).enumerate() {
        card::hairline(ui);
        one(ui, at, entry, of_one_field, wishes);
    }
    let more = view.entries.len().saturating_sub(*shown);
    if more > 0 {
        let words = format!("Show {} more of {more}", more.min(PAGE));
        if Button::quiet(&words).small().show(ui).clicked() {
            *shown += PAGE;
        }
    } else if view.more {
        text::quiet(ui, "There is more than is shown here.");
    }
}

fn one(ui: &mut Ui, at: usize, entry: &Entry, of_one_field: bool, wishes: &mut Wishes) {
    ui.push_id(at, |ui| {
        let what = if entry.row.is_empty() { &entry.what } else { &entry.row };
        text::strong(ui, what);
        text::quiet(ui, &format!("{}, {}", entry.at.day_and_time(), entry.who));
        for line in &entry.lines {
            if !of_one_field {
                text::quiet(ui, &line.name);
            }
            change(ui, line);
            if let Some(edit) = &line.put_back {
                let back = match &line.before {
                    Shown::Words(words) => start(words, 40),
                    _ => "nothing".to_owned(),
                };
                let name = format!("Put back {}: {back}", line.name.to_lowercase());
                if Button::quiet("Put back").small().name(&name).show(ui).clicked() {
                    wishes.push(Wish::edit(edit.clone()));
                }
            }
        }
    });
}

fn change(ui: &mut Ui, line: &Line) {
    if !line.compared.is_empty() {
        let parts: Vec<Part> = line.compared.iter().map(cut).collect();
        text::compared(ui, &parts, &said(&line.compared));
        return;
    }
    match (&line.before, &line.after) {
        (Shown::NotThere, after) => drop(text::body(ui, &words(after))),
        (before, Shown::NotThere) => drop(text::body(ui, &format!("Was: {}", words(before)))),
        (Shown::Nothing, after) => drop(text::body(ui, &format!("From nothing to: {}", words(after)))),
        (before, Shown::Nothing) => drop(text::body(ui, &format!("To nothing from: {}", words(before)))),
        (before, after) => drop(text::body(ui, &format!("{} → {}", words(before), words(after)))),
    }
}

fn words(shown: &Shown) -> String {
    match shown {
        Shown::Words(words) => long(words),
        Shown::Nothing => "nothing".to_owned(),
        Shown::Removed => "removed for good".to_owned(),
        Shown::NotThere => "not there".to_owned(),
    }
}

/// The beginning of a text, on one line.
fn start(words: &str, most: usize) -> String {
    let line = words.lines().next().unwrap_or_default();
    let begun: String = line.chars().take(most).collect();
    if begun.len() < words.len() {
        format!("{begun}…")
    } else {
        begun
    }
}

fn long(words: &str) -> String {
    let more = words.chars().count().saturating_sub(LONG);
    if more == 0 {
        return words.to_owned();
    }
    let begun: String = words.chars().take(LONG).collect();
    format!("{begun}… ({more} characters more)")
}

/// A part as it is shown: a long stretch that stands in both is there to find the place, not to be read.
fn cut(part: &Part) -> Part {
    const AROUND: usize = 120;
    match part {
        Part::Same(words) if words.chars().count() > 3 * AROUND => {
            let head: String = words.chars().take(AROUND).collect();
            let tail: Vec<char> = words.chars().rev().take(AROUND).collect();
            let tail: String = tail.into_iter().rev().collect();
            Part::Same(format!("{head} … {tail}"))
        }
        Part::Gone(words) => Part::Gone(long(words)),
        Part::New(words) => Part::New(long(words)),
        Part::Same(words) => Part::Same(words.clone()),
    }
}

/// What changed, for a screen reader.
fn said(parts: &[Part]) -> String {
    let told = parts.iter().filter_map(|part| match part {
        Part::Same(_) => None,
        Part::Gone(words) => Some(format!("gone: {}", words.trim())),
        Part::New(words) => Some(format!("new: {}", words.trim())),
    });
    let told: Vec<String> = told.collect();
    if told.is_empty() {
        "Nothing differs".to_owned()
    } else {
        long(&told.join("; "))
    }
}
