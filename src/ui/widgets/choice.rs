//! Answering in place: a row of answers, a row of grades, a row of option cards. All are groups of radio buttons with
//! one stop for Tab; arrows go between the buttons, and picking what is picked clears it.

use eframe::egui::{Color32, CornerRadius, Id, Key, Rect, Response, Sense, Stroke, StrokeKind, Ui, Vec2, pos2, vec2};

use super::grade;
pub use super::group::Picked;
use super::group::{Group, group_ui};
use super::paint::{self, Weight};
use crate::ui::theme::{Tokens, radius, size, space, tokens};

/// What an answer says about practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerTone {
    /// Yes.
    Good,
    /// Partly.
    Middling,
    /// No.
    Poor,
    /// Not applicable, not enough evidence.
    Neutral,
}

/// One answer of a row.
#[derive(Clone, Copy, Debug)]
pub struct AnswerOption<'a> {
    /// The key that picks it while the row has the focus, besides its number.
    pub key: Key,
    /// The word on the button.
    pub label: &'a str,
    /// What a screen reader says.
    pub name: &'a str,
    /// Its colours when picked.
    pub tone: AnswerTone,
}

impl AnswerOption<'static> {
    /// It is so.
    pub const YES: Self = Self {
        key: Key::Y,
        label: "Yes",
        name: "Yes",
        tone: AnswerTone::Good,
    };

    /// In part.
    pub const PARTLY: Self = Self {
        key: Key::P,
        label: "Partly",
        name: "Partly",
        tone: AnswerTone::Middling,
    };

    /// It cannot be told.
    pub const UNSURE: Self = Self {
        key: Key::U,
        label: "Unsure",
        name: "Unsure",
        tone: AnswerTone::Middling,
    };

    /// It is not so.
    pub const NO: Self = Self {
        key: Key::N,
        label: "No",
        name: "No",
        tone: AnswerTone::Poor,
    };
}

/// The answers of a case audit.
pub const ANSWERS: [AnswerOption<'static>; 5] = [
    AnswerOption::YES,
    AnswerOption::PARTLY,
    AnswerOption::NO,
    AnswerOption {
        key: Key::A,
        label: "N/A",
        name: "Not applicable",
        tone: AnswerTone::Neutral,
    },
    AnswerOption {
        key: Key::E,
        label: "Unclear",
        name: "Not enough evidence",
        tone: AnswerTone::Neutral,
    },
];

pub(super) fn answer_width(ui: &Ui, option: &AnswerOption<'_>, edge: f32) -> f32 {
    let text = paint::line(ui, option.label, Weight::Semibold, size::LIST, Color32::PLACEHOLDER);
    (text.size().x + 2.0 * edge).ceil().max(33.0 + edge)
}

/// Room at each side of an answer's word; less where the row would not fit.
const EDGE: f32 = 11.0;
pub(super) const NARROW_EDGE: f32 = 6.0;

pub(super) fn width_of(ui: &Ui, options: &[AnswerOption<'_>], edge: f32) -> f32 {
    let gaps = space::XS * options.len().saturating_sub(1) as f32;
    options.iter().map(|option| answer_width(ui, option, edge)).sum::<f32>() + gaps
}

/// How wide a row of answers will be, for what stands before it.
pub fn answer_row_width(ui: &Ui, options: &[AnswerOption<'_>]) -> f32 {
    width_of(ui, options, EDGE)
}

/// How high a row of answers is.
pub const ANSWER_HEIGHT: f32 = 28.0;

/// The answers to one question; `name` is the question. While the row has the focus, the answers' keys and the numbers
/// pick.
pub fn answer_row(
    ui: &mut Ui,
    id: Id,
    name: &str,
    options: &[AnswerOption<'_>],
    selected: Option<usize>,
) -> Option<Picked> {
    group_ui(ui, name, |ui| {
        let edge = if answer_row_width(ui, options) > ui.available_width() + 0.5 {
            NARROW_EDGE
        } else {
            EDGE
        };
        let width = width_of(ui, options, edge);
        let (row, _) = ui.allocate_exact_size(vec2(width, ANSWER_HEIGHT), Sense::hover());
        let mut keys = [Key::F35; 9];
        for (key, option) in keys.iter_mut().zip(options) {
            *key = option.key;
        }
        let mut group = Group::begin(ui, id, options.len(), selected, &keys);
        let mut left = row.left();
        for (at, option) in options.iter().enumerate() {
            let size = vec2(answer_width(ui, option, edge), ANSWER_HEIGHT);
            let rect = Rect::from_min_size(pos2(left, row.top()), size);
            let response = group.button(ui, rect, at, option.name);
            paint_answer(ui, rect, option, selected == Some(at), response.hovered());
            paint::focus_ring(ui, &response, rect, radius::CONTROL);
            if option.label != option.name && response.hovered() {
                response.on_hover_text(option.name);
            }
            left += size.x + space::XS;
        }
        group.end()
    })
}

pub(super) fn paint_answer(ui: &Ui, rect: Rect, option: &AnswerOption<'_>, chosen: bool, hovered: bool) {
    let colors = tokens(ui);
    let (ink, soft) = match option.tone {
        AnswerTone::Good => (colors.grade_2, colors.grade_2_soft),
        AnswerTone::Middling => (colors.grade_3, colors.grade_3_soft),
        AnswerTone::Poor => (colors.grade_4, colors.grade_4_soft),
        AnswerTone::Neutral => (colors.text, colors.sunken),
    };
    let (fill, line, text) = match (chosen, hovered) {
        (true, _) => (soft, ink, ink),
        (false, true) => (colors.sunken, colors.field_line, colors.text),
        (false, false) => (colors.surface, colors.field_line, colors.muted),
    };
    // Chosen is never by colour alone: a thicker border and a heavier word.
    let width = colors.line_width() + if chosen { 1.0 } else { 0.0 };
    let stroke = Stroke::new(width, line);
    ui.painter().rect(
        rect,
        CornerRadius::same(radius::CONTROL),
        fill,
        stroke,
        StrokeKind::Inside,
    );
    let weight = if chosen { Weight::Bold } else { Weight::Regular };
    let word = paint::line(ui, option.label, weight, size::LIST, text);
    paint::text_at(
        ui.painter(),
        rect.center().x - word.size().x / 2.0,
        rect.center().y,
        word,
    );
}

/// The grades of a scale, best first, as large buttons; in two lines where there is no room for one. `selected` is an
/// index, and so is what is picked. `name` says what is graded.
pub fn grade_row(ui: &mut Ui, id: Id, name: &str, grades: &[&str], selected: Option<usize>) -> Option<Picked> {
    group_ui(ui, name, |ui| {
        let of = grades.len() as u8;
        let room = ui.available_width();
        let widest = grades.iter().map(|word| least_width(ui, word)).fold(0.0, f32::max);
        let one_line = widest * grades.len() as f32 + space::S * grades.len().saturating_sub(1) as f32 <= room;
        let columns = if one_line {
            grades.len()
        } else {
            grades.len().div_ceil(2)
        }
        .max(1);
        let lines = grades.len().div_ceil(columns).max(1);
        let high = 52.0;
        let width = (room - space::S * (columns - 1) as f32) / columns as f32;
        let (place, _) = ui.allocate_exact_size(
            vec2(room, high * lines as f32 + space::S * (lines - 1) as f32),
            Sense::hover(),
        );
        let mut group = Group::begin(ui, id, grades.len(), selected, &[]);
        for (at, word) in grades.iter().enumerate() {
            let step = vec2(
                (at % columns) as f32 * (width + space::S),
                (at / columns) as f32 * (high + space::S),
            );
            let rect = Rect::from_min_size(place.min + step, vec2(width, high));
            let response = group.button(ui, rect, at, word);
            paint_grade(ui, rect, word, (at as u8 + 1, of), selected == Some(at), &response);
        }
        group.end()
    })
}

const SHAPE: f32 = 34.0;

/// Room for the longest single word: "Requires improvement" may go on two lines.
fn least_width(ui: &Ui, word: &str) -> f32 {
    let longest = word
        .split(' ')
        .map(|part| {
            paint::line(ui, part, Weight::Semibold, size::BODY, Color32::PLACEHOLDER)
                .size()
                .x
        })
        .fold(0.0, f32::max);
    longest + SHAPE + space::M
}

fn paint_grade(ui: &Ui, rect: Rect, word: &str, (rank, of): (u8, u8), chosen: bool, response: &Response) {
    let colors: &Tokens = tokens(ui);
    let tone = colors.grade(rank, of);
    let (fill, line, ink) = match (chosen, response.hovered()) {
        (true, _) => (tone.soft, tone.ink, tone.ink),
        (false, true) => (colors.sunken, colors.field_line, colors.text),
        (false, false) => (colors.surface, colors.field_line, colors.text),
    };
    let width = colors.line_width() + if chosen { 1.0 } else { 0.0 };
    ui.painter().rect(
        rect,
        CornerRadius::same(radius::CONTROL),
        fill,
        Stroke::new(width, line),
        StrokeKind::Inside,
    );
    let mark = Rect::from_center_size(pos2(rect.left() + 18.0, rect.center().y), Vec2::splat(14.0));
    grade::shape(ui.painter(), mark, rank, of, ink);
    let weight = if chosen { Weight::Semibold } else { Weight::Regular };
    let text = paint::wrap(ui, word, weight, size::BODY, ink, rect.width() - SHAPE - space::XS);
    paint::text_at(ui.painter(), rect.left() + SHAPE, rect.center().y, text);
    paint::focus_ring(ui, response, rect, radius::CONTROL);
}

/// One of a few ways to do a thing, each with a line about it: "PDF report, to read and sign".
pub fn option_cards(ui: &mut Ui, id: Id, name: &str, options: &[(&str, &str)], selected: usize) -> Option<usize> {
    group_ui(ui, name, |ui| {
        let room = ui.available_width();
        let most = options.len().min((room / 160.0).floor() as usize).max(1);
        let lines = options.len().div_ceil(most).max(1);
        // Four are two and two rather than three and one.
        let columns = options.len().div_ceil(lines).max(1);
        let high = 60.0;
        let width = (room - space::S * (columns - 1) as f32) / columns as f32;
        let (place, _) = ui.allocate_exact_size(
            vec2(room, high * lines as f32 + space::S * (lines - 1) as f32),
            Sense::hover(),
        );
        let mut group = Group::begin(ui, id, options.len(), Some(selected), &[]);
        for (at, (title, words)) in options.iter().enumerate() {
            let step = vec2(
                (at % columns) as f32 * (width + space::S),
                (at / columns) as f32 * (high + space::S),
            );
            let rect = Rect::from_min_size(place.min + step, vec2(width, high));
            let response = group.button(ui, rect, at, title);
            ui.accesskit_node_builder(response.id, |node| node.set_description(*words));
            paint_card(ui, rect, title, words, selected == at, &response);
        }
        match group.end() {
            Some(Picked::Set(at)) => Some(at),
            _ => None,
        }
    })
}

fn paint_card(ui: &Ui, rect: Rect, title: &str, words: &str, chosen: bool, response: &Response) {
    let colors = tokens(ui);
    let (fill, line, more) = match (chosen, response.hovered()) {
        (true, _) => (colors.accent_soft, colors.accent, 1.0),
        (false, true) => (colors.sunken, colors.field_line, 0.0),
        (false, false) => (colors.surface, colors.field_line, 0.0),
    };
    let stroke = Stroke::new(colors.line_width() + more, line);
    ui.painter().rect(
        rect,
        CornerRadius::same(radius::CONTROL),
        fill,
        stroke,
        StrokeKind::Inside,
    );
    let room = rect.width() - 2.0 * space::M;
    let title = paint::fit(ui, title, Weight::Semibold, size::BODY, colors.text, room);
    let words = paint::fit(ui, words, Weight::Regular, size::QUIET, colors.muted, room);
    paint::text_at(ui.painter(), rect.left() + space::M, rect.center().y - 10.0, title);
    paint::text_at(ui.painter(), rect.left() + space::M, rect.center().y + 11.0, words);
    paint::focus_ring(ui, response, rect, radius::CONTROL);
}
