//! The audit screen as a user goes through it; each journey ends by reading the store.

use crate::fixture::{Book, evidence, open};
use crate::screen::{HALF, Screen, WIDE};
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, Vec2, vec2};
use egui_kittest::kittest::Queryable as _;
use plumbline::model::case::CaseKind;

fn audit_a_case(size: Vec2) {
    let mut book = Book::new();
    let audit = book.child("4417", CaseKind::ChildProtection);
    let (path, _folder, clock) = book.close();
    let mut screen = Screen::open(&path, size);
    screen.open_audit("4417");

    // Is the child safe now? It stands at the top of every case audit.
    screen.click_start(Role::Button, "Is the child safe now?");
    screen.click(Role::RadioButton, "Yes");

    // Answer the first question by Ctrl and a digit, the next unanswered one, perhaps in the next section, on its row.
    screen.key(Modifiers::COMMAND, Key::U);
    screen.key(Modifiers::COMMAND, Key::Num2);
    screen.key(Modifiers::COMMAND, Key::U);
    screen.key(Modifiers::NONE, Key::N);
    screen.type_in(Role::MultilineTextInput, "What we found", "History is set out well.");
    screen.click(Role::RadioButton, "Good");
    screen.type_in(Role::TextInput, "Evidence", "The chronology stops in May.");
    screen.key(Modifiers::NONE, Key::Enter);
    screen.until("the evidence", |screen| screen.says("The chronology stops in May."));
    screen.close();

    let session = open(&path, &clock);
    let (found, _) = session.store().audit(audit).unwrap().unwrap();
    assert_eq!(found.safe_now.key(), "yes");
    let answers = session.store().answers(audit).unwrap();
    let mut values: Vec<&str> = answers.values().map(|answer| answer.value.as_str()).collect();
    values.sort_unstable();
    assert_eq!(values, ["no", "partly"]);
    let judgements = session.store().judgements(audit).unwrap();
    let (judgement, judged) = judgements.iter().next().unwrap();
    assert_eq!(
        (judged.found.as_str(), judged.grade.as_str()),
        ("History is set out well.", "good")
    );
    let evidence = session.store().evidence(audit).unwrap();
    assert_eq!(evidence.len(), 1);
    assert_eq!(
        (evidence[0].text.as_str(), evidence[0].judgement.as_str()),
        ("The chronology stops in May.", judgement.as_str())
    );
    assert!(session.store().drafts().unwrap().is_empty());
}

#[test]
fn a_case_is_audited_in_a_wide_window() {
    audit_a_case(WIDE);
}

#[test]
fn a_case_is_audited_in_half_a_laptop_screen() {
    audit_a_case(HALF);
}

#[test]
fn a_plain_digit_or_letter_never_changes_data() {
    let mut book = Book::new();
    let audit = book.child("4417", CaseKind::ChildProtection);
    let (path, _folder, clock) = book.close();
    let mut screen = Screen::open(&path, WIDE);
    screen.open_audit("4417");
    for key in [
        Key::Num1,
        Key::Num2,
        Key::Y,
        Key::N,
        Key::P,
        Key::A,
        Key::E,
        Key::Delete,
        Key::Space,
    ] {
        screen.key(Modifiers::NONE, key);
    }
    screen.close();
    let session = open(&path, &clock);
    assert!(session.store().answers(audit).unwrap().is_empty());
    assert!(session.store().judgements(audit).unwrap().is_empty());
}

#[test]
fn an_urgent_concern_is_raised_and_stands_on_every_screen() {
    let mut book = Book::new();
    let audit = book.child("4220", CaseKind::ChildProtection);
    let (path, _folder, clock) = book.close();
    let mut screen = Screen::open(&path, WIDE);
    screen.open_audit("4220");
    screen.click(Role::Button, "Raise urgent concern");
    screen.type_in(Role::MultilineTextInput, "What was seen", "Not seen for six weeks.");
    screen.type_in(Role::TextInput, "Who was told", "Team manager, West");
    screen.click(Role::Button, "Raise this concern");
    screen.until("the banner", |screen| screen.says("4220 may be unsafe"));
    for place in ["Grades", "Actions", "Audits", "This audit"] {
        screen.go(place);
        assert!(screen.says("Plumbline alerts no one"), "{place}");
    }
    screen.close();
    let concerns = open(&path, &clock).store().urgent_concerns(Some(audit)).unwrap();
    assert_eq!(
        (concerns.len(), concerns[0].told_who.as_str()),
        (1, "Team manager, West")
    );
    assert!(concerns[0].open());
}

/// The auditor looks into the case record in the other half of the screen, comes back and types on.
#[test]
fn the_caret_is_where_it_was_when_the_window_comes_back() {
    let mut book = Book::new();
    let audit = book.child("4417", CaseKind::ChildProtection);
    let (path, _folder, clock) = book.close();
    let mut screen = Screen::open(&path, HALF);
    screen.open_audit("4417");
    screen.type_in(Role::MultilineTextInput, "What we found", "Seen twice in June");
    for focused in [false, true] {
        screen.harness.input_mut().focused = focused;
        screen.harness.event(eframe::egui::Event::WindowFocused(focused));
        screen.settle();
    }
    screen.harness.event(eframe::egui::Event::Text(", alone".to_owned()));
    screen.settle();
    screen.close();
    let judgements = open(&path, &clock).store().judgements(audit).unwrap();
    assert_eq!(judgements.values().next().unwrap().found, "Seen twice in June, alone");
}

/// A field's undo is its own: after going to another section, Ctrl+Z in its field brings no words over.
#[test]
fn undo_in_a_field_never_mixes_two_records() {
    let mut book = Book::new();
    let audit = book.child("4417", CaseKind::ChildProtection);
    let (path, _folder, clock) = book.close();
    let mut screen = Screen::open(&path, WIDE);
    screen.open_audit("4417");
    screen.type_in(Role::MultilineTextInput, "What we found", "first section");
    screen.key(Modifiers::COMMAND, Key::PageDown);
    screen.type_in(Role::MultilineTextInput, "What we found", "second section");
    for _ in 0..4 {
        screen.key(Modifiers::COMMAND, Key::Z);
    }
    screen.close();
    let judgements = open(&path, &clock).store().judgements(audit).unwrap();
    let written: Vec<&str> = judgements
        .values()
        .map(|judged| judged.found.as_str())
        .filter(|found| !found.is_empty())
        .collect();
    assert_eq!(written, ["first section"]);
}

#[test]
fn a_care_leaver_is_not_called_a_child() {
    let mut book = Book::new();
    let audit = book.child("2203", CaseKind::CareLeaver);
    let view = book.session.audit_view(audit).unwrap().unwrap();
    assert!(
        view.warnings
            .iter()
            .any(|w| w.text.contains("Is the young person safe now?"))
    );
    let (path, _folder, _clock) = book.close();
    let mut screen = Screen::open(&path, WIDE);
    screen.open_audit("2203");
    assert!(screen.says("Is the young person safe now?"));
    assert!(screen.has(Role::MultilineTextInput, "Impact on the young person"));
    screen.click(Role::Button, "Their views");
    assert!(screen.says("What the young person said"));
    screen.click(Role::Button, "Raise urgent concern");
    assert!(screen.says("If the young person may be unsafe now, phone"));
    screen.close();
}

/// What gets the keyboard comes into sight in the part of the window that holds it, and no other part moves.
#[test]
fn what_gets_the_keyboard_scrolls_only_the_part_it_is_in() {
    let mut book = Book::new();
    book.child("4417", CaseKind::ChildProtection);
    let (path, _folder, _clock) = book.close();
    let low = vec2(1280.0, 480.0);
    let mut screen = Screen::open(&path, low);
    screen.open_audit("4417");
    let at = |screen: &Screen, role, name| {
        screen
            .harness
            .query_all_by_role_and_label(role, name)
            .next()
            .unwrap()
            .rect()
    };
    let section = |screen: &Screen| at(screen, Role::Button, "Referral and threshold");
    let before = section(&screen);
    let reached = [
        (Role::MultilineTextInput, "What we found"),
        (Role::ComboBox, "Source: Case record"),
        (Role::RadioButton, "Good"),
        (Role::TextInput, "Happened on"),
    ];
    for (role, name) in reached {
        screen
            .harness
            .query_all_by_role_and_label(role, name)
            .next()
            .unwrap()
            .focus();
        screen.settle();
        let rect = at(&screen, role, name);
        assert!(rect.top() >= 0.0 && rect.bottom() <= low.y, "{name} at {rect}");
        assert_eq!(section(&screen), before, "the list of sections moved at {name}");
    }
    screen.close();
}

/// A piece of evidence takes the room its words need, however much of the window is left below it.
#[test]
fn evidence_in_an_empty_section_stands_close() {
    let mut book = Book::new();
    let audit = book.child("4417", CaseKind::ChildProtection);
    book.apply(evidence(audit, "Analysis section is four lines."));
    let (path, _folder, _clock) = book.close();
    let mut screen = Screen::open(&path, vec2(1280.0, 1400.0));
    screen.open_audit("4417");
    screen.key(Modifiers::COMMAND, Key::PageDown);
    screen.key(Modifiers::COMMAND, Key::PageDown);
    let named = screen
        .harness
        .query_all_by_label_contains("Analysis section is four lines.");
    let card = named.map(|node| node.rect()).find(|rect| rect.left() < 900.0).unwrap();
    assert!(card.height() < 130.0, "{card}");
}
