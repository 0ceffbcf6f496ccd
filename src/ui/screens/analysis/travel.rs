//! Direction of travel: the share of good or better, and of the lowest grade, quarter by quarter.

use crate::app::analysis::AnalysisView;
use crate::model::analysis::{Group, Mark, Tally};
use crate::ui::theme::{size, space, tokens};
use crate::ui::widgets::paint::{self, Weight};
use crate::ui::widgets::{focus, text};
use eframe::egui::accesskit::Role;
use eframe::egui::{Id, Pos2, Rect, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};

const HEIGHT: f32 = 190.0;

/// More quarters than this do not fit; the newest are shown.
const MOST: usize = 12;

struct Quarter {
    month: i32,
    name: String,
    good: u32,
    lowest: u32,
    n: u32,
}

pub(super) fn show(ui: &mut Ui, view: &AnalysisView, press: &dyn Fn(Mark)) {
    text::heading17(ui, "Direction of travel, agreed grades");
    let grades = view.analysis.grades;
    let quarters: Vec<Quarter> = view
        .quarters()
        .into_iter()
        .filter_map(|(month, name, tally): (i32, String, Tally)| {
            Some(Quarter {
                good: tally.percent_to(view.good())?,
                lowest: tally.percent_of(grades)?,
                n: tally.graded(),
                month,
                name,
            })
        })
        .collect();
    let quarters = quarters.get(quarters.len().saturating_sub(MOST)..).unwrap_or_default();
    if quarters.len() < 2 {
        text::quiet(
            ui,
            "Two quarters with ten graded audits each are needed to see a direction.",
        );
        return;
    }
    let colors = tokens(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
    let plot = Rect::from_min_max(
        pos2(rect.left() + 44.0, rect.top() + space::M),
        pos2(rect.right() - space::M, rect.bottom() - 26.0),
    );
    for percent in [0, 25, 50, 75, 100] {
        let y = plot.bottom() - plot.height() * percent as f32 / 100.0;
        ui.painter()
            .hline(plot.x_range(), y, Stroke::new(1.0, colors.line_soft));
        let words = paint::line(ui, &format!("{percent} %"), Weight::Regular, size::SMALL, colors.muted);
        let left = plot.left() - space::S - words.size().x;
        paint::text_at(ui.painter(), left, y, words);
    }
    let step = plot.width() / (quarters.len() - 1) as f32;
    let at = |index: usize, percent: u32| -> Pos2 {
        pos2(
            plot.left() + step * index as f32,
            plot.bottom() - plot.height() * percent as f32 / 100.0,
        )
    };
    let line = |of: fn(&Quarter) -> u32| -> Vec<Pos2> {
        quarters
            .iter()
            .enumerate()
            .map(|(index, quarter)| at(index, of(quarter)))
            .collect()
    };
    let best = colors.grade(view.good() as u8, grades as u8).ink;
    let worst = colors.grade(grades as u8, grades as u8).ink;
    ui.painter()
        .add(Shape::line(line(|quarter| quarter.good), Stroke::new(2.5, best)));
    // Dashed, so that the two can be told apart without colour.
    let dashes = Shape::dashed_line(&line(|quarter| quarter.lowest), Stroke::new(2.5, worst), 6.0, 4.0);
    ui.painter().extend(dashes);
    let every = (quarters.len() as f32 * 70.0 / plot.width()).ceil().max(1.0) as usize;
    for (index, quarter) in quarters.iter().enumerate() {
        let x = at(index, 0).x;
        if (quarters.len() - 1 - index).is_multiple_of(every) {
            let number = quarter.month.rem_euclid(12) / 3 + 1;
            let words = format!("Q{number} {}", quarter.month.div_euclid(12));
            let words = paint::line(ui, &words, Weight::Regular, size::SMALL, colors.muted);
            let left = (x - words.size().x / 2.0).min(rect.right() - words.size().x);
            paint::text_at(ui.painter(), left, plot.bottom() + 14.0, words);
        }
        point(
            ui,
            view,
            quarter,
            at(index, quarter.good),
            (best, at(index, quarter.lowest), worst),
            press,
        );
    }
    if let Some(last) = quarters.last() {
        let good = format!(
            "{} or better {} % of {}",
            view.grade_name(view.good() as u8),
            last.good,
            last.n
        );
        let lowest = format!("{} {} %", view.grade_name(grades as u8), last.lowest);
        for (words, percent, ink) in [(good, last.good, best), (lowest, last.lowest, worst)] {
            let words = paint::line(ui, &words, Weight::Semibold, size::QUIET, ink);
            let y = (at(0, percent).y - 14.0).max(rect.top() + 8.0);
            paint::text_at(ui.painter(), plot.right() - words.size().x, y, words);
        }
    }
}

/// A quarter's two points: pressed, they open its audits.
fn point(
    ui: &Ui,
    view: &AnalysisView,
    quarter: &Quarter,
    good: Pos2,
    (best, lowest, worst): (eframe::egui::Color32, Pos2, eframe::egui::Color32),
    press: &dyn Fn(Mark),
) {
    ui.painter().circle_filled(good, 3.5, best);
    ui.painter().circle_filled(lowest, 3.5, worst);
    let place = Rect::from_center_size(good, vec2(18.0, 18.0));
    let id = Id::unique(("quarter", quarter.month));
    let response = ui.interact(place, id, Sense::click());
    let grades = view.analysis.grades as u8;
    let said = format!(
        "{}: {} or better {} % of {} audits, {} {} %",
        quarter.name,
        view.grade_name(view.good() as u8),
        quarter.good,
        quarter.n,
        view.grade_name(grades),
        quarter.lowest
    );
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), &said));
    focus::pressed(&response);
    paint::focus_ring(ui, &response, place, 8);
    if response.clicked() {
        press(Mark {
            group: Group::Quarter(quarter.month),
            rank: None,
        });
    }
    if response.hovered() {
        response.on_hover_text(said);
    }
}
