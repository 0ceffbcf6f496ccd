//! Boxes: cards on the window, quiet boxes in them, evidence with its bar at the left.

use eframe::egui;
use eframe::egui::epaint::RectShape;
use eframe::egui::{
    Align, Color32, CornerRadius, Frame, InnerResponse, Layout, Margin, Rect, Sense, Shape, Stroke, Ui, pos2,
};

use crate::ui::theme::{radius, space, tokens};

const BAR: f32 = 4.0;

/// A box with a border.
#[derive(Clone, Copy)]
#[must_use = "call show"]
pub struct Card {
    margin: Margin,
    bar: Option<Color32>,
    selected: bool,
    sunken: bool,
    fill_width: bool,
}

impl Default for Card {
    fn default() -> Self {
        Self::new()
    }
}

impl Card {
    /// A card on the window.
    pub fn new() -> Self {
        Self {
            margin: Margin::same(space::L as i8),
            bar: None,
            selected: false,
            sunken: false,
            fill_width: true,
        }
    }

    /// A quiet box in a card or panel.
    pub fn quiet() -> Self {
        let mut card = Self::new();
        card.sunken = true;
        card.margin = Margin::same(space::M as i8);
        card
    }

    /// A bar at the left edge: what the evidence says.
    pub fn bar(mut self, color: Color32) -> Self {
        self.bar = Some(color);
        self
    }

    /// The one chosen of several.
    pub fn selected(mut self, selected: bool) -> Self {
        self.selected = selected;
        self
    }

    /// Room inside, at the sides and above and below.
    pub fn padding(mut self, sides: f32, ends: f32) -> Self {
        self.margin = Margin::symmetric(sides as i8, ends as i8);
        self
    }

    /// As wide as what is in it, instead of all the room.
    pub fn hug(mut self) -> Self {
        self.fill_width = false;
        self
    }

    /// Shows it around its contents.
    pub fn show<R>(self, ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
        let under = ui.painter().add(Shape::Noop);
        let mut margin = self.margin;
        if self.bar.is_some() {
            margin.left += BAR as i8 - 1;
        }
        let shown = Frame::new().inner_margin(margin).show(ui, |ui| {
            if self.fill_width {
                ui.set_min_width(ui.available_width());
            }
            // In columns egui would stretch the words of a line to fill it.
            ui.with_layout(Layout::top_down(Align::Min), contents).inner
        });
        let shape = self.shape(ui, shown.response.rect);
        ui.painter().set(under, shape);
        shown
    }

    /// As [`Self::show`], and the whole card can be pressed or focused; what is in it comes first.
    pub fn show_clickable<R>(
        self,
        ui: &mut Ui,
        id: egui::Id,
        name: &str,
        contents: impl FnOnce(&mut Ui) -> R,
    ) -> InnerResponse<R> {
        // Asked for before the contents, so that they lie above it; the place is last frame's.
        let place = ui.data(|data| data.get_temp::<Rect>(id)).unwrap_or(Rect::NOTHING);
        let offset = place.translate(ui.cursor().min - place.min);
        let rect = if place.is_positive() {
            offset
        } else {
            Rect::from_min_size(ui.cursor().min, egui::Vec2::ZERO)
        };
        let response = ui.interact(rect, id, Sense::click());
        response.widget_info(|| {
            egui::WidgetInfo::selected(egui::accesskit::Role::Button, ui.is_enabled(), self.selected, name)
        });
        let shown = self.show(ui, contents);
        if place.size() != shown.response.rect.size() {
            ui.data_mut(|data| data.insert_temp(id, shown.response.rect));
            ui.request_repaint();
        }
        super::focus::pressed(&response);
        super::paint::focus_ring(ui, &response, shown.response.rect, radius::CARD);
        InnerResponse::new(shown.inner, response)
    }

    fn shape(self, ui: &Ui, rect: Rect) -> Shape {
        let colors = tokens(ui);
        let fill = match (self.selected, self.sunken) {
            (true, _) => colors.accent_soft,
            (false, true) => colors.sunken,
            (false, false) => colors.surface,
        };
        let width = colors.line_width();
        let line = if self.selected { colors.accent } else { colors.line };
        let outer = CornerRadius::same(radius::CARD);
        let Some(bar) = self.bar else {
            let stroke = Stroke::new(width, line);
            return RectShape::new(rect, outer, fill, stroke, egui::StrokeKind::Inside).into();
        };
        // The bar follows the corner: three rounded boxes, one on another.
        let inner = radius::CARD - 1;
        let bend = radius::CARD - BAR as u8;
        let edge = Rect::from_min_max(
            rect.min,
            pos2(rect.left() + 2.0 * f32::from(radius::CARD), rect.bottom()),
        );
        let left = CornerRadius { ne: 0, se: 0, ..outer };
        let inside = Rect::from_min_max(
            pos2(rect.left() + BAR, rect.top() + width),
            pos2(rect.right() - width, rect.bottom() - width),
        );
        Shape::Vec(vec![
            RectShape::filled(rect, outer, line).into(),
            RectShape::filled(edge, left, bar).into(),
            // Above and below the bar's corner the border goes on.
            RectShape::filled(
                edge.with_min_x(rect.left() + f32::from(radius::CARD)),
                CornerRadius::ZERO,
                line,
            )
            .into(),
            RectShape::filled(
                inside,
                CornerRadius {
                    nw: bend,
                    sw: bend,
                    ne: inner,
                    se: inner,
                },
                fill,
            )
            .into(),
        ])
    }
}

/// A hairline across a card, from edge to edge of the room.
pub fn hairline(ui: &mut Ui) {
    let colors = tokens(ui);
    let (rect, _) = ui.allocate_exact_size(egui::vec2(ui.available_width(), 1.0), Sense::hover());
    ui.painter()
        .hline(rect.x_range(), rect.center().y, Stroke::new(1.0, colors.line_soft));
}
