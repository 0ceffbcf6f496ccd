//! Who the drawn cases are given to, and which children are left out beforehand.

use super::form::Form;
use crate::model::draw::Exemption;
use crate::ui::fonts::Icon;
use crate::ui::theme::{height, space};
use crate::ui::views::Views;
use crate::ui::widgets::button::{IconLook, icon_button_with};
use crate::ui::widgets::number_field::number_field;
use crate::ui::widgets::table::{Column, Table};
use crate::ui::widgets::{Button, Card, Field, check, text};
use eframe::egui::{Id, Ui};

/// How high the tables may be, so that what follows stays near.
const MOST: f32 = 330.0;

/// Everyone who works in the workbook: whether cases are given to them, their own team, how many they take.
pub(super) fn auditors(ui: &mut Ui, form: &mut Form, views: &Views) {
    let people = &views.workbook.people;
    Card::new().show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        let chosen = people.iter().filter(|person| form.auditing(person).on).count();
        let mut all = None;
        let usual = std::mem::replace(&mut ui.spacing_mut().interact_size.y, height::BAR);
        ui.horizontal(|ui| {
            text::heading17(ui, &format!("Auditors: {chosen} of {}", people.len()));
            if Button::quiet("All")
                .bar()
                .name("Choose all auditors")
                .show(ui)
                .clicked()
            {
                all = Some(true);
            }
            if Button::quiet("None").bar().name("Choose no auditor").show(ui).clicked() {
                all = Some(false);
            }
        });
        ui.spacing_mut().interact_size.y = usual;
        if let Some(on) = all {
            for person in people {
                let mut said = form.auditing(person);
                said.on = on;
                form.people.insert(person.id, said);
            }
        }
        text::quiet(
            ui,
            "Cases are spread evenly. Nobody is given a case of their own team; several teams have commas between",
        );
        let room = ui.available_width();
        let (team, most) = (150.0_f32.min(room * 0.36), 86.0);
        let columns = [
            Column::rest("Name", 120.0),
            Column::new("Own team", team),
            Column::new("At most", most),
        ];
        let describe = |at: usize| {
            let Some(person) = people.get(at) else {
                return Default::default();
            };
            (person.name.clone(), false)
        };
        let form = std::cell::RefCell::new(form);
        Table::new(Id::unique("draw auditors"), "Auditors", &columns)
            .row_height(44.0)
            .max_height(MOST)
            .min_height(MOST)
            .show(ui, people.len(), describe, |ui, at, column| {
                let Some(person) = people.get(at) else { return };
                let mut form = form.borrow_mut();
                let before = form.auditing(person);
                let mut said = before.clone();
                match column {
                    0 => drop(check::checkbox(ui, &mut said.on, &person.name)),
                    1 => {
                        let name = format!("Own team of {}", person.name);
                        let id = Id::unique(("draw team", person.id));
                        Field::new(id, &name)
                            .hidden_label()
                            .width(team - space::M)
                            .limit(400)
                            .show(ui, &mut said.team);
                    }
                    _ => {
                        let name = format!("The most {} takes", person.name);
                        let id = Id::unique(("draw most", person.id));
                        let field = Field::new(id, &name).hidden_label().width(most - space::XL);
                        number_field(ui, field.placeholder("any"), id, &mut said.most);
                    }
                }
                if said != before {
                    form.people.insert(person.id, said);
                }
            });
    });
}

/// Children left out beforehand, with why and who agreed.
pub(super) fn exemptions(ui: &mut Ui, form: &mut Form) {
    Card::new().show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        text::heading17(ui, "Left out beforehand");
        text::quiet(
            ui,
            "A child who should not be drawn now, with the reason and who agreed. It is kept with the draw",
        );
        let exempt = form.settings.exemptions.len();
        if exempt > 0 {
            let columns = [Column::rest("", 120.0), Column::new("", 44.0)];
            let mut gone = None;
            let all = &form.settings.exemptions;
            Table::new(Id::unique("draw exemptions"), "Left out beforehand", &columns)
                .headless()
                .row_height(48.0)
                .max_height(200.0)
                .min_height(200.0)
                .show(
                    ui,
                    exempt,
                    |at| (all.get(at).map(words).unwrap_or_default(), false),
                    |ui, at, column| {
                        let Some(one) = all.get(at) else { return };
                        if column == 0 {
                            two_lines(ui, one);
                        } else if icon_button_with(
                            ui,
                            Icon::X,
                            &format!("Do not leave out {}", one.reference),
                            IconLook::Plain,
                            true,
                        )
                        .clicked()
                        {
                            gone = Some(at);
                        }
                    },
                );
            if let Some(at) = gone {
                form.settings.exemptions.remove(at);
            }
        }
        adding(ui, form);
    });
}

/// An exemption in words.
pub(super) fn words(one: &Exemption) -> String {
    format!("{}: {}. Agreed by {}", one.reference, one.reason, one.agreed_by)
}

fn two_lines(ui: &mut Ui, one: &Exemption) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        text::strong_line(ui, &one.reference);
        text::quiet_line(ui, &format!("{}. Agreed by {}", one.reason, one.agreed_by));
    });
}

fn adding(ui: &mut Ui, form: &mut Form) {
    let one = &mut form.exempt;
    let short = |id: &str, label, limit| Field::new(Id::unique(("draw exempt", id)), label).limit(limit);
    short("reference", "Reference of the child", 200).show(ui, &mut one.reference);
    short("reason", "Reason", 1_000).show(ui, &mut one.reason);
    short("agreed", "Who agreed", 200).show(ui, &mut one.agreed_by);
    let full = ![&one.reference, &one.reason, &one.agreed_by]
        .iter()
        .any(|text| text.trim().is_empty());
    let tip = if full {
        ""
    } else {
        "Reference, reason and who agreed are all needed"
    };
    let mut button = Button::secondary("Leave out").icon(Icon::Plus).enabled(full);
    if !tip.is_empty() {
        button = button.tip(tip);
    }
    if button.show(ui).clicked() {
        let one = std::mem::take(&mut form.exempt);
        let one = Exemption {
            reference: one.reference.trim().to_owned(),
            reason: one.reason.trim().to_owned(),
            agreed_by: one.agreed_by.trim().to_owned(),
        };
        form.settings
            .exemptions
            .retain(|known| known.reference != one.reference);
        form.settings.exemptions.push(one);
    }
}
