//! Tabs: words in a row, the current one underlined. One stop for Tab, arrows go between them.

use eframe::egui::accesskit::Role;
use eframe::egui::{FocusDirection, Id, Key, Modifiers, Rect, Sense, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::focus;
use super::paint::{self, Weight};
use crate::ui::theme::{size, space, tokens};

const HEIGHT: f32 = 44.0;

/// Shows them with a line under; gives the tab gone to.
pub fn tabs(ui: &mut Ui, id: Id, names: &[&str], current: usize) -> Option<usize> {
    let builder = UiBuilder::new().accessibility_role(Role::TabList);
    ui.scope_builder(builder, |ui| {
        let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
        let colors = tokens(ui);
        let line = Stroke::new(colors.line_width(), colors.line);
        ui.painter().hline(row.x_range(), row.bottom() - 0.5, line);
        let mut went = keys(ui, id, names.len(), current);
        let mut left = row.left();
        for (at, name) in names.iter().enumerate() {
            let chosen = at == current;
            let ink = if chosen { colors.accent } else { colors.muted };
            let weight = if chosen { Weight::Bold } else { Weight::Regular };
            let text = paint::line(ui, name, weight, size::LIST, ink);
            let width = text.size().x + 2.0 * space::M;
            let rect = Rect::from_min_size(pos2(left, row.top()), vec2(width, HEIGHT));
            let stop = went.unwrap_or(current);
            let sense = if at == stop { Sense::click() } else { Sense::CLICK };
            let response = ui.interact(rect, id.with(at), sense);
            response.widget_info(|| WidgetInfo::labeled(Role::Tab, ui.is_enabled(), name));
            ui.accesskit_node_builder(response.id, |node| {
                node.set_selected(chosen);
                node.set_position_in_set(at + 1);
                node.set_size_of_set(names.len());
            });
            focus::pressed(&response);
            if response.clicked() && !chosen {
                went = Some(at);
            }
            if response.hovered() && !chosen {
                ui.painter()
                    .rect_filled(rect.shrink2(vec2(0.0, 6.0)), 4.0, colors.sunken);
            }
            paint::text_at(ui.painter(), left + space::M, rect.center().y, text);
            if chosen {
                let under = Rect::from_min_max(pos2(rect.left(), rect.bottom() - 3.0), rect.max);
                ui.painter().rect_filled(under, 0.0, colors.accent);
            }
            paint::focus_inside(ui, &response, rect.shrink2(vec2(0.0, 4.0)), 4);
            left += width;
        }
        went
    })
    .inner
}

/// An arrow goes to the next tab and takes the focus along.
fn keys(ui: &Ui, id: Id, count: usize, current: usize) -> Option<usize> {
    let focused = ui.memory(|memory| memory.has_focus(id.with(current)));
    if !focused || count == 0 {
        return None;
    }
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let to = if pressed(Key::ArrowRight) {
        (current + 1) % count
    } else if pressed(Key::ArrowLeft) {
        (current + count - 1) % count
    } else {
        return None;
    };
    ui.memory_mut(|memory| {
        memory.move_focus(FocusDirection::None);
        memory.request_focus(id.with(to));
    });
    Some(to)
}
