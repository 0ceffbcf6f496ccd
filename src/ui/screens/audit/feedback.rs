//! Their views: the worker's reflection and whether they agree; what the child and the parents or carers said.

use super::State;
use crate::app::edit::Edit;
use crate::app::view::AuditView;
use crate::model::audit::{AskedForView, WorkerView};
use crate::model::change::{Entity, Place, Value};
use crate::ui::theme::space;
use crate::ui::typed::Typed;
use crate::ui::widgets::choice::{AnswerOption, AnswerTone, Picked, answer_row};
use crate::ui::widgets::{Card, Field, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Id, Key, Ui};

fn option(name: &'static str) -> AnswerOption<'static> {
    let letter = name.chars().next().map(String::from).unwrap_or_default();
    AnswerOption {
        key: Key::from_name(&letter).unwrap_or(Key::F35),
        label: name,
        name,
        tone: AnswerTone::Neutral,
    }
}

/// Shows the page.
pub(super) fn show(
    ui: &mut Ui,
    _state: &mut State,
    typed: &mut Typed,
    view: &AuditView,
    _narrow: bool,
    wishes: &mut Wishes,
) {
    text::heading22(ui, "Their views");
    text::quiet(
        ui,
        &format!(
            "{} · asked for in every audit; it is as much an answer that someone was not asked, and why",
            view.who
        ),
    );
    ui.add_space(space::M);
    let audit = &view.audit;
    let open = audit.status.open_to_change();
    let (whom, said_by) = match audit.whom() {
        "young person" => ("The young person", "What the young person said"),
        _ => ("The child", "What the child said"),
    };
    let asked: Vec<AnswerOption<'_>> = AskedForView::ALL.iter().map(|asked| option(asked.name())).collect();
    for (heading, said_label, field, said_field, given, said) in [
        (
            whom,
            said_by,
            "child_asked",
            "child_said",
            audit.child_asked,
            &audit.child_said,
        ),
        (
            "Parents or carers",
            "What the parents or carers said",
            "parents_asked",
            "parents_said",
            audit.parents_asked,
            &audit.parents_said,
        ),
    ] {
        Card::new().show(ui, |ui| {
            text::heading17(ui, heading);
            ui.add_space(space::S);
            let selected = given.and_then(|given| AskedForView::ALL.iter().position(|known| *known == given));
            if let Some(picked) =
                answer_row(ui, Id::unique((field, audit.id)), heading, &asked, selected).filter(|_| open)
            {
                let key = match picked {
                    Picked::Set(at) => AskedForView::ALL.get(at).map_or("", |asked| asked.key()),
                    Picked::Clear => "",
                };
                set(audit.id, field, key, wishes);
            }
            ui.add_space(space::S);
            // Who was not heard has said nothing; why is as much an answer.
            let said_label = match given {
                Some(AskedForView::Declined | AskedForView::Unsafe | AskedForView::NotReached) => "Why not",
                Some(AskedForView::Asked) | None => said_label,
            };
            let place = Place::row(Entity::Audit, audit.id, said_field);
            typed.field(
                ui,
                &place,
                said,
                |id| Field::new(id, said_label).rows(3).enabled(open),
                wishes,
            );
        });
        ui.add_space(space::M);
    }
    Card::new().show(ui, |ui| {
        text::heading17(ui, "The worker");
        ui.add_space(space::S);
        let options: Vec<AnswerOption<'_>> = WorkerView::ALL.iter().map(|view| option(view.name())).collect();
        let selected = WorkerView::ALL.iter().position(|known| *known == audit.worker_view);
        if let Some(picked) = answer_row(
            ui,
            Id::unique(("worker_view", audit.id)),
            "Does the worker agree?",
            &options,
            selected,
        ) {
            let key = match picked {
                Picked::Set(at) => WorkerView::ALL.get(at).map_or("not_asked", |view| view.key()),
                Picked::Clear => "not_asked",
            };
            set(audit.id, "worker_view", key, wishes);
        }
        ui.add_space(space::S);
        let place = Place::row(Entity::Audit, audit.id, "worker_reflection");
        typed.field(
            ui,
            &place,
            &audit.worker_reflection,
            |id| Field::new(id, "The worker’s reflection").rows(4).enabled(open),
            wishes,
        );
    });
}

fn set(audit: i64, field: &str, key: &str, wishes: &mut Wishes) {
    wishes.push(Wish::edit(Edit::Set(
        Place::row(Entity::Audit, audit, field),
        Value::from(key),
    )));
}
