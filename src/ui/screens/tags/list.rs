//! The list: each group, and under it its tags in order.

use super::derived::{Only, Row};
use super::{Selected, State};
use crate::model::tag::Tag;
use crate::ui::fonts::Icon;
use crate::ui::screens::audits::END;
use crate::ui::theme::{size, space, tokens};
use crate::ui::views::Views;
use crate::ui::widgets::paint::Weight;
use crate::ui::widgets::table::{Column, Table};
use crate::ui::widgets::text::thousands;
use crate::ui::widgets::{Button, Card, chip, empty, text};
use eframe::egui::{Id, Sense, Ui, vec2};

/// How far a tag stands in for each tag it stands under.
const STEP: f32 = 20.0;

/// From this width on what tags are for stands beside them.
const DESCRIBED: f32 = 620.0;

pub(super) fn id() -> Id {
    Id::unique("tags")
}

/// Shows the list in at most `height`.
pub(super) fn show(ui: &mut Ui, state: &mut State, views: &Views, height: f32) {
    Card::new().padding(0.0, 0.0).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        if state.derived.rows.is_empty() {
            nothing(ui, state);
            return;
        }
        let described = ui.available_width() >= DESCRIBED;
        let mut columns = vec![Column::rest("Tag", 200.0)];
        if described {
            columns.push(Column::rest("What it is for", 160.0));
        }
        columns.push(Column::new("Evidence", 96.0).right());
        let tags = &views.workbook.tags;
        let row = |at: usize| state.derived.rows.get(at).copied();
        let event = Table::new(id(), "Tags", &columns)
            .row_height(38.0)
            .max_height(height - 44.0 - END)
            .show(
                ui,
                state.derived.rows.len(),
                |at| row(at).map_or_else(Default::default, |row| said(state, tags, row)),
                |ui, at, column| {
                    let Some(row) = row(at) else { return };
                    let column = if described || column == 0 { column } else { 2 };
                    match row {
                        Row::Group(at) => of_group(ui, state, at, column),
                        Row::Tag(at, depth) => {
                            if let Some(tag) = tags.get(at) {
                                of_tag(ui, tag, depth, column);
                            }
                        }
                    }
                },
            );
        ui.add_space(END);
        if let Some(row) = event.opened.and_then(row) {
            let picked = match row {
                Row::Group(at) => state
                    .derived
                    .groups
                    .get(at)
                    .map(|group| Selected::Group(group.name.clone())),
                Row::Tag(at, _) => tags.get(at).map(|tag| Selected::Tag(tag.id)),
            };
            let same = picked == state.selected;
            state.selected = picked.filter(|_| !same);
            (state.opened, state.all_teams) = (!same, false);
        }
    });
}

fn nothing(ui: &mut Ui, state: &mut State) {
    if state.only == Only::Unused && state.words.trim().is_empty() {
        let next = "Each tag is carried by some evidence, or stands over one that is.";
        empty::empty(ui, Icon::CheckCircle, "No unused tags", next, None);
        return;
    }
    let clear = Button::secondary("Clear");
    let next = "No tag, and nothing a tag is for, holds these words.";
    if empty::empty(ui, Icon::Filter, "Nothing matches", next, Some(clear)) {
        (state.words, state.only) = (String::new(), Only::All);
    }
}

/// A row in words, for a screen reader, and whether it is selected.
fn said(state: &State, tags: &[Tag], row: Row) -> (String, bool) {
    match row {
        Row::Group(at) => {
            let Some(group) = state.derived.groups.get(at) else {
                return Default::default();
            };
            let selected = matches!(&state.selected, Some(Selected::Group(name)) if *name == group.name);
            (format!("Group {}, {} tags", group.name, group.tags), selected)
        }
        Row::Tag(at, depth) => {
            let Some(tag) = tags.get(at) else {
                return Default::default();
            };
            let under = if depth > 0 {
                let parent = tag.parent.and_then(|parent| tags.iter().find(|tag| tag.id == parent));
                parent
                    .map(|parent| format!(", under {}", parent.name))
                    .unwrap_or_default()
            } else {
                String::new()
            };
            let words = format!("{}{under}, {}, on {} pieces of evidence", tag.name, tag.group, tag.uses);
            (words, state.selected == Some(Selected::Tag(tag.id)))
        }
    }
}

fn of_group(ui: &mut Ui, state: &State, at: usize, column: usize) {
    let Some(group) = state.derived.groups.get(at) else {
        return;
    };
    let colors = tokens(ui);
    match column {
        0 => drop(text::line(ui, &group.name, Weight::Bold, size::BODY, colors.text)),
        1 => {
            let words = if group.tags == 1 {
                "1 tag".to_owned()
            } else {
                format!("{} tags", group.tags)
            };
            text::quiet_line(ui, &words);
        }
        _ => {}
    }
}

fn of_tag(ui: &mut Ui, tag: &Tag, depth: usize, column: usize) {
    match column {
        0 => {
            ui.add_space(14.0 + STEP * depth as f32);
            let (rect, _) = ui.allocate_exact_size(vec2(10.0, 16.0), Sense::hover());
            chip::dot(ui, rect.center(), usize::try_from(tag.colour).unwrap_or(1));
            ui.add_space(space::S);
            text::list(ui, &tag.name);
        }
        1 => drop(text::quiet_line(ui, tag.description.lines().next().unwrap_or_default())),
        _ if tag.uses == 0 => drop(text::number(ui, "–", ui.available_width())),
        _ => {
            let uses = thousands(usize::try_from(tag.uses).unwrap_or(0));
            text::number(ui, &uses, ui.available_width());
        }
    }
}
