//! Tags as CSV, both ways: the columns name, path (`Group / Parent / Tag`), description, group, colour.
//!
//! Reading is forgiving: columns in any order and case, others ignored, a name or a path is enough, commas, semicolons
//! or tabs, with or without a byte order mark. It is all or nothing: what cannot be taken is named by its row, and
//! then nothing is. In a path, ` / ` stands between tags; a slash at the edge of a word of a name is written `\/`, and
//! a backslash `\\`.

use super::csv::{protect, unprotect};
use crate::model::tag::Tag;
use crate::model::tag_names::{LONGEST_NAME, fault};
use crate::model::tag_order::DEEPEST;
use crate::model::tag_rules::LONGEST_DESCRIPTION;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The most rows that are read.
pub const MOST_ROWS: usize = 20_000;

/// The most faults that are named; the first are enough to begin with.
const MOST_FAULTS: usize = 50;

const COLUMNS: [&str; 5] = ["name", "path", "description", "group", "colour"];

/// One tag of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TagLine {
    /// The line of the file it begins on.
    pub row: u64,
    /// Its name.
    pub name: String,
    /// The group it stands in; empty for none.
    pub group: String,
    /// The tags it stands under, the topmost first.
    pub above: Vec<String>,
    /// What it is for.
    pub description: String,
    /// Its colour, 1 to 4; nothing where the file does not say.
    pub colour: Option<i64>,
}

impl TagLine {
    /// Its path, as it is written.
    pub fn path(&self) -> String {
        let mut parts: Vec<&str> = Vec::with_capacity(self.above.len() + 2);
        // Without a group, what stands first would be taken for one.
        if !self.group.is_empty() || !self.above.is_empty() {
            parts.push(&self.group);
        }
        parts.extend(self.above.iter().map(String::as_str));
        parts.push(&self.name);
        parts.iter().map(|part| escaped(part)).collect::<Vec<_>>().join(" / ")
    }

    /// Its path without regard to case, by which two tags are one.
    fn folded(&self) -> String {
        self.path().to_lowercase()
    }
}

/// Something to know about what was read; it was read all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TagNote {
    /// A tag stands in the file twice: row, the row it first stood on, path.
    Twice(u64, u64, String),
    /// A tag differs from an earlier one by case only: row, the earlier row, path, the earlier path.
    DiffersByCase(u64, u64, String, String),
    /// The group column and the path name different groups; the path is taken: row, group, the path's group.
    GroupDiffers(u64, String, String),
    /// The colour is none of ours: row, colour.
    UnknownColour(u64, String),
    /// Columns that were not read.
    Ignored(Vec<String>),
}

impl TagNote {
    /// The note in words.
    pub fn words(&self) -> String {
        match self {
            Self::Twice(row, first, path) => format!("Row {row}: {path} stands on row {first} already"),
            Self::DiffersByCase(row, first, path, earlier) => {
                format!("Row {row}: {path} differs from {earlier} on row {first} by capital letters only")
            }
            Self::GroupDiffers(row, group, path) => {
                format!("Row {row}: the group is {group} and the path says {path}; the path is taken")
            }
            Self::UnknownColour(row, colour) => {
                format!("Row {row}: the colour {colour} is not one of 1 to 4 and is left as it is")
            }
            Self::Ignored(columns) => format!("Columns not read: {}", columns.join(", ")),
        }
    }
}

/// The tags of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TagsRead {
    /// The tags, in the order of the file.
    pub tags: Vec<TagLine>,
    /// What to know about them.
    pub notes: Vec<TagNote>,
}

/// What is wrong with a file: the row, where it is one, and what and what to do in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagFault {
    /// The row; nothing for the file as a whole.
    pub row: Option<u64>,
    /// What is wrong, and what to do.
    pub what: String,
}

impl TagFault {
    fn file(what: impl Into<String>) -> Vec<Self> {
        vec![Self {
            row: None,
            what: what.into(),
        }]
    }

    /// The fault in words, with its row.
    pub fn words(&self) -> String {
        match self.row {
            Some(row) => format!("Row {row}: {}", self.what),
            None => self.what.clone(),
        }
    }
}

/// One part of a path: `\` and slashes that would be taken for what stands between parts are marked.
fn escaped(part: &str) -> String {
    let mut text = String::with_capacity(part.len());
    let chars: Vec<char> = part.chars().collect();
    for (at, c) in chars.iter().enumerate() {
        let edge = |near: Option<&char>| near.is_none_or(|near| near.is_whitespace());
        let before = at.checked_sub(1).and_then(|at| chars.get(at));
        match c {
            '\\' => text.push_str("\\\\"),
            '/' if edge(before) || edge(chars.get(at + 1)) => text.push_str("\\/"),
            c => text.push(*c),
        }
    }
    text
}

/// The parts of a path.
fn parts(path: &str) -> Vec<String> {
    let chars: Vec<char> = path.trim().chars().collect();
    let mut parts = vec![String::new()];
    let mut at = 0;
    while let Some(c) = chars.get(at).copied() {
        let next = chars.get(at + 1).copied();
        let edge = |near: Option<char>| near.is_none_or(char::is_whitespace);
        let before = at.checked_sub(1).and_then(|at| chars.get(at)).copied();
        at += 1;
        match (c, next) {
            ('\\', Some(marked @ ('\\' | '/'))) => {
                at += 1;
                if let Some(part) = parts.last_mut() {
                    part.push(marked);
                }
            }
            ('/', _) if edge(before) && edge(next) => parts.push(String::new()),
            _ => {
                if let Some(part) = parts.last_mut() {
                    part.push(c);
                }
            }
        }
    }
    parts.iter().map(|part| part.trim().to_owned()).collect()
}

/// The lines of a workbook's tags, in their order.
pub fn lines(tags: &[Tag]) -> Vec<TagLine> {
    let by_id: BTreeMap<i64, &Tag> = tags.iter().map(|tag| (tag.id, tag)).collect();
    tags.iter()
        .zip(2..)
        .map(|(tag, row)| {
            let mut above = Vec::new();
            let mut at = tag.parent;
            while let Some(parent) = at.and_then(|id| by_id.get(&id)).filter(|_| above.len() < DEEPEST) {
                above.push(parent.name.clone());
                at = parent.parent;
            }
            above.reverse();
            TagLine {
                row,
                name: tag.name.clone(),
                group: tag.group.clone(),
                above,
                description: tag.description.clone(),
                colour: Some(tag.colour),
            }
        })
        .collect()
}

/// The bytes of the file.
pub fn write(lines: &[TagLine]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(COLUMNS)?;
    for line in lines {
        let colour = line.colour.map(|colour| colour.to_string()).unwrap_or_default();
        let path = line.path();
        let cells = [&line.name, &path, &line.description, &line.group, &colour];
        writer.write_record(cells.map(|cell| protect(cell)))?;
    }
    writer
        .into_inner()
        .map_err(|error| csv::Error::from(error.into_error()))
}

/// Which column of a file holds what.
#[derive(Default)]
struct Columns {
    name: Option<usize>,
    path: Option<usize>,
    description: Option<usize>,
    group: Option<usize>,
    colour: Option<usize>,
}

impl Columns {
    /// The columns by their headings, and the headings that are not read.
    fn of(headings: &csv::StringRecord) -> (Self, Vec<String>) {
        let mut columns = Self::default();
        let mut ignored = Vec::new();
        for (at, heading) in headings.iter().enumerate() {
            let heading = heading.trim_start_matches('\u{feff}').trim();
            let plain: String = heading
                .to_lowercase()
                .split(|c: char| !c.is_alphanumeric())
                .filter(|word| !word.is_empty())
                .collect::<Vec<_>>()
                .join(" ");
            let column = match plain.as_str() {
                "name" | "tag" | "tag name" => &mut columns.name,
                "path" | "tag path" | "full path" => &mut columns.path,
                "description" | "meaning" => &mut columns.description,
                "group" | "tag group" => &mut columns.group,
                "colour" | "color" => &mut columns.colour,
                _ => {
                    if !heading.is_empty() {
                        ignored.push(heading.to_owned());
                    }
                    continue;
                }
            };
            if column.is_some() {
                ignored.push(heading.to_owned());
            } else {
                *column = Some(at);
            }
        }
        (columns, ignored)
    }
}

/// The text of a file: UTF-8 or, with its mark, UTF-16.
fn text(bytes: &[u8]) -> Result<Cow<'_, str>, Vec<TagFault>> {
    let unit: fn([u8; 2]) -> u16 = match bytes {
        [0xFF, 0xFE, ..] => u16::from_le_bytes,
        [0xFE, 0xFF, ..] => u16::from_be_bytes,
        _ => {
            let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
            return std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|error| {
                let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
                let row = before.split(|byte| *byte == b'\n').count() as u64;
                vec![TagFault {
                    row: Some(row),
                    what: "A letter cannot be read. Save the file as “CSV UTF-8”".to_owned(),
                }]
            });
        }
    };
    let units = bytes.as_chunks::<2>().0.iter().skip(1).map(|pair| unit(*pair));
    let text: Result<String, _> = char::decode_utf16(units).collect();
    text.map(Cow::Owned)
        .map_err(|_broken| TagFault::file("This file is damaged. Save it as “CSV UTF-8”"))
}

/// What stands between the cells: whichever gives the first line most columns that we know.
fn delimiter(text: &str) -> u8 {
    let known = |delimiter: &u8| {
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(*delimiter)
            .from_reader(text.as_bytes());
        let (columns, ignored) = reader.headers().map(Columns::of).unwrap_or_default();
        let found = [
            columns.name,
            columns.path,
            columns.description,
            columns.group,
            columns.colour,
        ];
        (found.iter().flatten().count(), ignored.len())
    };
    [b'\t', b';', b','].into_iter().max_by_key(known).unwrap_or(b',')
}

/// Counts the lines of a text up to a place in it; places come in order.
struct Lines<'a> {
    text: &'a [u8],
    counted: usize,
    line: u64,
    /// What ends a line: only very old files have nothing but carriage returns.
    end: u8,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Self {
        let end = if text.contains('\n') { b'\n' } else { b'\r' };
        Self {
            text: text.as_bytes(),
            counted: 0,
            line: 1,
            end,
        }
    }

    /// The line of the record that begins at this byte; the reader counts the end of the line before to it.
    fn at(&mut self, position: Option<&csv::Position>) -> u64 {
        let begin = position.map_or(0, |position| usize::try_from(position.byte()).unwrap_or(usize::MAX));
        let rest = self.text.get(begin..).unwrap_or_default();
        let ends = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let begin = begin.saturating_add(ends);
        let passed = self.text.get(self.counted..begin).unwrap_or_default();
        self.line += passed.split(|byte| *byte == self.end).count().saturating_sub(1) as u64;
        self.counted = begin.max(self.counted);
        self.line
    }
}

/// Reads a file of tags, whole or not at all.
pub fn read(bytes: &[u8]) -> Result<TagsRead, Vec<TagFault>> {
    let text = text(bytes)?;
    if text.trim().is_empty() {
        return Err(TagFault::file("This file is empty"));
    }
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(&text))
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut lines = Lines::of(&text);
    let unreadable = |error: &csv::Error| {
        vec![TagFault {
            row: Some(Lines::of(&text).at(error.position())),
            what: "This line cannot be read. Mend it, or save the file again as CSV".to_owned(),
        }]
    };
    let (columns, ignored) = Columns::of(reader.headers().map_err(|error| unreadable(&error))?);
    if columns.name.is_none() && columns.path.is_none() {
        return Err(TagFault::file(
            "This file has no column called name or path. Its first line names the columns: name, path, description, group, colour",
        ));
    }
    let mut read = TagsRead::default();
    let mut faults = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| unreadable(&error))?;
        let row = lines.at(record.position());
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if read.tags.len() == MOST_ROWS {
            faults.push(TagFault {
                row: Some(row),
                what: format!("This file has more than {MOST_ROWS} tags. Split it into parts"),
            });
            break;
        }
        match line(&record, row, &columns, &mut read.notes) {
            Ok(line) => read.tags.push(line),
            Err(what) => faults.push(TagFault { row: Some(row), what }),
        }
        if faults.len() >= MOST_FAULTS {
            break;
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    if read.tags.is_empty() {
        return Err(TagFault::file("This file has headings and no tags"));
    }
    find_twice(&mut read);
    if !ignored.is_empty() {
        read.notes.push(TagNote::Ignored(ignored));
    }
    Ok(read)
}

fn line(record: &csv::StringRecord, row: u64, columns: &Columns, notes: &mut Vec<TagNote>) -> Result<TagLine, String> {
    let raw = |column: Option<usize>| column.and_then(|at| record.get(at)).map_or("", unprotect);
    let cell = |column: Option<usize>| raw(column).trim();
    let (name, path, group) = (cell(columns.name), cell(columns.path), cell(columns.group));
    let mut parts = if path.is_empty() { Vec::new() } else { parts(path) };
    // A path may end in the tag, or say only where it stands.
    if !name.is_empty() && parts.last().is_none_or(|end| end != name) {
        if parts.is_empty() && !group.is_empty() {
            parts.push(group.to_owned());
        }
        parts.push(name.to_owned());
    }
    let name = parts.pop().unwrap_or_default();
    if name.is_empty() {
        return Err("There is neither a name nor a path".to_owned());
    }
    let above = if parts.is_empty() {
        Vec::new()
    } else {
        parts.split_off(1)
    };
    let mut line = TagLine {
        row,
        name,
        group: parts.pop().unwrap_or_default(),
        above,
        description: raw(columns.description).to_owned(),
        colour: None,
    };
    if !group.is_empty() && line.group.is_empty() {
        group.clone_into(&mut line.group);
    } else if !group.is_empty() && group != line.group {
        notes.push(TagNote::GroupDiffers(row, group.to_owned(), line.group.clone()));
    }
    for named in line.above.iter().chain([&line.name]) {
        if named.is_empty() {
            return Err(format!("The path {path} has an empty place between two slashes"));
        }
        if let Some(fault) = fault(named) {
            return Err(format!("{fault}. Shorten it"));
        }
    }
    let length = line.group.chars().count();
    if length > LONGEST_NAME {
        return Err(format!(
            "The group’s name has {length} characters; it has {LONGEST_NAME} at most. Shorten it"
        ));
    }
    if line.above.len() > DEEPEST {
        return Err(format!(
            "The tag stands below {} others; {DEEPEST} is the most",
            line.above.len()
        ));
    }
    let length = line.description.chars().count();
    if length > LONGEST_DESCRIPTION {
        return Err(format!(
            "The description has {length} characters; it has {LONGEST_DESCRIPTION} at most. Shorten it"
        ));
    }
    let colour = cell(columns.colour);
    match colour.parse() {
        Ok(known @ 1..=4) => line.colour = Some(known),
        _ if colour.is_empty() => {}
        _ => notes.push(TagNote::UnknownColour(row, colour.chars().take(LONGEST_NAME).collect())),
    }
    Ok(line)
}

/// Notes tags that stand in the file twice, and those that differ by case only.
fn find_twice(read: &mut TagsRead) {
    let mut seen: BTreeMap<String, &TagLine> = BTreeMap::new();
    for line in &read.tags {
        match seen.get(&line.folded()) {
            Some(earlier) if earlier.path() == line.path() => {
                read.notes.push(TagNote::Twice(line.row, earlier.row, line.path()));
            }
            Some(earlier) => {
                read.notes.push(TagNote::DiffersByCase(
                    line.row,
                    earlier.row,
                    line.path(),
                    earlier.path(),
                ));
            }
            None => {
                seen.insert(line.folded(), line);
            }
        }
    }
}

#[cfg(test)]
mod tests;
