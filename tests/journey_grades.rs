//! The grades as a user enters them; each journey ends by reading the store.

use crate::fixture::{Book, open};
use crate::screen::{HALF, Screen, WIDE};
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, Vec2};
use plumbline::model::audit::Status;
use plumbline::model::case::CaseKind;

fn grade_a_case(size: Vec2) {
    let mut book = Book::new();
    let audit = book.child("4417", CaseKind::ChildProtection);
    let (path, _folder, clock) = book.close();
    let mut screen = Screen::open(&path, size);
    screen.open_audit("4417");
    screen.go("Grades");
    // Without a note or evidence a grade is questioned, not refused.
    screen.click(Role::RadioButton, "Good");
    screen.until("the warning", |screen| screen.says("has no reason"));
    screen.type_in(
        Role::MultilineTextInput,
        "Why this overall grade",
        "Help came in time and life is safer.",
    );
    screen.click_start(Role::Button, "Strengths and areas for improvement");
    screen.type_in(
        Role::TextInput,
        "New area for improvement",
        "The chronology is brought up to date.",
    );
    screen.key(Modifiers::NONE, Key::Enter);
    screen.until("the area", |screen| screen.has(Role::TextInput, "Area for improvement"));
    // Taken back and brought back, with a toast that names it.
    screen.click_start(Role::Button, "Undo: ");
    screen.until("the toast", |screen| screen.says("Undone: Area for improvement added"));
    screen.click_start(Role::Button, "Redo: ");
    screen.until("the area again", |screen| {
        screen.has(Role::TextInput, "Area for improvement")
    });
    // What is missing is said before it counts.
    screen.click(Role::Button, "Submit…");
    screen.until("what is missing", |screen| screen.says("questions are not answered."));
    screen.click(Role::Button, "Submit as it is");
    screen.close();
    let session = open(&path, &clock);
    let (found, _) = session.store().audit(audit).unwrap().unwrap();
    assert_eq!((found.overall.as_str(), found.status), ("good", Status::Submitted));
    assert_eq!(found.overall_why, "Help came in time and life is safer.");
    let areas = session.store().areas(audit).unwrap();
    assert_eq!(
        (areas.len(), areas[0].text.as_str()),
        (1, "The chronology is brought up to date.")
    );
}

#[test]
fn a_case_is_graded_in_a_wide_window() {
    grade_a_case(WIDE);
}

#[test]
fn a_case_is_graded_in_half_a_laptop_screen() {
    grade_a_case(HALF);
}

#[test]
fn ilacs_2026_asks_for_no_overall() {
    let mut book = Book::new();
    book.service("ilacs-2026");
    let (path, _folder, _clock) = book.close();
    let mut screen = Screen::open(&path, WIDE);
    screen.open_audit("The service");
    screen.go("Grades");
    assert!(screen.says("ILACS 2026 gives no overall grade"));
    assert!(!screen.says("Why this overall grade"));
    assert!(screen.says("The impact of leaders on social work practice with children and families"));
}
