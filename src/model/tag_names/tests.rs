use super::*;
use crate::model::vocabulary;
use proptest::prelude::*;

fn tags(names: &[&str]) -> Vec<Tag> {
    names
        .iter()
        .enumerate()
        .map(|(at, name)| Tag {
            id: at as i64 + 1,
            name: (*name).to_owned(),
            ..Tag::default()
        })
        .collect()
}

fn why(a: &str, b: &str) -> Option<Why> {
    let groups = near_duplicates(&tags(&[a, b]));
    groups.first().map(|group| group.pairs[0].why.clone())
}

#[test]
fn names_that_say_the_same_are_found_with_the_reason() {
    for (a, b) in [
        ("Visits", "visit"),
        ("Re-referral", "Rereferrals"),
        ("Child’s voice", "Voice of the child"),
        ("Children's homes", "childrens home"),
        ("Drift and delay", "Drift / delay"),
        ("Young carers", "YOUNG CARER"),
        ("Strategies", "strategy"),
    ] {
        assert_eq!(why(a, b), Some(Why::SameWords), "{a}, {b}");
    }
    assert_eq!(
        why("return interview", "return home interviews"),
        Some(Why::OneMore("home".to_owned()))
    );
    assert_eq!(
        why("Special guardianship", "Special guardianship orders"),
        Some(Why::OneMore("order".to_owned()))
    );
    assert_eq!(
        why("Child protection conference", "Child protection conferance"),
        Some(Why::Spelling("conference".to_owned(), "conferance".to_owned()))
    );
    assert_eq!(
        why("Accommodation", "Acommodation"),
        Some(Why::Spelling("accommodation".to_owned(), "acommodation".to_owned()))
    );
    for (a, b, initials) in [
        ("RHI", "Return home interview", "RHI"),
        ("Child protection conference", "CP conference", "CP"),
        ("CIN plan", "Child in need plans", "CIN"),
        ("CSE", "Child sexual exploitation", "CSE"),
    ] {
        assert_eq!(why(a, b), Some(Why::Initials(initials.to_owned())), "{a}, {b}");
    }
}

#[test]
fn names_that_differ_in_what_they_say_are_left_alone() {
    for (a, b) in [
        ("Child sexual abuse", "Child sexual exploitation"),
        ("Physical abuse", "Emotional abuse"),
        ("Parents’ mental health", "Child’s mental health"),
        ("Mental health", "Parents’ mental health"),
        ("Section 17", "Section 47"),
        ("Section 47 enquiry", "Section 17 enquiry"),
        ("Fathers", "Mothers"),
        ("Formal complaint", "Informal complaint"),
        ("Step up", "Step down"),
        ("Panel", "Plan"),
        ("Health", "Emotional health and CAMHS"),
        ("Legal advice", "Legal planning"),
        ("Child protection plan", "Child protection conference"),
        ("Missing", "Missing from education"),
        ("", "!"),
    ] {
        assert_eq!(why(a, b), None, "{a}, {b}");
    }
}

#[test]
fn the_shipped_vocabulary_gives_no_false_alarm() {
    let names: Vec<&str> = vocabulary::tag_groups()
        .iter()
        .flat_map(|group| group.tags.iter().map(|tag| tag.name.as_str()))
        .collect();
    assert_eq!(near_duplicates(&tags(&names)), []);
    // And it is not that nothing is ever found among so many.
    let mut more = names.clone();
    more.extend(["return interview", "Child in care review", "domestic abuses"]);
    let found = near_duplicates(&tags(&more));
    assert_eq!(found.len(), 2, "{found:?}");
}

#[test]
fn groups_hold_what_hangs_together_and_the_most_used_comes_first() {
    let mut tags = tags(&["Visits", "visit", "Panel", "VISITS ", "panels"]);
    tags[3].uses = 7;
    let groups = near_duplicates(&tags);
    assert_eq!(
        groups.iter().map(|g| g.tags.clone()).collect::<Vec<_>>(),
        [vec![3, 5], vec![4, 1, 2]]
    );
    assert_eq!(groups[1].pairs.len(), 3);
    assert!(groups[1].pairs.iter().all(|pair| pair.keep == 4 || pair.keep == 1));
}

#[test]
fn a_tag_under_another_may_say_more() {
    let mut nested = tags(&["Return interview", "Return interview offered"]);
    assert_eq!(near_duplicates(&nested).len(), 1);
    nested[1].parent = Some(1);
    assert_eq!(near_duplicates(&nested), []);
}

#[test]
fn a_tag_is_used_when_one_below_it_is() {
    let mut tags = tags(&["Missing", "Return interview", "Offered", "Panel", "Loop", "Pool"]);
    tags[1].parent = Some(1);
    tags[2].parent = Some(2);
    tags[2].uses = 3;
    // A circle cannot be made on screen, and must not hang what reads it.
    tags[4].parent = Some(6);
    tags[5].parent = Some(5);
    assert_eq!(unused(&tags), [4, 5, 6]);
}

#[test]
fn a_name_is_neither_empty_nor_endless() {
    assert_eq!(fault("Visits"), None);
    assert!(fault(" ").is_some());
    assert!(fault(&"x".repeat(1_000)).is_some_and(|fault| fault.contains("1000 characters")));
}

proptest! {
    #[test]
    fn any_names_are_taken_and_the_order_does_not_matter(names in prop::collection::vec("\\PC{0,20}|[a-c ]{0,6}|(child|plan|RHI|re-|s| ){0,5}", 0..12)) {
        let mut tags: Vec<Tag> = names.iter().enumerate().map(|(at, name)| Tag {
            id: at as i64, name: name.clone(), ..Tag::default()
        }).collect();
        let found = near_duplicates(&tags);
        tags.reverse();
        let sets = |groups: Vec<NearGroup>| groups.into_iter().map(|g| g.tags).collect::<BTreeSet<_>>();
        prop_assert_eq!(sets(found), sets(near_duplicates(&tags)));
    }

    #[test]
    fn case_and_punctuation_never_hide_a_duplicate(name in "[a-z]{3,9}( [a-z]{4,9}){0,2}") {
        let shouted = format!("  {}! ", name.to_uppercase().replace(' ', " - "));
        let found = near_duplicates(&tags(&[&name, &shouted]));
        let stop = name.split(' ').all(|word| STOP_WORDS.contains(&word));
        prop_assert!(stop || found.len() == 1);
    }
}
