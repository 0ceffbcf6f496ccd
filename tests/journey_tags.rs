//! Tags as a user keeps them: added, put elsewhere, merged, split, deleted, out to a file and in again. Each journey ends
//! by reading the store.

use crate::fixture::{Book, evidence, open};
use crate::screen::{HALF, Screen, WIDE};
use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, Modifiers, Vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use plumbline::app::edit::{Edit, TagEdit, TagFields};
use plumbline::model::case::CaseKind;
use plumbline::model::tag::Tag;
use plumbline::model::tag_order;
use plumbline::model::time::StepClock;
use std::path::Path;
use std::sync::Arc;

const GROUP: &str = "Themes of ours";

fn tag(name: &str) -> Edit {
    Edit::Tags(Box::new(TagEdit::Add(TagFields {
        name: name.to_owned(),
        group: GROUP.to_owned(),
        parent: None,
        colour: 2,
        description: String::new(),
    })))
}

fn id(book: &Book, name: &str) -> i64 {
    let tags = book.session.store().tags().unwrap();
    tags.iter().find(|tag| tag.name == name).unwrap().id
}

/// Three tags of a group of our own; two pieces of evidence carry the first, one of them the second too.
fn tagged() -> Book {
    let mut book = Book::new();
    for name in ["Breakfast club", "Breakfast clubs", "Bus passes"] {
        book.apply(tag(name));
    }
    let audit = book.child("4417", CaseKind::ChildProtection);
    book.apply(evidence(audit, "Nobody asked where she had been."));
    book.apply(evidence(audit, "The interview was offered after nine days."));
    let (first, second) = (id(&book, "Breakfast club"), id(&book, "Breakfast clubs"));
    for (evidence, tag) in [(1, first), (2, first), (2, second)] {
        book.apply(Edit::Tag {
            evidence,
            tag,
            on: true,
        });
    }
    book
}

fn window(book: Book, size: Vec2) -> (Screen, tempfile::TempDir, Arc<StepClock>) {
    let (path, folder, clock) = book.close();
    let mut screen = Screen::open(&path, size);
    screen.go("Tags");
    screen.until("the list", |screen| screen.has(Role::TextInput, "Find a tag"));
    (screen, folder, clock)
}

fn tags(folder: &Path, clock: &Arc<StepClock>) -> Vec<Tag> {
    open(&folder.join("book.plumb"), clock).store().tags().unwrap()
}

fn find<'t>(tags: &'t [Tag], name: &str) -> Option<&'t Tag> {
    tags.iter().find(|tag| tag.name == name)
}

/// The rows in sight.
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

fn selected(screen: &mut Screen, name: &str) {
    set(screen, Role::TextInput, "Find a tag", name);
    screen.click_start(Role::Row, &format!("{name}, {GROUP}"));
    screen.until("it is shown", |screen| screen.has(Role::Button, "Merge…"));
}

fn kept(size: Vec2) {
    let (mut screen, folder, clock) = window(tagged(), size);
    screen.click(Role::Button, "Add tag");
    set(&mut screen, Role::TextInput, "Name", "School transport");
    set(&mut screen, Role::EditableComboBox, "Group", GROUP);
    set(
        &mut screen,
        Role::MultilineTextInput,
        "What it is for",
        "Getting to school, not the school itself",
    );
    press_last(&mut screen, "Add tag");
    screen.until("it is added", |screen| !screen.has(Role::Dialog, "Add tag"));
    // A name that differs by capital letters alone is refused where it is typed.
    screen.click(Role::Button, "Add tag");
    set(&mut screen, Role::TextInput, "Name", "school TRANSPORT");
    set(&mut screen, Role::EditableComboBox, "Group", GROUP);
    press_last(&mut screen, "Add tag");
    screen.until("why not", |screen| {
        screen
            .harness
            .query_by_label_contains("differs from this by capital letters")
            .is_some()
    });
    screen.click(Role::Button, "Cancel");
    selected(&mut screen, "Bus passes");
    // Its name is text like any other: it becomes a change when the field is left.
    set(&mut screen, Role::TextInput, "Name", "Bus pass");
    screen.key(Modifiers::NONE, Key::Tab);
    screen.until("the new name", |screen| screen.has(Role::Heading, "Bus pass"));
    screen.click(Role::RadioButton, "Pink");
    screen.settle();
    screen.click_start(Role::ComboBox, "Stands under");
    screen.click_start(Role::MenuItemRadio, "School transport");
    screen.settle();
    screen.key(Modifiers::COMMAND, Key::K);
    screen.key(Modifiers::NONE, Key::Escape);
    screen.close();
    let tags = tags(folder.path(), &clock);
    let under = find(&tags, "School transport").unwrap();
    assert_eq!(under.description, "Getting to school, not the school itself");
    let pass = find(&tags, "Bus pass").unwrap();
    assert_eq!(
        (pass.parent, pass.colour, pass.group.as_str()),
        (Some(under.id), 3, GROUP)
    );
    assert!(find(&tags, "school TRANSPORT").is_none());
}

#[test]
fn a_tag_is_added_renamed_coloured_and_put_under_another() {
    kept(WIDE);
    kept(HALF);
}

#[test]
fn tags_that_may_say_the_same_are_shown_and_merged_and_taken_apart_again() {
    let (mut screen, folder, clock) = window(tagged(), WIDE);
    screen.click_start(Role::Button, "May say the same");
    screen.click_start(Role::Row, "Breakfast clubs, 1 pieces, and Breakfast club, 2 pieces");
    screen.until("what it touches", |screen| {
        let words = "1 piece of evidence carries Breakfast clubs, in 1 audit. They carry Breakfast club instead";
        screen.harness.query_by_label_contains(words).is_some()
    });
    press_last(&mut screen, "Merge");
    screen.until("it is merged", |screen| screen.says("Tags merged"));
    screen.until("none is left", |screen| screen.says("No two tags seem to say the same"));
    screen.close();
    let merged = tags(folder.path(), &clock);
    assert!(find(&merged, "Breakfast clubs").is_none());
    assert_eq!(find(&merged, "Breakfast club").unwrap().uses, 2);
    let mut session = open(&folder.path().join("book.plumb"), &clock);
    session.undo().unwrap();
    let apart = session.store().tags().unwrap();
    assert_eq!(find(&apart, "Breakfast clubs").unwrap().uses, 1);
}

#[test]
fn a_tag_is_split_by_the_words_of_its_evidence() {
    let (mut screen, folder, clock) = window(tagged(), WIDE);
    selected(&mut screen, "Breakfast club");
    screen.click(Role::Button, "Split…");
    set(&mut screen, Role::TextInput, "Name of the new tag", "Late interview");
    set(&mut screen, Role::TextInput, "Find among its evidence", "offer");
    screen.until("what is found", |screen| screen.says("1 piece found, 0 ticked"));
    screen.click(Role::Button, "Tick all found");
    screen.click(Role::Button, "Split off 1 piece");
    screen.until("it is split", |screen| screen.says("Tag split"));
    screen.close();
    let tags = tags(folder.path(), &clock);
    assert_eq!(find(&tags, "Late interview").unwrap().uses, 1);
    assert_eq!(find(&tags, "Breakfast club").unwrap().uses, 1);
}

#[test]
fn deleting_says_what_it_touches_and_is_offered_to_be_taken_back() {
    let (mut screen, folder, clock) = window(tagged(), WIDE);
    selected(&mut screen, "Breakfast club");
    screen.click(Role::Button, "Delete…");
    screen.until("what it touches", |screen| {
        let words = "2 pieces of evidence carry Breakfast club, in 1 audit. It is taken off all of them.";
        screen.says(words)
    });
    press_last(&mut screen, "Delete tag");
    screen.until("it is gone", |screen| screen.says("Tag deleted"));
    press_last(&mut screen, "Undo");
    screen.until("it is back", |screen| screen.says("Undone: Tag deleted"));
    // What nothing carries goes at once.
    selected(&mut screen, "Bus passes");
    screen.click(Role::Button, "Delete");
    screen.until("it is gone", |screen| screen.says("Nothing matches"));
    screen.close();
    let tags = tags(folder.path(), &clock);
    assert_eq!(find(&tags, "Breakfast club").unwrap().uses, 2);
    assert!(find(&tags, "Bus passes").is_none());
}

#[test]
fn where_a_tag_is_used_opens_its_evidence() {
    let (mut screen, _folder, _clock) = window(tagged(), WIDE);
    selected(&mut screen, "Breakfast clubs");
    screen.until("its teams", |screen| {
        screen.harness.query_by_label_contains("1 piece in 1 audit").is_some()
    });
    screen.click(Role::Button, "Show its evidence");
    screen.until("its evidence", |screen| {
        rows(screen).iter().any(|row| row.contains("offered after nine days"))
    });
    assert!(!rows(&screen).iter().any(|row| row.contains("Nobody asked")));
}

/// Up, down and to another group, by keyboard: the button keeps the keyboard while the tag moves.
#[test]
fn tags_and_groups_are_reordered() {
    let (mut screen, folder, clock) = window(tagged(), WIDE);
    selected(&mut screen, "Bus passes");
    for _ in 0..2 {
        screen.click(Role::Button, "Move up");
        screen.settle();
    }
    screen.until("it is first", |screen| {
        let up = screen.harness.get_by_role_and_label(Role::Button, "Move up");
        up.accesskit_node().is_disabled()
    });
    set(&mut screen, Role::TextInput, "Find a tag", GROUP);
    screen.click_start(Role::Row, &format!("Group {GROUP}"));
    screen.until("the group", |screen| screen.says("A group of 3 tags"));
    screen.click(Role::Button, "Move up");
    screen.settle();
    screen.click(Role::Button, "Rename…");
    set(&mut screen, Role::TextInput, "Name of the group", "Ours");
    press_last(&mut screen, "Rename");
    screen.until("it is renamed", |screen| !screen.has(Role::Dialog, "Rename group"));
    screen.close();
    let tags = tags(folder.path(), &clock);
    let tree = tag_order::tree(&tags);
    let at = tree.iter().position(|group| group.name == "Ours").unwrap();
    assert_eq!(at, tree.len() - 2);
    assert_eq!(tree[at].tags[0].0, find(&tags, "Bus passes").unwrap().id);
}

#[test]
fn tags_go_out_to_a_file_and_another_workbook_takes_them_in() {
    let (mut screen, folder, _clock) = window(tagged(), WIDE);
    let file = folder.path().join("tags.csv");
    screen.click(Role::Button, "Export…");
    set(&mut screen, Role::TextInput, "Save as", &file.display().to_string());
    press_last(&mut screen, "Export");
    screen.until("it is written", |screen| screen.says("Exported as tags.csv"));
    screen.click(Role::Button, "Close");
    screen.close();

    let (mut screen, other, clock) = window(Book::new(), WIDE);
    screen.click(Role::Button, "Import…");
    set(&mut screen, Role::TextInput, "The file", &file.display().to_string());
    press_last(&mut screen, "Read");
    screen.until("what it would do", |screen| {
        screen.harness.query_by_label_contains("3 new").is_some()
    });
    press_last(&mut screen, "Take 3 tags");
    screen.until("it is taken", |screen| screen.says("Tags imported"));
    screen.close();
    assert_eq!(find(&tags(other.path(), &clock), "Bus passes").unwrap().group, GROUP);

    // A file that is none says so, and nothing is taken.
    let broken = folder.path().join("broken.csv");
    std::fs::write(&broken, "colour\nPink\n").unwrap();
    let book = Book::new();
    let before = book.session.store().tags().unwrap().len();
    let (mut screen, other, clock) = window(book, WIDE);
    screen.click(Role::Button, "Import…");
    set(&mut screen, Role::TextInput, "The file", &broken.display().to_string());
    press_last(&mut screen, "Read");
    screen.until("why not", |screen| {
        screen
            .harness
            .query_all_by_label_contains("Nothing of this file is taken in")
            .next()
            .is_some()
    });
    screen.click(Role::Button, "Cancel");
    screen.close();
    assert_eq!(tags(other.path(), &clock).len(), before);
}
