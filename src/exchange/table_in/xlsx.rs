//! XLSX workbooks: every sheet's cells as text, formulas by the value they last had, merged cells filled.

use super::{
    Cell, Limits, Row, SAVE_AS, Sheet, TableError, TableFile, Texts, counted, package, too_many_columns, too_many_rows,
    too_much,
};
use crate::model::list::{Note, RowAt, Weight};
use calamine::{DataRef, Dimensions, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use std::collections::BTreeMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

type Book<'a> = Xlsx<Cursor<&'a [u8]>>;

/// Numbers of this size and more lost digits when the spreadsheet stored them.
const INEXACT: f64 = 1e15;

/// Reads a workbook.
pub(super) fn read(name: &str, bytes: &[u8], limits: &Limits) -> Result<TableFile, TableError> {
    package::check(name, bytes, limits)?;
    // The library is large and fed with any bytes.
    catch_unwind(AssertUnwindSafe(|| workbook(name, bytes, limits))).unwrap_or_else(|_panic| Err(damaged(name, "")))
}

fn damaged(name: &str, at: &str) -> TableError {
    TableError::new(
        format!("{name} is damaged{at}."),
        "Open it in your spreadsheet program and save it again as XLSX. Nothing was imported.",
    )
}

/// What was met on a sheet, each with how often and the first row.
#[derive(Default)]
struct Met {
    formulas: (usize, u32),
    uncalculated: (usize, u32),
    errors: (usize, u32),
    inexact: (usize, u32),
    merged: (usize, u32),
}

fn count(met: &mut (usize, u32), row: u32) {
    if met.0 == 0 {
        met.1 = row;
    }
    met.0 += 1;
}

fn workbook(name: &str, bytes: &[u8], limits: &Limits) -> Result<TableFile, TableError> {
    let mut book: Book<'_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsxError::FileNotFound(_) | XlsxError::RelationshipNotFound => {
            TableError::new(format!("{name} is not an XLSX workbook."), SAVE_AS)
        }
        _ => damaged(name, ""),
    })?;
    let about: Vec<calamine::Sheet> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .cloned()
        .collect();
    if about.len() > limits.sheets {
        return Err(TableError::new(
            format!("{name} has more than {} sheets.", limits.sheets),
            "Copy the sheets that are needed into a new workbook.",
        ));
    }
    let mut texts = Texts::new(limits);
    let mut sheets = Vec::new();
    let mut notes = Vec::new();
    for about in about {
        let mut met = Met::default();
        let rows = rows(name, &mut book, &about.name, &mut texts, &mut met)?;
        met.notes(&about.name, &mut notes);
        sheets.push(Sheet {
            name: about.name,
            hidden: about.visible != SheetVisible::Visible,
            rows,
        });
    }
    Ok(TableFile {
        name: name.to_owned(),
        sheets,
        notes,
    })
}

fn rows(
    name: &str,
    book: &mut Book<'_>,
    sheet: &str,
    texts: &mut Texts<'_>,
    met: &mut Met,
) -> Result<Vec<Row>, TableError> {
    let here = format!("Sheet {sheet} of {name}");
    let limits = texts.limits;
    let mut rows: BTreeMap<u32, Vec<Cell>> = BTreeMap::new();
    let mut row = 1;
    let mut cells = match book.worksheet_cells_reader(sheet) {
        Ok(cells) => cells,
        // A part that is missing or is no sheet after all has no rows.
        Err(XlsxError::NotAWorksheet(_)) => return Ok(Vec::new()),
        Err(_) => return Err(damaged(name, &format!(" on sheet {sheet}"))),
    };
    loop {
        let next = cells
            .next_cell_with_formula_metadata()
            .map_err(|_error| damaged(name, &format!(" on sheet {sheet}, at row {row} or the next")))?;
        let Some(found) = next else {
            break;
        };
        row = found.pos.0.saturating_add(1);
        let text = text(&found.value, row, met);
        if found.formula.is_some() {
            count(&mut met.formulas, row);
            if matches!(found.value, DataRef::Empty) {
                count(&mut met.uncalculated, row);
            }
        }
        if text.trim().is_empty() {
            continue;
        }
        if !rows.contains_key(&row) && rows.len() > limits.rows as usize {
            return Err(too_many_rows(&here, &format!("row {}", counted(row as usize)), limits));
        }
        let column = found.pos.1 as usize;
        let cell = texts.cell(&text).ok_or_else(|| too_much(&here))?;
        put(&here, rows.entry(row).or_default(), row, column, cell, texts)?;
    }
    drop(cells);
    let merged = book
        .merge_cells_by_sheet_name(sheet)
        .map_err(|_error| damaged(name, &format!(" on sheet {sheet}, in its merged cells")))?;
    for region in merged {
        fill(&here, &region, &mut rows, texts, met)?;
    }
    let rows = rows.into_iter().map(|(number, cells)| Row::new(number, cells));
    Ok(rows.filter(|row| !row.cells.is_empty()).collect())
}

/// Puts a cell in its row, with empty ones before it where it stands further on.
fn put(
    here: &str,
    cells: &mut Vec<Cell>,
    row: u32,
    column: usize,
    cell: Cell,
    texts: &mut Texts<'_>,
) -> Result<(), TableError> {
    if column >= texts.limits.columns {
        return Err(too_many_columns(
            here,
            &format!("row {}", counted(row as usize)),
            texts.limits,
        ));
    }
    if column >= cells.len() {
        if !texts.room_for(column + 1 - cells.len()) {
            return Err(too_much(here));
        }
        cells.resize(column + 1, texts.empty.clone());
    }
    if let Some(place) = cells.get_mut(column) {
        *place = cell;
    }
    Ok(())
}

/// A cell merged over several rows stands for each of them. Over several columns it is a title and stands once.
fn fill(
    here: &str,
    region: &Dimensions,
    rows: &mut BTreeMap<u32, Vec<Cell>>,
    texts: &mut Texts<'_>,
    met: &mut Met,
) -> Result<(), TableError> {
    let (first, last) = (region.start.0.saturating_add(1), region.end.0.saturating_add(1));
    let column = region.start.1 as usize;
    let Some(cell) = rows
        .get(&first)
        .and_then(|cells| cells.get(column))
        .filter(|cell| !cell.is_empty())
    else {
        return Ok(());
    };
    let cell = cell.clone();
    // Only rows that hold something else: a merge may reach to the end of the sheet.
    let below: Vec<u32> = match first.checked_add(1) {
        Some(next) if next <= last => rows.range(next..=last).map(|(row, _)| *row).collect(),
        _ => return Ok(()),
    };
    count(&mut met.merged, first);
    for row in below {
        let Some(cells) = rows.get_mut(&row) else {
            continue;
        };
        if cells.get(column).is_none_or(|there| there.is_empty()) {
            put(here, cells, row, column, cell.clone(), texts)?;
        }
        if !texts.room_for(1) {
            return Err(too_much(here));
        }
    }
    Ok(())
}

fn text(value: &DataRef<'_>, row: u32, met: &mut Met) -> String {
    match value {
        DataRef::Empty | DataRef::DurationIso(_) => String::new(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => {
            if number.abs() >= INEXACT {
                count(&mut met.inexact, row);
                format!("{number:.0}")
            } else {
                // Whole numbers without a point, others as short as they can be.
                number.to_string()
            }
        }
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(yes) => if *yes { "TRUE" } else { "FALSE" }.to_owned(),
        DataRef::DateTime(date) if date.is_datetime() => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            // A time of day alone has no date.
            if date.as_f64() < 1.0 {
                String::new()
            } else {
                format!("{year:04}-{month:02}-{day:02}")
            }
        }
        DataRef::DateTime(span) => span.as_f64().to_string(),
        DataRef::DateTimeIso(text) => text.split('T').next().unwrap_or_default().to_owned(),
        DataRef::Error(_) => {
            count(&mut met.errors, row);
            String::new()
        }
    }
}

impl Met {
    fn notes(&self, sheet: &str, notes: &mut Vec<Note>) {
        let told = [
            (
                &self.formulas,
                Weight::Info,
                "Formulas, read by the value last worked out",
                "",
            ),
            (
                &self.uncalculated,
                Weight::Warning,
                "Formulas that were never worked out, read as empty",
                " Open the file in your spreadsheet program and save it.",
            ),
            (&self.errors, Weight::Warning, "Errors such as #N/A, read as empty", ""),
            (
                &self.inexact,
                Weight::Warning,
                "Numbers of more than 15 digits, of which a spreadsheet keeps only 15",
                " Format the column as text and export the list again.",
            ),
            (
                &self.merged,
                Weight::Info,
                "Merged over several rows, taken for each of them",
                "",
            ),
        ];
        for ((count, row), weight, what, next) in told.into_iter().filter(|(met, ..)| met.0 > 0) {
            let cells = if *count == 1 { "cell" } else { "cells" };
            notes.push(Note {
                weight,
                at: RowAt::new(sheet, *row),
                text: format!("{what}: {} {cells}.{next}", counted(*count)),
            });
        }
    }
}
