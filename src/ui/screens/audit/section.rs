//! One section: its questions, what was found, the impact on the child, its grade, its evidence.

use super::actions::raise_action;
use super::{State, dip, evidence, questions};
use crate::app::command::Command;
use crate::app::edit::Edit;
use crate::app::history::HistoryOf;
use crate::app::view::{AuditView, SectionView};
use crate::model::action::{Action, Source};
use crate::model::audit::Subject;
use crate::model::change::{Place, Value};
use crate::model::framework::{Asked, Criterion, Graded, Judgement};
use crate::model::judged::Judged;
use crate::model::rules;
use crate::ui::dialogs::{action, history};
use crate::ui::fonts::Icon;
use crate::ui::screens::grades::picked_grade;
use crate::ui::theme::{size, space, tokens};
use crate::ui::typed::Typed;
use crate::ui::views::Views;
use crate::ui::widgets::choice::grade_row;
use crate::ui::widgets::clock::clock;
use crate::ui::widgets::paint::Weight;
use crate::ui::widgets::{Button, Card, Field, button, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Align, Id, Layout, Ui};

/// Shows the section that is chosen.
pub(super) fn show(
    ui: &mut Ui,
    state: &mut State,
    typed: &mut Typed,
    views: &Views,
    view: &AuditView,
    narrow: bool,
    wishes: &mut Wishes,
) {
    let Some((at, section, judgement)) = state.section(view) else {
        text::body(ui, "This section has no question for this kind of case.");
        return;
    };
    heading(ui, state, view, at, section, judgement, narrow, wishes);
    ui.add_space(space::M);
    dip::card(ui, typed, view, wishes);
    let asked = rules::asked_or_answered(&view.framework, judgement, &view.audit, &view.answers);
    let unanswered = |c: &Criterion| view.answers.get(&c.id).is_none_or(|answer| answer.value.is_empty());
    // An answer that was given stays in sight, also under a filter and for a question that is not core.
    let shown = |c: &Criterion, asked: Asked, state: &State| {
        let open = state.question.as_deref() == Some(&c.id);
        let in_fold = asked == Asked::IfRelevant && !state.if_relevant && unanswered(c);
        open || !in_fold && (!state.only_unanswered || unanswered(c))
    };
    let mut any = false;
    for group in &judgement.groups {
        let criteria: Vec<&Criterion> = asked
            .iter()
            .filter(|(c, a)| group.criteria.iter().any(|known| known.id == c.id) && shown(c, *a, state))
            .map(|(c, _)| *c)
            .collect();
        if criteria.is_empty() {
            continue;
        }
        any = true;
        if !group.title.is_empty() {
            ui.add_space(space::XS);
            text::strong(ui, &group.title);
            ui.add_space(2.0);
        }
        Card::new()
            .padding(0.0, 0.0)
            .show(ui, |ui| questions::rows(ui, state, typed, view, &criteria, wishes));
        ui.add_space(space::S);
    }
    if !any {
        Card::quiet().show(ui, |ui| {
            let words = if state.only_unanswered {
                "Every question here is answered."
            } else {
                "No core question here for this kind of case."
            };
            text::body(ui, words);
        });
        ui.add_space(space::S);
    }
    let empty = Judged::default();
    let judged = view.judgements.get(&judgement.id).unwrap_or(&empty);
    words(ui, typed, view, judgement, judged, wishes);
    ui.add_space(space::M);
    if judgement.graded != Graded::None {
        grade(ui, state, view, judgement, judged, narrow, wishes);
        ui.add_space(space::M);
    }
    for warning in view
        .warnings
        .iter()
        .filter(|warning| warning.judgement.as_deref() == Some(&judgement.id))
    {
        crate::ui::widgets::banner::warning(ui, &warning.text, None);
        ui.add_space(space::S);
    }
    evidence::show(ui, state, typed, views, view, judgement, narrow, wishes);
}

fn heading(
    ui: &mut Ui,
    state: &mut State,
    view: &AuditView,
    at: usize,
    section: &SectionView,
    judgement: &Judgement,
    narrow: bool,
    wishes: &mut Wishes,
) {
    let colors = tokens(ui);
    ui.with_layout(Layout::right_to_left(Align::TOP), |ui| {
        if !narrow {
            if button::icon_button(ui, Icon::ChevronRight, "Next section").clicked() {
                wishes.push(Wish::Command(Command::NextSection));
            }
            if button::icon_button(ui, Icon::ChevronLeft, "Previous section").clicked() {
                wishes.push(Wish::Command(Command::PreviousSection));
            }
        }
        ui.with_layout(Layout::top_down(Align::LEFT), |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            if !narrow || judgement.name.len() > 40 {
                text::heading22(ui, &judgement.name);
            }
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing.x = space::S;
                let word = if view.audit.subject == Subject::Child {
                    "section"
                } else {
                    "judgement"
                };
                let of = state.listed(view).len();
                let where_ = format!("{} · {word} {} ({} of {of})", view.who, judgement.section, at + 1);
                text::line(ui, &where_, Weight::Regular, size::QUIET, colors.muted);
                if section.if_relevant > 0 {
                    let words = if state.if_relevant {
                        "Fold what is not core".to_owned()
                    } else {
                        format!("Ask if relevant: {} more", section.if_relevant)
                    };
                    if Button::quiet(&words).small().show(ui).clicked() {
                        state.if_relevant = !state.if_relevant;
                    }
                }
                let of_section =
                    |action: &Action| action.judgement == judgement.id && action.source() == Source::Judgement;
                let from = || action::State::from_section(view, judgement);
                raise_action(ui, view, &judgement.short, of_section, from, wishes);
                if narrow {
                    unanswered_filter(ui, state, view);
                }
            });
        });
    });
}

/// *Unanswered 14*: shows only those.
pub(super) fn unanswered_filter(ui: &mut Ui, state: &mut State, view: &AuditView) {
    use crate::ui::widgets::chip::{Chip, ChipEvent};
    let (answered, asked) = view.progress();
    let all = format!("All {asked}");
    if Chip::filter(&all, !state.only_unanswered).show(ui) == ChipEvent::Clicked {
        state.only_unanswered = false;
    }
    let open = format!("Unanswered {}", asked - answered);
    if Chip::filter(&open, state.only_unanswered).show(ui) == ChipEvent::Clicked {
        state.only_unanswered = true;
    }
}

fn words(
    ui: &mut Ui,
    typed: &mut Typed,
    view: &AuditView,
    judgement: &Judgement,
    judged: &Judged,
    wishes: &mut Wishes,
) {
    let impact = view.audit.impact_word();
    let enabled = view.audit.status.open_to_change();
    let mut field = |ui: &mut Ui, field: &str, label: &'static str, stored: &str| {
        let place = Place::judgement(view.audit.id, &judgement.id, field);
        typed.field(
            ui,
            &place,
            stored,
            |id| Field::new(id, label).rows(3).enabled(enabled),
            wishes,
        );
    };
    let room = ui.available_width();
    if room < 560.0 {
        field(ui, "found", "What we found", &judged.found);
        ui.add_space(space::S);
        field(ui, "impact", impact, &judged.impact);
    } else {
        let left = (room - space::M) * 0.6;
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = space::M;
            ui.allocate_ui_with_layout(eframe::egui::vec2(left, 0.0), Layout::top_down(Align::LEFT), |ui| {
                ui.set_width(left);
                field(ui, "found", "What we found", &judged.found);
            });
            let right = ui.available_width();
            ui.allocate_ui_with_layout(eframe::egui::vec2(right, 0.0), Layout::top_down(Align::LEFT), |ui| {
                ui.set_width(right);
                field(ui, "impact", impact, &judged.impact);
            });
        });
    }
}

fn grade(
    ui: &mut Ui,
    state: &mut State,
    view: &AuditView,
    judgement: &Judgement,
    judged: &Judged,
    narrow: bool,
    wishes: &mut Wishes,
) {
    let names = view.framework.printed_grades();
    let selected = view.framework.grade(&judged.grade).map(|(rank, _)| rank - 1);
    let label = if view.audit.subject == Subject::Child {
        "Section grade"
    } else {
        "Grade"
    };
    let id = Id::unique(("grade", view.audit.id, &judgement.id));
    let mut picked = None;
    let name = format!("Grade of {}", judgement.name);
    if narrow || ui.available_width() < 700.0 {
        ui.horizontal(|ui| {
            text::strong(ui, label);
            grade_history(ui, view, judgement, &name, wishes);
        });
        picked = grade_row(ui, id, &name, &names, selected);
    } else {
        ui.horizontal_top(|ui| {
            ui.allocate_ui_with_layout(eframe::egui::vec2(96.0, 40.0), Layout::top_down(Align::LEFT), |ui| {
                ui.set_width(96.0);
                text::strong(ui, label);
                ui.horizontal(|ui| {
                    if judgement.graded == Graded::Optional {
                        text::quiet(ui, "optional");
                    }
                    grade_history(ui, view, judgement, &name, wishes);
                });
            });
            ui.vertical(|ui| picked = grade_row(ui, id, &name, &names, selected));
        });
    }
    if let Some(picked) = picked {
        let grade = picked_grade(&view.framework, picked);
        // What each grade looks like was read; the evidence comes next.
        state.grade_lines = false;
        wishes.push(Wish::edit(Edit::Set(
            Place::judgement(view.audit.id, &judgement.id, "grade"),
            Value::from(grade),
        )));
    }
    if !judgement.grade_lines.is_empty() {
        let words = if state.grade_lines {
            "Hide what each grade looks like"
        } else {
            "What each grade looks like"
        };
        if Button::quiet(words).small().show(ui).clicked() {
            state.grade_lines = !state.grade_lines;
        }
        if state.grade_lines {
            Card::quiet().show(ui, |ui| {
                for grade in view.framework.grades() {
                    if let Some(line) = judgement.grade_lines.get(&grade.id) {
                        text::strong(ui, &grade.name);
                        text::body(ui, line);
                        ui.add_space(space::XS);
                    }
                }
            });
        }
    }
}

/// What the grade was before.
fn grade_history(ui: &mut Ui, view: &AuditView, judgement: &Judgement, name: &str, wishes: &mut Wishes) {
    let place = Place::judgement(view.audit.id, &judgement.id, "grade");
    let name = format!("History of {}", name.replacen("Grade", "grade", 1));
    if clock(ui, Id::unique(("grade history", &place)), &name) {
        wishes.extend(history::open(HistoryOf::Field(place)));
    }
}
