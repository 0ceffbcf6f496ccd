//! Start a dip sample: its name, one to six questions, what all its files have in common, and their references.

use super::audit_facts::{Facts, pair};
use super::references::{self, References};
use super::versions::{self, Offered, Version};
use crate::app::edit::{Edit, NewAudits, NewDipSample};
use crate::app::view::WorkbookView;
use crate::model::audit::{Method, Subject};
use crate::model::change::Place;
use crate::model::dip::{self, MOST_QUESTIONS};
use crate::model::framework::Framework;
use crate::model::shipped;
use crate::ui::fonts::Icon;
use crate::ui::screens::start::spot;
use crate::ui::theme::{height, size, space, tokens};
use crate::ui::views::Views;
use crate::ui::widgets::modal::Choice;
use crate::ui::widgets::paint::Weight;
use crate::ui::widgets::text::{Run, runs};
use crate::ui::widgets::typeahead::{Match, TypeaheadEvent, typeahead};
use crate::ui::widgets::{Button, Card, Dialog, Field, banner, button, card, field, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Align, Context, Id, Layout, Ui};
use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The first thing that is missing or wrong.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fault {
    Name,
    Kind,
    Questions,
    References,
    Date(Id),
}

/// The name of its draft.
pub(super) const FORM: &str = "start_dip_sample";

/// How many questions are offered at once.
const OFFERED: usize = 12;

/// What is being typed.
#[derive(Serialize, Deserialize)]
pub struct State {
    name: String,
    version: Option<Version>,
    /// The questions chosen, in order.
    questions: Vec<String>,
    references: String,
    facts: Facts,
    dated: bool,
    #[serde(skip)]
    find: String,
    #[serde(skip)]
    read: References,
    /// What `read` was read from.
    #[serde(skip)]
    read_at: Option<(u64, String)>,
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
    /// A new dip sample in this workbook.
    pub fn new(workbook: &WorkbookView) -> Self {
        Self {
            name: String::new(),
            version: None,
            questions: Vec::new(),
            references: String::new(),
            facts: Facts::new(workbook.me.id),
            dated: false,
            find: String::new(),
            read: References::default(),
            read_at: None,
            told: false,
            go: Some(Fault::Name),
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

    fn fault(&self, ctx: &Context, today: Date) -> Option<Fault> {
        if self.name.trim().is_empty() {
            Some(Fault::Name)
        } else if self.facts.kind.is_none() {
            Some(Fault::Kind)
        } else if self.questions.is_empty() {
            Some(Fault::Questions)
        } else if self.read.distinct.is_empty() {
            Some(Fault::References)
        } else if self.facts.period_backwards() {
            Some(Fault::Date(self.facts.field("to")))
        } else {
            self.facts.bad_date(ctx, today).map(Fault::Date)
        }
    }

    fn edit(&self, framework: i64) -> Edit {
        Edit::StartDipSample(Box::new(NewDipSample {
            name: self.name.trim().to_owned(),
            questions: self.questions.clone(),
            audits: audits(&self.facts, &self.read, framework),
        }))
    }
}

/// The audits of these references with these facts.
pub(super) fn audits(facts: &Facts, read: &References, framework: i64) -> NewAudits {
    NewAudits {
        subject: Subject::Child,
        references: read.distinct.clone(),
        about: facts.about(),
        kind: facts.kind,
        overlays: facts.overlays,
        team: facts.team.clone(),
        worker: String::new(),
        legal_status: String::new(),
        framework,
        method: Method::DipSample,
        theme: String::new(),
        took_part: String::new(),
        period_from: facts.from,
        period_to: facts.to,
        due: facts.due,
        auditor: facts.auditor,
    }
}

/// Shows the dialog.
pub fn show(ctx: &Context, state: &mut State, views: &Views, wishes: &mut Wishes) {
    if !state.dated {
        // It is an afternoon's work.
        state.facts.due = views.today.checked_add(1.week()).ok();
        state.dated = true;
    }
    let from = (views.edition, state.references.clone());
    if state.read_at.as_ref() != Some(&from) {
        state.read = References::of(&state.references, true, &views.audits);
        state.read_at = Some(from);
    }
    let offered = versions::offered(Subject::Child, views);
    let version = versions::chosen(state.version.as_ref(), Subject::Child, &offered);
    if state.starting
        && let Some(number) = state.version.as_ref().and_then(|version| version.number(views))
    {
        versions::start(state.edit(number), wishes);
        state.starting = false;
        return;
    }
    let words = match (state.starting, state.read.distinct.len()) {
        (true, _) => "Starting…".to_owned(),
        (false, 0) => "Start dip sample".to_owned(),
        (false, 1) => "Start with 1 file".to_owned(),
        (false, n) => format!("Start with {n} files"),
    };
    let shown = Dialog::new(Id::unique("start dip sample"), "Dip sample")
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
    text::body(
        ui,
        "A few questions asked of many files. Each file becomes an audit of its own and counts as one.",
    );
    let fault = state.fault(ui.ctx(), views.today).filter(|_| state.told);
    // What is laid out only to be measured cannot have the keyboard.
    let go = if ui.is_sizing_pass() { None } else { state.go.take() };
    let id = state.facts.field("name");
    let error = (fault == Some(Fault::Name)).then_some("Give it a name, so that it is found again");
    spot(ui, id, go == Some(Fault::Name), |ui| {
        Field::new(id, "Name")
            .limit(200)
            .placeholder("What is looked at and when: return interviews, November")
            .error(error)
            .show(ui, &mut state.name)
    });
    let when = state.facts.to.or(state.facts.due).unwrap_or(views.today);
    let id = state.facts.field("framework");
    if let Some(picked) = versions::select(ui, id, offered, version, when) {
        // Questions of another framework are other questions.
        state.questions.clear();
        state.version = Some(picked);
    }
    let error = (fault == Some(Fault::Kind)).then_some("Choose the type of case of these files");
    // Focus goes to the first button of the group.
    let first = state.facts.field("kind").with(0_usize);
    spot(ui, first, go == Some(Fault::Kind), |ui| state.facts.kind(ui, error));
    if let Some(framework) = versions::framework(offered, version) {
        let error = (fault == Some(Fault::Questions)).then_some("Choose at least one question");
        questions(ui, state, framework, error, go == Some(Fault::Questions));
    }
    let error = (fault == Some(Fault::References))
        .then_some("Paste the children’s references, as the case record system has them");
    let id = state.facts.field("references");
    references::several(ui, &mut state.references, id, error, go == Some(Fault::References));
    let mut parts = Vec::new();
    parts.extend(match state.read.distinct.len() {
        0 => None,
        1 => Some("1 file".to_owned()),
        n => Some(format!("{n} files")),
    });
    parts.extend(state.read.parts(state.read.known));
    references::line(ui, &parts);
    state.read.warn(ui, &mut state.references);
    let teams = &views.workbook.teams;
    pair(ui, |ui| state.facts.team(ui, teams, None), |_| ());
    state.facts.when(ui, &views.workbook.people, views.today, state.told);
    if let Some(Fault::Date(id)) = go {
        spot(ui, id, true, |_| ());
    }
    ui.add_space(space::XS);
}

fn topic(key: &str) -> &'static str {
    let found = shipped::topics().iter().find(|topic| topic.key == key);
    found.map_or("", |topic| topic.name.as_str())
}

/// The questions that are chosen, and a field to find more.
fn questions(ui: &mut Ui, state: &mut State, framework: &Arc<Framework>, error: Option<&str>, go: bool) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        text::strong(ui, "Questions");
        chosen(ui, state, framework);
        if state.questions.len() >= MOST_QUESTIONS {
            text::quiet(ui, "Six is the most a dip sample asks.");
            return;
        }
        let kind = state.facts.kind.map(|kind| (kind, state.facts.overlays));
        // Nothing is looked for until something is typed.
        let found: Vec<(String, String)> = if state.find.trim().is_empty() {
            Vec::new()
        } else {
            dip::find(framework, kind, &state.find, |key| topic(key))
                .into_iter()
                .filter(|(_, criterion)| !state.questions.contains(&criterion.id))
                .take(OFFERED)
                .map(|(judgement, criterion)| {
                    let words = format!("{}: {} {}", judgement.short, criterion.id, criterion.question);
                    (criterion.id.clone(), words)
                })
                .collect()
        };
        let matches: Vec<Match<'_>> = found.iter().map(|(_, words)| Match { words, dot: None }).collect();
        let id = state.facts.field("find");
        let label = "Find a question";
        let event = spot(ui, id, go, |ui| {
            let hint = "Words of a question, its number, section or topic";
            typeahead(ui, id, label, hint, &mut state.find, &matches, false)
        });
        if let TypeaheadEvent::Picked(at) = event
            && let Some((criterion, _)) = found.get(at)
        {
            state.questions.push(criterion.clone());
        }
        match error {
            Some(error) => field::error_line(ui, error),
            None if found.is_empty() && !state.find.trim().is_empty() => {
                text::quiet(ui, "No question holds these words.");
            }
            None => {
                text::quiet(ui, "One to six. Each becomes a column, in this order.");
            }
        }
    });
}

/// What is done to a chosen question.
enum Do {
    Remove(usize),
    Up(usize),
}

fn chosen(ui: &mut Ui, state: &mut State, framework: &Framework) {
    if state.questions.is_empty() {
        return;
    }
    let mut done = None;
    Card::new().padding(0.0, 0.0).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for (at, id) in state.questions.iter().enumerate() {
            if at > 0 {
                card::hairline(ui);
            }
            done = row(ui, framework, at, id).or(done.take());
        }
    });
    let strange: Vec<&str> = state
        .facts
        .kind
        .map(|kind| {
            let asked = |id: &&String| {
                let found = framework.criterion(id);
                found.is_none_or(|(_, criterion)| dip::fits(framework, criterion, kind, state.facts.overlays))
            };
            state
                .questions
                .iter()
                .filter(|id| !asked(id))
                .map(String::as_str)
                .collect()
        })
        .unwrap_or_default();
    if let (Some(kind), false) = (state.facts.kind, strange.is_empty()) {
        let words = format!(
            "{} is not among the questions for this type of case ({}). It can be asked all the same.",
            strange.join(", "),
            kind.name().to_lowercase()
        );
        banner::warning(ui, &words, None);
    }
    match done {
        Some(Do::Remove(at)) => drop(state.questions.remove(at)),
        Some(Do::Up(at)) if at > 0 => state.questions.swap(at, at - 1),
        _ => {}
    }
}

fn row(ui: &mut Ui, framework: &Framework, at: usize, id: &str) -> Option<Do> {
    let colors = tokens(ui);
    let (judgement, question) = framework.criterion(id).map_or(("", ""), |(judgement, criterion)| {
        (judgement.short.as_str(), criterion.question.as_str())
    });
    let mut done = None;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        ui.add_space(space::M);
        let buttons = 2.0 * (height::CHIP + space::XS) + space::M;
        let width = (ui.available_width() - buttons).max(120.0);
        ui.allocate_ui_with_layout(eframe::egui::vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
            ui.set_width(width);
            ui.add_space(space::S);
            let strong = Run {
                text: id,
                weight: Weight::Semibold,
                size: size::LIST,
                color: colors.text,
            };
            let words = Run {
                text: question,
                weight: Weight::Regular,
                ..strong
            };
            let quiet = Run {
                text: judgement,
                size: size::QUIET,
                color: colors.muted,
                ..words
            };
            let gap = Run { text: "  ", ..quiet };
            runs(ui, &[strong, gap, words, gap, quiet]);
            ui.add_space(space::S);
        });
        if at > 0 {
            let name = format!("Move {id} up");
            if button::icon_button_with(ui, Icon::ArrowUp, &name, button::IconLook::Plain, true).clicked() {
                done = Some(Do::Up(at));
            }
        } else {
            ui.add_space(height::CHIP + space::XS);
        }
        let name = format!("Remove {id}");
        if button::icon_button_with(ui, Icon::X, &name, button::IconLook::Plain, true).clicked() {
            done = Some(Do::Remove(at));
        }
    });
    done
}
