//! Tables that are well, and tables that should not be.

use super::*;
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use std::io::Write as _;

fn text(text: &str) -> Result<TableFile, TableError> {
    read_bytes("list.csv", text.as_bytes())
}

fn cells(file: &TableFile, sheet: usize) -> Vec<(u32, Vec<&str>)> {
    file.sheets[sheet]
        .rows
        .iter()
        .map(|row| (row.number, row.cells.iter().map(|cell| &**cell).collect()))
        .collect()
}

fn book(fill: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(&mut book);
    book.save_to_buffer().unwrap()
}

/// An XLSX with these parts beside the ones every one has, its only sheet called *Cases*.
fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let common = [
        (
            "_rels/.rels",
            format!(
                "<Relationships><Relationship Id='a' Type='{rels}/officeDocument' Target='xl/workbook.xml'/></Relationships>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships><Relationship Id='s' Type='{rels}/worksheet' Target='worksheets/sheet1.xml'/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            "<workbook><sheets><sheet name='Cases' sheetId='1' id='s'/></sheets></workbook>".to_owned(),
        ),
    ];
    let common = common.iter().map(|(name, text)| (*name, text.as_bytes()));
    for (name, bytes) in common.chain(parts.iter().copied()) {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn sheet_of(rows: &str) -> Vec<u8> {
    package(&[(
        "xl/worksheets/sheet1.xml",
        format!("<worksheet><sheetData>{rows}</sheetData></worksheet>").as_bytes(),
    )])
}

fn refused(name: &str, bytes: &[u8], words: &[&str]) {
    let error = read_bytes(name, bytes).unwrap_err();
    let told = error.to_string();
    assert!(told.contains(name), "names the file: {told}");
    for word in words {
        assert!(told.contains(word), "{word} in: {told}");
    }
    assert!(!error.next.is_empty());
}

#[test]
fn commas_semicolons_and_tabs_are_told_apart() {
    for delimiter in [",", ";", "\t", "|"] {
        let list = format!(
            "Reference{delimiter}Team{delimiter}Notes\r\n417{delimiter}North{delimiter}\"one, two; three\"\r\n"
        );
        let file = text(&list).unwrap();
        assert_eq!(
            cells(&file, 0),
            [
                (1, vec!["Reference", "Team", "Notes"]),
                (2, vec!["417", "North", "one, two; three"])
            ],
            "{delimiter:?}"
        );
    }
    let told = text("sep=;\r\nReference;Team\r\n1;North, east\r\n").unwrap();
    assert_eq!(cells(&told, 0)[1], (3, vec!["1", "North, east"]));
}

#[test]
fn every_usual_encoding_is_read() {
    let words = "Reference,Team\r\n417,Équipe – « nord »\r\n";
    let wide = |order: fn(u16) -> [u8; 2], mark: [u8; 2]| {
        let mut bytes = mark.to_vec();
        bytes.extend(words.encode_utf16().flat_map(order));
        bytes
    };
    let mut marked = "\u{feff}".as_bytes().to_vec();
    marked.extend(words.as_bytes());
    let windows = b"Reference,Team\r\n417,\xC9quipe \x96 \xAB nord \xBB\r\n".to_vec();
    for bytes in [
        words.as_bytes().to_vec(),
        marked,
        wide(u16::to_le_bytes, [0xFF, 0xFE]),
        wide(u16::to_be_bytes, [0xFE, 0xFF]),
        windows,
    ] {
        let file = read_bytes("list.csv", &bytes).unwrap();
        assert_eq!(cells(&file, 0)[1], (2, vec!["417", "Équipe – « nord »"]));
        assert!(
            file.notes
                .iter()
                .all(|note| note.weight == crate::model::list::Weight::Info)
        );
    }
}

#[test]
fn mixed_encodings_are_read_cell_by_cell_and_said() {
    let file = read_bytes("list.csv", b"Reference,Team\n1,Caf\xC3\xA9\n2,Caf\xE9\n").unwrap();
    assert_eq!(cells(&file, 0)[1].1[1], "Café");
    assert_eq!(cells(&file, 0)[2].1[1], "Café");
    assert_eq!(file.notes.len(), 1);
    assert_eq!(file.notes[0].at.row, 3);
    assert!(file.notes[0].text.contains("line 2"), "{}", file.notes[0].text);
}

#[test]
fn lines_are_counted_as_an_editor_counts_them() {
    let file = text("\n\nReference,Notes\n1,\"two\nlines\"\n\n2,x\n").unwrap();
    let numbers: Vec<u32> = file.sheets[0].rows.iter().map(|row| row.number).collect();
    assert_eq!(numbers, [3, 4, 7]);
    assert_eq!(cells(&file, 0)[1].1[1], "two lines");
    let old = text("Reference,Team\r1,North\r2,South").unwrap();
    assert_eq!(old.sheets[0].rows[2].number, 3);
}

#[test]
fn a_broken_line_is_named_and_nothing_is_read() {
    refused(
        "list.csv",
        b"Reference,Team\n1,North\n2,North,East\n3,South\n",
        &["line 3", "3 cells", "have 2"],
    );
    refused(
        "list.csv",
        b"Reference,Team,Worker\n1,North,W\n2,No\nrth,W\n3,South,W\n",
        &["line 3", "2 cells"],
    );
    refused(
        "list.csv",
        b"Reference,Team\n1,North\n2,\"South\n3,East\n4,West\n",
        &["line 3", "never closed"],
    );
    refused("list.csv", b"Reference,Team\n1,\"North", &["line 2", "never closed"]);
    // Titles above and empty cells at the end are no fault.
    let file = text("Open cases\n\nReference,Team\n1,North,,,\n2,South\n").unwrap();
    assert_eq!(file.sheets[0].rows.len(), 4);
}

#[test]
fn cells_lose_what_cannot_be_seen_and_what_keeps_noughts() {
    let file =
        text("Reference,Team\n\"=\"\"00417\"\"\",\u{200b}North\u{a0}\u{a0} East\u{202e}\n'00418,x\n'=1,y\n").unwrap();
    assert_eq!(cells(&file, 0)[1].1, ["00417", "North East"]);
    assert_eq!(cells(&file, 0)[2].1[0], "00418");
    assert_eq!(cells(&file, 0)[3].1[0], "=1");
}

#[test]
fn what_is_no_table_is_refused_with_what_to_do() {
    refused("list.csv", b"", &["empty"]);
    refused("list.csv", b"\n\n,,\n", &["empty"]);
    refused(
        "list.xls",
        &[0xD0, 0xCF, 0x11, 0xE0, 0, 0, 0, 0],
        &["old kind", "save it as XLSX or CSV"],
    );
    let mut locked = vec![0xD0, 0xCF, 0x11, 0xE0];
    locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    refused("list.xlsx", &locked, &["password"]);
    refused("list.pdf", b"%PDF-1.7", &["PDF"]);
    refused("list.xls", b"<html><table>", &["web page", "save it as XLSX or CSV"]);
    refused("list.csv", b"a,b\n\0\0\0", &["neither"]);
    refused("list.xlsx", b"PK\x03\x04 and then nothing", &["damaged"]);
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("content.xml", options).unwrap();
    refused(
        "list.ods",
        &zip.finish().unwrap().into_inner(),
        &["OpenDocument", "save it as XLSX or CSV"],
    );
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("list.csv", options).unwrap();
    refused("list.zip", &zip.finish().unwrap().into_inner(), &["ZIP"]);
    let folder = tempfile::tempdir().unwrap();
    assert!(read(folder.path()).unwrap_err().what.contains("folder"));
    assert!(
        read(&folder.path().join("no.csv"))
            .unwrap_err()
            .what
            .contains("no file")
    );
}

#[test]
fn too_much_is_refused_at_once() {
    let limits = Limits {
        file: 4 << 20,
        ..LIMITS
    };
    assert!(
        read_within("list.csv", &vec![b'a'; (4 << 20) + 1], &limits)
            .unwrap_err()
            .what
            .contains("4 MB")
    );
    let mut million = b"Reference,Team\n".to_vec();
    for row in 0..1_000_000 {
        million.extend(format!("{row},North\n").as_bytes());
    }
    let started = std::time::Instant::now();
    refused("list.csv", &million, &["100,000 rows", "line 100,002", "Keep at most"]);
    assert!(started.elapsed().as_secs() < 5, "{:?}", started.elapsed());
    let wide = vec!["x"; 501].join(",");
    refused(
        "list.csv",
        format!("{wide}\n{wide}\n").as_bytes(),
        &["500 columns", "line 1"],
    );
    let few = Limits { cells: 10, ..LIMITS };
    assert!(read_within("list.csv", b"a,b\n1,2\n3,4\n5,6\n7,8\n9,0\n", &few).is_err());
    let short = Limits { text: 5, ..LIMITS };
    assert!(read_within("list.csv", b"a,b\n123,4567\n", &short).is_err());
    // What is said again costs nothing.
    assert!(read_within("list.csv", b"ab,c\nab,c\nab,c\nab,c\n", &short).is_ok());
}

#[test]
fn two_hundred_columns_are_no_trouble() {
    let heads: Vec<String> = (0..200).map(|at| format!("Heading {at}")).collect();
    let row: Vec<String> = (0..200).map(|at| at.to_string()).collect();
    let file = text(&format!("{}\n{}\n", heads.join(","), row.join(","))).unwrap();
    assert_eq!(file.sheets[0].width(), 200);
}

#[test]
fn a_workbook_gives_its_cells_as_text() {
    let bytes = book(|book| {
        let sheet = book.add_worksheet().set_name("Cases").unwrap();
        sheet
            .write_row(0, 0, ["Reference", "Opened", "Open", "Score", "Team"])
            .unwrap();
        sheet.write(1, 0, 1111).unwrap();
        let date = Format::new().set_num_format("dd/mm/yyyy");
        sheet
            .write_with_format(1, 1, ExcelDateTime::from_ymd(2026, 3, 9).unwrap(), &date)
            .unwrap();
        sheet.write(1, 2, true).unwrap();
        sheet.write(1, 3, 2.5).unwrap();
        sheet.write(1, 4, "North").unwrap();
        sheet.write(3, 0, "C-12").unwrap();
        sheet.write(3, 1, "09/03/2026").unwrap();
        sheet.write_blank(4, 0, &date).unwrap();
    });
    let file = read_bytes("list.xlsx", &bytes).unwrap();
    assert_eq!(file.sheets[0].name, "Cases");
    assert_eq!(
        cells(&file, 0)[1..],
        [
            (2, vec!["1111", "2026-03-09", "TRUE", "2.5", "North"]),
            (4, vec!["C-12", "09/03/2026"])
        ]
    );
    assert!(file.notes.is_empty(), "{:?}", file.notes);
}

#[test]
fn formulas_give_the_value_they_had_and_are_said() {
    let bytes = book(|book| {
        let sheet = book.add_worksheet().set_name("Cases").unwrap();
        sheet.write(0, 0, "Reference").unwrap();
        sheet
            .write_formula(1, 0, Formula::new("=A9+1").set_result("417"))
            .unwrap();
    });
    let file = read_bytes("list.xlsx", &bytes).unwrap();
    assert_eq!(cells(&file, 0)[1], (2, vec!["417"]));
    assert!(file.notes[0].text.contains("Formulas"), "{:?}", file.notes);
    assert_eq!(file.notes[0].at, crate::model::list::RowAt::new("Cases", 2));
    let raw = sheet_of(
        "<row r='1'><c r='A1' t='str'><f>B1</f></c><c r='B1' t='e'><v>#N/A</v></c><c r='C1'><v>1</v></c></row>",
    );
    let file = read_bytes("list.xlsx", &raw).unwrap();
    assert_eq!(cells(&file, 0)[0].1, ["", "", "1"]);
    let told: String = file.notes.iter().map(|note| note.text.as_str()).collect();
    assert!(told.contains("never worked out") && told.contains("#N/A"), "{told}");
}

#[test]
fn merged_cells_stand_for_every_row_and_hidden_sheets_say_so() {
    let bytes = book(|book| {
        let plain = Format::new();
        let sheet = book.add_worksheet().set_name("Cases").unwrap();
        sheet.merge_range(0, 0, 0, 2, "Open cases", &plain).unwrap();
        sheet.write_row(1, 0, ["Team", "Reference"]).unwrap();
        sheet.merge_range(2, 0, 4, 0, "North", &plain).unwrap();
        for row in 2..5 {
            sheet.write(row, 1, row).unwrap();
        }
        let hidden = book.add_worksheet().set_name("Lookup").unwrap();
        hidden.write(0, 0, "x").unwrap();
        hidden.set_hidden(true);
        book.add_worksheet().set_name("Away").unwrap().set_very_hidden(true);
    });
    let file = read_bytes("list.xlsx", &bytes).unwrap();
    assert_eq!(cells(&file, 0)[0].1, ["Open cases"]);
    assert_eq!(cells(&file, 0)[4], (5, vec!["North", "4"]));
    assert_eq!(
        file.sheets.iter().map(|sheet| sheet.hidden).collect::<Vec<_>>(),
        [false, true, true]
    );
    assert!(file.notes.iter().any(|note| note.text.contains("Merged")));
}

#[test]
fn a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_opened() {
    let started = std::time::Instant::now();
    let nothing = vec![b' '; 40 << 20];
    let bomb = package(&[("xl/worksheets/sheet1.xml", &nothing)]);
    assert!(bomb.len() < 1 << 20);
    refused("list.xlsx", &bomb, &["unpacks", "not opened"]);
    // One that lies about its size: the declared sizes are made small in the central directory and before the part.
    let mut lying = bomb.clone();
    let size = (40_u32 << 20).to_le_bytes();
    while let Some(at) = lying.windows(4).position(|window| window == size) {
        lying[at..at + 4].copy_from_slice(&1000_u32.to_le_bytes());
    }
    refused("list.xlsx", &lying, &["list.xlsx"]);
    let small = Limits {
        expanded: 1 << 20,
        ..LIMITS
    };
    let honest: Vec<u8> = (0..2_u32 << 18)
        .flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes())
        .collect();
    let large = package(&[("xl/media/image1.png", &honest)]);
    assert!(
        read_within("list.xlsx", &large, &small)
            .unwrap_err()
            .what
            .contains("1 MB")
    );
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

#[test]
fn parts_that_would_make_the_library_spend_memory_are_refused() {
    let sheet: (&str, &[u8]) = (
        "xl/worksheets/sheet1.xml",
        b"<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>",
    );
    assert!(read_bytes("list.xlsx", &package(&[sheet])).is_ok());
    let texts = b"<sst uniqueCount='1000000000000'><si><t>a</t></si></sst>";
    refused(
        "list.xlsx",
        &package(&[sheet, ("xl/SharedStrings.xml", texts)]),
        &["damaged"],
    );
}

#[test]
fn a_damaged_sheet_is_named() {
    refused(
        "list.xlsx",
        &sheet_of("<row r='1'><c r='A1'><v>1</v></c><c r='A1' t='zz'><v>1</v></c></row>"),
        &["sheet Cases", "row 1"],
    );
    refused(
        "list.xlsx",
        &sheet_of("<row r='4'><c r='99999999999999999'><v>1</v></c></row>"),
        &["damaged"],
    );
    refused(
        "list.xlsx",
        &sheet_of("<row r='1'><c r='SG1'><v>1</v></c></row>"),
        &["Sheet Cases", "500 columns"],
    );
    refused(
        "list.xlsx",
        &sheet_of(
            &(1..=100_002)
                .map(|row| format!("<row r='{row}'><c><v>{row}</v></c></row>"))
                .collect::<String>(),
        ),
        &["Cases", "100,000 rows", "row 100,002"],
    );
    // One cell far down is a row, not a million.
    let far = read_bytes(
        "list.xlsx",
        &sheet_of("<row r='1048576'><c r='B1048576'><v>1</v></c></row>"),
    )
    .unwrap();
    assert_eq!(cells(&far, 0), [(1_048_576, vec!["", "1"])]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        let _outcome = read_bytes("list.csv", &bytes);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[a-c,;\t\"'\n\r=é|]{0,200}") {
        let _outcome = read_bytes("list.csv", text.as_bytes());
    }

    #[test]
    fn any_damage_to_a_workbook_is_an_error_or_read(at in 0_usize..4000, byte: u8, cut in 0_usize..4000) {
        let mut bytes = book(|book| {
            let sheet = book.add_worksheet();
            sheet.write_row(0, 0, ["Reference", "Team"]).unwrap();
            sheet.write_row(1, 0, ["417", "North"]).unwrap();
        });
        let length = bytes.len();
        bytes[at % length] = byte;
        bytes.truncate(length - cut % 64);
        let _outcome = read_bytes("list.xlsx", &bytes);
    }

    #[test]
    fn any_sheet_is_read_or_refused(rows in "(<row( r='[0-9]{1,10}')?>(<c( r='[A-Z]{1,8}[0-9]{0,10}')?( t='[a-z]{1,3}')?>(<v>[0-9.e-]{0,6}</v>|<f>a</f>|<is><t>x</t></is>)</c>){0,3}</row>){0,4}(</sheetData><mergeCells><mergeCell ref='[A-C][0-9]{1,9}:[A-D][0-9]{1,10}'/></mergeCells>)?") {
        let _outcome = read_bytes("list.xlsx", &sheet_of(&rows));
    }

    #[test]
    fn cells_come_back_as_they_were_written(
        rows in proptest::collection::vec(proptest::collection::vec("[a-zA-Zé0-9][a-zA-Zé0-9 ,\"]{0,11}", 3), 2..12),
    ) {
        let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let file = read_bytes("list.csv", &writer.into_inner().unwrap()).unwrap();
        let read: Vec<Vec<String>> = cells(&file, 0)
            .into_iter()
            .map(|(_, cells)| cells.into_iter().map(str::to_owned).collect())
            .collect();
        let written: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(|cell| tidy(cell)).collect()).collect();
        prop_assert_eq!(read, written);
    }
}
