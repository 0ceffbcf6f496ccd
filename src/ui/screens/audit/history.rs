//! The newest entries of an audit's history, and other audits of the same child.

use crate::app::history::HistoryOf;
use crate::app::view::AuditView;
use crate::ui::dialogs::history;
use crate::ui::theme::space;
use crate::ui::widgets::{Card, button, card, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::Ui;

/// Shows the history as a page of its own.
pub(super) fn page(ui: &mut Ui, view: &AuditView, wishes: &mut Wishes) {
    text::heading22(ui, "History");
    text::quiet(ui, &format!("{} · who changed what, and when", view.who));
    ui.add_space(space::M);
    Card::new().show(ui, |ui| show(ui, view, wishes));
}

/// Shows the history.
pub(super) fn show(ui: &mut Ui, view: &AuditView, wishes: &mut Wishes) {
    if !view.other_audits.is_empty() {
        text::strong(ui, &format!("Other audits of this {}", view.audit.whom()));
        for (audit, words) in &view.other_audits {
            if button::link(ui, words).clicked() {
                wishes.push(Wish::OpenAudit(*audit, None));
            }
        }
        ui.add_space(space::M);
    }
    text::strong(ui, "What was changed");
    ui.add_space(space::XS);
    for (entry, who) in &view.history {
        if button::link(ui, &entry.label).clicked() {
            let of = HistoryOf::Entry {
                seq: entry.seq,
                audit: view.audit.id,
            };
            wishes.extend(history::open(of));
        }
        text::quiet(ui, &format!("{}, {who}", entry.at.day_and_time()));
        card::hairline(ui);
    }
    if view.history.is_empty() {
        text::quiet(ui, "Nothing yet.");
    }
}
