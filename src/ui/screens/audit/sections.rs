//! The panel at the left: what is audited, is the child safe now, and the sections.

use super::{Page, SIDE, State, head, section};
use crate::app::command::{Command, Screen};
use crate::app::view::AuditView;
use crate::model::audit::Subject;
use crate::ui::dialogs::{Dialog, urgent_concern};
use crate::ui::fonts::Icon;
use crate::ui::theme::{size, space, tokens};
use crate::ui::typed::Typed;
use crate::ui::views::Views;
use crate::ui::widgets::paint::{self, Weight};
use crate::ui::widgets::{Button, card, focus, grade};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::accesskit::{AriaCurrent, Role};
use eframe::egui::{Align, Frame, Layout, Margin, Panel, Rect, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, vec2};

/// Under this height everything in the panel scrolls.
const STAYS: f32 = 480.0;

/// Shows the panel.
pub(super) fn show(
    ui: &mut Ui,
    state: &mut State,
    typed: &mut Typed,
    views: &Views,
    view: &AuditView,
    wishes: &mut Wishes,
) {
    let frame = Frame::new().inner_margin(Margin::symmetric(14, 12));
    if view.audit.subject == Subject::Child {
        Panel::bottom("urgent").resizable(false).frame(frame).show(ui, |ui| {
            for concern in view.concerns.iter().filter(|concern| !concern.open()) {
                let words = format!("Urgent concern {}: closed", concern.raised.day_and_time());
                if Button::quiet(&words).small().show(ui).clicked() {
                    let state = urgent_concern::State::follow_up(concern, &view.who, view.audit.whom());
                    wishes.push(Wish::Open(Box::new(Dialog::UrgentConcern(Box::new(state)))));
                }
            }
            if Button::danger("Raise urgent concern")
                .icon(Icon::Alert)
                .fill()
                .show(ui)
                .clicked()
            {
                wishes.push(Wish::Command(Command::RaiseConcern));
            }
        });
    }
    let mut above = |ui: &mut Ui, state: &mut State, wishes: &mut Wishes| {
        frame.show(ui, |ui| {
            head::facts(ui, views, view, wishes);
            if view.audit.subject == Subject::Child {
                ui.add_space(space::S);
                head::safe_now(ui, state, typed, view, wishes);
            }
            ui.add_space(space::S);
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = space::S;
                section::unanswered_filter(ui, state, view);
            });
        });
        ui.spacing_mut().item_spacing.y = 0.0;
        card::hairline(ui);
    };
    // What is audited stays in its place while the sections scroll, unless the window is too low for both.
    let stays = ui.available_height() >= STAYS;
    if stays {
        above(ui, state, wishes);
    }
    ScrollArea::vertical()
        .id_salt("sections scroll")
        .auto_shrink(false)
        .show(ui, |ui| {
            if !stays {
                above(ui, state, wishes);
            }
            ui.spacing_mut().item_spacing.y = 0.0;
            list(ui, state, view, wishes);
            focus::follow(ui);
        });
}

/// What stands at the right of a line.
enum Right {
    Grade(String, u8, u8),
    Words(String),
}

fn list(ui: &mut Ui, state: &mut State, view: &AuditView, wishes: &mut Wishes) {
    let current = state.section(view).map(|(at, ..)| at);
    let mut reveal = std::mem::take(&mut state.reveal_line);
    let listed = state.listed(view);
    let folded = view.sections.len() - listed.len();
    for (at, section) in listed.into_iter().enumerate() {
        let Some(judgement) = view.framework.judgements.get(section.at) else {
            continue;
        };
        let name = if judgement.name.chars().count() > 34 {
            &judgement.short
        } else {
            &judgement.name
        };
        let right = match &section.grade {
            Some(grade) => Right::Grade(grade.short.clone(), grade.rank as u8, grade.of as u8),
            None if section.asked == 0 => Right::Words(String::new()),
            None => Right::Words(format!("{}/{}", section.answered, section.asked)),
        };
        if line(ui, name, &right, current == Some(at), &mut reveal) {
            state.turn(Page::Section(section.id.clone()));
        }
    }
    if view.audit.subject == Subject::Child {
        let asked = [view.audit.child_asked.is_some(), view.audit.parents_asked.is_some()]
            .iter()
            .filter(|asked| **asked)
            .count();
        let right = Right::Words(if asked == 0 {
            String::new()
        } else {
            format!("{asked}/2")
        });
        if line(ui, "Their views", &right, state.page == Page::Feedback, &mut reveal) {
            state.turn(Page::Feedback);
        }
    }
    let right = Right::Words(if view.actions.is_empty() {
        String::new()
    } else {
        view.actions.len().to_string()
    });
    if line(
        ui,
        "Actions of this audit",
        &right,
        state.page == Page::Actions,
        &mut reveal,
    ) {
        state.turn(Page::Actions);
    }
    if ui.ctx().content_rect().width() < SIDE
        && line(
            ui,
            "History",
            &Right::Words(String::new()),
            state.page == Page::History,
            &mut reveal,
        )
    {
        state.turn(Page::History);
    }
    if let Some(overall) = &view.framework.overall {
        let given = crate::app::view::grade_view(&view.framework, view.audit.counted_overall());
        let right = given.map_or(Right::Words("enter".to_owned()), |grade| {
            Right::Grade(grade.short, grade.rank as u8, grade.of as u8)
        });
        if line(ui, overall, &right, false, &mut reveal) {
            wishes.push(Wish::Command(Command::Go(Screen::Grades)));
        }
    }
    if folded > 0 || state.all_sections && view.sections.iter().any(|section| !section.in_use) {
        let words = if state.all_sections {
            "Only sections with core questions".to_owned()
        } else {
            format!("{folded} more sections, none of them core here")
        };
        if line(ui, &words, &Right::Words(String::new()), false, &mut reveal) {
            state.all_sections = !state.all_sections;
        }
    }
}

/// One line of the list; answers whether it was pressed.
fn line(ui: &mut Ui, name: &str, right: &Right, current: bool, reveal: &mut bool) -> bool {
    let colors = tokens(ui);
    let width = ui.available_width();
    let chip = match right {
        Right::Grade(name, ..) => {
            paint::line(ui, name, Weight::Semibold, size::QUIET, colors.text)
                .size()
                .x
                + 34.0
        }
        Right::Words(words) => {
            paint::line(ui, words, Weight::Regular, size::QUIET, colors.muted)
                .size()
                .x
        }
    };
    let weight = if current { Weight::Semibold } else { Weight::Regular };
    let galley = paint::wrap(
        ui,
        name,
        weight,
        size::LIST,
        colors.text,
        width - 16.0 - 14.0 - chip - space::M,
    );
    let high = (galley.size().y + 18.0).max(40.0);
    let (rect, response) = ui.allocate_exact_size(vec2(width, high), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, ui.is_enabled(), current, name));
    let said = match right {
        Right::Grade(grade, ..) => grade.clone(),
        Right::Words(words) => words.replace('/', " of "),
    };
    ui.accesskit_node_builder(response.id, |node| {
        node.set_description(said);
        if current {
            node.set_aria_current(AriaCurrent::Location);
        }
    });
    focus::pressed(&response);
    if current && std::mem::take(reveal) {
        // With what comes next, so that a list never seems to end there.
        ui.scroll_to_rect(rect.expand2(vec2(0.0, 40.0)), None);
    }
    if current {
        ui.painter().rect_filled(rect, 0.0, colors.accent_soft);
        ui.painter()
            .rect_filled(Rect::from_min_size(rect.min, vec2(3.0, high)), 0.0, colors.accent);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, 0.0, colors.sunken);
    }
    paint::text_at(ui.painter(), rect.left() + 16.0, rect.center().y, galley);
    let builder = UiBuilder::new()
        .max_rect(rect.shrink2(vec2(14.0, 0.0)))
        .layout(Layout::right_to_left(Align::Center));
    let mut inner = ui.new_child(builder);
    match right {
        Right::Grade(name, rank, of) => {
            grade::chip(&mut inner, name, *rank, *of);
        }
        Right::Words(words) if !words.is_empty() => {
            let galley = paint::line(&inner, words, Weight::Regular, size::QUIET, colors.muted);
            paint::text_at(
                inner.painter(),
                rect.right() - 14.0 - galley.size().x,
                rect.center().y,
                galley,
            );
        }
        Right::Words(_) => {}
    }
    let below = Rect::from_min_max(rect.left_bottom() - vec2(0.0, 1.0), rect.right_bottom());
    ui.painter().rect_filled(below, 0.0, colors.line_soft);
    paint::focus_inside(ui, &response, rect, 0);
    response.clicked()
}
