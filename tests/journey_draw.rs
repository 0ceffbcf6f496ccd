//! Drawing audits from a list as a user does; each journey ends by reading the store.

use crate::draws::{add_person, keep_list, list_body};
use crate::fixture::{Book, open};
use crate::screen::{HALF, Screen, WIDE};
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, Vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use plumbline::app::edit::Edit;
use plumbline::model::audit::Status;
use plumbline::model::case::CaseKind;
use plumbline::model::draw::Numbers;
use plumbline::store::AuditFilter;

/// A workbook with a list of twenty, one child audited and one being audited, and auditors of both teams.
fn book() -> Book {
    let mut book = Book::new();
    keep_list(&mut book, "Open cases", &list_body());
    add_person(&mut book, "N. North", "North");
    add_person(&mut book, "S. South", "South");
    let audited = book.child("C-00", CaseKind::ChildInNeed);
    for status in [Status::Draft, Status::Submitted] {
        book.apply(Edit::SetStatus { audit: audited, status });
    }
    book.child("C-01", CaseKind::ChildInNeed);
    book
}

fn window(book: Book, size: Vec2) -> (Screen, std::path::PathBuf, tempfile::TempDir, Clock) {
    let (path, folder, clock) = book.close();
    let mut screen = Screen::open(&path, size);
    screen.harness.ctx.set_theme(eframe::egui::Theme::Light);
    screen.click(Role::Button, "Draw audits…");
    screen.until("the counts", |screen| screen.says("can be drawn, "));
    (screen, path, folder, clock)
}

type Clock = std::sync::Arc<plumbline::model::time::StepClock>;

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

fn choose(screen: &mut Screen, field: &str, option: &str) {
    screen.click_start(Role::ComboBox, &format!("{field}: "));
    screen.click(Role::MenuItemRadio, option);
}

fn rows(screen: &Screen) -> Vec<String> {
    screen
        .harness
        .query_all_by(|node| node.role() == Role::Row)
        .map(|node| node.accesskit_node().label().unwrap_or_default())
        .collect()
}

fn draw_and_allocate(size: Vec2) {
    let (mut screen, path, _folder, clock) = window(book(), size);
    let tag = if size.x > 700.0 { "wide" } else { "half" };
    // Two are left out, and by which rule is said.
    screen.until("who is left out", |screen| {
        screen.says("Left out: 1 audited in the last 12 months, 1 with an audit allocated or begun")
    });
    screen.click(Role::CheckBox, "Team");
    screen.until("the groups", |screen| {
        // In half a screen the second group is below the edge.
        let south = size == HALF || screen.says("South, 8 on the list, 8 can be drawn");
        screen.says("North, 12 on the list, 10 can be drawn, 6 asked for") && south
    });
    set(&mut screen, "In all", "4");
    set(&mut screen, "Seed", "4829 1376");
    // A child left out beforehand, with who agreed.
    set(&mut screen, "Reference of the child", "C-05");
    set(&mut screen, "Reason", "A complaint is under way");
    set(&mut screen, "Who agreed", "Head of service");
    screen.click(Role::Button, "Leave out");
    screen.until("one fewer", |screen| screen.says("17 can be drawn, 4 to be drawn"));
    screen.picture(&format!("draw-rules-{tag}"));
    screen.click(Role::Button, "Draw 4 cases");
    screen.until("what was drawn", |screen| screen.says("4 cases drawn from Open cases"));
    screen.picture(&format!("drawn-{tag}"));
    for row in rows(&screen) {
        let own = row.contains("team North") && row.contains("N. North audits")
            || row.contains("team South") && row.contains("S. South audits");
        assert!(!own && row.contains(" audits"), "{row}");
    }
    // One is changed for the next in reserve; without a reason nothing happens.
    let first = rows(&screen)[0].split(',').next().unwrap().to_owned();
    screen.click_start(Role::Row, &first);
    screen.until("the panel", |screen| {
        screen.says(&format!("Change {first} for the next in reserve"))
    });
    screen.click(Role::Button, "Change");
    assert!(!screen.says("Changed since it was drawn"));
    set(&mut screen, "Reason", "The family moved away");
    screen.picture(&format!("drawn-swap-{tag}"));
    screen.click(Role::Button, "Change");
    screen.until("the swap", |screen| screen.says(&format!("{first} out, ")));
    screen.click(Role::Button, "Groups, reserves and who was left out");
    screen.until("reserves", |screen| screen.says("In reserve, in this order: 3"));
    screen.picture(&format!("drawn-more-{tag}"));
    set(&mut screen, "Name of this draw", "November");
    screen.click(Role::Button, "Allocate 4 audits");
    screen.until("the kept draw", |screen| {
        screen.says("Made again: the same list and seed give the same draw")
    });
    assert!(screen.says("4 audits allocated"), "the toast");
    screen.picture(&format!("draw-kept-{tag}"));
    screen.close();
    let session = open(&path, &clock);
    let audits = session.store().audits(AuditFilter::All).unwrap();
    assert_eq!(audits.len(), 6);
    assert!(
        audits
            .iter()
            .skip(2)
            .all(|(audit, _)| audit.status == Status::Allocated && audit.due.is_some())
    );
    let kept = session.store().draws().unwrap();
    assert_eq!((kept.len(), kept[0].name.as_str()), (1, "November"));
    let draw = session.kept_draw(kept[0].id).unwrap().unwrap();
    assert_eq!((draw.swaps.len(), draw.swaps[0].out.as_str()), (1, first.as_str()));
    assert_eq!(draw.swaps[0].reason, "The family moved away");
    assert_eq!(draw.settings.seed, "4829 1376");
    assert!(draw.settings.seed_typed);
    assert_eq!(draw.settings.exemptions[0].agreed_by, "Head of service");
    assert_eq!(
        draw.settings.numbers,
        Numbers::Spread {
            total: 4,
            one_each: true
        }
    );
    for picked in &draw.picked {
        assert!(
            audits
                .iter()
                .any(|(audit, of)| *of == picked.reference && Some(audit.auditor) == picked.auditor)
        );
        assert!(!["C-00", "C-01", "C-05"].contains(&picked.reference.as_str()));
    }
}

#[test]
fn audits_are_drawn_and_allocated_in_a_wide_window() {
    draw_and_allocate(WIDE);
}

#[test]
fn audits_are_drawn_and_allocated_in_half_a_laptop_screen() {
    draw_and_allocate(HALF);
}

#[test]
fn more_than_there_are_are_said_by_group_and_drawn_when_told() {
    let (mut screen, path, _folder, clock) = window(book(), WIDE);
    screen.click(Role::CheckBox, "Team");
    choose(&mut screen, "How many", "A number for each group");
    set(&mut screen, "To draw of North", "11");
    set(&mut screen, "To draw of South", "2");
    screen.until("what is missing", |screen| {
        screen.says("There are fewer than asked for. North: 11 asked for, 10 can be drawn")
    });
    screen.picture("draw-short");
    screen.click(Role::Button, "Draw 12 cases");
    assert!(!screen.says("12 cases drawn from"));
    screen.click(Role::Button, "Draw those there are");
    screen.until("it may be drawn", |screen| {
        !screen.has(Role::Button, "Draw those there are")
    });
    screen.click(Role::Button, "Draw 12 cases");
    screen.until("what was drawn", |screen| screen.says("12 cases drawn from Open cases"));
    // Back to the rules and drawn again with another seed: that is kept with the draw.
    screen.click(Role::Button, "Back to the rules");
    screen.until("the counts", |screen| screen.has(Role::Button, "New seed"));
    screen.click(Role::Button, "New seed");
    screen.until("a word about it", |screen| {
        screen.says("1 other seed was drawn with before")
    });
    screen.click(Role::Button, "Draw 12 cases");
    screen.until("what was drawn", |screen| screen.says("12 cases drawn from Open cases"));
    screen.click(Role::Button, "Allocate 12 audits");
    screen.until("the kept draw", |screen| screen.says("Made again"));
    // One action, and one undo.
    screen.click(Role::Button, "Undo");
    screen.until("nothing is kept", |screen| screen.says("No draws yet"));
    screen.close();
    let mut session = open(&path, &clock);
    assert_eq!(session.store().audits(AuditFilter::All).unwrap().len(), 2);
    session.redo().unwrap().unwrap();
    let kept = session.store().draws().unwrap();
    assert_eq!(session.kept_draw(kept[0].id).unwrap().unwrap().tried.len(), 1);
}

#[test]
fn a_kept_draw_is_opened_changed_and_drawn_by_again() {
    let (mut screen, path, _folder, clock) = window(book(), WIDE);
    set(&mut screen, "In all", "3");
    screen.click(Role::Button, "Draw 3 cases");
    screen.click(Role::Button, "Allocate 3 audits");
    screen.until("the kept draw", |screen| screen.says("Made again"));
    let first = rows(&screen)[0].split(',').next().unwrap().to_owned();
    assert!(rows(&screen)[0].ends_with("Allocated"));
    screen.click_start(Role::Row, &first);
    set(&mut screen, "Reason", "The worker is away");
    screen.click(Role::Button, "Change");
    screen.until("the swap", |screen| screen.says(&format!("{first} out, ")));
    assert!(screen.says("Made again: the same list and seed give the same draw"));
    screen.click(Role::Button, "All draws");
    screen.until("the list of draws", |screen| screen.says("Draw of 12 Nov 2026"));
    screen.picture("draws");
    screen.click_start(Role::Row, "Draw of 12 Nov 2026");
    screen.click(Role::Button, "Draw by these rules again");
    // Those drawn before are being audited now, and so is who came in for one; who was taken out is free again.
    screen.until("the rules", |screen| screen.says("4 with an audit allocated or begun"));
    screen.close();
    let session = open(&path, &clock);
    let audits = session.store().audits(AuditFilter::All).unwrap();
    let withdrawn: Vec<&str> = audits
        .iter()
        .filter(|(audit, _)| audit.status == Status::Withdrawn)
        .map(|(_, of)| of.as_str())
        .collect();
    assert_eq!(withdrawn, [first.as_str()]);
    assert_eq!(audits.len(), 6);
}

#[test]
fn coverage_says_who_was_never_audited() {
    let (mut screen, _path, _folder, _clock) = window(book(), WIDE);
    screen.click(Role::Tab, "Coverage");
    screen.until("the coverage", |screen| {
        screen.says("1 of 20 children audited in the last 12 months, 1 being audited, 18 never audited")
    });
    screen.picture("coverage");
    screen.click_start(Role::Row, "South, 0 of 8 audited");
    screen.until("eight children", |screen| screen.says("8 children"));
    choose(&mut screen, "Children", "never audited");
    screen.click(Role::Button, "South: show every group");
    screen.until("eighteen children", |screen| screen.says("18 children"));
    assert!(!rows(&screen).iter().any(|row| row.starts_with("C-00")));
}

#[test]
fn what_is_filled_in_is_there_again_after_the_window_was_closed() {
    let (mut screen, path, _folder, _clock) = window(book(), HALF);
    set(&mut screen, "In all", "5");
    set(&mut screen, "Seed", "red lorry");
    screen.click(Role::Button, "Draw 5 cases");
    screen.until("what was drawn", |screen| screen.says("5 cases drawn"));
    let drawn = rows(&screen);
    screen.close();
    let mut screen = Screen::open(&path, HALF);
    screen.click(Role::Button, "Draw audits…");
    screen.until("the draw", |screen| screen.says("5 cases drawn from Open cases"));
    assert!(screen.says("Seed red lorry, typed"));
    assert_eq!(rows(&screen), drawn);
}

#[test]
fn without_a_list_there_is_nothing_to_draw_from() {
    let mut book = Book::new();
    book.child("4417", CaseKind::ChildInNeed);
    let (path, _folder, _clock) = book.close();
    let screen = Screen::open(&path, WIDE);
    assert!(!screen.has(Role::Button, "Draw audits…"));
}
