//! The tally under the columns: how many files gave each answer, and the share of the best among those it applies to.

use super::State;
use crate::app::view::dip::{DipRow, DipView};
use crate::model::dip::{LEAST_FOR_PERCENT, Tally};
use crate::model::framework::Framework;
use crate::model::judged::{NOT_APPLICABLE, NOT_ENOUGH_EVIDENCE};
use crate::ui::theme::{radius, size, space, tokens};
use crate::ui::widgets::focus;
use crate::ui::widgets::paint::{self, Weight};
use eframe::egui::accesskit::Role;
use eframe::egui::{Id, Rect, Sense, Stroke, Ui, WidgetInfo, vec2};

const LINE: f32 = 18.0;

/// One line of the tally.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    /// A value of the scale, by its place.
    Value(usize),
    NotApplicable,
    Unclear,
    Unanswered,
    Percent,
}

fn lines(framework: &Framework) -> Vec<Line> {
    let values = (0..framework.answers().len()).map(Line::Value);
    values
        .chain([Line::NotApplicable, Line::Unclear, Line::Unanswered, Line::Percent])
        .collect()
}

/// How high the tally is.
pub(super) fn height(framework: &Framework) -> f32 {
    lines(framework).len() as f32 * LINE + 2.0 * space::XS
}

impl Line {
    fn words(self, framework: &Framework) -> String {
        match self {
            Self::Value(at) => framework.answers().get(at).map_or("", |value| &value.name).to_owned(),
            Self::NotApplicable => "Not applicable".to_owned(),
            Self::Unclear => "Unclear".to_owned(),
            Self::Unanswered => "Not answered".to_owned(),
            Self::Percent => {
                let best = framework.answers().first().map_or("", |value| &value.name);
                format!("Share of {}", best.to_lowercase())
            }
        }
    }

    fn count(self, tally: &Tally) -> usize {
        match self {
            Self::Value(at) => tally.values.get(at).copied().unwrap_or(0),
            Self::NotApplicable => tally.not_applicable,
            Self::Unclear => tally.unclear,
            Self::Unanswered => tally.unanswered,
            Self::Percent => tally.applies(),
        }
    }

    /// Whether a row is one of those the number counts.
    fn fits(self, framework: &Framework, row: &DipRow, question: usize) -> bool {
        let given = row.answers.get(question).map_or("", String::as_str);
        let rank = framework.answer(given).map(|(rank, _)| rank - 1);
        match self {
            Self::Value(at) => rank == Some(at),
            Self::NotApplicable => given == NOT_APPLICABLE,
            Self::Unclear => given == NOT_ENOUGH_EVIDENCE,
            Self::Unanswered => rank.is_none() && given != NOT_APPLICABLE && given != NOT_ENOUGH_EVIDENCE,
            Self::Percent => rank.is_some() || given == NOT_ENOUGH_EVIDENCE,
        }
    }
}

/// What the lines are, under the references.
pub(super) fn labels(ui: &mut Ui, view: &DipView) {
    ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
    ui.add_space(space::XS);
    let colors = tokens(ui);
    for line in lines(&view.framework) {
        let words = line.words(&view.framework);
        let weight = if line == Line::Percent {
            Weight::Semibold
        } else {
            Weight::Regular
        };
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), LINE), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
        let text = paint::fit(ui, &words, weight, size::QUIET, colors.muted, rect.width());
        paint::text_at(ui.painter(), rect.left() + space::XS, rect.center().y, text);
    }
}

/// The numbers of a question; a press on one shows the files it counts.
pub(super) fn tally(ui: &mut Ui, state: &mut State, view: &DipView, question: usize) {
    let Some(tally) = view.tallies.get(question) else {
        return;
    };
    let criterion = view.sample.questions.get(question).map_or("", String::as_str);
    ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
    ui.add_space(space::XS);
    for (place, line) in lines(&view.framework).into_iter().enumerate() {
        let n = line.count(tally);
        let words = line.words(&view.framework);
        let (shown, name) = match (line, tally.percent()) {
            (Line::Percent, Some(percent)) => (
                format!("{percent}% of {n}"),
                format!("{criterion}: {percent} percent of the {n} files it applies to"),
            ),
            (Line::Percent, None) => (
                "–".to_owned(),
                format!("{criterion}: no percentage under {LEAST_FOR_PERCENT} files it applies to, {n} now"),
            ),
            _ => (n.to_string(), format!("{criterion}: {n} {}", words.to_lowercase())),
        };
        let id = Id::unique(("tally", view.sample.id, question, place));
        if number(ui, id, &shown, &name, n > 0, line == Line::Percent) {
            let words = match line {
                Line::Percent => format!("{criterion} applies"),
                _ => format!("{criterion} {}", words.to_lowercase()),
            };
            state.narrow_to(words, view, |row| line.fits(&view.framework, row, question));
        }
    }
}

/// One number in the middle of its column; whether it was pressed.
fn number(ui: &mut Ui, id: Id, words: &str, name: &str, some: bool, strong: bool) -> bool {
    let colors = tokens(ui);
    let sense = if some { Sense::click() } else { Sense::hover() };
    let (_, rect) = ui.allocate_space(vec2(ui.available_width(), LINE));
    let weight = if strong || some {
        Weight::Semibold
    } else {
        Weight::Regular
    };
    let ink = if some { colors.text } else { colors.muted };
    let text = paint::fit(ui, words, weight, size::LIST, ink, rect.width());
    let around = Rect::from_center_size(rect.center(), vec2((text.size().x + 16.0).max(36.0), LINE));
    let response = ui.interact(around.intersect(rect), id, sense);
    let role = if some { Role::Button } else { Role::Label };
    response.widget_info(|| WidgetInfo::labeled(role, ui.is_enabled(), name));
    focus::pressed(&response);
    if some && response.hovered() {
        let line = Stroke::new(1.0, ink);
        let under = rect.center().y + text.size().y / 2.0;
        let half = text.size().x / 2.0;
        ui.painter()
            .hline(rect.center().x - half..=rect.center().x + half, under, line);
    }
    paint::text_at(
        ui.painter(),
        rect.center().x - text.size().x / 2.0,
        rect.center().y,
        text,
    );
    paint::focus_inside(ui, &response, around.intersect(rect), radius::SMALL);
    let clicked = response.clicked();
    response.on_hover_text(name);
    clicked
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::audit::{SafeNow, Status};
    use crate::model::shipped;

    /// Every number shows just the files it counts.
    #[test]
    fn a_number_counts_what_it_shows() {
        let framework = shipped::framework("case-audit").unwrap();
        let given = ["yes", "yes", "partly", "no", "na", "nee", "", "odd"];
        let rows: Vec<DipRow> = given
            .iter()
            .map(|answer| DipRow {
                audit: 1,
                who: String::new(),
                whom: "child",
                status: Status::Draft,
                answers: vec![(*answer).to_owned()],
                comment: String::new(),
                safe_now: SafeNow::NotAssessed,
                concern: None,
                safe_since: None,
            })
            .collect();
        let tally = Tally::of(&framework, given.iter().copied());
        for line in lines(&framework) {
            let fits = rows.iter().filter(|row| line.fits(&framework, row, 0)).count();
            assert_eq!(fits, line.count(&tally), "{}", line.words(&framework));
        }
    }
}
