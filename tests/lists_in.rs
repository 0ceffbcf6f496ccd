//! The published example of an Annex A workbook, read whole. It lies beside the project, where CI has it too.

use plumbline::exchange::list_in::OpenList;
use plumbline::model::case::CaseKind::{
    self, Assessment, ChildInCare, ChildInNeed, ChildProtection, Closed, EarlyHelp, FrontDoor,
};
use plumbline::model::list::{RowAt, Weight};
use plumbline::model::list_plan::Reads;
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
