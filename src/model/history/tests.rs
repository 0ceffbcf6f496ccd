use super::*;
use proptest::prelude::*;

fn gone(words: &str) -> Part {
    Part::Gone(words.into())
}

fn new(words: &str) -> Part {
    Part::New(words.into())
}

fn same(words: &str) -> Part {
    Part::Same(words.into())
}

#[test]
fn what_changed_is_told_by_the_word() {
    assert_eq!(compare("", ""), []);
    assert_eq!(compare("", "All new"), [new("All new")]);
    assert_eq!(compare("All gone", ""), [gone("All gone")]);
    assert_eq!(
        compare(
            "The plan is clear to the family.",
            "The plan is not clear to the family."
        ),
        [same("The plan is "), new("not "), same("clear to the family.")]
    );
    assert_eq!(
        compare("Seen once in May", "Seen twice, alone, in May"),
        [same("Seen "), gone("once"), new("twice, alone,"), same(" in May")]
    );
    // Not word for word with blanks between.
    assert_eq!(
        compare("Anna Maria Smith came", "The older sister came"),
        [gone("Anna Maria Smith"), new("The older sister"), same(" came")]
    );
}

#[test]
fn long_texts_are_compared_in_time() {
    let text = |word: &str| {
        (0..9_000)
            .map(|n| format!("{word}{} ", n * 7 % 1_000))
            .collect::<String>()
    };
    let (before, after) = (text("a"), text("b"));
    let began = std::time::Instant::now();
    assert!(!compare(&before, &after).is_empty());
    assert!(began.elapsed().as_secs() < 5, "{:?}", began.elapsed());
}

proptest! {
    #[test]
    fn both_texts_can_be_read_back(before in "[a-c 中\n]{0,60}", after in "[a-c 中\n]{0,60}") {
        let parts = compare(&before, &after);
        let read = |left_out: fn(&Part) -> bool| -> String {
            parts
                .iter()
                .filter(|part| !left_out(part))
                .map(|part| match part {
                    Part::Same(words) | Part::Gone(words) | Part::New(words) => words.as_str(),
                })
                .collect()
        };
        prop_assert_eq!(read(|part| matches!(part, Part::New(_))), before);
        prop_assert_eq!(read(|part| matches!(part, Part::Gone(_))), after);
    }
}

#[test]
fn values_are_told_by_their_names() {
    let framework = crate::model::shipped::framework("case-audit").unwrap();
    let names = Names {
        framework: Some(&framework),
        tags: BTreeMap::from([(3, "Neglect".to_owned()), (4, String::new())]),
        people: BTreeMap::from([(2, "B. Auditor".to_owned())]),
    };
    let told = |entity, field: &str, value: Value| names.value(entity, field, &value);
    assert_eq!(told(Entity::Judgement, "grade", "good".into()), "Good");
    assert_eq!(told(Entity::Answer, "value", "na".into()), "Not applicable");
    assert_eq!(told(Entity::Answer, "value", "yes".into()), "Yes");
    assert_eq!(told(Entity::Evidence, "happened", "2026-09-03".into()), "3 Sep 2026");
    assert_eq!(told(Entity::Evidence, "direction", "develop".into()), "To develop");
    assert_eq!(told(Entity::Evidence, "source", "case_record".into()), "Case record");
    let tags = Value::Set(["3", "4", "9"].map(str::to_owned).to_vec());
    assert_eq!(told(Entity::Evidence, "tags", tags), "Neglect, number 4, number 9");
    assert_eq!(told(Entity::Audit, "auditor", 2.into()), "B. Auditor");
    assert_eq!(told(Entity::Audit, "due", Value::Null), "");
    // What a newer program stored is shown as it stands.
    assert_eq!(told(Entity::Judgement, "grade", "splendid".into()), "splendid");
    assert_eq!(told(Entity::Audit, "unheard_of", "x".into()), "x");
}
