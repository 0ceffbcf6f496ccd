//! From which list, by which groups, how many, and by which rules.

use super::form::{Form, Mode};
use crate::model::draw::Dimension;
use crate::ui::theme::{height, space};
use crate::ui::views::Views;
use crate::ui::widgets::number_field::number_field;
use crate::ui::widgets::{Card, Field, Select, check, modal, text};
use eframe::egui::{Id, Ui};

const MODES: [(Mode, &str); 4] = [
    (Mode::Spread, "So many in all, in proportion to the groups"),
    (Mode::Each, "The same number of each group"),
    (Mode::Typed, "A number for each group"),
    (Mode::Total, "So many in all, whoever comes first"),
];

/// How wide a field for a number is.
pub(super) const NUMBER: f32 = 110.0;

/// Lists as a choice.
pub(super) fn lists(views: &Views) -> Vec<(i64, String)> {
    let lists = views.workbook.lists.iter();
    lists
        .map(|kept| {
            let children = if kept.of == 1 { "child" } else { "children" };
            (
                kept.id,
                format!(
                    "{}, {} {children}",
                    kept.name,
                    text::thousands(usize::try_from(kept.of).unwrap_or(0))
                ),
            )
        })
        .collect()
}

/// What groups are made of, as check boxes.
pub(super) fn dimensions(ui: &mut Ui, by: &mut Vec<Dimension>) {
    modal::group(ui, "Groups by", |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = eframe::egui::vec2(space::L, space::XS);
            for dimension in Dimension::ALL {
                let mut on = by.contains(dimension);
                if check::checkbox(ui, &mut on, dimension.name()).changed() {
                    by.retain(|known| known != dimension);
                    if on {
                        by.push(*dimension);
                    }
                    by.sort_unstable();
                }
            }
        });
    });
}

/// Shows the rules.
pub(super) fn show(ui: &mut Ui, form: &mut Form, views: &Views) {
    Card::new().show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = space::M;
        let lists = lists(views);
        let options: Vec<(i64, &str)> = lists.iter().map(|(id, words)| (*id, words.as_str())).collect();
        let picked = Select::new(Id::unique("draw list"), "List", form.list.as_ref(), &options).show(ui);
        if let Some(list) = picked.filter(|list| Some(*list) != form.list) {
            form.list = Some(list);
            (form.seeds, form.swaps) = (Vec::new(), Vec::new());
        }
        dimensions(ui, &mut form.settings.by);
        how_many(ui, form);
        modal::group(ui, "Rules", |ui| {
            ui.spacing_mut().item_spacing.y = space::S;
            lately(ui, form);
            let settings = &mut form.settings;
            check::checkbox(ui, &mut settings.not_open, "Nobody whose audit is allocated or begun");
            check::checkbox(ui, &mut settings.not_own_team, "No one audits their own team");
            let siblings = "One at most of brothers and sisters, where the workbook knows them";
            check::checkbox(ui, &mut settings.one_of_siblings, siblings);
            let all = "Where there are fewer than asked for, draw those there are";
            check::checkbox(ui, &mut settings.take_all, all);
            text::quiet(ui, "A dip sample is not counted as an audit");
        });
    });
}

fn how_many(ui: &mut Ui, form: &mut Form) {
    let picked = Select::new(Id::unique("draw mode"), "How many", Some(&form.mode), &MODES).show(ui);
    form.mode = picked.unwrap_or(form.mode);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = space::L;
        match form.mode {
            Mode::Spread | Mode::Total => {
                let id = Id::unique("draw total");
                number_field(ui, Field::new(id, "In all").width(NUMBER), id, &mut form.total);
            }
            Mode::Each => {
                let id = Id::unique("draw each");
                number_field(ui, Field::new(id, "Of each group").width(NUMBER), id, &mut form.each);
            }
            Mode::Typed => {}
        }
        let id = Id::unique("draw reserve");
        let field = Field::new(id, "In reserve, each group").width(170.0);
        number_field(ui, field, id, &mut form.reserve);
    });
    match form.mode {
        Mode::Spread => {
            check::checkbox(ui, &mut form.one_each, "At least one of each group");
        }
        Mode::Typed => {
            text::quiet(ui, "Type the numbers beside the groups");
        }
        Mode::Each | Mode::Total => {}
    }
}

fn lately(ui: &mut Ui, form: &mut Form) {
    // The row is as high as its field from the first word on.
    let usual = std::mem::replace(&mut ui.spacing_mut().interact_size.y, height::CONTROL);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        check::checkbox(ui, &mut form.lately, "Nobody audited in the last");
        let id = Id::unique("draw months");
        let field = Field::new(id, "Months that count as lately").hidden_label().width(56.0);
        number_field(ui, field.enabled(form.lately), id, &mut form.months);
        text::body(ui, "months");
    });
    ui.spacing_mut().interact_size.y = usual;
}
