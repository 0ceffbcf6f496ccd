//! Urgent concerns that are open stand above every action.

use super::State;
use crate::model::audit::whom;
use crate::model::urgent::UrgentConcern;
use crate::ui::dialogs::{self, Dialog};
use crate::ui::views::Views;
use crate::ui::widgets::{Button, banner};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::Ui;

/// So many stand there at first.
const FIRST: usize = 3;

/// Shows those that are open, the longest open first.
pub(super) fn show(ui: &mut Ui, state: &mut State, views: &Views, wishes: &mut Wishes) {
    let open = &views.workbook.open_concerns;
    let shown = if state.all_concerns { open.len() } else { FIRST };
    for (concern, who) in open.iter().take(shown) {
        let row = views.audits.find(concern.audit);
        let whom = row.map_or("child", |row| whom(row.subject, row.case_kind));
        let strong = format!("A {whom} may be unsafe today: case {who}");
        if banner::concern(ui, &strong, &known(concern, views), "Record what was done") {
            let state = dialogs::urgent_concern::State::follow_up(concern, who, whom);
            wishes.push(Wish::Open(Box::new(Dialog::UrgentConcern(Box::new(state)))));
        }
    }
    if open.len() > FIRST {
        let words = if state.all_concerns {
            "Show fewer".to_owned()
        } else {
            format!("Show all {} open urgent concerns", open.len())
        };
        if Button::danger(&words).bar().show(ui).clicked() {
            state.all_concerns = !state.all_concerns;
        }
    }
}

/// What is known of a concern: how long it is open, who told whom, who saw the child.
fn known(concern: &UrgentConcern, views: &Views) -> String {
    let open = match concern.hours(views.now) {
        0 => "Open for less than an hour.".to_owned(),
        1 => "Open 1 hour.".to_owned(),
        hours => format!("Open {hours} hours."),
    };
    let people = &views.workbook.people;
    let raiser = people.iter().find(|person| person.id == concern.raised_by);
    let raiser = raiser.map_or("The auditor", |person| person.name.as_str());
    let told = if concern.told_who.is_empty() {
        "Whom anyone told is not recorded.".to_owned()
    } else {
        let mut words = format!("{raiser} told {}", concern.told_who);
        let how = concern.told_how.to_lowercase();
        if !how.is_empty() {
            words = format!("{words} {how}");
        }
        if let Some(at) = concern.told_at {
            words = format!("{words}, {}", at.day_and_time());
        }
        format!("{words}.")
    };
    let seen = if concern.child_seen_by.is_empty() {
        "not recorded"
    } else {
        &concern.child_seen_by
    };
    format!("{open} {told} Seen by: {seen}. Plumbline alerts no one.")
}
