//! One tag: what it is called and for, where it stands, and where it is used.

use super::{State, show_evidence, under_choices};
use crate::app::edit::{Edit, TagEdit, TagFields};
use crate::app::worker::Ask;
use crate::model::change::{Entity, Place};
use crate::model::tag::{COLOURS, Tag, TagUses};
use crate::model::tag_names::LONGEST_NAME;
use crate::model::tag_order::{self, Spot};
use crate::model::tag_rules::LONGEST_DESCRIPTION;
use crate::ui::dialogs::{Dialog, add_tag, delete_tag, merge_tags, split_tag, tag_group};
use crate::ui::fonts::Icon;
use crate::ui::theme::space;
use crate::ui::typed::Typed;
use crate::ui::views::Views;
use crate::ui::widgets::radio::radios;
use crate::ui::widgets::text::thousands;
use crate::ui::widgets::{Button, Field, Select, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Id, Ui, vec2};

/// So many teams are shown at first.
const TEAMS: usize = 6;

fn edit(edit: TagEdit) -> Wish {
    Wish::edit(Edit::Tags(Box::new(edit)))
}

fn open(dialog: Dialog) -> Wish {
    Wish::Open(Box::new(dialog))
}

/// Shows it.
pub(super) fn show(ui: &mut Ui, state: &mut State, typed: &mut Typed, tag: &Tag, views: &Views, wishes: &mut Wishes) {
    // Anew when another is selected, or it is carried by more or fewer.
    if state.asked != Some((tag.id, tag.uses)) {
        state.asked = Some((tag.id, tag.uses));
        wishes.push(Wish::Ask(Ask::TagUses(tag.id)));
    }
    used(ui, state, tag, views, wishes);
    ui.add_space(space::S);
    let place = |field| Place::row(Entity::Tag, tag.id, field);
    let dress = |id| Field::new(id, "Name").limit(LONGEST_NAME);
    typed.field(ui, &place("name"), &tag.name, dress, wishes);
    let dress = |id| {
        Field::new(id, "What it is for")
            .rows(2)
            .limit(LONGEST_DESCRIPTION)
            .placeholder("When to use it, and when not")
    };
    typed.field(ui, &place("description"), &tag.description, dress, wishes);
    text::strong(ui, "Colour");
    let now = usize::try_from(tag.colour - 1).ok();
    if let Some(at) = radios(ui, Id::unique(("tag colour", tag.id)), "Colour", &COLOURS, now) {
        let colour = i64::try_from(at).unwrap_or(0) + 1;
        let fields = TagFields {
            name: tag.name.clone(),
            group: tag.group.clone(),
            parent: tag.parent,
            colour,
            description: tag.description.clone(),
        };
        typed.leave(wishes);
        wishes.push(edit(TagEdit::Change(tag.id, fields)));
    }
    ui.add_space(space::S);
    stands(ui, tag, views, wishes);
    ui.add_space(space::S);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::S, space::S);
        if Button::secondary("Add a tag under it…").bar().show(ui).clicked() {
            let add = add_tag::State::new(&tag.group, Some(tag.id), tag.colour);
            wishes.push(open(Dialog::AddTag(add)));
        }
        if Button::secondary("Merge…").icon(Icon::Merge).bar().show(ui).clicked() {
            wishes.push(open(Dialog::MergeTags(merge_tags::State::new(tag.id, None))));
        }
        let split = Button::secondary("Split…").bar().enabled(tag.uses > 1);
        if split.show(ui).clicked() {
            wishes.push(open(Dialog::SplitTag(Box::new(split_tag::State::new(tag.id)))));
        }
        let below = views.workbook.tags.iter().any(|other| other.parent == Some(tag.id));
        let asks = tag.uses > 0 || below;
        let words = if asks { "Delete…" } else { "Delete" };
        if Button::danger(words).icon(Icon::Trash).bar().show(ui).clicked() {
            wishes.push(if asks {
                open(Dialog::DeleteTag(delete_tag::State::new(tag.id)))
            } else {
                edit(TagEdit::Delete(tag.id))
            });
        }
    });
}

/// Its group, the tag it stands under, and its place among those beside it.
fn stands(ui: &mut Ui, tag: &Tag, views: &Views, wishes: &mut Wishes) {
    let tags = &views.workbook.tags;
    let mut groups: Vec<(Option<String>, &str)> = Vec::new();
    for known in tags {
        if !groups.iter().any(|(_, name)| *name == known.group) {
            groups.push((Some(known.group.clone()), known.group.as_str()));
        }
    }
    groups.push((None, "New group…"));
    let now = Some(tag.group.clone());
    match Select::new(Id::unique(("tag group", tag.id)), "Group", Some(&now), &groups).show(ui) {
        Some(Some(group)) if group != tag.group => {
            let spot = Spot {
                group,
                parent: None,
                before: None,
            };
            wishes.push(edit(TagEdit::Put(tag.id, spot)));
        }
        Some(None) => wishes.push(open(Dialog::TagGroup(tag_group::State::new_for(tag.id)))),
        _ => {}
    }
    let choices = under_choices(tags, &tag.group, Some(tag.id));
    let options: Vec<(Option<i64>, &str)> = choices.iter().map(|(id, words)| (*id, words.as_str())).collect();
    let picked = Select::new(
        Id::unique(("tag under", tag.id)),
        "Stands under",
        Some(&tag.parent),
        &options,
    )
    .show(ui);
    if let Some(parent) = picked.filter(|parent| *parent != tag.parent) {
        let spot = Spot {
            group: tag.group.clone(),
            parent,
            before: None,
        };
        wishes.push(edit(TagEdit::Put(tag.id, spot)));
    }
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        for (words, icon, down) in [("Move up", Icon::ArrowUp, false), ("Move down", Icon::ArrowDown, true)] {
            let spot = tag_order::step(tags, tag.id, down);
            let button = Button::secondary(words).icon(icon).bar().enabled(spot.is_some());
            if button.show(ui).clicked()
                && let Some(spot) = spot
            {
                wishes.push(edit(TagEdit::Put(tag.id, spot)));
            }
        }
    });
}

/// How much carries it, and in which teams.
fn used(ui: &mut Ui, state: &mut State, tag: &Tag, views: &Views, wishes: &mut Wishes) {
    if tag.uses == 0 {
        text::body(ui, "No evidence carries it yet.");
        return;
    }
    text::body(ui, &super::touched(tag, views));
    if Button::secondary("Show its evidence")
        .icon(Icon::File)
        .bar()
        .show(ui)
        .clicked()
    {
        wishes.push(show_evidence(tag.id, None));
    }
    let Some((_, uses)) = views.tagged.uses.as_ref().filter(|(id, _)| *id == tag.id) else {
        return;
    };
    teams(ui, &mut state.all_teams, tag, uses, wishes);
}

fn teams(ui: &mut Ui, all: &mut bool, tag: &Tag, uses: &TagUses, wishes: &mut Wishes) {
    ui.spacing_mut().item_spacing.y = 2.0;
    let shown = if *all { uses.teams.len() } else { TEAMS };
    for (team, pieces, audits) in uses.teams.iter().take(shown) {
        let n = |n: i64| thousands(usize::try_from(n).unwrap_or(0));
        let (pieces, audits) = (
            if *pieces == 1 {
                "1 piece".to_owned()
            } else {
                format!("{} pieces", n(*pieces))
            },
            if *audits == 1 {
                "1 audit".to_owned()
            } else {
                format!("{} audits", n(*audits))
            },
        );
        let name = if team.is_empty() { "No team" } else { team };
        let words = format!("{name}: {pieces} in {audits}");
        if Button::quiet(&words).small().show(ui).clicked() {
            wishes.push(show_evidence(tag.id, Some(team)));
        }
    }
    let more = uses.teams.len().saturating_sub(shown);
    if more > 0
        && Button::quiet(&format!("Show {more} more teams"))
            .small()
            .show(ui)
            .clicked()
    {
        *all = true;
    }
    ui.spacing_mut().item_spacing.y = space::S;
}
