//! The newest entries of an audit's history, and other audits of the same child.

use crate::app::view::AuditView;
use crate::ui::theme::space;
use crate::ui::widgets::{card, text};
use eframe::egui::Ui;

/// Shows the history.
pub(super) fn show(ui: &mut Ui, view: &AuditView) {
    if !view.other_audits.is_empty() {
        text::strong(ui, &format!("Other audits of this {}", view.audit.whom()));
        for (_, words) in &view.other_audits {
            text::quiet(ui, words);
        }
        ui.add_space(space::M);
    }
    text::strong(ui, "What was changed");
    ui.add_space(space::XS);
    for (entry, who) in &view.history {
        text::list(ui, &entry.label);
        text::quiet(ui, &format!("{}, {who}", entry.at.day_and_time()));
        card::hairline(ui);
    }
    if view.history.is_empty() {
        text::quiet(ui, "Nothing yet.");
    }
}
