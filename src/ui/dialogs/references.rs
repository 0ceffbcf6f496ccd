//! References that are pasted: one a line, or a column of a spreadsheet; what they come to, and what looks wrong in them.

use crate::app::listed::Listed;
use crate::app::view::AuditRow;
use crate::model::audit::Subject;
use crate::model::reference;
use crate::ui::screens::start::spot;
use crate::ui::theme::{radius, size, space, tokens};
use crate::ui::widgets::paint::Weight;
use crate::ui::widgets::{Field, banner, field, text};
use eframe::egui::{Frame, Id, ScrollArea, Stroke, Ui};
use std::collections::BTreeSet;

/// What is typed, read once when it changes.
#[derive(Default)]
pub(super) struct References {
    pub(super) distinct: Vec<String>,
    /// How many stand more than once.
    pub(super) twice: usize,
    /// How many have audits already.
    pub(super) known: usize,
    /// What looks as if it tells who a child is, with why.
    slips: Vec<(String, &'static str)>,
}

impl References {
    pub(super) fn of(text: &str, several: bool, audits: &Listed<AuditRow>) -> Self {
        let known: BTreeSet<&str> = audits
            .iter()
            .filter(|row| row.subject == Subject::Child)
            .map(|row| row.who.as_str())
            .collect();
        let split = |c: char| several && matches!(c, '\n' | '\r' | ',' | ';' | '\t');
        let (mut seen, mut twice) = (BTreeSet::new(), BTreeSet::new());
        let mut read = Self::default();
        for one in text.split(split).map(str::trim).filter(|one| !one.is_empty()) {
            if !seen.insert(one) {
                twice.insert(one);
                continue;
            }
            read.known += usize::from(known.contains(one));
            if let Some(why) = reference::warning(one) {
                read.slips.push((one.to_owned(), why));
            }
            read.distinct.push(one.to_owned());
        }
        read.twice = twice.len();
        read
    }

    /// What many of them come to, without how many there are; `known` of them have audits already.
    pub(super) fn parts(&self, known: usize) -> Vec<String> {
        let known = match known {
            0 => None,
            1 => Some("1 child already has audits".to_owned()),
            n => Some(format!("{n} children already have audits")),
        };
        let twice = match self.twice {
            0 => None,
            1 => Some("1 reference stands twice and is taken once".to_owned()),
            n => Some(format!("{n} references stand twice and are taken once")),
        };
        known.into_iter().chain(twice).collect()
    }

    /// Why the only reference looks wrong.
    pub(super) fn slip(&self) -> Option<&'static str> {
        self.slips.first().map(|(_, why)| *why)
    }

    /// What looks wrong among many, with a button that leaves it out of `typed`.
    pub(super) fn warn(&self, ui: &mut Ui, typed: &mut String) {
        let Some(why) = self.slip() else { return };
        let named: Vec<String> = self
            .slips
            .iter()
            .take(NAMED)
            .map(|(one, _)| format!("“{one}”"))
            .collect();
        let more = match self.slips.len().saturating_sub(NAMED) {
            0 => String::new(),
            n => format!(" and {n} more"),
        };
        let words = format!("{}{more}: {why}", named.join(", "));
        if banner::warning(ui, &words, Some("Leave them out")) {
            let doubtful: BTreeSet<&str> = self.slips.iter().map(|(one, _)| one.as_str()).collect();
            let rest: Vec<&str> = self
                .distinct
                .iter()
                .map(String::as_str)
                .filter(|one| !doubtful.contains(one))
                .collect();
            *typed = rest.join("\n");
        }
    }
}

/// How many doubtful references are named.
const NAMED: usize = 6;

/// What references come to, in one strong line.
pub(super) fn line(ui: &mut Ui, parts: &[String]) {
    if !parts.is_empty() {
        let color = tokens(ui).text;
        text::line(ui, &parts.join("; "), Weight::Semibold, size::LIST, color);
    }
}

/// Many references: what they come to stays in sight however many they are. `go` gives the field the keyboard.
pub(super) fn several(ui: &mut Ui, references: &mut String, id: Id, error: Option<&str>, go: bool) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        text::strong(ui, "References");
        let colors = tokens(ui);
        let line = match (ui.memory(|memory| memory.has_focus(id)), error) {
            (true, _) => Stroke::new(colors.focus_width(), colors.focus),
            (false, Some(_)) => Stroke::new(colors.line_width(), colors.grade_4),
            (false, None) => Stroke::new(colors.line_width(), colors.field_line),
        };
        // Its own border would scroll with it.
        let frame = Frame::new()
            .fill(colors.surface)
            .stroke(line)
            .corner_radius(radius::CONTROL);
        frame.inner_margin(1).show(ui, |ui| {
            // In a dialog that scrolls it would give way to what stands above it.
            let room = ScrollArea::vertical()
                .id_salt("references")
                .min_scrolled_height(150.0)
                .max_height(190.0);
            room.show(ui, |ui| {
                let field = Field::new(id, "References").hidden_label().rows(6).bare();
                spot(ui, id, go, |ui| field.show(ui, references));
            });
        });
        match error {
            Some(error) => field::error_line(ui, error),
            None => drop(text::quiet(
                ui,
                "One a line, or with commas between: a column copied from a spreadsheet will do",
            )),
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pasted_references_are_counted_and_slips_are_noticed() {
        let text = "4417\n4418, 4419\r\n\r\n 4417 ;4420\t4420\nJane Smith";
        let read = References::of(text, true, &Listed::default());
        assert_eq!(read.distinct, ["4417", "4418", "4419", "4420", "Jane Smith"]);
        assert_eq!((read.twice, read.known), (2, 0));
        assert_eq!(read.slips.len(), 1);
        // In the field for one, a comma belongs to the reference.
        assert_eq!(References::of(" A,12 ", false, &Listed::default()).distinct, ["A,12"]);
    }
}
