//! Edits on a temporary workbook: what each does, and what is refused.

use crate::fixture::{Book, evidence, new_audits, started};
use plumbline::app::edit::{Edit, NewConcern};
use plumbline::app::history::HistoryOf;
use plumbline::model::audit::{SafeNow, Status};
use plumbline::model::case::CaseKind;
use plumbline::model::change::{Entity, Fields, Place, Target, Value};

#[test]
fn twenty_references_make_twenty_audits_and_a_child_may_have_many() {
    let mut book = Book::new();
    let references: Vec<String> = (4400..4420).map(|n| n.to_string()).collect();
    let names: Vec<&str> = references.iter().map(String::as_str).collect();
    let new = new_audits(&mut book.session, &names, CaseKind::ChildInNeed);
    started(&mut book.session, new);
    let again = book.child("4400", CaseKind::ChildProtection);
    let rows = book.session.audit_rows().unwrap();
    assert_eq!(rows.len(), 21);
    assert_eq!(rows.iter().filter(|row| row.who == "4400").count(), 2);
    assert!(rows.iter().all(|row| row.status == Status::Allocated));
    let view = book.session.audit_view(again).unwrap().unwrap();
    assert_eq!(view.other_audits.len(), 1);
}

#[test]
fn an_answer_begins_the_audit_and_counts_as_progress() {
    let mut book = Book::new();
    let audit = book.child("4417", CaseKind::ChildProtection);
    let criterion = book.session.audit_view(audit).unwrap().unwrap().framework.judgements[2]
        .criteria()
        .next()
        .unwrap()
        .id
        .clone();
    book.apply(Edit::Set(Place::answer(audit, &criterion, "value"), Value::from("yes")));
    let row = book.session.audit_rows().unwrap().remove(0);
    assert_eq!((row.status, row.answered), (Status::Draft, Some(1)));
    assert!((30..=40).contains(&row.asked), "{}", row.asked);
    // Not applicable and not enough evidence are answers, and distinct.
    book.apply(Edit::Set(Place::answer(audit, &criterion, "value"), Value::from("nee")));
    assert_eq!(
        book.session.audit_view(audit).unwrap().unwrap().answers[&criterion].value,
        "nee"
    );
}

#[test]
fn setting_what_is_already_so_changes_nothing() {
    let mut book = Book::new();
    let audit = book.child("4417", CaseKind::ChildProtection);
    let before = book.session.store().head().unwrap();
    for place in [
        Place::answer(audit, "3.6", "value"),
        Place::judgement(audit, "assessment", "found"),
        Place::row(Entity::Audit, audit, "overall"),
    ] {
        let done = book.session.apply(&Edit::Set(place, Value::from(""))).unwrap();
        assert_eq!(done.seq, None);
    }
    assert_eq!(book.session.store().head().unwrap(), before);
    assert_eq!(book.session.audit_rows().unwrap()[0].status, Status::Allocated);
}

#[test]
fn a_final_audit_is_closed_to_change() {
    let mut book = Book::new();
    let audit = book.child("4417", CaseKind::ChildProtection);
    for status in [Status::Draft, Status::Submitted, Status::Final] {
        book.apply(Edit::SetStatus { audit, status });
    }
    let refused = book.session.apply(&evidence(audit, "late")).unwrap_err();
    assert!(refused.to_string().contains("final"), "{refused}");
    let skipped = book
        .session
        .apply(&Edit::SetStatus {
            audit,
            status: Status::Draft,
        })
        .unwrap_err();
    assert!(skipped.to_string().contains("one step"), "{skipped}");
    book.apply(Edit::SetStatus {
        audit,
        status: Status::Agreed,
    });
    book.apply(evidence(audit, "after reopening"));
}

#[test]
fn safe_now_carries_its_time() {
    let mut book = Book::new();
    let audit = book.child("4417", CaseKind::ChildProtection);
    book.apply(Edit::Set(
        Place::row(Entity::Audit, audit, "safe_now"),
        Value::from("unsure"),
    ));
    let (found, _) = book.session.store().audit(audit).unwrap().unwrap();
    assert_eq!(found.safe_now, SafeNow::Unsure);
    assert!(found.safe_now_at.is_some());
}

#[test]
fn an_urgent_concern_stays_open_until_someone_else_confirms_safety() {
    let mut book = Book::new();
    let audit = book.child("4220", CaseKind::ChildProtection);
    book.apply(Edit::RaiseConcern(Box::new(NewConcern {
        audit,
        seen: "Not seen for six weeks.".into(),
        ..NewConcern::default()
    })));
    assert_eq!(book.session.workbook_view().unwrap().open_concerns.len(), 1);
    let confirm = |by: &str| Edit::SetFields {
        entity: Entity::UrgentConcern,
        row: 1,
        fields: Fields::from([
            ("safe_confirmed_by".to_owned(), Value::from(by)),
            (
                "safe_confirmed_at".to_owned(),
                Value::Int(crate::fixture::NOW.0 + 60_000),
            ),
        ]),
    };
    let refused = book.session.apply(&confirm(" a auditor ")).unwrap_err();
    assert!(refused.to_string().contains("someone other"), "{refused}");
    // It is followed up whatever became of the audit.
    book.apply(Edit::SetStatus {
        audit,
        status: Status::Withdrawn,
    });
    book.apply(confirm("Team manager, West"));
    assert!(book.session.workbook_view().unwrap().open_concerns.is_empty());
}

#[test]
fn what_stood_in_an_urgent_concern_of_a_final_audit_is_put_back() {
    let mut book = Book::new();
    let audit = book.child("4417", CaseKind::ChildProtection);
    book.apply(Edit::RaiseConcern(Box::new(NewConcern {
        audit,
        seen: "Seen with a bruise".into(),
        ..Default::default()
    })));
    for status in [Status::Draft, Status::Submitted, Status::Final] {
        book.apply(Edit::SetStatus { audit, status });
    }
    for words in ["R. Hale", "R. Hales"] {
        book.apply(Edit::SetFields {
            entity: Entity::UrgentConcern,
            row: 1,
            fields: Fields::from([("told_who".to_owned(), Value::from(words))]),
        });
    }
    let of = HistoryOf::Row(Target::Row(Entity::UrgentConcern, 1));
    let history = book.session.history(&of).unwrap();
    let put_back = history.entries[0].lines[0].put_back.clone().unwrap();
    book.apply(put_back);
    let concerns = book.session.store().urgent_concerns(Some(audit)).unwrap();
    assert_eq!(concerns[0].told_who, "R. Hale");
}

#[test]
fn a_tag_is_made_in_place_and_carried() {
    let mut book = Book::new();
    let audit = book.child("4417", CaseKind::ChildProtection);
    book.apply(evidence(audit, "Two periods of neglect are listed but not weighed."));
    book.apply(Edit::NewTag {
        name: "Kinship panel".into(),
        group: String::new(),
        evidence: Some(1),
    });
    let tags = book.session.store().tags().unwrap();
    let made = tags.iter().find(|tag| tag.name == "Kinship panel").unwrap();
    assert_eq!(made.uses, 1);
    book.apply(Edit::Tag {
        evidence: 1,
        tag: made.id,
        on: false,
    });
    assert_eq!(book.session.store().evidence(audit).unwrap()[0].tags, [1, 2]);
}

#[test]
fn a_text_of_a_hundred_kilobytes_is_held_and_a_longer_one_refused() {
    let mut book = Book::new();
    let audit = book.child("4417", CaseKind::ChildProtection);
    let place = Place::judgement(audit, "assessment", "found");
    let text = "é𐍈\u{0}\u{202e}\n".chars().cycle().take(20_000).collect::<String>();
    assert!(text.len() <= 100 * 1024);
    book.apply(Edit::Set(place.clone(), Value::from(text.as_str())));
    assert_eq!(
        book.session.store().judgements(audit).unwrap()["assessment"].found,
        text
    );
    let refused = book
        .session
        .apply(&Edit::Set(place, Value::from("x".repeat(100 * 1024 + 1))))
        .unwrap_err();
    assert!(refused.to_string().contains("100 KB"), "{refused}");
}

#[test]
fn unknown_rows_and_fields_are_refused_in_words() {
    let mut book = Book::new();
    assert!(book.session.apply(&evidence(99, "x")).is_err());
    assert!(
        book.session
            .apply(&Edit::Set(Place::row(Entity::Audit, 99, "team"), Value::from("x")))
            .is_err()
    );
    let audit = book.child("4417", CaseKind::ChildProtection);
    assert!(
        book.session
            .apply(&Edit::Set(Place::row(Entity::Audit, audit, "colour"), Value::from("x")))
            .is_err()
    );
}

#[test]
fn details_belong_to_an_open_audit_and_begin_nothing() {
    let mut book = Book::new();
    let audit = book.child("4417", CaseKind::ChildProtection);
    let team = |team: &str| Edit::SetFields {
        entity: Entity::Audit,
        row: audit,
        fields: Fields::from([("team".to_owned(), Value::from(team))]),
    };
    book.apply(team("West"));
    let status = |book: &Book| book.session.store().audit(audit).unwrap().unwrap().0.status;
    assert_eq!(status(&book), Status::Allocated);
    for next in [Status::Draft, Status::Submitted, Status::Final] {
        book.apply(Edit::SetStatus { audit, status: next });
    }
    assert!(book.session.apply(&team("East")).is_err());
}

#[test]
fn what_was_written_for_one_child_is_not_given_to_twenty() {
    let mut book = Book::new();
    let mut new = new_audits(&mut book.session, &["1", "2"], CaseKind::ChildInNeed);
    new.about.sex = "Female".into();
    book.apply(Edit::StartAudits(Box::new(new)));
    let case = |book: &Book, id| book.session.store().case(id).unwrap().unwrap();
    assert_eq!(case(&book, 1).sex, "");
    let mut new = new_audits(&mut book.session, &["1"], CaseKind::ChildInNeed);
    new.about.sex = "Female".into();
    book.apply(Edit::StartAudits(Box::new(new)));
    assert_eq!(
        (case(&book, 1).sex.as_str(), case(&book, 2).sex.as_str()),
        ("Female", "")
    );
}

#[test]
fn what_was_written_stays_in_sight_when_the_kind_of_case_is_corrected() {
    let mut book = Book::new();
    let audit = book.child("4417", CaseKind::ChildInCare);
    book.apply(Edit::Set(Place::answer(audit, "11.3", "value"), Value::from("yes")));
    book.apply(Edit::SetFields {
        entity: Entity::Audit,
        row: audit,
        fields: Fields::from([("kind".to_owned(), Value::from(CaseKind::FrontDoor.key()))]),
    });
    let view = book.session.audit_view(audit).unwrap().unwrap();
    let (framework, answers) = (&view.framework, &view.answers);
    let section = view
        .sections
        .iter()
        .find(|section| framework.judgements[section.at].criteria().any(|c| c.id == "11.3"))
        .expect("its section is listed");
    let judgement = &framework.judgements[section.at];
    let shown = plumbline::model::rules::asked_or_answered(framework, judgement, &view.audit, answers);
    assert!(shown.iter().any(|(criterion, _)| criterion.id == "11.3"));
}

#[test]
fn a_dialog_over_a_child_and_an_audit_is_one_action() {
    let mut book = Book::new();
    let audit = book.child("4417", CaseKind::ChildProtection);
    let state = |book: &Book| {
        let (audit, _) = book.session.store().audit(audit).unwrap().unwrap();
        let case = book.session.store().case(1).unwrap().unwrap();
        (case.reference, audit.team)
    };
    let before = state(&book);
    let fields = |name: &str, value: &str| Fields::from([(name.to_owned(), Value::from(value))]);
    book.apply(Edit::SetRows(vec![
        (Entity::Case, 1, fields("reference", "4471")),
        (Entity::Audit, audit, fields("team", "West")),
    ]));
    assert_eq!(state(&book), ("4471".to_owned(), "West".to_owned()));
    book.session.undo().unwrap().unwrap();
    assert_eq!(state(&book), before);
    // All of it or nothing: the second row is not there.
    let refused = book.session.apply(&Edit::SetRows(vec![
        (Entity::Case, 1, fields("reference", "4471")),
        (Entity::Audit, 999, fields("team", "West")),
    ]));
    assert!(refused.is_err());
    assert_eq!(state(&book), before);
}
