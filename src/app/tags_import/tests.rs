use super::*;
use proptest::prelude::*;

fn tag(id: i64, name: &str, group: &str, parent: Option<i64>) -> Tag {
    Tag {
        id,
        name: name.into(),
        group: group.into(),
        parent,
        colour: 3,
        place: id * 10,
        ..Tag::default()
    }
}

fn previewed(tags: &[Tag], csv: &str) -> Preview {
    preview(Path::new("tags.csv"), tags, tags_csv::read(csv.as_bytes()).unwrap())
}

fn kinds(preview: &Preview) -> Vec<(u64, Kind)> {
    preview.rows.iter().map(|row| (row.row, row.kind.clone())).collect()
}

/// The tags after the steps were done, without a workbook.
fn after(tags: &[Tag], lines: &[TagLine]) -> Vec<Tag> {
    let mut tags = tags.to_vec();
    for (step, place) in steps(tags.as_slice(), lines)
        .unwrap_or_default()
        .into_iter()
        .zip(10_000..)
    {
        let fields = step.fields;
        if tags.iter().all(|tag| tag.id != step.tag) {
            tags.push(tag(step.tag, "", "", None));
        }
        let tag = tags.iter_mut().find(|tag| tag.id == step.tag).unwrap();
        if tag.name.is_empty() {
            tag.place = place;
        }
        (tag.name, tag.group, tag.parent) = (fields.name, fields.group, fields.parent);
        (tag.colour, tag.description) = (fields.colour, fields.description);
    }
    tags
}

#[test]
fn every_row_says_what_it_would_do() {
    let tags = [
        tag(1, "Neglect", "Risk", None),
        tag(2, "Visits", "Care", None),
        tag(3, "Visits", "Risk", Some(1)),
    ];
    let csv = "name,path,description,group,colour\n\
               Neglect,,What is missing,,\n\
               MISSING,,,risk,\n\
               Visits,,,,\n\
               ,Care / Visits,,,3\n\
               ,Care / Visits / Statutory,,,\n\
               ,Care / visits,,,1\n\
               Return interviews,,,,2\n";
    let preview = previewed(&tags, csv);
    assert_eq!(
        kinds(&preview),
        [
            (2, Kind::Changed(vec!["description"])),
            (3, Kind::New),
            (
                4,
                Kind::Refused("There are 2 tags of this name. Say in a column “path” or “group” which is meant".into())
            ),
            (5, Kind::Same),
            (6, Kind::New),
            (7, Kind::Refused("It differs from row 5 by capital letters only".into())),
            (8, Kind::New),
        ]
    );
    assert_eq!(preview.counts(), [3, 1, 1, 2]);
    let after = after(&tags, &preview.lines);
    let found = |name: &str| after.iter().find(|tag| tag.name == name).unwrap();
    // A group is known whatever its capital letters, and a new tag takes its colour.
    assert_eq!((found("MISSING").group.as_str(), found("MISSING").colour), ("Risk", 3));
    assert_eq!(
        (found("Statutory").group.as_str(), found("Statutory").parent),
        ("Care", Some(2))
    );
    assert_eq!(
        (
            found("Return interviews").group.as_str(),
            found("Return interviews").colour
        ),
        (OWN_GROUP, 2)
    );
    // What was refused changed nothing.
    assert_eq!(found("Visits").colour, 3);
}

#[test]
fn a_parent_may_stand_after_what_stands_under_it() {
    let csv = "path,description,colour\nA / Parent / Child,,\nA / parent,About it,4\n";
    let preview = previewed(&[], csv);
    assert_eq!(kinds(&preview), [(2, Kind::New), (3, Kind::New)]);
    let after = after(&[], &preview.lines);
    assert_eq!(after.len(), 2);
    let parent = after.iter().find(|tag| tag.parent.is_none()).unwrap();
    assert_eq!(
        (parent.name.as_str(), parent.description.as_str(), parent.colour),
        ("parent", "About it", 4)
    );
}

#[test]
fn nothing_to_do_is_said() {
    let tags = [tag(1, "Neglect", "Risk", None)];
    assert!(steps(&tags, &previewed(&tags, "name\nNeglect\n").lines).is_err());
}

#[test]
fn a_file_that_cannot_be_taken_says_so_by_its_rows() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tags.csv");
    std::fs::write(&path, format!("name\nGood\n{}\n", "x".repeat(1000))).unwrap();
    let preview = read(&path, &[]).unwrap();
    assert!(preview.broken && preview.lines.is_empty());
    assert_eq!(preview.rows[0].row, 3);
    assert!(read(&folder.path().join("none.csv"), &[]).is_err());
    assert!(read(folder.path(), &[]).is_err());
}

/// Names as people write them, and as they should not.
fn name() -> impl Strategy<Value = String> {
    "[A-Za-zé /\\\\=+,\"]{0,6}[A-Za-z]"
}

proptest! {
    /// What was taken out gives the same tags in an empty workbook, in the same order; and changes nothing where they
    /// came from.
    #[test]
    fn tags_go_out_and_come_in_again(all in proptest::collection::vec((name(), 0..3_usize, proptest::option::of(0..10_usize), 1..5_i64, "[a-z \n=]{0,8}"), 1..12)) {
        let mut tags: Vec<Tag> = Vec::new();
        for (id, (name, group, parent, colour, description)) in (1..).zip(all) {
            let group = ["Our own", "Risk", "Care / leaving"][group];
            let parent = parent.and_then(|at| tags.get(at)).filter(|parent| parent.group == group).map(|tag| tag.id);
            let name = name.trim().to_owned();
            if crate::model::tag_rules::same(&tags, None, (group, parent), &name).is_none() {
                let description = description.trim().to_owned();
                tags.push(Tag { colour, description, ..tag(id, &name, group, parent) });
            }
        }
        let bytes = write(&tags).unwrap();
        let file = tags_csv::read(&bytes).unwrap();
        let same = preview(Path::new(""), &tags, file.clone());
        prop_assert!(same.rows.iter().all(|row| row.kind == Kind::Same), "{:?}", same.rows);
        let fresh = after(&[], &file.tags);
        prop_assert_eq!(write(&fresh).unwrap(), bytes);
    }
}
