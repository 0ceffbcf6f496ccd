//! The command line: everything the window can do to a workbook from a script. It never seals drafts.

mod actions;
mod lists;

use crate::app::error::UserError;
use crate::app::export::{ExportAsk, Include, What, export};
use crate::app::session::{NewWorkbook, Session, Unlock, typed_path, workbook_path};
use crate::app::{example, passphrase};
use crate::model::case::{CaseKind, Overlays};
use crate::model::framework::{Asked, Framework, FrameworkKind};
use crate::model::shipped;
use crate::model::time::{Clock, SystemClock};
use clap::{Args, Parser, Subcommand};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use zeroize::Zeroizing;

/// Audits of children's services cases against inspection frameworks, offline and encrypted.
///
/// Without a command, the window opens. The passphrase comes from --passphrase-file or `PLUMBLINE_PASSPHRASE`, never from
/// an argument.
#[derive(Debug, Parser)]
#[command(name = "plumbline", version, args_conflicts_with_subcommands = true)]
pub struct Arguments {
    /// The workbook to open in the window.
    pub file: Option<PathBuf>,
    /// How the window is drawn; chosen by itself unless told.
    #[arg(long, value_parser = ["wgpu", "glow"])]
    pub renderer: Option<String>,
    /// What to do without a window.
    #[command(subcommand)]
    pub task: Option<Task>,
}

#[derive(Debug, Args)]
#[expect(missing_docs, reason = "the line below is its help text and its documentation")]
pub struct Secret {
    /// A file whose first line is the passphrase.
    #[arg(long, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
}

/// A task without a window.
#[derive(Debug, Subcommand)]
pub enum Task {
    /// Make a new workbook and print its recovery code.
    New {
        /// The file to make; nothing is overwritten.
        file: PathBuf,
        /// A framework to keep in it; several may be given. See “plumbline frameworks”.
        #[arg(long = "framework", value_name = "ID", required = true)]
        frameworks: Vec<String>,
        /// The council.
        #[arg(long, default_value = "")]
        council: String,
        /// The workbook's title.
        #[arg(long, default_value = "Practice audits")]
        title: String,
        /// The protective marking.
        #[arg(long, default_value = "OFFICIAL-SENSITIVE")]
        marking: String,
        /// Who audits.
        #[arg(long, default_value = "Auditor")]
        auditor: String,
        /// Where the passphrase is.
        #[command(flatten)]
        secret: Secret,
    },
    /// Write the example data to a new workbook.
    Sample {
        /// The file to make; nothing is overwritten.
        file: PathBuf,
        /// Where the passphrase is.
        #[command(flatten)]
        secret: Secret,
    },
    /// Say what a workbook holds.
    Info {
        /// The workbook.
        file: PathBuf,
        /// As JSON.
        #[arg(long)]
        json: bool,
        /// Where the passphrase is.
        #[command(flatten)]
        secret: Secret,
    },
    /// Export one audit or all.
    Export {
        /// The workbook.
        file: PathBuf,
        /// The PDF to write: an audit's report with --audit, else the summary.
        #[arg(long, value_name = "OUT", required_unless_present = "csv", conflicts_with = "csv")]
        pdf: Option<PathBuf>,
        /// The folder to make for the CSV set.
        #[arg(long, value_name = "DIR")]
        csv: Option<PathBuf>,
        /// The audit's number, as “plumbline info” prints it.
        #[arg(long, value_name = "ID")]
        audit: Option<i64>,
        /// Where the passphrase is.
        #[command(flatten)]
        secret: Secret,
    },
    /// The action plan, out to owners and back.
    Actions {
        /// What to do.
        #[command(subcommand)]
        task: actions::ActionsTask,
    },
    /// Give a workbook another passphrase and print its new recovery code.
    Passphrase {
        /// The workbook.
        file: PathBuf,
        /// A file whose first line is the new passphrase.
        #[arg(long, value_name = "FILE")]
        new_passphrase_file: PathBuf,
        /// Where the passphrase is.
        #[command(flatten)]
        secret: Secret,
    },
    /// Say what a list of children would be read as; nothing is written.
    Lists {
        /// The CSV or XLSX file.
        file: PathBuf,
        /// Everything that would be taken, as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Check every page, row and entry of the change log.
    Check {
        /// The workbook.
        file: PathBuf,
        /// Where the passphrase is.
        #[command(flatten)]
        secret: Secret,
    },
    /// The frameworks of this version.
    Frameworks {
        /// What to do; lists them unless told.
        #[command(subcommand)]
        task: Option<FrameworksTask>,
    },
}

/// A task on frameworks.
#[derive(Debug, Subcommand)]
pub enum FrameworksTask {
    /// List them.
    List,
    /// Show one, question by question.
    Show {
        /// Its id.
        id: String,
    },
    /// Check a framework file and name every fault by line and column.
    Check {
        /// The file.
        file: PathBuf,
    },
}

/// The longest framework file that is read, in bytes.
const LONGEST_FRAMEWORK: u64 = 16 * 1024 * 1024;

/// Does a task. Answers with the exit code: 0, or 1 when the job failed.
pub fn run(task: Task) -> u8 {
    match done(task) {
        Ok(text) => {
            let mut out = std::io::stdout().lock();
            // A closed pipe is the reader's choice.
            drop(out.write_all(text.as_bytes()).and_then(|()| out.flush()));
            0
        }
        Err(error) => {
            let line = format!("plumbline: {error}\n");
            drop(std::io::stderr().lock().write_all(line.as_bytes()));
            1
        }
    }
}

/// The longest passphrase file that is read, in bytes.
const LONGEST_PASSPHRASE_FILE: u64 = 64 * 1024;

/// The text of a file; `None` when it is longer, whatever the system says of its size.
fn read_at_most(file: &Path, bytes: u64) -> std::io::Result<Option<String>> {
    use std::io::Read as _;
    let mut text = Vec::new();
    std::fs::File::open(file)?.take(bytes + 1).read_to_end(&mut text)?;
    if text.len() as u64 > bytes {
        return Ok(None);
    }
    String::from_utf8(text).map(Some).map_err(std::io::Error::other)
}

fn secret(secret: &Secret) -> Result<Zeroizing<String>, UserError> {
    if let Some(file) = &secret.passphrase_file {
        let text = read_at_most(file, LONGEST_PASSPHRASE_FILE)
            .map(Option::unwrap_or_default)
            .map(Zeroizing::new)
            .map_err(|_error| {
                UserError::new(
                    format!("The passphrase file cannot be read: {}", file.display()),
                    "Check its path.",
                )
            })?;
        return Ok(Zeroizing::new(text.lines().next().unwrap_or_default().to_owned()));
    }
    std::env::var("PLUMBLINE_PASSPHRASE")
        .map(Zeroizing::new)
        .map_err(|_missing| {
            UserError::new(
                "No passphrase was given.",
                "Name a file with --passphrase-file, or set PLUMBLINE_PASSPHRASE.",
            )
        })
}

fn clock() -> Arc<dyn Clock> {
    Arc::new(SystemClock)
}

fn open(file: &Path, given: &Secret) -> Result<Session, UserError> {
    Session::open(file, &Unlock::Passphrase(secret(given)?), clock())
}

/// The passphrase for a new workbook, which must be as strong as the window asks for.
fn new_secret(given: &Secret, council: &str, title: &str, auditor: &str) -> Result<Unlock, UserError> {
    let passphrase = secret(given)?;
    let advice = passphrase::weigh(&passphrase, council, title, auditor);
    if advice.score < passphrase::WANTED {
        return Err(UserError::new("This passphrase is too easy to guess.", advice.text));
    }
    Ok(Unlock::Passphrase(passphrase))
}

fn done(task: Task) -> Result<String, UserError> {
    match task {
        Task::New {
            file,
            frameworks,
            council,
            title,
            marking,
            auditor,
            secret,
        } => {
            for id in &frameworks {
                known_framework(id)?;
            }
            let unlock = new_secret(&secret, &council, &title, &auditor)?;
            let file = workbook_path(&file.to_string_lossy());
            let new = NewWorkbook {
                council,
                title,
                marking,
                auditor,
                frameworks,
                ..NewWorkbook::default()
            };
            let session = Session::create(&file, &unlock, &new, clock())?;
            let words = session.store().key().recovery_words().join(" ");
            Ok(format!(
                "Made {}\nRecovery code, for the council's safe:\n{words}\n",
                file.display()
            ))
        }
        Task::Sample { file, secret } => {
            let unlock = new_secret(&secret, "", "", "")?;
            let file = workbook_path(&file.to_string_lossy());
            example::write(&file, &unlock, &SystemClock)?;
            Ok(format!("Made {}\n", file.display()))
        }
        Task::Info { file, json, secret } => info(&open(&file, &secret)?, json),
        Task::Export {
            file,
            pdf,
            csv,
            audit,
            secret,
        } => {
            let mut session = open(&file, &secret)?;
            let (what, path) = match (pdf, csv, audit) {
                (Some(pdf), _, Some(audit)) => (What::AuditPdf(audit), pdf),
                (Some(pdf), _, None) => (What::SummaryPdf, pdf),
                (None, Some(folder), audit) => (What::Csv(audit), folder),
                (None, None, _) => return Err(UserError::new("Nothing to export to.", "Give --pdf or --csv.")),
            };
            let ask = ExportAsk {
                choice: crate::model::analysis::Choice::default(),
                tags: None,
                what,
                include: Include::ALL,
                path: typed_path(&path.to_string_lossy()),
                replace: true,
            };
            let exported = export(&mut session, &ask)?;
            Ok(format!("Wrote {}\n", exported.path.display()))
        }
        Task::Actions { task } => actions::done(task),
        Task::Passphrase {
            file,
            new_passphrase_file,
            secret: given,
        } => {
            let new = secret(&Secret {
                passphrase_file: Some(new_passphrase_file),
            })?;
            let mut session = open(&file, &given)?;
            let about = session.workbook_view()?;
            let advice = passphrase::weigh(&new, &about.workbook.council, &about.workbook.title, &about.me.name);
            if advice.score < passphrase::WANTED {
                return Err(UserError::new("This passphrase is too easy to guess.", advice.text));
            }
            session.change_passphrase(&new)?;
            let words = session.store().key().recovery_words().join(" ");
            Ok(format!(
                "Changed. The old passphrase and recovery code open {} no more.\nRecovery code, for the council's safe:\n{words}\n",
                file.display()
            ))
        }
        Task::Lists { file, json } => lists::said(&typed_path(&file.to_string_lossy()), json, clock().now().date()),
        Task::Check { file, secret } => {
            let session = open(&file, &secret)?;
            let verdict = session.store().verify()?;
            if verdict.faults.is_empty() {
                let (groups, changes) = (verdict.groups, verdict.changes);
                return Ok(format!(
                    "Nothing wrong: {groups} actions in the change log, {changes} changes, every page.\n"
                ));
            }
            Err(UserError::new(
                format!(
                    "{} is damaged or was changed outside Plumbline:\n{}\n",
                    file.display(),
                    verdict.faults.join("\n")
                ),
                "Keep this file and go back to the newest copy that checks.",
            ))
        }
        Task::Frameworks { task } => frameworks(task.unwrap_or(FrameworksTask::List)),
    }
}

fn known_framework(id: &str) -> Result<Arc<Framework>, UserError> {
    shipped::framework(id).ok_or_else(|| {
        let known = shipped::frameworks()
            .iter()
            .map(|framework| framework.id.as_str())
            .collect::<Vec<_>>()
            .join(", ");
        UserError::new(
            format!("There is no framework called {id}."),
            format!("This version has {known}."),
        )
    })
}

fn info(session: &Session, json: bool) -> Result<String, UserError> {
    let view = session.workbook_view()?;
    let rows = session.audit_rows()?;
    let head = crate::model::change::report_code(&session.store().head()?);
    if json {
        let audits: Vec<serde_json::Value> = rows
            .iter()
            .map(|row| {
                serde_json::json!({
                    "id": row.id, "subject": row.subject.key(), "about": row.who, "type": row.kind, "team": row.team,
                    "auditor": row.auditor, "due": row.due.map(|due| due.to_string()), "answered": row.answered,
                    "asked": row.asked, "safe_now": row.safe_now.key(), "status": row.status.key(),
                    "overall": row.first.as_ref().map(|grade| &grade.name),
                    "agreed_overall": row.agreed.as_ref().map(|grade| &grade.name), "framework": row.framework,
                    "urgent_concern_open": row.concern.is_some(),
                })
            })
            .collect();
        let whole = serde_json::json!({
            "council": view.workbook.council, "title": view.workbook.title, "marking": view.workbook.marking,
            "example": view.workbook.example, "report_code": head,
            "frameworks": view.frameworks.iter().map(|(_, framework)| &framework.id).collect::<Vec<_>>(),
            "people": view.people.iter().map(|person| &person.name).collect::<Vec<_>>(),
            "drafts": session.store().drafts()?.len(), "audits": audits,
        });
        return Ok(format!("{whole:#}\n"));
    }
    let mut text = format!("{}\n{}\n", view.workbook.title, view.workbook.council);
    let frameworks = view
        .frameworks
        .iter()
        .map(|(_, framework)| framework.title.as_str())
        .collect::<Vec<_>>()
        .join(", ");
    text.push_str(&format!(
        "Frameworks: {frameworks}\nReport code: {head}\nAudits: {}\n",
        rows.len()
    ));
    for row in rows {
        let grade = row
            .agreed
            .as_ref()
            .or(row.first.as_ref())
            .map_or("not graded", |grade| grade.name.as_str());
        let open = if row.concern.is_some() {
            ", URGENT CONCERN OPEN"
        } else {
            ""
        };
        text.push_str(&format!(
            "{:>5}  {}, {}, {}, {grade}{open}\n",
            row.id,
            row.who,
            row.kind,
            row.status.name()
        ));
    }
    Ok(text)
}

fn frameworks(task: FrameworksTask) -> Result<String, UserError> {
    match task {
        FrameworksTask::List => {
            let line = |f: &Arc<Framework>| {
                let to = f.in_force_to.map_or("in force".to_owned(), |to| format!("to {to}"));
                format!(
                    "{:<12} {:<18} {} criteria, from {} {to}\n",
                    f.id,
                    f.title,
                    f.criteria_count(),
                    f.in_force_from
                )
            };
            Ok(shipped::frameworks().iter().map(line).collect())
        }
        FrameworksTask::Show { id } => Ok(shown(&*known_framework(&id)?)),
        FrameworksTask::Check { file } => {
            let unreadable = || {
                UserError::new(
                    format!("The framework file cannot be read: {}", file.display()),
                    "Check its path. It is a text file in TOML.",
                )
            };
            let text = read_at_most(&file, LONGEST_FRAMEWORK).map_err(|_error| unreadable())?;
            let Some(text) = text else {
                return Err(UserError::new(
                    format!("The framework file is too large: {}", file.display()),
                    "A framework has at most 16 MB.",
                ));
            };
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            match shipped::parse(&name, &text) {
                Ok(framework) => Ok(format!(
                    "No fault in {}: {} criteria.\n",
                    framework.title,
                    framework.criteria_count()
                )),
                Err(faults) => {
                    let lines = faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
                    Err(UserError::new(
                        format!("{} in this framework:\n{lines}\n", faults.len()),
                        "The format is in assets/frameworks/README.md.",
                    ))
                }
            }
        }
    }
}

fn shown(framework: &Framework) -> String {
    let mut text = format!(
        "{}\n{}\n{}\n",
        framework.full_title, framework.publisher, framework.licence
    );
    if let Some(overall) = &framework.overall {
        text.push_str(&format!("Overall grade: {overall}\n"));
    }
    for sentence in &framework.unverified {
        text.push_str(&format!("[unverified] {sentence}\n"));
    }
    for judgement in framework.in_report_order() {
        text.push_str(&format!("\n{}. {}\n", judgement.section, judgement.name));
        for group in &judgement.groups {
            if !group.title.is_empty() {
                text.push_str(&format!("  {}\n", group.title));
            }
            for criterion in &group.criteria {
                let core = match framework.kind {
                    FrameworkKind::CaseAudit => CaseKind::ALL
                        .iter()
                        .filter(|kind| {
                            let asked = criterion.asked(
                                crate::model::audit::Subject::Child,
                                Some(**kind),
                                Overlays::default(),
                                framework.kind,
                            );
                            asked == Some(Asked::Core)
                        })
                        .map(|kind| kind.key())
                        .collect::<Vec<_>>()
                        .join(" "),
                    FrameworkKind::Inspection => String::new(),
                };
                let core = if core.is_empty() {
                    String::new()
                } else {
                    format!("  [core: {core}]")
                };
                text.push_str(&format!("    {} {}{core}\n", criterion.id, criterion.question));
            }
        }
    }
    text
}
