//! The index holds what the rows hold, whatever is done to them; and any query finds its words or nothing.

use super::*;
use crate::model::search::{Query, SHORTEST_PREFIX};
use crate::model::time::{Moment, StepClock};
use crate::store::{Key, Salt};
use proptest::prelude::*;
use std::sync::Arc;

struct Book {
    store: Store,
    _folder: tempfile::TempDir,
}

fn fields(of: &[(&str, Value)]) -> Fields {
    of.iter()
        .map(|(name, value)| ((*name).to_owned(), value.clone()))
        .collect()
}

impl Book {
    /// A workbook with audits 1 and 2.
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(StepClock::at(Moment(1_794_490_800_000)));
        let path = folder.path().join("a.plumb");
        let mut store = Store::create(&path, Key::from_bytes([7; 32]), Salt::new().unwrap(), clock).unwrap();
        store
            .act(1, |act| {
                let uuid = Value::from("0123456789abcdef0123456789abcdef");
                act.create(Entity::Workbook, fields(&[("uuid", uuid)]))?;
                act.create(Entity::Person, fields(&[("name", "A. Auditor".into())]))?;
                let body = [("hash", "h"), ("key", "k"), ("title", "t"), ("body", "")];
                let body: Vec<_> = body.iter().map(|(name, value)| (*name, Value::from(*value))).collect();
                let framework = act.create(Entity::Framework, fields(&body))?;
                for _ in 0..2 {
                    act.create(
                        Entity::Audit,
                        fields(&[
                            ("subject", "service".into()),
                            ("framework", framework.into()),
                            ("auditor", 1.into()),
                        ]),
                    )?;
                }
                Ok("Made".to_owned())
            })
            .unwrap();
        Self { store, _folder: folder }
    }

    fn evidence(&mut self, audit: i64, text: &str) -> i64 {
        let mut made = 0;
        self.store
            .act(1, |act| {
                made = act.create(
                    Entity::Evidence,
                    fields(&[
                        ("audit", audit.into()),
                        ("judgement", "j".into()),
                        ("source", "record".into()),
                        ("direction", "neutral".into()),
                        ("text", text.into()),
                    ]),
                )?;
                Ok("Added".to_owned())
            })
            .unwrap();
        made
    }

    fn set(&mut self, entity: Entity, row: i64, field: &str, text: &str) {
        self.store
            .act(1, |act| {
                act.set(entity, row, field, text).map(|()| "Changed".to_owned())
            })
            .unwrap();
    }

    fn found(&self, typed: &str) -> Vec<(Kind, i64)> {
        let found = self.store.find(&Query::read(typed), &Within::default(), 50).unwrap();
        assert_eq!(found.count, found.hits.len(), "{typed}");
        found.hits.iter().map(|hit| (hit.kind, hit.row)).collect()
    }

    fn sound(&self) {
        assert_eq!(self.store.check_search().unwrap(), Vec::<String>::new());
    }

    /// Whether a word stands anywhere in what the index keeps.
    fn kept(&self, word: &str) -> bool {
        let tables = self
            .store
            .list(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'search%' AND name <> 'search'",
                [],
                |row| row.get::<_, String>(0),
            )
            .unwrap();
        assert!(tables.len() >= 4, "{tables:?}");
        tables.iter().any(|table| {
            let mut statement = self.store.conn.prepare(&format!("SELECT * FROM {table}")).unwrap();
            let columns = statement.column_count();
            let mut rows = statement.query([]).unwrap();
            let mut found = false;
            while let Some(row) = rows.next().unwrap() {
                for at in 0..columns {
                    use rusqlite::types::ValueRef;
                    let bytes = match row.get_ref(at).unwrap() {
                        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => bytes,
                        _ => continue,
                    };
                    found |= bytes.windows(word.len()).any(|run| run == word.as_bytes());
                }
            }
            found
        })
    }
}

#[test]
fn the_index_follows_what_is_added_changed_undone_and_deleted() {
    let mut book = Book::new();
    let one = book.evidence(1, "The organisation of visits");
    assert_eq!(book.found("organisa"), [(Kind::Evidence, one)]);
    assert_eq!(book.found("visiting"), [(Kind::Evidence, one)]);
    book.set(Entity::Evidence, one, "text", "Nothing was written");
    book.set(Entity::Evidence, one, "reference", "Chronology 12");
    assert_eq!(book.found("visiting"), []);
    assert_eq!(book.found("written chronology"), [(Kind::Evidence, one)]);
    assert_eq!(book.found("\"written chronology\""), [], "no phrase over two fields");
    book.sound();
    book.store.undo(1).unwrap();
    book.store.undo(1).unwrap();
    assert_eq!(book.found("visiting"), [(Kind::Evidence, one)]);
    assert_eq!(book.found("chronology"), []);
    book.sound();
    book.store
        .act(1, |act| {
            act.delete(Entity::Evidence, one).map(|()| "Deleted".to_owned())
        })
        .unwrap();
    assert_eq!(book.found("organisation"), []);
    book.sound();
    book.store.undo(1).unwrap();
    assert_eq!(book.found("organisation"), [(Kind::Evidence, one)]);
    book.set(Entity::Audit, 2, "comment", "Visited twice");
    assert_eq!(book.found("visit"), [(Kind::Audit, 2), (Kind::Evidence, one)]);
    book.sound();
    book.store.rebuild_search().unwrap();
    assert_eq!(book.found("visit"), [(Kind::Audit, 2), (Kind::Evidence, one)]);
    book.sound();
}

#[test]
fn words_taken_out_are_nowhere_in_the_index() {
    let mut book = Book::new();
    let other = book.evidence(1, "quietly spoken and quixotic");
    let one = book.evidence(1, "zanzibarian secrets, quixotic");
    assert!(book.kept("zanzibarian") && book.kept("quixotic"));
    book.set(Entity::Evidence, one, "text", "nothing");
    // FTS5 keeps only what a word does not share with the one before it.
    for part in ["zanzibarian", "anzibar", "ecrets"] {
        assert!(!book.kept(part), "{part}");
    }
    assert_eq!(book.found("quixotic"), [(Kind::Evidence, other)]);
    book.store
        .act(1, |act| {
            act.delete(Entity::Evidence, other).map(|()| "Deleted".to_owned())
        })
        .unwrap();
    assert!(!book.kept("uixotic") && book.kept("nothing"));
    book.sound();
}

#[test]
fn words_together_come_before_words_apart_and_words_before_their_forms() {
    let mut book = Book::new();
    let together = book.evidence(1, "no return home interview was offered");
    let apart = book.evidence(1, "home again, an interview on return");
    let forms = book.evidence(2, "they interviewed her at homes on returning");
    let longer = book.evidence(2, "the return home interviewer");
    let _other = book.evidence(2, "return home");
    let found = book.found("return home interview");
    let rows: Vec<i64> = found.into_iter().map(|(_, row)| row).collect();
    assert_eq!(rows, [longer, together, apart, forms]);
    let with = book.store.evidence_with("\"return home\"").unwrap();
    assert_eq!(with, [together as u32, longer as u32, longer as u32 + 1]);
}

#[test]
fn a_search_keeps_to_one_audit_to_some_audits_and_to_kinds() {
    let mut book = Book::new();
    let one = book.evidence(1, "neglect");
    let two = book.evidence(2, "neglect");
    book.set(Entity::Audit, 2, "comment", "neglect");
    let query = Query::read("neglect");
    let rows = |within: &Within<'_>| -> Vec<(Kind, i64)> {
        let found = book.store.find(&query, within, 50).unwrap();
        assert_eq!((found.count, found.more), (found.hits.len(), false));
        found.hits.iter().map(|hit| (hit.kind, hit.row)).collect()
    };
    let mut within = Within {
        audit: Some(1),
        ..Within::default()
    };
    assert_eq!(rows(&within), [(Kind::Evidence, one)]);
    within.audit = None;
    let audits = HashSet::from([2]);
    within.audits = Some(&audits);
    assert_eq!(rows(&within), [(Kind::Evidence, two), (Kind::Audit, 2)]);
    within.kinds = &[Kind::Audit];
    assert_eq!(rows(&within), [(Kind::Audit, 2)]);
}

#[test]
fn an_index_that_differs_from_the_rows_is_noticed() {
    let mut book = Book::new();
    let one = book.evidence(1, "as it was");
    book.store
        .conn
        .execute("UPDATE evidence_text SET text = 'as it is' WHERE id = ?1", [one])
        .unwrap();
    assert_eq!(book.store.check_search().unwrap().len(), 2);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn any_word_of_any_text_is_found_and_no_query_fails(
        texts in prop::collection::vec(any::<String>(), 1..4),
        queries in prop::collection::vec(any::<String>(), 8),
        hostile in prop::collection::vec("[\"*^:(){}\\[\\]+\\-a-c ’\u{0}ANDORNEAR]{0,24}", 8),
    ) {
        let mut book = Book::new();
        let rows: Vec<i64> = texts.iter().map(|text| book.evidence(1, text)).collect();
        for (row, text) in rows.iter().zip(&texts) {
            for (_, word) in words(text).take(12) {
                let letters = word.chars().count();
                let mut typed = vec![word.clone(), format!("\"{word}\"")];
                if letters > SHORTEST_PREFIX {
                    typed.push(word.chars().take(letters - 1).collect());
                }
                for typed in typed {
                    let found = book.store.find(&Query::read(&typed), &Within::default(), 50).unwrap();
                    prop_assert!(found.hits.iter().any(|hit| hit.row == *row), "{typed:?} of {text:?}");
                    prop_assert!(book.store.evidence_with(&typed).unwrap().contains(&(*row as u32)));
                }
            }
        }
        for typed in queries.iter().chain(&hostile) {
            let query = Query::read(typed);
            let found = book.store.find(&query, &Within::default(), 50).unwrap();
            for hit in found.hits {
                let fields = book.store.found_fields(hit).unwrap().unwrap();
                let texts = hit.kind.fields().iter().map(|(name, _)| fields[*name].text());
                prop_assert!(query.matcher().fits(texts), "{typed:?}");
            }
        }
        for (row, text) in rows.iter().zip(texts.iter().rev()) {
            book.set(Entity::Evidence, *row, "text", text);
        }
        book.sound();
    }
}

#[test]
fn a_query_of_ten_thousand_characters_is_answered() {
    let mut book = Book::new();
    book.evidence(1, "plain words");
    for typed in [
        "a ".repeat(5000),
        "\"".repeat(10_000),
        "x".repeat(10_000),
        "*^:-()😀".repeat(1300),
    ] {
        assert_eq!(book.found(&typed), []);
    }
}

/// Measures the index at full size: `cargo test --release --lib search_of_a_million -- --ignored --nocapture`.
#[test]
#[ignore = "builds a million rows: half a minute"]
#[expect(clippy::print_stdout, reason = "figures are its result")]
fn search_of_a_million() {
    use std::time::Instant;
    let rows: i64 = std::env::var("ROWS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(1_000_000);
    let book = Book::new();
    let conn = &book.store.conn;
    let mut seed = 88_172_645_463_325_252_u64;
    let mut next = move || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed
    };
    // A vocabulary as skewed as a language's.
    let vocabulary: Vec<String> = (0..60_000_usize)
        .map(|n| {
            let (starts, ends) = (
                [
                    "b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "st", "tr", "ch", "sh",
                ],
                ["a", "e", "i", "o", "u", "ea", "ou", "io"],
            );
            let (mut n, mut word) = (n, String::new());
            loop {
                word.push_str(starts[n % 16]);
                n /= 16;
                word.push_str(ends[n % 8]);
                n /= 8;
                if n == 0 {
                    break word;
                }
            }
        })
        .collect();
    let mut total = 0.0;
    let chances: Vec<f64> = (1..=vocabulary.len())
        .map(|rank| {
            total += 1.0 / rank as f64;
            total
        })
        .collect();
    conn.execute_batch("BEGIN").unwrap();
    conn.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    for id in 3..=rows / 100 + 2 {
        conn.prepare_cached(
            "INSERT INTO audits (id, uuid, subject, framework, auditor) VALUES (?1, x'00', 'service', 1, 1)",
        )
        .unwrap()
        .execute([id])
        .unwrap();
    }
    for id in 1..=rows {
        let mut text = String::new();
        for _ in 0..6 + next() % 28 {
            let at = (next() % 1_000_000) as f64 / 1_000_000.0 * total;
            let word = chances.partition_point(|chance| *chance < at).min(vocabulary.len() - 1);
            text.push_str(&vocabulary[word]);
            text.push(' ');
        }
        for (word, one_in) in [
            ("halfword", 2),
            ("otherhalf", 2),
            ("onepercent", 100),
            ("rareword", 100_000),
        ] {
            if next() % one_in == 0 {
                text.push_str(word);
                text.push(' ');
            }
        }
        conn.prepare_cached(
            "INSERT INTO evidence (id, uuid, audit, judgement, source, direction) VALUES (?1, x'00', ?2, 'j', 's', 'neutral')",
        )
        .unwrap()
        .execute([id, id / 100 + 1])
        .unwrap();
        conn.prepare_cached("INSERT INTO evidence_text (id, text) VALUES (?1, ?2)")
            .unwrap()
            .execute(params![id, text])
            .unwrap();
    }
    conn.execute_batch("COMMIT").unwrap();
    if let Ok(cache) = std::env::var("CACHE") {
        conn.execute_batch(&format!("PRAGMA cache_size = -{cache}")).unwrap();
    }
    if let Ok(prefix) = std::env::var("PREFIX") {
        conn.execute_batch(&format!("DROP TABLE search; CREATE VIRTUAL TABLE search USING fts5 (words, content = '', columnsize = 0, {prefix} tokenize = 'ascii'); INSERT INTO search (search, rank) VALUES ('secure-delete', 1);")).unwrap();
    }
    let pages = |store: &Store| store.pragma_number("page_count").unwrap() / 256;
    let before = pages(&book.store);
    let started = Instant::now();
    book.store.rebuild_search().unwrap();
    println!(
        "built in {:?}, {} MB beside {before} MB of rows",
        started.elapsed(),
        pages(&book.store) - before
    );
    let typed = [
        "rareword",
        "onepercent",
        "onepercent onepercent",
        "halfword",
        "halfword otherhalf",
        "onepercent rareword",
        "\"halfword otherhalf\"",
        "ba",
        "st",
        "sta",
        "star",
        "stapou",
        "trea",
        "onepercent sta",
        "nothere",
        "half",
        "halfword team",
        "b",
    ];
    for typed in typed {
        let query = Query::read(typed);
        let times: Vec<_> = (0..5)
            .map(|_| {
                let started = Instant::now();
                let found = book.store.find(&query, &Within::default(), 50).unwrap();
                (started.elapsed(), found.hits.len(), found.count, found.more)
            })
            .collect();
        let best = times.iter().min().unwrap();
        println!(
            "{typed:24} first {:>9.2?} best {:>9.2?}  {:?}",
            times[0].0,
            best.0,
            (best.1, best.2, best.3)
        );
    }
    for typed in ["rareword", "onepercent", "halfword", "st"] {
        let started = Instant::now();
        let ids = book.store.evidence_with(typed).unwrap();
        println!("evidence with {typed:14} {:?}, {} pieces", started.elapsed(), ids.len());
    }
    let mut book = book;
    let mut times = Vec::new();
    for at in 1..=50 {
        let started = Instant::now();
        book.set(Entity::Person, 1, "name", &format!("name {at}"));
        times.push(started.elapsed());
    }
    times.sort();
    println!("an edit without words: median {:?}, 99th {:?}", times[25], times[49]);
    times.clear();
    for at in 1..=200 {
        let started = Instant::now();
        book.set(
            Entity::Evidence,
            at * (rows / 201),
            "text",
            &format!("halfword changed onepercent {} {at}", vocabulary[at as usize]),
        );
        times.push(started.elapsed());
    }
    times.sort();
    println!("an edit of a text: median {:?}, 99th {:?}", times[100], times[197]);
}
