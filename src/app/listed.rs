//! A long list that is exchanged whole and patched by row: copies share all of it but what was changed.

use std::sync::Arc;

/// A row that has a number in the workbook.
pub trait Numbered {
    /// Its number.
    fn number(&self) -> i64;
}

/// Rows are kept in pieces of at most twice as many: a patch copies one piece and the list of pieces.
const PIECE: usize = 64;

/// Rows in the order of their numbers.
#[derive(Clone, Debug)]
pub struct Listed<T> {
    pieces: Vec<Arc<Vec<T>>>,
    /// How many rows stand before each piece.
    before: Vec<usize>,
    len: usize,
}

impl<T> Default for Listed<T> {
    fn default() -> Self {
        Self {
            pieces: Vec::new(),
            before: Vec::new(),
            len: 0,
        }
    }
}

impl<T> Listed<T> {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The row at a place of the list.
    pub fn get(&self, at: usize) -> Option<&T> {
        let piece = self.before.partition_point(|before| *before <= at).checked_sub(1)?;
        self.pieces.get(piece)?.get(at - self.before.get(piece)?)
    }

    /// Every row.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.pieces.iter().flat_map(|piece| piece.iter())
    }

    fn count(&mut self) {
        self.len = 0;
        self.before.clear();
        for piece in &self.pieces {
            self.before.push(self.len);
            self.len += piece.len();
        }
    }
}

impl<T: Numbered> Listed<T> {
    /// The piece a number stands in or would stand in.
    fn piece(&self, number: i64) -> usize {
        let starts_after = |piece: &Arc<Vec<T>>| piece.first().is_some_and(|first| first.number() <= number);
        self.pieces.partition_point(starts_after).saturating_sub(1)
    }

    /// The row with this number.
    pub fn find(&self, number: i64) -> Option<&T> {
        let piece = self.pieces.get(self.piece(number))?;
        let at = piece.binary_search_by_key(&number, Numbered::number).ok()?;
        piece.get(at)
    }
}

impl<T: Numbered + Clone> Listed<T> {
    /// Puts a row in its place, instead of the one with its number; gives back that one.
    pub fn put(&mut self, row: T) -> Option<T> {
        let at = self.piece(row.number());
        let Some(piece) = self.pieces.get_mut(at) else {
            self.pieces.push(Arc::new(vec![row]));
            self.count();
            return None;
        };
        let piece = Arc::make_mut(piece);
        match piece.binary_search_by_key(&row.number(), Numbered::number) {
            Ok(at) => piece.get_mut(at).map(|known| std::mem::replace(known, row)),
            Err(place) => {
                piece.insert(place, row);
                if piece.len() > 2 * PIECE {
                    let rest = piece.split_off(PIECE);
                    self.pieces.insert(at + 1, Arc::new(rest));
                }
                self.count();
                None
            }
        }
    }

    /// Takes the row with this number out.
    pub fn remove(&mut self, number: i64) -> Option<T> {
        let at = self.piece(number);
        let piece = self.pieces.get_mut(at)?;
        let place = piece.binary_search_by_key(&number, Numbered::number).ok()?;
        let gone = Arc::make_mut(piece).remove(place);
        if piece.is_empty() {
            self.pieces.remove(at);
        }
        self.count();
        Some(gone)
    }

    /// Changes the rows that are `wanted` where they stand; whether there were any.
    pub fn change(&mut self, wanted: impl Fn(&T) -> bool, mut change: impl FnMut(&mut T)) -> bool {
        let mut changed = false;
        for piece in self.pieces.iter_mut().filter(|piece| piece.iter().any(&wanted)) {
            for row in Arc::make_mut(piece).iter_mut().filter(|row| wanted(row)) {
                change(row);
                changed = true;
            }
        }
        changed
    }
}

/// From rows in any order.
impl<T: Numbered> FromIterator<T> for Listed<T> {
    fn from_iter<I: IntoIterator<Item = T>>(rows: I) -> Self {
        let mut rows: Vec<T> = rows.into_iter().collect();
        rows.sort_by_key(Numbered::number);
        rows.dedup_by_key(|row| row.number());
        let mut listed = Self::default();
        let mut rows = rows.into_iter().peekable();
        while rows.peek().is_some() {
            let piece: Vec<T> = rows.by_ref().take(PIECE).collect();
            listed.pieces.push(Arc::new(piece));
        }
        listed.count();
        listed
    }
}

impl<T: PartialEq> PartialEq for Listed<T> {
    fn eq(&self, other: &Self) -> bool {
        self.len == other.len && self.iter().eq(other.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    impl Numbered for (i64, u8) {
        fn number(&self) -> i64 {
            self.0
        }
    }

    proptest! {
        /// Whatever is put and taken out, it is the plain map of numbers, and an earlier copy stays as it was.
        #[test]
        fn is_a_plain_map_in_order(
            start in proptest::collection::vec((0_i64..400, any::<u8>()), 0..300),
            edits in proptest::collection::vec((0_i64..400, any::<Option<u8>>()), 0..300),
        ) {
            let mut plain = BTreeMap::new();
            for (number, value) in &start {
                plain.entry(*number).or_insert(*value);
            }
            let mut listed: Listed<(i64, u8)> = start.into_iter().collect();
            let (before, copy) = (plain.clone(), listed.clone());
            for (number, value) in edits {
                let (before, plainly) = if let Some(value) = value {
                    (listed.put((number, value)), plain.insert(number, value))
                } else {
                    (listed.remove(number), plain.remove(&number))
                };
                prop_assert_eq!(before.map(|row| row.1), plainly);
                prop_assert_eq!(listed.find(number).map(|row| row.1), plain.get(&number).copied());
            }
            let rows = |listed: &Listed<(i64, u8)>| listed.iter().copied().collect::<Vec<_>>();
            let wanted = |plain: &BTreeMap<i64, u8>| plain.iter().map(|(k, v)| (*k, *v)).collect::<Vec<_>>();
            prop_assert_eq!(rows(&listed), wanted(&plain));
            prop_assert_eq!(rows(&copy), wanted(&before));
            prop_assert_eq!(listed.len(), plain.len());
            for (at, row) in wanted(&plain).iter().enumerate() {
                prop_assert_eq!(listed.get(at), Some(row));
            }
            prop_assert_eq!(listed.get(plain.len()), None);
        }
    }
}
