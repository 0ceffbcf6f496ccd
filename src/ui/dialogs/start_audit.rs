//! Start an audit, or allocate many by pasting references.

use super::audit_facts::{Facts, pair};
use crate::app::edit::{Edit, NewAudits};
use crate::app::listed::Listed;
use crate::app::view::{AuditRow, WorkbookView};
use crate::model::audit::Subject;
use crate::model::change::Place;
use crate::model::framework::{Framework, FrameworkKind};
use crate::model::{reference, shipped};
use crate::ui::screens::start::spot;
use crate::ui::theme::{radius, space, tokens};
use crate::ui::views::Views;
use crate::ui::widgets::choice::option_cards;
use crate::ui::widgets::modal::Choice;
use crate::ui::widgets::paint::Weight;
use crate::ui::widgets::{Button, Dialog, Field, Select, banner, button, field, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Context, Event, Frame, Id, ScrollArea, Stroke, Ui};
use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A framework of the workbook, or a shipped one that is kept in it first.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
enum Version {
    Kept(i64),
    Shipped(String),
}

/// What is typed, read once when it changes.
#[derive(Default)]
struct References {
    distinct: Vec<String>,
    /// How many stand more than once.
    twice: usize,
    /// How many have audits already.
    known: usize,
    /// What looks as if it tells who a child is, with why.
    slips: Vec<(String, &'static str)>,
}

impl References {
    fn of(text: &str, several: bool, audits: &Listed<AuditRow>) -> Self {
        let split = |c: char| several && matches!(c, '\n' | '\r' | ',' | ';' | '\t');
        // Whether each has audits already.
        let (mut seen, mut twice) = (BTreeMap::new(), BTreeSet::new());
        let mut read = Self::default();
        for one in text.split(split).map(str::trim).filter(|one| !one.is_empty()) {
            if seen.insert(one, false).is_some() {
                twice.insert(one);
                continue;
            }
            if let Some(why) = reference::warning(one) {
                read.slips.push((one.to_owned(), why));
            }
            read.distinct.push(one.to_owned());
        }
        for row in audits.iter().filter(|row| row.subject == Subject::Child) {
            if let Some(known) = seen.get_mut(row.who.as_str()) {
                *known = true;
            }
        }
        read.known = seen.into_values().filter(|known| *known).count();
        read.twice = twice.len();
        read
    }
}

/// The first thing that is missing or wrong.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fault {
    Reference,
    Kind,
    Team,
    Date(Id),
}

/// The name of its draft.
pub(super) const FORM: &str = "start_audit";

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

/// The frameworks offered for a subject: the workbook's own, then shipped ones that are not in it yet.
fn offered(subject: Subject, views: &Views) -> Vec<(Version, Arc<Framework>)> {
    let kept = views.workbook.frameworks.iter();
    let shipped = shipped::frameworks()
        .iter()
        .filter(|one| !views.workbook.frameworks.iter().any(|(_, kept)| kept.id == one.id));
    kept.map(|(number, one)| (Version::Kept(*number), one.clone()))
        .chain(shipped.map(|one| (Version::Shipped(one.id.clone()), one.clone())))
        // A case audit's questions are about one child.
        .filter(|(_, one)| subject == Subject::Child || one.kind == FrameworkKind::Inspection)
        .collect()
}

/// The newest of the kind that is usual for a subject, the workbook's own first.
fn usual(subject: Subject, offered: &[(Version, Arc<Framework>)]) -> Option<Version> {
    let kind = if subject == Subject::Child {
        FrameworkKind::CaseAudit
    } else {
        FrameworkKind::Inspection
    };
    offered
        .iter()
        .filter(|(_, one)| one.kind == kind)
        .max_by_key(|(version, one)| (matches!(version, Version::Kept(_)), one.in_force_from))
        .or(offered.first())
        .map(|(version, _)| version.clone())
}

/// Shows the dialog.
pub fn show(ctx: &Context, state: &mut State, views: &Views, wishes: &mut Wishes) {
    if !state.dated {
        // Four weeks is what most councils give.
        state.facts.due = views.today.checked_add(4.weeks()).ok();
        state.dated = true;
    }
    state.read(views);
    let offered = offered(state.subject(), views);
    let version = state
        .version
        .clone()
        .filter(|version| offered.iter().any(|(known, _)| known == version))
        .or_else(|| usual(state.subject(), &offered));
    if state.starting {
        let kept = match &state.version {
            Some(Version::Shipped(id)) => views.workbook.frameworks.iter().find(|(_, one)| one.id == *id),
            _ => None,
        };
        if let Some((number, _)) = kept {
            wishes.push(Wish::edit(state.edit(*number)));
            wishes.push(Wish::CloseWhenDone);
            state.starting = false;
            return;
        }
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
            match (state.go, version) {
                (Some(_), _) => ctx.request_repaint(),
                (None, Some(Version::Kept(number))) => {
                    wishes.push(Wish::edit(state.edit(number)));
                    wishes.push(Wish::CloseWhenDone);
                }
                (None, Some(Version::Shipped(id))) => {
                    state.starting = true;
                    state.version = Some(Version::Shipped(id.clone()));
                    wishes.push(Wish::edit(Edit::KeepFramework(id)));
                }
                (None, None) => {}
            }
        }
        _ => {}
    }
}

fn form(
    ui: &mut Ui,
    state: &mut State,
    views: &Views,
    offered: &[(Version, Arc<Framework>)],
    version: Option<&Version>,
) {
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
    frameworks(ui, state, views, offered, version);
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
            several(ui, &mut state.reference, state.facts.field("references"), error, go);
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

/// Many references: what they come to stays in sight however many they are.
fn several(ui: &mut Ui, references: &mut String, id: Id, error: Option<&str>, go: bool) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        text::strong(ui, "References");
        let colors = tokens(ui);
        let line = match (ui.memory(|memory| memory.has_focus(id)), error) {
            (true, _) => Stroke::new(colors.focus_width(), colors.focus),
            (false, Some(_)) => Stroke::new(colors.line_width(), colors.grade_4),
            (false, None) => Stroke::new(colors.line_width(), colors.field_line),
        };
        // Its own border would scroll with it.
        let frame = Frame::new()
            .fill(colors.surface)
            .stroke(line)
            .corner_radius(radius::CONTROL);
        frame.inner_margin(1).show(ui, |ui| {
            let room = ScrollArea::vertical().id_salt("references").max_height(190.0);
            room.show(ui, |ui| {
                let field = Field::new(id, "References").hidden_label().rows(6).bare();
                spot(ui, id, go, |ui| field.show(ui, references));
            });
        });
        match error {
            Some(error) => field::error_line(ui, error),
            None => drop(text::quiet(ui, "One a line, or with commas between")),
        }
    });
}

/// What the references come to, and what looks wrong in them.
fn said(ui: &mut Ui, state: &mut State) {
    let read = &state.read;
    let n = read.distinct.len();
    let mut parts = Vec::new();
    if state.several && n > 0 {
        parts.push(match n {
            1 => "1 audit will be allocated".to_owned(),
            n => format!("{n} audits will be allocated"),
        });
    }
    match (read.known, state.several) {
        (0, _) => {}
        (_, false) => parts.push("This child already has an audit; this will be another".to_owned()),
        (1, true) => parts.push("1 child already has audits".to_owned()),
        (n, true) => parts.push(format!("{n} children already have audits")),
    }
    match read.twice {
        0 => {}
        1 => parts.push("1 reference stands twice".to_owned()),
        n => parts.push(format!("{n} references stand twice")),
    }
    if !parts.is_empty() {
        let color = tokens(ui).text;
        let words = parts.join("; ");
        text::line(ui, &words, Weight::Semibold, crate::ui::theme::size::LIST, color);
    }
    let Some((_, why)) = read.slips.first() else { return };
    if !state.several {
        banner::warning(ui, why, None);
        return;
    }
    let named: Vec<String> = read
        .slips
        .iter()
        .take(NAMED)
        .map(|(one, _)| format!("“{one}”"))
        .collect();
    let more = match read.slips.len().saturating_sub(NAMED) {
        0 => String::new(),
        n => format!(" and {n} more"),
    };
    let words = format!("{}{more}: {why}", named.join(", "));
    if banner::warning(ui, &words, Some("Leave them out")) {
        let doubtful: BTreeSet<&str> = read.slips.iter().map(|(one, _)| one.as_str()).collect();
        let rest: Vec<&str> = read
            .distinct
            .iter()
            .map(String::as_str)
            .filter(|one| !doubtful.contains(one))
            .collect();
        state.reference = rest.join("\n");
    }
}

/// How many doubtful references are named.
const NAMED: usize = 6;

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

fn frameworks(
    ui: &mut Ui,
    state: &mut State,
    views: &Views,
    offered: &[(Version, Arc<Framework>)],
    version: Option<&Version>,
) {
    let titles: Vec<String> = offered
        .iter()
        .map(|(version, one)| match version {
            Version::Kept(_) => one.title.clone(),
            Version::Shipped(_) => format!("{}, not in this workbook yet: it will be added", one.title),
        })
        .collect();
    let options: Vec<(Version, &str)> = offered
        .iter()
        .zip(&titles)
        .map(|((version, _), title)| (version.clone(), title.as_str()))
        .collect();
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        if let Some(picked) = Select::new(state.facts.field("framework"), "Framework", version, &options).show(ui) {
            state.version = Some(picked);
        }
        let framework = offered
            .iter()
            .find(|(known, _)| Some(known) == version)
            .map(|(_, one)| one);
        let when = state.facts.to.or(state.facts.due).unwrap_or(views.today);
        if let Some(words) = framework.and_then(|one| one.out_of_force(when)) {
            banner::warning(ui, &words, None);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pasted_references_are_counted_and_slips_are_noticed() {
        let text = "4417\n4418, 4419\r\n\r\n 4417 ;4420\t4420\nJane Smith";
        let read = References::of(text, true, &Listed::default());
        assert_eq!(read.distinct, ["4417", "4418", "4419", "4420", "Jane Smith"]);
        assert_eq!((read.twice, read.known), (2, 0));
        assert_eq!(read.slips.len(), 1);
        // In the field for one, a comma belongs to the reference.
        assert_eq!(References::of(" A,12 ", false, &Listed::default()).distinct, ["A,12"]);
    }
}
