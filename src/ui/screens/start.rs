//! The start screen: open a workbook, make one, or try the example data.

use crate::app::settings::Settings;
use crate::model::time::Moment;
use crate::ui::files::Browse;
use crate::ui::wish::Wishes;
use eframe::egui::Ui;
use std::path::{Path, PathBuf};

/// What is being typed on the start screen.
#[derive(Default)]
pub struct State {
    error: Option<String>,
    file: Option<PathBuf>,
}

impl State {
    /// The page that asks for the passphrase of a workbook.
    pub fn unlock(file: PathBuf) -> Self {
        Self {
            error: None,
            file: Some(file),
        }
    }

    /// What was asked for failed; in words, beside what was typed.
    pub fn failed(&mut self, words: &str) {
        self.error = Some(words.to_owned());
    }

    /// A path was chosen with the computer's own dialog.
    pub fn chosen(&mut self, _what: Browse, path: &Path) {
        self.file = Some(path.to_owned());
    }
}

/// Shows the start screen. `opening` while a workbook is being opened or made.
pub fn show(
    _ui: &mut Ui,
    _state: &mut State,
    _settings: &Settings,
    _opening: bool,
    _now: Moment,
    _wishes: &mut Wishes,
) {
}
