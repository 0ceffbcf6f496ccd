//! Settings of this computer: nothing about any child, and no workbook's name unless recent workbooks are on.

use serde::{Deserialize, Serialize};
use std::io::Write as _;
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
    /// Whether recent workbooks are remembered.
    pub remember_recent: bool,
    /// Recent workbooks, newest first.
    pub recent: Vec<Recent>,
    /// The renderer that worked last: `wgpu` or `glow`.
    pub renderer: Option<String>,
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
            remember_recent: true,
            recent: Vec::new(),
            renderer: None,
            export_folder: None,
            window: None,
        }
    }
}

/// How many recent workbooks are kept.
const RECENT: usize = 8;

impl Settings {
    /// The file settings are kept in; `PLUMBLINE_SETTINGS` names another.
    pub fn file() -> Option<PathBuf> {
        if let Some(named) = std::env::var_os("PLUMBLINE_SETTINGS") {
            return Some(PathBuf::from(named));
        }
        directories::ProjectDirs::from("", "", "Plumbline").map(|dirs| dirs.data_local_dir().join("settings.toml"))
    }

    /// Reads settings; a file that cannot be read is set aside and the defaults stand.
    pub fn read(file: &Path) -> Self {
        let Ok(text) = std::fs::read_to_string(file) else {
            return Self::default();
        };
        toml::from_str(&text).unwrap_or_else(|_damaged| {
            drop(std::fs::rename(file, file.with_extension("damaged.toml")));
            Self::default()
        })
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

    #[test]
    fn settings_survive_and_a_damaged_file_is_set_aside() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("settings.toml");
        let mut settings = Settings::default();
        settings.opened(Path::new("/a/b.plumb"), Moment(5));
        settings.theme = Theme::Dark;
        settings.write(&file).unwrap();
        assert_eq!(Settings::read(&file), settings);
        settings.set_remember_recent(false);
        settings.opened(Path::new("/a/c.plumb"), Moment(6));
        assert!(settings.recent.is_empty());
        std::fs::write(&file, "theme = 7").unwrap();
        assert_eq!(Settings::read(&file), Settings::default());
        assert!(file.with_extension("damaged.toml").exists());
    }
}
