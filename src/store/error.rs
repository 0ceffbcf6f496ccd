//! What can go wrong with a workbook: what happened, to which file, and what to do next.

use std::path::{Path, PathBuf};

/// What went wrong with a workbook. The file's path stands last, so that a message can be shared without it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The passphrase does not open it, or its first page is damaged: from outside they look the same.
    #[error("This passphrase does not open the workbook, or the start of the file is damaged: {0}")]
    WrongKey(PathBuf),
    /// The file does not begin as a workbook does.
    #[error("This is not a Plumbline workbook: {0}")]
    NotAWorkbook(PathBuf),
    /// Written by a newer Plumbline.
    #[error("This workbook was last used with a newer Plumbline: {0}")]
    Newer(PathBuf),
    /// Open in another window or program.
    #[error("The workbook is open in another window: {0}")]
    OpenElsewhere(PathBuf),
    /// No file there.
    #[error("There is no file here: {0}")]
    NotFound(PathBuf),
    /// The folder a new file should go to is not there.
    #[error("The folder for this file is not there: {0}")]
    NoFolder(PathBuf),
    /// A file of that name is there already.
    #[error("There is already a file of this name: {0}")]
    Exists(PathBuf),
    /// The file or its folder may not be written to.
    #[error("The workbook or its folder cannot be written to: {0}")]
    ReadOnly(PathBuf),
    /// No room left.
    #[error("The disk is full; the last change was not saved: {0}")]
    DiskFull(PathBuf),
    /// The disk or share did not answer as it should.
    #[error("The disk, share or folder did not take the change: {0}")]
    Disk(PathBuf),
    /// The file was moved, deleted or replaced while it was open.
    #[error("The workbook is no longer where it was; the last change was not saved: {0}")]
    Vanished(PathBuf),
    /// Pages that fail their check.
    #[error("Part of the workbook is damaged and was not shown: {0}")]
    Damaged(PathBuf),
    /// The row an edit speaks of is not there.
    #[error("What you changed is no longer in the workbook")]
    Gone,
    /// A value the workbook cannot hold.
    #[error("{0}")]
    Refused(String),
    /// Anything else SQLite reports.
    #[error("The workbook could not be read or changed ({code}): {path}")]
    Sqlite {
        /// SQLite's own short message, without any value.
        code: String,
        /// The workbook.
        path: PathBuf,
    },
}

impl StoreError {
    /// What to do next, in a sentence.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::WrongKey(_) => {
                "Check Caps Lock and try again, or use the recovery code. If neither opens it, go back to a copy."
            }
            Self::NotAWorkbook(_) => "Choose a file that ends in .plumb and was made by Plumbline.",
            Self::Newer(_) => "Install the newest Plumbline on this computer. Nothing was changed.",
            Self::OpenElsewhere(_) => "Close it there first. Nothing was changed.",
            Self::NotFound(_) => "It may have been moved or renamed, or its drive is not connected. Choose it again.",
            Self::NoFolder(_) => "Make the folder first, or choose one that is there.",
            Self::Exists(_) => "Choose another name. Nothing was overwritten.",
            Self::ReadOnly(_) => "Copy it to a folder of your own, such as Documents, and open that copy.",
            Self::DiskFull(_) => {
                "Make room and try again, or keep a copy elsewhere. What you typed is still on screen."
            }
            Self::Disk(_) => "Check that the drive or share is connected and try again, or keep a copy elsewhere.",
            Self::Vanished(_) => {
                "Put it back or connect its drive and try again, or keep a copy elsewhere. What you typed is still on screen."
            }
            Self::Damaged(_) => "Close it, keep this file, and go back to the newest copy that opens.",
            Self::Gone => "Go back to the list and open it again.",
            Self::Refused(_) => "Change it and try again.",
            Self::Sqlite { .. } => "Try again. If it happens again, close the workbook and go back to a copy.",
        }
    }

    /// Whether the change may be tried again as it is: the disk was at fault, not the change.
    pub fn disk_at_fault(&self) -> bool {
        matches!(
            self,
            Self::DiskFull(_) | Self::Disk(_) | Self::ReadOnly(_) | Self::Vanished(_) | Self::Sqlite { .. }
        )
    }

    /// What an error of SQLite means for the workbook at `path`.
    pub(super) fn of_sqlite(error: &rusqlite::Error, path: &Path) -> Self {
        use rusqlite::ErrorCode as Code;
        let path = path.to_owned();
        match error {
            rusqlite::Error::QueryReturnedNoRows => Self::Gone,
            rusqlite::Error::SqliteFailure(failure, message) => match failure.code {
                Code::DatabaseBusy | Code::DatabaseLocked => Self::OpenElsewhere(path),
                Code::DiskFull => Self::DiskFull(path),
                Code::ReadOnly | Code::PermissionDenied => Self::ReadOnly(path),
                Code::SystemIoFailure | Code::CannotOpen => Self::Disk(path),
                Code::DatabaseCorrupt | Code::NotADatabase => Self::Damaged(path),
                Code::ConstraintViolation => Self::Refused(constraint(message.as_deref())),
                Code::TooBig => Self::Refused("A text is too long.".to_owned()),
                _ => Self::Sqlite {
                    code: failure.to_string(),
                    path,
                },
            },
            other => Self::Sqlite {
                code: kind(other).to_owned(),
                path,
            },
        }
    }
}

/// SQLite's constraint messages name tables and columns, never values.
fn constraint(message: Option<&str>) -> String {
    match message {
        Some(message) if message.contains("cases.reference") => {
            "There is already a case with this reference.".to_owned()
        }
        Some(message) if message.contains("FOREIGN KEY") => "Something else in the workbook still needs it.".to_owned(),
        _ => "The workbook cannot hold this.".to_owned(),
    }
}

/// The kind of an error, without the values it may carry.
fn kind(error: &rusqlite::Error) -> &'static str {
    match error {
        rusqlite::Error::FromSqlConversionFailure(..) | rusqlite::Error::InvalidColumnType(..) => {
            "a value of an unexpected kind"
        }
        rusqlite::Error::Utf8Error(..) => "a text that is not Unicode",
        _ => "unexpected answer",
    }
}
