//! Nothing of removed words is left in any page, and the rest stands and verifies.

use crate::model::change::{Entity, Fields, Place, Value};
use crate::model::time::{Moment, StepClock};
use crate::store::{Key, Salt, Store};
use std::sync::Arc;

pub(super) fn fields(of: &[(&str, Value)]) -> Fields {
    of.iter()
        .map(|(name, value)| ((*name).to_owned(), value.clone()))
        .collect()
}

pub(super) fn book(folder: &tempfile::TempDir) -> Store {
    let (key, salt) = (Key::from_bytes([7; 32]), Salt::new().unwrap());
    let clock = Arc::new(StepClock::at(Moment(1_794_490_800_000)));
    let mut store = Store::create(&folder.path().join("book.plumb"), key, salt, clock).unwrap();
    store
        .act(1, |act| {
            act.create(Entity::Workbook, Fields::new())?;
            act.create(Entity::Person, fields(&[("name", "A. Auditor".into())]))?;
            let framework = [("hash", "h"), ("key", "k"), ("title", "t"), ("body", "{}")];
            act.create(
                Entity::Framework,
                fields(&framework.map(|(name, words)| (name, words.into()))),
            )?;
            let audit = [
                ("subject", "service".into()),
                ("framework", 1.into()),
                ("auditor", 1.into()),
            ];
            act.create(Entity::Audit, fields(&audit))?;
            Ok("Made".to_owned())
        })
        .unwrap();
    store
}

pub(super) fn piece(text: &str) -> Fields {
    fields(&[
        ("audit", 1.into()),
        ("judgement", "assessment".into()),
        ("source", "case_record".into()),
        ("direction", "neutral".into()),
        ("text", text.into()),
    ])
}

/// Every page of the workbook, decrypted: also what stands in pages between their rows.
pub(super) fn pages(store: &mut Store) -> Vec<u8> {
    let pages = store.conn.serialize("main").unwrap();
    assert!(pages.starts_with(b"SQLite format 3"), "the pages are decrypted");
    pages.to_vec()
}

fn found(pages: &[u8], words: &str) -> bool {
    String::from_utf8_lossy(pages).contains(words)
}

fn set(store: &mut Store, row: i64, field: &str, words: &str) {
    store
        .act(1, |act| {
            act.set(Entity::Evidence, row, field, words)?;
            Ok("Evidence changed".to_owned())
        })
        .unwrap();
}

pub(super) fn faults(store: &Store) -> Vec<String> {
    store.verify().unwrap().faults
}

#[test]
fn words_are_gone_from_row_log_and_drafts_and_the_rest_stands() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = book(&folder);
    let made = store
        .act(1, |act| {
            act.create(Entity::Evidence, piece("Anna Smith came late"))?;
            act.create(Entity::Evidence, piece("Another piece"))?;
            Ok("Evidence added".to_owned())
        })
        .unwrap();
    set(&mut store, 1, "source", "panel_iro");
    set(&mut store, 1, "text", "Mrs Smith came late");
    store
        .act(1, |act| {
            let both = fields(&[("text", "A. Smith came".into()), ("reference", "page 4".into())]);
            act.update(Entity::Evidence, 1, &both)?;
            Ok("Evidence changed".to_owned())
        })
        .unwrap();
    set(&mut store, 1, "reference", "page 5");
    for place in [Place::row(Entity::Evidence, 1, "text"), Place::form("evidence", 1)] {
        store.save_draft(1, &place, "Smith again").unwrap();
    }
    let other = Place::row(Entity::Evidence, 2, "text");
    store.save_draft(1, &other, "another draft").unwrap();
    assert!(found(&pages(&mut store), "Smith"));
    let done = store
        .remove_words(1, (Entity::Evidence, 1, "text"), false, "Words removed for good")
        .unwrap();
    assert_eq!((done.touched.len(), done.touched[0].audit), (1, Some(1)));
    assert!(store.rewrite_pending().unwrap());
    store.rewrite().unwrap();
    assert!(!store.rewrite_pending().unwrap());
    let left = pages(&mut store);
    assert!(!found(&left, "Smith") && !found(&left, "came"));
    assert!(found(&left, "Another piece") && found(&left, "page 5") && found(&left, "case_record"));
    assert_eq!(
        store
            .drafts()
            .unwrap()
            .iter()
            .map(|draft| &draft.place)
            .collect::<Vec<_>>(),
        [&other]
    );
    assert_eq!(store.one_text(1), "");
    assert_eq!(faults(&store), Vec::<String>::new());
    // What is known no more cannot be taken back; what came before it and is known can.
    assert!(store.undo_this(1, made.seq.unwrap()).is_err());
    assert!(store.undo_this(1, done.seq.unwrap()).is_err());
    assert_eq!(store.undo_and_redo(1).unwrap().0.unwrap().label, "Evidence changed");
    assert!(store.undo(1).unwrap().is_some());
    assert_eq!(faults(&store), Vec::<String>::new());
    // It opens again under the same key and salt.
    let (path, key) = (store.path().to_owned(), store.key().clone());
    drop(store);
    let store = Store::open(&path, key, Arc::new(StepClock::at(Moment(0)))).unwrap();
    assert_eq!(faults(&store), Vec::<String>::new());
}

#[test]
fn a_row_changed_behind_the_log_is_still_found_after_words_were_removed() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = book(&folder);
    store
        .act(1, |act| {
            act.create(Entity::Evidence, piece("Anna Smith"))?;
            Ok("Evidence added".to_owned())
        })
        .unwrap();
    set(&mut store, 1, "source", "panel_iro");
    store
        .remove_words(1, (Entity::Evidence, 1, "text"), false, "Words removed for good")
        .unwrap();
    for (change, back, what) in [
        (
            "UPDATE evidence_text SET text = 'other'",
            "UPDATE evidence_text SET text = ''",
            "is not as entry 4",
        ),
        (
            "UPDATE evidence SET source = 'child'",
            "UPDATE evidence SET source = 'panel_iro'",
            "is not as entry 3",
        ),
    ] {
        store.conn.execute_batch(change).unwrap();
        let faults = faults(&store);
        assert!(faults.iter().any(|fault| fault.contains(what)), "{faults:?}");
        store.conn.execute_batch(back).unwrap();
    }
    assert_eq!(faults(&store), Vec::<String>::new());
    store.conn.execute_batch("DELETE FROM evidence").unwrap();
    assert!(faults(&store).iter().any(|fault| fault.contains("is not there")));
}

#[test]
fn what_stands_now_can_stay_and_be_removed_later() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = book(&folder);
    store
        .act(1, |act| {
            act.create(Entity::Evidence, piece("Anna Smith came late"))?;
            Ok("Evidence added".to_owned())
        })
        .unwrap();
    set(&mut store, 1, "text", "The mother came late");
    let text = (Entity::Evidence, 1, "text");
    store.remove_words(1, text, true, "Words removed for good").unwrap();
    store.rewrite().unwrap();
    let left = pages(&mut store);
    assert!(!found(&left, "Smith") && found(&left, "The mother came late"));
    assert_eq!(store.one_text(1), "The mother came late");
    assert_eq!(faults(&store), Vec::<String>::new());
    store.remove_words(1, text, false, "Words removed for good").unwrap();
    store.rewrite().unwrap();
    assert!(!found(&pages(&mut store), "The mother"));
    assert_eq!(faults(&store), Vec::<String>::new());
}

#[test]
fn words_of_a_row_that_was_deleted_are_removed_too() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = book(&folder);
    store
        .act(1, |act| {
            act.create(Entity::Evidence, piece("Anna Smith"))?;
            Ok("Evidence added".to_owned())
        })
        .unwrap();
    store
        .act(1, |act| {
            act.delete(Entity::Evidence, 1)?;
            Ok("Evidence deleted".to_owned())
        })
        .unwrap();
    let text = (Entity::Evidence, 1, "text");
    let done = store.remove_words(1, text, false, "Words removed for good").unwrap();
    assert_eq!(done.touched[0].audit, Some(1), "its audit's history says so");
    store.rewrite().unwrap();
    assert!(!found(&pages(&mut store), "Smith"));
    assert_eq!(faults(&store), Vec::<String>::new());
    assert!(
        store
            .remove_words(1, (Entity::Evidence, 99, "text"), false, "Words removed for good")
            .is_err()
    );
}

/// A page that SQLite puts in order anew can keep a stale copy of what was deleted, `secure_delete` or not: texts of many
/// lengths, written and deleted in turn, of which this run leaves one.
#[test]
fn writing_the_file_anew_leaves_no_stale_copy() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = book(&folder);
    let mut seed = 12_353_u64;
    let mut random = move |below: usize| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    let mark = |row: i64| format!("MARK{row:06}END");
    let (mut there, mut gone) = (Vec::new(), Vec::new());
    let run = |store: &Store, sql: &str, row: i64, text: &str| {
        store
            .conn
            .prepare_cached(sql)
            .unwrap()
            .execute(rusqlite::params![row, text])
            .unwrap();
    };
    store.batch("PRAGMA foreign_keys = OFF; BEGIN;").unwrap();
    for row in 1..1000_i64 {
        let length = [10, 200, 700, 2_000, 9_000][random(5)];
        let text = mark(row).repeat(length / 13 + 1);
        run(
            &store,
            "INSERT INTO evidence_text (id, text) VALUES (?1, ?2)",
            row,
            &text,
        );
        there.push(row);
        if random(3) > 0 {
            let row = there.swap_remove(random(there.len()));
            let sql = if random(2) == 0 {
                "DELETE FROM evidence_text WHERE id = ?1 AND ?2 = ''"
            } else {
                "UPDATE evidence_text SET text = ?2 WHERE id = ?1"
            };
            run(&store, sql, row, "");
            gone.push(row);
        }
    }
    store.batch("COMMIT;").unwrap();
    let left = |store: &mut Store| {
        let pages = pages(store);
        let text = String::from_utf8_lossy(&pages).into_owned();
        gone.iter().filter(|row| text.contains(&mark(**row))).count()
    };
    let before = left(&mut store);
    store.rewrite().unwrap();
    assert_eq!(left(&mut store), 0);
    assert!(
        before > 0,
        "SQLite leaves no stale copies any more, and writing the file anew may be given up"
    );
}

/// A large workbook is written anew by way of a file beside; nobody can read that either.
#[cfg(target_os = "linux")]
#[test]
fn the_file_beside_is_encrypted() {
    use std::sync::atomic::{AtomicUsize, Ordering};
    let folder = tempfile::tempdir().unwrap();
    let mut store = book(&folder);
    let words = "nobody else may read this. ".repeat(40);
    store
        .act(1, |act| {
            for _ in 0..3_000 {
                act.create(Entity::Evidence, piece(&words))?;
            }
            Ok("Evidence added".to_owned())
        })
        .unwrap();
    let (seen, read) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (count, readable) = (seen.clone(), read.clone());
    let look = move || {
        for entry in std::fs::read_dir("/proc/self/fd").unwrap().flatten() {
            let named = std::fs::read_link(entry.path()).unwrap_or_default();
            if named.to_string_lossy().contains("etilqs") {
                let bytes = std::fs::read(entry.path()).unwrap_or_default();
                count.fetch_max(bytes.len(), Ordering::Relaxed);
                readable.fetch_add(
                    usize::from(found(&bytes, "nobody else may read this")),
                    Ordering::Relaxed,
                );
            }
        }
        false
    };
    // What stays in memory is not written beside; a workbook as large as that is larger than its cache.
    store.batch("PRAGMA cache_size = -1024;").unwrap();
    store.conn.progress_handler(2_000, Some(look)).unwrap();
    store.rewrite_by(true).unwrap();
    store.conn.progress_handler(0, None::<fn() -> bool>).unwrap();
    assert!(
        seen.load(Ordering::Relaxed) > 1_000_000,
        "{seen:?} bytes were seen beside"
    );
    assert_eq!(read.load(Ordering::Relaxed), 0, "they could be read");
    assert_eq!(store.one_text(3_000), words);
}

impl Store {
    fn one_text(&self, row: i64) -> String {
        self.one("SELECT text FROM evidence_text WHERE id = ?1", [row], |row| row.get(0))
            .unwrap()
            .unwrap_or_default()
    }
}
