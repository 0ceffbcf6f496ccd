//! One pass over the index: what a filter lets through, and how many beside each choice.

use super::{Facets, Filter, NO_DAY, Names, day, direction_number, kind_number};
use crate::model::case::{CaseKind, keyed};
use crate::model::evidence::Direction;
use std::collections::BTreeSet;
use std::hash::Hash;

keyed! {
    /// In which order evidence is shown.
    #[derive(Default)]
    Order {
        /// What was seen last comes first.
        #[default]
        Newest = "newest", "Newest first";
        /// What was seen first comes first.
        Oldest = "oldest", "Oldest first";
    }
}

/// How many pieces stand beside each choice. A facet's counts ignore the choice made in that facet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// By direction.
    pub directions: Vec<(Direction, u32)>,
    /// By tag.
    pub tags: Vec<(i64, u32)>,
    /// By source.
    pub sources: Vec<(String, u32)>,
    /// By judgement.
    pub judgements: Vec<(String, u32)>,
    /// By criterion.
    pub criteria: Vec<(String, u32)>,
    /// By team.
    pub teams: Vec<(String, u32)>,
    /// By auditor.
    pub auditors: Vec<(i64, u32)>,
    /// By kind of case.
    pub kinds: Vec<(CaseKind, u32)>,
}

/// What a filter lets through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The numbers of the pieces, in the order asked for.
    pub ids: Vec<u32>,
    /// How many stand beside each choice.
    pub counts: Counts,
}

// Facets that are chosen by value; a row keeps a bit for each that does not let it through.
const DIRECTION: u8 = 1;
const TAG: u8 = 2;
const SOURCE: u8 = 4;
const JUDGEMENT: u8 = 8;
const CRITERION: u8 = 16;
const TEAM: u8 = 32;
const AUDITOR: u8 = 64;
const KIND: u8 = 128;

/// The bit of a facet for each of its numbers: nothing where the number is chosen or nothing is.
fn bits<T: Clone + Eq + Hash + Ord>(names: &Names<T>, chosen: &BTreeSet<T>, bit: u8) -> Vec<u8> {
    let of = |value| {
        if chosen.is_empty() || chosen.contains(value) {
            0
        } else {
            bit
        }
    };
    names.values().iter().map(of).collect()
}

/// Which numbers are chosen.
fn marks<T: Clone + Eq + Hash + Ord>(names: &Names<T>, chosen: &BTreeSet<T>) -> Vec<bool> {
    names.values().iter().map(|value| chosen.contains(value)).collect()
}

fn at<T: Copy + Default>(table: &[T], number: u16) -> T {
    table.get(number as usize).copied().unwrap_or_default()
}

fn count(table: &mut [u32], number: u16) {
    if let Some(n) = table.get_mut(number as usize) {
        *n += 1;
    }
}

/// Whether a day lies between two; no day lies nowhere.
fn within((from, to): (i16, i16), day: i16) -> bool {
    day != NO_DAY && from <= day && day <= to
}

fn counted<T: Clone + Eq + Hash>(names: &Names<T>, counts: &[u32]) -> Vec<(T, u32)> {
    names.values().iter().cloned().zip(counts.iter().copied()).collect()
}

impl Facets {
    /// Everything a filter lets through, with every count, in one pass. `words` are the numbers of the pieces whose words
    /// match, ascending; none when no words are asked for.
    pub fn find(&self, filter: &Filter, order: Order, words: Option<&[u32]>) -> Found {
        let mut tally = Tally::new(self);
        let mut rows = Vec::new();
        self.pass(filter, words, |row, fails| {
            if fails == 0 {
                rows.push(row as u32);
            }
            tally.take(self, row, fails);
        });
        let id = |row: u32| self.ids.get(row as usize).copied().unwrap_or_default();
        let rows = self.by_day(&rows, order);
        Found {
            ids: rows.into_iter().map(id).collect(),
            counts: tally.counts(self),
        }
    }

    /// Rows by the day they were seen, in one pass over a counter for each day; of one day the later piece is the newer.
    fn by_day(&self, rows: &[u32], order: Order) -> Vec<u32> {
        let seen = |row: &u32| (i32::from(self.seen.get(*row as usize).copied().unwrap_or(NO_DAY)) + 32_768) as usize;
        let newest = order == Order::Newest;
        let mut place = vec![0_u32; 65_537];
        for row in rows {
            let day = if newest { 65_535 - seen(row) } else { seen(row) };
            if let Some(n) = place.get_mut(day + 1) {
                *n += 1;
            }
        }
        let mut before = 0;
        for n in &mut place {
            before += *n;
            *n = before;
        }
        let mut sorted = vec![0; rows.len()];
        let mut put = |row: &u32| {
            let day = if newest { 65_535 - seen(row) } else { seen(row) };
            if let Some(at) = place.get_mut(day) {
                if let Some(cell) = sorted.get_mut(*at as usize) {
                    *cell = *row;
                }
                *at += 1;
            }
        };
        if newest {
            rows.iter().rev().for_each(&mut put);
        } else {
            rows.iter().for_each(&mut put);
        }
        sorted
    }

    /// Calls `each` for every row that is let through by all facets but at most one, with the bit of that one.
    pub(super) fn pass(&self, filter: &Filter, words: Option<&[u32]>, mut each: impl FnMut(usize, u8)) {
        let direction: Vec<u8> = Direction::ALL
            .iter()
            .map(|known| {
                if filter.directions.is_empty() || filter.directions.contains(known) {
                    0
                } else {
                    DIRECTION
                }
            })
            .collect();
        let source = bits(&self.sources, &filter.sources, SOURCE);
        let judgement = bits(&self.judgements, &filter.judgements, JUDGEMENT);
        let audits = self.audit_bits(filter);
        let any = marks(&self.tag_ids, &filter.tags);
        let all = marks(&self.tag_ids, &filter.all_tags);
        let none = marks(&self.tag_ids, &filter.no_tags);
        let criterion = marks(&self.criterion_ids, &filter.criteria);
        let (by_tag, by_criterion) = (!filter.tags.is_empty(), !filter.criteria.is_empty());
        let more_tags = !filter.all_tags.is_empty() || !filter.no_tags.is_empty();
        let range = |dates: super::Dates| {
            let from = dates.from.map_or(NO_DAY + 1, |date| day(Some(date)));
            (from, dates.to.map_or(i16::MAX, |date| day(Some(date))))
        };
        let happened = (!filter.happened.open()).then(|| range(filter.happened));
        let seen = (!filter.seen.open()).then(|| range(filter.seen));
        let mut words = words.map(|words| words.iter().peekable());
        let columns = self.audit.iter().zip(&self.alive).zip(&self.direction);
        let columns = columns.zip(self.source.iter().zip(&self.judgement));
        for (row, (id, (((audit, alive), way), (from, under)))) in self.ids.iter().zip(columns).enumerate() {
            if let Some(words) = &mut words {
                while words.next_if(|word| *word < id).is_some() {}
                if words.peek() != Some(&id) {
                    continue;
                }
            }
            let Some(Some(mut fails)) = audits.get(*audit as usize).copied().filter(|_| *alive) else {
                continue;
            };
            fails |= at(&direction, u16::from(*way)) | at(&source, *from) | at(&judgement, *under);
            if by_tag && !self.tags.get(row).iter().any(|tag| at(&any, *tag)) {
                fails |= TAG;
            }
            if by_criterion && !self.criteria.get(row).iter().any(|number| at(&criterion, *number)) {
                fails |= CRITERION;
            }
            if fails.count_ones() > 1 {
                continue;
            }
            if more_tags {
                let tags = self.tags.get(row);
                let carried = tags.iter().filter(|tag| at(&all, **tag)).count();
                if carried < filter.all_tags.len() || tags.iter().any(|tag| at(&none, *tag)) {
                    continue;
                }
            }
            let day_of = |column: &[i16]| column.get(row).copied().unwrap_or(NO_DAY);
            if happened.is_some_and(|range| !within(range, day_of(&self.happened)))
                || seen.is_some_and(|range| !within(range, day_of(&self.seen)))
            {
                continue;
            }
            each(row, fails);
        }
    }

    /// What each audit fails; nothing where its evidence is not wanted at all.
    fn audit_bits(&self, filter: &Filter) -> Vec<Option<u8>> {
        let team = bits(&self.teams, &filter.teams, TEAM);
        let auditor = bits(&self.auditors, &filter.auditors, AUDITOR);
        let mut kind = vec![if filter.kinds.is_empty() { 0 } else { KIND }; CaseKind::ALL.len() + 1];
        for chosen in &filter.kinds {
            if let Some(bit) = kind.get_mut(kind_number(Some(*chosen)) as usize) {
                *bit = 0;
            }
        }
        let of = |slot: &super::AuditSlot| {
            let wanted = filter.audit.is_none_or(|audit| audit == slot.id) && (!filter.counted || slot.status.counts());
            wanted.then(|| at(&team, slot.team) | at(&auditor, slot.auditor) | at(&kind, slot.kind))
        };
        self.audits.iter().map(of).collect()
    }
}

/// Counts under way.
struct Tally {
    direction: [u32; 3],
    tag: Vec<u32>,
    source: Vec<u32>,
    judgement: Vec<u32>,
    criterion: Vec<u32>,
    /// By audit: pieces let through, and pieces that only the audit's own facet holds back.
    audit: Vec<(u32, [u32; 3])>,
}

impl Tally {
    fn new(facets: &Facets) -> Self {
        Self {
            direction: [0; 3],
            tag: vec![0; facets.tag_ids.values().len()],
            source: vec![0; facets.sources.values().len()],
            judgement: vec![0; facets.judgements.values().len()],
            criterion: vec![0; facets.criterion_ids.values().len()],
            audit: vec![(0, [0; 3]); facets.audits.len()],
        }
    }

    fn take(&mut self, facets: &Facets, row: usize, fails: u8) {
        let lets = |bit: u8| fails & !bit == 0;
        let number = |column: &[u16]| column.get(row).copied().unwrap_or(0);
        if lets(DIRECTION) {
            let direction = facets.direction.get(row).copied().unwrap_or(0);
            count(&mut self.direction, u16::from(direction));
        }
        if lets(TAG) {
            for tag in facets.tags.get(row) {
                count(&mut self.tag, *tag);
            }
        }
        if lets(SOURCE) {
            count(&mut self.source, number(&facets.source));
        }
        if lets(JUDGEMENT) {
            count(&mut self.judgement, number(&facets.judgement));
        }
        if lets(CRITERION) {
            for criterion in facets.criteria.get(row) {
                count(&mut self.criterion, *criterion);
            }
        }
        if let Some((through, only)) = facets
            .audit
            .get(row)
            .and_then(|audit| self.audit.get_mut(*audit as usize))
        {
            match fails {
                0 => *through += 1,
                TEAM => only[0] += 1,
                AUDITOR => only[1] += 1,
                KIND => only[2] += 1,
                _ => {}
            }
        }
    }

    fn counts(self, facets: &Facets) -> Counts {
        let mut team = vec![0; facets.teams.values().len()];
        let mut auditor = vec![0; facets.auditors.values().len()];
        let mut kind = vec![0; CaseKind::ALL.len()];
        let add = |table: &mut [u32], number: u16, n: u32| {
            if let Some(sum) = table.get_mut(number as usize) {
                *sum += n;
            }
        };
        for (slot, (through, [by_team, by_auditor, by_kind])) in facets.audits.iter().zip(&self.audit) {
            add(&mut team, slot.team, through + by_team);
            add(&mut auditor, slot.auditor, through + by_auditor);
            add(&mut kind, slot.kind, through + by_kind);
        }
        let direction = |known: &Direction| {
            let n = self.direction.get(direction_number(*known) as usize);
            (*known, n.copied().unwrap_or(0))
        };
        Counts {
            directions: Direction::ALL.iter().map(direction).collect(),
            tags: counted(&facets.tag_ids, &self.tag),
            sources: counted(&facets.sources, &self.source),
            judgements: counted(&facets.judgements, &self.judgement),
            criteria: counted(&facets.criterion_ids, &self.criterion),
            teams: counted(&facets.teams, &team),
            auditors: counted(&facets.auditors, &auditor),
            kinds: CaseKind::ALL.iter().copied().zip(kind).collect(),
        }
    }
}
