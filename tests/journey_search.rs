//! Search in the window: from anywhere, as one types, by keyboard alone, to the very place; and only this audit.

use crate::fixture::{Book, evidence};
use crate::screen::{HALF, Screen, WIDE};
use eframe::egui::accesskit::Role;
use eframe::egui::{self, Key, Modifiers, Vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use plumbline::app::edit::{Edit, NewAction};
use plumbline::model::case::CaseKind;
use plumbline::model::change::{Entity, Place, Value};

const FIELD: &str = "Search everything";

/// Two children in two teams, with something written of each.
fn book() -> Book {
    let mut book = Book::new();
    let one = book.child("4220", CaseKind::ChildProtection);
    let two = book.child("3980", CaseKind::ChildInCare);
    let set = |place, words: &str| Edit::Set(place, Value::from(words));
    book.apply(evidence(
        one,
        "Three missing episodes in June; no return home interview recorded for the second.",
    ));
    for at in 0..12 {
        book.apply(evidence(two, &format!("Sitzplatz {at} was visited at the café.")));
    }
    book.apply(set(
        Place::answer(two, "3.1", "note"),
        "Interviews on return are offered within 72 hours but refusals are not followed up.",
    ));
    book.apply(Edit::AddAction(Box::new(NewAction {
        text: "Return home interview offered within 72 hours, refusals recorded".into(),
        owner: "B. Manager".into(),
        ..NewAction::of(two)
    })));
    book.apply(Edit::SetFields {
        entity: Entity::Audit,
        row: two,
        fields: [("team".to_owned(), "West".into())].into(),
    });
    book
}

impl Screen {
    fn search(&mut self, words: &str) {
        self.key(Modifiers::COMMAND, Key::K);
        self.until("the field has the keyboard", Self::in_field);
        self.type_more(words);
    }

    /// Whether the field has the keyboard: a screen reader is told of the line that is marked.
    fn in_field(&mut self) -> bool {
        let focused = self.focused();
        focused.is_some() && (focused.as_deref() == Some(FIELD) || focused == self.marked())
    }

    fn type_more(&mut self, words: &str) {
        self.harness.event(egui::Event::Text(words.to_owned()));
        self.settle();
    }

    fn lines(&self) -> Vec<String> {
        let line = |node: &egui_kittest::kittest::AccessKitNode<'_>| node.role() == Role::ListBoxOption;
        let lines = self.harness.query_all_by(line);
        lines.filter_map(|node| node.accesskit_node().label()).collect()
    }

    fn marked(&self) -> Option<String> {
        let line = |node: &egui_kittest::kittest::AccessKitNode<'_>| {
            node.role() == Role::ListBoxOption && node.is_selected() == Some(true)
        };
        let marked = self.harness.query_all_by(line).next();
        marked.and_then(|node| node.accesskit_node().label())
    }
}

fn opens_the_place(size: Vec2) {
    let (path, _folder, _clock) = book().close();
    let mut screen = Screen::open(&path, size);
    screen.search("return interv");
    screen.until("it is found", |screen| screen.says("4 results"));
    screen.picture(&format!("search-{}", size.x));
    let evidence = "Evidence, Three missing episodes in June; no return home interview";
    assert!(
        screen.lines().iter().any(|line| line.starts_with(evidence)),
        "{:?}",
        screen.lines()
    );
    while !screen.marked().is_some_and(|line| line.starts_with(evidence)) {
        screen.key(Modifiers::NONE, Key::ArrowDown);
        assert!(screen.in_field());
    }
    screen.key(Modifiers::NONE, Key::Enter);
    screen.until("the piece has the keyboard", |screen| {
        screen
            .focused()
            .is_some_and(|name| name.starts_with("Evidence, to develop: Three missing episodes"))
    });
    // The next search begins with where one was.
    screen.key(Modifiers::COMMAND, Key::K);
    screen.until("where one was", |screen| {
        screen
            .lines()
            .first()
            .is_some_and(|line| line.starts_with("Evidence, Three missing"))
    });
    screen.close();
}

#[test]
fn a_search_opens_the_place_in_a_wide_window() {
    opens_the_place(WIDE);
}

#[test]
fn a_search_opens_the_place_in_half_a_screen() {
    opens_the_place(HALF);
}

#[test]
fn a_note_an_action_and_a_question_get_the_keyboard() {
    let (path, _folder, _clock) = book().close();
    let mut screen = Screen::open(&path, WIDE);
    for (words, focused) in [
        ("interviews offered followed", "Note on 3.1"),
        ("refusals recorded", "What must change"),
    ] {
        screen.search(words);
        screen.until("it is found", |screen| screen.says("1 result"));
        screen.key(Modifiers::NONE, Key::Enter);
        screen.until(focused, |screen| screen.focused().as_deref() == Some(focused));
    }
    screen.close();
}

#[test]
fn esc_gives_the_keyboard_back_and_what_was_typed_before_is_found() {
    let (path, _folder, _clock) = book().close();
    let mut screen = Screen::open(&path, WIDE);
    screen.open_audit("4220");
    screen.type_in(Role::MultilineTextInput, "What we found", "quixotic");
    screen.search("quixot");
    screen.until("it is found", |screen| screen.says("1 result"));
    screen.key(Modifiers::NONE, Key::Escape);
    screen.until("it is closed", |screen| !screen.has(Role::EditableComboBox, FIELD));
    screen.until("the field has the keyboard again", |screen| {
        screen.focused().as_deref() == Some("What we found")
    });
    screen.close();
}

#[test]
fn tab_narrows_and_a_chip_is_taken_away_again() {
    let (path, _folder, _clock) = book().close();
    let mut screen = Screen::open(&path, WIDE);
    screen.search("return home we");
    screen.key(Modifiers::NONE, Key::Tab);
    screen.until("West is offered", |screen| {
        screen.marked().as_deref() == Some("Narrow to, team: West")
    });
    screen.picture("search-narrow");
    screen.key(Modifiers::NONE, Key::Enter);
    screen.until("it is narrowed", |screen| screen.says("1 result"));
    assert!(
        screen.lines()[0].starts_with("Action, Return home interview"),
        "{:?}",
        screen.lines()
    );
    screen.picture("search-narrowed");
    screen.click(Role::Button, "Remove team: West");
    screen.until("it is wider again", |screen| screen.says("4 results"));
    assert!(screen.in_field());
    screen.close();
}

#[test]
fn only_this_audit_shows_nothing_of_another_and_is_remembered() {
    let (path, _folder, _clock) = book().close();
    let mut screen = Screen::open(&path, WIDE);
    screen.open_audit("4220");
    screen.search("interview");
    screen.until("all of it", |screen| {
        screen.lines().iter().any(|line| line.contains("3980"))
    });
    screen.click(Role::CheckBox, "Only this audit");
    screen.until("only this one", |screen| {
        screen.lines().iter().any(|line| line.contains("4220"))
            && !screen.lines().iter().any(|line| line.contains("3980"))
    });
    screen.picture("search-only-this-audit");
    screen.key(Modifiers::NONE, Key::Escape);
    screen.until("it is closed", |screen| !screen.has(Role::CheckBox, "Only this audit"));
    screen.search("sitzplatz");
    screen.until("nothing of the other", |screen| screen.says("Nothing found"));
    screen.close();
}

#[test]
fn a_tag_opens_its_evidence_and_a_command_is_done() {
    let (path, _folder, _clock) = book().close();
    let mut screen = Screen::open(&path, WIDE);
    screen.search("workbook det");
    screen.until("the command", |screen| {
        screen
            .marked()
            .is_some_and(|line| line.starts_with("Command, Workbook details"))
    });
    screen.key(Modifiers::NONE, Key::Enter);
    screen.until("its dialog", |screen| screen.has(Role::TextInput, "Council"));
    screen.key(Modifiers::NONE, Key::Escape);
    screen.click(Role::Button, FIELD);
    screen.until("open by mouse", |screen| screen.has(Role::EditableComboBox, FIELD));
    screen.type_more("team west");
    screen.until("the team", |screen| {
        screen.lines().iter().any(|line| line.contains("3980")) || screen.says("result")
    });
    screen.close();
}

#[test]
fn evidence_is_narrowed_by_its_words() {
    let (path, _folder, _clock) = book().close();
    let mut screen = Screen::open(&path, WIDE);
    screen.go("Evidence");
    screen.until("all of it", |screen| screen.says("13 of 13"));
    screen.type_in(Role::TextInput, "Words in the evidence", "CAFE visit");
    screen.until("those that hold them", |screen| screen.says("12 of 13"));
    screen.type_more(" \"sitzplatz 7");
    screen.until("one", |screen| screen.says("1 of 13"));
    screen.picture("evidence-words");
    screen.close();
}

#[test]
fn hostile_words_are_answered() {
    let (path, _folder, _clock) = book().close();
    let mut screen = Screen::open(&path, WIDE);
    screen.search("\" OR 1=1 -- ( [ * ^ : ");
    for words in ["łß", "team:", "NEAR(", &"x ".repeat(5000)] {
        screen.type_more(words);
        assert!(screen.in_field());
    }
    screen.key(Modifiers::NONE, Key::Enter);
    screen.key(Modifiers::NONE, Key::PageDown);
    screen.key(Modifiers::NONE, Key::Escape);
    screen.until("it is closed", |screen| !screen.has(Role::EditableComboBox, FIELD));
    screen.close();
}
