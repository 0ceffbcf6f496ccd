//! The list of evidence: narrowed by facets, counted, kept as a view, marked in numbers, opened where it was written.

use crate::fixture::{Book, evidence};
use crate::screen::{HALF, Screen, WIDE};
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, Vec2};
use egui_kittest::kittest::Queryable as _;
use plumbline::app::edit::{Edit, Marked};
use plumbline::exchange::csv;
use plumbline::model::case::CaseKind;
use plumbline::model::change::Entity;
use std::path::Path;

/// Three children with evidence in two teams.
fn book() -> Book {
    let mut book = Book::new();
    let one = book.child("4417", CaseKind::ChildProtection);
    let two = book.child("4220", CaseKind::ChildInCare);
    book.apply(evidence(
        one,
        "Two earlier periods of neglect are listed but not weighed.",
    ));
    book.apply(evidence(one, "The plan does not say who does what."));
    book.apply(evidence(two, "School’s worries came twice."));
    let three = book
        .session
        .store()
        .evidence(two)
        .unwrap()
        .first()
        .map(|piece| piece.id)
        .unwrap();
    book.apply(Edit::Mark {
        evidence: vec![three],
        what: Marked::Tag(9),
        on: true,
    });
    book.apply(Edit::SetFields {
        entity: Entity::Audit,
        row: two,
        fields: [("team".to_owned(), "West".into())].into(),
    });
    book
}

fn narrowed(size: Vec2) {
    let (path, _folder, _clock) = book().close();
    let mut screen = Screen::open(&path, size);
    screen.go("Evidence");
    screen.until("all of it", |screen| screen.says("3 of 3"));
    if size == HALF {
        screen.click(Role::Button, "Narrow to…");
    }
    screen.click(Role::CheckBox, "West");
    if size == HALF {
        screen.until("one is left", |screen| screen.has(Role::Button, "Show 1"));
        screen.picture("evidence-narrow-to-half");
        screen.click(Role::Button, "Show 1");
    }
    screen.until("one is left", |screen| screen.says("1 of 3"));
    screen.until("its words", |screen| screen.says("School’s worries"));
    screen.picture(&format!("evidence-{}", size.x));
    screen.close();
}

#[test]
fn evidence_is_narrowed_in_a_wide_window() {
    narrowed(WIDE);
}

#[test]
fn evidence_is_narrowed_in_half_a_screen() {
    narrowed(HALF);
}

#[test]
fn a_view_is_kept_and_narrows_again() {
    let (path, _folder, _clock) = book().close();
    let mut screen = Screen::open(&path, WIDE);
    screen.go("Evidence");
    screen.until("all of it", |screen| screen.says("3 of 3"));
    screen.click(Role::CheckBox, "West");
    screen.click(Role::Button, "Save this view…");
    screen.type_in(Role::TextInput, "Name of the view", "West this year");
    screen.click(Role::Button, "Save view");
    screen.until("it is kept", |screen| screen.has(Role::Button, "West this year"));
    screen.click(Role::Button, "Clear");
    screen.until("all of it", |screen| screen.says("3 of 3"));
    screen.click(Role::Button, "West this year");
    screen.until("one is left", |screen| screen.says("1 of 3"));
    screen.click(Role::Button, "Delete the view West this year");
    screen.until("it is gone", |screen| !screen.has(Role::Button, "West this year"));
    screen.close();
}

#[test]
fn marked_evidence_is_tagged_at_once_and_taken_back() {
    let (path, _folder, clock) = book().close();
    let mut screen = Screen::open(&path, WIDE);
    screen.go("Evidence");
    screen.until("all of it", |screen| screen.says("School’s worries"));
    screen.click(Role::CheckBox, "Mark 4220");
    screen.until("one is marked", |screen| screen.says("1 marked"));
    screen.click(Role::Button, "Mark all 3");
    screen.until("all are marked", |screen| screen.says("3 marked"));
    screen.click(Role::Button, "Tag…");
    screen.type_in(Role::EditableComboBox, "Tag to add to what is marked", "Missing from");
    screen.key(Modifiers::NONE, Key::ArrowDown);
    screen.key(Modifiers::NONE, Key::Enter);
    screen.until("it is said", |screen| screen.says("Tag added to 3 pieces of evidence"));
    screen.key(Modifiers::COMMAND, Key::Z);
    screen.until("it is taken back", |screen| screen.says("Undone"));
    screen.close();
    let session = crate::fixture::open(&path, &clock);
    assert!(session.store().verify().unwrap().faults.is_empty());
}

#[test]
fn a_row_opens_its_audit_there_and_one_comes_back_to_it() {
    let (path, _folder, _clock) = book().close();
    let mut screen = Screen::open(&path, WIDE);
    screen.go("Evidence");
    screen.until("its words", |screen| screen.says("The plan does not say who"));
    screen.click_start(Role::Row, "4417, To develop, The plan does not say who");
    screen.until("the audit", |screen| screen.says("Is the child safe now?"));
    let piece = "Evidence, to develop: The plan does not say who does what.";
    screen.until("the piece has the keyboard", |screen| {
        screen.focused().as_deref() == Some(piece)
    });
    screen.go("Evidence");
    screen.until("back on the row", |screen| {
        screen
            .focused()
            .is_some_and(|name| name.starts_with("4417, To develop, The plan"))
    });
    screen.close();
}

#[test]
fn a_cell_of_the_matrix_opens_what_it_counts() {
    let (path, _folder, _clock) = book().close();
    let mut screen = Screen::open(&path, WIDE);
    screen.go("Evidence");
    screen.until("all of it", |screen| screen.says("3 of 3"));
    screen.click(Role::Tab, "By tag and team");
    screen.until("counted", |screen| screen.says("Select a number to read them"));
    let tag = {
        let session_tags = plumbline::model::vocabulary::tag_groups();
        session_tags[0].tags[0].name.clone()
    };
    screen.picture("evidence-matrix");
    screen.click(Role::Button, &format!("{tag}, North: 2"));
    screen.until("two are left", |screen| screen.says("2 of 3"));
    screen.close();
}

fn press_last(screen: &mut Screen, name: &str) {
    screen.until(name, |screen| screen.has(Role::Button, name));
    let buttons = screen.harness.query_all_by_role_and_label(Role::Button, name);
    buttons.last().unwrap().click_accesskit();
    screen.settle();
}

fn save_as(screen: &mut Screen, path: &Path) {
    screen.harness.get_by_role_and_label(Role::TextInput, "Save as").focus();
    screen.settle();
    screen.key(Modifiers::COMMAND, Key::A);
    screen
        .harness
        .event(eframe::egui::Event::Text(path.display().to_string()));
    screen.settle();
}

/// Some columns of a file, row by row.
fn columns(path: &Path, wanted: &[&str]) -> Vec<Vec<String>> {
    let (names, rows) = csv::read(&std::fs::read(path).unwrap()).unwrap();
    let at = |name: &&str| names.iter().position(|known| known == name).unwrap();
    let cells = |row: &Vec<String>| wanted.iter().map(|name| row[at(name)].clone()).collect();
    rows.iter().map(cells).collect()
}

fn exported(size: Vec2) {
    let (path, folder, _clock) = book().close();
    let mut screen = Screen::open(&path, size);
    screen.go("Evidence");
    screen.until("all of it", |screen| screen.says("3 of 3"));
    // All that is shown.
    screen.click(Role::Button, "Export…");
    screen.until("what it holds", |screen| {
        screen.says("3 pieces of evidence, all of the workbook, in the order of the list")
    });
    screen.picture(&format!("evidence-export-{}", size.x));
    let all = folder.path().join("all.csv");
    save_as(&mut screen, &all);
    press_last(&mut screen, "Export");
    screen.until("the file", |screen| screen.says("Exported as all.csv"));
    assert!(screen.has(Role::Button, "Open folder"));
    press_last(&mut screen, "Close");
    assert_eq!(
        columns(&all, &["text", "child_reference", "team", "tags"])[0],
        [
            "School’s worries came twice.",
            "4220",
            "West",
            "Early help; CAF and team around the family; Re-referral"
        ]
    );
    assert_eq!(columns(&all, &["text"]).len(), 3);

    // What is marked; a file that stands there is not replaced.
    screen.click(Role::CheckBox, "Mark 4220");
    screen.until("one is marked", |screen| screen.says("1 marked"));
    screen.click(Role::Button, "Export marked…");
    screen.until("what it holds", |screen| screen.says("1 marked piece of evidence"));
    let before = std::fs::read(&all).unwrap();
    save_as(&mut screen, &all.with_extension(""));
    press_last(&mut screen, "Export");
    screen.until("an error", |screen| {
        screen.says("There is already something of this name")
    });
    assert_eq!(std::fs::read(&all).unwrap(), before);
    let marked = folder.path().join("marked.csv");
    save_as(&mut screen, &marked);
    press_last(&mut screen, "Export");
    screen.until("the file", |screen| screen.says("Exported as marked.csv"));
    press_last(&mut screen, "Close");
    assert_eq!(columns(&marked, &["text"]), [["School’s worries came twice."]]);
    screen.picture(&format!("evidence-marked-{}", size.x));
    screen.close();
}

#[test]
fn evidence_is_exported_in_a_wide_window() {
    exported(WIDE);
}

#[test]
fn evidence_is_exported_in_half_a_screen() {
    exported(HALF);
}
