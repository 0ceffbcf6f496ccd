//! What a screen reader finds on each screen, as text: a change here is a change for someone who cannot see the window.

use crate::fixture::{Book, evidence};
use crate::screen::{HALF, Screen, WIDE};
use eframe::egui::Vec2;
use eframe::egui::accesskit::Role;
use plumbline::app::edit::Edit;
use plumbline::model::case::CaseKind;
use plumbline::model::change::{Place, Value};

/// A small workbook: one audit begun, one allocated.
fn screen(size: Vec2) -> (Screen, tempfile::TempDir) {
    let mut book = Book::new();
    let audit = book.child("4417", CaseKind::ChildProtection);
    book.child("4391", CaseKind::ChildInNeed);
    book.apply(evidence(
        audit,
        "Two earlier periods of neglect are listed but not weighed.",
    ));
    book.apply(Edit::Set(Place::answer(audit, "3.6", "value"), Value::from("partly")));
    book.apply(Edit::Set(
        Place::judgement(audit, "assessment", "grade"),
        Value::from("good"),
    ));
    let (path, folder, _clock) = book.close();
    (Screen::open(&path, size), folder)
}

fn check(name: &str, size: Vec2, go: impl FnOnce(&mut Screen)) {
    let (mut screen, _folder) = screen(size);
    go(&mut screen);
    // Nothing is drawn when nothing happens: this fails when a screen never comes to rest.
    screen.harness.run();
    insta::assert_snapshot!(format!("{name}_{}", size.x), screen.tree());
}

#[test]
fn audits() {
    check("audits", WIDE, |_| {});
    check("audits", HALF, |_| {});
}

#[test]
fn audit() {
    for size in [WIDE, HALF] {
        check("audit", size, |screen| screen.open_audit("4417"));
    }
}

#[test]
fn grades() {
    for size in [WIDE, HALF] {
        check("grades", size, |screen| {
            screen.open_audit("4417");
            screen.go("Grades");
        });
    }
}

#[test]
fn urgent_concern() {
    check("urgent_concern", WIDE, |screen| {
        screen.open_audit("4417");
        screen.click(Role::Button, "Raise urgent concern");
    });
}
