//! One of a dozen, all in sight: radio buttons in columns.

use eframe::egui::{Id, Rect, Response, Sense, Stroke, Ui, pos2, vec2};

use super::group::{Group, Picked, group_ui};
use super::paint::{self, Weight};
use crate::ui::theme::{radius, size, space, tokens};

const HIGH: f32 = 28.0;
const MARK: f32 = 16.0;

/// More columns than this are hard to read across.
const MOST: usize = 3;

/// Radio buttons in as many columns as fit, read across; `name` says what is chosen. Gives the one that was picked.
pub fn radios(ui: &mut Ui, id: Id, name: &str, options: &[&str], selected: Option<usize>) -> Option<usize> {
    group_ui(ui, name, |ui| {
        let colors = tokens(ui);
        let widths: Vec<f32> = options
            .iter()
            .map(|words| {
                MARK + space::S
                    + paint::line(ui, words, Weight::Regular, size::BODY, colors.text)
                        .size()
                        .x
            })
            .collect();
        let room = ui.available_width();
        let lefts = columns(&widths, room);
        let columns = lefts.len();
        let lines = options.len().div_ceil(columns).max(1);
        let (place, _) = ui.allocate_exact_size(vec2(room, HIGH * lines as f32), Sense::hover());
        let mut group = Group::begin(ui, id, options.len(), selected, &[]);
        for (at, words) in options.iter().enumerate() {
            let left = lefts.get(at % columns).copied().unwrap_or_default();
            let right = lefts.get(at % columns + 1).map_or(room, |next| next - space::S);
            let wide = right - left - MARK - space::S;
            let text = paint::fit(ui, words, Weight::Regular, size::BODY, colors.text, wide);
            let corner = place.min + vec2(left, (at / columns) as f32 * HIGH);
            let rect = Rect::from_min_size(corner, vec2(MARK + space::S + text.size().x, HIGH));
            let response = group.button(ui, rect, at, words);
            let middle = rect.center().y;
            mark(ui, rect.left(), middle, selected == Some(at), &response);
            paint::text_at(ui.painter(), rect.left() + MARK + space::S, middle, text);
            paint::focus_ring(ui, &response, rect.shrink2(vec2(0.0, 2.0)), radius::SMALL);
        }
        match group.end() {
            Some(Picked::Set(at)) => Some(at),
            _ => None,
        }
    })
}

/// Where each column begins: as many columns as fit, each as wide as its longest words, the room left between them.
fn columns(widths: &[f32], room: f32) -> Vec<f32> {
    for columns in (2..=widths.len().min(MOST)).rev() {
        let mut wide = vec![0.0_f32; columns];
        for (at, width) in widths.iter().enumerate() {
            if let Some(column) = wide.get_mut(at % columns) {
                *column = column.max(*width);
            }
        }
        let gap = (room - wide.iter().sum::<f32>()) / columns as f32;
        if gap >= space::L {
            let mut left = 0.0;
            return wide
                .iter()
                .map(|width| {
                    let this = left;
                    left += width + gap;
                    this
                })
                .collect();
        }
    }
    vec![0.0]
}

fn mark(ui: &Ui, left: f32, middle: f32, on: bool, response: &Response) {
    let colors = tokens(ui);
    let center = pos2(left + MARK / 2.0, middle);
    let (fill, line) = match (on, response.hovered()) {
        (true, _) => (colors.surface, colors.accent),
        (false, true) => (colors.sunken, colors.field_line),
        (false, false) => (colors.surface, colors.field_line),
    };
    let stroke = Stroke::new(colors.line_width() + if on { 0.5 } else { 0.0 }, line);
    ui.painter().circle(center, MARK / 2.0 - 0.5, fill, stroke);
    if on {
        ui.painter().circle_filled(center, 4.0, colors.accent);
    }
}

#[cfg(test)]
mod tests {
    use super::columns;

    #[test]
    fn columns_are_as_many_as_fit() {
        assert_eq!(columns(&[100.0; 5], 80.0), [0.0]);
        assert_eq!(columns(&[100.0; 5], 240.0), [0.0, 120.0]);
        assert_eq!(columns(&[100.0, 40.0, 40.0], 300.0).len(), 3);
        assert_eq!(columns(&[100.0; 5], 2000.0).len(), 3);
    }
}
