//! CSV exports on the workbook's thread: read in slices between asks, with progress, until it is written or given up.

use super::{Desk, Tell};
use crate::app::analysis::tag_figures;
use crate::app::error::UserError;
use crate::app::export::evidence::EvidenceFileAsk;
use crate::app::export::set::{Ended, Going, Job};
use crate::app::export::{self, ExportAsk, What};
use crate::app::session::Session;
use std::path::Path;
use std::time::{Duration, Instant};

/// How long reading waits for writing before it looks again.
const LOOK_AGAIN: Duration = Duration::from_millis(3);

/// Progress is told this often.
const TELL_EVERY: Duration = Duration::from_millis(100);

/// A set or file that is being exported.
pub(super) struct Exporting {
    job: Job,
    waits: bool,
    told: Instant,
}

impl Desk<'_> {
    /// A report is read here, at one moment, and set and written elsewhere; a CSV set is begun.
    pub(super) fn export(&mut self, ask: &ExportAsk) {
        if matches!(ask.what, What::Csv(_)) {
            return self.export_set(ask);
        }
        let mut ask = ask.clone();
        if !self.counting() {
            ask.tags = Some(tag_figures(&self.counting.facets, &ask.choice));
        }
        self.write(ask.path.clone(), export::prepare(&self.session, &ask));
    }

    fn export_set(&mut self, ask: &ExportAsk) {
        let ended = self.ended(&ask.path);
        self.begin(&ask.path, |session| Job::begin(session, ask, ended));
    }

    /// A file of evidence is begun.
    pub(super) fn export_evidence(&mut self, ask: &EvidenceFileAsk) {
        let ended = self.ended(&ask.path);
        self.begin(&ask.path, |session| Job::begin_evidence(session, ask, ended));
    }

    /// Tells how it ended.
    fn ended(&self, path: &Path) -> impl FnOnce(Ended) + Send + 'static {
        let (out, path) = (self.out.clone(), path.to_owned());
        move |ended| match ended {
            Ended::Written(exported) => out.tell(Tell::Exported(path, Ok(exported))),
            Ended::Failed(error) => out.tell(Tell::Exported(path, Err(error))),
            Ended::Cancelled => out.tell(Tell::ExportCancelled(path)),
        }
    }

    fn begin(&mut self, path: &Path, begin: impl FnOnce(&mut Session) -> Result<Job, UserError>) {
        if self.exporting.as_ref().is_some_and(|exporting| !exporting.job.over()) {
            let error = UserError::new(
                "Another export is being written",
                "Wait until it is done, or cancel it.",
            );
            return self.out.tell(Tell::Exported(path.to_owned(), Err(error)));
        }
        match begin(&mut self.session) {
            Ok(job) => {
                self.out.tell(Tell::Exporting(path.to_owned(), 0.0));
                self.exporting = Some(Exporting {
                    job,
                    waits: false,
                    told: Instant::now(),
                });
            }
            Err(error) => self.out.tell(Tell::Exported(path.to_owned(), Err(error))),
        }
    }

    /// When to go on with the export; nothing when there is none to go on with.
    pub(super) fn next_of_export(&self) -> Option<Duration> {
        let exporting = self.exporting.as_ref().filter(|exporting| exporting.job.reading())?;
        Some(if exporting.waits { LOOK_AGAIN } else { Duration::ZERO })
    }

    /// Reads a slice of what is exported.
    pub(super) fn export_on(&mut self) {
        let Some(exporting) = &mut self.exporting else { return };
        let path = exporting.job.path().to_owned();
        match exporting.job.go_on(&self.session) {
            Ok(going) => {
                exporting.waits = going == Going::Waits;
                let last = going == Going::Read && exporting.job.reading();
                if last || (exporting.job.reading() && exporting.told.elapsed() >= TELL_EVERY) {
                    exporting.told = Instant::now();
                    self.out.tell(Tell::Exporting(path, exporting.job.share()));
                }
                if last {
                    // After its progress: that it is written is told from elsewhere, and is the last that is told.
                    exporting.job.all_read();
                }
            }
            Err(error) => {
                self.out.tell(Tell::Exported(path, Err(error)));
                self.exporting = None;
            }
        }
    }

    /// Gives the export up. That it is over is told by whoever writes it.
    pub(super) fn cancel_export(&mut self) {
        if let Some(exporting) = self.exporting.take() {
            exporting.job.cancel();
        }
    }
}
