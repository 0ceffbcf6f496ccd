//! The rows: whose, what was seen, its tags, and when.

use super::State;
use crate::app::evidence_list::{EvidenceRow, EvidenceView};
use crate::app::worker::Ask;
use crate::model::evidence::{Direction, Evidence};
use crate::model::time::short_date;
use crate::ui::fonts::Icon;
use crate::ui::theme::{size, space, tokens};
use crate::ui::views::Views;
use crate::ui::widgets::paint::{self, Weight};
use crate::ui::widgets::rows::Rows;
use crate::ui::widgets::{Button, Card, Chip, check, empty, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Align, Color32, Id, Layout, Rect, Ui, pos2, vec2};

/// How high a row is: two lines of words and one of tags.
const ROW: f32 = 82.0;

/// How wide who it is about stands, where there is room for a column.
const WHO: f32 = 116.0;

/// From here on who it is about has its own column.
const WIDE: f32 = 620.0;

pub(super) fn id() -> Id {
    Id::unique("evidence list")
}

fn ink(ui: &Ui, direction: Direction) -> Color32 {
    let colors = tokens(ui);
    match direction {
        Direction::Strength => colors.strength,
        Direction::Develop => colors.develop,
        Direction::Neutral => colors.muted,
    }
}

/// A row in words, for a screen reader.
fn said(row: &EvidenceRow, views: &Views, marked: bool) -> String {
    let piece = &row.evidence;
    let mut parts = vec![row.who.clone(), piece.direction.name().to_owned(), piece.text.clone()];
    let tags = views.workbook.tags.iter().filter(|tag| piece.tags.contains(&tag.id));
    let tags: Vec<&str> = tags.map(|tag| tag.name.as_str()).collect();
    if !tags.is_empty() {
        parts.push(format!("tags {}", tags.join(", ")));
    }
    parts.extend(piece.seen.map(|seen| format!("seen {}", short_date(seen))));
    if marked {
        parts.push("marked".to_owned());
    }
    parts.join(", ")
}

pub(super) fn show(ui: &mut Ui, state: &mut State, view: &EvidenceView, views: &Views, wishes: &mut Wishes) {
    if view.ids.is_empty() && view.ready() {
        Card::new().show(ui, |ui| {
            let next = "No evidence is all of what it is narrowed to.";
            let clear = Button::secondary("Clear");
            if empty::empty(ui, Icon::Filter, "Nothing matches", next, Some(clear)) {
                state.ask.filter = crate::model::facets::Filter::default();
            }
        });
        return;
    }
    if state.reading.0 != view.edition {
        state.reading = (view.edition, std::collections::BTreeSet::new());
    }
    let mut wanted = Vec::new();
    let mut ticked = None;
    let number = |at: usize| view.ids.get(at).map(|id| i64::from(*id));
    let event = Card::new()
        .padding(0.0, 0.0)
        .show(ui, |ui| {
            let room = ui.available_height() - space::L;
            ui.set_height(room.max(ROW));
            Rows::new(id(), "Evidence", ROW).show(
                ui,
                view.ids.len(),
                |at| {
                    let Some(id) = number(at) else {
                        return Default::default();
                    };
                    let marked = state.selected.contains(&id);
                    if let Some((row, edition)) = views.evidence.rows.get(&id) {
                        if *edition != view.edition && !state.reading.1.contains(&id) {
                            wanted.push(id);
                        }
                        (said(row, views, marked), marked)
                    } else {
                        if !state.reading.1.contains(&id) {
                            wanted.push(id);
                        }
                        ("Reading".to_owned(), marked)
                    }
                },
                |ui, at| {
                    let Some(id) = number(at) else { return };
                    let Some((row, _)) = views.evidence.rows.get(&id) else {
                        return;
                    };
                    if one(ui, row, state.selected.contains(&id), views) {
                        ticked = Some(at);
                    }
                },
            )
        })
        .inner;
    if !wanted.is_empty() {
        state.reading.1.extend(&wanted);
        wishes.push(Wish::Ask(Ask::EvidenceRows(wanted)));
    }
    if let Some(at) = ticked.or(event.toggled) {
        mark(ui, state, view, at);
    }
    if let Some((id, row)) = event
        .opened
        .and_then(number)
        .and_then(|id| Some((id, views.evidence.rows.get(&id)?)))
    {
        let piece = &row.0.evidence;
        state.opened = Some(id);
        wishes.push(Wish::OpenEvidence {
            audit: piece.audit,
            judgement: piece.judgement.clone(),
            evidence: id,
        });
    }
    come_back(state, view, wishes);
}

/// Marks a row, or with Shift the whole stretch from the last one.
fn mark(ui: &Ui, state: &mut State, view: &EvidenceView, at: usize) {
    let stretch = ui.input(|input| input.modifiers.shift);
    let Some(id) = view.ids.get(at).map(|id| i64::from(*id)) else {
        return;
    };
    if let Some(from) = state.mark_from.filter(|_| stretch) {
        let ids = view.ids.get(from.min(at)..=from.max(at)).unwrap_or_default();
        state.selected.extend(ids.iter().map(|id| i64::from(*id)));
    } else {
        if !state.selected.remove(&id) {
            state.selected.insert(id);
        }
        state.mark_from = Some(at);
    }
}

/// Whoever comes back from an audit stands on the row it was opened from.
fn come_back(state: &mut State, view: &EvidenceView, wishes: &mut Wishes) {
    if !std::mem::take(&mut state.returning) {
        return;
    }
    let at = state
        .opened
        .and_then(|opened| view.ids.iter().position(|id| i64::from(*id) == opened));
    if let Some(at) = at {
        wishes.push(Wish::Focus(id().with(("row", at))));
    }
}

/// One row; whether its box was ticked.
fn one(ui: &mut Ui, row: &EvidenceRow, marked: bool, views: &Views) -> bool {
    let piece = &row.evidence;
    let rect = ui.max_rect();
    let bar = Rect::from_min_max(
        pos2(rect.left(), rect.top()),
        pos2(rect.left() + 4.0, rect.bottom() - 1.0),
    );
    let bar_ink = match piece.direction {
        Direction::Neutral => tokens(ui).line,
        direction => ink(ui, direction),
    };
    ui.painter().rect_filled(bar, 0.0, bar_ink);
    let inside = rect.shrink2(vec2(space::M, space::S));
    let mut ticked = false;
    ui.scope_builder(eframe::egui::UiBuilder::new().max_rect(inside), |ui| {
        ui.spacing_mut().item_spacing = vec2(space::S, space::XS);
        ui.horizontal_top(|ui| {
            let name = format!("Mark {}", row.who);
            ticked = check::tick(ui, marked, &name).clicked();
            let wide = inside.width() >= WIDE;
            if wide {
                column(ui, WHO, |ui| who(ui, row));
            }
            let date = piece.seen.map(short_date).unwrap_or_default();
            let date_width = if date.is_empty() { 0.0 } else { 78.0 };
            let room = (ui.available_width() - date_width).max(60.0);
            column(ui, room, |ui| {
                if !wide {
                    let words = format!("{} · {}", row.who, piece.direction.name());
                    text::line(ui, &words, Weight::Semibold, size::QUIET, ink(ui, piece.direction));
                }
                words(ui, piece, if wide { 2 } else { 1 });
                tags(ui, piece, views);
            });
            if date_width > 0.0 {
                text::number(ui, &date, date_width - space::S);
            }
        });
    });
    ticked
}

fn column(ui: &mut Ui, width: f32, contents: impl FnOnce(&mut Ui)) {
    let height = ROW - 2.0 * space::S;
    ui.allocate_ui_with_layout(vec2(width, height), Layout::top_down(Align::Min), |ui| {
        ui.set_width(width);
        ui.set_max_width(width);
        contents(ui);
    });
}

fn who(ui: &mut Ui, row: &EvidenceRow) {
    let piece = &row.evidence;
    text::strong_line(ui, &row.who);
    text::quiet_line(ui, &piece.criteria.join(", "));
    let colour = ink(ui, piece.direction);
    text::line(ui, piece.direction.name(), Weight::Semibold, size::QUIET, colour);
}

/// The first lines of the words, as many as fit.
fn words(ui: &mut Ui, piece: &Evidence, lines: usize) {
    let colors = tokens(ui);
    // No more than can be read in two lines is laid out: a note may have 100 KB.
    let start: String = piece.text.chars().take(400).collect();
    let run = text::Run {
        text: &start,
        weight: Weight::Regular,
        size: size::LIST,
        color: colors.text,
    };
    let mut job = text::job(&[run], ui.available_width());
    job.wrap.max_rows = lines;
    ui.add(eframe::egui::Label::new(job).selectable(false));
}

/// Its tags in one line; those that do not fit are counted.
fn tags(ui: &mut Ui, piece: &Evidence, views: &Views) {
    let carried: Vec<_> = views
        .workbook
        .tags
        .iter()
        .filter(|tag| piece.tags.contains(&tag.id))
        .collect();
    if carried.is_empty() {
        return;
    }
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        let end = ui.max_rect().right();
        for (at, tag) in carried.iter().enumerate() {
            let width = paint::line(ui, &tag.name, Weight::Regular, size::QUIET, Color32::PLACEHOLDER)
                .size()
                .x
                + 44.0;
            if ui.cursor().left() + width > end && at > 0 {
                text::quiet_line(ui, &format!("+{}", carried.len() - at));
                break;
            }
            Chip::tag(&tag.name, tag.colour as usize).show(ui);
        }
    });
}
