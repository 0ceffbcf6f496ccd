//! What the list of actions can be narrowed to, and how it can be ordered.

use crate::app::view::ActionRow;
use crate::model::action::{Action, Age, Source, Standing};
use crate::model::audit::Subject;
use crate::ui::widgets::table::Order;
use jiff::civil::Date;

/// Which actions are listed, by how they stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Only {
    /// Not done, and done but not verified.
    #[default]
    Current,
    Open,
    Overdue,
    Over(Age),
    ToVerify,
    Verified,
    /// Done in the last 30 days.
    Lately,
    Any,
}

impl Only {
    pub(super) const ALL: [(Self, &'static str); 10] = [
        (Self::Current, "open and to verify"),
        (Self::Open, "open"),
        (Self::Overdue, "overdue"),
        (Self::Over(Age::Week), "up to 7 days over"),
        (Self::Over(Age::Month), "8 to 30 days over"),
        (Self::Over(Age::Longer), "more than 30 days over"),
        (Self::ToVerify, "done, to verify"),
        (Self::Verified, "verified"),
        (Self::Lately, "done in the last 30 days"),
        (Self::Any, "any"),
    ];

    pub(super) fn fits(self, action: &Action, today: Date) -> bool {
        match self {
            Self::Current => action.standing() != Standing::Verified,
            Self::Open => action.standing() == Standing::Open,
            Self::Overdue => action.overdue(today),
            Self::Over(age) => action.age(today) == Some(age),
            Self::ToVerify => action.standing() == Standing::ToVerify,
            Self::Verified => action.standing() == Standing::Verified,
            Self::Lately => action.done.is_some_and(|done| {
                let days = done.until(today).map_or(i32::MAX, |span| span.get_days());
                (0..=30).contains(&days)
            }),
            Self::Any => true,
        }
    }
}

/// Which actions are listed, by where they came from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum From {
    #[default]
    Anywhere,
    Subject(Subject),
    Source(Source),
}

impl From {
    pub(super) const ALL: [(Self, &'static str); 8] = [
        (Self::Anywhere, "anywhere"),
        (Self::Subject(Subject::Child), "a child’s audit"),
        (Self::Subject(Subject::Team), "an audit of a team"),
        (Self::Subject(Subject::Service), "an audit of the service"),
        (Self::Source(Source::Evidence), "a piece of evidence"),
        (Self::Source(Source::Area), "an area for improvement"),
        (Self::Source(Source::Criterion), "a question"),
        (Self::Source(Source::Judgement), "a section"),
    ];

    pub(super) fn fits(self, row: &ActionRow) -> bool {
        match self {
            Self::Anywhere => true,
            Self::Subject(subject) => row.subject == subject,
            Self::Source(source) => row.action.source() == source,
        }
    }
}

/// How the list is ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum By {
    /// Overdue first, a child's before a team's before the service's, then by day.
    #[default]
    Due,
    Owner,
    Team,
    Status,
}

/// What the list is narrowed to and how it is ordered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Filter {
    pub(super) only: Only,
    /// None for any; an empty name for nobody.
    pub(super) owner: Option<String>,
    pub(super) team: Option<String>,
    pub(super) from: From,
    pub(super) by: By,
    pub(super) order: Order,
}

impl Default for Filter {
    fn default() -> Self {
        Self {
            only: Only::default(),
            owner: None,
            team: None,
            from: From::default(),
            by: By::default(),
            order: Order::Ascending,
        }
    }
}

impl Filter {
    /// Whether nothing is narrowed beyond what is shown at first.
    pub(super) fn is_plain(&self) -> bool {
        let plain = Self::default();
        self.only == plain.only && self.owner.is_none() && self.team.is_none() && self.from == plain.from
    }

    /// Shows what is shown at first, in the order it is in.
    pub(super) fn clear(&mut self) {
        *self = Self {
            by: self.by,
            order: self.order,
            ..Self::default()
        };
    }
}
