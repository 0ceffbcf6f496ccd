//! What a file of a dip sample shows over its questions: the dip sample it is a part of, and the comment on it there.

use crate::app::view::AuditView;
use crate::model::change::{Entity, Place};
use crate::ui::fonts::Icon;
use crate::ui::theme::space;
use crate::ui::typed::Typed;
use crate::ui::widgets::{Button, Card, Field};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::Ui;

/// Shows it, for a file of a dip sample.
pub(super) fn card(ui: &mut Ui, typed: &mut Typed, view: &AuditView, wishes: &mut Wishes) {
    let Some(part) = &view.audit.dip_sample else { return };
    Card::quiet().padding(space::M, space::S).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        let words = format!("Dip sample: {}", part.name);
        let back = Button::quiet(&words).icon(Icon::ChevronLeft).small();
        if back.tip("Back to the dip sample").show(ui).clicked() {
            wishes.push(Wish::OpenDip(part.id));
        }
        let place = Place::row(Entity::Audit, view.audit.id, "comment");
        let enabled = view.audit.status.open_to_change();
        typed.field(
            ui,
            &place,
            &view.audit.comment,
            |id| {
                Field::new(id, "Comment on this file")
                    .hidden_label()
                    .placeholder("Comment on this file")
                    .enabled(enabled)
            },
            wishes,
        );
    });
    ui.add_space(space::S);
}
