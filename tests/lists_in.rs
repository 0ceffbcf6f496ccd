//! Lists in, below the window: the published example of an Annex A workbook read whole (it lies beside the project, where
//! CI has it too), and what is taken of a list as one action.

use crate::fixture::Book;
use plumbline::app::edit::{Edit, OfFramework};
use plumbline::app::list_import::{Choices, Preview, taking};
use plumbline::exchange::list_in::OpenList;
use plumbline::model::audit::Status;
use plumbline::model::case::CaseKind::{
    self, Assessment, ChildInCare, ChildInNeed, ChildProtection, Closed, EarlyHelp, FrontDoor,
};
use plumbline::model::list::{ListField, ReadList, RowAt, Weight};
use plumbline::model::list_plan::Reads;
use plumbline::store::AuditFilter;
use std::path::PathBuf;

/// The example workbook; its children are invented.
pub fn annex_a() -> PathBuf {
    let path = PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../shared/annex-a/annexa_example.xlsx"
    ));
    assert!(path.exists(), "this test needs {}", path.display());
    path
}

#[test]
fn the_example_annex_a_workbook_is_read_child_by_child() {
    let list = OpenList::open(&annex_a(), "2020-06-30".parse().unwrap()).unwrap();
    let plan = list.plan();
    assert_eq!(plan.reads, Reads::AnnexA);
    let found: Vec<Option<u8>> = plan.sheets.iter().map(|sheet| sheet.annex_a).collect();
    assert_eq!(found, (1..=11).map(Some).collect::<Vec<_>>());
    let read = list.read(&plan).unwrap();
    let kinds: Vec<(&str, CaseKind, &[u8])> = read
        .children
        .iter()
        .map(|child| (child.reference.as_str(), child.kind.unwrap(), child.lists.as_slice()))
        .collect();
    assert_eq!(
        kinds,
        [
            ("1111", ChildInNeed, &[1, 3, 4, 6][..]),
            ("2222", EarlyHelp, &[1, 2]),
            ("3333", Assessment, &[1, 3, 4]),
            ("4444", ChildInNeed, &[1, 3, 5, 6, 7]),
            ("5555", Assessment, &[1, 3, 4]),
            ("6523", FrontDoor, &[1]),
            ("4589", FrontDoor, &[1]),
            ("3569", FrontDoor, &[1]),
            ("4447", FrontDoor, &[1]),
            ("6666", EarlyHelp, &[1, 2, 3]),
            ("7777", Assessment, &[3, 4]),
            ("6895", FrontDoor, &[3]),
            ("2458", ChildInCare, &[3, 5, 8]),
            ("1141", FrontDoor, &[3]),
            ("8888", Assessment, &[5]),
            ("2547", ChildProtection, &[5, 7]),
            ("9999", ChildProtection, &[7, 8]),
            ("9685", Closed, &[8]),
        ]
    );
    let warnings: Vec<&str> = read.warnings().map(|note| note.text.as_str()).collect();
    assert!(warnings.is_empty(), "{warnings:?}");
    let closed: Vec<&RowAt> = read
        .notes
        .iter()
        .filter(|note| note.text.starts_with("Closed on list"))
        .map(|note| &note.at)
        .collect();
    assert_eq!(closed, [&RowAt::new("List_7", 2), &RowAt::new("List_8", 2)]);
    assert!(
        read.notes
            .iter()
            .any(|note| note.weight == Weight::Info && note.text.contains("Formulas"))
    );
    // Ten lists have a date of birth, and one a postcode.
    assert_eq!(
        read.dropped
            .iter()
            .filter(|dropped| dropped.heading == "Date of Birth")
            .count(),
        10
    );
    assert!(
        read.dropped
            .iter()
            .any(|dropped| dropped.heading == "Placement postcode")
    );
}

fn preview(book: &Book, text: &str) -> Preview {
    let open = OpenList::from_bytes("march.csv", text.as_bytes(), "2026-11-12".parse().unwrap()).unwrap();
    let list = open.read(&open.plan()).unwrap();
    Preview::new(list, &book.session.store().held().unwrap())
}

fn choices(book: &mut Book) -> Choices {
    Choices {
        allocate: true,
        known_too: true,
        update: true,
        keep: Some("March".into()),
        framework: OfFramework::Kept(book.session.framework_number("case-audit").unwrap().unwrap()),
        kind: Some(ChildInNeed),
        due: Some("2026-12-24".parse().unwrap()),
        auditor: 1,
        as_named: true,
    }
}

const MARCH: &str = "Reference,Type,Team,Worker,Gender,Disabled,Audit due,Auditor\n\
    101,CP,North,W-1,F,Yes,1/12/2026,a. auditor\n\
    102,,South,W-2,M,No,,B. New\n\
    103,LAC,South,W-3,M,No,,\n\
    104,CIN,East,W-4,F,No,,B. New\n";

#[test]
fn a_list_is_held_against_the_workbook_and_taken_as_one_action() {
    let mut book = Book::new();
    let open = book.child("103", ChildInNeed);
    let done = book.child("104", ChildInNeed);
    book.apply(Edit::SetStatus {
        audit: done,
        status: Status::Withdrawn,
    });
    let preview = preview(&book, MARCH);
    assert_eq!(
        (
            preview.new.as_slice(),
            preview.known.as_slice(),
            preview.open.as_slice()
        ),
        (&[0, 1][..], &[3][..], &[2][..])
    );
    let differs: Vec<(ListField, &str, &str)> = preview.compared[2]
        .differs
        .iter()
        .map(|one| (one.field, one.before.as_str(), one.after.as_str()))
        .collect();
    assert_eq!(
        differs,
        [
            (ListField::Kind, "Child in need", "Child in care"),
            (ListField::Team, "North", "South"),
            (ListField::Worker, "W-31", "W-3"),
            (ListField::Sex, "", "Male"),
            (ListField::Disability, "", "No"),
        ]
    );
    assert!(preview.kind_wanted(false));
    let groups = |book: &Book| book.session.store().verify().unwrap().groups;
    let before = groups(&book);
    let (choices, people) = (choices(&mut book), book.session.store().people().unwrap());
    let edit = taking(&preview, &choices, &people).unwrap();
    let committed = book.session.apply(&edit).unwrap();
    assert_eq!(
        committed.label,
        "List kept, 2 children brought up to date, 3 audits allocated"
    );
    assert_eq!(groups(&book), before + 1);
    let audits = book.session.store().audits(AuditFilter::All).unwrap();
    let of = |reference: &str| {
        let found = audits.iter().rev().find(|(_, of)| of == reference);
        found.map_or_else(|| panic!("{reference}"), |(audit, _)| audit)
    };
    let name = |id: i64| {
        let people = book.session.store().people().unwrap();
        people.into_iter().find(|person| person.id == id).unwrap().name
    };
    let first = of("101");
    assert_eq!(
        (first.kind, first.team.as_str(), first.worker.as_str()),
        (Some(ChildProtection), "North", "W-1")
    );
    assert_eq!(first.due, Some("2026-12-01".parse().unwrap()));
    assert_eq!(name(first.auditor), "A. Auditor");
    assert_eq!(first.overlays.stored(), "disability");
    let second = of("102");
    assert_eq!(
        (second.kind, second.due),
        (Some(ChildInNeed), Some("2026-12-24".parse().unwrap()))
    );
    assert_eq!(name(second.auditor), "B. New");
    let third = of("103");
    assert_eq!(
        (third.id, third.kind, third.team.as_str()),
        (open, Some(ChildInCare), "South")
    );
    let kept = book.session.store().lists().unwrap();
    assert_eq!((kept[0].name.as_str(), kept[0].of), ("March", 4));
    let body = book.session.store().list_body(kept[0].id).unwrap().unwrap();
    assert_eq!(serde_json::from_str::<ReadList>(&body).unwrap(), preview.list);
    // One undo takes all of it back.
    book.session.undo().unwrap();
    assert_eq!(book.session.store().audits(AuditFilter::All).unwrap().len(), 2);
    assert!(book.session.store().lists().unwrap().is_empty());
    assert_eq!(book.session.store().people().unwrap().len(), 1);
    assert!(book.session.store().verify().unwrap().faults.is_empty());
}

#[test]
fn only_what_was_chosen_of_a_list_is_taken() {
    let mut book = Book::new();
    book.child("103", ChildInNeed);
    let preview = preview(&book, MARCH);
    let people = book.session.store().people().unwrap();
    let mut choices = choices(&mut book);
    choices.keep = None;
    choices.update = false;
    choices.as_named = false;
    let edit = taking(&preview, &choices, &people).unwrap();
    assert_eq!(book.session.apply(&edit).unwrap().label, "3 audits allocated");
    assert_eq!(book.session.store().people().unwrap().len(), 1);
    let audits = book.session.store().audits(AuditFilter::All).unwrap();
    assert!(audits.iter().all(|(audit, _)| audit.auditor == 1));
    // Without a kind of case for those whose kind is not told, nothing is made at all.
    let mut book = Book::new();
    choices.kind = None;
    choices.keep = Some("March".into());
    let edit = taking(&preview, &choices, &people).unwrap();
    assert!(book.session.apply(&edit).is_err());
    assert!(book.session.store().audits(AuditFilter::All).unwrap().is_empty());
    assert!(book.session.store().lists().unwrap().is_empty());
    // Nothing chosen is nothing done.
    choices.allocate = false;
    choices.keep = None;
    let edit = taking(&preview, &choices, &people).unwrap();
    assert!(book.session.apply(&edit).is_err());
}

#[test]
fn a_shipped_framework_is_kept_with_the_audits_of_a_list() {
    let mut book = Book::new();
    let preview = preview(&book, "Reference,Type\n1,CIN\n2,CP\n");
    let mut choices = choices(&mut book);
    choices.framework = OfFramework::Shipped("ilacs-2023".into());
    let edit = taking(&preview, &choices, &[]).unwrap();
    book.session.apply(&edit).unwrap();
    let audits = book.session.store().audits(AuditFilter::All).unwrap();
    assert!(
        audits
            .iter()
            .all(|(audit, _)| book.session.framework(audit.framework).unwrap().id == "ilacs-2023")
    );
    book.session.undo().unwrap();
    let kept = book.session.store().frameworks().unwrap();
    assert!(kept.iter().all(|(_, framework)| framework.id != "ilacs-2023"));
}
