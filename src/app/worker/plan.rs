//! The action plan: out as a job, and back: the file is read by a job, what it would change is told from here.

use super::{Desk, Tell};
use crate::app::error::UserError;
use crate::app::export::{self, Prepared};
use crate::app::plan::{self, PlanAsk};
use crate::exchange::plan_xlsx::PlanFile;
use std::path::PathBuf;

impl Desk<'_> {
    pub(super) fn describe_plan(&self, ask: PlanAsk) {
        let text = plan::describe(&self.session, &ask).unwrap_or_else(|error| error.to_string());
        self.out.tell(Tell::Described(text));
        self.free_name(ask.path);
    }

    pub(super) fn export_plan(&self, ask: &PlanAsk) {
        self.write(ask.path.clone(), plan::prepare(&self.session, ask));
    }

    /// Sets and writes an export as a job of its own.
    pub(super) fn write(&self, path: PathBuf, prepared: Result<Prepared, UserError>) {
        let prepared = match prepared {
            Ok(prepared) => prepared,
            Err(error) => return self.out.tell(Tell::Exported(path, Err(error))),
        };
        let to = path.clone();
        let begun = self
            .out
            .job("export", move || Tell::Exported(to, export::write(prepared)));
        if !begun {
            let error = UserError::new("The export could not be started", "Close other programs and try again.");
            self.out.tell(Tell::Exported(path, Err(error)));
        }
    }

    pub(super) fn read_plan(&self, path: PathBuf) {
        let from = path.clone();
        let begun = self.out.job("read plan", move || {
            let file = plan::read_file(&from);
            Tell::PlanRead(from, file.map(Box::new))
        });
        if !begun {
            let error = UserError::new("Reading could not be started", "Close other programs and try again.");
            self.out.tell(Tell::PlanRead(path, Err(error)));
        }
    }

    pub(super) fn compare_plan(&self, file: &PlanFile) {
        let updates = plan::compare(&self.session, file);
        self.out.tell(Tell::PlanCompared(updates.map(Box::new)));
    }
}
