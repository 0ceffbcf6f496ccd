//! Urgent concerns: a child who may be unsafe. Plumbline alerts no one; it keeps the record of who did.

use super::time::Moment;

/// A child who may be unsafe, found while auditing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UrgentConcern {
    /// Its number in this workbook.
    pub id: i64,
    /// The audit in which it was found.
    pub audit: i64,
    /// What was seen.
    pub seen: String,
    /// When it was raised here.
    pub raised: Moment,
    /// Who raised it here.
    pub raised_by: i64,
    /// Who was told.
    pub told_who: String,
    /// Their role.
    pub told_role: String,
    /// How they were told: by phone, in person.
    pub told_how: String,
    /// When they were told.
    pub told_at: Option<Moment>,
    /// When it was put on the child's own record.
    pub on_record_at: Option<Moment>,
    /// Who saw the child.
    pub child_seen_by: String,
    /// When the child was seen.
    pub child_seen_at: Option<Moment>,
    /// Who confirmed that the child is safe: never the auditor.
    pub safe_confirmed_by: String,
    /// When that was confirmed.
    pub safe_confirmed_at: Option<Moment>,
    /// When the head of service was told.
    pub head_told_at: Option<Moment>,
}

impl UrgentConcern {
    /// Open until someone other than the auditor has confirmed that the child is safe.
    pub fn open(&self) -> bool {
        self.safe_confirmed_at.is_none() || self.safe_confirmed_by.trim().is_empty()
    }

    /// Whole hours from raising to `now`, or to the confirmation.
    pub fn hours(&self, now: Moment) -> i64 {
        self.raised.hours_until(if self.open() {
            now
        } else {
            self.safe_confirmed_at.unwrap_or(now)
        })
    }
}

/// Whether two names are one person's, for the rule that safety is confirmed by someone other than the auditor.
pub fn same_person(one: &str, other: &str) -> bool {
    let plain = |name: &str| {
        name.to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    };
    let (one, other) = (plain(one), plain(other));
    !one.is_empty() && one == other
}
