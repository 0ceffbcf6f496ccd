//! What the workbook says of itself on every page of a report: the council, its title, its protective marking.

use super::audit_facts::pair;
use crate::app::edit::Edit;
use crate::app::view::WorkbookView;
use crate::model::change::{Entity, Fields, Value};
use crate::ui::screens::start::{MARKINGS, spot};
use crate::ui::theme::space;
use crate::ui::widgets::modal::Choice;
use crate::ui::widgets::{Button, Dialog, Field, Select, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Context, Id, Ui};

#[derive(Clone)]
struct Details {
    council: String,
    title: String,
    marking: String,
}

/// What is being typed.
pub struct State {
    was: Details,
    now: Details,
    told: bool,
    go: Option<&'static str>,
}

impl State {
    /// The details as they are.
    pub fn new(view: &WorkbookView) -> Self {
        let workbook = &view.workbook;
        let was = Details {
            council: workbook.council.clone(),
            title: workbook.title.clone(),
            marking: workbook.marking.clone(),
        };
        Self {
            now: was.clone(),
            was,
            told: false,
            go: Some("council"),
        }
    }

    /// The first field that is missing.
    fn fault(&self) -> Option<&'static str> {
        [("council", &self.now.council), ("title", &self.now.title)]
            .into_iter()
            .find(|(_, value)| value.trim().is_empty())
            .map(|(name, _)| name)
    }

    fn edit(&self) -> Option<Edit> {
        let fields: Fields = [
            ("council", &self.was.council, &self.now.council),
            ("title", &self.was.title, &self.now.title),
            ("marking", &self.was.marking, &self.now.marking),
        ]
        .into_iter()
        .filter(|(_, was, now)| was.as_str() != now.trim())
        .map(|(name, _, now)| (name.to_owned(), Value::Text(now.trim().to_owned())))
        .collect();
        (!fields.is_empty()).then_some(Edit::SetFields {
            entity: Entity::Workbook,
            row: 1,
            fields,
        })
    }
}

fn field(name: &str) -> Id {
    Id::unique(("workbook details", name))
}

/// Shows the dialog.
pub fn show(ctx: &Context, state: &mut State, wishes: &mut Wishes) {
    let shown = Dialog::new(Id::unique("workbook details"), "Workbook details")
        .width(560.0)
        .cancel("Cancel")
        .primary(Button::primary("Save details"))
        .show(ctx, |ui| form(ui, state));
    match shown.choice {
        Some(Choice::Primary) => {
            state.told = true;
            state.go = state.fault();
            if state.go.is_none() {
                wishes.extend(state.edit().map(Wish::edit));
                wishes.push(Wish::CloseWhenDone);
            } else {
                ctx.request_repaint();
            }
        }
        Some(_) => wishes.push(Wish::Close),
        None => {}
    }
}

fn form(ui: &mut Ui, state: &mut State) {
    ui.spacing_mut().item_spacing.y = space::M;
    text::quiet(ui, "They stand on every report made from now on.");
    let (go, told) = (state.go.take(), state.told);
    let words = |ui: &mut Ui, name: &'static str, label: &str, missing: &str, value: &mut String| {
        let error = (told && value.trim().is_empty()).then_some(missing);
        spot(ui, field(name), go == Some(name), |ui| {
            Field::new(field(name), label).limit(200).error(error).show(ui, value)
        });
    };
    let Details {
        council,
        title,
        marking,
    } = &mut state.now;
    pair(
        ui,
        |ui| words(ui, "council", "Council", "Type the council’s name.", council),
        |ui| words(ui, "title", "Title", "Type a title.", title),
    );
    let was = (state.was.marking.as_str(), state.was.marking.as_str());
    let mut options = MARKINGS.to_vec();
    if options.iter().all(|(value, _)| *value != was.0) {
        options.insert(0, was);
    }
    let now = marking.clone();
    let now = now.as_str();
    let select = Select::new(field("marking"), "Protective marking", Some(&now), &options);
    if let Some(picked) = select.show(ui) {
        picked.clone_into(marking);
    }
    ui.add_space(space::XS);
}
