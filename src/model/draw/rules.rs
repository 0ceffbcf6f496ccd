//! The rules that leave a child out of a draw.

use super::{History, Settings};
use crate::model::case::keyed;
use jiff::Span;
use jiff::civil::Date;

keyed! {
    /// Why a child is not drawn. The first that fits counts.
    Rule {
        /// It has no reference, so no audit could name it.
        NoReference = "no_reference", "No reference";
        /// Its reference stood on the list before.
        Twice = "twice", "On the list twice";
        /// Left out beforehand.
        Exempt = "exempt", "Exempt";
        /// Audited in the months before.
        AuditedLately = "audited_lately", "Audited lately";
        /// Allocated or begun, and not handed in.
        BeingAudited = "being_audited", "Being audited";
        /// A brother or sister is drawn.
        SiblingDrawn = "sibling_drawn", "Brother or sister drawn";
    }
}

impl Rule {
    /// What the children it leaves out are, after their number: `12 audited in the last 12 months`.
    pub fn words(self, months: u32) -> String {
        match self {
            Self::NoReference => "without a reference".to_owned(),
            Self::Twice => "on the list before".to_owned(),
            Self::Exempt => "exempt".to_owned(),
            Self::AuditedLately if months == 1 => "audited in the last month".to_owned(),
            Self::AuditedLately => format!("audited in the last {months} months"),
            Self::BeingAudited => "with an audit allocated or begun".to_owned(),
            Self::SiblingDrawn => "with a brother or sister drawn".to_owned(),
        }
    }
}

/// The first day that counts as lately; nothing when there is no such rule.
pub(super) fn lately(months: u32, on: Date) -> Option<Date> {
    let span = Span::new().try_months(months.min(1_200)).unwrap_or_default();
    (months > 0).then(|| on.saturating_sub(span))
}

/// The rule about earlier audits that leaves a child out. Twelve months ago to the day is long enough.
pub(super) fn past(history: &History, settings: &Settings, on: Date, reference: &str) -> Option<Rule> {
    let past = history.get(reference)?;
    let since = lately(settings.months, on);
    if since.is_some_and(|since| past.last.is_some_and(|last| last > since)) {
        return Some(Rule::AuditedLately);
    }
    (settings.not_open && past.open).then_some(Rule::BeingAudited)
}
