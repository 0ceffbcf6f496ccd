//! An XLSX file is a ZIP of XML. Here its parts are counted and looked over before a library spends memory on them.

use super::{Limits, TableError};
use std::io::{Cursor, Read};

/// A part this much larger than it was packed is a bomb: a sheet of a hundred thousand equal rows stays under 60.
const RATIO: u64 = 200;

/// Below this size a part may be packed as tightly as it likes.
const SMALL: u64 = 8 << 20;

const MOST_PARTS: usize = 10_000;

/// Most texts of the table that cells share.
const MOST_TEXTS: u64 = 3_000_000;

/// Memory the library may need for styles. It keeps a copy of its font's and format's name with each.
const MOST_STYLES: u64 = 256 << 20;

/// Looks a package over; an error when it should not be read.
pub(super) fn check(name: &str, bytes: &[u8], limits: &Limits) -> Result<(), TableError> {
    let damaged = || {
        TableError::new(
            format!("{name} is damaged, or not a spreadsheet."),
            "Open it in your spreadsheet program and save it again as XLSX.",
        )
    };
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_error| damaged())?;
    if archive.len() > MOST_PARTS {
        return Err(bomb(name, limits));
    }
    let mut declared = 0_u64;
    let mut workbook = false;
    for at in 0..archive.len() {
        let part = archive.by_index_raw(at).map_err(|_error| damaged())?;
        if part.encrypted() {
            return Err(TableError::new(
                format!("{name} is protected by a password."),
                "Save a copy without the password to import.",
            ));
        }
        declared = declared.saturating_add(part.size());
        let tight = part.size() / part.compressed_size().max(1) > RATIO;
        if declared > limits.expanded || (tight && part.size() > SMALL) {
            return Err(bomb(name, limits));
        }
        workbook |= part.name().is_ok_and(|name| name == "_rels/.rels");
        if part.name().is_ok_and(|part| part == "content.xml") {
            return Err(TableError::new(
                format!("{name} is an OpenDocument spreadsheet (ODS)."),
                super::SAVE_AS,
            ));
        }
    }
    if !workbook {
        return Err(TableError::new(
            format!("{name} is a ZIP file and not a spreadsheet."),
            "Unpack it, and import the CSV or XLSX file in it.",
        ));
    }
    // What is declared may be a lie, so every part is unpacked once and counted.
    let mut expanded = 0_u64;
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).map_err(|_error| damaged())?;
        let path = part.name().map(|path| path.replace('\\', "/").to_ascii_lowercase());
        let path = path.unwrap_or_default();
        let packed = part.compressed_size().max(1);
        let mut look = Look::of(&path);
        let mut size = 0_u64;
        let mut buffer = [0_u8; 16 * 1024];
        loop {
            let read = part.read(&mut buffer).map_err(|_error| damaged())?;
            let Some(piece) = buffer.get(..read).filter(|piece| !piece.is_empty()) else {
                break;
            };
            size += read as u64;
            expanded += read as u64;
            if expanded > limits.expanded || (size > SMALL && size / packed > RATIO) {
                return Err(bomb(name, limits));
            }
            look.over(piece);
        }
        if !look.is_harmless(size) {
            return Err(damaged());
        }
    }
    Ok(())
}

fn bomb(name: &str, limits: &Limits) -> TableError {
    TableError::new(
        format!(
            "{name} unpacks to far more than it holds, or to more than {} MB.",
            limits.expanded >> 20
        ),
        "It is not opened. Copy the list into a new workbook and save that, or export it again as CSV.",
    )
}

/// What is looked for in a part while it is counted.
struct Look {
    xml: Xml,
    shared_texts: bool,
    styles: bool,
    /// Elements that make an entry: `si` of the shared texts, `xf` of the styles.
    entries: u64,
    /// How many entries it says it has.
    declared: u64,
    longest_tag: u64,
    head: Vec<u8>,
    is_xml: bool,
}

impl Look {
    fn of(path: &str) -> Self {
        Self {
            xml: Xml::default(),
            shared_texts: path.ends_with("sharedstrings.xml"),
            styles: path.ends_with("styles.xml"),
            entries: 0,
            declared: 0,
            longest_tag: 0,
            head: Vec::new(),
            is_xml: matches!(path.rsplit('.').next(), Some("xml" | "rels")),
        }
    }

    fn over(&mut self, piece: &[u8]) {
        if self.is_xml && self.head.len() < 256 {
            self.head.extend(piece.iter().take(256));
        }
        if !self.shared_texts && !self.styles {
            return;
        }
        for byte in piece {
            let Some(tag) = self.xml.next(*byte) else {
                continue;
            };
            self.longest_tag = self.longest_tag.max(tag.length);
            match local_name(&tag.start) {
                b"si" | b"xf" => self.entries += 1,
                b"sst" => self.declared = self.declared.max(unique_count(&tag.start)),
                _ => {}
            }
        }
    }

    /// Whether the library can read it without spending memory that the part does not account for.
    fn is_harmless(&self, size: u64) -> bool {
        if self.is_xml && !is_utf8(&self.head) {
            return false;
        }
        if self.xml.odd {
            return false;
        }
        if self.shared_texts && (self.declared > size || self.entries > MOST_TEXTS) {
            return false;
        }
        !self.styles || self.entries.saturating_mul(2 * self.longest_tag + 600) <= MOST_STYLES
    }
}

/// Whether an XML part is written in UTF-8, as spreadsheet programs do: what is looked for is looked for in bytes.
fn is_utf8(head: &[u8]) -> bool {
    if head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]) || head.contains(&0) {
        return false;
    }
    let text = String::from_utf8_lossy(head).to_ascii_lowercase();
    let declaration = text.split("?>").next().unwrap_or_default();
    match declaration.split_once("encoding") {
        Some((before, after)) if before.contains("<?xml") => {
            let named = after.trim_start_matches(|c: char| c == '=' || c.is_whitespace());
            named.starts_with("\"utf-8\"") || named.starts_with("'utf-8'")
        }
        _ => true,
    }
}

fn local_name(start: &[u8]) -> &[u8] {
    let name = start
        .split(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>'))
        .next();
    name.and_then(|name| name.rsplit(|byte| *byte == b':').next())
        .unwrap_or_default()
}

/// The `uniqueCount` a tag declares; more than anything where it cannot be read.
fn unique_count(tag: &[u8]) -> u64 {
    let text = String::from_utf8_lossy(tag);
    let Some((_, after)) = text.split_once("uniqueCount") else {
        return 0;
    };
    let digits = after.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '=' | '"' | '\'' | '+'));
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    match digits.get(..end).unwrap_or_default() {
        "" => 0,
        digits => digits.parse().unwrap_or(u64::MAX),
    }
}

/// How much of a tag is kept to be looked at.
const KEPT: usize = 4096;

/// Follows XML byte by byte, as far as telling where tags begin and end.
#[derive(Default)]
struct Xml {
    at: At,
    tag: Tag,
    /// Something no spreadsheet program writes: a document type, a tag longer than what is kept.
    odd: bool,
}

#[derive(Default)]
enum At {
    #[default]
    Text,
    Tag,
    Quoted(u8),
    /// In a comment, characters as they are, or an instruction, up to these bytes.
    Until(&'static [u8]),
}

#[derive(Clone, Default)]
struct Tag {
    start: Vec<u8>,
    length: u64,
}

impl Xml {
    /// Takes one byte; answers with the tag it ends.
    fn next(&mut self, byte: u8) -> Option<&Tag> {
        match self.at {
            At::Text => {
                if byte == b'<' {
                    self.at = At::Tag;
                    self.tag.start.clear();
                    self.tag.length = 0;
                }
                None
            }
            At::Quoted(quote) => {
                self.keep(byte);
                if byte == quote {
                    self.at = At::Tag;
                }
                None
            }
            At::Tag if byte == b'>' => {
                self.at = At::Text;
                self.odd |= self.tag.start.starts_with(b"!");
                Some(&self.tag)
            }
            At::Tag => {
                self.keep(byte);
                self.at = match (self.tag.start.as_slice(), byte) {
                    (b"!--", _) => At::Until(b"-->"),
                    (b"![CDATA[", _) => At::Until(b"]]>"),
                    (b"?", _) => At::Until(b"?>"),
                    (_, b'"' | b'\'') => At::Quoted(byte),
                    _ => At::Tag,
                };
                if matches!(self.at, At::Until(_)) {
                    self.tag.start.clear();
                }
                None
            }
            At::Until(end) => {
                self.tag.start.push(byte);
                if self.tag.start.len() > end.len() {
                    self.tag.start.remove(0);
                }
                if self.tag.start == end {
                    self.at = At::Text;
                }
                None
            }
        }
    }

    fn keep(&mut self, byte: u8) {
        self.tag.length += 1;
        if self.tag.start.len() < KEPT {
            self.tag.start.push(byte);
        } else {
            self.odd = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(path: &str, text: &str) -> bool {
        let mut look = Look::of(path);
        look.over(text.as_bytes());
        look.is_harmless(text.len() as u64)
    }

    #[test]
    fn shared_texts_do_not_promise_more_than_they_hold() {
        let sst = |count: &str| format!("<?xml version=\"1.0\"?><sst uniqueCount={count}><si><t>a > b</t></si></sst>");
        for fine in ["\"1\"", "'1'", "\"\""] {
            assert!(
                look("xl/sharedStrings.xml".to_ascii_lowercase().as_str(), &sst(fine)),
                "{fine}"
            );
        }
        for harm in ["\"99999999999\"", "'+888888888888'", "\"99999999999999999999999999\""] {
            assert!(!look("xl/sharedstrings.xml", &sst(harm)), "{harm}");
        }
        // A promise in a comment or in characters as they are is none.
        let said = "<sst><!-- <sst uniqueCount='99999999999'> --><si><t><![CDATA[<sst uniqueCount='9999999999'>]]></t></si></sst>";
        assert!(look("xl/sharedstrings.xml", said));
        assert!(!look("xl/sharedstrings.xml", "<!DOCTYPE a [ <!ENTITY b 'c'> ]><sst/>"));
        let hidden = "<sst a='>' uniqueCount='99999999999'/>";
        assert!(!look("xl/sharedstrings.xml", hidden));
    }

    #[test]
    fn styles_do_not_multiply() {
        let xf = "<xf numFmtId=\"14\" fontId=\"0\"/>".repeat(2_000);
        let styles = |font: usize| {
            format!(
                "<styleSheet><fonts><font><name val=\"{}\"/></font></fonts><cellXfs>{xf}</cellXfs></styleSheet>",
                "n".repeat(font)
            )
        };
        assert!(look("xl/styles.xml", &styles(30)));
        assert!(!look("xl/styles.xml", &styles(200_000)));
    }

    #[test]
    fn only_utf8_is_looked_at() {
        assert!(look(
            "xl/workbook.xml",
            "<?xml version='1.0' encoding='UTF-8'?><workbook/>"
        ));
        assert!(look("xl/workbook.xml", "<workbook encoding='x'/>"));
        assert!(!look(
            "xl/workbook.xml",
            "<?xml version='1.0' encoding='utf-16'?><workbook/>"
        ));
        assert!(!look(
            "xl/workbook.xml",
            "<?xml version='1.0' encoding='ISO-2022-JP'?><workbook/>"
        ));
        assert!(!look("xl/workbook.xml", "\u{0}<\u{0}a"));
    }
}
