//! The table of actions, one row an action.

use super::State;
use super::choices::By;
use crate::app::view::ActionRow;
use crate::model::action::{Difference, Standing};
use crate::ui::fonts::Icon;
use crate::ui::screens::audits::END;
use crate::ui::theme::{size, tokens};
use crate::ui::views::Views;
use crate::ui::widgets::paint::Weight;
use crate::ui::widgets::table::{Column, Order, Table};
use crate::ui::widgets::text::{Run, runs_line};
use crate::ui::widgets::{Button, Card, empty, text};
use eframe::egui::{Align, Color32, Id, Layout, Rect, Ui, pos2, vec2};
use jiff::civil::Date;

/// A column.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cell {
    What,
    Owner,
    Due,
    Status,
    Difference,
}

/// The columns that fit, in the order shown.
fn cells(room: f32) -> &'static [Cell] {
    match room {
        ..740.0 => &[Cell::What, Cell::Due, Cell::Status],
        740.0..1000.0 => &[Cell::What, Cell::Owner, Cell::Due, Cell::Status],
        _ => &[Cell::What, Cell::Owner, Cell::Due, Cell::Status, Cell::Difference],
    }
}

pub(super) fn id() -> Id {
    Id::unique("actions")
}

/// Shows the table in at most `height`.
pub(super) fn show(ui: &mut Ui, state: &mut State, views: &Views, height: f32) {
    Card::new().padding(0.0, 0.0).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        if state.derived.shown.is_empty() {
            nothing(ui, state);
            return;
        }
        let cells = cells(ui.available_width());
        let order = |by: By| Some(state.filter.order).filter(|_| state.filter.by == by);
        let columns: Vec<Column<'_>> = cells
            .iter()
            .map(|cell| match cell {
                Cell::What => Column::rest("What must change", 200.0),
                Cell::Owner => Column::new("Owner", 156.0).sortable(order(By::Owner)),
                Cell::Due => Column::new("Due", 114.0).sortable(order(By::Due)),
                Cell::Status => Column::new("Status", 148.0).sortable(order(By::Status)),
                Cell::Difference => Column::new("Did it make a difference?", 220.0),
            })
            .collect();
        let row = |at: usize| state.derived.shown.get(at).and_then(|at| views.actions.get(*at));
        let left = ui.max_rect().left();
        let owner_under = !cells.contains(&Cell::Owner);
        let event = Table::new(id(), "Actions", &columns)
            .row_height(58.0)
            .max_height(height - 44.0 - END)
            .show(
                ui,
                state.derived.shown.len(),
                |at| {
                    row(at).map_or_else(Default::default, |row| {
                        (said(row, views.today), state.selected == Some(row.action.id))
                    })
                },
                |ui, at, column| {
                    if let (Some(row), Some(cell)) = (row(at), cells.get(column)) {
                        if column == 0 && state.selected != Some(row.action.id) {
                            bar(ui, left, row, views.today);
                        }
                        shown(ui, *cell, row, owner_under, views.today);
                    }
                },
            );
        ui.add_space(END);
        if let Some(row) = event.opened.and_then(row) {
            let same = state.selected == Some(row.action.id);
            state.selected = (!same).then_some(row.action.id);
            state.opened = !same;
        }
        let by = event.sort.and_then(|at| cells.get(at)).and_then(|cell| match cell {
            Cell::Owner => Some(By::Owner),
            Cell::Due => Some(By::Due),
            Cell::Status => Some(By::Status),
            Cell::What | Cell::Difference => None,
        });
        if let Some(by) = by {
            let turn = state.filter.by == by && state.filter.order == Order::Ascending;
            state.filter.by = by;
            state.filter.order = if turn { Order::Descending } else { Order::Ascending };
        }
    });
}

fn nothing(ui: &mut Ui, state: &mut State) {
    if state.filter.is_plain() {
        let next = "Every action is done and verified. Those stand under Status: verified.";
        empty::empty(ui, Icon::CheckCircle, "Nothing open", next, None);
        return;
    }
    let next = "No action is all of what is asked for above.";
    let clear = Button::secondary("Clear");
    if empty::empty(ui, Icon::Filter, "Nothing matches", next, Some(clear)) {
        state.filter.clear();
    }
}

/// A row in words, for a screen reader.
fn said(row: &ActionRow, today: Date) -> String {
    let action = &row.action;
    let due = match action.due_words(today) {
        words if words.is_empty() => "no due date".to_owned(),
        words if action.overdue(today) => words,
        // "In 4 days", and not "28 Nov".
        words if words.starts_with(char::is_alphabetic) => format!("due {}", words.to_lowercase()),
        words => format!("due {words}"),
    };
    let owner = match action.owner.as_str() {
        "" => "nobody yet".to_owned(),
        owner => owner.to_owned(),
    };
    let mut parts = vec![row.first_words().to_owned(), row.about.clone(), owner, due];
    parts.push(action.status_words(today));
    parts.push(row.priority_word().to_owned());
    parts.push(action.difference_words(today));
    parts.retain(|part| !part.is_empty());
    parts.join(", ")
}

/// At the left edge of a row: overdue, soon due, or neither.
fn bar(ui: &Ui, left: f32, row: &ActionRow, today: Date) {
    let colors = tokens(ui);
    let ink: Color32 = if row.action.overdue(today) {
        colors.grade_4
    } else if row.action.days_left(today).is_some() {
        colors.grade_3
    } else {
        colors.line
    };
    let place = ui.max_rect();
    let rect = Rect::from_min_max(pos2(left + 1.0, place.top()), pos2(left + 5.0, place.bottom() - 1.0));
    ui.painter()
        .with_clip_rect(ui.clip_rect().with_min_x(left))
        .rect_filled(rect, 0.0, ink);
}

fn two_lines(ui: &mut Ui, contents: impl FnOnce(&mut Ui)) {
    let width = ui.available_width();
    ui.allocate_ui_with_layout(vec2(width, 40.0), Layout::top_down(Align::Min), |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        contents(ui);
    });
}

fn shown(ui: &mut Ui, cell: Cell, row: &ActionRow, owner_under: bool, today: Date) {
    let colors = tokens(ui);
    let action = &row.action;
    match cell {
        Cell::What => two_lines(ui, |ui| {
            text::strong_line(ui, row.first_line());
            under(ui, row, owner_under);
        }),
        Cell::Owner if action.owner.is_empty() => quiet(ui, "Nobody yet"),
        Cell::Owner => drop(text::list(ui, &action.owner)),
        Cell::Due => {
            let words = action.due_words(today);
            let ink = if action.overdue(today) {
                colors.grade_4
            } else if action.days_left(today).is_some() {
                colors.grade_3
            } else if action.standing() == Standing::Verified {
                colors.muted
            } else {
                colors.text
            };
            if words.is_empty() {
                quiet(ui, "–");
            } else {
                text::line(ui, &words, Weight::Semibold, size::LIST, ink);
            }
        }
        Cell::Status => drop(text::list(ui, &action.status_words(today))),
        Cell::Difference if action.difference_words(today).is_empty() => {}
        Cell::Difference => {
            let ink = match action.difference {
                Some(Difference::No) => colors.grade_4,
                _ => colors.muted,
            };
            text::line(ui, &action.difference_words(today), Weight::Regular, size::LIST, ink);
        }
    }
}

fn quiet(ui: &mut Ui, words: &str) {
    let muted = tokens(ui).muted;
    text::line(ui, words, Weight::Regular, size::LIST, muted);
}

/// The second line of a row: what it is about, and what else must be seen at once.
fn under(ui: &mut Ui, row: &ActionRow, owner: bool) {
    let colors = tokens(ui);
    let quiet = |text| Run {
        text,
        weight: Weight::Regular,
        size: size::QUIET,
        color: colors.muted,
    };
    let mut words = row.about.clone();
    if owner && !row.action.owner.is_empty() {
        words = format!("{} · {words}", row.action.owner);
    }
    match row.priority_word() {
        "" => drop(text::quiet_line(ui, &words)),
        high => {
            let strong = Run {
                weight: Weight::Semibold,
                color: colors.grade_3,
                ..quiet(high)
            };
            runs_line(ui, &[strong, quiet(" · "), quiet(&words)]);
        }
    }
}
