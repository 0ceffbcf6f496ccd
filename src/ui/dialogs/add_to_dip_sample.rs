//! More files for a dip sample: their references, and what they have in common, as the last ones had it.

use super::audit_facts::{Facts, pair};
use super::references::{self, References};
use super::start_dip_sample::audits;
use crate::app::edit::Edit;
use crate::app::view::WorkbookView;
use crate::app::view::dip::DipView;
use crate::model::change::Place;
use crate::ui::screens::start::spot;
use crate::ui::theme::space;
use crate::ui::views::Views;
use crate::ui::widgets::modal::Choice;
use crate::ui::widgets::{Button, Dialog};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Context, Id, Ui};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The first thing that is missing or wrong.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fault {
    References,
    Kind,
    Date(Id),
}

/// The name of its draft.
pub(super) const FORM: &str = "add_to_dip_sample";

/// What is being typed.
#[derive(Serialize, Deserialize)]
pub struct State {
    dip_sample: i64,
    references: String,
    facts: Facts,
    #[serde(skip)]
    read: Read,
    /// What `read` was read from.
    #[serde(skip)]
    read_at: Option<(u64, String)>,
    #[serde(skip)]
    told: bool,
    #[serde(skip)]
    go: Option<Fault>,
}

/// What the references come to in this dip sample.
#[derive(Default)]
struct Read {
    references: References,
    /// How many are in it already.
    here: usize,
    /// How many were removed from it and come back.
    back: usize,
}

impl State {
    /// More files for a dip sample.
    pub fn new(view: &DipView, workbook: &WorkbookView) -> Self {
        let mut facts = Facts::new(workbook.me.id);
        if let Some(last) = &view.last {
            facts.kind = last.kind;
            facts.overlays = last.overlays;
            facts.team.clone_from(&last.team);
            (facts.from, facts.to, facts.due) = (last.period_from, last.period_to, last.due);
            facts.auditor = last.auditor;
        }
        Self {
            dip_sample: view.sample.id,
            references: String::new(),
            facts,
            read: Read::default(),
            read_at: None,
            told: false,
            go: Some(Fault::References),
        }
    }

    /// What was typed before; nothing when it cannot be read.
    pub fn restored(words: &str) -> Option<Self> {
        serde_json::from_str(words).ok()
    }

    /// What is typed, to be kept as a draft.
    pub fn draft(&self) -> Option<(Place, String)> {
        Some((Place::form(FORM, self.dip_sample), serde_json::to_string(self).ok()?))
    }

    fn read(&mut self, views: &Views) {
        let from = (views.edition, self.references.clone());
        if self.read_at.as_ref() == Some(&from) {
            return;
        }
        let references = References::of(&self.references, true, &views.audits);
        let (mut here, mut back) = (0, 0);
        if let Some(view) = views.dip.as_ref().filter(|view| view.sample.id == self.dip_sample) {
            let known: BTreeSet<&str> = view.rows.iter().map(|row| row.who.as_str()).collect();
            let removed: BTreeSet<&str> = view.removed.iter().map(String::as_str).collect();
            for one in &references.distinct {
                if known.contains(one.as_str()) {
                    here += 1;
                } else if removed.contains(one.as_str()) {
                    back += 1;
                }
            }
        }
        self.read = Read { references, here, back };
        self.read_at = Some(from);
    }

    /// How many files there will be more.
    fn more(&self) -> usize {
        self.read.references.distinct.len() - self.read.here
    }

    fn fault(&self, ctx: &Context, today: Date) -> Option<Fault> {
        if self.more() == 0 {
            Some(Fault::References)
        } else if self.facts.kind.is_none() {
            Some(Fault::Kind)
        } else if self.facts.period_backwards() {
            Some(Fault::Date(self.facts.field("to")))
        } else {
            self.facts.bad_date(ctx, today).map(Fault::Date)
        }
    }
}

/// Shows the dialog.
pub fn show(ctx: &Context, state: &mut State, views: &Views, wishes: &mut Wishes) {
    state.read(views);
    let words = match state.more() {
        0 => "Add files".to_owned(),
        1 => "Add 1 file".to_owned(),
        n => format!("Add {n} files"),
    };
    let shown = Dialog::new(Id::unique("add to dip sample"), "Add files to the dip sample")
        .width(720.0)
        .cancel("Cancel")
        .primary(Button::primary(&words))
        .show(ctx, |ui| {
            ui.spacing_mut().item_spacing.y = space::L;
            form(ui, state, views);
        });
    match shown.choice {
        Some(Choice::Cancel) => wishes.push(Wish::Close),
        Some(Choice::Primary) => {
            state.told = true;
            state.facts.take_dates(ctx, views.today);
            state.go = state.fault(ctx, views.today);
            if state.go.is_some() {
                ctx.request_repaint();
            } else {
                // Its framework is the dip sample's, whatever is said here.
                let audits = audits(&state.facts, &state.read.references, 0);
                wishes.push(Wish::edit(Edit::AddToDipSample {
                    dip_sample: state.dip_sample,
                    audits: Box::new(audits),
                }));
                wishes.push(Wish::CloseWhenDone);
            }
        }
        _ => {}
    }
}

fn form(ui: &mut Ui, state: &mut State, views: &Views) {
    let fault = state.fault(ui.ctx(), views.today).filter(|_| state.told);
    // What is laid out only to be measured cannot have the keyboard.
    let go = if ui.is_sizing_pass() { None } else { state.go.take() };
    let id = state.facts.field("references");
    let error = (fault == Some(Fault::References)).then_some(if state.read.here > 0 {
        "These are in the dip sample already"
    } else {
        "Paste the children’s references, as the case record system has them"
    });
    references::several(ui, &mut state.references, id, error, go == Some(Fault::References));
    let mut parts = Vec::new();
    parts.extend(match state.read.here {
        0 => None,
        1 => Some("1 is in this dip sample already and is left out".to_owned()),
        n => Some(format!("{n} are in this dip sample already and are left out")),
    });
    parts.extend(match state.read.back {
        0 => None,
        1 => Some("1 was removed and comes back with its answers".to_owned()),
        n => Some(format!("{n} were removed and come back with their answers")),
    });
    // What is in the dip sample has audits: that is said already.
    let read = &state.read;
    let others = read.references.known.saturating_sub(read.here + read.back);
    parts.extend(read.references.parts(others));
    references::line(ui, &parts);
    state.read.references.warn(ui, &mut state.references);
    let error = (fault == Some(Fault::Kind)).then_some("Choose the type of case of these files");
    let first = state.facts.field("kind").with(0_usize);
    spot(ui, first, go == Some(Fault::Kind), |ui| state.facts.kind(ui, error));
    let teams = &views.workbook.teams;
    pair(ui, |ui| state.facts.team(ui, teams, None), |_| ());
    state.facts.when(ui, &views.workbook.people, views.today, state.told);
    if let Some(Fault::Date(id)) = go {
        spot(ui, id, true, |_| ());
    }
    ui.add_space(space::XS);
}
