//! Changes to the tags themselves: each is one action and one undo, and what cannot be is refused in words.

use crate::fixture::{Book, evidence};
use plumbline::app::edit::{Edit, TagEdit, TagFields};
use plumbline::app::tags_import;
use plumbline::model::audit::Status;
use plumbline::model::case::CaseKind;
use plumbline::model::change::{Entity, Fields, Place, Value};
use plumbline::model::facets::{Filter, TagMode};
use plumbline::model::tag::Tag;
use plumbline::model::tag_order::{self, Spot};
use plumbline::model::vocabulary;

fn tags(book: &Book) -> Vec<Tag> {
    book.session.store().tags().unwrap()
}

fn named(book: &Book, name: &str) -> Tag {
    let found = tags(book).into_iter().find(|tag| tag.name == name);
    found.unwrap_or_else(|| panic!("no tag {name}"))
}

fn fields(name: &str, group: &str, parent: Option<i64>) -> TagFields {
    TagFields {
        name: name.into(),
        group: group.into(),
        parent,
        colour: 2,
        description: String::new(),
    }
}

fn edit(edit: TagEdit) -> Edit {
    Edit::Tags(Box::new(edit))
}

fn add(book: &mut Book, name: &str, group: &str, parent: Option<i64>) -> i64 {
    let done = book
        .session
        .apply(&edit(TagEdit::Add(fields(name, group, parent))))
        .unwrap();
    done.touched[0].row
}

fn refused(book: &mut Book, edit: TagEdit) -> String {
    let before = tags(book);
    let refused = book.session.apply(&Edit::Tags(Box::new(edit))).unwrap_err();
    assert!(!refused.disk_at_fault(), "{refused}");
    assert_eq!(tags(book), before, "nothing is half-done");
    refused.to_string()
}

/// Evidence of a new audit, tagged with these.
fn tagged(book: &mut Book, reference: &str, tags: &[i64]) -> (i64, i64) {
    let audit = book.child(reference, CaseKind::ChildProtection);
    book.apply(evidence(audit, "Seen alone, in the child’s own room."));
    let piece = book.session.store().evidence(audit).unwrap()[0].id;
    for tag in [1, 2] {
        book.apply(Edit::Tag {
            evidence: piece,
            tag,
            on: false,
        });
    }
    for tag in tags {
        book.apply(Edit::Tag {
            evidence: piece,
            tag: *tag,
            on: true,
        });
    }
    (audit, piece)
}

fn carried(book: &Book, audit: i64) -> Vec<i64> {
    book.session.store().evidence(audit).unwrap()[0].tags.clone()
}

/// Groups and names in the order shown, with how deep each stands.
fn shown(book: &Book) -> String {
    let all = tags(book);
    let name = |id: i64| all.iter().find(|tag| tag.id == id).unwrap().name.as_str();
    let groups = tag_order::tree(&all);
    let own = groups.iter().filter(|group| group.name.starts_with("Own"));
    own.map(|group| {
        let tags: Vec<String> = group
            .tags
            .iter()
            .map(|(id, deep)| format!("{}{}", ".".repeat(*deep), name(*id)))
            .collect();
        format!("{}: {}", group.name, tags.join(" "))
    })
    .collect::<Vec<_>>()
    .join("; ")
}

#[test]
fn seeded_tags_stand_in_the_order_of_the_vocabulary_and_keep_their_keys() {
    let mut book = Book::new();
    let all = tags(&book);
    let groups: Vec<String> = tag_order::tree(&all).into_iter().map(|group| group.name).collect();
    let seeded: Vec<&str> = vocabulary::tag_groups()
        .iter()
        .map(|group| group.name.as_str())
        .collect();
    assert_eq!(groups, seeded);
    assert!(
        all.iter()
            .zip(all.iter().skip(1))
            .all(|(one, next)| one.place < next.place)
    );
    let neglect = named(&book, "Neglect");
    let renamed = TagFields {
        group: neglect.group.clone(),
        ..fields("Neglect and care", "", None)
    };
    book.apply(edit(TagEdit::Change(neglect.id, renamed)));
    assert_eq!(named(&book, "Neglect and care").key, "neglect");
}

#[test]
fn tags_are_made_changed_and_put_elsewhere_one_undo_each() {
    let mut book = Book::new();
    let a = add(&mut book, "A", "Own", None);
    let b = add(&mut book, "B", "Own", None);
    let c = add(&mut book, "C", "Own", Some(a));
    assert_eq!(shown(&book), "Own: A .C B");
    let before = book.session.store().tags().unwrap();
    let steps: Vec<(TagEdit, &str)> = vec![
        (
            TagEdit::Put(
                b,
                Spot {
                    group: "Own".into(),
                    parent: None,
                    before: Some(a),
                },
            ),
            "Own: B A .C",
        ),
        (
            TagEdit::Put(
                b,
                Spot {
                    group: "Own".into(),
                    parent: Some(a),
                    before: Some(c),
                },
            ),
            "Own: A .B .C",
        ),
        (TagEdit::Change(a, fields("Aa", "Own too", None)), "Own too: Aa .B .C"),
        (TagEdit::Add(fields("D", "Own", None)), "Own too: Aa .B .C; Own: D"),
        (
            TagEdit::PutGroup {
                group: "Own".into(),
                before: Some("Own too".into()),
            },
            "Own: D; Own too: Aa .B .C",
        ),
        (
            TagEdit::RenameGroup {
                group: "Own too".into(),
                name: " own ".into(),
            },
            "Own: D Aa .B .C",
        ),
        (
            TagEdit::RenameGroup {
                group: "Own".into(),
                name: "Owned".into(),
            },
            "Owned: D Aa .B .C",
        ),
        (TagEdit::Delete(a), "Owned: D B C"),
    ];
    let count = steps.len();
    for (step, expected) in steps {
        book.apply(edit(step));
        assert_eq!(shown(&book), expected);
    }
    for _ in 0..count {
        book.session.undo().unwrap().unwrap();
    }
    assert_eq!(book.session.store().tags().unwrap(), before);
    for _ in 0..count {
        book.session.redo().unwrap().unwrap();
    }
    assert_eq!(shown(&book), "Owned: D B C");
    assert_eq!(book.session.store().verify().unwrap().faults, Vec::<String>::new());
}

#[test]
fn a_tag_is_renamed_and_put_where_its_old_name_is_taken_in_one_action() {
    let mut book = Book::new();
    let a = add(&mut book, "A", "Own", None);
    add(&mut book, "A", "Own too", None);
    book.apply(edit(TagEdit::Change(a, fields("B", "Own too", None))));
    assert_eq!(shown(&book), "Own too: A B");
    let taken = TagEdit::Change(a, fields("a", "Own too", None));
    assert!(refused(&mut book, taken).contains("capital letters"));
}

#[test]
fn a_merge_takes_evidence_and_what_stands_below_along() {
    let mut book = Book::new();
    let from = add(&mut book, "Return home interviews", "Own", None);
    let below = add(&mut book, "Offered", "Own", Some(from));
    let into = add(&mut book, "Return interview", "Own kept", None);
    let (one, _) = tagged(&mut book, "4417", &[from, 5]);
    let (both, _) = tagged(&mut book, "5208", &[from, into]);
    let (none, _) = tagged(&mut book, "1190", &[5]);
    let before = tags(&book);
    assert_eq!(before.iter().find(|tag| tag.id == from).unwrap().uses, 2);
    let uses = book.session.store().where_used(from).unwrap();
    assert_eq!((uses.evidence, uses.audits, uses.closed), (2, 2, 0));
    let done = book.session.apply(&edit(TagEdit::Merge { from, into })).unwrap();
    assert_eq!(done.label, "Tags merged");
    let mut expected = vec![5, into];
    expected.sort_unstable();
    assert_eq!(carried(&book, one), expected);
    assert_eq!(carried(&book, both), [into]);
    assert_eq!(carried(&book, none), [5]);
    assert_eq!(shown(&book), "Own kept: Return interview .Offered");
    assert_eq!(named(&book, "Return interview").uses, 2);
    assert_eq!(named(&book, "Offered").id, below);
    assert_eq!(book.session.store().verify().unwrap().faults, Vec::<String>::new());
    book.session.undo().unwrap().unwrap();
    assert_eq!(tags(&book), before);
    assert_eq!(carried(&book, both), [from, into]);
    book.session.redo().unwrap().unwrap();
    assert_eq!(carried(&book, one), expected);
    assert_eq!(book.session.store().verify().unwrap().faults, Vec::<String>::new());
}

#[test]
fn saved_views_follow_a_merge_and_a_deletion_in_one_undo() {
    let mut book = Book::new();
    let from = add(&mut book, "Return home interviews", "Own", None);
    let into = add(&mut book, "Return interview", "Own", None);
    let filter = |tags: &[(i64, TagMode)]| {
        let mut filter = Filter {
            words: "offered".into(),
            ..Filter::default()
        };
        for (tag, mode) in tags {
            filter.choose_tag(*tag, Some(*mode));
        }
        filter
    };
    let views = |book: &Book| -> Vec<Filter> {
        let views = book.session.store().saved_views().unwrap();
        views.into_iter().map(|view| view.filter).collect()
    };
    let kept = [
        filter(&[(from, TagMode::Any), (5, TagMode::Any)]),
        filter(&[(from, TagMode::All), (into, TagMode::Any)]),
        filter(&[(5, TagMode::None)]),
    ];
    for (name, filter) in ["A", "B", "C"].into_iter().zip(&kept) {
        let body = Value::from(serde_json::to_string(filter).unwrap());
        book.apply(Edit::Keep {
            entity: Entity::SavedView,
            fields: Fields::from([("name".to_owned(), name.into()), ("body".to_owned(), body)]),
        });
    }
    let done = book.session.apply(&edit(TagEdit::Merge { from, into })).unwrap();
    let touched = done.touched.iter().filter(|row| row.entity == Entity::SavedView);
    assert_eq!(touched.map(|row| row.row).collect::<Vec<_>>(), [1, 2]);
    let merged = [
        filter(&[(into, TagMode::Any), (5, TagMode::Any)]),
        filter(&[(into, TagMode::All)]),
        kept[2].clone(),
    ];
    assert_eq!(views(&book), merged);
    book.apply(edit(TagEdit::Delete(into)));
    book.apply(edit(TagEdit::Delete(5)));
    assert_eq!(views(&book), [filter(&[]), filter(&[]), filter(&[])]);
    book.session.undo().unwrap().unwrap();
    book.session.undo().unwrap().unwrap();
    assert_eq!(views(&book), merged);
    book.session.undo().unwrap().unwrap();
    assert_eq!(views(&book), kept);
    book.session.redo().unwrap().unwrap();
    assert_eq!(views(&book), merged);
    assert_eq!(book.session.store().verify().unwrap().faults, Vec::<String>::new());
}

#[test]
fn a_tag_is_merged_into_one_that_stands_below_it() {
    let mut book = Book::new();
    let top = add(&mut book, "Top", "Own", None);
    let middle = add(&mut book, "Middle", "Own", Some(top));
    let low = add(&mut book, "Low", "Own", Some(middle));
    add(&mut book, "Beside", "Own", Some(top));
    book.apply(edit(TagEdit::Merge { from: top, into: low }));
    assert_eq!(shown(&book), "Own: Middle .Low ..Beside");
    book.session.undo().unwrap().unwrap();
    assert_eq!(shown(&book), "Own: Top .Middle ..Low .Beside");
}

#[test]
fn a_split_moves_the_evidence_that_was_chosen() {
    let mut book = Book::new();
    let tag = add(&mut book, "Plans", "Own", None);
    add(&mut book, "Reviews", "Own", None);
    let (kept, _) = tagged(&mut book, "4417", &[tag]);
    let (moved, piece) = tagged(&mut book, "5208", &[tag, 5]);
    // What does not carry the tag is not touched, chosen or not.
    let (other, stranger) = tagged(&mut book, "1190", &[5]);
    let split = |evidence: Vec<i64>| TagEdit::Split {
        tag,
        name: "Plans that name dates".into(),
        evidence,
    };
    book.apply(edit(split(vec![piece, stranger, 9_999])));
    let new = named(&book, "Plans that name dates");
    assert_eq!(shown(&book), "Own: Plans Plans that name dates Reviews");
    assert_eq!((new.uses, new.colour), (1, 2));
    assert_eq!(carried(&book, kept), [tag]);
    assert_eq!(carried(&book, moved), [5, new.id]);
    assert_eq!(carried(&book, other), [5]);
    book.session.undo().unwrap().unwrap();
    assert_eq!(carried(&book, moved), [5, tag]);
    assert_eq!(shown(&book), "Own: Plans Reviews");
}

#[test]
fn a_tag_that_is_deleted_goes_from_evidence_and_what_stood_below_moves_up() {
    let mut book = Book::new();
    let tag = add(&mut book, "Plans", "Own", None);
    let below = add(&mut book, "Dates", "Own", Some(tag));
    let (audit, _) = tagged(&mut book, "4417", &[tag, below]);
    book.apply(edit(TagEdit::Delete(tag)));
    assert_eq!(shown(&book), "Own: Dates");
    assert_eq!(carried(&book, audit), [below]);
    book.session.undo().unwrap().unwrap();
    assert_eq!(
        (shown(&book).as_str(), carried(&book, audit)),
        ("Own: Plans .Dates", vec![tag, below])
    );
}

#[test]
fn tags_of_evidence_in_final_audits_are_merged_too_and_taken_back() {
    let mut book = Book::new();
    let (from, into) = (add(&mut book, "One", "Own", None), add(&mut book, "Other", "Own", None));
    let (audit, piece) = tagged(&mut book, "4417", &[from]);
    for status in [Status::Submitted, Status::Final] {
        book.apply(Edit::SetStatus { audit, status });
    }
    assert_eq!(book.session.store().where_used(from).unwrap().closed, 1);
    book.apply(edit(TagEdit::Merge { from, into }));
    assert_eq!(carried(&book, audit), [into]);
    let view = book.session.audit_view(audit).unwrap().unwrap();
    assert_eq!(view.history[0].0.label, "Tags merged", "its history says so");
    assert!(
        !book
            .session
            .apply(&Edit::Tag {
                evidence: piece,
                tag: 5,
                on: true
            })
            .is_ok_and(|done| done.seq.is_some())
    );
    book.session.undo().unwrap().unwrap();
    assert_eq!(carried(&book, audit), [from]);
    book.session.redo().unwrap().unwrap();
    assert_eq!(carried(&book, audit), [into]);
}

#[test]
fn what_cannot_be_is_refused_in_words() {
    let mut book = Book::new();
    let a = add(&mut book, "Plans", "Own", None);
    let b = add(&mut book, "Plans", "Own", Some(a));
    let c = add(&mut book, "Dates", "Own too", None);
    let long = "n".repeat(1000);
    for (name, words) in [
        ("", "needs a name"),
        ("   ", "needs a name"),
        (long.as_str(), "1000 characters"),
        ("PLANS", "capital letters"),
        ("Plans", "already"),
    ] {
        let said = refused(&mut book, TagEdit::Add(fields(name, "Own", None)));
        assert!(said.contains(words), "{said}");
        let split = TagEdit::Split {
            tag: a,
            name: name.into(),
            evidence: vec![],
        };
        let said = refused(&mut book, split);
        assert!(said.contains(words), "{said}");
        if name != "Plans" && name != "PLANS" {
            let said = refused(&mut book, TagEdit::Change(c, fields(name, "Own too", None)));
            assert!(said.contains(words), "{said}");
            let rename = TagEdit::RenameGroup {
                group: "Own".into(),
                name: name.into(),
            };
            assert!(refused(&mut book, rename).contains(words));
        }
    }
    let ring = |parent| {
        TagEdit::Put(
            a,
            Spot {
                group: "Own".into(),
                parent: Some(parent),
                before: None,
            },
        )
    };
    for (wrong, words) in [
        (TagEdit::Merge { from: a, into: a }, "into itself"),
        (TagEdit::Merge { from: a, into: 9_999 }, "no longer"),
        (TagEdit::Merge { from: 9_999, into: a }, "no longer"),
        (TagEdit::Delete(9_999), "no longer"),
        (ring(a), "under itself"),
        (ring(b), "under itself"),
        (TagEdit::Change(a, fields("Plans", "Own", Some(b))), "under itself"),
        (TagEdit::Change(c, fields("Dates", "Own too", Some(a))), "its own group"),
        (TagEdit::Add(fields("X", "Own too", Some(a))), "its own group"),
        (TagEdit::Import(vec![]), "Nothing in this file"),
        // Below it stands another Plans, which would come to stand beside it.
        (
            TagEdit::Put(
                b,
                Spot {
                    group: "Own".into(),
                    parent: None,
                    before: None,
                },
            ),
            "already",
        ),
    ] {
        let said = refused(&mut book, wrong);
        assert!(said.contains(words), "{said}");
    }
    // Where they would clash, groups are not made one and tags do not move up.
    add(&mut book, "Plans", "Own third", None);
    let join = TagEdit::RenameGroup {
        group: "Own third".into(),
        name: "Own".into(),
    };
    assert!(refused(&mut book, join).contains("already"));
    // Through the door of fields, by the same rules.
    for (field, value) in [
        ("name", Value::from("")),
        ("tag_group", Value::from("x")),
        ("key", Value::from("x")),
    ] {
        let set = Edit::Set(Place::row(Entity::Tag, a, field), value.clone());
        assert!(book.session.apply(&set).is_err(), "{field}");
        let fields = Fields::from([(field.to_owned(), value)]);
        let set = Edit::SetFields {
            entity: Entity::Tag,
            row: a,
            fields,
        };
        assert!(book.session.apply(&set).is_err(), "{field}");
    }
}

#[test]
fn a_tag_made_while_tagging_is_one_that_is_there_whatever_its_capital_letters() {
    let mut book = Book::new();
    let (audit, piece) = tagged(&mut book, "4417", &[]);
    let new = |name: &str| Edit::NewTag {
        name: name.into(),
        group: String::new(),
        evidence: Some(piece),
    };
    book.apply(new("Buddying"));
    let made = named(&book, "Buddying");
    book.apply(Edit::Tag {
        evidence: piece,
        tag: made.id,
        on: false,
    });
    book.apply(new(" BUDDYING "));
    assert_eq!(carried(&book, audit), [made.id]);
    assert!(book.session.apply(&new(&"n".repeat(1000))).is_err());
}

#[test]
fn a_file_of_tags_is_taken_in_as_one_action_and_gives_an_empty_workbook_the_same() {
    let mut book = Book::new();
    let a = add(&mut book, "Plans", "Own", None);
    add(&mut book, "Dates", "Own", Some(a));
    let bytes = tags_import::write(&tags(&book)).unwrap();
    let file = book.folder.path().join("tags.csv");
    std::fs::write(&file, &bytes).unwrap();
    let preview = tags_import::read(&file, &tags(&book)).unwrap();
    assert_eq!(preview.counts(), [0, 0, tags(&book).len(), 0]);
    // Into a workbook with the seeded tags alone: two are new, and they stand where they stood.
    let mut other = Book::new();
    let before = tags(&other);
    let preview = tags_import::read(&file, &before).unwrap();
    assert_eq!(preview.counts()[0], 2);
    other.apply(edit(TagEdit::Import(preview.lines)));
    assert_eq!(shown(&other), "Own: Plans .Dates");
    assert_eq!(tags_import::write(&tags(&other)).unwrap(), bytes);
    other.session.undo().unwrap().unwrap();
    assert_eq!(tags(&other), before);
}
