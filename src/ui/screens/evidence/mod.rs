//! The list of evidence over all audits: narrowed by facets, marked in numbers, opened where it was written.

mod list;
mod matrix;
mod narrow;
mod saved;
mod selection;

use super::head::head;
use super::page::{page, top};
use crate::app::evidence_list::{EvidenceAsk, EvidenceView};
use crate::app::worker::Ask;
use crate::model::facets::{Across, Filter, Order};
use crate::ui::desk::NARROW;
use crate::ui::fonts::Icon;
use crate::ui::theme::{space, tokens};
use crate::ui::views::Views;
use crate::ui::widgets::text::thousands as number;
use crate::ui::widgets::{Button, Field, Select, empty, focus, tabs};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{CentralPanel, Frame, Id, Margin, Panel, ScrollArea, Ui};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What of the evidence is shown, and what is marked.
#[derive(Default)]
pub struct State {
    ask: EvidenceAsk,
    /// What the workbook's thread was asked for last.
    asked: Option<EvidenceAsk>,
    /// How the next tag that is ticked narrows.
    tag_mode: crate::model::facets::TagMode,
    /// Facets whose every choice is listed, with the words their choices are found by.
    unfolded: BTreeMap<&'static str, String>,
    /// Where there is no room for a panel: the choices stand in place of the list.
    narrowing: bool,
    selected: BTreeSet<i64>,
    /// Where a stretch of rows that is marked with Shift begins.
    mark_from: Option<usize>,
    selecting: selection::Selecting,
    saving: saved::Saving,
    /// Rows that were asked for, and in which edition.
    reading: (u64, BTreeSet<i64>),
    choices: narrow::Choices,
    /// The row to come back to.
    opened: Option<i64>,
    /// Come back to it now.
    returning: bool,
}

impl State {
    /// Narrowed to this and nothing else.
    pub fn narrow_to(&mut self, filter: Filter) {
        self.ask.filter = filter;
        self.ask.across = None;
        self.narrowing = false;
        self.selected.clear();
    }

    /// Back from an audit: stand on the row it was opened from.
    pub fn come_back(&mut self) {
        self.returning = true;
    }

    /// The list is no longer looked at; what to tell the workbook's thread.
    pub fn leave(&mut self) -> Option<Ask> {
        self.asked.take().map(|_| Ask::Evidence(None))
    }
}

/// Asks for what is shown, once for each change of it.
fn ask(state: &mut State, wishes: &mut Wishes) {
    if state.asked.as_ref() != Some(&state.ask) {
        state.asked = Some(state.ask.clone());
        wishes.push(Wish::Ask(Ask::Evidence(Some(Box::new(state.ask.clone())))));
    }
}

/// Shows the screen.
pub fn show(ui: &mut Ui, state: &mut State, views: &Views, wishes: &mut Wishes) {
    ask(state, wishes);
    let Some(view) = views.evidence.view.clone() else {
        page(ui, "evidence", |ui| {
            let _none = head(ui, "Evidence", "", &[]);
        });
        return;
    };
    let wide = ui.ctx().content_rect().width() >= NARROW;
    if view.total == 0 {
        page(ui, "evidence", |ui| {
            let _none = head(ui, "Evidence", "", &[]);
            let next = "Write a line of evidence in a section of an audit. All of it can be found and counted here.";
            let go = Button::secondary("Go to audits");
            if empty::empty(ui, Icon::File, "No evidence yet", next, Some(go)) {
                wishes.push(Wish::Command(crate::app::command::Command::Go(
                    crate::app::command::Screen::Audits,
                )));
            }
        });
        return;
    }
    state.choices.derive(&view, views);
    let colors = tokens(ui);
    if wide {
        let frame = Frame::new().fill(colors.surface).inner_margin(Margin {
            left: 16,
            right: 6,
            top: 12,
            bottom: 0,
        });
        Panel::left("narrow to")
            .exact_size(250.0)
            .resizable(false)
            .frame(frame)
            .show(ui, |ui| {
                ScrollArea::vertical()
                    .id_salt("narrow to")
                    .auto_shrink(false)
                    .show(ui, |ui| {
                        Frame::new()
                            .inner_margin(Margin {
                                right: 14,
                                bottom: 16,
                                ..Margin::ZERO
                            })
                            .show(ui, |ui| narrow::show(ui, state, views, true, wishes));
                        focus::follow(ui);
                    });
            });
    }
    CentralPanel::default()
        .frame(Frame::new().fill(colors.app))
        .show(ui, |ui| {
            if state.narrowing && !wide {
                page(ui, "narrow to", |ui| {
                    let words = format!("Show {}", number(view.ids.len()));
                    if head(ui, "Narrow to", "", &[Button::primary(&words)]).is_some() {
                        state.narrowing = false;
                    }
                    narrow::show(ui, state, views, false, wishes);
                });
                return;
            }
            top(ui, |ui| {
                ui.spacing_mut().item_spacing.y = space::M;
                above(ui, state, &view, views, wide, wishes);
                if state.ask.across.is_some() {
                    return;
                }
                if !state.selected.is_empty() {
                    selection::show(ui, state, &view, views, wishes);
                }
                list::show(ui, state, &view, views, wishes);
            });
            if state.ask.across.is_some() {
                page(ui, "evidence matrix", |ui| matrix::show(ui, state, &view, views));
            }
        });
    // What was chosen in this frame is asked for at once.
    ask(state, wishes);
}

const ORDERS: [(Order, &str); 2] = [(Order::Newest, "Newest first"), (Order::Oldest, "Oldest first")];

/// Characters of the words that narrow.
const MOST_WORDS: usize = 500;

fn above(ui: &mut Ui, state: &mut State, view: &Arc<EvidenceView>, views: &Views, wide: bool, wishes: &mut Wishes) {
    let quiet = if view.ready() {
        format!("{} of {}", number(view.ids.len()), number(view.total))
    } else {
        format!("Counting, {} of {} so far", number(view.counted), number(view.total))
    };
    let mut buttons = vec![Button::secondary("Export…").enabled(selection::exportable(state, view))];
    if !wide {
        buttons.insert(0, Button::secondary("Narrow to…").icon(Icon::Filter));
    }
    match head(ui, "Evidence", &quiet, &buttons) {
        Some(0) if !wide => state.narrowing = true,
        Some(_) => selection::export(state, view, views, wishes),
        None => {}
    }
    Field::new(Id::unique("words in the evidence"), "Words in the evidence")
        .hidden_label()
        .icon(Icon::Search)
        .placeholder("Words in the evidence")
        .limit(MOST_WORDS)
        .show(ui, &mut state.ask.filter.words);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::M;
        let room = ui.available_width();
        ui.scope(|ui| {
            ui.set_max_width(room - 190.0);
            let names = ["List", "By tag and team", "By tag and judgement"];
            let current = match state.ask.across {
                None => 0,
                Some(Across::Team) => 1,
                Some(Across::Judgement) => 2,
            };
            if let Some(tab) = tabs::tabs(ui, Id::unique("evidence tabs"), &names, current) {
                state.ask.across = match tab {
                    1 => Some(Across::Team),
                    2 => Some(Across::Judgement),
                    _ => None,
                };
            }
        });
        if state.ask.across.is_none() {
            let order = Select::new(Id::unique("evidence order"), "Order", Some(&state.ask.order), &ORDERS)
                .bar()
                .hidden_label()
                .show(ui);
            state.ask.order = order.unwrap_or(state.ask.order);
        }
    });
}
