//! The audit that is open, one section at a time: where people spend the day.

mod actions;
mod dip;
mod evidence;
mod feedback;
mod head;
mod history;
mod questions;
mod section;
mod sections;
mod tagging;

use crate::app::command::Command;
use crate::app::edit::Edit;
use crate::app::view::{AuditView, SectionView};
use crate::model::audit::Subject;
use crate::model::change::{Entity, Place, Target, Value};
use crate::model::evidence::Direction;
use crate::model::framework::{Asked, Framework, Judgement};
use crate::model::rules;
use crate::ui::desk::NARROW;
use crate::ui::fonts::Icon;
use crate::ui::screens::answers;
use crate::ui::theme::{space, tokens};
use crate::ui::typed::{self, Typed};
use crate::ui::views::Views;
use crate::ui::widgets::{Button, empty, focus, tabs};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{CentralPanel, Context, Frame, Id, Margin, Panel, ScrollArea, Ui};
use jiff::civil::Date;

/// Under this width the side panel folds away.
const SIDE: f32 = 1180.0;

/// A page of the audit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Page {
    /// A section (judgement) by its id; empty for the first.
    Section(String),
    /// What the worker, the child and the parents say.
    Feedback,
    /// What must change.
    Actions,
    /// What was changed, where there is no side panel to show it.
    History,
    /// Not chosen yet.
    #[default]
    First,
}

/// Where in the audit one is, and what is being entered.
pub struct State {
    page: Page,
    /// The question that is selected, by criterion: keys answer it, and evidence is written for it.
    question: Option<String>,
    /// The question whose guidance and note are unfolded.
    open: Option<String>,
    /// Questions under *ask if relevant* are unfolded.
    if_relevant: bool,
    only_unanswered: bool,
    /// The evidence that is selected, for its tags.
    selected: Option<i64>,
    /// Tags are chosen in the selected evidence's card, where there is no side panel.
    tagging: bool,
    tag_words: String,
    safe_open: bool,
    /// Sections without a core question for this kind of case are listed too.
    all_sections: bool,
    grade_lines: bool,
    side: usize,
    next: Carried,
    new_action: actions::NewAction,
    /// Show this from its top.
    scroll_to_top: bool,
    /// Bring the open question into sight.
    reveal: bool,
    /// Bring the evidence line into sight, in so many frames: the one in which it gets the keyboard shows only its field.
    reveal_evidence: u8,
    /// A line was entered when there were so many pieces: bring the new one into sight when it comes.
    entered: Option<usize>,
    /// Bring this piece of evidence into sight and give it the keyboard, once its audit is there.
    reveal_piece: Option<i64>,
    /// Bring the current line of the list of sections into sight.
    reveal_line: bool,
}

/// What a line of evidence carries over from the last one.
struct Carried {
    /// None was chosen here yet: the one of the settings.
    source: Option<String>,
    direction: Direction,
    happened: Option<Date>,
}

impl Default for State {
    fn default() -> Self {
        Self {
            page: Page::First,
            question: None,
            open: None,
            if_relevant: false,
            only_unanswered: false,
            selected: None,
            tagging: false,
            tag_words: String::new(),
            safe_open: false,
            all_sections: false,
            grade_lines: false,
            side: 0,
            next: Carried {
                source: None,
                direction: Direction::Develop,
                happened: None,
            },
            new_action: actions::NewAction::default(),
            scroll_to_top: false,
            reveal: false,
            reveal_evidence: 0,
            entered: None,
            reveal_piece: None,
            reveal_line: true,
        }
    }
}

/// The id of a question, made from the audit and the criterion.
fn question_id(audit: i64, criterion: &str) -> Id {
    Id::unique(("question", audit, criterion))
}

impl State {
    /// Goes to a piece of evidence in the section it stands under.
    pub fn go_to_evidence(&mut self, section: String, evidence: i64) {
        self.go_to(Some(section));
        self.scroll_to_top = false;
        self.selected = Some(evidence);
        self.reveal_piece = Some(evidence);
    }

    /// Goes to a question of a section, unfolded with its note.
    pub fn go_to_question(&mut self, section: String, criterion: String) {
        self.go_to_part(section);
        self.only_unanswered = false;
        self.question = Some(criterion.clone());
        self.open = Some(criterion);
    }

    /// Goes to a part of a section that is brought into sight on its own.
    pub fn go_to_part(&mut self, section: String) {
        self.go_to(Some(section));
        self.scroll_to_top = false;
    }

    /// Goes to what the child, the parents and the worker say.
    pub fn go_to_feedback(&mut self) {
        self.turn(Page::Feedback);
        self.scroll_to_top = false;
    }

    /// Goes to the actions.
    pub fn go_to_actions(&mut self) {
        self.turn(Page::Actions);
        self.scroll_to_top = false;
    }

    /// Unfolds whether the child is safe now.
    pub fn open_safe(&mut self) {
        self.safe_open = true;
    }

    /// Goes to a section.
    pub fn go_to(&mut self, section: Option<String>) {
        if let Some(section) = section.filter(|section| !section.is_empty()) {
            self.turn(Page::Section(section));
        }
    }

    fn turn(&mut self, page: Page) {
        if self.page != page {
            self.page = page;
            (self.question, self.open) = (None, None);
            self.selected = None;
            self.if_relevant = false;
            self.scroll_to_top = true;
            self.reveal_line = true;
        }
    }

    /// The row that is selected: evidence, else the question.
    pub fn selected_row(&self, view: &AuditView) -> Option<Target> {
        let evidence = self.selected.map(|piece| Target::Row(Entity::Evidence, piece));
        let question = self
            .question
            .clone()
            .map(|criterion| Target::Answer(view.audit.id, criterion));
        question.or(evidence)
    }

    /// The sections that are listed: those with a core question or with something in them; all when unfolded.
    fn listed<'v>(&self, view: &'v AuditView) -> Vec<&'v SectionView> {
        let here = |section: &SectionView| matches!(&self.page, Page::Section(id) if *id == section.id);
        view.sections
            .iter()
            .filter(|section| self.all_sections || section.in_use || here(section))
            .collect()
    }

    /// The section that is shown, with its judgement.
    fn section<'v>(&self, view: &'v AuditView) -> Option<(usize, &'v SectionView, &'v Judgement)> {
        let listed = self.listed(view);
        let at = match &self.page {
            Page::Section(id) => listed.iter().position(|section| section.id == *id)?,
            Page::First => 0,
            Page::Feedback | Page::Actions | Page::History => return None,
        };
        let section = *listed.get(at)?;
        Some((at, section, view.framework.judgements.get(section.at)?))
    }

    /// Does a command of the audit screen.
    pub fn command(&mut self, command: Command, view: &AuditView, wishes: &mut Wishes, _ctx: &Context) {
        match command {
            Command::NextSection => self.step(view, 1, wishes),
            Command::PreviousSection => self.step(view, -1, wishes),
            Command::NextUnanswered => self.next_unanswered(view, wishes),
            Command::AddEvidence => {
                if let Some((_, section, _)) = self.section(view) {
                    self.reveal_evidence = 3;
                    wishes.push(Wish::Focus(typed::id(&Place::new_evidence(view.audit.id, &section.id))));
                }
            }
            Command::Answer(n) => {
                let values = answers::values(&view.framework);
                if let (Some(criterion), Some(value)) = (&self.question, values.get(usize::from(n).saturating_sub(1))) {
                    wishes.push(answer(view, criterion, value));
                }
            }
            _ => {}
        }
    }

    fn step(&mut self, view: &AuditView, by: isize, wishes: &mut Wishes) {
        let listed = self.listed(view);
        let last = listed.len();
        let pages = last + if view.audit.subject == Subject::Child { 2 } else { 1 };
        let feedback = view.audit.subject == Subject::Child;
        let at = match &self.page {
            Page::First => 0,
            Page::Section(id) => listed.iter().position(|section| section.id == *id).unwrap_or(0),
            Page::Feedback => last,
            Page::Actions | Page::History => pages - 1,
        };
        let to = at.saturating_add_signed(by).min(pages - 1);
        let page = match listed.get(to) {
            Some(section) => Page::Section(section.id.clone()),
            None if feedback && to == last => Page::Feedback,
            None => Page::Actions,
        };
        self.turn(page);
        // The keyboard goes with the eye: on the section's first question, where letters do nothing yet.
        let first = self.section(view).and_then(|(_, _, judgement)| {
            let asked = rules::asked(&view.framework, judgement, &view.audit);
            let core = asked.iter().find(|(_, asked)| *asked == Asked::Core);
            core.map(|(criterion, _)| criterion.id.clone())
        });
        if let Some(criterion) = first {
            wishes.push(Wish::Focus(question_id(view.audit.id, &criterion).with("question")));
        }
    }

    /// Goes to the next core question without an answer, after the one that is open, round to the start.
    fn next_unanswered(&mut self, view: &AuditView, wishes: &mut Wishes) {
        let core: Vec<(String, String)> = view
            .sections
            .iter()
            .filter_map(|section| view.framework.judgements.get(section.at))
            .flat_map(|judgement| {
                let asked = rules::asked(&view.framework, judgement, &view.audit);
                asked
                    .into_iter()
                    .filter(|(_, asked)| *asked == Asked::Core)
                    .map(|(c, _)| (judgement.id.clone(), c.id.clone()))
            })
            .collect();
        let here = match (&self.question, self.section(view)) {
            (Some(question), _) => core
                .iter()
                .position(|(_, criterion)| criterion == question)
                .map_or(0, |at| at + 1),
            (None, Some((_, section, _))) => core
                .iter()
                .position(|(judgement, _)| *judgement == section.id)
                .unwrap_or(0),
            _ => 0,
        };
        let unanswered =
            |(_, criterion): &&(String, String)| view.answers.get(criterion).is_none_or(|a| a.value.is_empty());
        let next = core.iter().skip(here).chain(core.iter().take(here)).find(unanswered);
        if let Some((judgement, criterion)) = next {
            self.turn(Page::Section(judgement.clone()));
            self.question = Some(criterion.clone());
            self.open = Some(criterion.clone());
            self.reveal = true;
            wishes.push(Wish::Focus(question_id(view.audit.id, criterion).with(0_usize)));
        }
    }
}

/// Answers a criterion; an empty value clears it.
fn answer(view: &AuditView, criterion: &str, value: &str) -> Wish {
    Wish::edit(Edit::Set(
        Place::answer(view.audit.id, criterion, "value"),
        Value::from(value),
    ))
}

/// The name of a section for narrow places: its number and short name.
fn section_name(framework: &Framework, section: &SectionView, at: usize) -> String {
    let short = framework
        .judgements
        .get(section.at)
        .map_or("", |judgement| judgement.short.as_str());
    let number = framework
        .judgements
        .get(section.at)
        .map_or(at + 1, |judgement| judgement.section as usize);
    format!("{number} {short}")
}

/// Shows the audit.
pub fn show(ui: &mut Ui, state: &mut State, typed: &mut Typed, views: &Views, narrow: bool, wishes: &mut Wishes) {
    let Some(view) = views.audit.clone() else {
        none_open(ui, wishes);
        return;
    };
    let view = &*view;
    if state.page == Page::First {
        // Work goes on where something is left to do.
        let open = view
            .sections
            .iter()
            .find(|section| section.answered < section.asked)
            .or(view.sections.first());
        if let Some(section) = open {
            state.page = Page::Section(section.id.clone());
        }
    }
    let colors = tokens(ui);
    let width = ui.ctx().content_rect().width();
    if state.page == Page::History && width >= SIDE {
        // The window grew: the panel at the right has it.
        (state.page, state.side) = (Page::First, 1);
    }
    if narrow {
        let frame = Frame::new().fill(colors.surface).inner_margin(Margin::symmetric(12, 8));
        Panel::top("audit head")
            .resizable(false)
            .frame(frame)
            .show(ui, |ui| head::narrow(ui, state, typed, view, wishes));
    } else {
        let frame = Frame::new().fill(colors.surface);
        Panel::left("sections")
            .exact_size(278.0)
            .resizable(false)
            .frame(frame)
            .show(ui, |ui| {
                sections::show(ui, state, typed, views, view, wishes);
            });
    }
    if width >= SIDE {
        let frame = Frame::new().fill(colors.surface).inner_margin(Margin::symmetric(14, 0));
        Panel::right("side")
            .exact_size(270.0)
            .resizable(false)
            .frame(frame)
            .show(ui, |ui| side(ui, state, views, view, wishes));
    }
    let margin = if width < NARROW { space::M } else { 20.0 };
    CentralPanel::default()
        .frame(Frame::new().fill(colors.app))
        .show(ui, |ui| {
            let mut area = ScrollArea::vertical()
                .id_salt(("audit", view.audit.id))
                .auto_shrink(false);
            if std::mem::take(&mut state.scroll_to_top) {
                area = area.vertical_scroll_offset(0.0);
            }
            area.show(ui, |ui| {
                Frame::new()
                    .inner_margin(Margin::symmetric(margin as i8, 14))
                    .show(ui, |ui| {
                        ui.set_max_width(ui.available_width().min(1240.0));
                        match state.page {
                            Page::Feedback => feedback::show(ui, state, typed, view, narrow, wishes),
                            Page::Actions => actions::show(ui, state, typed, views, view, narrow, wishes),
                            Page::History => history::page(ui, view, wishes),
                            Page::Section(_) | Page::First => {
                                section::show(ui, state, typed, views, view, narrow, wishes);
                            }
                        }
                    });
                focus::follow(ui);
            });
        });
}

fn side(ui: &mut Ui, state: &mut State, views: &Views, view: &AuditView, wishes: &mut Wishes) {
    ui.add_space(space::S);
    if let Some(tab) = tabs::tabs(ui, Id::unique("side tabs"), &["Tags", "History"], state.side) {
        state.side = tab;
    }
    ScrollArea::vertical()
        .id_salt("side scroll")
        .auto_shrink(false)
        .show(ui, |ui| {
            // The scroll bar stands beside the counts, not over them.
            Frame::new()
                .inner_margin(Margin {
                    right: 12,
                    top: 12,
                    bottom: 16,
                    left: 0,
                })
                .show(ui, |ui| {
                    if state.side == 0 {
                        tagging::panel(ui, state, views, view, wishes);
                    } else {
                        history::show(ui, view, wishes);
                    }
                });
            focus::follow(ui);
        });
}

fn none_open(ui: &mut Ui, wishes: &mut Wishes) {
    let button = Button::primary("Go to audits");
    let next = "Open one from the list, or start a new one there.";
    if empty::empty(ui, Icon::List, "No audit is open", next, Some(button)) {
        wishes.push(Wish::Command(Command::Go(crate::app::command::Screen::Audits)));
    }
}
