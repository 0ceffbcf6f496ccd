//! What evidence is narrowed to: a list of choices for each facet, with how many stand beside each.

use super::{State, saved};
use crate::app::evidence_list::EvidenceView;
use crate::model::facets::{Dates, Filter, TagMode};
use crate::model::vocabulary;
use crate::ui::theme::{size, space, tokens};
use crate::ui::views::Views;
use crate::ui::widgets::check::facet;
use crate::ui::widgets::paint::Weight;
use crate::ui::widgets::text::thousands as number;
use crate::ui::widgets::{Field, Select, button, check, date_field, text};
use crate::ui::wish::Wishes;
use eframe::egui::{Id, Ui};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How many choices stand without unfolding.
const FEW: usize = 6;

/// One choice of a facet.
struct Choice<T> {
    value: T,
    words: String,
    dot: Option<usize>,
    count: u32,
}

/// The choices of each facet, most pieces first, worked out once for each view.
#[derive(Default)]
pub(super) struct Choices {
    of: Option<(Arc<EvidenceView>, u64)>,
    directions: Vec<Choice<crate::model::evidence::Direction>>,
    tags: Vec<Choice<i64>>,
    sources: Vec<Choice<String>>,
    judgements: Vec<Choice<String>>,
    criteria: Vec<Choice<String>>,
    teams: Vec<Choice<String>>,
    auditors: Vec<Choice<i64>>,
    kinds: Vec<Choice<crate::model::case::CaseKind>>,
}

/// Most pieces first; of as many, by name.
fn sorted<T>(mut choices: Vec<Choice<T>>) -> Vec<Choice<T>> {
    choices.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.words.cmp(&b.words)));
    choices
}

/// A judgement's name by its id, in the newest framework that has it.
pub(super) fn judgement_name<'v>(views: &'v Views, id: &'v str) -> &'v str {
    let mut known = views
        .workbook
        .frameworks
        .iter()
        .rev()
        .flat_map(|(_, framework)| &framework.judgements);
    known
        .find(|judgement| judgement.id == id)
        .map_or(id, |judgement| judgement.short.as_str())
}

impl Choices {
    pub(super) fn derive(&mut self, view: &Arc<EvidenceView>, views: &Views) {
        let same = self
            .of
            .as_ref()
            .is_some_and(|(of, edition)| Arc::ptr_eq(of, view) && *edition == views.edition);
        if same {
            return;
        }
        self.of = Some((view.clone(), views.edition));
        let counts = &view.counts;
        let plain = |value: &String, words: &str, count: u32| Choice {
            value: value.clone(),
            words: words.to_owned(),
            dot: None,
            count,
        };
        self.directions = counts
            .directions
            .iter()
            .map(|(value, count)| Choice {
                value: *value,
                words: value.name().to_owned(),
                dot: None,
                count: *count,
            })
            .collect();
        let tag_counts: BTreeMap<i64, u32> = counts.tags.iter().copied().collect();
        let tags = views.workbook.tags.iter().map(|tag| Choice {
            value: tag.id,
            words: tag.name.clone(),
            dot: Some(tag.colour as usize),
            count: tag_counts.get(&tag.id).copied().unwrap_or(0),
        });
        self.tags = sorted(tags.collect());
        let sources = counts
            .sources
            .iter()
            .map(|(value, n)| plain(value, vocabulary::source_name(value), *n));
        self.sources = sorted(sources.collect());
        let judgements = counts
            .judgements
            .iter()
            .map(|(value, n)| plain(value, judgement_name(views, value), *n));
        self.judgements = sorted(judgements.collect());
        let questions: BTreeMap<&str, &str> = views
            .workbook
            .frameworks
            .iter()
            .flat_map(|(_, framework)| {
                framework
                    .judgements
                    .iter()
                    .flat_map(crate::model::framework::Judgement::criteria)
            })
            .map(|criterion| (criterion.id.as_str(), criterion.question.as_str()))
            .collect();
        let criteria = counts.criteria.iter().map(|(value, n)| {
            let question = questions.get(value.as_str()).copied().unwrap_or_default();
            plain(value, &format!("{value} {question}"), *n)
        });
        self.criteria = sorted(criteria.collect());
        let teams = counts.teams.iter().map(|(value, n)| {
            let words = if value.is_empty() {
                "No team written"
            } else {
                value.as_str()
            };
            plain(value, words, *n)
        });
        self.teams = sorted(teams.collect());
        let people: BTreeMap<i64, &str> = views.workbook.people.iter().map(|p| (p.id, p.name.as_str())).collect();
        let auditors = counts.auditors.iter().map(|(value, n)| Choice {
            value: *value,
            words: people.get(value).copied().unwrap_or("Someone").to_owned(),
            dot: None,
            count: *n,
        });
        self.auditors = sorted(auditors.collect());
        let asked = |value| view.ask.filter.kinds.contains(value);
        let kinds = counts.kinds.iter().filter(|(value, n)| *n > 0 || asked(value));
        let kinds = kinds.map(|(value, n)| Choice {
            value: *value,
            words: value.name().to_owned(),
            dot: None,
            count: *n,
        });
        self.kinds = sorted(kinds.collect());
    }
}

const MODES: [(TagMode, &str); 3] = [
    (TagMode::Any, "any of"),
    (TagMode::All, "all of"),
    (TagMode::None, "none of"),
];

/// The choices; `titled` where no heading stands over them.
pub(super) fn show(ui: &mut Ui, state: &mut State, views: &Views, titled: bool, wishes: &mut Wishes) {
    ui.spacing_mut().item_spacing.y = 2.0;
    ui.horizontal(|ui| {
        if titled {
            text::strong(ui, "Narrow to");
        }
        if !state.ask.filter.is_open() {
            let gap = ui.available_width() - 44.0;
            ui.add_space(gap.max(0.0));
            if button::link(ui, "Clear").clicked() {
                state.ask.filter = Filter::default();
            }
        }
    });
    saved::open(ui, state, views, wishes);
    let filter = &mut state.ask.filter;
    let unfolded = &mut state.unfolded;
    facets(ui, "Shows", &state.choices.directions, &mut filter.directions, unfolded);
    tags(ui, state);
    let filter = &mut state.ask.filter;
    let unfolded = &mut state.unfolded;
    facets(
        ui,
        "Judgement",
        &state.choices.judgements,
        &mut filter.judgements,
        unfolded,
    );
    facets(ui, "Team", &state.choices.teams, &mut filter.teams, unfolded);
    facets(ui, "Type of case", &state.choices.kinds, &mut filter.kinds, unfolded);
    facets(ui, "Source", &state.choices.sources, &mut filter.sources, unfolded);
    facets(ui, "Question", &state.choices.criteria, &mut filter.criteria, unfolded);
    facets(ui, "Auditor", &state.choices.auditors, &mut filter.auditors, unfolded);
    dates(ui, "Seen", &mut filter.seen, views.today);
    dates(ui, "Happened", &mut filter.happened, views.today);
    ui.add_space(space::M);
    let words = "Only audits that count in figures";
    check::checkbox(ui, &mut filter.counted, words).on_hover_text("Submitted, in moderation, agreed or final");
    if filter.audit.is_some() {
        let mut only = true;
        if check::checkbox(ui, &mut only, "Only one audit").changed() {
            filter.audit = None;
        }
    }
    ui.add_space(space::M);
    saved::save(ui, state, wishes);
}

fn title(ui: &mut Ui, words: &str) {
    let colors = tokens(ui);
    ui.add_space(space::M);
    text::line(ui, words, Weight::Semibold, size::QUIET, colors.muted);
}

/// A facet whose choices are ticked.
fn facets<T: Clone + Ord>(
    ui: &mut Ui,
    name: &'static str,
    choices: &[Choice<T>],
    chosen: &mut BTreeSet<T>,
    unfolded: &mut BTreeMap<&'static str, String>,
) {
    if choices.len() < 2 && chosen.is_empty() {
        return;
    }
    title(ui, name);
    let ticked = list(ui, name, choices, |value| chosen.contains(value), unfolded);
    if let Some(value) = ticked
        && !chosen.remove(&value)
    {
        chosen.insert(value);
    }
}

/// The choices of a facet; gives the one that was pressed. What has most stands first.
fn list<T: Clone>(
    ui: &mut Ui,
    name: &'static str,
    choices: &[Choice<T>],
    on: impl Fn(&T) -> bool,
    unfolded: &mut BTreeMap<&'static str, String>,
) -> Option<T> {
    let mut pressed = None;
    let mut row = |ui: &mut Ui, choice: &Choice<T>| {
        let count = number(choice.count as usize);
        if facet(ui, on(&choice.value), choice.dot, &choice.words, Some(&count)).clicked() {
            pressed = Some(choice.value.clone());
        }
    };
    let few = choices.len() <= FEW + 1;
    match unfolded.get_mut(name) {
        Some(words) if !few => {
            if choices.len() > 15 {
                let label = format!("Find in {}", name.to_lowercase());
                Field::new(Id::unique(("find choice", name)), &label)
                    .hidden_label()
                    .placeholder(&label)
                    .show(ui, words);
            }
            let wanted = words.trim().to_lowercase();
            for choice in choices
                .iter()
                .filter(|choice| choice.words.to_lowercase().contains(&wanted))
            {
                row(ui, choice);
            }
        }
        _ => {
            // What is chosen stays where it is: nothing moves under the pointer.
            let room = if few { choices.len() } else { FEW };
            let further = choices.iter().skip(room).filter(|choice| on(&choice.value));
            for choice in choices.iter().take(room).chain(further) {
                row(ui, choice);
            }
        }
    }
    if !few {
        let open = unfolded.contains_key(name);
        let words = if open {
            "Fewer".to_owned()
        } else {
            format!("All {}…", choices.len())
        };
        let response = button::link(ui, &words);
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_description(name);
        });
        if response.clicked() {
            if open {
                unfolded.remove(name);
            } else {
                unfolded.insert(name, String::new());
            }
        }
    }
    pressed
}

fn tags(ui: &mut Ui, state: &mut State) {
    let colors = tokens(ui);
    ui.add_space(space::M);
    ui.horizontal(|ui| {
        text::line(ui, "Tags,", Weight::Semibold, size::QUIET, colors.muted);
        let picked = Select::new(Id::unique("tag mode"), "Tags", Some(&state.tag_mode), &MODES)
            .bar()
            .hidden_label()
            .show(ui);
        state.tag_mode = picked.unwrap_or(state.tag_mode);
    });
    let filter = &state.ask.filter;
    let mode = state.tag_mode;
    let on = |tag: &i64| filter.tag_mode(*tag) == Some(mode);
    if let Some(tag) = list(ui, "Tags", &state.choices.tags, on, &mut state.unfolded) {
        let next = if on(&tag) { None } else { Some(mode) };
        state.ask.filter.choose_tag(tag, next);
    }
    // What another way of narrowing holds is said too: nobody looks for a choice that is out of sight.
    for (other, words) in MODES.iter().filter(|(other, _)| *other != mode) {
        let filter = &state.ask.filter;
        let tags = match other {
            TagMode::Any => &filter.tags,
            TagMode::All => &filter.all_tags,
            TagMode::None => &filter.no_tags,
        };
        let names = state.choices.tags.iter().filter(|choice| tags.contains(&choice.value));
        let names: Vec<&str> = names.map(|choice| choice.words.as_str()).collect();
        if !names.is_empty() {
            text::quiet(ui, &format!("And {words}: {}", names.join(", ")));
        }
    }
}

fn dates(ui: &mut Ui, name: &str, dates: &mut Dates, today: Date) {
    title(ui, name);
    ui.horizontal(|ui| {
        let width = (ui.available_width() - space::S) / 2.0;
        for (label, value) in [("from", &mut dates.from), ("to", &mut dates.to)] {
            let id = Id::unique(("evidence dates", name, label));
            let words = format!("{name} {label}");
            let field = Field::new(id, &words).hidden_label().width(width).placeholder(label);
            date_field::date_field_with(ui, field, id, value, today);
        }
    });
}
