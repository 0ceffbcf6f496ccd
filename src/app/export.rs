//! Exports: what a file will hold, told truthfully beforehand; written whole or not at all.

use super::analysis::TagFigure;
use super::error::UserError;
use super::report_build;
use super::session::Session;
use super::summary_build;
use crate::exchange::csv::{self, AuditData};
use crate::exchange::plan_xlsx::Plan;
use crate::model::analysis::Choice;
use crate::model::audit::Subject;
use crate::report::{AuditReport, SummaryReport, audit_pdf, summary_pdf};
use crate::store::{AuditFilter, is_open_here};
use std::io::Write as _;
use std::path::{Path, PathBuf};

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

/// An export read from the workbook at one moment, ready to be set and written elsewhere.
pub struct Prepared {
    path: PathBuf,
    replace: bool,
    content: Content,
}

enum Content {
    Audit(Box<AuditReport>),
    Summary(Box<SummaryReport>),
    Csv(Vec<csv::Table>),
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
    let filter = one.map_or(AuditFilter::All, AuditFilter::One);
    let store = session.store();
    let audits = store.audits(filter)?;
    let children: std::collections::BTreeSet<i64> = audits.iter().filter_map(|(audit, _)| audit.case_id).collect();
    let mut colleagues = std::collections::BTreeSet::new();
    let (mut evidence, mut actions, mut concerns, mut workers) = (0, 0, 0, std::collections::BTreeSet::new());
    for (audit, _) in &audits {
        evidence += store.evidence(audit.id)?.len();
        actions += store.actions(Some(audit.id))?.len();
        concerns += store.urgent_concerns(Some(audit.id))?.len();
        if !audit.worker.is_empty() {
            workers.insert(audit.worker.clone());
        }
        colleagues.extend([Some(audit.auditor), audit.moderator].into_iter().flatten());
    }
    let csv = matches!(ask.what, What::Csv(_));
    let mut parts = Vec::new();
    if csv && one.is_none() {
        let all = count(audits.len(), "audit", "audits");
        parts.push(format!("{all}, whatever the list is filtered by"));
    }
    parts.push(if children.is_empty() {
        "no child’s reference".to_owned()
    } else {
        format!("{} by reference", count(children.len(), "child", "children"))
    });
    if ask.include.evidence || csv {
        parts.push(count(evidence, "piece of evidence", "pieces of evidence"));
    }
    if (ask.include.actions || csv) && actions > 0 {
        parts.push(count(actions, "action", "actions"));
    }
    if concerns > 0 {
        parts.push(count(concerns, "urgent concern", "urgent concerns"));
    }
    if !workers.is_empty() {
        parts.push(format!("{} by code", count(workers.len(), "worker", "workers")));
    }
    parts.push(format!(
        "{} by name",
        count(colleagues.len(), "auditor", "auditors and moderators")
    ));
    Ok(format!("{}; free text not checked for names.", parts.join(", ")))
}

/// Reads what is exported, at one moment.
pub fn prepare(session: &Session, ask: &ExportAsk) -> Result<Prepared, UserError> {
    let content = match ask.what {
        What::AuditPdf(audit) => {
            let view = session.audit_view(audit)?.ok_or_else(|| no_audit(audit))?;
            Content::Audit(Box::new(report_build::audit_report(session, &view, ask.include)?))
        }
        What::SummaryPdf => Content::Summary(Box::new(summary_build::summary_report(session, ask)?)),
        What::Csv(audit) => {
            let (audits, store) = (audit_data(session, audit)?, session.store());
            Content::Csv(csv::tables(&audits, &store.tags()?, &store.dip_samples()?))
        }
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

/// Every audit, or one, whole.
fn audit_data(session: &Session, audit: Option<i64>) -> Result<Vec<AuditData>, UserError> {
    let store = session.store();
    let people = store.people()?;
    let name = |id: i64| {
        people
            .iter()
            .find(|person| person.id == id)
            .map(|person| person.name.clone())
            .unwrap_or_default()
    };
    let found = store.audits(audit.map_or(AuditFilter::All, AuditFilter::One))?;
    if let (Some(audit), []) = (audit, found.as_slice()) {
        return Err(no_audit(audit));
    }
    let mut all = Vec::new();
    for (audit, _) in found {
        let Some(framework) = session.framework(audit.framework) else {
            continue;
        };
        let mut evidence = store.evidence(audit.id)?;
        evidence.reverse();
        all.push(AuditData {
            case: match audit.case_id.filter(|_| audit.subject == Subject::Child) {
                Some(case) => store.case(case)?,
                None => None,
            },
            auditor: name(audit.auditor),
            moderator: audit.moderator.map(name).unwrap_or_default(),
            framework,
            answers: store.answers(audit.id)?,
            judgements: store.judgements(audit.id)?,
            evidence,
            areas: store.areas(audit.id)?,
            actions: store.actions(Some(audit.id))?,
            concerns: store.urgent_concerns(Some(audit.id))?,
            audit,
        });
    }
    Ok(all)
}

/// Sets and writes an export: whole, or not at all.
pub fn write(prepared: Prepared) -> Result<Exported, UserError> {
    let Prepared { path, replace, content } = prepared;
    if is_open_here(&path) {
        return Err(UserError::new(
            format!("This is the open workbook and was not overwritten: {}", path.display()),
            "Choose another name for the export.",
        ));
    }
    if path.exists() && (!replace || !is_pdf(&path)) {
        return Err(taken(&path));
    }
    match content {
        Content::Audit(report) => write_file(&path, &audit_pdf(&report).map_err(|e| pdf_failed(&e))?, replace)?,
        Content::Summary(report) => write_file(&path, &summary_pdf(&report).map_err(|e| pdf_failed(&e))?, replace)?,
        Content::Csv(tables) => {
            write_folder(&path, tables.iter().map(table_file))?;
            return Ok(Exported { path, folder: true });
        }
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
