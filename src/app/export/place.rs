//! Where a CSV export goes while it is written: beside its place, whose name it takes at the end.

use super::set::Ended;
use super::{Exported, folder_of, not_written, taken, the_workbook};
use crate::app::error::UserError;
use crate::app::session::Session;
use crate::exchange::csv::{About, EvidenceFile, Rows, Set};
use crate::store::is_open_here;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Receiver;

/// What is called that is being written.
const BESIDE: &str = ".plumbline-";

/// What is remembered of what is being written.
const UNDER_WAY: &str = "export_under_way";

/// What stands beside the place while it is written, and goes when it is dropped.
enum Beside {
    Folder(tempfile::TempDir),
    File(tempfile::NamedTempFile),
}

/// Where an export goes.
pub(super) struct Place {
    path: PathBuf,
    beside: Beside,
}

/// What is being written.
enum Writing {
    Set(Box<Set>),
    Evidence(Box<EvidenceFile>),
}

impl Place {
    /// A place that nothing has yet, for a folder or a file.
    pub(super) fn new(path: &Path, folder: bool) -> Result<Self, UserError> {
        if is_open_here(path) {
            return Err(the_workbook(path));
        }
        if path.exists() {
            return Err(taken(path));
        }
        let mut builder = tempfile::Builder::new();
        builder.prefix(BESIDE);
        let beside = if folder {
            builder.tempdir_in(folder_of(path)).map(Beside::Folder)
        } else {
            builder.suffix(".csv").tempfile_in(folder_of(path)).map(Beside::File)
        };
        Ok(Self {
            path: path.to_owned(),
            beside: beside.map_err(|error| not_written(&error, path))?,
        })
    }

    /// Keeps in mind what is written, so that what a crash leaves of it is taken away; where that cannot be, it is not.
    pub(super) fn remember(&self, session: &mut Session) {
        let beside = match &self.beside {
            Beside::Folder(folder) => folder.path(),
            Beside::File(file) => file.path(),
        };
        drop(session.store.remember(UNDER_WAY, &beside.to_string_lossy()));
    }

    /// Writes what comes until all has come or it is given up.
    pub(super) fn write(self, about: About, rows: &Receiver<Rows>, cancelled: &AtomicBool) -> Ended {
        let path = self.path.clone();
        match self.written(about, rows, cancelled) {
            Ok(true) => Ended::Written(Exported {
                folder: path.is_dir(),
                path,
            }),
            Ok(false) => Ended::Cancelled,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ended::Failed(taken(&path)),
            Err(error) => Ended::Failed(not_written(&error, &path)),
        }
    }

    /// Whether it stands under its name; not when it was given up.
    fn written(self, about: About, rows: &Receiver<Rows>, cancelled: &AtomicBool) -> io::Result<bool> {
        let mut writing = match &self.beside {
            Beside::Folder(folder) => Writing::Set(Box::new(Set::begin(folder.path(), about)?)),
            Beside::File(file) => {
                let file = file.as_file().try_clone()?;
                Writing::Evidence(Box::new(EvidenceFile::begin(file, about)?))
            }
        };
        for rows in rows {
            if cancelled.load(Ordering::SeqCst) {
                return Ok(false);
            }
            match &mut writing {
                Writing::Set(set) => set.put(rows)?,
                Writing::Evidence(file) => file.put(rows)?,
            }
        }
        match (writing, &self.beside) {
            (Writing::Set(set), Beside::Folder(folder)) => set.end(folder.path())?,
            (Writing::Evidence(file), _) => file.end()?,
            (Writing::Set(_), Beside::File(_)) => return Ok(false),
        }
        // Whoever gave it up was told that nothing stands there.
        if cancelled.swap(true, Ordering::SeqCst) {
            return Ok(false);
        }
        match self.beside {
            Beside::Folder(folder) => {
                std::fs::rename(folder.path(), &self.path)?;
                // It stands under its name now; there is nothing temporary left to take away.
                let _moved = folder.keep();
            }
            Beside::File(file) => drop(file.persist_noclobber(&self.path)?),
        }
        Ok(true)
    }
}

/// Takes away what a crash left of an export that was being written.
pub fn clear_left(session: &mut Session) {
    let Ok(Some(left)) = session.store.remembered(UNDER_WAY) else {
        return;
    };
    if left.is_empty() {
        return;
    }
    take_away(Path::new(&left));
    // Where that cannot be kept in mind, it is looked for once more next time.
    drop(session.store.remember(UNDER_WAY, ""));
}

/// Takes away a file or folder that is named as one of ours, the folder only filled as ours are.
fn take_away(folder: &Path) {
    let ours = folder
        .file_name()
        .is_some_and(|name| name.to_string_lossy().starts_with(BESIDE));
    if !ours || folder.is_symlink() {
        return;
    }
    if folder.is_file() && folder.extension().is_some_and(|ending| ending == "csv") {
        return drop(std::fs::remove_file(folder));
    }
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let table = entry.path().extension().is_some_and(|ending| ending == "csv");
        if table && entry.file_type().is_ok_and(|kind| kind.is_file()) {
            drop(std::fs::remove_file(entry.path()));
        }
    }
    // One that holds something else stays.
    drop(std::fs::remove_dir(folder));
}
