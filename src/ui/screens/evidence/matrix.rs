//! Tags down, teams or judgements across; a cell opens what it counts.

use super::{State, narrow};
use crate::app::evidence_list::EvidenceView;
use crate::model::facets::{Across, TagMode};
use crate::ui::theme::{radius, size, space, tokens};
use crate::ui::views::Views;
use crate::ui::widgets::paint::{self, Weight};
use crate::ui::widgets::text::thousands as number;
use crate::ui::widgets::{Card, focus, text};
use eframe::egui::accesskit::Role;
use eframe::egui::{Id, Rect, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};
use std::sync::Arc;

const ROW: f32 = 30.0;
const CELL: f32 = 84.0;

/// Rows and columns of the matrix that hold anything, in the order shown: numbers in the matrix and words.
#[derive(Default)]
struct Shown {
    rows: Vec<(usize, i64, String, usize)>,
    columns: Vec<(usize, String, String)>,
    most: u32,
}

fn shown(view: &EvidenceView, views: &Views, across: Across) -> Shown {
    let Some(matrix) = &view.matrix else {
        return Shown::default();
    };
    let mut shown = Shown::default();
    for (at, column) in matrix.columns.iter().enumerate() {
        if (0..matrix.tags.len()).any(|row| matrix.count(row, at) > 0) {
            let words = match across {
                Across::Team if column.is_empty() => "No team",
                Across::Team => column.as_str(),
                Across::Judgement => narrow::judgement_name(views, column),
            };
            shown.columns.push((at, column.clone(), words.to_owned()));
        }
    }
    shown.columns.sort_by(|a, b| a.2.cmp(&b.2));
    // Tags in their own order, as everywhere.
    for tag in &views.workbook.tags {
        let Some(at) = matrix.tags.iter().position(|known| *known == tag.id) else {
            continue;
        };
        let most = (0..matrix.columns.len()).map(|column| matrix.count(at, column)).max();
        if most.is_some_and(|most| most > 0) {
            shown.most = shown.most.max(most.unwrap_or(0));
            shown.rows.push((at, tag.id, tag.name.clone(), tag.colour as usize));
        }
    }
    shown
}

pub(super) fn show(ui: &mut Ui, state: &mut State, view: &Arc<EvidenceView>, views: &Views) {
    // Until the thread has answered, what is shown is the list's.
    let Some(across) = view.ask.across.filter(|across| Some(*across) == state.ask.across) else {
        text::quiet(ui, "Counting");
        return;
    };
    let what = shown(view, views, across);
    if what.rows.is_empty() {
        text::body(ui, "No evidence here carries a tag.");
        return;
    }
    text::quiet(
        ui,
        "How many pieces of evidence carry each tag. Select a number to read them.",
    );
    ui.add_space(space::S);
    Card::new().padding(space::M, space::S).show(ui, |ui| {
        ScrollArea::horizontal()
            .id_salt("matrix")
            .show(ui, |ui| table(ui, state, view, &what, across));
    });
}

fn table(ui: &mut Ui, state: &mut State, view: &EvidenceView, what: &Shown, across: Across) {
    let colors = tokens(ui);
    let label = 190.0;
    let width = label + CELL * what.columns.len() as f32;
    let height = 52.0 + ROW * what.rows.len() as f32;
    let builder = UiBuilder::new()
        .accessibility_role(Role::Table)
        .accessibility_label("Evidence by tag");
    ui.scope_builder(builder, |ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
        let left = |column: usize| rect.left() + label + CELL * column as f32;
        for (at, (_, _, words)) in what.columns.iter().enumerate() {
            let galley = paint::wrap(ui, words, Weight::Semibold, size::SMALL, colors.muted, CELL - space::S);
            let place = Rect::from_min_size(pos2(left(at), rect.top()), vec2(CELL - 2.0, 48.0));
            ui.painter()
                .with_clip_rect(place)
                .galley(place.min, galley, colors.muted);
        }
        for (line, (row, tag, name, colour)) in what.rows.iter().enumerate() {
            let top = rect.top() + 52.0 + ROW * line as f32;
            let middle = top + ROW / 2.0;
            crate::ui::widgets::chip::dot(ui, pos2(rect.left() + 5.0, middle), *colour);
            let galley = paint::fit(ui, name, Weight::Regular, size::LIST, colors.text, label - 26.0);
            paint::text_at(ui.painter(), rect.left() + 18.0, middle, galley);
            for (at, (column, value, words)) in what.columns.iter().enumerate() {
                let n = view.matrix.as_ref().map_or(0, |matrix| matrix.count(*row, *column));
                let cell = Rect::from_min_size(pos2(left(at), top + 1.0), vec2(CELL - 2.0, ROW - 2.0));
                if n == 0 || !ui.is_rect_visible(cell) {
                    continue;
                }
                let id = Id::unique(("matrix", *tag, value));
                let response = ui.interact(cell, id, Sense::click());
                let said = format!("{name}, {words}: {}", number(n as usize));
                response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), &said));
                focus::pressed(&response);
                // The more, the stronger: a hint beside the number, never instead of it.
                let share = n as f32 / what.most.max(1) as f32;
                let fill = colors.sunken.lerp_to_gamma(colors.accent_soft, 0.25 + 0.75 * share);
                ui.painter().rect_filled(cell, f32::from(radius::SMALL), fill);
                let weight = if response.hovered() {
                    Weight::Semibold
                } else {
                    Weight::Regular
                };
                let galley = paint::line(ui, &number(n as usize), weight, size::QUIET, colors.text);
                let x = cell.right() - space::M - galley.size().x;
                paint::text_at(ui.painter(), x, middle, galley);
                paint::focus_ring(ui, &response, cell, radius::SMALL);
                if response.clicked() {
                    state.ask.filter.choose_tag(*tag, Some(TagMode::All));
                    match across {
                        Across::Team => state.ask.filter.teams = [value.clone()].into(),
                        Across::Judgement => state.ask.filter.judgements = [value.clone()].into(),
                    }
                    state.tag_mode = TagMode::All;
                    state.ask.across = None;
                }
            }
        }
    });
}
