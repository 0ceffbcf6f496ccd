//! Where an export goes: a name is proposed that nothing has yet, and one that was typed instead is left alone.

use crate::app::session::typed_path;
use crate::app::settings::Settings;
use crate::ui::screens::start::documents;
use std::path::{Path, PathBuf};

/// The path of an export as it is typed.
pub(super) struct Destination {
    folder: PathBuf,
    /// What is typed.
    pub(super) path: String,
    /// The name that was proposed.
    proposed: String,
    /// The plain name it was proposed for, before a number made it free.
    proposed_for: String,
}

impl Destination {
    /// In the folder where exports go.
    pub(super) fn new(settings: &Settings) -> Self {
        Self {
            folder: settings.export_to().map_or_else(documents, Path::to_owned),
            path: String::new(),
            proposed: String::new(),
            proposed_for: String::new(),
        }
    }

    /// What is typed as a path: in the folder where exports go unless it says where, with the ending of its kind; a folder
    /// has none.
    pub(super) fn target(&self, ending: Option<&str>) -> PathBuf {
        let path = self.folder.join(typed_path(&self.path));
        match ending {
            Some(ending) if path.extension().is_none() && path.file_name().is_some() => path.with_extension(ending),
            _ => path,
        }
    }

    /// Proposes a name, unless another was typed; whether it is another one than before.
    pub(super) fn propose(&mut self, plain: String) -> bool {
        if self.proposed_for == plain {
            return false;
        }
        self.proposed_for.clone_from(&plain);
        let typed = typed_path(&self.path);
        if self.is_proposed() {
            let folder = typed.parent().filter(|_| !self.path.is_empty()).unwrap_or(&self.folder);
            self.path = folder.join(&plain).display().to_string();
        }
        self.proposed = plain;
        true
    }

    /// Nothing stands under `free` yet, in place of `plain`: taken over unless another name was typed since.
    pub(super) fn free_name(&mut self, plain: &Path, free: &Path, ending: Option<&str>) {
        if self.target(ending) == plain && self.is_proposed() {
            self.path = free.display().to_string();
            self.proposed = free.file_name().unwrap_or_default().to_string_lossy().into_owned();
        }
    }

    fn is_proposed(&self) -> bool {
        let typed = typed_path(&self.path);
        self.path.is_empty() || typed.file_name().is_some_and(|name| *name == *self.proposed)
    }

    /// A path was chosen with the computer's own dialog: of the file, or of the folder in which it goes.
    pub(super) fn chosen(&mut self, path: &Path, folder: bool) {
        let path = if folder {
            path.join(&self.proposed)
        } else {
            path.to_owned()
        };
        self.path = path.display().to_string();
    }

    /// Whether no name is typed.
    pub(super) fn unchosen(&self) -> bool {
        typed_path(&self.path).file_name().is_none()
    }
}
