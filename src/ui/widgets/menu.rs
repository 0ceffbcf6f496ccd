//! A menu under a button, and the box and rows that open lists share with it.

use eframe::egui::accesskit::{HasPopup, Role};
use eframe::egui::{
    Align, Color32, CornerRadius, Frame, Key, Layout, Margin, Popup, PopupKind, Rect, Response, Sense, SetOpenCommand,
    Stroke, Ui, WidgetInfo, pos2, vec2,
};

use super::focus;
use super::paint::{self, Weight};
use crate::ui::fonts::Icon;
use crate::ui::theme::{height, radius, size, space, tokens};

/// One line of a menu.
#[derive(Clone, Copy, Debug)]
pub struct MenuItem<'a> {
    /// Its icon.
    pub icon: Option<Icon>,
    /// Its words.
    pub words: &'a str,
    /// Whether it can be picked now.
    pub enabled: bool,
    /// It is the current one.
    pub current: bool,
    /// It takes something away.
    pub danger: bool,
}

impl<'a> MenuItem<'a> {
    /// A line that can be picked.
    pub fn new(icon: Option<Icon>, words: &'a str) -> Self {
        Self {
            icon,
            words,
            enabled: true,
            current: false,
            danger: false,
        }
    }
}

/// The menu that `opener` opens and closes; gives the line picked. `name` says what the menu is.
pub fn menu(ui: &Ui, opener: &Response, name: &str, items: &[MenuItem<'_>]) -> Option<usize> {
    let popup = Popup::default_response_id(opener);
    let was_open = Popup::is_id_open(ui, popup);
    ui.accesskit_node_builder(opener.id, |node| {
        node.set_has_popup(HasPopup::Menu);
        node.set_expanded(was_open);
    });
    if !was_open && !opener.clicked() {
        return None;
    }
    let colors = tokens(ui);
    let widest = items
        .iter()
        .map(|item| {
            paint::line(ui, item.words, Weight::Semibold, size::LIST, colors.text)
                .size()
                .x
        })
        .fold(120.0, f32::max);
    let width = (widest + 56.0).min(ui.content_rect().width() - 16.0);
    let escape = ui.input(|input| input.key_pressed(Key::Escape));
    let entered = opener.id.with("entered");
    let picked = Popup::from_response(opener)
        .open_memory(opener.clicked().then_some(SetOpenCommand::Toggle))
        .kind(PopupKind::Menu)
        .layout(Layout::top_down(Align::Min))
        .gap(space::XS)
        .width(width)
        .frame(menu_frame(ui))
        .accessible_name(name)
        .show(|ui| {
            ui.set_width(width);
            ui.spacing_mut().item_spacing.y = 0.0;
            let first = !ui.is_sizing_pass() && ui.data(|data| data.get_temp::<bool>(entered)).is_none();
            let picked = lines(ui, items, first);
            if first {
                ui.data_mut(|data| data.insert_temp(entered, true));
            }
            if picked.is_some() {
                ui.close();
            }
            picked
        })
        .and_then(|shown| shown.inner);
    if !Popup::is_id_open(ui, popup) {
        ui.data_mut(|data| data.remove::<bool>(entered));
    }
    if was_open && (escape || picked.is_some()) {
        opener.request_focus();
    }
    picked
}

fn lines(ui: &mut Ui, items: &[MenuItem<'_>], first: bool) -> Option<usize> {
    let start = items
        .iter()
        .position(|item| item.current)
        .or_else(|| items.iter().position(|item| item.enabled));
    let mut picked = None;
    for (at, item) in items.iter().enumerate() {
        let sense = if item.enabled { Sense::click() } else { Sense::hover() };
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height::BAR), sense);
        let enabled = item.enabled && ui.is_enabled();
        response.widget_info(|| WidgetInfo::labeled(Role::MenuItem, enabled, item.words));
        focus::pressed(&response);
        if first && start == Some(at) {
            response.request_focus();
        }
        let colors = tokens(ui);
        let ink = match (item.enabled, item.danger, item.current) {
            (false, _, _) => colors.disabled,
            (true, true, _) => colors.grade_4,
            (true, false, true) => colors.accent,
            (true, false, false) => colors.text,
        };
        let mark = item.icon.or(item.current.then_some(Icon::Check));
        paint_line(ui, rect, &response, item.words, item.current, (mark, ink));
        if response.clicked() {
            picked = Some(at);
        }
    }
    picked
}

/// The box of an open list or menu.
pub(super) fn menu_frame(ui: &Ui) -> Frame {
    let colors = tokens(ui);
    Frame::new()
        .fill(colors.surface)
        .stroke(Stroke::new(colors.line_width(), colors.field_line))
        .corner_radius(radius::CONTROL)
        .inner_margin(Margin::same(4))
}

/// A row of an open list: a tick when chosen.
pub(super) fn menu_row(ui: &mut Ui, words: &str, chosen: bool) -> Response {
    let width = ui.available_width();
    let (rect, response) = ui.allocate_exact_size(vec2(width, height::BAR), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::MenuItemRadio, ui.is_enabled(), chosen, words));
    paint_row(ui, rect, &response, words, chosen, None);
    response
}

pub(super) fn paint_row(ui: &Ui, rect: Rect, response: &Response, words: &str, chosen: bool, icon: Option<Icon>) {
    let colors = tokens(ui);
    let mark = icon.or(chosen.then_some(Icon::Check));
    let ink = if chosen { colors.accent } else { colors.text };
    paint_line(ui, rect, response, words, chosen, (mark, ink));
}

fn paint_line(
    ui: &Ui,
    rect: Rect,
    response: &Response,
    words: &str,
    strong: bool,
    (mark, ink): (Option<Icon>, Color32),
) {
    if !ui.is_rect_visible(rect) {
        return;
    }
    let colors = tokens(ui);
    let corner = CornerRadius::same(radius::SMALL);
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, corner, colors.accent_soft);
    }
    if let Some(mark) = mark {
        paint::icon(ui.painter(), mark, pos2(rect.left() + 16.0, rect.center().y), 16.0, ink);
    }
    let weight = if strong { Weight::Semibold } else { Weight::Regular };
    let text = paint::fit(ui, words, weight, size::LIST, ink, rect.width() - 40.0);
    paint::text_at(ui.painter(), rect.left() + 32.0, rect.center().y, text);
    paint::focus_inside(ui, response, rect, radius::SMALL);
}
