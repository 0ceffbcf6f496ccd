//! Actions as a user goes through them: raised where their need was seen, followed up, sent to their owners and read back.
//! Each journey ends by reading the store or the files.

use crate::fixture::{Book, NOW, evidence, new_audits, open, started};
use crate::screen::{HALF, Screen, WIDE};
use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, Modifiers, Vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use plumbline::app::edit::{Edit, NewAction, NewConcern};
use plumbline::app::plan;
use plumbline::exchange::plan_xlsx::Filled;
use plumbline::model::action::{Action, Difference, Priority, Source, Stage};
use plumbline::model::audit::Status;
use plumbline::model::case::CaseKind;
use plumbline::model::change::{Entity, Place, Value};
use plumbline::model::time::StepClock;
use std::path::Path;
use std::sync::Arc;

type Open = (Screen, tempfile::TempDir, Arc<StepClock>);

fn window(book: Book, size: Vec2) -> Open {
    let (path, folder, clock) = book.close();
    let screen = Screen::open(&path, size);
    screen.harness.ctx.set_theme(eframe::egui::Theme::Light);
    (screen, folder, clock)
}

fn day(text: &str) -> jiff::civil::Date {
    text.parse().unwrap()
}

fn actions(folder: &Path, clock: &Arc<StepClock>) -> Vec<Action> {
    open(&folder.join("book.plumb"), clock).store().actions(None).unwrap()
}

fn rows(screen: &Screen) -> Vec<String> {
    screen
        .harness
        .query_all_by(|node| node.role() == Role::Row)
        .map(|node| node.accesskit_node().label().unwrap_or_default())
        .collect()
}

/// Presses the last of that name: the dialog's own, where the screen behind has one too.
fn press_last(screen: &mut Screen, name: &str) {
    screen.until(name, |screen| screen.has(Role::Button, name));
    let last = screen.harness.query_all_by_role_and_label(Role::Button, name).last();
    last.unwrap().click_accesskit();
    screen.settle();
}

/// Replaces what stands in a field.
fn set(screen: &mut Screen, role: Role, name: &str, words: &str) {
    screen.until(name, |screen| screen.has(role, name));
    let field = screen.harness.query_all_by_role_and_label(role, name).next();
    field.unwrap().focus();
    screen.settle();
    screen.key(Modifiers::COMMAND, Key::A);
    screen.harness.event(Event::Text(words.to_owned()));
    screen.settle();
}

fn pick(screen: &mut Screen, filter: &str, choice: &str) {
    screen.click(Role::ComboBox, filter);
    screen.click_start(Role::MenuItemRadio, choice);
}

fn filled_in(screen: &mut Screen, what: &str) {
    screen.until("the dialog", |screen| screen.has(Role::Dialog, "Raise action"));
    set(screen, Role::MultilineTextInput, "What must change", what);
    press_last(screen, "Add action");
    screen.until("it is closed", |screen| !screen.has(Role::Dialog, "Raise action"));
}

fn raise(size: Vec2) {
    let mut book = Book::new();
    let audit = book.child("4417", CaseKind::ChildProtection);
    book.apply(evidence(audit, "Supervision does not mention the chronology."));
    book.apply(Edit::AddArea {
        audit,
        judgement: "assessment".into(),
        text: "Chronologies".into(),
        national_framework: String::new(),
    });
    book.apply(Edit::AddAction(Box::new(NewAction {
        text: "Earlier".into(),
        owner: "Team West".into(),
        ..NewAction::of(audit)
    })));
    let (mut screen, folder, clock) = window(book, size);
    screen.open_audit("4417");
    screen.go("Grades");
    screen.click_start(Role::Button, "Strengths and areas for improvement (1)");
    screen.click(Role::Button, "Raise action…");
    screen.picture(&format!("raise-{}", size.x));
    assert!(screen.says("Area for improvement: Chronologies"));
    filled_in(&mut screen, "From the area");
    screen.click_start(Role::Button, "1 piece of evidence");
    // From the piece of evidence, with an owner that was used before, a day and a priority.
    screen.click_start(Role::Button, "Raise action: Supervision does not");
    screen.until("what it comes from", |screen| {
        screen.says("Evidence: Supervision does not")
    });
    set(&mut screen, Role::EditableComboBox, "Owner", "west");
    screen.until("owners", |screen| screen.has(Role::ListBoxOption, "Team West"));
    screen.key(Modifiers::NONE, Key::ArrowDown);
    screen.key(Modifiers::NONE, Key::Enter);
    set(&mut screen, Role::TextInput, "Due", "1 Dec");
    pick(&mut screen, "Priority: Normal", "High");
    filled_in(&mut screen, "From the evidence");
    screen.until("its way", |screen| screen.says("1 action: Supervision does not"));
    screen.picture(&format!("raised-{}", size.x));
    // From the section, and from a question.
    screen.click(Role::Button, "Raise action: Assessment");
    filled_in(&mut screen, "From the section");
    screen.click_start(Role::Button, "3.6");
    screen.click(Role::Button, "Raise action: 3.6");
    filled_in(&mut screen, "From the question");
    // Without words there is no action; what was typed is there again when it was closed by a slip.
    screen.click(Role::Button, "Raise action: 3.6");
    press_last(&mut screen, "Add action");
    assert!(screen.says("Say what must change"));
    screen.key(Modifiers::NONE, Key::Escape);
    screen.close();
    let all = actions(folder.path(), &clock);
    let said: Vec<(&str, Source)> = all.iter().map(|one| (one.text.as_str(), one.source())).collect();
    assert_eq!(
        said,
        [
            ("Earlier", Source::Audit),
            ("From the area", Source::Area),
            ("From the evidence", Source::Evidence),
            ("From the section", Source::Judgement),
            ("From the question", Source::Criterion),
        ]
    );
    let one = &all[2];
    assert_eq!(
        (one.owner.as_str(), one.due, one.priority),
        ("Team West", Some(day("2026-12-01")), Priority::High)
    );
    assert_eq!(
        (one.evidence, one.judgement.as_str(), one.criterion.as_str()),
        (Some(1), "assessment", "3.6")
    );
}

#[test]
fn actions_are_raised_where_their_need_was_seen_in_a_wide_window() {
    raise(WIDE);
}

#[test]
fn actions_are_raised_where_their_need_was_seen_in_half_a_laptop_screen() {
    raise(HALF);
}

/// A child's audit that is final, one of the service, and actions of both.
fn some() -> Book {
    let mut book = Book::new();
    let child = book.child("4417", CaseKind::ChildProtection);
    book.apply(evidence(child, "Supervision does not mention the chronology."));
    let service = book.service("ilacs-2018");
    let mut west = new_audits(&mut book.session, &["4220"], CaseKind::ChildInNeed);
    west.team = "West".into();
    let west = started(&mut book.session, west);
    let mut add = |audit: i64, text: &str, owner: &str, due: &str| {
        let due = (!due.is_empty()).then(|| due.parse().unwrap());
        book.apply(Edit::AddAction(Box::new(NewAction {
            text: text.into(),
            owner: owner.into(),
            due,
            judgement: if audit == child {
                "assessment".into()
            } else {
                String::new()
            },
            evidence: Some(1).filter(|_| audit == child),
            ..NewAction::of(audit)
        })));
    };
    add(
        service,
        "Strategy meetings invite health",
        "Head of service",
        "2026-11-01",
    );
    add(child, "Chronology completed", "Team manager, North", "2026-11-09");
    add(
        west,
        "Return home interview offered",
        "Team manager, West",
        "2026-11-16",
    );
    add(west, "Plans carry dates", "Team manager, West", "2026-11-28");
    let mut done = |row: i64, name: &str, value: &str| {
        book.apply(Edit::Set(Place::row(Entity::Action, row, name), Value::from(value)));
    };
    done(4, "done", "2026-11-10");
    for status in [Status::Submitted, Status::Final] {
        book.apply(Edit::SetStatus { audit: child, status });
    }
    book
}

fn follow_up(size: Vec2) {
    let (mut screen, folder, clock) = window(some(), size);
    screen.go("Actions");
    screen.until("counts", |screen| screen.has(Role::Button, "3 open: show these"));
    assert!(screen.has(Role::Button, "2 overdue: show these") && screen.has(Role::Button, "1 to verify: show these"));
    let starts: Vec<String> = rows(&screen)
        .iter()
        .map(|row| row.split(',').next().unwrap().to_owned())
        .collect();
    let order = [
        "Chronology completed",
        "Strategy meetings invite health",
        "Return home interview offered",
        "Plans carry dates",
    ];
    assert_eq!(starts, order);
    assert!(rows(&screen)[0].contains("3 days over, Not started"));
    assert!(rows(&screen)[2].contains("due in 4 days"), "{}", rows(&screen)[2]);
    assert!(rows(&screen)[3].contains("Done, to verify"));
    screen.picture(&format!("actions-list-{}", size.x));
    screen.click_start(Role::Row, "Chronology completed");
    screen.picture(&format!("follow-up-{}", size.x));
    screen.click(Role::RadioButton, "Awaiting evidence");
    screen.type_in(Role::MultilineTextInput, "Progress", "Half of it is done.");
    screen.click(Role::CheckBox, "Done");
    screen.until("done", |screen| screen.has(Role::TextInput, "Date done"));
    set(&mut screen, Role::TextInput, "Date done", "10/11/2026");
    screen.key(Modifiers::NONE, Key::Enter);
    screen.type_in(Role::MultilineTextInput, "Evidence it was done", "Seen in the file.");
    // Its owner cannot verify it, and it is said at the field.
    set(&mut screen, Role::TextInput, "Verified by", "team manager (north)");
    screen.until("why not", |screen| screen.says("Someone other than its owner verifies"));
    screen.click(Role::CheckBox, "Verified");
    assert!(!screen.has(Role::TextInput, "Date verified"));
    set(&mut screen, Role::TextInput, "Verified by", "B. Manager");
    screen.click(Role::CheckBox, "Verified");
    screen.until("verified", |screen| screen.has(Role::TextInput, "Date verified"));
    screen.click(Role::RadioButton, "Partly");
    screen.type_in(Role::MultilineTextInput, "What shows that", "9 of 13.");
    set(&mut screen, Role::TextInput, "Audit again on", "3 Dec");
    screen.key(Modifiers::NONE, Key::Enter);
    screen.picture(&format!("followed-up-{}", size.x));
    screen.close();
    let all = actions(folder.path(), &clock);
    let one = all.iter().find(|one| one.text == "Chronology completed").unwrap();
    assert_eq!(
        (one.stage, one.progress.as_str()),
        (Stage::AwaitingEvidence, "Half of it is done.")
    );
    assert_eq!(
        (one.done, one.done_evidence.as_str()),
        (Some(day("2026-11-10")), "Seen in the file.")
    );
    assert_eq!(
        (one.verified, one.verified_by.as_str()),
        (Some(NOW.date()), "B. Manager")
    );
    assert_eq!(
        (one.difference, one.difference_why.as_str()),
        (Some(Difference::Partly), "9 of 13.")
    );
    assert_eq!(one.reaudit, Some(day("2026-12-03")));
    assert_eq!(one.status_words(NOW.date()), "Verified 12 Nov");
}

#[test]
fn an_action_is_followed_up_to_its_difference_in_a_wide_window() {
    follow_up(WIDE);
}

#[test]
fn an_action_is_followed_up_to_its_difference_in_half_a_laptop_screen() {
    follow_up(HALF);
}

fn go_and_come_back(size: Vec2) {
    let (mut screen, _folder, _clock) = window(some(), size);
    screen.go("Actions");
    screen.click_start(Role::Row, "Chronology completed");
    screen.click(Role::Button, "Open audit of case 4417");
    screen.until("the evidence", |screen| {
        screen.says("Evidence, to develop: Supervision does not")
    });
    let focused = |screen: &Screen| {
        let node = screen
            .harness
            .query_all_by(|node| node.is_focused() && node.role() != Role::Window)
            .next();
        node.and_then(|node| node.accesskit_node().label()).unwrap_or_default()
    };
    screen.until("it has the keyboard", |screen| {
        focused(screen).starts_with("Evidence, to develop")
    });
    screen.go("Actions");
    if size == HALF {
        screen.click(Role::Button, "Back to actions");
    }
    screen.until("the row", |screen| focused(screen).starts_with("Chronology completed"));
}

#[test]
fn an_action_opens_its_audit_where_it_came_from_and_one_comes_back_to_its_row() {
    go_and_come_back(WIDE);
    go_and_come_back(HALF);
}

#[test]
fn the_list_is_narrowed_and_ordered() {
    let (mut screen, _folder, _clock) = window(some(), WIDE);
    screen.go("Actions");
    screen.until("all", |screen| rows(screen).len() == 4);
    pick(&mut screen, "Owner: any", "Team manager, West · 2");
    assert_eq!(rows(&screen).len(), 2);
    pick(&mut screen, "Status: open and to verify", "done, to verify · 1");
    assert!(rows(&screen)[0].starts_with("Plans carry dates") && rows(&screen).len() == 1);
    screen.click(Role::Button, "Clear");
    pick(&mut screen, "Team: any", "North · 2, 2 overdue");
    assert!(rows(&screen)[0].starts_with("Chronology completed") && rows(&screen).len() == 2);
    screen.click(Role::Button, "Clear");
    pick(&mut screen, "From: anywhere", "an audit of the service · 1");
    assert!(rows(&screen)[0].starts_with("Strategy meetings"));
    pick(&mut screen, "From: an audit of the service", "a question · 0");
    assert!(screen.says("Nothing matches"));
    screen.click(Role::Button, "Clear");
    pick(&mut screen, "Order: due date", "owner");
    assert!(rows(&screen)[0].starts_with("Strategy meetings"), "{:?}", rows(&screen));
    screen.click(Role::ColumnHeader, "Owner");
    assert!(rows(&screen)[0].starts_with("Return home"), "{:?}", rows(&screen));
    pick(&mut screen, "Order: owner", "team");
    assert!(rows(&screen)[0].starts_with("Chronology"), "{:?}", rows(&screen));
    // A number shows what it counts.
    screen.click(Role::Button, "1 to verify: show these");
    assert_eq!(rows(&screen).len(), 1);
    assert!(screen.has(Role::ComboBox, "Status: done, to verify"));
}

fn add_from_the_list(size: Vec2) {
    let (mut screen, folder, clock) = window(some(), size);
    screen.go("Actions");
    screen.click(Role::Button, "Add action");
    set(&mut screen, Role::EditableComboBox, "What it is about", "4417");
    // Its audit is final.
    screen.until("why not", |screen| screen.says("One that is final is reopened first"));
    press_last(&mut screen, "Add action");
    assert!(screen.says("Choose what it is about"));
    set(&mut screen, Role::EditableComboBox, "What it is about", "serv");
    screen.until("the service", |screen| {
        screen.has(Role::ListBoxOption, "The service, ILACS 2018, due 20 Nov")
    });
    screen.picture(&format!("add-action-{}", size.x));
    screen.key(Modifiers::NONE, Key::Enter);
    set(
        &mut screen,
        Role::MultilineTextInput,
        "What must change",
        "Thresholds are published",
    );
    press_last(&mut screen, "Add action");
    screen.until("it is there", |screen| screen.says("Action added"));
    // It is put otherwise, and only what was changed is.
    screen.click_start(Role::Row, "Thresholds are published");
    screen.click(Role::Button, "Edit…");
    set(&mut screen, Role::EditableComboBox, "Owner", "Head of service");
    press_last(&mut screen, "Save");
    screen.until("saved", |screen| !screen.has(Role::Dialog, "Edit action"));
    screen.close();
    let all = actions(folder.path(), &clock);
    let one = all.last().unwrap();
    assert_eq!(
        (one.text.as_str(), one.owner.as_str(), one.audit),
        ("Thresholds are published", "Head of service", 2)
    );
}

#[test]
fn an_action_is_added_from_the_list_in_a_wide_window() {
    add_from_the_list(WIDE);
}

#[test]
fn an_action_is_added_from_the_list_in_half_a_laptop_screen() {
    add_from_the_list(HALF);
}

/// The plan that went out, with what an owner wrote in it.
fn filled(from: &Path, to: &Path) {
    let sent = plan::read_file(from).unwrap();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let code: Vec<String> = sent
        .code
        .unwrap()
        .chunks(2)
        .map(|two| format!("{:02x}{:02x}", two[0], two[1]))
        .collect();
    sheet.write_string(0, 0, format!("code {}", code.join("-"))).unwrap();
    // A column that is gone is no change.
    let titles = ["Action id", Filled::Stage.title(), Filled::Progress.title()];
    for (column, title) in (0..).zip(titles) {
        sheet.write_string(1, column, title).unwrap();
    }
    for (at, row) in (2..).zip(&sent.rows) {
        sheet.write_string(at, 0, &row.id).unwrap();
        sheet.write_string(at, 1, "In progress").unwrap();
        sheet.write_string(at, 2, "Half of it is done.").unwrap();
    }
    sheet.write_string(20, 2, "And another thing").unwrap();
    book.save(to).unwrap();
}

fn send_and_read_back(size: Vec2) {
    let (mut screen, folder, clock) = window(some(), size);
    let (out, back) = (folder.path().join("plan.xlsx"), folder.path().join("back.xlsx"));
    screen.go("Actions");
    screen.click(Role::Button, "Export plan…");
    screen.until("what it holds", |screen| {
        screen.says("3 workbooks, one an owner, with 3 actions")
    });
    screen.click(Role::RadioButton, "One owner");
    pick(&mut screen, "Owner: Head of service · 1", "Team manager, West · 2");
    screen.until("what it holds", |screen| screen.says("1 action, 1 child by reference"));
    screen.click(Role::CheckBox, "Also actions that are done and not verified");
    screen.until("what it holds", |screen| screen.says("2 actions, 1 child by reference"));
    set(&mut screen, Role::TextInput, "Save as", &out.display().to_string());
    screen.picture(&format!("plan-out-{}", size.x));
    press_last(&mut screen, "Export");
    screen.until("the file", |screen| screen.says("Exported as plan.xlsx"));
    press_last(&mut screen, "Close");
    filled(&out, &back);
    screen.click(Role::Button, "Read updates…");
    set(
        &mut screen,
        Role::TextInput,
        "The file",
        &folder.path().join("none.xlsx").display().to_string(),
    );
    press_last(&mut screen, "Read");
    screen.until("why not", |screen| screen.says("cannot be read"));
    set(&mut screen, Role::TextInput, "The file", &back.display().to_string());
    press_last(&mut screen, "Read");
    screen.until("what would change", |screen| screen.says("4 changes."));
    screen.click_start(Role::Button, "1 thing is left out");
    assert!(screen.says("Row 21 has no action id"));
    screen.picture(&format!("plan-back-{}", size.x));
    // One of them is not taken.
    screen.click_start(
        Role::Row,
        "taken, Plans carry dates, How far it is: from Not started to In progress",
    );
    press_last(&mut screen, "Take 3 changes");
    screen.until("taken", |screen| screen.says("Updates of actions taken"));
    screen.close();
    let all = actions(folder.path(), &clock);
    let of = |text: &str| all.iter().find(|one| one.text == text).unwrap();
    let (home, plans) = (of("Return home interview offered"), of("Plans carry dates"));
    assert_eq!(
        (home.stage, home.progress.as_str()),
        (Stage::InProgress, "Half of it is done.")
    );
    assert_eq!(
        (plans.stage, plans.progress.as_str()),
        (Stage::NotStarted, "Half of it is done.")
    );
    // One undo takes all of it back.
    let mut session = open(&folder.path().join("book.plumb"), &clock);
    session.undo().unwrap();
    assert!(
        session
            .store()
            .actions(None)
            .unwrap()
            .iter()
            .all(|one| one.progress.is_empty())
    );
}

#[test]
fn a_plan_goes_out_and_its_updates_are_read_back_in_a_wide_window() {
    send_and_read_back(WIDE);
}

#[test]
fn a_plan_goes_out_and_its_updates_are_read_back_in_half_a_laptop_screen() {
    send_and_read_back(HALF);
}

#[test]
fn urgent_concerns_that_are_open_stand_above_the_actions() {
    let mut book = some();
    book.apply(Edit::RaiseConcern(Box::new(NewConcern {
        audit: 3,
        seen: "Not seen for six weeks.".into(),
        told_who: "the team manager".into(),
        told_how: "By phone".into(),
        told_at: Some(NOW),
        ..NewConcern::default()
    })));
    let (mut screen, folder, clock) = window(book, WIDE);
    screen.go("Actions");
    screen.until("the concern", |screen| {
        screen.says("A child may be unsafe today: case 4220")
    });
    assert!(screen.says("A. Auditor told the team manager by phone, 12 Nov"));
    assert!(screen.says("Seen by: not recorded. Plumbline alerts no one."));
    screen.picture("actions-concern");
    screen.click(Role::Button, "Record what was done");
    screen.type_in(Role::TextInput, "Child seen by", "Duty worker");
    press_last(&mut screen, "Save what was done");
    screen.until("it is known", |screen| screen.says("Seen by: Duty worker"));
    screen.close();
    let session = open(&folder.path().join("book.plumb"), &clock);
    assert_eq!(
        session.store().urgent_concerns(None).unwrap()[0].child_seen_by,
        "Duty worker"
    );
}

/// What was typed in the dialog when the program was killed is there again.
#[test]
fn an_action_that_was_being_raised_is_there_again() {
    let (mut screen, folder, clock) = window(some(), WIDE);
    screen.open_audit("4220");
    screen.click_start(Role::Button, "Raise action: ");
    set(
        &mut screen,
        Role::MultilineTextInput,
        "What must change",
        "Half an action",
    );
    set(&mut screen, Role::EditableComboBox, "Owner", "Team West");
    screen.close();
    assert_eq!(actions(folder.path(), &clock).len(), 4);
    let mut screen = Screen::open(&folder.path().join("book.plumb"), WIDE);
    screen.until("the dialog", |screen| screen.has(Role::Dialog, "Raise action"));
    assert!(screen.says("Case 4220"));
    press_last(&mut screen, "Add action");
    screen.until("added", |screen| screen.says("Action added"));
    screen.close();
    let all = actions(folder.path(), &clock);
    let one = all.last().unwrap();
    assert_eq!((one.text.as_str(), one.owner.as_str()), ("Half an action", "Team West"));
    assert_eq!(one.source(), Source::Judgement);
}
