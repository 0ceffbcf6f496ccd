//! One tag made two: which pieces of evidence carry the new one instead.

use crate::app::edit::{Edit, TagEdit};
use crate::app::worker::Ask;
use crate::model::tag::Tag;
use crate::model::tag_names::LONGEST_NAME;
use crate::model::tag_rules;
use crate::ui::fonts::Icon;
use crate::ui::screens::start::spot;
use crate::ui::theme::space;
use crate::ui::views::Views;
use crate::ui::widgets::modal::Choice;
use crate::ui::widgets::rows::Rows;
use crate::ui::widgets::text::thousands;
use crate::ui::widgets::{Button, Card, Dialog, Field, check, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Align, Context, Id, Layout, Ui, vec2};
use std::collections::BTreeSet;

/// How many words are asked for at once.
const AT_A_TIME: usize = 40;

const ROW: f32 = 52.0;

/// What is being chosen.
pub struct State {
    id: Id,
    tag: i64,
    name: String,
    /// The words the evidence is narrowed by.
    words: String,
    picked: BTreeSet<i64>,
    /// The words that were asked for last.
    asked: Option<String>,
    /// Pieces whose words were asked for.
    reading: BTreeSet<i64>,
    error: Option<String>,
    go: bool,
}

impl State {
    /// This tag.
    pub fn new(tag: i64) -> Self {
        Self {
            id: super::opening(),
            tag,
            name: String::new(),
            words: String::new(),
            picked: BTreeSet::new(),
            asked: None,
            reading: BTreeSet::new(),
            error: None,
            go: true,
        }
    }
}

/// Shows the dialog.
pub fn show(ctx: &Context, state: &mut State, views: &Views, wishes: &mut Wishes) {
    let tags = &views.workbook.tags;
    let Some(tag) = tags.iter().find(|tag| tag.id == state.tag) else {
        wishes.push(Wish::Close);
        return;
    };
    let split = match state.picked.len() {
        0 => "Split".to_owned(),
        1 => "Split off 1 piece".to_owned(),
        n => format!("Split off {} pieces", thousands(n)),
    };
    let shown = Dialog::new(state.id, "Split tag")
        .width(720.0)
        .cancel("Cancel")
        .primary(Button::primary(&split).enabled(!state.picked.is_empty()))
        .show(ctx, |ui| body(ui, state, tag, views, wishes));
    match shown.choice {
        Some(Choice::Primary) => match tag_rules::name(tags, None, (&tag.group, tag.parent), &state.name) {
            Ok(_) => {
                let edit = TagEdit::Split {
                    tag: tag.id,
                    name: state.name.trim().to_owned(),
                    evidence: state.picked.iter().copied().collect(),
                };
                wishes.push(Wish::edit(Edit::Tags(Box::new(edit))));
                wishes.push(Wish::CloseWhenDone);
            }
            Err(error) => {
                (state.error, state.go) = (Some(error), true);
                ctx.request_repaint();
            }
        },
        Some(_) => wishes.push(Wish::Close),
        None => {}
    }
}

fn body(ui: &mut Ui, state: &mut State, tag: &Tag, views: &Views, wishes: &mut Wishes) {
    ui.spacing_mut().item_spacing.y = space::S;
    let words = format!(
        "Evidence that you tick carries the new tag instead of {}. The new one stands beside it.",
        tag.name
    );
    text::body(ui, &words);
    let id = state.id.with("name");
    let go = !ui.is_sizing_pass() && std::mem::take(&mut state.go);
    let changed = spot(ui, id, go, |ui| {
        Field::new(id, "Name of the new tag")
            .limit(LONGEST_NAME)
            .error(state.error.as_deref())
            .show(ui, &mut state.name)
            .changed()
    });
    if changed {
        state.error = None;
    }
    Field::new(state.id.with("words"), "Find among its evidence")
        .hidden_label()
        .icon(Icon::Search)
        .placeholder("Find among its evidence")
        .limit(200)
        .show(ui, &mut state.words);
    if state.asked.as_ref() != Some(&state.words) {
        state.asked = Some(state.words.clone());
        wishes.push(Wish::Ask(Ask::TagEvidence(tag.id, state.words.clone())));
    }
    let evidence = views.tagged.evidence.as_ref();
    let found = evidence
        .filter(|(of, ..)| *of == tag.id)
        .map(|(_, _, pieces)| pieces.clone());
    let Some(found) = found else {
        text::quiet(ui, "Reading its evidence");
        return;
    };
    above(ui, state, &found);
    Card::new().padding(0.0, 0.0).show(ui, |ui| {
        ui.allocate_ui_with_layout(vec2(ui.available_width(), 260.0), Layout::top_down(Align::Min), |ui| {
            ui.set_height(260.0);
            list(ui, state, &found, views, wishes);
        });
    });
}

/// How many there are, and to tick them all.
fn above(ui: &mut Ui, state: &mut State, found: &[i64]) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        let pieces = match found.len() {
            1 => "1 piece".to_owned(),
            n => format!("{} pieces", thousands(n)),
        };
        let words = format!("{pieces} found, {} ticked", thousands(state.picked.len()));
        text::quiet_line(ui, &words);
        if !found.is_empty() && Button::quiet("Tick all found").small().show(ui).clicked() {
            state.picked.extend(found);
        }
        if !state.picked.is_empty() && Button::quiet("Untick all").small().show(ui).clicked() {
            state.picked.clear();
        }
    });
}

fn list(ui: &mut Ui, state: &mut State, found: &[i64], views: &Views, wishes: &mut Wishes) {
    let mut missing = Vec::new();
    let known = &views.tagged.words;
    let event = Rows::new(state.id.with("evidence"), "Its evidence", ROW).show(
        ui,
        found.len(),
        |at| {
            let piece = found.get(at).copied().unwrap_or_default();
            let ticked = state.picked.contains(&piece);
            let said = known.get(&piece).map_or_else(String::new, |(about, seen)| {
                let seen: String = seen.chars().take(200).collect();
                let ticked = if ticked { "ticked" } else { "not ticked" };
                format!("{ticked}, {seen}, {about}")
            });
            (said, ticked)
        },
        |ui, at| {
            let Some(piece) = found.get(at) else { return };
            let Some((about, seen)) = known.get(piece) else {
                missing.push(*piece);
                return;
            };
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = space::M;
                check::mark(ui, state.picked.contains(piece), true);
                let room = vec2(ui.available_width(), ROW - 12.0);
                ui.allocate_ui_with_layout(room, Layout::top_down(Align::Min), |ui| {
                    ui.spacing_mut().item_spacing.y = 2.0;
                    text::list(ui, seen.lines().next().unwrap_or_default());
                    text::quiet_line(ui, about);
                });
            });
        },
    );
    // Each piece is asked for once.
    missing.retain(|piece| state.reading.insert(*piece));
    missing.truncate(AT_A_TIME);
    if !missing.is_empty() {
        wishes.push(Wish::Ask(Ask::PieceWords(missing)));
    }
    if let Some(piece) = event.opened.or(event.toggled).and_then(|at| found.get(at))
        && !state.picked.remove(piece)
    {
        state.picked.insert(*piece);
    }
}
