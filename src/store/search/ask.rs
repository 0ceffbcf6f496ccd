//! Asking the search index: a query as steps from the best matches to all of them.

use super::{AUDIT_BITS, Hit, ROW_BITS, hit, kind_number, number, quoted};
use crate::model::change::Fields;
use crate::model::search::{Kind, Query, SHORTEST_PREFIX, Term};
use crate::model::words::stem;
use crate::store::rows::Rows;
use crate::store::{Result, Store, StoreError};
use rusqlite::params;
use std::collections::HashSet;

/// Matches are counted up to here; then it is said that there are more.
pub const COUNTED: usize = 50_000;

/// Matches looked at where only some audits are wanted, before the rest is left aside.
const LOOKED_AT: usize = 400_000;

/// Forms of one word that are looked for.
const MOST_FORMS: usize = 24;

/// Words that begin alike are looked for one by one up to here: FTS5 reads all of what a beginning matches before it gives
/// the first, unless it has an index of beginnings, which it has of three letters. Two letters are looked for as every
/// three that begin with them: an index of their own would be a third of the whole.
const MOST_ENDINGS: usize = 64;

/// With more words that begin with the last one, words together are only looked for as typed.
const TOGETHER: usize = 16;

/// Letters of the beginnings that have an index.
const INDEXED_PREFIX: usize = 3;

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matches {
    /// The best of them, in order.
    pub hits: Vec<Hit>,
    /// How many there are, counted up to [`COUNTED`].
    pub count: usize,
    /// Whether there are more than were counted.
    pub more: bool,
}

/// In which rows to search.
#[derive(Clone, Debug, Default)]
pub struct Within<'a> {
    /// Rows of these kinds; of any where there are none.
    pub kinds: &'a [Kind],
    /// Rows of this audit alone.
    pub audit: Option<i64>,
    /// Rows of these audits.
    pub audits: Option<&'a HashSet<i64>>,
}

/// Any one of these.
fn either(of: &[String]) -> String {
    format!("({})", of.join(" OR "))
}

impl Store {
    /// The forms of a word that the workbook holds, itself left out.
    fn forms(&self, word: &str) -> Result<Vec<String>> {
        self.list(
            "SELECT word FROM search_words WHERE stem = ?1 AND word <> ?2 LIMIT ?3",
            params![stem(word), word, MOST_FORMS as i64],
            |row| row.get(0),
        )
    }

    /// The words that begin with these letters, if they are few and their beginning has no index; of a beginning that is
    /// shorter than those with one, every such beginning.
    fn endings(&self, start: &str) -> Result<Option<Vec<String>>> {
        let letters = start.chars().count();
        if letters == INDEXED_PREFIX {
            return Ok(None);
        }
        let cut = if letters < INDEXED_PREFIX {
            INDEXED_PREFIX
        } else {
            usize::MAX
        };
        let found = self.list(
            "SELECT DISTINCT substr(word, 1, ?3) FROM search_words WHERE word >= ?1 AND word < ?1 || char(1114111)
             ORDER BY 1 LIMIT ?2",
            params![start, MOST_ENDINGS as i64 + 1, i64::try_from(cut).unwrap_or(i64::MAX)],
            |row| row.get::<_, String>(0),
        )?;
        Ok(Some(found).filter(|found| found.len() <= MOST_ENDINGS))
    }

    /// What finds words one after the other, the last of them also as the beginning of longer ones.
    fn begun(&self, before: &str, last: &str) -> Result<Vec<String>> {
        let run = |last: &str| quoted(format!("{before} {last}").trim_start());
        Ok(match self.endings(last)? {
            // What nothing holds is looked for all the same: an expression is never empty.
            Some(endings) if endings.is_empty() => vec![run(last)],
            Some(endings) if last.chars().count() < INDEXED_PREFIX => endings
                .iter()
                .map(|start| match start.chars().count() {
                    INDEXED_PREFIX => format!("{}*", run(start)),
                    _ => run(start),
                })
                .collect(),
            Some(endings) => endings.iter().map(|word| run(word)).collect(),
            None => vec![format!("{}*", run(last))],
        })
    }

    /// A query as FTS5 expressions: the words one after the other, the words as typed, any form of them.
    fn steps(&self, query: &Query) -> Result<Vec<String>> {
        let last = query.terms.len().saturating_sub(1);
        let (mut typed, mut any, mut run) = (Vec::new(), Vec::new(), Vec::new());
        for (at, term) in query.terms.iter().enumerate() {
            let goes_on = |word: &str| query.open_ended && at == last && word.chars().count() >= SHORTEST_PREFIX;
            match term {
                Term::Word(word) => {
                    let mut forms = if goes_on(word) {
                        self.begun("", word)?
                    } else {
                        vec![quoted(word)]
                    };
                    forms.extend(self.forms(word)?.iter().map(|form| quoted(form)));
                    forms.sort_unstable();
                    forms.dedup();
                    typed.push(quoted(word));
                    any.push(either(&forms));
                    run.push(word.as_str());
                }
                Term::Phrase(words) => {
                    let phrase = match words.split_last() {
                        Some((end, before)) if goes_on(end) => either(&self.begun(&before.join(" "), end)?),
                        _ => quoted(&words.join(" ")),
                    };
                    typed.push(phrase.clone());
                    any.push(phrase);
                }
            }
        }
        let mut steps = Vec::new();
        if run.len() == query.terms.len()
            && let Some((end, before)) = run.split_last().filter(|(_, before)| !before.is_empty())
        {
            let goes_on = query.open_ended && end.chars().count() >= SHORTEST_PREFIX;
            steps.push(match goes_on {
                true => {
                    let mut begun = self.begun(&before.join(" "), end)?;
                    if begun.len() > TOGETHER {
                        begun = vec![quoted(&run.join(" "))];
                    }
                    either(&begun)
                }
                false => quoted(&run.join(" ")),
            });
        }
        steps.push(typed.join(" AND "));
        steps.push(any.join(" AND "));
        steps.dedup();
        Ok(steps)
    }

    /// Searches: the best `limit` rows that hold every term, and how many there are. Where the words stand together comes
    /// first, then where they stand as typed, then where they stand in another form; the newest audits first in each.
    pub fn find(&self, query: &Query, within: &Within<'_>, limit: usize) -> Result<Matches> {
        let mut found = Matches::default();
        if query.is_empty() {
            return Ok(found);
        }
        let steps = self.steps(query)?;
        let ranges = ranges(within);
        let mut known = HashSet::new();
        for (at, step) in steps.iter().enumerate() {
            // The widest finds everything: it is counted on the way, and only counted where enough was found before.
            let widest = at + 1 == steps.len();
            let wanted = limit - found.hits.len();
            if wanted == 0 && !widest {
                continue;
            }
            let mut of_step = Vec::new();
            for range in &ranges {
                let mut here = 0;
                // What better steps found stands here again.
                let room = match widest {
                    true => COUNTED + 1 - found.count,
                    false => wanted + known.len(),
                };
                self.matching(step, *range, within, room, |hit| {
                    if here < wanted && !known.contains(&hit) {
                        of_step.push(hit);
                        here += 1;
                    }
                    if widest {
                        found.count += 1;
                        return found.count <= COUNTED;
                    }
                    here < wanted
                })?;
            }
            of_step.sort_by_key(|hit| (std::cmp::Reverse(hit.audit), hit.kind, std::cmp::Reverse(hit.row)));
            of_step.truncate(wanted);
            known.extend(of_step.iter().copied());
            found.hits.extend(of_step);
        }
        found.more = found.count > COUNTED;
        found.count = found.count.min(COUNTED);
        Ok(found)
    }

    /// Gives what matches in a range of numbers, newest first, to `take` until it has enough.
    fn matching(
        &self,
        expression: &str,
        range: (i64, i64),
        within: &Within<'_>,
        at_most: usize,
        mut take: impl FnMut(Hit) -> bool,
    ) -> Result<()> {
        let limit = if within.audits.is_some() { LOOKED_AT } else { at_most };
        let mut run = || -> rusqlite::Result<()> {
            let mut statement = self.conn.prepare_cached(
                "SELECT rowid FROM search WHERE search MATCH ?1 AND rowid BETWEEN ?2 AND ?3
                 ORDER BY rowid DESC LIMIT ?4",
            )?;
            let mut rows = statement.query(params![expression, range.0, range.1, limit as i64])?;
            while let Some(row) = rows.next()? {
                let Some(hit) = hit(row.get(0)?) else { continue };
                let wanted = within.audits.is_none_or(|audits| audits.contains(&hit.audit));
                if wanted && !take(hit) {
                    break;
                }
            }
            Ok(())
        };
        run().map_err(|error| self.sql(&error))
    }

    /// The numbers of every piece of evidence that holds these words, ascending.
    pub fn evidence_with(&self, typed: &str) -> Result<Vec<u32>> {
        let query = Query::read(typed);
        if query.is_empty() {
            return Ok(Vec::new());
        }
        let steps = self.steps(&query)?;
        let range = range(Kind::Evidence, None);
        let mut ids = self.list(
            "SELECT rowid FROM search WHERE search MATCH ?1 AND rowid BETWEEN ?2 AND ?3",
            params![steps.last(), range.0, range.1],
            |row| Ok((row.get::<_, i64>(0)? & ((1 << ROW_BITS) - 1)) as u32),
        )?;
        ids.sort_unstable();
        Ok(ids)
    }

    /// The words of a row that was found, with the fields that say where it stands; nothing when it is gone.
    pub fn found_fields(&self, hit: Hit) -> Result<Option<Fields>> {
        let around: &[&str] = match hit.kind {
            Kind::Evidence => &["judgement", "direction", "happened", "seen", "criteria"],
            Kind::Note => &["criterion"],
            Kind::Judgement | Kind::Area => &["judgement"],
            Kind::Action => &["judgement", "due", "done"],
            Kind::Audit | Kind::Concern => &[],
        };
        let searched = hit.kind.fields().iter().map(|(name, _)| *name);
        let names: Vec<&str> = searched.chain(around.iter().copied()).collect();
        match Rows::new(&self.conn, &self.path).read(hit.kind.entity(), hit.row, &names) {
            Ok(fields) => Ok(Some(fields)),
            Err(StoreError::Gone) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// The numbers of a kind, of one audit or of all.
fn range(kind: Kind, audit: Option<i64>) -> (i64, i64) {
    let first = kind_number(kind) << (AUDIT_BITS + ROW_BITS);
    match audit.and_then(|audit| number(kind, audit, 0)) {
        Some(start) => (start, start | ((1 << ROW_BITS) - 1)),
        None => (first, first | ((1 << (AUDIT_BITS + ROW_BITS)) - 1)),
    }
}

fn ranges(within: &Within<'_>) -> Vec<(i64, i64)> {
    let kinds = if within.kinds.is_empty() {
        Kind::ALL
    } else {
        within.kinds
    };
    kinds.iter().map(|kind| range(*kind, within.audit)).collect()
}
