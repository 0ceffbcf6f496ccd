//! Dates are typed: most people who audit type them faster than any calendar.

use eframe::egui::text::{CCursor, CCursorRange};
use eframe::egui::text_edit::TextEditState;
use eframe::egui::{Id, Key, Response, Ui};
use jiff::civil::Date;

use super::field::Field;
use crate::model::time::{short_date, shown_dates};

/// Why a date was not understood, in words that say what to type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateError {
    /// Not like any way of writing a date.
    Unknown,
    /// No such day in that month.
    NoSuchDay,
    /// No such month.
    NoSuchMonth,
    /// A year before 1900 or after 2100.
    Year,
}

impl DateError {
    /// The words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Unknown => "Type the date as day/month/year, such as 03/09/2026",
            Self::NoSuchDay => "That month has no such day",
            Self::NoSuchMonth => "There is no such month; type day/month/year",
            Self::Year => "The year must be between 1900 and 2100",
        }
    }
}

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

/// Reads a date as people in England write it: 03/09/2026, 3.9.26, 3 Sep 2026, 3 September, 2026-09-03, today,
/// yesterday. Nothing typed is no date. Without a year it is the latest such day that is not after `today`.
pub fn parse(text: &str, today: Date) -> Result<Option<Date>, DateError> {
    read(text, today, Year::Past)
}

/// Which day a date without a year is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Year {
    /// The latest that is not after today.
    Past,
    /// The earliest that is not before today.
    Ahead,
}

fn read(text: &str, today: Date, year: Year) -> Result<Option<Date>, DateError> {
    let without = year;
    let text = text.trim().to_lowercase();
    match text.as_str() {
        "" => return Ok(None),
        "today" => return Ok(Some(today)),
        "yesterday" => return today.yesterday().ok().ok_or(DateError::Year).map(Some),
        "tomorrow" => return today.tomorrow().ok().ok_or(DateError::Year).map(Some),
        _ => {}
    }
    let mut parts = text
        .split(|c: char| c.is_whitespace() || matches!(c, '/' | '.' | '-' | ','))
        .filter(|part| !part.is_empty())
        // "Thursday 3rd of September"
        .filter(|part| *part != "of" && !is_weekday(part));
    let (first, second, third) = (parts.next(), parts.next(), parts.next());
    if parts.next().is_some() {
        return Err(DateError::Unknown);
    }
    let (Some(first), Some(second)) = (first, second) else {
        return Err(DateError::Unknown);
    };
    if first.len() == 4
        && let (Some(year), Some(third)) = (number(first), third)
    {
        return build(Some(year), month(second)?, day(third)?, today, without).map(Some);
    }
    let year = match third {
        Some(third) => Some(full_year(third)?),
        None => None,
    };
    build(year, month(second)?, day(first)?, today, without).map(Some)
}

fn is_weekday(part: &str) -> bool {
    const DAYS: [&str; 7] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    part.len() >= 3 && DAYS.iter().any(|day| day.starts_with(part))
}

fn number(part: &str) -> Option<i16> {
    let digits = !part.is_empty() && part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
    if digits { part.parse().ok() } else { None }
}

fn day(part: &str) -> Result<i8, DateError> {
    let bare = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|end| part.strip_suffix(end))
        .unwrap_or(part);
    let day = number(bare).ok_or(DateError::Unknown)?;
    if (1..=31).contains(&day) {
        Ok(day as i8)
    } else {
        Err(DateError::NoSuchDay)
    }
}

fn month(part: &str) -> Result<i8, DateError> {
    if let Some(month) = number(part) {
        return if (1..=12).contains(&month) {
            Ok(month as i8)
        } else {
            Err(DateError::NoSuchMonth)
        };
    }
    let named = MONTHS
        .iter()
        .position(|name| part.len() >= 3 && (name.starts_with(part) || (part == "sept" && *name == "september")));
    named.map(|at| at as i8 + 1).ok_or(DateError::Unknown)
}

/// 26 is 2026; children's records do not reach back to 1926.
fn full_year(part: &str) -> Result<i16, DateError> {
    let year = number(part).ok_or(DateError::Unknown)?;
    match part.len() {
        2 => Ok(2000 + year),
        4 => Ok(year),
        _ => Err(DateError::Unknown),
    }
}

fn date(year: i16, month: i8, day: i8) -> Result<Date, DateError> {
    Date::new(year, month, day).ok().ok_or(DateError::NoSuchDay)
}

fn build(year: Option<i16>, month: i8, day: i8, today: Date, without: Year) -> Result<Date, DateError> {
    if let Some(year) = year {
        if !(1900..=2100).contains(&year) {
            return Err(DateError::Year);
        }
        return date(year, month, day);
    }
    let this_year = date(today.year(), month, day)?;
    match without {
        Year::Past if this_year > today => date(today.year() - 1, month, day),
        Year::Ahead if this_year < today => date(today.year() + 1, month, day),
        _ => Ok(this_year),
    }
}

/// A date as it stands in lists and lines: 3 Sep 2026.
pub fn words(date: Date) -> String {
    short_date(date)
}

/// A date as it is typed: 03/09/2026, or as dates are shown where that can be typed as well.
pub fn typed(date: Date) -> String {
    shown_dates().typed(date)
}

/// What is wrong with what is typed in the date field of that id and not taken yet.
pub fn unread(ctx: &eframe::egui::Context, id: Id, today: Date) -> Option<DateError> {
    let typing = ctx.data(|data| data.get_temp::<String>(id.with("typing")))?;
    parse(&typing, today).err()
}

/// Takes what is typed in the date field of that id though it was not left: a button can be pressed without leaving a
/// field. `ahead` as the field was shown.
pub fn take(
    ctx: &eframe::egui::Context,
    id: Id,
    value: &mut Option<Date>,
    today: Date,
    ahead: bool,
) -> Result<(), DateError> {
    let key = id.with("typing");
    let Some(typing) = ctx.data(|data| data.get_temp::<String>(key)) else {
        return Ok(());
    };
    *value = read(&typing, today, if ahead { Year::Ahead } else { Year::Past })?;
    ctx.data_mut(|data| data.remove::<String>(key));
    Ok(())
}

/// A field for a date, taken when it is left or Enter is pressed: `changed()` says that `value` is another date. What
/// is not understood stays in the field, with words under it.
pub fn date_field(ui: &mut Ui, id: Id, label: &str, value: &mut Option<Date>, today: Date) -> Response {
    date_field_with(ui, Field::new(id, label), id, value, today)
}

/// As [`date_field`], in a field prepared by the caller; `id` is the field's.
pub fn date_field_with(ui: &mut Ui, field: Field<'_>, id: Id, value: &mut Option<Date>, today: Date) -> Response {
    shown(ui, field, id, value, today, Year::Past)
}

/// As [`date_field`], for a day to come: without a year it is the earliest such day that is not before today.
pub fn date_field_ahead(ui: &mut Ui, id: Id, label: &str, value: &mut Option<Date>, today: Date) -> Response {
    shown(ui, Field::new(id, label), id, value, today, Year::Ahead)
}

fn shown(ui: &mut Ui, field: Field<'_>, id: Id, value: &mut Option<Date>, today: Date, year: Year) -> Response {
    let key = id.with("typing");
    let kept = ui.data(|data| data.get_temp::<String>(key));
    let typing = kept.is_some();
    let mut text = kept.unwrap_or_else(|| value.map(typed).unwrap_or_default());
    let focused = ui.memory(|memory| memory.has_focus(id));
    let error = match read(&text, today, year) {
        // Half a date is no mistake yet.
        Err(error) if typing && !focused => Some(error.words()),
        _ => None,
    };
    let field = field.placeholder_else(shown_dates().hint()).limit(40).error(error);
    let mut response = field.show(ui, &mut text);
    if response.gained_focus() && !ui.input(|input| input.pointer.any_down() || input.pointer.any_released()) {
        select_all(ui, id, &text);
    }
    let edited = response.changed();
    response.flags.remove(eframe::egui::response::Flags::CHANGED);
    let entered = response.has_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if edited {
        ui.data_mut(|data| data.insert_temp(key, text.clone()));
    }
    if (response.lost_focus() || entered || (edited && !focused)) && (typing || edited) {
        match read(&text, today, year) {
            Ok(date) => {
                ui.data_mut(|data| data.remove::<String>(key));
                if *value != date {
                    *value = date;
                    response.mark_changed();
                }
                ui.request_repaint();
            }
            Err(_) => ui.request_repaint(),
        }
    }
    response
}

/// Reached by key, the whole date is selected, and typing puts another in its place.
fn select_all(ui: &Ui, id: Id, text: &str) {
    let mut state = TextEditState::load(ui, id).unwrap_or_default();
    let all = CCursorRange::two(CCursor::default(), CCursor::new(text.chars().count()));
    state.cursor.set_char_range(Some(all));
    state.store(ui, id);
}

#[cfg(test)]
mod tests {
    use super::{DateError, Year, parse, read, typed, words};
    use crate::model::time::{DateFormat, long_date, show_dates};
    use jiff::civil::{Date, date};

    const TODAY: Date = date(2026, 11, 22);

    #[test]
    fn reads_dates_as_they_are_written_here() {
        for text in [
            "03/09/2026",
            "3/9/26",
            "3.9.2026",
            "3 Sep 2026",
            "3 sept 2026",
            "3rd of September, 2026",
            "Thu 3 September 2026",
            "2026-09-03",
            " 3 sep ",
            "3/9",
        ] {
            assert_eq!(parse(text, TODAY), Ok(Some(date(2026, 9, 3))), "{text}");
        }
        assert_eq!(parse("today", TODAY), Ok(Some(TODAY)));
        assert_eq!(parse("Yesterday", TODAY), Ok(Some(date(2026, 11, 21))));
        assert_eq!(parse("  ", TODAY), Ok(None));
    }

    #[test]
    fn without_a_year_it_is_the_last_such_day() {
        assert_eq!(parse("25 dec", TODAY), Ok(Some(date(2025, 12, 25))));
        assert_eq!(parse("22/11", TODAY), Ok(Some(TODAY)));
        assert_eq!(read("22/11", TODAY, Year::Ahead), Ok(Some(TODAY)));
        assert_eq!(read("3 jan", TODAY, Year::Ahead), Ok(Some(date(2027, 1, 3))));
    }

    #[test]
    fn says_what_is_wrong() {
        for (text, error) in [
            ("31/02/2026", DateError::NoSuchDay),
            ("32/1/2026", DateError::NoSuchDay),
            ("3/13/2026", DateError::NoSuchMonth),
            ("3/9/1826", DateError::Year),
            ("3/9/202", DateError::Unknown),
            ("soon", DateError::Unknown),
            ("1 2 3 4", DateError::Unknown),
            ("29 feb", DateError::NoSuchDay),
            ("３/９/2026", DateError::Unknown),
        ] {
            assert_eq!(parse(text, TODAY), Err(error), "{text}");
        }
    }

    #[test]
    fn what_is_shown_can_be_typed() {
        for format in DateFormat::ALL {
            show_dates(format);
            let day = date(2026, 9, 3);
            for text in [typed(day), words(day), long_date(day)] {
                assert_eq!(parse(&text, TODAY), Ok(Some(day)), "{text}");
            }
            // However dates are shown, a typed one is read day first.
            assert_eq!(parse("3/9/2026", TODAY), Ok(Some(day)));
        }
        show_dates(DateFormat::Words);
    }

    #[test]
    fn no_text_makes_it_stop() {
        let pieces = ["", "/", "-", "31", "2026", "feb", "today", "é", "\u{0}", "99999999999"];
        for a in pieces {
            for b in pieces {
                for c in pieces {
                    let _kept = parse(&format!("{a} {b}/{c}"), TODAY);
                }
            }
        }
    }
}
