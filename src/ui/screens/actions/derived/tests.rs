//! The list of actions equals a plain look at each.

use super::*;
use crate::model::action::{Action, Priority};
use jiff::civil::date;
use proptest::prelude::*;

const TODAY: Date = date(2026, 11, 12);

fn row(id: i64, subject: Subject, due: Option<Date>) -> ActionRow {
    ActionRow {
        action: Action {
            id,
            due,
            owner: format!("Owner {}", id % 3),
            ..Action::default()
        },
        who: id.to_string(),
        subject,
        whom: "child",
        team: if id % 2 == 0 { "North" } else { "West" }.to_owned(),
        about: String::new(),
        open: true,
    }
}

fn listed(rows: &[ActionRow]) -> Listed<ActionRow> {
    rows.iter().cloned().collect()
}

fn ids(rows: &[ActionRow], filter: &Filter, held: Option<&Held>) -> Vec<i64> {
    let derived = Derived::of(&listed(rows), filter, held, TODAY);
    let id = |at: &usize| rows.get(*at).map_or(0, |row| row.action.id);
    derived.shown.iter().map(id).collect()
}

#[test]
fn overdue_stand_first_and_a_childs_before_the_services() {
    let mut rows = vec![
        row(1, Subject::Service, Some(date(2026, 10, 1))),
        row(2, Subject::Child, Some(date(2026, 11, 11))),
        row(3, Subject::Child, Some(date(2026, 12, 1))),
        row(4, Subject::Team, None),
        row(5, Subject::Child, None),
        row(6, Subject::Service, Some(date(2026, 11, 16))),
        row(7, Subject::Child, Some(date(2026, 12, 1))),
    ];
    rows[6].action.priority = Priority::High;
    let mut filter = Filter::default();
    assert_eq!(ids(&rows, &filter, None), [2, 1, 7, 3, 5, 4, 6]);
    let held = Held::of(&rows[1], TODAY);
    // Done and verified come last, and verified not at first.
    rows[1].action.done = Some(TODAY);
    rows[0].action.done = Some(date(2026, 10, 1));
    rows[0].action.verified = Some(TODAY);
    assert_eq!(ids(&rows, &filter, None), [7, 3, 5, 4, 6, 2]);
    // What is followed up stays where it was while it is done.
    assert_eq!(ids(&rows, &filter, Some(&held)), [2, 7, 3, 5, 4, 6]);
    filter.only = Only::Any;
    assert_eq!(ids(&rows, &filter, None), [7, 3, 5, 4, 6, 2, 1]);
    filter.by = By::Team;
    assert_eq!(ids(&rows, &filter, None), [4, 6, 2, 7, 3, 5, 1]);
    filter.order = Order::Descending;
    assert_eq!(ids(&rows, &filter, None), [7, 3, 5, 1, 4, 6, 2]);
}

proptest! {
    /// Every filter, count and choice equals a plain look at each action.
    #[test]
    fn filters_and_counts_equal_a_plain_scan(
        made in proptest::collection::vec((0..3_usize, -40..40_i64, 0..4_u8, 0..4_u8), 0..60),
        only in 0..10_usize, from in 0..8_usize, owner in proptest::option::of(0..4_i64), north in any::<bool>(),
    ) {
        let rows: Vec<ActionRow> = made
            .iter()
            .zip(1..)
            .map(|((subject, due, stands, source), id)| {
                let day = |by: i64| TODAY.checked_add(jiff::Span::new().days(by)).ok();
                let mut row = row(id, Subject::ALL[*subject], day(*due));
                row.action.done = day(-due.abs()).filter(|_| *stands > 1);
                row.action.verified = day(0).filter(|_| *stands > 2);
                row.action.evidence = Some(1).filter(|_| *source == 1);
                row.action.area = Some(1).filter(|_| *source == 2);
                if *source == 3 {
                    row.action.criterion = "3.6".to_owned();
                }
                row
            })
            .collect();
        let filter = Filter {
            only: Only::ALL[only].0,
            from: From::ALL[from].0,
            owner: owner.map(|n| format!("Owner {n}")),
            team: north.then(|| "North".to_owned()),
            ..Filter::default()
        };
        let scan = |filter: &Filter| rows.iter().filter(|row| {
            filter.only.fits(&row.action, TODAY)
                && filter.from.fits(row)
                && filter.owner.as_ref().is_none_or(|owner| row.action.owner == *owner)
                && filter.team.as_ref().is_none_or(|team| row.team == *team)
        }).map(|row| row.action.id).collect::<Vec<_>>();
        let mut shown = ids(&rows, &filter, None);
        shown.sort_unstable();
        prop_assert_eq!(shown, scan(&filter));
        let derived = Derived::of(&listed(&rows), &filter, None, TODAY);
        for (count, (only, _)) in derived.onlys.iter().zip(Only::ALL) {
            prop_assert_eq!(count.all, scan(&Filter { only, ..filter.clone() }).len());
        }
        for (count, (from, _)) in derived.froms.iter().zip(From::ALL) {
            prop_assert_eq!(count.all, scan(&Filter { from, ..filter.clone() }).len());
        }
        for (name, count) in &derived.owners {
            prop_assert_eq!(count.all, scan(&Filter { owner: Some(name.clone()), ..filter.clone() }).len());
        }
        for (name, count) in &derived.teams {
            prop_assert_eq!(count.all, scan(&Filter { team: Some(name.clone()), ..filter.clone() }).len());
        }
    }
}
