//! Draw audits from a list: rules and how they come out, the draw and its allocation, earlier draws, coverage.

mod allocate;
mod counts;
mod coverage;
mod drawn;
mod earlier;
mod form;
mod people;
mod rules;

use super::head::head;
use super::page::page;
use crate::app::command::{Command, Screen};
use crate::app::draws::{DrawAsk, DrawTold};
use crate::app::worker::Ask;
use crate::model::audit::Status;
use crate::model::change::Place;
use crate::model::draw::{Preview, Problem, Settings};
use crate::model::time::Moment;
use crate::ui::fonts::Icon;
use crate::ui::theme::space;
use crate::ui::views::Views;
use crate::ui::widgets::{Button, banner, empty, tabs};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Id, Ui};
use form::Form;

/// The name of its draft.
const FORM: &str = "draw";

/// At least this wide, rules and what they come to stand side by side.
const WIDE: f32 = 940.0;

/// What a preview was asked by: a later change to the workbook makes it old.
type Asked = (i64, Settings, Option<Moment>);

/// What is asked for that changes the workbook.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Doing {
    #[default]
    Nothing,
    Drawing,
    Allocating,
    Swapping,
}

/// What is filled in, and what is shown.
#[derive(Default)]
pub struct State {
    tab: usize,
    form: Form,
    /// The form as it was last kept as a draft.
    kept: Option<Form>,
    asked: Option<Asked>,
    /// The preview that was asked for has not come.
    waiting: bool,
    preview: Option<(i64, Preview)>,
    doing: Doing,
    /// Why it is not done, in words.
    fault: Option<String>,
    drawn: drawn::State,
    earlier: earlier::State,
    coverage: coverage::State,
    /// What became of each child's newest audit, by reference.
    audits: drawn::Audits,
    /// The edition `audits` was made from.
    edition: Option<u64>,
}

impl State {
    /// Takes in what was told about draws.
    pub fn hear(&mut self, told: DrawTold) {
        match told {
            DrawTold::Preview { list, preview, .. } => {
                self.waiting = false;
                self.preview = Some((list, preview));
            }
            DrawTold::Drawn { list, made } => {
                self.doing = Doing::Nothing;
                match *made {
                    // Another list may have been chosen meanwhile.
                    Ok(_) if self.form.list != Some(list) => {}
                    Ok(draw) => self.form.take(draw),
                    Err(refused) => {
                        let words: Vec<String> = refused.0.iter().map(Problem::words).collect();
                        self.fault = Some(format!("Nothing is drawn. {}", words.join(". ")));
                    }
                }
            }
            DrawTold::Opened { id, draw, again } => self.earlier.opened(id, *draw, again.map(|again| *again)),
            DrawTold::Coverage { list, coverage } => self.coverage.hear(list, coverage),
            DrawTold::Gone(words) => {
                (self.waiting, self.doing) = (false, Doing::Nothing);
                self.fault = Some(words);
            }
        }
    }

    /// What was asked for was refused, and said so.
    pub fn refused(&mut self) {
        (self.waiting, self.doing) = (false, Doing::Nothing);
    }

    /// Something was committed: what was asked for here is done.
    pub fn done(&mut self, newest: Option<i64>, wishes: &mut Wishes) {
        match std::mem::take(&mut self.doing) {
            Doing::Allocating => {
                self.form.next();
                self.tab = EARLIER;
                self.earlier = newest.map(earlier::State::of).unwrap_or_default();
                self.drawn = drawn::State::default();
            }
            Doing::Swapping => self.drawn = drawn::State::default(),
            other => self.doing = other,
        }
        // An action taken back changes what is open, too.
        wishes.extend(self.earlier.again());
    }

    /// Opens again what was filled in when the workbook was last closed; whether these words were that.
    pub fn restore(&mut self, place: &Place, words: &str) -> bool {
        if *place != Place::form(FORM, 0) {
            return false;
        }
        if let Ok(form) = serde_json::from_str::<Form>(words) {
            self.kept = Some(form.clone());
            self.form = form;
        }
        true
    }

    /// Keeps what is filled in as a draft, when it is something else than before.
    fn keep(&mut self, wishes: &mut Wishes) {
        // What stands there by itself was not filled in.
        let before = self.kept.get_or_insert_with(|| self.form.clone());
        if *before != self.form {
            before.clone_from(&self.form);
            if let Ok(words) = serde_json::to_string(before) {
                wishes.push(Wish::Ask(Ask::Typing(Place::form(FORM, 0), words)));
            }
        }
    }

    /// Asks how the draw would come out, when something it rests on is another and the last answer has come.
    fn ask(&mut self, views: &Views, wishes: &mut Wishes) {
        let Some(list) = self.form.list.filter(|_| !self.waiting && self.form.drawn.is_none()) else {
            return;
        };
        let asked = (list, self.form.settings(views), views.workbook.saved);
        if self.asked.as_ref() != Some(&asked) {
            let settings = asked.1.clone();
            wishes.push(draw_wish(DrawAsk::Preview { list, settings }));
            (self.asked, self.waiting) = (Some(asked), true);
        }
    }

    /// Finds what became of each child's newest audit, once for each edition.
    fn derive(&mut self, views: &Views) {
        if self.edition != Some(views.edition) {
            let rows = views.audits.iter();
            self.audits = rows.map(|row| (row.who.clone(), (row.id, row.status))).collect();
            self.edition = Some(views.edition);
        }
    }
}

fn draw_wish(ask: DrawAsk) -> Wish {
    Wish::Ask(Ask::Draw(Box::new(ask)))
}

const EARLIER: usize = 1;

/// Shows the place.
pub fn show(ui: &mut Ui, state: &mut State, views: &Views, wishes: &mut Wishes) {
    state.derive(views);
    page(ui, "draw screen", |ui| {
        ui.spacing_mut().item_spacing.y = space::L;
        let back = Button::secondary("Back to audits").icon(Icon::ChevronLeft);
        if head(
            ui,
            "Draw audits",
            "A fair draw from a list, which can be made again",
            &[back],
        )
        .is_some()
        {
            wishes.push(Wish::Command(Command::Go(Screen::Audits)));
        }
        if views.workbook.lists.is_empty() {
            let next = "Import the list of open cases from the case record system first. Audits are drawn from it.";
            empty::empty(ui, Icon::List, "No list yet", next, None);
            return;
        }
        let earlier = match views.workbook.draws.len() {
            0 => "Earlier draws".to_owned(),
            n => format!("Earlier draws ({n})"),
        };
        if let Some(tab) = tabs::tabs(ui, Id::unique("draw tabs"), &["Draw", &earlier, "Coverage"], state.tab) {
            state.tab = tab;
            state.fault = None;
        }
        if let Some(words) = &state.fault
            && banner::error(ui, words, Some("Close"))
        {
            state.fault = None;
        }
        match state.tab {
            EARLIER => {
                if let Some(form) = earlier::show(ui, state, views, wishes) {
                    state.form = form;
                    (state.tab, state.asked) = (0, None);
                }
            }
            2 => coverage::show(ui, &mut state.coverage, views, wishes),
            _ if state.form.drawn.is_some() => drawn(ui, state, views, wishes),
            _ => new(ui, state, views, wishes),
        }
    });
    state.keep(wishes);
}

/// Rules, and what they come to.
fn new(ui: &mut Ui, state: &mut State, views: &Views, wishes: &mut Wishes) {
    let known = |list: &i64| views.workbook.lists.iter().any(|kept| kept.id == *list);
    if !state.form.list.as_ref().is_some_and(known) {
        state.form.list = views.workbook.lists.first().map(|kept| kept.id);
    }
    if state.form.settings.seed.is_empty() && !state.form.settings.seed_typed {
        // Without random numbers a seed is typed.
        state.form.settings.seed = crate::app::draws::new_seed().unwrap_or_default();
    }
    let wide = ui.available_width() >= WIDE;
    let drawing = state.doing == Doing::Drawing;
    let preview = state
        .preview
        .as_ref()
        .filter(|(list, _)| Some(*list) == state.form.list)
        .map(|(_, preview)| preview);
    let form = &mut state.form;
    let mut go = false;
    side_by_side(
        ui,
        wide.then_some(400.0),
        form,
        |ui, form| {
            rules::show(ui, form, views);
            if wide {
                people::exemptions(ui, form);
            }
        },
        |ui, form| {
            go = counts::show(ui, form, preview, drawing, views);
            people::auditors(ui, form, views);
            if !wide {
                people::exemptions(ui, form);
            }
        },
    );
    if go && state.doing == Doing::Nothing {
        state.doing = Doing::Drawing;
        state.fault = None;
        if let Some(list) = state.form.list {
            let settings = state.form.settings(views);
            let swaps = std::mem::take(&mut state.form.swaps);
            wishes.push(draw_wish(DrawAsk::Draw { list, settings, swaps }));
        }
    }
    state.ask(views, wishes);
}

/// Two columns side by side, the left one of a width; without one, one over the other.
fn side_by_side<T>(
    ui: &mut Ui,
    left: Option<f32>,
    of: &mut T,
    one: impl FnOnce(&mut Ui, &mut T),
    other: impl FnOnce(&mut Ui, &mut T),
) {
    let Some(width) = left else {
        one(ui, of);
        other(ui, of);
        return;
    };
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = space::L;
        let part = |ui: &mut Ui, width: f32, contents: &mut dyn FnMut(&mut Ui)| {
            let layout = eframe::egui::Layout::top_down(eframe::egui::Align::Min);
            ui.allocate_ui_with_layout(eframe::egui::vec2(width, 0.0), layout, |ui| {
                ui.set_width(width);
                contents(ui);
            });
        };
        let (mut one, mut other) = (Some(one), Some(other));
        part(ui, width, &mut |ui| {
            if let Some(one) = one.take() {
                one(ui, of);
            }
        });
        let rest = ui.available_width();
        part(ui, rest, &mut |ui| {
            if let Some(other) = other.take() {
                other(ui, of);
            }
        });
    });
}

/// What was drawn, to be looked at, changed and allocated.
fn drawn(ui: &mut Ui, state: &mut State, views: &Views, wishes: &mut Wishes) {
    let Some(draw) = state.form.drawn.take() else { return };
    let mut draw = draw;
    drawn::head(ui, &draw, None, &list_name(views, state.form.list));
    let open = |status: &Status| matches!(status, Status::Allocated | Status::Draft);
    let begun = draw.picked.iter().filter(|picked| {
        let found = state.audits.get(&picked.reference);
        draw.settings.not_open && found.is_some_and(|(_, status)| open(status))
    });
    match begun.count() {
        0 => {}
        1 => drop(banner::warning(
            ui,
            "1 of these was given an audit since it was drawn",
            None,
        )),
        n => drop(banner::warning(
            ui,
            &format!("{n} of these were given audits since they were drawn"),
            None,
        )),
    }
    let me = views.workbook.me.name.clone();
    let event = drawn::show(ui, &mut state.drawn, &draw, None);
    if let Some(drawn::Event::Change(out, reason)) = event {
        match draw.swap(&out, &reason, &me, views.today) {
            Ok(_) => state.drawn = drawn::State::default(),
            Err(why) => state.fault = Some(why.words().to_owned()),
        }
    }
    let allocating = state.doing == Doing::Allocating;
    match allocate::show(ui, &mut state.form, &draw, allocating, views) {
        Some(allocate::Event::Back) => {
            // The same seed gives the same children, and then the same swaps.
            state.form.swaps = draw.swaps;
            (state.asked, state.drawn) = (None, drawn::State::default());
            return;
        }
        Some(allocate::Event::Allocate(mut ask)) if state.doing == Doing::Nothing => {
            state.doing = Doing::Allocating;
            ask.draw = draw.clone();
            wishes.push(draw_wish(DrawAsk::Allocate(ask)));
        }
        _ => {}
    }
    state.form.drawn = Some(draw);
}

fn list_name(views: &Views, list: Option<i64>) -> String {
    let lists = views.workbook.lists.iter();
    lists
        .filter(|kept| Some(kept.id) == list)
        .map(|kept| kept.name.clone())
        .next()
        .unwrap_or_else(|| "a list that is gone".to_owned())
}
