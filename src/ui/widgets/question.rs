//! A question answered in place: number, words, what is known of its limit, and the answers at the right; under the
//! words where there is no room beside them.

use eframe::egui::accesskit::Role;
use eframe::egui::{Id, Rect, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::choice::{ANSWER_HEIGHT, AnswerOption, answer_row, answer_row_width};
use super::focus;
use super::group::Picked;
use super::paint::{self, Weight};
use super::text::{Run, job};
use crate::ui::theme::{size, space, tokens};

/// One question.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// Its number in the section.
    pub number: &'a str,
    /// Its words.
    pub words: &'a str,
    /// Quiet words after them: "due 14 Sep by the 45-day limit, done 9 Sep".
    pub quiet: &'a str,
    /// It is the one that keys answer.
    pub selected: bool,
    /// What stands under it is unfolded.
    pub open: bool,
}

/// What was done to a question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QuestionEvent {
    /// An answer was picked or cleared.
    pub picked: Option<Picked>,
    /// The question itself was pressed: open it.
    pub opened: bool,
}

/// How far the words stand from the left edge.
pub const NUMBER: f32 = 56.0;

/// How wide the mark of the selected question is, at its left edge.
pub const MARK: f32 = 3.0;

/// Shows a question across the room; `id` is made from the audit and the criterion.
pub fn question(
    ui: &mut Ui,
    id: Id,
    question: &Question<'_>,
    options: &[AnswerOption<'_>],
    selected: Option<usize>,
) -> QuestionEvent {
    let colors = tokens(ui);
    let room = ui.available_width();
    let answers = answer_row_width(ui, options);
    let before = NUMBER;
    let beside = room - before - answers - 2.0 * space::M >= 180.0;
    let width = room - before - space::M - if beside { answers + space::M } else { 0.0 };
    let words = Run {
        text: question.words,
        weight: Weight::Regular,
        size: size::BODY,
        color: colors.text,
    };
    let gap = Run { text: " ", ..words };
    let quiet = Run {
        text: question.quiet,
        size: size::QUIET,
        color: colors.muted,
        ..words
    };
    let all = [words, gap, quiet];
    let runs = if question.quiet.is_empty() { &all[..1] } else { &all[..] };
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job(runs, width)));
    let high = galley.size().y;
    let row = if beside {
        (high + 12.0).max(40.0)
    } else {
        high + ANSWER_HEIGHT + 22.0
    };
    let (_, rect) = ui.allocate_space(vec2(room, row));
    let response = ui.interact(rect, id.with("question"), Sense::click());
    response.widget_info(|| {
        let text = format!("{} {}", question.number, question.words);
        WidgetInfo::selected(Role::Button, ui.is_enabled(), question.selected, text)
    });
    ui.accesskit_node_builder(response.id, |node| {
        node.clear_toggled();
        node.set_expanded(question.open);
        if !question.quiet.is_empty() {
            node.set_description(question.quiet);
        }
    });
    focus::pressed(&response);
    if question.open || question.selected {
        ui.painter().rect_filled(rect, 0.0, colors.accent_soft);
        let bar = Rect::from_min_size(rect.min, vec2(MARK, rect.height()));
        ui.painter().rect_filled(bar, 0.0, colors.accent);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, 0.0, colors.sunken);
    }
    let middle = if beside {
        rect.center().y
    } else {
        rect.top() + 8.0 + high / 2.0
    };
    let number = paint::fit(
        ui,
        question.number,
        Weight::Regular,
        size::QUIET,
        colors.muted,
        NUMBER - 14.0,
    );
    paint::text_at(ui.painter(), rect.left() + space::M, middle, number);
    paint::text_at(ui.painter(), rect.left() + before, middle, galley);
    paint::focus_inside(ui, &response, rect, 0);
    let place = if beside {
        let left = rect.right() - space::M - answers;
        Rect::from_min_size(pos2(left, middle - ANSWER_HEIGHT / 2.0), vec2(answers, ANSWER_HEIGHT))
    } else {
        let top = rect.top() + 8.0 + high + 6.0;
        // Large text on half a screen leaves them no room under the words.
        let most = room - 2.0 * space::M;
        let indent = (room - space::M - answers).clamp(space::M, before);
        Rect::from_min_size(pos2(rect.left() + indent, top), vec2(answers.min(most), ANSWER_HEIGHT))
    };
    let mut row = ui.new_child(UiBuilder::new().id_salt(id).max_rect(place));
    let picked = answer_row(&mut row, id, question.words, options, selected);
    QuestionEvent {
        picked,
        opened: response.clicked(),
    }
}
