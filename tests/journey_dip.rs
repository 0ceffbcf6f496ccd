//! A dip sample as someone works through it: started, answered by keyboard, an unsafe child found, handed in, taken
//! back. Each journey ends by reading the store.

use crate::fixture::{Book, open};
use crate::screen::{HALF, Screen, WIDE};
use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, Modifiers, Vec2, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use plumbline::app::edit::Edit;
use plumbline::app::view::dip::DipView;
use plumbline::model::audit::{SafeNow, Status};
use plumbline::model::case::CaseKind;
use plumbline::model::change::{Place, Value};
use plumbline::model::time::StepClock;
use std::path::PathBuf;
use std::sync::Arc;

const QUESTIONS: [&str; 3] = ["10.1", "10.3", "10.6"];
const NONE: Modifiers = Modifiers::NONE;

struct Journey {
    screen: Screen,
    path: PathBuf,
    _folder: tempfile::TempDir,
    clock: Arc<StepClock>,
}

/// A window over a workbook with a dip sample of these references, with the dip sample open.
fn journey(references: &[&str], questions: &[&str], size: Vec2) -> Journey {
    let mut book = Book::new();
    book.child("4417", CaseKind::ChildProtection);
    book.dip_sample(references, questions);
    let (path, folder, clock) = book.close();
    let mut screen = Screen::open(&path, size);
    screen.harness.ctx.set_theme(eframe::egui::Theme::Light);
    screen.click(Role::ComboBox, "Dip sample: any");
    screen.click(Role::MenuItemRadio, "Chronologies, November");
    screen.click(Role::Button, "Open dip sample");
    screen.until("the grid", |screen| screen.says("Back to audits"));
    screen.settle();
    Journey {
        screen,
        path,
        _folder: folder,
        clock,
    }
}

impl Journey {
    /// Closes the window, and what is in the workbook then.
    fn end(self) -> DipView {
        self.screen.close();
        let session = open(&self.path, &self.clock);
        let sample = session.store().dip_samples().unwrap().remove(0);
        session.dip_view(sample.id).unwrap().unwrap()
    }
}

/// The name of what has the focus.
fn focused(screen: &Screen) -> String {
    screen
        .harness
        .root()
        .children_recursive()
        .find(egui_kittest::Node::is_focused)
        .and_then(|node| node.accesskit_node().label())
        .unwrap_or_default()
}

fn keys(screen: &mut Screen, pressed: &[Key]) {
    for key in pressed {
        screen.key(NONE, *key);
    }
}

fn menu_item(screen: &mut Screen, name: &str) {
    screen.click(Role::MenuItem, name);
}

#[test]
fn twenty_files_on_three_questions_in_one_afternoon() {
    let mut book = Book::new();
    book.child("5001", CaseKind::ChildInNeed);
    let (path, folder, clock) = book.close();
    let mut screen = Screen::open(&path, WIDE);
    screen.harness.ctx.set_theme(eframe::egui::Theme::Light);
    screen.click(Role::Button, "Dip sample…");
    screen.until("the dialog", |screen| screen.has(Role::TextInput, "Name"));
    // What is missing is said, one after the other, and nothing is started.
    screen.click(Role::Button, "Start dip sample");
    assert!(screen.says("Give it a name"));
    assert_eq!(focused(&screen), "Name");
    screen.type_in(Role::TextInput, "Name", "Supervision, November");
    screen.click(Role::Button, "Start dip sample");
    assert!(screen.says("Choose the type of case"));
    screen.click(Role::RadioButton, "Child in need");
    screen.click(Role::Button, "Start dip sample");
    assert!(screen.says("Choose at least one question"));
    for words in [
        "actions last supervision",
        "10.1",
        "noticedrift",
        "manager notice drift",
    ] {
        screen.type_in(Role::EditableComboBox, "Find a question", words);
        if words == "noticedrift" {
            assert!(screen.says("No question holds these words"));
            screen.key(Modifiers::COMMAND, Key::A);
            continue;
        }
        screen.key(NONE, Key::Enter);
    }
    screen.click(Role::Button, "Move 10.1 up");
    assert!(screen.has(Role::Button, "Remove 10.6"));
    screen.click(Role::Button, "Start dip sample");
    assert!(screen.says("Paste the children’s references"));
    let column: Vec<String> = (5001..5021).map(|n| n.to_string()).collect();
    let pasted = format!("{}\r\nJane Smith\r\n5001\r\n", column.join("\r\n"));
    screen
        .harness
        .query_all_by_role_and_label(Role::MultilineTextInput, "References")
        .next()
        .unwrap()
        .focus();
    screen.settle();
    screen.harness.event(Event::Paste(pasted));
    screen.settle();
    assert!(
        screen.says("21 files; 1 child already has audits; 1 reference stands twice and is taken once"),
        "{}",
        screen.tree()
    );
    assert!(screen.says("This looks like a name"));
    screen.picture("dip-start");
    screen.click(Role::Button, "Leave them out");
    screen.click(Role::Button, "Start with 20 files");
    screen.until("the grid", |screen| screen.says("Back to audits"));
    screen.settle();
    // One can answer at once: the first cell has the keyboard.
    assert!(
        focused(&screen).starts_with("5001, 10.1 Is supervision"),
        "{}",
        focused(&screen)
    );
    screen.picture("dip-grid");
    for _ in 0..12 {
        keys(
            &mut screen,
            &[Key::Y, Key::Tab, Key::Num2, Key::Tab, Key::N, Key::Enter],
        );
    }
    assert!(focused(&screen).starts_with("5013, 10.1"), "{}", focused(&screen));
    assert!(screen.has(Role::Button, "10.1: 12 yes"), "{}", screen.tree());
    assert!(screen.has(Role::Button, "10.1: 100 percent of the 12 files it applies to"));
    assert!(screen.has(Role::Button, "10.6: 12 no"));
    screen.click(Role::Button, "Submit 12 complete");
    assert!(screen.says("12 audits submitted"));
    screen.picture("dip-submitted");
    screen.close();
    let session = open(&path, &clock);
    let sample = session.store().dip_samples().unwrap().remove(0);
    let view = session.dip_view(sample.id).unwrap().unwrap();
    assert_eq!(view.sample.questions, QUESTIONS);
    assert_eq!(view.rows.len(), 20);
    assert!(
        view.rows
            .iter()
            .take(12)
            .all(|row| row.status == Status::Submitted && row.answers == ["yes", "partly", "no"])
    );
    assert!(view.rows.iter().skip(12).all(|row| row.status == Status::Allocated));
    let label = session.store().undo_and_redo(session.me()).unwrap().0.unwrap().label;
    assert_eq!(label, "12 audits submitted");
    drop(folder);
}

#[test]
fn arrows_go_from_cell_to_cell_and_letters_answer_only_there() {
    let mut journey = journey(&["1", "2", "3"], &QUESTIONS, WIDE);
    let screen = &mut journey.screen;
    keys(screen, &[Key::ArrowDown, Key::ArrowRight, Key::P]);
    assert!(
        focused(screen).starts_with("2, 10.3") && focused(screen).ends_with("Partly"),
        "{}",
        focused(screen)
    );
    // At the edges nothing moves, also not out of the grid.
    keys(screen, &[Key::ArrowDown, Key::ArrowDown, Key::ArrowDown]);
    assert!(focused(screen).starts_with("3, 10.3"));
    keys(screen, &[Key::Home, Key::ArrowLeft, Key::ArrowLeft]);
    assert!(
        focused(screen).starts_with("3, 0 of 3. Open as an audit"),
        "{}",
        focused(screen)
    );
    // A letter on what is no answer changes nothing.
    keys(screen, &[Key::Y, Key::End, Key::Y]);
    assert!(focused(screen).starts_with("More about 3"));
    // Nor does one anywhere once the grid is left.
    screen.key(NONE, Key::Escape);
    screen.settle();
    assert_eq!(focused(screen), "Add files…");
    keys(screen, &[Key::Y, Key::Num1, Key::Delete]);
    // Esc closes the menu of a cell before it leaves the grid, and Delete clears the cell.
    let cell = "2, 10.3 Are actions from the last supervision followed up?";
    screen.click(Role::GridCell, &format!("{cell}: Partly"));
    keys(screen, &[Key::Escape, Key::Delete]);
    assert_eq!(focused(screen), format!("{cell}: Not answered"));
    let view = journey.end();
    assert!(view.rows.iter().all(|row| row.answers == ["", "", ""]));
}

#[test]
fn an_answer_is_cleared_by_delete_taken_back_and_picked_from_a_menu() {
    let mut journey = journey(&["1", "2"], &QUESTIONS, WIDE);
    let screen = &mut journey.screen;
    keys(screen, &[Key::Y, Key::Delete]);
    assert!(focused(screen).ends_with("Not answered"), "{}", focused(screen));
    screen.key(Modifiers::COMMAND, Key::Z);
    assert!(screen.has(Role::Button, "10.1: 1 yes"), "{}", screen.tree());
    // With Space, or by a press of assistive technology, the answers stand in a menu.
    screen.click(Role::GridCell, "2, 10.1 Is supervision of this case held as often as it should be, and recorded on the child's file?: Not answered");
    screen.picture("dip-menu");
    menu_item(screen, "Not enough evidence  (E)");
    assert!(focused(screen).ends_with("Not enough evidence"), "{}", focused(screen));
    // The numbers with Ctrl answer too, and Ctrl+U goes to what is not answered.
    screen.key(Modifiers::COMMAND, Key::U);
    assert!(focused(screen).starts_with("2, 10.3"), "{}", focused(screen));
    screen.key(Modifiers::COMMAND, Key::Num4);
    let view = journey.end();
    assert_eq!(view.rows[0].answers, ["yes", "", ""]);
    assert_eq!(view.rows[1].answers, ["nee", "na", ""]);
}

#[test]
fn words_typed_before_the_next_cell_are_kept_and_a_slow_frame_mixes_nothing_up() {
    let mut journey = journey(&["1", "2"], &QUESTIONS, WIDE);
    let screen = &mut journey.screen;
    keys(screen, &[Key::Tab, Key::Tab, Key::Tab]);
    assert_eq!(focused(screen), "Comment on 1");
    // Everything in one frame: the words, the way to the next file, and its answers.
    let press = |key| Event::Key {
        key,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers: NONE,
    };
    for event in [
        Event::Text("Thin, no reasons".into()),
        press(Key::Enter),
        press(Key::N),
        Event::Text("n".into()),
        press(Key::Tab),
        press(Key::Y),
        Event::Text("y".into()),
    ] {
        screen.harness.input_mut().events.push(event);
    }
    screen.settle();
    assert!(focused(screen).starts_with("2, 10.3"), "{}", focused(screen));
    // Left and right stay in the words until their end.
    keys(screen, &[Key::Tab, Key::Tab]);
    screen.harness.event(Event::Text("ab".into()));
    screen.settle();
    screen.key(NONE, Key::ArrowLeft);
    assert_eq!(focused(screen), "Comment on 2");
    keys(screen, &[Key::ArrowRight, Key::ArrowRight]);
    assert_eq!(focused(screen), "2, safe now: Not assessed");
    keys(screen, &[Key::ArrowLeft, Key::ArrowUp]);
    assert_eq!(focused(screen), "Comment on 1");
    let view = journey.end();
    assert_eq!(view.rows[0].comment, "Thin, no reasons");
    assert_eq!(view.rows[0].answers, ["", "", ""]);
    assert_eq!(
        (view.rows[1].answers.join(","), view.rows[1].comment.as_str()),
        ("no,yes,".into(), "ab")
    );
}

#[test]
fn an_unsafe_child_is_found_and_followed_up_from_the_grid() {
    let mut journey = journey(&["1", "2"], &QUESTIONS, WIDE);
    let screen = &mut journey.screen;
    keys(
        screen,
        &[Key::ArrowDown, Key::End, Key::ArrowLeft, Key::ArrowLeft, Key::N],
    );
    assert_eq!(focused(screen), "2, safe now: No");
    screen.key(Modifiers::COMMAND | Modifiers::SHIFT, Key::U);
    screen.until("the dialog", |screen| screen.says("Urgent concern: 2"));
    screen.type_in(Role::MultilineTextInput, "What was seen", "Not seen for a month");
    screen.click(Role::Button, "Raise this concern");
    screen.until("the concern", |screen| screen.says("1 with an urgent concern open"));
    assert!(screen.says("2 may be unsafe"));
    screen.picture("dip-concern");
    screen.click_start(Role::Button, "Record what was done about 2");
    assert!(screen.says("Save what was done"));
    screen.key(NONE, Key::Escape);
    screen.click(Role::Button, "1 with an urgent concern open");
    assert!(!screen.has(Role::Button, "More about 1") && screen.has(Role::Button, "More about 2"));
    let view = journey.end();
    assert_eq!(view.rows[1].safe_now, SafeNow::No);
    assert_eq!(view.rows[1].concern.as_ref().unwrap().seen, "Not seen for a month");
}

#[test]
fn a_file_is_removed_taken_back_added_again_and_opened_as_an_audit() {
    let mut journey = journey(&["1", "2"], &QUESTIONS, WIDE);
    let screen = &mut journey.screen;
    keys(screen, &[Key::Y]);
    screen.click(Role::Button, "More about 1");
    menu_item(screen, "Remove from the dip sample");
    assert!(screen.says("1 removed"), "{}", screen.tree());
    assert!(!screen.has(Role::Button, "10.1: 1 yes"));
    screen.click(Role::Button, "Undo");
    assert!(screen.has(Role::Button, "10.1: 1 yes"));
    screen.click(Role::Button, "More about 1");
    menu_item(screen, "Remove from the dip sample");
    screen.click(Role::Button, "Add files…");
    screen.type_in(Role::MultilineTextInput, "References", "1, 2, 3");
    assert!(
        screen.says("1 is in this dip sample already and is left out; 1 was removed and comes back with its answers")
    );
    screen.picture("dip-add");
    screen.click(Role::Button, "Add 2 files");
    screen.until("the files", |screen| screen.has(Role::Button, "More about 3"));
    assert!(screen.has(Role::Button, "10.1: 1 yes"));
    screen.click_start(Role::RowHeader, "1, 1 of 3");
    screen.until("the audit", |screen| {
        screen.has(Role::TextInput, "Comment on this file")
    });
    // The other questions can be asked, and are not missing.
    assert!(screen.says("Ask if relevant"), "{}", screen.tree());
    screen.picture("dip-as-audit");
    screen.type_in(Role::TextInput, "Comment on this file", "Read in full");
    screen.click(Role::Button, "Dip sample: Chronologies, November");
    screen.until("the grid again", |screen| screen.says("Back to audits"));
    let view = journey.end();
    assert_eq!(
        view.rows.iter().map(|row| row.who.as_str()).collect::<Vec<_>>(),
        ["1", "2", "3"]
    );
    assert_eq!(view.rows[0].comment, "Read in full");
    assert_eq!(view.rows[0].answers[0], "yes");
}

#[test]
fn a_number_of_the_tally_shows_its_files_and_answering_moves_nothing() {
    let mut journey = journey(&["1", "2", "3"], &QUESTIONS, WIDE);
    let screen = &mut journey.screen;
    keys(screen, &[Key::N, Key::ArrowDown, Key::Y, Key::ArrowDown, Key::N]);
    screen.click(Role::Button, "10.1: 2 no");
    assert!(screen.has(Role::Button, "2 of 3 files: 10.1 no"), "{}", screen.tree());
    assert!(screen.has(Role::Button, "More about 1") && !screen.has(Role::Button, "More about 2"));
    screen.click_start(Role::GridCell, "1, 10.1");
    menu_item(screen, "Yes  (Y)");
    assert!(screen.has(Role::Button, "10.1: 1 no"));
    assert!(screen.has(Role::Button, "More about 1"), "it stays where it is");
    screen.click(Role::Button, "Remove 2 of 3 files: 10.1 no");
    assert!(screen.has(Role::Button, "More about 2"));
    let view = journey.end();
    assert_eq!(view.tallies[0].values, [2, 0, 1]);
}

#[test]
fn five_hundred_files_are_drawn_only_where_they_are_seen() {
    let references: Vec<String> = (0..500).map(|n| format!("R{n:03}")).collect();
    let names: Vec<&str> = references.iter().map(String::as_str).collect();
    let mut journey = journey(&names, &["10.1"], WIDE);
    let screen = &mut journey.screen;
    let drawn = |screen: &Screen| {
        screen
            .harness
            .query_all_by(|node| node.role() == Role::RowHeader)
            .count()
    };
    assert!((3..30).contains(&drawn(screen)), "{}", drawn(screen));
    screen.key(Modifiers::COMMAND, Key::End);
    assert_eq!(focused(screen), "More about R499");
    screen.key(NONE, Key::Home);
    screen.key(NONE, Key::Y);
    assert!((3..30).contains(&drawn(screen)));
    let view = journey.end();
    assert_eq!(view.rows[499].answers, ["yes"]);
}

#[test]
fn half_a_screen_scrolls_its_columns_and_keeps_the_references() {
    let six = ["10.1", "10.3", "10.6", "5.1", "5.2", "5.3"];
    let mut journey = journey(&["1", "2"], &six, HALF);
    let screen = &mut journey.screen;
    screen.picture("dip-half");
    let reference = |screen: &Screen| {
        let node = |node: &egui_kittest::kittest::AccessKitNode<'_>| node.role() == Role::RowHeader;
        screen.harness.query_all_by(node).next().unwrap().rect()
    };
    let before = reference(screen);
    for _ in 0..5 {
        keys(screen, &[Key::P, Key::Tab]);
    }
    let cell = screen
        .harness
        .query_all_by(|node| node.label().is_some_and(|label| label.starts_with("1, 5.3")))
        .next()
        .unwrap()
        .rect();
    assert!(
        cell.left() >= before.right() - 1.0 && cell.right() <= 640.0,
        "{cell:?} beside {before:?}"
    );
    assert_eq!(reference(screen), before);
    screen.picture("dip-half-scrolled");
    let view = journey.end();
    assert_eq!(
        view.rows[0].answers,
        ["partly", "partly", "partly", "partly", "partly", ""]
    );
}

#[test]
fn a_closed_file_takes_no_answer_and_the_rest_goes_on() {
    let mut book = Book::new();
    let id = book.dip_sample(&["1", "2"], &QUESTIONS);
    let audit = book.session.dip_view(id).unwrap().unwrap().rows[0].audit;
    for question in QUESTIONS {
        book.apply(Edit::Set(Place::answer(audit, question, "value"), Value::from("yes")));
    }
    for status in [Status::Submitted, Status::Final] {
        book.apply(Edit::SetStatus { audit, status });
    }
    let (path, folder, clock) = book.close();
    let mut screen = Screen::open(&path, vec2(900.0, 700.0));
    screen.click(Role::ComboBox, "Dip sample: any");
    screen.click(Role::MenuItemRadio, "Chronologies, November");
    screen.click(Role::Button, "Open dip sample");
    screen.until("the grid", |screen| screen.says("Back to audits"));
    screen.settle();
    assert!(focused(&screen).starts_with("2, 10.1"), "the first without an answer");
    screen.key(NONE, Key::ArrowUp);
    keys(&mut screen, &[Key::N, Key::Delete]);
    screen.key(Modifiers::COMMAND, Key::Num3);
    screen.key(NONE, Key::ArrowDown);
    screen.key(NONE, Key::N);
    screen.close();
    let session = open(&path, &clock);
    let view = session.dip_view(id).unwrap().unwrap();
    assert_eq!(view.rows[0].answers, ["yes", "yes", "yes"]);
    assert_eq!(view.rows[1].answers[0], "no");
    drop(folder);
}

#[test]
fn undo_of_its_start_closes_the_dip_sample() {
    let mut book = Book::new();
    book.child("4417", CaseKind::ChildProtection);
    book.dip_sample(&["1"], &QUESTIONS);
    let (path, _folder, _clock) = book.close();
    let mut screen = Screen::open(&path, WIDE);
    screen.click(Role::ComboBox, "Dip sample: any");
    screen.click(Role::MenuItemRadio, "Chronologies, November");
    screen.click(Role::Button, "Open dip sample");
    screen.until("the grid", |screen| screen.says("Back to audits"));
    screen.key(Modifiers::COMMAND, Key::Z);
    screen.until("the list", |screen| screen.has(Role::Row, "4417, Child protection, team North, A. Auditor, due 20 Nov, 0 of 30 answered, safe now: Not assessed, Allocated"));
    assert!(!screen.says("Dip sample: Chronologies"));
}

#[test]
fn a_form_that_was_not_finished_is_open_again() {
    let book = Book::new();
    let (path, _folder, _clock) = book.close();
    let mut screen = Screen::open(&path, WIDE);
    screen.click(Role::Button, "Dip sample…");
    screen.type_in(Role::TextInput, "Name", "Half typed");
    std::thread::sleep(std::time::Duration::from_millis(200));
    screen.close();
    let screen = Screen::open(&path, WIDE);
    let field = screen.harness.get_by_role_and_label(Role::TextInput, "Name");
    assert_eq!(field.accesskit_node().value().as_deref(), Some("Half typed"));
}
