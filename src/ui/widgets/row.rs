//! A row of a table or list: one stop, one name in words, opened with Enter or a press.

use eframe::egui::accesskit::{Action, Role};
use eframe::egui::{FocusDirection, Id, Key, Modifiers, Rect, Response, Sense, Stroke, Ui, WidgetInfo, vec2};

use super::focus;
use super::paint;
use crate::ui::theme::tokens;

/// What was done to a table or list this frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RowEvent {
    /// The header of this column was pressed.
    pub sort: Option<usize>,
    /// This row was pressed, or Enter on it.
    pub opened: Option<usize>,
    /// Space on this row, or Ctrl with a press: select it with others.
    pub toggled: Option<usize>,
    /// The row that has the focus.
    pub focused: Option<usize>,
}

#[derive(Clone, Copy, Default)]
pub(super) struct State {
    /// The row the arrows are on.
    pub(super) cursor: usize,
    /// The row to bring into sight and give the focus, as soon as it is drawn.
    pub(super) going: Option<usize>,
}

/// One row in sight.
pub(super) struct Row {
    pub(super) id: Id,
    pub(super) at: usize,
    pub(super) rows: usize,
    pub(super) rect: Rect,
    pub(super) clip: Rect,
    pub(super) stop: bool,
}

impl Row {
    /// Put before the row's cells, so that what is in them lies above it.
    pub(super) fn show(
        self,
        ui: &mut Ui,
        words: &str,
        selected: bool,
        page: usize,
        state: &mut State,
        event: &mut RowEvent,
    ) {
        let cell_clip = ui.clip_rect();
        ui.set_clip_rect(self.clip);
        let sense = if self.stop { Sense::click() } else { Sense::CLICK };
        let response = ui.interact(self.rect, self.id, sense);
        self.describe(ui, &response, words, selected);
        self.paint(ui, &response, selected);
        ui.set_clip_rect(cell_clip);
        if state.going == Some(self.at) && self.clip.contains_rect(self.rect.shrink(1.0)) {
            state.going = None;
            response.request_focus();
        }
        let asked = ui.input(|input| input.has_accesskit_action_request(self.id, Action::Focus));
        if asked && ui.is_enabled() {
            response.request_focus();
        }
        if response.has_focus() {
            event.focused = Some(self.at);
            state.cursor = self.at;
            self.keys(ui, page, state);
        }
        if response.clicked() {
            focus::pressed(&response);
            state.cursor = self.at;
            let (space, command) = ui.input(|input| (input.key_pressed(Key::Space), input.modifiers.command));
            if (space && response.has_focus()) || command {
                event.toggled = Some(self.at);
            } else {
                event.opened = Some(self.at);
            }
        }
    }

    fn describe(&self, ui: &Ui, response: &Response, words: &str, selected: bool) {
        response.widget_info(|| WidgetInfo::labeled(Role::Row, ui.is_enabled(), words));
        ui.accesskit_node_builder(self.id, |node| {
            node.set_role(Role::Row);
            node.set_label(words);
            node.set_selected(selected);
            node.set_row_index(self.at);
            node.set_position_in_set(self.at + 1);
            node.set_size_of_set(self.rows);
            node.add_action(Action::Focus);
        });
    }

    fn paint(&self, ui: &Ui, response: &Response, selected: bool) {
        let colors = tokens(ui);
        if selected {
            ui.painter().rect_filled(self.rect, 0.0, colors.accent_soft);
            let bar = Rect::from_min_size(self.rect.min, vec2(3.0, self.rect.height()));
            ui.painter().rect_filled(bar, 0.0, colors.accent);
        } else if response.hovered() {
            ui.painter().rect_filled(self.rect, 0.0, colors.sunken);
        }
        if self.at + 1 < self.rows {
            let line = Stroke::new(1.0, colors.line_soft);
            ui.painter().hline(self.rect.x_range(), self.rect.bottom() - 0.5, line);
        }
        paint::focus_inside(ui, response, self.rect, 0);
    }

    fn keys(&self, ui: &Ui, page: usize, state: &mut State) {
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let last = self.rows.saturating_sub(1);
        let to = if pressed(Key::ArrowDown) {
            self.at + 1
        } else if pressed(Key::ArrowUp) {
            self.at.saturating_sub(1)
        } else if pressed(Key::PageDown) {
            self.at + page
        } else if pressed(Key::PageUp) {
            self.at.saturating_sub(page)
        } else if pressed(Key::Home) {
            0
        } else if pressed(Key::End) {
            last
        } else {
            return;
        };
        // Else egui also moves the focus, to what lies in that direction.
        ui.memory_mut(|memory| memory.move_focus(FocusDirection::None));
        state.going = Some(to.min(last));
        ui.request_repaint();
    }
}
