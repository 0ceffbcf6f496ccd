//! Importing a list as a user does it: the file, what its columns are taken for, what it would do, and then one action.

use crate::fixture::{Book, open};
use crate::lists_in::annex_a;
use crate::screen::{HALF, Screen, WIDE};
use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, Modifiers, Vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use plumbline::model::case::CaseKind;
use plumbline::model::list::ReadList;
use plumbline::store::AuditFilter;
use std::path::{Path, PathBuf};

struct Journey {
    screen: Screen,
    folder: tempfile::TempDir,
    clock: std::sync::Arc<plumbline::model::time::StepClock>,
}

fn journey(book: Book, size: Vec2) -> Journey {
    let (path, folder, clock) = book.close();
    let screen = Screen::open(&path, size);
    screen.harness.ctx.set_theme(eframe::egui::Theme::Light);
    Journey { screen, folder, clock }
}

impl Journey {
    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// Opens the dialog and reads the file.
    fn read(&mut self, path: &Path) {
        self.screen.click(Role::Button, "Import list…");
        self.screen
            .type_in(Role::TextInput, "List of children", &path.display().to_string());
        self.screen.click(Role::Button, "Open");
        self.screen
            .until("the columns", |screen| screen.has(Role::Button, "Read the list"));
    }

    fn end(self) -> plumbline::app::session::Session {
        self.screen.close();
        let session = open(&self.folder.path().join("book.plumb"), &self.clock);
        std::mem::forget(self.folder);
        session
    }
}

fn labels(screen: &Screen, role: Role) -> Vec<String> {
    screen
        .harness
        .query_all_by(|node| node.role() == role)
        .map(|node| node.accesskit_node().label().unwrap_or_default())
        .collect()
}

fn pick(screen: &mut Screen, select: &str, option: &str) {
    screen.click_start(Role::ComboBox, select);
    screen.click(Role::MenuItemRadio, option);
}

const LIST: &str = "Name;DOB;Case ref;Type;Team;Social worker;Auditor;Pot\n\
    Jane Smith;09/03/2014;101;CP;North;W-1;B. New;x\n\
    Ali Khan;01/01/2010;102;;South;W-2;;y\n\
    Ali Khan;01/01/2010;102;;South;W-2;;y\n\
    Mary Jones;05/05/2012;103;LAC;South;W-3;;z\n";

fn allocate(size: Vec2) {
    let mut book = Book::new();
    book.child("103", CaseKind::ChildInNeed);
    let mut journey = journey(book, size);
    let path = journey.file("march.csv", LIST);
    journey.screen.click(Role::Button, "Import list…");
    journey
        .screen
        .until("the dialog", |screen| screen.has(Role::TextInput, "List of children"));
    journey.screen.picture(&format!("import-file-{}", size.x));
    // Nothing typed, and a file that is not there: said, and the field has the keyboard.
    journey.screen.click(Role::Button, "Open");
    assert!(journey.screen.says("Type the path of a CSV or XLSX file"));
    assert_eq!(journey.screen.focused().as_deref(), Some("List of children"));
    journey
        .screen
        .type_in(Role::TextInput, "List of children", "/nowhere/march.csv");
    journey.screen.click(Role::Button, "Open");
    journey
        .screen
        .until("an error", |screen| screen.says("There is no file"));
    journey.screen.key(Modifiers::COMMAND, Key::A);
    journey.screen.harness.event(Event::Text(path.display().to_string()));
    journey.screen.settle();
    journey.screen.key(Modifiers::NONE, Key::Enter);
    let screen = &mut journey.screen;
    screen.until("the columns", |screen| screen.has(Role::Button, "Read the list"));
    screen.picture(&format!("import-columns-{}", size.x));
    let columns = labels(screen, Role::Row);
    assert!(
        columns
            .iter()
            .any(|words| words == "DOB, Left out: a date of birth. Only the age in years is taken"),
        "{columns:?}"
    );
    assert!(
        columns.iter().any(|words| words == "Case ref, taken for Reference"),
        "{columns:?}"
    );
    // No cell of a name is anywhere on screen.
    assert!(!screen.tree().contains("Jane"));
    // The guess can be changed: nothing goes on without a reference.
    pick(screen, "Case ref is taken for", "Not taken");
    screen.click(Role::Button, "Read the list");
    assert!(screen.says("Choose which column holds the child’s reference"));
    pick(screen, "Case ref is taken for", "Reference");
    screen.click(Role::Button, "Read the list");
    screen.until("the preview", |screen| screen.has(Role::Tab, "New 2"));
    screen.picture(&format!("import-preview-{}", size.x));
    for tab in ["New 2", "Known 0", "Open audit 1", "Differ 1", "Notes 2"] {
        assert!(screen.has(Role::Tab, tab), "{tab}: {:?}", labels(screen, Role::Tab));
    }
    screen.click(Role::Tab, "Differ 1");
    let differs = labels(screen, Role::Row);
    assert!(
        differs.iter().any(|words| words.contains("Team North → South")),
        "{differs:?}"
    );
    screen.click(Role::Tab, "Notes 2");
    let notes = labels(screen, Role::Row);
    assert!(
        notes.iter().any(|words| words.contains("102 stands at line 3 already")),
        "{notes:?}"
    );
    screen.picture(&format!("import-notes-{}", size.x));
    // One child's kind is not told.
    screen.click(Role::Button, "Allocate 2 audits");
    assert!(screen.says("Choose the type of case: it says which questions are asked"));
    pick(screen, "Type of case, where the list does not tell it", "Child in need");
    screen.click(Role::CheckBox, "Write what the list knows otherwise of 1 child");
    screen.click(Role::CheckBox, "Keep it as a list to draw from");
    screen.picture(&format!("import-choices-{}", size.x));
    screen.click(Role::Button, "Allocate 2 audits and keep the list");
    screen.until("the list", |screen| !screen.has(Role::Dialog, "Import list"));
    screen.until("a toast", |screen| screen.says("2 audits allocated"));
    let session = journey.end();
    let audits = session.store().audits(AuditFilter::All).unwrap();
    let mut seen: Vec<(&str, Option<CaseKind>, &str)> = audits
        .iter()
        .map(|(audit, reference)| (reference.as_str(), audit.kind, audit.team.as_str()))
        .collect();
    seen.sort_unstable_by_key(|(reference, ..)| *reference);
    assert_eq!(
        seen,
        [
            ("101", Some(CaseKind::ChildProtection), "North"),
            ("102", Some(CaseKind::ChildInNeed), "South"),
            ("103", Some(CaseKind::ChildInCare), "South"),
        ]
    );
    let kept = session.store().lists().unwrap();
    assert_eq!((kept[0].name.as_str(), kept[0].of), ("march", 3));
    let body = session.store().list_body(kept[0].id).unwrap().unwrap();
    assert!(!body.contains("Jane") && !body.contains("2014"));
    assert_eq!(
        serde_json::from_str::<ReadList>(&body).unwrap().children[0].age,
        Some(12)
    );
}

#[test]
fn a_list_is_allocated_in_a_wide_window() {
    allocate(WIDE);
}

#[test]
fn a_list_is_allocated_in_half_a_laptop_screen() {
    allocate(HALF);
}

#[test]
fn an_annex_a_workbook_is_kept_to_draw_from_and_taken_back() {
    let mut journey = journey(Book::new(), WIDE);
    journey.read(&annex_a());
    let sheets = labels(&journey.screen, Role::Row);
    assert!(
        sheets
            .iter()
            .any(|words| words.starts_with("List 6, Children in need. Sheet List_6")),
        "{sheets:?}"
    );
    journey.screen.picture("import-annex-a");
    journey.screen.click(Role::Button, "Read the list");
    journey
        .screen
        .until("the preview", |screen| screen.has(Role::Tab, "New 18"));
    journey.screen.picture("import-annex-a-preview");
    let children = labels(&journey.screen, Role::Row);
    assert!(
        children
            .iter()
            .any(|words| words.starts_with("4444, Child in need, New.")),
        "{children:?}"
    );
    journey.screen.click(Role::Button, "Keep the list");
    journey.screen.until("a toast", |screen| screen.says("List kept"));
    journey.screen.click(Role::Button, "Undo");
    let session = journey.end();
    assert!(session.store().lists().unwrap().is_empty());
    assert!(session.store().verify().unwrap().faults.is_empty());
}

#[test]
fn a_broken_file_says_where_and_the_dialog_can_go_back() {
    let mut journey = journey(Book::new(), HALF);
    let broken = journey.file("broken.csv", "Reference,Team\n1,North\n2,North,East\n");
    let other = journey.file("other.csv", "A,B\nred,green\n");
    let screen = &mut journey.screen;
    screen.click(Role::Button, "Import list…");
    screen.type_in(Role::TextInput, "List of children", &broken.display().to_string());
    screen.click(Role::Button, "Open");
    screen.until("an error", |screen| screen.says("broken at line 3"));
    screen.picture("import-broken");
    screen.key(Modifiers::COMMAND, Key::A);
    screen.harness.event(Event::Text(other.display().to_string()));
    screen.settle();
    screen.key(Modifiers::NONE, Key::Enter);
    screen.until("the columns", |screen| screen.has(Role::Button, "Read the list"));
    screen.click(Role::Button, "Back");
    screen.until("the file", |screen| screen.has(Role::TextInput, "List of children"));
    screen.key(Modifiers::NONE, Key::Escape);
    screen.until("the empty list", |screen| screen.says("No audits yet"));
    let session = journey.end();
    assert!(session.store().audits(AuditFilter::All).unwrap().is_empty());
}

/// Everything by keyboard: the dialog is opened, gone through with Tab and finished.
#[test]
fn a_list_is_imported_without_a_mouse() {
    let mut journey = journey(Book::new(), WIDE);
    let path = journey.file("march.csv", "Reference,Type,Group\n1,CIN,North\n2,CP,South\n");
    let screen = &mut journey.screen;
    screen.key(Modifiers::COMMAND, Key::I);
    assert_eq!(screen.focused().as_deref(), Some("List of children"));
    screen.harness.event(Event::Text(path.display().to_string()));
    screen.settle();
    screen.key(Modifiers::NONE, Key::Enter);
    screen.until("the columns", |screen| screen.has(Role::Button, "Read the list"));
    let to = |screen: &mut Screen, name: &str| {
        for _ in 0..40 {
            if screen.focused().is_some_and(|focused| focused.starts_with(name)) {
                return;
            }
            screen.key(Modifiers::NONE, Key::Tab);
        }
        panic!("Tab never came to {name}:\n{}", screen.tree());
    };
    to(screen, "Group is taken for");
    screen.key(Modifiers::NONE, Key::Enter);
    to(screen, "Team");
    screen.key(Modifiers::NONE, Key::Enter);
    screen.until("the choice", |screen| {
        labels(screen, Role::ComboBox)
            .iter()
            .any(|words| words == "Group is taken for: Team")
    });
    to(screen, "Read the list");
    screen.key(Modifiers::NONE, Key::Enter);
    screen.until("the preview", |screen| screen.has(Role::Tab, "New 2"));
    to(screen, "Allocate 2 audits");
    screen.key(Modifiers::NONE, Key::Enter);
    screen.until("a toast", |screen| screen.says("2 audits allocated"));
    let session = journey.end();
    let audits = session.store().audits(AuditFilter::All).unwrap();
    let mut teams: Vec<&str> = audits.iter().map(|(audit, _)| audit.team.as_str()).collect();
    teams.sort_unstable();
    assert_eq!(teams, ["North", "South"]);
}
