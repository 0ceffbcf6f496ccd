//! Questions answered in place, the open one with its own note.

use super::actions::raise_action;
use super::{State, answer, question_id};
use crate::app::history::HistoryOf;
use crate::app::view::AuditView;
use crate::model::action::{Action, Source};
use crate::model::change::{Place, Target};
use crate::model::framework::Criterion;
use crate::ui::dialogs::{action, history};
use crate::ui::screens::answers::{options, values};
use crate::ui::theme::{size, space, tokens};
use crate::ui::typed::Typed;
use crate::ui::widgets::choice::Picked;
use crate::ui::widgets::clock::clock_at;
use crate::ui::widgets::paint::Weight;
use crate::ui::widgets::question::{MARK, NUMBER, Question, question};
use crate::ui::widgets::text::{Run, runs};
use crate::ui::widgets::{Field, card};
use crate::ui::wish::Wishes;
use eframe::egui::{Frame, Margin, Ui};

/// Shows criteria as rows of a card.
pub(super) fn rows(
    ui: &mut Ui,
    state: &mut State,
    typed: &mut Typed,
    view: &AuditView,
    criteria: &[&Criterion],
    wishes: &mut Wishes,
) {
    let (options, values) = (options(&view.framework), values(&view.framework));
    ui.spacing_mut().item_spacing.y = 0.0;
    for (at, criterion) in criteria.iter().enumerate() {
        if at > 0 {
            card::hairline(ui);
        }
        let given = view.answers.get(&criterion.id);
        let value = given.map_or("", |answer| answer.value.as_str());
        let note = given.map_or("", |answer| answer.note.as_str());
        let selected = state.question.as_deref() == Some(&criterion.id);
        let open = state.open.as_deref() == Some(&criterion.id);
        let linked = view
            .evidence
            .iter()
            .filter(|piece| piece.criteria.contains(&criterion.id))
            .count();
        let quiet = match (note.is_empty() || open, linked) {
            (true, 0) => String::new(),
            (true, n) => format!("{n} evidence"),
            (false, 0) => "noted".to_owned(),
            (false, n) => format!("noted, {n} evidence"),
        };
        let asked = Question {
            number: &criterion.id,
            words: &criterion.question,
            quiet: &quiet,
            selected,
            open,
        };
        let id = question_id(view.audit.id, &criterion.id);
        let top = ui.cursor().min;
        let event = question(ui, id, &asked, &options, values.iter().position(|known| known == value));
        if let Some(picked) = event.picked {
            // It is selected and not opened: what opens would move the next answer away from under the pointer.
            state.question = Some(criterion.id.clone());
            let picked = match picked {
                Picked::Set(at) => values.get(at).map_or("", String::as_str),
                Picked::Clear => "",
            };
            wishes.push(answer(view, &criterion.id, picked));
        }
        if event.opened {
            state.question = Some(criterion.id.clone());
            state.open = if open { None } else { Some(criterion.id.clone()) };
        }
        if open {
            opened(ui, typed, view, criterion, note, wishes);
            if std::mem::take(&mut state.reveal) {
                let bottom = ui.cursor().min;
                ui.scroll_to_rect(eframe::egui::Rect::from_two_pos(top, bottom), None);
            }
        }
    }
}

/// What stands under the open question: what to look for, and its own note.
fn opened(ui: &mut Ui, typed: &mut Typed, view: &AuditView, criterion: &Criterion, note: &str, wishes: &mut Wishes) {
    let colors = tokens(ui);
    let frame = Frame::new().fill(colors.accent_soft).inner_margin(Margin {
        left: NUMBER as i8,
        right: 12,
        top: 0,
        bottom: 10,
    });
    let shown = frame.show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        let line = |ui: &mut Ui, word: &str, text: &str, color| {
            let word = Run {
                text: word,
                weight: Weight::Semibold,
                size: size::QUIET,
                color,
            };
            let text = Run {
                text,
                weight: Weight::Regular,
                size: size::QUIET,
                color: tokens(ui).text,
            };
            runs(ui, &[word, Run { text: "  ", ..text }, text]);
        };
        line(ui, "Good", &criterion.good, colors.strength);
        line(ui, "Worrying", &criterion.worry, colors.develop);
        if criterion.unverified {
            line(
                ui,
                "Unverified",
                "This question was not checked against a source.",
                colors.muted,
            );
        }
        ui.add_space(space::XS);
        let name = format!("History of answer {}", criterion.id);
        let right = ui.max_rect().right();
        let top = ui.cursor().top() - 22.0;
        if clock_at(
            ui,
            question_id(view.audit.id, &criterion.id).with("history"),
            right,
            top,
            &name,
        ) {
            let row = Target::Answer(view.audit.id, criterion.id.clone());
            wishes.extend(history::open(HistoryOf::Row(row)));
        }
        let place = Place::answer(view.audit.id, &criterion.id, "note");
        let name = format!("Note on {}", criterion.id);
        let enabled = view.audit.status.open_to_change();
        typed.field_with(
            ui,
            &place,
            note,
            |id| {
                Field::new(id, &name)
                    .hidden_label()
                    .rows(2)
                    .placeholder("A note on this question, where it needs one")
                    .enabled(enabled)
            },
            wishes,
        );
        let judgement = view.framework.criterion(&criterion.id).map(|(judgement, _)| judgement);
        if let Some(judgement) = judgement {
            let of_question =
                |action: &Action| action.criterion == criterion.id && action.source() == Source::Criterion;
            let from = || action::State::from_criterion(view, judgement, criterion);
            ui.horizontal(|ui| raise_action(ui, view, &criterion.id, of_question, from, wishes));
        }
    });
    // The mark of the selected question goes on beside what it opened.
    let mut bar = shown.response.rect;
    bar.max.x = bar.min.x + MARK;
    ui.painter().rect_filled(bar, 0.0, colors.accent);
}
