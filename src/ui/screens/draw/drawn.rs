//! What was drawn: each child with its group and auditor, who is in reserve, and changing one for the next.

use super::counts::{self, capital, some};
use super::people;
use crate::model::audit::Status;
use crate::model::draw::{Draw, Picked};
use crate::model::time::short_date;
use crate::ui::theme::{size, space, tokens};
use crate::ui::widgets::paint::Weight;
use crate::ui::widgets::table::{Column, Table};
use crate::ui::widgets::{Button, Card, Field, banner, button, text};
use eframe::egui::{Id, Ui};
use std::collections::BTreeMap;

/// How high the table of drawn children may be.
const MOST: f32 = 420.0;

/// Under this width the type of case and the team have no column.
const WIDE: f32 = 760.0;

/// What is looked at in a draw.
#[derive(Default)]
pub(super) struct State {
    /// The child that is to be changed for another.
    selected: Option<String>,
    reason: String,
    /// Groups and reserves are unfolded.
    more: bool,
}

/// What became of each child's newest audit, by reference.
pub(super) type Audits = BTreeMap<String, (i64, Status)>;

/// What is to be done.
pub(super) enum Event {
    /// Change this child for the next in reserve, and why.
    Change(String, String),
    /// Open this audit.
    Open(i64),
}

/// From where, when and with which seed it was drawn.
pub(super) fn head(ui: &mut Ui, draw: &Draw, who: Option<&str>, list: &str) {
    let mut words = format!("{} drawn from {list}", some(draw.picked.len(), "case", "cases"));
    if let Some(on) = draw.on {
        words.push_str(&format!(" on {}", short_date(on)));
    }
    if let Some(who) = who {
        words.push_str(&format!(" by {who}"));
    }
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        text::strong(ui, &words);
        text::quiet(ui, &seed(draw));
    });
}

/// Its seed, and those that were drawn with before.
fn seed(draw: &Draw) -> String {
    let typed = if draw.settings.seed_typed { ", typed" } else { "" };
    let mut seed = format!("Seed {}{typed}", draw.settings.seed);
    if !draw.tried.is_empty() {
        let tried = some(draw.tried.len(), "other seed was", "other seeds were");
        seed.push_str(&format!(". {tried} drawn with before: {}", draw.tried.join(", ")));
    }
    seed
}

fn auditor(draw: &Draw, picked: &Picked) -> String {
    let auditors = draw.settings.auditors.iter();
    auditors
        .filter(|auditor| Some(auditor.id) == picked.auditor)
        .map(|auditor| auditor.name.clone())
        .next()
        .unwrap_or_default()
}

/// Shows the draw; gives what is to be done. With `audits` it is one that
/// was allocated.
pub(super) fn show(ui: &mut Ui, state: &mut State, draw: &Draw, audits: Option<&Audits>) -> Option<Event> {
    not_given(ui, draw);
    let mut change = None;
    Card::new().padding(0.0, 0.0).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        table(ui, state, draw, audits);
        ui.add_space(6.0);
    });
    text::quiet(ui, "Press a child to change it for the next in reserve");
    if let Some(picked) = state
        .selected
        .as_ref()
        .and_then(|reference| draw.picked.iter().find(|picked| picked.reference == *reference))
    {
        change = panel(ui, &mut state.reason, draw, picked, audits);
        if matches!(change, Some(Answer::Close)) {
            state.selected = None;
        }
    }
    more(ui, state, draw);
    match change {
        Some(Answer::Change(out, reason)) => Some(Event::Change(out, reason)),
        Some(Answer::Open(audit)) => Some(Event::Open(audit)),
        _ => None,
    }
}

/// Cases nobody may audit, by why.
fn not_given(ui: &mut Ui, draw: &Draw) {
    let not_given = draw.not_given();
    let mut reasons: Vec<&'static str> = not_given.iter().map(|(_, why)| why.words()).collect();
    reasons.dedup();
    reasons.sort_unstable();
    reasons.dedup();
    for reason in reasons {
        let of: Vec<&str> = not_given
            .iter()
            .filter(|(_, why)| why.words() == reason)
            .map(|(picked, _)| picked.reference.as_str())
            .collect();
        let named = of.iter().take(6).copied().collect::<Vec<_>>().join(", ");
        let rest = match of.len().saturating_sub(6) {
            0 => String::new(),
            n => format!(" and {n} more"),
        };
        banner::warning(ui, &format!("Nobody audits {named}{rest}. {reason}"), None);
    }
}

fn table(ui: &mut Ui, state: &mut State, draw: &Draw, audits: Option<&Audits>) {
    let wide = ui.available_width() >= WIDE;
    let groups = !draw.settings.by.is_empty();
    let all = [
        (Column::new("Child", 120.0), true),
        (Column::new("Type", 150.0), wide),
        (Column::new("Team", 150.0), wide || !groups),
        (Column::rest("Group", 120.0), groups),
        (Column::rest("Auditor", 130.0), true),
        (Column::new("Audit", 120.0), audits.is_some()),
    ];
    let shown: Vec<usize> = (0..all.len())
        .filter(|at| all.get(*at).is_some_and(|(_, on)| *on))
        .collect();
    let columns: Vec<Column<'_>> = all.iter().filter(|(_, on)| *on).map(|(column, _)| *column).collect();
    let row = |at: usize| draw.picked.get(at);
    let status = |picked: &Picked| {
        let found = audits.and_then(|audits| audits.get(&picked.reference));
        found.map_or("–", |(_, status)| status.name())
    };
    let event = Table::new(Id::unique("drawn"), "Drawn", &columns)
        .row_height(42.0)
        .max_height(MOST)
        .min_height(MOST)
        .show(
            ui,
            draw.picked.len(),
            |at| {
                let Some(picked) = row(at) else {
                    return Default::default();
                };
                let mut words = vec![picked.reference.clone()];
                words.extend(picked.kind.map(|kind| kind.name().to_owned()));
                if !picked.team.is_empty() {
                    words.push(format!("team {}", picked.team));
                }
                if groups {
                    words.push(picked.stratum.name(&draw.settings.by));
                }
                words.push(match auditor(draw, picked) {
                    name if name.is_empty() => "nobody audits".to_owned(),
                    name => format!("{name} audits"),
                });
                if audits.is_some() {
                    words.push(status(picked).to_owned());
                }
                (words.join(", "), state.selected.as_ref() == Some(&picked.reference))
            },
            |ui, at, column| {
                let (Some(picked), Some(column)) = (row(at), shown.get(column)) else {
                    return;
                };
                match column {
                    0 => drop(text::strong_line(ui, &picked.reference)),
                    1 => plain(ui, picked.kind.map_or("", crate::model::case::CaseKind::name)),
                    2 => plain(ui, &picked.team),
                    3 => plain(ui, &picked.stratum.name(&draw.settings.by)),
                    4 => match auditor(draw, picked) {
                        name if name.is_empty() => {
                            let color = tokens(ui).grade_3;
                            text::line(ui, "Nobody", Weight::Semibold, size::LIST, color);
                        }
                        name => drop(text::list(ui, &name)),
                    },
                    _ => plain(ui, status(picked)),
                }
            },
        );
    if let Some(picked) = event.opened.and_then(row) {
        let same = state.selected.as_ref() == Some(&picked.reference);
        state.selected = (!same).then(|| picked.reference.clone());
        state.reason.clear();
    }
}

fn plain(ui: &mut Ui, words: &str) {
    text::list(ui, if words.is_empty() { "–" } else { words });
}

enum Answer {
    Close,
    Change(String, String),
    Open(i64),
}

/// Changing one drawn child for the next in reserve of its group.
fn panel(ui: &mut Ui, reason: &mut String, draw: &Draw, picked: &Picked, audits: Option<&Audits>) -> Option<Answer> {
    Card::new()
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = space::S;
            text::heading17(ui, &format!("Change {} for the next in reserve", picked.reference));
            let audit = audits
                .and_then(|audits| audits.get(&picked.reference))
                .map(|(id, _)| *id);
            let open = |ui: &mut Ui| {
                let audit = audit?;
                Button::quiet("Open its audit")
                    .show(ui)
                    .clicked()
                    .then_some(Answer::Open(audit))
            };
            let waits = |audits: &Audits| {
                let found = audits.get(&picked.reference);
                found.is_some_and(|(_, status)| matches!(status, Status::Allocated | Status::Draft))
            };
            let why_not = if draw.next_reserve(&picked.reference).is_none() {
                Some("Nobody is left in reserve for this group")
            } else if audits.is_some_and(|audits| !waits(audits)) {
                Some("Its audit is not open any more, so it stays as it is")
            } else {
                None
            };
            if let Some(words) = why_not {
                text::body(ui, words);
                return ui
                    .horizontal(|ui| {
                        ui.spacing_mut().item_spacing.x = space::S;
                        let close = Button::secondary("Close").show(ui).clicked().then_some(Answer::Close);
                        close.or(open(ui))
                    })
                    .inner;
            }
            let quiet = if audits.is_some() {
                "Its audit is withdrawn and another allocated. Who changed it, when and why is kept with the draw"
            } else {
                "Who changed it, when and why is kept with the draw"
            };
            text::quiet(ui, quiet);
            Field::new(Id::unique(("draw reason", &picked.reference)), "Reason")
                .limit(1_000)
                .show(ui, reason);
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = space::S;
                let ready = !reason.trim().is_empty();
                let mut change = Button::primary("Change").enabled(ready);
                if !ready {
                    change = change.tip("Say why first");
                }
                if change.show(ui).clicked() && ready {
                    return Some(Answer::Change(picked.reference.clone(), reason.clone()));
                }
                let keep = Button::secondary("Keep it").show(ui).clicked().then_some(Answer::Close);
                keep.or(open(ui))
            })
            .inner
        })
        .inner
}

/// Groups, swaps, reserves and exemptions, folded at first.
fn more(ui: &mut Ui, state: &mut State, draw: &Draw) {
    swaps(ui, draw);
    let words = if state.more {
        "Less about this draw"
    } else {
        "Groups, reserves and who was left out"
    };
    let response = button::link(ui, words);
    ui.accesskit_node_builder(response.id, |node| node.set_expanded(state.more));
    if response.clicked() {
        state.more = !state.more;
    }
    if !state.more {
        return;
    }
    Card::new().show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = space::M;
        counts::summary(ui, &draw.counts, draw.settings.months, true);
        counts::table(ui, Id::unique("drawn groups"), &draw.counts, &draw.settings.by, None);
        let reserve: Vec<String> = draw
            .reserve
            .iter()
            .map(|one| format!("{}, {}", one.reference, one.stratum.name(&draw.settings.by)))
            .collect();
        lines(ui, "In reserve, in this order", &reserve);
        let exempt: Vec<String> = draw.settings.exemptions.iter().map(people::words).collect();
        lines(ui, "Left out beforehand", &exempt);
        let months = draw.settings.months;
        for (rule, references) in &draw.excluded {
            lines(ui, &capital(&rule.words(months)), references);
        }
    });
}

/// Changes that were made, with who and why.
fn swaps(ui: &mut Ui, draw: &Draw) {
    let words: Vec<String> = draw
        .swaps
        .iter()
        .map(|swap| {
            let on = swap.on.map(short_date).unwrap_or_default();
            format!("{} out, {} in: {}. {}, {on}", swap.out, swap.into, swap.reason, swap.by)
        })
        .collect();
    lines(ui, "Changed since it was drawn", &words);
}

/// Lines under a heading, however many there are; nothing when there are none.
fn lines(ui: &mut Ui, name: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        text::strong(ui, &format!("{name}: {}", lines.len()));
        Table::new(Id::unique(("draw lines", name)), name, &[Column::rest("", 100.0)])
            .headless()
            .row_height(30.0)
            .max_height(160.0)
            .min_height(160.0)
            .show(
                ui,
                lines.len(),
                |at| (lines.get(at).cloned().unwrap_or_default(), false),
                |ui, at, _| {
                    if let Some(line) = lines.get(at) {
                        text::list(ui, line);
                    }
                },
            );
    });
}
