//! Export: what to include, where to, and what the file will hold.

use crate::app::error::UserError;
use crate::app::export::{ExportAsk, Exported, Include, What};
use crate::app::settings::Settings;
use crate::ui::files::Browse;
use crate::ui::views::Views;
use crate::ui::wish::Wishes;
use eframe::egui::Context;
use std::path::Path;

/// What is being chosen.
pub struct State {
    what: What,
}

impl State {
    /// An export of `what`; `audit` is the one that is open, if the export is of one.
    pub fn new(what: What, _audit: Option<i64>, _marking: String, _settings: &Settings) -> Self {
        Self { what }
    }

    /// The export as it stands.
    pub fn ask(&self) -> ExportAsk {
        ExportAsk {
            what: self.what,
            include: Include::ALL,
            path: "out".into(),
            replace: false,
        }
    }

    /// What the file will hold.
    pub fn described(&mut self, _words: String) {}

    /// It was written, or not.
    pub fn exported(&mut self, _done: Result<Exported, UserError>) {}

    /// A path was chosen with the computer's own dialog.
    pub fn chosen(&mut self, _what: Browse, _path: &Path) {}
}

/// Shows the dialog.
pub fn show(_ctx: &Context, _state: &mut State, _views: &Views, _wishes: &mut Wishes) {}
