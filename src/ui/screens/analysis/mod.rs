//! Analysis: how practice was graded and what the evidence says; every mark opens what it counts.

mod bars;
mod facts;
mod heat;
mod moved;
mod tags;
mod travel;

use super::head::head;
use super::page::page;
use crate::app::analysis::AnalysisView;
use crate::app::worker::Ask;
use crate::model::analysis::{Choice, Group, LEAST, Mark, month_name};
use crate::model::case::{CaseKind, keyed};
use crate::ui::fonts::Icon;
use crate::ui::theme::space;
use crate::ui::views::Views;
use crate::ui::widgets::{Button, Card, Select, button, empty, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Align, Id, Layout, Ui, vec2};

keyed! {
    /// What the first card breaks grades down by.
    #[derive(Default)]
    By {
        /// The kind of case.
        #[default]
        Kind = "kind", "type of case";
        /// The team.
        Team = "team", "team";
        /// The section or judgement.
        Section = "section", "section";
        /// The quarter audits were due in.
        Quarter = "quarter", "quarter";
    }
}

/// What is analysed, and how it is shown.
#[derive(Default)]
pub struct State {
    choice: Choice,
    /// What the workbook's thread was asked for last.
    asked: Option<Choice>,
    by: By,
    /// The same facts as tables.
    as_table: bool,
}

impl State {
    /// Which audits are analysed.
    pub fn choice(&self) -> &Choice {
        &self.choice
    }

    /// It is no longer looked at; what to tell the workbook's thread.
    pub fn leave(&mut self) -> Option<Ask> {
        self.asked.take().map(|_| Ask::Analysis(None))
    }
}

fn ask(state: &mut State, wishes: &mut Wishes) {
    if state.asked.as_ref() != Some(&state.choice) {
        state.asked = Some(state.choice.clone());
        wishes.push(Wish::Ask(Ask::Analysis(Some(state.choice.clone()))));
    }
}

/// From here on two cards stand side by side.
const TWO: f32 = 860.0;

/// Shows the screen.
pub fn show(ui: &mut Ui, state: &mut State, views: &Views, wishes: &mut Wishes) {
    ask(state, wishes);
    page(ui, "analysis", |ui| {
        ui.spacing_mut().item_spacing.y = space::M;
        let Some(view) = views.analysis.clone() else {
            let _none = head(ui, "Analysis", "", &[]);
            return;
        };
        if view.framework.is_none()
            || view.analysis.all.all() + view.analysis.dips == 0 && state.choice == Choice::default()
        {
            let _none = head(ui, "Analysis", "", &[]);
            let next = "Figures come from audits that were submitted. Drafts are not counted.";
            let go = Button::secondary("Go to audits");
            if empty::empty(ui, Icon::Chart, "Nothing to analyse yet", next, Some(go)) {
                wishes.push(Wish::Command(crate::app::command::Command::Go(
                    crate::app::command::Screen::Audits,
                )));
            }
            return;
        }
        let table = if state.as_table { "As pictures" } else { "As a table" };
        let buttons = [Button::secondary(table), Button::primary("Report…").icon(Icon::Upload)];
        match head(ui, "Analysis", "", &buttons) {
            Some(0) => state.as_table = !state.as_table,
            Some(_) => wishes.push(Wish::Command(crate::app::command::Command::Export)),
            None => {}
        }
        choose(ui, state, views, &view);
        counted(ui, state, &view, wishes);
        if state.as_table {
            facts::show(ui, &view, views, wishes);
        } else {
            cards(ui, state, &view, views, wishes);
        }
    });
    // What was chosen in this frame is asked for at once.
    ask(state, wishes);
}

fn cards(ui: &mut Ui, state: &mut State, view: &AnalysisView, views: &Views, wishes: &mut Wishes) {
    let room = ui.available_width();
    let two = room >= TWO;
    let width = if two { (room - space::M) / 2.0 } else { room };
    let row = |ui: &mut Ui, left: &mut dyn FnMut(&mut Ui), right: &mut dyn FnMut(&mut Ui)| {
        let card = |ui: &mut Ui, contents: &mut dyn FnMut(&mut Ui)| {
            ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
                ui.set_width(width);
                Card::new().show(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = space::S;
                    contents(ui);
                });
            });
        };
        if two {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = space::M;
                card(ui, left);
                card(ui, right);
            });
        } else {
            card(ui, left);
            card(ui, right);
        }
    };
    let pressed = std::cell::RefCell::new(Vec::new());
    let press = |mark: Mark| pressed.borrow_mut().push(mark);
    row(ui, &mut |ui| bars::show(ui, &mut state.by, view, &press), &mut |ui| {
        travel::show(ui, view, &press);
    });
    row(ui, &mut |ui| heat::show(ui, view, &press), &mut |ui| {
        tags::show(ui, view, views, wishes);
    });
    if !view.analysis.moderated.is_empty() {
        row(ui, &mut |ui| moved::show(ui, view, &press), &mut |ui| {
            text::heading17(ui, "How to read this");
            text::quiet(
                ui,
                "Submitted audits and later. The agreed grade where there is one, else the first.",
            );
            text::quiet(
                ui,
                "A group of fewer than 5 audits is not broken down, and fewer than 10 give no percentage.",
            );
            text::quiet(ui, "The month is that in which an audit was due.");
        });
    }
    for mark in pressed.into_inner() {
        wishes.push(open(state, view, mark));
    }
}

/// Opens what a figure counts.
fn open(state: &State, view: &AnalysisView, mark: Mark) -> Wish {
    let mut words = match &mark.group {
        Group::All => "Audits analysed".to_owned(),
        Group::Kind(kind) => crate::app::analysis_table::kind_name(*kind).to_owned(),
        Group::Team(team) => crate::app::analysis_table::team_name(team).to_owned(),
        Group::Section(section) => view.section_name(section).to_owned(),
        Group::Month(month) => format!("Due {}", month_name(*month)),
        Group::Quarter(month) => format!("Due {} to {}", month_name(*month), month_name(*month + 2)),
        Group::SectionOfTeam(section, team) => format!(
            "{}, {}",
            view.section_name(section),
            crate::app::analysis_table::team_name(team)
        ),
        Group::Moderated(first, agreed) => {
            format!("{} became {}", view.grade_name(*first), view.grade_name(*agreed))
        }
        Group::Dips => "Dip samples".to_owned(),
    };
    if let Some(rank) = mark.rank {
        words = format!("{words}: {}", view.grade_name(rank));
    }
    Wish::Ask(Ask::OpenMark(Box::new((state.choice.clone(), mark, words))))
}

const KINDS: usize = CaseKind::ALL.len();

fn choose(ui: &mut Ui, state: &mut State, views: &Views, view: &AnalysisView) {
    let choice = &mut state.choice;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::S, space::S);
        if let Some((first, last)) = view.months {
            let mut months: Vec<(Option<i32>, String)> = vec![(None, "any".to_owned())];
            months.extend((first..=last).rev().map(|month| (Some(month), month_name(month))));
            let months: Vec<(Option<i32>, &str)> = months.iter().map(|(m, words)| (*m, words.as_str())).collect();
            for (name, chosen) in [("Due from", &mut choice.from), ("Due to", &mut choice.to)] {
                let picked = Select::new(Id::unique(("analysis", name)), name, Some(&*chosen), &months)
                    .bar()
                    .show(ui);
                *chosen = picked.unwrap_or(*chosen);
            }
        }
        let frameworks: Vec<(Option<i64>, &str)> = views
            .workbook
            .frameworks
            .iter()
            .map(|(number, framework)| (Some(*number), framework.title.as_str()))
            .collect();
        let now = Some(view.analysis.framework);
        let id = Id::unique("analysis framework");
        if let Some(picked) = Select::new(id, "Framework", Some(&now), &frameworks)
            .bar()
            .hidden_label()
            .show(ui)
        {
            choice.framework = picked;
        }
        let mut teams: Vec<(Option<String>, &str)> = vec![(None, "all")];
        teams.extend(view.teams.iter().map(|team| {
            let words = crate::app::analysis_table::team_name(team);
            (Some(team.clone()), words)
        }));
        let picked = Select::new(Id::unique("analysis team"), "Team", Some(&choice.team), &teams)
            .bar()
            .show(ui);
        if let Some(team) = picked {
            choice.team = team;
        }
        let mut kinds: Vec<(Option<CaseKind>, &str)> = Vec::with_capacity(KINDS + 1);
        kinds.push((None, "all"));
        kinds.extend(CaseKind::ALL.iter().map(|kind| (Some(*kind), kind.name())));
        let picked = Select::new(Id::unique("analysis kind"), "Type", Some(&choice.kind), &kinds)
            .bar()
            .show(ui);
        choice.kind = picked.unwrap_or(choice.kind);
        if *choice != Choice::default() && Button::quiet("Clear").bar().show(ui).clicked() {
            *choice = Choice::default();
        }
    });
}

/// A number as it may be shown: not under five.
fn few(n: u32) -> String {
    if n < LEAST {
        "Fewer than 5".to_owned()
    } else {
        text::thousands(n as usize)
    }
}

/// What the figures are of, and what stands apart.
fn counted(ui: &mut Ui, state: &State, view: &AnalysisView, wishes: &mut Wishes) {
    let of = &view.analysis;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::M;
        let n = of.all.all();
        let words = if n == 1 {
            "1 audit".to_owned()
        } else {
            format!("{} audits", text::thousands(n as usize))
        };
        if n > 0 && button::link(ui, &words).clicked() {
            let mark = Mark {
                group: Group::All,
                rank: None,
            };
            wishes.push(open(state, view, mark));
        }
        if n == 0 {
            text::quiet_line(ui, "No audits");
        }
        if of.dips > 0 && button::link(ui, &format!("{} of dip samples, counted apart", few(of.dips))).clicked() {
            let mark = Mark {
                group: Group::Dips,
                rank: None,
            };
            wishes.push(open(state, view, mark));
        }
        if of.elsewhere > 0 {
            text::quiet_line(
                ui,
                &format!("{} on other frameworks, not in these figures", few(of.elsewhere)),
            );
        }
    });
}
