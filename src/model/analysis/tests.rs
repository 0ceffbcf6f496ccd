//! Every figure is of the audits that it opens.

use super::*;
use proptest::prelude::*;

const TEAMS: &[&str] = &["", "North", "West"];
const SECTIONS: &[&str] = &["assessment", "plan"];

fn audit() -> impl Strategy<Value = GradedAudit> {
    let grades = (0..5_u8, 0..5_u8);
    let section =
        |name: &'static str| prop::option::of((0..5_u8, 0..5_u8)).prop_map(move |g| g.map(|(a, b)| (name, a, b)));
    let place = (1..3_i64, 0..3_usize, 0..3_usize, prop::option::of(0..20_i64));
    let rest = (any::<bool>(), prop::bool::weighted(0.2));
    (place, rest, grades, section(SECTIONS[0]), section(SECTIONS[1])).prop_map(
        |((framework, kind, team, month), (counts, dip), (first, agreed), one, two)| GradedAudit {
            framework,
            kind: CaseKind::ALL.get(kind).copied().filter(|_| kind > 0),
            team: TEAMS[team].to_owned(),
            due: month.map(|m| jiff::civil::date(2025, 11, 3) + jiff::Span::new().months(m)),
            counts,
            dip,
            first,
            agreed,
            sections: [one, two]
                .into_iter()
                .flatten()
                .filter(|(_, a, b)| a + b > 0)
                .map(|(name, a, b)| (name.to_owned(), a, b))
                .collect(),
        },
    )
}

fn choices() -> impl Strategy<Value = Choice> {
    let months = || prop::option::weighted(0.3, 24_310..24_340_i32);
    let team = prop::option::weighted(0.3, prop::sample::select(TEAMS).prop_map(str::to_owned));
    (prop::option::of(1..3_i64), months(), months(), team).prop_map(|(framework, from, to, team)| Choice {
        framework,
        from,
        to,
        team,
        kind: None,
    })
}

proptest! {
    #[test]
    fn every_figure_is_of_the_audits_it_opens(audits in prop::collection::vec(audit(), 0..60), choice in choices()) {
        let mut graded = Graded::default();
        for (id, audit) in audits.iter().enumerate() {
            graded.put(id as i64, audit.clone());
        }
        let analysis = graded.analyse(&choice, 4);
        let opened = |group: Group, rank: Option<u8>| graded.audits_of(&choice, &Mark { group, rank }).len() as u32;
        let check = |group: &Group, tally: &Tally| {
            for (at, n) in tally.by_rank.iter().enumerate() {
                assert_eq!(*n, opened(group.clone(), Some(at as u8 + 1)), "{group:?}");
            }
            assert_eq!(tally.none, opened(group.clone(), Some(0)), "{group:?}");
            assert_eq!(tally.all(), opened(group.clone(), None), "{group:?}");
        };
        check(&Group::All, &analysis.all);
        for (kind, tally) in &analysis.by_kind {
            check(&Group::Kind(*kind), tally);
        }
        for (team, tally) in &analysis.by_team {
            check(&Group::Team(team.clone()), tally);
        }
        for (section, tally) in &analysis.by_section {
            check(&Group::Section(section.clone()), tally);
        }
        for (month, tally) in &analysis.by_month {
            check(&Group::Month(*month), tally);
        }
        for ((section, team), tally) in &analysis.by_section_and_team {
            check(&Group::SectionOfTeam(section.clone(), team.clone()), tally);
        }
        for ((first, agreed), n) in &analysis.moderated {
            prop_assert_eq!(*n, opened(Group::Moderated(*first, *agreed), None));
        }
        prop_assert_eq!(analysis.dips, opened(Group::Dips, None));
        let parts: u32 = analysis.by_team.iter().map(|(_, tally)| tally.all()).sum();
        prop_assert_eq!(parts, analysis.all.all());
    }
}

#[test]
fn small_groups_are_not_broken_down_and_give_no_percentage() {
    let tally = |by_rank: &[u32]| Tally {
        by_rank: by_rank.to_vec(),
        none: 3,
    };
    assert!(!tally(&[1, 2, 1, 0]).shown());
    assert_eq!(tally(&[1, 2, 1, 0]).middle(), None);
    assert!(tally(&[1, 3, 1, 0]).shown());
    assert_eq!(tally(&[1, 3, 1, 0]).percent_to(2), None);
    assert_eq!(tally(&[1, 6, 2, 1]).percent_to(2), Some(70));
    assert_eq!(tally(&[1, 6, 2, 1]).percent_of(4), Some(10));
    // Three and three: of the two in the middle the lower grade.
    assert_eq!(tally(&[0, 3, 3, 0]).middle(), Some(3));
    assert_eq!(tally(&[0, 4, 3, 0]).middle(), Some(2));
}

#[test]
fn months_have_names() {
    assert_eq!(month_name(month(jiff::civil::date(2026, 9, 30))), "Sep 2026");
    assert_eq!(month_name(month(jiff::civil::date(2025, 12, 1)) + 1), "Jan 2026");
}
