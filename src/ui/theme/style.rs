//! The tokens as egui's own style, for the few egui widgets used as they are.

use eframe::egui::epaint::Shadow;
use eframe::egui::style::{ScrollAnimation, ScrollStyle, Selection, TextCursorStyle, WidgetVisuals};
use eframe::egui::{Color32, CornerRadius, FontFamily, FontId, Margin, Stroke, Style, TextStyle, Theme, Vec2, vec2};

use super::{Tokens, height, radius, size, space};
use crate::ui::fonts;

pub(super) fn style(theme: Theme, tokens: &Tokens, motion: bool, blink: bool) -> Style {
    let mut style = theme.default_style();
    // A fade of 100 ms is the most there is.
    style.animation_time = if motion { 0.1 } else { 0.0 };
    style.scroll_animation = ScrollAnimation::none();
    style.explanation_tooltips = false;
    style.text_styles = [
        (TextStyle::Small, FontId::proportional(size::QUIET)),
        (TextStyle::Body, FontId::proportional(size::BODY)),
        (TextStyle::Button, FontId::new(size::BODY, fonts::semibold())),
        (TextStyle::Heading, FontId::new(size::TITLE, fonts::bold())),
        (TextStyle::Monospace, FontId::new(size::LIST, FontFamily::Monospace)),
    ]
    .into();
    spacing(&mut style);
    // A selectable label would take the click meant for the row it stands in.
    style.interaction.selectable_labels = false;
    style.interaction.multi_widget_text_select = false;
    visuals(&mut style, tokens, blink);
    style
}

fn spacing(style: &mut Style) {
    let spacing = &mut style.spacing;
    spacing.item_spacing = Vec2::splat(space::S);
    spacing.button_padding = vec2(space::M, space::XS);
    // The least height of a row: our own controls bring theirs.
    spacing.interact_size = vec2(height::CHIP, height::CHIP);
    spacing.menu_margin = Margin::same(4);
    spacing.window_margin = Margin::same(16);
    spacing.icon_width = 16.0;
    spacing.icon_spacing = space::S;
    spacing.text_edit_width = 280.0;
    spacing.combo_height = 320.0;
    spacing.tooltip_width = 360.0;
    spacing.scroll = ScrollStyle {
        bar_width: 10.0,
        handle_min_length: 32.0,
        floating_width: 6.0,
        floating_allocated_width: 0.0,
        foreground_color: true,
        dormant_background_opacity: 0.0,
        active_background_opacity: 0.0,
        interact_background_opacity: 0.3,
        dormant_handle_opacity: 0.35,
        active_handle_opacity: 0.5,
        interact_handle_opacity: 0.8,
        ..ScrollStyle::floating()
    };
    spacing.scroll.fade.strength = 0.0;
    spacing.scroll.kinetic.rubber_band = false;
}

fn visuals(style: &mut Style, tokens: &Tokens, blink: bool) {
    let visuals = &mut style.visuals;
    let line = Stroke::new(tokens.line_width(), tokens.line);
    let field_line = Stroke::new(tokens.line_width(), tokens.field_line);
    let text = Stroke::new(1.0, tokens.text);
    let corner_radius = CornerRadius::same(radius::CONTROL);
    let widget = |fill: Color32, bg_stroke: Stroke| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke,
        corner_radius,
        fg_stroke: text,
        expansion: 0.0,
    };
    visuals.widgets.noninteractive = widget(tokens.surface, line);
    visuals.widgets.inactive = widget(tokens.surface, field_line);
    visuals.widgets.hovered = widget(tokens.sunken, field_line);
    visuals.widgets.open = widget(tokens.sunken, field_line);
    // Egui draws what has focus as active.
    visuals.widgets.active = widget(tokens.sunken, Stroke::new(tokens.focus_width(), tokens.focus));
    visuals.selection = Selection {
        bg_fill: tokens.accent_soft,
        stroke: text,
    };
    visuals.override_text_color = None;
    visuals.weak_text_color = Some(tokens.muted);
    visuals.hyperlink_color = tokens.accent;
    visuals.faint_bg_color = tokens.sunken;
    visuals.extreme_bg_color = tokens.surface;
    visuals.text_edit_bg_color = Some(tokens.surface);
    visuals.code_bg_color = tokens.sunken;
    visuals.warn_fg_color = tokens.grade_3;
    visuals.error_fg_color = tokens.grade_4;
    visuals.window_fill = tokens.surface;
    visuals.panel_fill = tokens.app;
    visuals.window_stroke = line;
    visuals.window_corner_radius = CornerRadius::same(radius::CARD);
    visuals.menu_corner_radius = CornerRadius::same(radius::CONTROL);
    visuals.window_shadow = Shadow {
        offset: [0, 8],
        blur: 24,
        spread: 0,
        color: tokens.shadow,
    };
    visuals.popup_shadow = Shadow::NONE;
    visuals.text_cursor = TextCursorStyle {
        stroke: Stroke::new(tokens.focus_width(), tokens.text),
        blink,
        ..TextCursorStyle::default()
    };
    visuals.disabled_alpha = 0.6;
}
