//! Bands across a screen: an urgent concern, example data, a warning in a card.

use eframe::egui::accesskit::Role;
use eframe::egui::{Color32, Frame, Margin, Sense, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::button::Button;
use super::paint;
use super::paint::Weight;
use super::text::{self, Run};
use crate::ui::fonts::Icon;
use crate::ui::theme::{radius, size, space, tokens};

/// A child may be unsafe: across the whole screen, until it is recorded that the child is safe. True when the button
/// was pressed.
pub fn urgent(ui: &mut Ui, strong: &str, words: &str, button: &str) -> bool {
    let colors = tokens(ui);
    let band = Band {
        fill: colors.grade_4_soft,
        ink: colors.grade_4,
        icon: Icon::Alert,
        strong,
        words,
        button: Some(Button::danger(button)),
    };
    let rect = ui.available_rect_before_wrap();
    let (pressed, bottom) = band.show(ui, Role::Alert);
    ui.painter()
        .hline(rect.x_range(), bottom - 1.0, Stroke::new(2.0, colors.grade_4));
    pressed
}

/// An urgent concern in the page itself: its name, what is known of it, and what to do. True when the button was pressed.
pub fn concern(ui: &mut Ui, strong: &str, words: &str, button: &str) -> bool {
    let colors = tokens(ui);
    let said = format!("{strong}. {words}");
    let builder = UiBuilder::new()
        .accessibility_role(Role::Alert)
        .accessibility_label(said);
    let button = Button::alarm(button);
    ui.scope_builder(builder, |ui| {
        Frame::new()
            .fill(colors.grade_4_soft)
            .stroke(Stroke::new(2.0, colors.grade_4))
            .corner_radius(radius::CARD)
            .inner_margin(Margin::symmetric(space::L as i8, space::M as i8))
            .show(ui, |ui| {
                ui.set_min_width(ui.available_width());
                let words = Run {
                    text: words,
                    weight: Weight::Regular,
                    size: size::BODY,
                    color: colors.text,
                };
                let strong = Run {
                    text: strong,
                    weight: Weight::Bold,
                    color: colors.grade_4,
                    ..words
                };
                let gap = Run { text: "\n", ..words };
                row(ui, Icon::Alert, colors.grade_4, &[strong, gap, words], Some(button))
            })
            .inner
    })
    .inner
}

/// The workbook holds invented children. True when the button was pressed.
pub fn example(ui: &mut Ui, words: &str, button: Option<&str>) -> bool {
    let colors = tokens(ui);
    let band = Band {
        fill: colors.accent_soft,
        ink: colors.accent,
        icon: Icon::Info,
        strong: "Example data.",
        words,
        button: button.map(|words| Button::secondary(words).bar()),
    };
    let rect = ui.available_rect_before_wrap();
    let (pressed, bottom) = band.show(ui, Role::Status);
    ui.painter().hline(
        rect.x_range(),
        bottom - 0.5,
        Stroke::new(colors.line_width(), colors.line),
    );
    pressed
}

/// Something looks wrong and may be right: in a card, amber. True when the button was pressed.
pub fn warning(ui: &mut Ui, words: &str, button: Option<&str>) -> bool {
    let colors = tokens(ui);
    boxed(ui, words, button, Icon::Alert, colors.grade_3, colors.grade_3_soft)
}

/// Something went wrong, in words, with what to do: red. True when the button was pressed.
pub fn error(ui: &mut Ui, words: &str, button: Option<&str>) -> bool {
    let colors = tokens(ui);
    boxed(ui, words, button, Icon::Alert, colors.grade_4, colors.grade_4_soft)
}

/// Something was done: green. True when the button was pressed.
pub fn done(ui: &mut Ui, words: &str, button: Option<&str>) -> bool {
    let colors = tokens(ui);
    boxed(ui, words, button, Icon::Check, colors.grade_2, colors.grade_2_soft)
}

fn boxed(ui: &mut Ui, words: &str, button: Option<&str>, icon: Icon, ink: Color32, fill: Color32) -> bool {
    let colors = tokens(ui);
    let line = if colors.contrast { ink } else { Color32::TRANSPARENT };
    let role = if icon == Icon::Check { Role::Status } else { Role::Alert };
    let builder = UiBuilder::new().accessibility_role(role).accessibility_label(words);
    ui.scope_builder(builder, |ui| {
        Frame::new()
            .fill(fill)
            .stroke(Stroke::new(colors.line_width(), line))
            .corner_radius(radius::CONTROL)
            .inner_margin(Margin::symmetric(space::M as i8, space::S as i8))
            .show(ui, |ui| {
                ui.set_min_width(ui.available_width());
                let button = button.map(|words| Button::secondary(words).bar());
                let run = Run {
                    text: words,
                    weight: Weight::Semibold,
                    size: size::LIST,
                    color: ink,
                };
                row(ui, icon, ink, &[run], button)
            })
            .inner
    })
    .inner
}

struct Band<'a> {
    fill: Color32,
    ink: Color32,
    icon: Icon,
    strong: &'a str,
    words: &'a str,
    button: Option<Button<'a>>,
}

impl Band<'_> {
    fn show(self, ui: &mut Ui, role: Role) -> (bool, f32) {
        let color = tokens(ui).text;
        let builder = UiBuilder::new()
            .accessibility_role(role)
            .accessibility_label(format!("{} {}", self.strong, self.words));
        let shown = ui.scope_builder(builder, |ui| {
            Frame::new()
                .fill(self.fill)
                .inner_margin(Margin::symmetric(space::XL as i8, space::S as i8))
                .show(ui, |ui| {
                    ui.set_min_width(ui.available_width());
                    let gap = Run {
                        text: " ",
                        weight: Weight::Regular,
                        size: size::BODY,
                        color,
                    };
                    let strong = Run {
                        text: self.strong,
                        weight: Weight::Bold,
                        color: self.ink,
                        ..gap
                    };
                    let words = Run {
                        text: self.words,
                        ..gap
                    };
                    row(ui, self.icon, self.ink, &[strong, gap, words], self.button)
                })
        });
        (shown.inner.inner, shown.inner.response.rect.bottom())
    }
}

/// Icon, words, and a button at the right; where that leaves too little for the words, the button goes under them.
fn row(ui: &mut Ui, icon: Icon, ink: Color32, runs: &[Run<'_>], button: Option<Button<'_>>) -> bool {
    let room = ui.available_width();
    let mark = 30.0;
    let wide = button.map_or(0.0, |button| button.width(ui) + space::L);
    let beside = room - mark - wide >= 260.0;
    let width = if beside { room - mark - wide } else { room - mark };
    let mut pressed = false;
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(text::job(runs, width)));
    let high = galley.size().y.max(if beside {
        button.map_or(22.0, |button| button.height())
    } else {
        22.0
    });
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        let (place, response) = ui.allocate_exact_size(vec2(mark + width, high), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, galley.text()));
        paint::icon(
            ui.painter(),
            icon,
            pos2(place.left() + 9.0, place.center().y),
            18.0,
            ink,
        );
        paint::text_at(ui.painter(), place.left() + mark, place.center().y, galley.clone());
        if let (Some(button), true) = (button, beside) {
            ui.add_space(space::L);
            pressed = button.show(ui).clicked();
        }
    });
    if let (Some(button), false) = (button, beside) {
        ui.horizontal(|ui| {
            ui.add_space(mark);
            pressed = button.show(ui).clicked();
        });
    }
    pressed
}
