//! A plan that was filled in, read back: bounded in every way, since it comes from elsewhere.

use super::{HEAD, ID, SHEET, WHAT, cell_text};
use crate::model::action::Stage;
use calamine::{Data, Reader as _, SheetVisible, Xlsx, XlsxError};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

/// The most a file may have, in bytes.
pub const LARGEST_FILE: usize = 20 * 1024 * 1024;

/// The most it may unpack to, in bytes: a small file can hold a very large one.
const LARGEST_CONTENT: u64 = 128 * 1024 * 1024;

/// The most parts a workbook may have.
const MOST_PARTS: usize = 1000;

/// The most rows that are read.
const MOST_ROWS: usize = 50_000;

/// The titles stand among the first rows.
const HEAD_WITHIN: u32 = 40 + HEAD;

/// The longest text that is taken from a cell, in bytes.
const LONGEST_TEXT: usize = 100 * 1024;

/// What the owner fills in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Filled {
    /// How far it is.
    Stage,
    /// Notes of progress.
    Progress,
    /// When it was done.
    Done,
    /// The evidence that it was done.
    DoneEvidence,
}

impl Filled {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Stage, Self::Progress, Self::Done, Self::DoneEvidence];

    /// The title of its column.
    pub fn title(self) -> &'static str {
        match self {
            Self::Stage => "How far it is",
            Self::Progress => "Progress",
            Self::Done => "Done on",
            Self::DoneEvidence => "Evidence it was done",
        }
    }
}

/// What stands in a cell that the owner fills in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// How far it is.
    Stage(Stage),
    /// A day, or none.
    Day(Option<Date>),
    /// A text.
    Text(String),
    /// It cannot be taken, and why.
    Wrong(String),
}

/// A row of a plan that was filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its number in the sheet, from 1.
    pub at: u32,
    /// The action's id as it stands there; empty in a row someone added.
    pub id: String,
    /// What must change, as it stands there.
    pub what: String,
    /// What was filled in, by column; a column that is gone is not there.
    pub given: BTreeMap<Filled, Given>,
}

/// A plan that was filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanFile {
    /// The start of the change log's head when it was made; none when it stands there no more.
    pub code: Option<[u8; 8]>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// It has more rows than are read.
    pub cut: bool,
}

/// Why a file cannot be read, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanFault {
    /// What is wrong with it.
    pub what: String,
    /// What to do next.
    pub next: &'static str,
}

fn fault<T>(what: impl Into<String>, next: &'static str) -> Result<T, PlanFault> {
    Err(PlanFault {
        what: what.into(),
        next,
    })
}

const SEND_AGAIN: &str = "Ask for the file again, as an Excel workbook (.xlsx).";

/// Reads a plan that was filled in.
///
/// # Errors
/// When it is no such plan, is damaged, or is larger than any plan.
pub fn read(bytes: &[u8]) -> Result<PlanFile, PlanFault> {
    if bytes.len() > LARGEST_FILE {
        return fault(
            "This file is larger than any action plan",
            "Check that it is the right file.",
        );
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return fault(
            "This file has a password, or is in Excel’s old format",
            "Save it as an Excel workbook (.xlsx) without a password.",
        );
    }
    if !bytes.starts_with(b"PK") {
        return fault("This is not an Excel workbook", SEND_AGAIN);
    }
    bounded(bytes)?;
    // The reader of spreadsheets is not ours: what it does with a damaged file must not end the program.
    let read = std::panic::catch_unwind(|| sheet(bytes));
    match read {
        Ok(Ok(cells)) => plan(&cells),
        Ok(Err(error)) => Err(error),
        Err(_panic) => fault("This Excel workbook is damaged", SEND_AGAIN),
    }
}

/// Unpacks every part once, so that none is larger than it says.
fn bounded(bytes: &[u8]) -> Result<(), PlanFault> {
    let damaged = |_error: zip::result::ZipError| PlanFault {
        what: "This Excel workbook is damaged".to_owned(),
        next: SEND_AGAIN,
    };
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if archive.len() > MOST_PARTS {
        return fault(
            "This file has more parts than any action plan",
            "Check that it is the right file.",
        );
    }
    let mut left = LARGEST_CONTENT;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(damaged)?;
        let read = std::io::copy(&mut part.take(left + 1), &mut std::io::sink());
        match read {
            Ok(read) if read <= left => left -= read,
            Ok(_) => {
                return fault(
                    "This file unpacks to far more than any action plan holds",
                    "Check that it is the right file.",
                );
            }
            Err(_error) => return fault("This Excel workbook is damaged", SEND_AGAIN),
        }
    }
    Ok(())
}

/// A cell: its value, and whether it is worked out by a formula.
type Cell = (Data, bool);

/// The cells of the sheet, by row and column, from 0.
struct Cells {
    rows: BTreeMap<u32, BTreeMap<u32, Cell>>,
    cut: bool,
}

/// The cells of the sheet called Plan, or of the only one in sight. Read one by one: a sheet that claims a million rows
/// takes no more room than it has cells.
fn sheet(bytes: &[u8]) -> Result<Cells, PlanFault> {
    let damaged = |_error: XlsxError| PlanFault {
        what: "This Excel workbook is damaged".to_owned(),
        next: SEND_AGAIN,
    };
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let seen: Vec<String> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    let named = seen.iter().find(|name| name.trim().eq_ignore_ascii_case(SHEET));
    let Some(name) = named.or(seen.first()).cloned() else {
        return fault("This Excel workbook has no sheet in sight", SEND_AGAIN);
    };
    let mut reader = book.worksheet_cells_reader(&name).map_err(damaged)?;
    let mut cells = Cells {
        rows: BTreeMap::new(),
        cut: false,
    };
    while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(damaged)? {
        let (row, column) = cell.pos;
        let (value, formula) = (Data::from(cell.value), cell.formula.is_some());
        if column >= 64 || value == Data::Empty && !formula {
            continue;
        }
        if cells.rows.len() > MOST_ROWS && !cells.rows.contains_key(&row) {
            cells.cut = true;
            break;
        }
        cells.rows.entry(row).or_default().insert(column, (value, formula));
    }
    Ok(cells)
}

fn plan(cells: &Cells) -> Result<PlanFile, PlanFault> {
    let head = cells.rows.range(..HEAD_WITHIN).find_map(|(at, row)| {
        let titles: BTreeMap<u32, String> = row
            .iter()
            .map(|(column, (value, _))| (*column, words(value).to_lowercase()))
            .collect();
        let has = |title: &str| titles.values().any(|known| *known == title.to_lowercase());
        (has(ID) && Filled::ALL.iter().any(|filled| has(filled.title()))).then_some((*at, titles))
    });
    let Some((head, titles)) = head else {
        return fault(
            "This is no action plan of Plumbline: it has no column “Action id” with what the owner fills in",
            "Read back the file that was exported as a plan, with its titles as they were.",
        );
    };
    let column = |title: &str| {
        let title = title.to_lowercase();
        titles.iter().find(|(_, known)| **known == title).map(|(at, _)| *at)
    };
    let code = cells
        .rows
        .range(..head)
        .flat_map(|(_, row)| row.values())
        .find_map(|(value, _)| code_in(&words(value)));
    let text = |row: &BTreeMap<u32, Cell>, title: &str| {
        let cell = column(title).and_then(|at| row.get(&at));
        cell.map(|(value, _)| words(value)).unwrap_or_default()
    };
    let mut rows = Vec::new();
    for (at, row) in cells.rows.range(head + 1..) {
        let one = Row {
            at: at + 1,
            id: text(row, ID).trim().to_owned(),
            what: text(row, WHAT),
            given: Filled::ALL
                .into_iter()
                .filter_map(|filled| {
                    let column = column(filled.title())?;
                    Some((filled, given(filled, row.get(&column), *at, column)))
                })
                .collect(),
        };
        let empty = |given: &Given| matches!(given, Given::Day(None)) || *given == Given::Text(String::new());
        // A row without id and without a word, such as one that only has a colour.
        let nothing = one.id.is_empty()
            && one.what.is_empty()
            && one
                .given
                .iter()
                .all(|(filled, given)| *filled == Filled::Stage || empty(given));
        if !nothing {
            rows.push(one);
        }
    }
    Ok(PlanFile {
        code,
        rows,
        cut: cells.cut,
    })
}

/// The code of a plan, found in a line that ends with it.
fn code_in(line: &str) -> Option<[u8; 8]> {
    let (_, code) = line.rsplit_once("code ")?;
    let digits: String = code.trim().chars().filter(|c| *c != '-').collect();
    if digits.len() != 16 || !digits.is_ascii() {
        return None;
    }
    let mut bytes = [0; 8];
    for (byte, at) in bytes.iter_mut().zip((0..16).step_by(2)) {
        *byte = u8::from_str_radix(digits.get(at..at + 2)?, 16).ok()?;
    }
    Some(bytes)
}

/// A cell's name as a spreadsheet says it: `F7`.
fn cell_name(row: u32, column: u32) -> String {
    let letter = char::from_u32(u32::from('A') + column % 26).unwrap_or('?');
    match column / 26 {
        0 => format!("{letter}{}", row + 1),
        more => {
            let first = char::from_u32(u32::from('A') + more - 1).unwrap_or('?');
            format!("{first}{letter}{}", row + 1)
        }
    }
}

fn given(filled: Filled, cell: Option<&Cell>, row: u32, column: u32) -> Given {
    let at = || cell_name(row, column);
    let empty = (Data::Empty, false);
    let (value, formula) = cell.unwrap_or(&empty);
    if *formula {
        return Given::Wrong(format!("{} is a formula; type what it should say.", at()));
    }
    if let Data::Error(_) = value {
        return Given::Wrong(format!("{} holds an error of the spreadsheet.", at()));
    }
    match filled {
        Filled::Stage => {
            let said = words(value).trim().to_lowercase();
            let known = Stage::ALL.iter().find(|stage| stage.name().to_lowercase() == said);
            match known {
                Some(stage) => Given::Stage(*stage),
                None if said.is_empty() => Given::Wrong(format!("{} is empty; choose how far it is.", at())),
                None => Given::Wrong(format!("{} is none of the choices for how far it is.", at())),
            }
        }
        Filled::Done => match date_of(value) {
            Some(day) => Given::Day(day),
            None => Given::Wrong(format!("{} is not a date; type it as day/month/year.", at())),
        },
        Filled::Progress | Filled::DoneEvidence => {
            let text = cell_text(&words(value));
            if text.len() > LONGEST_TEXT {
                return Given::Wrong(format!("{} is longer than a field holds.", at()));
            }
            Given::Text(text)
        }
    }
}

/// A value in words.
fn words(value: &Data) -> String {
    match value {
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::Bool(true) => "Yes".to_owned(),
        Data::Bool(false) => "No".to_owned(),
        Data::DateTime(_) => date_of(value)
            .flatten()
            .map(|day| day.strftime("%d/%m/%Y").to_string())
            .unwrap_or_default(),
        Data::Error(_) | Data::Empty => String::new(),
    }
}

/// The day a value stands for: none for an empty one; nothing when it is no day.
#[expect(
    clippy::option_option,
    reason = "no day, an empty cell and what is no day are three things"
)]
fn date_of(value: &Data) -> Option<Option<Date>> {
    let within = |day: &Date| (1900..=2100).contains(&day.year());
    match value {
        Data::Empty => Some(None),
        Data::DateTime(date) if date.is_datetime() => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            let day = Date::new(
                i16::try_from(year).ok()?,
                i8::try_from(month).ok()?,
                i8::try_from(day).ok()?,
            )
            .ok()?;
            Some(Some(day)).filter(|_| within(&day))
        }
        Data::String(text) | Data::DateTimeIso(text) => {
            let text = text.trim();
            if text.is_empty() {
                return Some(None);
            }
            let day = typed_date(text)?;
            Some(Some(day)).filter(|_| within(&day))
        }
        _ => None,
    }
}

/// A date as people in England type it, or as other programs write it.
fn typed_date(text: &str) -> Option<Date> {
    let text = text.split_once('T').map_or(text, |(day, _)| day);
    let plain: String = text
        .chars()
        .map(|c| if matches!(c, '.' | '-' | ' ' | ',') { '/' } else { c })
        .collect();
    let parts: Vec<&str> = plain.split('/').filter(|part| !part.is_empty()).collect();
    let [first, second, third] = parts.as_slice() else {
        return None;
    };
    let number = |part: &str| part.parse::<i16>().ok();
    let month = number(second).or_else(|| month_named(second))?;
    let (year, day) = if first.len() == 4 {
        (number(first)?, number(third)?)
    } else {
        let year = number(third)?;
        (if third.len() == 2 { 2000 + year } else { year }, number(first)?)
    };
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn month_named(word: &str) -> Option<i16> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.to_lowercase();
    let at = MONTHS
        .iter()
        .position(|month| word.len() >= 3 && month.starts_with(&word))?;
    i16::try_from(at + 1).ok()
}
