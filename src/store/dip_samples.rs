//! Dip samples; their files are audits that name them.

use super::{Act, Result, Store};
use crate::model::dip::{DipSample, questions_from_stored};
use crate::model::time::Moment;
use std::collections::BTreeMap;

impl Store {
    /// Every dip sample, newest first.
    pub fn dip_samples(&self) -> Result<Vec<DipSample>> {
        self.list(
            "SELECT id, name, framework, questions, made FROM dip_samples ORDER BY id DESC",
            [],
            |row| {
                Ok(DipSample {
                    id: row.get(0)?,
                    name: row.get(1)?,
                    framework: row.get(2)?,
                    questions: questions_from_stored(row.get_ref(3)?.as_str().unwrap_or_default()),
                    made: Moment(row.get(4)?),
                })
            },
        )
    }

    /// The answers given in the audits of a dip sample, by audit and criterion.
    pub fn dip_answers(&self, dip_sample: i64) -> Result<BTreeMap<(i64, String), String>> {
        let found = self.list(
            "SELECT n.audit, n.criterion, n.value FROM audits a JOIN answers n ON n.audit = a.id
             WHERE a.dip_sample = ?1 AND n.value <> ''",
            [dip_sample],
            |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?)),
        )?;
        Ok(found.into_iter().collect())
    }
}

impl Act<'_> {
    /// The audits of a dip sample, in the order they were started.
    pub fn audits_of_dip_sample(&self, dip_sample: i64) -> Result<Vec<i64>> {
        self.numbers("SELECT id FROM audits WHERE dip_sample = ?1 ORDER BY id", dip_sample)
    }
}
