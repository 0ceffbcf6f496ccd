//! Exports: what a file will hold, told truthfully beforehand; written whole or not at all.

pub mod evidence;
mod place;
pub mod set;

use super::analysis::TagFigure;
use super::error::UserError;
use super::report_build;
use super::session::Session;
use super::summary_build;
use crate::exchange::csv;
use crate::exchange::plan_xlsx::Plan;
use crate::model::analysis::Choice;
use crate::report::{AuditReport, SummaryReport, audit_pdf, summary_pdf};
use crate::store::is_open_here;
pub use place::clear_left;
use set::{Ended, Going, Job};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Receiver;

/// What is exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// One audit's report.
    AuditPdf(i64),
    /// A summary over submitted audits and later.
    SummaryPdf,
    /// The CSV set, of one audit or of all.
    Csv(Option<i64>),
}

/// How the error begins that says that something stands under the name already.
pub const TAKEN: &str = "There is already something of this name";

impl What {
    /// A file or folder name that tells nothing of any child.
    pub fn neutral_name(self, today: jiff::civil::Date) -> String {
        match self {
            Self::AuditPdf(_) => format!("audit-{today}.pdf"),
            Self::SummaryPdf => format!("summary-{today}.pdf"),
            Self::Csv(_) => format!("audits-csv-{today}"),
        }
    }
}

/// Parts of a report that can be left out. Urgent concerns are always in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Include {
    /// Answers with their notes.
    pub answers: bool,
    /// Evidence.
    pub evidence: bool,
    /// Actions.
    pub actions: bool,
    /// The worker's, child's and parents' views.
    pub feedback: bool,
}

impl Include {
    /// Everything.
    pub const ALL: Self = Self {
        answers: true,
        evidence: true,
        actions: true,
        feedback: true,
    };
}

/// An export as it is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportAsk {
    /// What.
    pub what: What,
    /// Which parts.
    pub include: Include,
    /// The file, or for the CSV set the folder, to write.
    pub path: PathBuf,
    /// A file of that name may be replaced.
    pub replace: bool,
    /// For the summary: which audits.
    pub choice: Choice,
    /// For the summary: strengths and points to develop by tag, where they are counted already.
    pub tags: Option<Vec<TagFigure>>,
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// Where.
    pub path: PathBuf,
    /// It is a folder.
    pub folder: bool,
}

/// A report read from the workbook at one moment, ready to be set and written elsewhere.
pub struct Prepared {
    path: PathBuf,
    replace: bool,
    content: Content,
}

enum Content {
    Audit(Box<AuditReport>),
    Summary(Box<SummaryReport>),
    Plan(Box<Plan>),
    Plans(Vec<(String, Plan)>, csv::Table),
}

impl Prepared {
    /// The plan of one owner, as a file.
    pub(super) fn file(path: &Path, plan: Plan) -> Self {
        Self {
            path: path.to_owned(),
            // One that was filled in may stand there.
            replace: false,
            content: Content::Plan(Box::new(plan)),
        }
    }

    /// The plans of several owners under the names of their files, as a folder with a list of them.
    pub(super) fn folder(path: &Path, plans: Vec<(String, Plan)>, contents: csv::Table) -> Self {
        Self {
            path: path.to_owned(),
            replace: false,
            content: Content::Plans(plans, contents),
        }
    }
}

/// A number of things in words.
pub(super) fn count(n: usize, one: &str, many: &str) -> String {
    if n == 1 {
        format!("1 {one}")
    } else {
        format!("{n} {many}")
    }
}

/// What the export would hold, in a sentence.
pub fn describe(session: &Session, ask: &ExportAsk) -> Result<String, UserError> {
    let one = match ask.what {
        What::AuditPdf(audit) | What::Csv(Some(audit)) => Some(audit),
        What::SummaryPdf | What::Csv(None) => None,
    };
    if let What::SummaryPdf = ask.what {
        let counted = summary_build::counted(session, &ask.choice)?;
        return Ok(format!(
            "{}{}; no child’s reference but for open urgent concerns; areas and actions as written. Numbers under 5 hidden. Free text not checked for names.",
            count(counted, "submitted audit", "submitted audits"),
            if ask.choice == Choice::default() {
                " of the whole workbook, whatever the list is filtered by"
            } else {
                ", those chosen in Analysis"
            }
        ));
    }
    let holds = session.store().holdings(one)?;
    let csv = matches!(ask.what, What::Csv(_));
    let mut parts = Vec::new();
    if csv && one.is_none() {
        let all = count(holds.audits, "audit", "audits");
        parts.push(format!("{all}, whatever the list is filtered by"));
    }
    parts.push(if holds.children == 0 {
        "no child’s reference".to_owned()
    } else {
        format!("{} by reference", count(holds.children, "child", "children"))
    });
    if ask.include.evidence || csv {
        parts.push(count(holds.evidence, "piece of evidence", "pieces of evidence"));
    }
    if (ask.include.actions || csv) && holds.actions > 0 {
        parts.push(count(holds.actions, "action", "actions"));
    }
    if holds.concerns > 0 {
        parts.push(count(holds.concerns, "urgent concern", "urgent concerns"));
    }
    if holds.workers > 0 {
        parts.push(format!("{} by code", count(holds.workers, "worker", "workers")));
    }
    parts.push(format!(
        "{} by name",
        count(holds.colleagues, "auditor", "auditors and moderators")
    ));
    Ok(format!("{}; free text not checked for names.", parts.join(", ")))
}

/// Exports while nothing else is done: for the command line.
pub fn export(session: &mut Session, ask: &ExportAsk) -> Result<Exported, UserError> {
    if !matches!(ask.what, What::Csv(_)) {
        return write(prepare(session, ask)?);
    }
    let (tell, told) = std::sync::mpsc::channel();
    let job = Job::begin(session, ask, move |ended| drop(tell.send(ended)))?;
    finish(session, job, &told)
}

/// Reads and writes an export to its end.
fn finish(session: &Session, mut job: Job, told: &Receiver<Ended>) -> Result<Exported, UserError> {
    loop {
        match job.go_on(session)? {
            Going::On => {}
            Going::Waits => std::thread::sleep(std::time::Duration::from_millis(1)),
            Going::Read => break,
        }
    }
    job.wait();
    match told.recv() {
        Ok(Ended::Written(exported)) => Ok(exported),
        Ok(Ended::Failed(error)) => Err(error),
        Ok(Ended::Cancelled) | Err(_) => Err(UserError::new("The export was not written", "Try again.")),
    }
}

/// Reads what a report holds, at one moment.
pub fn prepare(session: &Session, ask: &ExportAsk) -> Result<Prepared, UserError> {
    let content = match ask.what {
        What::AuditPdf(audit) => {
            let view = session.audit_view(audit)?.ok_or_else(|| no_audit(audit))?;
            Content::Audit(Box::new(report_build::audit_report(session, &view, ask.include)?))
        }
        What::SummaryPdf => Content::Summary(Box::new(summary_build::summary_report(session, ask)?)),
        // A set is read while it is written.
        What::Csv(_) => return Err(UserError::new("This is not a report", "Choose what to export again.")),
    };
    Ok(Prepared {
        path: ask.path.clone(),
        replace: ask.replace,
        content,
    })
}

fn no_audit(audit: i64) -> UserError {
    UserError::new(
        format!("There is no audit {audit} in this workbook"),
        "Look its number up with “plumbline info”.",
    )
}

/// Sets and writes a report: whole, or not at all.
pub fn write(prepared: Prepared) -> Result<Exported, UserError> {
    let Prepared { path, replace, content } = prepared;
    if is_open_here(&path) {
        return Err(the_workbook(&path));
    }
    if path.exists() && (!replace || !is_pdf(&path)) {
        return Err(taken(&path));
    }
    match content {
        Content::Audit(report) => write_file(&path, &audit_pdf(&report).map_err(|e| pdf_failed(&e))?, replace)?,
        Content::Summary(report) => write_file(&path, &summary_pdf(&report).map_err(|e| pdf_failed(&e))?, replace)?,
        Content::Plan(plan) => {
            let bytes = plan.bytes().map_err(|_error| plan_failed())?;
            write_file(&path, &bytes, replace)?;
        }
        Content::Plans(plans, contents) => {
            let files = plans.iter().map(|(name, plan)| {
                let bytes = plan.bytes().map_err(std::io::Error::other)?;
                Ok((name.clone(), bytes))
            });
            write_folder(&path, files.chain([table_file(&contents)]))?;
            return Ok(Exported { path, folder: true });
        }
    }
    Ok(Exported { path, folder: false })
}

/// Whether a file begins as a PDF does: only an earlier export is ever replaced.
fn is_pdf(path: &Path) -> bool {
    use std::io::Read as _;
    let mut start = [0; 5];
    path.is_file()
        && std::fs::File::open(path)
            .and_then(|mut file| file.read_exact(&mut start))
            .is_ok()
        && &start == b"%PDF-"
}

fn plan_failed() -> UserError {
    UserError::new(
        "The plan could not be made; nothing was written",
        "Choose fewer actions and try again.",
    )
}

fn pdf_failed(error: &crate::report::ReportError) -> UserError {
    UserError::new("The PDF could not be made; nothing was written", error.to_string())
}

fn folder_of(path: &Path) -> &Path {
    path.parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

fn not_written(error: &std::io::Error, path: &Path) -> UserError {
    use std::io::ErrorKind;
    let (why, next) = match error.kind() {
        ErrorKind::NotFound => ("its folder is not there", "Choose a folder that exists."),
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => (
            "its folder cannot be written to",
            "Choose a folder of your own, such as Documents.",
        ),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            ("the disk is full", "Make room, or choose another drive.")
        }
        _ => ("the disk did not take it", "Try again, or choose another folder."),
    };
    UserError::new(
        format!("The export was not written, because {why}: {}", path.display()),
        next,
    )
}

fn the_workbook(path: &Path) -> UserError {
    UserError::new(
        format!("This is the open workbook and was not overwritten: {}", path.display()),
        "Choose another name for the export.",
    )
}

fn taken(path: &Path) -> UserError {
    UserError::new(
        format!("{TAKEN}: {}", path.display()),
        "Choose another name. Nothing was overwritten.",
    )
}

/// The path, or one beside it that nothing has yet: `audit-2026-11-22-2.pdf` for the second of a day.
pub fn free_name(path: &Path) -> PathBuf {
    if !path.exists() {
        return path.to_owned();
    }
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let ending = path
        .extension()
        .map(|ending| format!(".{}", ending.to_string_lossy()))
        .unwrap_or_default();
    (2..100)
        .map(|n| path.with_file_name(format!("{stem}-{n}{ending}")))
        .find(|path| !path.exists())
        .unwrap_or_else(|| path.to_owned())
}

/// Writes a file that does not exist yet: whole, or not at all.
///
/// # Errors
/// When something stands under that name, or the disk does not take it.
pub(super) fn write_new(path: &Path, bytes: &[u8]) -> Result<(), UserError> {
    if path.exists() {
        return Err(taken(path));
    }
    write_file(path, bytes, false)
}

/// Writes beside the place first, so that a half-written file never stands under the name. What came to stand there
/// meanwhile is replaced only when that was agreed to.
fn write_file(path: &Path, bytes: &[u8], replace: bool) -> Result<(), UserError> {
    let write = || -> std::io::Result<()> {
        let mut file = tempfile::Builder::new()
            .prefix(".plumbline-")
            .tempfile_in(folder_of(path))?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        let done = if replace {
            file.persist(path)
        } else {
            file.persist_noclobber(path)
        };
        done.map(drop).map_err(|error| error.error)
    };
    write().map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => taken(path),
        _ => not_written(&error, path),
    })
}

/// A file of a folder: its name and what is in it.
type NamedFile = std::io::Result<(String, Vec<u8>)>;

fn table_file(table: &csv::Table) -> NamedFile {
    let bytes = table.bytes().map_err(std::io::Error::other)?;
    Ok((format!("{}.csv", table.name), bytes))
}

fn write_folder(path: &Path, files: impl Iterator<Item = NamedFile>) -> Result<(), UserError> {
    let write = || -> std::io::Result<()> {
        let folder = tempfile::Builder::new()
            .prefix(".plumbline-")
            .tempdir_in(folder_of(path))?;
        for file in files {
            let (name, bytes) = file?;
            let mut file = std::fs::File::create_new(folder.path().join(name))?;
            file.write_all(&bytes)?;
            file.sync_all()?;
        }
        std::fs::rename(folder.path(), path)?;
        // It stands under its name now; there is nothing temporary left to take away.
        let _moved = folder.keep();
        Ok(())
    };
    write().map_err(|error| not_written(&error, path))
}
