//! Pairs of tags that seem to say the same, and why. Which of them is one too many is for people to say.

use super::State;
use crate::model::tag::Tag;
use crate::model::tag_names::Near;
use crate::ui::dialogs::{Dialog, merge_tags};
use crate::ui::fonts::Icon;
use crate::ui::screens::audits::END;
use crate::ui::views::Views;
use crate::ui::widgets::table::{Column, Table};
use crate::ui::widgets::text::thousands;
use crate::ui::widgets::{Card, empty, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Align, Id, Layout, Ui, vec2};

const ROW: f32 = 58.0;

/// The tags of a pair, the one used more first.
fn pair<'t>(tags: &'t [Tag], near: &Near) -> Option<(&'t Tag, &'t Tag)> {
    let find = |id: i64| tags.iter().find(|tag| tag.id == id);
    let (one, other) = (find(near.keep)?, find(near.other)?);
    Some(if one.uses >= other.uses {
        (one, other)
    } else {
        (other, one)
    })
}

fn uses(tag: &Tag) -> String {
    thousands(usize::try_from(tag.uses).unwrap_or(0))
}

/// Shows them in at most `height`; one that is opened can be merged.
pub(super) fn show(ui: &mut Ui, state: &State, views: &Views, height: f32, wishes: &mut Wishes) {
    let tags = &views.workbook.tags;
    let pairs: Vec<(&Near, (&Tag, &Tag))> = state
        .derived
        .near
        .iter()
        .filter_map(|near| Some((near, pair(tags, near)?)))
        .collect();
    Card::new().padding(0.0, 0.0).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        if pairs.is_empty() {
            let next = "Tags whose names differ by an ending, a slip, a word more or initials are listed here.";
            empty::empty(ui, Icon::CheckCircle, "No two tags seem to say the same", next, None);
            return;
        }
        let columns = [
            Column::rest("Tag", 150.0),
            Column::rest("May say the same as", 150.0),
            Column::new("", 90.0),
        ];
        let event = Table::new(Id::unique("near tags"), "Tags that may say the same", &columns)
            .row_height(ROW)
            .max_height(height - 44.0 - END)
            .show(
                ui,
                pairs.len(),
                |at| {
                    let said = pairs.get(at).map(|(near, (keep, other))| {
                        let (a, b) = (uses(other), uses(keep));
                        format!(
                            "{}, {a} pieces, and {}, {b} pieces: {}",
                            other.name,
                            keep.name,
                            near.why.words()
                        )
                    });
                    (said.unwrap_or_default(), false)
                },
                |ui, at, column| {
                    let Some((near, (keep, other))) = pairs.get(at) else {
                        return;
                    };
                    if column == 2 {
                        text::quiet_line(ui, "Merge…");
                        return;
                    }
                    let room = vec2(ui.available_width(), ROW - 14.0);
                    ui.allocate_ui_with_layout(room, Layout::top_down(Align::Min), |ui| {
                        ui.spacing_mut().item_spacing.y = 2.0;
                        let tag = if column == 0 { other } else { keep };
                        text::strong_line(ui, &format!("{} · {}", tag.name, uses(tag)));
                        let why = near.why.words();
                        text::quiet_line(ui, if column == 0 { &why } else { &tag.group });
                    });
                },
            );
        ui.add_space(END);
        if let Some((_, (keep, other))) = event.opened.and_then(|at| pairs.get(at)) {
            let merge = merge_tags::State::new(other.id, Some(keep.id));
            wishes.push(Wish::Open(Box::new(Dialog::MergeTags(merge))));
        }
    });
}
