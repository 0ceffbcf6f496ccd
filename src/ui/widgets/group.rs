//! A group of radio buttons: one stop for Tab, arrows go between the buttons, keys pick, and picking what is picked
//! clears it.

use eframe::egui::accesskit::{Action, Role};
use eframe::egui::{self, FocusDirection, Id, Key, Modifiers, Rect, Response, Sense, Ui, UiBuilder, WidgetInfo};

use super::focus;

/// What was done to a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picked {
    /// This one was picked.
    Set(usize),
    /// The one that was picked was picked again.
    Clear,
}

pub(super) const NUMBERS: [Key; 9] = [
    Key::Num1,
    Key::Num2,
    Key::Num3,
    Key::Num4,
    Key::Num5,
    Key::Num6,
    Key::Num7,
    Key::Num8,
    Key::Num9,
];

/// A group of radio buttons: which of them Tab stops at, and what its keys do.
pub(super) struct Group {
    id: Id,
    count: usize,
    selected: Option<usize>,
    focused: Option<usize>,
    picked: Option<usize>,
}

impl Group {
    pub(super) fn begin(ui: &Ui, id: Id, count: usize, selected: Option<usize>, keys: &[Key]) -> Self {
        let mut group = Self {
            id,
            count,
            selected,
            focused: None,
            picked: None,
        };
        let focus = ui.memory(egui::Memory::focused);
        group.focused = (0..count).find(|at| focus == Some(group.option(*at)));
        if ui.is_enabled() {
            group.keys(ui, keys);
        }
        group
    }

    fn option(&self, at: usize) -> Id {
        self.id.with(at)
    }

    fn keys(&mut self, ui: &Ui, keys: &[Key]) {
        let Some(at) = self.focused else { return };
        let last = self.count.saturating_sub(1);
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let to = if pressed(Key::ArrowRight) {
            Some(if at == last { 0 } else { at + 1 })
        } else if pressed(Key::ArrowLeft) {
            Some(if at == 0 { last } else { at - 1 })
        } else {
            None
        };
        if let Some(to) = to {
            ui.memory_mut(|memory| {
                // Else egui also moves the focus, to what lies in that direction.
                memory.move_focus(FocusDirection::None);
                memory.request_focus(self.option(to));
            });
            self.focused = Some(to);
        }
        for (at, key) in keys.iter().enumerate().take(self.count) {
            if pressed(*key) {
                self.picked = Some(at);
            }
        }
        for (at, key) in NUMBERS.iter().enumerate().take(self.count) {
            if pressed(*key) {
                self.picked = Some(at);
            }
        }
        if let Some(at) = self.picked {
            // The focus goes with the answer; the same key twice answers twice and never clears.
            ui.memory_mut(|memory| memory.request_focus(self.option(at)));
            self.focused = Some(at);
            self.picked = Some(at).filter(|at| self.selected != Some(*at));
            ui.request_repaint();
        }
    }

    fn stop(&self) -> usize {
        self.focused.or(self.selected).unwrap_or(0)
    }

    /// Puts one button in its place.
    pub(super) fn button(&mut self, ui: &Ui, rect: Rect, at: usize, name: &str) -> Response {
        // Tab stops at one of the group; the others still take a press, and focus from assistive technology.
        let sense = if at == self.stop() {
            Sense::click()
        } else {
            Sense::CLICK
        };
        let id = self.option(at);
        let response = ui.interact(rect, id, sense);
        let chosen = self.selected == Some(at);
        response.widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), chosen, name));
        ui.accesskit_node_builder(id, |node| {
            node.set_position_in_set(at + 1);
            node.set_size_of_set(self.count);
            node.add_action(Action::Focus);
        });
        let asked = ui.input(|input| input.has_accesskit_action_request(id, Action::Focus));
        if asked && ui.is_enabled() {
            response.request_focus();
        }
        focus::pressed(&response);
        if response.clicked() {
            self.picked = Some(at);
        }
        response
    }

    pub(super) fn end(self) -> Option<Picked> {
        let at = self.picked?;
        if self.selected == Some(at) {
            Some(Picked::Clear)
        } else {
            Some(Picked::Set(at))
        }
    }
}

pub(super) fn group_ui<R>(ui: &mut Ui, name: &str, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let builder = UiBuilder::new()
        .accessibility_role(Role::RadioGroup)
        .accessibility_label(name);
    ui.scope_builder(builder, contents).inner
}
