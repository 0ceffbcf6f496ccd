//! How a draw comes out: every group with how many there are, who was left out by which rule, how many are drawn.

use super::form::{Form, Mode};
use crate::app::draws::new_seed;
use crate::model::draw::{Counts, Dimension, Preview, Problem, Rule, Settings};
use crate::ui::fonts::Icon;
use crate::ui::theme::{size, space, tokens};
use crate::ui::views::Views;
use crate::ui::widgets::number_field::number_field;
use crate::ui::widgets::paint::Weight;
use crate::ui::widgets::table::{Column, Table};
use crate::ui::widgets::text::thousands;
use crate::ui::widgets::{Button, Card, Field, banner, text};
use eframe::egui::{Align, Id, Layout, Ui, vec2};

/// How high the table may be.
const MOST: f32 = 380.0;

/// Under this width only what is drawn has a column.
const NARROW: f32 = 640.0;

/// How many of one kind of warning are shown; the rest is counted.
const WARNED: usize = 4;

/// `1 case`, `4 cases`.
pub(super) fn some(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", thousands(n), if n == 1 { one } else { many })
}

/// Words that begin a line.
pub(super) fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Who was left out of a group, by rule: `2 audited lately, 1 exempt`.
fn left_out(excluded: &[(Rule, usize)]) -> String {
    let parts: Vec<String> = excluded
        .iter()
        .map(|(rule, n)| format!("{} {}", thousands(*n), rule.name().to_lowercase()))
        .collect();
    parts.join(", ")
}

/// Everyone who was left out, by rule.
fn all_left_out(counts: &[Counts]) -> Vec<(Rule, usize)> {
    Rule::ALL
        .iter()
        .map(|rule| (*rule, counts.iter().map(|count| count.left_out_by(*rule)).sum()))
        .filter(|(_, n)| *n > 0)
        .collect()
}

/// What stands above the table: how many there are, can be drawn and are drawn, and who was left out.
pub(super) fn summary(ui: &mut Ui, counts: &[Counts], months: u32, done: bool) {
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        summary_lines(ui, counts, months, done);
    });
}

fn summary_lines(ui: &mut Ui, counts: &[Counts], months: u32, done: bool) {
    let sum = |get: fn(&Counts) -> usize| counts.iter().map(get).sum::<usize>();
    let drawn = if done { "drawn" } else { "to be drawn" };
    let words = format!(
        "{} on the list, {} can be drawn, {} {drawn}",
        some(sum(|c| c.listed), "child", "children"),
        thousands(sum(|c| c.available)),
        thousands(sum(|c| c.drawn)),
    );
    text::strong(ui, &words);
    let out: Vec<String> = all_left_out(counts)
        .into_iter()
        .map(|(rule, n)| format!("{} {}", thousands(n), rule.words(months)))
        .collect();
    if !out.is_empty() {
        text::quiet(ui, &format!("Left out: {}", out.join(", ")));
    }
}

/// The table of groups. With a form the numbers can be typed, where that is how they are said.
pub(super) fn table(ui: &mut Ui, id: Id, counts: &[Counts], by: &[Dimension], mut form: Option<&mut Form>) {
    let wide = ui.available_width() >= NARROW;
    let typed = form.as_ref().is_some_and(|form| form.mode == Mode::Typed);
    let title = if form.is_some() { "To draw" } else { "Drawn" };
    let all = [
        (Column::rest("Group", 150.0), true),
        (Column::new("On the list", 92.0).right(), wide),
        (Column::new("Can be drawn", 114.0).right(), wide),
        (
            if typed {
                Column::new(title, 84.0)
            } else {
                Column::new(title, 72.0).right()
            },
            true,
        ),
        (Column::new("In reserve", 92.0).right(), wide),
    ];
    let shown: Vec<usize> = (0..all.len())
        .filter(|at| all.get(*at).is_some_and(|(_, on)| *on))
        .collect();
    let columns: Vec<Column<'_>> = all.iter().filter(|(_, on)| *on).map(|(column, _)| *column).collect();
    Table::new(id, "Groups", &columns)
        .row_height(48.0)
        .max_height(MOST)
        .min_height(MOST)
        .show(
            ui,
            counts.len(),
            |at| (counts.get(at).map(|count| said(count, by)).unwrap_or_default(), false),
            |ui, at, column| {
                let (Some(count), Some(column)) = (counts.get(at), shown.get(column)) else {
                    return;
                };
                match (*column, &mut form) {
                    (0, _) => group(ui, count, by, wide),
                    (1, _) => number(ui, count.listed),
                    (2, _) => number(ui, count.available),
                    (3, Some(form)) if typed => {
                        let id = Id::unique(("draw number", &count.stratum.0));
                        let name = format!("To draw of {}", count.stratum.name(by));
                        let field = Field::new(id, &name).hidden_label().width(64.0).placeholder("0");
                        number_field(ui, field, id, form.number(&count.stratum));
                    }
                    (3, _) => drawn(ui, count),
                    _ => number(ui, count.reserve),
                }
            },
        );
}

/// A row in words.
fn said(count: &Counts, by: &[Dimension]) -> String {
    let mut words = format!(
        "{}, {} on the list, {} can be drawn, {} asked for, {} drawn, {} in reserve",
        count.stratum.name(by),
        count.listed,
        count.available,
        count.asked,
        count.drawn,
        count.reserve
    );
    if !count.excluded.is_empty() {
        words.push_str(&format!(", left out: {}", left_out(&count.excluded)));
    }
    words
}

fn group(ui: &mut Ui, count: &Counts, by: &[Dimension], wide: bool) {
    let width = ui.available_width();
    ui.allocate_ui_with_layout(vec2(width, 36.0), Layout::top_down(Align::Min), |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        text::strong_line(ui, &count.stratum.name(by));
        let mut parts = Vec::new();
        if !wide {
            parts.push(format!(
                "{} of {} can be drawn",
                thousands(count.available),
                thousands(count.listed)
            ));
        }
        if !count.excluded.is_empty() {
            parts.push(format!("left out: {}", left_out(&count.excluded)));
        }
        if parts.is_empty() {
            parts.push("nobody left out".to_owned());
        }
        text::quiet_line(ui, &capital(&parts.join("; ")));
    });
}

fn number(ui: &mut Ui, n: usize) {
    text::list(ui, &thousands(n));
}

/// How many are drawn; of how many asked for, where that is fewer.
fn drawn(ui: &mut Ui, count: &Counts) {
    let colors = tokens(ui);
    if count.short() == 0 {
        number(ui, count.drawn);
    } else {
        let words = format!("{} of {}", thousands(count.drawn), thousands(count.asked));
        text::line(ui, &words, Weight::Semibold, size::LIST, colors.grade_4);
    }
}

/// Shows how the draw would come out, the seed, and the button that draws. True when that was pressed.
pub(super) fn show(ui: &mut Ui, form: &mut Form, preview: Option<&Preview>, drawing: bool, views: &Views) -> bool {
    let settings = form.settings(views);
    Card::new()
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = space::M;
            text::heading17(ui, "How it comes out");
            let Some(preview) = preview else {
                text::quiet(ui, "Counting…");
                return false;
            };
            summary(ui, &preview.counts, settings.months, false);
            let by = settings.by.clone();
            table(ui, Id::unique("draw preview"), &preview.counts, &by, Some(form));
            problems(ui, form, preview, &settings);
            seed(ui, form);
            let drawn = preview.counts.iter().map(|count| count.drawn).sum::<usize>();
            let stops = preview.problems.iter().any(|problem| match problem {
                Problem::Short(_) => !settings.take_all,
                other => other.stops(),
            });
            let words = match (drawing, drawn) {
                (true, _) => "Drawing…".to_owned(),
                (false, 1) => "Draw 1 case".to_owned(),
                (false, n) => format!("Draw {n} cases"),
            };
            let can = !drawing && !stops && drawn > 0;
            let mut button = Button::primary(&words).enabled(can);
            if stops {
                button = button.tip("See what is said above");
            }
            button.show(ui).clicked() && can
        })
        .inner
}

/// What stops the draw, and what should be known before it.
fn problems(ui: &mut Ui, form: &mut Form, preview: &Preview, settings: &Settings) {
    let mut shown = [0_usize; 2];
    let mut more = 0;
    for problem in &preview.problems {
        let many = match problem {
            Problem::NotListed(_) => 0,
            Problem::AuditorWithoutTeam(_) => 1,
            _ => usize::MAX,
        };
        if let Some(n) = shown.get_mut(many) {
            *n += 1;
            if *n > WARNED {
                more += 1;
                continue;
            }
        }
        match problem {
            Problem::Short(_) if settings.take_all => {
                banner::warning(ui, &problem.words(), None);
            }
            Problem::Short(_) => {
                let there = preview.counts.iter().any(|count| count.drawn > 0);
                let button = there.then_some("Draw those there are");
                if banner::error(ui, &problem.words(), button) {
                    form.settings.take_all = true;
                }
            }
            problem if problem.stops() => drop(banner::error(ui, &problem.words(), None)),
            problem => drop(banner::warning(ui, &problem.words(), None)),
        }
    }
    if more > 0 {
        text::quiet(ui, &format!("And {more} more like these"));
    }
}

fn seed(ui: &mut Ui, form: &mut Form) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        let typed = Field::new(Id::unique("draw seed"), "Seed")
            .limit(60)
            .width(200.0)
            .show(ui, &mut form.settings.seed)
            .changed();
        form.settings.seed_typed |= typed;
        ui.vertical(|ui| {
            // Beside the field, under its label.
            ui.add_space(22.0);
            if Button::secondary("New seed").icon(Icon::Redo).show(ui).clicked()
                && let Ok(made) = new_seed()
            {
                (form.settings.seed, form.settings.seed_typed) = (made, false);
            }
        });
    });
    let mut words =
        "The seed decides who comes first. The same list, rules and seed always give the same draw".to_owned();
    let tried = form.seeds.iter().filter(|seed| **seed != form.settings.seed).count();
    if tried > 0 {
        let seeds = some(tried, "other seed was", "other seeds were");
        words.push_str(&format!(". {seeds} drawn with before; that is kept with the draw"));
    }
    text::quiet(ui, &words);
}
