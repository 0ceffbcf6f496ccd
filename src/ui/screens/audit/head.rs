//! What stands above every page of an audit: what is audited, its status, and *is the child safe now*.

use super::{Page, State, section_name};
use crate::app::command::Command;
use crate::app::edit::Edit;
use crate::app::history::HistoryOf;
use crate::app::view::AuditView;
use crate::model::audit::{SafeNow, Status, Subject};
use crate::model::change::{Entity, Place, Target, Value};
use crate::model::time::{Moment, short_date};
use crate::ui::dialogs::Dialog;
use crate::ui::dialogs::{audit_details, history, submit};
use crate::ui::fonts::Icon;
use crate::ui::theme::{radius, size, space, tokens};
use crate::ui::typed::Typed;
use crate::ui::views::Views;
use crate::ui::widgets::choice::{AnswerOption, AnswerTone, Picked, answer_row};
use crate::ui::widgets::menu::{MenuItem, menu};
use crate::ui::widgets::paint::{self, Weight};
use crate::ui::widgets::text::{Run, runs};
use crate::ui::widgets::{Field, Select, button, focus};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::accesskit::Role;
use eframe::egui::{Align, Id, Key, Layout, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

/// *4417 Child protection, North* and what is quiet about it; with the menu of the audit.
pub(super) fn facts(ui: &mut Ui, views: &Views, view: &AuditView, wishes: &mut Wishes) {
    let colors = tokens(ui);
    let audit = &view.audit;
    ui.with_layout(Layout::right_to_left(Align::TOP), |ui| {
        status_menu(ui, view, wishes);
        ui.with_layout(Layout::top_down(Align::LEFT), |ui| {
            ui.spacing_mut().item_spacing.y = 3.0;
            let kind = audit
                .kind
                .filter(|_| audit.subject == Subject::Child)
                .map(crate::model::case::CaseKind::name);
            let team = Some(audit.team.as_str()).filter(|team| !team.is_empty() && audit.subject != Subject::Team);
            let beside = [kind, team].into_iter().flatten().collect::<Vec<_>>().join(", ");
            let strong = Run {
                text: &view.who,
                weight: Weight::Bold,
                size: size::HEADING,
                color: colors.text,
            };
            let quiet = Run {
                text: &beside,
                weight: Weight::Regular,
                size: size::QUIET,
                color: colors.muted,
            };
            runs(ui, &[strong, Run { text: "  ", ..quiet }, quiet]);
            let mut parts = vec![format!(
                "{}, {}",
                view.framework.title,
                audit.method.name().to_lowercase()
            )];
            parts.extend(audit.due.map(|due| {
                if views.today > due && matches!(audit.status, Status::Allocated | Status::Draft) {
                    format!("Late: due {}", short_date(due))
                } else {
                    format!("Due {}", short_date(due))
                }
            }));
            parts.push(audit.status.name().to_owned());
            let line = parts.join(". ");
            runs(ui, &[Run { text: &line, ..quiet }]);
        });
    });
}

/// The audit's details and its next steps.
fn status_menu(ui: &mut Ui, view: &AuditView, wishes: &mut Wishes) {
    let opener = button::icon_button_with(ui, Icon::More, "This audit’s menu", button::IconLook::Plain, true);
    let steps = view.audit.status.next();
    let mut items = vec![
        MenuItem::new(Some(Icon::Pencil), "Details…"),
        MenuItem::new(Some(Icon::Upload), "Export…"),
        MenuItem::new(Some(Icon::History), "History of the details"),
    ];
    let words: Vec<String> = steps.iter().map(|step| submit::words(view, *step)).collect();
    items.extend(steps.iter().zip(&words).map(|(step, words)| MenuItem {
        danger: *step == Status::Withdrawn,
        ..MenuItem::new(None, words)
    }));
    match menu(ui, &opener, "This audit", &items) {
        Some(0) => {
            let state = audit_details::State::new(view);
            wishes.push(Wish::Open(Box::new(Dialog::AuditDetails(Box::new(state)))));
        }
        Some(1) => wishes.push(Wish::Command(Command::Export)),
        Some(2) => {
            let row = Target::Row(Entity::Audit, view.audit.id);
            wishes.extend(history::open(HistoryOf::Row(row)));
        }
        Some(at) => {
            if let Some(status) = steps.get(at - 3) {
                wishes.push(submit::step(view, *status));
            }
        }
        None => {}
    }
}

const SAFE: [AnswerOption<'static>; 4] = [
    AnswerOption::YES,
    AnswerOption::UNSURE,
    AnswerOption::NO,
    AnswerOption {
        key: Key::A,
        label: "Not assessed",
        name: "Not assessed",
        tone: AnswerTone::Neutral,
    },
];

/// *Safe now: yes 12 Nov 13:40*; pressed, it can be answered.
pub(super) fn safe_now(ui: &mut Ui, state: &mut State, typed: &mut Typed, view: &AuditView, wishes: &mut Wishes) {
    let colors = tokens(ui);
    let audit = &view.audit;
    let (icon, ink, fill) = match audit.safe_now {
        SafeNow::Yes => (Icon::Check, colors.grade_2, colors.grade_2_soft),
        SafeNow::Unsure => (Icon::Alert, colors.grade_3, colors.grade_3_soft),
        SafeNow::No => (Icon::Alert, colors.grade_4, colors.grade_4_soft),
        SafeNow::NotAssessed => (Icon::Info, colors.text, colors.sunken),
    };
    let words = match audit.safe_now {
        SafeNow::NotAssessed => audit.safe_question(),
        other => format!("Safe now: {}", other.name().to_lowercase()),
    };
    let width = ui.available_width();
    let (rect, response) = ui.allocate_exact_size(vec2(width, 34.0), Sense::click());
    response.widget_info(|| {
        WidgetInfo::labeled(
            Role::Button,
            ui.is_enabled(),
            format!("{} {}", audit.safe_question(), audit.safe_now.name()),
        )
    });
    ui.accesskit_node_builder(response.id, |node| node.set_expanded(state.safe_open));
    focus::pressed(&response);
    ui.painter().rect_filled(rect, f32::from(radius::CONTROL), fill);
    if audit.safe_now == SafeNow::NotAssessed || response.hovered() {
        let stroke = Stroke::new(colors.line_width(), colors.field_line);
        ui.painter()
            .rect_stroke(rect, f32::from(radius::CONTROL), stroke, StrokeKind::Inside);
    }
    paint::icon(ui.painter(), icon, pos2(rect.left() + 19.0, rect.center().y), 16.0, ink);
    let galley = paint::line(ui, &words, Weight::Semibold, size::LIST, ink);
    let end = rect.left() + 36.0 + galley.size().x + space::S;
    paint::text_at(ui.painter(), rect.left() + 36.0, rect.center().y, galley);
    let when = match audit.safe_now {
        SafeNow::NotAssessed => "answer".to_owned(),
        _ => audit.safe_now_at.map(Moment::day_and_time).unwrap_or_default(),
    };
    let galley = paint::line(ui, &when, Weight::Regular, size::SMALL, ink);
    if end + galley.size().x + 10.0 <= rect.right() {
        paint::text_at(
            ui.painter(),
            rect.right() - 10.0 - galley.size().x,
            rect.center().y,
            galley,
        );
    }
    paint::focus_ring(ui, &response, rect, radius::CONTROL);
    if response.clicked() {
        state.safe_open = !state.safe_open;
    }
    if state.safe_open {
        ui.add_space(space::S);
        answer_safe(ui, typed, view, wishes);
    }
}

fn answer_safe(ui: &mut Ui, typed: &mut Typed, view: &AuditView, wishes: &mut Wishes) {
    let audit = &view.audit;
    let selected = SafeNow::ALL.iter().position(|safe| *safe == audit.safe_now);
    let id = Id::unique(("safe now", audit.id));
    if let Some(picked) = answer_row(ui, id, &audit.safe_question(), &SAFE, selected) {
        let safe = match picked {
            Picked::Set(at) => SafeNow::ALL.get(at).copied().unwrap_or(SafeNow::NotAssessed),
            Picked::Clear => SafeNow::NotAssessed,
        };
        wishes.push(Wish::edit(Edit::Set(
            Place::row(Entity::Audit, audit.id, "safe_now"),
            Value::from(safe.key()),
        )));
        if matches!(safe, SafeNow::No | SafeNow::Unsure)
            && !view.concerns.iter().any(crate::model::urgent::UrgentConcern::open)
        {
            wishes.push(Wish::Command(Command::RaiseConcern));
        }
    }
    ui.add_space(space::XS);
    let place = Place::row(Entity::Audit, audit.id, "safe_now_why");
    let dress = |id| {
        Field::new(id, "On what this rests")
            .rows(2)
            .placeholder("Who saw them, when, and what you read")
            .enabled(audit.status.open_to_change())
    };
    typed.field(ui, &place, &audit.safe_now_why, dress, wishes);
}

/// The head on half a laptop screen: reference, section, steps, urgent concern; safe now under it.
pub(super) fn narrow(ui: &mut Ui, state: &mut State, typed: &mut Typed, view: &AuditView, wishes: &mut Wishes) {
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if view.audit.subject == Subject::Child
                && button::icon_button_with(ui, Icon::Alert, "Raise urgent concern", button::IconLook::Danger, true)
                    .clicked()
            {
                wishes.push(Wish::Command(Command::RaiseConcern));
            }
            status_menu(ui, view, wishes);
            if button::icon_button(ui, Icon::ChevronRight, "Next section").clicked() {
                wishes.push(Wish::Command(Command::NextSection));
            }
            if button::icon_button(ui, Icon::ChevronLeft, "Previous section").clicked() {
                wishes.push(Wish::Command(Command::PreviousSection));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let colors = tokens(ui);
                text_line(ui, &view.who, colors.text);
                section_menu(ui, state, view);
            });
        });
    });
    if view.audit.subject == Subject::Child {
        ui.add_space(space::S);
        safe_now(ui, state, typed, view, wishes);
    }
}

fn text_line(ui: &mut Ui, words: &str, color: eframe::egui::Color32) {
    let galley = paint::fit(ui, words, Weight::Bold, size::BODY, color, 120.0);
    let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    paint::text_at(ui.painter(), rect.left(), rect.center().y, galley);
}

fn section_menu(ui: &mut Ui, state: &mut State, view: &AuditView) {
    let mut options: Vec<(Page, String)> = state
        .listed(view)
        .into_iter()
        .enumerate()
        .map(|(at, section)| {
            (
                Page::Section(section.id.clone()),
                section_name(&view.framework, section, at),
            )
        })
        .collect();
    if view.audit.subject == Subject::Child {
        options.push((Page::Feedback, "Their views".to_owned()));
    }
    options.push((Page::Actions, "Actions of this audit".to_owned()));
    options.push((Page::History, "History".to_owned()));
    let named: Vec<(Page, &str)> = options
        .iter()
        .map(|(page, name)| (page.clone(), name.as_str()))
        .collect();
    let current = match &state.page {
        Page::First => options.first().map(|(page, _)| page.clone()).unwrap_or_default(),
        page => page.clone(),
    };
    let width = ui.available_width().min(280.0);
    if let Some(page) = Select::new(Id::unique("section menu"), "Section", Some(&current), &named)
        .hidden_label()
        .width(width)
        .show(ui)
    {
        state.turn(page);
    }
}
