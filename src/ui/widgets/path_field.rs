//! Where a file is: the path can be typed, and browsed for.

use eframe::egui::{Id, Ui};

use super::button::Button;
use super::field::{Field, error_line};
use super::text;
use crate::ui::theme::space;

/// What was done to a path field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PathEvent {
    /// The path was typed in.
    pub changed: bool,
    /// The field was left, or Enter pressed.
    pub left: bool,
    /// "Browse…" was pressed; the dialog is the caller's.
    pub browse: bool,
}

/// A labelled path with its "Browse…".
pub fn path_field(ui: &mut Ui, id: Id, label: &str, path: &mut String, error: Option<&str>) -> PathEvent {
    let browse = Button::secondary("Browse…");
    let mut event = PathEvent::default();
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        text::strong(ui, label);
        ui.horizontal(|ui| {
            let room = ui.available_width() - browse.width(ui) - space::S;
            let response = Field::new(id, label)
                .hidden_label()
                .limit(4096)
                .width(room)
                .show(ui, path);
            event.changed = response.changed();
            event.left = response.lost_focus();
            ui.accesskit_node_builder(response.id, |node| {
                if let Some(error) = error {
                    node.set_description(error);
                    node.set_invalid(eframe::egui::accesskit::Invalid::True);
                }
            });
            ui.spacing_mut().item_spacing.x = space::S;
            event.browse = browse.show(ui).clicked();
        });
        if let Some(error) = error {
            error_line(ui, error);
        }
    });
    event
}
