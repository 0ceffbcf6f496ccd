//! CSV files: RFC 4180, UTF-8 with a byte order mark, stable ids and order of columns.
//!
//! A spreadsheet takes a cell that begins with `=`, `+`, `-`, `@` or a control character for a formula. A cell whose
//! text is any number of `'` followed by such a character gets one more `'`; reading takes exactly one away.

mod columns;
mod dip_samples;
mod evidence_file;
mod set;
mod sheet;

pub use evidence_file::EvidenceFile;
pub use set::{About, Rows, Set};

use crate::model::framework::Framework;
use crate::model::judged::{NOT_APPLICABLE, NOT_ENOUGH_EVIDENCE};
use std::borrow::Cow;

/// One file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The file's name without its ending.
    pub name: &'static str,
    /// Column names.
    pub columns: Vec<&'static str>,
    /// Rows, in the order of their ids.
    pub rows: Vec<Vec<String>>,
}

/// Whether a spreadsheet takes a cell that begins so for a formula.
fn starts_formula(first: char) -> bool {
    matches!(
        first,
        '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '\0' | '＝' | '＋' | '－' | '＠'
    )
}

/// A cell's text made safe for spreadsheets.
pub fn protect(text: &str) -> String {
    safe(text).into_owned()
}

fn safe(text: &str) -> Cow<'_, str> {
    if text.trim_start_matches('\'').starts_with(starts_formula) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text of a cell that [`protect`] made safe.
pub fn unprotect(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if cell.trim_start_matches('\'').starts_with(starts_formula) => rest,
        _ => cell,
    }
}

impl Table {
    /// The bytes of the file.
    pub fn bytes(&self) -> Result<Vec<u8>, csv::Error> {
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer("\u{feff}".as_bytes().to_vec());
        writer.write_record(&self.columns)?;
        for row in &self.rows {
            writer.write_record(row.iter().map(|cell| protect(cell)))?;
        }
        writer
            .into_inner()
            .map_err(|error| csv::Error::from(error.into_error()))
    }
}

/// Reads a file back: its column names and rows, as they were before they were made safe.
pub fn read(bytes: &[u8]) -> Result<(Vec<String>, Vec<Vec<String>>), csv::Error> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().from_reader(bytes);
    let columns = reader.headers()?.iter().map(str::to_owned).collect();
    let rows = reader
        .records()
        .map(|record| record.map(|cells| cells.iter().map(|cell| unprotect(cell).to_owned()).collect()))
        .collect::<Result<_, _>>()?;
    Ok((columns, rows))
}

/// The name of an answer, in words.
pub fn answer_name(framework: &Framework, value: &str) -> String {
    match value {
        NOT_APPLICABLE => "Not applicable".to_owned(),
        NOT_ENOUGH_EVIDENCE => "Not enough evidence".to_owned(),
        other => framework
            .answer(other)
            .map_or_else(|| other.to_owned(), |(_, grade)| grade.name.clone()),
    }
}

/// The name of a grade, in words.
fn grade_name<'f>(framework: &'f Framework, grade: &'f str) -> Cow<'f, str> {
    let name = framework.grade(grade).map_or(grade, |(_, grade)| grade.name.as_str());
    Cow::Borrowed(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formulas_are_made_safe_and_come_back() {
        for (text, cell) in [
            ("=1+1", "'=1+1"),
            ("'=1", "''=1"),
            ("''@x", "'''@x"),
            ("-5", "'-5"),
            ("'quoted'", "'quoted'"),
            ("don't", "don't"),
        ] {
            assert_eq!(protect(text), cell);
            assert_eq!(unprotect(cell), text);
        }
    }

    proptest! {
        #[test]
        fn any_text_survives_a_file(texts in proptest::collection::vec(any::<String>(), 1..6), more in "['=+@\\-\t\r\n\"a,]{0,8}") {
            let mut row = texts;
            row.push(more);
            let columns = ["a", "b", "c", "d", "e", "f", "g"];
            let table = Table { name: "t", columns: columns[..row.len()].to_vec(), rows: vec![row.clone()] };
            let bytes = table.bytes().unwrap();
            let marked = bytes.starts_with("\u{feff}".as_bytes());
            prop_assert!(marked);
            let (_, rows) = read(&bytes).unwrap();
            prop_assert_eq!(&rows, &vec![row.clone()]);
            // What a spreadsheet sees never begins as a formula does.
            let raw = csv::ReaderBuilder::new().from_reader(&bytes[3..]).records().next().unwrap().unwrap();
            prop_assert!(raw.iter().all(|cell| !cell.starts_with(starts_formula)));
        }
    }
}
