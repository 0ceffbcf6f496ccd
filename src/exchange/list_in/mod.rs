//! Lists of children from CSV and XLSX: any order of columns, Annex A recognised, and nothing taken that tells who a
//! child is.
//!
//! A file is opened, a plan is guessed that can be changed, and the list is read by it. Nothing is written anywhere.

mod annex_a;
mod annex_a_lists;
mod dates;
mod faults;
mod guess;
mod headings;
mod rows;
mod words;

use super::table_in::{self, Sheet, TableError, TableFile};
use crate::model::list::{Dropped, ListField, ListedChild, Note, ReadList};
use crate::model::list_plan::{ADOPTERS, ColumnPlan, Plan, Reads, SheetPlan, Takes};
use faults::Faults;
use jiff::civil::Date;
use std::collections::HashMap;
use std::path::Path;

/// A file that may be a list, in memory.
#[derive(Debug)]
pub struct OpenList {
    file: TableFile,
    today: Date,
}

impl OpenList {
    /// Opens a file. `today` is the day on which ages are reckoned.
    pub fn open(path: &Path, today: Date) -> Result<Self, TableError> {
        let file = table_in::read(path)?;
        Ok(Self { file, today })
    }

    /// Takes the bytes of a file of this name.
    pub fn from_bytes(name: &str, bytes: &[u8], today: Date) -> Result<Self, TableError> {
        let file = table_in::read_bytes(name, bytes)?;
        Ok(Self { file, today })
    }

    /// The file's name, without its folder.
    pub fn name(&self) -> &str {
        &self.file.name
    }

    /// How it is most likely read.
    pub fn plan(&self) -> Plan {
        let sheets: Vec<SheetPlan> = self
            .file
            .sheets
            .iter()
            .map(|sheet| guess::plan(self.stem(), sheet, self.today))
            .collect();
        let mut plan = Plan {
            reads: Reads::AnnexA,
            sheets,
        };
        if !plan.has_annex_a() {
            plan.reads = Reads::Sheet(best(&plan.sheets));
        }
        plan
    }

    fn stem(&self) -> &str {
        let name = self.file.name.as_str();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// Reads the list by this plan, whole or not at all.
    pub fn read(&self, plan: &Plan) -> Result<ReadList, TableError> {
        let name = &self.file.name;
        let mut faults = Faults::default();
        let mut list = ReadList {
            source: name.clone(),
            ..ReadList::default()
        };
        let sheets = || self.file.sheets.iter().zip(&plan.sheets).enumerate();
        for (at, (sheet, plan_of)) in sheets() {
            if plan.reads(at) {
                list.dropped.extend(dropped(sheet, plan_of));
                if matches!(plan.reads, Reads::Sheet(_)) {
                    list.ignored = ignored(plan_of);
                }
                if sheet.hidden {
                    faults.tell(&sheet.name, 0, "It is a hidden sheet, and was read.");
                }
            } else if plan_of.annex_a == Some(ADOPTERS) {
                faults.tell(
                    &sheet.name,
                    0,
                    "List 11, Adopters, is not of children and was not read.",
                );
            } else if sheet.hidden {
                faults.tell(&sheet.name, 0, "It is a hidden sheet, and was not read.");
            } else if !sheet.rows.is_empty() {
                faults.tell(&sheet.name, 0, "It was not read.");
            }
        }
        list.children = match plan.reads {
            Reads::AnnexA => {
                let mut children = annex_a::Children::new(self.today);
                for (_, (sheet, plan_of)) in sheets().filter(|(at, _)| plan.reads(*at)) {
                    children.take(self.stem(), sheet, plan_of, &mut faults);
                }
                children.cases(&mut faults)
            }
            Reads::Sheet(at) => {
                let found = self.file.sheets.get(at).zip(plan.sheets.get(at));
                let Some((sheet, plan_of)) = found else {
                    return Err(TableError::new(
                        format!("{name} has no such sheet."),
                        "Choose another sheet.",
                    ));
                };
                table(name, sheet, plan_of, self.today, &mut faults)?
            }
        };
        if list.children.is_empty() {
            return Err(TableError::new(
                format!("{name} holds no child that could be read."),
                "Check which sheet is read, and which column is taken for the reference.",
            ));
        }
        rows::near(&list.children, &mut faults);
        list.notes = faults.notes();
        let of_read = |note: &&Note| {
            let mut sheets = plan.sheets.iter().enumerate();
            sheets.any(|(at, sheet)| sheet.name == note.at.sheet && plan.reads(at))
        };
        list.notes.extend(self.file.notes.iter().filter(of_read).cloned());
        list.notes.sort_by_key(|note| std::cmp::Reverse(note.weight));
        Ok(list)
    }
}

/// The sheet with a reference and the most columns that are known, a visible one before a hidden one.
fn best(sheets: &[SheetPlan]) -> usize {
    let worth = |sheet: &SheetPlan| {
        let taken = sheet
            .columns
            .iter()
            .filter(|column| matches!(column.takes, Takes::Field(_)))
            .count();
        let reference = sheet.column(ListField::Reference).is_some();
        (!sheet.hidden && sheet.rows > 0, reference && sheet.rows > 0, taken)
    };
    let best = sheets.iter().enumerate().rev().max_by_key(|(_, sheet)| worth(sheet));
    best.map_or(0, |(at, _)| at)
}

fn dropped(sheet: &Sheet, plan: &SheetPlan) -> Vec<Dropped> {
    let one = |column: &ColumnPlan| match column.takes {
        Takes::Dropped(looks) => Some(Dropped {
            sheet: sheet.name.clone(),
            heading: column.heading.clone(),
            why: looks.name().to_owned(),
            cells: column.filled,
        }),
        _ => None,
    };
    plan.columns.iter().filter_map(one).collect()
}

fn ignored(plan: &SheetPlan) -> Vec<String> {
    let nothing = plan
        .columns
        .iter()
        .filter(|column| column.takes == Takes::Nothing && column.filled > 0);
    nothing.map(|column| column.heading.clone()).collect()
}

/// The children of one table, each once.
fn table(
    file: &str,
    sheet: &Sheet,
    plan: &SheetPlan,
    today: Date,
    faults: &mut Faults,
) -> Result<Vec<ListedChild>, TableError> {
    if plan.column(ListField::Reference).is_none() {
        return Err(TableError::new(
            format!("No column of {file} is taken for the child’s reference."),
            "Choose the column that holds the case record system’s reference.",
        ));
    }
    let fields = rows::Fields::new(&sheet.name, plan, today);
    let head = plan.header.and_then(|header| sheet.rows.get(header));
    let mut children: Vec<ListedChild> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for row in guess::data(sheet, plan.header) {
        if rows::repeats_headings(row, head) {
            continue;
        }
        let Some(child) = fields.child(row, faults) else {
            continue;
        };
        if let Some(case) = known.get(&child.reference).and_then(|at| children.get_mut(*at)) {
            rows::again(case, child, faults);
        } else {
            known.insert(child.reference.clone(), children.len());
            children.push(child);
        }
    }
    Ok(children)
}

#[cfg(test)]
mod annex_a_tests;
#[cfg(test)]
mod tests;
