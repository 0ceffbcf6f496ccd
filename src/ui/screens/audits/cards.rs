//! The cards over the list: how far the audits are, and how practice was graded.

use super::derived::{Counts, Only, count};
use crate::ui::theme::{size, space, tokens};
use crate::ui::widgets::grade::{self, Count};
use crate::ui::widgets::paint::Weight;
use crate::ui::widgets::text::thousands;
use crate::ui::widgets::{Card, button, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Align, Color32, Id, Layout, Ui, Vec2, vec2};

const HEIGHT: f32 = 112.0;

/// How high the grades are on a line of their own, where the list needs the room.
const LOW: f32 = 84.0;

/// Under this width the grades stand on a line of their own.
const WIDE: f32 = 900.0;

/// Under this width every card does: large text on half a screen.
const SLIM: f32 = 360.0;

/// Shows the cards; gives what was pressed.
pub(super) fn show(ui: &mut Ui, counts: &Counts, only: Option<Only>, wishes: &mut Wishes) -> Option<Only> {
    let mut pressed = None;
    let room = ui.available_width();
    let wide = room >= WIDE;
    let gap = space::M;
    let small = if wide {
        (room - 3.0 * gap) / 5.0
    } else if room < SLIM {
        room
    } else {
        (room - 2.0 * gap) / 3.0
    };
    let last = if wide { room - 3.0 * (small + gap) } else { room };
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing = vec2(gap, gap);
        if room < SLIM {
            pressed = numbers(ui, counts, only, small, wishes);
        }
        ui.horizontal_top(|ui| {
            if room >= SLIM {
                pressed = numbers(ui, counts, only, small, wishes);
            }
            if wide {
                pressed = grades(ui, counts, only, vec2(last, HEIGHT)).or(pressed);
            }
        });
        if !wide {
            ui.horizontal_top(|ui| pressed = grades(ui, counts, only, vec2(last, LOW)).or(pressed));
        }
    });
    pressed
}

fn numbers(ui: &mut Ui, counts: &Counts, only: Option<Only>, width: f32, wishes: &mut Wishes) -> Option<Only> {
    let colors = tokens(ui);
    let mut pressed = None;
    let name = format!("{} of {} submitted", counts.submitted, counts.all);
    let done = Tile {
        name: &name,
        figure: format!("{} of {}", thousands(counts.submitted), thousands(counts.all)),
        words: "submitted",
        ink: colors.text,
        selected: only == Some(Only::Submitted),
    };
    let tapped = done.show(ui, "submitted", width, |ui| {
        let parts = [
            (
                counts.drafts,
                if counts.drafts == 1 { "draft" } else { "drafts" },
                Only::Drafts,
            ),
            (counts.to_start, "to start", Only::ToStart),
            (counts.late, "late", Only::Late),
        ];
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(space::M, 0.0);
            for (n, words, one) in parts.into_iter().filter(|(n, ..)| *n > 0) {
                if button::link(ui, &format!("{} {words}", thousands(n))).clicked() {
                    pressed = Some(one);
                }
            }
            if counts.drafts + counts.late + counts.to_start == 0 {
                text::quiet_line(
                    ui,
                    if counts.withdrawn > 0 {
                        "the rest withdrawn"
                    } else {
                        "all handed in"
                    },
                );
            }
        });
    });
    if tapped && pressed.is_none() {
        pressed = Some(Only::Submitted);
    }
    let name = format!("{} to moderate", counts.to_moderate);
    let moderate = Tile {
        name: &name,
        figure: counts.to_moderate.to_string(),
        words: "to moderate",
        ink: if counts.to_moderate > 0 {
            colors.grade_4
        } else {
            colors.text
        },
        selected: only == Some(Only::ToModerate),
    };
    if moderate.show(ui, "to moderate", width, |ui| {
        drop(text::quiet_line(ui, "sent there, or Inadequate"));
    }) {
        pressed = Some(Only::ToModerate);
    }
    let name = format!(
        "{} overdue of {} open",
        count(counts.actions_overdue, "action", "actions"),
        counts.actions_open
    );
    let actions = Tile {
        name: &name,
        figure: counts.actions_overdue.to_string(),
        words: if counts.actions_overdue == 1 {
            "action overdue"
        } else {
            "actions overdue"
        },
        ink: if counts.actions_overdue > 0 {
            colors.grade_3
        } else {
            colors.text
        },
        selected: false,
    };
    let open = format!("of {} open", counts.actions_open);
    if actions.show(ui, "actions", width, |ui| drop(text::quiet_line(ui, &open))) {
        wishes.push(Wish::OverdueActions);
    }
    pressed
}

struct Tile<'a> {
    name: &'a str,
    figure: String,
    words: &'a str,
    ink: Color32,
    selected: bool,
}

impl Tile<'_> {
    fn show(self, ui: &mut Ui, key: &str, width: f32, under: impl FnOnce(&mut Ui)) -> bool {
        let height = if ui.layout().is_horizontal() { HEIGHT } else { LOW };
        tile(ui, key, vec2(width, height), self.name, self.selected, |ui| {
            text::line(ui, &self.figure, Weight::Bold, size::TITLE, self.ink);
            text::strong(ui, self.words);
            under(ui);
        })
    }
}

/// A card that filters the list; `key` stays while its numbers change.
fn tile(ui: &mut Ui, key: &str, size: Vec2, name: &str, selected: bool, contents: impl FnOnce(&mut Ui)) -> bool {
    ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| {
        ui.set_width(size.x);
        Card::new()
            .selected(selected)
            .show_clickable(ui, Id::unique(("audits card", key)), name, |ui| {
                ui.set_min_height(size.y - 2.0 * space::L);
                ui.spacing_mut().item_spacing.y = space::XS;
                contents(ui);
            })
            .response
            .clicked()
    })
    .inner
}

fn grades(ui: &mut Ui, counts: &Counts, only: Option<Only>, size: Vec2) -> Option<Only> {
    let title = format!(
        "Overall grade of practice, {}",
        count(counts.graded_audits, "child’s audit", "children’s audits")
    );
    let mut pressed = None;
    let selected = matches!(only, Some(Only::Graded | Only::Grade(_)));
    let tapped = tile(ui, "grades", size, &title, selected, |ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        text::strong_line(ui, &title);
        let of = counts.grades.len().max(4) as u8;
        let mut parts: Vec<Count<'_>> = counts
            .grades
            .iter()
            .enumerate()
            .map(|(at, (name, n))| Count {
                name,
                rank: at as u8 + 1,
                n: *n,
            })
            .collect();
        parts.push(Count {
            name: "Not graded",
            rank: 0,
            n: counts.not_graded,
        });
        if let Some(at) = grade::bar(ui, &title, &parts, of) {
            pressed = parts.get(at).map(|part| Only::Grade(usize::from(part.rank)));
        }
        let quiet = match counts.graded_audits {
            0 => "Grades show here once a child’s audit is submitted",
            _ => "Agreed grade where there is one, first grade otherwise",
        };
        if size.y > LOW {
            text::quiet_line(ui, quiet);
        }
    });
    if tapped && pressed.is_none() {
        pressed = Some(Only::Graded);
    }
    pressed
}
