//! The same facts as tables, to be read by a screen reader and copied.

use crate::app::analysis::AnalysisView;
use crate::app::analysis_table::FactTable;
use crate::ui::fonts::Icon;
use crate::ui::theme::space;
use crate::ui::views::Views;
use crate::ui::widgets::table::{Column, Table};
use crate::ui::widgets::{Button, Card, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Id, Ui};

const ROW: f32 = 32.0;

pub(super) fn show(ui: &mut Ui, view: &AnalysisView, views: &Views, wishes: &mut Wishes) {
    let tags = &views.workbook.tags;
    let name = |id: i64| {
        let tag = tags.iter().find(|tag| tag.id == id);
        tag.map_or_else(|| "A deleted tag".to_owned(), |tag| tag.name.clone())
    };
    let tables = view.tables(name);
    if Button::secondary("Copy all tables")
        .icon(Icon::Copy)
        .bar()
        .show(ui)
        .clicked()
    {
        let all: Vec<String> = tables.iter().map(FactTable::text).collect();
        wishes.push(Wish::Copy(all.join("\n")));
    }
    for table in &tables {
        Card::new().show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = space::S;
            one(ui, table, wishes);
        });
    }
}

fn one(ui: &mut Ui, table: &FactTable, wishes: &mut Wishes) {
    ui.horizontal_wrapped(|ui| {
        text::heading17(ui, table.title);
        let copy = format!("Copy {}", table.title.to_lowercase());
        if Button::quiet("Copy")
            .icon(Icon::Copy)
            .small()
            .name(&copy)
            .show(ui)
            .clicked()
        {
            wishes.push(Wish::Copy(table.text()));
        }
    });
    let room = ui.available_width();
    let cells = table.columns.len().saturating_sub(1).max(1) as f32;
    let width = ((room - 180.0) / cells).clamp(70.0, 150.0);
    let columns: Vec<Column<'_>> = table
        .columns
        .iter()
        .enumerate()
        .map(|(at, name)| {
            if at == 0 {
                Column::rest(name, 160.0)
            } else {
                Column::new(name, width).right()
            }
        })
        .collect();
    let wanted = 160.0 + cells * width;
    eframe::egui::ScrollArea::horizontal()
        .id_salt(table.title)
        .show(ui, |ui| {
            ui.set_min_width(wanted.min(4000.0).max(room));
            Table::new(Id::unique(("facts", table.title)), table.title, &columns)
                .row_height(ROW)
                .max_height(ROW * (table.rows.len().min(14) + 2) as f32)
                .show(
                    ui,
                    table.rows.len(),
                    |at| {
                        let cells = table.rows.get(at).map_or(&[][..], Vec::as_slice);
                        let said: Vec<String> = table
                            .columns
                            .iter()
                            .zip(cells)
                            .map(|(column, cell)| format!("{column} {cell}"))
                            .collect();
                        (said.join(", "), false)
                    },
                    |ui, at, column| {
                        if let Some(cell) = table.rows.get(at).and_then(|cells| cells.get(column)) {
                            text::list(ui, cell);
                        }
                    },
                );
        });
}
