//! One group of tags: its name and its place among the groups.

use super::colour_of;
use crate::app::edit::{Edit, TagEdit};
use crate::model::tag_order;
use crate::ui::dialogs::{Dialog, add_tag, tag_group};
use crate::ui::fonts::Icon;
use crate::ui::theme::space;
use crate::ui::views::Views;
use crate::ui::widgets::Button;
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Ui, vec2};

/// Shows it.
pub(super) fn show(ui: &mut Ui, group: &str, views: &Views, wishes: &mut Wishes) {
    let order: Vec<String> = tag_order::tree(&views.workbook.tags)
        .into_iter()
        .map(|group| group.name)
        .collect();
    let at = order.iter().position(|name| name == group).unwrap_or(0);
    let before = |at: usize| order.get(at).cloned();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::S, space::S);
        if Button::secondary("Rename…").icon(Icon::Pencil).bar().show(ui).clicked() {
            let rename = Dialog::TagGroup(tag_group::State::rename(group));
            wishes.push(Wish::Open(Box::new(rename)));
        }
        if Button::secondary("Add a tag to it…")
            .icon(Icon::Plus)
            .bar()
            .show(ui)
            .clicked()
        {
            let add = add_tag::State::new(group, None, colour_of(views, group));
            wishes.push(Wish::Open(Box::new(Dialog::AddTag(add))));
        }
        let up = Button::secondary("Move up").icon(Icon::ArrowUp).bar().enabled(at > 0);
        let down = Button::secondary("Move down")
            .icon(Icon::ArrowDown)
            .bar()
            .enabled(at + 1 < order.len());
        let up = up.show(ui).clicked();
        let down = down.show(ui).clicked();
        if up || down {
            let before = if up { before(at - 1) } else { before(at + 2) };
            let edit = TagEdit::PutGroup {
                group: group.to_owned(),
                before,
            };
            wishes.push(Wish::edit(Edit::Tags(Box::new(edit))));
        }
    });
}
