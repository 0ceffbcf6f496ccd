//! What the audits of a draw have in common, and the button that makes them.

use super::form::Form;
use crate::app::draws::Allocation;
use crate::model::audit::Method;
use crate::model::case::CaseKind;
use crate::model::draw::Draw;
use crate::model::framework::FrameworkKind;
use crate::model::time::short_date;
use crate::ui::theme::space;
use crate::ui::views::Views;
use crate::ui::widgets::{Button, Card, Field, Select, date_field, text};
use eframe::egui::{Id, Ui};
use jiff::ToSpan as _;

/// What is to be done with the draw.
pub(super) enum Event {
    /// Change the rules.
    Back,
    /// Make the audits; the draw is put in by the caller.
    Allocate(Box<Allocation>),
}

/// Under this width fields stand one over the other.
const PAIR: f32 = 520.0;

fn pair<T>(ui: &mut Ui, of: &mut T, left: impl FnOnce(&mut Ui, &mut T), right: impl FnOnce(&mut Ui, &mut T)) {
    if ui.available_width() < PAIR {
        left(ui, of);
        right(ui, of);
        return;
    }
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.x = space::L;
        ui.columns(2, |uis| {
            if let [one, two] = uis {
                left(one, of);
                right(two, of);
            }
        });
    });
}

/// Shows the fields and buttons.
pub(super) fn show(ui: &mut Ui, form: &mut Form, draw: &Draw, allocating: bool, views: &Views) -> Option<Event> {
    defaults(form, draw, views);
    let without_kind = draw.picked.iter().filter(|picked| picked.kind.is_none()).count();
    let given = draw.picked.iter().filter(|picked| picked.auditor.is_some()).count();
    let today = views.today;
    Card::new()
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = space::M;
            text::heading17(ui, "Allocate the audits");
            pair(
                ui,
                form,
                |ui, form| {
                    Field::new(Id::unique("draw name"), "Name of this draw")
                        .limit(200)
                        .show(ui, &mut form.name);
                },
                |ui, form| {
                    date_field::date_field_ahead(ui, Id::unique("draw due"), "Due", &mut form.due, today);
                },
            );
            pair(
                ui,
                form,
                |ui, form| {
                    let known: Vec<(i64, &str)> = views
                        .workbook
                        .frameworks
                        .iter()
                        .map(|(number, one)| (*number, one.title.as_str()))
                        .collect();
                    let id = Id::unique("draw framework");
                    let picked = Select::new(id, "Framework", form.framework.as_ref(), &known).show(ui);
                    form.framework = picked.or(form.framework);
                },
                |ui, form| {
                    let methods: Vec<(Method, &str)> = Method::ALL
                        .iter()
                        .filter(|method| **method != Method::DipSample)
                        .map(|method| (*method, method.name()))
                        .collect();
                    let id = Id::unique("draw method");
                    let picked = Select::new(id, "How they are audited", Some(&form.method), &methods).show(ui);
                    form.method = picked.unwrap_or(form.method);
                },
            );
            pair(
                ui,
                form,
                |ui, form| {
                    Field::new(Id::unique("draw theme"), "Theme")
                        .limit(200)
                        .show(ui, &mut form.theme);
                },
                |ui, form| {
                    if without_kind > 0 {
                        let kinds: Vec<(CaseKind, &str)> =
                            CaseKind::ALL.iter().map(|kind| (*kind, kind.name())).collect();
                        let name = format!("Type of case of the {without_kind} whose type the list does not tell");
                        let id = Id::unique("draw kind");
                        let picked = Select::new(id, &name, form.kind.as_ref(), &kinds).show(ui);
                        form.kind = picked.or(form.kind);
                    }
                },
            );
            buttons(ui, form, given, draw, without_kind > 0, allocating)
        })
        .inner
}

/// What most draws are: named by their day, due in four weeks, on the workbook's case audit.
fn defaults(form: &mut Form, draw: &Draw, views: &Views) {
    let day = draw.on.unwrap_or(views.today);
    if form.framework.is_none() {
        let kept = &views.workbook.frameworks;
        let case = kept.iter().find(|(_, one)| one.kind == FrameworkKind::CaseAudit);
        form.framework = case.or(kept.first()).map(|(number, _)| *number);
        form.due = form.due.or(day.checked_add(4.weeks()).ok());
    }
    if form.due.is_none() && form.name.is_empty() {
        form.due = day.checked_add(4.weeks()).ok();
    }
    if form.name.is_empty() {
        form.name = format!("Draw of {}", short_date(day));
    }
}

fn buttons(ui: &mut Ui, form: &Form, given: usize, draw: &Draw, asks_kind: bool, allocating: bool) -> Option<Event> {
    let missing = if given == 0 {
        Some("No drawn case has an auditor. Go back to the rules and choose auditors")
    } else if asks_kind && form.kind.is_none() {
        Some("Choose the type of case for those whose type the list does not tell")
    } else if form.framework.is_none() {
        Some("Choose the framework")
    } else {
        None
    };
    let rest = draw.picked.len() - given;
    let note = match (missing, rest) {
        (Some(words), _) => words.to_owned(),
        (None, 0) => "The audits are made and the draw is kept in one step, which can be undone".to_owned(),
        (None, 1) => "1 drawn case has no auditor and is not allocated".to_owned(),
        (None, n) => format!("{n} drawn cases have no auditor and are not allocated"),
    };
    text::quiet(ui, &note);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        if Button::secondary("Back to the rules").show(ui).clicked() {
            return Some(Event::Back);
        }
        let words = match (allocating, given) {
            (true, _) => "Allocating…".to_owned(),
            (false, 1) => "Allocate 1 audit".to_owned(),
            (false, n) => format!("Allocate {n} audits"),
        };
        let can = missing.is_none() && !allocating;
        if !Button::primary(&words).enabled(can).show(ui).clicked() || !can {
            return None;
        }
        Some(Event::Allocate(Box::new(Allocation {
            list: form.list?,
            name: form.name.clone(),
            draw: Draw::default(),
            kind: form.kind,
            framework: form.framework?,
            method: form.method,
            theme: form.theme.clone(),
            period_from: None,
            period_to: None,
            due: form.due,
        })))
    })
    .inner
}
