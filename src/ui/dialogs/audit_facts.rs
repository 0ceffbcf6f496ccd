//! What is known of an audit and its child, as the dialogs that start one and change one ask for it.

use super::opening;
use crate::app::view::AuditView;
use crate::model::audit::{Audit, Method, Subject};
use crate::model::case::{Case, CaseKind, DISABILITIES, ETHNICITIES, LEGAL_STATUSES, Overlay, Overlays, SEXES};
use crate::model::change::{Fields, Value};
use crate::model::people::Person;
use crate::ui::fonts::Icon;
use crate::ui::theme::space;
use crate::ui::widgets::menu::{MenuItem, menu};
use crate::ui::widgets::radio::radios;
use crate::ui::widgets::{Field, Select, button, check, date_field, field, modal, text};
use eframe::egui::{Context, Id, Ui};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The facts, as they are typed.
#[derive(Serialize, Deserialize)]
pub(super) struct Facts {
    /// Of this opening of the dialog; fields are named from it.
    #[serde(skip, default = "opening")]
    pub(super) id: Id,
    pub(super) kind: Option<CaseKind>,
    pub(super) overlays: Overlays,
    pub(super) team: String,
    pub(super) worker: String,
    pub(super) legal_status: String,
    pub(super) method: Method,
    pub(super) theme: String,
    pub(super) took_part: String,
    pub(super) from: Option<Date>,
    pub(super) to: Option<Date>,
    pub(super) due: Option<Date>,
    pub(super) auditor: i64,
    /// The child, without its reference.
    pub(super) sex: String,
    pub(super) ethnicity: String,
    pub(super) disability: String,
    pub(super) siblings: String,
    /// *More about the child* is unfolded.
    pub(super) more: bool,
}

/// Under this width the fields of a pair stand one over the other.
const PAIR: f32 = 440.0;

/// Two fields side by side where there is room.
pub(super) fn pair(ui: &mut Ui, left: impl FnOnce(&mut Ui), right: impl FnOnce(&mut Ui)) {
    if ui.available_width() < PAIR {
        left(ui);
        right(ui);
        return;
    }
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.x = space::L;
        ui.columns(2, |uis| {
            if let [one, two] = uis {
                left(one);
                right(two);
            }
        });
    });
}

impl Facts {
    /// Nothing known but who audits.
    pub(super) fn new(auditor: i64) -> Self {
        Self {
            id: opening(),
            kind: None,
            overlays: Overlays::default(),
            team: String::new(),
            worker: String::new(),
            legal_status: String::new(),
            method: Method::File,
            theme: String::new(),
            took_part: String::new(),
            from: None,
            to: None,
            due: None,
            auditor,
            sex: String::new(),
            ethnicity: String::new(),
            disability: String::new(),
            siblings: String::new(),
            more: false,
        }
    }

    /// What is known of an audit.
    pub(super) fn of(view: &AuditView) -> Self {
        let (audit, case) = (&view.audit, view.case.clone().unwrap_or_default());
        Self {
            kind: audit.kind,
            overlays: audit.overlays,
            team: audit.team.clone(),
            worker: audit.worker.clone(),
            legal_status: audit.legal_status.clone(),
            method: audit.method,
            theme: audit.theme.clone(),
            took_part: audit.took_part.clone(),
            from: audit.period_from,
            to: audit.period_to,
            due: audit.due,
            sex: case.sex,
            ethnicity: case.ethnicity,
            disability: case.disability,
            siblings: case.sibling_group,
            more: true,
            ..Self::new(audit.auditor)
        }
    }

    pub(super) fn field(&self, name: &str) -> Id {
        self.id.with(name)
    }

    /// The child as a case without its reference.
    pub(super) fn about(&self) -> Case {
        Case {
            sex: self.sex.clone(),
            ethnicity: self.ethnicity.clone(),
            disability: self.disability.clone(),
            sibling_group: self.siblings.trim().to_owned(),
            ..Case::default()
        }
    }

    /// The fields of the audit that differ from what it is.
    pub(super) fn changes(&self, audit: &Audit) -> Fields {
        let child = audit.subject == Subject::Child;
        let kind = |kind: Option<CaseKind>| Value::from(kind.map_or("", CaseKind::key));
        let text = |text: &str| Value::from(text.trim());
        let mut fields = vec![
            ("team", text(&self.team), Value::from(audit.team.as_str())),
            (
                "method",
                Value::from(self.method.key()),
                Value::from(audit.method.key()),
            ),
            ("theme", text(&self.theme), Value::from(audit.theme.as_str())),
            (
                "took_part",
                text(&self.took_part),
                Value::from(audit.took_part.as_str()),
            ),
            ("period_from", Value::from(self.from), Value::from(audit.period_from)),
            ("period_to", Value::from(self.to), Value::from(audit.period_to)),
            ("due", Value::from(self.due), Value::from(audit.due)),
            ("auditor", Value::from(self.auditor), Value::from(audit.auditor)),
        ];
        if child {
            fields.extend([
                ("kind", kind(self.kind), kind(audit.kind)),
                (
                    "overlays",
                    Value::from(self.overlays.stored()),
                    Value::from(audit.overlays.stored()),
                ),
                ("worker", text(&self.worker), Value::from(audit.worker.as_str())),
                (
                    "legal_status",
                    text(&self.legal_status),
                    Value::from(audit.legal_status.as_str()),
                ),
            ]);
        }
        differing(fields)
    }

    /// The fields of the case that differ from what it is.
    pub(super) fn case_changes(&self, reference: &str, case: &Case) -> Fields {
        let about = self.about();
        let text = |text: &str| Value::from(text.trim());
        differing(vec![
            ("reference", text(reference), Value::from(case.reference.as_str())),
            ("sex", text(&about.sex), Value::from(case.sex.as_str())),
            (
                "ethnicity",
                text(&about.ethnicity),
                Value::from(case.ethnicity.as_str()),
            ),
            (
                "disability",
                text(&about.disability),
                Value::from(case.disability.as_str()),
            ),
            (
                "sibling_group",
                text(&about.sibling_group),
                Value::from(case.sibling_group.as_str()),
            ),
        ])
    }

    /// The date field that holds what is no date.
    pub(super) fn bad_date(&self, ctx: &Context, today: Date) -> Option<Id> {
        ["from", "to", "due"]
            .into_iter()
            .map(|name| self.field(name))
            .find(|id| date_field::unread(ctx, *id, today).is_some())
    }

    /// Takes the dates that are typed and not taken yet.
    pub(super) fn take_dates(&mut self, ctx: &Context, today: Date) {
        let id = self.id;
        for (name, value, ahead) in [
            ("from", &mut self.from, false),
            ("to", &mut self.to, false),
            ("due", &mut self.due, true),
        ] {
            // What is no date is found by its field.
            let _left = date_field::take(ctx, id.with(name), value, today, ahead);
        }
    }

    /// Whether the period ends before it begins.
    pub(super) fn period_backwards(&self) -> bool {
        matches!((self.from, self.to), (Some(from), Some(to)) if to < from)
    }

    /// The type of case, and what adds questions to it.
    pub(super) fn kind(&mut self, ui: &mut Ui, error: Option<&str>) {
        let names: Vec<&str> = CaseKind::ALL.iter().map(|kind| kind.name()).collect();
        let at = self
            .kind
            .and_then(|kind| CaseKind::ALL.iter().position(|known| *known == kind));
        let id = self.field("kind");
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = space::XS;
            text::strong(ui, "Type of case");
            if let Some(kind) = radios(ui, id, "Type of case", &names, at).and_then(|at| CaseKind::ALL.get(at)) {
                self.kind = Some(*kind);
            }
            if let Some(error) = error {
                field::error_line(ui, error);
            }
        });
        modal::group(ui, "Adds questions for", |ui| {
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing.x = space::L;
                for overlay in Overlay::ALL {
                    let mut on = self.overlays.has(*overlay);
                    if check::checkbox(ui, &mut on, overlay.name()).changed() {
                        let others = self.overlays.iter().filter(|known| known != overlay);
                        let rest = others.fold(Overlays::default(), Overlays::with);
                        self.overlays = if on { rest.with(*overlay) } else { rest };
                    }
                }
            });
        });
    }

    /// The team.
    pub(super) fn team(&mut self, ui: &mut Ui, teams: &[String], error: Option<&str>) {
        let known: Vec<&str> = teams.iter().map(String::as_str).collect();
        let id = self.field("team");
        with_choices(ui, id, "Team", &known, &mut self.team, error);
    }

    /// The worker's code.
    pub(super) fn worker(&mut self, ui: &mut Ui) {
        Field::new(self.field("worker"), "Worker’s code")
            .limit(200)
            .placeholder("A code, not a name")
            .show(ui, &mut self.worker);
    }

    /// Legal status and what is known of the child.
    pub(super) fn child(&mut self, ui: &mut Ui) {
        let id = self.id;
        let pick = |ui: &mut Ui, name: &str, options: &[&str], value: &mut String| {
            let mut all: Vec<(String, &str)> = options.iter().map(|words| ((*words).to_owned(), *words)).collect();
            if !value.is_empty() {
                all.push((String::new(), "Leave empty"));
            }
            let now = Some(&*value).filter(|value| !value.is_empty());
            let picked = Select::new(id.with(name), name, now, &all).show(ui);
            if let Some(picked) = picked {
                *value = picked;
            }
        };
        let (sex, ethnicity) = (&mut self.sex, &mut self.ethnicity);
        pair(
            ui,
            |ui| pick(ui, "Sex", SEXES, sex),
            |ui| pick(ui, "Ethnicity", ETHNICITIES, ethnicity),
        );
        let (disability, legal) = (&mut self.disability, &mut self.legal_status);
        pair(
            ui,
            |ui| pick(ui, "Disability", DISABILITIES, disability),
            |ui| {
                with_choices(
                    ui,
                    id.with("legal"),
                    "Legal status in the period",
                    LEGAL_STATUSES,
                    legal,
                    None,
                );
            },
        );
        Field::new(id.with("siblings"), "Brothers and sisters")
            .limit(200)
            .hint("A word that brothers and sisters share, so that they are not counted as unrelated")
            .show(ui, &mut self.siblings);
    }

    /// How the audit is done and who takes part.
    pub(super) fn how(&mut self, ui: &mut Ui) {
        let methods: Vec<(Method, &str)> = Method::ALL.iter().map(|method| (*method, method.name())).collect();
        let id = self.id;
        let (method, theme) = (&mut self.method, &mut self.theme);
        pair(
            ui,
            |ui| {
                let picked = Select::new(id.with("method"), "How it is audited", Some(&*method), &methods).show(ui);
                *method = picked.unwrap_or(*method);
            },
            |ui| drop(Field::new(id.with("theme"), "Theme").limit(200).show(ui, theme)),
        );
        Field::new(id.with("took part"), "Who takes part")
            .limit(1000)
            .placeholder("Roles or codes: worker, team manager")
            .show(ui, &mut self.took_part);
    }

    /// The period, the due date and the auditor; `told` when it was pressed to go on.
    pub(super) fn when(&mut self, ui: &mut Ui, people: &[Person], today: Date, told: bool) {
        let backwards = self.period_backwards();
        let id = self.id;
        // A field being typed in says nothing of itself; once one wanted to go on it must.
        let wrong = |ui: &mut Ui, field: Id| {
            let typing = ui.memory(|memory| memory.has_focus(field));
            if let Some(error) = date_field::unread(ui.ctx(), field, today).filter(|_| told && typing) {
                field::error_line(ui, error.words());
            }
        };
        let (from, to) = (&mut self.from, &mut self.to);
        pair(
            ui,
            |ui| {
                date_field::date_field(ui, id.with("from"), "Period audited from", from, today);
                wrong(ui, id.with("from"));
            },
            |ui| {
                date_field::date_field(ui, id.with("to"), "Period audited to", to, today);
                wrong(ui, id.with("to"));
                if backwards {
                    field::error_line(ui, "The period ends before it begins");
                }
            },
        );
        let known: Vec<(i64, &str)> = people.iter().map(|person| (person.id, person.name.as_str())).collect();
        let (due, auditor) = (&mut self.due, &mut self.auditor);
        pair(
            ui,
            |ui| {
                date_field::date_field_ahead(ui, id.with("due"), "Due", due, today);
                wrong(ui, id.with("due"));
            },
            |ui| {
                let picked = Select::new(id.with("auditor"), "Auditor", Some(&*auditor), &known).show(ui);
                *auditor = picked.unwrap_or(*auditor);
            },
        );
    }
}

fn differing(fields: Vec<(&str, Value, Value)>) -> Fields {
    fields
        .into_iter()
        .filter(|(_, now, before)| now != before)
        .map(|(name, now, _)| (name.to_owned(), now))
        .collect()
}

/// A field that can be typed in, with a list of usual words to put there.
fn with_choices(ui: &mut Ui, id: Id, label: &str, choices: &[&str], value: &mut String, error: Option<&str>) {
    let side = crate::ui::theme::height::CONTROL + space::XS;
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        text::strong(ui, label);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = space::XS;
            let room = ui.available_width() - if choices.is_empty() { 0.0 } else { side };
            let response = Field::new(id, label)
                .hidden_label()
                .limit(200)
                .width(room)
                .show(ui, value);
            if let Some(error) = error {
                ui.accesskit_node_builder(response.id, |node| {
                    node.set_description(error);
                    node.set_invalid(eframe::egui::accesskit::Invalid::True);
                });
            }
            if choices.is_empty() {
                return;
            }
            let name = format!("{label}: choose");
            let opener = button::icon_button(ui, Icon::ChevronDown, &name);
            let items: Vec<MenuItem<'_>> = choices
                .iter()
                .map(|words| MenuItem {
                    current: *words == value.as_str(),
                    ..MenuItem::new(None, words)
                })
                .collect();
            if let Some(words) = menu(ui, &opener, &name, &items).and_then(|at| choices.get(at)) {
                (*words).clone_into(value);
            }
        });
        if let Some(error) = error {
            field::error_line(ui, error);
        }
    });
}
