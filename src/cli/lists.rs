//! What a list of children would be read as, on the command line.

use crate::app::error::UserError;
use crate::app::list_import::Opened;
use crate::model::case::CaseKind;
use crate::model::list::ReadList;
use crate::model::list_plan::{Plan, Reads, SheetPlan, Takes, annex_a_name};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::path::Path;

/// What would be taken of this file; ages are reckoned on `today`.
pub(super) fn said(file: &Path, json: bool, today: Date) -> Result<String, UserError> {
    let opened = Opened::open(file, today)?;
    let list = opened.read(&opened.plan)?;
    if json {
        let whole = serde_json::to_string_pretty(&list)
            .map_err(|error| UserError::new(format!("The list cannot be shown: {error}"), "Try it without --json."))?;
        return Ok(format!("{whole}\n"));
    }
    let mut text = format!("{}: {} children\n", list.source, list.children.len());
    text.push_str(&kinds(&list));
    text.push_str(&read(&opened.plan));
    for dropped in &list.dropped {
        let sheet = if dropped.sheet.is_empty() {
            String::new()
        } else {
            format!(" on sheet {}", dropped.sheet)
        };
        text.push_str(&format!("Left out{sheet}: {}, {}\n", dropped.heading, dropped.why));
    }
    if !list.ignored.is_empty() {
        text.push_str(&format!("Not asked for: {}\n", list.ignored.join(", ")));
    }
    for note in &list.notes {
        text.push_str(&format!("{}, {}: {}\n", note.weight.name(), note.at, note.text));
    }
    Ok(text)
}

/// How many there are of each kind of case.
fn kinds(list: &ReadList) -> String {
    let mut counts: BTreeMap<Option<CaseKind>, usize> = BTreeMap::new();
    for child in &list.children {
        *counts.entry(child.kind).or_default() += 1;
    }
    let line = |(kind, count): (Option<CaseKind>, usize)| {
        let name = kind.map_or("type not told", |kind| kind.name());
        format!("{count:>7}  {name}\n")
    };
    counts.into_iter().map(line).collect()
}

/// Which sheets are read, and what columns are taken for.
fn read(plan: &Plan) -> String {
    let one = |(at, sheet): (usize, &SheetPlan)| {
        let name = match sheet.annex_a {
            Some(list) if plan.reads == Reads::AnnexA => format!("{} (sheet {})", annex_a_name(list), sheet.name),
            _ if sheet.name.is_empty() => "the file".to_owned(),
            _ => format!("sheet {}", sheet.name),
        };
        let taken = sheet.columns.iter().filter_map(|column| match column.takes {
            Takes::Field(field) => Some(format!("{} from {}", field.name(), column.heading)),
            Takes::Nothing | Takes::Dropped(_) => None,
        });
        let taken = taken.collect::<Vec<_>>().join(", ");
        plan.reads(at).then(|| format!("Read {name}: {taken}\n"))
    };
    plan.sheets.iter().enumerate().filter_map(one).collect()
}
