//! Plans go out and come back as they were; what comes back broken is told and never taken for something else.

use super::*;
use jiff::civil::date;
use proptest::prelude::*;
use std::io::{Cursor, Read as _, Write as _};

fn line(n: u128) -> Line {
    Line {
        id: Uuid::from_u128(n),
        what: "Chronology completed and used".into(),
        about: "Case 4417, North, 3.6".into(),
        priority: Priority::High,
        due: Some(date(2026, 11, 20)),
        stage: Stage::InProgress,
        progress: "Half of it is done.\nThe rest in December.".into(),
        done: None,
        done_evidence: String::new(),
    }
}

fn made(lines: Vec<Line>) -> Plan {
    Plan {
        owner: "Team West".into(),
        council: "North Council".into(),
        title: "Practice audits".into(),
        marking: "OFFICIAL-SENSITIVE & more".into(),
        made: date(2026, 11, 12),
        code: [0x7c, 0x1e, 0x90, 0xab, 0, 1, 2, 0xff],
        lines,
    }
}

fn text(row: &Row, filled: Filled) -> &str {
    match row.given.get(&filled) {
        Some(Given::Text(text)) => text,
        other => panic!("{other:?}"),
    }
}

/// The parts of a workbook, unpacked.
fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut part = archive.by_index(at).unwrap();
            let mut text = String::new();
            part.read_to_string(&mut text).unwrap();
            let name = part.name().unwrap().into_owned();
            (name, text)
        })
        .collect()
}

fn part(bytes: &[u8], name: &str) -> String {
    parts(bytes).into_iter().find(|(known, _)| known == name).unwrap().1
}

/// A workbook with one sheet of these cells, the first line its titles.
fn sheet(name: &str, cells: &[&[&str]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(name).unwrap();
    for (at, row) in (0..).zip(cells) {
        for (column, cell) in (0..).zip(*row) {
            match cell.strip_prefix("formula:") {
                Some(formula) => sheet.write_formula(at, column, formula).unwrap(),
                None => sheet.write_string(at, column, *cell).unwrap(),
            };
        }
    }
    book.save_to_buffer().unwrap()
}

const TITLES: &[&str] = &[
    "What must change",
    "How far it is",
    "Progress",
    "Done on",
    "Evidence it was done",
    "Action id",
];

/// A file of these parts.
fn zipped(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive
            .start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn a_plan_is_read_back_as_it_went_out() {
    let mut done = line(2);
    (done.done, done.stage) = (Some(date(2026, 10, 2)), Stage::AwaitingEvidence);
    let plan = made(vec![line(1), done]);
    let file = read(&plan.bytes().unwrap()).unwrap();
    assert_eq!(file.code, Some(plan.code));
    let [one, two] = file.rows.as_slice() else {
        panic!("{file:?}")
    };
    assert_eq!((one.at, Uuid::parse_str(&one.id).unwrap()), (6, Uuid::from_u128(1)));
    assert_eq!(one.what, "Chronology completed and used");
    assert_eq!(
        text(one, Filled::Progress),
        "Half of it is done.\nThe rest in December."
    );
    assert_eq!(one.given.get(&Filled::Done), Some(&Given::Day(None)));
    assert_eq!(two.given.get(&Filled::Done), Some(&Given::Day(Some(date(2026, 10, 2)))));
    assert_eq!(
        two.given.get(&Filled::Stage),
        Some(&Given::Stage(Stage::AwaitingEvidence))
    );
    assert!(!file.cut);
    // An empty plan is a plan.
    assert!(read(&made(Vec::new()).bytes().unwrap()).unwrap().rows.is_empty());
}

#[test]
fn it_says_neither_who_nor_where_and_carries_its_marking() {
    let bytes = made(vec![line(1)]).bytes().unwrap();
    let core = part(&bytes, "docProps/core.xml");
    assert!(
        core.contains("<dc:creator></dc:creator>") && core.contains("2026-11-12"),
        "{core}"
    );
    assert!(core.contains("<cp:lastModifiedBy></cp:lastModifiedBy>"), "{core}");
    for name in ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"] {
        let sheet = part(&bytes, name);
        assert!(sheet.contains("OFFICIAL-SENSITIVE &amp;&amp; more"), "{name}");
        assert!(sheet.contains("<sheetProtection "), "{name}");
    }
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(
        sheet.contains("\"Not started,In progress,Awaiting evidence\""),
        "{sheet}"
    );
    // The same plan makes the same file.
    assert_eq!(bytes, made(vec![line(1)]).bytes().unwrap());
}

#[test]
fn dates_are_read_however_they_were_typed_and_nothing_else_is_one() {
    let cell = |words: &str| {
        let bytes = sheet("Plan", &[TITLES, &["", "In progress", "", words, "", "x"]]);
        read(&bytes).unwrap().rows[0].given.get(&Filled::Done).cloned().unwrap()
    };
    for words in [
        "02/10/2026",
        "2.10.26",
        "2 Oct 2026",
        "2 October 2026",
        "2026-10-02",
        "2026-10-02T00:00:00",
    ] {
        assert_eq!(cell(words), Given::Day(Some(date(2026, 10, 2))), "{words}");
    }
    assert_eq!(cell(" "), Given::Day(None));
    for words in ["soon", "32/01/2026", "02/13/2026", "1/1/1066", "46000", "02/10"] {
        assert!(
            matches!(cell(words), Given::Wrong(why) if why.starts_with("D2 is not a date")),
            "{words}"
        );
    }
}

#[test]
fn what_cannot_be_taken_says_which_cell_it_is() {
    let bytes = sheet(
        "Plan",
        &[
            TITLES,
            &[
                "Formula",
                "formula:=\"In progress\"",
                "formula:=1+1",
                "formula:=TODAY()",
                "formula:=A1",
                "x",
            ],
            &["Stage", "Nearly there", "", "", "", "y"],
            &["No stage", "", "", "", "", "z"],
        ],
    );
    let file = read(&bytes).unwrap();
    let wrong = |row: usize, filled| match file.rows[row].given.get(&filled) {
        Some(Given::Wrong(why)) => why.clone(),
        other => panic!("{other:?}"),
    };
    for (filled, cell) in Filled::ALL.into_iter().zip(["B2", "C2", "D2", "E2"]) {
        assert_eq!(
            wrong(0, filled),
            format!("{cell} is a formula; type what it should say.")
        );
    }
    assert_eq!(wrong(1, Filled::Stage), "B3 is none of the choices for how far it is.");
    assert!(wrong(2, Filled::Stage).starts_with("B4 is empty"));
}

#[test]
fn titles_may_stand_in_any_order_and_columns_may_be_gone() {
    let bytes = sheet(
        "plan",
        &[
            &["Sent back by Team West", "code 7c1e-90ab-0001-02ff"],
            &["Action id", "PROGRESS", "Our own column"],
            &["x", "Done so far", "7"],
            &["", "Someone added this", ""],
            &["", "", "only ours"],
        ],
    );
    let file = read(&bytes).unwrap();
    assert_eq!(file.code, Some([0x7c, 0x1e, 0x90, 0xab, 0, 1, 2, 0xff]));
    assert_eq!(file.rows.len(), 2);
    assert_eq!(file.rows[0].given.len(), 1);
    assert_eq!((file.rows[1].id.as_str(), file.rows[1].at), ("", 4));
}

#[test]
fn a_hidden_sheet_is_not_read() {
    let mut book = Workbook::new();
    let first = book.add_worksheet();
    first.set_name("Seen").unwrap();
    for (column, title) in (0..).zip(TITLES) {
        first.write_string(0, column, *title).unwrap();
    }
    first.write_string(1, 5, "seen").unwrap();
    let hidden = book.add_worksheet();
    hidden.set_name("Plan").unwrap().set_hidden(true);
    hidden.write_string(0, 5, "hidden").unwrap();
    let file = read(&book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(file.rows[0].id, "seen");
}

#[test]
fn what_is_no_plan_is_told_and_what_to_do() {
    let what = |bytes: &[u8]| read(bytes).unwrap_err().what;
    assert_eq!(what(b""), "This is not an Excel workbook");
    assert_eq!(what(b"Action id,Progress\r\n"), "This is not an Excel workbook");
    assert!(what(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1]).contains("password"));
    assert!(what(&vec![b'P'; LARGEST_FILE + 1]).contains("larger"));
    assert!(what(b"PK\x03\x04 and no more").contains("damaged"));
    assert!(what(&sheet("Plan", &[&["A", "B"]])).contains("Action id"));
    let whole = made(vec![line(1)]).bytes().unwrap();
    assert!(what(&whole[..whole.len() / 2]).contains("damaged"));
    // A Word document is a zip too.
    assert!(what(&zipped(&[("word/document.xml", b"<w/>".to_vec())])).contains("damaged"));
}

#[test]
fn a_bomb_is_not_unpacked() {
    let million = vec![b' '; 1024 * 1024];
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive
        .start_file("xl/workbook.xml", zip::write::SimpleFileOptions::default())
        .unwrap();
    for _ in 0..200 {
        archive.write_all(&million).unwrap();
    }
    let bytes = archive.finish().unwrap().into_inner();
    assert!(bytes.len() < 1024 * 1024);
    assert!(read(&bytes).unwrap_err().what.contains("unpacks to far more"));
    let many: Vec<(String, Vec<u8>)> = (0..1100).map(|n| (format!("{n}.xml"), Vec::new())).collect();
    let many: Vec<(&str, Vec<u8>)> = many
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.clone()))
        .collect();
    assert!(read(&zipped(&many)).unwrap_err().what.contains("more parts"));
}

/// A cell in the last row and column of all must not cost the room of all those before it.
#[test]
fn a_cell_at_the_end_of_the_world_takes_no_room() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Plan").unwrap();
    for (column, title) in (0..).zip(TITLES) {
        sheet.write_string(0, column, *title).unwrap();
    }
    sheet.write_string(1_048_575, 16_383, "far").unwrap();
    sheet.write_string(1_048_575, 5, "last").unwrap();
    let file = read(&book.save_to_buffer().unwrap()).unwrap();
    assert_eq!((file.rows.len(), file.rows[0].at), (1, 1_048_576));
}

#[test]
fn rows_beyond_the_most_are_not_read_and_that_is_told() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, title) in (0..).zip(TITLES) {
        sheet.write_string(0, column, *title).unwrap();
    }
    for row in 1..=50_010 {
        sheet.write_string(row, 5, "x").unwrap();
    }
    let file = read(&book.save_to_buffer().unwrap()).unwrap();
    assert!(file.cut && file.rows.len() == 50_000, "{}", file.rows.len());
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[=+@\\-\t\r\n'\" a_x0D&<>;]{0,12}",
        Just("=HYPERLINK(\"http://x\")".to_owned()),
        Just("_x000D_ and _x0041_".to_owned()),
        Just("x".repeat(40_000)),
        Just("👪".repeat(20_000)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Any text comes back as the cell held it, and no cell is a formula.
    #[test]
    fn any_text_goes_out_and_comes_back(
        what in any_text(), progress in any_text(), evidence in any_text(), owner in any_text(), marking in any_text(),
    ) {
        let mut one = line(7);
        (one.what, one.progress, one.done_evidence) = (what, progress, evidence);
        let plan = Plan { owner, marking, ..made(vec![one.clone()]) };
        let bytes = plan.bytes().unwrap();
        prop_assert!(!part(&bytes, "xl/worksheets/sheet1.xml").contains("<f>"));
        let file = read(&bytes).unwrap();
        prop_assert_eq!(file.rows.len(), 1);
        prop_assert_eq!(text(&file.rows[0], Filled::Progress), cell_text(&one.progress));
        prop_assert_eq!(text(&file.rows[0], Filled::DoneEvidence), cell_text(&one.done_evidence));
        prop_assert_eq!(cell_text(&file.rows[0].what), cell_text(&one.what));
        prop_assert_eq!(file.code, Some(plan.code));
    }

    /// Damaged anywhere, it is read or refused, and never ends the program.
    #[test]
    fn no_damage_ends_the_program(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<prop::sample::Index>()) {
        let mut bytes = made(vec![line(1)]).bytes().unwrap();
        let place = at.index(bytes.len());
        bytes[place] = byte;
        drop(read(&bytes));
        bytes.truncate(cut.index(bytes.len()));
        drop(read(&bytes));
    }

    /// Whatever stands in the parts of a workbook, it is read or refused.
    #[test]
    fn no_content_ends_the_program(cells in "[<>/a-z \"=0-9A-Z:&;!-]{0,200}", refs in "[A-Z]{0,8}[0-9]{0,12}") {
        let bytes = made(vec![line(1)]).bytes().unwrap();
        let other: Vec<(String, Vec<u8>)> = parts(&bytes)
            .into_iter()
            .map(|(name, text)| {
                let text = if name == "xl/worksheets/sheet1.xml" {
                    text.replace("<sheetData>", &format!("<sheetData>{cells}<row><c r=\"{refs}\"><v>1</v></c></row>"))
                } else {
                    text
                };
                (name, text.into_bytes())
            })
            .collect();
        let other: Vec<(&str, Vec<u8>)> = other.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect();
        drop(read(&zipped(&other)));
    }
}
