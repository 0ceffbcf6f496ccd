//! Settings of this computer: nothing about any child, and no workbook's name unless recent workbooks are on.

use crate::model::time::DateFormat;
use crate::model::vocabulary;
use serde::{Deserialize, Serialize};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

/// Which theme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the computer is set.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
    /// High contrast.
    Contrast,
}

/// Settings of this computer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Which theme.
    pub theme: Theme,
    /// Text size: 1.0 is as designed.
    pub zoom: f32,
    /// Whether the caret blinks.
    pub blink: bool,
    /// How dates are shown.
    pub dates: DateFormat,
    /// The source a new piece of evidence begins with: a key of the vocabulary of sources.
    pub source: String,
    /// Whether recent workbooks are remembered.
    pub remember_recent: bool,
    /// Recent workbooks, newest first.
    pub recent: Vec<Recent>,
    /// The renderer that worked last: `wgpu` or `glow`.
    pub renderer: Option<String>,
    /// Where exports go; where there is none, to where the last one went.
    pub exports: Option<PathBuf>,
    /// Where exports went last.
    pub export_folder: Option<PathBuf>,
    /// The window's size when it was last closed.
    pub window: Option<(f32, f32)>,
}

/// A recent workbook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recent {
    /// The file.
    pub path: PathBuf,
    /// When it was last opened, in milliseconds since 1970 UTC.
    pub opened: i64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::System,
            zoom: 1.0,
            blink: false,
            dates: DateFormat::Words,
            source: SOURCE.to_owned(),
            remember_recent: true,
            recent: Vec::new(),
            renderer: None,
            exports: None,
            export_folder: None,
            window: None,
        }
    }
}

/// How many recent workbooks are kept.
const RECENT: usize = 8;

/// Where most evidence is seen.
const SOURCE: &str = "case_record";

/// The smallest and the largest text there is.
pub const ZOOM: std::ops::RangeInclusive<f32> = 0.6..=3.0;

/// No settings are longer than this, in bytes.
const LONGEST: u64 = 1024 * 1024;

impl Settings {
    /// The file settings are kept in; `PLUMBLINE_SETTINGS` names another.
    pub fn file() -> Option<PathBuf> {
        if let Some(named) = std::env::var_os("PLUMBLINE_SETTINGS") {
            return Some(PathBuf::from(named));
        }
        directories::ProjectDirs::from("", "", "Plumbline").map(|dirs| dirs.data_local_dir().join("settings.toml"))
    }

    /// Reads settings. What is damaged in them never stops the start: a field that cannot be read has its default, the
    /// others stand, and the file as it was is set aside.
    pub fn read(file: &Path) -> Self {
        let mut bytes = Vec::new();
        let read = std::fs::File::open(file).and_then(|file| file.take(LONGEST + 1).read_to_end(&mut bytes));
        if read.is_err() {
            return Self::default();
        }
        let whole = bytes.len() as u64 <= LONGEST;
        let table = String::from_utf8(bytes).ok().and_then(|text| text.parse().ok());
        let (settings, sound) = match table.filter(|_: &toml::Table| whole) {
            Some(table) => Self::of(table),
            None => (Self::default(), false),
        };
        if !sound {
            drop(std::fs::rename(file, file.with_extension("damaged.toml")));
            // What was sound in it is there at the next start too; if not, it is asked for again.
            drop(settings.write(file));
        }
        settings
    }

    /// The settings of a table, and whether all of it could be read.
    fn of(table: toml::Table) -> (Self, bool) {
        let all = table.len();
        let good: toml::Table = table
            .into_iter()
            .filter(|(name, value)| {
                let one = toml::Table::from_iter([(name.clone(), value.clone())]);
                one.try_into::<Self>().is_ok()
            })
            .collect();
        let sound = good.len() == all;
        let read: Self = good.try_into().unwrap_or_default();
        let mended = read.clone().mended();
        let same = mended == read;
        (mended, sound && same)
    }

    /// What no window could be opened with is as designed.
    fn mended(mut self) -> Self {
        if !self.zoom.is_finite() {
            self.zoom = 1.0;
        }
        self.zoom = self.zoom.clamp(*ZOOM.start(), *ZOOM.end());
        let possible = |side: f32| side.is_finite() && (100.0..=20_000.0).contains(&side);
        self.window = self
            .window
            .filter(|(width, height)| possible(*width) && possible(*height));
        if !vocabulary::sources().iter().any(|source| source.key == self.source) {
            SOURCE.clone_into(&mut self.source);
        }
        self.exports = self.exports.filter(|folder| folder.is_absolute());
        self.recent.truncate(RECENT);
        if !self.remember_recent {
            self.recent.clear();
        }
        self
    }

    /// Where an export goes unless someone says otherwise.
    pub fn export_to(&self) -> Option<&Path> {
        self.exports.as_deref().or(self.export_folder.as_deref())
    }

    /// Writes settings whole or not at all.
    pub fn write(&self, file: &Path) -> std::io::Result<()> {
        let folder = file.parent().unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder)?;
        let mut temporary = tempfile::NamedTempFile::new_in(folder)?;
        temporary.write_all(toml::to_string(self).map_err(std::io::Error::other)?.as_bytes())?;
        temporary.persist(file).map_err(|error| error.error)?;
        Ok(())
    }

    /// Remembers a workbook as the most recent one, where that is on.
    pub fn opened(&mut self, path: &Path, now: crate::model::time::Moment) {
        self.recent.retain(|recent| recent.path != path);
        if self.remember_recent {
            self.recent.insert(
                0,
                Recent {
                    path: path.to_owned(),
                    opened: now.0,
                },
            );
            self.recent.truncate(RECENT);
        }
    }

    /// Switches recent workbooks on or off; off forgets them.
    pub fn set_remember_recent(&mut self, on: bool) {
        self.remember_recent = on;
        if !on {
            self.recent.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::Moment;
    use proptest::prelude::*;

    fn file() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("settings.toml");
        (folder, file)
    }

    #[test]
    fn settings_survive_and_a_damaged_file_is_set_aside() {
        let (_folder, file) = file();
        let mut settings = Settings::default();
        settings.opened(Path::new("/a/b.plumb"), Moment(5));
        settings.theme = Theme::Dark;
        settings.dates = DateFormat::Iso;
        settings.blink = true;
        settings.source = "supervision_file".into();
        settings.exports = Some(file.parent().unwrap().to_owned());
        settings.write(&file).unwrap();
        assert_eq!(Settings::read(&file), settings);
        assert!(!file.with_extension("damaged.toml").exists());
        settings.set_remember_recent(false);
        settings.opened(Path::new("/a/c.plumb"), Moment(6));
        assert!(settings.recent.is_empty());
        std::fs::write(&file, "theme = 7").unwrap();
        assert_eq!(Settings::read(&file), Settings::default());
        assert!(file.with_extension("damaged.toml").exists());
    }

    #[test]
    fn what_is_sound_in_a_damaged_file_stands() {
        let (_folder, file) = file();
        let text = "theme = \"pink\"\nzoom = nan\nblink = true\nwindow = [-5.0, inf]\nsource = \"nowhere\"\nexports = \"a/b\"\nlater = 1";
        std::fs::write(&file, text).unwrap();
        let wanted = Settings {
            blink: true,
            ..Settings::default()
        };
        assert_eq!(Settings::read(&file), wanted);
        assert!(file.with_extension("damaged.toml").exists());
        // It is written anew, so the next start finds nothing to mend.
        assert_eq!(Settings::read(&file), wanted);
        assert!(std::fs::read_to_string(&file).unwrap().contains("blink = true"));
    }

    #[test]
    fn exports_go_where_they_are_told_else_where_the_last_one_went() {
        let mut settings = Settings::default();
        assert_eq!(settings.export_to(), None);
        settings.export_folder = Some("/last".into());
        assert_eq!(settings.export_to(), Some(Path::new("/last")));
        settings.exports = Some("/reports".into());
        assert_eq!(settings.export_to(), Some(Path::new("/reports")));
    }

    proptest! {
        /// No file stops the start, and what is read can be written and read again.
        #[test]
        fn any_file_gives_settings(bytes in proptest::collection::vec(any::<u8>(), 0..200), zoom in any::<f32>(), text in ".{0,20}") {
            let (_folder, file) = file();
            let made = format!("zoom = {zoom:?}\nsource = {text:?}\nwindow = [{zoom:?}, 1.0]");
            for content in [bytes.as_slice(), made.as_bytes()] {
                std::fs::write(&file, content).unwrap();
                let settings = Settings::read(&file);
                prop_assert!(ZOOM.contains(&settings.zoom));
                settings.write(&file).unwrap();
                prop_assert_eq!(Settings::read(&file), settings);
            }
        }
    }
}
