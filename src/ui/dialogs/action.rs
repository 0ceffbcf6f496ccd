//! An action: raised from wherever its need was seen, or put otherwise later. What must change, by whom and when.

use super::opening;
use crate::app::edit::{Edit, NewAction};
use crate::app::listed::Listed;
use crate::app::view::{ActionRow, AuditRow, AuditView};
use crate::model::action::Priority;
use crate::model::area::Area;
use crate::model::audit::Subject;
use crate::model::change::{Entity, Fields, Place, Value};
use crate::model::evidence::Evidence;
use crate::model::framework::{Criterion, Judgement};
use crate::model::time::near_date;
use crate::ui::theme::space;
use crate::ui::views::Views;
use crate::ui::widgets::modal::{Choice, Dialog};
use crate::ui::widgets::typeahead::{Match, TypeaheadEvent, fitting, suggest, typeahead};
use crate::ui::widgets::{Button, Card, Field, Select, date_field, field, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Context, Id, Ui};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What is being typed.
#[derive(Serialize, Deserialize)]
pub struct State {
    /// Of this opening of the dialog; fields are named from it.
    #[serde(skip, default = "opening")]
    form: Id,
    /// The action that is put otherwise; none for a new one.
    row: Option<i64>,
    /// The audit; none until it is chosen.
    audit: Option<i64>,
    judgement: String,
    criterion: String,
    area: Option<i64>,
    evidence: Option<i64>,
    /// What it is about, in words.
    about: String,
    /// What it comes from, in words: the evidence, the question.
    origin: String,
    /// What must change may be put otherwise: its audit is not closed.
    open: bool,
    text: String,
    owner: String,
    due: Option<Date>,
    priority: Priority,
    /// What was there when an action was opened to be put otherwise.
    before: Option<(String, String, Option<Date>, Priority)>,
    #[serde(skip)]
    find: Find,
    /// Owners named before, once they were looked up.
    #[serde(skip)]
    owners: Option<Vec<String>>,
    #[serde(skip)]
    missing: Option<Missing>,
    #[serde(skip)]
    wrong_date: bool,
}

/// Looking for an audit.
#[derive(Default)]
struct Find {
    words: String,
    /// What fits: the audit and its words.
    fits: Vec<(i64, String)>,
}

/// What was not filled in when one wanted to save.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Missing {
    Audit,
    Text,
}

/// The names of its drafts: of a new one, and of one that is put otherwise.
pub(super) const RAISE: &str = "raise_action";
pub(super) const EDIT: &str = "edit_action";

/// So many audits are offered while one is looked for.
const OFFERED: usize = 8;

impl State {
    /// An action of an audit that is chosen here.
    pub fn anywhere() -> Self {
        Self {
            form: opening(),
            row: None,
            audit: None,
            judgement: String::new(),
            criterion: String::new(),
            area: None,
            evidence: None,
            about: String::new(),
            origin: String::new(),
            open: true,
            text: String::new(),
            owner: String::new(),
            due: None,
            priority: Priority::Normal,
            before: None,
            find: Find::default(),
            owners: None,
            missing: None,
            wrong_date: false,
        }
    }

    fn of(audit: i64, about: String, origin: String) -> Self {
        Self {
            audit: Some(audit),
            about,
            origin,
            ..Self::anywhere()
        }
    }

    /// An action of the whole audit.
    pub fn of_audit(view: &AuditView) -> Self {
        Self::of(view.audit.id, about(view), String::new())
    }

    /// An action from a section.
    pub fn from_section(view: &AuditView, judgement: &Judgement) -> Self {
        Self {
            judgement: judgement.id.clone(),
            ..Self::of(view.audit.id, about(view), judgement.name.clone())
        }
    }

    /// An action from a question.
    pub fn from_criterion(view: &AuditView, judgement: &Judgement, criterion: &Criterion) -> Self {
        let origin = format!("{} {}", criterion.id, criterion.question);
        Self {
            judgement: judgement.id.clone(),
            criterion: criterion.id.clone(),
            ..Self::of(view.audit.id, about(view), origin)
        }
    }

    /// An action from a piece of evidence; `who` it is about.
    pub fn from_evidence(piece: &Evidence, who: &str) -> Self {
        let criterion = match piece.criteria.as_slice() {
            [one] => one.clone(),
            _ => String::new(),
        };
        Self {
            judgement: piece.judgement.clone(),
            criterion,
            evidence: Some(piece.id),
            ..Self::of(piece.audit, who.to_owned(), format!("Evidence: {}", piece.text))
        }
    }

    /// An action from an area for improvement.
    pub fn from_area(view: &AuditView, area: &Area) -> Self {
        Self {
            judgement: area.judgement.clone(),
            area: Some(area.id),
            ..Self::of(
                view.audit.id,
                about(view),
                format!("Area for improvement: {}", area.text),
            )
        }
    }

    /// An action that is there, to put it otherwise.
    pub fn edit(row: &ActionRow) -> Self {
        let action = &row.action;
        Self {
            row: Some(action.id),
            open: row.open,
            text: action.text.clone(),
            owner: action.owner.clone(),
            due: action.due,
            priority: action.priority,
            before: Some((action.text.clone(), action.owner.clone(), action.due, action.priority)),
            ..Self::of(action.audit, row.about.clone(), String::new())
        }
    }

    /// What was typed before; nothing when it cannot be read.
    pub fn restored(words: &str) -> Option<Self> {
        serde_json::from_str(words).ok()
    }

    /// Whether what it is about is still there.
    pub fn stands(&self, views: &Views) -> bool {
        let audit = |id: i64| views.audits.find(id).is_some();
        let action = |id: i64| views.actions.find(id).is_some();
        self.audit.is_none_or(audit) && self.row.is_none_or(action)
    }

    /// What is typed, to be kept as a draft.
    pub fn draft(&self) -> Option<(Place, String)> {
        let place = match self.row {
            None => Place::form(RAISE, 0),
            Some(row) => Place::form(EDIT, row),
        };
        Some((place, serde_json::to_string(self).ok()?))
    }

    fn field(&self, name: &'static str) -> Id {
        self.form.with(name)
    }

    fn edit_made(&self) -> Option<Edit> {
        let audit = self.audit?;
        let (text, owner) = (self.text.trim(), self.owner.trim());
        let (Some(row), Some(before)) = (self.row, &self.before) else {
            return Some(Edit::AddAction(Box::new(NewAction {
                audit,
                judgement: self.judgement.clone(),
                text: text.to_owned(),
                owner: owner.to_owned(),
                due: self.due,
                priority: self.priority,
                criterion: self.criterion.clone(),
                area: self.area,
                evidence: self.evidence,
                in_line: false,
            })));
        };
        // Only what was changed here: the rest may have been changed elsewhere meanwhile.
        let changed = [
            ("text", Value::from(text), text != before.0),
            ("owner", Value::from(owner), owner != before.1),
            ("due", Value::from(self.due), self.due != before.2),
            ("priority", Value::from(self.priority.key()), self.priority != before.3),
        ];
        let fields: Fields = changed
            .into_iter()
            .filter(|(.., changed)| *changed)
            .map(|(name, value, _)| (name.to_owned(), value))
            .collect();
        Some(Edit::SetFields {
            entity: Entity::Action,
            row,
            fields,
        })
    }
}

/// What an audit is of, in words.
pub fn about(view: &AuditView) -> String {
    subject_words(view.audit.subject, &view.who, &view.audit.team)
}

/// What an audit of the list is of, in words.
pub fn row_words(row: &AuditRow) -> String {
    subject_words(row.subject, &row.who, &row.team)
}

fn subject_words(subject: Subject, who: &str, team: &str) -> String {
    match subject {
        Subject::Child if team.is_empty() => format!("Case {who}"),
        Subject::Child => format!("Case {who}, {team}"),
        Subject::Team => format!("Team {who}"),
        Subject::Service => who.to_owned(),
    }
}

/// Shows the dialog.
pub fn show(ctx: &Context, state: &mut State, views: &Views, wishes: &mut Wishes) {
    let (title, save) = match (state.row, state.audit) {
        (Some(_), _) => ("Edit action", "Save"),
        (None, None) => ("Add action", "Add action"),
        (None, Some(_)) => ("Raise action", "Add action"),
    };
    let shown = Dialog::new(Id::unique("action dialog"), title)
        .width(620.0)
        .cancel("Cancel")
        .primary(Button::primary(save))
        .show(ctx, |ui| body(ui, state, views));
    match shown.choice {
        Some(Choice::Primary) => save_it(ctx, state, views.today, wishes),
        Some(_) => wishes.push(Wish::Close),
        None => {}
    }
}

fn save_it(ctx: &Context, state: &mut State, today: Date, wishes: &mut Wishes) {
    state.missing = match (state.audit, state.text.trim()) {
        (None, _) => Some(Missing::Audit),
        (_, "") => Some(Missing::Text),
        _ => None,
    };
    if let Some(missing) = state.missing {
        let field = match missing {
            Missing::Audit => "audit",
            Missing::Text => "text",
        };
        wishes.push(Wish::Focus(state.field(field)));
        return;
    }
    let due = state.field("due");
    if date_field::take(ctx, due, &mut state.due, today, true).is_err() {
        state.wrong_date = true;
        wishes.push(Wish::Focus(due));
        return;
    }
    if let Some(edit) = state.edit_made() {
        wishes.push(Wish::edit(edit));
        wishes.push(Wish::CloseWhenDone);
    }
}

fn body(ui: &mut Ui, state: &mut State, views: &Views) {
    let form = state.form;
    let id = |name: &'static str| form.with(name);
    if state.audit.is_some() {
        told(ui, state);
    } else {
        ui.scope(|ui| choose_audit(ui, state, views));
    }
    ui.add_space(space::M);
    let error = (state.missing == Some(Missing::Text)).then_some("Say what must change.");
    let what = Field::new(id("text"), "What must change")
        .rows(3)
        .error(error)
        .enabled(state.open);
    let what = if state.open {
        what
    } else {
        what.hint("Its audit is closed. What must change can be put otherwise once it is reopened.")
    };
    if what.show(ui, &mut state.text).changed() {
        state.missing = None;
    }
    ui.add_space(space::M);
    owner(ui, state, views);
    ui.add_space(space::M);
    let narrow = ui.available_width() < 420.0;
    let due = |ui: &mut Ui, state: &mut State| {
        date_field::date_field_ahead(ui, id("due"), "Due", &mut state.due, views.today);
        let typing = ui.memory(|memory| memory.has_focus(id("due")));
        let wrong = date_field::unread(ui.ctx(), id("due"), views.today);
        if let Some(error) = wrong.filter(|_| state.wrong_date && typing) {
            field::error_line(ui, error.words());
        }
    };
    let priority = |ui: &mut Ui, state: &mut State| {
        let options: Vec<(Priority, &str)> = Priority::ALL.iter().map(|one| (*one, one.name())).collect();
        let wide = ui.available_width();
        let picked = Select::new(id("priority"), "Priority", Some(&state.priority), &options)
            .width(wide)
            .show(ui);
        state.priority = picked.unwrap_or(state.priority);
    };
    if narrow {
        due(ui, state);
        ui.add_space(space::M);
        priority(ui, state);
    } else {
        ui.columns(2, |columns| {
            let [left, right] = columns else { return };
            due(left, state);
            priority(right, state);
        });
    }
    ui.add_space(space::S);
}

/// What it is about and what it comes from; an audit that was chosen here can be chosen anew.
fn told(ui: &mut Ui, state: &mut State) {
    let mut again = false;
    Card::quiet().show(ui, |ui| {
        text::strong(ui, &state.about);
        if !state.origin.is_empty() {
            let words: String = state.origin.chars().take(300).collect();
            text::quiet(ui, &words);
        }
        if state.row.is_none() && !state.find.words.is_empty() {
            again = Button::quiet("Choose another").small().show(ui).clicked();
        }
    });
    if again {
        state.audit = None;
    }
}

fn choose_audit(ui: &mut Ui, state: &mut State, views: &Views) {
    let id = state.form.with("audit");
    ui.spacing_mut().item_spacing.y = space::XS;
    text::strong(ui, "What it is about");
    let lines: Vec<Match<'_>> = state
        .find
        .fits
        .iter()
        .map(|(_, words)| Match { words, dot: None })
        .collect();
    let mut words = state.find.words.clone();
    let event = typeahead(
        ui,
        id,
        "What it is about",
        "A child’s reference, a team, or the service",
        &mut words,
        &lines,
        false,
    );
    match event {
        TypeaheadEvent::Changed => {
            state.find.fits = audits(&views.audits, &words, views.today);
            state.find.words = words;
            state.missing = None;
        }
        TypeaheadEvent::Picked(at) => {
            if let Some((audit, words)) = state.find.fits.get(at).cloned() {
                (state.audit, state.about) = (Some(audit), words);
                ui.memory_mut(|memory| memory.request_focus(state.form.with("text")));
            }
        }
        TypeaheadEvent::Add(_) | TypeaheadEvent::None => {}
    }
    if state.missing == Some(Missing::Audit) {
        field::error_line(ui, "Choose what it is about.");
    } else if !state.find.words.trim().is_empty() && state.find.fits.is_empty() {
        text::quiet(ui, "No open audit is about that. One that is final is reopened first.");
    }
}

/// The audits that an action can be raised in and that fit the words, the newest first.
fn audits(rows: &Listed<AuditRow>, words: &str, today: Date) -> Vec<(i64, String)> {
    let words = words.trim().to_lowercase();
    if words.is_empty() {
        return Vec::new();
    }
    let mut fits: Vec<(u8, &AuditRow)> = rows
        .iter()
        .rev()
        .filter(|row| row.status.open_to_change())
        .filter_map(|row| {
            let (who, team) = (row.who.to_lowercase(), row.team.to_lowercase());
            let near = if who == words {
                0
            } else if who.starts_with(&words) {
                1
            } else if who.contains(&words) {
                2
            } else if team.contains(&words) {
                3
            } else {
                return None;
            };
            Some((near, row))
        })
        .collect();
    fits.sort_by_key(|(near, _)| *near);
    fits.truncate(OFFERED);
    fits.into_iter()
        .map(|(_, row)| (row.id, audit_words(row, today)))
        .collect()
}

fn audit_words(row: &AuditRow, today: Date) -> String {
    let mut parts = vec![subject_words(row.subject, &row.who, ""), row.kind.clone()];
    if row.subject == Subject::Child {
        parts.push(row.team.clone());
    }
    parts.extend(row.due.map(|due| format!("due {}", near_date(due, today))));
    parts.retain(|part| !part.is_empty());
    parts.join(", ")
}

fn owner(ui: &mut Ui, state: &mut State, views: &Views) {
    let id = state.form.with("owner");
    let known = state.owners.get_or_insert_with(|| owners(views));
    let fits = fitting(&state.owner, known, OFFERED);
    let field = Field::new(id, "Owner").placeholder("Who sees to it").limit(200);
    suggest(ui, id, field, &mut state.owner, &fits);
}

/// Whoever owned an action before, then who works in the workbook.
fn owners(views: &Views) -> Vec<String> {
    let owned: BTreeSet<&str> = views.actions.iter().map(|row| row.action.owner.as_str()).collect();
    let people = views.workbook.people.iter().map(|person| person.name.as_str());
    let mut known: Vec<String> = owned.iter().map(|owner| (*owner).to_owned()).collect();
    known.extend(people.filter(|name| !owned.contains(name)).map(str::to_owned));
    known.retain(|owner| !owner.trim().is_empty());
    known
}

/// Opens the dialog.
pub fn raise(state: State) -> Wish {
    Wish::Open(Box::new(super::Dialog::Action(Box::new(state))))
}
