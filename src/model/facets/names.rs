//! Names by small numbers: a column of the index holds numbers, the names stand here once.

use std::collections::HashMap;
use std::hash::Hash;

/// Values and their numbers, in the order they were first met.
#[derive(Clone, Debug)]
pub struct Names<T> {
    values: Vec<T>,
    numbers: HashMap<T, u16>,
}

impl<T> Default for Names<T> {
    fn default() -> Self {
        Self {
            values: Vec::new(),
            numbers: HashMap::new(),
        }
    }
}

impl<T: Clone + Eq + Hash> Names<T> {
    /// The number of a value, given to it when it is new. Beyond 65,535 values all share the last number.
    pub fn number(&mut self, value: &T) -> u16 {
        if let Some(number) = self.numbers.get(value) {
            return *number;
        }
        let number = u16::try_from(self.values.len()).unwrap_or(u16::MAX);
        if (number as usize) == self.values.len() {
            self.values.push(value.clone());
        }
        self.numbers.insert(value.clone(), number);
        number
    }

    /// The values by their numbers.
    pub fn values(&self) -> &[T] {
        &self.values
    }
}
