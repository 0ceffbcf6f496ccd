//! The index against a plain scan: every filter, every count, after any edits.

use super::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const TAGS: i64 = 6;
const TEAMS: &[&str] = &["", "North", "West"];
const SOURCES: &[&str] = &["case_record", "supervision_file", "observation"];
const JUDGEMENTS: &[&str] = &["assessment", "plan"];
const CRITERIA: &[&str] = &["3.1", "3.2", "4.1"];

fn date(day: i16) -> Date {
    jiff::civil::date(2020, 1, 1) + jiff::Span::new().days(i64::from(day))
}

fn audits() -> impl Strategy<Value = Vec<AuditFacts>> {
    let one = (0..TEAMS.len(), 1..4_i64, 0..4_usize, 0..Status::ALL.len());
    prop::collection::vec(one, 1..5).prop_map(|rows| {
        let facts = |(at, (team, auditor, kind, status)): (usize, (usize, i64, usize, usize))| AuditFacts {
            id: at as i64 + 1,
            kind: CaseKind::ALL.get(kind).copied().filter(|_| kind > 0),
            team: TEAMS[team].to_owned(),
            auditor,
            status: Status::ALL[status],
        };
        rows.into_iter().enumerate().map(facts).collect()
    })
}

fn piece() -> impl Strategy<Value = Piece> {
    let sets = (
        prop::collection::btree_set(1..=TAGS, 0..4),
        prop::collection::btree_set(prop::sample::select(CRITERIA), 0..3),
    );
    let days = (prop::option::of(0..40_i16), prop::option::of(0..40_i16));
    (1..30_i64, 1..6_i64, 0..3_usize, 0..3_usize, 0..2_usize, days, sets).prop_map(
        |(id, audit, direction, source, judgement, (happened, seen), (tags, criteria))| Piece {
            id,
            audit,
            judgement: JUDGEMENTS[judgement].to_owned(),
            source: SOURCES[source].to_owned(),
            direction: Direction::ALL[direction],
            happened: happened.map(date),
            seen: seen.map(date),
            tags: tags.into_iter().collect(),
            criteria: criteria.into_iter().map(str::to_owned).collect(),
        },
    )
}

fn words(of: &'static [&'static str]) -> impl Strategy<Value = BTreeSet<String>> {
    prop::collection::btree_set(prop::sample::select(of).prop_map(str::to_owned), 0..2)
}

fn dates() -> impl Strategy<Value = Dates> {
    let day = || prop::option::weighted(0.3, (0..40_i16).prop_map(date));
    (day(), day()).prop_map(|(from, to)| Dates { from, to })
}

fn filters() -> impl Strategy<Value = Filter> {
    let tags = || prop::collection::btree_set(1..=TAGS, 0..2);
    let by_value = (
        prop::collection::btree_set(prop::sample::select(Direction::ALL), 0..3),
        (tags(), tags(), tags()),
        words(SOURCES),
        words(JUDGEMENTS),
        words(CRITERIA),
        words(TEAMS),
        prop::collection::btree_set(1..4_i64, 0..2),
        prop::collection::btree_set(prop::sample::select(CaseKind::ALL), 0..2),
    );
    let rest = (
        dates(),
        dates(),
        prop::option::weighted(0.2, 1..5_i64),
        prop::bool::weighted(0.2),
    );
    (by_value, rest).prop_map(|(by_value, (happened, seen, audit, counted))| {
        let (directions, (tags, all_tags, no_tags), sources, judgements, criteria, teams, auditors, kinds) = by_value;
        Filter {
            directions,
            tags,
            all_tags,
            no_tags,
            sources,
            judgements,
            criteria,
            teams,
            auditors,
            kinds,
            happened,
            seen,
            audit,
            counted,
            words: String::new(),
        }
    })
}

/// What a filter means, one piece at a time.
fn lets(filter: &Filter, piece: &Piece, audit: &AuditFacts) -> bool {
    fn chosen<T: Ord>(set: &BTreeSet<T>, value: &T) -> bool {
        set.is_empty() || set.contains(value)
    }
    let during = |dates: Dates, day: Option<Date>| {
        dates.open()
            || day.is_some_and(|day| dates.from.is_none_or(|from| from <= day) && dates.to.is_none_or(|to| day <= to))
    };
    let tags: BTreeSet<i64> = piece.tags.iter().copied().collect();
    chosen(&filter.directions, &piece.direction)
        && (filter.tags.is_empty() || !filter.tags.is_disjoint(&tags))
        && filter.all_tags.is_subset(&tags)
        && filter.no_tags.is_disjoint(&tags)
        && chosen(&filter.sources, &piece.source)
        && chosen(&filter.judgements, &piece.judgement)
        && (filter.criteria.is_empty() || piece.criteria.iter().any(|c| filter.criteria.contains(c)))
        && chosen(&filter.teams, &audit.team)
        && chosen(&filter.auditors, &audit.auditor)
        && (filter.kinds.is_empty() || audit.kind.is_some_and(|kind| filter.kinds.contains(&kind)))
        && during(filter.happened, piece.happened)
        && during(filter.seen, piece.seen)
        && filter.audit.is_none_or(|id| id == audit.id)
        && (!filter.counted || audit.status.counts())
}

type Shelf = BTreeMap<i64, Piece>;

/// How many of those a filter lets through that ignores one facet have a value.
fn plain_count(
    shelf: &Shelf,
    audits: &[AuditFacts],
    filter: &Filter,
    ignore: impl Fn(&mut Filter),
    has: impl Fn(&Piece, &AuditFacts) -> bool,
) -> u32 {
    let mut open = filter.clone();
    ignore(&mut open);
    let of = |piece: &&Piece| {
        let audit = audits.iter().find(|audit| audit.id == piece.audit);
        audit.is_some_and(|audit| lets(&open, piece, audit) && has(piece, audit))
    };
    shelf.values().filter(of).count() as u32
}

fn built(shelf: &Shelf, audits: &[AuditFacts]) -> Facets {
    let mut facets = Facets::default();
    for audit in audits {
        facets.put_audit(audit);
    }
    for piece in shelf.values() {
        facets.put(piece);
    }
    facets
}

/// Counts by value, without the order in which values were first met.
fn in_order(found: &Found) -> (Vec<u32>, Vec<(String, u32)>) {
    fn list<T: std::fmt::Debug>(what: &str, counts: &[(T, u32)], into: &mut Vec<(String, u32)>) {
        into.extend(
            counts
                .iter()
                .filter(|(_, n)| *n > 0)
                .map(|(value, n)| (format!("{what} {value:?}"), *n)),
        );
    }
    let counts = &found.counts;
    let mut all = Vec::new();
    list("direction", &counts.directions, &mut all);
    list("tag", &counts.tags, &mut all);
    list("source", &counts.sources, &mut all);
    list("judgement", &counts.judgements, &mut all);
    list("criterion", &counts.criteria, &mut all);
    list("team", &counts.teams, &mut all);
    list("auditor", &counts.auditors, &mut all);
    list("kind", &counts.kinds, &mut all);
    all.sort();
    (found.ids.clone(), all)
}

proptest! {
    #[test]
    fn every_filter_and_count_is_that_of_a_plain_scan(
        audits in audits(),
        pieces in prop::collection::vec(piece(), 0..40),
        filter in filters(),
    ) {
        let known: BTreeSet<i64> = audits.iter().map(|audit| audit.id).collect();
        let shelf: Shelf = pieces.into_iter().filter(|p| known.contains(&p.audit)).map(|p| (p.id, p)).collect();
        let facets = built(&shelf, &audits);
        let found = facets.find(&filter, Order::Newest, None);
        let count = |ignore: fn(&mut Filter), has: &dyn Fn(&Piece, &AuditFacts) -> bool| {
            plain_count(&shelf, &audits, &filter, ignore, has)
        };
        prop_assert_eq!(found.ids.len() as u32, count(|_| {}, &|_, _| true));
        let mut expected: Vec<(Option<Date>, i64)> = shelf
            .values()
            .filter(|p| audits.iter().any(|a| a.id == p.audit && lets(&filter, p, a)))
            .map(|p| (p.seen, p.id))
            .collect();
        expected.sort_by(|a, b| b.cmp(a));
        let ids: Vec<i64> = found.ids.iter().map(|id| i64::from(*id)).collect();
        prop_assert_eq!(ids, expected.into_iter().map(|(_, id)| id).collect::<Vec<_>>());
        for (value, n) in &found.counts.directions {
            prop_assert_eq!(*n, count(|f| f.directions.clear(), &|p, _| p.direction == *value));
        }
        for (value, n) in &found.counts.tags {
            prop_assert_eq!(*n, count(|f| f.tags.clear(), &|p, _| p.tags.contains(value)));
        }
        for (value, n) in &found.counts.sources {
            prop_assert_eq!(*n, count(|f| f.sources.clear(), &|p, _| p.source == *value));
        }
        for (value, n) in &found.counts.judgements {
            prop_assert_eq!(*n, count(|f| f.judgements.clear(), &|p, _| p.judgement == *value));
        }
        for (value, n) in &found.counts.criteria {
            prop_assert_eq!(*n, count(|f| f.criteria.clear(), &|p, _| p.criteria.contains(value)));
        }
        for (value, n) in &found.counts.teams {
            prop_assert_eq!(*n, count(|f| f.teams.clear(), &|_, a| a.team == *value));
        }
        for (value, n) in &found.counts.auditors {
            prop_assert_eq!(*n, count(|f| f.auditors.clear(), &|_, a| a.auditor == *value));
        }
        for (value, n) in &found.counts.kinds {
            prop_assert_eq!(*n, count(|f| f.kinds.clear(), &|_, a| a.kind == Some(*value)));
        }
    }

    #[test]
    fn an_index_that_was_patched_is_that_built_afresh(
        mut audits in audits(),
        edits in prop::collection::vec((piece(), any::<bool>()), 0..60),
        moved in 0..3_usize,
        filter in filters(),
    ) {
        let known: BTreeSet<i64> = audits.iter().map(|audit| audit.id).collect();
        let mut facets = built(&Shelf::new(), &audits);
        let mut shelf = Shelf::new();
        for (piece, gone) in edits {
            if !known.contains(&piece.audit) {
                continue;
            }
            if gone {
                facets.remove(piece.id);
                shelf.remove(&piece.id);
            } else {
                facets.put(&piece);
                shelf.insert(piece.id, piece);
            }
        }
        audits[0].team = TEAMS[moved].to_owned();
        facets.put_audit(&audits[0]);
        let fresh = built(&shelf, &audits);
        prop_assert_eq!(facets.len(), fresh.len());
        for order in Order::ALL {
            let (a, b) = (facets.find(&filter, *order, None), fresh.find(&filter, *order, None));
            prop_assert_eq!(in_order(&a), in_order(&b));
        }
        let words: Vec<u32> = (0..30).filter(|id| id % 3 == 0).collect();
        let found = facets.find(&filter, Order::Oldest, Some(&words));
        let all = facets.find(&filter, Order::Oldest, None);
        let expected: Vec<u32> = all.ids.into_iter().filter(|id| id % 3 == 0).collect();
        prop_assert_eq!(found.ids, expected);
    }

    #[test]
    fn a_matrix_counts_what_its_cells_open(
        audits in audits(),
        pieces in prop::collection::vec(piece(), 0..40),
        filter in filters(),
    ) {
        let known: BTreeSet<i64> = audits.iter().map(|audit| audit.id).collect();
        let shelf: Shelf = pieces.into_iter().filter(|p| known.contains(&p.audit)).map(|p| (p.id, p)).collect();
        let facets = built(&shelf, &audits);
        for across in Across::ALL {
            let matrix = facets.matrix(&filter, *across, None);
            for (row, tag) in matrix.tags.iter().enumerate() {
                for (column, value) in matrix.columns.iter().enumerate() {
                    // Opening a cell narrows further, so a choice made before stays.
                    let n = plain_count(&shelf, &audits, &filter, |_| {}, |p, a| {
                        p.tags.contains(tag) && match across {
                            Across::Team => a.team == *value,
                            Across::Judgement => p.judgement == *value,
                        }
                    });
                    prop_assert_eq!(matrix.count(row, column), n);
                }
            }
        }
    }

    #[test]
    fn a_filter_survives_storage(filter in filters()) {
        let text = serde_json::to_string(&filter).unwrap();
        prop_assert_eq!(serde_json::from_str::<Filter>(&text).unwrap(), filter);
    }
}

#[test]
fn a_piece_with_a_thousand_tags_is_taken_in() {
    let audit = AuditFacts {
        id: 1,
        kind: None,
        team: "North".into(),
        auditor: 1,
        status: Status::Draft,
    };
    let mut facets = Facets::default();
    facets.put_audit(&audit);
    facets.put(&Piece {
        id: 7,
        audit: 1,
        judgement: "plan".into(),
        source: "case_record".into(),
        direction: Direction::Neutral,
        happened: None,
        seen: None,
        tags: (1..=1000).collect(),
        criteria: Vec::new(),
    });
    let mut filter = Filter::default();
    filter.choose_tag(3, Some(TagMode::All));
    assert_eq!(facets.find(&filter, Order::Newest, None).ids, [7]);
    assert_eq!(filter.tag_mode(3), Some(TagMode::All));
}
