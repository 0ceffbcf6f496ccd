//! Settings of this computer: each holds at once, and after a restart.

use crate::fixture::{Book, evidence, key};
use crate::screen::{Screen, WIDE};
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, Theme, Vec2, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use plumbline::app::edit::{Edit, NewAction};
use plumbline::app::settings::{self, Settings};
use plumbline::app::worker::Start;
use plumbline::model::case::CaseKind;
use plumbline::model::time::{DateFormat, show_dates};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// A workbook with an audit that has a piece of evidence and an action, and a place for settings beside it.
fn made() -> (PathBuf, PathBuf, tempfile::TempDir) {
    let mut book = Book::new();
    let audit = book.child("4417", CaseKind::ChildProtection);
    book.apply(evidence(audit, "Two periods of neglect are not weighed."));
    book.apply(Edit::AddAction(Box::new(NewAction {
        text: "Weigh the history".into(),
        due: Some("2027-01-08".parse().unwrap()),
        ..NewAction::of(audit)
    })));
    let (path, folder, _clock) = book.close();
    let settings = folder.path().join("settings.toml");
    (path, settings, folder)
}

fn open(path: &Path, settings: &Path, size: Vec2) -> Screen {
    let start = Start::Open(path.to_owned(), key());
    let mut screen = Screen::with_settings(size, start, Some(settings.to_owned()));
    screen.until("the list", |screen| {
        screen.has(Role::Label, "Audits") || screen.has(Role::Button, "Continue")
    });
    screen.click(Role::Button, "Continue");
    screen
}

fn settings(screen: &mut Screen) {
    screen.key(Modifiers::COMMAND, Key::Comma);
    screen.until("the dialog", |screen| screen.says("Kept on this computer"));
}

fn pick(screen: &mut Screen, list: &str, choice: &str) {
    screen.click_start(Role::ComboBox, list);
    screen.click(Role::MenuItemRadio, choice);
}

/// Waits until the file says so: it is written beside the window.
fn kept(file: &Path, what: &str, held: impl Fn(&Settings) -> bool) {
    let end = Instant::now() + Duration::from_secs(20);
    while !held(&Settings::read(file)) {
        assert!(Instant::now() < end, "{what} was not kept: {:?}", Settings::read(file));
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn dates_are_shown_as_they_are_chosen_and_typed_as_ever() {
    let (path, file, _folder) = made();
    let mut screen = open(&path, &file, WIDE);
    let due = |screen: &Screen, words: &str| screen.says(&format!("due {words}"));
    assert!(due(&screen, "20 Nov"), "{}", screen.tree());
    settings(&mut screen);
    screen.picture("settings");
    pick(&mut screen, "Dates: ", "2026-11-12");
    screen.click(Role::Button, "Close");
    assert!(due(&screen, "2026-11-20"), "{}", screen.tree());
    kept(&file, "the format", |settings| settings.dates == DateFormat::Iso);
    screen.open_audit("4417");
    screen.click_start(Role::Button, "Assessment and analysis");
    assert!(screen.says("Two periods of neglect"));
    assert!(screen.says("seen 2026-11-12"), "{}", screen.tree());
    screen.picture("settings-iso");
    screen.go("Actions");
    assert!(screen.says("2027-01-08"));
    screen.close();

    // It is so after a restart, and a date is still typed day first.
    let mut screen = open(&path, &file, WIDE);
    assert!(due(&screen, "2026-11-20"));
    screen.open_audit("4417");
    screen.click(Role::Button, "This audit’s menu");
    screen.click(Role::MenuItem, "Details…");
    let field = screen.harness.get_by_role_and_label(Role::TextInput, "Due");
    assert_eq!(field.accesskit_node().value().as_deref(), Some("2026-11-20"));
    field.focus();
    screen.settle();
    screen.key(Modifiers::COMMAND, Key::A);
    screen.harness.event(eframe::egui::Event::Text("3/12/2026".into()));
    screen.settle();
    screen.click(Role::Button, "Save details");
    screen.go("Audits");
    assert!(due(&screen, "2026-12-03"), "{}", screen.tree());
    settings(&mut screen);
    pick(&mut screen, "Dates: ", "12/11/2026");
    screen.click(Role::Button, "Close");
    assert!(due(&screen, "03/12"), "{}", screen.tree());
    show_dates(DateFormat::Words);
}

#[test]
fn theme_text_size_and_caret_hold_at_once_and_after_a_restart() {
    let (path, file, _folder) = made();
    let mut screen = open(&path, &file, vec2(1280.0, 900.0));
    settings(&mut screen);
    screen.click(Role::RadioButton, "Dark");
    assert_eq!(screen.harness.ctx.theme(), Theme::Dark);
    let blinks = |screen: &Screen| screen.harness.ctx.global_style().visuals.text_cursor.blink;
    assert!(!blinks(&screen));
    screen.click(Role::CheckBox, "The caret blinks");
    assert!(blinks(&screen));
    pick(&mut screen, "Text size: ", "125%");
    let zoom = |screen: &Screen| screen.harness.ctx.zoom_factor();
    assert!((zoom(&screen) - 1.25).abs() < 0.01, "{}", zoom(&screen));
    screen.click(Role::Button, "Close");
    // Ctrl and plus is kept as well.
    screen.key(Modifiers::COMMAND, Key::Plus);
    assert!(zoom(&screen) > 1.26);
    let larger = zoom(&screen);
    kept(&file, "the size", |settings| (settings.zoom - larger).abs() < 0.01);
    screen.close();
    let mut screen = open(&path, &file, vec2(1280.0, 900.0));
    assert_eq!(screen.harness.ctx.theme(), Theme::Dark);
    // The test's own window stops every caret when it is opened.
    assert!(Settings::read(&file).blink);
    assert!(
        (zoom(&screen) - larger).abs() < 0.01,
        "{} is not {larger}",
        zoom(&screen)
    );
    settings(&mut screen);
    screen.click(Role::RadioButton, "Light");
    screen.click(Role::CheckBox, "The caret blinks");
    assert!(screen.harness.ctx.theme() == Theme::Light && !blinks(&screen));
    kept(&file, "the caret", |settings| !settings.blink);
}

#[test]
fn new_evidence_begins_with_the_source_that_is_set() {
    let (path, file, _folder) = made();
    let mut screen = open(&path, &file, WIDE);
    screen.open_audit("4417");
    assert!(screen.has(Role::ComboBox, "Source: Case record"));
    settings(&mut screen);
    pick(&mut screen, "Source of new evidence: ", "Supervision file");
    screen.click(Role::Button, "Close");
    assert!(
        screen.has(Role::ComboBox, "Source: Supervision file"),
        "{}",
        screen.tree()
    );
    screen.key(Modifiers::COMMAND, Key::E);
    screen
        .harness
        .event(eframe::egui::Event::Text("No supervision since June".into()));
    screen.settle();
    screen.key(Modifiers::NONE, Key::Enter);
    screen.until("the piece", |screen| {
        let audit = screen.harness.state().desk().and_then(|desk| desk.audit().cloned());
        audit.is_some_and(|view| {
            view.evidence
                .first()
                .is_some_and(|piece| piece.source == "supervision_file")
        })
    });
    // One that is chosen beside the line goes on to the next.
    pick(&mut screen, "Source: ", "Observation of practice");
    settings(&mut screen);
    pick(&mut screen, "Source of new evidence: ", "Case record");
    screen.click(Role::Button, "Close");
    assert!(
        screen.has(Role::ComboBox, "Source: Observation of practice"),
        "{}",
        screen.tree()
    );
}

#[test]
fn exports_begin_where_they_are_told() {
    let (path, file, folder) = made();
    let home = folder.path().join("reports");
    std::fs::create_dir(&home).unwrap();
    let mut screen = open(&path, &file, WIDE);
    settings(&mut screen);
    screen.type_in(Role::TextInput, "Exports go to", "reports");
    // Half a path is said, and the dialog stays.
    screen.click(Role::Button, "Close");
    assert!(screen.says("Type the whole path of a folder"));
    screen.key(Modifiers::COMMAND, Key::A);
    screen
        .harness
        .event(eframe::egui::Event::Text(home.display().to_string()));
    screen.settle();
    assert!(!screen.says("Type the whole path of a folder"));
    screen.click(Role::Button, "Close");
    kept(&file, "the folder", |settings| {
        settings.exports.as_deref() == Some(home.as_path())
    });
    screen.key(Modifiers::COMMAND | Modifiers::SHIFT, Key::E);
    screen.until("the export", |screen| screen.says("will hold"));
    let saved = screen.harness.get_by_role_and_label(Role::TextInput, "Save as");
    let shown = saved.accesskit_node().value().unwrap();
    assert!(Path::new(&shown).starts_with(&home), "{shown}");
    screen.click(Role::Button, "Export");
    screen.until("the file", |screen| screen.says("Exported as"));
    assert_eq!(std::fs::read_dir(&home).unwrap().count(), 1);
}

#[test]
fn recent_workbooks_are_forgotten_when_they_are_switched_off() {
    let (path, file, _folder) = made();
    let mut screen = open(&path, &file, WIDE);
    kept(&file, "the workbook", |settings| settings.recent.len() == 1);
    settings(&mut screen);
    screen.click(Role::CheckBox, "Remember recent workbooks on this computer");
    kept(&file, "forgetting", |settings| {
        settings.recent.is_empty() && !settings.remember_recent
    });
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(!text.contains("book.plumb"), "{text}");
    screen.close();
    let screen = open(&path, &file, WIDE);
    drop(screen);
    assert!(Settings::read(&file).recent.is_empty());
}

#[test]
fn a_damaged_file_never_stops_the_start() {
    let (path, file, _folder) = made();
    for damage in [
        b"\xff\xfe\x00theme".as_slice(),
        b"theme = [",
        b"zoom = inf\nwindow = [nan, -1.0]\nrecent = 7\ntheme = \"dark\"",
        &vec![b'#'; 3_000_000],
    ] {
        std::fs::write(&file, damage).unwrap();
        let screen = open(&path, &file, WIDE);
        assert!(settings::ZOOM.contains(&screen.harness.ctx.zoom_factor()));
        screen.close();
    }
    // What could be read of it stands.
    std::fs::write(&file, "theme = \"dark\"\nzoom = \"large\"").unwrap();
    let screen = open(&path, &file, WIDE);
    assert_eq!(screen.harness.ctx.theme(), Theme::Dark);
    assert!(file.with_extension("damaged.toml").exists());
}
