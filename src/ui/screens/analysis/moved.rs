//! First grades against agreed ones: what moderation moved.

use crate::app::analysis::AnalysisView;
use crate::model::analysis::{Group, LEAST, Mark};
use crate::ui::theme::{radius, size, space, tokens};
use crate::ui::widgets::paint::{self, Weight};
use crate::ui::widgets::{focus, text};
use eframe::egui::accesskit::Role;
use eframe::egui::{Id, Rect, Sense, Ui, WidgetInfo, pos2, vec2};

const ROW: f32 = 32.0;
const LABEL: f32 = 170.0;

pub(super) fn show(ui: &mut Ui, view: &AnalysisView, press: &dyn Fn(Mark)) {
    text::heading17(ui, "First against agreed grades");
    let (n, up, down) = view.analysis.moved();
    if n < LEAST {
        text::quiet(ui, "Fewer than 5 audits have both grades");
        return;
    }
    text::quiet(
        ui,
        &format!("{n} audits have both: {up} moved up, {down} moved down. Agreed grades stand across."),
    );
    let colors = tokens(ui);
    let grades = view.scale.len();
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW * (grades + 1) as f32), Sense::hover());
    let cell = ((rect.width() - LABEL) / grades.max(1) as f32).min(110.0);
    let left = |column: usize| rect.left() + LABEL + cell * column as f32;
    for (column, grade) in view.scale.iter().enumerate() {
        let words = paint::fit(
            ui,
            &grade.short,
            Weight::Semibold,
            size::SMALL,
            colors.muted,
            cell - 4.0,
        );
        let x = left(column) + (cell - words.size().x) / 2.0;
        paint::text_at(ui.painter(), x, rect.top() + ROW / 2.0, words);
    }
    for (line, grade) in view.scale.iter().enumerate() {
        let top = rect.top() + ROW * (line + 1) as f32;
        let words = paint::fit(
            ui,
            &grade.name,
            Weight::Regular,
            size::LIST,
            colors.text,
            LABEL - space::S,
        );
        paint::text_at(ui.painter(), rect.left(), top + ROW / 2.0, words);
        for column in 0..grades {
            let key = (line as u8 + 1, column as u8 + 1);
            let Some(n) = view.analysis.moderated.get(&key).filter(|n| **n > 0) else {
                continue;
            };
            let place = Rect::from_min_size(pos2(left(column), top), vec2(cell - 2.0, ROW - 2.0));
            let response = ui.interact(place, Id::unique(("moved", key)), Sense::click());
            let said = format!("First {}, agreed {}: {n} audits", grade.name, view.grade_name(key.1));
            response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), &said));
            focus::pressed(&response);
            let fill = if line == column {
                colors.sunken
            } else {
                colors.accent_soft
            };
            ui.painter().rect_filled(place, f32::from(radius::SMALL), fill);
            let words = paint::line(ui, &n.to_string(), Weight::Semibold, size::LIST, colors.text);
            paint::text_at(
                ui.painter(),
                place.center().x - words.size().x / 2.0,
                place.center().y,
                words,
            );
            paint::focus_ring(ui, &response, place, radius::SMALL);
            if response.clicked() {
                press(Mark {
                    group: Group::Moderated(key.0, key.1),
                    rank: None,
                });
            }
        }
    }
}
