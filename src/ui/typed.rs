//! Text fields of records: what is typed goes to the workbook's thread as it is typed, and is never lost between it
//! and the view.

use super::dialogs::history;
use super::widgets::Field;
use super::widgets::clock::clock_at;
use super::wish::{Wish, Wishes};
use crate::app::history::HistoryOf;
use crate::app::worker::Ask;
use crate::model::change::Place;
use eframe::egui::{Id, Response, Ui};
use std::collections::{BTreeMap, BTreeSet};

/// The words of fields that the view does not show yet.
#[derive(Default)]
pub struct Typed {
    /// The field being typed in.
    editing: Option<(Place, String)>,
    /// What is typed in it differs from what was committed last.
    changed: bool,
    /// It was drawn in this frame.
    drawn: bool,
    /// Words that were left and are on their way into the view.
    leaving: BTreeMap<Place, String>,
    /// Lines that were entered: the view may hold their words until it hears of it.
    entered: BTreeSet<Place>,
    /// The field that had the keyboard last.
    focused: Option<Place>,
}

/// Whether a field has a history: what waits to be entered has none.
fn has_history(place: &Place) -> bool {
    !place.target.waits()
}

fn lower_first(label: &str) -> String {
    let mut chars = label.chars();
    chars
        .next()
        .map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// The id of a record's field: made from the record, so that undo never brings one record's words into another.
pub fn id(place: &Place) -> Id {
    Id::unique(("words", place))
}

impl Typed {
    /// Shows a field of a record. `stored` is what the view holds; `dress` gives the field its label and size.
    pub fn field(
        &mut self,
        ui: &mut Ui,
        place: &Place,
        stored: &str,
        dress: impl FnOnce(Id) -> Field<'static>,
        wishes: &mut Wishes,
    ) -> Response {
        self.field_with(ui, place, stored, dress, wishes)
    }

    /// As [`Typed::field`], for a label that is not static.
    pub fn field_with<'a>(
        &mut self,
        ui: &mut Ui,
        place: &Place,
        stored: &str,
        dress: impl FnOnce(Id) -> Field<'a>,
        wishes: &mut Wishes,
    ) -> Response {
        let stored = if self.entered.contains(place) { "" } else { stored };
        let mut words = match (&self.editing, self.leaving.get(place)) {
            (Some((editing, words)), _) if editing == place => words.clone(),
            (_, Some(words)) => words.clone(),
            _ => stored.to_owned(),
        };
        let field = dress(id(place));
        let clock = field.shown_label().filter(|_| has_history(place)).map(|label| {
            let top = ui.cursor().min;
            (
                top.x + field.extent(ui),
                top.y,
                format!("History of {}", lower_first(label)),
            )
        });
        let response = field.show(ui, &mut words);
        if response.has_focus() {
            self.focused = Some(place.clone());
        }
        if let Some((right, top, name)) = clock
            && clock_at(ui, id(place).with("history"), right, top, &name)
        {
            wishes.extend(history::open(HistoryOf::Field(place.clone())));
        }
        let editing_here = self.editing.as_ref().is_some_and(|(editing, _)| editing == place);
        if editing_here {
            self.drawn = true;
        }
        if response.changed() {
            if !editing_here {
                self.leave(wishes);
            }
            self.leaving.remove(place);
            wishes.push(Wish::Ask(Ask::Typing(place.clone(), words.clone())));
            self.editing = Some((place.clone(), words));
            (self.drawn, self.changed) = (true, true);
        } else if editing_here && response.lost_focus() {
            self.leave(wishes);
        }
        response
    }

    /// The words now in a field, where they are newer than the view.
    pub fn words<'s>(&'s self, place: &Place, stored: &'s str) -> &'s str {
        match (&self.editing, self.leaving.get(place)) {
            (Some((editing, words)), _) if editing == place => words,
            (_, Some(words)) => words,
            _ if self.entered.contains(place) => "",
            _ => stored,
        }
    }

    /// Empties a field whose words were entered another way, such as a line of evidence.
    pub fn clear(&mut self, place: &Place, wishes: &mut Wishes) {
        if self.editing.as_ref().is_some_and(|(editing, _)| editing == place) {
            self.editing = None;
        }
        self.leaving.remove(place);
        self.entered.insert(place.clone());
        wishes.push(Wish::Ask(Ask::Forget(place.clone())));
    }

    /// The record's field that has the keyboard, where it has a history.
    pub fn focused(&self, ctx: &eframe::egui::Context) -> Option<&Place> {
        let has_focus = |place: &&Place| ctx.memory(|memory| memory.has_focus(id(place)));
        self.focused
            .as_ref()
            .filter(|place| has_history(place))
            .filter(has_focus)
    }

    /// Lets go of words that were removed for good.
    pub fn forget(&mut self, place: &Place) {
        if self.editing.as_ref().is_some_and(|(editing, _)| editing == place) {
            (self.editing, self.changed) = (None, false);
        }
        self.leaving.remove(place);
    }

    /// Leaves the field that is being typed in, so that its words become a change.
    pub fn leave(&mut self, wishes: &mut Wishes) {
        if let Some((place, words)) = self.editing.take() {
            // What was committed after a pause is in the view already, and the view is right about it from now on.
            if std::mem::take(&mut self.changed) {
                self.leaving.insert(place, words);
            }
            wishes.push(Wish::Ask(Ask::Left));
        }
    }

    /// To be called after each frame: a field that is no longer on screen was left.
    pub fn end_frame(&mut self, wishes: &mut Wishes) {
        if !self.drawn {
            self.leave(wishes);
        }
        self.drawn = false;
    }

    /// These words are in the view now.
    pub fn sealed(&mut self, place: &Place, words: &str) {
        self.leaving.remove(place);
        if self
            .editing
            .as_ref()
            .is_some_and(|(editing, typed)| editing == place && typed == words)
        {
            self.changed = false;
        }
    }

    /// A view came: of lines that were entered it holds no words any more.
    pub fn viewed(&mut self, unentered: &BTreeMap<Place, String>) {
        self.entered.retain(|place| unentered.contains_key(place));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_committed_after_a_pause_follows_the_view_again() {
        let place = Place::judgement(1, "assessment", "why");
        let mut typed = Typed {
            editing: Some((place.clone(), "Because".into())),
            changed: true,
            ..Typed::default()
        };
        let mut wishes = Wishes::new();
        // Words typed since are not those that were committed.
        typed.sealed(&place, "Beca");
        assert!(typed.changed);
        typed.sealed(&place, "Because");
        typed.leave(&mut wishes);
        assert_eq!(typed.words(&place, "after undo"), "after undo");
    }

    #[test]
    fn a_line_that_was_entered_stays_empty_until_the_view_heard_of_it() {
        let place = Place::new_evidence(1, "assessment");
        let (mut typed, mut wishes) = (Typed::default(), Wishes::new());
        typed.clear(&place, &mut wishes);
        assert_eq!(typed.words(&place, "its words"), "");
        typed.viewed(&BTreeMap::from([(place.clone(), "its words".to_owned())]));
        assert_eq!(typed.words(&place, "its words"), "");
        typed.viewed(&BTreeMap::new());
        assert_eq!(typed.words(&place, "another line"), "another line");
    }
}
