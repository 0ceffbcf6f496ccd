//! The facet index: everything about evidence that can be counted, in memory, without a word of it.
//!
//! A join over a million pieces and their tags takes SQLite ten seconds; a pass over these columns takes some
//! milliseconds and gives every count at once. The index is derived from rows and never stored: it is built after
//! opening and patched from each commit.

mod filter;
mod matrix;
mod names;
mod scan;

#[cfg(test)]
mod tests;

pub use filter::{Dates, Filter, SavedView, TagMode};
pub use matrix::{Across, Matrix};
pub use names::Names;
pub use scan::{Counts, Found, Order};

use super::audit::Status;
use super::case::CaseKind;
use super::evidence::Direction;
use jiff::civil::Date;
use std::collections::HashMap;

/// What the index knows of an audit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditFacts {
    /// Its number in this workbook.
    pub id: i64,
    /// The kind of case.
    pub kind: Option<CaseKind>,
    /// The team in the period audited.
    pub team: String,
    /// Who audits.
    pub auditor: i64,
    /// Where it stands.
    pub status: Status,
}

/// What the index knows of a piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its number in this workbook.
    pub id: i64,
    /// The audit it belongs to.
    pub audit: i64,
    /// The judgement under which it was written.
    pub judgement: String,
    /// Where it was seen.
    pub source: String,
    /// Which way it points.
    pub direction: Direction,
    /// The day it happened.
    pub happened: Option<Date>,
    /// The day the auditor saw it.
    pub seen: Option<Date>,
    /// The tags it carries.
    pub tags: Vec<i64>,
    /// The criteria it speaks to.
    pub criteria: Vec<String>,
}

/// A day as the index keeps it: days since 1 January 2000. The lowest number stands for none.
pub(super) const NO_DAY: i16 = i16::MIN;

/// Days since 1 January 2000; days outside 1910 to 2089 stand at the end of that range.
pub(super) fn day(date: Option<Date>) -> i16 {
    date.map_or(NO_DAY, |date| {
        let days = date
            .since(jiff::civil::date(2000, 1, 1))
            .map_or(0, |span| span.get_days());
        days.clamp(i32::from(NO_DAY) + 1, i32::from(i16::MAX)) as i16
    })
}

/// Members of every row in one pool: a row that outgrows its place moves to the end.
#[derive(Clone, Debug, Default)]
struct Sets {
    start: Vec<u32>,
    length: Vec<u8>,
    members: Vec<u16>,
}

impl Sets {
    fn get(&self, row: usize) -> &[u16] {
        let start = self.start.get(row).copied().unwrap_or(0) as usize;
        let length = self.length.get(row).copied().unwrap_or(0) as usize;
        self.members.get(start..start + length).unwrap_or_default()
    }

    /// Makes room for a row and gives it its members.
    fn insert(&mut self, row: usize, members: &[u16]) {
        self.start.insert(row, self.members.len() as u32);
        self.length.insert(row, 0);
        self.set(row, members);
    }

    /// At most 255 members: nobody reads a piece of evidence with more.
    fn set(&mut self, row: usize, members: &[u16]) {
        let members = members.get(..255).unwrap_or(members);
        let (Some(start), Some(length)) = (self.start.get_mut(row), self.length.get_mut(row)) else {
            return;
        };
        if members.len() > *length as usize {
            *start = self.members.len() as u32;
            self.members.extend_from_slice(members);
        } else if let Some(place) = self.members.get_mut(*start as usize..*start as usize + members.len()) {
            place.copy_from_slice(members);
        }
        *length = members.len() as u8;
    }
}

/// The index. Rows stand in the order of the evidence's numbers.
#[derive(Clone, Debug, Default)]
pub struct Facets {
    ids: Vec<u32>,
    alive: Vec<bool>,
    audit: Vec<u32>,
    direction: Vec<u8>,
    source: Vec<u16>,
    judgement: Vec<u16>,
    happened: Vec<i16>,
    seen: Vec<i16>,
    tags: Sets,
    criteria: Sets,
    audits: Vec<AuditSlot>,
    slots: HashMap<i64, u32>,
    sources: Names<String>,
    judgements: Names<String>,
    criterion_ids: Names<String>,
    tag_ids: Names<i64>,
    teams: Names<String>,
    auditors: Names<i64>,
    count: usize,
}

/// An audit as the index keeps it.
#[derive(Clone, Copy, Debug)]
struct AuditSlot {
    id: i64,
    /// Numbers of the kind of case, the team and the auditor.
    kind: u16,
    team: u16,
    auditor: u16,
    status: Status,
}

/// The number of a kind of case; the last stands for none.
fn kind_number(kind: Option<CaseKind>) -> u16 {
    kind.and_then(|kind| CaseKind::ALL.iter().position(|known| *known == kind))
        .unwrap_or(CaseKind::ALL.len()) as u16
}

fn direction_number(direction: Direction) -> u8 {
    Direction::ALL.iter().position(|known| *known == direction).unwrap_or(0) as u8
}

impl Facets {
    /// How many pieces of evidence it holds.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Makes room for so many pieces, so that building does not copy what it has.
    pub fn reserve(&mut self, pieces: usize) {
        self.ids.reserve_exact(pieces);
        self.alive.reserve_exact(pieces);
        self.audit.reserve_exact(pieces);
        self.direction.reserve_exact(pieces);
        self.source.reserve_exact(pieces);
        self.judgement.reserve_exact(pieces);
        self.happened.reserve_exact(pieces);
        self.seen.reserve_exact(pieces);
        for sets in [&mut self.tags, &mut self.criteria] {
            sets.start.reserve_exact(pieces);
            sets.length.reserve_exact(pieces);
        }
    }

    /// Takes in an audit, new or changed.
    pub fn put_audit(&mut self, facts: &AuditFacts) {
        let slot = AuditSlot {
            id: facts.id,
            kind: kind_number(facts.kind),
            team: self.teams.number(&facts.team),
            auditor: self.auditors.number(&facts.auditor),
            status: facts.status,
        };
        if let Some(at) = self.slots.get(&facts.id) {
            if let Some(known) = self.audits.get_mut(*at as usize) {
                *known = slot;
            }
        } else {
            self.slots.insert(facts.id, self.audits.len() as u32);
            self.audits.push(slot);
        }
    }

    /// Takes in a piece of evidence, new or changed. Its audit is put in first.
    pub fn put(&mut self, piece: &Piece) {
        let (Some(audit), Ok(id)) = (self.slots.get(&piece.audit).copied(), u32::try_from(piece.id)) else {
            return;
        };
        let source = self.sources.number(&piece.source);
        let judgement = self.judgements.number(&piece.judgement);
        let tags: Vec<u16> = piece.tags.iter().map(|tag| self.tag_ids.number(tag)).collect();
        let criteria: Vec<u16> = piece
            .criteria
            .iter()
            .map(|criterion| self.criterion_ids.number(criterion))
            .collect();
        let row = match self.ids.binary_search(&id) {
            Ok(row) => row,
            Err(row) => {
                // Nearly always at the end.
                self.ids.insert(row, id);
                self.alive.insert(row, false);
                self.audit.insert(row, audit);
                self.direction.insert(row, 0);
                self.source.insert(row, 0);
                self.judgement.insert(row, 0);
                self.happened.insert(row, NO_DAY);
                self.seen.insert(row, NO_DAY);
                self.tags.insert(row, &[]);
                self.criteria.insert(row, &[]);
                row
            }
        };
        set(&mut self.audit, row, audit);
        set(&mut self.direction, row, direction_number(piece.direction));
        set(&mut self.source, row, source);
        set(&mut self.judgement, row, judgement);
        set(&mut self.happened, row, day(piece.happened));
        set(&mut self.seen, row, day(piece.seen));
        self.tags.set(row, &tags);
        self.criteria.set(row, &criteria);
        if let Some(alive) = self.alive.get_mut(row).filter(|alive| !**alive) {
            *alive = true;
            self.count += 1;
        }
    }

    /// Lets go of a piece of evidence that is no longer there.
    pub fn remove(&mut self, id: i64) {
        let row = u32::try_from(id).ok().and_then(|id| self.ids.binary_search(&id).ok());
        if let Some(alive) = row.and_then(|row| self.alive.get_mut(row)).filter(|alive| **alive) {
            *alive = false;
            self.count -= 1;
        }
    }
}

fn set<T>(column: &mut [T], row: usize, value: T) {
    if let Some(cell) = column.get_mut(row) {
        *cell = value;
    }
}
