//! Files that are not what they should be: a clear message, nothing written, nothing lost, no panic.

use crate::fixture::{Book, clock, evidence, key};
use plumbline::app::session::{Session, Unlock};
use plumbline::model::case::CaseKind;
use plumbline::store::Key;
use std::path::Path;

fn message(path: &Path, unlock: &Unlock) -> String {
    Session::open(path, unlock, clock()).unwrap_err().to_string()
}

#[test]
fn each_wrong_file_has_its_own_message_and_is_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let sqlite = folder.path().join("other.plumb");
    let other = rusqlite::Connection::open(&sqlite).unwrap();
    other
        .execute_batch("CREATE TABLE t (x); INSERT INTO t VALUES (1);")
        .unwrap();
    drop(other);
    let cases = [
        (file("empty.plumb", b""), "not a Plumbline workbook"),
        (file("short.plumb", b"PLMB"), "not a Plumbline workbook"),
        (
            file(
                "letter.plumb",
                b"Dear sir or madam, this is a letter and not a workbook.",
            ),
            "not a Plumbline workbook",
        ),
        (sqlite, "not a Plumbline workbook"),
        (
            file("newer.plumb", &[b"PLMB\x09".as_slice(), &[1; 5000]].concat()),
            "newer Plumbline",
        ),
        (
            file("noise.plumb", &[b"PLMB\x01".as_slice(), &[9; 8187]].concat()),
            "does not open the workbook, or the start of the file is damaged",
        ),
        (folder.path().to_owned(), "not a Plumbline workbook"),
        (folder.path().join("nowhere.plumb"), "no file here"),
    ];
    for (path, words) in &cases {
        let before = std::fs::read(path).ok();
        let said = message(path, &key());
        assert!(said.contains(words), "{said}");
        assert!(said.contains(&path.display().to_string()), "{said}");
        assert_eq!(std::fs::read(path).ok(), before, "{} was touched", path.display());
    }
}

#[test]
fn a_wrong_passphrase_is_refused_and_the_file_is_as_it_was() {
    let book = Book::new();
    let path = book.path();
    drop(book.session);
    let before = std::fs::read(&path).unwrap();
    let said = message(&path, &Unlock::Key(Key::from_bytes([8; 32])));
    assert!(
        said.contains("passphrase does not open") && said.contains("recovery code"),
        "{said}"
    );
    assert_eq!(std::fs::read(&path).unwrap(), before);
    assert!(Session::open(&path, &key(), clock()).is_ok());
}

#[test]
fn a_workbook_that_is_open_is_not_opened_again_by_any_path() {
    let book = Book::new();
    let path = book.path();
    assert!(message(&path, &key()).contains("open in another window"));
    #[cfg(unix)]
    {
        let link = book.folder.path().join("link.plumb");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        assert!(message(&link, &key()).contains("open in another window"));
        let hard = book.folder.path().join("hard.plumb");
        std::fs::hard_link(&path, &hard).unwrap();
        assert!(plumbline::store::is_open_here(&hard));
        assert!(message(&hard, &key()).contains("open in another window"));
    }
}

#[test]
fn nothing_is_overwritten_by_a_new_workbook() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.plumb");
    std::fs::write(&path, "precious").unwrap();
    let said = Session::create(&path, &key(), &plumbline::app::session::NewWorkbook::default(), clock())
        .unwrap_err()
        .to_string();
    assert!(said.contains("already a file of this name"), "{said}");
    assert_eq!(std::fs::read(&path).unwrap(), b"precious");
    let nowhere = folder.path().join("no/such/folder.plumb");
    assert!(
        Session::create(
            &nowhere,
            &key(),
            &plumbline::app::session::NewWorkbook::default(),
            clock()
        )
        .is_err()
    );
}

#[test]
fn nothing_readable_stands_in_the_file() {
    let mut book = Book::new();
    let audit = book.child("CANARY-4417", CaseKind::ChildProtection);
    book.apply(evidence(audit, "CANARY words of evidence"));
    let path = book.path();
    drop(book.session);
    let bytes = std::fs::read(&path).unwrap();
    assert!(bytes.starts_with(b"PLMB\x01"));
    for needle in [
        b"CANARY".as_slice(),
        b"SQLite format",
        b"North Council",
        b"CREATE TABLE",
    ] {
        assert!(!bytes.windows(needle.len()).any(|window| window == needle));
    }
    let left: Vec<_> = std::fs::read_dir(book.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

#[test]
fn a_damaged_page_is_named_and_never_shown_as_data() {
    let mut book = Book::new();
    let audit = book.child("4417", CaseKind::ChildProtection);
    for n in 0..200 {
        book.apply(evidence(audit, &format!("Evidence {n} {}", "words ".repeat(40))));
    }
    let path = book.path();
    drop(book.session);
    let sound = std::fs::read(&path).unwrap();
    let pages = sound.len() / 4096;
    assert!(pages > 20, "{pages}");
    for page in 0..pages {
        let mut bytes = sound.clone();
        bytes[page * 4096 + 1000 + page % 3000] ^= 1;
        std::fs::write(&path, &bytes).unwrap();
        match Session::open(&path, &key(), clock()) {
            Err(error) => assert!(error.to_string().contains("damaged"), "page {page}: {error}"),
            Ok(session) => {
                let found = session.store().verify();
                let noticed = match &found {
                    Ok(verdict) => !verdict.faults.is_empty(),
                    Err(error) => error.to_string().contains("damaged"),
                };
                assert!(noticed, "page {page}: {found:?}");
            }
        }
    }
}
