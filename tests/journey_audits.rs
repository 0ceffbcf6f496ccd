//! The list of audits, starting audits, exports and actions as a user goes through them; each journey ends by reading
//! the store or the files.

use crate::fixture::{Book, NOW, open};
use crate::screen::{HALF, Screen, WIDE};
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, Vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use plumbline::app::edit::{Edit, NewAction};
use plumbline::model::audit::{Status, Subject};
use plumbline::model::case::CaseKind;
use plumbline::model::change::{Place, Value};
use plumbline::store::AuditFilter;
use std::path::PathBuf;

fn window(
    book: Book,
    size: Vec2,
) -> (
    Screen,
    tempfile::TempDir,
    std::sync::Arc<plumbline::model::time::StepClock>,
) {
    let (path, folder, clock) = book.close();
    let screen = Screen::open(&path, size);
    screen.harness.ctx.set_theme(eframe::egui::Theme::Light);
    (screen, folder, clock)
}

fn rows(screen: &Screen) -> Vec<String> {
    screen
        .harness
        .query_all_by(|node| node.role() == Role::Row)
        .map(|node| node.accesskit_node().label().unwrap_or_default())
        .collect()
}

/// Presses the last button of that name: the dialog's own, where the screen behind has one too.
fn press_last(screen: &mut Screen, name: &str) {
    screen.until(name, |screen| screen.has(Role::Button, name));
    screen
        .harness
        .query_all_by_role_and_label(Role::Button, name)
        .last()
        .unwrap()
        .click_accesskit();
    screen.settle();
}

fn set(screen: &mut Screen, name: &str, words: &str) {
    screen.until(name, |screen| screen.has(Role::TextInput, name));
    screen
        .harness
        .query_all_by_role_and_label(Role::TextInput, name)
        .next()
        .unwrap()
        .focus();
    screen.settle();
    screen.key(Modifiers::COMMAND, Key::A);
    screen.harness.event(eframe::egui::Event::Text(words.to_owned()));
    screen.settle();
}

fn start_one(size: Vec2) {
    let (mut screen, folder, clock) = window(Book::new(), size);
    screen.until("the empty list", |screen| screen.says("No audits yet"));
    screen.picture(&format!("audits-empty-{}", size.x));
    screen.click(Role::Button, "Start audit");
    screen.until("the dialog", |screen| screen.has(Role::TextInput, "Reference"));
    screen.picture(&format!("start-audit-{}", size.x));
    // Nothing is started, and what is missing is said.
    press_last(&mut screen, "Start this audit");
    assert!(screen.says("Type the child’s reference"));
    let focused = screen.harness.get_by_role_and_label(Role::TextInput, "Reference");
    assert!(focused.accesskit_node().is_focused());
    screen.type_in(Role::TextInput, "Reference", "Jane Smith");
    screen.until("a warning", |screen| screen.says("This looks like a name"));
    screen.picture(&format!("start-audit-warned-{}", size.x));
    set(&mut screen, "Reference", "4417");
    press_last(&mut screen, "Start this audit");
    assert!(screen.says("Choose the type of case"));
    screen.click(Role::RadioButton, "Child protection");
    screen.click(Role::CheckBox, "Exploitation or missing");
    set(&mut screen, "Team", "North");
    set(&mut screen, "Worker’s code", "W-31");
    set(&mut screen, "Due", "soon");
    press_last(&mut screen, "Start this audit");
    assert!(screen.says("Type the date as day/month/year"));
    set(&mut screen, "Due", "3 jan");
    press_last(&mut screen, "Start this audit");
    screen.until("the audit", |screen| {
        screen.harness.state().desk().and_then(|desk| desk.audit()).is_some()
    });
    screen.close();
    let session = open(&folder.path().join("book.plumb"), &clock);
    let audits = session.store().audits(AuditFilter::All).unwrap();
    assert_eq!(audits.len(), 1);
    let (audit, reference) = &audits[0];
    assert_eq!(reference, "4417");
    assert_eq!(
        (audit.subject, audit.kind, audit.status),
        (Subject::Child, Some(CaseKind::ChildProtection), Status::Allocated)
    );
    assert_eq!((audit.team.as_str(), audit.worker.as_str()), ("North", "W-31"));
    assert_eq!(audit.overlays.stored(), "exploitation");
    assert_eq!(audit.due, Some("2027-01-03".parse().unwrap()));
    assert_eq!(session.framework(audit.framework).unwrap().id, "case-audit");
}

#[test]
fn an_audit_of_a_child_is_started_in_a_wide_window() {
    start_one(WIDE);
}

#[test]
fn an_audit_of_a_child_is_started_in_half_a_laptop_screen() {
    start_one(HALF);
}

#[test]
fn tab_goes_through_the_dialog_and_what_it_reaches_is_in_sight() {
    let (mut screen, _folder, _clock) = window(Book::new(), HALF);
    screen.click(Role::Button, "Start audit");
    screen.until("the dialog", |screen| screen.has(Role::TextInput, "Reference"));
    screen.settle();
    let focused = |screen: &Screen| {
        let node = screen
            .harness
            .query_all_by(|node| node.is_focused() && node.role() != Role::Window)
            .next()
            .unwrap();
        (node.accesskit_node().label().unwrap_or_default(), node.rect())
    };
    let mut seen = vec![focused(&screen).0];
    assert_eq!(seen, ["Reference"]);
    for _ in 0..40 {
        screen.harness.key_press(Key::Tab);
        for _ in 0..4 {
            screen.harness.step();
        }
        let (name, rect) = focused(&screen);
        assert!(rect.top() >= 0.0 && rect.bottom() <= HALF.y, "{name} at {rect}");
        let foot = screen
            .harness
            .get_by_role_and_label(Role::Button, "Cancel")
            .rect()
            .top();
        assert!(
            rect.top() < foot + 1.0,
            "{name} at {rect} is under the buttons at {foot}"
        );
        seen.push(name);
    }
    let at = |name: &str| {
        seen.iter()
            .position(|seen| seen == name)
            .unwrap_or_else(|| panic!("{name}: {seen:?}"))
    };
    let order = [
        "Reference",
        "Paste several references",
        "Front door",
        "Disabled child",
        "Team",
        "Worker’s code",
        "More about the child",
        "Theme",
        "Who takes part",
        "Period audited from",
        "Period audited to",
        "Due",
        "Cancel",
        "Start this audit",
    ];
    assert!(order.is_sorted_by_key(|name| at(name)), "{seen:?}");
}

#[test]
fn the_service_is_audited_against_a_framework_that_is_not_in_the_workbook_yet() {
    let (mut screen, folder, clock) = window(Book::new(), WIDE);
    screen.click(Role::Button, "Start audit");
    screen.click(Role::RadioButton, "The service");
    assert!(!screen.has(Role::TextInput, "Reference"));
    screen.click_start(Role::ComboBox, "Framework: ");
    screen.click_start(Role::MenuItemRadio, "ILACS 2023");
    screen.until("the warning", |screen| screen.says("went out of use"));
    screen.picture("start-audit-service");
    press_last(&mut screen, "Start this audit");
    screen.until("the audit", |screen| {
        screen.harness.state().desk().and_then(|desk| desk.audit()).is_some()
    });
    screen.close();
    let session = open(&folder.path().join("book.plumb"), &clock);
    let audits = session.store().audits(AuditFilter::All).unwrap();
    assert_eq!(audits[0].0.subject, Subject::Service);
    assert_eq!(session.framework(audits[0].0.framework).unwrap().id, "ilacs-2023");
}

fn paste_twenty(size: Vec2) {
    let mut book = Book::new();
    book.child("4400", CaseKind::ChildInNeed);
    book.child("4401", CaseKind::ChildInNeed);
    let (mut screen, folder, clock) = window(book, size);
    screen.click(Role::Button, "Start audit");
    screen.click(Role::Button, "Paste several references");
    let pasted: Vec<String> = (4400..4420).map(|n| n.to_string()).collect();
    let pasted = format!("{}, 4419\n", pasted.join("\n"));
    screen.type_in(Role::MultilineTextInput, "References", &pasted);
    screen.until("what it comes to", |screen| {
        screen.says("20 audits will be allocated; 2 children already have audits; 1 reference stands twice")
    });
    screen.click(Role::RadioButton, "Child in need");
    screen.picture(&format!("start-audits-{}", size.x));
    press_last(&mut screen, "Start 20 audits");
    screen.until("the list", |screen| screen.says("22 audits of 20 children"));
    screen.until("the toast", |screen| screen.says("20 audits allocated"));
    screen.close();
    let session = open(&folder.path().join("book.plumb"), &clock);
    assert_eq!(session.store().audits(AuditFilter::All).unwrap().len(), 22);
}

#[test]
fn twenty_references_are_pasted_in_a_wide_window() {
    paste_twenty(WIDE);
}

#[test]
fn twenty_references_are_pasted_in_half_a_laptop_screen() {
    paste_twenty(HALF);
}

#[test]
fn lines_pasted_into_the_field_for_one_are_taken_as_several() {
    let (mut screen, _folder, _clock) = window(Book::new(), WIDE);
    screen.click(Role::Button, "Start audit");
    screen.type_in(Role::TextInput, "Reference", "");
    let lines = "4417\n4418\n4419\n".to_owned();
    screen.harness.event(eframe::egui::Event::Paste(lines));
    screen.until("what it comes to", |screen| screen.says("3 audits will be allocated"));
}

fn some_audits() -> Book {
    let mut book = Book::new();
    let one = book.child("980", CaseKind::ChildProtection);
    let two = book.child("4417", CaseKind::ChildInCare);
    let three = book.child("4220", CaseKind::ChildProtection);
    let _service = book.service("ilacs-2026");
    let overall = |audit: i64, grade: &str| {
        Edit::Set(
            Place::row(plumbline::model::change::Entity::Audit, audit, "overall"),
            Value::from(grade),
        )
    };
    book.apply(overall(one, "good"));
    book.apply(overall(two, "inadequate"));
    for audit in [one, two] {
        book.apply(Edit::SetStatus {
            audit,
            status: Status::Submitted,
        });
    }
    book.apply(Edit::AddAction(Box::new(NewAction {
        audit: three,
        judgement: "assessment".into(),
        text: "The plan says who does what by when".into(),
        owner: "Team manager, North".into(),
        due: Some("2026-11-01".parse().unwrap()),
        ..NewAction::default()
    })));
    book
}

fn filter_and_sort(size: Vec2) {
    let (mut screen, folder, clock) = window(some_audits(), size);
    screen.until("all", |screen| screen.says("4 audits of 3 children"));
    assert!(screen.has(Role::Button, "2 of 4 submitted"));
    assert!(screen.has(Role::Button, "1 action overdue of 1 open"));
    screen.click(Role::ColumnHeader, "Child");
    let order: Vec<String> = rows(&screen)
        .iter()
        .map(|row| row.split(',').next().unwrap().to_owned())
        .collect();
    assert_eq!(order, ["980", "4220", "4417", "The service"]);
    screen.click(Role::ColumnHeader, "Child");
    assert!(rows(&screen)[0].starts_with("The service"));
    // A card filters to what it counts, and so does a part of the bar.
    screen.click(Role::Button, "1 to moderate");
    assert_eq!(rows(&screen).len(), 1);
    assert!(rows(&screen)[0].starts_with("4417"));
    screen.click(Role::Button, "Clear");
    screen.click(Role::Button, "Good: 1 of 2");
    assert!(rows(&screen)[0].starts_with("980"));
    screen.picture(&format!("audits-filtered-{}", size.x));
    screen.click(Role::Button, "Clear");
    screen.click(Role::ComboBox, "Type: any");
    screen.click(Role::MenuItemRadio, "Child protection");
    assert_eq!(rows(&screen).len(), 2);
    screen.type_in(Role::TextInput, "Child, worker or auditor", "w-31 98");
    assert_eq!(rows(&screen).len(), 1);
    screen.type_in(Role::TextInput, "Child, worker or auditor", "x");
    screen.until("nothing", |screen| screen.says("Nothing matches"));
    screen.picture(&format!("audits-nothing-{}", size.x));
    press_last(&mut screen, "Clear");
    screen.until("all again", |screen| rows(screen).len() == 4);
    screen.click_start(Role::Row, "4417");
    screen.until("the audit", |screen| {
        screen.harness.state().desk().and_then(|desk| desk.audit()).is_some()
    });
    screen.close();
    // Looking changes nothing.
    let session = open(&folder.path().join("book.plumb"), &clock);
    let statuses: Vec<Status> = session
        .store()
        .audits(AuditFilter::All)
        .unwrap()
        .iter()
        .map(|(a, _)| a.status)
        .collect();
    assert_eq!(
        statuses,
        [Status::Submitted, Status::Submitted, Status::Draft, Status::Allocated]
    );
}

#[test]
fn the_list_is_filtered_and_sorted_in_a_wide_window() {
    filter_and_sort(WIDE);
}

#[test]
fn the_list_is_filtered_and_sorted_in_half_a_laptop_screen() {
    filter_and_sort(HALF);
}

fn export(size: Vec2) {
    let (mut screen, folder, _clock) = window(some_audits(), size);
    let out = |name: &str| -> PathBuf { folder.path().join(name) };
    screen.click(Role::Button, "Export…");
    screen.until("what it holds", |screen| screen.says("2 submitted audits"));
    screen.picture(&format!("export-{}", size.x));
    set(&mut screen, "Save as", &out("summary.pdf").display().to_string());
    press_last(&mut screen, "Export");
    screen.until("the file", |screen| screen.says("Exported as summary.pdf"));
    screen.picture(&format!("export-done-{}", size.x));
    press_last(&mut screen, "Close");
    assert!(std::fs::read(out("summary.pdf")).unwrap().starts_with(b"%PDF"));

    // What stands there is replaced only when that is said.
    std::fs::write(out("summary.pdf"), "%PDF-mine").unwrap();
    screen.click(Role::Button, "Export…");
    set(&mut screen, "Save as", &out("summary").display().to_string());
    press_last(&mut screen, "Export");
    screen.until("a question", |screen| screen.has(Role::Button, "Replace"));
    screen.picture(&format!("export-taken-{}", size.x));
    assert_eq!(std::fs::read(out("summary.pdf")).unwrap(), b"%PDF-mine");
    press_last(&mut screen, "Replace");
    screen.until("the file", |screen| screen.says("Exported as summary.pdf"));
    press_last(&mut screen, "Close");
    assert!(std::fs::read(out("summary.pdf")).unwrap().starts_with(b"%PDF"));

    screen.click(Role::Button, "Export…");
    screen.click(Role::RadioButton, "CSV set");
    screen.until("what it holds", |screen| {
        screen.says("4 audits, whatever the list is filtered by, 3 children by reference")
    });
    set(&mut screen, "Save as", &out("no such folder/set").display().to_string());
    press_last(&mut screen, "Export");
    screen.until("an error", |screen| screen.says("its folder is not there"));
    screen.picture(&format!("export-failed-{}", size.x));
    set(&mut screen, "Save as", &out("set").display().to_string());
    press_last(&mut screen, "Export");
    screen.until("the files", |screen| screen.says("Exported as set"));
    screen.close();
    let audits = std::fs::read_to_string(out("set").join("audits.csv")).unwrap();
    assert!(audits.contains("4220"));
}

#[test]
fn a_summary_and_a_csv_set_are_exported_in_a_wide_window() {
    export(WIDE);
}

#[test]
fn a_summary_and_a_csv_set_are_exported_in_half_a_laptop_screen() {
    export(HALF);
}

#[test]
fn the_report_of_the_open_audit_is_exported_without_its_evidence() {
    let mut book = some_audits();
    book.apply(crate::fixture::evidence(1, "Four lines of analysis."));
    let (mut screen, folder, _clock) = window(book, WIDE);
    screen.open_audit("980");
    screen.key(Modifiers::COMMAND | Modifiers::SHIFT, Key::E);
    screen.until("what it holds", |screen| screen.says("1 piece of evidence"));
    screen.click(Role::CheckBox, "Evidence");
    screen.until("without", |screen| !screen.says("1 piece of evidence"));
    screen.picture("export-audit");
    let path = folder.path().join("audit.pdf");
    set(&mut screen, "Save as", &path.display().to_string());
    press_last(&mut screen, "Export");
    screen.until("the file", |screen| screen.says("Exported as audit.pdf"));
    screen.close();
    let text = pdf_extract::extract_text(&path).unwrap();
    assert!(text.contains("980") && !text.contains("Four lines of analysis"));
}

fn do_an_action(size: Vec2) {
    let mut book = some_audits();
    // Most actions are done after their audit is final.
    for status in [Status::Submitted, Status::Final] {
        book.apply(Edit::SetStatus { audit: 3, status });
    }
    let (mut screen, folder, clock) = window(book, size);
    screen.click(Role::Button, "1 action overdue of 1 open");
    screen.click_start(Role::Row, "The plan says who does what by when");
    screen.picture(&format!("action-{}", size.x));
    screen.click(Role::CheckBox, "Done");
    screen.until("done", |screen| screen.has(Role::TextInput, "Date done"));
    set(&mut screen, "Date done", "10/11/2026");
    screen.key(Modifiers::NONE, Key::Enter);
    let field = "Evidence it was done";
    screen.type_in(Role::MultilineTextInput, field, "Plan of 10 Nov, seen in supervision.");
    screen.picture(&format!("action-done-{}", size.x));
    screen.click(Role::Button, "Open audit of case 4220");
    screen.until("the audit", |screen| {
        screen.harness.state().desk().and_then(|desk| desk.audit()).is_some()
    });
    screen.close();
    let session = open(&folder.path().join("book.plumb"), &clock);
    let actions = session.store().actions(None).unwrap();
    assert_eq!(actions[0].done, Some("2026-11-10".parse().unwrap()));
    assert_eq!(actions[0].done_evidence, "Plan of 10 Nov, seen in supervision.");
    assert_eq!(session.store().audit(3).unwrap().unwrap().0.status, Status::Final);
    assert!(NOW.date() > "2026-11-10".parse().unwrap());
}

#[test]
fn an_action_is_done_in_a_wide_window() {
    do_an_action(WIDE);
}

#[test]
fn an_action_is_done_in_half_a_laptop_screen() {
    do_an_action(HALF);
}

fn change_details(size: Vec2) {
    let (mut screen, folder, clock) = window(some_audits(), size);
    screen.open_audit("4220");
    screen.click(Role::Button, "This audit’s menu");
    screen.click(Role::MenuItem, "Details…");
    screen.until("the dialog", |screen| screen.has(Role::TextInput, "Worker’s code"));
    screen.picture(&format!("details-{}", size.x));
    set(&mut screen, "Worker’s code", "W-40");
    set(&mut screen, "Reference", "4221");
    screen.click(Role::Button, "Save details");
    screen.settle();
    screen.close();
    let session = open(&folder.path().join("book.plumb"), &clock);
    let (audit, reference) = session.store().audit(3).unwrap().unwrap();
    assert_eq!(
        (reference.as_str(), audit.worker.as_str(), audit.team.as_str()),
        ("4221", "W-40", "North")
    );
}

#[test]
fn details_are_changed_in_a_wide_window() {
    change_details(WIDE);
}

#[test]
fn details_are_changed_in_half_a_laptop_screen() {
    change_details(HALF);
}

#[test]
fn the_councils_name_is_put_right() {
    let (mut screen, folder, clock) = window(Book::new(), HALF);
    screen.click(Role::Button, "Menu");
    screen.click_start(Role::MenuItem, "Workbook details");
    screen.until("the dialog", |screen| screen.has(Role::TextInput, "Council"));
    set(&mut screen, "Council", " ");
    screen.click(Role::Button, "Save details");
    assert!(screen.says("Type the council’s name."));
    set(&mut screen, "Council", "South Wessex Council");
    set(&mut screen, "Title", "Audits of 2027");
    screen.click(Role::Button, "Save details");
    screen.until("the title in the bar", |screen| screen.says("Audits of 2027"));
    screen.close();
    let session = open(&folder.path().join("book.plumb"), &clock);
    let workbook = session.store().workbook().unwrap();
    assert_eq!(
        (workbook.council.as_str(), workbook.title.as_str()),
        ("South Wessex Council", "Audits of 2027")
    );
}
