//! Dates as spreadsheets and people write them: the day before the month.

use jiff::civil::Date;

/// Day numbers of a spreadsheet between 1982 and 2064.
const SERIALS: std::ops::RangeInclusive<i32> = 30_000..=60_000;

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

/// What stands in a cell of dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// Nothing, or a word for nothing.
    Nothing,
    /// A day.
    On(Date),
    /// Something else.
    Unreadable,
}

/// Reads a cell: `2026-03-09`, `09/03/2026`, `9.3.26`, `9 March 2026`, with or without a time, or a spreadsheet's day number.
pub(super) fn read(text: &str) -> When {
    let text = text.trim();
    let nothing = [
        "",
        "-",
        "--",
        "n/a",
        "na",
        "none",
        "null",
        "nil",
        "open",
        "ongoing",
        "current",
        "not applicable",
        "tbc",
        "no",
    ];
    if nothing.contains(&text.to_lowercase().as_str()) || text.starts_with("00/00/0") || text.starts_with("0000-00-00")
    {
        return When::Nothing;
    }
    day(text).map_or(When::Unreadable, When::On)
}

fn day(text: &str) -> Option<Date> {
    if let Ok(number) = text.parse::<f64>() {
        let days = number.trunc() as i32;
        let start = jiff::civil::date(1899, 12, 30);
        return if SERIALS.contains(&days) {
            start.checked_add(jiff::Span::new().days(days)).ok()
        } else {
            None
        };
    }
    // A time of day after the date is not asked for.
    let text = text
        .split_once('T')
        .filter(|(_, time)| time.starts_with(|c: char| c.is_ascii_digit()))
        .map_or(text, |(date, _)| date);
    let parts: Vec<&str> = text
        .split(|c: char| matches!(c, '/' | '-' | '.' | ',') || c.is_whitespace())
        .filter(|part| !part.is_empty())
        .take(4)
        .collect();
    let parts = match parts.as_slice() {
        // `Mon 9 March 2026`
        [name, rest @ ..] if rest.len() == 3 && name.chars().all(char::is_alphabetic) => rest,
        all => all,
    };
    let [a, b, c, ..] = parts else {
        return None;
    };
    if parts.get(3).is_some_and(|time| !time.contains(':')) {
        return None;
    }
    let number = |text: &str| {
        text.parse::<i16>()
            .ok()
            .filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let (year, month, day) = if a.len() == 4 && number(a).is_some() {
        (number(a)?, month(b)?, number(c)?)
    } else {
        let day = a.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        (year(c)?, month(b)?, number(day)?)
    };
    let date = Date::new(year, month, i8::try_from(day).ok()?).ok()?;
    (1900..2200).contains(&date.year()).then_some(date)
}

fn month(text: &str) -> Option<i8> {
    if let Ok(month) = text.parse::<i8>() {
        return Some(month);
    }
    let text = text.to_lowercase();
    let at = MONTHS
        .iter()
        .position(|name| text.len() >= 3 && name.starts_with(&text))?;
    i8::try_from(at + 1).ok()
}

/// Two digits are of this century up to 49, as spreadsheets take them.
fn year(text: &str) -> Option<i16> {
    let year: i16 = text.parse().ok()?;
    match text.len() {
        2 => Some(if year < 50 { 2000 + year } else { 1900 + year }),
        4 => Some(year),
        _ => None,
    }
}

/// Whole years from a birth to a day; 0 before birth.
pub(super) fn age(birth: Date, today: Date) -> u8 {
    let years = i32::from(today.year()) - i32::from(birth.year());
    let had = (today.month(), today.day()) >= (birth.month(), birth.day());
    u8::try_from(if had { years } else { years - 1 }).unwrap_or(if years < 0 { 0 } else { u8::MAX })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn the_day_comes_before_the_month() {
        for text in [
            "2026-03-09",
            "09/03/2026",
            "9/3/26",
            "9.3.2026",
            "09-03-2026",
            "9 March 2026",
            "9th Mar 2026",
            "09-Mar-26",
            "Mon 9 March 2026",
            "2026-03-09T00:00:00",
            "09/03/2026 14:30",
            "2026/03/09",
            "46090",
            "46090.5",
        ] {
            assert_eq!(read(text), When::On(date("2026-03-09")), "{text}");
        }
        for text in ["", " ", "N/A", "-", "00/00/0000", "Ongoing"] {
            assert_eq!(read(text), When::Nothing, "{text}");
        }
        for text in [
            "03/25/2026",
            "31/02/2026",
            "soon",
            "12",
            "2026",
            "1/2",
            "9/3/026",
            "1/2/3/4",
            "99999",
        ] {
            assert_eq!(read(text), When::Unreadable, "{text}");
        }
    }

    #[test]
    fn ages_turn_on_the_birthday() {
        let birth = date("2014-03-09");
        assert_eq!(age(birth, date("2026-03-08")), 11);
        assert_eq!(age(birth, date("2026-03-09")), 12);
        assert_eq!(age(birth, date("2014-03-09")), 0);
        assert_eq!(age(birth, date("2013-01-01")), 0);
        assert_eq!(age(date("1900-01-01"), date("2199-01-01")), u8::MAX);
    }

    proptest! {
        #[test]
        fn any_date_is_read_in_every_form(days in 0_i32..100_000) {
            let date = date("1920-01-01").checked_add(jiff::Span::new().days(days)).unwrap();
            for form in ["%Y-%m-%d", "%d/%m/%Y", "%-d %B %Y", "%d-%b-%Y"] {
                prop_assert_eq!(read(&date.strftime(form).to_string()), When::On(date));
            }
        }

        #[test]
        fn any_text_is_no_panic(text in "\\PC{0,20}") {
            let _read = read(&text);
        }
    }
}
