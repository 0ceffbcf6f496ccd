//! Atkinson Hyperlegible Next in three weights, an icon font with only the icons used, and what stands in for
//! characters these lack.

use std::sync::{Arc, LazyLock};

use eframe::egui::{FontData, FontDefinitions, FontFamily};

static SEMIBOLD: LazyLock<FontFamily> = LazyLock::new(|| FontFamily::Name("semibold".into()));
static BOLD: LazyLock<FontFamily> = LazyLock::new(|| FontFamily::Name("bold".into()));
static ICONS: LazyLock<FontFamily> = LazyLock::new(|| FontFamily::Name("icons".into()));

/// Labels and actions.
pub fn semibold() -> FontFamily {
    SEMIBOLD.clone()
}

/// Headings.
pub fn bold() -> FontFamily {
    BOLD.clone()
}

/// The icons of [`Icon`]; nothing else is in it.
pub fn icons() -> FontFamily {
    ICONS.clone()
}

/// The fonts of the program: ours first, egui's own behind for arrows and signs.
pub fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let faces: [(&str, &'static [u8]); 4] = [
        (
            "atkinson",
            include_bytes!("../../assets/fonts/AtkinsonHyperlegibleNext-Regular.ttf"),
        ),
        (
            "atkinson-semibold",
            include_bytes!("../../assets/fonts/AtkinsonHyperlegibleNext-SemiBold.ttf"),
        ),
        (
            "atkinson-bold",
            include_bytes!("../../assets/fonts/AtkinsonHyperlegibleNext-Bold.ttf"),
        ),
        ("icons", include_bytes!("../../assets/icons/icons.ttf")),
    ];
    for (name, bytes) in faces {
        fonts
            .font_data
            .insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    // Hack has the arrows. None has a star or a tick: those are painted, or icons.
    let mut behind = fonts
        .families
        .get(&FontFamily::Proportional)
        .cloned()
        .unwrap_or_default();
    behind.push("Hack".to_owned());
    let family = |face: &str| [vec![face.to_owned()], behind.clone()].concat();
    fonts.families.insert(FontFamily::Proportional, family("atkinson"));
    fonts.families.insert(semibold(), family("atkinson-semibold"));
    fonts.families.insert(bold(), family("atkinson-bold"));
    fonts.families.insert(icons(), vec!["icons".to_owned()]);
    fonts
}

/// The icons, from Lucide (`assets/icons`). An icon never stands without a word or an accessible name.
///
/// To add one: add it here, then cut `assets/icons/icons.ttf` again from `lucide-static`'s `lucide.ttf` with
/// `pyftsubset --no-hinting --unicodes=...` and the code points below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// Audits; a folder.
    Folder,
    /// This audit.
    List,
    /// Grades.
    Scales,
    /// Evidence; a document.
    File,
    /// Actions; done.
    CheckCircle,
    /// Analysis.
    Chart,
    /// Tags.
    Tags,
    /// Search.
    Search,
    /// Lock.
    Lock,
    /// Yes, saved, chosen.
    Check,
    /// Warning and urgent concern.
    Alert,
    /// Add.
    Plus,
    /// Take away.
    Minus,
    /// Export: out of the program.
    Upload,
    /// Import: into the program.
    Import,
    /// Save a copy.
    Download,
    /// Try, start.
    Play,
    /// Opens a list.
    ChevronDown,
    /// Previous.
    ChevronLeft,
    /// Next.
    ChevronRight,
    /// Closes a list.
    ChevronUp,
    /// Remove, close.
    X,
    /// History.
    History,
    /// Edit.
    Pencil,
    /// Delete.
    Trash,
    /// Undo.
    Undo,
    /// Redo.
    Redo,
    /// Settings.
    Settings,
    /// A person.
    User,
    /// People.
    Users,
    /// A date.
    Calendar,
    /// A time, a limit.
    Clock,
    /// Copy.
    Copy,
    /// Print.
    Printer,
    /// Show.
    Eye,
    /// Hide.
    EyeOff,
    /// Phone.
    Phone,
    /// Information.
    Info,
    /// Help.
    Help,
    /// Opens outside the program.
    ExternalLink,
    /// More actions.
    More,
    /// From one to another.
    ArrowRight,
    /// Move up.
    ArrowUp,
    /// Move down.
    ArrowDown,
    /// Save a view.
    Star,
    /// Safety.
    Shield,
    /// Passphrase and recovery code.
    Key,
    /// A note.
    Note,
    /// Link.
    Link,
    /// Narrow.
    Filter,
    /// Again.
    Refresh,
    /// Framework.
    Book,
    /// Merge.
    Merge,
    /// Put away.
    Archive,
    /// The places, when the rail is folded.
    Menu,
    /// Mark for later.
    Flag,
    /// Side panel.
    Panel,
    /// Keys.
    Keyboard,
}

impl Icon {
    /// Every icon.
    pub const ALL: [Self; 58] = [
        Self::Folder,
        Self::List,
        Self::Scales,
        Self::File,
        Self::CheckCircle,
        Self::Chart,
        Self::Tags,
        Self::Search,
        Self::Lock,
        Self::Check,
        Self::Alert,
        Self::Plus,
        Self::Minus,
        Self::Upload,
        Self::Import,
        Self::Download,
        Self::Play,
        Self::ChevronDown,
        Self::ChevronLeft,
        Self::ChevronRight,
        Self::ChevronUp,
        Self::X,
        Self::History,
        Self::Pencil,
        Self::Trash,
        Self::Undo,
        Self::Redo,
        Self::Settings,
        Self::User,
        Self::Users,
        Self::Calendar,
        Self::Clock,
        Self::Copy,
        Self::Printer,
        Self::Eye,
        Self::EyeOff,
        Self::Phone,
        Self::Info,
        Self::Help,
        Self::ExternalLink,
        Self::More,
        Self::ArrowRight,
        Self::ArrowUp,
        Self::ArrowDown,
        Self::Star,
        Self::Shield,
        Self::Key,
        Self::Note,
        Self::Link,
        Self::Filter,
        Self::Refresh,
        Self::Book,
        Self::Merge,
        Self::Archive,
        Self::Menu,
        Self::Flag,
        Self::Panel,
        Self::Keyboard,
    ];

    /// Its character in the icon font.
    pub fn glyph(self) -> &'static str {
        match self {
            Self::Folder => "\u{e247}",
            Self::List => "\u{e1d0}",
            Self::Scales => "\u{e212}",
            Self::File => "\u{e0cc}",
            Self::CheckCircle => "\u{e07c}",
            Self::Chart => "\u{e068}",
            Self::Tags => "\u{e35c}",
            Self::Search => "\u{e151}",
            Self::Lock => "\u{e10b}",
            Self::Check => "\u{e06c}",
            Self::Alert => "\u{e193}",
            Self::Plus => "\u{e13d}",
            Self::Minus => "\u{e11c}",
            Self::Upload => "\u{e155}",
            Self::Import => "\u{e19e}",
            Self::Download => "\u{e0b2}",
            Self::Play => "\u{e080}",
            Self::ChevronDown => "\u{e06d}",
            Self::ChevronLeft => "\u{e06e}",
            Self::ChevronRight => "\u{e06f}",
            Self::ChevronUp => "\u{e070}",
            Self::X => "\u{e1b2}",
            Self::History => "\u{e1f5}",
            Self::Pencil => "\u{e1f9}",
            Self::Trash => "\u{e18e}",
            Self::Undo => "\u{e2a1}",
            Self::Redo => "\u{e2a0}",
            Self::Settings => "\u{e154}",
            Self::User => "\u{e19f}",
            Self::Users => "\u{e1a4}",
            Self::Calendar => "\u{e063}",
            Self::Clock => "\u{e087}",
            Self::Copy => "\u{e09e}",
            Self::Printer => "\u{e141}",
            Self::Eye => "\u{e0ba}",
            Self::EyeOff => "\u{e0bb}",
            Self::Phone => "\u{e133}",
            Self::Info => "\u{e0f9}",
            Self::Help => "\u{e082}",
            Self::ExternalLink => "\u{e0b9}",
            Self::More => "\u{e0b6}",
            Self::ArrowRight => "\u{e049}",
            Self::ArrowUp => "\u{e04a}",
            Self::ArrowDown => "\u{e042}",
            Self::Star => "\u{e176}",
            Self::Shield => "\u{e1ff}",
            Self::Key => "\u{e0fd}",
            Self::Note => "\u{e117}",
            Self::Link => "\u{e102}",
            Self::Filter => "\u{e0dc}",
            Self::Refresh => "\u{e145}",
            Self::Book => "\u{e05f}",
            Self::Merge => "\u{e43f}",
            Self::Archive => "\u{e041}",
            Self::Menu => "\u{e115}",
            Self::Flag => "\u{e0d1}",
            Self::Panel => "\u{e431}",
            Self::Keyboard => "\u{e284}",
        }
    }
}

#[cfg(test)]
mod tests {
    use eframe::egui;

    use super::{Icon, definitions, icons};

    #[test]
    fn every_icon_is_in_the_font() {
        let mut fonts = egui::epaint::text::Fonts::new(egui::epaint::TextOptions::default(), definitions());
        let id = egui::FontId::new(18.0, icons());
        for icon in Icon::ALL {
            assert!(fonts.has_glyphs(&id, icon.glyph()), "{icon:?}");
        }
    }
}
