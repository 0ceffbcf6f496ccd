//! Where one can go: a rail of icons with words at the left, folded into a menu when the window is narrow.

use eframe::egui::accesskit::Role;
use eframe::egui::{Id, Rect, Response, Sense, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::button::icon_button;
use super::focus;
use super::menu::{MenuItem, menu};
use super::paint::{self, Weight};

use crate::ui::fonts::Icon;
use crate::ui::theme::{size, space, tokens};

/// How wide the rail is.
pub const WIDTH: f32 = 88.0;

const ITEM: f32 = 60.0;

/// One place.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// Its icon.
    pub icon: Icon,
    /// Its word.
    pub word: &'a str,
}

/// The rail; gives the place pressed.
pub fn rail(ui: &mut Ui, places: &[Place<'_>], current: usize) -> Option<usize> {
    let builder = UiBuilder::new()
        .accessibility_role(Role::Navigation)
        .accessibility_label("Places");
    let mut went = None;
    ui.scope_builder(builder, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        for (at, place) in places.iter().enumerate() {
            if item(ui, place, at == current).clicked() {
                went = Some(at);
            }
        }
    });
    went
}

fn item(ui: &mut Ui, place: &Place<'_>, current: bool) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(WIDTH, ITEM), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, ui.is_enabled(), current, place.word));
    if current {
        ui.accesskit_node_builder(response.id, |node| {
            node.set_aria_current(eframe::egui::accesskit::AriaCurrent::Page);
        });
    }
    focus::pressed(&response);
    let colors = tokens(ui);
    if current {
        ui.painter().rect_filled(rect, 0.0, colors.accent_soft);
        let bar = Rect::from_min_size(rect.min, vec2(3.0, ITEM));
        ui.painter().rect_filled(bar, 0.0, colors.accent);
        if colors.contrast {
            let under = Stroke::new(2.0, colors.accent);
            ui.painter().hline(rect.x_range(), rect.bottom() - 1.0, under);
        }
    } else if response.hovered() {
        ui.painter().rect_filled(rect, 0.0, colors.sunken);
    }
    let (ink, weight) = if current {
        (colors.accent, Weight::Bold)
    } else {
        (colors.muted, Weight::Regular)
    };
    let middle = rect.center().x;
    paint::icon(ui.painter(), place.icon, pos2(middle, rect.top() + 20.0), 19.0, ink);
    let word = paint::fit(ui, place.word, weight, size::LIST, ink, WIDTH - space::S);
    paint::text_at(ui.painter(), middle - word.size().x / 2.0, rect.top() + 42.0, word);
    paint::focus_inside(ui, &response, rect, 0);
    response
}

/// The folded rail: a button with the icon of the current place, which opens a menu of all of them.
pub fn rail_menu(ui: &mut Ui, id: Id, places: &[Place<'_>], current: usize) -> Option<usize> {
    let now = places.get(current)?;
    let name = format!("Places, now {}", now.word);
    let response = ui.push_id(id, |ui| icon_button(ui, now.icon, &name)).inner;
    let items: Vec<MenuItem<'_>> = places
        .iter()
        .enumerate()
        .map(|(at, place)| MenuItem {
            current: at == current,
            ..MenuItem::new(Some(place.icon), place.word)
        })
        .collect();
    menu(ui, &response, "Places", &items)
}
