//! What is written: user actions in the order they were done, with the numbers their rows will have.

use plumbline::model::change::{Entity, Fields, Value};
use plumbline::model::time::Moment;
use plumbline::store::{Act, Many, Result, StoreError};
use std::borrow::Cow;

/// One change of one row.
pub enum Op {
    Create(Entity, i64, Fields),
    Update(Entity, i64, Fields),
    Delete(Entity, i64),
}

/// One user action.
pub struct Group {
    pub at: Moment,
    pub who: i64,
    pub label: Cow<'static, str>,
    pub ops: Vec<Op>,
}

/// Fields from pairs of name and value.
pub fn fields<const N: usize>(of: [(&str, Value); N]) -> Fields {
    of.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

impl Group {
    pub fn write(self, many: &mut Many<'_>) -> Result<()> {
        many.act(self.who, self.at, |act| {
            for op in self.ops {
                do_one(act, op)?;
            }
            Ok(self.label.into_owned())
        })
    }
}

fn do_one(act: &mut Act<'_>, op: Op) -> Result<()> {
    match op {
        Op::Create(entity, row, fields) => {
            let made = act.create(entity, fields)?;
            if made == row {
                return Ok(());
            }
            let why = format!("{} {row} was made under number {made}.", entity.name());
            Err(StoreError::Refused(why))
        }
        Op::Update(entity, row, fields) => act.update(entity, row, &fields),
        Op::Delete(entity, row) => act.delete(entity, row),
    }
}
