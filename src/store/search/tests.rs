//! The index holds what the rows hold, whatever is done to them; and any query finds its words or nothing.

use super::*;
use crate::model::search::{Query, SHORTEST_PREFIX};
use crate::model::time::{Moment, StepClock};
use crate::store::{Key, Salt};
use proptest::prelude::*;
use std::sync::Arc;

pub(super) struct Book {
    pub(super) store: Store,
    _folder: tempfile::TempDir,
}

fn fields(of: &[(&str, Value)]) -> Fields {
    of.iter()
        .map(|(name, value)| ((*name).to_owned(), value.clone()))
        .collect()
}

impl Book {
    /// A workbook with audits 1 and 2.
    pub(super) fn new() -> Self {
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

    pub(super) fn set(&mut self, entity: Entity, row: i64, field: &str, text: &str) {
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
                    let (ValueRef::Text(bytes) | ValueRef::Blob(bytes)) = row.get_ref(at).unwrap() else {
                        continue;
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

/// How many parts the index is in, by the pages that begin one.
fn parts(store: &Store) -> i64 {
    store
        .one("SELECT count(DISTINCT segid) FROM search_idx", [], |row| row.get(0))
        .unwrap()
        .unwrap()
}

#[test]
fn no_commit_puts_the_index_together_and_tidying_does() {
    let mut book = Book::new();
    for n in 0..40 {
        book.evidence(1, &format!("The chronology stops in May, seen {n} times"));
    }
    let before = parts(&book.store);
    assert!(before >= 40, "{before} parts: a commit put them together");
    let mut steps = 0;
    while book.store.tidy_search().unwrap() {
        steps += 1;
        assert!(steps < 100, "tidying never ends");
    }
    assert!(parts(&book.store) < 8, "{} parts", parts(&book.store));
    assert_eq!(book.store.check_search().unwrap().len(), 0);
    let found = book.store.evidence_with("chronology").unwrap();
    assert_eq!(found.len(), 40);
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

/// What is done to the workbook: by a number, to which row, with which words.
fn anything(book: &mut Book, (what, row, words): (u8, i64, String)) {
    let words = words.as_str();
    let set = |act: &mut Act<'_>, entity, row, fields: &[(&str, &str)]| {
        let fields: Vec<_> = fields
            .iter()
            .map(|(name, words)| (*name, Value::from(*words)))
            .collect();
        act.update(entity, row, &self::fields(&fields))
    };
    let of = |name: &'static str, value: &str| {
        let row = [("audit", (1 + row % 2).into()), (name, value.into())];
        row.to_vec()
    };
    let done = match what % 16 {
        0 => book.store.undo(1).map(drop),
        1 => book.store.redo(1).map(drop),
        2 => book
            .store
            .remove_words(1, (Entity::Evidence, row, "text"), words.is_empty(), "Removed")
            .map(drop),
        3 => book
            .store
            .remove_words(1, (Entity::Answer, row, "note"), false, "Removed")
            .map(drop),
        what => {
            let done = book.store.act(1, |act| {
                match what {
                    4 => act.retag(row, Some(1 + row % 3), None).map(drop)?,
                    5 => act.delete(Entity::Evidence, row)?,
                    6 => act.delete(Entity::Action, row)?,
                    7 => set(act, Entity::Evidence, row, &[("text", words), ("reference", "page 4")])?,
                    8 => act.set(Entity::Evidence, row, "audit", 1 + row % 2)?,
                    9 => set(act, Entity::Audit, 1 + row % 2, &[("comment", words)])?,
                    10 => drop(act.create(Entity::Answer, fields(&of("criterion", words)))?),
                    11 => set(act, Entity::Answer, row, &[("note", words)])?,
                    12 => {
                        let mut new = of("text", words);
                        new.push(("owner", "visiting visits".into()));
                        act.create(Entity::Action, fields(&new)).map(drop)?;
                    }
                    13 => set(act, Entity::Action, row, &[("text", words)])?,
                    _ => {
                        let mut new = of("text", words);
                        new.extend([("judgement", "j".into()), ("source", "record".into())]);
                        new.extend([("direction", "neutral".into()), ("reference", words.into())]);
                        new.push(("tags", Value::Set(vec![(1 + row % 3).to_string()])));
                        act.create(Entity::Evidence, fields(&new)).map(drop)?;
                    }
                }
                Ok("Done".to_owned())
            });
            done.map(drop)
        }
    };
    // A row that is not there, a step back that cannot be taken: nothing is done then.
    if let Err(error) = done {
        assert!(!error.disk_at_fault(), "{error}");
    }
}

type Contents = (Vec<(String, i64, i64)>, Vec<(String, String)>);

/// Every word of the index with its row and place, and every word that search knows with its stem.
fn contents(book: &Book) -> Contents {
    let store = &book.store;
    // Beginnings of words have an index of their own.
    store
        .batch("INSERT INTO search (search) VALUES ('integrity-check')")
        .unwrap();
    store
        .batch("CREATE VIRTUAL TABLE temp.contents USING fts5vocab (main, search, instance)")
        .unwrap();
    let sql = "SELECT term, doc, \"offset\" FROM temp.contents ORDER BY 1, 2, 3";
    let places = store
        .list(sql, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .unwrap();
    store.batch("DROP TABLE temp.contents").unwrap();
    let sql = "SELECT word, stem FROM search_words ORDER BY word";
    (
        places,
        store.list(sql, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap(),
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn after_any_edits_the_index_is_the_one_that_is_built_afresh(
        steps in prop::collection::vec((any::<u8>(), 1..6_i64, "([a-cé]{0,3} ?){0,3}(visit(s|ing)?)?"), 1..50),
    ) {
        let mut book = Book::new();
        book.store
            .act(1, |act| {
                for name in ["A", "B", "C"] {
                    act.create(Entity::Tag, fields(&[("name", name.into())]))?;
                }
                Ok("Tags added".to_owned())
            })
            .unwrap();
        for step in steps {
            anything(&mut book, step);
        }
        book.sound();
        let grown = contents(&book);
        book.store.rebuild_search().unwrap();
        prop_assert_eq!(grown, contents(&book));
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
