//! What holds for any list, any rules and any seed.

use super::tests::{ON, auditor, child, references};
use super::*;
use crate::model::case::CaseKind;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn candidate() -> impl Strategy<Value = Candidate> {
    let word = |words: &'static [&'static str]| prop::sample::select(words);
    (
        0_usize..60,
        prop::option::of(prop::sample::select(CaseKind::ALL)),
        word(&["North", "north ", "South", "", "West"]),
        word(&["White", "", "Not recorded", "Mixed or multiple ethnic groups"]),
        word(&["Yes", "No", ""]),
        prop::option::of(0_u8..22),
        word(&["", "", "a", "b", "c"]),
    )
        .prop_map(|(n, kind, team, ethnicity, disability, age, siblings)| Candidate {
            reference: if n == 0 { String::new() } else { format!("R{n}") },
            kind,
            team: team.to_owned(),
            ethnicity: ethnicity.to_owned(),
            disability: disability.to_owned(),
            age,
            siblings: siblings.to_owned(),
            ..Candidate::default()
        })
}

fn numbers() -> impl Strategy<Value = Numbers> {
    prop_oneof![
        (0_usize..5).prop_map(Numbers::Each),
        (0_usize..30, any::<bool>()).prop_map(|(total, one_each)| Numbers::Spread { total, one_each }),
        (0_usize..30).prop_map(Numbers::Total),
        prop::collection::vec(
            (prop::sample::select(&["north", "South", "East"][..]), 0_usize..6),
            0..4
        )
        .prop_map(|typed| Numbers::Typed(
            typed
                .into_iter()
                .map(|(team, n)| (Stratum(vec![team.to_owned()]), n))
                .collect()
        )),
    ]
}

prop_compose! {
    fn any_settings()(
        by in prop::collection::vec(prop::sample::select(Dimension::ALL), 0..3),
        numbers in numbers(),
        months in prop::sample::select(&[0_u32, 1, 12, u32::MAX][..]),
        flags in any::<(bool, bool, bool)>(),
        reserve in 0_usize..4,
        seed in "[a-z0-9]{1,6}",
        exempt in prop::collection::vec(0_usize..60, 0..3),
        auditors in prop::collection::vec(
            (prop::sample::select(&["North", "South", "West", ""][..]), prop::option::of(0_usize..4)), 0..5),
    ) -> Settings {
        Settings {
            by: if matches!(numbers, Numbers::Typed(_)) { vec![Dimension::Team] } else { by },
            numbers,
            months,
            not_open: flags.0,
            one_of_siblings: flags.1,
            not_own_team: flags.2,
            reserve,
            take_all: true,
            seed,
            seed_typed: false,
            exemptions: exempt.into_iter().map(|n| Exemption {
                reference: format!("R{n}"),
                reason: "Why".to_owned(),
                agreed_by: "Who".to_owned(),
            }).collect(),
            auditors: auditors.into_iter().enumerate().map(|(n, (team, most))| {
                auditor(n as i64, &format!("Auditor {n}"), team, most)
            }).collect(),
        }
    }
}

fn any_history() -> impl Strategy<Value = History> {
    let past = (prop::option::of(0_i64..1_000), any::<bool>()).prop_map(|(days, open)| Past {
        last: days.map(|days| ON - jiff::Span::new().days(days)),
        open,
    });
    prop::collection::btree_map((0_usize..60).prop_map(|n| format!("R{n}")), past, 0..30)
}

/// The most of `teams` that can be given out, tried in every way.
fn most_given(teams: &[String], auditors: &[Auditor], left: &mut Vec<usize>, not_own: bool) -> usize {
    let Some((team, rest)) = teams.split_first() else {
        return 0;
    };
    let mut best = most_given(rest, auditors, left, not_own);
    for at in 0..auditors.len() {
        let may = !(not_own && auditors[at].teams.iter().any(|own| alike(own, team)));
        if may && left[at] > 0 {
            left[at] -= 1;
            best = best.max(1 + most_given(rest, auditors, left, not_own));
            left[at] += 1;
        }
    }
    best
}

proptest! {
    #[test]
    fn the_same_seed_gives_the_same_draw_whatever_the_order(
        (list, shuffled) in prop::collection::vec(candidate(), 0..80)
            .prop_flat_map(|list| (Just(list.clone()), Just(list).prop_shuffle())),
        settings in any_settings(),
        history in any_history(),
    ) {
        prop_assert_eq!(preview(&list, &history, &settings, ON), preview(&shuffled, &history, &settings, ON));
        let made = draw(&list, &history, &settings, ON);
        prop_assert_eq!(&made, &draw(&shuffled, &history, &settings, ON));
        if let Ok(made) = made {
            // The audits the draw leads to do not change how it is made again.
            prop_assert!(again(&made, &shuffled).same);
        }
    }

    #[test]
    fn every_rule_is_kept_and_the_numbers_are_right(
        list in prop::collection::vec(candidate(), 0..80),
        settings in any_settings(),
        history in any_history(),
    ) {
        let shown = preview(&list, &history, &settings, ON);
        prop_assert_eq!(shown.counts.iter().map(|c| c.listed).sum::<usize>(), list.len());
        for count in &shown.counts {
            let left_out: usize = count.excluded.iter().map(|(_, n)| n).sum();
            prop_assert_eq!(count.listed, left_out + count.available);
            prop_assert!(count.drawn + count.reserve <= count.available);
            if !matches!(settings.numbers, Numbers::Total(_)) {
                prop_assert_eq!(count.drawn, count.asked.min(count.available));
            }
        }
        let Ok(draw) = draw(&list, &history, &settings, ON) else {
            prop_assert!(shown.counts.iter().all(|count| count.drawn == 0));
            return Ok(());
        };
        prop_assert_eq!(&draw.counts, &shown.counts);
        let chosen: Vec<&str> = references(&draw.picked).into_iter().chain(references(&draw.reserve)).collect();
        let distinct: BTreeSet<&str> = chosen.iter().copied().collect();
        prop_assert_eq!(chosen.len(), distinct.len(), "drawn twice, or drawn and in reserve");
        for count in &draw.counts {
            let of = |picked: &[Picked]| picked.iter().filter(|p| p.stratum == count.stratum).count();
            prop_assert_eq!(of(&draw.picked), count.drawn);
            prop_assert_eq!(of(&draw.reserve), count.reserve);
            prop_assert!(count.reserve <= settings.reserve);
        }
        let since = ON.saturating_sub(jiff::Span::new().months(i64::from(settings.months.min(1_200))));
        let mut families = BTreeSet::new();
        for reference in chosen {
            let past = history.get(reference).copied().unwrap_or_default();
            prop_assert!(settings.months == 0 || past.last.is_none_or(|last| last <= since));
            prop_assert!(!settings.not_open || !past.open);
            prop_assert!(settings.exemptions.iter().all(|e| e.reference != reference));
            prop_assert!(!reference.is_empty());
            let mut named: Vec<&Candidate> = list.iter().filter(|c| c.reference == reference).collect();
            named.sort();
            let family = &named[0].siblings;
            prop_assert!(!settings.one_of_siblings || family.is_empty() || families.insert(family.clone()));
        }
    }

    #[test]
    fn cases_are_given_evenly_and_never_to_their_own_team(
        teams in prop::collection::vec(prop::sample::select(&["North", "South", "West", ""][..]), 0..7),
        settings in any_settings(),
    ) {
        let list: Vec<Candidate> = teams.iter().enumerate().map(|(n, team)| child(n, team, CaseKind::Assessment)).collect();
        let settings = Settings { by: Vec::new(), numbers: Numbers::Total(teams.len()), one_of_siblings: false, exemptions: Vec::new(), ..settings };
        let Ok(draw) = draw(&list, &History::new(), &settings, ON) else { return Ok(()); };
        let may = |auditor: &Auditor, team: &str| {
            !(settings.not_own_team && auditor.teams.iter().any(|own| alike(own, team)))
        };
        for picked in &draw.picked {
            if let Some(id) = picked.auditor {
                prop_assert!(may(&settings.auditors[id as usize], &picked.team));
            }
        }
        for auditor in &settings.auditors {
            let load = draw.load(auditor.id);
            prop_assert!(auditor.most.is_none_or(|most| load <= most));
            for other in &settings.auditors {
                let room = other.most.is_none_or(|most| draw.load(other.id) < most);
                let movable = draw.picked.iter().any(|p| p.auditor == Some(auditor.id) && may(other, &p.team));
                prop_assert!(!(room && movable && load >= draw.load(other.id) + 2), "uneven: {:?}", draw);
            }
        }
        let given = draw.picked.len() - draw.not_given().len();
        let teams: Vec<String> = draw.picked.iter().map(|picked| picked.team.clone()).collect();
        let mut left = settings.auditors.iter().map(|a| a.most.unwrap_or(9)).collect();
        prop_assert_eq!(given, most_given(&teams, &settings.auditors, &mut left, settings.not_own_team));
    }

    #[test]
    fn swaps_keep_the_counts_and_can_be_made_again(
        list in prop::collection::vec(candidate(), 1..80),
        settings in any_settings(),
        wanted in prop::collection::vec(any::<prop::sample::Index>(), 0..6),
    ) {
        let Ok(drawn) = draw(&list, &History::new(), &settings, ON) else { return Ok(()); };
        let mut swapped = drawn.clone();
        for index in wanted {
            let out = index.get(&swapped.picked).clone();
            match swapped.swap(&out.reference, "Why", "Who", ON) {
                Ok(swap) => {
                    prop_assert!(drawn.reserve.iter().any(|r| r.reference == swap.into && r.stratum == out.stratum));
                    prop_assert!(swapped.picked.iter().all(|picked| picked.reference != out.reference));
                }
                Err(why) => prop_assert!(matches!(why, NoSwap::NoReserve(_))),
            }
        }
        for count in &swapped.counts {
            let of = |picked: &[Picked]| picked.iter().filter(|p| p.stratum == count.stratum).count();
            prop_assert_eq!((of(&swapped.picked), of(&swapped.reserve)), (count.drawn, count.reserve));
        }
        prop_assert_eq!(swapped.picked.len(), drawn.picked.len());
        prop_assert!(again(&swapped, &list).same);
        prop_assert_eq!(drawn.reserve.len() - swapped.reserve.len(), swapped.swaps.len());
    }
}
