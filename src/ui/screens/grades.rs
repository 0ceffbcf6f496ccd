//! The grades of the audit that is open: each judgement's grade with why, strengths, areas for improvement, and what
//! stands under it one click away; then the overall grade, which is entered and never computed.

use super::page::{page, top};
use crate::app::command::{Command, Screen};
use crate::app::edit::Edit;
use crate::app::view::{AuditView, grade_view};
use crate::model::area::Area;
use crate::model::audit::{Status, Subject};
use crate::model::change::{Entity, Place, Value};
use crate::model::evidence::Direction;
use crate::model::framework::{Asked, Framework, Graded, Judgement};
use crate::model::judged::Judged;
use crate::model::rules;
use crate::ui::dialogs::action::{self, raise};
use crate::ui::dialogs::submit;
use crate::ui::fonts::Icon;
use crate::ui::theme::{size, space, tokens};
use crate::ui::typed::Typed;
use crate::ui::views::Views;
use crate::ui::widgets::choice::{Picked, grade_row};
use crate::ui::widgets::grade::{Count, bar};
use crate::ui::widgets::paint::Weight;
use crate::ui::widgets::{Button, Card, Field, Select, banner, button, empty, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Align, Id, Layout, Ui, vec2};
use std::collections::BTreeSet;

/// Wider than this the words of a reason are hard to read.
const WIDEST: f32 = 1240.0;

/// Under this width the buttons stand under the name of the screen.
const SLIM: f32 = 400.0;

/// Width of a judgement's grade.
const GRADE: f32 = 226.0;

/// What is unfolded.
#[derive(Default)]
pub struct State {
    /// Judgements whose strengths and areas are unfolded.
    open: BTreeSet<String>,
}

impl State {
    /// Unfolds the strengths and areas of a judgement.
    pub fn unfold(&mut self, judgement: &str) {
        self.open.insert(judgement.to_owned());
    }
}

/// Shows the grades.
pub fn show(ui: &mut Ui, state: &mut State, typed: &mut Typed, views: &Views, wishes: &mut Wishes) {
    let Some(view) = views.audit.clone() else {
        if empty::empty(
            ui,
            Icon::Scales,
            "No audit is open",
            "Open one from the list to see its grades.",
            Some(Button::primary("Go to audits")),
        ) {
            wishes.push(Wish::Command(Command::Go(Screen::Audits)));
        }
        return;
    };
    let view = &*view;
    top(ui, |ui| {
        ui.set_max_width(ui.available_width().min(WIDEST));
        heading(ui, view, wishes);
    });
    page(ui, ("grades", view.audit.id), |ui| {
        ui.set_max_width(ui.available_width().min(WIDEST));
        if view.framework.overall.is_some() {
            Card::new().show(ui, |ui| overall(ui, typed, view, wishes));
            ui.add_space(space::M);
        } else if view.audit.subject != Subject::Child {
            text::quiet(ui, &format!("{} gives no overall grade.", view.framework.title));
            ui.add_space(space::S);
        }
        for warning in view.warnings.iter().filter(|warning| warning.judgement.is_none()) {
            warn(ui, &warning.text, warning.unverified);
        }
        for section in &view.sections {
            let Some(judgement) = view
                .framework
                .judgements
                .get(section.at)
                .filter(|j| j.graded != Graded::None)
            else {
                continue;
            };
            Card::new().show(ui, |ui| one(ui, state, typed, view, judgement, wishes));
            ui.add_space(space::M);
        }
    });
}

fn warn(ui: &mut Ui, words: &str, unverified: bool) {
    let words = if unverified {
        format!("{words} This rule is not from an official text.")
    } else {
        words.to_owned()
    };
    banner::warning(ui, &words, None);
    ui.add_space(space::S);
}

fn heading(ui: &mut Ui, view: &AuditView, wishes: &mut Wishes) {
    let colors = tokens(ui);
    let narrow = ui.available_width() < 760.0;
    let mut about = format!("{}, {}. {}", view.who, view.framework.title, view.audit.status.name());
    if view.audit.subject == Subject::Child {
        let safe = view.audit.safe_now.name().to_lowercase();
        about.push_str(&format!(". Safe now: {safe}"));
    }
    let slim = ui.available_width() < SLIM;
    if slim {
        text::heading22(ui, "Grades");
    }
    ui.horizontal(|ui| {
        let order = if slim {
            Layout::left_to_right(Align::Center).with_main_wrap(true)
        } else {
            Layout::right_to_left(Align::Center)
        };
        ui.with_layout(order, |ui| {
            if Button::primary("Export report…").icon(Icon::Upload).show(ui).clicked() {
                wishes.push(Wish::Command(Command::Export));
            }
            if let Some(step) = view
                .audit
                .status
                .next()
                .first()
                .filter(|step| **step != Status::Withdrawn)
                && Button::secondary(&submit::words(view, *step)).show(ui).clicked()
            {
                wishes.push(submit::step(view, *step));
            }
            if view.audit.subject == Subject::Child {
                let raise =
                    button::icon_button_with(ui, Icon::Alert, "Raise urgent concern", button::IconLook::Danger, true);
                if raise.clicked() {
                    wishes.push(Wish::Command(Command::RaiseConcern));
                }
            }
            if slim {
                return;
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                text::heading22(ui, "Grades");
                if !narrow {
                    text::line(ui, &about, Weight::Regular, size::LIST, colors.muted);
                }
            });
        });
    });
    if narrow {
        text::quiet(ui, &about);
    }
}

/// The id of the grade picked in a row of grades; empty when it was cleared.
pub(super) fn picked_grade(framework: &Framework, picked: Picked) -> String {
    match picked {
        Picked::Set(at) => framework
            .grades()
            .get(at)
            .map_or_else(String::new, |grade| grade.id.clone()),
        Picked::Clear => String::new(),
    }
}

fn overall(ui: &mut Ui, typed: &mut Typed, view: &AuditView, wishes: &mut Wishes) {
    let audit = &view.audit;
    let name = view.framework.overall.clone().unwrap_or_default();
    text::heading17(ui, &name);
    text::quiet(ui, "Entered by a person, never worked out from the others.");
    ui.add_space(space::S);
    let names = view.framework.printed_grades();
    let rank = |grade: &str| view.framework.grade(grade).map(|(rank, _)| rank - 1);
    let place = |field: &str| Place::row(Entity::Audit, audit.id, field);
    let open = audit.status.open_to_change();
    ui.add_enabled_ui(open, |ui| {
        if let Some(picked) = grade_row(
            ui,
            Id::unique(("overall", audit.id)),
            &name,
            &names,
            rank(&audit.overall),
        ) {
            wishes.push(Wish::edit(Edit::Set(
                place("overall"),
                Value::from(picked_grade(&view.framework, picked)),
            )));
        }
    });
    ui.add_space(space::S);
    typed.field(
        ui,
        &place("overall_why"),
        &audit.overall_why,
        |id| Field::new(id, "Why this overall grade").rows(2).enabled(open),
        wishes,
    );
    let moderated = matches!(audit.status, Status::InModeration | Status::Agreed | Status::Final);
    if moderated && (open || !audit.agreed_overall.is_empty()) {
        ui.add_space(space::M);
        text::strong(ui, "Agreed at moderation");
        text::quiet(ui, "Both grades are kept; the agreed one counts.");
        ui.add_space(space::XS);
        ui.add_enabled_ui(open, |ui| {
            let id = Id::unique(("agreed overall", audit.id));
            if let Some(picked) = grade_row(ui, id, "Agreed overall grade", &names, rank(&audit.agreed_overall)) {
                wishes.push(Wish::edit(Edit::Set(
                    place("agreed_overall"),
                    Value::from(picked_grade(&view.framework, picked)),
                )));
            }
        });
        ui.add_space(space::S);
        typed.field(
            ui,
            &place("agreed_why"),
            &audit.agreed_why,
            |id| Field::new(id, "Why the agreed grade").rows(2).enabled(open),
            wishes,
        );
    }
}

fn one(
    ui: &mut Ui,
    state: &mut State,
    typed: &mut Typed,
    view: &AuditView,
    judgement: &Judgement,
    wishes: &mut Wishes,
) {
    let empty = Judged::default();
    let judged = view.judgements.get(&judgement.id).unwrap_or(&empty);
    let wide = ui.available_width();
    let left = (wide - GRADE - 16.0).max(160.0);
    if wide < SLIM - 60.0 {
        text::heading17(ui, &judgement.name);
        grade_select(ui, view, judgement, judged, wishes);
    } else {
        ui.horizontal_top(|ui| {
            ui.allocate_ui_with_layout(vec2(left, 0.0), Layout::top_down(Align::LEFT), |ui| {
                ui.set_width(left);
                text::heading17(ui, &judgement.name);
            });
            let room = vec2(ui.available_width(), 34.0);
            ui.allocate_ui_with_layout(room, Layout::left_to_right(Align::Center), |ui| {
                ui.add_space((room.x - GRADE).max(0.0));
                grade_select(ui, view, judgement, judged, wishes);
            });
        });
    }
    ui.add_space(space::XS);
    let room = ui.available_width();
    let why = Place::judgement(view.audit.id, &judgement.id, "why");
    let enabled = view.audit.status.open_to_change();
    let field = |id| Field::new(id, "Why this grade").rows(2).enabled(enabled);
    if room < 700.0 {
        typed.field(ui, &why, &judged.why, field, wishes);
        ui.add_space(space::S);
        under(ui, view, judgement, wishes);
    } else {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 22.0;
            let left = (room - 22.0) * 0.66;
            ui.allocate_ui_with_layout(vec2(left, 0.0), Layout::top_down(Align::LEFT), |ui| {
                ui.set_width(left);
                typed.field(ui, &why, &judged.why, field, wishes);
            });
            ui.allocate_ui_with_layout(vec2(ui.available_width(), 0.0), Layout::top_down(Align::LEFT), |ui| {
                ui.set_width(ui.available_width());
                under(ui, view, judgement, wishes);
            });
        });
    }
    agreed(ui, view, judgement, judged, wishes);
    let areas: Vec<&Area> = view
        .areas
        .iter()
        .filter(|area| area.judgement == judgement.id)
        .collect();
    let open = state.open.contains(&judgement.id);
    let count = if areas.is_empty() {
        String::new()
    } else {
        format!(" ({})", areas.len())
    };
    let words = if open {
        "Fold strengths and areas".to_owned()
    } else {
        format!("Strengths and areas for improvement{count}")
    };
    if Button::quiet(&words)
        .small()
        .name(&format!("{words}: {}", judgement.short))
        .show(ui)
        .clicked()
    {
        if open {
            state.open.remove(&judgement.id);
        } else {
            state.open.insert(judgement.id.clone());
        }
    }
    if open {
        strengths_and_areas(ui, typed, view, judgement, judged, &areas, wishes);
    }
    for warning in view
        .warnings
        .iter()
        .filter(|warning| warning.judgement.as_deref() == Some(&judgement.id))
    {
        ui.add_space(space::S);
        warn(ui, &warning.text, warning.unverified);
    }
}

/// The grade agreed at moderation, beside the first; both are kept and the agreed one counts.
fn agreed(ui: &mut Ui, view: &AuditView, judgement: &Judgement, judged: &Judged, wishes: &mut Wishes) {
    let open = view.audit.status.open_to_change();
    let moderated = matches!(view.audit.status, Status::InModeration | Status::Agreed);
    if !(moderated && open) && judged.agreed_grade.is_empty() {
        return;
    }
    ui.add_space(space::S);
    ui.horizontal(|ui| {
        text::strong(ui, "Agreed at moderation");
        let name = format!("Agreed grade of {}", judgement.short);
        choose(
            ui,
            view,
            judgement,
            "agreed_grade",
            &judged.agreed_grade,
            ("As the first grade", &name),
            wishes,
        );
    });
}

fn grade_select(ui: &mut Ui, view: &AuditView, judgement: &Judgement, judged: &Judged, wishes: &mut Wishes) {
    let name = format!("Grade of {}", judgement.short);
    choose(
        ui,
        view,
        judgement,
        "grade",
        &judged.grade,
        ("Not graded", &name),
        wishes,
    );
}

/// A drop-down of the grades for one field of a judgement; `none` stands for no grade.
fn choose(
    ui: &mut Ui,
    view: &AuditView,
    judgement: &Judgement,
    field: &str,
    now: &String,
    (none, name): (&str, &str),
    wishes: &mut Wishes,
) {
    let grades = view.framework.grades().iter().zip(view.framework.printed_grades());
    let mut options: Vec<(String, &str)> = vec![(String::new(), none)];
    options.extend(grades.map(|(grade, name)| (grade.id.clone(), name)));
    let id = Id::unique(("grade select", field, view.audit.id, &judgement.id));
    let given = grade_view(&view.framework, now);
    let (rank, of) = given.map_or((0, 4), |grade| (grade.rank as u8, grade.of as u8));
    let select = Select::new(id, name, Some(now), &options)
        .hidden_label()
        .grade(rank, of)
        .width(GRADE)
        .enabled(view.audit.status.open_to_change());
    if let Some(grade) = select.show(ui) {
        let place = Place::judgement(view.audit.id, &judgement.id, field);
        wishes.push(Wish::edit(Edit::Set(place, Value::from(grade))));
    }
}

/// The answers under a judgement as a bar, and what else stands under it.
fn under(ui: &mut Ui, view: &AuditView, judgement: &Judgement, wishes: &mut Wishes) {
    let scale = view.framework.answers();
    // Core questions, and those asked because they were relevant.
    let given = |id: &str| view.answers.get(id).is_some_and(|answer| !answer.value.is_empty());
    let mut asked = rules::asked_or_answered(&view.framework, judgement, &view.audit, &view.answers);
    asked.retain(|(criterion, asked)| *asked == Asked::Core || given(&criterion.id));
    let mut counts = vec![0_usize; scale.len()];
    for (criterion, _) in &asked {
        let rank = view
            .answers
            .get(&criterion.id)
            .and_then(|answer| view.framework.answer(&answer.value))
            .map(|(rank, _)| rank);
        if let Some(count) = rank.and_then(|rank| counts.get_mut(rank - 1)) {
            *count += 1;
        }
    }
    let rated: usize = counts.iter().sum();
    let word = if view.framework.answer_scale == view.framework.judgement_scale {
        "ratings"
    } else {
        "answers"
    };
    text::strong(ui, &format!("Its {word}, {rated} of {}", asked.len()));
    let mut parts: Vec<Count<'_>> = scale
        .iter()
        .zip(&counts)
        .enumerate()
        .map(|(at, (grade, n))| Count {
            name: &grade.short,
            rank: (at + 1) as u8,
            n: *n,
        })
        .collect();
    // What is not rated is part of the bar, or one rating would look like all of them.
    parts.push(Count {
        name: "Not rated",
        rank: 0,
        n: asked.len() - rated,
    });
    let name = format!("{word} of {}", judgement.short);
    let mut go = rated > 0 && bar(ui, &name, &parts, scale.len() as u8).is_some();
    let evidence: Vec<_> = view
        .evidence
        .iter()
        .filter(|piece| piece.judgement == judgement.id)
        .collect();
    let of = |direction: Direction| evidence.iter().filter(|piece| piece.direction == direction).count();
    let pieces = if evidence.len() == 1 {
        "1 piece of evidence".to_owned()
    } else {
        format!("{} pieces of evidence", evidence.len())
    };
    let link = format!(
        "{pieces} · {} strengths · {} to develop",
        of(Direction::Strength),
        of(Direction::Develop)
    );
    let name = format!("{link}, open {}", judgement.short);
    go |= Button::quiet(&link).small().name(&name).show(ui).clicked();
    if go {
        wishes.push(Wish::OpenAudit(view.audit.id, Some(judgement.id.clone())));
    }
}

fn strengths_and_areas(
    ui: &mut Ui,
    typed: &mut Typed,
    view: &AuditView,
    judgement: &Judgement,
    judged: &Judged,
    areas: &[&Area],
    wishes: &mut Wishes,
) {
    let enabled = view.audit.status.open_to_change();
    let place = Place::judgement(view.audit.id, &judgement.id, "strengths");
    typed.field(
        ui,
        &place,
        &judged.strengths,
        |id| Field::new(id, "Strengths").rows(2).hint("One a line").enabled(enabled),
        wishes,
    );
    ui.add_space(space::S);
    text::strong(ui, "Areas for improvement");
    for area in areas {
        ui.with_layout(Layout::right_to_left(Align::TOP), |ui| {
            if enabled
                && button::icon_button_with(ui, Icon::Trash, "Delete this area", button::IconLook::Plain, true)
                    .clicked()
            {
                wishes.push(Wish::edit(Edit::Delete(Entity::Area, area.id)));
            }
            if enabled
                && button::icon_button_with(ui, Icon::CheckCircle, "Raise action…", button::IconLook::Plain, true)
                    .clicked()
            {
                wishes.push(raise(action::State::from_area(view, area)));
            }
            ui.with_layout(Layout::top_down(Align::LEFT), |ui| {
                let place = Place::row(Entity::Area, area.id, "text");
                typed.field(
                    ui,
                    &place,
                    &area.text,
                    |id| Field::new(id, "Area for improvement").hidden_label().enabled(enabled),
                    wishes,
                );
            });
        });
        ui.add_space(space::XS);
    }
    if enabled {
        let place = Place::new_area(view.audit.id, &judgement.id);
        let stored = view.unentered(&place);
        let dress = |id| {
            Field::new(id, "New area for improvement")
                .hidden_label()
                .placeholder("What needs to improve, then Enter")
        };
        let response = typed.field(ui, &place, stored, dress, wishes);
        let words = typed.words(&place, stored).trim().to_owned();
        let entered = response.lost_focus() && ui.input(|input| input.key_pressed(eframe::egui::Key::Enter));
        if entered && !words.is_empty() {
            wishes.push(Wish::edit(Edit::AddArea {
                audit: view.audit.id,
                judgement: judgement.id.clone(),
                text: words,
                national_framework: String::new(),
            }));
            typed.clear(&place, wishes);
            wishes.push(Wish::Focus(crate::ui::typed::id(&place)));
        }
    }
}
