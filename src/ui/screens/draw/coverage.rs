//! Coverage: how many of each group were audited in the months before, who never was, and when each was last.

use super::rules::{dimensions, lists};
use super::{counts::some, draw_wish};
use crate::app::draws::DrawAsk;
use crate::model::draw::{Coverage, Covered, Dimension, Reach};
use crate::model::time::{Moment, short_date};
use crate::ui::theme::{size, space, tokens};
use crate::ui::views::Views;
use crate::ui::widgets::number_field::number_field;
use crate::ui::widgets::paint::Weight;
use crate::ui::widgets::table::{Column, Table};
use crate::ui::widgets::text::thousands;
use crate::ui::widgets::{Button, Card, Field, Select, progress, text};
use crate::ui::wish::Wishes;
use eframe::egui::{Id, Ui};

/// Which children are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Only {
    #[default]
    All,
    Never,
    NotLately,
}

const ONLY: [(Only, &str); 3] = [
    (Only::All, "everyone"),
    (Only::Never, "never audited"),
    (Only::NotLately, "not audited lately"),
];

type Asked = (i64, Vec<Dimension>, u32, Option<Moment>);

/// What is counted, and what came.
pub(super) struct State {
    list: Option<i64>,
    by: Vec<Dimension>,
    months: Option<usize>,
    only: Only,
    /// The group whose children are listed, by its place.
    group: Option<usize>,
    asked: Option<Asked>,
    shown: Option<(i64, Coverage)>,
    /// Children that are listed, by their places, and what they were found by.
    listed: Vec<usize>,
    from: Option<(Only, Option<usize>)>,
}

impl Default for State {
    fn default() -> Self {
        Self {
            list: None,
            by: vec![Dimension::Team],
            months: Some(12),
            only: Only::All,
            group: None,
            asked: None,
            shown: None,
            listed: Vec::new(),
            from: None,
        }
    }
}

impl State {
    /// A coverage came.
    pub(super) fn hear(&mut self, list: i64, coverage: Coverage) {
        if self.group.is_some_and(|group| group >= coverage.strata.len()) {
            self.group = None;
        }
        self.shown = Some((list, coverage));
        self.from = None;
    }

    fn ask(&mut self, views: &Views, wishes: &mut Wishes) {
        let Some(list) = self.list else { return };
        let months = u32::try_from(self.months.unwrap_or(0)).unwrap_or(u32::MAX);
        let asked = (list, self.by.clone(), months, views.workbook.saved);
        if self.asked.as_ref() != Some(&asked) {
            if self.asked.as_ref().is_some_and(|before| before.1 != asked.1) {
                self.group = None;
            }
            let by = asked.1.clone();
            wishes.push(draw_wish(DrawAsk::Coverage { list, by, months }));
            self.asked = Some(asked);
        }
    }

    /// Finds the children that are listed, when that is by something else than before.
    fn derive(&mut self, today: jiff::civil::Date) {
        let from = (self.only, self.group);
        let Some((_, coverage)) = self.shown.as_ref().filter(|_| self.from != Some(from)) else {
            return;
        };
        let fits = |child: &Covered| {
            self.group.is_none_or(|group| group == child.stratum)
                && match self.only {
                    Only::All => true,
                    Only::Never => child.last.is_none() && !child.open,
                    Only::NotLately => !coverage.lately(child, today),
                }
        };
        let children = coverage.children.iter().enumerate();
        self.listed = children.filter(|(_, child)| fits(child)).map(|(at, _)| at).collect();
        self.from = Some(from);
    }
}

/// Shows it.
pub(super) fn show(ui: &mut Ui, state: &mut State, views: &Views, wishes: &mut Wishes) {
    let known = |list: &i64| views.workbook.lists.iter().any(|kept| kept.id == *list);
    if !state.list.as_ref().is_some_and(known) {
        state.list = views.workbook.lists.first().map(|kept| kept.id);
    }
    Card::new().show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = space::M;
        let lists = lists(views);
        let options: Vec<(i64, &str)> = lists.iter().map(|(id, words)| (*id, words.as_str())).collect();
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = space::L;
            let width = (ui.available_width() - 190.0).clamp(160.0, 420.0);
            let select = Select::new(Id::unique("coverage list"), "List", state.list.as_ref(), &options);
            let picked = select.width(width).show(ui);
            if picked.is_some() {
                (state.list, state.group) = (picked, None);
            }
            let id = Id::unique("coverage months");
            let field = Field::new(id, "Months looked at").width(150.0);
            number_field(ui, field, id, &mut state.months);
        });
        dimensions(ui, &mut state.by);
    });
    state.ask(views, wishes);
    state.derive(views.today);
    let Some((_, coverage)) = state.shown.take().filter(|(list, _)| Some(*list) == state.list) else {
        text::quiet(ui, "Counting…");
        return;
    };
    groups(ui, state, &coverage);
    children(ui, state, &coverage);
    state.shown = state.list.map(|list| (list, coverage));
}

fn said(reach: &Reach, name: &str) -> String {
    format!(
        "{name}, {} of {} audited, {} being audited, {} never audited",
        reach.audited, reach.listed, reach.open, reach.never
    )
}

fn groups(ui: &mut Ui, state: &mut State, coverage: &Coverage) {
    let all = &coverage.all;
    let months = match coverage.months {
        0 => String::new(),
        1 => " in the last month".to_owned(),
        n => format!(" in the last {n} months"),
    };
    text::strong(
        ui,
        &format!(
            "{} of {} audited{months}, {} being audited, {} never audited",
            thousands(all.audited),
            some(all.listed, "child", "children"),
            thousands(all.open),
            thousands(all.never)
        ),
    );
    if coverage.by.is_empty() {
        return;
    }
    Card::new().padding(0.0, 0.0).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let wide = ui.available_width() >= 620.0;
        let all = [
            (Column::rest("Group", 150.0), true),
            (Column::new("Audited", 190.0), true),
            (Column::new("Being audited", 130.0).right(), wide),
            (Column::new("Never", 90.0).right(), true),
        ];
        let shown: Vec<usize> = (0..all.len())
            .filter(|at| all.get(*at).is_some_and(|(_, on)| *on))
            .collect();
        let columns: Vec<Column<'_>> = all.iter().filter(|(_, on)| *on).map(|(column, _)| *column).collect();
        let row = |at: usize| coverage.strata.get(at);
        let event = Table::new(Id::unique("coverage groups"), "Groups", &columns)
            .row_height(40.0)
            .max_height(320.0)
            .min_height(320.0)
            .show(
                ui,
                coverage.strata.len(),
                |at| {
                    let words = row(at).map(|reach| said(reach, &reach.stratum.name(&coverage.by)));
                    (words.unwrap_or_default(), state.group == Some(at))
                },
                |ui, at, column| {
                    let (Some(reach), Some(column)) = (row(at), shown.get(column)) else {
                        return;
                    };
                    match column {
                        0 => drop(text::strong_line(ui, &reach.stratum.name(&coverage.by))),
                        1 => drop(progress::small(ui, reach.audited, reach.listed)),
                        2 => drop(text::list(ui, &thousands(reach.open))),
                        _ => drop(text::list(ui, &thousands(reach.never))),
                    }
                },
            );
        ui.add_space(6.0);
        if let Some(at) = event.opened {
            state.group = (state.group != Some(at)).then_some(at);
        }
    });
}

fn children(ui: &mut Ui, state: &mut State, coverage: &Coverage) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        let picked = Select::new(Id::unique("coverage only"), "Children", Some(&state.only), &ONLY)
            .bar()
            .show(ui);
        state.only = picked.unwrap_or(state.only);
        if let Some(reach) = state.group.and_then(|group| coverage.strata.get(group)) {
            let name = reach.stratum.name(&coverage.by);
            if Button::quiet(&format!("{name}: show every group"))
                .bar()
                .show(ui)
                .clicked()
            {
                state.group = None;
            }
        }
        text::quiet_line(ui, &some(state.listed.len(), "child", "children"));
    });
    Card::new().padding(0.0, 0.0).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        if state.listed.is_empty() {
            ui.add_space(space::L);
            ui.horizontal(|ui| {
                ui.add_space(space::L);
                text::quiet(ui, "No child is all of what is asked for above");
            });
            ui.add_space(space::L);
            return;
        }
        let columns = [
            Column::new("Child", 130.0),
            Column::rest("Team", 140.0),
            Column::new("Last audited", 160.0),
        ];
        let row = |at: usize| state.listed.get(at).and_then(|at| coverage.children.get(*at));
        Table::new(Id::unique("coverage children"), "Children", &columns)
            .row_height(38.0)
            .max_height(420.0)
            .min_height(420.0)
            .show(
                ui,
                state.listed.len(),
                |at| {
                    let words = row(at).map(|child| format!("{}, {}, {}", child.reference, child.team, last(child)));
                    (words.unwrap_or_default(), false)
                },
                |ui, at, column| {
                    let Some(child) = row(at) else { return };
                    match column {
                        0 => drop(text::strong_line(ui, &child.reference)),
                        1 => drop(text::list(ui, &child.team)),
                        _ if child.last.is_none() && !child.open => {
                            let color = tokens(ui).grade_3;
                            text::line(ui, "Never", Weight::Semibold, size::LIST, color);
                        }
                        _ => drop(text::list(ui, &last(child))),
                    }
                },
            );
        ui.add_space(6.0);
    });
}

/// When a child was last audited, in words.
fn last(child: &Covered) -> String {
    match (child.last, child.open) {
        (Some(last), false) => short_date(last),
        (Some(last), true) => format!("{}, and now", short_date(last)),
        (None, true) => "Being audited".to_owned(),
        (None, false) => "Never".to_owned(),
    }
}
