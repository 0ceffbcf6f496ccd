//! The table of audits, one row an audit. Columns give way in order of worth where there is little room.

use super::State;
use super::derived::{By, Filter};
use crate::app::view::{AuditRow, GradeView};
use crate::model::audit::{SafeNow, Subject};
use crate::model::time::{Moment, near_date as day};
use crate::ui::fonts::Icon;
use crate::ui::theme::{size, space, tokens};
use crate::ui::views::Views;
use crate::ui::widgets::paint::{self, Weight};
use crate::ui::widgets::table::{Column, Order, Table};
use crate::ui::widgets::{Button, Card, empty, grade, progress, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Align, Color32, Id, Layout, Sense, Ui, vec2};
use jiff::civil::Date;

/// A column: what, its title, the least it may be wide and how wide it likes to be. In the order shown.
struct Shape {
    by: By,
    title: &'static str,
    least: f32,
    liked: f32,
}

const fn shape(by: By, title: &'static str, least: f32, liked: f32) -> Shape {
    Shape {
        by,
        title,
        least,
        liked,
    }
}

const SHAPES: [Shape; 11] = [
    shape(By::Child, "Child", 66.0, 84.0),
    shape(By::Kind, "Type", 120.0, 142.0),
    shape(By::Team, "Team", 84.0, 108.0),
    shape(By::Worker, "Worker", 76.0, 90.0),
    shape(By::Auditor, "Auditor", 92.0, 108.0),
    shape(By::Due, "Due", 92.0, 104.0),
    shape(By::Progress, "Progress", 124.0, 136.0),
    shape(By::Safe, "Safe now", 150.0, 154.0),
    shape(By::Grade, "First → agreed", 124.0, 214.0),
    shape(By::Status, "Status", 106.0, 112.0),
    shape(By::Framework, "Framework", 120.0, 150.0),
];

/// What gives way first.
const GIVES_WAY: [By; 8] = [
    By::Worker,
    By::Framework,
    By::Auditor,
    By::Team,
    By::Progress,
    By::Kind,
    By::Status,
    By::Safe,
];

/// Room under the last row, so that a row that is filled leaves the card's round corners alone.
pub(in crate::ui::screens) const END: f32 = 6.0;

/// How much wider the child is where the type of case stands under it.
const STACKED: f32 = 54.0;

/// The columns that fit, with their widths. Where the type of case has no column it stands under the child.
fn fit(room: f32) -> Vec<(&'static Shape, f32)> {
    let mut shown: Vec<&Shape> = SHAPES.iter().collect();
    let more = |shown: &[&Shape]| if stacked(shown.iter().copied()) { STACKED } else { 0.0 };
    let liked = |shown: &[&Shape]| shown.iter().map(|one| one.liked).sum::<f32>() + more(shown);
    let least = |shown: &[&Shape]| shown.iter().map(|one| one.least).sum::<f32>() + more(shown);
    for by in GIVES_WAY {
        // The two that say least stay only where every column has the room it likes.
        let extra = matches!(by, By::Worker | By::Framework);
        let wanted = if extra { liked(&shown) } else { least(&shown) };
        if wanted > room {
            shown.retain(|one| one.by != by);
        }
    }
    let (least, liked, more) = (least(&shown), liked(&shown), more(&shown));
    let spread = if liked > least {
        ((room - least) / (liked - least)).clamp(0.0, 1.0)
    } else {
        0.0
    };
    // Where even the last do not fit, all give way alike.
    let stretch = (room / liked).max(1.0);
    let squeeze = (room / least).min(1.0);
    shown
        .into_iter()
        .map(|one| {
            let under = if one.by == By::Child { more } else { 0.0 };
            let width = one.least + under + (one.liked - one.least) * spread;
            (one, width * stretch * squeeze)
        })
        .collect()
}

fn stacked<'s>(mut shown: impl Iterator<Item = &'s Shape>) -> bool {
    !shown.any(|one| one.by == By::Kind)
}

/// Shows the table in at most `height`.
pub(super) fn show(ui: &mut Ui, state: &mut State, views: &Views, height: f32, wishes: &mut Wishes) {
    Card::new().padding(0.0, 0.0).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        if state.derived.shown.is_empty() {
            let next = "No audit is all of what is asked for above.";
            if empty::empty(
                ui,
                Icon::Filter,
                "Nothing matches",
                next,
                Some(Button::secondary("Clear")),
            ) {
                state.filter = Filter::default();
            }
            return;
        }
        let fitted = fit(ui.available_width());
        let columns: Vec<Column<'_>> = fitted
            .iter()
            .map(|(one, width)| {
                let now = state.sort.filter(|(by, _)| *by == one.by).map(|(_, order)| order);
                Column::new(title(one, *width), *width).sortable(now)
            })
            .collect();
        let stacked = stacked(fitted.iter().map(|(one, _)| *one));
        let row = |at: usize| state.derived.shown.get(at).and_then(|at| views.audits.get(*at));
        let event = Table::new(Id::unique("audits"), "Audits", &columns)
            .row_height(if stacked { 54.0 } else { 42.0 })
            .max_height(height - 44.0 - END)
            .show(
                ui,
                state.derived.shown.len(),
                |at| (row(at).map(|row| said(row, views)).unwrap_or_default(), false),
                |ui, at, column| {
                    if let (Some(row), Some((one, _))) = (row(at), fitted.get(column)) {
                        match one.by {
                            By::Child if stacked => child_and_kind(ui, row),
                            by => cell(ui, row, by, views),
                        }
                    }
                },
            );
        ui.add_space(END);
        if let Some(row) = event.opened.and_then(row) {
            wishes.push(Wish::OpenAudit(row.id, None));
        }
        if let Some((one, _)) = event.sort.and_then(|at| fitted.get(at)) {
            state.sort = match state.sort {
                Some((by, Order::Ascending)) if by == one.by => Some((by, Order::Descending)),
                Some((by, Order::Descending)) if by == one.by => None,
                _ => Some((one.by, Order::Ascending)),
            };
        }
    });
}

fn title(one: &Shape, width: f32) -> &'static str {
    if one.by == By::Grade && width < 150.0 {
        "Grade"
    } else {
        one.title
    }
}

/// When someone was told: the time today, the day before.
fn told(at: Option<Moment>, today: Date) -> String {
    match at {
        Some(at) if at.date() == today => format!("told {}", at.minute()),
        Some(at) => format!("told {}", day(at.date(), today)),
        None => "not told".to_owned(),
    }
}

fn late(days: i32) -> String {
    if days == 1 {
        "1 day late".to_owned()
    } else {
        format!("{days} days late")
    }
}

fn due(row: &AuditRow, today: Date) -> String {
    match (row.days_late(today), row.due) {
        (Some(days), _) => late(days),
        (None, Some(date)) => day(date, today),
        (None, None) => "–".to_owned(),
    }
}

fn safe(row: &AuditRow, today: Date) -> (Option<Icon>, String) {
    match (row.concern, row.safe_now) {
        (Some(at), SafeNow::No) => (Some(Icon::Alert), format!("No, {}", told(at, today))),
        (Some(at), _) => (Some(Icon::Alert), format!("Concern, {}", told(at, today))),
        // The auditor's answer stays as it was; someone else found the child safe since.
        (None, SafeNow::No | SafeNow::Unsure) if row.safe_since.is_some() => {
            let since = row.safe_since.map(|at| day(at.date(), today)).unwrap_or_default();
            (Some(Icon::Check), format!("Safe since {since}"))
        }
        (None, SafeNow::No) => (Some(Icon::Alert), "No".to_owned()),
        (None, SafeNow::Unsure) => (Some(Icon::Help), "Unsure".to_owned()),
        (None, SafeNow::Yes) => (Some(Icon::Check), "Yes".to_owned()),
        (None, SafeNow::NotAssessed) => (None, "Not assessed".to_owned()),
    }
}

/// A row in words, for a screen reader.
fn said(row: &AuditRow, views: &Views) -> String {
    let mut parts = vec![row.who.clone(), row.kind.clone()];
    if !row.team.is_empty() && row.subject != Subject::Team {
        parts.push(format!("team {}", row.team));
    }
    parts.push(row.auditor.clone());
    match (row.days_late(views.today), row.due) {
        (Some(days), _) => parts.push(late(days)),
        (None, Some(date)) => parts.push(format!("due {}", day(date, views.today))),
        (None, None) => {}
    }
    if let Some(answered) = row.answered {
        parts.push(format!("{answered} of {} answered", row.asked));
    }
    if row.subject == Subject::Child {
        parts.push(format!("safe now: {}", safe(row, views.today).1));
    }
    if row.dip_sample.is_some() {
        parts.push("dip sample".to_owned());
    }
    if let Some(grade) = &row.first {
        parts.push(format!("first grade {}", grade.name));
    }
    if let Some(grade) = &row.agreed {
        parts.push(format!("agreed grade {}", grade.name));
    }
    parts.push(row.status.name().to_owned());
    parts.join(", ")
}

/// What stands under *Child*: short enough for its column.
fn name(row: &AuditRow) -> &str {
    if row.subject == Subject::Service {
        "Service"
    } else {
        &row.who
    }
}

fn child_and_kind(ui: &mut Ui, row: &AuditRow) {
    let size = vec2(ui.available_width(), 38.0);
    ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        text::strong_line(ui, name(row));
        text::quiet_line(ui, &row.kind);
    });
}

fn cell(ui: &mut Ui, row: &AuditRow, by: By, views: &Views) {
    let colors = tokens(ui);
    match by {
        By::Child => drop(text::strong_line(ui, name(row))),
        By::Kind => drop(text::list(ui, &row.kind)),
        By::Team => plain(ui, &row.team),
        By::Worker => plain(ui, &row.worker),
        By::Auditor => plain(ui, &row.auditor),
        By::Framework => plain(ui, &row.framework),
        By::Status => drop(text::list(ui, row.status.name())),
        By::Due if row.days_late(views.today).is_some() => {
            text::line(ui, &due(row, views.today), Weight::Semibold, size::LIST, colors.grade_3);
        }
        By::Due => plain(ui, &due(row, views.today)),
        // For a moment after opening it is not counted yet.
        By::Progress => {
            if let Some(answered) = row.answered {
                progress::small(ui, answered, row.asked);
            }
        }
        By::Safe if row.subject != Subject::Child => plain(ui, ""),
        By::Safe => {
            let (icon, words) = safe(row, views.today);
            let (ink, weight) = match icon {
                Some(Icon::Alert) => (colors.grade_4, Weight::Semibold),
                Some(Icon::Help) => (colors.grade_3, Weight::Semibold),
                Some(_) => (colors.text, Weight::Regular),
                None => (colors.muted, Weight::Regular),
            };
            if let Some(icon) = icon {
                mark(ui, icon, ink);
            }
            text::line(ui, &words, weight, size::LIST, ink);
        }
        By::Grade => grades(ui, row),
    }
}

/// Words, or a dash where there are none.
fn plain(ui: &mut Ui, words: &str) {
    if words.is_empty() {
        let muted = tokens(ui).muted;
        text::line(ui, "–", Weight::Regular, size::LIST, muted);
    } else {
        text::list(ui, words);
    }
}

fn mark(ui: &mut Ui, icon: Icon, ink: Color32) {
    let (rect, _) = ui.allocate_exact_size(vec2(16.0, 16.0), Sense::hover());
    paint::icon(ui.painter(), icon, rect.center(), 15.0, ink);
    ui.add_space(space::XS);
}

const ARROW: f32 = 26.0;

fn grades(ui: &mut Ui, row: &AuditRow) {
    let chip = |ui: &mut Ui, grade: &GradeView, words: &str| {
        let response = grade::chip(ui, words, grade.rank as u8, grade.of as u8);
        if words != grade.name {
            response.on_hover_text(&grade.name);
        }
    };
    match (&row.first, &row.agreed) {
        // A few questions are no ground for a grade.
        (None, None) if row.dip_sample.is_some() => drop(text::quiet_line(ui, "Dip sample")),
        (None, None) => plain(ui, ""),
        (Some(one), None) | (None, Some(one)) => chip(ui, one, &one.short),
        (Some(first), Some(agreed)) => {
            let wide = |grade: &GradeView| grade::chip_width(ui, &grade.short);
            if wide(first) + ARROW + wide(agreed) <= ui.available_width() {
                chip(ui, first, &first.short);
                let muted = tokens(ui).muted;
                let (rect, _) = ui.allocate_exact_size(vec2(ARROW, 16.0), Sense::hover());
                paint::icon(ui.painter(), Icon::ArrowRight, rect.center(), 14.0, muted);
            }
            // Where there is room for one only, it is the one that counts.
            chip(ui, agreed, &agreed.short);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_give_way_in_order_of_worth_and_fill_the_room() {
        let names = |room: f32| fit(room).iter().map(|(one, _)| one.title).collect::<Vec<_>>();
        assert_eq!(names(1784.0).len(), SHAPES.len());
        let usual = [
            "Child",
            "Type",
            "Team",
            "Auditor",
            "Due",
            "Progress",
            "Safe now",
            "First → agreed",
            "Status",
        ];
        assert_eq!(names(1144.0), usual);
        assert_eq!(names(616.0), ["Child", "Due", "Safe now", "First → agreed", "Status"]);
        for room in [296.0, 456.0, 616.0, 900.0, 1144.0, 1784.0] {
            let total: f32 = fit(room).iter().map(|(_, width)| width).sum();
            assert!((total - room).abs() < 1.0, "{room}: {total}");
        }
    }
}
