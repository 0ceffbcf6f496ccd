//! A dip sample: files down, questions across, answered by keyboard; the tally at the foot.

mod cells;
mod columns;
mod foot;
mod head;

use super::answers;
use super::page::page;
use crate::app::command::Command;
use crate::app::edit::Edit;
use crate::app::view::dip::{DipRow, DipView};
use crate::model::audit::SafeNow;
use crate::model::change::{Entity, Place, Value};
use crate::ui::dialogs::{Dialog, add_to_dip_sample, urgent_concern};
use crate::ui::fonts::Icon;
use crate::ui::theme::space;
use crate::ui::typed::Typed;
use crate::ui::views::Views;
use crate::ui::widgets::choice::{AnswerOption, Picked};
use crate::ui::widgets::grid::{At, Grid};
use crate::ui::widgets::{Button, Card, empty};
use crate::ui::wish::{Wish, Wishes};
use cells::Screen;
use columns::{Column, Columns};
use eframe::egui::{Id, Ui};
use std::collections::BTreeSet;

/// Whether the child is safe now, as a cell answers it; what was not assessed is empty.
const SAFE: [AnswerOption<'static>; 3] = [AnswerOption::YES, AnswerOption::UNSURE, AnswerOption::NO];

const SAFE_VALUES: [SafeNow; 3] = [SafeNow::Yes, SafeNow::Unsure, SafeNow::No];

/// The rows that a number of the tally counts, or that someone asked for.
struct Only {
    /// What they have in common.
    words: String,
    /// They stay as they were when they were asked for: answering moves nothing.
    audits: BTreeSet<i64>,
}

/// Where in a dip sample one is.
#[derive(Default)]
pub struct State {
    only: Option<Only>,
    /// Places in the rows of the view, as they are shown.
    shown: Vec<usize>,
    /// The edition `shown` was worked out from.
    from: Option<u64>,
    /// The audit and column of the cell that has, or last had, the keyboard.
    here: Option<(i64, Column)>,
    /// Give this cell the keyboard.
    go: Option<At>,
    /// For so many frames the first cell without an answer is given the keyboard: a dialog that closes gives it back to
    /// its opener.
    fresh: u8,
    /// What has the keyboard after Esc.
    after: Option<Id>,
    /// Answers side by side need more room than there is.
    narrow: bool,
}

impl State {
    /// A dip sample that was just opened.
    pub fn opened() -> Self {
        Self {
            fresh: 4,
            ..Self::default()
        }
    }

    fn derive(&mut self, view: &DipView, edition: u64) {
        if self.from == Some(edition) {
            return;
        }
        let fits = |row: &DipRow| self.only.as_ref().is_none_or(|only| only.audits.contains(&row.audit));
        self.shown = (0..view.rows.len())
            .filter(|at| view.rows.get(*at).is_some_and(fits))
            .collect();
        self.from = Some(edition);
    }

    /// Shows these rows only.
    fn narrow_to(&mut self, words: String, view: &DipView, fits: impl Fn(&DipRow) -> bool) {
        let audits = view.rows.iter().filter(|row| fits(row)).map(|row| row.audit).collect();
        self.only = Some(Only { words, audits });
        self.from = None;
    }

    fn row<'v>(&self, view: &'v DipView) -> Option<(usize, &'v DipRow)> {
        let (audit, _) = self.here?;
        let shown = |at: &usize| view.rows.get(*at).is_some_and(|row| row.audit == audit);
        let place = self.shown.iter().position(shown)?;
        Some((place, view.rows.get(*self.shown.get(place)?)?))
    }

    /// The next cell without an answer after the one that has the keyboard, round to the start.
    fn next_unanswered(&self, view: &DipView) -> Option<At> {
        let questions = view.sample.questions.len();
        let all = self.shown.len() * questions;
        let start = match (self.row(view), self.here) {
            (Some((row, _)), Some((_, Column::Question(question)))) => row * questions + question + 1,
            (Some((row, _)), _) => row * questions,
            _ => 0,
        };
        (start..all).chain(0..start).find_map(|place| {
            let (row, question) = (place / questions, place % questions);
            let answers = &view.rows.get(*self.shown.get(row)?)?.answers;
            answers.get(question)?.is_empty().then_some((row, question + 1))
        })
    }

    /// Does a command of this screen.
    pub fn command(&mut self, command: Command, view: &DipView, wishes: &mut Wishes) {
        match command {
            Command::NextUnanswered => self.go = self.next_unanswered(view),
            Command::RaiseConcern => {
                if let Some((_, row)) = self.row(view) {
                    wishes.push(concern(row));
                }
            }
            Command::Answer(n) => {
                let (row, column) = (self.row(view), self.here.map(|(_, column)| column));
                if let (Some((_, row)), Some(Column::Question(question))) = (row, column) {
                    let values = answers::values(&view.framework);
                    let at = usize::from(n).saturating_sub(1);
                    if at < values.len() {
                        wishes.extend(answer(view, row, question, Picked::Set(at)));
                    }
                }
            }
            _ => {}
        }
    }
}

/// Answers a question of a row, or clears it.
fn answer(view: &DipView, row: &DipRow, question: usize, picked: Picked) -> Option<Wish> {
    let criterion = view.sample.questions.get(question)?;
    let value = match picked {
        Picked::Set(at) => answers::values(&view.framework).get(at)?.clone(),
        Picked::Clear => String::new(),
    };
    row.status.open_to_change().then(|| {
        let place = Place::answer(row.audit, criterion, "value");
        Wish::edit(Edit::Set(place, Value::from(value)))
    })
}

/// Says whether the child is safe now, or that it is not assessed.
fn safe(row: &DipRow, picked: Picked) -> Option<Wish> {
    let value = match picked {
        Picked::Set(at) => *SAFE_VALUES.get(at)?,
        Picked::Clear => SafeNow::NotAssessed,
    };
    row.status.open_to_change().then(|| {
        let place = Place::row(Entity::Audit, row.audit, "safe_now");
        Wish::edit(Edit::Set(place, Value::from(value.key())))
    })
}

/// Raises an urgent concern about a child, or follows up the one that is open.
fn concern(row: &DipRow) -> Wish {
    let state = urgent_concern::State::about(row.audit, row.concern.as_ref(), &row.who, row.whom);
    Wish::Open(Box::new(Dialog::UrgentConcern(Box::new(state))))
}

fn add_files(view: &DipView, views: &Views) -> Wish {
    let state = add_to_dip_sample::State::new(view, &views.workbook);
    Wish::Open(Box::new(Dialog::AddToDipSample(Box::new(state))))
}

/// The least the grid may be high; under it the whole screen scrolls.
const LEAST: f32 = 320.0;

/// How high a row is.
const ROW: f32 = 43.0;

fn grid_id(view: &DipView) -> Id {
    Id::unique(("dip sample", view.sample.id))
}

/// Shows the dip sample.
pub fn show(ui: &mut Ui, state: &mut State, typed: &mut Typed, views: &Views, wishes: &mut Wishes) {
    // Until it comes there is nothing to show.
    let Some(view) = views.dip.clone() else { return };
    let view = &*view;
    state.derive(view, views.edition);
    page(ui, ("dip sample", view.sample.id), |ui| {
        ui.spacing_mut().item_spacing.y = space::M;
        head::show(ui, state, view, views, wishes);
        // What was just asked for is shown in this frame.
        state.derive(view, views.edition);
        if view.rows.is_empty() {
            let next = "Every file was removed. Add one, and it is asked the same questions.";
            let button = Button::primary("Add files…").icon(Icon::Plus);
            if empty::empty(ui, Icon::Folder, "No files in this dip sample", next, Some(button)) {
                wishes.push(add_files(view, views));
            }
            return;
        }
        head::question(ui, state, view);
        grid(ui, state, typed, view, views, wishes);
    });
}

fn grid(ui: &mut Ui, state: &mut State, typed: &mut Typed, view: &DipView, views: &Views, wishes: &mut Wishes) {
    let options = answers::options(&view.framework);
    let values = answers::values(&view.framework);
    let id = grid_id(view);
    Card::new().padding(0.0, 0.0).show(ui, |ui| {
        let columns = Columns::fit(ui, &options, view.sample.questions.len());
        let (all, keys) = (columns.grid(), columns.at());
        state.narrow = !columns.whole;
        if state.fresh > 0 {
            state.fresh -= 1;
            state.go = state.next_unanswered(view).or(Some((0, 1)));
            ui.request_repaint();
        }
        let foot = foot::height(&view.framework);
        let height = (ui.max_rect().bottom() - ui.cursor().top() - space::S).max(LEAST);
        let go = state.go.take();
        let mut screen = Screen {
            state,
            typed,
            view,
            views,
            wishes,
            options: &options,
            values: &values,
            columns: &keys,
        };
        if let Some(at) = go.filter(|_| ui.is_enabled()) {
            Grid::go(ui, id, at, screen.cell_id(at));
        }
        let rows = screen.state.shown.len();
        let name = format!("Dip sample {}", view.sample.name);
        let event = Grid::new(id, &name, &all, ROW)
            .ends(columns::HEAD, foot)
            .show(ui, rows, height, &mut screen);
        for (at, key) in event.pressed {
            screen.pressed(at, key);
        }
        if let Some(at) = event.focused {
            state.here = view_row(state, view, at.0)
                .map(|row| row.audit)
                .zip(keys.get(at.1).copied());
            state.fresh = 0;
        }
        if event.left {
            wishes.extend(state.after.map(Wish::Focus));
        }
    });
}

/// The row that is shown at this place.
fn view_row<'v>(state: &State, view: &'v DipView, place: usize) -> Option<&'v DipRow> {
    view.rows.get(*state.shown.get(place)?)
}
