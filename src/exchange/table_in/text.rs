//! Text files: what is between commas, semicolons or tabs, in whatever encoding.

use super::{Limits, Row, Sheet, TableError, TableFile, Texts, counted, too_many_columns, too_many_rows, too_much};
use crate::model::list::{Note, RowAt};
use std::borrow::Cow;

/// What the bytes from 0x80 to 0x9F are in Windows-1252.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How many records tell what stands between cells.
const SNIFFED: usize = 30;

/// Reads a text file.
pub(super) fn read(name: &str, bytes: &[u8], limits: &Limits) -> Result<TableFile, TableError> {
    let decoded = utf8(bytes);
    let bytes = decoded.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&decoded);
    let (told, bytes, first_line) = told_delimiter(bytes);
    let delimiter = told.unwrap_or_else(|| guess_delimiter(bytes));
    let mut reader = reader(delimiter, bytes);
    let mut texts = Texts::new(limits);
    let mut encodings = Encodings::default();
    let mut lines = Lines::new(bytes, first_line);
    let mut rows: Vec<Row> = Vec::new();
    let mut widths: Vec<usize> = Vec::new();
    let mut record = csv::ByteRecord::new();
    loop {
        let begin = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
        let more = reader.read_byte_record(&mut record);
        let number = lines.at(begin);
        if !more.map_err(|_error| broken(name, number, "cannot be read"))? {
            break;
        }
        if rows.len() > limits.rows as usize {
            return Err(too_many_rows(
                name,
                &format!("line {}", counted(number as usize)),
                limits,
            ));
        }
        let to_the_end = reader.position().byte() >= bytes.len() as u64;
        if to_the_end && is_unclosed(bytes.get(begin..).unwrap_or_default(), delimiter) {
            return Err(broken(name, number, "opens a quote (\") that is never closed"));
        }
        let mut cells = Vec::with_capacity(record.len());
        for field in &record {
            let text = encodings.decode(field, number);
            cells.push(texts.cell(plain(&text)).ok_or_else(|| too_much(name))?);
        }
        let row = Row::new(number, cells);
        if row.cells.len() > limits.columns {
            return Err(too_many_columns(
                name,
                &format!("line {}", counted(number as usize)),
                limits,
            ));
        }
        if !texts.room_for(row.cells.len()) {
            return Err(too_much(name));
        }
        if !row.cells.is_empty() {
            widths.push(record.len());
            rows.push(row);
        }
    }
    same_width(name, &rows, &widths)?;
    Ok(TableFile {
        name: name.to_owned(),
        sheets: vec![Sheet {
            name: String::new(),
            hidden: false,
            rows,
        }],
        notes: encodings.notes(),
    })
}

fn reader(delimiter: u8, bytes: &[u8]) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(bytes)
}

fn broken(name: &str, line: u32, what: &str) -> TableError {
    TableError::new(
        format!("{name} is broken at line {}: it {what}.", counted(line as usize)),
        "Mend that line, or export the list again. Nothing was imported.",
    )
}

/// UTF-16 as UTF-8; anything else as it is.
fn utf8(bytes: &[u8]) -> Cow<'_, [u8]> {
    let unit: fn([u8; 2]) -> u16 = match bytes {
        [0xFF, 0xFE, ..] => u16::from_le_bytes,
        [0xFE, 0xFF, ..] => u16::from_be_bytes,
        _ => return Cow::Borrowed(bytes),
    };
    let units = bytes.as_chunks::<2>().0.iter().map(|pair| unit(*pair));
    let text: String = char::decode_utf16(units)
        .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect();
    Cow::Owned(text.into_bytes())
}

/// What Excel's own first line `sep=;` says, the rest of the text, and how many lines were taken off.
fn told_delimiter(bytes: &[u8]) -> (Option<u8>, &[u8], u32) {
    match bytes {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', told, rest @ ..] => {
            let end = rest
                .iter()
                .take(3)
                .take_while(|byte| matches!(byte, b'\r' | b'\n'))
                .count();
            match rest.get(end..) {
                Some(after) if end > 0 => (Some(*told), after, 1),
                _ => (None, bytes, 0),
            }
        }
        _ => (None, bytes, 0),
    }
}

/// What stands between cells: what gives the most rows of the same width, and then the widest.
fn guess_delimiter(bytes: &[u8]) -> u8 {
    let fits = |delimiter: &u8| {
        let mut widths: Vec<usize> = reader(*delimiter, bytes)
            .byte_records()
            .take(SNIFFED)
            .filter_map(Result::ok)
            .map(|record| record.len())
            .collect();
        widths.sort_unstable();
        let usual = widths
            .chunk_by(|a, b| a == b)
            .filter(|same| same.first().is_some_and(|width| *width > 1))
            .map(|same| (same.len(), same.first().copied().unwrap_or(0)))
            .max();
        usual.unwrap_or((0, 0))
    };
    // The first of equals: max_by_key would take the last.
    DELIMITERS
        .iter()
        .rev()
        .max_by_key(|delimiter| fits(delimiter))
        .copied()
        .unwrap_or(b',')
}

/// Whether a quote that is opened in this text, which begins with a cell, stays open to its end.
fn is_unclosed(text: &[u8], delimiter: u8) -> bool {
    enum At {
        Start,
        Plain,
        Quoted,
        Quote,
    }
    let mut at = At::Start;
    for byte in text {
        let ends = *byte == delimiter || matches!(byte, b'\n' | b'\r');
        at = match (at, byte) {
            (At::Quoted, b'"') => At::Quote,
            (At::Start | At::Quote, b'"') | (At::Quoted, _) => At::Quoted,
            _ if ends => At::Start,
            _ => At::Plain,
        };
    }
    matches!(at, At::Quoted)
}

/// A broken line has more or fewer cells than its neighbours. Titles above the headings may be narrower.
fn same_width(name: &str, rows: &[Row], widths: &[usize]) -> Result<(), TableError> {
    let widest = widths.iter().copied().max().unwrap_or(0);
    let mut sorted = widths.to_vec();
    sorted.sort_unstable();
    let usual = sorted
        .chunk_by(|a, b| a == b)
        .map(|same| (same.len(), same.first().copied().unwrap_or(0)))
        .max()
        .map_or(widest, |(_, width)| width);
    let begun = widths.iter().position(|width| *width == usual).unwrap_or(0);
    for (at, (row, width)) in rows.iter().zip(widths).enumerate() {
        // Empty cells at the end are cells that were never filled.
        let filled = row.cells.len();
        if filled > usual || (*width < usual && at > begun) {
            let cells = |count: usize| format!("{count} {}", if count == 1 { "cell" } else { "cells" });
            return Err(TableError::new(
                format!(
                    "{name} is broken at line {}: it has {} where the lines around it have {}.",
                    counted(row.number as usize),
                    cells(if filled > usual { filled } else { *width }),
                    usual
                ),
                "A quote or a line break may be missing or too many. Mend that line, or export the list again. Nothing was \
                 imported.",
            ));
        }
    }
    Ok(())
}

/// A cell as its writer meant it: some write `="00417"` or `'00417` so that a spreadsheet keeps the noughts.
fn plain(text: &str) -> &str {
    let text = text.trim();
    let kept = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    let kept = kept.unwrap_or_else(|| super::super::csv::unprotect(text));
    match kept.strip_prefix('\'') {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => rest,
        _ => kept,
    }
}

/// Counts lines up to a place in the text; places come in order.
struct Lines<'a> {
    text: &'a [u8],
    counted: usize,
    line: u32,
    end: u8,
}

impl<'a> Lines<'a> {
    fn new(text: &'a [u8], before: u32) -> Self {
        Self {
            text,
            counted: 0,
            line: before + 1,
            // Only very old files end their lines with nothing but a carriage return.
            end: if text.contains(&b'\n') { b'\n' } else { b'\r' },
        }
    }

    /// The line of the record that begins here, or after the empty lines that stand here.
    fn at(&mut self, place: usize) -> u32 {
        let text = self.text.get(place..).unwrap_or_default();
        let empty = text.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
        let place = place.saturating_add(empty).min(self.text.len());
        let passed = self.text.get(self.counted..place).unwrap_or_default();
        let lines = passed.split(|byte| *byte == self.end).count() - 1;
        self.line = self.line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
        self.counted = place.max(self.counted);
        self.line
    }
}

/// Which encodings the cells were in, and where each was first met.
#[derive(Default)]
struct Encodings {
    utf8: Option<u32>,
    windows: Option<u32>,
}

impl Encodings {
    fn decode<'a>(&mut self, field: &'a [u8], line: u32) -> Cow<'a, str> {
        if field.is_ascii() {
            return String::from_utf8_lossy(field);
        }
        if let Ok(text) = std::str::from_utf8(field) {
            self.utf8.get_or_insert(line);
            return Cow::Borrowed(text);
        }
        self.windows.get_or_insert(line);
        let letter = |byte: &u8| match byte {
            0x80..=0x9F => WINDOWS.get(usize::from(*byte) - 0x80).copied().unwrap_or_default(),
            _ => char::from(*byte),
        };
        Cow::Owned(field.iter().map(letter).collect())
    }

    fn notes(&self) -> Vec<Note> {
        match (self.utf8, self.windows) {
            (Some(utf8), Some(windows)) => vec![Note::warning(
                RowAt::new("", windows),
                format!(
                    "The file mixes two encodings: UTF-8 (first at line {utf8}) and Windows-1252 (first at line \
                     {windows}). Each cell was read by its own; look at letters with accents."
                ),
            )],
            (None, Some(windows)) => vec![Note::info(
                RowAt::new("", windows),
                "Letters with accents were read as Windows-1252.",
            )],
            _ => Vec::new(),
        }
    }
}
