//! Tags and their groups: where each is used, what says the same, and how they stand. The one that is selected is
//! changed beside the list, or in its place where there is no room for both.

mod derived;
mod group;
mod list;
mod near;
mod panel;

use super::head::head_with;
use super::page::page;
use crate::model::facets::Filter;
use crate::model::tag::Tag;
use crate::model::tag_order;
use crate::ui::dialogs::{Dialog, add_tag, export_tags, import_tags};
use crate::ui::fonts::Icon;
use crate::ui::theme::{height, space};
use crate::ui::typed::Typed;
use crate::ui::views::Views;
use crate::ui::widgets::text::thousands;
use crate::ui::widgets::{Button, Card, Chip, Field, button, chip, empty, focus, table, text};
use crate::ui::wish::{Wish, Wishes};
use derived::{Derived, Only};
use eframe::egui::{Align, Frame, Id, Layout, Margin, ScrollArea, Ui, vec2};

/// What is selected.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Selected {
    Tag(i64),
    Group(String),
}

/// How the list is narrowed, and what is selected.
#[derive(Default)]
pub struct State {
    words: String,
    only: Only,
    selected: Option<Selected>,
    /// The tag whose uses were asked for, and how many it had then.
    asked: Option<(i64, i64)>,
    derived: Derived,
    /// Go to the row of what was selected, once the list is there.
    returning: Option<i64>,
    /// It was selected just now: the keyboard goes with it where the list gives way.
    opened: bool,
    /// Every team that carries the tag is shown.
    all_teams: bool,
}

/// From this width on what is selected stands beside the list.
const BESIDE: f32 = 920.0;

/// How wide it is there.
const PANEL: f32 = 400.0;

/// The least the list may be high; under it the whole screen scrolls.
const LEAST_LIST: f32 = 260.0;

/// Shows the screen.
pub fn show(ui: &mut Ui, state: &mut State, typed: &mut Typed, views: &Views, wishes: &mut Wishes) {
    state.derived.follow(&views.workbook, state.only, &state.words);
    page(ui, "tags screen", |ui| {
        ui.spacing_mut().item_spacing.y = space::L;
        top(ui, state, views, wishes);
        if views.workbook.tags.is_empty() {
            let next =
                "A tag is the word for a theme in evidence. Add one here, while you write evidence, or import a list.";
            let add = Button::primary("Add tag").icon(Icon::Plus);
            if empty::empty(ui, Icon::Tags, "No tags", next, Some(add)) {
                wishes.push(add_tag(state, views));
            }
            return;
        }
        forget_gone(state, views);
        let beside = ui.available_width() >= BESIDE;
        if state.selected.is_some() && !beside {
            instead(ui, state, typed, views, wishes);
            return;
        }
        narrow(ui, state);
        // What was just typed is shown in this frame.
        state.derived.follow(&views.workbook, state.only, &state.words);
        if let Some(at) = state
            .returning
            .take()
            .and_then(|id| state.derived.place(&views.workbook.tags, id))
        {
            table::go_to(ui.ctx(), list::id(), at);
            ui.ctx().request_repaint();
        }
        let height = (ui.max_rect().bottom() - ui.cursor().top()).max(LEAST_LIST);
        if state.selected.is_none() {
            listed(ui, state, views, height, wishes);
            return;
        }
        state.opened = false;
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = space::L;
            let left = ui.available_width() - PANEL - space::L;
            ui.allocate_ui_with_layout(vec2(left, height), Layout::top_down(Align::Min), |ui| {
                ui.set_width(left);
                listed(ui, state, views, height, wishes);
            });
            ui.allocate_ui_with_layout(vec2(PANEL, height), Layout::top_down(Align::Min), |ui| {
                ui.set_width(PANEL);
                ScrollArea::vertical()
                    .id_salt("selected tag")
                    .max_height(height)
                    .auto_shrink([false, true])
                    .show(ui, |ui| {
                        // The scroll bar stands beside the card, not over its border.
                        let margin = Margin {
                            right: 12,
                            ..Margin::ZERO
                        };
                        Frame::new()
                            .inner_margin(margin)
                            .show(ui, |ui| card(ui, state, typed, views, true, wishes));
                        focus::follow(ui);
                    });
            });
        });
    });
}

fn listed(ui: &mut Ui, state: &mut State, views: &Views, height: f32, wishes: &mut Wishes) {
    if state.only == Only::Near {
        near::show(ui, state, views, height, wishes);
    } else {
        list::show(ui, state, views, height);
    }
}

/// What was selected may have been merged, deleted or taken back.
fn forget_gone(state: &mut State, views: &Views) {
    let there = |selected: &Selected| match selected {
        Selected::Tag(id) => views.workbook.tags.iter().any(|tag| tag.id == *id),
        Selected::Group(name) => views.workbook.tags.iter().any(|tag| tag.group == *name),
    };
    if !state.selected.as_ref().is_none_or(there) {
        state.selected = None;
    }
}

/// What is selected, where the list was, with the way back to it.
fn instead(ui: &mut Ui, state: &mut State, typed: &mut Typed, views: &Views, wishes: &mut Wishes) {
    let back = Button::secondary("Back to tags").icon(Icon::ChevronLeft).bar().show(ui);
    if std::mem::take(&mut state.opened) {
        back.request_focus();
    }
    card(ui, state, typed, views, false, wishes);
    if back.clicked() {
        if let Some(Selected::Tag(id)) = state.selected {
            state.returning = Some(id);
        }
        state.selected = None;
        ui.ctx().request_repaint();
    }
}

/// The card of what is selected.
fn card(ui: &mut Ui, state: &mut State, typed: &mut Typed, views: &Views, closes: bool, wishes: &mut Wishes) {
    let selected = state.selected.clone();
    Card::new().show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        match &selected {
            Some(Selected::Tag(id)) => {
                if let Some(tag) = views.workbook.tags.iter().find(|tag| tag.id == *id) {
                    heading(ui, state, &tag.name, Some(tag.colour), &tag.group, closes);
                    panel::show(ui, state, typed, tag, views, wishes);
                }
            }
            Some(Selected::Group(name)) => {
                let n = state.derived.groups.iter().find(|group| group.name == *name);
                let words = match n.map_or(0, |group| group.tags) {
                    1 => "A group of 1 tag".to_owned(),
                    n => format!("A group of {n} tags"),
                };
                heading(ui, state, name, None, &words, closes);
                group::show(ui, name, views, wishes);
            }
            None => {}
        }
    });
}

fn heading(ui: &mut Ui, state: &mut State, name: &str, colour: Option<i64>, under: &str, closes: bool) {
    ui.horizontal_top(|ui| {
        ui.scope(|ui| {
            ui.set_max_width((ui.available_width() - 40.0).max(100.0));
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = space::XS;
                ui.horizontal_top(|ui| {
                    if let Some(colour) = colour {
                        let (rect, _) = ui.allocate_exact_size(vec2(14.0, 22.0), eframe::egui::Sense::hover());
                        chip::dot(ui, rect.center(), usize::try_from(colour).unwrap_or(1));
                    }
                    text::heading17(ui, name);
                });
                text::quiet(ui, under);
            });
        });
        if closes {
            let gap = ui.available_width() - height::CHIP;
            ui.add_space(gap.max(0.0));
            if button::icon_button_with(ui, Icon::X, "Close", button::IconLook::Plain, true).clicked() {
                state.selected = None;
            }
        }
    });
}

fn add_tag(state: &State, views: &Views) -> Wish {
    let (group, colour) = match &state.selected {
        Some(Selected::Group(name)) => (name.clone(), colour_of(views, name)),
        Some(Selected::Tag(id)) => {
            let tag = views.workbook.tags.iter().find(|tag| tag.id == *id);
            tag.map_or((String::new(), 1), |tag| (tag.group.clone(), tag.colour))
        }
        None => (String::new(), 1),
    };
    Wish::Open(Box::new(Dialog::AddTag(add_tag::State::new(&group, None, colour))))
}

/// The colour a group's tags have: that of its first one.
fn colour_of(views: &Views, group: &str) -> i64 {
    let first = views.workbook.tags.iter().find(|tag| tag.group == group);
    first.map_or(1, |tag| tag.colour)
}

/// The name of the screen, how many there are, and what can be done with all of them.
fn top(ui: &mut Ui, state: &mut State, views: &Views, wishes: &mut Wishes) {
    let buttons = [
        Button::secondary("Import…").icon(Icon::Download),
        Button::secondary("Export…").icon(Icon::Upload),
        Button::primary("Add tag").icon(Icon::Plus),
    ];
    let (tags, groups) = (views.workbook.tags.len(), state.derived.groups.len());
    let tags = if tags == 1 {
        "1 tag".to_owned()
    } else {
        format!("{tags} tags")
    };
    let groups = if groups == 1 {
        "1 group".to_owned()
    } else {
        format!("{groups} groups")
    };
    let quiet = format!("{tags} in {groups}");
    match head_with(ui, "Tags", &buttons, 140.0, |ui| drop(text::quiet_line(ui, &quiet))) {
        Some(0) => wishes.push(Wish::Open(Box::new(Dialog::ImportTags(import_tags::State::default())))),
        Some(1) => wishes.push(Wish::Open(Box::new(Dialog::ExportTags(export_tags::State::new(views))))),
        Some(_) => wishes.push(add_tag(state, views)),
        None => {}
    }
}

/// Which tags are shown.
fn narrow(ui: &mut Ui, state: &mut State) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::S, space::S);
        if state.only != Only::Near {
            Field::new(Id::unique("find a tag"), "Find a tag")
                .hidden_label()
                .icon(Icon::Search)
                .placeholder("Find a tag")
                .limit(200)
                .width(ui.available_width().min(260.0))
                .show(ui, &mut state.words);
        }
        let ways = [
            (Only::All, "All".to_owned()),
            (Only::Unused, format!("Unused {}", state.derived.unused.len())),
            (Only::Near, format!("May say the same {}", state.derived.near.len())),
        ];
        for (only, words) in ways {
            if Chip::filter(&words, state.only == only).show(ui) == chip::ChipEvent::Clicked {
                state.only = only;
            }
        }
    });
}

/// What carries a tag, in a sentence: how many pieces of evidence, in how many audits, and how many of those are closed.
pub fn touched(tag: &Tag, views: &Views) -> String {
    let uses = views.tagged.uses.as_ref().filter(|(id, _)| *id == tag.id);
    let n = |n: i64| thousands(usize::try_from(n).unwrap_or(0));
    let pieces = match tag.uses {
        0 => return format!("No evidence carries {}.", tag.name),
        1 => "1 piece of evidence carries".to_owned(),
        uses => format!("{} pieces of evidence carry", n(uses)),
    };
    let Some((_, uses)) = uses else {
        return format!("{pieces} {}.", tag.name);
    };
    let audits = if uses.audits == 1 {
        "1 audit".to_owned()
    } else {
        format!("{} audits", n(uses.audits))
    };
    let closed = match uses.closed {
        0 => String::new(),
        closed => format!(", {} of them final or withdrawn", n(closed)),
    };
    format!("{pieces} {}, in {audits}{closed}.", tag.name)
}

/// The tags of a group that a tag can stand under, each with how deep it stands; the first is none. `tag` itself and what
/// stands below it are none of them.
pub fn under_choices(tags: &[Tag], group: &str, tag: Option<i64>) -> Vec<(Option<i64>, String)> {
    let own = tag.map(|tag| tag_order::with_below(tags, tag)).unwrap_or_default();
    let tree = tag_order::tree(tags);
    let of_group = tree.iter().find(|known| known.name == group);
    let mut choices = vec![(None, "no other tag".to_owned())];
    for (id, depth) in of_group.map(|group| group.tags.as_slice()).unwrap_or_default() {
        if let Some(tag) = tags.iter().find(|tag| tag.id == *id && !own.contains(id)) {
            choices.push((Some(*id), format!("{}{}", "– ".repeat(*depth), tag.name)));
        }
    }
    choices
}

/// The list of evidence that carries a tag, of one team or of all.
fn show_evidence(tag: i64, team: Option<&str>) -> Wish {
    let filter = Filter {
        tags: [tag].into(),
        teams: team.map(str::to_owned).into_iter().collect(),
        ..Filter::default()
    };
    Wish::ShowEvidence(Box::new(filter))
}
