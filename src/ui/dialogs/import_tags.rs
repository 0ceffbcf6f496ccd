//! A file of tags taken in: what every line of it would do is shown first.

use crate::app::edit::{Edit, TagEdit};
use crate::app::error::UserError;
use crate::app::session::typed_path;
use crate::app::tags_import::{Kind, Preview, Row};
use crate::app::worker::Ask;
use crate::ui::files::Browse;
use crate::ui::screens::start::documents;
use crate::ui::theme::{size, space, tokens};
use crate::ui::views::Views;
use crate::ui::widgets::modal::Choice;
use crate::ui::widgets::paint::Weight;
use crate::ui::widgets::path_field::path_field;
use crate::ui::widgets::table::{Column, Table};
use crate::ui::widgets::{Button, Card, Dialog, banner, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Context, Id, Ui};
use std::path::Path;
use std::sync::Arc;

/// How far it is.
enum Stage {
    /// The file is being chosen; what went wrong last time.
    Choosing(Option<String>),
    /// It is being read.
    Reading,
    /// What it would change.
    Shown(Arc<Preview>),
}

/// What is being chosen.
pub struct State {
    path: String,
    stage: Stage,
}

impl Default for State {
    fn default() -> Self {
        Self {
            path: String::new(),
            stage: Stage::Choosing(None),
        }
    }
}

impl State {
    /// A path was chosen with the computer's own dialog.
    pub fn chosen(&mut self, path: &Path) {
        self.path = path.display().to_string();
        self.stage = Stage::Choosing(None);
    }

    /// The file was read, or not.
    pub fn read(&mut self, read: Result<Arc<Preview>, UserError>) {
        if !matches!(self.stage, Stage::Reading) {
            return;
        }
        self.stage = match read {
            Ok(preview) => Stage::Shown(preview),
            Err(error) => Stage::Choosing(Some(error.to_string())),
        };
    }
}

/// What would be taken of a file.
fn taken(preview: &Preview) -> usize {
    let [new, changed, ..] = preview.counts();
    if preview.broken { 0 } else { new + changed }
}

/// Shows the dialog.
pub fn show(ctx: &Context, state: &mut State, views: &Views, wishes: &mut Wishes) {
    let take = match &state.stage {
        Stage::Shown(preview) => match taken(preview) {
            1 => "Take 1 tag".to_owned(),
            n => format!("Take {n} tags"),
        },
        _ => String::new(),
    };
    let (wide, primary) = match &state.stage {
        Stage::Choosing(_) => (600.0, Button::primary("Read")),
        Stage::Reading => (600.0, Button::primary("Reading…").enabled(false)),
        Stage::Shown(preview) => (760.0, Button::primary(&take).enabled(taken(preview) > 0)),
    };
    let mut dialog = Dialog::new(Id::unique("import tags"), "Import tags")
        .width(wide)
        .cancel("Cancel");
    if matches!(state.stage, Stage::Shown(_)) {
        dialog = dialog.other(Button::secondary("Another file"));
    }
    let shown = dialog.primary(primary).show(ctx, |ui| body(ui, state, views, wishes));
    match (shown.choice, &state.stage) {
        (Some(Choice::Primary), Stage::Choosing(_)) => {
            let path = typed_path(&state.path);
            if path.file_name().is_some() {
                state.stage = Stage::Reading;
                wishes.push(Wish::Ask(Ask::ReadTags(path)));
            } else {
                let words = "Type where the file is, or browse for it.";
                state.stage = Stage::Choosing(Some(words.to_owned()));
                wishes.push(Wish::Focus(path_id()));
            }
        }
        (Some(Choice::Primary), Stage::Shown(preview)) => {
            let edit = TagEdit::Import(preview.lines.clone());
            wishes.push(Wish::edit(Edit::Tags(Box::new(edit))));
            wishes.push(Wish::CloseWhenDone);
        }
        (Some(Choice::Other), _) => state.stage = Stage::Choosing(None),
        (Some(Choice::Cancel), _) => wishes.push(Wish::Close),
        _ => {}
    }
}

fn path_id() -> Id {
    Id::unique("tags to import")
}

fn body(ui: &mut Ui, state: &mut State, views: &Views, wishes: &mut Wishes) {
    ui.spacing_mut().item_spacing.y = space::M;
    if let Stage::Shown(preview) = &state.stage {
        shown(ui, &preview.clone());
        return;
    }
    text::body(
        ui,
        "A CSV file with a column for the name or the path of each tag, and if you like one for what it is for, its group and its colour. Other columns are left alone. What it would do is shown next; nothing is taken away by it.",
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
        wishes.push(Wish::Browse(Browse::TagsIn, near));
    }
}

fn shown(ui: &mut Ui, preview: &Preview) {
    let [new, changed, same, refused] = preview.counts();
    let counted = [
        (new, "new"),
        (changed, "changed"),
        (same, "as they stand here"),
        (refused, "that cannot be taken"),
    ];
    let words: Vec<String> = counted
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, words)| format!("{n} {words}"))
        .collect();
    let words = if words.is_empty() {
        "No tags in this file.".to_owned()
    } else {
        format!("{}.", words.join(", "))
    };
    text::body(ui, &words);
    if preview.broken {
        banner::error(
            ui,
            "Nothing of this file is taken in until its lines below are put right.",
            None,
        );
    }
    for note in preview.notes.iter().take(8) {
        text::quiet(ui, note);
    }
    if preview.rows.is_empty() {
        return;
    }
    // What needs a look first, in the order of the file.
    let mut order: Vec<usize> = (0..preview.rows.len()).collect();
    order.sort_by_key(|at| preview.rows.get(*at).map_or(3, |row| rank(&row.kind)));
    let row = |at: usize| order.get(at).and_then(|at| preview.rows.get(*at));
    Card::new().padding(0.0, 0.0).show(ui, |ui| {
        let columns = [
            Column::new("Line", 64.0).right(),
            Column::rest("Tag", 200.0),
            Column::rest("What it does", 200.0),
        ];
        Table::new(Id::unique("tags in file"), "Tags of the file", &columns)
            .row_height(36.0)
            .max_height(320.0)
            .show(
                ui,
                preview.rows.len(),
                |at| {
                    let said = row(at).map(|row| format!("line {}, {}, {}", row.row, row.path, does(&row.kind)));
                    (said.unwrap_or_default(), false)
                },
                |ui, at, column| {
                    if let Some(row) = row(at) {
                        cell(ui, row, column);
                    }
                },
            );
        ui.add_space(6.0);
    });
}

fn rank(kind: &Kind) -> u8 {
    match kind {
        Kind::Refused(_) => 0,
        Kind::New => 1,
        Kind::Changed(_) => 2,
        Kind::Same => 3,
    }
}

fn does(kind: &Kind) -> String {
    match kind {
        Kind::New => "New".to_owned(),
        Kind::Changed(what) => format!("Changes {}", what.join(", ")),
        Kind::Same => "Nothing".to_owned(),
        Kind::Refused(why) => why.clone(),
    }
}

fn cell(ui: &mut Ui, row: &Row, column: usize) {
    let colors = tokens(ui);
    match column {
        0 => drop(text::number(ui, &row.row.to_string(), ui.available_width())),
        1 => drop(text::list(ui, &row.path)),
        _ => {
            let ink = match row.kind {
                Kind::Refused(_) => colors.grade_4,
                Kind::Same => colors.muted,
                _ => colors.text,
            };
            let words = does(&row.kind);
            text::line(ui, &words, Weight::Regular, size::LIST, ink).on_hover_text(&words);
        }
    }
}
