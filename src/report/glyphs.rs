//! Making any text printable: what no font has is shown as its code, such as `[U+1F600]`, so that an export never
//! fails for a character and nobody reads a blank where something stood.

use std::collections::BTreeSet;
use std::fmt::Write;

use serde_json::Value;
use typst::text::is_default_ignorable;

use super::fonts::FONTS;

/// The longest run of ASCII without a place to break: addresses and the like run out of a narrow column otherwise.
const UNBROKEN: usize = 24;

/// The longest run of anything without a space. Words of scripts without spaces are broken by the typesetter; what is
/// longer than this is no word.
const UNBROKEN_ANY: usize = 240;

/// Makes every text in the report printable.
pub(super) fn clean(report: &mut Value) {
    for_each_text(report, &|text| printable(text));
}

/// Shows as codes what only fails in company, such as a mark that no font has together with its letter: `runs` are
/// the texts the typesetter found no glyphs for.
pub(super) fn spell_out(report: &mut Value, runs: &BTreeSet<String>) {
    // The longest first, so that a run inside another does not take it apart.
    let mut runs: Vec<(&String, String)> = runs.iter().map(|run| (run, spelt(run))).collect();
    runs.sort_by_key(|(run, _)| std::cmp::Reverse(run.len()));
    for_each_text(report, &|text| {
        runs.iter()
            .fold(text.to_owned(), |text, (run, spelt)| text.replace(run.as_str(), spelt))
    });
}

/// Shows as codes everything but plain Latin text, which cannot fail.
pub(super) fn keep_plain(report: &mut Value) {
    for_each_text(report, &|text| {
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            let plain = c.is_ascii() || (matches!(c, '\u{a1}'..='\u{24f}' | '\u{2010}'..='\u{2026}') && c != '\u{ad}');
            if plain && (c == '\n' || FONTS.first_has(c)) {
                out.push(c);
            } else {
                push_code(&mut out, c);
            }
        }
        out
    });
}

fn for_each_text(value: &mut Value, change: &impl Fn(&str) -> String) {
    match value {
        Value::String(text) => *text = change(text),
        Value::Array(items) => items.iter_mut().for_each(|item| for_each_text(item, change)),
        Value::Object(fields) => fields.values_mut().for_each(|field| for_each_text(field, change)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The text with one kind of line break, at most one empty line at a time, nothing at its ends, and nothing in it
/// that no font has.
fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut ascii, mut any) = (0, 0);
    for c in text.replace("\r\n", "\n").chars() {
        ascii = if c.is_ascii_graphic() { ascii + 1 } else { 0 };
        any = if c.is_whitespace() { 0 } else { any + 1 };
        if ascii > UNBROKEN || (any > UNBROKEN_ANY && c.is_alphanumeric()) {
            out.push('\u{200b}');
            (ascii, any) = (usize::from(ascii > 0), 1);
        }
        match c {
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => push_line_break(&mut out),
            '\t' => out.push_str("  "),
            _ if c.is_control() || is_private(c) => push_code(&mut out, c),
            _ if is_default_ignorable(c) => {
                if shapes_text(c) {
                    out.push(c);
                }
            }
            _ if FONTS.has(c) => out.push(c),
            _ if c.is_whitespace() => out.push(' '),
            _ => push_code(&mut out, c),
        }
    }
    let out = out.trim();
    // A heading of nothing that prints is no heading.
    if out.chars().all(is_default_ignorable) {
        return String::new();
    }
    out.to_owned()
}

fn push_line_break(out: &mut String) {
    let kept = out.trim_end_matches([' ', '\n']).len();
    let breaks = out.get(kept..).unwrap_or_default().matches('\n').count();
    out.truncate(kept);
    out.push_str(if breaks == 0 { "\n" } else { "\n\n" });
}

/// Invisible characters that joined scripts and line breaking need. The others print nothing (variation selectors) or
/// turn text round for all that follows it (embeddings and overrides), and are left out.
fn shapes_text(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2060}')
}

/// Private characters mean something only to the program they came from, even where a font has them.
fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

/// A run that failed, with its letters and digits kept: they are found alone. A run of nothing else is all codes.
fn spelt(run: &str) -> String {
    let marks = run.chars().any(|c| !c.is_alphanumeric());
    let mut out = String::new();
    for c in run.chars() {
        if c.is_ascii() || c.is_whitespace() || (marks && c.is_alphanumeric()) {
            out.push(c);
        } else {
            push_code(&mut out, c);
        }
    }
    out
}

fn push_code(out: &mut String, c: char) {
    // Writing to a string cannot fail.
    if write!(out, "[U+{:04X}]", u32::from(c)).is_err() {
        out.push('?');
    }
}

#[cfg(test)]
#[path = "glyphs_tests.rs"]
mod tests;
