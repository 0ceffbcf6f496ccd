//! A field for a whole number: anything but digits is left out as it is typed, so nothing in it can be wrong.

use eframe::egui::{Id, Response, Ui};

use super::field::Field;

/// The most digits: nobody counts a million of what is counted here.
const DIGITS: usize = 6;

/// Shows the number in a field prepared by the caller, whose id is `id`; empty for none. `changed()` says that it is
/// another number.
pub fn number_field(ui: &mut Ui, field: Field<'_>, id: Id, value: &mut Option<usize>) -> Response {
    let key = id.with("typing");
    let shown = || value.map(|number| number.to_string()).unwrap_or_default();
    // What is typed stays as it is while it is typed: a nought at the start would jump away.
    let typing = ui.data(|data| data.get_temp::<String>(key));
    let mut text = typing.unwrap_or_else(shown);
    let mut response = field.limit(40).show(ui, &mut text);
    let edited = response.changed();
    response.flags.remove(eframe::egui::response::Flags::CHANGED);
    if edited {
        text.retain(|c| c.is_ascii_digit());
        text.truncate(DIGITS);
        let number = text.parse().ok();
        if number != *value {
            *value = number;
            response.mark_changed();
        }
        ui.data_mut(|data| data.insert_temp(key, text));
    }
    if !response.has_focus() {
        ui.data_mut(|data| data.remove::<String>(key));
    }
    response
}
