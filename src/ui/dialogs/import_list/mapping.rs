//! What a list is read from: which sheets, and what each column is taken for.

use crate::app::list_import::Opened;
use crate::model::list::ListField;
use crate::model::list_plan::{ColumnPlan, Plan, Reads, SheetPlan, Takes, annex_a_name};
use crate::model::reference::Looks;
use crate::ui::theme::{space, tokens};
use crate::ui::widgets::rows::Rows;
use crate::ui::widgets::{Card, Select, text};
use eframe::egui::{Align, Id, Layout, Ui, UiBuilder, vec2};

const COLUMN: f32 = 60.0;
const SHEET: f32 = 56.0;

/// The most a list in the dialog is high.
const MOST: f32 = 380.0;

/// How wide the choice of a column is.
const CHOICE: f32 = 190.0;

/// Shows the plan; whether it was changed.
pub(super) fn show(ui: &mut Ui, opened: &Opened, plan: &mut Plan) -> bool {
    let before = plan.reads;
    which(ui, opened, plan);
    let changed = match plan.reads {
        Reads::AnnexA => {
            sheets(ui, plan);
            false
        }
        Reads::Sheet(at) => plan.sheets.get_mut(at).is_some_and(|sheet| columns(ui, at, sheet)),
    };
    changed || plan.reads != before
}

/// Which sheets are read, where there is a choice.
fn which(ui: &mut Ui, opened: &Opened, plan: &mut Plan) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        text::strong(ui, opened.name());
        if plan.sheets.len() < 2 && !plan.has_annex_a() {
            return;
        }
        let mut options: Vec<(Reads, String)> = Vec::new();
        if plan.has_annex_a() {
            let lists = plan.sheets.iter().filter(|sheet| sheet.is_annex_a()).count();
            let lists = if lists == 1 {
                "1 list".to_owned()
            } else {
                format!("{lists} lists")
            };
            options.push((Reads::AnnexA, format!("Annex A, {lists}, each child once")));
        }
        for (at, sheet) in plan.sheets.iter().enumerate() {
            let name = if sheet.name.is_empty() {
                "The file as a table"
            } else {
                &sheet.name
            };
            let hidden = if sheet.hidden { ", hidden" } else { "" };
            options.push((
                Reads::Sheet(at),
                format!("{name}, {} rows{hidden}", text::thousands(sheet.rows)),
            ));
        }
        let options: Vec<(Reads, &str)> = options.iter().map(|(reads, words)| (*reads, words.as_str())).collect();
        let picked = Select::new(Id::unique("list sheet"), "What is read", Some(&plan.reads), &options).show(ui);
        plan.reads = picked.unwrap_or(plan.reads);
    });
}

/// A list in a card of its own, as high as it needs to be up to a limit.
pub(super) fn boxed<R>(ui: &mut Ui, rows: usize, row: f32, most: f32, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let height = (rows as f32 * row).min(most).max(row);
    Card::new()
        .padding(0.0, 0.0)
        .show(ui, |ui| {
            let size = vec2(ui.available_width(), height);
            ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| {
                ui.set_min_size(size);
                ui.set_max_height(height);
                contents(ui)
            })
            .inner
        })
        .inner
}

/// Names of what is dropped, each with why: `Date of Birth (a date of birth)`.
fn dropped(sheet: &SheetPlan) -> String {
    let named = sheet.columns.iter().filter_map(|column| match column.takes {
        Takes::Dropped(looks) => Some(format!("{} ({})", column.heading, looks.name())),
        _ => None,
    });
    named.collect::<Vec<_>>().join(", ")
}

fn sheets(ui: &mut Ui, plan: &Plan) {
    let said = |sheet: &SheetPlan| -> (String, String) {
        let name = match sheet.annex_a {
            Some(list) => annex_a_name(list),
            None => sheet.name.clone(),
        };
        let mut parts = Vec::new();
        if !sheet.is_annex_a() {
            parts.push("Not read".to_owned());
        }
        if sheet.annex_a.is_some() && !sheet.name.is_empty() {
            parts.push(format!("Sheet {}", sheet.name));
        }
        if sheet.hidden {
            parts.push("hidden".to_owned());
        }
        parts.push(match sheet.rows {
            1 => "1 row".to_owned(),
            rows => format!("{} rows", text::thousands(rows)),
        });
        let left_out = dropped(sheet);
        if sheet.is_annex_a() && !left_out.is_empty() {
            parts.push(format!("not taken: {left_out}"));
        }
        (name, parts.join(" · "))
    };
    boxed(ui, plan.sheets.len(), SHEET, MOST, |ui| {
        let describe = |at: usize| {
            let words = plan.sheets.get(at).map(|sheet| {
                let (name, about) = said(sheet);
                format!("{name}. {about}")
            });
            (words.unwrap_or_default(), false)
        };
        Rows::new(Id::unique("list sheets"), "Sheets", SHEET).show(ui, plan.sheets.len(), describe, |ui, at| {
            if let Some(sheet) = plan.sheets.get(at) {
                let (name, about) = said(sheet);
                lines(ui, |ui| {
                    text::strong_line(ui, &name);
                    text::quiet_line(ui, &about);
                });
            }
        });
    });
}

/// Two lines in the middle of a row.
pub(super) fn lines(ui: &mut Ui, contents: impl FnOnce(&mut Ui)) {
    let inside = ui.max_rect().shrink2(vec2(space::M, space::S));
    ui.scope_builder(UiBuilder::new().max_rect(inside), |ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        contents(ui);
    });
}

/// Why a column is not taken.
fn why(looks: Looks) -> String {
    match looks {
        Looks::BirthDate => "Left out: a date of birth. Only the age in years is taken".to_owned(),
        looks => format!("Left out: {}", looks.name()),
    }
}

fn sample(column: &ColumnPlan) -> String {
    match (column.takes, column.sample.as_slice()) {
        (Takes::Dropped(looks), _) => why(looks),
        (_, []) => "Empty".to_owned(),
        (_, cells) => cells.join(" · "),
    }
}

/// The columns, each with what it is taken for; whether that was changed.
fn columns(ui: &mut Ui, at: usize, sheet: &mut SheetPlan) -> bool {
    text::quiet(
        ui,
        "What each column is taken for, by its heading and its cells. Change what was guessed wrongly.",
    );
    let mut options = vec![(Takes::Nothing, "Not taken")];
    options.extend(ListField::ALL.iter().map(|field| (Takes::Field(*field), field.name())));
    let mut picked = None;
    let count = sheet.columns.len();
    boxed(ui, count, COLUMN, MOST, |ui| {
        let describe = |column: usize| {
            let words = sheet.columns.get(column).map(|column| {
                let takes = match column.takes {
                    Takes::Field(field) => format!("taken for {}", field.name()),
                    Takes::Nothing => "not taken".to_owned(),
                    Takes::Dropped(looks) => why(looks),
                };
                format!("{}, {takes}", column.heading)
            });
            (words.unwrap_or_default(), false)
        };
        Rows::new(Id::unique(("list columns", at)), "Columns", COLUMN).show(ui, count, describe, |ui, column| {
            let Some(plan) = sheet.columns.get(column) else { return };
            let inside = ui.max_rect().shrink2(vec2(space::M, space::S));
            let choice = if matches!(plan.takes, Takes::Dropped(_)) {
                0.0
            } else {
                CHOICE + space::M
            };
            let left = inside.with_max_x(inside.right() - choice);
            ui.scope_builder(UiBuilder::new().max_rect(left), |ui| {
                ui.spacing_mut().item_spacing.y = space::XS;
                let taken = matches!(plan.takes, Takes::Field(_));
                if taken {
                    text::strong_line(ui, &plan.heading);
                } else {
                    let muted = tokens(ui).muted;
                    let weight = crate::ui::widgets::paint::Weight::Semibold;
                    text::line(ui, &plan.heading, weight, crate::ui::theme::size::LIST, muted);
                }
                text::quiet_line(ui, &sample(plan));
            });
            if choice > 0.0 {
                let right = inside.with_min_x(inside.right() - CHOICE);
                ui.scope_builder(UiBuilder::new().max_rect(right), |ui| {
                    let name = format!("{} is taken for", plan.heading);
                    let id = Id::unique(("list column", at, column));
                    let now = Select::new(id, &name, Some(&plan.takes), &options)
                        .hidden_label()
                        .show(ui);
                    if let Some(takes) = now {
                        picked = Some((column, takes));
                    }
                });
            }
        });
    });
    if let Some((column, takes)) = picked {
        sheet.take(column, takes);
    }
    picked.is_some()
}
