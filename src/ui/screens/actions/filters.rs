//! What the list is narrowed to, with a count beside each choice, and how it is ordered.

use super::State;
use super::choices::{By, From, Only};
use super::derived::Count;
use crate::ui::theme::{size, space, tokens};
use crate::ui::widgets::paint::{self, Weight};
use crate::ui::widgets::table::Order;
use crate::ui::widgets::{Button, Select, text};
use eframe::egui::{Id, Ui, vec2};

const ORDERS: [(By, &str); 4] = [
    (By::Due, "due date"),
    (By::Owner, "owner"),
    (By::Team, "team"),
    (By::Status, "status"),
];

/// Shows the filters.
pub(super) fn show(ui: &mut Ui, state: &mut State) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::S, space::S);
        let filter = &mut state.filter;
        named(ui, "Owner", &mut filter.owner, &state.derived.owners, "nobody yet");
        named(ui, "Team", &mut filter.team, &state.derived.teams, "no team");
        listed(ui, "Status", &mut filter.only, &Only::ALL, &state.derived.onlys);
        listed(ui, "From", &mut filter.from, &From::ALL, &state.derived.froms);
        let id = Id::unique("actions order");
        if let Some(by) = Select::new(id, "Order", Some(&state.filter.by), &ORDERS).bar().show(ui) {
            (state.filter.by, state.filter.order) = (by, Order::Ascending);
        }
        let clear = Button::quiet("Clear").bar().tip("Show what is open and to verify");
        if !state.filter.is_plain() && clear.show(ui).clicked() {
            state.filter.clear();
        }
        said(ui, &state.derived.took.words());
    });
}

/// A filter of names: any, or one of them.
fn named(ui: &mut Ui, name: &str, chosen: &mut Option<String>, known: &[(String, Count)], nobody: &str) {
    let word = |one: &str| {
        if one.is_empty() {
            nobody.to_owned()
        } else {
            one.to_owned()
        }
    };
    let words: Vec<String> = known.iter().map(|(one, count)| count.beside(&word(one))).collect();
    let mut options: Vec<(Option<String>, &str)> = vec![(None, "any")];
    let some = known.iter().map(|(one, _)| Some(one.clone()));
    options.extend(some.zip(words.iter().map(String::as_str)));
    let shown = chosen.as_deref().map_or_else(|| "any".to_owned(), word);
    let picked = Select::new(Id::unique(("actions by", name)), name, Some(&*chosen), &options)
        .bar()
        .shown(&shown)
        .show(ui);
    if let Some(picked) = picked {
        *chosen = picked;
    }
}

/// A filter of a few choices.
fn listed<T: Copy + PartialEq>(ui: &mut Ui, name: &str, chosen: &mut T, all: &[(T, &'static str)], counts: &[Count]) {
    let counted = all.iter().zip(counts);
    let words: Vec<(T, String)> = counted
        .map(|((one, words), count)| (*one, format!("{words} · {}", count.all)))
        .collect();
    let options: Vec<(T, &str)> = words.iter().map(|(one, words)| (*one, words.as_str())).collect();
    let shown = all
        .iter()
        .find(|(one, _)| one == chosen)
        .map_or("any", |(_, words)| *words);
    let picked = Select::new(Id::unique(("actions by", name)), name, Some(&*chosen), &options)
        .bar()
        .shown(shown)
        .show(ui);
    *chosen = picked.unwrap_or(*chosen);
}

/// At the right of the row, or on a line of its own.
fn said(ui: &mut Ui, words: &str) {
    if words.is_empty() {
        return;
    }
    let color = tokens(ui).muted;
    let wide = paint::line(ui, words, Weight::Regular, size::QUIET, color).size().x;
    let room = ui.available_size_before_wrap().x;
    if room > wide + space::L {
        ui.add_space(room - wide - 1.0);
    } else {
        ui.end_row();
    }
    text::quiet_line(ui, words);
}
