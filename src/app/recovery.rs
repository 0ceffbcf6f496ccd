//! The recovery sheet: set as a PDF in a private folder, opened to be printed, and gone when it was.

use super::error::UserError;
use super::session::Session;
use crate::model::time::long_date;
use crate::report::{RecoverySheet, recovery_pdf};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// How its folder's name begins, so that one that a crash left is found and taken away.
const PREFIX: &str = "plumbline-sheet-";

/// A recovery sheet that can be printed. Its file is gone when this is dropped.
pub struct Sheet {
    /// The PDF.
    pub path: PathBuf,
    _folder: tempfile::TempDir,
}

/// The recovery sheet of the open workbook.
pub fn sheet(session: &Session) -> Result<RecoverySheet, UserError> {
    let store = session.store();
    let workbook = store.workbook()?;
    let file = store.path().file_name().unwrap_or_default();
    Ok(RecoverySheet {
        council: workbook.council,
        title: workbook.title,
        file: file.to_string_lossy().into_owned(),
        made_on: long_date(store.clock().now().date()),
        words: store
            .key()
            .recovery_words()
            .iter()
            .map(|word| (*word).to_owned())
            .collect(),
    })
}

/// Sets a sheet and writes it to a folder that only this user can read.
pub fn write(sheet: &RecoverySheet) -> Result<Sheet, UserError> {
    let bytes = recovery_pdf(sheet)
        .map_err(|error| UserError::new("The sheet could not be made", format!("Write the words down. {error}")))?;
    let folder = tempfile::Builder::new().prefix(PREFIX).tempdir();
    let written = folder.and_then(|folder| {
        let path = folder.path().join("recovery-sheet.pdf");
        std::fs::File::create_new(&path)?.write_all(&bytes)?;
        Ok(Sheet { path, _folder: folder })
    });
    written.map_err(|_error| {
        UserError::new(
            "The sheet could not be written to a temporary folder",
            "Write the words down.",
        )
    })
}

/// Takes away sheets in `folder` that a crash left.
pub fn clear_left(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        if entry.file_name().to_string_lossy().starts_with(PREFIX) {
            // Another user's cannot be taken away, and need not be.
            drop(std::fs::remove_dir_all(entry.path()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_gone_when_it_was_printed_and_one_that_was_left_is_taken_away() {
        let words = (0..24).map(|n| format!("word{n}")).collect();
        let sheet = RecoverySheet {
            council: "North Council".into(),
            title: "Practice audits".into(),
            file: "audits.plumb".into(),
            made_on: "12 November 2026".into(),
            words,
        };
        let written = write(&sheet).unwrap();
        let path = written.path.clone();
        let text = pdf_extract::extract_text(&path).unwrap();
        assert!(text.contains("word0") && text.contains("word23"), "{text}");
        drop(written);
        assert!(!path.exists());
        let left = tempfile::tempdir().unwrap();
        std::fs::create_dir(left.path().join("plumbline-sheet-abc")).unwrap();
        std::fs::create_dir(left.path().join("other")).unwrap();
        clear_left(left.path());
        let names: Vec<_> = std::fs::read_dir(left.path())
            .unwrap()
            .flatten()
            .map(|entry| entry.file_name())
            .collect();
        assert_eq!(names, ["other"]);
    }
}
