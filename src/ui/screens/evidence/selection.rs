//! What can be done with the pieces that are marked.

use super::State;
use crate::app::edit::{Edit, Marked};
use crate::app::evidence_list::EvidenceView;
use crate::app::export::evidence::Pieces;
use crate::app::worker::Ask;
use crate::model::framework::Criterion;
use crate::model::tag::Tag;
use crate::ui::dialogs::{Dialog, action, export_evidence};
use crate::ui::theme::{radius, space, tokens};
use crate::ui::views::Views;
use crate::ui::widgets::text::thousands as number;
use crate::ui::widgets::typeahead::{Match, TypeaheadEvent, typeahead};
use crate::ui::widgets::{Button, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Frame, Id, Margin, Ui};
use std::sync::Arc;

/// What is being chosen for the marked pieces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Choosing {
    Tag,
    Untag,
    Link,
}

/// What is being chosen, and the words it is found by.
#[derive(Default)]
pub(super) struct Selecting {
    choosing: Option<Choosing>,
    words: String,
}

pub(super) fn show(ui: &mut Ui, state: &mut State, view: &Arc<EvidenceView>, views: &Views, wishes: &mut Wishes) {
    let colors = tokens(ui);
    Frame::new()
        .fill(colors.accent_soft)
        .corner_radius(radius::CONTROL)
        .inner_margin(Margin::symmetric(12, 6))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = space::XS;
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing.x = space::S;
                text::strong(ui, &format!("{} marked", number(state.selected.len())));
                let ways = [
                    ("Tag…", Choosing::Tag),
                    ("Take a tag off…", Choosing::Untag),
                    ("Link to a question…", Choosing::Link),
                ];
                for (words, way) in ways {
                    if Button::quiet(words).bar().show(ui).clicked() {
                        state.selecting.choosing = Some(way);
                        state.selecting.words.clear();
                        wishes.push(Wish::Focus(field_id(way)));
                    }
                }
                raise_action(ui, state, views, wishes);
                if Button::quiet("Copy as text").bar().show(ui).clicked() {
                    wishes.push(Wish::Ask(Ask::EvidenceText(in_order(state, view))));
                }
                if Button::quiet("Export marked…").bar().show(ui).clicked() {
                    export(state, view, views, wishes);
                }
                if state.selected.len() < view.ids.len() {
                    let all = format!("Mark all {}", number(view.ids.len()));
                    if Button::quiet(&all).bar().show(ui).clicked() {
                        state.selected = view.ids.iter().map(|id| i64::from(*id)).collect();
                    }
                }
                if Button::quiet("Clear marks").bar().show(ui).clicked() {
                    state.selected.clear();
                    state.selecting.choosing = None;
                }
            });
            if let Some(choosing) = state.selecting.choosing {
                choose(ui, state, choosing, views, wishes);
            }
        });
}

/// An action comes from one piece of evidence, of an audit that may be changed.
fn raise_action(ui: &mut Ui, state: &State, views: &Views, wishes: &mut Wishes) {
    let one = state.selected.iter().next().filter(|_| state.selected.len() == 1);
    let Some((row, _)) = one.and_then(|id| views.evidence.rows.get(id)) else {
        return;
    };
    let audit = views.audits.find(row.evidence.audit);
    if let Some(audit) = audit.filter(|audit| audit.status.open_to_change())
        && Button::quiet("Raise action…").bar().show(ui).clicked()
    {
        wishes.push(action::raise(action::State::from_evidence(
            &row.evidence,
            &action::row_words(audit),
        )));
    }
}

/// Whether there is anything to export: all that is narrowed to only when all of it is counted.
pub(super) fn exportable(state: &State, view: &EvidenceView) -> bool {
    !state.selected.is_empty() || (view.ready() && !view.ids.is_empty())
}

/// Exports what is marked; where nothing is, all that the list shows.
pub(super) fn export(state: &State, view: &Arc<EvidenceView>, views: &Views, wishes: &mut Wishes) {
    let pieces = if state.selected.is_empty() {
        Pieces::Shown(view.clone())
    } else {
        Pieces::Marked(Arc::new(in_order(state, view)))
    };
    let dialog = export_evidence::State::new(pieces, views);
    wishes.push(Wish::Open(Box::new(Dialog::ExportEvidence(Box::new(dialog)))));
}

/// The marked pieces in the order of the list; those that are not in it any more come last.
fn in_order(state: &State, view: &EvidenceView) -> Vec<i64> {
    let shown = view.ids.iter().map(|id| i64::from(*id));
    let mut ids: Vec<i64> = shown.filter(|id| state.selected.contains(id)).collect();
    if ids.len() < state.selected.len() {
        let known: std::collections::BTreeSet<i64> = ids.iter().copied().collect();
        ids.extend(state.selected.difference(&known));
    }
    ids
}

fn field_id(choosing: Choosing) -> Id {
    Id::unique(("marked evidence", choosing as u8))
}

fn choose(ui: &mut Ui, state: &mut State, choosing: Choosing, views: &Views, wishes: &mut Wishes) {
    let words = state.selecting.words.trim().to_lowercase();
    let tags: Vec<&Tag> = if choosing == Choosing::Link {
        Vec::new()
    } else {
        let tags = &views.workbook.tags;
        tags.iter()
            .filter(|tag| tag.name.to_lowercase().contains(&words))
            .take(8)
            .collect()
    };
    let questions: Vec<&Criterion> = match choosing {
        Choosing::Link if !words.is_empty() => questions(views, &words).take(8).collect(),
        _ => Vec::new(),
    };
    let named: Vec<String> = questions.iter().map(|c| format!("{} {}", c.id, c.question)).collect();
    let of_tags = tags.iter().map(|tag| Match {
        words: &tag.name,
        dot: Some(tag.colour as usize),
    });
    let of_questions = named.iter().map(|words| Match { words, dot: None });
    let matches: Vec<Match<'_>> = of_tags.chain(of_questions).collect();
    let label = match choosing {
        Choosing::Tag => "Tag to add to what is marked",
        Choosing::Untag => "Tag to take off what is marked",
        Choosing::Link => "Question that what is marked speaks to",
    };
    let event = typeahead(
        ui,
        field_id(choosing),
        label,
        label,
        &mut state.selecting.words,
        &matches,
        false,
    );
    let TypeaheadEvent::Picked(at) = event else { return };
    let what = match choosing {
        Choosing::Link => questions
            .get(at)
            .map(|criterion| Marked::Criterion(criterion.id.clone())),
        _ => tags.get(at).map(|tag| Marked::Tag(tag.id)),
    };
    if let Some(what) = what {
        wishes.push(Wish::edit(Edit::Mark {
            evidence: state.selected.iter().copied().collect(),
            what,
            on: choosing != Choosing::Untag,
        }));
        state.selecting.choosing = None;
    }
}

/// Questions of the workbook's frameworks that hold the words, each once, the newest framework first.
fn questions<'v>(views: &'v Views, words: &'v str) -> impl Iterator<Item = &'v Criterion> {
    let mut seen = std::collections::BTreeSet::new();
    let frameworks = views.workbook.frameworks.iter().rev();
    let judgements = frameworks.flat_map(|(_, framework)| &framework.judgements);
    judgements
        .flat_map(crate::model::framework::Judgement::criteria)
        .filter(move |criterion| {
            let found =
                criterion.id.to_lowercase().starts_with(words) || criterion.question.to_lowercase().contains(words);
            found && seen.insert(criterion.id.clone())
        })
}
