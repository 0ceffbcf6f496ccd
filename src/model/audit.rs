//! Audits: one auditor's work on one case, team or service against one framework version.

use super::case::{CaseKind, Overlays, keyed};
use super::dip::Part;
use super::time::Moment;
use jiff::civil::Date;

keyed! {
    /// What is audited.
    Subject {
        /// A child's case.
        Child = "child", "A child’s case";
        /// A team.
        Team = "team", "A team";
        /// The whole service.
        Service = "service", "The service";
    }
}

keyed! {
    /// Where an audit stands. Only submitted ones and later count in figures.
    Status {
        /// Given to an auditor, not begun.
        Allocated = "allocated", "Allocated";
        /// Begun.
        Draft = "draft", "Draft";
        /// Handed in by the auditor.
        Submitted = "submitted", "Submitted";
        /// A second person is grading it.
        InModeration = "in_moderation", "In moderation";
        /// First and second grade are agreed.
        Agreed = "agreed", "Agreed";
        /// Closed to changes.
        Final = "final", "Final";
        /// Not to be done after all.
        Withdrawn = "withdrawn", "Withdrawn";
    }
}

impl Status {
    /// Whether an audit at this status counts in figures.
    pub fn counts(self) -> bool {
        matches!(self, Self::Submitted | Self::InModeration | Self::Agreed | Self::Final)
    }

    /// Whether its words and grades may be changed.
    pub fn open_to_change(self) -> bool {
        !matches!(self, Self::Final | Self::Withdrawn)
    }

    /// Where it may go from here, the usual step first.
    pub fn next(self) -> &'static [Self] {
        match self {
            Self::Allocated => &[Self::Draft, Self::Withdrawn],
            Self::Draft => &[Self::Submitted, Self::Withdrawn],
            Self::Submitted => &[Self::InModeration, Self::Final, Self::Draft, Self::Withdrawn],
            Self::InModeration => &[Self::Agreed, Self::Submitted, Self::Withdrawn],
            Self::Agreed => &[Self::Final, Self::InModeration, Self::Withdrawn],
            Self::Final => &[Self::Agreed],
            Self::Withdrawn => &[Self::Draft],
        }
    }

    /// The button that takes an audit here from `from`.
    pub fn step_from(self, from: Self) -> &'static str {
        match (from, self) {
            (Self::Allocated, Self::Draft) => "Begin",
            (Self::Submitted, Self::Draft) => "Back to draft",
            (Self::Withdrawn, Self::Draft) => "Bring back",
            (_, Self::Submitted) if from == Self::InModeration => "Back to submitted",
            (_, Self::Submitted) => "Submit",
            (_, Self::InModeration) if from == Self::Agreed => "Back to moderation",
            (_, Self::InModeration) => "Send to moderation",
            (Self::Final, Self::Agreed) => "Reopen",
            (_, Self::Agreed) => "Agree grades",
            (_, Self::Final) => "Mark final",
            (_, Self::Withdrawn) => "Withdraw",
            (_, Self::Draft) => "Draft",
            (_, Self::Allocated) => "Allocate",
        }
    }
}

keyed! {
    /// How the audit was done.
    Method {
        /// From the file.
        File = "file", "From the file";
        /// With the worker.
        WithWorker = "with_worker", "With the worker";
        /// A dip sample.
        DipSample = "dip_sample", "Dip sample";
        /// On one theme.
        Theme = "theme", "Theme";
    }
}

keyed! {
    /// *Is the child safe now?* Kept apart from every grade.
    SafeNow {
        /// Safe enough today.
        Yes = "yes", "Yes";
        /// Cannot tell.
        Unsure = "unsure", "Unsure";
        /// Not safe.
        No = "no", "No";
        /// Not looked at yet.
        NotAssessed = "not_assessed", "Not assessed";
    }
}

keyed! {
    /// Whether the child, or the parents and carers, were asked for their view.
    AskedForView {
        /// Asked, and they answered.
        Asked = "asked", "Asked";
        /// Asked and declined.
        Declined = "declined", "Declined";
        /// Not safe to ask.
        Unsafe = "unsafe", "Unsafe to ask";
        /// Tried and not reached.
        NotReached = "not_reached", "Not reached";
    }
}

keyed! {
    /// Whether the worker agrees with the audit.
    WorkerView {
        /// Agrees.
        Agrees = "agrees", "Agrees";
        /// Agrees in part.
        Partly = "partly", "Agrees in part";
        /// Disagrees.
        Disagrees = "disagrees", "Disagrees";
        /// Not asked yet.
        NotAsked = "not_asked", "Not asked yet";
    }
}

/// One audit, without its answers, grades and evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audit {
    /// Its number in this workbook.
    pub id: i64,
    /// What is audited.
    pub subject: Subject,
    /// The case, for a child's.
    pub case_id: Option<i64>,
    /// The kind of case in the period audited.
    pub kind: Option<CaseKind>,
    /// Overlays in the period audited.
    pub overlays: Overlays,
    /// The team in the period audited.
    pub team: String,
    /// The worker's code in the period audited.
    pub worker: String,
    /// The child's legal status in the period audited.
    pub legal_status: String,
    /// The framework version's number in this workbook.
    pub framework: i64,
    /// How it was done.
    pub method: Method,
    /// The theme, where it is on one.
    pub theme: String,
    /// Who took part.
    pub took_part: String,
    /// First day of the period audited.
    pub period_from: Option<Date>,
    /// Last day of the period audited.
    pub period_to: Option<Date>,
    /// When it is due.
    pub due: Option<Date>,
    /// Who audits.
    pub auditor: i64,
    /// Where it stands.
    pub status: Status,
    /// Whether the child is safe now.
    pub safe_now: SafeNow,
    /// When that was answered.
    pub safe_now_at: Option<Moment>,
    /// On what that answer rests.
    pub safe_now_why: String,
    /// The overall grade's id; empty when none is entered.
    pub overall: String,
    /// Why this overall grade.
    pub overall_why: String,
    /// The overall grade agreed at moderation; empty when there is none.
    pub agreed_overall: String,
    /// Why the agreed grade.
    pub agreed_why: String,
    /// Who moderated.
    pub moderator: Option<i64>,
    /// The worker's reflection.
    pub worker_reflection: String,
    /// Whether the worker agrees.
    pub worker_view: WorkerView,
    /// Whether the child was asked.
    pub child_asked: Option<AskedForView>,
    /// What the child said.
    pub child_said: String,
    /// Whether the parents or carers were asked.
    pub parents_asked: Option<AskedForView>,
    /// What the parents or carers said.
    pub parents_said: String,
    /// The dip sample it is a part of.
    pub dip_sample: Option<Part>,
    /// The comment on it there.
    pub comment: String,
}

/// Whom an audit is about, in a word: a care leaver is a young adult and no child.
pub fn whom(subject: Subject, kind: Option<CaseKind>) -> &'static str {
    match (subject, kind) {
        (Subject::Child, Some(CaseKind::CareLeaver)) => "young person",
        (Subject::Child, _) => "child",
        (Subject::Team | Subject::Service, _) => "children",
    }
}

impl Audit {
    /// Whom it is about, in a word.
    pub fn whom(&self) -> &'static str {
        whom(self.subject, self.kind)
    }

    /// What stands over the impact of practice.
    pub fn impact_word(&self) -> &'static str {
        match self.whom() {
            "young person" => "Impact on the young person",
            "child" => "Impact on the child",
            _ => "Impact on children",
        }
    }

    /// The question that stands at the top of every audit of a case.
    pub fn safe_question(&self) -> String {
        format!("Is the {} safe now?", self.whom())
    }

    /// The grade that counts: agreed where there is one, first otherwise.
    pub fn counted_overall(&self) -> &str {
        if self.agreed_overall.is_empty() {
            &self.overall
        } else {
            &self.agreed_overall
        }
    }
}
