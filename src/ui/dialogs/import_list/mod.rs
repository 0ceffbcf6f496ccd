//! Import list: which file, what each column is taken for, then what it would do before anything is written.

mod choices;
mod mapping;
mod preview;

use crate::app::error::UserError;
use crate::app::list_import::{ListAsk, ListTold, Opened, Preview};
use crate::app::session::typed_path;
use crate::app::worker::Ask;
use crate::model::list::ListField;
use crate::model::list_plan::{Plan, Reads};
use crate::ui::files::Browse;
use crate::ui::screens::start::{documents, spot};
use crate::ui::theme::space;
use crate::ui::views::Views;
use crate::ui::widgets::modal::Choice;
use crate::ui::widgets::path_field::path_field;
use crate::ui::widgets::{Button, Dialog, banner, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Context, Id, Key, Ui};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How far it is.
enum Stage {
    /// A file is being chosen; what was wrong with the last.
    Choosing(Option<String>),
    /// It is being opened.
    Opening(PathBuf),
    /// What its columns are taken for.
    Mapping(Mapping),
    /// The list is being read.
    Reading(Mapping),
    /// What it would do.
    Shown(Mapping, Box<Shown>),
}

/// A file that is open, and how it is going to be read.
struct Mapping {
    opened: Arc<Opened>,
    plan: Plan,
    /// What was wrong with that.
    error: Option<String>,
}

/// A list that was read, and what is chosen for it.
struct Shown {
    preview: Arc<Preview>,
    tab: preview::Tab,
    choices: choices::State,
    /// It is being taken.
    taking: bool,
}

/// What is being imported.
pub struct State {
    path: String,
    stage: Stage,
    /// Give the path the keyboard.
    go: bool,
}

impl Default for State {
    fn default() -> Self {
        Self {
            path: String::new(),
            stage: Stage::Choosing(None),
            go: true,
        }
    }
}

impl State {
    /// A path was chosen with the computer's own dialog.
    pub fn chosen(&mut self, path: &Path) {
        self.path = path.display().to_string();
        self.stage = Stage::Choosing(None);
    }

    /// What was chosen of the list was refused.
    pub fn refused(&mut self, error: &UserError) {
        if let Stage::Shown(_, shown) = &mut self.stage {
            shown.taking = false;
            shown.choices.refused(error);
        }
    }

    /// What became of what was asked.
    pub fn told(&mut self, told: ListTold) {
        let stage = std::mem::replace(&mut self.stage, Stage::Choosing(None));
        self.stage = match (stage, told) {
            (Stage::Opening(path), ListTold::Opened(of, opened)) if path == of => match opened {
                Ok(opened) => Stage::Mapping(Mapping {
                    plan: opened.plan.clone(),
                    opened,
                    error: None,
                }),
                Err(error) => {
                    self.go = true;
                    Stage::Choosing(Some(error.to_string()))
                }
            },
            (Stage::Reading(mut mapping), ListTold::Read(read)) => match read {
                Ok(preview) => {
                    let many = matches!(mapping.plan.reads, Reads::AnnexA);
                    let choices = choices::State::new(&preview, many);
                    Stage::Shown(
                        mapping,
                        Box::new(Shown {
                            tab: preview::Tab::first(&preview),
                            preview,
                            choices,
                            taking: false,
                        }),
                    )
                }
                Err(error) => {
                    mapping.error = Some(error.to_string());
                    Stage::Mapping(mapping)
                }
            },
            // An answer to what is not asked any more.
            (stage, _) => stage,
        };
    }

    fn open(&mut self, wishes: &mut Wishes) {
        if self.path.trim().is_empty() {
            self.stage = Stage::Choosing(Some("Type the path of a CSV or XLSX file, or browse for it".to_owned()));
            self.go = true;
            return;
        }
        let path = typed_path(&self.path);
        wishes.push(Wish::Ask(Ask::List(ListAsk::Open(path.clone()))));
        self.stage = Stage::Opening(path);
    }

    fn read(&mut self, wishes: &mut Wishes) {
        let stage = std::mem::replace(&mut self.stage, Stage::Choosing(None));
        self.stage = match stage {
            Stage::Mapping(mut mapping) => {
                mapping.error = fault(&mapping.plan).map(str::to_owned);
                if mapping.error.is_none() {
                    let (opened, plan) = (mapping.opened.clone(), Box::new(mapping.plan.clone()));
                    wishes.push(Wish::Ask(Ask::List(ListAsk::Read(opened, plan))));
                    Stage::Reading(mapping)
                } else {
                    Stage::Mapping(mapping)
                }
            }
            stage => stage,
        };
    }

    fn back(&mut self) {
        let stage = std::mem::replace(&mut self.stage, Stage::Choosing(None));
        self.stage = match stage {
            Stage::Shown(mapping, _) | Stage::Reading(mapping) => Stage::Mapping(mapping),
            _ => {
                self.go = true;
                Stage::Choosing(None)
            }
        };
    }
}

/// What keeps a plan from being read.
fn fault(plan: &Plan) -> Option<&'static str> {
    match plan.reads {
        Reads::AnnexA => None,
        Reads::Sheet(at) => {
            let sheet = plan.sheets.get(at);
            let reference = sheet.and_then(|sheet| sheet.column(ListField::Reference));
            reference
                .is_none()
                .then_some("Choose which column holds the child’s reference")
        }
    }
}

/// Shows the dialog.
pub fn show(ctx: &Context, state: &mut State, views: &Views, wishes: &mut Wishes) {
    let words = match &state.stage {
        Stage::Shown(_, shown) => shown.choices.words(&shown.preview),
        _ => String::new(),
    };
    let dialog = Dialog::new(Id::unique("import list"), "Import list")
        .width(860.0)
        .cancel("Cancel");
    let back = Button::secondary("Back");
    let dialog = match &state.stage {
        Stage::Choosing(_) => dialog.primary(Button::primary("Open")),
        Stage::Opening(_) => dialog.primary(Button::primary("Opening…").enabled(false)),
        Stage::Mapping(_) => dialog.other(back).primary(Button::primary("Read the list")),
        Stage::Reading(_) => dialog.other(back).primary(Button::primary("Reading…").enabled(false)),
        Stage::Shown(_, shown) => dialog
            .other(back)
            .primary(Button::primary(&words).enabled(!shown.taking)),
    };
    let shown = dialog.show(ctx, |ui| {
        ui.spacing_mut().item_spacing.y = space::L;
        body(ui, state, views, wishes)
    });
    match shown.choice {
        Some(Choice::Cancel) => wishes.push(Wish::Close),
        Some(Choice::Other) => state.back(),
        Some(Choice::Primary) => go_on(ctx, state, views, wishes),
        None if shown.inner => go_on(ctx, state, views, wishes),
        None => {}
    }
}

fn go_on(ctx: &Context, state: &mut State, views: &Views, wishes: &mut Wishes) {
    match &mut state.stage {
        Stage::Choosing(_) => state.open(wishes),
        Stage::Mapping(_) => state.read(wishes),
        Stage::Shown(_, shown) if !shown.taking => {
            if let Some(choices) = shown.choices.choices(ctx, views, &shown.preview) {
                shown.taking = true;
                let preview = shown.preview.clone();
                wishes.push(Wish::Ask(Ask::List(ListAsk::Take(preview, Box::new(choices)))));
                wishes.push(Wish::CloseWhenDone);
            }
        }
        _ => {}
    }
    ctx.request_repaint();
}

/// The body; whether Enter in the path asked to go on.
fn body(ui: &mut Ui, state: &mut State, views: &Views, wishes: &mut Wishes) -> bool {
    let mut entered = false;
    match &mut state.stage {
        Stage::Choosing(_) | Stage::Opening(_) => entered = file(ui, state, wishes),
        Stage::Mapping(mapping) => {
            if mapping::show(ui, &mapping.opened, &mut mapping.plan) {
                mapping.error = None;
            }
            if let Some(error) = &mapping.error {
                banner::error(ui, error, None);
            }
        }
        Stage::Reading(mapping) => {
            let mut plan = mapping.plan.clone();
            ui.add_enabled_ui(false, |ui| mapping::show(ui, &mapping.opened, &mut plan));
        }
        Stage::Shown(_, shown) => {
            preview::show(ui, &shown.preview, &mut shown.tab);
            let enabled = !shown.taking;
            ui.add_enabled_ui(enabled, |ui| shown.choices.show(ui, views, &shown.preview));
        }
    }
    ui.add_space(space::XS);
    entered
}

fn file(ui: &mut Ui, state: &mut State, wishes: &mut Wishes) -> bool {
    let id = Id::unique("list path");
    let go = !ui.is_sizing_pass() && std::mem::take(&mut state.go);
    let choosing = matches!(state.stage, Stage::Choosing(_));
    let error = match &state.stage {
        Stage::Choosing(Some(error)) => Some(error.clone()),
        _ => None,
    };
    let event = ui
        .add_enabled_ui(choosing, |ui| {
            spot(ui, id, go, |ui| {
                path_field(ui, id, "List of children", &mut state.path, error.as_deref())
            })
        })
        .inner;
    text::quiet(
        ui,
        "A CSV or XLSX file from the case record system, with its columns in any order, or an Annex A workbook. Names, dates \
         of birth, addresses and NHS numbers are left out. Nothing is written before you have seen what it would do.",
    );
    if event.changed {
        state.stage = Stage::Choosing(None);
    }
    if event.browse {
        let typed = typed_path(&state.path);
        let near = if state.path.is_empty() { documents() } else { typed };
        wishes.push(Wish::Browse(Browse::List, near));
    }
    choosing && event.left && ui.input(|input| input.key_pressed(Key::Enter))
}
