use super::*;
use crate::model::case::CaseKind;
use jiff::civil::date;
use std::collections::BTreeMap;

pub(super) const ON: Date = date(2026, 11, 12);

pub(super) fn child(n: usize, team: &str, kind: CaseKind) -> Candidate {
    Candidate {
        reference: format!("C-{n:03}"),
        kind: Some(kind),
        team: team.to_owned(),
        age: Some((n % 19) as u8),
        ..Candidate::default()
    }
}

/// Ten children of North, six of South, four of West.
fn list() -> Vec<Candidate> {
    (0..20)
        .map(|n| {
            let team = match n {
                0..10 => "North",
                10..16 => "South",
                _ => "West",
            };
            child(n, team, CaseKind::ALL[n % 3])
        })
        .collect()
}

fn settings(numbers: Numbers) -> Settings {
    Settings {
        by: vec![Dimension::Team],
        numbers,
        seed: "4829 1376".to_owned(),
        ..Settings::default()
    }
}

pub(super) fn references(picked: &[Picked]) -> Vec<&str> {
    picked.iter().map(|picked| picked.reference.as_str()).collect()
}

pub(super) fn auditor(id: i64, name: &str, team: &str, most: Option<usize>) -> Auditor {
    Auditor {
        id,
        name: name.to_owned(),
        teams: vec![team.to_owned()],
        most,
    }
}

#[test]
fn a_draw_can_be_checked_with_sha256sum() {
    // for r in A B C D E; do printf "7:$r" | sha256sum; done | sort
    let list: Vec<Candidate> = ["A", "B", "C", "D", "E"]
        .map(|reference| Candidate {
            reference: reference.to_owned(),
            ..Candidate::default()
        })
        .into();
    let settings = Settings {
        numbers: Numbers::Total(3),
        seed: "7".to_owned(),
        ..Settings::default()
    };
    let draw = draw(&list, &History::new(), &settings, ON).unwrap();
    assert_eq!(references(&draw.picked), ["A", "C", "B"]);
    assert_eq!(references(&draw.reserve), ["D", "E"]);
}

#[test]
fn numbers_are_typed_or_spread_or_the_same_for_each() {
    let stratum = |team: &str| Stratum(vec![team.to_owned()]);
    let drawn = |numbers| -> Vec<(String, usize)> {
        let draw = draw(&list(), &History::new(), &settings(numbers), ON).unwrap();
        let counts = draw.counts.iter();
        counts.map(|c| (c.stratum.name(&draw.settings.by), c.drawn)).collect()
    };
    let expected = |north, south, west| {
        vec![
            ("North".to_owned(), north),
            ("South".to_owned(), south),
            ("West".to_owned(), west),
        ]
    };
    let typed = Numbers::Typed(vec![(stratum("west "), 4), (stratum("NORTH"), 1)]);
    assert_eq!(drawn(typed), expected(1, 0, 4));
    assert_eq!(drawn(Numbers::Each(2)), expected(2, 2, 2));
    let spread = |total| Numbers::Spread { total, one_each: true };
    assert_eq!(drawn(spread(10)), expected(5, 3, 2));
    assert_eq!(drawn(spread(2)), expected(1, 1, 0));
    let total: usize = drawn(Numbers::Total(7)).iter().map(|(_, n)| n).sum();
    assert_eq!(total, 7);
}

#[test]
fn every_rule_leaves_out_and_is_counted_once() {
    let mut list = list();
    list.push(Candidate {
        reference: "  ".to_owned(),
        team: "North".to_owned(),
        ..Candidate::default()
    });
    list.push(list[0].clone());
    let past = |last, open| Past { last, open };
    let history: History = [
        // A year ago to the day is long enough; a day later is not.
        ("C-001", past(Some(date(2025, 11, 12)), false)),
        ("C-002", past(Some(date(2025, 11, 13)), false)),
        ("C-003", past(Some(date(2019, 1, 1)), true)),
        ("C-004", past(Some(date(2026, 11, 1)), true)),
        ("C-005", past(Some(date(2026, 11, 1)), true)),
    ]
    .map(|(reference, past)| (reference.to_owned(), past))
    .into();
    let mut settings = settings(Numbers::Each(1));
    settings.exemptions.push(Exemption {
        reference: " C-005 ".to_owned(),
        reason: "Complaint under way".to_owned(),
        agreed_by: "Head of service".to_owned(),
    });
    let shown = preview(&list, &history, &settings, ON);
    let north = &shown.counts[0];
    assert_eq!(
        north.excluded,
        [
            (Rule::NoReference, 1),
            (Rule::Twice, 1),
            (Rule::Exempt, 1),
            (Rule::AuditedLately, 2),
            (Rule::BeingAudited, 1)
        ]
    );
    assert_eq!((north.listed, north.available), (12, 6));
    settings.months = 0;
    settings.not_open = false;
    settings.exemptions.clear();
    assert_eq!(preview(&list, &history, &settings, ON).counts[0].available, 10);
}

#[test]
fn asking_for_more_than_there_are_says_so_and_draws_nothing_until_told() {
    let mut settings = settings(Numbers::Each(5));
    let Err(Refused(problems)) = draw(&list(), &History::new(), &settings, ON) else {
        panic!("drawn");
    };
    assert_eq!(problems, [Problem::Short(vec![("West".to_owned(), 5, 4)])]);
    assert_eq!(
        problems[0].words(),
        "There are fewer than asked for. West: 5 asked for, 4 can be drawn"
    );
    settings.take_all = true;
    let draw = draw(&list(), &History::new(), &settings, ON).unwrap();
    assert_eq!(draw.counts.iter().map(|c| c.drawn).collect::<Vec<_>>(), [5, 5, 4]);
    assert_eq!(draw.counts[2].short(), 1);
}

#[test]
fn more_than_there_are_in_all_is_told_too() {
    let short = |numbers| match draw(&list(), &History::new(), &settings(numbers), ON) {
        Err(Refused(problems)) => problems[0].words(),
        Ok(_) => panic!("drawn"),
    };
    assert!(short(Numbers::Total(21)).contains("21 asked for, 20 can be drawn"));
    assert!(
        short(Numbers::Spread {
            total: 40,
            one_each: true
        })
        .contains("North: 20 asked for, 10 can be drawn; South")
    );
    let nowhere = Numbers::Typed(vec![(Stratum(vec!["East".to_owned()]), 1)]);
    assert!(short(nowhere).contains("East: 1 asked for, none can be drawn"));
    assert!(draw(&list(), &History::new(), &settings(Numbers::Total(usize::MAX)), ON).is_err());
}

#[test]
fn a_draw_without_seed_list_or_number_is_refused() {
    let refused = |list: &[Candidate], settings: &Settings| match draw(list, &History::new(), settings, ON) {
        Err(Refused(problems)) => problems,
        Ok(_) => panic!("drawn"),
    };
    let mut settings = settings(Numbers::Each(1));
    assert_eq!(refused(&[], &settings), [Problem::NobodyListed]);
    settings.numbers = Numbers::Each(0);
    assert_eq!(refused(&list(), &settings), [Problem::NothingAsked]);
    settings.numbers = Numbers::Each(1);
    settings.seed = " - ".to_owned();
    assert_eq!(refused(&list(), &settings), [Problem::NoSeed]);
    settings.seed = "1".to_owned();
    settings.exemptions.push(Exemption {
        reference: "C-001".to_owned(),
        reason: "Ill".to_owned(),
        agreed_by: " ".to_owned(),
    });
    assert_eq!(refused(&list(), &settings), [Problem::Unexplained("C-001".to_owned())]);
}

#[test]
fn when_everyone_was_audited_nothing_is_drawn_even_if_all_are_to_be_taken() {
    let past = Past {
        last: Some(date(2026, 10, 1)),
        open: false,
    };
    let history: History = list().iter().map(|child| (child.reference.clone(), past)).collect();
    let mut settings = settings(Numbers::default());
    settings.take_all = true;
    let Err(Refused(problems)) = draw(&list(), &history, &settings, ON) else {
        panic!("drawn");
    };
    assert!(problems[0].words().contains("none can be drawn"), "{problems:?}");
}

#[test]
fn one_of_brothers_and_sisters_at_most() {
    let mut list = list();
    for (n, child) in list.iter_mut().enumerate() {
        child.siblings = format!("family {}", n % 4);
    }
    let mut settings = settings(Numbers::Total(20));
    settings.one_of_siblings = true;
    settings.take_all = true;
    let draw = draw(&list, &History::new(), &settings, ON).unwrap();
    assert_eq!((draw.picked.len(), draw.reserve.len()), (4, 0));
    let left_out: usize = draw.counts.iter().map(|c| c.left_out_by(Rule::SiblingDrawn)).sum();
    assert_eq!(left_out, 16);
}

#[test]
fn strata_are_named_and_ordered_whatever_the_spelling() {
    let mut list = list();
    list[3].team = " north ".to_owned();
    list[4].team = String::new();
    list[5].team = "not recorded".to_owned();
    let shown = preview(&list, &History::new(), &settings(Numbers::Each(1)), ON);
    let names: Vec<String> = shown
        .counts
        .iter()
        .map(|c| format!("{} {}", c.stratum.name(&[Dimension::Team]), c.listed))
        .collect();
    assert_eq!(names, ["North 8", "South 6", "West 4", "Team not recorded 2"]);
    let by = [Dimension::Age, Dimension::Kind];
    let settings = Settings {
        by: by.to_vec(),
        ..settings(Numbers::Each(1))
    };
    let shown = preview(&list, &History::new(), &settings, ON);
    assert_eq!(shown.counts[0].stratum.name(&by), "Under 1, Front door");
    assert_eq!(Stratum::default().name(&[]), "Everyone");
}

#[test]
fn a_swap_keeps_its_reason_and_moves_a_case_from_its_own_team() {
    let mut settings = settings(Numbers::Total(4));
    settings.by = Vec::new();
    settings.reserve = 20;
    settings.auditors = vec![auditor(1, "Ann", "North", None), auditor(2, "Bea", "South", None)];
    let drawn = draw(&list(), &History::new(), &settings, ON).unwrap();
    assert!(drawn.not_given().is_empty());
    let mut swapped = drawn.clone();
    while let Some(out) = swapped.picked.first().map(|picked| picked.reference.clone()) {
        let Some(next) = swapped.next_reserve(&out).map(str::to_owned) else {
            break;
        };
        let swap = swapped.swap(&out, "Family moved away", "Ann", ON).unwrap();
        assert_eq!((&swap.out, &swap.into), (&out, &next));
        for picked in &swapped.picked {
            let own = if picked.auditor == Some(1) { "North" } else { "South" };
            assert_ne!(picked.team, own);
        }
    }
    assert_eq!((swapped.picked.len(), swapped.swaps.len()), (4, 16));
    let first = swapped.picked[0].reference.clone();
    assert_eq!(
        swapped.swap(&first, "Ill", "Ann", ON),
        Err(NoSwap::NoReserve("Everyone".to_owned()))
    );
    assert_eq!(swapped.swap(&first, " ", "Ann", ON), Err(NoSwap::NoReason));
    assert_eq!(swapped.swap(&first, "Ill", "", ON), Err(NoSwap::Nobody));
    assert_eq!(
        swapped.swap("C-999", "Ill", "Ann", ON),
        Err(NoSwap::NotDrawn("C-999".to_owned()))
    );
    assert_eq!(swapped.picked.len(), 4);
    assert!(again(&swapped, &list()).same);
}

#[test]
fn a_draw_made_again_after_its_audits_is_the_same_and_a_change_is_told() {
    let settings = settings(Numbers::Each(2));
    let history: History = [(
        "C-001".to_owned(),
        Past {
            last: Some(ON),
            open: false,
        },
    )]
    .into();
    let kept = draw(&list(), &history, &settings, ON).unwrap();
    let json = serde_json::to_string(&kept).unwrap();
    let read: Draw = serde_json::from_str(&json).unwrap();
    assert_eq!(read, kept);
    let made = again(&read, &list());
    assert_eq!((made.same, made.same_list), (true, true));
    let mut other = list();
    other.retain(|child| child.reference != kept.picked[0].reference);
    let made = again(&kept, &other);
    assert_eq!((made.same, made.same_list), (false, false));
    let mut altered = kept.clone();
    altered.picked[0].reference = altered.reserve[0].reference.clone();
    assert!(again(&altered, &list()).words().contains("altered"));
}

#[test]
fn a_case_nobody_may_audit_says_why() {
    let mut settings = settings(Numbers::Each(2));
    settings.auditors = vec![auditor(1, "Ann", "north", Some(1)), auditor(2, "Bea", "North", Some(1))];
    let drawn = draw(&list(), &History::new(), &settings, ON).unwrap();
    let why: Vec<(&str, NotGiven)> = drawn
        .not_given()
        .into_iter()
        .map(|(picked, why)| (picked.team.as_str(), why))
        .collect();
    assert_eq!(why.iter().filter(|(_, why)| *why == NotGiven::OwnTeam).count(), 2);
    assert_eq!(why.iter().filter(|(_, why)| *why == NotGiven::Full).count(), 2);
    assert!(
        why.iter()
            .all(|(team, why)| (*team == "North") == (*why == NotGiven::OwnTeam))
    );
    let shown = preview(&list(), &History::new(), &settings, ON);
    assert!(shown.problems.contains(&Problem::NotGiven(2, NotGiven::OwnTeam)));
    settings.auditors.clear();
    let drawn = draw(&list(), &History::new(), &settings, ON).unwrap();
    assert_eq!(drawn.not_given()[0].1, NotGiven::NoAuditors);
}

#[test]
fn what_cannot_be_kept_from_its_own_team_is_told() {
    let mut list = list();
    for child in &mut list {
        child.team = String::new();
    }
    let mut settings = settings(Numbers::Total(3));
    settings.auditors = vec![Auditor {
        id: 1,
        name: "Ann".to_owned(),
        ..Auditor::default()
    }];
    let problems = preview(&list, &History::new(), &settings, ON).problems;
    assert_eq!(
        problems,
        [Problem::NoTeam(3), Problem::AuditorWithoutTeam("Ann".to_owned())]
    );
    assert!(problems.iter().all(|problem| !problem.stops()));
}

#[test]
fn over_many_seeds_everyone_is_drawn_about_equally_often() {
    let list = list();
    let seeds = 4_000;
    let mut times = BTreeMap::new();
    let mut given = [0_usize; 2];
    let mut settings = settings(Numbers::Spread {
        total: 5,
        one_each: false,
    });
    settings.by = Vec::new();
    settings.auditors = vec![auditor(1, "Ann", "East", None), auditor(2, "Bea", "East", None)];
    for seed in 0..seeds {
        settings.seed = seed.to_string();
        for picked in draw(&list, &History::new(), &settings, ON).unwrap().picked {
            given[(picked.auditor.unwrap() - 1) as usize] += 1;
            *times.entry(picked.reference).or_insert(0_usize) += 1;
        }
    }
    // Each is drawn with a chance of one in four; five standard deviations are about 137.
    assert_eq!(times.len(), 20);
    for (reference, times) in times {
        assert!(times.abs_diff(1_000) < 137, "{reference}: {times}");
    }
    // With an odd number of cases, one of the two gets one more, and it is not always the same.
    assert!(given[0].abs_diff(given[1]) < 320, "{given:?}");
}

#[test]
fn coverage_counts_and_lists_who_was_never_audited_first() {
    let past = |last, open| Past { last, open };
    let history: History = [
        ("C-000", past(Some(date(2026, 3, 1)), false)),
        ("C-001", past(Some(date(2024, 3, 1)), true)),
        ("C-010", past(None, true)),
    ]
    .map(|(reference, past)| (reference.to_owned(), past))
    .into();
    let mut list = list();
    list.push(list[0].clone());
    let coverage = coverage(&list, &history, &[Dimension::Team], 12, ON);
    let reach: Vec<_> = coverage
        .strata
        .iter()
        .map(|r| (r.listed, r.audited, r.open, r.never))
        .collect();
    assert_eq!(reach, [(10, 1, 1, 8), (6, 0, 1, 5), (4, 0, 0, 4)]);
    assert_eq!((coverage.all.listed, coverage.all.never), (20, 17));
    let at_the_end: Vec<_> = coverage
        .children
        .iter()
        .rev()
        .take(3)
        .map(|c| c.reference.as_str())
        .collect();
    assert_eq!(at_the_end, ["C-000", "C-001", "C-010"]);
    assert_eq!(coverage.children[0].last, None);
}
