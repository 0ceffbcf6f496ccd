//! Hiding small numbers, so that no child can be recognised in a table.
//!
//! A number from 1 to 4 is shown as "fewer than 5"; nought is shown. Where the shown numbers and totals give a small
//! one away, the smallest number that prevents it is hidden too, until every small number could be at least two
//! different ones. What can be worked out is judged by supposing another value and following it through all lines at
//! once, which is stronger than looking at one line after another, though not a proof against every combination with
//! tables elsewhere.

use serde::Serialize;

/// The smallest number that is shown.
pub const SMALLEST_SHOWN: u32 = 5;

/// The smallest total of which percentages are given.
pub const SMALLEST_SHARED: u32 = 10;

/// A number in a table, or that it is hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cell {
    /// The number itself.
    N(u32),
    /// From 1 to 4, shown as `<5`.
    Small,
    /// Any number, hidden so that a small one cannot be worked out from it.
    Hidden,
}

/// A line of numbers and their total.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The numbers.
    pub cells: Vec<Cell>,
    /// Their total.
    pub total: Cell,
    /// Each number's share of the total in whole per cent: only where both are shown and the total is 10 or more.
    pub shares: Vec<Option<u32>>,
}

/// A number on its own, hidden when it is small.
pub fn suppress(n: u32) -> Cell {
    if (1..SMALLEST_SHOWN).contains(&n) {
        Cell::Small
    } else {
        Cell::N(n)
    }
}

/// A line that stands alone.
pub fn suppress_line(counts: &[u32]) -> Line {
    let mut table = Table::default();
    let parts: Vec<usize> = counts.iter().map(|&n| table.add(n)).collect();
    let whole = table.add(sum(counts));
    table.sums.push(Sum { parts, whole });
    table.protect();
    table.lines().into_iter().next().unwrap_or_else(|| Line {
        cells: Vec::new(),
        total: Cell::N(0),
        shares: Vec::new(),
    })
}

/// Lines that together make up a whole which is shown elsewhere as [`suppress_line`] of the columns' sums. Short
/// lines are filled with noughts.
pub fn suppress_table(rows: &[Vec<u32>]) -> Vec<Line> {
    let width = rows.iter().map(Vec::len).max().unwrap_or_default();
    let mut table = Table::default();
    let mut columns = vec![Vec::new(); width + 1];
    let mut sums = vec![0_u32; width];
    for row in rows {
        let filled: Vec<u32> = (0..width).map(|i| row.get(i).copied().unwrap_or_default()).collect();
        for (total, n) in sums.iter_mut().zip(&filled) {
            *total = total.saturating_add(*n);
        }
        let parts: Vec<usize> = filled.iter().map(|&n| table.add(n)).collect();
        let whole = table.add(sum(&filled));
        for (column, &cell) in columns.iter_mut().zip(parts.iter().chain([&whole])) {
            column.push(cell);
        }
        table.sums.push(Sum { parts, whole });
    }
    let shown = suppress_line(&sums);
    let margins: Vec<usize> = sums
        .iter()
        .chain([&sum(&sums)])
        .zip(shown.cells.iter().chain([&shown.total]))
        .map(|(&n, &cell)| table.add_fixed(n, cell))
        .collect();
    for (parts, &whole) in columns.into_iter().zip(&margins) {
        table.sums.push(Sum { parts, whole });
    }
    // The columns' sums are printed too, and add up to the whole: what narrows one of them narrows the others.
    if let Some((whole, parts)) = margins.split_last() {
        table.sums.push(Sum {
            parts: parts.to_vec(),
            whole: *whole,
        });
    }
    table.protect();
    let mut lines = table.lines();
    lines.truncate(rows.len());
    lines
}

fn sum(counts: &[u32]) -> u32 {
    counts.iter().copied().fold(0, u32::saturating_add)
}

/// How many values are tried to find one that a number could have as well.
const OTHERS_TRIED: i64 = 12;

/// Far above any sum of counts, and far below overflow when many of them are added.
const ENDLESS: i64 = 1 << 48;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Number {
    value: u32,
    shown: Cell,
    /// Shown elsewhere as it is, so hiding it here would help nobody.
    fixed: bool,
}

impl Number {
    fn range(self) -> Range {
        match self.shown {
            Cell::N(n) => (i64::from(n), i64::from(n)),
            Cell::Small => (1, i64::from(SMALLEST_SHOWN) - 1),
            Cell::Hidden => (0, ENDLESS),
        }
    }
}

/// Numbers that add up to another.
#[derive(Debug, Clone, Default)]
struct Sum {
    parts: Vec<usize>,
    whole: usize,
}

impl Sum {
    fn has(&self, i: usize) -> bool {
        self.whole == i || self.parts.contains(&i)
    }
}

#[derive(Debug, Clone, Default)]
struct Table {
    numbers: Vec<Number>,
    sums: Vec<Sum>,
}

impl Table {
    fn add(&mut self, value: u32) -> usize {
        self.numbers.push(Number {
            value,
            shown: suppress(value),
            fixed: false,
        });
        self.numbers.len() - 1
    }

    fn add_fixed(&mut self, value: u32, shown: Cell) -> usize {
        self.numbers.push(Number {
            value,
            shown,
            fixed: true,
        });
        self.numbers.len() - 1
    }

    /// Hides more until no small number can be worked out. Every turn hides something, so it ends.
    fn protect(&mut self) {
        while let Some(exposed) = self.exposed() {
            if !self.hide_for(exposed) {
                self.hide_all();
                return;
            }
        }
    }

    /// A small number that has only one value left.
    fn exposed(&self) -> Option<usize> {
        let ranges = self.narrowed(None)?;
        (0..self.numbers.len()).find(|&i| self.is_exposed(&ranges, i))
    }

    /// Whether every other value in this number's range leads to a contradiction.
    fn is_exposed(&self, ranges: &[Range], i: usize) -> bool {
        let Some((number, &(low, high))) = self.numbers.get(i).zip(ranges.get(i)) else {
            return false;
        };
        let value = i64::from(number.value);
        (1..SMALLEST_SHOWN).contains(&number.value)
            && !matches!(number.shown, Cell::N(_))
            && !(low..=high.min(low + OTHERS_TRIED))
                .any(|other| other != value && self.narrowed(Some((i, other))).is_some())
    }

    /// Every number's range from all lines, with one number supposed; none where that contradicts them.
    fn narrowed(&self, supposed: Option<(usize, i64)>) -> Option<Vec<Range>> {
        let mut ranges: Vec<Range> = self.numbers.iter().map(|number| number.range()).collect();
        if let Some((i, value)) = supposed {
            *ranges.get_mut(i)? = (value, value);
        }
        // Each round settles at least one number; ranges without an end could otherwise shrink for ever.
        for _ in 0..=self.numbers.len() {
            let before = ranges.clone();
            for line in &self.sums {
                narrow(&mut ranges, line);
            }
            if ranges.iter().any(|(low, high)| low > high) {
                return None;
            }
            if ranges == before {
                break;
            }
        }
        Some(ranges)
    }

    /// Hides the number that costs least of those whose hiding keeps this one from being worked out, or the cheapest
    /// of its own lines where it takes more than one.
    fn hide_for(&mut self, exposed: usize) -> bool {
        let mut candidates: Vec<usize> = (0..self.numbers.len()).filter(|&i| self.cost(i).is_some()).collect();
        candidates.sort_by_key(|&i| self.cost(i));
        let enough = candidates.iter().copied().find(|&i| {
            let mut trial = self.clone();
            trial.hide(i);
            trial
                .narrowed(None)
                .is_some_and(|ranges| !trial.is_exposed(&ranges, exposed))
        });
        let beside = || {
            let near = |i: &usize| self.sums.iter().any(|line| line.has(exposed) && line.has(*i));
            candidates.iter().copied().find(near).or(candidates.first().copied())
        };
        enough.or_else(beside).is_some_and(|i| self.hide(i))
    }

    /// What hiding this number takes from the reader: the smallest number least, then a nought, then "fewer than 5",
    /// which says too much in some places, and a total most. None where it cannot be hidden any more.
    fn cost(&self, i: usize) -> Option<(u8, u32)> {
        let number = self.numbers.get(i).filter(|number| !number.fixed)?;
        let total = self.sums.iter().any(|line| line.whole == i);
        match number.shown {
            Cell::Hidden => None,
            _ if total => Some((3, number.value)),
            Cell::N(0) => Some((1, 0)),
            Cell::N(n) => Some((0, n)),
            Cell::Small => Some((2, number.value)),
        }
    }

    fn hide(&mut self, i: usize) -> bool {
        match self.numbers.get_mut(i) {
            Some(number) => {
                number.shown = Cell::Hidden;
                true
            }
            None => false,
        }
    }

    fn hide_all(&mut self) {
        for number in self.numbers.iter_mut().filter(|number| !number.fixed) {
            number.shown = Cell::Hidden;
        }
    }

    fn lines(&self) -> Vec<Line> {
        let shown = |i: &usize| self.numbers.get(*i).map_or(Cell::Hidden, |number| number.shown);
        self.sums
            .iter()
            .map(|line| {
                let cells: Vec<Cell> = line.parts.iter().map(shown).collect();
                let total = shown(&line.whole);
                let shares = cells.iter().map(|&cell| share(cell, total)).collect();
                Line { cells, total, shares }
            })
            .collect()
    }
}

type Range = (i64, i64);

/// Narrows the ranges of one sum's members: the whole lies between the sums of its parts' ends, and a part is what
/// the whole leaves after the others.
fn narrow(ranges: &mut [Range], line: &Sum) {
    let at = |ranges: &[Range], i: usize| ranges.get(i).copied().unwrap_or((0, ENDLESS));
    let low: i64 = line.parts.iter().map(|&i| at(ranges, i).0).sum();
    let high: i64 = line.parts.iter().map(|&i| at(ranges, i).1).sum();
    let whole = at(ranges, line.whole);
    let narrowed: Vec<(usize, Range)> = line
        .parts
        .iter()
        .map(|&i| {
            let own = at(ranges, i);
            (i, (whole.0 - (high - own.1), whole.1 - (low - own.0)))
        })
        .chain([(line.whole, (low, high))])
        .collect();
    for (i, (low, high)) in narrowed {
        if let Some(range) = ranges.get_mut(i) {
            *range = (range.0.max(low), range.1.min(high));
        }
    }
}

fn share(cell: Cell, total: Cell) -> Option<u32> {
    match (cell, total) {
        (Cell::N(n), Cell::N(total)) if total >= SMALLEST_SHARED => {
            let (n, total) = (u64::from(n), u64::from(total));
            u32::try_from((n * 200 + total) / (total * 2)).ok()
        }
        _ => None,
    }
}

#[cfg(test)]
#[path = "suppress_tests.rs"]
mod tests;
