//! One action followed up: how far it is, what was done, who verified it, and whether it made a difference.

use super::State;
use crate::app::edit::Edit;
use crate::app::view::ActionRow;
use crate::model::action::{Action, Difference, Stage};
use crate::model::change::{Entity, Fields, Place, Value};
use crate::model::time::{near_date, short_date};
use crate::model::urgent::same_person;
use crate::ui::dialogs::{self, Dialog};
use crate::ui::fonts::Icon;
use crate::ui::theme::{height, size, space, tokens};
use crate::ui::typed::{self, Typed};
use crate::ui::views::Views;
use crate::ui::widgets::choice::{AnswerOption, AnswerTone, Picked, answer_row};
use crate::ui::widgets::paint::Weight;
use crate::ui::widgets::radio::radios;
use crate::ui::widgets::{Button, Card, Field, button, check, date_field, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Id, Key, Ui, vec2};

/// Shows the follow-up beside the list.
pub(super) fn beside(
    ui: &mut Ui,
    state: &mut State,
    typed: &mut Typed,
    row: &ActionRow,
    views: &Views,
    wishes: &mut Wishes,
) {
    Card::new().show(ui, |ui| {
        ui.horizontal_top(|ui| {
            ui.scope(|ui| {
                ui.set_max_width((ui.available_width() - 40.0).max(100.0));
                ui.vertical(|ui| heading(ui, row, views));
            });
            let gap = ui.available_width() - height::CHIP;
            ui.add_space(gap.max(0.0));
            let close = button::icon_button_with(ui, Icon::X, "Close", button::IconLook::Plain, true);
            if close.clicked() {
                state.selected = None;
            }
        });
        body(ui, typed, row, views, wishes);
    });
}

/// Shows the follow-up where the list was, with the way back to it.
pub(super) fn instead(
    ui: &mut Ui,
    state: &mut State,
    typed: &mut Typed,
    row: &ActionRow,
    views: &Views,
    wishes: &mut Wishes,
) {
    let back = Button::secondary("Back to actions")
        .icon(Icon::ChevronLeft)
        .bar()
        .show(ui);
    if std::mem::take(&mut state.opened) {
        back.request_focus();
    }
    if back.clicked() {
        // The row is gone to in the next frame, when the list is there again.
        (state.left, state.selected) = (state.selected, None);
        state.come_back();
        ui.ctx().request_repaint();
    }
    Card::new().show(ui, |ui| {
        heading(ui, row, views);
        body(ui, typed, row, views, wishes);
    });
}

fn heading(ui: &mut Ui, row: &ActionRow, views: &Views) {
    ui.spacing_mut().item_spacing.y = space::XS;
    text::heading17(ui, row.first_words());
    text::quiet(ui, &row.about);
    let mut parts = vec![row.priority_word().to_owned()];
    if let Some(raised) = row.action.raised() {
        let days = raised
            .date()
            .until(views.today)
            .map_or(0, |span| span.get_days().max(0));
        let ago = match days {
            0 => "today".to_owned(),
            1 => "yesterday".to_owned(),
            days => format!("{}, {days} days ago", near_date(raised.date(), views.today)),
        };
        parts.push(format!("Raised {ago}"));
    }
    parts.retain(|part| !part.is_empty());
    text::quiet(ui, &parts.join(" · "));
}

fn body(ui: &mut Ui, typed: &mut Typed, row: &ActionRow, views: &Views, wishes: &mut Wishes) {
    ui.spacing_mut().item_spacing.y = space::S;
    ui.add_space(space::S);
    facts(ui, row, views, wishes);
    ui.add_space(space::S);
    progress(ui, typed, row, wishes);
    ui.add_space(space::S);
    done(ui, typed, row, views, wishes);
    if row.action.done.is_some() {
        ui.add_space(space::S);
        verified(ui, typed, row, views, wishes);
    }
    ui.add_space(space::S);
    difference(ui, typed, row, views, wishes);
}

fn place(action: &Action, field: &str) -> Place {
    Place::row(Entity::Action, action.id, field)
}

fn set(action: &Action, field: &str, value: impl Into<Value>) -> Wish {
    Wish::edit(Edit::Set(place(action, field), value.into()))
}

/// A box to tick and its date beside it; the row is as high as the date's field from the first word on.
fn beside_a_date(ui: &mut Ui, contents: impl FnOnce(&mut Ui)) {
    let usual = ui.spacing().interact_size.y;
    ui.spacing_mut().interact_size.y = height::CONTROL;
    ui.horizontal(|ui| {
        ui.spacing_mut().interact_size.y = usual;
        ui.spacing_mut().item_spacing.x = space::L;
        contents(ui);
    });
    ui.spacing_mut().interact_size.y = usual;
}

/// Owner and due date, and what can be done with the action as a whole.
fn facts(ui: &mut Ui, row: &ActionRow, views: &Views, wishes: &mut Wishes) {
    let action = &row.action;
    let colors = tokens(ui);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        let fact = |ui: &mut Ui, label: &str, words: &str, ink| {
            text::line(ui, label, Weight::Regular, size::BODY, colors.muted);
            text::line(ui, words, Weight::Semibold, size::BODY, ink);
        };
        let owner = match action.owner.as_str() {
            "" => "nobody yet",
            owner => owner,
        };
        fact(ui, "Owner", owner, colors.text);
        ui.add_space(space::M);
        match action.due {
            None => fact(ui, "Due", "no date", colors.text),
            Some(due) if action.overdue(views.today) => {
                let words = format!("{}, {}", near_date(due, views.today), action.due_words(views.today));
                fact(ui, "Due", &words, colors.grade_4);
            }
            Some(due) => fact(ui, "Due", &near_date(due, views.today), colors.text),
        }
    });
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::S, space::S);
        if Button::secondary("Edit…").icon(Icon::Pencil).bar().show(ui).clicked() {
            let state = dialogs::action::State::edit(row);
            wishes.push(Wish::Open(Box::new(Dialog::Action(Box::new(state)))));
        }
        let open = format!("Open audit of {}", row.subject_words());
        if Button::secondary(&open).icon(Icon::ArrowRight).bar().show(ui).clicked() {
            wishes.push(Wish::OpenSource(Box::new(action.clone())));
        }
        if row.open {
            let look = button::IconLook::Plain;
            if button::icon_button_with(ui, Icon::Trash, "Delete this action", look, true).clicked() {
                wishes.push(Wish::edit(Edit::Delete(Entity::Action, action.id)));
            }
        }
    });
}

fn progress(ui: &mut Ui, typed: &mut Typed, row: &ActionRow, wishes: &mut Wishes) {
    let action = &row.action;
    if action.done.is_none() {
        text::strong(ui, "How far it is");
        let names: Vec<&str> = Stage::ALL.iter().map(|stage| stage.name()).collect();
        let now = Stage::ALL.iter().position(|stage| *stage == action.stage);
        let id = Id::unique(("stage", action.id));
        if let Some(stage) = radios(ui, id, "How far it is", &names, now).and_then(|at| Stage::ALL.get(at)) {
            wishes.push(set(action, "stage", stage.key()));
        }
    }
    let dress = |id| {
        Field::new(id, "Progress")
            .rows(2)
            .placeholder("What was done so far, and what is in the way")
    };
    typed.field(ui, &place(action, "progress"), &action.progress, dress, wishes);
}

fn done(ui: &mut Ui, typed: &mut Typed, row: &ActionRow, views: &Views, wishes: &mut Wishes) {
    let action = &row.action;
    beside_a_date(ui, |ui| {
        let mut on = action.done.is_some();
        if check::checkbox(ui, &mut on, "Done").changed() {
            wishes.push(set(action, "done", on.then_some(views.today)));
        }
        if action.done.is_some() {
            let mut date = action.done;
            let id = Id::unique(("action done", action.id));
            let field = Field::new(id, "Date done").hidden_label().width(130.0);
            if date_field::date_field_with(ui, field, id, &mut date, views.today).changed() {
                wishes.push(set(action, "done", date));
            }
        }
    });
    let dress = |id| {
        Field::new(id, "Evidence it was done")
            .rows(2)
            .placeholder("What shows it, and where to find it")
    };
    typed.field(
        ui,
        &place(action, "done_evidence"),
        &action.done_evidence,
        dress,
        wishes,
    );
}

/// Someone other than the owner looked and found that it was done.
fn verified(ui: &mut Ui, typed: &mut Typed, row: &ActionRow, views: &Views, wishes: &mut Wishes) {
    let action = &row.action;
    let by = place(action, "verified_by");
    let typed_name = typed.words(&by, &action.verified_by).trim().to_owned();
    let own = same_person(&action.owner, &typed_name);
    beside_a_date(ui, |ui| {
        let mut on = action.verified.is_some();
        if check::checkbox(ui, &mut on, "Verified").changed() {
            // Whoever ticks it verifies it, unless another name stands there.
            let me = &views.workbook.me.name;
            let name = match typed_name.as_str() {
                "" if !same_person(&action.owner, me) => me.as_str(),
                name => name,
            };
            if on && (name.is_empty() || own) {
                wishes.push(Wish::Focus(typed::id(&by)));
            } else {
                typed.leave(wishes);
                let (day, name) = if on { (Some(views.today), name) } else { (None, "") };
                let fields = Fields::from([
                    ("verified".to_owned(), Value::from(day)),
                    ("verified_by".to_owned(), Value::from(name)),
                ]);
                wishes.push(Wish::edit(Edit::SetFields {
                    entity: Entity::Action,
                    row: action.id,
                    fields,
                }));
            }
        }
        if action.verified.is_some() {
            let mut date = action.verified;
            let id = Id::unique(("action verified", action.id));
            let field = Field::new(id, "Date verified").hidden_label().width(130.0);
            if date_field::date_field_with(ui, field, id, &mut date, views.today).changed() && date.is_some() {
                wishes.push(set(action, "verified", date));
            }
        }
    });
    let error = own.then_some("Someone other than its owner verifies an action.");
    let dress = |id| {
        Field::new(id, "Verified by")
            .placeholder("Someone other than its owner")
            .error(error)
            .limit(200)
    };
    typed.field(ui, &by, &action.verified_by, dress, wishes);
}

const ANSWERS: [AnswerOption<'static>; 4] = [
    AnswerOption::YES,
    AnswerOption::PARTLY,
    AnswerOption::NO,
    AnswerOption {
        key: Key::T,
        label: "Too early",
        name: "Too early to tell",
        tone: AnswerTone::Neutral,
    },
];

fn difference(ui: &mut Ui, typed: &mut Typed, row: &ActionRow, views: &Views, wishes: &mut Wishes) {
    let action = &row.action;
    let question = row.difference_question();
    text::strong(ui, &question);
    let now = Difference::ALL.iter().position(|made| Some(*made) == action.difference);
    let id = Id::unique(("difference", action.id));
    if let Some(picked) = answer_row(ui, id, &question, &ANSWERS, now) {
        let made = match picked {
            Picked::Set(at) => Difference::ALL.get(at).map_or("", |made| made.key()),
            Picked::Clear => "",
        };
        wishes.push(set(action, "difference", made));
    }
    let dress = |id| {
        Field::new(id, "What shows that")
            .rows(2)
            .placeholder("What is different for them now")
    };
    typed.field(
        ui,
        &place(action, "difference_why"),
        &action.difference_why,
        dress,
        wishes,
    );
    let mut again = action.reaudit;
    let id = Id::unique(("action re-audit", action.id));
    ui.scope(|ui| {
        ui.set_max_width(160.0);
        date_field::date_field_ahead(ui, id, "Audit again on", &mut again, views.today);
    });
    if again != action.reaudit {
        wishes.push(set(action, "reaudit", again));
    }
    if let Some(day) = action.reaudit.filter(|day| *day < views.today) {
        text::quiet(ui, &format!("Its re-audit was due on {}.", short_date(day)));
    }
}
