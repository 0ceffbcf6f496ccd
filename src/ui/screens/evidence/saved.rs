//! Ways of narrowing that are kept by name.

use super::State;
use crate::app::edit::Edit;
use crate::model::change::{Entity, Fields, Value};
use crate::ui::fonts::Icon;
use crate::ui::theme::space;
use crate::ui::views::Views;
use crate::ui::widgets::{Button, Field, button, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Id, Key, Ui};

/// The name that is being typed, while one is.
#[derive(Default)]
pub(super) struct Saving {
    name: Option<String>,
}

/// The views that are kept: press one to narrow to it.
pub(super) fn open(ui: &mut Ui, state: &mut State, views: &Views, wishes: &mut Wishes) {
    if views.workbook.saved_views.is_empty() {
        return;
    }
    ui.add_space(space::S);
    for view in &views.workbook.saved_views {
        ui.horizontal(|ui| {
            let end = ui.max_rect().right();
            let on = state.ask.filter == view.filter;
            let open = Button::quiet(&view.name).icon(Icon::Star).small().name(&view.name);
            ui.scope(|ui| {
                ui.set_max_width(end - ui.cursor().left() - 30.0);
                if open.show(ui).clicked() {
                    state.narrow_to(view.filter.clone());
                }
            });
            if on {
                let gap = end - ui.cursor().left() - 26.0;
                ui.add_space(gap.max(0.0));
                let words = format!("Delete the view {}", view.name);
                if button::icon_button_with(ui, Icon::Trash, &words, button::IconLook::Plain, true).clicked() {
                    wishes.push(Wish::edit(Edit::Delete(Entity::SavedView, view.id)));
                }
            }
        });
    }
}

/// Keeping what it is narrowed to now.
pub(super) fn save(ui: &mut Ui, state: &mut State, wishes: &mut Wishes) {
    if state.ask.filter.is_open() {
        return;
    }
    let id = Id::unique("name of the view");
    let Some(name) = &mut state.saving.name else {
        let save = Button::secondary("Save this view…").icon(Icon::Star).bar();
        if save.show(ui).clicked() {
            state.saving.name = Some(String::new());
            wishes.push(Wish::Focus(id));
        }
        return;
    };
    let field = Field::new(id, "Name of the view").limit(80).submit().show(ui, name);
    let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    ui.add_space(space::XS);
    let (mut keep, mut cancel) = (entered, false);
    ui.horizontal(|ui| {
        keep |= Button::primary("Save view").bar().show(ui).clicked();
        cancel = Button::quiet("Cancel").bar().show(ui).clicked();
    });
    if cancel {
        state.saving.name = None;
    } else if keep && name.trim().is_empty() {
        wishes.push(Wish::Focus(id));
    } else if keep {
        let body = serde_json::to_string(&state.ask.filter).unwrap_or_default();
        let fields = Fields::from([
            ("name".to_owned(), Value::from(name.trim())),
            ("body".to_owned(), Value::from(body)),
        ]);
        wishes.push(Wish::edit(Edit::Keep {
            entity: Entity::SavedView,
            fields,
        }));
        state.saving.name = None;
    }
    text::quiet(ui, "Kept in the workbook, for everyone who works in it");
}
