//! What was being filled in and not finished: kept when the window ends, open again the next time, gone when cancelled.

use crate::fixture::{Book, evidence, open};
use crate::screen::{Screen, WIDE};
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};
use plumbline::model::case::CaseKind;
use plumbline::model::time::StepClock;
use std::path::PathBuf;
use std::sync::Arc;

/// A workbook with one audit that has one piece of evidence.
fn book() -> (i64, PathBuf, tempfile::TempDir, Arc<StepClock>) {
    let mut book = Book::new();
    let audit = book.child("4417", CaseKind::ChildProtection);
    book.apply(evidence(audit, "The chronology stops in May."));
    let (path, folder, clock) = book.close();
    (audit, path, folder, clock)
}

#[test]
fn an_audit_that_was_being_started_is_there_again_and_cancelling_lets_it_go() {
    let (_, path, _folder, clock) = book();
    let mut screen = Screen::open(&path, WIDE);
    screen.click(Role::Button, "Start audit");
    screen.type_in(Role::TextInput, "Reference", "5120");
    screen.click(Role::RadioButton, "Care leaver");
    // The window ends in the middle of it.
    screen.close();
    assert_eq!(open(&path, &clock).unfinished_forms().unwrap().len(), 1);

    let mut screen = Screen::open(&path, WIDE);
    screen.until("the form", |screen| screen.says("Open again as you left it"));
    screen.click(Role::Button, "Start this audit");
    screen.until("the audit", |screen| {
        screen.harness.state().desk().and_then(|desk| desk.audit()).is_some()
    });
    screen.close();
    let session = open(&path, &clock);
    let rows = session.audit_rows().unwrap();
    let made = rows.iter().find(|row| row.who == "5120").unwrap();
    assert_eq!(made.case_kind, Some(CaseKind::CareLeaver));
    assert!(session.store().drafts().unwrap().is_empty());
    drop(session);

    // What is cancelled does not come back.
    let mut screen = Screen::open(&path, WIDE);
    screen.click(Role::Button, "Start audit");
    screen.type_in(Role::TextInput, "Reference", "5121");
    screen.click(Role::Button, "Cancel");
    screen.close();
    assert!(open(&path, &clock).store().drafts().unwrap().is_empty());
}

#[test]
fn an_urgent_concern_that_was_being_written_is_there_again() {
    let (audit, path, _folder, clock) = book();
    let mut screen = Screen::open(&path, WIDE);
    screen.open_audit("4417");
    screen.click(Role::Button, "Raise urgent concern");
    screen.type_in(
        Role::MultilineTextInput,
        "What was seen",
        "The door is locked from outside.",
    );
    screen.close();
    let mut screen = Screen::open(&path, WIDE);
    screen.until("the form", |screen| screen.says("Urgent concern: 4417"));
    screen.click(Role::Button, "Raise this concern");
    screen.close();
    let session = open(&path, &clock);
    let concerns = session.store().urgent_concerns(Some(audit)).unwrap();
    assert_eq!(concerns.len(), 1);
    assert_eq!(concerns[0].seen, "The door is locked from outside.");
    assert!(session.store().drafts().unwrap().is_empty());
}

#[test]
fn evidence_and_details_that_were_being_changed_are_there_again_over_their_audit() {
    let (audit, path, _folder, clock) = book();
    let mut screen = Screen::open(&path, WIDE);
    screen.open_audit("4417");
    screen.click(Role::Button, "Assessment and analysis");
    screen.click_start(Role::Button, "Edit evidence");
    screen.type_in(Role::TextInput, "Where to find it again", "Document 12");
    screen.close();
    let mut screen = Screen::open(&path, WIDE);
    screen.until("the form", |screen| {
        screen.has(Role::TextInput, "Where to find it again")
    });
    screen.click(Role::Button, "Save");
    screen.click(Role::Button, "This audit’s menu");
    screen.click(Role::MenuItem, "Details…");
    screen.type_in(Role::TextInput, "Theme", "Neglect");
    screen.close();
    let mut screen = Screen::open(&path, WIDE);
    screen.until("the form", |screen| screen.has(Role::TextInput, "Theme"));
    screen.click(Role::Button, "Save details");
    screen.close();
    let session = open(&path, &clock);
    assert_eq!(session.store().evidence(audit).unwrap()[0].reference, "Document 12");
    assert_eq!(session.store().audit(audit).unwrap().unwrap().0.theme, "Neglect");
    assert!(session.store().drafts().unwrap().is_empty());
}

#[test]
fn an_action_and_an_area_that_were_not_entered_wait_in_their_fields() {
    let (audit, path, _folder, clock) = book();
    let mut screen = Screen::open(&path, WIDE);
    screen.open_audit("4417");
    screen.click(Role::Button, "Actions of this audit");
    screen.type_in(
        Role::MultilineTextInput,
        "What must change",
        "Bring the chronology up to date",
    );
    screen.type_in(Role::TextInput, "Owner", "Team manager");
    screen.go("Grades");
    screen.click_start(Role::Button, "Strengths and areas for improvement: Assessment");
    screen.type_in(Role::TextInput, "New area for improvement", "Use of history");
    screen.close();
    let session = open(&path, &clock);
    assert!(session.store().actions(Some(audit)).unwrap().is_empty());
    assert_eq!(session.store().drafts().unwrap().len(), 3);
    drop(session);

    let mut screen = Screen::open(&path, WIDE);
    screen.open_audit("4417");
    screen.click(Role::Button, "Actions of this audit");
    screen.click(Role::Button, "Add action");
    screen.go("Grades");
    screen.click_start(Role::Button, "Strengths and areas for improvement: Assessment");
    screen.type_in(Role::TextInput, "New area for improvement", "!");
    screen.key(Modifiers::NONE, Key::Enter);
    screen.close();
    let session = open(&path, &clock);
    let actions = session.store().actions(Some(audit)).unwrap();
    assert_eq!(
        (actions[0].text.as_str(), actions[0].owner.as_str()),
        ("Bring the chronology up to date", "Team manager")
    );
    let areas = session.store().areas(audit).unwrap();
    assert!(areas[0].text.contains("Use of history"), "{areas:?}");
    assert!(session.store().drafts().unwrap().is_empty());
}
