//! Tags of a file beside those there are: what taking them in would change, row by row, before it is done.
//!
//! A tag is known by its path, whatever its capital letters: group, the tags it stands under, name. A file never takes a
//! tag away, never moves one, and an empty cell changes nothing.

use super::edit::TagFields;
use super::error::UserError;
use crate::exchange::tags_csv::{self, TagLine, TagsRead};
use crate::model::tag::Tag;
use crate::model::tag_order;
use crate::model::tag_rules::OWN_GROUP;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The longest file of tags that is read, in bytes.
const LONGEST: u64 = 16 * 1024 * 1024;

/// What a row of the file would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A tag that is not there yet.
    New,
    /// Something of a tag that is there: its name, its colour, what it is for.
    Changed(Vec<&'static str>),
    /// Nothing: the tag is there, as the file has it.
    Same,
    /// It is not taken, and why.
    Refused(String),
}

/// A row of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The line of the file it begins on.
    pub row: u64,
    /// The tag's path, as it would stand.
    pub path: String,
    /// What it would do.
    pub kind: Kind,
}

/// What taking in a file would change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// The file.
    pub path: PathBuf,
    /// Its rows, in order.
    pub rows: Vec<Row>,
    /// What to know about the file.
    pub notes: Vec<String>,
    /// The file cannot be taken as it is: nothing of it is.
    pub broken: bool,
    /// What is taken in.
    pub lines: Vec<TagLine>,
}

impl Preview {
    /// How many rows are new, change something, change nothing, are refused.
    pub fn counts(&self) -> [usize; 4] {
        let mut counts = [0; 4];
        for row in &self.rows {
            let at = match row.kind {
                Kind::New => 0,
                Kind::Changed(_) => 1,
                Kind::Same => 2,
                Kind::Refused(_) => 3,
            };
            if let Some(count) = counts.get_mut(at) {
                *count += 1;
            }
        }
        counts
    }
}

/// One thing to do to take a file in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The tag's number; a negative one for a tag that is made.
    pub tag: i64,
    /// What it is to be.
    pub fields: TagFields,
}

/// Where a tag is looked for: its group, the tag it stands under, its name without capital letters.
type At = (String, Option<i64>, String);

/// The tags as they would be, by where they stand.
struct Planned {
    tags: BTreeMap<i64, TagFields>,
    at: BTreeMap<At, i64>,
    by_name: BTreeMap<String, Vec<i64>>,
    groups: BTreeMap<String, (String, i64)>,
    /// Tags that were made because another stands under them; they have no row yet.
    implied: BTreeMap<i64, usize>,
    steps: Vec<Step>,
}

impl Planned {
    fn of(tags: &[Tag]) -> Self {
        let mut planned = Self {
            tags: BTreeMap::new(),
            at: BTreeMap::new(),
            by_name: BTreeMap::new(),
            groups: BTreeMap::new(),
            implied: BTreeMap::new(),
            steps: Vec::new(),
        };
        for tag in tags {
            let fields = TagFields {
                name: tag.name.clone(),
                group: tag.group.clone(),
                parent: tag.parent,
                colour: tag.colour,
                description: tag.description.clone(),
            };
            planned.know(tag.id, fields);
        }
        planned
    }

    fn know(&mut self, id: i64, fields: TagFields) {
        let folded = fields.name.trim().to_lowercase();
        let at = (fields.group.clone(), fields.parent, folded.clone());
        self.at.entry(at).or_insert(id);
        self.by_name.entry(folded).or_default().push(id);
        self.groups
            .entry(fields.group.to_lowercase())
            .or_insert_with(|| (fields.group.clone(), fields.colour));
        self.tags.insert(id, fields);
    }

    fn make(&mut self, fields: TagFields) -> i64 {
        let id = -1 - i64::try_from(self.steps.len()).unwrap_or(0);
        self.steps.push(Step {
            tag: id,
            fields: fields.clone(),
        });
        self.know(id, fields);
        id
    }

    /// The group of a row, and the colour of a tag that is made in it.
    fn group(&self, line: &TagLine) -> (String, i64) {
        let name = if line.group.trim().is_empty() {
            OWN_GROUP
        } else {
            line.group.trim()
        };
        self.groups
            .get(&name.to_lowercase())
            .cloned()
            .unwrap_or_else(|| (name.to_owned(), 1))
    }

    fn find(&self, group: &str, parent: Option<i64>, name: &str) -> Option<i64> {
        self.at
            .get(&(group.to_owned(), parent, name.trim().to_lowercase()))
            .copied()
    }

    /// What a row does; its tag where there is one.
    fn take(&mut self, line: &TagLine) -> Result<(i64, Kind), String> {
        let (group, colour) = self.group(line);
        let alone = line.group.trim().is_empty() && line.above.is_empty();
        let known = if alone {
            match self
                .by_name
                .get(&line.name.trim().to_lowercase())
                .map_or(&[][..], Vec::as_slice)
            {
                [] => None,
                [one] => Some(*one),
                many => {
                    return Err(format!(
                        "There are {} tags of this name. Say in a column “path” or “group” which is meant",
                        many.len()
                    ));
                }
            }
        } else {
            None
        };
        let mut parent = None;
        if known.is_none() {
            for name in &line.above {
                let found = self.find(&group, parent, name);
                let fresh = || TagFields {
                    name: name.trim().to_owned(),
                    group: group.clone(),
                    parent,
                    colour,
                    description: String::new(),
                };
                parent = Some(found.unwrap_or_else(|| {
                    let made = self.make(fresh());
                    self.implied.insert(made, self.steps.len() - 1);
                    made
                }));
            }
        }
        let Some(id) = known.or_else(|| self.find(&group, parent, &line.name)) else {
            let id = self.make(TagFields {
                name: line.name.trim().to_owned(),
                group,
                parent,
                colour: line.colour.unwrap_or(colour),
                description: line.description.trim().to_owned(),
            });
            return Ok((id, Kind::New));
        };
        Ok((id, self.change(id, line)))
    }

    /// What a row changes of a tag that is there, or was made for one under it.
    fn change(&mut self, id: i64, line: &TagLine) -> Kind {
        let Some(fields) = self.tags.get_mut(&id) else {
            return Kind::Same;
        };
        let mut changed = Vec::new();
        if fields.name != line.name.trim() {
            line.name.trim().clone_into(&mut fields.name);
            changed.push("name");
        }
        if let Some(colour) = line.colour.filter(|colour| *colour != fields.colour) {
            fields.colour = colour;
            changed.push("colour");
        }
        let description = line.description.trim();
        if !description.is_empty() && description != fields.description.trim() {
            description.clone_into(&mut fields.description);
            changed.push("description");
        }
        let fields = fields.clone();
        if let Some(step) = self.implied.remove(&id).and_then(|at| self.steps.get_mut(at)) {
            step.fields = fields;
            return Kind::New;
        }
        if changed.is_empty() {
            return Kind::Same;
        }
        self.steps.push(Step { tag: id, fields });
        Kind::Changed(changed)
    }
}

/// What every row does, and the steps that do it; rows that are refused have none.
fn plan(tags: &[Tag], lines: &[TagLine]) -> (Vec<Row>, Vec<Step>) {
    let mut planned = Planned::of(tags);
    let mut rows_of: BTreeMap<i64, (u64, String)> = BTreeMap::new();
    let mut rows = Vec::with_capacity(lines.len());
    for line in lines {
        let path = line.path();
        let steps = planned.steps.len();
        let kind = match planned.take(line) {
            Err(why) => Kind::Refused(why),
            Ok((tag, kind)) => {
                if let Some((first, earlier)) = rows_of.get(&tag) {
                    // The first row of a tag is taken; what this one did is taken back.
                    planned.steps.truncate(steps);
                    Kind::Refused(if *earlier == path {
                        format!("It stands on row {first} already")
                    } else {
                        format!("It differs from row {first} by capital letters only")
                    })
                } else {
                    rows_of.insert(tag, (line.row, path.clone()));
                    kind
                }
            }
        };
        rows.push(Row {
            row: line.row,
            path,
            kind,
        });
    }
    (rows, planned.steps)
}

/// The steps that take the rows of a file in.
///
/// # Errors
/// When there is nothing to do.
pub fn steps(tags: &[Tag], lines: &[TagLine]) -> Result<Vec<Step>, String> {
    let (_, steps) = plan(tags, lines);
    if steps.is_empty() {
        return Err("Nothing in this file differs from the tags there are.".to_owned());
    }
    Ok(steps)
}

/// What taking in what was read would change.
pub fn preview(path: &Path, tags: &[Tag], read: TagsRead) -> Preview {
    let (rows, _) = plan(tags, &read.tags);
    let told = |note: &&tags_csv::TagNote| {
        // Rows that stand twice are among the refused.
        !matches!(
            note,
            tags_csv::TagNote::Twice(..) | tags_csv::TagNote::DiffersByCase(..)
        )
    };
    Preview {
        path: path.to_owned(),
        rows,
        notes: read.notes.iter().filter(told).map(tags_csv::TagNote::words).collect(),
        broken: false,
        lines: read.tags,
    }
}

/// Reads a file and says what taking it in would change. A file that cannot be taken says by its rows why.
///
/// # Errors
/// When the file cannot be read at all.
pub fn read(path: &Path, tags: &[Tag]) -> Result<Preview, UserError> {
    let what = |why: &str| format!("{why}: {}", path.display());
    let found = std::fs::metadata(path).map_err(|error| not_read(&error, path))?;
    if !found.is_file() {
        return Err(UserError::new(what("This is not a file"), "Choose a CSV file."));
    }
    if found.len() > LONGEST {
        return Err(UserError::new(
            what("This file is too large for a file of tags"),
            "Choose another, or split it into parts.",
        ));
    }
    let bytes = std::fs::read(path).map_err(|error| not_read(&error, path))?;
    match tags_csv::read(&bytes) {
        Ok(read) => Ok(preview(path, tags, read)),
        Err(faults) => Ok(Preview {
            path: path.to_owned(),
            rows: faults
                .iter()
                .filter_map(|fault| {
                    Some(Row {
                        row: fault.row?,
                        path: String::new(),
                        kind: Kind::Refused(fault.what.clone()),
                    })
                })
                .collect(),
            notes: faults
                .iter()
                .filter(|fault| fault.row.is_none())
                .map(tags_csv::TagFault::words)
                .collect(),
            broken: true,
            lines: Vec::new(),
        }),
    }
}

fn not_read(error: &std::io::Error, path: &Path) -> UserError {
    let (why, next) = match error.kind() {
        std::io::ErrorKind::NotFound => ("There is no file here", "Choose it again."),
        std::io::ErrorKind::PermissionDenied => ("This file may not be read", "Copy it to a folder of your own."),
        _ => (
            "This file could not be read",
            "Check that its drive is connected and try again.",
        ),
    };
    UserError::new(format!("{why}: {}", path.display()), next)
}

/// The tags as a file: in the order they are shown, so that it gives them back in that order.
///
/// # Errors
/// When it cannot be made.
pub fn write(tags: &[Tag]) -> Result<Vec<u8>, UserError> {
    let by_id: BTreeMap<i64, &Tag> = tags.iter().map(|tag| (tag.id, tag)).collect();
    let shown: Vec<Tag> = tag_order::tree(tags)
        .iter()
        .flat_map(|group| &group.tags)
        .filter_map(|(id, _)| by_id.get(id).map(|tag| (*tag).clone()))
        .collect();
    tags_csv::write(&tags_csv::lines(&shown))
        .map_err(|error| UserError::new(format!("The tags could not be written: {error}"), "Try again."))
}

#[cfg(test)]
mod tests;
