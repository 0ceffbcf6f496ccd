//! Choosing files with the computer's own dialog, never in the way of a frame. Every path can be typed instead.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};

/// What a file is chosen for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Browse {
    /// A workbook to open.
    OpenWorkbook,
    /// Where a new workbook goes.
    NewWorkbook,
    /// Where a PDF goes.
    ExportFile,
    /// The folder in which the CSV set goes.
    ExportFolder,
    /// Where a file of evidence goes.
    EvidenceFile,
    /// Where an action plan goes.
    PlanFile,
    /// An action plan that was filled in.
    FilledPlan,
    /// Where a copy goes.
    Copy,
    /// A list to import.
    List,
    /// Where the tags go.
    TagsOut,
    /// A file of tags to import.
    TagsIn,
}

/// The computer's file dialogs; a test puts its own in their place.
pub trait Files {
    /// Opens a dialog that starts at `near`. At most one is open.
    fn browse(&mut self, what: Browse, near: &Path);
    /// What was chosen since the last call; no path when it was cancelled or there is no such dialog here.
    fn chosen(&mut self) -> Option<(Browse, Option<PathBuf>)>;
}

/// The computer's own dialogs.
pub struct SystemFiles {
    tell: Sender<(Browse, Option<PathBuf>)>,
    told: Receiver<(Browse, Option<PathBuf>)>,
    open: bool,
    wake: std::sync::Arc<dyn Fn() + Send + Sync>,
}

impl SystemFiles {
    /// Dialogs that call `wake` when something was chosen.
    pub fn new(wake: impl Fn() + Send + Sync + 'static) -> Self {
        let (tell, told) = channel();
        Self {
            tell,
            told,
            open: false,
            wake: std::sync::Arc::new(wake),
        }
    }
}

impl Files for SystemFiles {
    fn browse(&mut self, what: Browse, near: &Path) {
        if self.open {
            return;
        }
        let folder = if near.is_dir() {
            Some(near)
        } else {
            near.parent().filter(|folder| folder.is_dir())
        };
        let mut dialog = rfd::AsyncFileDialog::new();
        if let Some(folder) = folder {
            dialog = dialog.set_directory(folder);
        }
        if let Some(name) = near.file_name().filter(|_| !near.is_dir()) {
            dialog = dialog.set_file_name(name.to_string_lossy());
        }
        dialog = match what {
            Browse::OpenWorkbook | Browse::NewWorkbook | Browse::Copy => {
                dialog.add_filter("Plumbline workbook", &["plumb"])
            }
            Browse::ExportFile => dialog.add_filter("PDF", &["pdf"]),
            Browse::List => dialog.add_filter("CSV or XLSX", &["csv", "xlsx", "xlsm", "txt", "tsv"]),
            Browse::EvidenceFile | Browse::TagsOut | Browse::TagsIn => dialog.add_filter("CSV", &["csv"]),
            Browse::PlanFile | Browse::FilledPlan => dialog.add_filter("Excel workbook", &["xlsx"]),
            Browse::ExportFolder => dialog,
        };
        // Asked for on the main thread, as macOS wants it; waited for on another.
        let chosen: std::pin::Pin<Box<dyn Future<Output = Option<rfd::FileHandle>> + Send>> = match what {
            Browse::OpenWorkbook | Browse::List | Browse::FilledPlan | Browse::TagsIn => Box::pin(dialog.pick_file()),
            Browse::ExportFolder => Box::pin(dialog.pick_folder()),
            Browse::NewWorkbook
            | Browse::ExportFile
            | Browse::EvidenceFile
            | Browse::PlanFile
            | Browse::TagsOut
            | Browse::Copy => Box::pin(dialog.save_file()),
        };
        let (tell, wake) = (self.tell.clone(), self.wake.clone());
        let waiting = std::thread::Builder::new()
            .name("file dialog".to_owned())
            .spawn(move || {
                let path = pollster::block_on(chosen).map(|handle| handle.path().to_owned());
                drop(tell.send((what, path)));
                wake();
            });
        self.open = waiting.is_ok();
    }

    fn chosen(&mut self) -> Option<(Browse, Option<PathBuf>)> {
        let chosen = self.told.try_recv().ok();
        if chosen.is_some() {
            self.open = false;
        }
        chosen
    }
}

/// No dialogs: for tests, which type their paths.
#[derive(Debug, Default)]
pub struct NoFiles;

impl Files for NoFiles {
    fn browse(&mut self, _what: Browse, _near: &Path) {}

    fn chosen(&mut self) -> Option<(Browse, Option<PathBuf>)> {
        None
    }
}
