//! Times and dates. Times are UTC and come from an injected clock, so that tests are stable.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

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

    /// `12 Nov 13:40`, in the computer's own time zone.
    pub fn day_and_time(self) -> String {
        self.local().strftime("%-d %b %H:%M").to_string()
    }

    /// `12/11/2026 13:40`, in the computer's own time zone.
    pub fn full(self) -> String {
        self.local().strftime("%d/%m/%Y %H:%M").to_string()
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

/// `3 Sep 2026`: a date as the screen shows it.
pub fn short_date(date: Date) -> String {
    date.strftime("%-d %b %Y").to_string()
}

/// `3 Sep`: a date in a list, with its year where that is not this one.
pub fn near_date(date: Date, today: Date) -> String {
    if date.year() == today.year() {
        date.strftime("%-d %b").to_string()
    } else {
        short_date(date)
    }
}

/// `3 September 2026`: a date as a report shows it.
pub fn long_date(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
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
