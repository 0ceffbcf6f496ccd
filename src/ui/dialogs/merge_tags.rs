//! Two tags made one: whatever carries the first carries the second from then on.

use crate::app::edit::{Edit, TagEdit};
use crate::app::worker::Ask;
use crate::model::tag::Tag;
use crate::model::tag_order;
use crate::ui::screens::tags::touched;
use crate::ui::theme::space;
use crate::ui::views::Views;
use crate::ui::widgets::modal::Choice;
use crate::ui::widgets::text::thousands;
use crate::ui::widgets::typeahead::{Match, TypeaheadEvent, typeahead};
use crate::ui::widgets::{Button, Chip, Dialog, banner, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Context, Id, Ui};

/// Which tags.
pub struct State {
    from: i64,
    into: Option<i64>,
    words: String,
    told: bool,
    /// The tag whose uses were asked for.
    asked: Option<i64>,
}

impl State {
    /// This tag into that one, or into one that is chosen.
    pub fn new(from: i64, into: Option<i64>) -> Self {
        Self {
            from,
            into,
            words: String::new(),
            told: false,
            asked: None,
        }
    }
}

/// Shows the dialog.
pub fn show(ctx: &Context, state: &mut State, views: &Views, wishes: &mut Wishes) {
    let tags = &views.workbook.tags;
    let find = |id: i64| tags.iter().find(|tag| tag.id == id);
    let Some(from) = find(state.from) else {
        wishes.push(Wish::Close);
        return;
    };
    let into = state.into.and_then(find);
    if state.asked != Some(from.id) {
        state.asked = Some(from.id);
        wishes.push(Wish::Ask(Ask::TagUses(from.id)));
    }
    let shown = Dialog::new(Id::unique("merge tags"), "Merge tags")
        .width(560.0)
        .cancel("Cancel")
        .primary(Button::primary("Merge"))
        .show(ctx, |ui| body(ui, state, (from, into), views));
    match (shown.choice, into) {
        (Some(Choice::Primary), Some(into)) => {
            let edit = TagEdit::Merge {
                from: from.id,
                into: into.id,
            };
            wishes.push(Wish::edit(Edit::Tags(Box::new(edit))));
            wishes.push(Wish::CloseWhenDone);
        }
        (Some(Choice::Primary), None) => {
            state.told = true;
            wishes.push(Wish::Focus(field_id()));
        }
        (Some(_), _) => wishes.push(Wish::Close),
        (None, _) => {}
    }
}

fn field_id() -> Id {
    Id::unique("merge into")
}

fn in_words(tag: &Tag) -> String {
    format!("{} · {}", tag.name, thousands(usize::try_from(tag.uses).unwrap_or(0)))
}

fn body(ui: &mut Ui, state: &mut State, (from, into): (&Tag, Option<&Tag>), views: &Views) {
    ui.spacing_mut().item_spacing.y = space::S;
    text::strong(ui, "This tag goes");
    Chip::tag(&in_words(from), from.colour as usize).show(ui);
    text::quiet(ui, &from.group);
    ui.add_space(space::XS);
    text::strong(ui, "This one stays");
    let Some(into) = into else {
        choose(ui, state, from, views);
        return;
    };
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        Chip::tag(&in_words(into), into.colour as usize).show(ui);
        if Button::quiet("Choose another").small().show(ui).clicked() {
            state.into = None;
        }
    });
    text::quiet(ui, &into.group);
    ui.add_space(space::XS);
    text::strong(ui, "This is what will happen");
    let carried = format!(
        "{} They carry {} instead; what carries both keeps one.",
        touched(from, views),
        into.name
    );
    text::body(ui, &carried);
    match tag_order::with_below(&views.workbook.tags, from.id).len() - 1 {
        0 => {}
        1 => drop(text::body(
            ui,
            &format!("The tag under {} stands under {} then.", from.name, into.name),
        )),
        n => drop(text::body(
            ui,
            &format!("The {n} tags under {} stand under {} then.", from.name, into.name),
        )),
    }
    if !from.description.is_empty() {
        text::body(
            ui,
            &format!("What {} was for is no longer shown; its history keeps it.", from.name),
        );
    }
    text::quiet(
        ui,
        "It reaches evidence of final audits too. It is one step, and can be undone.",
    );
    if Button::quiet("Keep the other one instead").small().show(ui).clicked() {
        (state.from, state.into) = (into.id, Some(from.id));
    }
}

/// The tag that stays is found by its words; what seems to say the same is offered first.
fn choose(ui: &mut Ui, state: &mut State, from: &Tag, views: &Views) {
    let words = state.words.trim().to_lowercase();
    let mut fits: Vec<&Tag> = views
        .workbook
        .tags
        .iter()
        .filter(|tag| tag.id != from.id && tag.name.to_lowercase().contains(&words))
        .collect();
    fits.sort_by_key(|tag| !tag.name.to_lowercase().starts_with(&words));
    fits.truncate(8);
    let matches: Vec<Match<'_>> = fits
        .iter()
        .map(|tag| Match {
            words: &tag.name,
            dot: Some(tag.colour as usize),
        })
        .collect();
    let label = "Tag that stays";
    let event = typeahead(ui, field_id(), label, label, &mut state.words, &matches, false);
    if let TypeaheadEvent::Picked(at) = event {
        state.into = fits.get(at).map(|tag| tag.id);
    }
    if state.told && state.into.is_none() {
        banner::warning(ui, "Choose the tag that stays.", None);
    }
}
