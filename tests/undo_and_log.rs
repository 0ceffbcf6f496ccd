//! Undo and redo restore exactly; the change log notices what was changed behind its back.

use crate::fixture::{Book, evidence};
use plumbline::app::edit::{Edit, NewAction};
use plumbline::app::session::Session;
use plumbline::model::audit::Status;
use plumbline::model::case::CaseKind;
use plumbline::model::change::{Entity, Place, Value};
use proptest::prelude::*;

/// Everything a user sees of an audit, but for history.
fn picture(session: &Session) -> String {
    let mut text = format!(
        "{:?}\n{:?}\n",
        session.audit_rows().unwrap(),
        session.store().tags().unwrap()
    );
    for row in session.audit_rows().unwrap() {
        let v = session.audit_view(row.id).unwrap().unwrap();
        text.push_str(&format!(
            "{:?}{:?}{:?}{:?}{:?}{:?}{:?}",
            v.audit, v.case, v.answers, v.judgements, v.evidence, v.areas, v.actions
        ));
    }
    text
}

fn edit(audit: i64, which: u8, n: u8) -> Edit {
    let criteria = ["1.1", "3.1", "3.6", "4.1"];
    let values = ["yes", "partly", "no", "na", "nee", ""];
    let texts = ["", "one", "two words", "drei Wörter 中"];
    let criterion = criteria[usize::from(n) % 4];
    match which % 10 {
        0 => Edit::Set(
            Place::answer(audit, criterion, "value"),
            Value::from(values[usize::from(n) % 6]),
        ),
        1 => Edit::Set(
            Place::answer(audit, criterion, "note"),
            Value::from(texts[usize::from(n) % 4]),
        ),
        2 => Edit::Set(
            Place::judgement(audit, "assessment", "found"),
            Value::from(texts[usize::from(n) % 4]),
        ),
        3 => Edit::Set(
            Place::judgement(audit, "assessment", "grade"),
            Value::from(["good", "inadequate", ""][usize::from(n) % 3]),
        ),
        4 => evidence(audit, texts[1 + usize::from(n) % 3]),
        5 => Edit::Tag {
            evidence: i64::from(n % 4) + 1,
            tag: i64::from(n % 7) + 1,
            on: n.is_multiple_of(2),
        },
        6 => Edit::Link {
            evidence: i64::from(n % 4) + 1,
            criterion: criterion.into(),
            on: n.is_multiple_of(2),
        },
        7 => Edit::Delete(Entity::Evidence, i64::from(n % 4) + 1),
        8 => Edit::NewTag {
            name: format!("tag {n}"),
            group: String::new(),
            evidence: Some(i64::from(n % 4) + 1),
        },
        _ => Edit::AddAction(Box::new(NewAction {
            audit,
            text: "act".into(),
            ..NewAction::default()
        })),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Any run of edits, taken back one by one and brought back one by one, passes through the same pictures; and the
    /// log holds throughout.
    #[test]
    fn undo_and_redo_restore_exactly(steps in proptest::collection::vec((any::<u8>(), any::<u8>()), 1..14)) {
        let mut book = Book::new();
        let audit = book.child("4417", CaseKind::ChildProtection);
        let mut pictures = vec![picture(&book.session)];
        for (which, n) in steps {
            // Edits of evidence that is not there are refused and leave nothing.
            if book.session.apply(&edit(audit, which, n)).is_ok_and(|done| done.seq.is_some()) {
                pictures.push(picture(&book.session));
            }
        }
        for at in (0..pictures.len() - 1).rev() {
            prop_assert!(book.session.undo().unwrap().is_some());
            prop_assert_eq!(&picture(&book.session), &pictures[at]);
        }
        let mut book = book.reopen();
        for expected in pictures.iter().skip(1) {
            prop_assert!(book.session.redo().unwrap().is_some());
            prop_assert_eq!(&picture(&book.session), expected);
        }
        prop_assert!(book.session.redo().unwrap().is_none());
        let verdict = book.session.store().verify().unwrap();
        prop_assert_eq!(verdict.faults, Vec::<String>::new());
    }
}

#[test]
fn a_new_action_ends_redo_and_the_making_of_the_workbook_is_not_undone() {
    let mut book = Book::new();
    let audit = book.child("4417", CaseKind::ChildProtection);
    book.apply(evidence(audit, "one"));
    book.session.undo().unwrap().unwrap();
    assert!(book.session.workbook_view().unwrap().redo.is_some());
    book.apply(evidence(audit, "two"));
    assert!(book.session.workbook_view().unwrap().redo.is_none());
    while book.session.undo().unwrap().is_some() {}
    assert_eq!(book.session.audit_rows().unwrap().len(), 0);
    assert_eq!(book.session.workbook_view().unwrap().workbook.council, "North Council");
}

#[test]
fn what_someone_else_changed_since_is_not_taken_back() {
    let mut book = Book::new();
    let audit = book.child("4417", CaseKind::ChildProtection);
    let place = Place::judgement(audit, "assessment", "found");
    book.apply(Edit::AddPerson {
        name: "B. Auditor".into(),
        role: String::new(),
    });
    book.session.undo().unwrap().unwrap();
    book.session.redo().unwrap().unwrap();
    book.apply(Edit::Set(place.clone(), Value::from("mine")));
    book.session.set_me(2).unwrap();
    book.apply(Edit::Set(place, Value::from("theirs")));
    book.session.set_me(1).unwrap();
    let refused = book.session.undo().unwrap_err();
    assert!(refused.to_string().contains("changed again since"), "{refused}");
    assert_eq!(
        book.session.store().judgements(audit).unwrap()["assessment"].found,
        "theirs"
    );
}

#[test]
fn taking_back_the_first_answer_makes_the_audit_allocated_again() {
    let mut book = Book::new();
    let audit = book.child("4417", CaseKind::ChildProtection);
    book.apply(Edit::Set(Place::answer(audit, "3.6", "value"), Value::from("yes")));
    book.session.undo().unwrap();
    assert_eq!(book.session.audit_rows().unwrap()[0].status, Status::Allocated);
}

#[test]
fn what_someone_else_worked_on_is_not_taken_out_with_its_making() {
    let mut book = Book::new();
    let audit = book.child("4417", CaseKind::ChildProtection);
    book.apply(Edit::AddPerson {
        name: "B. Auditor".into(),
        role: String::new(),
    });
    book.apply(evidence(audit, "mine"));
    book.session.set_me(2).unwrap();
    book.apply(Edit::Tag {
        evidence: 1,
        tag: 5,
        on: true,
    });
    book.session.set_me(1).unwrap();
    let refused = book.session.undo().unwrap_err();
    assert!(refused.to_string().contains("changed again since"), "{refused}");
    assert_eq!(book.session.store().evidence(audit).unwrap()[0].tags, [1, 2, 5]);
}

#[test]
fn a_final_audit_is_closed_to_undo_but_for_the_step_that_closed_it() {
    let mut book = Book::new();
    let audit = book.child("4417", CaseKind::ChildProtection);
    book.apply(Edit::AddPerson {
        name: "B. Auditor".into(),
        role: String::new(),
    });
    book.apply(Edit::Set(Place::answer(audit, "3.6", "value"), Value::from("yes")));
    book.apply(Edit::Set(Place::answer(audit, "3.6", "value"), Value::from("no")));
    book.session.set_me(2).unwrap();
    for status in [Status::Submitted, Status::Final] {
        book.apply(Edit::SetStatus { audit, status });
    }
    book.session.set_me(1).unwrap();
    let refused = book.session.undo().unwrap_err();
    assert!(refused.to_string().contains("final"), "{refused}");
    book.session.set_me(2).unwrap();
    book.session.undo().unwrap().unwrap();
    assert_eq!(book.session.audit_rows().unwrap()[0].status, Status::Submitted);
}

#[test]
fn an_action_of_a_final_audit_is_followed_up_but_not_taken_out() {
    let mut book = Book::new();
    let audit = book.child("4417", CaseKind::ChildProtection);
    let other = book
        .session
        .apply(&Edit::AddPerson {
            name: "B. Auditor".into(),
            role: String::new(),
        })
        .unwrap()
        .touched[0]
        .row;
    book.apply(Edit::AddAction(Box::new(NewAction {
        audit,
        text: "Bring the chronology up to date".into(),
        ..Default::default()
    })));
    book.session.set_me(other).unwrap();
    for status in [Status::Submitted, Status::Final] {
        book.apply(Edit::SetStatus { audit, status });
    }
    book.session.set_me(1).unwrap();
    assert!(book.session.undo().is_err());
    assert_eq!(book.session.store().actions(Some(audit)).unwrap().len(), 1);
    let action = book.session.store().actions(Some(audit)).unwrap()[0].id;
    let done = Place::row(Entity::Action, action, "done");
    book.apply(Edit::Set(done, Value::from("2026-11-12")));
    assert!(book.session.undo().unwrap().is_some());
    assert_eq!(book.session.store().actions(Some(audit)).unwrap()[0].done, None);
}

#[test]
fn a_deletion_is_taken_back_by_its_own_button_whatever_was_done_since() {
    let mut book = Book::new();
    let audit = book.child("4417", CaseKind::ChildProtection);
    book.apply(evidence(audit, "The chronology stops in May."));
    let piece = book.session.store().evidence(audit).unwrap()[0].id;
    let deleted = book
        .session
        .apply(&Edit::Delete(Entity::Evidence, piece))
        .unwrap()
        .seq
        .unwrap();
    book.apply(Edit::Set(
        Place::judgement(audit, "assessment", "why"),
        Value::from("Because"),
    ));
    assert!(book.session.undo_this(deleted).unwrap().is_some());
    assert_eq!(book.session.store().evidence(audit).unwrap().len(), 1);
    assert_eq!(
        book.session.store().judgements(audit).unwrap()["assessment"].why,
        "Because"
    );
    // Once is enough.
    assert!(book.session.undo_this(deleted).unwrap().is_none());
}

#[test]
fn whoever_has_worked_in_it_stays_in_its_history_by_name() {
    let mut book = Book::new();
    let audit = book.child("4417", CaseKind::ChildProtection);
    book.apply(Edit::AddPerson {
        name: "B. Auditor".into(),
        role: String::new(),
    });
    book.session.set_me(2).unwrap();
    let why = Place::judgement(audit, "assessment", "why");
    book.apply(Edit::Set(why, Value::from("Because")));
    book.session.set_me(1).unwrap();
    let refused = book.session.undo().unwrap_err().to_string();
    assert!(refused.contains("has worked in the workbook"), "{refused}");
    assert_eq!(book.session.store().people().unwrap().len(), 2);
}
