//! What is said of an action.

use super::*;
use jiff::civil::date;

const TODAY: Date = date(2026, 11, 12);

fn raised(day: Date) -> Uuid {
    let at = crate::model::time::midday(day).0;
    uuid::Builder::from_unix_timestamp_millis(at.unsigned_abs(), &[0; 10]).into_uuid()
}

fn action() -> Action {
    Action {
        id: 1,
        uuid: raised(date(2026, 9, 3)),
        audit: 1,
        judgement: String::new(),
        text: "Chronology completed".into(),
        owner: "Team manager, West".into(),
        due: None,
        done: None,
        done_evidence: String::new(),
        priority: Priority::Normal,
        stage: Stage::InProgress,
        progress: String::new(),
        verified: None,
        verified_by: String::new(),
        difference: None,
        difference_why: String::new(),
        reaudit: None,
        criterion: String::new(),
        area: None,
        evidence: None,
    }
}

fn due(day: Date) -> Action {
    Action {
        due: Some(day),
        ..action()
    }
}

#[test]
fn when_it_is_due_reads_as_one_would_say_it() {
    let words = |day| due(day).due_words(TODAY);
    assert_eq!(words(date(2026, 10, 31)), "12 days over");
    assert_eq!(words(date(2026, 11, 11)), "1 day over");
    assert_eq!(words(TODAY), "Today");
    assert_eq!(words(date(2026, 11, 13)), "Tomorrow");
    assert_eq!(words(date(2026, 11, 16)), "In 4 days");
    assert_eq!(words(date(2026, 11, 19)), "In 7 days");
    assert_eq!(words(date(2026, 11, 28)), "28 Nov");
    assert_eq!(words(date(2027, 1, 8)), "8 Jan 2027");
    assert_eq!(action().due_words(TODAY), "");
    // What is done is late no more.
    let done = Action {
        done: Some(TODAY),
        ..due(date(2026, 9, 30))
    };
    assert_eq!(done.due_words(TODAY), "30 Sep");
    assert!(!done.overdue(TODAY) && done.age(TODAY).is_none());
}

#[test]
fn it_ages_by_a_week_a_month_and_longer() {
    let age = |day| due(day).age(TODAY);
    assert_eq!(age(TODAY), None);
    assert_eq!(age(date(2026, 11, 5)), Some(Age::Week));
    assert_eq!(age(date(2026, 11, 4)), Some(Age::Month));
    assert_eq!(age(date(2026, 10, 13)), Some(Age::Month));
    assert_eq!(age(date(2026, 10, 12)), Some(Age::Longer));
}

#[test]
fn how_far_it_is_and_what_difference_it_made_stand_in_words() {
    let mut one = action();
    assert_eq!(one.status_words(TODAY), "In progress");
    one.done = Some(date(2026, 9, 30));
    assert_eq!(one.status_words(TODAY), "Done, to verify");
    assert_eq!(one.standing(), Standing::ToVerify);
    (one.verified, one.verified_by) = (Some(date(2026, 10, 2)), "B. Manager".into());
    assert_eq!(one.status_words(TODAY), "Verified 2 Oct");
    assert_eq!(one.difference_words(TODAY), "");
    one.reaudit = Some(date(2026, 12, 3));
    assert_eq!(one.difference_words(TODAY), "Re-audit 3 Dec");
    one.difference = Some(Difference::Partly);
    assert_eq!(one.difference_words(TODAY), "Partly; re-audit 3 Dec");
    one.difference_why = "9 of 13.\nThe rest in spring.".into();
    assert_eq!(one.difference_words(TODAY), "Partly: 9 of 13; re-audit 3 Dec");
    one.reaudit = None;
    assert_eq!(one.difference_words(TODAY), "Partly: 9 of 13.");
}

#[test]
fn it_is_verified_once_done_by_someone_else_and_not_before() {
    let mut one = action();
    assert_eq!(one.fault(TODAY), None);
    one.verified_by = "team manager (west)".into();
    assert!(one.fault(TODAY).is_some_and(|why| why.contains("other than its owner")));
    one.verified_by = "B. Manager".into();
    assert_eq!(one.fault(TODAY), None);
    one.verified = Some(date(2026, 10, 2));
    assert!(one.fault(TODAY).is_some_and(|why| why.contains("once it is done")));
    one.done = Some(date(2026, 10, 3));
    assert!(one.fault(TODAY).is_some_and(|why| why.contains("before it was done")));
    one.done = Some(date(2026, 10, 2));
    assert_eq!(one.fault(TODAY), None);
    one.verified_by = " ".into();
    assert!(one.fault(TODAY).is_some_and(|why| why.contains("who verified")));
    one.verified_by = "B. Manager".into();
    one.verified = Some(date(2026, 11, 13));
    assert!(one.fault(TODAY).is_some_and(|why| why.contains("to come")));
    (one.verified, one.done) = (None, Some(date(2026, 11, 13)));
    assert!(one.fault(TODAY).is_some_and(|why| why.contains("to come")));
    // Where nobody owns it, anyone may verify it.
    let free = Action {
        owner: String::new(),
        done: Some(TODAY),
        verified: Some(TODAY),
        verified_by: "B. Manager".into(),
        ..action()
    };
    assert_eq!(free.fault(TODAY), None);
}

#[test]
fn the_median_is_of_those_done_in_this_quarter_and_the_last() {
    let done = |raised_on: Date, day: Date| Action {
        uuid: raised(raised_on),
        done: Some(day),
        ..action()
    };
    let all = [
        done(date(2026, 9, 3), date(2026, 10, 1)),
        done(date(2026, 9, 3), date(2026, 11, 12)),
        // Written down after it was done.
        done(date(2026, 11, 10), date(2026, 11, 1)),
        done(date(2026, 6, 1), date(2026, 7, 1)),
        done(date(2026, 6, 1), date(2026, 9, 30)),
        done(date(2025, 6, 1), date(2026, 6, 30)),
        action(),
    ];
    let took = DaysToDone::of(all.iter(), TODAY);
    assert_eq!((took.this_quarter, took.last_quarter), (Some(28), Some(76)));
    assert_eq!(took.words(), "Median time to done 28 days, last quarter 76");
    assert_eq!(DaysToDone::of(all.iter(), date(2026, 3, 31)).words(), "");
    let only_last = DaysToDone::of(all.iter(), date(2027, 1, 4));
    assert_eq!(only_last.words(), "Median time to done 28 days last quarter");
    // The first quarter follows the last of the year before.
    assert_eq!(quarter(date(2027, 1, 1)) - quarter(date(2026, 12, 31)), 1);
}

#[test]
fn where_it_came_from_is_the_nearest_thing_it_names() {
    let mut one = action();
    assert_eq!(one.source(), Source::Audit);
    one.judgement = "risk".into();
    assert_eq!(one.source(), Source::Judgement);
    one.criterion = "3.6".into();
    assert_eq!(one.source(), Source::Criterion);
    one.area = Some(2);
    assert_eq!(one.source(), Source::Area);
    one.evidence = Some(7);
    assert_eq!(one.source(), Source::Evidence);
    assert_eq!(one.raised().map(Moment::date), Some(date(2026, 9, 3)));
}
