//! Actions as the program does them: raised with where they came from, followed up by rules, sent out and read back.

use crate::fixture::{Book, NOW, evidence, key, open};
use plumbline::app::edit::{Edit, NewAction};
use plumbline::app::export::{ExportAsk, Include, What, export, write};
use plumbline::app::plan::{self, PlanAsk, Whose};
use plumbline::app::session::Session;
use plumbline::app::worker::{Ask, Start, Tell, Worker};
use plumbline::exchange::csv;
use plumbline::exchange::plan_xlsx::{Filled, Given, PlanFile, Row};
use plumbline::model::action::{Action, Difference, Priority, Source, Stage};
use plumbline::model::analysis::Choice;
use plumbline::model::audit::Status;
use plumbline::model::case::CaseKind;
use plumbline::model::change::{Entity, Fields, Place, Value};
use std::collections::BTreeMap;
use std::path::PathBuf;

fn field(name: &str, value: impl Into<Value>) -> Fields {
    Fields::from([(name.to_owned(), value.into())])
}

fn set(book: &mut Book, action: i64, name: &str, value: impl Into<Value>) -> Result<(), String> {
    let place = Place::row(Entity::Action, action, name);
    let done = book.session.apply(&Edit::Set(place, value.into()));
    done.map(drop).map_err(|error| error.to_string())
}

fn set_all(book: &mut Book, action: i64, fields: Fields) -> Result<(), String> {
    let edit = Edit::SetFields {
        entity: Entity::Action,
        row: action,
        fields,
    };
    book.session.apply(&edit).map(drop).map_err(|error| error.to_string())
}

fn action(session: &Session, id: i64) -> Action {
    let all = session.store().actions(None).unwrap();
    all.into_iter().find(|action| action.id == id).unwrap()
}

fn add(book: &mut Book, new: NewAction) -> i64 {
    let done = book.session.apply(&Edit::AddAction(Box::new(new))).unwrap();
    done.touched
        .iter()
        .find(|touched| touched.entity == Entity::Action)
        .unwrap()
        .row
}

/// An audit with a piece of evidence and two areas, and two actions of Team West.
fn book() -> (Book, i64, [i64; 2]) {
    let mut book = Book::new();
    let audit = book.child("4417", CaseKind::ChildProtection);
    book.apply(evidence(audit, "Supervision does not mention the chronology."));
    for text in ["Chronologies", "Supervision"] {
        book.apply(Edit::AddArea {
            audit,
            judgement: "assessment".into(),
            text: text.into(),
            national_framework: String::new(),
        });
    }
    let new = |text: &str| NewAction {
        judgement: "assessment".into(),
        text: text.into(),
        owner: "Team West".into(),
        due: Some("2026-11-01".parse().unwrap()),
        ..NewAction::of(audit)
    };
    let one = add(
        &mut book,
        NewAction {
            criterion: "3.6".into(),
            evidence: Some(1),
            priority: Priority::High,
            ..new("Chronology completed")
        },
    );
    let two = add(
        &mut book,
        NewAction {
            area: Some(2),
            ..new("Supervision looks at it")
        },
    );
    (book, audit, [one, two])
}

#[test]
fn an_action_keeps_where_it_came_from_and_its_row_says_it() {
    let (mut book, audit, [one, two]) = book();
    let rows = book.session.action_rows().unwrap();
    assert_eq!(rows[0].about, "Case 4417, North, 3.6 · from case record evidence");
    assert_eq!(rows[0].action.source(), Source::Evidence);
    assert_eq!(rows[0].action.raised().unwrap().date(), NOW.date());
    assert!(rows[1].about.ends_with("area 2 of 2"), "{}", rows[1].about);
    assert_eq!(book.session.action_row(two).unwrap().as_ref(), Some(&rows[1]));
    // What it came from may go; the action stays.
    book.apply(Edit::Delete(Entity::Evidence, 1));
    book.apply(Edit::Delete(Entity::Area, 2));
    assert_eq!(action(&book.session, one).evidence, None);
    assert_eq!(action(&book.session, two).source(), Source::Judgement);
    book.session.undo().unwrap();
    assert_eq!(action(&book.session, two).area, Some(2));
    // It comes from its own audit, and no action is without words.
    let other = book.child("4220", CaseKind::ChildInNeed);
    let elsewhere = NewAction {
        text: "x".into(),
        area: Some(2),
        ..NewAction::of(other)
    };
    let refused = book.session.apply(&Edit::AddAction(Box::new(elsewhere))).unwrap_err();
    assert!(refused.to_string().contains("another audit"), "{refused}");
    assert!(
        set(&mut book, one, "text", " ")
            .unwrap_err()
            .contains("what must change")
    );
    assert!(set(&mut book, one, "stage", "nearly").is_err());
    assert_eq!(book.session.store().actions(Some(audit)).unwrap().len(), 2);
}

#[test]
fn an_action_is_verified_by_someone_else_once_it_is_done() {
    let (mut book, audit, [one, _]) = book();
    for status in [Status::Submitted, Status::Final] {
        book.apply(Edit::SetStatus { audit, status });
    }
    // Followed up after its audit is final, but not put otherwise.
    assert!(set(&mut book, one, "text", "Another").unwrap_err().contains("final"));
    set(&mut book, one, "stage", "awaiting_evidence").unwrap();
    set(&mut book, one, "progress", "Half of it").unwrap();
    assert!(
        set(&mut book, one, "verified_by", "team  WEST")
            .unwrap_err()
            .contains("other than its owner")
    );
    assert!(
        set(&mut book, one, "verified", "2026-11-12")
            .unwrap_err()
            .contains("once it is done")
    );
    assert!(
        set(&mut book, one, "done", "2026-11-13")
            .unwrap_err()
            .contains("still to come")
    );
    set(&mut book, one, "done", "2026-11-10").unwrap();
    assert!(
        set(&mut book, one, "verified", "2026-11-12")
            .unwrap_err()
            .contains("who verified")
    );
    let mut fields = field("verified", "2026-11-09");
    fields.extend(field("verified_by", "B. Manager"));
    assert!(
        set_all(&mut book, one, fields.clone())
            .unwrap_err()
            .contains("before it was done")
    );
    fields.extend(field("verified", "2026-11-12"));
    set_all(&mut book, one, fields).unwrap();
    // The owner cannot become who verified it.
    assert!(
        set(&mut book, one, "owner", "B. Manager")
            .unwrap_err()
            .contains("other than its owner")
    );
    set(&mut book, one, "difference", "partly").unwrap();
    set(&mut book, one, "reaudit", "2026-12-03").unwrap();
    let now = action(&book.session, one);
    assert_eq!(
        (now.difference, now.stage),
        (Some(Difference::Partly), Stage::AwaitingEvidence)
    );
    // Not done after all: not verified either, and one undo brings both back.
    set(&mut book, one, "done", Value::Null).unwrap();
    let open_again = action(&book.session, one);
    assert_eq!((open_again.verified, open_again.verified_by.as_str()), (None, ""));
    book.session.undo().unwrap();
    assert_eq!(action(&book.session, one), now);
    assert_eq!(book.session.store().verify().unwrap().faults, Vec::<String>::new());
}

fn ask(whose: Whose, path: PathBuf) -> PlanAsk {
    PlanAsk {
        whose,
        done: false,
        named: false,
        path,
    }
}

fn exported(book: &Book, name: &str) -> PlanFile {
    let path = book.folder.path().join(name);
    let ask = ask(Whose::Owner("Team West".into()), path.clone());
    write(plan::prepare(&book.session, &ask).unwrap()).unwrap();
    plan::read_file(&path).unwrap()
}

fn fill(file: &mut PlanFile, row: usize, filled: Filled, given: Given) {
    file.rows[row].given.insert(filled, given);
}

fn text(words: &str) -> Given {
    Given::Text(words.to_owned())
}

#[test]
fn a_plan_says_beforehand_what_it_will_hold_and_is_whole_or_absent() {
    let (mut book, audit, [one, _]) = book();
    let folder = book.folder.path().to_owned();
    let west = ask(Whose::Owner("Team West".into()), folder.join("west.xlsx"));
    assert_eq!(
        plan::describe(&book.session, &west).unwrap(),
        "2 actions, 2 of them overdue, 1 child by reference; what must change, progress and evidence as written, not checked for names."
    );
    add(
        &mut book,
        NewAction {
            text: "Nobody’s yet".into(),
            ..NewAction::of(audit)
        },
    );
    set(&mut book, one, "owner", "../Head of service").unwrap();
    let each = PlanAsk {
        named: true,
        ..ask(Whose::Each, folder.join("plans"))
    };
    let said = plan::describe(&book.session, &each).unwrap();
    assert!(said.starts_with("2 workbooks, one an owner, with 2 actions"), "{said}");
    assert!(
        said.ends_with("1 action has no owner and is in none of them."),
        "{said}"
    );
    write(plan::prepare(&book.session, &each).unwrap()).unwrap();
    let mut names: Vec<String> = std::fs::read_dir(folder.join("plans"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(
        names,
        ["contents.csv", "plan-01-head-of-service.xlsx", "plan-02-team-west.xlsx"]
    );
    // What stands there is left alone, also a plan that may be filled in.
    let again = write(plan::prepare(&book.session, &each).unwrap()).unwrap_err();
    assert!(again.to_string().contains("already something of this name"), "{again}");
    write(plan::prepare(&book.session, &west).unwrap()).unwrap();
    let again = write(plan::prepare(&book.session, &west).unwrap()).unwrap_err();
    assert!(again.to_string().contains("already something of this name"), "{again}");
    let nobody = ask(Whose::Owner("No one of that name".into()), folder.join("none.xlsx"));
    assert!(plan::prepare(&book.session, &nobody).is_err() && !nobody.path.exists());
    // Those done go along when that is asked for.
    set(&mut book, one, "done", "2026-11-10").unwrap();
    let said = |done| plan::describe(&book.session, &PlanAsk { done, ..each.clone() }).unwrap();
    assert!(said(false).starts_with("1 workbook") && said(true).starts_with("2 workbooks"));
}

#[test]
fn what_owners_filled_in_is_told_from_what_was_changed_here_since() {
    let (mut book, _, [one, two]) = book();
    set(&mut book, two, "progress", "Begun").unwrap();
    let mut file = exported(&book, "west.xlsx");
    // The owner writes; here, someone writes too.
    fill(&mut file, 0, Filled::Stage, Given::Stage(Stage::InProgress));
    fill(&mut file, 0, Filled::Progress, text("Half done"));
    fill(&mut file, 1, Filled::Progress, text("Begun and nearly there"));
    fill(
        &mut file,
        1,
        Filled::Done,
        Given::Day(Some("2026-11-30".parse().unwrap())),
    );
    set(&mut book, two, "progress", "Begun in October").unwrap();
    set(&mut book, one, "done_evidence", "Seen by us").unwrap();
    let updates = plan::compare(&book.session, &file).unwrap();
    let said: Vec<_> = updates
        .changes
        .iter()
        .map(|one| {
            (
                one.field,
                one.before.as_str(),
                one.after.as_str(),
                one.conflict.as_deref(),
                one.plain(),
            )
        })
        .collect();
    assert_eq!(
        said,
        [
            (Filled::Stage, "Not started", "In progress", None, true),
            (Filled::Progress, "", "Half done", None, true),
            (
                Filled::Progress,
                "Begun in October",
                "Begun and nearly there",
                Some("Begun"),
                false
            ),
            (Filled::Done, "", "30 Nov 2026", None, false),
        ]
    );
    assert!(updates.changes[3].refused.as_ref().unwrap().contains("still to come"));
    assert!(!updates.undated && updates.left_out.is_empty());
    // What is picked is taken as one action, and taken back as one. What is refused is not taken, whatever was picked.
    let edit = plan::taken(&updates, |_| true).unwrap();
    let before = [action(&book.session, one), action(&book.session, two)];
    book.session.apply(&edit).unwrap();
    let after = action(&book.session, one);
    assert_eq!(
        (after.stage, after.progress.as_str(), after.done_evidence.as_str()),
        (Stage::InProgress, "Half done", "Seen by us")
    );
    assert_eq!(action(&book.session, two).progress, "Begun and nearly there");
    assert_eq!(action(&book.session, two).done, None);
    // A second time, nothing of it is new.
    let again = plan::compare(&book.session, &file).unwrap();
    assert_eq!(again.changes.len(), 1, "{:?}", again.changes);
    book.session.undo().unwrap();
    assert_eq!([action(&book.session, one), action(&book.session, two)], before);
    assert!(plan::taken(&updates, |_| false).is_none());
}

#[test]
fn what_is_no_row_of_ours_is_left_out_and_told() {
    let (mut book, _, _) = book();
    let mut file = exported(&book, "west.xlsx");
    let mut added = |at, id: &str| {
        let given = BTreeMap::from([(Filled::Progress, text("x"))]);
        let row = Row {
            at,
            id: id.into(),
            what: "Someone’s own".into(),
            given,
        };
        file.rows.push(row);
    };
    added(8, "");
    added(9, "0190-not-an-id");
    added(10, "01900000-0000-7000-8000-000000000000");
    let repeated = file.rows[0].clone();
    file.rows.push(Row { at: 11, ..repeated });
    fill(
        &mut file,
        1,
        Filled::Stage,
        Given::Wrong("E7 is a formula; type what it should say.".into()),
    );
    let updates = plan::compare(&book.session, &file).unwrap();
    assert!(updates.changes.is_empty());
    let left_out = updates.left_out.join("\n");
    for wanted in [
        "Row 8 (“Someone’s own”) has no action id",
        "Row 9 (“Someone’s own”) names an action that is not in this workbook",
        "Row 10 ",
        "Row 11 (“Chronology completed”) names an action that stands further up already",
        "E7 is a formula",
    ] {
        assert!(left_out.contains(wanted), "{wanted}: {left_out}");
    }
    // Without its code, or with that of another workbook, nothing is taken unless someone decides so.
    fill(&mut file, 0, Filled::Progress, text("Half done"));
    for code in [None, Some([9; 8])] {
        let updates = plan::compare(&book.session, &PlanFile { code, ..file.clone() }).unwrap();
        assert!(updates.undated && updates.changes.len() == 1);
    }
    // An emptied cell is shown and not ticked.
    set(&mut book, 1, "progress", "Half done").unwrap();
    let mut file = exported(&book, "again.xlsx");
    fill(&mut file, 0, Filled::Progress, text(""));
    let updates = plan::compare(&book.session, &file).unwrap();
    assert!(!updates.changes[0].plain() && updates.changes[0].after.is_empty());
}

#[test]
fn one_that_is_done_and_verified_can_be_said_to_be_not_done() {
    let (mut book, _, [one, _]) = book();
    set(&mut book, one, "done", "2026-11-10").unwrap();
    let path = book.folder.path().join("done.xlsx");
    let ask = PlanAsk {
        done: true,
        ..ask(Whose::Owner("Team West".into()), path.clone())
    };
    write(plan::prepare(&book.session, &ask).unwrap()).unwrap();
    let mut file = plan::read_file(&path).unwrap();
    let mut fields = field("verified", "2026-11-12");
    fields.extend(field("verified_by", "B. Manager"));
    set_all(&mut book, one, fields).unwrap();
    let row = file
        .rows
        .iter()
        .position(|row| row.what == "Chronology completed")
        .unwrap();
    fill(&mut file, row, Filled::Done, Given::Day(None));
    let updates = plan::compare(&book.session, &file).unwrap();
    assert_eq!(updates.changes[0].refused, None);
    book.session.apply(&plan::taken(&updates, |_| true).unwrap()).unwrap();
    let now = action(&book.session, one);
    assert_eq!((now.done, now.verified), (None, None));
}

#[test]
fn a_plan_of_another_copy_is_read_back_by_its_ids() {
    let (book, _, [one, _]) = book();
    let mut file = exported(&book, "west.xlsx");
    let (path, _folder, clock) = book.close();
    fill(&mut file, 0, Filled::DoneEvidence, text("Seen in the file"));
    let copy = path.with_file_name("copy.plumb");
    std::fs::copy(&path, &copy).unwrap();
    let mut session = open(&copy, &clock);
    let updates = plan::compare(&session, &file).unwrap();
    assert!(!updates.undated);
    session.apply(&plan::taken(&updates, |_| true).unwrap()).unwrap();
    assert_eq!(action(&session, one).done_evidence, "Seen in the file");
}

#[test]
fn a_file_that_is_not_there_or_no_plan_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let missing = plan::read_file(&folder.path().join("none.xlsx")).unwrap_err();
    assert!(missing.to_string().contains("cannot be read"), "{missing}");
    let path = folder.path().join("plan.xlsx");
    std::fs::write(&path, "Action id,Progress\r\n").unwrap();
    let none = plan::read_file(&path).unwrap_err().to_string();
    assert!(
        none.contains("not an Excel workbook") && none.contains("plan.xlsx"),
        "{none}"
    );
    assert!(plan::read_file(folder.path()).is_err());
}

#[test]
fn everything_of_an_action_is_in_its_table_and_in_the_report() {
    let (mut book, audit, [one, _]) = book();
    set(&mut book, one, "done", "2026-11-10").unwrap();
    let mut fields = field("verified", "2026-11-12");
    fields.extend(field("verified_by", "B. Manager"));
    fields.extend(field("difference", "partly"));
    fields.extend(field("difference_why", "9 of 13"));
    fields.extend(field("reaudit", "2026-12-03"));
    set_all(&mut book, one, fields).unwrap();
    let folder = book.folder.path().to_owned();
    let ask = |what, name: &str| ExportAsk {
        choice: Choice::default(),
        tags: None,
        what,
        include: Include::ALL,
        path: folder.join(name),
        replace: false,
    };
    let set = export(&mut book.session, &ask(What::Csv(None), "set")).unwrap().path;
    let (columns, rows) = csv::read(&std::fs::read(set.join("actions.csv")).unwrap()).unwrap();
    let cell = |name: &str| rows[0][columns.iter().position(|known| known == name).unwrap()].clone();
    let uuid = action(&book.session, one).uuid.hyphenated().to_string();
    for (name, words) in [
        ("action_uuid", uuid.as_str()),
        ("priority", "High"),
        ("stage", "Not started"),
        ("verified", "2026-11-12"),
        ("verified_by", "B. Manager"),
        ("difference", "Partly"),
        ("difference_why", "9 of 13"),
        ("reaudit", "2026-12-03"),
        ("criterion", "3.6"),
        ("area_id", ""),
        ("evidence_id", "1"),
    ] {
        assert_eq!(cell(name), words, "{name}");
    }
    assert!(cell("raised").starts_with("2026-11-12T13:40"), "{}", cell("raised"));
    let pdf = export(&mut book.session, &ask(What::AuditPdf(audit), "report.pdf"))
        .unwrap()
        .path;
    let text = pdf_extract::extract_text(&pdf).unwrap();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for wanted in [
        "verified 12 Nov 2026 by B. Manager",
        "Did it make a difference? Partly: 9 of 13; re-audit 3 Dec",
    ] {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
}

/// What the list says of where an action came from follows what it came from.
#[test]
fn the_list_is_told_anew_when_what_an_action_came_from_changes() {
    let (book, _, _) = book();
    let (path, _folder, clock) = book.close();
    let mut worker = Worker::start(Start::Open(path, key()), clock, || {}).unwrap();
    let place = Place::row(Entity::Evidence, 1, "source");
    worker.ask(Ask::Apply(Edit::Set(place, Value::from("supervision_file"))));
    worker.ask(Ask::Settle);
    let mut about = Vec::new();
    loop {
        match worker.tells.recv_timeout(std::time::Duration::from_secs(20)).unwrap() {
            Tell::Actions(rows) => about.push(rows.get(0).unwrap().about.clone()),
            Tell::Settled(_) => break,
            _ => {}
        }
    }
    worker.close();
    assert!(
        about.last().unwrap().ends_with("from supervision file evidence"),
        "{about:?}"
    );
}
