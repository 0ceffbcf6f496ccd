//! Actions of this audit, the short form: what must change, owner, due, done, evidence it was done.

use super::State;
use crate::app::edit::{self, Edit};
use crate::app::history::HistoryOf;
use crate::app::view::AuditView;
use crate::model::action::Action;
use crate::model::change::{Entity, Place, Target, Value};
use crate::ui::dialogs::{self, history};
use crate::ui::fonts::Icon;
use crate::ui::theme::space;
use crate::ui::typed::{self, Typed};
use crate::ui::views::Views;
use crate::ui::widgets::clock::clock;
use crate::ui::widgets::date_field::{self, date_field, date_field_ahead};
use crate::ui::widgets::{Button, Card, Field, button, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Align, Id, Layout, Ui, vec2};
use jiff::civil::Date;

/// What belongs to the action that is being written, beside its words.
#[derive(Default)]
pub(super) struct NewAction {
    due: Option<Date>,
    missing: bool,
}

/// Shows the page.
pub(super) fn show(
    ui: &mut Ui,
    state: &mut State,
    typed: &mut Typed,
    views: &Views,
    view: &AuditView,
    narrow: bool,
    wishes: &mut Wishes,
) {
    text::heading22(ui, "Actions of this audit");
    text::quiet(
        ui,
        &format!("{} · what must change, who sees to it and by when", view.who),
    );
    ui.add_space(space::M);
    if view.audit.status.open_to_change() {
        Card::new().show(ui, |ui| {
            new_action(ui, &mut state.new_action, typed, views, view, wishes);
        });
        ui.add_space(space::M);
    }
    if view.actions.is_empty() {
        text::quiet(ui, "No actions yet. Where nothing must change, none is needed.");
    }
    for action in &view.actions {
        let open = view.audit.status.open_to_change();
        Card::new().show(ui, |ui| one(ui, typed, views, action, (open, narrow), wishes));
        ui.add_space(space::S);
    }
}

/// Where an action can be raised from: the button, and the way to those that were raised there. `name` says where.
pub(super) fn raise_action(
    ui: &mut Ui,
    view: &AuditView,
    name: &str,
    here: impl Fn(&Action) -> bool,
    from: impl FnOnce() -> dialogs::action::State,
    wishes: &mut Wishes,
) {
    if view.audit.status.open_to_change() {
        let said = format!("Raise action: {name}");
        if Button::quiet("Raise action…").small().name(&said).show(ui).clicked() {
            wishes.push(dialogs::action::raise(from()));
        }
    }
    let mut raised = view.actions.iter().filter(|action| here(action));
    let Some(first) = raised.next() else { return };
    let words = match raised.count() {
        0 => "1 action".to_owned(),
        more => format!("{} actions", more + 1),
    };
    let said = format!("{words}: {name}");
    if Button::quiet(&words).small().name(&said).show(ui).clicked() {
        wishes.push(Wish::FollowUp(first.id));
    }
}

fn new_action(
    ui: &mut Ui,
    new: &mut NewAction,
    typed: &mut Typed,
    views: &Views,
    view: &AuditView,
    wishes: &mut Wishes,
) {
    let audit = view.audit.id;
    let (text, owner) = (Place::new_action(audit, "text"), Place::new_action(audit, "owner"));
    let error = new.missing.then_some("Say what must change.");
    let dress = |id| Field::new(id, "What must change").rows(2).error(error);
    if typed.field(ui, &text, view.unentered(&text), dress, wishes).changed() {
        new.missing = false;
    }
    ui.add_space(space::S);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::M, space::S);
        ui.vertical(|ui| {
            ui.set_width(220.0);
            typed.field(ui, &owner, view.unentered(&owner), |id| Field::new(id, "Owner"), wishes);
        });
        ui.vertical(|ui| {
            ui.set_width(150.0);
            let id = Id::unique(("new action due", audit));
            date_field_ahead(ui, id, "Due", &mut new.due, views.today);
        });
        ui.vertical(|ui| {
            ui.add_space(21.0);
            if Button::secondary("Add action").icon(Icon::Plus).show(ui).clicked() {
                let due = Id::unique(("new action due", audit));
                if date_field::take(ui.ctx(), due, &mut new.due, views.today, true).is_err() {
                    wishes.push(Wish::Focus(due));
                    return;
                }
                let words = typed.words(&text, view.unentered(&text)).trim().to_owned();
                if words.is_empty() {
                    new.missing = true;
                    wishes.push(Wish::Focus(typed::id(&text)));
                } else {
                    let action = edit::NewAction {
                        text: words,
                        owner: typed.words(&owner, view.unentered(&owner)).to_owned(),
                        due: new.due.take(),
                        in_line: true,
                        ..edit::NewAction::of(audit)
                    };
                    wishes.push(Wish::edit(Edit::AddAction(Box::new(action))));
                    typed.clear(&text, wishes);
                    typed.clear(&owner, wishes);
                    wishes.push(Wish::Focus(typed::id(&text)));
                }
            }
        });
    });
}

/// One action. What must change, by whom and when is settled with the audit (`open`); whether it was done never is.
fn one(
    ui: &mut Ui,
    typed: &mut Typed,
    views: &Views,
    action: &Action,
    (open, narrow): (bool, bool),
    wishes: &mut Wishes,
) {
    let place = |field: &str| Place::row(Entity::Action, action.id, field);
    let wide = if narrow {
        ui.available_width()
    } else {
        ui.available_width() - 72.0
    };
    ui.with_layout(Layout::right_to_left(Align::TOP), |ui| {
        if button::icon_button_with(ui, Icon::Trash, "Delete this action", button::IconLook::Plain, open).clicked() {
            wishes.push(Wish::edit(Edit::Delete(Entity::Action, action.id)));
        }
        if clock(ui, Id::unique(("action history", action.id)), "History of this action") {
            let row = Target::Row(Entity::Action, action.id);
            wishes.extend(history::open(HistoryOf::Row(row)));
        }
        ui.with_layout(Layout::top_down(Align::LEFT), |ui| {
            ui.set_max_width(wide);
            typed.field(
                ui,
                &place("text"),
                &action.text,
                |id| Field::new(id, "What must change").rows(2).enabled(open),
                wishes,
            );
        });
    });
    ui.add_space(space::S);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::M, space::S);
        ui.vertical(|ui| {
            ui.set_width(220.0);
            let dress = |id| Field::new(id, "Owner").enabled(open);
            typed.field(ui, &place("owner"), &action.owner, dress, wishes);
        });
        let dates = [("Due", "due", action.due, true), ("Done", "done", action.done, false)];
        for (label, field, stored, ahead) in dates {
            ui.vertical(|ui| {
                ui.set_width(150.0);
                let mut date = stored;
                let id = Id::unique((field, "action", action.id));
                ui.add_enabled_ui(open || !ahead, |ui| {
                    if ahead {
                        date_field_ahead(ui, id, label, &mut date, views.today);
                    } else {
                        date_field(ui, id, label, &mut date, views.today);
                    }
                });
                if date != stored {
                    wishes.push(Wish::edit(Edit::Set(place(field), Value::from(date))));
                }
            });
        }
    });
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        let mut words = action.status_words(views.today);
        if action.overdue(views.today) {
            words = format!("{words}, {}", action.due_words(views.today));
        }
        text::quiet_line(ui, &words);
        let start: String = action.text.chars().take(40).collect();
        let said = format!("Follow up: {start}");
        if Button::quiet("Follow up").small().name(&said).show(ui).clicked() {
            wishes.push(Wish::FollowUp(action.id));
        }
    });
    if action.done.is_some() || !action.done_evidence.is_empty() {
        ui.add_space(space::S);
        typed.field(
            ui,
            &place("done_evidence"),
            &action.done_evidence,
            |id| Field::new(id, "Evidence that it was done").rows(2),
            wishes,
        );
    }
}
