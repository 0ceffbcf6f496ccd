//! Every action: overdue first, then by due date. The one that is selected is followed up under the list.

use super::audits::{END, day};
use super::head::head;
use super::page::page;
use crate::app::edit::Edit;
use crate::app::view::AuditRow;
use crate::model::action::Action;
use crate::model::change::{Entity, Place, Value};
use crate::ui::fonts::Icon;
use crate::ui::theme::{height, size, space, tokens};
use crate::ui::typed::Typed;
use crate::ui::views::Views;
use crate::ui::widgets::paint::Weight;
use crate::ui::widgets::table::{Column, Table};
use crate::ui::widgets::{Button, Card, Field, Select, button, check, date_field, empty, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Align, Color32, Id, Layout, Rect, Ui, pos2, vec2};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Which actions are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Only {
    #[default]
    All,
    Open,
    Overdue,
    Done,
    /// Done in the last 30 days.
    Lately,
}

const ONLY: [(Only, &str); 5] = [
    (Only::All, "any"),
    (Only::Open, "open"),
    (Only::Overdue, "overdue"),
    (Only::Done, "done"),
    (Only::Lately, "done in the last 30 days"),
];

impl Only {
    fn fits(self, action: &Action, today: Date) -> bool {
        match self {
            Self::All => true,
            Self::Open => action.done.is_none(),
            Self::Overdue => action.overdue(today),
            Self::Done => action.done.is_some(),
            Self::Lately => action.done.is_some_and(|done| (0..=30).contains(&days(done, today))),
        }
    }
}

fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

type From = (u64, Date, Only, Option<String>, Option<i64>);

/// How the list is filtered.
#[derive(Default)]
pub struct State {
    only: Only,
    owner: Option<String>,
    /// The action that is followed up.
    selected: Option<i64>,
    derived: Derived,
    /// What `derived` was worked out from.
    from: Option<From>,
}

#[derive(Default)]
struct Derived {
    shown: Vec<usize>,
    owners: Vec<String>,
    /// What each audit is, by its number: the words after the reference.
    about: BTreeMap<i64, String>,
    open: usize,
    overdue: usize,
    lately: usize,
}

impl State {
    /// The list of what is overdue.
    pub fn overdue() -> Self {
        Self {
            only: Only::Overdue,
            ..Self::default()
        }
    }

    fn derive(&mut self, views: &Views) {
        let from = (views.lists, views.today, self.only, self.owner.clone(), self.selected);
        if self.from.as_ref() != Some(&from) {
            self.derived = Derived::of(views, self.only, self.owner.as_deref(), self.selected);
            self.from = Some(from);
        }
    }
}

impl Derived {
    fn of(views: &Views, only: Only, owner: Option<&str>, selected: Option<i64>) -> Self {
        let today = views.today;
        // What is followed up stays in sight when it is done, though it is overdue no more.
        let fits = |action: &Action| {
            selected == Some(action.id) || only.fits(action, today) && owner.is_none_or(|owner| action.owner == owner)
        };
        let mut shown: Vec<(usize, &Action)> = views
            .actions
            .iter()
            .enumerate()
            .filter(|(_, (action, _))| fits(action))
            .map(|(at, (action, _))| (at, action))
            .collect();
        // Overdue, then open by date, then done with the newest first.
        shown.sort_by_key(|(_, action)| {
            // What is followed up stays in its place until it is left.
            let done = action.done.filter(|_| selected != Some(action.id));
            (
                done.is_some(),
                done.map(std::cmp::Reverse),
                action.due.is_none(),
                action.due,
            )
        });
        let owners: BTreeSet<&str> = views
            .actions
            .iter()
            .map(|(action, _)| action.owner.as_str())
            .filter(|owner| !owner.is_empty())
            .collect();
        let n = |only: Only| {
            views
                .actions
                .iter()
                .filter(|(action, _)| only.fits(action, today))
                .count()
        };
        Self {
            shown: shown.into_iter().map(|(at, _)| at).collect(),
            owners: owners.into_iter().map(str::to_owned).collect(),
            about: views.audits.iter().map(|row| (row.id, kind(row))).collect(),
            open: n(Only::Open),
            overdue: n(Only::Overdue),
            lately: n(Only::Lately),
        }
    }
}

fn kind(row: &AuditRow) -> String {
    if row.team.is_empty() || row.who == row.team {
        row.kind.clone()
    } else {
        format!("{}, {}", row.kind, row.team)
    }
}

/// Under this width the owner stands under what must change.
const WIDE: f32 = 720.0;

/// Shows the list.
pub fn show(ui: &mut Ui, state: &mut State, typed: &mut Typed, views: &Views, wishes: &mut Wishes) {
    state.derive(views);
    page(ui, "actions screen", |ui| {
        ui.spacing_mut().item_spacing.y = space::L;
        let quiet = if views.actions.is_empty() {
            ""
        } else {
            "What must change, from every audit"
        };
        let _no_button = head(ui, "Actions", quiet, &[]);
        if views.actions.is_empty() {
            let next = "Write what must change under a section of an audit. It stands here until it is done.";
            let go = Button::secondary("Go to audits");
            if empty::empty(ui, Icon::CheckCircle, "No actions yet", next, Some(go)) {
                wishes.push(Wish::Command(crate::app::command::Command::Go(
                    crate::app::command::Screen::Audits,
                )));
            }
            return;
        }
        cards(ui, state);
        filters(ui, state);
        state.derive(views);
        let selected = state.selected.and_then(|id| views.actions.find(id));
        let room = ui.max_rect().bottom() - ui.cursor().top();
        let panel = if selected.is_some() {
            panel_height(ui) + space::L
        } else {
            0.0
        };
        list(ui, state, views, (room - panel).max(220.0));
        if let Some((action, who)) = selected {
            follow_up(ui, state, typed, (action, who), views, wishes);
        }
    });
}

fn cards(ui: &mut Ui, state: &mut State) {
    let colors = tokens(ui);
    let of = &state.derived;
    let late = if of.overdue > 0 { colors.grade_4 } else { colors.text };
    let tiles = [
        (of.open, "open", colors.text, Only::Open),
        (of.overdue, "overdue", late, Only::Overdue),
        (of.lately, "done in the last 30 days", colors.text, Only::Lately),
    ];
    let gap = space::M;
    let width = ((ui.available_width() - 2.0 * gap) / 3.0).floor().min(280.0);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = gap;
        for (n, words, ink, only) in tiles {
            let name = format!("{n} {words}");
            ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
                ui.set_width(width);
                let pressed = Card::new()
                    .padding(space::L, space::M)
                    .selected(state.only == only)
                    .show_clickable(ui, Id::unique(("actions card", words)), &name, |ui| {
                        ui.spacing_mut().item_spacing.y = space::XS;
                        text::line(ui, &n.to_string(), Weight::Bold, size::TITLE, ink);
                        text::strong_line(ui, words);
                    })
                    .response
                    .clicked();
                if pressed {
                    state.only = if state.only == only { Only::All } else { only };
                }
            });
        }
    });
}

fn filters(ui: &mut Ui, state: &mut State) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::S, space::S);
        let picked = Select::new(Id::unique("actions status"), "Status", Some(&state.only), &ONLY)
            .bar()
            .show(ui);
        state.only = picked.unwrap_or(state.only);
        let mut owners: Vec<(Option<String>, &str)> = vec![(None, "any")];
        owners.extend(
            state
                .derived
                .owners
                .iter()
                .map(|owner| (Some(owner.clone()), owner.as_str())),
        );
        let picked = Select::new(Id::unique("actions owner"), "Owner", Some(&state.owner), &owners)
            .bar()
            .show(ui);
        if let Some(owner) = picked {
            state.owner = owner;
        }
        let clear = Button::quiet("Clear").bar().tip("Show every action");
        if (state.only != Only::All || state.owner.is_some()) && clear.show(ui).clicked() {
            state.only = Only::All;
            state.owner = None;
        }
    });
}

fn late(action: &Action, today: Date) -> Option<String> {
    let due = action.due.filter(|_| action.overdue(today))?;
    Some(match days(due, today) {
        1 => "1 day late".to_owned(),
        n => format!("{n} days late"),
    })
}

/// A row in words, for a screen reader.
fn said(action: &Action, who: &str, today: Date) -> String {
    let mut parts = vec![action.text.clone(), who.to_owned()];
    if !action.owner.is_empty() {
        parts.push(action.owner.clone());
    }
    match (action.done, late(action, today), action.due) {
        (Some(done), ..) => parts.push(format!("done {}", day(done, today))),
        (None, Some(late), _) => parts.push(late),
        (None, None, Some(due)) => parts.push(format!("due {}", day(due, today))),
        (None, None, None) => parts.push("no due date".to_owned()),
    }
    parts.join(", ")
}

fn list(ui: &mut Ui, state: &mut State, views: &Views, height: f32) {
    Card::new().padding(0.0, 0.0).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        if state.derived.shown.is_empty() {
            let next = "No action is all of what is asked for above.";
            if empty::empty(
                ui,
                Icon::Filter,
                "Nothing matches",
                next,
                Some(Button::secondary("Clear")),
            ) {
                state.only = Only::All;
                state.owner = None;
            }
            return;
        }
        let wide = ui.available_width() >= WIDE;
        let all = [
            (Column::rest("What must change", 200.0), true),
            (Column::new("About", 96.0), true),
            (Column::new("Owner", 170.0), wide),
            (Column::new("Due", 116.0), true),
            (Column::new("Done", 110.0), true),
        ];
        let shown: Vec<usize> = (0..all.len())
            .filter(|at| all.get(*at).is_some_and(|(_, on)| *on))
            .collect();
        let columns: Vec<Column<'_>> = all.iter().filter(|(_, on)| *on).map(|(column, _)| *column).collect();
        let row = |at: usize| state.derived.shown.get(at).and_then(|at| views.actions.get(*at));
        let left = ui.max_rect().left();
        let event = Table::new(Id::unique("actions"), "Actions", &columns)
            .row_height(56.0)
            .max_height(height - 44.0 - END)
            .show(
                ui,
                state.derived.shown.len(),
                |at| {
                    row(at).map_or_else(Default::default, |(action, who)| {
                        (said(action, who, views.today), state.selected == Some(action.id))
                    })
                },
                |ui, at, column| {
                    if let (Some((action, who)), Some(column)) = (row(at), shown.get(column)) {
                        if *column == 0 && state.selected != Some(action.id) {
                            bar(ui, left, action, views.today);
                        }
                        let about = state.derived.about.get(&action.audit).map_or("", String::as_str);
                        cell(ui, *column, action, (who, about), wide, views.today);
                    }
                },
            );
        ui.add_space(END);
        if let Some((action, _)) = event.opened.and_then(row) {
            let same = state.selected == Some(action.id);
            state.selected = (!same).then_some(action.id);
        }
    });
}

/// At the left edge of a row: overdue, soon due, or neither.
fn bar(ui: &Ui, left: f32, action: &Action, today: Date) {
    let colors = tokens(ui);
    let soon = |due: Date| action.done.is_none() && (0..=7).contains(&days(today, due));
    let ink: Color32 = if action.overdue(today) {
        colors.grade_4
    } else if action.due.is_some_and(soon) {
        colors.grade_3
    } else {
        colors.line
    };
    let row = ui.max_rect();
    let rect = Rect::from_min_max(pos2(left + 1.0, row.top()), pos2(left + 4.0, row.bottom() - 1.0));
    ui.painter()
        .with_clip_rect(ui.clip_rect().with_min_x(left))
        .rect_filled(rect, 0.0, ink);
}

fn two_lines(ui: &mut Ui, contents: impl FnOnce(&mut Ui)) {
    let height = 40.0;
    let width = ui.available_width();
    ui.allocate_ui_with_layout(vec2(width, height), Layout::top_down(Align::Min), |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        contents(ui);
    });
}

fn cell(ui: &mut Ui, column: usize, action: &Action, (who, about): (&str, &str), wide: bool, today: Date) {
    let colors = tokens(ui);
    match column {
        0 => two_lines(ui, |ui| {
            text::strong_line(ui, action.text.lines().next().unwrap_or_default());
            if wide || action.owner.is_empty() {
                text::quiet_line(ui, about);
            } else {
                text::quiet_line(ui, &action.owner);
            }
        }),
        1 => drop(text::list(ui, who)),
        2 => drop(text::list(ui, &action.owner)),
        3 => match (late(action, today), action.due) {
            (Some(late), _) => drop(text::line(ui, &late, Weight::Semibold, size::LIST, colors.grade_4)),
            (None, Some(due)) if action.done.is_some() => {
                text::line(ui, &day(due, today), Weight::Regular, size::LIST, colors.muted);
            }
            (None, Some(due)) => drop(text::list(ui, &day(due, today))),
            (None, None) => drop(text::line(ui, "–", Weight::Regular, size::LIST, colors.muted)),
        },
        _ => match action.done {
            Some(done) => drop(text::list(ui, &day(done, today))),
            None => drop(text::line(ui, "–", Weight::Regular, size::LIST, colors.muted)),
        },
    }
}

fn panel_height(ui: &Ui) -> f32 {
    if ui.available_width() >= WIDE { 232.0 } else { 320.0 }
}

/// The action that is selected: whether it is done, when, and what shows it.
fn follow_up(
    ui: &mut Ui,
    state: &mut State,
    typed: &mut Typed,
    (action, who): (&Action, &str),
    views: &Views,
    wishes: &mut Wishes,
) {
    let id = Id::unique(("follow up", action.id));
    Card::new().show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = space::M;
        ui.horizontal_top(|ui| {
            ui.scope(|ui| {
                ui.set_max_width((ui.available_width() - 44.0).max(100.0));
                text::heading17(ui, &action.text);
            });
            let gap = ui.available_width() - height::CHIP;
            ui.add_space(gap.max(0.0));
            let look = button::IconLook::Plain;
            if button::icon_button_with(ui, Icon::X, "Close", look, true).clicked() {
                state.selected = None;
            }
        });
        // The row is as high as its field from the first word on.
        ui.spacing_mut().interact_size.y = height::CONTROL;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(space::L, space::S);
            let place = |field: &str| Place::row(Entity::Action, action.id, field);
            let mut done = action.done.is_some();
            if check::checkbox(ui, &mut done, "Done").changed() {
                let on = done.then_some(views.today);
                wishes.push(Wish::edit(Edit::Set(place("done"), Value::from(on))));
            }
            if action.done.is_some() {
                let mut date = action.done;
                let field = Field::new(id.with("done"), "Date done").hidden_label().width(130.0);
                if date_field::date_field_with(ui, field, id.with("done"), &mut date, views.today).changed() {
                    wishes.push(Wish::edit(Edit::Set(place("done"), Value::from(date))));
                }
            }
            let open = format!("Open audit of {who}");
            if Button::secondary(&open).icon(Icon::ArrowRight).bar().show(ui).clicked() {
                let section = Some(action.judgement.clone()).filter(|section| !section.is_empty());
                wishes.push(Wish::OpenAudit(action.audit, section));
            }
        });
        let place = Place::row(Entity::Action, action.id, "done_evidence");
        typed.field(
            ui,
            &place,
            &action.done_evidence,
            |id| {
                Field::new(id, "Evidence it was done")
                    .rows(2)
                    .placeholder("What shows it, and where to find it")
            },
            wishes,
        );
    });
}
