//! The action plan from a script: out to owners, and their updates back.

use super::{Secret, open};
use crate::app::error::UserError;
use crate::app::export::write;
use crate::app::plan::{self, PlanAsk, Update, Whose, prepare};
use crate::app::session::typed_path;
use clap::Subcommand;
use std::path::PathBuf;

/// A task on actions.
#[derive(Debug, Subcommand)]
pub enum ActionsTask {
    /// Write the plan of an owner as an Excel workbook, or of each owner into a folder.
    Export {
        /// The workbook.
        file: PathBuf,
        /// Whose plan; each owner's unless told.
        #[arg(long, value_name = "OWNER")]
        owner: Option<String>,
        /// With actions that are done and not verified.
        #[arg(long)]
        done: bool,
        /// Put owners' names in the names of the files of a folder.
        #[arg(long)]
        named: bool,
        /// The file or folder to make; nothing is overwritten.
        #[arg(long, value_name = "OUT")]
        to: PathBuf,
        /// Where the passphrase is.
        #[command(flatten)]
        secret: Secret,
    },
    /// Show what a plan that was filled in would change, and take it when told.
    Import {
        /// The workbook.
        file: PathBuf,
        /// The plan that was filled in.
        plan: PathBuf,
        /// Take the changes, but for those that would undo what was changed here since, or empty a field.
        #[arg(long)]
        take: bool,
        /// Take those too.
        #[arg(long, requires = "take")]
        all: bool,
        /// Where the passphrase is.
        #[command(flatten)]
        secret: Secret,
    },
}

pub(super) fn done(task: ActionsTask) -> Result<String, UserError> {
    match task {
        ActionsTask::Export {
            file,
            owner,
            done,
            named,
            to,
            secret,
        } => {
            let session = open(&file, &secret)?;
            let ask = PlanAsk {
                whose: owner.map_or(Whose::Each, Whose::Owner),
                done,
                named,
                path: typed_path(&to.to_string_lossy()),
            };
            let exported = write(prepare(&session, &ask)?)?;
            Ok(format!("Wrote {}\n", exported.path.display()))
        }
        ActionsTask::Import {
            file,
            plan: from,
            take,
            all,
            secret,
        } => {
            let read = plan::read_file(&typed_path(&from.to_string_lossy()))?;
            let mut session = open(&file, &secret)?;
            let updates = plan::compare(&session, &read)?;
            let taken = |one: &Update| one.refused.is_none() && take && (all || one.plain() && !updates.undated);
            let mut text = String::new();
            for one in &updates.changes {
                text.push_str(&line(one, taken(one)));
            }
            for words in &updates.left_out {
                text.push_str(&format!("Left out: {words}\n"));
            }
            let pick = |at: usize| updates.changes.get(at).is_some_and(taken);
            let count = updates.changes.iter().filter(|one| taken(one)).count();
            if let Some(edit) = plan::taken(&updates, pick) {
                session.apply(&edit)?;
            }
            let differ = match updates.changes.len() {
                1 => "1 change".to_owned(),
                n => format!("{n} changes"),
            };
            text.push_str(&format!("{differ}, {count} taken.\n"));
            Ok(text)
        }
    }
}

fn line(one: &Update, taken: bool) -> String {
    let words = |words: &str| {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        if words.is_empty() { "nothing".to_owned() } else { words }
    };
    let mut line = format!(
        "{} row {}, {}: {} -> {}",
        if taken { "Taken:" } else { "Not taken:" },
        one.row,
        one.field.title(),
        words(&one.before),
        words(&one.after)
    );
    if let Some(then) = &one.conflict {
        line.push_str(&format!(" (changed here since, it was {})", words(then)));
    }
    if let Some(why) = &one.refused {
        line.push_str(&format!(" ({why})"));
    }
    line.push('\n');
    line
}
