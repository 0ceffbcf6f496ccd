//! A plan that an owner filled in, read back: every change is shown before any is taken.

use crate::app::error::UserError;
use crate::app::plan::{self, PlanFile, Update, Updates};
use crate::app::session::typed_path;
use crate::app::worker::Ask;
use crate::ui::files::Browse;
use crate::ui::screens::start::documents;
use crate::ui::theme::{size, space, tokens};
use crate::ui::views::Views;
use crate::ui::widgets::modal::{Choice, Dialog};
use crate::ui::widgets::paint::Weight;
use crate::ui::widgets::path_field::path_field;
use crate::ui::widgets::table::{Column, Table};
use crate::ui::widgets::text::{Run, runs_line};
use crate::ui::widgets::{Button, Card, banner, check, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Align, Context, Id, Layout, Ui, vec2};
use std::path::{Path, PathBuf};

/// How far it is.
enum Stage {
    /// The file is being chosen; what went wrong last time.
    Choosing(Option<String>),
    /// This file is being read.
    Reading(PathBuf),
    /// What it would change.
    Shown(Box<Updates>),
}

/// What is being chosen.
pub struct State {
    path: String,
    stage: Stage,
    /// Which of the changes are taken.
    picked: Vec<bool>,
    /// What is left out is unfolded.
    left_out: bool,
}

impl Default for State {
    fn default() -> Self {
        Self {
            path: String::new(),
            stage: Stage::Choosing(None),
            picked: Vec::new(),
            left_out: false,
        }
    }
}

impl State {
    /// A path was chosen with the computer's own dialog.
    pub fn chosen(&mut self, path: &Path) {
        self.path = path.display().to_string();
        self.stage = Stage::Choosing(None);
    }

    /// The file was read, or not; what to ask next.
    pub fn file_read(&mut self, path: &Path, file: Result<Box<PlanFile>, UserError>) -> Option<Wish> {
        // Another file may have been chosen meanwhile.
        if !matches!(&self.stage, Stage::Reading(reading) if reading == path) {
            return None;
        }
        match file {
            Ok(file) => Some(Wish::Ask(Ask::ComparePlan(file))),
            Err(error) => {
                self.stage = Stage::Choosing(Some(error.to_string()));
                None
            }
        }
    }

    /// What it would change is known, or why not.
    pub fn compared(&mut self, updates: Result<Box<Updates>, UserError>) {
        if !matches!(self.stage, Stage::Reading(_)) {
            return;
        }
        self.stage = match updates {
            Ok(updates) => {
                let undated = updates.undated;
                self.picked = updates.changes.iter().map(|one| one.plain() && !undated).collect();
                Stage::Shown(updates)
            }
            Err(error) => Stage::Choosing(Some(error.to_string())),
        };
    }

    fn taken(&self) -> usize {
        self.picked.iter().filter(|picked| **picked).count()
    }

    fn picked(&self, at: usize) -> bool {
        self.picked.get(at).copied().unwrap_or(false)
    }
}

/// Shows the dialog.
pub fn show(ctx: &Context, state: &mut State, views: &Views, wishes: &mut Wishes) {
    let taken = state.taken();
    let take = match taken {
        1 => "Take 1 change".to_owned(),
        n => format!("Take {n} changes"),
    };
    let (wide, primary) = match &state.stage {
        Stage::Choosing(_) => (600.0, Button::primary("Read")),
        Stage::Reading(_) => (600.0, Button::primary("Reading…").enabled(false)),
        Stage::Shown(_) => (860.0, Button::primary(&take).enabled(taken > 0)),
    };
    let shown = Dialog::new(Id::unique("read plan"), "Read updates of actions")
        .width(wide)
        .cancel("Cancel")
        .primary(primary)
        .show(ctx, |ui| body(ui, state, views, wishes));
    match shown.choice {
        Some(Choice::Primary) => match &state.stage {
            Stage::Choosing(_) => {
                let path = typed_path(&state.path);
                if path.file_name().is_some() {
                    state.stage = Stage::Reading(path.clone());
                    wishes.push(Wish::Ask(Ask::ReadPlan(path)));
                } else {
                    let words = "Type where the file is, or browse for it.";
                    state.stage = Stage::Choosing(Some(words.to_owned()));
                    wishes.push(Wish::Focus(path_id()));
                }
            }
            Stage::Shown(updates) => {
                if let Some(edit) = plan::taken(updates, |at| state.picked(at)) {
                    wishes.push(Wish::edit(edit));
                    wishes.push(Wish::CloseWhenDone);
                }
            }
            Stage::Reading(_) => {}
        },
        Some(_) => wishes.push(Wish::Close),
        None => {}
    }
}

fn path_id() -> Id {
    Id::unique("plan to read")
}

fn body(ui: &mut Ui, state: &mut State, views: &Views, wishes: &mut Wishes) {
    ui.spacing_mut().item_spacing.y = space::M;
    if let Stage::Shown(updates) = &state.stage {
        // Not a copy: a plan may have thousands of changes.
        let updates: &Updates = updates;
        changes(ui, updates, &mut state.picked, &mut state.left_out);
        return;
    }
    text::body(
        ui,
        "An action plan that an owner filled in and sent back. What they changed is shown next; nothing is changed before you take it.",
    );
    let error = match &state.stage {
        Stage::Choosing(error) => error.clone(),
        _ => None,
    };
    let event = path_field(ui, path_id(), "The file", &mut state.path, error.as_deref());
    if event.changed {
        state.stage = Stage::Choosing(None);
    }
    if event.browse {
        let near = match typed_path(&state.path) {
            path if path.as_os_str().is_empty() => views.settings.export_to().map_or_else(documents, Path::to_owned),
            path => path,
        };
        wishes.push(Wish::Browse(Browse::FilledPlan, near));
    }
}

fn changes(ui: &mut Ui, updates: &Updates, picked: &mut [bool], left_out: &mut bool) {
    let all = updates.changes.len();
    let same = match updates.same {
        0 => String::new(),
        1 => " 1 action is as it stands here.".to_owned(),
        n => format!(" {n} actions are as they stand here."),
    };
    let words = match all {
        0 => format!("Nothing in this file differs from what stands here.{same}"),
        1 => format!("1 change.{same}"),
        n => format!("{n} changes.{same}"),
    };
    text::body(ui, &words);
    if updates.undated && all > 0 {
        banner::warning(
            ui,
            "This file does not say when it went out, so what was changed here since cannot be told. Tick what you take.",
            None,
        );
    }
    let conflicts = updates.changes.iter().filter(|one| one.conflict.is_some()).count();
    if conflicts > 0 {
        let words = match conflicts {
            1 => "1 of them was changed here too since the plan went out. Tick it to take what the owner wrote."
                .to_owned(),
            n => format!(
                "{n} of them were changed here too since the plan went out. Tick those where you take what the owner wrote."
            ),
        };
        banner::warning(ui, &words, None);
    }
    if all > 0 {
        table(ui, updates, picked);
    }
    if !updates.left_out.is_empty() {
        let n = updates.left_out.len();
        let words = match (*left_out, n) {
            (true, _) => "Fold what is left out".to_owned(),
            (false, 1) => "1 thing is left out: show it".to_owned(),
            (false, n) => format!("{n} things are left out: show them"),
        };
        if Button::quiet(&words).small().show(ui).clicked() {
            *left_out = !*left_out;
        }
        if *left_out {
            for words in updates.left_out.iter().take(MOST_TOLD) {
                text::quiet(ui, words);
            }
            if n > MOST_TOLD {
                text::quiet(ui, &format!("And {} more.", n - MOST_TOLD));
            }
        }
    }
}

/// So much of what is left out is told.
const MOST_TOLD: usize = 50;

const ROW: f32 = 78.0;

/// A row in words, for a screen reader.
fn said(one: &Update, picked: bool) -> String {
    let or_nothing = |words: &str| match words {
        "" => "nothing".to_owned(),
        words => words.chars().take(500).collect(),
    };
    let mut parts = vec![
        if picked { "taken" } else { "not taken" }.to_owned(),
        one.text.chars().take(300).collect(),
        format!(
            "{}: from {} to {}",
            one.field.title(),
            or_nothing(&one.before),
            or_nothing(&one.after)
        ),
    ];
    if let Some(then) = &one.conflict {
        parts.push(format!("changed here since, it was {}", or_nothing(then)));
    }
    parts.extend(one.refused.clone());
    parts.join(", ")
}

/// Two texts on a line each, from where they begin to differ: what was added to a long text is at its end.
fn differing(before: &str, after: &str) -> (String, String) {
    let (one, other): (Vec<&str>, Vec<&str>) =
        (before.split_whitespace().collect(), after.split_whitespace().collect());
    let same = one.iter().zip(&other).take_while(|(one, other)| one == other).count();
    // A few words before say where it is.
    let from = same.saturating_sub(3);
    let from = if from < 4 { 0 } else { from };
    let line = |words: &[&str]| {
        let line = words.get(from..).unwrap_or_default().join(" ");
        match (line.is_empty(), from) {
            (true, _) => "nothing".to_owned(),
            (false, 0) => line,
            (false, _) => format!("… {line}"),
        }
    };
    (line(&one), line(&other))
}

fn table(ui: &mut Ui, updates: &Updates, picked: &mut [bool]) {
    let event = Card::new()
        .padding(0.0, 0.0)
        .show(ui, |ui| {
            let columns = [
                Column::new("Take", 56.0),
                Column::rest("Action", 180.0),
                Column::rest("What changes", 220.0),
            ];
            let is = |at: usize| picked.get(at).copied().unwrap_or(false);
            let event = Table::new(Id::unique("plan changes"), "Changes", &columns)
                .row_height(ROW)
                .max_height(360.0)
                .show(
                    ui,
                    updates.changes.len(),
                    |at| {
                        let one = updates.changes.get(at);
                        (one.map(|one| said(one, is(at))).unwrap_or_default(), is(at))
                    },
                    |ui, at, column| {
                        if let Some(one) = updates.changes.get(at) {
                            cell(ui, one, column, is(at));
                        }
                    },
                );
            // A row that is filled leaves the card's round corners alone.
            ui.add_space(6.0);
            event
        })
        .inner;
    let Some(at) = event.opened.or(event.toggled) else {
        return;
    };
    let may = updates.changes.get(at).is_some_and(|one| one.refused.is_none());
    if let Some(on) = picked.get_mut(at).filter(|_| may) {
        *on = !*on;
    }
}

fn cell(ui: &mut Ui, one: &Update, column: usize, picked: bool) {
    let colors = tokens(ui);
    if column == 0 {
        check::mark(ui, picked, one.refused.is_none());
        return;
    }
    let room = vec2(ui.available_width(), ROW - 14.0);
    ui.allocate_ui_with_layout(room, Layout::top_down(Align::Min), |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        if column == 1 {
            text::strong_line(ui, one.text.lines().next().unwrap_or_default());
            text::quiet_line(ui, &one.about);
            text::quiet_line(ui, &format!("Row {}", one.row));
            return;
        }
        let run = |text, weight, color| Run {
            text,
            weight,
            size: size::LIST,
            color,
        };
        let (before, after) = differing(&one.before, &one.after);
        let title = format!("{}: ", one.field.title());
        runs_line(
            ui,
            &[
                run(&title, Weight::Semibold, colors.text),
                run(&before, Weight::Regular, colors.muted),
            ],
        )
        .on_hover_text(&one.before);
        runs_line(
            ui,
            &[
                run("→ ", Weight::Regular, colors.muted),
                run(&after, Weight::Regular, colors.text),
            ],
        )
        .on_hover_text(&one.after);
        if let Some(why) = &one.refused {
            text::line(ui, why, Weight::Semibold, size::QUIET, colors.grade_4);
        } else if let Some(then) = &one.conflict {
            let words = format!("Changed here since; it was: {}", differing(then, &one.after).0);
            text::line(ui, &words, Weight::Semibold, size::QUIET, colors.grade_3);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::differing;

    #[test]
    fn long_texts_are_shown_from_where_they_differ() {
        let long = "one two three four five six seven eight nine";
        let (before, after) = differing(long, &format!("{long} and ten"));
        assert_eq!(
            (before.as_str(), after.as_str()),
            ("… seven eight nine", "… seven eight nine and ten")
        );
        assert_eq!(differing("", "done").0, "nothing");
        assert_eq!(differing("short text", "short words").1, "short words");
    }
}
