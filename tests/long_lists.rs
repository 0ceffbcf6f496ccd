//! The long lists that are patched from each commit are what they would be if they were read afresh.

use crate::fixture::{Book, evidence, new_audits};
use plumbline::app::edit::{Edit, NewAction, NewConcern};
use plumbline::app::lists::Lists;
use plumbline::app::session::Session;
use plumbline::model::audit::Status;
use plumbline::model::case::CaseKind;
use plumbline::model::change::{Entity, Fields, Place, Value};
use proptest::prelude::*;

fn set(entity: Entity, row: i64, field: &str, value: impl Into<Value>) -> Edit {
    Edit::Set(Place::row(entity, row, field), value.into())
}

/// One of the edits that long lists show something of; many are refused.
fn edit(session: &mut Session, which: u8, n: u8) -> Edit {
    let audit = i64::from(n % 5) + 1;
    let row = i64::from(n % 3) + 1;
    let team = ["", "North", "South"][usize::from(n) % 3];
    match which % 18 {
        0 => {
            let mut new = new_audits(
                session,
                &[["A-1", "A-2", "A-3"][usize::from(n) % 3]],
                CaseKind::ChildInNeed,
            );
            new.team = team.into();
            Edit::StartAudits(Box::new(new))
        }
        1 => Edit::Set(
            Place::answer(audit, ["1.1", "3.1", "3.6"][usize::from(n) % 3], "value"),
            ["yes", ""][usize::from(n) % 2].into(),
        ),
        2 => set(Entity::Audit, audit, "team", team),
        3 => set(
            Entity::Audit,
            audit,
            "kind",
            CaseKind::ALL[usize::from(n) % CaseKind::ALL.len()].key(),
        ),
        4 => set(Entity::Audit, audit, "auditor", row),
        5 => set(Entity::Case, row, "reference", format!("B-{n}")),
        6 => set(Entity::Person, row, "name", format!("C. Auditor {n}")),
        7 => Edit::AddPerson {
            name: format!("D. Auditor {n}"),
            role: String::new(),
        },
        8 => Edit::AddAction(Box::new(NewAction {
            audit,
            text: "act".into(),
            owner: team.into(),
            ..NewAction::default()
        })),
        9 => set(Entity::Action, row, "done", "2026-11-10"),
        10 => Edit::Delete([Entity::Action, Entity::Evidence][usize::from(n) % 2], row),
        11 => Edit::RaiseConcern(Box::new(NewConcern {
            audit,
            seen: "alone".into(),
            ..NewConcern::default()
        })),
        12 => Edit::SetFields {
            entity: Entity::UrgentConcern,
            row,
            fields: Fields::from([
                ("safe_confirmed_by".to_owned(), "Head of service".into()),
                (
                    "safe_confirmed_at".to_owned(),
                    Value::Int(1_794_490_900_000 + i64::from(n)),
                ),
            ]),
        },
        13 => evidence(audit, "seen"),
        14 => Edit::Tag {
            evidence: row,
            tag: i64::from(n % 4) + 1,
            on: n.is_multiple_of(2),
        },
        15 => Edit::NewTag {
            name: format!("tag {n}"),
            group: String::new(),
            evidence: Some(row),
        },
        16 => Edit::SetStatus {
            audit,
            status: Status::ALL[usize::from(n) % Status::ALL.len()],
        },
        _ => set(Entity::Audit, audit, "safe_now", "no"),
    }
}

/// The lists are those of a fresh reading, and how far each audit is agrees with the audit itself.
fn same_as_afresh(lists: &Lists, session: &Session) -> Result<(), TestCaseError> {
    let rows: Vec<_> = lists.audits.iter().cloned().collect();
    prop_assert_eq!(&rows, &session.audit_rows().unwrap());
    for row in &rows {
        let view = session.audit_view(row.id).unwrap().unwrap();
        prop_assert_eq!((row.answered, row.asked), (Some(view.progress().0), view.progress().1));
        prop_assert_eq!(&row.who, &view.who);
        prop_assert_eq!(
            row.concern.is_some(),
            view.concerns.iter().any(plumbline::model::urgent::UrgentConcern::open)
        );
    }
    let actions: Vec<_> = lists.actions.iter().cloned().collect();
    prop_assert_eq!(actions, session.action_rows().unwrap());
    let (patched, afresh) = (lists.workbook(session).unwrap(), session.workbook_view().unwrap());
    prop_assert!(patched.tags_counted);
    prop_assert_eq!(&patched.tags, &afresh.tags);
    prop_assert_eq!(&patched.teams, &afresh.teams);
    prop_assert_eq!(&patched.open_concerns, &afresh.open_concerns);
    prop_assert_eq!((patched.undo, patched.redo), (afresh.undo, afresh.redo));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn patched_lists_are_those_of_a_fresh_reading(
        before in proptest::collection::vec((any::<u8>(), any::<u8>()), 0..20),
        steps in proptest::collection::vec((any::<u8>(), any::<u8>()), 1..40),
    ) {
        let mut book = Book::new();
        let session = &mut book.session;
        for (which, n) in before {
            let edit = edit(session, which, n);
            drop(session.apply(&edit));
        }
        let mut lists = Lists::read(session).unwrap();
        for (which, n) in steps {
            let done = match which % 23 {
                // Counting goes on between edits.
                20 => {
                    lists.count_on(session).unwrap();
                    continue;
                }
                21 => session.undo(),
                22 => session.redo(),
                _ => {
                    let edit = edit(session, which, n);
                    session.apply(&edit).map(Some)
                }
            };
            if let Ok(Some(committed)) = done {
                let kept = lists.clone();
                let changed = lists.patch(session, &committed).unwrap();
                // What is not told is not changed, and what was told before stays as it was told.
                prop_assert!(changed.audits || kept.audits == lists.audits);
                prop_assert!(changed.actions || kept.actions == lists.actions);
            }
        }
        while lists.counting() {
            lists.count_on(session).unwrap();
        }
        same_as_afresh(&lists, session)?;
    }
}

#[test]
fn a_commit_of_very_many_audits_is_read_as_a_whole() {
    let mut book = Book::new();
    book.child("1", CaseKind::ChildInNeed);
    let mut lists = Lists::read(&book.session).unwrap();
    let references: Vec<String> = (0..600).map(|n| format!("R-{n}")).collect();
    let references: Vec<&str> = references.iter().map(String::as_str).collect();
    let new = new_audits(&mut book.session, &references, CaseKind::ChildInNeed);
    let committed = book.session.apply(&Edit::StartAudits(Box::new(new))).unwrap();
    let changed = lists.patch(&book.session, &committed).unwrap();
    assert!(changed.audits && changed.workbook);
    while lists.counting() {
        lists.count_on(&book.session).unwrap();
    }
    same_as_afresh(&lists, &book.session).unwrap();
}
