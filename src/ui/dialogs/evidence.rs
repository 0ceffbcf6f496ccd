//! A piece of evidence in full: what, where, when, and which criteria it speaks to.

use super::opening;
use crate::app::edit::Edit;
use crate::app::view::AuditView;
use crate::model::change::{Entity, Fields, Place, Value};
use crate::model::evidence::{Direction, Evidence};
use crate::model::rules;
use crate::model::vocabulary;
use crate::ui::theme::space;
use crate::ui::views::Views;
use crate::ui::widgets::check::checkbox;
use crate::ui::widgets::modal::{Choice, Dialog};
use crate::ui::widgets::{Button, Field, Select, date_field, field, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Context, Id, Ui};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What is being typed.
#[derive(Serialize, Deserialize)]
pub struct State {
    /// Of this opening of the dialog; fields are named from it.
    #[serde(skip, default = "opening")]
    form: Id,
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
    /// It was pressed to save with a date that is none.
    #[serde(skip)]
    wrong_date: bool,
}

/// The name of its draft.
pub(super) use crate::model::change::form::EVIDENCE as FORM;

impl State {
    /// Edits a piece of evidence.
    pub fn new(piece: &Evidence) -> Self {
        Self {
            form: opening(),
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
            wrong_date: false,
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

    fn field(&self, name: &'static str) -> Id {
        self.form.with(name)
    }

    /// Takes the dates that are typed; the first that is none.
    fn take_dates(&mut self, ctx: &Context, today: Date) -> Option<Id> {
        let (happened, seen) = (self.field("happened"), self.field("seen"));
        let taken = [
            (
                happened,
                date_field::take(ctx, happened, &mut self.happened, today, false),
            ),
            (seen, date_field::take(ctx, seen, &mut self.seen, today, false)),
        ];
        taken.iter().find(|(_, taken)| taken.is_err()).map(|(id, _)| *id)
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
        Some(Choice::Primary) if state.text.trim().is_empty() => {
            state.missing = true;
            wishes.push(Wish::Focus(state.field("text")));
        }
        Some(Choice::Primary) => {
            if let Some(wrong) = state.take_dates(ctx, views.today) {
                // Its error shows once the field is left; until then the keyboard is at what is wrong.
                wishes.push(Wish::Focus(wrong));
                state.wrong_date = true;
                return;
            }
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

/// What is wrong with a date, also while its field has the keyboard, once one wanted to save it.
fn said(ui: &mut Ui, id: Id, told: bool, today: Date) {
    let typing = ui.memory(|memory| memory.has_focus(id));
    if let Some(error) = date_field::unread(ui.ctx(), id, today).filter(|_| told && typing) {
        field::error_line(ui, error.words());
    }
}

fn body(ui: &mut Ui, state: &mut State, views: &Views, view: &AuditView) {
    let form = state.form;
    let id = |name: &'static str| form.with(name);
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
        date_field::date_field(right, id("happened"), "Happened on", &mut state.happened, views.today);
        said(right, id("happened"), state.wrong_date, views.today);
        right.add_space(space::S);
        date_field::date_field(right, id("seen"), "Seen on", &mut state.seen, views.today);
        said(right, id("seen"), state.wrong_date, views.today);
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
    let judgements = || {
        let sections = view.sections.iter();
        sections.filter_map(|section| view.framework.judgements.get(section.at))
    };
    // Those that were linked when the dialog was opened stand first and stay there while they are ticked and unticked.
    for first in [true, false] {
        for (judgement, criterion) in judgements().flat_map(|judgement| {
            let asked = rules::asked(&view.framework, judgement, &view.audit);
            asked.into_iter().map(move |(criterion, _)| (judgement, criterion))
        }) {
            let before = view
                .evidence
                .iter()
                .any(|piece| piece.id == state.id && piece.criteria.contains(&criterion.id));
            if before != first {
                continue;
            }
            let linked = state.criteria.contains(&criterion.id);
            // Without words to find, those of its own section and those already linked: the list stays short.
            let shown = if words.is_empty() {
                linked || before || judgement.id == home
            } else {
                linked
                    || before
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
