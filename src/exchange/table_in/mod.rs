//! Tables from other programs: a CSV or XLSX file as sheets of plain text cells, whole or not at all.
//!
//! What is read may be damaged or made to do harm, so everything is counted before memory is spent on it, and a panic
//! of the library that reads spreadsheets is an error like any other.

mod package;
mod text;
mod xlsx;

use crate::model::list::Note;
use std::fmt;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

/// The text of a cell. Cells that say the same share it.
pub type Cell = Arc<str>;

/// What a file may be at most.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of the file.
    pub file: u64,
    /// Bytes of a spreadsheet's parts, expanded.
    pub expanded: u64,
    /// Rows of a sheet.
    pub rows: u32,
    /// Columns of a sheet.
    pub columns: usize,
    /// Cells of all sheets, the empty ones before a filled one counted too.
    pub cells: usize,
    /// Bytes of all different texts.
    pub text: usize,
    /// Sheets.
    pub sheets: usize,
}

/// What is read. An Annex A workbook of the largest council is far below.
pub const LIMITS: Limits = Limits {
    file: 50 << 20,
    expanded: 300 << 20,
    rows: 100_000,
    columns: 500,
    cells: 5_000_000,
    text: 200 << 20,
    sheets: 200,
};

/// Why a file was not read: nothing of it was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableError {
    /// What happened, to which file, on which sheet and row.
    pub what: String,
    /// What to do next.
    pub next: String,
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.what, self.next)
    }
}

impl std::error::Error for TableError {}

impl TableError {
    /// An error with what to do next.
    pub fn new(what: impl Into<String>, next: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            next: next.into(),
        }
    }
}

/// One row of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its number as the spreadsheet shows it, or its line in a text file.
    pub number: u32,
    /// Its cells up to the last that is filled.
    pub cells: Vec<Cell>,
}

impl Row {
    /// A row without the empty cells at its end.
    fn new(number: u32, mut cells: Vec<Cell>) -> Self {
        while cells.last().is_some_and(|cell| cell.is_empty()) {
            cells.pop();
        }
        cells.shrink_to_fit();
        Self { number, cells }
    }

    /// The text of a cell; empty where there is none.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| cell)
    }
}

/// One sheet of a spreadsheet, or a text file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Its name; empty for a text file.
    pub name: String,
    /// It is hidden in the workbook.
    pub hidden: bool,
    /// Its rows, but for the empty ones.
    pub rows: Vec<Row>,
}

impl Sheet {
    /// How many columns its widest row has.
    pub fn width(&self) -> usize {
        self.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0)
    }
}

/// A file as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableFile {
    /// Its name, without its folder.
    pub name: String,
    /// Its sheets, in order.
    pub sheets: Vec<Sheet>,
    /// What to know about how it was read.
    pub notes: Vec<Note>,
}

/// Reads the file at this path.
pub fn read(path: &Path) -> Result<TableFile, TableError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let unreadable = |error: std::io::Error| {
        let what = match error.kind() {
            std::io::ErrorKind::NotFound => format!("There is no file {}.", path.display()),
            std::io::ErrorKind::PermissionDenied => format!("{} may not be read.", path.display()),
            _ => format!("{} cannot be read.", path.display()),
        };
        TableError::new(what, "Check its path, and close it in other programs.")
    };
    let file = std::fs::File::open(path).map_err(unreadable)?;
    if file.metadata().is_ok_and(|about| about.is_dir()) {
        return Err(TableError::new(
            format!("{} is a folder.", path.display()),
            "Choose a CSV or XLSX file in it.",
        ));
    }
    let mut bytes = Vec::new();
    // Whatever the system says of its size.
    file.take(LIMITS.file + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    read_bytes(&name, &bytes)
}

/// Reads the bytes of a file of this name.
pub fn read_bytes(name: &str, bytes: &[u8]) -> Result<TableFile, TableError> {
    read_within(name, bytes, &LIMITS)
}

/// Reads the bytes of a file of this name within these limits.
pub fn read_within(name: &str, bytes: &[u8], limits: &Limits) -> Result<TableFile, TableError> {
    let megabytes = limits.file >> 20;
    if bytes.len() as u64 > limits.file {
        return Err(TableError::new(
            format!("{name} is larger than {megabytes} MB."),
            "Keep only the sheets and columns that are needed, and save it again.",
        ));
    }
    let file = match kind(name, bytes) {
        Kind::Zip => xlsx::read(name, bytes, limits)?,
        Kind::Text => text::read(name, bytes, limits)?,
        Kind::Refused(error) => return Err(error),
    };
    if file.sheets.iter().all(|sheet| sheet.rows.is_empty()) {
        return Err(TableError::new(
            format!("{name} is empty."),
            "Export the list again from the case record system.",
        ));
    }
    Ok(file)
}

enum Kind {
    Zip,
    Text,
    Refused(TableError),
}

const SAVE_AS: &str = "Open it in your spreadsheet program and save it as XLSX or CSV.";

/// What kind of file this is, by its first bytes; its name only decides between words for the same bytes.
fn kind(name: &str, bytes: &[u8]) -> Kind {
    let refused = |what: &str| Kind::Refused(TableError::new(format!("{name} {what}"), SAVE_AS));
    if bytes.starts_with(b"PK") {
        return Kind::Zip;
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        // Excel wraps an encrypted workbook into the container of its old format.
        let wanted: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        if bytes.windows(wanted.len()).any(|window| window == wanted) {
            return Kind::Refused(TableError::new(
                format!("{name} is protected by a password."),
                "Open it in Excel, take the password off under File, Info, and save a copy to import.",
            ));
        }
        return refused("is a spreadsheet of the old kind (XLS).");
    }
    if bytes.starts_with(b"%PDF") {
        return refused("is a PDF.");
    }
    let utf16 = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    if !utf16 && bytes.iter().take(8192).any(|byte| *byte == 0) {
        return refused("is neither a spreadsheet nor text.");
    }
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(512)).unwrap_or(bytes)).to_lowercase();
    let head = head.trim_start_matches('\u{feff}').trim_start();
    if ["<!doctype", "<html", "<?xml", "<table"]
        .iter()
        .any(|tag| head.starts_with(tag))
    {
        // Case record systems like to write a web page and call it XLS.
        return refused("is a web page or XML under another name.");
    }
    Kind::Text
}

/// A cell's words without what cannot be seen: control characters, marks of direction and width, doubled spaces.
fn tidy(text: &str) -> String {
    let visible = |c: &char| {
        !c.is_control()
            && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{ad}')
    };
    let spaced: String = text
        .chars()
        .map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c })
        .filter(visible)
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Cells that say the same share one text; how many cells and bytes there are is counted.
struct Texts<'a> {
    known: std::collections::HashSet<Cell>,
    empty: Cell,
    cells: usize,
    bytes: usize,
    limits: &'a Limits,
}

impl<'a> Texts<'a> {
    fn new(limits: &'a Limits) -> Self {
        Self {
            known: std::collections::HashSet::new(),
            empty: Cell::from(""),
            cells: 0,
            bytes: 0,
            limits,
        }
    }

    /// The shared text of a cell; `None` when there is too much of it.
    fn cell(&mut self, text: &str) -> Option<Cell> {
        let tidied;
        let is_tidy = text.is_ascii() && !text.bytes().any(|byte| byte < b' ' || byte == 0x7f) && !text.contains("  ");
        let text = if is_tidy {
            text.trim()
        } else {
            tidied = tidy(text);
            &tidied
        };
        if text.is_empty() {
            return Some(self.empty.clone());
        }
        if let Some(known) = self.known.get(text) {
            return Some(known.clone());
        }
        self.bytes += text.len();
        if self.bytes > self.limits.text {
            return None;
        }
        let cell = Cell::from(text);
        self.known.insert(cell.clone());
        Some(cell)
    }

    /// Counts a row of this many cells; whether there is room for it.
    fn room_for(&mut self, cells: usize) -> bool {
        self.cells += cells;
        self.cells <= self.limits.cells
    }
}

/// A number with commas between thousands.
fn counted(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn too_much(what: &str) -> TableError {
    TableError::new(
        format!("{what} holds more than Plumbline reads."),
        "Keep only the columns that are needed, and save it again.",
    )
}

fn too_many_rows(what: &str, at: &str, limits: &Limits) -> TableError {
    let most = counted(limits.rows as usize);
    TableError::new(
        format!("{what} has more than {most} rows; it goes on at {at}."),
        format!("Keep at most {most} rows in one file, such as the cases that are open."),
    )
}

fn too_many_columns(what: &str, at: &str, limits: &Limits) -> TableError {
    TableError::new(
        format!("{what} has more than {} columns ({at}).", limits.columns),
        "Keep only the columns that are needed, and save it again.",
    )
}

#[cfg(test)]
mod tests;
