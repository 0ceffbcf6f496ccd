//! The action plan out to its owners: whose, where to, and what it will hold.

use super::destination::Destination;
use super::export::{done, sentence};
use crate::app::error::UserError;
use crate::app::export::Exported;
use crate::app::plan::{PlanAsk, Whose};
use crate::app::worker::Ask;
use crate::model::action::Standing;
use crate::ui::files::Browse;
use crate::ui::screens::start::spot;
use crate::ui::theme::space;
use crate::ui::views::Views;
use crate::ui::widgets::choice::option_cards;
use crate::ui::widgets::modal::{self, Choice};
use crate::ui::widgets::path_field::path_field;
use crate::ui::widgets::{Button, Card, Dialog, Select, check, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Context, Id, Ui};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// How far it is.
enum Stage {
    /// Being chosen; what went wrong last time.
    Choosing(Option<String>),
    /// Being written to this path.
    Writing(PathBuf),
    /// Written.
    Done(Exported),
}

/// What is being chosen.
pub struct State {
    each: bool,
    owner: Option<String>,
    /// Owners of actions that are not verified, in words with how many they have.
    owners: Vec<(String, String)>,
    done: bool,
    named: bool,
    marking: String,
    to: Destination,
    description: String,
    /// What was described last.
    described: Option<(bool, Option<String>, bool)>,
    stage: Stage,
    /// Where it was written, to be remembered.
    remember: Option<PathBuf>,
    go: bool,
}

impl State {
    /// A plan of `owner`, or of each.
    pub fn new(owner: Option<String>, views: &Views) -> Self {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let current = |row: &&crate::app::view::ActionRow| row.action.standing() != Standing::Verified;
        for row in views.actions.iter().filter(current) {
            *counts.entry(row.action.owner.trim()).or_default() += 1;
        }
        let owners: Vec<(String, String)> = counts
            .into_iter()
            .map(|(owner, n)| {
                let name = if owner.is_empty() { "nobody yet" } else { owner };
                (owner.to_owned(), format!("{name} · {n}"))
            })
            .collect();
        Self {
            each: owner.is_none(),
            owner: owner.or_else(|| {
                owners
                    .iter()
                    .map(|(owner, _)| owner)
                    .find(|owner| !owner.is_empty())
                    .cloned()
            }),
            owners,
            done: false,
            named: false,
            marking: views.workbook.workbook.marking.clone(),
            to: Destination::new(&views.settings),
            description: String::new(),
            described: None,
            stage: Stage::Choosing(None),
            remember: None,
            go: false,
        }
    }

    fn ask(&self) -> PlanAsk {
        PlanAsk {
            whose: self.whose(),
            done: self.done,
            named: self.named,
            path: self.to.target(self.ending()),
        }
    }

    fn whose(&self) -> Whose {
        match &self.owner {
            Some(owner) if !self.each => Whose::Owner(owner.clone()),
            _ => Whose::Each,
        }
    }

    fn ending(&self) -> Option<&'static str> {
        (!self.each).then_some("xlsx")
    }

    /// What it will hold.
    pub fn described(&mut self, words: String) {
        self.description = words;
    }

    /// Nothing stands under `free` yet, in place of `plain`.
    pub fn free_name(&mut self, plain: &Path, free: &Path) {
        if matches!(self.stage, Stage::Choosing(_)) {
            let ending = self.ending();
            self.to.free_name(plain, free, ending);
        }
    }

    /// Whether this path is being written.
    pub fn writes(&self, written: &Path) -> bool {
        matches!(&self.stage, Stage::Writing(path) if path == written)
    }

    /// It was written, or not.
    pub fn exported(&mut self, done: Result<Exported, UserError>) {
        self.go = done.is_err();
        self.stage = match done {
            Ok(exported) => {
                self.remember = exported.path.parent().map(Path::to_owned);
                Stage::Done(exported)
            }
            Err(error) => Stage::Choosing(Some(error.to_string())),
        };
    }

    /// A path was chosen with the computer's own dialog.
    pub fn chosen(&mut self, what: Browse, path: &Path) {
        self.to.chosen(path, what == Browse::ExportFolder);
        self.stage = Stage::Choosing(None);
    }

    /// Proposes a name and asks what it would hold, where something else is chosen now.
    fn look(&mut self, views: &Views, wishes: &mut Wishes) {
        let now = (self.each, self.owner.clone(), self.done);
        if self.described.as_ref() == Some(&now) {
            return;
        }
        self.described = Some(now);
        self.description.clear();
        self.to.propose(PlanAsk::neutral_name(&self.whose(), views.today));
        wishes.push(Wish::Ask(Ask::DescribePlan(self.ask())));
    }
}

/// Shows the dialog.
pub fn show(ctx: &Context, state: &mut State, views: &Views, wishes: &mut Wishes) {
    state.look(views, wishes);
    if let Some(folder) = state.remember.take() {
        wishes.push(Wish::Settings(Box::new(move |settings| {
            settings.export_folder = Some(folder);
        })));
    }
    let note = if state.marking.is_empty() {
        String::new()
    } else {
        format!("Marked {}", state.marking)
    };
    let dialog = Dialog::new(Id::unique("export plan"), "Export action plan").note(&note);
    let dialog = match &state.stage {
        Stage::Choosing(_) => dialog.cancel("Cancel").primary(Button::primary("Export")),
        Stage::Writing(_) => dialog
            .cancel("Close")
            .primary(Button::primary("Writing…").enabled(false)),
        Stage::Done(_) => dialog.primary(Button::primary("Close")),
    };
    let shown = dialog.show(ctx, |ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        if let Stage::Done(exported) = &state.stage {
            ui.scope(|ui| done(ui, exported, wishes));
        } else {
            let enabled = matches!(state.stage, Stage::Choosing(_));
            ui.add_enabled_ui(enabled, |ui| form(ui, state, views, wishes));
        }
        ui.add_space(space::XS);
    });
    match (shown.choice, &state.stage) {
        (Some(Choice::Cancel), _) | (Some(Choice::Primary), Stage::Done(_)) => wishes.push(Wish::Close),
        (Some(Choice::Primary), Stage::Choosing(_)) if state.to.unchosen() => {
            state.stage = Stage::Choosing(Some("Type a folder and a name for the plan.".to_owned()));
            state.go = true;
            ctx.request_repaint();
        }
        (Some(Choice::Primary), Stage::Choosing(_)) => {
            let ask = state.ask();
            state.stage = Stage::Writing(ask.path.clone());
            wishes.push(Wish::Ask(Ask::ExportPlan(ask)));
        }
        _ => {}
    }
}

fn form(ui: &mut Ui, state: &mut State, views: &Views, wishes: &mut Wishes) {
    ui.spacing_mut().item_spacing.y = space::L;
    let ways = [
        ("One owner", "an Excel workbook to send them"),
        ("Each owner", "a folder, a workbook each"),
    ];
    let id = Id::unique("plan whose");
    if let Some(at) = option_cards(ui, id, "Whose plan", &ways, usize::from(state.each)) {
        state.each = at == 1;
    }
    if !state.each {
        let options: Vec<(Option<String>, &str)> = state
            .owners
            .iter()
            .map(|(owner, words)| (Some(owner.clone()), words.as_str()))
            .collect();
        let picked = Select::new(Id::unique("plan owner"), "Owner", Some(&state.owner), &options).show(ui);
        state.owner = picked.unwrap_or(state.owner.take());
    }
    modal::group(ui, "What to include", |ui| {
        let mut done = state.done;
        check::checkbox(ui, &mut done, "Also actions that are done and not verified");
        state.done = done;
        if state.each {
            check::checkbox(ui, &mut state.named, "Owners’ names in the names of the files");
        }
        text::quiet(
            ui,
            "Actions that are not done are always included. Owners fill in how far it is, progress, the day it was done and what shows it; the rest is protected.",
        );
    });
    state.look(views, wishes);
    save_as(ui, state, wishes);
    Card::quiet().show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        let what = if state.each {
            "This folder will hold"
        } else {
            "This file will hold"
        };
        text::strong(ui, what);
        let words = if state.description.is_empty() {
            "…"
        } else {
            &state.description
        };
        text::body(ui, &sentence(words));
    });
}

fn save_as(ui: &mut Ui, state: &mut State, wishes: &mut Wishes) {
    let id = Id::unique("plan path");
    let go = std::mem::take(&mut state.go);
    let error = match &state.stage {
        Stage::Choosing(Some(error)) => Some(error.clone()),
        _ => None,
    };
    let event = spot(ui, id, go, |ui| {
        path_field(ui, id, "Save as", &mut state.to.path, error.as_deref())
    });
    if event.changed {
        state.stage = Stage::Choosing(None);
    }
    if event.browse {
        let target = state.to.target(state.ending());
        let (what, near) = match target.parent() {
            Some(folder) if state.each => (Browse::ExportFolder, folder.to_owned()),
            _ => (Browse::PlanFile, target),
        };
        wishes.push(Wish::Browse(what, near));
    }
}
