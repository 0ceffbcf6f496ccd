//! History as a user reads it, puts things back, takes them back, and removes words for good.

use crate::fixture::{Book, evidence, open};
use crate::screen::{HALF, Screen, WIDE};
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use plumbline::app::edit::Edit;
use plumbline::model::audit::Status;
use plumbline::model::case::CaseKind;
use plumbline::model::change::{Entity, Place, Value};
use std::path::Path;

/// The audit of a child with its first section open: what was found was written, and written anew.
fn written(book: &mut Book) -> i64 {
    let audit = book.child("4417", CaseKind::ChildProtection);
    let found = Place::judgement(audit, "case_summary", "found");
    let found = if book
        .session
        .audit_view(audit)
        .unwrap()
        .unwrap()
        .framework
        .judgement("case_summary")
        .is_some()
    {
        found
    } else {
        let view = book.session.audit_view(audit).unwrap().unwrap();
        let first = view.framework.judgements[view.sections[0].at].id.clone();
        Place::judgement(audit, &first, "found")
    };
    for words in ["Anna Smith came late to school", "The older sister came late to school"] {
        book.apply(Edit::Set(found.clone(), Value::from(words)));
    }
    audit
}

fn found(path: &Path, audit: i64) -> String {
    let session = open(path, &crate::fixture::clock());
    let judgements = session.store().judgements(audit).unwrap();
    judgements
        .values()
        .next()
        .map(|judged| judged.found.clone())
        .unwrap_or_default()
}

#[test]
fn what_stood_there_is_read_and_put_back() {
    for size in [WIDE, HALF] {
        let mut book = Book::new();
        let audit = written(&mut book);
        let (path, _folder, _clock) = book.close();
        let mut screen = Screen::open(&path, size);
        screen.open_audit("4417");
        screen.click(Role::Button, "History of what we found");
        screen.until("the history", |screen| {
            screen.says("gone: Anna Smith; new: The older sister")
        });
        assert!(screen.says("A. Auditor"));
        screen.picture("history");
        screen.click_start(Role::Button, "Put back what we found: Anna Smith");
        // It stays open and says so itself.
        screen.until("the change", |screen| {
            screen.says("gone: The older sister; new: Anna Smith")
        });
        screen.click(Role::Button, "Close");
        // The toast says of whom and where, which the log does not.
        screen.click_start(Role::Button, "Undo: Put back: what we found");
        screen.until("the toast", |screen| {
            screen.says("Undone: Put back: what we found (4417, ")
        });
        screen.close();
        assert_eq!(found(&path, audit), "The older sister came late to school");
        // Across a restart.
        let mut screen = Screen::open(&path, size);
        screen.open_audit("4417");
        screen.click_start(Role::Button, "Redo: Put back: what we found");
        screen.until("the toast", |screen| {
            screen.says("Done again: Put back: what we found (4417, ")
        });
        screen.close();
        assert_eq!(found(&path, audit), "Anna Smith came late to school");
    }
}

#[test]
fn words_are_removed_for_good_when_what_that_means_was_read() {
    let mut book = Book::new();
    let audit = written(&mut book);
    let (path, _folder, clock) = book.close();
    let mut screen = Screen::open(&path, WIDE);
    screen.open_audit("4417");
    // By the keyboard, from the field itself.
    screen.type_in(Role::MultilineTextInput, "What we found", " again");
    screen.key(Modifiers::COMMAND, Key::H);
    screen.until("the history", |screen| {
        screen.has(Role::Button, "Remove words for good…")
    });
    screen.click(Role::Button, "Remove words for good…");
    for words in [
        "The words go from the field, from 3 earlier changes",
        "It cannot be undone",
        "Exports, copies and backups made earlier are not changed",
    ] {
        screen.until(words, |screen| screen.says(words));
    }
    screen.picture("remove-words");
    screen.click(Role::Button, "Cancel");
    screen.until("the history again", |screen| {
        screen.has(Role::Button, "Remove words for good…")
    });
    screen.click(Role::Button, "Remove words for good…");
    screen.click(Role::Button, "Remove for good");
    screen.until("that it is done", |screen| {
        screen.says("The words are removed for good")
    });
    // Neither the program's undo nor the field's own brings them back.
    let field = screen
        .harness
        .query_all_by_role_and_label(Role::MultilineTextInput, "What we found");
    assert_eq!(
        field.map(|node| node.value().unwrap_or_default()).collect::<String>(),
        ""
    );
    screen.type_in(Role::MultilineTextInput, "What we found", "x");
    for _ in 0..3 {
        screen.key(Modifiers::COMMAND, Key::Z);
    }
    assert!(!screen.says("Smith") && !screen.says("sister"));
    screen.click(Role::Button, "History of what we found");
    screen.until("that it was removed", |screen| screen.says("removed for good"));
    screen.close();
    let session = open(&path, &clock);
    assert!(
        session
            .store()
            .judgements(audit)
            .unwrap()
            .values()
            .all(|judged| !judged.found.contains("sister"))
    );
    assert_eq!(session.store().verify().unwrap().faults, Vec::<String>::new());
}

#[test]
fn a_final_audit_is_read_and_nothing_is_put_back() {
    let mut book = Book::new();
    let audit = written(&mut book);
    for status in [Status::Submitted, Status::Final] {
        book.apply(Edit::SetStatus { audit, status });
    }
    let (path, _folder, _clock) = book.close();
    let mut screen = Screen::open(&path, WIDE);
    screen.open_audit("4417");
    screen.click(Role::Button, "History of what we found");
    screen.until("the history", |screen| screen.says("This audit is final. Reopen it"));
    assert!(!screen.says("Put back what we found"));
}

#[test]
fn an_entry_of_the_audits_history_says_what_it_did() {
    let mut book = Book::new();
    let audit = book.child("4417", CaseKind::ChildProtection);
    book.apply(evidence(audit, "The chronology stops in May."));
    book.apply(Edit::Tag {
        evidence: 1,
        tag: 5,
        on: true,
    });
    book.apply(Edit::Set(
        Place::row(Entity::Evidence, 1, "direction"),
        Value::from("strength"),
    ));
    book.apply(Edit::Delete(Entity::Evidence, 1));
    let (path, _folder, _clock) = book.close();
    let mut screen = Screen::open(&path, WIDE);
    screen.open_audit("4417");
    screen.click(Role::Tab, "History");
    screen.click(Role::Button, "Evidence deleted");
    screen.until("what it was", |screen| screen.says("Was: The chronology stops in May."));
    assert!(screen.says("Evidence: “The chronology stops in May.”"));
    assert!(screen.says("Was: Strength"));
    screen.click(Role::Button, "Close");
    screen.click(Role::Button, "Evidence: direction");
    screen.until("from and to", |screen| screen.says("To develop → Strength"));
}

/// Two records in one field of the screen, one after the other: their undo never mixes.
#[test]
fn a_fields_own_undo_never_brings_another_records_words() {
    let mut book = Book::new();
    book.child("4417", CaseKind::ChildProtection);
    let (path, _folder, clock) = book.close();
    let mut screen = Screen::open(&path, WIDE);
    screen.open_audit("4417");
    screen.type_in(Role::MultilineTextInput, "What we found", "Words of the first section");
    screen.key(Modifiers::COMMAND, Key::PageDown);
    screen.type_in(Role::MultilineTextInput, "What we found", "Second");
    for _ in 0..5 {
        screen.key(Modifiers::COMMAND, Key::Z);
    }
    assert!(!screen.says("Words of the first section"));
    screen.key(Modifiers::COMMAND, Key::PageUp);
    screen.until("the first again", |screen| {
        let mut fields = screen
            .harness
            .query_all_by_role_and_label(Role::MultilineTextInput, "What we found");
        fields.any(|node| node.value().is_some_and(|value| value == "Words of the first section"))
    });
    screen.close();
    let session = open(&path, &clock);
    let all = session.store().judgements(1).unwrap();
    let kept: Vec<&str> = all
        .values()
        .map(|judged| judged.found.as_str())
        .filter(|found| !found.is_empty())
        .collect();
    assert_eq!(kept, ["Words of the first section"]);
}
