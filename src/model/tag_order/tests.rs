use super::*;
use proptest::prelude::*;

fn tag(id: i64, group: &str, parent: Option<i64>, place: i64) -> Tag {
    Tag {
        id,
        name: format!("tag {id}"),
        group: group.into(),
        parent,
        place,
        ..Tag::default()
    }
}

fn applied(tags: &[Tag], stands: &[Stand]) -> Vec<Tag> {
    let mut tags = tags.to_vec();
    for stand in stands {
        let tag = tags.iter_mut().find(|tag| tag.id == stand.id).unwrap();
        (tag.group, tag.parent, tag.place) = (stand.group.clone(), stand.parent, stand.place);
    }
    tags
}

fn shown(tags: &[Tag]) -> String {
    let group = |group: &Group| {
        let tags: Vec<String> = group
            .tags
            .iter()
            .map(|(id, depth)| format!("{}{id}", ".".repeat(*depth)))
            .collect();
        format!("{}: {}", group.name, tags.join(" "))
    };
    tree(tags).iter().map(group).collect::<Vec<_>>().join("; ")
}

fn spot(group: &str, parent: Option<i64>, before: Option<i64>) -> Spot {
    Spot {
        group: group.into(),
        parent,
        before,
    }
}

/// Two groups as an older workbook has them: no places.
fn old() -> Vec<Tag> {
    vec![
        tag(1, "A", None, 0),
        tag(2, "A", None, 0),
        tag(3, "A", None, 0),
        tag(4, "B", None, 0),
        tag(5, "B", None, 0),
    ]
}

#[test]
fn a_tag_goes_where_it_is_put() {
    let tags = old();
    assert_eq!(shown(&tags), "A: 1 2 3; B: 4 5");
    let put = |tags: &[Tag], id, to: Spot| applied(tags, &put(tags, id, &to).unwrap());
    let tags = put(&tags, 3, spot("A", None, Some(1)));
    assert_eq!(shown(&tags), "A: 3 1 2; B: 4 5");
    let tags = put(&tags, 4, spot("A", Some(1), None));
    assert_eq!(shown(&tags), "A: 3 1 .4 2; B: 5");
    let tags = put(&tags, 2, spot("A", Some(1), Some(4)));
    assert_eq!(shown(&tags), "A: 3 1 .2 .4; B: 5");
    // With all below it, into another group; the groups stay in their order.
    let tags = put(&tags, 1, spot("B", None, Some(5)));
    assert_eq!(shown(&tags), "A: 3; B: 1 .2 .4 5");
    assert!(
        tags.iter()
            .filter(|tag| [2, 4].contains(&tag.id))
            .all(|tag| tag.group == "B")
    );
    // A group that is empty is no more; a new one stands last.
    let tags = put(&tags, 3, spot("C", None, None));
    assert_eq!(shown(&tags), "B: 1 .2 .4 5; C: 3");
    let tags = applied(&tags, &put_group(&tags, "C", Some("B")));
    assert_eq!(shown(&tags), "C: 3; B: 1 .2 .4 5");
    let tags = applied(&tags, &take_out(&tags, 1))
        .into_iter()
        .filter(|tag| tag.id != 1)
        .collect::<Vec<_>>();
    assert_eq!(shown(&tags), "C: 3; B: 2 4 5");
    assert_eq!(rename_group(&tags, "C", "C"), [], "its own name moves nothing");
    let tags = applied(&tags, &rename_group(&tags, "C", "B"));
    assert_eq!(shown(&tags), "B: 2 4 5 3");
}

#[test]
fn one_move_changes_one_tag_where_there_is_room() {
    let tags: Vec<Tag> = (1..=90)
        .map(|id| tag(id, if id <= 45 { "A" } else { "B" }, None, id * STEP))
        .collect();
    assert_eq!(put(&tags, 7, &spot("A", None, Some(3))).unwrap().len(), 1);
    assert_eq!(put(&tags, 7, &spot("B", None, None)).unwrap().len(), 1);
    assert_eq!(put(&tags, 7, &spot("A", None, Some(8))).unwrap(), []);
    assert_eq!(put_group(&tags, "A", None).len(), 45);
}

#[test]
fn a_ring_is_refused_and_one_that_is_there_hides_nothing() {
    let tags = vec![tag(1, "A", None, 0), tag(2, "A", Some(1), 0), tag(3, "A", Some(2), 0)];
    for parent in [1, 2, 3] {
        assert!(put(&tags, 1, &spot("A", Some(parent), None)).is_err());
    }
    let ring = vec![
        tag(1, "A", Some(3), 0),
        tag(2, "A", Some(1), 0),
        tag(3, "A", Some(2), 0),
        tag(4, "A", Some(3), 0),
    ];
    assert_eq!(tree(&ring)[0].tags.len(), 4, "{}", shown(&ring));
    let own = vec![
        tag(1, "A", Some(1), 0),
        tag(2, "A", Some(99), 0),
        tag(3, "B", Some(1), 0),
    ];
    assert_eq!(shown(&own), "A: 1 2; B: 3");
}

#[test]
fn tags_stand_at_most_so_deep() {
    let mut tags = vec![tag(1, "A", None, 0)];
    for id in 2..=21 {
        tags.push(tag(id, "A", Some(id - 1), 0));
    }
    assert_eq!(depth(&tags, 21), DEEPEST);
    tags.push(tag(30, "A", None, 0));
    assert!(put(&tags, 30, &spot("A", Some(21), None)).is_err());
    assert!(put(&tags, 30, &spot("A", Some(20), None)).is_ok());
    assert!(put(&tags, 1, &spot("A", Some(30), None)).is_err());
}

#[test]
fn a_step_stops_at_the_ends() {
    let tags = vec![
        tag(1, "A", None, 1),
        tag(2, "A", None, 2),
        tag(3, "A", Some(2), 3),
        tag(4, "B", None, 4),
    ];
    let stepped = |id, down| step(&tags, id, down).map(|spot| shown(&applied(&tags, &put(&tags, id, &spot).unwrap())));
    assert_eq!(stepped(2, false).as_deref(), Some("A: 2 .3 1; B: 4"));
    assert_eq!(stepped(1, true).as_deref(), Some("A: 2 .3 1; B: 4"));
    assert_eq!((stepped(1, false), stepped(2, true)), (None, None));
    assert_eq!((stepped(3, true), stepped(4, false)), (None, None));
}

fn tags() -> impl Strategy<Value = Vec<Tag>> {
    let one = (0..3_usize, proptest::option::of(1..12_i64), 0..6_i64);
    proptest::collection::vec(one, 1..12).prop_map(|all| {
        let numbered = all.into_iter().zip(1..);
        numbered
            .map(|((group, parent, place), id)| tag(id, ["A", "B", "C"][group], parent, place))
            .collect()
    })
}

proptest! {
    #[test]
    fn no_tag_is_ever_lost_or_shown_twice(tags in tags()) {
        let mut shown: Vec<i64> = flat(&tags);
        shown.sort_unstable();
        prop_assert_eq!(shown, tags.iter().map(|tag| tag.id).collect::<Vec<_>>());
    }

    /// Whatever stood where, a tag stands where it was put, and the others in the order they were in.
    #[test]
    fn what_is_put_stands_there(tags in tags(), which in 0..12_usize, group in 0..3_usize, under in 0..13_usize, before in 0..12_usize) {
        let id = tags[which % tags.len()].id;
        let parent = tags.get(under).filter(|parent| parent.group == ["A", "B", "C"][group]).map(|tag| tag.id);
        let to = spot(["A", "B", "C"][group], parent, None);
        let beside = tags.iter().filter(|tag| tag.id != id).map(|tag| tag.id).collect::<Vec<_>>();
        if let Ok(stands) = put(&tags, id, &to) {
            let after = applied(&tags, &stands);
            let own = after.iter().find(|tag| tag.id == id).unwrap();
            prop_assert_eq!((&own.group, own.parent), (&to.group, to.parent));
            // Then before one of its place.
            let place = siblings(&after, id);
            let before = place.iter().copied().filter(|one| *one != id && beside.contains(one)).nth(before % place.len());
            let stands = put(&after, id, &Spot { before, ..to.clone() }).unwrap();
            let last = applied(&after, &stands);
            let place = siblings(&last, id);
            let at = place.iter().position(|one| *one == id).unwrap();
            prop_assert_eq!(place.get(at + 1).copied(), before, "{}", shown(&last));
        }
    }
}
