//! A piece of evidence in full: what, where, when, and which criteria it speaks to.

use crate::app::edit::Edit;
use crate::app::view::AuditView;
use crate::model::change::{Entity, Fields, Place, Value};
use crate::model::evidence::{Direction, Evidence};
use crate::model::rules;
use crate::model::vocabulary;
use crate::ui::theme::space;
use crate::ui::views::Views;
use crate::ui::widgets::check::checkbox;
use crate::ui::widgets::date_field::date_field;
use crate::ui::widgets::modal::{Choice, Dialog};
use crate::ui::widgets::{Button, Field, Select, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Context, Id, Ui};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What is being typed.
#[derive(Default, Serialize, Deserialize)]
pub struct State {
    id: i64,
    audit: i64,
    text: String,
    source: String,
    direction: Option<Direction>,
    happened: Option<Date>,
    seen: Option<Date>,
    reference: String,
    criteria: Vec<String>,
    #[serde(skip)]
    find: String,
    #[serde(skip)]
    missing: bool,
}

/// The name of its draft.
pub(super) const FORM: &str = "evidence";

impl State {
    /// Edits a piece of evidence.
    pub fn new(piece: &Evidence) -> Self {
        Self {
            id: piece.id,
            audit: piece.audit,
            text: piece.text.clone(),
            source: piece.source.clone(),
            direction: Some(piece.direction),
            happened: piece.happened,
            seen: piece.seen,
            reference: piece.reference.clone(),
            criteria: piece.criteria.clone(),
            find: String::new(),
            missing: false,
        }
    }

    /// What was typed before; nothing when it cannot be read.
    pub fn restored(words: &str) -> Option<Self> {
        serde_json::from_str(words).ok()
    }

    /// The audit it belongs to.
    pub fn audit(&self) -> i64 {
        self.audit
    }

    /// What is typed, to be kept as a draft.
    pub fn draft(&self) -> Option<(Place, String)> {
        Some((Place::form(FORM, self.id), serde_json::to_string(self).ok()?))
    }

    fn fields(&self) -> Fields {
        [
            ("text", Value::from(self.text.trim())),
            ("source", Value::from(self.source.as_str())),
            (
                "direction",
                Value::from(self.direction.unwrap_or(Direction::Neutral).key()),
            ),
            ("happened", Value::from(self.happened)),
            ("seen", Value::from(self.seen)),
            ("reference", Value::from(self.reference.trim())),
            ("criteria", Value::Set(self.criteria.clone())),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into()
    }
}

/// Shows the dialog.
pub fn show(ctx: &Context, state: &mut State, views: &Views, wishes: &mut Wishes) {
    let Some(view) = views.audit.clone() else {
        wishes.push(Wish::Close);
        return;
    };
    let shown = Dialog::new(Id::unique("evidence dialog"), "Edit evidence")
        .width(680.0)
        .cancel("Cancel")
        .primary(Button::primary("Save"))
        .show(ctx, |ui| body(ui, state, views, &view));
    match shown.choice {
        Some(Choice::Primary) if state.text.trim().is_empty() => state.missing = true,
        Some(Choice::Primary) => {
            wishes.push(Wish::edit(Edit::SetFields {
                entity: Entity::Evidence,
                row: state.id,
                fields: state.fields(),
            }));
            wishes.push(Wish::CloseWhenDone);
        }
        Some(_) => wishes.push(Wish::Close),
        None => {}
    }
}

fn body(ui: &mut Ui, state: &mut State, views: &Views, view: &AuditView) {
    let id = |name: &'static str| Id::unique(("edit evidence", name, state.id));
    let error = state.missing.then_some("Say what was seen.");
    if Field::new(id("text"), "What was seen")
        .rows(4)
        .error(error)
        .show(ui, &mut state.text)
        .changed()
    {
        state.missing = false;
    }
    ui.add_space(space::M);
    ui.columns(2, |columns| {
        let [left, right] = columns else { return };
        let sources: Vec<(String, &str)> = vocabulary::sources()
            .iter()
            .map(|source| (source.key.clone(), source.name.as_str()))
            .collect();
        let chosen = Select::new(id("source"), "Source", Some(&state.source), &sources)
            .width(left.available_width())
            .show(left);
        if let Some(source) = chosen {
            state.source = source;
        }
        left.add_space(space::S);
        let directions: Vec<(Direction, &str)> = Direction::ALL
            .iter()
            .map(|direction| (*direction, direction.name()))
            .collect();
        let chosen = Select::new(id("direction"), "Direction", state.direction.as_ref(), &directions)
            .width(left.available_width())
            .show(left);
        if chosen.is_some() {
            state.direction = chosen;
        }
        date_field(right, id("happened"), "Happened on", &mut state.happened, views.today);
        right.add_space(space::S);
        date_field(right, id("seen"), "Seen on", &mut state.seen, views.today);
    });
    ui.add_space(space::S);
    Field::new(id("reference"), "Where to find it again")
        .placeholder("Document, page, paragraph")
        .show(ui, &mut state.reference);
    ui.add_space(space::M);
    text::strong(ui, "Questions it speaks to");
    Field::new(id("find"), "Find a question")
        .hidden_label()
        .placeholder("Find a question")
        .show(ui, &mut state.find);
    ui.add_space(space::XS);
    let words = state.find.trim().to_lowercase();
    let home = view
        .evidence
        .iter()
        .find(|piece| piece.id == state.id)
        .map_or("", |piece| piece.judgement.as_str());
    for judgement in view
        .sections
        .iter()
        .filter_map(|section| view.framework.judgements.get(section.at))
    {
        for (criterion, _) in rules::asked(&view.framework, judgement, &view.audit) {
            let linked = state.criteria.contains(&criterion.id);
            // Without words to find, those of its own section and those already linked: the list stays short.
            let shown = if words.is_empty() {
                linked || judgement.id == home
            } else {
                linked
                    || criterion.question.to_lowercase().contains(&words)
                    || criterion.id.to_lowercase().starts_with(&words)
            };
            if !shown {
                continue;
            }
            let mut on = linked;
            if checkbox(ui, &mut on, &format!("{} {}", criterion.id, criterion.question)).changed() {
                state.criteria.retain(|known| *known != criterion.id);
                if on {
                    state.criteria.push(criterion.id.clone());
                }
            }
        }
    }
}
