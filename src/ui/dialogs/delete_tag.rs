//! A tag taken away, when what that touches was read.

use crate::app::edit::{Edit, TagEdit};
use crate::app::worker::Ask;
use crate::model::tag_order;
use crate::ui::screens::tags::touched;
use crate::ui::theme::space;
use crate::ui::views::Views;
use crate::ui::widgets::modal::Choice;
use crate::ui::widgets::{Button, Dialog, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Context, Id};

/// Which tag.
pub struct State {
    tag: i64,
    asked: bool,
}

impl State {
    /// This tag.
    pub fn new(tag: i64) -> Self {
        Self { tag, asked: false }
    }
}

/// Shows the dialog.
pub fn show(ctx: &Context, state: &mut State, views: &Views, wishes: &mut Wishes) {
    let tags = &views.workbook.tags;
    let Some(tag) = tags.iter().find(|tag| tag.id == state.tag) else {
        wishes.push(Wish::Close);
        return;
    };
    if !std::mem::replace(&mut state.asked, true) {
        wishes.push(Wish::Ask(Ask::TagUses(tag.id)));
    }
    let below = tag_order::with_below(tags, tag.id).len() - 1;
    let shown = Dialog::new(Id::unique("delete tag"), "Delete tag")
        .width(520.0)
        .cancel("Cancel")
        .primary(Button::alarm("Delete tag"))
        .show(ctx, |ui| {
            ui.spacing_mut().item_spacing.y = space::S;
            text::strong(ui, &tag.name);
            text::body(ui, &format!("{} It is taken off all of them.", touched(tag, views)));
            match below {
                0 => {}
                1 => drop(text::body(ui, "The tag under it moves up to its place.")),
                n => drop(text::body(ui, &format!("The {n} tags under it move up to its place."))),
            }
            text::quiet(
                ui,
                "The evidence itself stays. To keep what it tells, merge the tag into another one instead. This can be undone.",
            );
        });
    match shown.choice {
        Some(Choice::Primary) => {
            wishes.push(Wish::edit(Edit::Tags(Box::new(TagEdit::Delete(tag.id)))));
            wishes.push(Wish::CloseWhenDone);
        }
        Some(_) => wishes.push(Wish::Close),
        None => {}
    }
}
