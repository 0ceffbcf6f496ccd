//! Search over everything: as one types, what was written, what has a name, and commands.

use crate::app::command::Command;
use crate::app::search::{COMMANDS, Go, SearchAsk, SearchHit, SearchView, kinds};
use crate::app::worker::Ask;
use crate::model::search::{Narrow, begins};
use crate::ui::theme::{size, space, tokens};
use crate::ui::views::Views;
use crate::ui::widgets::paint::{self, Weight};
use crate::ui::widgets::palette::{self, Line, Palette, PaletteEvent};
use crate::ui::widgets::{check, focus, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Context, Id, Ui};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The search that is open.
pub struct State {
    id: Id,
    words: String,
    narrow: Vec<Narrow>,
    only: bool,
    /// The audit that is open.
    audit: Option<i64>,
    /// Places of this session, the newest first.
    recent: Vec<SearchHit>,
    view: Option<Arc<SearchView>>,
    asked: Option<SearchAsk>,
    /// What narrows is offered in place of what was found.
    offering: bool,
    /// Enter was pressed before the answer came: this line is opened when it does.
    picking: Option<usize>,
    palette: palette::State,
}

impl State {
    /// An empty search; `only` keeps it to the audit that is open.
    pub fn new(audit: Option<i64>, only: bool, recent: Vec<SearchHit>) -> Self {
        Self {
            id: super::opening(),
            words: String::new(),
            narrow: Vec::new(),
            only,
            audit,
            recent,
            view: None,
            asked: None,
            offering: false,
            picking: None,
            palette: palette::State::default(),
        }
    }

    /// Takes in what was found.
    pub fn found(&mut self, view: Arc<SearchView>) {
        if self.asked.as_ref() == Some(&view.ask) {
            self.view = Some(view);
        }
    }

    fn ask(&self) -> Option<SearchAsk> {
        let something = !self.words.trim().is_empty() || !self.narrow.is_empty();
        something.then(|| SearchAsk {
            typed: self.words.clone(),
            narrow: self.narrow.clone(),
            // With no audit open, only this audit is none.
            only: self.only.then(|| self.audit.unwrap_or(0)),
        })
    }

    fn fresh(&self) -> bool {
        self.view.as_ref().map(|view| &view.ask) == self.asked.as_ref()
    }

    /// Asks for what is typed, once for each change of it.
    fn ask_anew(&mut self, wishes: &mut Wishes) {
        let ask = self.ask();
        if ask != self.asked {
            let only = |ask: &Option<SearchAsk>| ask.as_ref().and_then(|ask| ask.only);
            if ask.is_none() || only(&ask) != only(&self.asked) {
                // Nothing of other children stays in sight until the answer comes.
                self.view = None;
            }
            self.asked.clone_from(&ask);
            wishes.push(Wish::Ask(Ask::Search(ask)));
        }
    }

    /// What stands there before anything is typed: where one was, and what can be done.
    fn before(&self, views: &Views) -> Vec<SearchHit> {
        let here = |hit: &&SearchHit| match &hit.go {
            Go::Audit(audit, _) => !self.only || Some(*audit) == self.audit,
            _ => !self.only,
        };
        let example = views.workbook.workbook.example;
        let commands = COMMANDS
            .into_iter()
            .filter(|command| !example || !matches!(command, Command::ChangePassphrase | Command::Lock))
            .map(|command| SearchHit {
                kind: "Command",
                text: command.text().to_owned(),
                marks: Vec::new(),
                quiet: String::new(),
                go: Go::Command(command),
            });
        self.recent.iter().filter(here).cloned().chain(commands).collect()
    }

    /// What narrows, that which begins with the last word first; how many of them do.
    fn offers(&self, views: &Views) -> (Vec<Narrow>, usize) {
        let auditors: BTreeSet<&String> = views.audits.iter().map(|row| &row.auditor).collect();
        let mut offers = Vec::new();
        if !self.only {
            offers.extend(views.workbook.teams.iter().cloned().map(Narrow::Team));
            let named = auditors.into_iter().filter(|name| !name.is_empty());
            offers.extend(named.cloned().map(Narrow::Auditor));
        }
        offers.extend(kinds().into_iter().map(|kind| Narrow::Kind(kind.to_owned())));
        offers.retain(|offer| !self.narrow.contains(offer));
        let last = self.words.split_whitespace().next_back().unwrap_or_default();
        let fits = |offer: &Narrow| {
            let (name, value) = offer.parts();
            match last.split_once(':') {
                Some((before, after)) => {
                    before.eq_ignore_ascii_case(name) && (after.is_empty() || begins(value, after))
                }
                None => begins(value, last) || begins(name, last),
            }
        };
        let (fitting, rest): (Vec<Narrow>, Vec<Narrow>) = offers.into_iter().partition(fits);
        let begun = if last.is_empty() { 0 } else { fitting.len() };
        (fitting.into_iter().chain(rest).collect(), begun)
    }

    fn narrow_to(&mut self, offer: Narrow, used: bool) {
        if used {
            let kept = self.words.trim_end();
            let start = kept.rfind(char::is_whitespace).map_or(0, |at| at + 1);
            self.words.truncate(start);
        }
        self.narrow.push(offer);
        self.offering = false;
        self.palette.first();
    }
}

/// Shows the search.
pub fn show(ctx: &Context, state: &mut State, views: &Views, wishes: &mut Wishes) {
    let mac = ctx.os().is_mac();
    let (offers, begun) = if state.offering {
        state.offers(views)
    } else {
        (Vec::new(), 0)
    };
    let offered: Vec<String> = offers.iter().map(Narrow::text).collect();
    let view = state.view.clone();
    let before = if state.asked.is_none() && !state.offering {
        state.before(views)
    } else {
        Vec::new()
    };
    let hits: &[SearchHit] = match (&view, state.offering) {
        (_, true) => &[],
        (Some(view), false) => &view.hits,
        (None, false) => &before,
    };
    let keys: Vec<String> = hits
        .iter()
        .map(|hit| match hit.go {
            Go::Command(command) => command.keys_text(mac),
            _ => String::new(),
        })
        .collect();
    let found = hits.iter().zip(&keys).map(|(hit, keys)| Line {
        kind: hit.kind,
        text: &hit.text,
        marks: &hit.marks,
        quiet: if hit.quiet.is_empty() { keys } else { &hit.quiet },
    });
    let narrowing = offered.iter().map(|offer| Line {
        kind: "Narrow to",
        text: offer,
        marks: &[],
        quiet: "",
    });
    let lines: Vec<Line<'_>> = found.chain(narrowing).collect();
    let chips: Vec<String> = state.narrow.iter().map(Narrow::text).collect();
    let none = match (state.offering, state.fresh()) {
        (true, _) => "Nothing to narrow to",
        (false, true) => "Nothing found. Try fewer words, or the beginning of one",
        (false, false) => "Searching…",
    };
    let shown = Palette {
        id: state.id,
        name: "Search everything",
        placeholder: if state.only {
            "Search this audit"
        } else {
            "Search everything"
        },
        chips: &chips,
        lines: &lines,
        none,
    };
    let said = said(state, view.as_deref(), offered.len());
    let (open, only) = (state.audit.is_some(), state.only);
    let mut now = only;
    let offering = state.offering;
    let mut words = std::mem::take(&mut state.words);
    let event = shown.show(ctx, &mut words, &mut state.palette, |ui| {
        foot(ui, &said, open || only, &mut now, offering);
    });
    state.words = words;
    if now != only {
        state.only = now;
        state.palette.first();
        wishes.push(Wish::OnlyThisAudit(now));
    }
    let mut picked = None;
    match event {
        PaletteEvent::None => {}
        PaletteEvent::Changed => state.picking = None,
        PaletteEvent::Closed if state.offering => state.offering = false,
        PaletteEvent::Closed => {
            wishes.push(Wish::Ask(Ask::Search(None)));
            wishes.push(Wish::Close);
        }
        PaletteEvent::Tab => {
            state.offering = !state.offering;
            state.palette.first();
        }
        PaletteEvent::Removed(at) => {
            if at < state.narrow.len() {
                state.narrow.remove(at);
            }
            state.palette.first();
        }
        PaletteEvent::Picked(at) if state.offering => {
            if let Some(offer) = offers.get(at) {
                state.narrow_to(offer.clone(), at < begun);
            }
        }
        // What was typed last decides, not what is still shown of the words before.
        PaletteEvent::Picked(at) if state.asked.is_some() && !state.fresh() => state.picking = Some(at),
        PaletteEvent::Picked(at) => picked = hits.get(at).cloned(),
    }
    if state.fresh()
        && let Some(at) = state.picking.take()
    {
        picked = picked.or_else(|| hits.get(at).cloned());
    }
    state.ask_anew(wishes);
    if let Some(hit) = picked {
        focus::leave_opener(ctx);
        wishes.push(Wish::Ask(Ask::Search(None)));
        wishes.push(Wish::Close);
        wishes.push(Wish::Find(Box::new(hit)));
    }
}

/// How much was found.
fn said(state: &State, view: Option<&SearchView>, offers: usize) -> String {
    if state.offering {
        return format!("{offers} to narrow to");
    }
    let Some(view) = view else { return String::new() };
    let number = text::thousands(view.count);
    let mut said = match (view.count, view.more) {
        (_, true) => format!("More than {number} results"),
        (1, _) => "1 result".to_owned(),
        _ => format!("{number} results"),
    };
    if view.cut {
        said.push_str(", for the first words alone");
    }
    said
}

fn foot(ui: &mut Ui, said: &str, open: bool, only: &mut bool, offering: bool) {
    ui.spacing_mut().item_spacing.x = space::L;
    let hints: &[&str] = if offering {
        &["Enter narrow", "Esc back"]
    } else {
        &["Up, Down move", "Enter open", "Tab narrow", "Esc close"]
    };
    let end = ui.max_rect().right();
    if !said.is_empty() {
        palette::count(ui, said);
    }
    if open {
        check::checkbox(ui, only, "Only this audit");
    }
    let colors = tokens(ui);
    let wide = |hint: &&str| {
        paint::line(ui, hint, Weight::Regular, size::QUIET, colors.muted)
            .size()
            .x
            + space::L
    };
    let width: f32 = hints.iter().map(wide).sum::<f32>() - space::L;
    let gap = end - width - ui.cursor().left();
    if gap >= 0.0 {
        ui.add_space(gap);
        for hint in hints {
            text::line(ui, hint, Weight::Regular, size::QUIET, colors.muted);
        }
    }
}
