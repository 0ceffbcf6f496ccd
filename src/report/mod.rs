//! Reports: a plain model of what is read, set by Typst into an accessible PDF (PDF/UA-1).
//!
//! Words go in as data and never as markup, so that no note can change a page. The file carries a title and a
//! language, and no author, no program, no date and no path; what remains is `xmp-writer`, the name of the library that
//! wrote the metadata packet, which that library does not let anyone change.

pub mod model;
pub mod sheet;
pub mod summary;
pub mod suppress;

#[doc(hidden)]
pub mod example;
mod fonts;
mod glyphs;
mod typeset;
mod world;

pub use model::AuditReport;
pub use sheet::RecoverySheet;
pub use summary::{AreaLine, Breakdown, Grid, SummaryReport, TagLine};
pub use suppress::{Cell, suppress};

/// Why a report was not made. Nothing has been written.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ReportError {
    /// The report could not be handed to the typesetter.
    #[error("The report could not be prepared: {0}. Nothing was written. Try again with fewer parts included.")]
    Data(String),
    /// The typesetter refused the report.
    #[error("The report could not be set as pages: {0}. Nothing was written. Try again with fewer parts included.")]
    Typeset(String),
    /// Words are left that no font can show.
    #[error("The report holds characters that cannot be printed: {0}. Nothing was written. Remove them and try again.")]
    Characters(String),
    /// The typesetter stopped.
    #[error(
        "The report could not be set as pages: the typesetter stopped. Nothing was written. Try again with fewer parts included."
    )]
    Stopped,
}

/// The PDF of one audit.
pub fn audit_pdf(report: &AuditReport) -> Result<Vec<u8>, ReportError> {
    typeset::pdf(world::AUDIT, report, &report.letterhead.report_code)
}

/// The PDF over many audits.
pub fn summary_pdf(report: &SummaryReport) -> Result<Vec<u8>, ReportError> {
    typeset::pdf(world::SUMMARY, report, &report.letterhead.report_code)
}

/// The recovery sheet as a PDF.
pub fn recovery_pdf(sheet: &RecoverySheet) -> Result<Vec<u8>, ReportError> {
    typeset::pdf(world::RECOVERY, sheet, "recovery sheet")
}

#[cfg(test)]
mod tests;
