//! Times and dates. Times are UTC and come from an injected clock, so that tests are stable.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::cell::Cell;

/// How dates are shown. However they are shown, a typed date is read in British order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateFormat {
    /// `12 Nov 2026`.
    #[default]
    Words,
    /// `12/11/2026`.
    Slashes,
    /// `2026-11-12`.
    Iso,
}

thread_local! {
    /// The window's thread and the workbook's are each told how dates are shown: handing it to every line that shows one
    /// would say it a hundred times.
    static SHOWN: Cell<DateFormat> = const { Cell::new(DateFormat::Words) };
}

/// From now on this thread shows dates so.
pub fn show_dates(format: DateFormat) {
    SHOWN.set(format);
}

/// How this thread shows dates.
pub fn shown_dates() -> DateFormat {
    SHOWN.get()
}

impl DateFormat {
    /// Every way, in the order settings show them.
    pub const ALL: [Self; 3] = [Self::Words, Self::Slashes, Self::Iso];

    /// A date shown so.
    pub fn date(self, date: Date) -> String {
        self.write(date, "%-d %b %Y")
    }

    /// A date as it stands in a field, where it is typed over.
    pub fn typed(self, date: Date) -> String {
        self.write(date, "%d/%m/%Y")
    }

    /// What stands in an empty field for a date.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Words | Self::Slashes => "dd/mm/yyyy",
            Self::Iso => "yyyy-mm-dd",
        }
    }

    fn write(self, date: Date, words: &str) -> String {
        let format = match self {
            Self::Words => words,
            Self::Slashes => "%d/%m/%Y",
            Self::Iso => "%Y-%m-%d",
        };
        date.strftime(format).to_string()
    }

    /// A date without its year, where that way of writing has such a form.
    fn day(self, date: Date) -> String {
        let format = match self {
            Self::Words => "%-d %b",
            Self::Slashes => "%d/%m",
            Self::Iso => "%Y-%m-%d",
        };
        date.strftime(format).to_string()
    }
}

/// A moment: milliseconds since 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Moment(pub i64);

impl Moment {
    fn local(self) -> jiff::Zoned {
        jiff::Timestamp::from_millisecond(self.0)
            .unwrap_or_default()
            .to_zoned(TimeZone::system())
    }

    /// The day of this moment in the computer's own time zone.
    pub fn date(self) -> Date {
        self.local().date()
    }

    /// `14:03:22`, in the computer's own time zone.
    pub fn clock_time(self) -> String {
        self.local().strftime("%H:%M:%S").to_string()
    }

    /// `13:40`, in the computer's own time zone.
    pub fn minute(self) -> String {
        self.local().strftime("%H:%M").to_string()
    }

    /// `12 Nov 13:40`, in the computer's own time zone.
    pub fn day_and_time(self) -> String {
        format!("{} {}", shown_dates().day(self.date()), self.minute())
    }

    /// `12 Nov 2026 13:40`, in the computer's own time zone.
    pub fn full(self) -> String {
        format!("{} {}", short_date(self.date()), self.minute())
    }

    /// `12/11/2026 13:40`, in the computer's own time zone: as it stands in a field, where it is typed over.
    pub fn typed(self) -> String {
        format!("{} {}", shown_dates().typed(self.date()), self.minute())
    }

    /// `2026-11-12T13:40:00Z`: UTC, for files other programs read.
    pub fn iso(self) -> String {
        let seconds = jiff::Timestamp::from_millisecond(self.0).unwrap_or_default();
        seconds.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }

    /// Whole hours from this moment to `now`; never negative.
    pub fn hours_until(self, now: Self) -> i64 {
        ((now.0 - self.0) / 3_600_000).max(0)
    }
}

/// `3 Sep 2026`: a date as this thread shows it.
pub fn short_date(date: Date) -> String {
    shown_dates().date(date)
}

/// `3 September 2026`: a date in a sentence.
pub fn long_date(date: Date) -> String {
    shown_dates().write(date, "%-d %B %Y")
}

/// `3 Sep`: a date of this year without its year; else as [`short_date`].
pub fn near_date(date: Date, today: Date) -> String {
    if date.year() == today.year() {
        shown_dates().day(date)
    } else {
        short_date(date)
    }
}

/// Reads a date stored as `2026-09-03`; anything else is no date.
pub fn stored_date(text: &str) -> Option<Date> {
    text.parse().ok()
}

/// Where the time comes from.
pub trait Clock: Send + Sync {
    /// The time now.
    fn now(&self) -> Moment;
}

/// The computer's own clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that asks the computer for the time"
    )]
    fn now(&self) -> Moment {
        Moment(jiff::Timestamp::now().as_millisecond())
    }
}

/// A clock for tests and example data: it stands where it is put and moves a step at each look.
#[derive(Debug)]
pub struct StepClock {
    now: std::sync::atomic::AtomicI64,
    step: i64,
}

impl StepClock {
    /// A clock that starts at `start` and moves a second at each look.
    pub fn at(start: Moment) -> Self {
        Self {
            now: std::sync::atomic::AtomicI64::new(start.0),
            step: 1000,
        }
    }

    /// A clock that stands still at `moment`.
    pub fn still(moment: Moment) -> Self {
        Self {
            now: std::sync::atomic::AtomicI64::new(moment.0),
            step: 0,
        }
    }

    /// Puts the clock to `moment`.
    pub fn set(&self, moment: Moment) {
        self.now.store(moment.0, std::sync::atomic::Ordering::SeqCst);
    }
}

impl Clock for StepClock {
    fn now(&self) -> Moment {
        Moment(self.now.fetch_add(self.step, std::sync::atomic::Ordering::SeqCst))
    }
}

/// Midday UTC of a date: the moment used where only the day is known.
pub fn midday(date: Date) -> Moment {
    let seconds = date
        .at(12, 0, 0, 0)
        .to_zoned(TimeZone::UTC)
        .map_or(0, |zoned| zoned.timestamp().as_millisecond());
    Moment(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn dates_are_shown_as_this_thread_was_told() {
        let (day, today) = (date(2026, 9, 3), date(2026, 11, 12));
        let shown = || {
            [
                short_date(day),
                long_date(day),
                near_date(day, today),
                near_date(date(2025, 9, 3), today),
            ]
        };
        assert_eq!(shown(), ["3 Sep 2026", "3 September 2026", "3 Sep", "3 Sep 2025"]);
        show_dates(DateFormat::Slashes);
        assert_eq!(shown(), ["03/09/2026", "03/09/2026", "03/09", "03/09/2025"]);
        show_dates(DateFormat::Iso);
        assert_eq!(shown(), ["2026-09-03", "2026-09-03", "2026-09-03", "2025-09-03"]);
        assert_eq!(DateFormat::Iso.typed(day), "2026-09-03");
        assert_eq!(DateFormat::Words.typed(day), "03/09/2026");
        // Another thread is not touched.
        let other = std::thread::Builder::new().spawn(move || short_date(day)).unwrap();
        assert_eq!(other.join().unwrap(), "3 Sep 2026");
        show_dates(DateFormat::Words);
    }
}
