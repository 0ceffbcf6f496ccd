//! Measures the index at full size: `cargo test --release --lib search_of_a_million -- --ignored --nocapture`.

use super::tests::Book;
use super::*;
use crate::model::search::Query;
use std::time::{Duration, Instant};

/// Numbers that are the same at each run.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
}

/// Words that can be spoken, each once.
fn vocabulary() -> Vec<String> {
    let starts = [
        "b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "st", "tr", "ch", "sh",
    ];
    let ends = ["a", "e", "i", "o", "u", "ea", "ou", "io"];
    let word = |mut n: usize| {
        let mut word = String::new();
        loop {
            word.push_str(starts[n % 16]);
            n /= 16;
            word.push_str(ends[n % 8]);
            n /= 8;
            if n == 0 {
                break word;
            }
        }
    };
    (0..60_000).map(word).collect()
}

/// Writes so many pieces of evidence, a hundred an audit, their words as skewed as a language's.
fn fill(conn: &Connection, rows: i64, vocabulary: &[String]) -> rusqlite::Result<()> {
    let mut numbers = Numbers(88_172_645_463_325_252);
    let mut total = 0.0;
    let chances: Vec<f64> = (1..=vocabulary.len())
        .map(|rank| {
            total += 1.0 / rank as f64;
            total
        })
        .collect();
    conn.execute_batch("BEGIN")?;
    for id in 3..=rows / 100 + 2 {
        conn.prepare_cached(
            "INSERT INTO audits (id, uuid, subject, framework, auditor) VALUES (?1, x'00', 'service', 1, 1)",
        )?
        .execute([id])?;
    }
    for id in 1..=rows {
        let mut text = String::new();
        for _ in 0..6 + numbers.next() % 28 {
            let at = (numbers.next() % 1_000_000) as f64 / 1_000_000.0 * total;
            let word = chances.partition_point(|chance| *chance < at).min(vocabulary.len() - 1);
            text.push_str(&vocabulary[word]);
            text.push(' ');
        }
        for (word, one_in) in [
            ("halfword ", 2),
            ("otherhalf ", 2),
            ("onepercent ", 100),
            ("rareword ", 100_000),
        ] {
            if numbers.next().is_multiple_of(one_in) {
                text.push_str(word);
            }
        }
        conn.prepare_cached(
            "INSERT INTO evidence (id, uuid, audit, judgement, source, direction)
             VALUES (?1, x'00', ?2, 'j', 's', 'neutral')",
        )?
        .execute([id, id / 100 + 1])?;
        conn.prepare_cached("INSERT INTO evidence_text (id, text) VALUES (?1, ?2)")?
            .execute(params![id, text])?;
    }
    conn.execute_batch("COMMIT")
}

/// The middle and the 99th in a hundred.
fn spread(mut times: Vec<Duration>) -> (Duration, Duration) {
    times.sort();
    (times[times.len() / 2], times[times.len() * 99 / 100])
}

#[test]
fn figures_of_search() {
    let rows = std::env::var("ROWS").ok().and_then(|n| n.parse().ok());
    // `ROWS=1000000 cargo test --release --lib figures_of_search -- --nocapture` for those of BENCHMARKS.md.
    let rows: i64 = rows.unwrap_or(20_000);
    let mut book = Book::new();
    let vocabulary = vocabulary();
    fill(&book.store.conn, rows, &vocabulary).unwrap();
    let megabytes = |store: &Store| store.pragma_number("page_count").unwrap() / 256;
    let before = megabytes(&book.store);
    let started = Instant::now();
    book.store.rebuild_search().unwrap();
    let grown = megabytes(&book.store) - before;
    println!(
        "built in {:?}, {grown} MB beside {before} MB of rows",
        started.elapsed()
    );
    for typed in [
        "rareword",
        "onepercent",
        "halfword",
        "half",
        "halfword otherhalf",
        "\"halfword otherhalf\"",
        "onepercent rareword",
        "st",
        "sta",
        "star",
        "trea",
        "onepercent sta",
        "halfword team",
        "nothere",
    ] {
        let query = Query::read(typed);
        let found = || book.store.find(&query, &Within::default(), 50).unwrap();
        let times = (0..9).map(|_| {
            let started = Instant::now();
            found();
            started.elapsed()
        });
        let times: Vec<Duration> = times.collect();
        let (first, found) = (times[0], found());
        println!(
            "{typed:24} first {first:>9.2?}, median {:>9.2?}: {} of {}{}",
            spread(times).0,
            found.hits.len(),
            found.count,
            if found.more { " and more" } else { "" }
        );
    }
    for typed in ["rareword", "onepercent", "halfword", "st"] {
        let started = Instant::now();
        let ids = book.store.evidence_with(typed).unwrap();
        println!("evidence with {typed}: {:?}, {} pieces", started.elapsed(), ids.len());
        assert!(ids.is_sorted(), "the list of evidence is met in order");
    }
    let edits = (1..=100).map(|at| {
        let started = Instant::now();
        book.set(Entity::Person, 1, "name", &format!("name {at}"));
        started.elapsed()
    });
    println!("an edit without words: median and 99th {:?}", spread(edits.collect()));
    let edits = (1..=200).map(|at| {
        let text = format!("halfword changed onepercent {} {at}", vocabulary[at as usize]);
        let started = Instant::now();
        book.set(Entity::Evidence, at * (rows / 201), "text", &text);
        started.elapsed()
    });
    println!("an edit of a text: median and 99th {:?}", spread(edits.collect()));
}
