//! From a template and a report to a PDF, whatever the report's words are.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::Serialize;
use serde_json::Value;
use typst::diag::{SourceDiagnostic, SourceResult};
use typst::foundations::{Output, Smart};
use typst::layout::{Frame, FrameItem};
use typst::text::Glyph;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::world::{ReportWorld, Template};
use super::{ReportError, glyphs};

/// How often words are spelt out before everything but plain Latin text is.
const TRIES: usize = 3;

/// What one run of the typesetter gave.
enum Made {
    Pdf(Vec<u8>),
    /// Texts that no font could show.
    Unshaped(BTreeSet<String>),
}

/// The PDF of this report.
pub(super) fn pdf<T: Serialize>(template: Template, report: &T, report_code: &str) -> Result<Vec<u8>, ReportError> {
    let mut data = serde_json::to_value(report).map_err(|error| ReportError::Data(error.to_string()))?;
    glyphs::clean(&mut data);
    let made = attempts(template, &mut data, report_code);
    // The typesetter remembers what it laid out, to be quick with the next version; the next report is another one.
    typst::comemo::evict(0);
    made
}

fn attempts(template: Template, data: &mut Value, report_code: &str) -> Result<Vec<u8>, ReportError> {
    for _ in 0..TRIES {
        match guarded(template, data, report_code) {
            Ok(Made::Pdf(bytes)) => return Ok(bytes),
            Ok(Made::Unshaped(runs)) => glyphs::spell_out(data, &runs),
            Err(_) => break,
        }
    }
    // Some shaping fails only when the file is written and does not say where.
    glyphs::keep_plain(data);
    match guarded(template, data, report_code)? {
        Made::Pdf(bytes) => Ok(bytes),
        Made::Unshaped(runs) => Err(ReportError::Characters(
            runs.into_iter().take(3).collect::<Vec<_>>().join(", "),
        )),
    }
}

/// One attempt that turns a panic of the typesetter into an error: it is a large program fed with any words.
fn guarded(template: Template, data: &Value, report_code: &str) -> Result<Made, ReportError> {
    catch_unwind(AssertUnwindSafe(|| attempt(template, data, report_code))).unwrap_or(Err(ReportError::Stopped))
}

fn attempt(template: Template, data: &Value, report_code: &str) -> Result<Made, ReportError> {
    let text = data.to_string();
    let world = ReportWorld::new(template, text).ok_or_else(|| ReportError::Typeset("no template".into()))?;
    let standards =
        PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|error| ReportError::Typeset(error.message().to_string()))?;
    let options = PdfOptions {
        ident: Smart::Custom(report_code.to_owned()),
        creator: Smart::Custom(None),
        standards,
        ..PdfOptions::default()
    };
    let document = lay_out(&world, typst_pdf::pdf).map_err(|errors| typeset_error(&errors))?;
    let mut unshaped = BTreeSet::new();
    for page in document.pages() {
        collect_unshaped(&page.frame, &mut unshaped);
    }
    if unshaped.is_empty() {
        let bytes = typst_pdf::pdf(&document, &options).map_err(|errors| typeset_error(&errors))?;
        Ok(Made::Pdf(bytes))
    } else {
        Ok(Made::Unshaped(unshaped))
    }
}

/// Lays out whatever kind of document this export takes: the kind's own crate is not a dependency of this one.
fn lay_out<D: Output>(world: &ReportWorld, _export: fn(&D, &PdfOptions) -> SourceResult<Vec<u8>>) -> SourceResult<D> {
    typst::compile::<D>(world).output
}

/// The texts of this frame that were laid out with the sign for a missing glyph, neighbours together.
fn collect_unshaped(frame: &Frame, found: &mut BTreeSet<String>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => collect_unshaped(&group.frame, found),
            FrameItem::Text(text) => {
                let mut run = None;
                let mut ranges: Vec<_> = text
                    .glyphs
                    .iter()
                    .filter(|glyph| glyph.id == 0)
                    .map(Glyph::range)
                    .collect();
                ranges.sort_by_key(|range| range.start);
                for range in ranges {
                    let joined = match run.take() {
                        Some(before) if touch(&before, &range) => before.start..range.end.max(before.end),
                        Some(before) => {
                            found.extend(text.text.get(before).map(str::to_owned));
                            range
                        }
                        None => range,
                    };
                    run = Some(joined);
                }
                found.extend(run.and_then(|run| text.text.get(run)).map(str::to_owned));
            }
            _ => {}
        }
    }
}

fn touch(before: &std::ops::Range<usize>, next: &std::ops::Range<usize>) -> bool {
    next.start <= before.end
}

fn typeset_error(errors: &[SourceDiagnostic]) -> ReportError {
    let first = errors.first().map_or("no reason given", |error| error.message.as_str());
    ReportError::Typeset(first.to_owned())
}

#[cfg(test)]
#[path = "typeset_tests.rs"]
mod tests;
