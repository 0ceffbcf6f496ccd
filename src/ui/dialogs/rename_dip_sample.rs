//! Another name for a dip sample.

use crate::app::edit::Edit;
use crate::model::change::{Entity, Fields, Value};
use crate::model::dip::DipSample;
use crate::ui::screens::start::spot;
use crate::ui::widgets::modal::Choice;
use crate::ui::widgets::{Button, Dialog, Field};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Context, Id};

/// What is being typed.
pub struct State {
    dip_sample: i64,
    name: String,
    told: bool,
    go: bool,
}

impl State {
    /// The name as it is.
    pub fn new(sample: &DipSample) -> Self {
        Self {
            dip_sample: sample.id,
            name: sample.name.clone(),
            told: false,
            go: true,
        }
    }
}

/// Shows the dialog.
pub fn show(ctx: &Context, state: &mut State, wishes: &mut Wishes) {
    let id = Id::unique(("rename dip sample", state.dip_sample));
    let missing = state.name.trim().is_empty();
    let shown = Dialog::new(id, "Rename dip sample")
        .width(480.0)
        .cancel("Cancel")
        .primary(Button::primary("Rename"))
        .show(ctx, |ui| {
            let error = (state.told && missing).then_some("Give it a name, so that it is found again");
            let go = !ui.is_sizing_pass() && std::mem::take(&mut state.go);
            spot(ui, id.with("name"), go, |ui| {
                Field::new(id.with("name"), "Name")
                    .limit(200)
                    .error(error)
                    .show(ui, &mut state.name)
            });
        });
    match shown.choice {
        Some(Choice::Primary) if missing => {
            (state.told, state.go) = (true, true);
            ctx.request_repaint();
        }
        Some(Choice::Primary) => {
            let name = Value::from(state.name.trim());
            wishes.push(Wish::edit(Edit::SetFields {
                entity: Entity::DipSample,
                row: state.dip_sample,
                fields: Fields::from([("name".to_owned(), name)]),
            }));
            wishes.push(Wish::CloseWhenDone);
        }
        Some(_) => wishes.push(Wish::Close),
        None => {}
    }
}
