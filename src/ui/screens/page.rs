//! The room of a screen: its margins stand inside what scrolls, so that the bar stands at the window's edge and not
//! over what is read.

use crate::ui::desk::NARROW;
use crate::ui::theme::space;
use crate::ui::widgets::focus;
use eframe::egui::{Frame, Margin, ScrollArea, Ui};

/// The margins of a screen in a window of this width.
fn margin(ui: &Ui) -> Margin {
    let side = if ui.ctx().content_rect().width() < NARROW {
        space::M
    } else {
        space::XL
    };
    Margin::symmetric(side as i8, space::L as i8)
}

/// A screen that scrolls as a whole.
pub(super) fn page<R>(
    ui: &mut Ui,
    id: impl std::hash::Hash + std::fmt::Debug,
    contents: impl FnOnce(&mut Ui) -> R,
) -> R {
    ScrollArea::vertical()
        .id_salt(id)
        .auto_shrink(false)
        .show(ui, |ui| {
            let shown = Frame::new().inner_margin(margin(ui)).show(ui, contents);
            focus::follow(ui);
            shown.inner
        })
        .inner
}

/// The part of a screen that stays above what scrolls.
pub(super) fn top<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let margin = Margin {
        bottom: 0,
        ..margin(ui)
    };
    Frame::new().inner_margin(margin).show(ui, contents).inner
}
