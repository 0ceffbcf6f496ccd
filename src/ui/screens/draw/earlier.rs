//! Draws that are kept: opened, made again, changed.

use super::drawn;
use super::form::Form;
use super::{Doing, draw_wish, list_name};
use crate::app::draws::DrawAsk;
use crate::model::draw::{Again, Draw};
use crate::model::time::short_date;
use crate::ui::fonts::Icon;
use crate::ui::theme::space;
use crate::ui::views::Views;
use crate::ui::widgets::table::{Column, Table};
use crate::ui::widgets::{Button, Card, banner, empty, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Id, Ui};

/// The draw that is open.
#[derive(Default)]
pub(super) struct State {
    /// Its number.
    open: Option<i64>,
    /// It was asked for.
    asked: bool,
    shown: Option<(i64, Draw, Option<Again>)>,
}

impl State {
    /// This draw is to be shown.
    pub(super) fn of(draw: i64) -> Self {
        Self {
            open: Some(draw),
            ..Self::default()
        }
    }

    /// A draw came.
    pub(super) fn opened(&mut self, id: i64, draw: Draw, again: Option<Again>) {
        if self.open == Some(id) {
            self.shown = Some((id, draw, again));
        }
    }

    /// Asks again for the draw that is open: something was changed.
    pub(super) fn again(&self) -> Option<Wish> {
        self.open
            .filter(|_| self.shown.is_some())
            .map(|id| draw_wish(DrawAsk::Open(id)))
    }
}

/// Shows them; gives a form with the rules of one, to draw by them again.
pub(super) fn show(ui: &mut Ui, place: &mut super::State, views: &Views, wishes: &mut Wishes) -> Option<Form> {
    let draws = &views.workbook.draws;
    // What was open may have been taken back.
    let open = place.earlier.open.filter(|id| draws.iter().any(|kept| kept.id == *id));
    let Some(id) = open else {
        place.earlier = State::default();
        list(ui, place, views);
        return None;
    };
    if !std::mem::replace(&mut place.earlier.asked, true) {
        wishes.push(draw_wish(DrawAsk::Open(id)));
    }
    let mut form = None;
    let Some((_, draw, again)) = place.earlier.shown.take().filter(|(shown, ..)| *shown == id) else {
        text::quiet(ui, "Opening…");
        return None;
    };
    let kept = draws.iter().find(|kept| kept.id == id)?;
    let mut back = false;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        back = Button::secondary("All draws")
            .icon(Icon::ChevronLeft)
            .show(ui)
            .clicked();
        if Button::secondary("Draw by these rules again").show(ui).clicked() {
            form = Some(Form::like(&draw, views.workbook.lists.first().map(|list| list.id)));
        }
    });
    text::heading17(ui, &kept.name);
    let who = views.workbook.people.iter().find(|person| person.id == kept.who);
    drawn::head(
        ui,
        &draw,
        who.map(|person| person.name.as_str()),
        &list_name(views, Some(kept.of)),
    );
    made_again(ui, again.as_ref());
    match drawn::show(ui, &mut place.drawn, &draw, Some(&place.audits)) {
        Some(drawn::Event::Change(out, reason)) if place.doing == Doing::Nothing => {
            place.doing = Doing::Swapping;
            wishes.push(draw_wish(DrawAsk::Swap { draw: id, out, reason }));
        }
        Some(drawn::Event::Open(audit)) => wishes.push(Wish::OpenAudit(audit, None)),
        _ => {}
    }
    place.earlier.shown = Some((id, draw, again));
    if back {
        place.earlier = State::default();
        place.drawn = drawn::State::default();
    }
    form
}

fn made_again(ui: &mut Ui, again: Option<&Again>) {
    match again {
        Some(again) if again.same => drop(banner::done(ui, again.words(), None)),
        Some(again) if again.same_list => drop(banner::error(ui, again.words(), None)),
        Some(again) => drop(banner::warning(ui, again.words(), None)),
        None => drop(banner::warning(
            ui,
            "Its list cannot be read, so the draw cannot be made again",
            None,
        )),
    }
}

fn list(ui: &mut Ui, place: &mut super::State, views: &Views) {
    let draws = &views.workbook.draws;
    if draws.is_empty() {
        let next = "A draw is kept when its audits are allocated. It can be opened here and made again.";
        empty::empty(ui, Icon::History, "No draws yet", next, None);
        return;
    }
    let person = |id: i64| {
        let people = views.workbook.people.iter();
        people
            .filter(|person| person.id == id)
            .map(|person| person.name.as_str())
            .next()
            .unwrap_or_default()
    };
    Card::new().padding(0.0, 0.0).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let wide = ui.available_width() >= 640.0;
        let all = [
            (Column::rest("Draw", 160.0), true),
            (Column::rest("List", 140.0), wide),
            (Column::new("Made", 120.0), true),
            (Column::new("By", 150.0), wide),
        ];
        let shown: Vec<usize> = (0..all.len())
            .filter(|at| all.get(*at).is_some_and(|(_, on)| *on))
            .collect();
        let columns: Vec<Column<'_>> = all.iter().filter(|(_, on)| *on).map(|(column, _)| *column).collect();
        let event = Table::new(Id::unique("draws"), "Earlier draws", &columns)
            .row_height(44.0)
            .max_height(520.0)
            .min_height(520.0)
            .show(
                ui,
                draws.len(),
                |at| {
                    let Some(kept) = draws.get(at) else {
                        return Default::default();
                    };
                    let made = short_date(kept.made.date());
                    let list = list_name(views, Some(kept.of));
                    (
                        format!("{}, from {list}, {made}, {}", kept.name, person(kept.who)),
                        false,
                    )
                },
                |ui, at, column| {
                    let (Some(kept), Some(column)) = (draws.get(at), shown.get(column)) else {
                        return;
                    };
                    match column {
                        0 => drop(text::strong_line(ui, &kept.name)),
                        1 => drop(text::list(ui, &list_name(views, Some(kept.of)))),
                        2 => drop(text::list(ui, &short_date(kept.made.date()))),
                        _ => drop(text::list(ui, person(kept.who))),
                    }
                },
            );
        ui.add_space(6.0);
        if let Some(kept) = event.opened.and_then(|at| draws.get(at)) {
            place.earlier = State::of(kept.id);
            place.drawn = drawn::State::default();
        }
    });
}
