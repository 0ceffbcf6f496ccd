//! Actions: what must change.

use super::case::keyed;
use jiff::civil::Date;

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
    Stage {
        /// Nothing was done yet.
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// Its number in this workbook.
    pub id: i64,
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

impl Action {
    /// Whether it is due before `today` and not done.
    pub fn overdue(&self, today: Date) -> bool {
        self.done.is_none() && self.due.is_some_and(|due| due < today)
    }
}
