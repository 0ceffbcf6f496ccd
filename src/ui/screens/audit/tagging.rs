//! Tagging the selected evidence: by ticking in the side panel, or by typing, creating a tag in place.

use super::{State, evidence};
use crate::app::edit::Edit;
use crate::app::view::AuditView;
use crate::model::evidence::Evidence;
use crate::model::tag::Tag;
use crate::model::tag_order;
use crate::ui::theme::{size, space, tokens};
use crate::ui::views::Views;
use crate::ui::widgets::check::facet;
use crate::ui::widgets::paint::Weight;
use crate::ui::widgets::text::{Run, runs};
use crate::ui::widgets::typeahead::{Match, TypeaheadEvent, typeahead};
use crate::ui::widgets::{Card, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Id, Ui};

/// The field in a card, to give it the keyboard.
pub(super) fn inline_id(evidence: i64) -> Id {
    Id::unique(("tag evidence here", evidence))
}

/// Tags whose name or group begins with, or holds, the words; those that begin with them first.
fn matching<'t>(tags: &'t [Tag], words: &str) -> Vec<&'t Tag> {
    let words = words.trim().to_lowercase();
    let rank = |tag: &Tag| {
        let name = tag.name.to_lowercase();
        if name.starts_with(&words) {
            0
        } else if name.split_whitespace().any(|word| word.starts_with(&words)) {
            1
        } else {
            2
        }
    };
    let mut found: Vec<&Tag> = tags
        .iter()
        .filter(|tag| tag.name.to_lowercase().contains(&words))
        .collect();
    found.sort_by_key(|tag| (rank(tag), std::cmp::Reverse(tag.uses)));
    found
}

fn field(ui: &mut Ui, id: Id, state: &mut State, views: &Views, piece: &Evidence, wishes: &mut Wishes) {
    let found = matching(&views.workbook.tags, &state.tag_words);
    let found: Vec<&Tag> = found
        .into_iter()
        .filter(|tag| !piece.tags.contains(&tag.id))
        .take(8)
        .collect();
    let matches: Vec<Match<'_>> = found
        .iter()
        .map(|tag| Match {
            words: &tag.name,
            dot: Some(tag.colour as usize),
        })
        .collect();
    let exact = views
        .workbook
        .tags
        .iter()
        .any(|tag| tag.name.eq_ignore_ascii_case(state.tag_words.trim()));
    match typeahead(
        ui,
        id,
        "Find or add a tag",
        "Find or add a tag",
        &mut state.tag_words,
        &matches,
        !exact,
    ) {
        TypeaheadEvent::Picked(at) => {
            if let Some(tag) = found.get(at) {
                wishes.push(Wish::edit(Edit::Tag {
                    evidence: piece.id,
                    tag: tag.id,
                    on: true,
                }));
            }
        }
        TypeaheadEvent::Add(name) => {
            wishes.push(Wish::edit(Edit::NewTag {
                name,
                group: String::new(),
                evidence: Some(piece.id),
            }));
        }
        TypeaheadEvent::Changed | TypeaheadEvent::None => {}
    }
}

/// In the selected evidence's card.
pub(super) fn inline(ui: &mut Ui, state: &mut State, views: &Views, piece: &Evidence, wishes: &mut Wishes) {
    Card::quiet()
        .padding(space::M, space::S)
        .show(ui, |ui| field(ui, inline_id(piece.id), state, views, piece, wishes));
}

/// In the side panel: what is selected, the field, and every tag in its group.
pub(super) fn panel(ui: &mut Ui, state: &mut State, views: &Views, view: &AuditView, wishes: &mut Wishes) {
    let colors = tokens(ui);
    let Some(piece) = evidence::selected(state, view).and_then(|id| view.evidence.iter().find(|piece| piece.id == id))
    else {
        text::quiet(
            ui,
            "Tags are for evidence. Write a line of evidence in this section, and its tags can be ticked here.",
        );
        return;
    };
    let mut start: String = piece.text.chars().take(48).collect();
    let quoted = if start.len() < piece.text.len() {
        // Cut between words.
        start.truncate(start.rfind(' ').unwrap_or(start.len()));
        format!("“{start}…”")
    } else {
        format!("“{start}”")
    };
    let quiet = Run {
        text: "For the evidence selected: ",
        weight: Weight::Regular,
        size: size::QUIET,
        color: colors.muted,
    };
    let strong = Run {
        text: &quoted,
        weight: Weight::Semibold,
        size: size::QUIET,
        color: colors.text,
    };
    runs(ui, &[quiet, strong]);
    ui.add_space(space::S);
    ui.add_enabled_ui(view.audit.status.open_to_change(), |ui| {
        field(ui, Id::unique(("tag evidence", piece.id)), state, views, piece, wishes);
        ui.spacing_mut().item_spacing.y = 2.0;
        // What it carries stands first: in a hundred tags a ticked one is soon out of sight.
        if !piece.tags.is_empty() {
            ui.add_space(space::M);
            text::strong(ui, "On this evidence");
            for tag in views.workbook.tags.iter().filter(|tag| piece.tags.contains(&tag.id)) {
                tick(ui, tag, piece, wishes);
            }
        }
        for group in tag_order::tree(&views.workbook.tags) {
            let tags = group.tags.iter().filter(|(id, _)| !piece.tags.contains(id));
            let mut headed = false;
            for (id, depth) in tags {
                let Some(tag) = views.workbook.tags.iter().find(|tag| tag.id == *id) else {
                    continue;
                };
                if !std::mem::replace(&mut headed, true) {
                    ui.add_space(space::M);
                    text::strong(ui, &group.name);
                }
                ui.horizontal(|ui| {
                    ui.add_space(16.0 * *depth as f32);
                    tick(ui, tag, piece, wishes);
                });
            }
        }
    });
}

fn tick(ui: &mut Ui, tag: &Tag, piece: &Evidence, wishes: &mut Wishes) {
    let on = piece.tags.contains(&tag.id);
    let count = (tag.uses > 0).then(|| tag.uses.to_string());
    if facet(ui, on, Some(tag.colour as usize), &tag.name, count.as_deref()).clicked() {
        wishes.push(Wish::edit(Edit::Tag {
            evidence: piece.id,
            tag: tag.id,
            on: !on,
        }));
    }
}
