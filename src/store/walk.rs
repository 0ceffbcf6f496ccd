//! A row as it stood before each of its changes, walked back from how it stands now.

use super::rows::{Rows, as_of};
use super::{Result, StoreError};
use crate::model::change::{Change, Entity, Fields, Op};
use std::collections::BTreeSet;

/// How a row stood at a point of the log.
#[derive(Clone, Debug, Default)]
pub(super) struct Stood {
    /// Whether it was there.
    pub(super) there: bool,
    /// Its fields, as far as they are known.
    pub(super) fields: Fields,
    /// Fields whose words were removed for good.
    lost: BTreeSet<String>,
    /// Nothing of it is known.
    all_lost: bool,
}

impl Stood {
    /// The row as it stands now.
    pub(super) fn now(rows: Rows<'_>, entity: Entity, row: i64) -> Result<Self> {
        match rows.read_all(entity, row) {
            Ok(fields) => Ok(Self {
                there: true,
                fields,
                ..Self::default()
            }),
            Err(StoreError::Gone) => Ok(Self::default()),
            Err(error) => Err(error),
        }
    }

    /// Whether what stood in a field is not known any more.
    pub(super) fn lost(&self, field: &str) -> bool {
        self.all_lost || self.lost.contains(field)
    }

    /// The fields that a change left behind, as far as it speaks of them; nothing when some were removed for good.
    pub(super) fn after(&self, change: &Change, format: i64) -> Option<Fields> {
        match change.op {
            Op::Delete => Some(Fields::new()),
            Op::Create if self.all_lost || !self.lost.is_empty() => None,
            Op::Create => Some(as_of(change.entity, format, self.fields.clone())),
            Op::Update | Op::Remove if change.names.iter().any(|name| self.lost(name)) => None,
            Op::Update | Op::Remove => Some(
                self.fields
                    .iter()
                    .filter(|(name, _)| change.names.contains(name))
                    .map(|(name, value)| (name.clone(), value.clone()))
                    .collect(),
            ),
        }
    }

    /// Goes back to before a change.
    pub(super) fn back(&mut self, change: &Change) {
        match (change.op, &change.before) {
            (Op::Create, _) => *self = Self::default(),
            (Op::Delete, Some(before)) => {
                *self = Self {
                    there: true,
                    fields: before.clone(),
                    ..Self::default()
                };
            }
            (Op::Delete, None) => {
                *self = Self {
                    there: true,
                    all_lost: true,
                    ..Self::default()
                };
            }
            (Op::Update | Op::Remove, Some(before)) => {
                self.lost.retain(|name| !before.contains_key(name));
                self.fields.extend(before.clone());
            }
            (Op::Update | Op::Remove, None) => {
                self.fields.retain(|name, _| !change.names.contains(name));
                self.lost.extend(change.names.iter().cloned());
            }
        }
    }
}
