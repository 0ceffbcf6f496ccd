//! Start an audit, or allocate many by pasting references.

use super::audit_facts::{Facts, pair};
use super::references::{self, References};
use super::versions::{self, Offered, Version};
use crate::app::edit::{Edit, NewAudits};
use crate::app::view::WorkbookView;
use crate::model::audit::Subject;
use crate::model::change::Place;
use crate::ui::screens::start::spot;
use crate::ui::theme::space;
use crate::ui::views::Views;
use crate::ui::widgets::choice::option_cards;
use crate::ui::widgets::modal::Choice;
use crate::ui::widgets::{Button, Dialog, Field, banner, button};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Context, Event, Id, Ui};
use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The first thing that is missing or wrong.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fault {
    Reference,
    Kind,
    Team,
    Date(Id),
}

/// The name of its draft.
pub(super) use crate::model::change::form::START_AUDIT as FORM;

/// What is being typed.
#[derive(Serialize, Deserialize)]
pub struct State {
    subject: usize,
    several: bool,
    reference: String,
    #[serde(skip)]
    read: References,
    /// What `read` was read from.
    #[serde(skip)]
    read_at: Option<(u64, String, bool)>,
    version: Option<Version>,
    facts: Facts,
    dated: bool,
    /// It was pressed, so what is missing is said.
    #[serde(skip)]
    told: bool,
    #[serde(skip)]
    go: Option<Fault>,
    /// It waits until the framework is in the workbook.
    #[serde(skip)]
    starting: bool,
}

impl State {
    /// A new audit in this workbook.
    pub fn new(workbook: &WorkbookView) -> Self {
        Self {
            subject: 0,
            several: false,
            reference: String::new(),
            read: References::default(),
            read_at: None,
            version: None,
            facts: Facts::new(workbook.me.id),
            dated: false,
            told: false,
            // The first thing typed is the reference, not what is audited.
            go: Some(Fault::Reference),
            starting: false,
        }
    }

    /// What was typed before; nothing when it cannot be read.
    pub fn restored(words: &str) -> Option<Self> {
        serde_json::from_str(words).ok()
    }

    /// What is typed, to be kept as a draft.
    pub fn draft(&self) -> Option<(Place, String)> {
        Some((Place::form(FORM, 0), serde_json::to_string(self).ok()?))
    }

    fn subject(&self) -> Subject {
        Subject::ALL.get(self.subject).copied().unwrap_or(Subject::Child)
    }

    fn read(&mut self, views: &Views) {
        let from = (views.lists, self.reference.clone(), self.several);
        if self.read_at.as_ref() != Some(&from) {
            self.read = References::of(&self.reference, self.several, &views.audits);
            self.read_at = Some(from);
        }
    }

    fn fault(&self, ctx: &Context, today: Date) -> Option<Fault> {
        let child = self.subject() == Subject::Child;
        if child && self.read.distinct.is_empty() {
            Some(Fault::Reference)
        } else if child && self.facts.kind.is_none() {
            Some(Fault::Kind)
        } else if self.subject() == Subject::Team && self.facts.team.trim().is_empty() {
            Some(Fault::Team)
        } else if self.facts.period_backwards() {
            Some(Fault::Date(self.facts.field("to")))
        } else {
            self.facts.bad_date(ctx, today).map(Fault::Date)
        }
    }

    fn edit(&self, framework: i64) -> Edit {
        let facts = &self.facts;
        let child = self.subject() == Subject::Child;
        Edit::StartAudits(Box::new(NewAudits {
            subject: self.subject(),
            references: if child { self.read.distinct.clone() } else { Vec::new() },
            about: facts.about(),
            kind: facts.kind.filter(|_| child),
            overlays: facts.overlays,
            team: facts.team.clone(),
            worker: facts.worker.clone(),
            legal_status: facts.legal_status.clone(),
            framework,
            method: facts.method,
            theme: facts.theme.clone(),
            took_part: facts.took_part.clone(),
            period_from: facts.from,
            period_to: facts.to,
            due: facts.due,
            auditor: facts.auditor,
        }))
    }
}

/// Shows the dialog.
pub fn show(ctx: &Context, state: &mut State, views: &Views, wishes: &mut Wishes) {
    if !state.dated {
        // Four weeks is what most councils give.
        state.facts.due = views.today.checked_add(4.weeks()).ok();
        state.dated = true;
    }
    state.read(views);
    let offered = versions::offered(state.subject(), views);
    let version = versions::chosen(state.version.as_ref(), state.subject(), &offered);
    if state.starting
        && let Some(number) = state.version.as_ref().and_then(|version| version.number(views))
    {
        versions::start(state.edit(number), wishes);
        state.starting = false;
        return;
    }
    let many = state.subject() == Subject::Child && state.read.distinct.len() > 1;
    let words = match (state.starting, many) {
        (true, _) => "Starting…".to_owned(),
        (false, true) => format!("Start {} audits", state.read.distinct.len()),
        (false, false) => "Start this audit".to_owned(),
    };
    let shown = Dialog::new(Id::unique("start audit"), "Start audit")
        .width(720.0)
        .cancel("Cancel")
        .primary(Button::primary(&words).enabled(!state.starting))
        .show(ctx, |ui| {
            ui.spacing_mut().item_spacing.y = space::L;
            form(ui, state, views, &offered, version.as_ref());
        });
    match shown.choice {
        Some(Choice::Cancel) => wishes.push(Wish::Close),
        Some(Choice::Primary) if !state.starting => {
            state.told = true;
            state.facts.take_dates(ctx, views.today);
            state.go = state.fault(ctx, views.today);
            if state.go.is_some() {
                ctx.request_repaint();
            } else if let Some(Version::Shipped(id)) = version {
                // It is kept first; the rest follows when it has its number.
                state.starting = true;
                state.version = Some(Version::Shipped(id.clone()));
                wishes.push(Wish::edit(Edit::KeepFramework(id)));
            } else if let Some(Version::Kept(number)) = version {
                versions::start(state.edit(number), wishes);
            }
        }
        _ => {}
    }
}

fn form(ui: &mut Ui, state: &mut State, views: &Views, offered: &[Offered], version: Option<&Version>) {
    let subjects = [
        (Subject::Child.name(), "one file"),
        (Subject::Team.name(), "one team’s practice"),
        (Subject::Service.name(), "the whole of it"),
    ];
    if let Some(at) = option_cards(
        ui,
        state.facts.field("subject"),
        "What is audited",
        &subjects,
        state.subject,
    ) {
        state.subject = at;
        state.version = None;
        state.told = false;
    }
    let fault = state.fault(ui.ctx(), views.today).filter(|_| state.told);
    // What is laid out only to be measured cannot have the keyboard.
    let go = if ui.is_sizing_pass() { None } else { state.go.take() };
    let teams = &views.workbook.teams;
    let child = state.subject() == Subject::Child;
    if child {
        references(ui, state, fault == Some(Fault::Reference), go == Some(Fault::Reference));
        let error =
            (fault == Some(Fault::Kind)).then_some("Choose the type of case: it says which questions are asked");
        // Focus goes to the first button of the group.
        let first = state.facts.field("kind").with(0_usize);
        spot(ui, first, go == Some(Fault::Kind), |ui| state.facts.kind(ui, error));
        let facts = std::cell::RefCell::new(&mut state.facts);
        pair(
            ui,
            |ui| facts.borrow_mut().team(ui, teams, None),
            |ui| facts.borrow_mut().worker(ui),
        );
        more(ui, &mut state.facts);
    } else if state.subject() == Subject::Team {
        let error = (fault == Some(Fault::Team)).then_some("Say which team is audited");
        let id = state.facts.field("team");
        spot(ui, id, go == Some(Fault::Team), |ui| state.facts.team(ui, teams, error));
    }
    let when = state.facts.to.or(state.facts.due).unwrap_or(views.today);
    let id = state.facts.field("framework");
    if let Some(picked) = versions::select(ui, id, offered, version, when) {
        state.version = Some(picked);
    }
    state.facts.how(ui);
    state.facts.when(ui, &views.workbook.people, views.today, state.told);
    if let Some(Fault::Date(id)) = go {
        spot(ui, id, true, |_| ());
    }
    ui.add_space(space::XS);
}

/// References that come as lines turn the field into one of several lines.
fn pasted_lines(ui: &Ui, state: &mut State, id: Id) {
    if state.several || !ui.memory(|memory| memory.has_focus(id)) {
        return;
    }
    let lines = ui.input_mut(|input| {
        let many = |event: &Event| matches!(event, Event::Paste(text) if text.trim().lines().count() > 1);
        let at = input.events.iter().position(many)?;
        match input.events.remove(at) {
            Event::Paste(text) => Some(text),
            _ => None,
        }
    });
    if let Some(lines) = lines {
        state.several = true;
        state.reference = format!("{}{lines}", state.reference);
        ui.memory_mut(|memory| memory.request_focus(state.facts.field("references")));
    }
}

fn references(ui: &mut Ui, state: &mut State, missing: bool, go: bool) {
    let id = state.facts.field("reference");
    pasted_lines(ui, state, id);
    let error = missing.then_some("Type the child’s reference, as the case record system has it");
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        if state.several {
            references::several(ui, &mut state.reference, state.facts.field("references"), error, go);
        } else {
            spot(ui, id, go, |ui| {
                Field::new(id, "Reference")
                    .limit(200)
                    .hint("As the case record system has it, never a name")
                    .error(error)
                    .show(ui, &mut state.reference)
            });
        }
        said(ui, state);
        let other = if state.several {
            "One reference only"
        } else {
            "Paste several references"
        };
        if button::link(ui, other).clicked() {
            state.several = !state.several;
            if !state.several {
                state.reference = state.read.distinct.first().cloned().unwrap_or_default();
            }
            let field = state
                .facts
                .field(if state.several { "references" } else { "reference" });
            ui.memory_mut(|memory| memory.request_focus(field));
        }
    });
}

/// What the references come to, and what looks wrong in them.
fn said(ui: &mut Ui, state: &mut State) {
    let read = &state.read;
    let n = read.distinct.len();
    let mut parts = Vec::new();
    if state.several {
        parts.extend(match n {
            0 => None,
            1 => Some("1 audit will be allocated".to_owned()),
            n => Some(format!("{n} audits will be allocated")),
        });
        parts.extend(read.parts(read.known));
    } else if read.known > 0 {
        parts.push("This child already has an audit; this will be another".to_owned());
    }
    references::line(ui, &parts);
    if state.several {
        read.warn(ui, &mut state.reference);
    } else if let Some(why) = read.slip() {
        banner::warning(ui, why, None);
    }
}

fn more(ui: &mut Ui, facts: &mut Facts) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = space::M;
        let words = if facts.more {
            "Less about the child"
        } else {
            "More about the child"
        };
        let response = button::link(ui, words);
        ui.accesskit_node_builder(response.id, |node| node.set_expanded(facts.more));
        if response.clicked() {
            facts.more = !facts.more;
        }
        if facts.more {
            facts.child(ui);
        }
    });
}
