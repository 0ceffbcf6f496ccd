//! Notes put together from sentence parts.

use super::dice::{Dice, Skew};
use std::collections::BTreeMap;

const WORDS: &str = include_str!("words.txt");

enum Piece {
    Text(&'static str),
    Slot(usize),
    Day,
    Number,
    Name,
}

struct Section {
    lines: Vec<Vec<Piece>>,
    skew: Skew,
}

/// Writes notes.
pub struct Writer {
    sections: Vec<Section>,
    by_name: BTreeMap<&'static str, usize>,
    names: Vec<String>,
    name_skew: Skew,
}

impl Writer {
    pub fn new() -> Self {
        let mut raw: Vec<(&'static str, Vec<&'static str>)> = Vec::new();
        for line in WORDS.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            match line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                Some(name) => raw.push((name, Vec::new())),
                None => raw.last_mut().expect("a line stands in a section").1.push(line),
            }
        }
        let by_name: BTreeMap<&'static str, usize> =
            raw.iter().enumerate().map(|(at, (name, _))| (*name, at)).collect();
        let part = |name: &str| raw[by_name[name]].1.clone();
        let mut names: Vec<String> = Vec::new();
        for last in part("last") {
            names.extend(part("first").into_iter().map(|first| format!("{first}{last}")));
        }
        let sections = raw
            .iter()
            .map(|(_, lines)| Section {
                lines: lines.iter().map(|line| pieces(line, &by_name)).collect(),
                skew: Skew::new(lines.len(), 0.8),
            })
            .collect();
        Self {
            sections,
            by_name,
            name_skew: Skew::new(names.len(), 1.0),
            names,
        }
    }

    /// Adds one line of a section, begun with a capital where it begins a sentence.
    fn line(&self, dice: &mut Dice, section: usize, into: &mut String) {
        let section = &self.sections[section];
        for piece in &section.lines[section.skew.pick(dice)] {
            match piece {
                Piece::Text(text) => into.push_str(text),
                Piece::Slot(section) => self.line(dice, *section, into),
                Piece::Day => into.push_str(&dice.between(1, 28).to_string()),
                Piece::Number => into.push_str(&dice.between(2, 14).to_string()),
                Piece::Name => into.push_str(&self.names[self.name_skew.pick(dice)]),
            }
        }
    }

    /// So many sentences of a section.
    pub fn say(&self, dice: &mut Dice, section: &str, sentences: usize) -> String {
        let section = self.by_name[section];
        let mut text = String::with_capacity(96 * sentences);
        for n in 0..sentences {
            if n > 0 {
                text.push(' ');
            }
            let start = text.len();
            self.line(dice, section, &mut text);
            if let Some(first) = text.get_mut(start..=start) {
                first.make_ascii_uppercase();
            }
        }
        text
    }
}

fn pieces(line: &'static str, by_name: &BTreeMap<&'static str, usize>) -> Vec<Piece> {
    let mut found = Vec::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('{') {
        let (slot, after) = after.split_once('}').expect("a slot is closed");
        found.push(Piece::Text(before));
        found.push(match slot {
            "day" => Piece::Day,
            "n" => Piece::Number,
            "name" => Piece::Name,
            slot => Piece::Slot(by_name[slot]),
        });
        rest = after;
    }
    found.push(Piece::Text(rest));
    found
}
