//! What each column most likely holds, from its heading and from how its cells look.

use super::headings::{self, Named, Sure};
use super::{annex_a, dates, words};
use crate::exchange::table_in::{Row, Sheet};
use crate::model::list::ListField;
use crate::model::list_plan::{ColumnPlan, SheetPlan, Takes};
use crate::model::reference::{Looks, looks_like};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Headings stand in one of the first rows.
const TOP: usize = 30;

/// Cells looked at in a column, spread over all of it.
const LOOKED_AT: usize = 300;

/// Different cells shown of a column.
const SAMPLE: usize = 3;

/// The longest heading or sample that is shown, in letters.
const SHOWN: usize = 60;

/// How a sheet is most likely read.
pub(super) fn plan(file: &str, sheet: &Sheet, today: Date) -> SheetPlan {
    let annex_a = annex_a::recognise(file, sheet);
    let header = annex_a.map_or_else(|| header(sheet), |found| Some(found.header));
    let data = data(sheet, header);
    let columns = columns(sheet, header, data, today, annex_a.is_some());
    SheetPlan {
        name: sheet.name.clone(),
        hidden: sheet.hidden,
        rows: data.len(),
        header,
        annex_a: annex_a.map(|found| found.list),
        columns,
    }
}

/// The rows under the headings.
pub(super) fn data(sheet: &Sheet, header: Option<usize>) -> &[Row] {
    let from = header.map_or(0, |header| header + 1);
    sheet.rows.get(from..).unwrap_or_default()
}

/// The rows in which headings are looked for.
pub(super) fn top(sheet: &Sheet) -> impl Iterator<Item = (usize, &Row)> {
    sheet.rows.iter().take(TOP).enumerate()
}

/// A heading's words in one line; what is far too long for a heading has none.
pub(super) fn heading_line(cell: &str) -> String {
    heading_words(cell).join(" ")
}

/// A heading's words; what is far too long for a heading has none.
pub(super) fn heading_words(cell: &str) -> Vec<String> {
    if cell.len() > 300 {
        Vec::new()
    } else {
        headings::words(cell)
    }
}

/// The row whose cells are most like headings; none where the first row is already of cases.
fn header(sheet: &Sheet) -> Option<usize> {
    let score = |row: &Row| -> usize {
        let of_cell = |cell: &str| {
            let words = heading_words(cell);
            match headings::field(&words) {
                Some(named) if named.sure == Sure::Quite => 3,
                Some(_) => 1,
                None if headings::tells(&words).is_some() => 2,
                None => 0,
            }
        };
        row.cells.iter().map(|cell| of_cell(cell)).sum()
    };
    // The first of equals.
    let best = top(sheet).map(|(at, row)| (score(row), std::cmp::Reverse(at))).max()?;
    if best.0 >= 3 {
        return Some(best.1.0);
    }
    let first = sheet.rows.first()?;
    let a_case = first.cells.iter().any(|cell| {
        cell.starts_with(|c: char| c.is_ascii_digit()) || looks_like(cell).is_some_and(|looks| looks != Looks::Name)
    });
    (!a_case).then_some(0)
}

/// What the cells of a column have in common.
struct Look<'a> {
    filled: usize,
    cells: Vec<&'a str>,
    different: BTreeSet<&'a str>,
}

impl<'a> Look<'a> {
    fn at(data: &'a [Row], column: usize) -> Self {
        let filled: Vec<&str> = data
            .iter()
            .map(|row| row.cell(column))
            .filter(|cell| !cell.is_empty())
            .collect();
        let step = filled.len().div_ceil(LOOKED_AT).max(1);
        let cells: Vec<&str> = filled.iter().step_by(step).copied().collect();
        Self {
            filled: filled.len(),
            different: cells.iter().copied().collect(),
            cells,
        }
    }

    /// Whether at least this share of the cells, in hundredths, is so.
    fn mostly(&self, hundredths: usize, is: impl Fn(&str) -> bool) -> bool {
        let count = self.cells.iter().filter(|cell| is(cell)).count();
        !self.cells.is_empty() && count * 100 >= self.cells.len() * hundredths
    }

    /// What the cells tell of who the child is, when their heading does not say what they are.
    fn tells(&self, heading: &[String], today: Date) -> Option<Looks> {
        if let Some(looks) = self.tells_plainly() {
            return Some(looks);
        }
        let day = |cell: &str| match dates::read(cell) {
            dates::When::On(date) => Some(date),
            _ => None,
        };
        let days: Vec<Date> = self.cells.iter().filter_map(|cell| day(cell)).collect();
        let ages = days.iter().map(|date| dates::age(*date, today));
        let spread = ages.clone().max().unwrap_or(0) - ages.clone().min().unwrap_or(0);
        let written = self.mostly(80, |cell| {
            day(cell).is_some() && cell.contains(|c: char| !c.is_ascii_digit())
        });
        // A heading of several words, such as `Date of referral`, says what day it is.
        let unsaid = heading.len() <= 1 && heading.first().is_none_or(|word| word != "date");
        if unsaid
            && written
            && spread >= 3
            && days.iter().all(|date| *date <= today)
            && ages.clone().all(|age| age <= 26)
        {
            return Some(Looks::BirthDate);
        }
        let each_other = self.different.len() * 100 >= self.cells.len() * 80 && self.cells.len() >= 3;
        (each_other && self.mostly(80, is_full_name)).then_some(Looks::Name)
    }

    /// What can be mistaken for nothing else.
    fn tells_plainly(&self) -> Option<Looks> {
        let is = |looks: Looks| move |cell: &str| looks_like(cell) == Some(looks);
        [Looks::Email, Looks::Postcode, Looks::PupilNumber]
            .into_iter()
            .find(|looks| self.mostly(60, is(*looks)))
            // Any ten digits pass for an NHS number once in eleven times.
            .or_else(|| (self.cells.len() >= 3 && self.mostly(80, is(Looks::NhsNumber))).then_some(Looks::NhsNumber))
            .or_else(|| self.mostly(80, is_close_postcode).then_some(Looks::Postcode))
    }
}

/// `SW1A1AA`: a postcode without its space.
fn is_close_postcode(cell: &str) -> bool {
    let cut = cell
        .len()
        .checked_sub(3)
        .filter(|cut| cell.is_ascii() && (2..=4).contains(cut));
    cut.is_some_and(|cut| {
        let (out, inward) = cell.split_at(cut);
        looks_like(&format!("{out} {inward}")) == Some(Looks::Postcode)
    })
}

/// Two or three words that each begin with a capital: `Jane Smith`, `SMITH, Jane`.
fn is_full_name(cell: &str) -> bool {
    let words: Vec<&str> = cell.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    (2..=4).contains(&words.len())
        && words.iter().all(|word| {
            word.starts_with(char::is_uppercase)
                && word
                    .chars()
                    .all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-' | '.'))
        })
}

fn shown(text: &str) -> String {
    if text.chars().count() <= SHOWN {
        text.to_owned()
    } else {
        text.chars().take(SHOWN - 1).chain(['…']).collect()
    }
}

/// `Column C`.
fn column_name(mut column: usize) -> String {
    let mut letters = String::new();
    loop {
        letters.insert(0, char::from(b'A' + (column % 26) as u8));
        if column < 26 {
            return format!("Column {letters}");
        }
        column = column / 26 - 1;
    }
}

/// A column's heading as it is shown: never one that is a cell of a case.
fn heading(row: Option<&Row>, column: usize) -> String {
    let text = row.map_or("", |row| row.cell(column));
    let tells = looks_like(text).is_some_and(|looks| looks != Looks::Name);
    if text.is_empty() || tells {
        column_name(column)
    } else {
        shown(text)
    }
}

fn columns(sheet: &Sheet, header: Option<usize>, data: &[Row], today: Date, annex_a: bool) -> Vec<ColumnPlan> {
    let head = header.and_then(|header| sheet.rows.get(header));
    let looks: Vec<Look<'_>> = (0..sheet.width()).map(|column| Look::at(data, column)).collect();
    let mut named: Vec<(Named, usize)> = Vec::new();
    let mut takes = vec![Takes::Nothing; looks.len()];
    let mut strange = Vec::new();
    for (column, (look, takes)) in looks.iter().zip(&mut takes).enumerate() {
        let words = head.map(|head| heading_words(head.cell(column))).unwrap_or_default();
        if let Some(tells) = headings::tells(&words) {
            *takes = Takes::Dropped(tells);
            continue;
        }
        match headings::field(&words) {
            // A reference that tells who the child is, is warned of row by row.
            Some(found) if found.field == ListField::Reference => named.push((found, column)),
            Some(found) => match look.tells_plainly() {
                Some(tells) => *takes = Takes::Dropped(tells),
                None if fits(found.field, look) => named.push((found, column)),
                None => {}
            },
            // Every column of an Annex A list is known, and what it is not asked for is not taken.
            None if annex_a => {}
            None => match look.tells(&words, today) {
                Some(tells) => *takes = Takes::Dropped(tells),
                None => strange.push(column),
            },
        }
    }
    // The surest first; of equals the one that is filled in more, whatever the order of the columns.
    named.sort_by_key(|(found, column)| {
        let look = looks.get(*column);
        let empty = look.is_none_or(|look| look.filled == 0);
        let filled = std::cmp::Reverse(look.map_or(0, |look| look.filled));
        let text = head.map_or("", |head| head.cell(*column));
        (empty, std::cmp::Reverse(found.sure), found.place, filled, text, *column)
    });
    let mut fields = BTreeSet::new();
    for (found, column) in named {
        if fields.insert(found.field)
            && let Some(takes) = takes.get_mut(column)
        {
            *takes = Takes::Field(found.field);
        }
    }
    for field in [
        ListField::Kind,
        ListField::Sex,
        ListField::Ethnicity,
        ListField::Reference,
    ] {
        let fitting = strange.iter().copied().find(|column| {
            let free = takes.get(*column) == Some(&Takes::Nothing);
            free && looks.get(*column).is_some_and(|look| looks_so(field, look))
        });
        if let Some(column) = fitting
            && fields.insert(field)
            && let Some(takes) = takes.get_mut(column)
        {
            *takes = Takes::Field(field);
        }
    }
    let plan = |(column, (look, takes)): (usize, (&Look<'_>, Takes))| ColumnPlan {
        heading: heading(head, column),
        sample: match takes {
            Takes::Dropped(_) => Vec::new(),
            _ => look.different.iter().take(SAMPLE).map(|cell| shown(cell)).collect(),
        },
        filled: look.filled,
        takes,
    };
    looks.iter().zip(takes).enumerate().map(plan).collect()
}

/// Whether cells under a fitting heading can be that.
fn fits(field: ListField, look: &Look<'_>) -> bool {
    if look.cells.is_empty() {
        return true;
    }
    match field {
        ListField::Kind => look.mostly(30, |cell| words::kind(cell).is_some()),
        ListField::Team | ListField::Worker | ListField::Auditor => {
            !look.mostly(50, |cell| matches!(dates::read(cell), dates::When::On(_)))
        }
        _ => true,
    }
}

/// Whether cells under a strange heading look like that.
fn looks_so(field: ListField, look: &Look<'_>) -> bool {
    let few = |most: usize| look.different.len() <= most && look.cells.len() >= 3;
    match field {
        ListField::Kind => few(20) && look.mostly(80, |cell| words::kind(cell).is_some()),
        ListField::Sex => {
            few(6)
                && look.mostly(90, |cell| {
                    words::sex(cell).is_some() && cell.starts_with(char::is_alphabetic)
                })
        }
        ListField::Ethnicity => few(40) && look.mostly(90, |cell| words::ethnicity(cell).is_some()),
        ListField::Reference => {
            let different = look.different.len() * 100 >= look.cells.len() * 90;
            different
                && look.mostly(95, |cell| {
                    cell.len() <= 24
                        && cell.contains(|c: char| c.is_ascii_digit())
                        && !cell.contains(' ')
                        && looks_like(cell).is_none()
                        && cell.parse::<f64>().is_ok_and(|number| number.fract() == 0.0) | cell.parse::<f64>().is_err()
                })
        }
        _ => false,
    }
}
