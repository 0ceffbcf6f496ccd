//! The action plan of an owner as an Excel workbook, and what they filled in read back.
//!
//! What the owner fills in is open to them, the rest is protected without a password. Each row carries the action's own id,
//! and the sheet a code that says at which point of the change log it was made: so what was changed here since is told from
//! what the owner changed.

mod read;
#[cfg(test)]
mod tests;

pub use read::{Filled, Given, LARGEST_FILE, PlanFault, PlanFile, Row, read};

use crate::model::action::{Priority, Stage};
use crate::model::time::long_date;
use jiff::civil::Date;
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DataValidationRule, DocProperties, ExcelDateTime, Format,
    FormatAlign, FormatBorder, ProtectionOptions, Workbook, Worksheet, XlsxError,
};
use uuid::Uuid;

/// The plan of one owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Whose.
    pub owner: String,
    /// The council.
    pub council: String,
    /// The workbook's title.
    pub title: String,
    /// The protective marking.
    pub marking: String,
    /// The day it was made.
    pub made: Date,
    /// The first bytes of the change log's head when it was made.
    pub code: [u8; 8],
    /// Its actions, in the order of the list.
    pub lines: Vec<Line>,
}

/// One action of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The action's id, the same in every copy of the workbook.
    pub id: Uuid,
    /// What must change.
    pub what: String,
    /// What it is about.
    pub about: String,
    /// How much it matters.
    pub priority: Priority,
    /// When it is due.
    pub due: Option<Date>,
    /// How far it is.
    pub stage: Stage,
    /// Notes of progress.
    pub progress: String,
    /// When it was done.
    pub done: Option<Date>,
    /// The evidence that it was done.
    pub done_evidence: String,
}

/// The name of the sheet with the actions.
const SHEET: &str = "Plan";

/// The columns, in the order they stand; those the owner fills in are [`Filled`]'s.
const WHAT: &str = "What must change";
const ABOUT: &str = "About";
const PRIORITY: &str = "Priority";
const DUE: &str = "Due";
const ID: &str = "Action id";

/// The row of the titles, from 0.
const HEAD: u32 = 4;

/// A cell holds 32,767 characters as Excel counts them.
const LONGEST_CELL: usize = 32_000;

/// A text as a cell can hold it: no control characters, one kind of line break, no longer than a cell. What comes back is
/// compared with this, so that what a cell cannot hold is no change.
pub fn cell_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut long = 0;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let letter = match letter {
            '\r' => {
                letters.next_if_eq(&'\n');
                '\n'
            }
            '\n' | '\t' => letter,
            // What XML cannot say, or a spreadsheet takes for the end of a text.
            letter if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => continue,
            letter => letter,
        };
        long += letter.len_utf16();
        if long > LONGEST_CELL {
            break;
        }
        out.push(letter);
    }
    out.truncate(out.trim_end().len());
    let start = out.len() - out.trim_start().len();
    out.drain(..start);
    out
}

/// The code as it stands in the file: four times four digits.
fn code_words(code: [u8; 8]) -> String {
    let digits: Vec<String> = code
        .chunks(2)
        .map(|two| two.iter().map(|byte| format!("{byte:02x}")).collect())
        .collect();
    digits.join("-")
}

impl Plan {
    /// The bytes of the file.
    ///
    /// # Errors
    /// When the library cannot make it; nothing is written then.
    pub fn bytes(&self) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        // Neither who nor which computer; the day it was made stands in the sheet, too.
        let day = ExcelDateTime::from_ymd(
            self.made.year().unsigned_abs(),
            self.made.month() as u8,
            self.made.day() as u8,
        )?;
        book.set_properties(&DocProperties::new().set_creation_datetime(&day));
        self.plan(book.add_worksheet())?;
        self.explained(book.add_worksheet())?;
        book.save_to_buffer()
    }

    fn plan(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        sheet.set_name(SHEET)?;
        let bold = Format::new().set_bold().set_font_size(14);
        sheet.write_string_with_format(0, 0, cell_text(&format!("Action plan: {}", self.owner)), &bold)?;
        let (council, title) = (cell_text(&self.council), cell_text(&self.title));
        let made = format!(
            "{council}, {title}. Made {}, code {}",
            long_date(self.made),
            code_words(self.code)
        );
        sheet.write_string(1, 0, made)?;
        sheet.write_string(
            2,
            0,
            "Fill in the white columns, save the file and send it back. The second sheet says how.",
        )?;
        let titles = [
            (WHAT, 46.0),
            (ABOUT, 28.0),
            (PRIORITY, 10.0),
            (DUE, 12.0),
            (Filled::Stage.title(), 18.0),
            (Filled::Progress.title(), 42.0),
            (Filled::Done.title(), 13.0),
            (Filled::DoneEvidence.title(), 42.0),
            (ID, 36.0),
        ];
        let grey = Color::RGB(0x00EE_F1F4);
        let boxed = || {
            Format::new()
                .set_border(FormatBorder::Thin)
                .set_border_color(Color::RGB(0x00C9_D1DA))
                .set_align(FormatAlign::Top)
        };
        let head = boxed().set_bold().set_background_color(grey).set_text_wrap();
        for (at, (title, wide)) in (0_u16..).zip(titles) {
            sheet.set_column_width(at, wide)?;
            sheet.write_string_with_format(HEAD, at, title, &head)?;
        }
        let told = boxed().set_background_color(grey).set_text_wrap().set_num_format("@");
        let told_day = boxed().set_background_color(grey).set_num_format("dd/mm/yyyy");
        // A text that begins as a formula does stays a text, also once it is edited.
        let open = boxed()
            .set_unlocked()
            .set_text_wrap()
            .set_num_format("@")
            .set_quote_prefix();
        let open_day = boxed().set_unlocked().set_num_format("dd/mm/yyyy");
        let small = boxed().set_background_color(grey).set_num_format("@").set_font_size(8);
        for (at, line) in (HEAD + 1..).zip(&self.lines) {
            sheet.write_string_with_format(at, 0, cell_text(&line.what), &told)?;
            sheet.write_string_with_format(at, 1, cell_text(&line.about), &told)?;
            sheet.write_string_with_format(at, 2, line.priority.name(), &told)?;
            day(sheet, at, 3, line.due, &told_day)?;
            sheet.write_string_with_format(at, 4, line.stage.name(), &open)?;
            sheet.write_string_with_format(at, 5, cell_text(&line.progress), &open)?;
            day(sheet, at, 6, line.done, &open_day)?;
            sheet.write_string_with_format(at, 7, cell_text(&line.done_evidence), &open)?;
            sheet.write_string_with_format(at, 8, line.id.hyphenated().to_string(), &small)?;
        }
        if let Some(last) = u32::try_from(self.lines.len()).ok().filter(|n| *n > 0) {
            let (first, last) = (HEAD + 1, HEAD + last);
            sheet.add_data_validation(first, 4, last, 4, &stages()?)?;
            sheet.add_data_validation(first, 6, last, 6, &days()?)?;
            sheet.autofilter(HEAD, 0, last, 8)?;
        }
        sheet.set_freeze_panes(HEAD + 1, 1)?;
        sheet.set_repeat_rows(HEAD, HEAD)?;
        sheet.set_landscape();
        sheet.set_paper_size(9);
        sheet.set_print_fit_to_pages(1, 0);
        self.marked(sheet);
        sheet.protect_with_options(&ProtectionOptions {
            format_columns: true,
            format_rows: true,
            sort: true,
            use_autofilter: true,
            ..ProtectionOptions::new()
        });
        Ok(())
    }

    /// The protective marking stands at the top and bottom of every page.
    fn marked(&self, sheet: &mut Worksheet) {
        // An ampersand begins a command there.
        let marking: String = cell_text(&self.marking).chars().take(100).collect();
        let marking = marking.replace('&', "&&");
        sheet.set_header(format!("&C{marking}"));
        sheet.set_footer(format!("&L{marking}&RPage &P of &N"));
    }

    fn explained(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        sheet.set_name("How to fill this in")?;
        sheet.set_column_width(0, 28)?;
        sheet.set_column_width(1, 90)?;
        let bold = Format::new().set_bold().set_align(FormatAlign::Top);
        let wrap = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        let stages = Stage::ALL
            .iter()
            .map(|stage| stage.name())
            .collect::<Vec<_>>()
            .join(", ");
        let stages = format!("Choose one: {stages}. Leave it as it is once the action is done.");
        let lines = [
            (
                "What to do",
                "On the sheet Plan, fill in the white columns of the actions you own. Save the file as an Excel workbook (.xlsx) and send it back to whoever sent it to you.",
            ),
            (Filled::Stage.title(), stages.as_str()),
            (
                Filled::Progress.title(),
                "What was done so far, and what is in the way. Add to what stands there; what you delete is proposed to be deleted.",
            ),
            (
                Filled::Done.title(),
                "The day it was done, as day/month/year. Empty while it is not done.",
            ),
            (
                Filled::DoneEvidence.title(),
                "What shows that it was done, and where to find it. Someone else will look.",
            ),
            (
                ID,
                "Tells which action the row is. Leave it as it is: a row without it cannot be read back.",
            ),
            (
                "What is not read back",
                "The grey columns, new rows, other sheets, colours and comments. Formulas are not read: type the words.",
            ),
            (
                "What happens then",
                "Your changes are shown to whoever reads them back, who decides which are taken. What was changed there since is shown beside yours.",
            ),
            (
                "Children",
                "A child stands here by reference. Write no names, dates of birth or addresses.",
            ),
        ];
        for (at, (what, how)) in (0_u32..).zip(lines) {
            sheet.write_string_with_format(at, 0, what, &bold)?;
            sheet.write_string_with_format(at, 1, how, &wrap)?;
        }
        self.marked(sheet);
        sheet.set_paper_size(9);
        sheet.protect();
        Ok(())
    }
}

fn day(sheet: &mut Worksheet, row: u32, column: u16, day: Option<Date>, format: &Format) -> Result<(), XlsxError> {
    match day {
        // A spreadsheet knows no day before 1900.
        Some(day) if day.year() >= 1900 => {
            let date = ExcelDateTime::from_ymd(day.year().unsigned_abs(), day.month() as u8, day.day() as u8)?;
            sheet.write_datetime_with_format(row, column, &date, format)?;
        }
        Some(day) => drop(sheet.write_string_with_format(row, column, day.to_string(), format)?),
        None => drop(sheet.write_blank(row, column, format)?),
    }
    Ok(())
}

fn stages() -> Result<DataValidation, XlsxError> {
    let names: Vec<&str> = Stage::ALL.iter().map(|stage| stage.name()).collect();
    DataValidation::new()
        .allow_list_strings(&names)?
        .set_error_title("How far it is")?
        .set_error_message("Choose one of the list.")
}

fn days() -> Result<DataValidation, XlsxError> {
    let (from, to) = (
        ExcelDateTime::from_ymd(2000, 1, 1)?,
        ExcelDateTime::from_ymd(2100, 12, 31)?,
    );
    DataValidation::new()
        .allow_date(DataValidationRule::Between(from, to))
        .set_error_style(DataValidationErrorStyle::Stop)
        .set_error_title("Done on")?
        .set_error_message("Type the day as day/month/year, such as 03/09/2026.")
}
