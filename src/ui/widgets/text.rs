//! Words on the screen, by what they are.

use eframe::egui;
use eframe::egui::accesskit::Role;
use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{Align, Color32, Label, Layout, Response, RichText, Sense, Stroke, Ui, WidgetInfo, vec2};

use super::paint::{Weight, font};
use crate::model::history::Part;
use crate::ui::theme::{size, tokens};

/// Text in a weight, size and colour, for an egui label.
pub fn rich(text: &str, weight: Weight, size: f32, color: Color32) -> RichText {
    RichText::new(text).font(font(weight, size)).color(color)
}

fn heading(ui: &mut Ui, text: &str, size: f32, level: usize) -> Response {
    let color = tokens(ui).text;
    let response = ui.add(Label::new(rich(text, Weight::Bold, size, color)).wrap());
    ui.accesskit_node_builder(response.id, |node| {
        node.set_role(Role::Heading);
        node.set_level(level);
        node.set_label(text);
    });
    response
}

/// The name of the program.
pub fn heading34(ui: &mut Ui, text: &str) -> Response {
    heading(ui, text, size::DISPLAY, 1)
}

/// The name of a screen or dialog.
pub fn heading22(ui: &mut Ui, text: &str) -> Response {
    heading(ui, text, size::TITLE, 1)
}

/// A heading inside a screen.
pub fn heading17(ui: &mut Ui, text: &str) -> Response {
    heading(ui, text, size::HEADING, 2)
}

/// Running text, wrapped.
pub fn body(ui: &mut Ui, text: &str) -> Response {
    let color = tokens(ui).text;
    ui.add(Label::new(rich(text, Weight::Regular, size::BODY, color)).wrap())
}

/// Running text that can be selected and copied.
pub fn selectable(ui: &mut Ui, text: &str) -> Response {
    let color = tokens(ui).text;
    let text = rich(text, Weight::Regular, size::BODY, color);
    ui.add(Label::new(text).wrap().selectable(true))
}

/// Text of a list, cut where the room ends; the whole is in its tooltip.
pub fn list(ui: &mut Ui, text: &str) -> Response {
    let color = tokens(ui).text;
    ui.add(Label::new(rich(text, Weight::Regular, size::LIST, color)).truncate())
}

/// Secondary text, wrapped.
pub fn quiet(ui: &mut Ui, text: &str) -> Response {
    let color = tokens(ui).muted;
    ui.add(Label::new(rich(text, Weight::Regular, size::QUIET, color)).wrap())
}

/// Secondary text on one line, cut where the room ends.
pub fn quiet_line(ui: &mut Ui, text: &str) -> Response {
    let color = tokens(ui).muted;
    ui.add(Label::new(rich(text, Weight::Regular, size::QUIET, color)).truncate())
}

/// A label: semibold, of list size, wrapped.
pub fn strong(ui: &mut Ui, text: &str) -> Response {
    let color = tokens(ui).text;
    ui.add(Label::new(rich(text, Weight::Semibold, size::LIST, color)).wrap())
}

/// A label on one line, cut where the room ends.
pub fn strong_line(ui: &mut Ui, text: &str) -> Response {
    let color = tokens(ui).text;
    ui.add(Label::new(rich(text, Weight::Semibold, size::LIST, color)).truncate())
}

/// Any weight, size and colour, on one line, cut where the room ends.
pub fn line(ui: &mut Ui, text: &str, weight: Weight, size: f32, color: Color32) -> Response {
    ui.add(Label::new(rich(text, weight, size, color)).truncate())
}

/// A number at the right of its room: figures are of different widths, so columns of them align right.
pub fn number(ui: &mut Ui, text: &str, width: f32) -> Response {
    let color = tokens(ui).muted;
    let text = rich(text, Weight::Regular, size::QUIET, color);
    let height = ui.text_style_height(&egui::TextStyle::Small);
    ui.allocate_ui_with_layout(vec2(width, height), Layout::right_to_left(Align::Center), |ui| {
        ui.set_min_width(width);
        ui.add(Label::new(text).extend())
    })
    .inner
}

/// A number as it is read: 25,233.
pub fn thousands(n: usize) -> String {
    let digits = n.to_string();
    let mut words = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            words.push(',');
        }
        words.push(digit);
    }
    words
}

/// A stretch of text of one look.
#[derive(Clone, Copy, Debug)]
pub struct Run<'a> {
    /// The words.
    pub text: &'a str,
    /// Their weight.
    pub weight: Weight,
    /// Their size.
    pub size: f32,
    /// Their colour.
    pub color: Color32,
}

/// Several looks as one text to lay out, broken at a width.
pub fn job(runs: &[Run<'_>], width: f32) -> LayoutJob {
    let mut job = LayoutJob::default();
    job.wrap.max_width = width.max(1.0);
    for run in runs {
        let format = TextFormat {
            valign: Align::BOTTOM,
            ..TextFormat::simple(font(run.weight, run.size), run.color)
        };
        job.append(run.text, 0.0, format);
    }
    job
}

/// Several looks in one wrapped paragraph: a question, then quietly its limit.
pub fn runs(ui: &mut Ui, runs: &[Run<'_>]) -> Response {
    ui.add(Label::new(job(runs, f32::INFINITY)).wrap())
}

/// Several looks on one line, cut where the room ends.
pub fn runs_line(ui: &mut Ui, runs: &[Run<'_>]) -> Response {
    ui.add(Label::new(job(runs, f32::INFINITY)).truncate())
}

/// What stood in a text before and after: what is gone is struck through, what is new underlined, so that it is told by
/// more than colour. `said` is the same in words.
pub fn compared(ui: &mut Ui, parts: &[Part], said: &str) -> Response {
    let tokens = tokens(ui);
    let plain = TextFormat::simple(font(Weight::Regular, size::BODY), tokens.text);
    let gone = TextFormat {
        color: tokens.grade_4,
        background: tokens.grade_4_soft,
        strikethrough: Stroke::new(1.0, tokens.grade_4),
        ..plain.clone()
    };
    let new = TextFormat {
        color: tokens.grade_2,
        background: tokens.grade_2_soft,
        underline: Stroke::new(1.0, tokens.grade_2),
        ..plain.clone()
    };
    let mut job = LayoutJob::default();
    job.wrap.max_width = ui.available_width().max(1.0);
    for part in parts {
        let (words, format) = match part {
            Part::Same(words) => (words, &plain),
            Part::Gone(words) => (words, &gone),
            Part::New(words) => (words, &new),
        };
        job.append(words, 0.0, format.clone());
    }
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, said));
    ui.painter().galley(rect.min, galley, tokens.text);
    response
}

/// Text with the found words marked; `found` are byte ranges in order, and one that does not fit is passed over.
pub fn marked(ui: &mut Ui, text: &str, found: &[std::ops::Range<usize>], size: f32) -> Response {
    let tokens = tokens(ui);
    let plain = TextFormat::simple(font(Weight::Regular, size), tokens.text);
    let mark = TextFormat {
        background: tokens.grade_3_soft,
        ..TextFormat::simple(font(Weight::Semibold, size), tokens.text)
    };
    let mut job = LayoutJob::default();
    let mut at = 0;
    for range in found {
        let (Some(before), Some(word)) = (text.get(at..range.start), text.get(range.clone())) else {
            continue;
        };
        job.append(before, 0.0, plain.clone());
        job.append(word, 0.0, mark.clone());
        at = range.end;
    }
    job.append(text.get(at..).unwrap_or_default(), 0.0, plain);
    ui.add(Label::new(job).wrap())
}
