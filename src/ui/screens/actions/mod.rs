//! Every action: overdue first, a child's before the service's. The one that is selected is followed up beside the list,
//! or in its place where there is no room for both.

mod choices;
mod concerns;
mod derived;
mod filters;
mod list;
mod panel;

use super::head::head_with;
use super::page::page;
use crate::ui::dialogs::{self, Dialog};
use crate::ui::fonts::Icon;
use crate::ui::theme::space;
use crate::ui::typed::Typed;
use crate::ui::views::Views;
use crate::ui::widgets::{Button, empty, focus, table};
use crate::ui::wish::{Wish, Wishes};
use choices::{Filter, Only};
use derived::{Derived, Held};
use eframe::egui::{Align, Frame, Layout, Margin, ScrollArea, Ui, vec2};
use jiff::civil::Date;

/// What the list was worked out from: the edition of the lists, day, filter, and what is followed up.
type Worked = (u64, Date, Filter, Option<i64>);

/// How the list is filtered, and what is followed up.
#[derive(Default)]
pub struct State {
    filter: Filter,
    /// The action that is followed up.
    selected: Option<i64>,
    /// The place it had when that began.
    held: Option<Held>,
    derived: Derived,
    /// What `derived` was worked out from.
    from: Option<Worked>,
    /// Go to the row of what is or was followed up, once it is there.
    returning: bool,
    /// What was followed up last, where the list had given way to it.
    left: Option<i64>,
    /// It was opened just now: the keyboard goes with it where the list gives way.
    opened: bool,
    all_concerns: bool,
}

impl State {
    /// The list of what is overdue.
    pub fn overdue() -> Self {
        let mut state = Self::default();
        state.filter.only = Only::Overdue;
        state
    }

    /// Follows this action up.
    pub fn follow_up(&mut self, action: i64) {
        self.selected = Some(action);
        (self.returning, self.opened) = (true, true);
    }

    /// Whoever comes back stands on the row that was left.
    pub fn come_back(&mut self) {
        self.returning = true;
        // Beside the list, the row has it; in its place, the way back.
        self.opened = self.selected.is_some();
    }

    /// The owner the list is narrowed to.
    pub fn owner(&self) -> Option<&str> {
        self.filter.owner.as_deref()
    }

    fn derive(&mut self, views: &Views) {
        let same = self.from.as_ref().is_some_and(|(lists, today, filter, selected)| {
            (*lists, *today, *selected) == (views.lists, views.today, self.selected) && *filter == self.filter
        });
        if same {
            return;
        }
        if self.held.map(|held| held.id()) != self.selected {
            let row = self.selected.and_then(|id| views.actions.find(id));
            self.held = row.map(|row| Held::of(row, views.today));
        }
        self.derived = Derived::of(&views.actions, &self.filter, self.held.as_ref(), views.today);
        self.from = Some((views.lists, views.today, self.filter.clone(), self.selected));
    }
}

/// From this width on the follow-up stands beside the list.
const BESIDE: f32 = 960.0;

/// How wide it is there.
const PANEL: f32 = 428.0;

/// The least the list may be high; under it the whole screen scrolls.
const LEAST_LIST: f32 = 260.0;

/// Shows the list.
pub fn show(ui: &mut Ui, state: &mut State, typed: &mut Typed, views: &Views, wishes: &mut Wishes) {
    state.derive(views);
    page(ui, "actions screen", |ui| {
        ui.spacing_mut().item_spacing.y = space::L;
        top(ui, state, views, wishes);
        concerns::show(ui, state, views, wishes);
        if views.actions.is_empty() {
            let next = "Raise one from a piece of evidence, a question, a section or an area for improvement, or add one here.";
            let add = Button::primary("Add action").icon(Icon::Plus);
            if empty::empty(ui, Icon::CheckCircle, "No actions yet", next, Some(add)) {
                wishes.push(add_action());
            }
            return;
        }
        let row = state.selected.and_then(|id| views.actions.find(id));
        if row.is_none() {
            // It was deleted, or its raising was taken back.
            state.selected = None;
        }
        let beside = ui.available_width() >= BESIDE;
        if let (Some(row), false) = (row, beside) {
            panel::instead(ui, state, typed, row, views, wishes);
            return;
        }
        filters::show(ui, state);
        // What was just picked is shown in this frame.
        state.derive(views);
        if std::mem::take(&mut state.returning)
            && let Some(at) = state
                .selected
                .or(state.left.take())
                .and_then(|id| state.derived.place(&views.actions, id))
        {
            table::go_to(ui.ctx(), list::id(), at);
            ui.ctx().request_repaint();
        }
        let height = (ui.max_rect().bottom() - ui.cursor().top()).max(LEAST_LIST);
        let Some(row) = row else {
            list::show(ui, state, views, height);
            return;
        };
        state.opened = false;
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = space::L;
            let left = ui.available_width() - PANEL - space::L;
            ui.allocate_ui_with_layout(vec2(left, height), Layout::top_down(Align::Min), |ui| {
                ui.set_width(left);
                list::show(ui, state, views, height);
            });
            ui.allocate_ui_with_layout(vec2(PANEL, height), Layout::top_down(Align::Min), |ui| {
                ui.set_width(PANEL);
                ScrollArea::vertical()
                    .id_salt(("follow up", row.action.id))
                    .max_height(height)
                    .auto_shrink([false, true])
                    .show(ui, |ui| {
                        // The scroll bar stands beside the card, not over its border.
                        let margin = Margin {
                            right: 12,
                            ..Margin::ZERO
                        };
                        let frame = Frame::new().inner_margin(margin);
                        frame.show(ui, |ui| panel::beside(ui, state, typed, row, views, wishes));
                        focus::follow(ui);
                    });
            });
        });
    });
}

fn add_action() -> Wish {
    Wish::Open(Box::new(Dialog::Action(Box::new(dialogs::action::State::anywhere()))))
}

/// The name of the screen, how many actions stand how, and what can be done with all of them.
fn top(ui: &mut Ui, state: &mut State, views: &Views, wishes: &mut Wishes) {
    let buttons = [
        Button::secondary("Read updates…").icon(Icon::Download),
        Button::secondary("Export plan…").icon(Icon::Upload),
        Button::primary("Add action").icon(Icon::Plus),
    ];
    let shown = if views.actions.is_empty() { &[] } else { &buttons[..] };
    let mut counted = false;
    let pressed = head_with(ui, "Actions", shown, 280.0, |ui| {
        counted = true;
        counts(ui, state);
    });
    if !counted && !views.actions.is_empty() {
        ui.horizontal(|ui| counts(ui, state));
    }
    match pressed {
        Some(0) => wishes.push(Wish::Open(Box::new(Dialog::ReadPlan(Box::default())))),
        Some(1) => {
            let owner = state.owner().map(str::to_owned);
            let state = dialogs::export_plan::State::new(owner, views);
            wishes.push(Wish::Open(Box::new(Dialog::ExportPlan(Box::new(state)))));
        }
        Some(_) => wishes.push(add_action()),
        None => {}
    }
}

/// How many actions stand how; each shows those it counts.
fn counts(ui: &mut Ui, state: &mut State) {
    ui.spacing_mut().item_spacing.x = 0.0;
    let of = &state.derived;
    let counted = [
        (of.open, "open", Only::Open),
        (of.overdue, "overdue", Only::Overdue),
        (of.to_verify, "to verify", Only::ToVerify),
    ];
    for (n, words, only) in counted {
        let words = format!("{n} {words}");
        let name = format!("{words}: show these");
        if Button::quiet(&words).small().name(&name).show(ui).clicked() {
            state.filter.clear();
            state.filter.only = only;
        }
    }
}
