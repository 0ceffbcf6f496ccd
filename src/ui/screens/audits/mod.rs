//! The list of audits.

mod cards;
mod derived;
mod list;
mod order;

pub(super) use crate::model::time::near_date as day;
pub(super) use list::END;

use super::head::head;
use super::page::page;
use crate::app::command::{Command, Screen};
use crate::model::audit::Status;
use crate::ui::fonts::Icon;
use crate::ui::theme::{space, tokens};
use crate::ui::views::Views;
use crate::ui::widgets::chip::ChipEvent;
use crate::ui::widgets::paint::{self, Weight};
use crate::ui::widgets::table::Order;
use crate::ui::widgets::{Button, Chip, Field, Select, empty, text};
use crate::ui::wish::{Wish, Wishes};
use derived::{By, Derived, Filter, Sampled};
use eframe::egui::{Id, Ui};
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What the list was worked out from: the edition of the lists and the day, the order, the filter.
type From = ((u64, Date), Option<(By, Order)>, Filter);

/// How the list is filtered and sorted.
#[derive(Default)]
pub struct State {
    filter: Filter,
    sort: Option<(By, Order)>,
    derived: Derived,
    /// What `derived` was worked out from.
    from: Option<From>,
}

impl State {
    /// Shows these audits, which something else counted, and nothing else.
    pub fn show_these(&mut self, words: String, audits: BTreeSet<i64>) {
        self.filter = Filter {
            these: Some((words, Arc::new(audits))),
            ..Filter::default()
        };
    }

    /// The audits of a dip sample.
    pub fn of_dip_sample(id: i64) -> Self {
        Self {
            filter: Filter {
                sampled: Sampled::One(id),
                ..Filter::default()
            },
            ..Self::default()
        }
    }

    fn derive(&mut self, views: &Views) {
        let now = (views.lists, views.today);
        let from = self.from.as_ref();
        let rows = from.is_none_or(|(then, ..)| *then != now);
        let sort = rows || from.is_none_or(|(_, sort, _)| *sort != self.sort);
        let narrow = sort || from.is_none_or(|(.., filter)| *filter != self.filter);
        if rows {
            self.derived.rows(&views.audits, &views.actions, views.today);
        }
        if sort {
            self.derived.sort(&views.audits, self.sort);
        }
        if narrow {
            self.derived.narrow(&views.audits, &self.filter, views.today);
            self.from = Some((now, self.sort, self.filter.clone()));
        }
    }
}

/// Under this width only the primary button has its icon.
const ICONS: f32 = 680.0;

/// The least the list may be high; under it the whole screen scrolls.
const LEAST_LIST: f32 = 260.0;

/// Shows the list.
pub fn show(ui: &mut Ui, state: &mut State, views: &Views, wishes: &mut Wishes) {
    state.derive(views);
    page(ui, "audits screen", |ui| {
        ui.spacing_mut().item_spacing.y = space::L;
        // Four buttons beside the name have no room for their icons in half a screen.
        let icons = ui.available_width() >= ICONS;
        let second = |words, icon| {
            let button = Button::secondary(words);
            if icons { button.icon(icon) } else { button }
        };
        let export = second("Export…", Icon::Upload);
        let import = second(Command::ImportList.text(), Icon::Download);
        let start = Button::primary("Start audit").icon(Icon::Plus);
        let draw = second(Command::Go(Screen::Draw).text(), Icon::Users);
        let dip = Button::secondary(Command::StartDipSample.text()).tip("A few questions asked of many files");
        let some = !views.audits.is_empty();
        let all = [
            (Command::Export, export, some),
            (Command::ImportList, import, true),
            // There is nothing to draw from without a list.
            (Command::Go(Screen::Draw), draw, !views.workbook.lists.is_empty()),
            (Command::StartDipSample, dip, true),
            (Command::StartAudit, start, some),
        ];
        let shown: Vec<_> = all.iter().filter(|(.., on)| *on).collect();
        let buttons: Vec<Button<'_>> = shown.iter().map(|(_, button, _)| *button).collect();
        let pressed = head(ui, "Audits", "", &buttons).and_then(|at| shown.get(at));
        if let Some((command, ..)) = pressed {
            wishes.push(Wish::Command(*command));
        }
        if views.audits.is_empty() {
            let next = "Start one with a child’s reference, paste the references of a whole sample, or import a list.";
            if empty::empty(ui, Icon::Folder, "No audits yet", next, Some(start)) {
                wishes.push(Wish::Command(Command::StartAudit));
            }
            return;
        }
        if let Some(only) = cards::show(ui, &state.derived.counts, state.filter.only, wishes) {
            state.filter.only = if state.filter.only == Some(only) {
                None
            } else {
                Some(only)
            };
        }
        filters(ui, &mut state.filter, &state.derived, views, wishes);
        // What was just picked is shown in this frame.
        state.derive(views);
        let height = (ui.max_rect().bottom() - ui.cursor().top()).max(LEAST_LIST);
        list::show(ui, state, views, height, wishes);
    });
}

fn options(known: &[String]) -> Vec<(Option<String>, &str)> {
    let any = std::iter::once((None, "any"));
    any.chain(known.iter().map(|text| (Some(text.clone()), text.as_str())))
        .collect()
}

fn filters(ui: &mut Ui, filter: &mut Filter, derived: &Derived, views: &Views, wishes: &mut Wishes) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = eframe::egui::vec2(space::S, space::S);
        Field::new(Id::unique("find audits"), "Child, worker or auditor")
            .hidden_label()
            .icon(Icon::Search)
            .placeholder("Child, worker or auditor")
            .limit(200)
            .width(260.0)
            .show(ui, &mut filter.words);
        let lists = [
            ("Type", &mut filter.kind, &derived.kinds),
            ("Team", &mut filter.team, &derived.teams),
            ("Auditor", &mut filter.auditor, &derived.auditors),
        ];
        for (name, chosen, known) in lists {
            let picked = Select::new(Id::unique(("audits by", name)), name, Some(&*chosen), &options(known))
                .bar()
                .show(ui);
            if let Some(picked) = picked {
                *chosen = picked;
            }
        }
        let mut statuses: Vec<(Option<Status>, &str)> = vec![(None, "any")];
        statuses.extend(derived.statuses.iter().map(|status| (Some(*status), status.name())));
        let id = Id::unique(("audits by", "Status"));
        if let Some(picked) = Select::new(id, "Status", Some(&filter.status), &statuses)
            .bar()
            .show(ui)
        {
            filter.status = picked;
        }
        sampled(ui, filter, views, wishes);
        if let Some(only) = filter.only {
            let words = only.words(&derived.counts);
            if Chip::filter(&words, true).removable().show(ui) != ChipEvent::None {
                filter.only = None;
            }
        }
        if let Some((words, _)) = &filter.these
            && Chip::filter(words, true).removable().show(ui) != ChipEvent::None
        {
            filter.these = None;
        }
        if !filter.is_empty() && Button::quiet("Clear").bar().tip("Show every audit").show(ui).clicked() {
            *filter = Filter::default();
        }
        said(ui, &derived.said);
    });
}

/// Which dip sample, where there are any; one that is chosen can be opened.
fn sampled(ui: &mut Ui, filter: &mut Filter, views: &Views, wishes: &mut Wishes) {
    let samples = &views.workbook.dip_samples;
    if let Sampled::One(id) = filter.sampled
        && !samples.iter().any(|sample| sample.id == id)
    {
        // Its start was taken back.
        filter.sampled = Sampled::Any;
    }
    if samples.is_empty() {
        return;
    }
    let mut options = vec![(Sampled::Any, "any"), (Sampled::None, "none: audits in full")];
    options.extend(
        samples
            .iter()
            .map(|sample| (Sampled::One(sample.id), sample.name.as_str())),
    );
    let id = Id::unique(("audits by", "Dip sample"));
    let picked = Select::new(id, "Dip sample", Some(&filter.sampled), &options)
        .bar()
        .show(ui);
    filter.sampled = picked.unwrap_or(filter.sampled);
    if let Sampled::One(id) = filter.sampled
        && Button::secondary("Open dip sample").bar().show(ui).clicked()
    {
        wishes.push(Wish::OpenDip(id));
    }
}

/// At the right of the row, or on a line of its own.
fn said(ui: &mut Ui, words: &str) {
    let color = tokens(ui).muted;
    let wide = paint::line(ui, words, Weight::Regular, crate::ui::theme::size::QUIET, color)
        .size()
        .x;
    let room = ui.available_size_before_wrap().x;
    if room > wide + space::L {
        ui.add_space(room - wide - 1.0);
    } else {
        ui.end_row();
    }
    text::quiet_line(ui, words);
}
