//! Workbooks that earlier versions of the program made open, check, and can be worked in.

use plumbline::app::edit::Edit;
use plumbline::app::session::{Session, Unlock};
use plumbline::model::change::{Entity, Place, Value};
use plumbline::model::time::{Moment, StepClock};
use std::sync::Arc;

/// The example data as version 1 of the schema kept it, under the passphrase of the tests.
pub fn opened(folder: &std::path::Path) -> Session {
    let path = folder.join("older.plumb");
    let fixture = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/version-1.plumb");
    std::fs::copy(fixture, &path).unwrap();
    let unlock = Unlock::Passphrase("orchid tractor velvet moonlight".to_owned().into());
    Session::open(&path, &unlock, Arc::new(StepClock::at(Moment(1_796_000_000_000)))).unwrap()
}

#[test]
fn a_workbook_of_version_1_opens_checks_and_can_be_worked_in() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = opened(folder.path());
    let verdict = session.store().verify().unwrap();
    assert_eq!(verdict.faults, Vec::<String>::new());
    assert!(verdict.changes > 500, "{}", verdict.changes);
    let action = session.store().actions(None).unwrap().first().cloned().unwrap();
    let place = Place::row(Entity::Action, action.id, "progress");
    session.apply(&Edit::Set(place, Value::from("Begun"))).unwrap();
    let tag = session.store().tags().unwrap().first().cloned().unwrap();
    session
        .apply(&Edit::Set(
            Place::row(Entity::Tag, tag.id, "description"),
            Value::from("For this"),
        ))
        .unwrap();
    assert_eq!(session.store().verify().unwrap().faults, Vec::<String>::new());
    session.undo().unwrap().unwrap();
    session.undo().unwrap().unwrap();
    assert_eq!(session.store().actions(None).unwrap().first(), Some(&action));
    assert_eq!(session.store().verify().unwrap().faults, Vec::<String>::new());
}

/// What was made before a field was there is taken back as long as the field was not set since.
#[test]
fn what_version_1_made_can_be_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = opened(folder.path());
    let mut taken = 0;
    for person in session.store().people().unwrap() {
        session.set_me(person.id).unwrap();
        // What someone else built upon since is refused, and what is final; the rest goes back and comes again.
        while taken < 40 && matches!(session.undo(), Ok(Some(_))) {
            taken += 1;
        }
        while session.redo().unwrap().is_some() {}
    }
    assert!(taken > 0);
    assert_eq!(session.store().verify().unwrap().faults, Vec::<String>::new());
}
