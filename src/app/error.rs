//! Errors as the user reads them: what happened, to which file, and what to do next.

use crate::store::StoreError;
use std::fmt;

/// An error in plain words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserError {
    /// What happened, and to which file.
    pub what: String,
    /// What to do next.
    pub next: String,
    /// The disk was at fault, not what was asked: it may be tried again as it is.
    pub try_again: bool,
}

impl UserError {
    /// An error with what to do next.
    pub fn new(what: impl Into<String>, next: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            next: next.into(),
            try_again: false,
        }
    }
}

impl fmt::Display for UserError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let stop = if self.what.ends_with(['.', '?', '!']) { "" } else { "." };
        write!(f, "{}{stop} {}", self.what, self.next)
    }
}

impl std::error::Error for UserError {}

impl From<StoreError> for UserError {
    fn from(error: StoreError) -> Self {
        Self {
            what: error.to_string(),
            next: error.hint().to_owned(),
            try_again: error.disk_at_fault(),
        }
    }
}
