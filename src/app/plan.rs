//! The action plan: out to its owners, and their updates back, shown before they are taken.

use super::edit::Edit;
use super::error::UserError;
use super::export::{Prepared, count};
use super::session::Session;
use super::view::ActionRow;
use crate::exchange::csv;
use crate::exchange::plan_xlsx::{self, Filled, Given, Line, Plan, cell_text};
use crate::model::action::{Action, Standing};
use crate::model::audit::Subject;
use crate::model::change::{Entity, Fields, Value};
use crate::model::time::{short_date, stored_date};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use uuid::Uuid;

pub use crate::exchange::plan_xlsx::PlanFile;

/// Whose plan goes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    /// One owner's, as a file.
    Owner(String),
    /// Each owner's, as a folder with a file each.
    Each,
}

/// A plan as it is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanAsk {
    /// Whose.
    pub whose: Whose,
    /// With the actions that are done and not verified.
    pub done: bool,
    /// The files of a folder are named after their owners.
    pub named: bool,
    /// The file or folder to write.
    pub path: PathBuf,
}

impl PlanAsk {
    /// A file or folder name that tells nothing of anyone.
    pub fn neutral_name(whose: &Whose, today: jiff::civil::Date) -> String {
        match whose {
            Whose::Owner(_) => format!("action-plan-{today}.xlsx"),
            Whose::Each => format!("action-plans-{today}"),
        }
    }

    fn holds(&self, row: &ActionRow) -> bool {
        let whose = match &self.whose {
            Whose::Owner(owner) => row.action.owner.trim() == owner.trim(),
            Whose::Each => true,
        };
        whose && self.may_hold(&row.action)
    }

    fn may_hold(&self, action: &Action) -> bool {
        match action.standing() {
            Standing::Open => true,
            Standing::ToVerify => self.done,
            Standing::Verified => false,
        }
    }
}

/// The actions of a plan by owner, each owner's in the order of the list.
fn by_owner(session: &Session, ask: &PlanAsk) -> Result<BTreeMap<String, Vec<ActionRow>>, UserError> {
    let today = session.store().clock().now().date();
    let mut owners: BTreeMap<String, Vec<ActionRow>> = BTreeMap::new();
    for row in session.action_rows()?.into_iter().filter(|row| ask.holds(row)) {
        owners.entry(row.action.owner.trim().to_owned()).or_default().push(row);
    }
    for rows in owners.values_mut() {
        rows.sort_by_key(|row| {
            (
                !row.action.overdue(today),
                row.subject,
                row.action.due.is_none(),
                row.action.due,
            )
        });
    }
    Ok(owners)
}

/// What the plan would hold, in a sentence.
pub fn describe(session: &Session, ask: &PlanAsk) -> Result<String, UserError> {
    let today = session.store().clock().now().date();
    let mut owners = by_owner(session, ask)?;
    let nobodys = match ask.whose {
        Whose::Each => owners.remove("").map_or(0, |rows| rows.len()),
        Whose::Owner(_) => 0,
    };
    let rows: Vec<&ActionRow> = owners.values().flatten().collect();
    let mut parts = vec![count(rows.len(), "action", "actions")];
    if let Whose::Each = ask.whose {
        parts = vec![format!(
            "{}, one an owner, with {}",
            count(owners.len(), "workbook", "workbooks"),
            count(rows.len(), "action", "actions")
        )];
    }
    let late = rows.iter().filter(|row| row.action.overdue(today)).count();
    if late > 0 {
        parts.push(format!("{late} of them overdue"));
    }
    let child = |row: &&&ActionRow| row.subject == Subject::Child;
    let children: BTreeSet<&str> = rows.iter().filter(child).map(|row| row.who.as_str()).collect();
    parts.push(if children.is_empty() {
        "no child’s reference".to_owned()
    } else {
        format!("{} by reference", count(children.len(), "child", "children"))
    });
    let mut words = format!(
        "{}; what must change, progress and evidence as written, not checked for names.",
        parts.join(", ")
    );
    if nobodys > 0 {
        let those = count(nobodys, "action has no owner and is", "actions have no owner and are");
        words.push_str(&format!(" {those} in none of them."));
    }
    Ok(words)
}

/// Reads the plan, at one moment.
pub fn prepare(session: &Session, ask: &PlanAsk) -> Result<Prepared, UserError> {
    let mut owners = by_owner(session, ask)?;
    if let Whose::Each = ask.whose {
        owners.remove("");
    }
    let store = session.store();
    let (workbook, head) = (store.workbook()?, store.head()?);
    let mut code = [0; 8];
    code.iter_mut().zip(head).for_each(|(to, from)| *to = from);
    let plan = |(owner, rows): (String, Vec<ActionRow>)| Plan {
        owner: if owner.is_empty() {
            "nobody yet".to_owned()
        } else {
            owner
        },
        council: workbook.council.clone(),
        title: workbook.title.clone(),
        marking: workbook.marking.clone(),
        made: store.clock().now().date(),
        code,
        lines: rows.into_iter().map(line).collect(),
    };
    let mut plans: Vec<Plan> = owners.into_iter().map(plan).collect();
    match (&ask.whose, plans.pop()) {
        (_, None) => Err(UserError::new(
            "There is no action to put in this plan",
            "Choose another owner, or add those that are done.",
        )),
        (Whose::Owner(_), Some(plan)) => Ok(Prepared::file(&ask.path, plan)),
        (Whose::Each, Some(last)) => {
            plans.push(last);
            let names = file_names(&plans, ask.named);
            let contents = contents(&plans, &names);
            Ok(Prepared::folder(
                &ask.path,
                names.into_iter().zip(plans).collect(),
                contents,
            ))
        }
    }
}

fn line(row: ActionRow) -> Line {
    let action = row.action;
    Line {
        id: action.uuid,
        what: action.text,
        about: row.about,
        priority: action.priority,
        due: action.due,
        stage: action.stage,
        progress: action.progress,
        done: action.done,
        done_evidence: action.done_evidence,
    }
}

/// The names of the files of a folder: by number, and after their owners when that was asked for.
fn file_names(plans: &[Plan], named: bool) -> Vec<String> {
    let digits = plans.len().to_string().len().max(2);
    let name = |(n, plan): (usize, &Plan)| {
        let number = format!("{n:0digits$}");
        match slug(&plan.owner) {
            slug if named && !slug.is_empty() => format!("plan-{number}-{slug}.xlsx"),
            _ => format!("plan-{number}.xlsx"),
        }
    };
    (1..).zip(plans).map(name).collect()
}

/// A name as part of a file's: letters and digits, the rest a hyphen.
fn slug(name: &str) -> String {
    let plain: String = name
        .to_lowercase()
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { '-' })
        .collect();
    let words: Vec<&str> = plain.split('-').filter(|word| !word.is_empty()).collect();
    words.join("-").chars().take(40).collect()
}

/// Which file is whose: a list beside the files.
fn contents(plans: &[Plan], names: &[String]) -> csv::Table {
    let row = |(name, plan): (&String, &Plan)| vec![name.clone(), plan.owner.clone(), plan.lines.len().to_string()];
    csv::Table {
        name: "contents",
        columns: vec!["file", "owner", "actions"],
        rows: names.iter().zip(plans).map(row).collect(),
    }
}

/// A field of an action that its owner changed in the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Update {
    /// The action.
    pub action: i64,
    /// What must change.
    pub text: String,
    /// What it is about.
    pub about: String,
    /// The row of the sheet.
    pub row: u32,
    /// Which field.
    pub field: Filled,
    /// What stands here.
    pub before: String,
    /// What stands in the file.
    pub after: String,
    /// What it becomes.
    value: Value,
    /// It was changed here since the plan went out; what it was then.
    pub conflict: Option<String>,
    /// Why it cannot be taken.
    pub refused: Option<String>,
}

impl Update {
    /// Whether it is taken unless someone decides otherwise: nothing else changed it, and nothing is lost by it.
    pub fn plain(&self) -> bool {
        self.conflict.is_none() && self.refused.is_none() && !self.after.is_empty()
    }
}

/// What reading a plan back would change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Updates {
    /// What would change, by row of the sheet.
    pub changes: Vec<Update>,
    /// What is not taken, in sentences: rows without or with an unknown id, cells that cannot be read.
    pub left_out: Vec<String>,
    /// Rows that say what stands here.
    pub same: usize,
    /// The file does not say when it went out: what was changed here since cannot be told.
    pub undated: bool,
}

/// Reads a file that an owner filled in; done on a thread of its own.
///
/// # Errors
/// When it cannot be read or is no plan.
pub fn read_file(path: &Path) -> Result<PlanFile, UserError> {
    let unreadable = |_error: std::io::Error| {
        UserError::new(
            format!("The plan cannot be read: {}", path.display()),
            "Check its path, and close it in other programs.",
        )
    };
    let most = plan_xlsx::LARGEST_FILE as u64 + 1;
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(unreadable)?;
    file.take(most).read_to_end(&mut bytes).map_err(unreadable)?;
    plan_xlsx::read(&bytes).map_err(|fault| UserError::new(format!("{}: {}", fault.what, path.display()), fault.next))
}

/// What a file would change, compared with what stands here now and stood here when it went out.
///
/// # Errors
/// When the workbook cannot be read.
pub fn compare(session: &Session, file: &PlanFile) -> Result<Updates, UserError> {
    let store = session.store();
    let seq = match file.code {
        Some(code) => store.group_at(code)?,
        None => None,
    };
    let before = match seq {
        Some(seq) => store.actions_before(seq)?,
        None => BTreeMap::new(),
    };
    let rows = session.action_rows()?;
    let known: BTreeMap<Uuid, &ActionRow> = rows.iter().map(|row| (row.action.uuid, row)).collect();
    let mut updates = Updates {
        undated: seq.is_none(),
        ..Updates::default()
    };
    if file.cut {
        let words = "The sheet has more rows than are read; those beyond were left out.";
        updates.left_out.push(words.to_owned());
    }
    let today = store.clock().now().date();
    let mut seen = BTreeSet::new();
    for row in &file.rows {
        let start: String = row.what.chars().take(60).collect();
        let said = if start.is_empty() {
            String::new()
        } else {
            format!(" (“{start}”)")
        };
        if row.id.is_empty() {
            let words = format!(
                "Row {}{said} has no action id: someone added it. Add it here as an action.",
                row.at
            );
            updates.left_out.push(words);
            continue;
        }
        let Some(known) = Uuid::parse_str(&row.id).ok().and_then(|id| known.get(&id)) else {
            let words = format!("Row {}{said} names an action that is not in this workbook.", row.at);
            updates.left_out.push(words);
            continue;
        };
        if !seen.insert(known.action.id) {
            let words = format!("Row {}{said} names an action that stands further up already.", row.at);
            updates.left_out.push(words);
            continue;
        }
        let changed = changes(row, known, before.get(&known.action.id), today, &mut updates.left_out);
        updates.same += usize::from(changed.is_empty());
        updates.changes.extend(changed);
    }
    Ok(updates)
}

fn changes(
    row: &plan_xlsx::Row,
    known: &ActionRow,
    before: Option<&Fields>,
    today: jiff::civil::Date,
    left_out: &mut Vec<String>,
) -> Vec<Update> {
    let mut changes = Vec::new();
    for (field, given) in &row.given {
        let now = value_of(&known.action, *field);
        let then = before.and_then(|fields| fields.get(column(*field))).unwrap_or(&now);
        let value = match given {
            Given::Wrong(why) => {
                left_out.push(why.clone());
                continue;
            }
            Given::Stage(stage) => Value::from(stage.key()),
            Given::Day(day) => Value::from(*day),
            Given::Text(text) => Value::from(text.as_str()),
        };
        let same = |one: &Value| as_cell(one) == as_cell(&value);
        if same(then) || same(&now) {
            continue;
        }
        let after = Action {
            done: match (&value, field) {
                (value, Filled::Done) => stored_date(value.text()),
                _ => known.action.done,
            },
            ..known.action.clone()
        };
        // One that is not done after all is not verified either.
        let after = match after.done {
            None => Action {
                verified: None,
                verified_by: String::new(),
                ..after
            },
            Some(_) => after,
        };
        changes.push(Update {
            action: known.action.id,
            text: known.action.text.clone(),
            about: known.about.clone(),
            row: row.at,
            field: *field,
            before: shown(*field, &now),
            after: shown(*field, &value),
            conflict: (as_cell(then) != as_cell(&now)).then(|| shown(*field, then)),
            refused: after.fault(today).filter(|_| *field == Filled::Done).map(str::to_owned),
            value,
        });
    }
    changes
}

/// The name of a field in the workbook.
fn column(field: Filled) -> &'static str {
    match field {
        Filled::Stage => "stage",
        Filled::Progress => "progress",
        Filled::Done => "done",
        Filled::DoneEvidence => "done_evidence",
    }
}

fn value_of(action: &Action, field: Filled) -> Value {
    match field {
        Filled::Stage => Value::from(action.stage.key()),
        Filled::Progress => Value::from(action.progress.as_str()),
        Filled::Done => Value::from(action.done),
        Filled::DoneEvidence => Value::from(action.done_evidence.as_str()),
    }
}

/// A value as a cell can hold it, to compare it with one that was in a cell.
fn as_cell(value: &Value) -> String {
    cell_text(value.text())
}

/// A value as it is read.
fn shown(field: Filled, value: &Value) -> String {
    match field {
        Filled::Stage => crate::model::action::Stage::from_key(value.text())
            .map_or_else(String::new, |stage| stage.name().to_owned()),
        Filled::Done => stored_date(value.text()).map(short_date).unwrap_or_default(),
        Filled::Progress | Filled::DoneEvidence => value.text().to_owned(),
    }
}

/// The edit that takes those of the updates that were picked: one action of the user, one undo.
pub fn taken(updates: &Updates, picked: impl Fn(usize) -> bool) -> Option<Edit> {
    let mut rows: BTreeMap<i64, Fields> = BTreeMap::new();
    for (at, update) in updates.changes.iter().enumerate() {
        if picked(at) && update.refused.is_none() {
            let fields = rows.entry(update.action).or_default();
            fields.insert(column(update.field).to_owned(), update.value.clone());
        }
    }
    let edits: Vec<Edit> = rows
        .into_iter()
        .map(|(row, fields)| Edit::SetFields {
            entity: Entity::Action,
            row,
            fields,
        })
        .collect();
    (!edits.is_empty()).then(|| Edit::Together {
        label: "Updates of actions taken".to_owned(),
        edits,
    })
}
