//! Filter and counts over a million pieces of evidence: the figures of the facet index, without a workbook.

use criterion::{BenchmarkId, Criterion};
use jiff::civil::date;
use plumbline::model::audit::Status;
use plumbline::model::case::CaseKind;
use plumbline::model::evidence::Direction;
use plumbline::model::facets::{Across, AuditFacts, Dates, Facets, Filter, Order, Piece};
use std::hint::black_box;

/// Numbers that look drawn and are the same each time.
fn mixed(n: i64) -> i64 {
    (n.wrapping_mul(0x9E37_79B9_7F4A_7C15_u64 as i64) >> 20).rem_euclid(1 << 30)
}

/// `pieces` pieces in a hundredth as many audits: 40 teams, 200 auditors, 160 tags of which a few are used most, 195
/// questions, ten years.
fn index(pieces: i64) -> Facets {
    let mut facets = Facets::default();
    facets.reserve(usize::try_from(pieces).unwrap_or(0));
    let audits = (pieces / 100).max(1);
    for id in 1..=audits {
        facets.put_audit(&AuditFacts {
            id,
            kind: CaseKind::ALL.get(mixed(id) as usize % CaseKind::ALL.len()).copied(),
            team: format!("Team {}", mixed(id + 7) % 40),
            auditor: mixed(id + 13) % 200,
            status: Status::Final,
        });
    }
    let skewed = |n: i64| {
        let share = (mixed(n) % 1000) as f64 / 1000.0;
        (share.powi(3) * 160.0) as i64
    };
    for id in 1..=pieces {
        let day = |of: i64| date(2016, 1, 1) + jiff::Span::new().days(of);
        let about = id * 3600 / pieces;
        facets.put(&Piece {
            id,
            audit: 1 + id * (audits - 1) / pieces,
            judgement: format!("section_{}", mixed(id + 1) % 17),
            source: format!("source_{}", skewed(id + 2) % 15),
            direction: Direction::ALL
                .get(mixed(id + 3) as usize % 3)
                .copied()
                .unwrap_or(Direction::Neutral),
            happened: Some(day(about)),
            seen: Some(day(about + mixed(id) % 30)),
            tags: (0..mixed(id + 4) % 5).map(|n| skewed(id * 5 + n)).collect(),
            criteria: (0..mixed(id + 5) % 3)
                .map(|n| format!("{}.{}", n + 1, mixed(id * 3 + n) % 65))
                .collect(),
        });
    }
    facets
}

pub(crate) fn facets(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("facets");
    for pieces in [10_000, 100_000, 1_000_000] {
        let facets = index(pieces);
        let open = Filter::default();
        let narrow = Filter {
            directions: [Direction::Develop].into(),
            tags: [1, 2, 3].into(),
            teams: ["Team 3".to_owned(), "Team 4".to_owned()].into(),
            seen: Dates {
                from: Some(date(2018, 1, 1)),
                to: None,
            },
            ..Filter::default()
        };
        let cases = [("open", &open), ("four facets", &narrow)];
        for (name, filter) in cases {
            group.bench_function(BenchmarkId::new(name, pieces), |b| {
                b.iter(|| black_box(facets.find(black_box(filter), Order::Newest, None)));
            });
        }
        group.bench_function(BenchmarkId::new("matrix", pieces), |b| {
            b.iter(|| black_box(facets.matrix(black_box(&open), Across::Team, None)));
        });
    }
    group.finish();
}
