//! Lists as councils export them, and lists as they should not be.

use super::*;
use crate::model::case::CaseKind;
use crate::model::list::{Note, RowAt, Weight};
use crate::model::reference::Looks;
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

pub(super) fn today() -> Date {
    "2026-11-12".parse().unwrap()
}

fn open(text: &str) -> OpenList {
    OpenList::from_bytes("list.csv", text.as_bytes(), today()).unwrap()
}

fn read(text: &str) -> ReadList {
    let list = open(text);
    list.read(&list.plan()).unwrap()
}

/// A workbook of these sheets: name, whether hidden, and rows.
pub(super) fn workbook(sheets: &[(&str, bool, &[&[&str]])]) -> OpenList {
    let mut book = Workbook::new();
    for (name, hidden, rows) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).unwrap();
        sheet.set_hidden(*hidden);
        for (at, row) in rows.iter().enumerate() {
            sheet.write_row(at as u32, 0, row.iter().copied()).unwrap();
        }
    }
    OpenList::from_bytes("annex a.xlsx", &book.save_to_buffer().unwrap(), today()).unwrap()
}

pub(super) fn one<'a>(list: &'a ReadList, reference: &str) -> &'a ListedChild {
    list.children.iter().find(|child| child.reference == reference).unwrap()
}

pub(super) fn told(list: &ReadList, words: &str) -> Note {
    list.notes
        .iter()
        .find(|note| note.text.contains(words))
        .unwrap_or_else(|| panic!("{words} in {:#?}", list.notes))
        .clone()
}

const FULL: &str = "Name,DOB,Case ref,Type,Team,Social worker,Gender,Ethnicity,Disabled,Legal status,Audit due,Auditor,Postcode,Primary need\n\
    Jane Smith,09/03/2014,00417,CIN,North,W-31,F,WBRI,N,,20/11/2026,B. Lead,AB1 2CD,N1\n\
    Ali Khan,2010-01-01,00418,LAC,South,W-32,Male,Pakistani,Yes,C2,2026-11-21,,AB1 2CE,N2\n";

#[test]
fn a_council_list_in_its_own_words() {
    let list = read(FULL);
    assert_eq!(list.source, "list.csv");
    let first = one(&list, "00417");
    let expected = ListedChild {
        reference: "00417".into(),
        kind: Some(CaseKind::ChildInNeed),
        team: "North".into(),
        worker: "W-31".into(),
        ethnicity: "White".into(),
        sex: "Female".into(),
        disability: "No".into(),
        age: Some(12),
        legal_status: String::new(),
        due: Some("2026-11-20".parse().unwrap()),
        auditor: "B. Lead".into(),
        lists: Vec::new(),
        rows: vec![RowAt::new("", 2)],
    };
    assert_eq!(*first, expected);
    let second = one(&list, "00418");
    assert_eq!(second.kind, Some(CaseKind::ChildInCare));
    assert_eq!(second.legal_status, "Care order");
    assert_eq!(second.age, Some(16));
    let dropped: Vec<(&str, &str, usize)> = list
        .dropped
        .iter()
        .map(|d| (d.heading.as_str(), d.why.as_str(), d.cells))
        .collect();
    assert_eq!(
        dropped,
        [
            ("Name", "a name", 2),
            ("DOB", "a date of birth", 2),
            ("Postcode", "a postcode", 2)
        ]
    );
    assert_eq!(list.ignored, ["Primary need"]);
    assert_eq!(list.notes, []);
}

#[test]
fn what_tells_who_a_child_is_goes_nowhere() {
    let list = read(FULL);
    let body = serde_json::to_string(&list).unwrap();
    for word in ["Jane", "Smith", "Khan", "AB1", "09/03/2014", "2014-03-09", "2010-01-01"] {
        assert!(!body.contains(word), "{word}");
    }
}

#[test]
fn columns_are_known_by_their_cells_where_headings_tell_nothing() {
    let text = "A,B,C,D,E,F,G\n\
        4417,CIN,F,09/03/2014,a.b@c.gov.uk,Jane Smith,943 476 5919\n\
        4418,CP,M,01/02/2019,d.e@c.gov.uk,Ali Khan,943 476 5919\n\
        4419,LAC,F,05/06/2011,f.g@c.gov.uk,Mary Jones,943 476 5919\n";
    let list = open(text);
    let plan = list.plan();
    let takes: Vec<Takes> = plan.sheets[0].columns.iter().map(|column| column.takes).collect();
    assert_eq!(
        takes,
        [
            Takes::Field(ListField::Reference),
            Takes::Field(ListField::Kind),
            Takes::Field(ListField::Sex),
            Takes::Dropped(Looks::BirthDate),
            Takes::Dropped(Looks::Email),
            Takes::Dropped(Looks::Name),
            Takes::Dropped(Looks::NhsNumber),
        ]
    );
    assert!(
        plan.sheets[0].columns[3].sample.is_empty(),
        "no cell of a dropped column is shown"
    );
    assert_eq!(plan.sheets[0].columns[0].sample, ["4417", "4418", "4419"]);
    let read = list.read(&plan).unwrap();
    assert_eq!(one(&read, "4417").age, Some(12));
}

#[test]
fn a_column_of_references_alone_is_a_list() {
    for text in [
        "4417\n4418\n4419\n",
        "Reference\n4417\n4418\n4419\n",
        "Open cases on 1 March\n\nRef\n4417\n4418\n4419\n",
    ] {
        let list = read(text);
        let references: Vec<&str> = list.children.iter().map(|child| child.reference.as_str()).collect();
        assert_eq!(references, ["4417", "4418", "4419"], "{text}");
    }
}

#[test]
fn the_plan_can_be_changed() {
    let list = open("Number,Group\nA1,North\nA2,South\n");
    let mut plan = list.plan();
    let sheet = &mut plan.sheets[0];
    assert_eq!(sheet.column(ListField::Team), None);
    sheet.take(1, Takes::Field(ListField::Team));
    sheet.take(0, Takes::Field(ListField::Reference));
    assert_eq!(one(&list.read(&plan).unwrap(), "A2").team, "South");
    plan.sheets[0].take(0, Takes::Nothing);
    let error = list.read(&plan).unwrap_err();
    assert!(error.what.contains("reference"), "{error}");
}

#[test]
fn a_reference_twice_is_one_child_and_is_said_with_both_rows() {
    let list = read("Reference,Team,Type,Sex\n1,North,CIN,F\n2,South,CIN,\n1,North,CIN,F\n2,East,CP,M\n1,,,\n");
    assert_eq!(list.children.len(), 2);
    assert_eq!(one(&list, "1").rows.len(), 3);
    let two = one(&list, "2");
    assert_eq!(
        (two.team.as_str(), two.kind, two.sex.as_str()),
        ("South", Some(CaseKind::ChildProtection), "Male")
    );
    let same = told(&list, "says nothing else");
    assert_eq!((same.weight, same.at.row), (Weight::Info, 4));
    assert!(same.text.contains("line 2"), "{}", same.text);
    let differs = told(&list, "differs");
    assert_eq!((differs.weight, differs.at.row), (Weight::Warning, 5));
    for words in [
        "line 3",
        "team South, not East",
        "type of case Child protection, not Child in need",
    ] {
        assert!(differs.text.contains(words), "{words} in {}", differs.text);
    }
}

#[test]
fn odd_rows_are_left_out_or_warned_of() {
    let list = read(
        "Reference,Team,Type,Age,Audit due,Worker\n\
         Jane Smith,North,CIN,7,,\n\
         ,North,CIN,7,,\n\
         1.23E+15,North,CIN,7,,\n\
         4417,North,Martian,43,31/02/2026,a@b.gov.uk\n\
         Reference,Team,Type,Age,Audit due,Worker\n\
         C-12,North,CIN,7,soon,x\n\
         c12,North,CIN,7,,x\n\
         Total,,,,,\n",
    );
    let references: Vec<&str> = list.children.iter().map(|child| child.reference.as_str()).collect();
    assert_eq!(references, ["Jane Smith", "4417", "C-12", "c12"]);
    assert_eq!(told(&list, "looks like a name").at.row, 2);
    assert_eq!(told(&list, "no reference").at.row, 3);
    assert_eq!(told(&list, "shortened").at.row, 4);
    assert!(told(&list, "Martian").text.contains("not known"));
    assert_eq!(told(&list, "no age").at.row, 5);
    assert!(told(&list, "no date").text.contains("lines 5, 7"));
    assert_eq!(one(&list, "4417").worker, "");
    assert!(!serde_json::to_string(&list).unwrap().contains("a@b"));
    assert!(told(&list, "almost").text.contains("C-12"));
    assert_eq!(told(&list, "total").at.row, 9);
}

#[test]
fn the_sheet_with_the_most_known_columns_is_read() {
    let list = workbook(&[
        ("Notes", false, &[&["Anything"], &["x"]]),
        (
            "Old",
            true,
            &[&["Reference", "Team", "Type", "Sex"], &["1", "North", "CIN", "F"]],
        ),
        (
            "Cases",
            false,
            &[&["Team", "Reference"], &["North", "2"], &["South", "3"]],
        ),
    ]);
    let plan = list.plan();
    assert_eq!(plan.reads, Reads::Sheet(2));
    let read = list.read(&plan).unwrap();
    assert_eq!(read.children.len(), 2);
    assert_eq!(read.children[0].rows, [RowAt::new("Cases", 2)]);
    let hidden = told(&read, "hidden");
    assert_eq!(hidden.at, RowAt::new("Old", 0));
    assert!(hidden.text.contains("not read"));
    let chosen = Plan {
        reads: Reads::Sheet(1),
        ..plan
    };
    assert_eq!(list.read(&chosen).unwrap().children[0].reference, "1");
}

#[test]
fn dates_are_read_as_dates_and_as_text() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, ["Reference", "Audit due"]).unwrap();
    let format = Format::new().set_num_format("d mmm yy");
    sheet.write(1, 0, "a1").unwrap();
    sheet
        .write_with_format(1, 1, ExcelDateTime::from_ymd(2026, 3, 9).unwrap(), &format)
        .unwrap();
    for (at, text) in ["9/3/2026", "2026-03-09", "09 March 2026"].iter().enumerate() {
        sheet.write(at as u32 + 2, 0, format!("a{}", at + 2)).unwrap();
        sheet.write(at as u32 + 2, 1, *text).unwrap();
    }
    let list = OpenList::from_bytes("due.xlsx", &book.save_to_buffer().unwrap(), today()).unwrap();
    let read = list.read(&list.plan()).unwrap();
    assert_eq!(read.children.len(), 4);
    assert!(
        read.children
            .iter()
            .all(|child| child.due == Some("2026-03-09".parse().unwrap())),
        "{:?}",
        read.children
    );
}

#[test]
fn a_file_without_a_child_says_so() {
    for text in ["Reference,Team\n", "Reference,Team\n,North\n"] {
        let list = open(text);
        let error = list.read(&list.plan()).unwrap_err();
        assert!(error.what.contains("no child") && !error.next.is_empty(), "{error}");
    }
    let list = open("Apples,Pears\nred,green\n");
    assert!(list.read(&list.plan()).unwrap_err().what.contains("No column"));
}

/// A column of the table that tests shuffle: its heading and the cell of a child.
type Column = (&'static str, fn(usize) -> String);

const COLUMNS: &[Column] = &[
    ("Child Unique ID", |n| format!("C-{n}")),
    ("Case type", |n| ["CIN", "CP", "LAC", "Assessment"][n % 4].to_owned()),
    ("Allocated Team", |n| ["North", "South"][n % 2].to_owned()),
    ("Allocated Worker", |n| format!("W-{}", n % 5)),
    ("Gender", |n| ["F", "M"][n % 2].to_owned()),
    ("Ethnicity", |n| ["WBRI", "MOTH", "AIND"][n % 3].to_owned()),
    ("Disability", |n| ["Yes", "No"][n % 2].to_owned()),
    ("Age", |n| (n % 19).to_string()),
    ("Legal status", |n| ["C1", ""][n % 2].to_owned()),
    ("Audit due", |n| format!("{:02}/12/2026", n % 28 + 1)),
    ("Auditor", |n| format!("Auditor {}", n % 3)),
    ("Date of Birth", |n| format!("{:02}/03/20{:02}", n % 28 + 1, n % 20 + 5)),
    ("Child's Name", |n| format!("Child Number{n}")),
    ("Notes", |n| format!("note {n}")),
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_order_of_columns_gives_the_same_children(
        order in Just((0..COLUMNS.len()).collect::<Vec<_>>()).prop_shuffle(),
        children in 1_usize..30,
        delimiter in prop_oneof![Just(","), Just(";"), Just("\t")],
    ) {
        let table = |order: &[usize], delimiter: &str| {
            let line = |cells: Vec<String>| cells.join(delimiter) + "\n";
            let mut text = line(order.iter().map(|at| COLUMNS[*at].0.to_owned()).collect());
            for child in 0..children {
                text += &line(order.iter().map(|at| COLUMNS[*at].1(child)).collect());
            }
            read(&text)
        };
        let straight: Vec<usize> = (0..COLUMNS.len()).collect();
        let (expected, shuffled) = (table(&straight, ","), table(&order, delimiter));
        prop_assert_eq!(&expected.children, &shuffled.children);
        prop_assert_eq!(expected.children.len(), children);
        prop_assert_eq!(shuffled.dropped.len(), 2);
        prop_assert_eq!(&shuffled.ignored, &["Notes"]);
    }

    #[test]
    fn any_table_is_read_or_refused(
        heads in proptest::collection::vec(prop_oneof!["[A-Za-z ]{0,12}", Just("Child Unique ID".to_owned()), Just("CIN Start Date".to_owned()), Just("Case Status".to_owned()), Just("DOB".to_owned()), Just("Team".to_owned())], 1..6),
        rows in proptest::collection::vec(proptest::collection::vec("[ -~é\u{0}]{0,12}", 1..6), 0..12),
    ) {
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        writer.write_record(&heads).unwrap();
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        if let Ok(list) = OpenList::from_bytes("list.csv", &writer.into_inner().unwrap(), today()) {
            let _outcome = list.read(&list.plan());
        }
    }

    #[test]
    fn no_cell_of_a_dropped_column_is_in_what_is_read(secret in "[A-Z][a-z]{9}", children in 1_usize..10) {
        let mut text = "Surname,Reference,NHS number,Home postcode,Team\n".to_owned();
        for child in 0..children {
            text += &format!("{secret},{child},{secret}1,{secret}2,North\n");
        }
        let body = serde_json::to_string(&read(&text)).unwrap();
        prop_assert!(!body.contains(&secret));
    }
}
