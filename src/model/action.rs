//! Actions: what must change, how it is followed up, and what is said of it.

use super::case::keyed;
use super::time::{Moment, near_date};
use super::urgent::same_person;
use jiff::civil::Date;
use uuid::Uuid;

keyed! {
    /// How much an action matters.
    #[derive(Default)]
    Priority {
        /// Before everything else.
        High = "high", "High";
        /// In its turn.
        #[default]
        Normal = "normal", "Normal";
        /// When there is time.
        Low = "low", "Low";
    }
}

keyed! {
    /// How far an action is while it is not done.
    #[derive(Default)]
    Stage {
        /// Nothing was done yet.
        #[default]
        NotStarted = "not_started", "Not started";
        /// Someone is at it.
        InProgress = "in_progress", "In progress";
        /// Said to be done; what shows it is still to come.
        AwaitingEvidence = "awaiting_evidence", "Awaiting evidence";
    }
}

keyed! {
    /// *Did it make a difference for the child?*
    Difference {
        /// It did.
        Yes = "yes", "Yes";
        /// In part.
        Partly = "partly", "Partly";
        /// It did not.
        No = "no", "No";
        /// It cannot be told yet.
        TooEarly = "too_early", "Too early to tell";
    }
}

/// One thing that must change, by whom and when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Action {
    /// Its number in this workbook.
    pub id: i64,
    /// The same in every copy of the workbook; it tells when the action was raised.
    pub uuid: Uuid,
    /// The audit it came from.
    pub audit: i64,
    /// The judgement it stands under; empty for the whole audit.
    pub judgement: String,
    /// What must change.
    pub text: String,
    /// Who sees to it.
    pub owner: String,
    /// When it is due.
    pub due: Option<Date>,
    /// When it was done.
    pub done: Option<Date>,
    /// The evidence that it was done.
    pub done_evidence: String,
    /// How much it matters.
    pub priority: Priority,
    /// How far it is while it is not done.
    pub stage: Stage,
    /// Notes of progress.
    pub progress: String,
    /// The day someone verified that it was done.
    pub verified: Option<Date>,
    /// Who verified it: someone other than its owner.
    pub verified_by: String,
    /// Whether it made a difference for the child; none when nobody said.
    pub difference: Option<Difference>,
    /// What shows that it did, or did not.
    pub difference_why: String,
    /// When it is audited again.
    pub reaudit: Option<Date>,
    /// The criterion it came from; empty for none.
    pub criterion: String,
    /// The area for improvement it came from.
    pub area: Option<i64>,
    /// The piece of evidence it came from.
    pub evidence: Option<i64>,
}

/// The fields that follow an action up: they are written after its audit is final, too.
pub const FOLLOW_UP: &[&str] = &[
    "done",
    "done_evidence",
    "stage",
    "progress",
    "verified",
    "verified_by",
    "difference",
    "difference_why",
    "reaudit",
    "owner",
    "due",
    "priority",
];

/// How an action stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Not done.
    Open,
    /// Said to be done; nobody else has looked yet.
    ToVerify,
    /// Done, and verified by someone else.
    Verified,
}

/// How long an action that is not done is over its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Age {
    /// Up to a week.
    Week,
    /// Up to 30 days.
    Month,
    /// More than 30 days.
    Longer,
}

/// Where in its audit an action came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// A piece of evidence.
    Evidence,
    /// An area for improvement.
    Area,
    /// A question.
    Criterion,
    /// A section or judgement.
    Judgement,
    /// The audit as a whole.
    Audit,
}

/// An action is due soon when this many days or fewer are left.
pub const SOON: i32 = 7;

impl Action {
    /// Whether it is due before `today` and not done.
    pub fn overdue(&self, today: Date) -> bool {
        self.days_over(today).is_some()
    }

    /// How many days it is over its day, when it is and is not done.
    pub fn days_over(&self, today: Date) -> Option<i32> {
        let due = self.due.filter(|due| self.done.is_none() && *due < today)?;
        Some(days(due, today))
    }

    /// How many days are left, when it is due soon and is not done.
    pub fn days_left(&self, today: Date) -> Option<i32> {
        let due = self.due.filter(|due| self.done.is_none() && *due >= today)?;
        Some(days(today, due)).filter(|days| *days <= SOON)
    }

    /// How long it is over its day.
    pub fn age(&self, today: Date) -> Option<Age> {
        Some(match self.days_over(today)? {
            ..=7 => Age::Week,
            8..=30 => Age::Month,
            _ => Age::Longer,
        })
    }

    /// How it stands.
    pub fn standing(&self) -> Standing {
        match (self.done, self.verified) {
            (None, _) => Standing::Open,
            (Some(_), None) => Standing::ToVerify,
            (Some(_), Some(_)) => Standing::Verified,
        }
    }

    /// When it was raised.
    pub fn raised(&self) -> Option<Moment> {
        let (seconds, nanos) = self.uuid.get_timestamp()?.to_unix();
        let millis = i64::try_from(seconds).ok()?.checked_mul(1000)?;
        Some(Moment(millis + i64::from(nanos / 1_000_000)))
    }

    /// Where in its audit it came from.
    pub fn source(&self) -> Source {
        if self.evidence.is_some() {
            Source::Evidence
        } else if self.area.is_some() {
            Source::Area
        } else if !self.criterion.is_empty() {
            Source::Criterion
        } else if !self.judgement.is_empty() {
            Source::Judgement
        } else {
            Source::Audit
        }
    }

    /// When it is due, as a list says it: `12 days over`, `In 4 days`, `28 Nov`; nothing without a day.
    pub fn due_words(&self, today: Date) -> String {
        if let Some(over) = self.days_over(today) {
            return match over {
                1 => "1 day over".to_owned(),
                n => format!("{n} days over"),
            };
        }
        match self.days_left(today) {
            Some(0) => "Today".to_owned(),
            Some(1) => "Tomorrow".to_owned(),
            Some(n) => format!("In {n} days"),
            None => self.due.map(|due| near_date(due, today)).unwrap_or_default(),
        }
    }

    /// How far it is, in words: `In progress`, `Done, to verify`, `Verified 2 Oct`.
    pub fn status_words(&self, today: Date) -> String {
        match (self.standing(), self.verified) {
            (Standing::Open, _) => self.stage.name().to_owned(),
            (Standing::Verified, Some(day)) => format!("Verified {}", near_date(day, today)),
            _ => "Done, to verify".to_owned(),
        }
    }

    /// Whether it made a difference, in words: `Partly: 9 of 13; re-audit 3 Dec`. Nothing while nobody said.
    pub fn difference_words(&self, today: Date) -> String {
        let why = self.difference_why.lines().next().unwrap_or_default().trim();
        let mut words = match (self.difference, why) {
            (None, "") => String::new(),
            (None, why) => why.to_owned(),
            (Some(difference), "") => difference.name().to_owned(),
            (Some(difference), why) => format!("{}: {why}", difference.name()),
        };
        if let Some(day) = self.reaudit {
            let again = near_date(day, today);
            words = match words.as_str() {
                "" => format!("Re-audit {again}"),
                said => format!("{}; re-audit {again}", said.trim_end_matches('.')),
            };
        }
        words
    }

    /// Why it cannot stand so, in a sentence; nothing when it can.
    pub fn fault(&self, today: Date) -> Option<&'static str> {
        if self.done.is_some_and(|done| done > today) {
            return Some("The day it was done is still to come. Check the date.");
        }
        if same_person(&self.owner, &self.verified_by) {
            return Some("An action is verified by someone other than its owner.");
        }
        let verified = self.verified?;
        if self.done.is_none() {
            return Some("An action is verified once it is done. Say when it was done first.");
        }
        if self.verified_by.trim().is_empty() {
            return Some("Say who verified it.");
        }
        if verified > today {
            return Some("The day it was verified is still to come. Check the date.");
        }
        if self.done.is_some_and(|done| verified < done) {
            return Some("It was verified before it was done. Check the dates.");
        }
        None
    }
}

/// Whole days from one day to another.
fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

/// How long actions took from raising to done: the median in days of those done in this quarter of the year and in the
/// one before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DaysToDone {
    /// Of those done in this quarter.
    pub this_quarter: Option<i32>,
    /// Of those done in the quarter before.
    pub last_quarter: Option<i32>,
}

impl DaysToDone {
    /// Worked out from all actions.
    pub fn of<'a>(actions: impl Iterator<Item = &'a Action>, today: Date) -> Self {
        let (mut this, mut last) = (Vec::new(), Vec::new());
        let now = quarter(today);
        for action in actions {
            let (Some(done), Some(raised)) = (action.done, action.raised()) else {
                continue;
            };
            // What was done before it was written down took no time.
            let took = days(raised.date(), done).max(0);
            match now - quarter(done) {
                0 => this.push(took),
                1 => last.push(took),
                _ => {}
            }
        }
        Self {
            this_quarter: median(this),
            last_quarter: median(last),
        }
    }

    /// As the screen says it: `Median time to done 34 days, last quarter 51`; nothing when nothing was done in either.
    pub fn words(self) -> String {
        let days = |n: i32| {
            if n == 1 {
                "1 day".to_owned()
            } else {
                format!("{n} days")
            }
        };
        match (self.this_quarter, self.last_quarter) {
            (None, None) => String::new(),
            (Some(this), None) => format!("Median time to done {} this quarter", days(this)),
            (None, Some(last)) => format!("Median time to done {} last quarter", days(last)),
            (Some(this), Some(last)) => format!("Median time to done {}, last quarter {last}", days(this)),
        }
    }
}

/// Quarters of years, counted through.
fn quarter(day: Date) -> i32 {
    i32::from(day.year()) * 4 + i32::from(day.month() - 1) / 3
}

fn median(mut all: Vec<i32>) -> Option<i32> {
    all.sort_unstable();
    let (below, above) = (all.get(all.len().checked_sub(1)? / 2)?, all.get(all.len() / 2)?);
    Some((below + above + 1) / 2)
}

#[cfg(test)]
mod tests;
