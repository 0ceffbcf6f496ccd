//! The disk at fault: a clear error, the workbook as it was, and the same change saved once the disk is well again.

use super::{Key, Salt, Store, StoreError};
use crate::model::change::{Entity, Fields, Value};
use crate::model::time::{Moment, StepClock};
use std::sync::Arc;

fn store(folder: &std::path::Path) -> Store {
    let clock = Arc::new(StepClock::at(Moment(1_794_490_800_000)));
    let salt = Salt::new().unwrap();
    let mut store = Store::create(&folder.join("a.plumb"), Key::from_bytes([7; 32]), salt, clock).unwrap();
    store
        .act(1, |act| {
            let uuid = Value::from("0123456789abcdef0123456789abcdef");
            act.create(Entity::Workbook, Fields::from([("uuid".to_owned(), uuid)]))?;
            act.create(
                Entity::Person,
                Fields::from([("name".to_owned(), Value::from("A. Auditor"))]),
            )?;
            Ok("Workbook made".to_owned())
        })
        .unwrap();
    store
}

fn title(store: &mut Store, title: &str) -> super::Result<()> {
    let title = Value::from(title);
    store
        .act(1, |act| {
            act.set(Entity::Workbook, 1, "title", title)
                .map(|()| "Title".to_owned())
        })
        .map(|_done| ())
}

#[test]
fn a_full_disk_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = store(folder.path());
    title(&mut store, "before").unwrap();
    let pages = store.pragma_number("page_count").unwrap();
    store.conn.pragma_update(None, "max_page_count", pages).unwrap();
    let long = "x".repeat(60_000);
    let error = title(&mut store, &long).unwrap_err();
    assert!(
        matches!(error, StoreError::DiskFull(_)) && error.disk_at_fault(),
        "{error:?}"
    );
    assert_eq!(store.workbook().unwrap().title, "before");
    assert_eq!(store.verify().unwrap().faults, Vec::<String>::new());
    store.conn.pragma_update(None, "max_page_count", 1_000_000).unwrap();
    title(&mut store, &long).unwrap();
    assert_eq!(store.workbook().unwrap().title, long);
    assert_eq!(store.verify().unwrap().faults, Vec::<String>::new());
}

#[cfg(unix)]
#[test]
fn a_file_that_vanished_or_was_swapped_is_noticed_and_can_be_kept_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = store(folder.path());
    title(&mut store, "before").unwrap();
    let (path, aside) = (folder.path().join("a.plumb"), folder.path().join("aside.plumb"));
    std::fs::rename(&path, &aside).unwrap();
    let error = title(&mut store, "after").unwrap_err();
    assert!(
        matches!(error, StoreError::Vanished(_)) && error.disk_at_fault(),
        "{error:?}"
    );
    std::fs::write(&path, "another file").unwrap();
    assert!(matches!(
        title(&mut store, "after").unwrap_err(),
        StoreError::Vanished(_)
    ));
    assert_eq!(std::fs::read(&path).unwrap(), b"another file");
    let copy = folder.path().join("copy.plumb");
    store.copy_to(&copy).unwrap();
    let (key, clock) = (store.key.clone(), store.clock.clone());
    let mut kept = Store::open(&copy, key, clock).unwrap();
    title(&mut kept, "after").unwrap();
    assert_eq!(kept.workbook().unwrap().title, "after");
    std::fs::remove_file(&path).unwrap();
    std::fs::rename(&aside, &path).unwrap();
    title(&mut store, "back again").unwrap();
}

#[test]
fn a_row_changed_behind_the_logs_back_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = store(folder.path());
    title(&mut store, "one").unwrap();
    title(&mut store, "two").unwrap();
    store
        .act(1, |act| {
            let person = act.create(
                Entity::Person,
                Fields::from([("name".to_owned(), Value::from("B. Auditor"))]),
            )?;
            assert_eq!(person, 2);
            Ok("Person added".to_owned())
        })
        .unwrap();
    store
        .act(1, |act| {
            act.delete(Entity::Person, 2).map(|()| "Person deleted".to_owned())
        })
        .unwrap();
    assert_eq!(store.verify().unwrap().faults, Vec::<String>::new());
    for (change, back) in [
        (
            "UPDATE workbook SET title = 'forged'",
            "UPDATE workbook SET title = 'two'",
        ),
        (
            "UPDATE changes SET before = replace(before, 'one', 'won') WHERE seq = 3",
            "UPDATE changes SET before = replace(before, 'won', 'one') WHERE seq = 3",
        ),
        (
            "UPDATE change_groups SET who = 2 WHERE seq = 2",
            "UPDATE change_groups SET who = 1 WHERE seq = 2",
        ),
        (
            "INSERT INTO people (id, uuid, name) VALUES (9, x'00', 'Nobody')",
            "DELETE FROM people WHERE id = 9",
        ),
        (
            "INSERT INTO people (id, uuid, name) VALUES (2, x'00', 'Gone and back')",
            "DELETE FROM people WHERE id = 2",
        ),
    ] {
        store.batch(change).unwrap();
        assert!(!store.verify().unwrap().faults.is_empty(), "{change}");
        store.batch(back).unwrap();
        assert_eq!(store.verify().unwrap().faults, Vec::<String>::new(), "{back}");
    }
}

#[test]
fn another_passphrase_keeps_everything_and_the_lock() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = store(folder.path());
    title(&mut store, "before").unwrap();
    let (path, old) = (store.path.clone(), store.key.clone());
    store.change_key("orchid tractor velvet moonlight").unwrap();
    let new = store.key.clone();
    assert!(old != new);
    assert_eq!(store.workbook().unwrap().title, "before");
    title(&mut store, "after").unwrap();
    assert_eq!(store.verify().unwrap().faults, Vec::<String>::new());
    assert!(matches!(
        Store::open(&path, new.clone(), store.clock.clone()),
        Err(StoreError::OpenElsewhere(_))
    ));
    let clock = store.clock.clone();
    drop(store);
    assert!(matches!(
        Store::open(&path, old, clock.clone()),
        Err(StoreError::WrongKey(_))
    ));
    assert_eq!(
        Store::open(&path, new, clock).unwrap().workbook().unwrap().title,
        "after"
    );
}
