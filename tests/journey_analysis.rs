//! Analysis: figures with their numbers, small ones hidden, each opening what it counts; the same facts as tables.

use crate::fixture::{Book, evidence};
use crate::screen::{HALF, Screen, WIDE};
use eframe::egui::Vec2;
use eframe::egui::accesskit::Role;
use plumbline::app::edit::Edit;
use plumbline::model::audit::Status;
use plumbline::model::case::CaseKind;
use plumbline::model::change::{Entity, Place, Value};

/// Twelve submitted audits of child protection, two of a child in care, and a draft.
fn book() -> Book {
    let mut book = Book::new();
    for n in 0..15 {
        let kind = if n < 12 {
            CaseKind::ChildProtection
        } else {
            CaseKind::ChildInCare
        };
        let audit = book.child(&format!("{}", 5000 + n), kind);
        let overall = if n % 4 == 0 { "inadequate" } else { "good" };
        let set = |field: &str, value: &str| Edit::Set(Place::row(Entity::Audit, audit, field), Value::from(value));
        book.apply(set("overall", overall));
        book.apply(Edit::Set(
            Place::judgement(audit, "assessment", "grade"),
            Value::from(overall),
        ));
        book.apply(evidence(audit, "Four lines of analysis."));
        if n < 14 {
            book.apply(Edit::SetStatus {
                audit,
                status: Status::Submitted,
            });
        }
    }
    book
}

fn figures(size: Vec2) {
    let (path, _folder, _clock) = book().close();
    let mut screen = Screen::open(&path, size);
    screen.go("Analysis");
    screen.until("figures", |screen| {
        screen.has(Role::Button, "12 audits, Child protection")
    });
    // Two audits are too few to be broken down.
    assert!(screen.has(Role::Button, "Under 5 audits, Child in care"));
    assert!(screen.says("Fewer than 5 graded"));
    screen.picture(&format!("analysis-{}", size.x));
    screen.click(Role::Button, "Inadequate: 4 of 14");
    screen.until("its audits", |screen| {
        screen.has(Role::Button, "Audits analysed: Inadequate")
    });
    let rows = screen
        .tree()
        .lines()
        .filter(|line| line.trim().starts_with("Row "))
        .count();
    assert_eq!(rows, 4, "{}", screen.tree());
    screen.close();
}

#[test]
fn figures_open_what_they_count_in_a_wide_window() {
    figures(WIDE);
}

#[test]
fn figures_open_what_they_count_in_half_a_screen() {
    figures(HALF);
}

#[test]
fn tags_open_their_evidence_and_the_facts_stand_in_tables() {
    let (path, _folder, _clock) = book().close();
    let mut screen = Screen::open(&path, WIDE);
    screen.go("Analysis");
    screen.until("figures", |screen| {
        screen.has(Role::Button, "12 audits, Child protection")
    });
    screen.click(Role::Button, "As a table");
    let row = "Section Assessment, Outstanding 0, Good 10, Requires improvement to be good 0, Inadequate 4, Not graded 0, \
               Audits 14, Good or better 71 %";
    screen.until("a table", |screen| screen.has(Role::Row, row));
    screen.picture("analysis-tables");
    screen.click(Role::Button, "As pictures");
    screen.click_start(Role::Button, "Early help, to develop: 14 pieces");
    screen.until("its evidence", |screen| screen.says("14 of 15"));
    screen.close();
}

#[test]
fn nothing_is_figured_from_drafts() {
    let mut book = Book::new();
    book.child("4417", CaseKind::ChildProtection);
    let (path, _folder, _clock) = book.close();
    let mut screen = Screen::open(&path, WIDE);
    screen.go("Analysis");
    screen.until("nothing", |screen| screen.says("Nothing to analyse yet"));
    screen.close();
}
