//! What the controls do, by key and by press, as assistive technology sees them.

use eframe::egui::accesskit::Role;
use eframe::egui::{Id, Key, Modifiers, Ui, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use jiff::civil::{Date, date};

use super::choice::{ANSWERS, answer_row, grade_row};
use super::group::Picked;
use super::modal::Choice;
use super::rows::Rows;
use super::table::{Column, Order, Table, TableEvent};
use super::toast::Toasts;
use super::typeahead::{Match, TypeaheadEvent, typeahead};
use super::{Button, Chip, Dialog, Field, Select, chip, date_field, rail, tabs};
use crate::ui::fonts::Icon;
use crate::ui::theme;

fn show<S: 'static>(state: S, screen: impl FnMut(&mut Ui, &mut S) + 'static) -> Harness<'static, S> {
    let mut harness = Harness::builder()
        .with_size(vec2(640.0, 480.0))
        .with_max_steps(12)
        .with_context_setup(theme::install)
        .build_ui_state(screen, state);
    harness.run();
    harness
}

/// The name of what has the focus.
fn focused<S>(harness: &Harness<'_, S>) -> Option<String> {
    harness
        .root()
        .children_recursive()
        .find(egui_kittest::Node::is_focused)
        .and_then(|node| node.accesskit_node().label())
}

fn press<S>(harness: &mut Harness<'_, S>, key: Key) {
    harness.key_press(key);
    harness.run();
}

#[test]
fn a_button_is_pressed_by_pointer_key_and_technology_but_not_when_disabled() {
    let mut harness = show(0, |ui, pressed| {
        *pressed += i32::from(Button::primary("Start audit").show(ui).clicked());
        Button::secondary("Export…").enabled(false).show(ui);
    });
    harness.get_by_role_and_label(Role::Button, "Start audit").click();
    harness.run();
    harness
        .get_by_role_and_label(Role::Button, "Start audit")
        .click_accesskit();
    harness.run();
    press(&mut harness, Key::Tab);
    press(&mut harness, Key::Enter);
    assert_eq!(*harness.state(), 3);
    let export = harness.get_by_role_and_label(Role::Button, "Export…");
    assert!(export.accesskit_node().is_disabled());
}

#[test]
fn a_field_has_its_label_its_error_and_its_own_undo() {
    let mut harness = show((0, [String::new(), "second".to_owned()]), |ui, (record, texts)| {
        Field::new(Id::unique(("note", *record)), "What we found")
            .rows(2)
            .error(texts[*record].is_empty().then_some("Say what you found"))
            .show(ui, &mut texts[*record]);
    });
    let field = harness.get_by_role_and_label(Role::MultilineTextInput, "What we found");
    assert_eq!(
        field.accesskit_node().description().as_deref(),
        Some("Say what you found")
    );
    field.focus();
    harness.run();
    harness
        .get_by_role_and_label(Role::MultilineTextInput, "What we found")
        .type_text("first");
    harness.run_steps(8);
    assert_eq!(harness.state().1[0], "first");
    harness.state_mut().0 = 1;
    harness.run();
    harness
        .get_by_role_and_label(Role::MultilineTextInput, "What we found")
        .focus();
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run();
    assert_eq!(harness.state().1[1], "second");
}

#[test]
fn a_password_is_not_told_and_its_eye_shows_it() {
    let mut harness = show("correct horse".to_owned(), |ui, text| {
        Field::new(Id::unique("passphrase"), "Passphrase")
            .password()
            .show(ui, text);
    });
    let field = harness.get_by_role_and_label(Role::PasswordInput, "Passphrase");
    let told = field.accesskit_node().value().unwrap_or_default();
    assert!(!told.contains("horse"), "{told}");
    harness.get_by_label("Show what is typed").click();
    harness.run();
    harness.get_by_label("Hide what is typed");
}

fn answers(state: &mut Option<usize>, picked: Option<Picked>) {
    match picked {
        Some(Picked::Set(at)) => *state = Some(at),
        Some(Picked::Clear) => *state = None,
        None => {}
    }
}

#[test]
fn answer_keys_work_only_on_the_row_that_has_the_focus() {
    let mut harness = show([None, None], |ui, state: &mut [Option<usize>; 2]| {
        for (at, state) in state.iter_mut().enumerate() {
            let picked = answer_row(ui, Id::unique(("row", at)), "Seen alone?", &ANSWERS, *state);
            answers(state, picked);
        }
    });
    press(&mut harness, Key::Y);
    assert_eq!(*harness.state(), [None, None]);
    press(&mut harness, Key::Tab);
    press(&mut harness, Key::Y);
    assert_eq!(*harness.state(), [Some(0), None]);
    press(&mut harness, Key::Num3);
    assert_eq!(*harness.state(), [Some(2), None]);
    // The same answer by key again stays: an answer is never cleared by a key pressed twice.
    press(&mut harness, Key::N);
    assert_eq!(*harness.state(), [Some(2), None]);
    // One stop a row: the next Tab is on the next question.
    press(&mut harness, Key::Tab);
    press(&mut harness, Key::E);
    assert_eq!(*harness.state(), [Some(2), Some(4)]);
}

#[test]
fn arrows_go_between_answers_and_change_none() {
    let mut harness = show(Some(1), |ui, state| {
        let picked = answer_row(ui, Id::unique("row"), "Seen alone?", &ANSWERS, *state);
        answers(state, picked);
    });
    press(&mut harness, Key::Tab);
    assert_eq!(focused(&harness).as_deref(), Some("Partly"));
    press(&mut harness, Key::ArrowRight);
    press(&mut harness, Key::ArrowRight);
    assert_eq!(focused(&harness).as_deref(), Some("Not applicable"));
    assert_eq!(*harness.state(), Some(1));
    press(&mut harness, Key::Enter);
    assert_eq!(*harness.state(), Some(3));
    press(&mut harness, Key::ArrowRight);
    press(&mut harness, Key::ArrowRight);
    assert_eq!(focused(&harness).as_deref(), Some("Yes"));
}

#[test]
fn a_grade_is_cleared_by_pressing_it_again() {
    let mut harness = show(None, |ui, state| {
        let picked = grade_row(ui, Id::unique("grade"), "Section grade", &["Met", "Not met"], *state);
        answers(state, picked);
    });
    harness.get_by_role_and_label(Role::RadioButton, "Not met").click();
    harness.run();
    assert_eq!(*harness.state(), Some(1));
    harness.get_by_role_and_label(Role::RadioButton, "Not met").click();
    harness.run();
    assert_eq!(*harness.state(), None);
}

#[test]
fn a_dialog_takes_the_focus_keeps_it_and_gives_it_back() {
    #[derive(Default)]
    struct State {
        open: bool,
        text: String,
        answer: Option<Choice>,
    }
    let mut harness = show(State::default(), |ui, state: &mut State| {
        Button::secondary("Other").show(ui);
        if Button::secondary("Rename…").show(ui).clicked() {
            state.open = true;
        }
        if state.open {
            let shown = Dialog::new(Id::unique("rename"), "Rename tag")
                .cancel("Cancel")
                .primary(Button::primary("Rename"))
                .show(ui, |ui| {
                    Field::new(Id::unique("name"), "Name").show(ui, &mut state.text);
                });
            if shown.choice.is_some() {
                state.answer = shown.choice;
                state.open = false;
            }
        }
    });
    harness.get_by_role_and_label(Role::Button, "Rename…").click();
    harness.run();
    harness.get_by_role_and_label(Role::Dialog, "Rename tag");
    assert_eq!(focused(&harness).as_deref(), Some("Name"));
    for expected in ["Cancel", "Rename", "Name"] {
        press(&mut harness, Key::Tab);
        assert_eq!(focused(&harness).as_deref(), Some(expected));
    }
    press(&mut harness, Key::Escape);
    assert_eq!(harness.state().answer, Some(Choice::Cancel));
    assert_eq!(focused(&harness).as_deref(), Some("Rename…"));
}

#[test]
fn a_dialog_taller_than_the_window_keeps_its_buttons_in_sight() {
    let harness = show((), |ui, ()| {
        Dialog::new(Id::unique("tall"), "Everything")
            .note("A note that is far too long to stand beside the buttons of a dialog as narrow as this window is")
            .cancel("Cancel")
            .primary(Button::primary("Export"))
            .show(ui, |ui| {
                for line in 0..60 {
                    ui.label(format!("Line {line}"));
                }
            });
    });
    let export = harness.get_by_role_and_label(Role::Button, "Export").rect();
    assert!(export.bottom() < 470.0 && export.right() < 630.0, "{export:?}");
}

#[test]
fn a_list_opens_with_the_arrow_and_closes_with_escape_or_a_choice() {
    let mut harness = show(0_u8, |ui, kind| {
        let kinds = [(0, "any"), (1, "Child protection"), (2, "Child in care")];
        let picked = Select::new(Id::unique("kind"), "Type", Some(kind), &kinds)
            .bar()
            .show(ui);
        *kind = picked.unwrap_or(*kind);
        Button::secondary("After").show(ui);
    });
    harness.get_by_role_and_label(Role::ComboBox, "Type: any");
    press(&mut harness, Key::Tab);
    press(&mut harness, Key::ArrowDown);
    assert_eq!(focused(&harness).as_deref(), Some("any"));
    press(&mut harness, Key::ArrowDown);
    press(&mut harness, Key::Enter);
    assert_eq!(*harness.state(), 1);
    assert_eq!(focused(&harness).as_deref(), Some("Type: Child protection"));
    press(&mut harness, Key::Enter);
    press(&mut harness, Key::Escape);
    assert_eq!(*harness.state(), 1);
    assert_eq!(focused(&harness).as_deref(), Some("Type: Child protection"));
    harness.get_by_role(Role::ComboBox).click();
    harness.run();
    harness.get_by_label("Child in care").click();
    harness.run();
    assert_eq!(*harness.state(), 2);
    assert!(harness.query_by_label("Child protection").is_none());
}

#[test]
fn a_menu_is_entered_by_key_and_gives_the_focus_back() {
    let mut harness = show(0, |ui, place| {
        let places = [
            rail::Place {
                icon: Icon::Folder,
                word: "Audits",
            },
            rail::Place {
                icon: Icon::Scales,
                word: "Grades",
            },
        ];
        *place = rail::rail_menu(ui, Id::unique("places"), &places, *place).unwrap_or(*place);
    });
    press(&mut harness, Key::Tab);
    press(&mut harness, Key::Enter);
    assert_eq!(focused(&harness).as_deref(), Some("Audits"));
    press(&mut harness, Key::Escape);
    assert_eq!(focused(&harness).as_deref(), Some("Places, now Audits"));
    press(&mut harness, Key::Enter);
    press(&mut harness, Key::ArrowDown);
    press(&mut harness, Key::Enter);
    assert_eq!(*harness.state(), 1);
    assert_eq!(focused(&harness).as_deref(), Some("Places, now Grades"));
}

#[test]
fn a_tag_is_found_or_added_by_keys() {
    let mut harness = show(
        (String::new(), Vec::new()),
        |ui, (text, events): &mut (String, Vec<TypeaheadEvent>)| {
            let all = ["Analysis", "Assessment", "Neglect"];
            let matches: Vec<Match<'_>> = all
                .iter()
                .filter(|tag| tag.to_lowercase().contains(text.as_str()))
                .map(|words| Match { words, dot: Some(0) })
                .collect();
            let event = typeahead(ui, Id::unique("tag"), "Tag", "Find or add a tag", text, &matches, true);
            if !matches!(event, TypeaheadEvent::None | TypeaheadEvent::Changed) {
                events.push(event);
            }
        },
    );
    press(&mut harness, Key::Tab);
    harness.get_by_label("Tag").type_text("as");
    harness.run();
    harness.get_by_role_and_label(Role::ListBoxOption, "Assessment");
    press(&mut harness, Key::Enter);
    harness.get_by_label("Tag").type_text("as");
    harness.run();
    // The first arrow stays on the line that is marked, so that a word nearly there is not added by habit.
    press(&mut harness, Key::ArrowDown);
    press(&mut harness, Key::Enter);
    harness.get_by_label("Tag").type_text("as");
    harness.run();
    press(&mut harness, Key::ArrowDown);
    press(&mut harness, Key::ArrowDown);
    press(&mut harness, Key::Enter);
    harness.get_by_label("Tag").type_text("an");
    harness.run();
    press(&mut harness, Key::Escape);
    assert!(harness.query_by_role(Role::ListBoxOption).is_none());
    assert_eq!(focused(&harness).as_deref(), Some("Tag"));
    harness.get_by_label("Tag").type_text("a");
    harness.run();
    harness.get_by_role_and_label(Role::ListBoxOption, "Analysis").click();
    harness.run();
    assert_eq!(
        harness.state().1,
        [
            TypeaheadEvent::Picked(0),
            TypeaheadEvent::Picked(0),
            TypeaheadEvent::Add("as".to_owned()),
            TypeaheadEvent::Picked(0)
        ]
    );
    assert_eq!(harness.state().0, "");
}

#[derive(Default)]
struct Listed {
    opened: Vec<usize>,
    toggled: Vec<usize>,
    sorted: usize,
    selected: Option<usize>,
}

fn table(rows: usize) -> Harness<'static, Listed> {
    show(Listed::default(), move |ui, state| {
        let columns = [
            Column::new("Child", 90.0),
            Column::rest("Type", 100.0),
            Column::new("Due", 90.0).sortable(Some(Order::Ascending)),
        ];
        let TableEvent {
            sort, opened, toggled, ..
        } = Table::new(Id::unique("audits"), "Audits", &columns).show(
            ui,
            rows,
            |row| (format!("Case {row}, child protection"), state.selected == Some(row)),
            |ui, row, column| {
                if column == 2 {
                    Button::quiet("More").small().name(&format!("More for {row}")).show(ui);
                } else {
                    ui.label(format!("{row}"));
                }
            },
        );
        state.opened.extend(opened);
        state.toggled.extend(toggled);
        state.sorted += usize::from(sort == Some(2));
    })
}

#[test]
fn a_row_is_one_thing_with_its_words() {
    let mut harness = table(10_000);
    let row = harness.get_by_role_and_label(Role::Row, "Case 2, child protection");
    assert_eq!(row.accesskit_node().size_of_set(), Some(10_000));
    row.click();
    harness.run();
    harness
        .get_by_role_and_label(Role::Row, "Case 3, child protection")
        .click_accesskit();
    harness.run();
    assert_eq!(harness.state().opened, [2, 3]);
    // What stands in a row has its own press.
    harness.get_by_label("More for 4").click();
    harness.run();
    assert_eq!(harness.state().opened, [2, 3]);
    harness.get_by_role_and_label(Role::ColumnHeader, "Due").click();
    harness.run();
    assert_eq!(harness.state().sorted, 1);
}

#[test]
fn arrows_go_through_ten_thousand_rows() {
    let mut harness = table(10_000);
    harness
        .get_by_role_and_label(Role::Row, "Case 0, child protection")
        .focus();
    harness.run();
    for _ in 0..30 {
        press(&mut harness, Key::ArrowDown);
    }
    assert_eq!(focused(&harness).as_deref(), Some("Case 30, child protection"));
    press(&mut harness, Key::Enter);
    press(&mut harness, Key::Space);
    assert_eq!(
        (&*harness.state().opened, &*harness.state().toggled),
        (&[30][..], &[30][..])
    );
    press(&mut harness, Key::End);
    assert_eq!(focused(&harness).as_deref(), Some("Case 9999, child protection"));
    press(&mut harness, Key::ArrowUp);
    press(&mut harness, Key::PageUp);
    press(&mut harness, Key::Home);
    assert_eq!(focused(&harness).as_deref(), Some("Case 0, child protection"));
}

fn million(rows: usize) -> Harness<'static, Vec<usize>> {
    show(Vec::new(), move |ui, opened: &mut Vec<usize>| {
        let event = Rows::new(Id::unique("evidence"), "Evidence", 78.0).show(
            ui,
            rows,
            |row| (format!("Piece {row}, to develop"), false),
            |ui, row| {
                ui.label(format!("Piece {row}"));
                Button::quiet("Open audit")
                    .small()
                    .name(&format!("Open audit of {row}"))
                    .show(ui);
            },
        );
        opened.extend(event.opened);
    })
}

#[test]
fn a_million_rows_are_reached_by_keys_and_wheel() {
    let mut harness = million(1_000_000);
    press(&mut harness, Key::Tab);
    assert_eq!(focused(&harness).as_deref(), Some("Piece 0, to develop"));
    press(&mut harness, Key::End);
    assert_eq!(focused(&harness).as_deref(), Some("Piece 999999, to develop"));
    press(&mut harness, Key::PageUp);
    press(&mut harness, Key::ArrowUp);
    press(&mut harness, Key::Enter);
    let opened = harness.state().last().copied().unwrap_or_default();
    assert!((999_900..999_999).contains(&opened), "{opened}");
    press(&mut harness, Key::Home);
    assert_eq!(focused(&harness).as_deref(), Some("Piece 0, to develop"));
    harness.hover_at(eframe::egui::pos2(200.0, 200.0));
    harness.event(eframe::egui::Event::MouseWheel {
        unit: eframe::egui::MouseWheelUnit::Point,
        delta: vec2(0.0, -780.0),
        phase: eframe::egui::TouchPhase::Move,
        source: eframe::egui::MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    });
    harness.run_steps(12);
    harness.get_by_role_and_label(Role::Row, "Piece 11, to develop").click();
    harness.run();
    assert_eq!(harness.state().last(), Some(&11));
}

#[test]
fn a_list_of_none_or_few_is_no_trouble() {
    let empty = million(0);
    assert!(empty.query_by_role(Role::Row).is_none());
    let few = million(3);
    assert_eq!(few.get_all_by_role(Role::Row).count(), 3);
}

#[test]
fn a_table_without_rows_is_no_trouble() {
    let mut harness = table(0);
    harness.run();
    assert!(harness.query_by_role(Role::Row).is_none());
}

#[test]
fn a_date_is_taken_when_the_field_is_left() {
    const TODAY: Date = date(2026, 11, 22);
    let mut harness = show((None, 0), |ui, (value, changes)| {
        let response = date_field::date_field(ui, Id::unique("seen"), "Date seen", value, TODAY);
        *changes += i32::from(response.changed());
        Button::secondary("After").show(ui);
    });
    press(&mut harness, Key::Tab);
    harness.get_by_role(Role::TextInput).type_text("3 sep");
    harness.run();
    assert_eq!(*harness.state(), (None, 0));
    press(&mut harness, Key::Tab);
    assert_eq!(*harness.state(), (Some(date(2026, 9, 3)), 1));
    let field = harness.get_by_role_and_label(Role::TextInput, "Date seen");
    assert_eq!(field.accesskit_node().value().as_deref(), Some("03/09/2026"));
    field.focus();
    harness.run();
    harness.get_by_role(Role::TextInput).type_text("9");
    press(&mut harness, Key::Tab);
    let wrong = harness
        .get_by_role(Role::TextInput)
        .accesskit_node()
        .description()
        .unwrap_or_default();
    assert!(wrong.starts_with("Type the date"), "{wrong}");
    assert_eq!(*harness.state(), (Some(date(2026, 9, 3)), 1));
}

#[test]
fn enter_takes_a_date_too() {
    const TODAY: Date = date(2026, 11, 22);
    let mut harness = show(None, |ui, value| {
        date_field::date_field(ui, Id::unique("seen"), "Date seen", value, TODAY);
    });
    press(&mut harness, Key::Tab);
    harness.get_by_role(Role::TextInput).type_text("yesterday");
    harness.run();
    press(&mut harness, Key::Enter);
    assert_eq!(*harness.state(), Some(date(2026, 11, 21)));
}

#[test]
fn a_toast_can_be_taken_back_and_goes_by_itself() {
    let mut toasts = Toasts::default();
    toasts.offer("Evidence deleted", "Undo", 7);
    let mut harness = show((toasts, None), |ui, (toasts, done)| {
        if let Some(action) = toasts.show(ui) {
            *done = Some(action);
        }
    });
    harness.get_by_role_and_label(Role::Alert, "Evidence deleted");
    harness.get_by_role_and_label(Role::Button, "Undo").click();
    harness.run();
    assert_eq!(harness.state().1, Some(7));
    harness.remove_cursor();
    harness.state_mut().0.say("Saved");
    harness.run();
    harness.get_by_role_and_label(Role::Alert, "Saved");
    harness.run_steps(30);
    assert!(harness.query_by_role(Role::Alert).is_none());
}

#[test]
fn tabs_are_one_stop_and_arrows_go_between_them() {
    let mut harness = show(0, |ui, tab| {
        *tab = tabs::tabs(ui, Id::unique("tabs"), &["Tags", "History"], *tab).unwrap_or(*tab);
        Button::secondary("After").show(ui);
    });
    press(&mut harness, Key::Tab);
    press(&mut harness, Key::ArrowRight);
    assert_eq!(*harness.state(), 1);
    assert_eq!(focused(&harness).as_deref(), Some("History"));
    press(&mut harness, Key::Tab);
    assert_eq!(focused(&harness).as_deref(), Some("After"));
}

#[test]
fn the_cross_of_a_tag_takes_it_away() {
    let mut harness = show(chip::ChipEvent::None, |ui, event| {
        let now = Chip::tag("Neglect", 2).clickable().removable().show(ui);
        if now != chip::ChipEvent::None {
            *event = now;
        }
    });
    harness.get_by_role_and_label(Role::Button, "Neglect").click_accesskit();
    harness.run();
    assert_eq!(*harness.state(), chip::ChipEvent::Clicked);
    harness.get_by_label("Remove Neglect").click();
    harness.run();
    assert_eq!(*harness.state(), chip::ChipEvent::Removed);
}
