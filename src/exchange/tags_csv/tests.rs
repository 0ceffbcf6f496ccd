use super::*;
use proptest::prelude::*;

fn one(csv: &str) -> TagLine {
    read(csv.as_bytes()).unwrap().tags.remove(0)
}

fn line(name: &str, group: &str, above: &[&str]) -> TagLine {
    TagLine {
        row: 2,
        name: name.to_owned(),
        group: group.to_owned(),
        above: above.iter().map(|above| (*above).to_owned()).collect(),
        ..TagLine::default()
    }
}

fn faults(csv: &str) -> Vec<String> {
    read(csv.as_bytes()).unwrap_err().iter().map(TagFault::words).collect()
}

#[test]
fn a_name_or_a_path_is_enough() {
    assert_eq!(one("name\nVisits"), line("Visits", "", &[]));
    assert_eq!(
        one("Path\nRisk / Missing / Offered"),
        line("Offered", "Risk", &["Missing"])
    );
    assert_eq!(one("path\nVisits"), line("Visits", "", &[]));
    assert_eq!(one("NAME;Group\nVisits;Our own"), line("Visits", "Our own", &[]));
    // The path says where it stands, and the name which it is.
    assert_eq!(
        one("path,name\nRisk / Missing,Offered"),
        line("Offered", "Risk", &["Missing"])
    );
    assert_eq!(one("path,name\nRisk / Missing,Missing"), line("Missing", "Risk", &[]));
    assert_eq!(one("tag,path,group\nA,,B"), line("A", "B", &[]));
    assert_eq!(one("group,path\nRisk,Missing"), line("Missing", "Risk", &[]));
    assert_eq!(one("path\n/ Missing / Offered"), line("Offered", "", &["Missing"]));
    assert_eq!(one("path\nOne/two / CAF/TAC"), line("CAF/TAC", "One/two", &[]));
}

#[test]
fn columns_come_in_any_order_and_case_with_others_between() {
    let csv = "\u{feff}Colour\tParent code\tDESCRIPTION\t Tag Name \tgroup\r\n3\tx\tHow often\tVisits\tChild\r\n\r\nred\t\t\tPanel\r\n";
    let read = read(csv.as_bytes()).unwrap();
    let mut visits = line("Visits", "Child", &[]);
    visits.description = "How often".to_owned();
    visits.colour = Some(3);
    assert_eq!(read.tags[0], visits);
    assert_eq!(read.tags[1].name, "Panel");
    assert_eq!(
        read.notes,
        [
            TagNote::UnknownColour(4, "red".to_owned()),
            TagNote::Ignored(vec!["Parent code".to_owned()])
        ]
    );
    let utf16: Vec<u8> = "\u{feff}name\nCafé".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(super::read(&utf16).unwrap().tags[0].name, "Café");
}

#[test]
fn duplicates_are_told_and_so_are_those_by_case() {
    let read = read("name,group\nVisits,A\nvisits,A\nVisits,B\nVisits,A\n".as_bytes()).unwrap();
    assert_eq!(read.tags.len(), 4);
    let words: Vec<String> = read.notes.iter().map(TagNote::words).collect();
    assert_eq!(
        words,
        [
            "Row 3: A / visits differs from A / Visits on row 2 by capital letters only",
            "Row 5: A / Visits stands on row 2 already"
        ]
    );
    let differs = super::read(b"path,group\nRisk / Missing,Care").unwrap();
    assert_eq!(differs.tags[0].group, "Risk");
    assert!(differs.notes[0].words().contains("the path is taken"));
}

#[test]
fn what_cannot_be_taken_is_named_by_its_row_and_nothing_is_taken() {
    let long = "x".repeat(1_000);
    assert_eq!(
        faults(&format!("name\nVisits\n\"two\nlines\"\n{long}\n,\n")),
        ["Row 5: This name has 1000 characters; a tag’s name has 100 at most. Shorten it"]
    );
    assert_eq!(
        faults("name,path\n,Risk / / Missing\n,\n.,\n,Risk /\n"),
        [
            "Row 2: The path Risk / / Missing has an empty place between two slashes",
            "Row 5: There is neither a name nor a path",
        ]
    );
    assert!(faults("colour,what\n1,x")[0].contains("no column called name or path"));
    assert_eq!(faults(" \n"), ["This file is empty"]);
    assert_eq!(faults("name\n"), ["This file has headings and no tags"]);
    let deep = vec!["a"; 30].join(" / ");
    assert!(faults(&format!("path\n{deep}"))[0].contains("below 28 others"));
    let broken = read(b"name\nVisits\nCaf\xe9\n").unwrap_err();
    assert_eq!(broken[0].row, Some(3));
    assert!(faults(&format!("name,description\nVisits,{}", "x".repeat(10_001)))[0].starts_with("Row 2"));
    let endless: String = (0..=MOST_ROWS).map(|n| format!("{n}\n")).collect();
    assert!(faults(&format!("name\n{endless}"))[0].contains("more than 20000 tags"));
}

#[test]
fn the_tags_of_a_workbook_have_their_paths() {
    let tag = |id, name: &str, parent| Tag {
        id,
        name: name.to_owned(),
        group: "Risk".to_owned(),
        colour: 3,
        parent,
        ..Tag::default()
    };
    let lines = lines(&[
        tag(1, "Missing", None),
        tag(2, "Return interview", Some(1)),
        tag(3, "In time", Some(2)),
        // A circle cannot be made on screen, and must not hang what writes it.
        tag(4, "Round", Some(4)),
    ]);
    assert_eq!(lines[2].path(), "Risk / Missing / Return interview / In time");
    assert_eq!(lines[3].above.len(), DEEPEST);
    let text = String::from_utf8(write(&lines[..1]).unwrap()).unwrap();
    assert_eq!(
        text,
        "\u{feff}name,path,description,group,colour\r\nMissing,Risk / Missing,,Risk,3\r\n"
    );
}

#[test]
fn no_cell_becomes_a_formula() {
    let lines = [line("=1+1", "@SUM", &["-2"])];
    let text = String::from_utf8(write(&lines).unwrap()).unwrap();
    assert!(text.contains("'=1+1,'@SUM / -2 / =1+1,,'@SUM,"), "{text}");
    assert_eq!(read(text.as_bytes()).unwrap().tags, lines);
}

/// A name as the workbook keeps it: trimmed, and not empty.
fn name() -> impl Strategy<Value = String> {
    "[ /\\\\a-cA-C='\",;\n+-]{1,12}|\\PC{1,20}"
        .prop_map(|name| name.trim().to_owned())
        .prop_filter("not empty", |name| !name.is_empty())
}

proptest! {
    #[test]
    fn any_tags_are_the_same_when_read_back(
        tags in prop::collection::vec(
            (name(), prop_oneof![Just(String::new()), name()], prop::collection::vec(name(), 0..3), "\\PC{0,20}|[ \n'=\",]{0,8}", prop::option::of(1_i64..=4)),
            1..8,
        )
    ) {
        let lines: Vec<TagLine> = tags.into_iter().map(|(name, group, above, description, colour)| {
            TagLine { row: 0, name, group, above, description, colour }
        }).collect();
        let read = read(&write(&lines).unwrap()).unwrap();
        let read: Vec<TagLine> = read.tags.into_iter().map(|line| TagLine { row: 0, ..line }).collect();
        prop_assert_eq!(read, lines);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _either = read(&bytes);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "(name|path|group|colour|,|;|\"|\n|/| |\\\\|\\PC){0,40}") {
        if let Ok(read) = read(text.as_bytes()) {
            // What was read can be written, and reads the same.
            let again = super::read(&write(&read.tags).unwrap()).unwrap();
            let plain = |tags: Vec<TagLine>| tags.into_iter().map(|line| TagLine { row: 0, ..line }).collect::<Vec<_>>();
            prop_assert_eq!(plain(again.tags), plain(read.tags));
        }
    }
}
