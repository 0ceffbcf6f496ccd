//! The recovery sheet: what is printed for the council's safe.

use serde::Serialize;

/// The recovery code of a workbook on a sheet of paper.
#[derive(Clone, Debug, Serialize)]
pub struct RecoverySheet {
    /// The council.
    pub council: String,
    /// The workbook's title.
    pub title: String,
    /// The name of its file, without its folder.
    pub file: String,
    /// The day the sheet was made, in words.
    pub made_on: String,
    /// The words, in order.
    pub words: Vec<String>,
}
