//! The look as data: colours by role, spacing, type, radius and heights. Nothing else in `ui` names a colour.

use eframe::egui;
use std::sync::LazyLock;

use eframe::egui::{Color32, Context, Theme, ThemePreference};
use serde::{Deserialize, Deserializer, de::Error as _};

mod style;
#[cfg(test)]
mod tests;

/// Distances, in steps of four.
pub mod space {
    /// Between things that belong together.
    pub const XS: f32 = 4.0;
    /// Between controls in a row.
    pub const S: f32 = 8.0;
    /// Between rows of a form.
    pub const M: f32 = 12.0;
    /// Inside a card.
    pub const L: f32 = 16.0;
    /// Between groups, and the edge of a screen.
    pub const XL: f32 = 24.0;
    /// Between the parts of an empty screen.
    pub const XXL: f32 = 32.0;
}

/// The type scale, in points.
pub mod size {
    /// Counts inside small marks.
    pub const SMALL: f32 = 12.0;
    /// Quiet text: hints, dates, sources.
    pub const QUIET: f32 = 13.0;
    /// Lists and tables.
    pub const LIST: f32 = 14.0;
    /// Running text and fields.
    pub const BODY: f32 = 15.0;
    /// A heading inside a screen.
    pub const HEADING: f32 = 17.0;
    /// The name of a screen or dialog.
    pub const TITLE: f32 = 22.0;
    /// The name of the program, and figures that summarise.
    pub const DISPLAY: f32 = 34.0;
}

/// Corner radii.
pub mod radius {
    /// Boxes inside a control.
    pub const SMALL: u8 = 4;
    /// Buttons, fields, tag chips.
    pub const CONTROL: u8 = 6;
    /// Cards and dialogs.
    pub const CARD: u8 = 8;
    /// Grade chips.
    pub const CHIP: u8 = 12;
}

/// Heights of controls.
pub mod height {
    /// A button or a field.
    pub const CONTROL: f32 = 34.0;
    /// A control in a bar of filters.
    pub const BAR: f32 = 30.0;
    /// A chip, and the least anything clickable may be.
    pub const CHIP: f32 = 24.0;
}

macro_rules! tokens {
    ($( $(#[$doc:meta])* $name:ident, )*) => {
        /// The colours of one theme, by role.
        #[derive(Clone, Debug, PartialEq)]
        pub struct Tokens {
            $( $(#[$doc])* pub $name: Color32, )*
            /// Light text on dark.
            pub dark: bool,
            /// High contrast: thicker borders and focus.
            pub contrast: bool,
        }

        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, rename_all = "kebab-case")]
        struct Table { $( $name: Hex, )* }

        impl Table {
            fn tokens(self, dark: bool, contrast: bool) -> Tokens {
                Tokens { $( $name: self.$name.0, )* dark, contrast }
            }
        }
    };
}

tokens! {
    /// The window behind everything.
    app,
    /// Cards, panels, fields.
    surface,
    /// Wells, chips, quiet boxes, and what a pointer rests on.
    sunken,
    /// Borders of cards and panels.
    line,
    /// Borders of fields and controls (3:1 against what is around them).
    field_line,
    /// Hairlines inside cards.
    line_soft,
    /// Text.
    text,
    /// Secondary text, hints and placeholders.
    muted,
    /// Words and borders of what cannot be pressed now.
    disabled,
    /// The primary action, selection, links.
    accent,
    /// The primary action under the pointer.
    accent_hover,
    /// The selected row, the current place, selected text.
    accent_soft,
    /// Text on `accent`.
    on_accent,
    /// The focus ring: no grade's colour.
    focus,
    /// First grade (Outstanding).
    grade_1,
    /// Second grade (Good), and yes.
    grade_2,
    /// Third grade (Requires improvement), partly, and warnings.
    grade_3,
    /// Fourth grade (Inadequate), no, and errors.
    grade_4,
    /// Behind the first grade's word.
    grade_1_soft,
    /// Behind the second grade's word.
    grade_2_soft,
    /// Behind the third grade's word, and found words in a search.
    grade_3_soft,
    /// Behind the fourth grade's word.
    grade_4_soft,
    /// Text on a filled grade.
    on_grade,
    /// Evidence of a strength.
    strength,
    /// Evidence of something to develop.
    develop,
    /// Dot of a tag.
    tag_1,
    /// Dot of a tag.
    tag_2,
    /// Dot of a tag.
    tag_3,
    /// Dot of a tag.
    tag_4,
    /// Over everything behind a dialog.
    scrim,
    /// Under a dialog.
    shadow,
}

/// A colour with the quiet fill that goes behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tone {
    /// Shape, word, border.
    pub ink: Color32,
    /// Fill behind the ink.
    pub soft: Color32,
}

impl Tokens {
    /// Width of borders.
    pub fn line_width(&self) -> f32 {
        if self.contrast { 2.0 } else { 1.0 }
    }

    /// Width of the focus ring.
    pub fn focus_width(&self) -> f32 {
        if self.contrast { 3.0 } else { 2.0 }
    }

    /// The colours of the `rank`th value, from 1, of a scale of `of`; rank 0 is unanswered.
    pub fn grade(&self, rank: u8, of: u8) -> Tone {
        let (ink, soft) = match (rank, of) {
            (1, 2) | (2, 3..) => (self.grade_2, self.grade_2_soft),
            (1, _) => (self.grade_1, self.grade_1_soft),
            (2 | 4, _) => (self.grade_4, self.grade_4_soft),
            (3, _) => (self.grade_3, self.grade_3_soft),
            _ => (self.muted, self.sunken),
        };
        Tone { ink, soft }
    }

    /// The colour of a tag's dot; `slot` counts round.
    pub fn tag(&self, slot: usize) -> Color32 {
        match slot % 4 {
            0 => self.tag_1,
            1 => self.tag_2,
            2 => self.tag_3,
            _ => self.tag_4,
        }
    }
}

struct Hex(Color32);

impl<'de> Deserialize<'de> for Hex {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Color32::from_hex(&text)
            .map(Self)
            .map_err(|error| D::Error::custom(format!("{error:?} in {text}")))
    }
}

#[derive(Deserialize)]
struct Contrast {
    light: Table,
    dark: Table,
}

struct Themes {
    light: Tokens,
    dark: Tokens,
    contrast_light: Tokens,
    contrast_dark: Tokens,
}

#[expect(
    clippy::expect_used,
    reason = "the tables are part of the program and a test parses them"
)]
static THEMES: LazyLock<Themes> = LazyLock::new(|| {
    let light: Table = toml::from_str(include_str!("../../assets/theme/light.toml")).expect("light theme");
    let dark: Table = toml::from_str(include_str!("../../assets/theme/dark.toml")).expect("dark theme");
    let contrast: Contrast = toml::from_str(include_str!("../../assets/theme/contrast.toml")).expect("contrast theme");
    Themes {
        light: light.tokens(false, false),
        dark: dark.tokens(true, false),
        contrast_light: contrast.light.tokens(false, true),
        contrast_dark: contrast.dark.tokens(true, true),
    }
});

fn table(theme: Theme, contrast: bool) -> &'static Tokens {
    match (theme, contrast) {
        (Theme::Light, false) => &THEMES.light,
        (Theme::Dark, false) => &THEMES.dark,
        (Theme::Light, true) => &THEMES.contrast_light,
        (Theme::Dark, true) => &THEMES.contrast_dark,
    }
}

/// What egui's own style has no room for; a plugin, because locking a workbook clears egui's memory.
#[derive(Default)]
struct Look {
    contrast: bool,
    motion: bool,
    blink: bool,
}

impl egui::Plugin for Look {
    fn debug_name(&self) -> &'static str {
        "look"
    }
}

/// The colours in force; a `Ui` passes for a `Context`.
pub fn tokens(ctx: &Context) -> &'static Tokens {
    let contrast = ctx.with_plugin(|look: &mut Look| look.contrast).unwrap_or(false);
    table(ctx.theme(), contrast)
}

/// What the user chose to look at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ThemeChoice {
    /// Light or dark as the system is.
    #[default]
    System,
    /// Dark text on light.
    Light,
    /// Light text on dark.
    Dark,
    /// Black and white, light or dark as the system is.
    Contrast,
}

impl ThemeChoice {
    /// Every choice, in the order settings show them.
    pub const ALL: [Self; 4] = [Self::System, Self::Light, Self::Dark, Self::Contrast];

    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::System => "As the system",
            Self::Light => "Light",
            Self::Dark => "Dark",
            Self::Contrast => "High contrast",
        }
    }

    /// Makes it so, from the next frame.
    pub fn apply(self, ctx: &Context) {
        ctx.set_theme(match self {
            Self::System | Self::Contrast => ThemePreference::System,
            Self::Light => ThemePreference::Light,
            Self::Dark => ThemePreference::Dark,
        });
        ctx.with_plugin(|look: &mut Look| look.contrast = self == Self::Contrast);
        restyle(ctx);
    }
}

/// Whether things may fade; off until asked for.
pub fn set_motion(ctx: &Context, motion: bool) {
    ctx.with_plugin(|look: &mut Look| look.motion = motion);
    restyle(ctx);
}

/// Whether the caret blinks; off until asked for.
pub fn set_blink(ctx: &Context, blink: bool) {
    ctx.with_plugin(|look: &mut Look| look.blink = blink);
    restyle(ctx);
}

fn restyle(ctx: &Context) {
    let (contrast, motion, blink) = ctx
        .with_plugin(|look: &mut Look| (look.contrast, look.motion, look.blink))
        .unwrap_or_default();
    for theme in [Theme::Light, Theme::Dark] {
        ctx.set_style_of(theme, style::style(theme, table(theme, contrast), motion, blink));
    }
}

/// Fonts, both styles, and what widgets keep between frames. Called once, when the window opens.
pub fn install(ctx: &Context) {
    ctx.add_plugin(Look::default());
    super::widgets::focus::install(ctx);
    ctx.set_fonts(super::fonts::definitions());
    ctx.options_mut(|options| options.fallback_theme = Theme::Light);
    restyle(ctx);
}
