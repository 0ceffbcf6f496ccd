//! Settings of this computer. Each holds at once, and from then on.

use super::audit_facts::pair;
use crate::app::session::typed_path;
use crate::app::settings::{Settings, Theme};
use crate::model::time::DateFormat;
use crate::model::vocabulary;
use crate::ui::files::Browse;
use crate::ui::screens::start::{documents, spot};
use crate::ui::theme::space;
use crate::ui::views::Views;
use crate::ui::widgets::choice::option_cards;
use crate::ui::widgets::modal::Choice;
use crate::ui::widgets::path_field::path_field;
use crate::ui::widgets::{Button, Dialog, Select, check, modal, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Context, Id, Ui};
use jiff::civil::date;
use std::path::{Path, PathBuf};

/// What is being typed.
#[derive(Default)]
pub struct State {
    /// Where exports go, as it is typed; what the settings say until then.
    exports: Option<String>,
    /// A folder was chosen with the computer's own dialog.
    chosen: Option<PathBuf>,
    /// The field was left with what is no whole path.
    wrong: bool,
    /// Give it the keyboard.
    go: bool,
}

const THEMES: [(Theme, &str, &str); 4] = [
    (Theme::System, "System", "As this computer"),
    (Theme::Light, "Light", "Dark on light"),
    (Theme::Dark, "Dark", "Light on dark"),
    (Theme::Contrast, "High contrast", "Black and white"),
];

const SIZES: [(u32, &str); 9] = [
    (80, "80%"),
    (90, "90%"),
    (100, "100%, as designed"),
    (110, "110%"),
    (125, "125%"),
    (140, "140%"),
    (150, "150%"),
    (175, "175%"),
    (200, "200%"),
];

impl State {
    /// A folder was chosen with the computer's own dialog.
    pub fn chosen(&mut self, folder: &Path) {
        self.chosen = Some(folder.to_owned());
    }

    /// The folder that is typed: none for an empty field. What is no whole path is no folder.
    fn folder(&self) -> Result<Option<PathBuf>, ()> {
        let typed = self.exports.as_deref().unwrap_or_default().trim();
        if typed.is_empty() {
            return Ok(None);
        }
        Some(typed_path(typed))
            .filter(|path| path.is_absolute())
            .map(Some)
            .ok_or(())
    }
}

/// Shows the dialog over an open workbook.
pub fn show(ctx: &Context, state: &mut State, views: &Views, wishes: &mut Wishes) {
    if panel(ctx, state, &views.settings, wishes) {
        wishes.push(Wish::Close);
    }
}

/// Shows the dialog; true when it was closed.
pub fn panel(ctx: &Context, state: &mut State, settings: &Settings, wishes: &mut Wishes) -> bool {
    let choice = Dialog::new(Id::unique("settings"), "Settings")
        .width(720.0)
        .note("Kept on this computer, for all workbooks")
        .primary(Button::primary("Close"))
        .show(ctx, |ui| {
            ui.spacing_mut().item_spacing.y = space::L;
            modal::group(ui, "Theme", |ui| theme(ui, settings, wishes));
            let rest = std::cell::RefCell::new(&mut *wishes);
            pair(
                ui,
                |ui| zoom(ui, settings, &mut rest.borrow_mut()),
                |ui| dates(ui, settings, &mut rest.borrow_mut()),
            );
            text::quiet(
                ui,
                "However dates are shown, a typed one is read day first: 3/9 is 3 September.",
            );
            blink(ui, settings, wishes);
            source(ui, settings, wishes);
            modal::group(ui, "Recent workbooks", |ui| recent(ui, settings, wishes));
            exports(ui, state, settings, wishes);
        })
        .choice;
    match choice {
        // Said rather than let go of.
        Some(Choice::Primary) if state.folder().is_err() => {
            (state.wrong, state.go) = (true, true);
            ctx.request_repaint();
            false
        }
        other => other.is_some(),
    }
}

fn set(change: impl FnOnce(&mut Settings) + 'static) -> Wish {
    Wish::Settings(Box::new(change))
}

fn theme(ui: &mut Ui, settings: &Settings, wishes: &mut Wishes) {
    let options = THEMES.map(|(_, title, words)| (title, words));
    let at = THEMES
        .iter()
        .position(|(theme, ..)| *theme == settings.theme)
        .unwrap_or(0);
    let picked = option_cards(ui, Id::unique("theme"), "Theme", &options, at);
    if let Some((theme, ..)) = picked.and_then(|at| THEMES.get(at)) {
        wishes.push(set(|settings| settings.theme = *theme));
    }
}

fn zoom(ui: &mut Ui, settings: &Settings, wishes: &mut Wishes) {
    let now = (settings.zoom * 100.0).round() as u32;
    let odd = format!("{now}%");
    let mut sizes = SIZES.to_vec();
    if !SIZES.iter().any(|(size, _)| *size == now) {
        sizes.insert(0, (now, &odd));
    }
    if let Some(size) = Select::new(Id::unique("text size"), "Text size", Some(&now), &sizes).show(ui) {
        wishes.push(set(move |settings| settings.zoom = size as f32 / 100.0));
    }
}

fn dates(ui: &mut Ui, settings: &Settings, wishes: &mut Wishes) {
    let shown = DateFormat::ALL.map(|format| format.date(date(2026, 11, 12)));
    let options: Vec<(DateFormat, &str)> = DateFormat::ALL
        .into_iter()
        .zip(shown.iter().map(String::as_str))
        .collect();
    let select = Select::new(Id::unique("dates"), "Dates", Some(&settings.dates), &options);
    if let Some(format) = select.show(ui) {
        wishes.push(set(move |settings| settings.dates = format));
    }
}

fn blink(ui: &mut Ui, settings: &Settings, wishes: &mut Wishes) {
    let mut on = settings.blink;
    if check::checkbox(ui, &mut on, "The caret blinks").changed() {
        wishes.push(set(move |settings| settings.blink = on));
    }
}

fn source(ui: &mut Ui, settings: &Settings, wishes: &mut Wishes) {
    let sources: Vec<(String, &str)> = vocabulary::sources()
        .iter()
        .map(|source| (source.key.clone(), source.name.as_str()))
        .collect();
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        let id = Id::unique("default source");
        let select = Select::new(id, "Source of new evidence", Some(&settings.source), &sources);
        if let Some(source) = select.show(ui) {
            wishes.push(set(move |settings| settings.source = source));
        }
        text::quiet(
            ui,
            "What a line of evidence begins with; another can be chosen beside it.",
        );
    });
}

fn recent(ui: &mut Ui, settings: &Settings, wishes: &mut Wishes) {
    let mut on = settings.remember_recent;
    if check::checkbox(ui, &mut on, "Remember recent workbooks on this computer").changed() {
        wishes.push(set(move |settings| settings.set_remember_recent(on)));
    }
    text::quiet(ui, "Switching it off forgets them.");
}

fn exports(ui: &mut Ui, state: &mut State, settings: &Settings, wishes: &mut Wishes) {
    let mut changed = false;
    if let Some(folder) = state.chosen.take() {
        state.exports = Some(folder.display().to_string());
        changed = true;
    }
    let known = || settings.exports.as_ref().map(|folder| folder.display().to_string());
    let mut typed = state.exports.clone().or_else(known).unwrap_or_default();
    let error = state
        .wrong
        .then_some("Type the whole path of a folder, or leave it empty");
    let id = Id::unique("exports go to");
    let go = !ui.is_sizing_pass() && std::mem::take(&mut state.go);
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        let event = spot(ui, id, go, |ui| path_field(ui, id, "Exports go to", &mut typed, error));
        if event.changed {
            state.exports = Some(typed.clone());
            state.wrong = false;
            changed = true;
        }
        if event.left {
            state.wrong = state.folder().is_err();
        }
        if event.browse {
            let near = settings.export_to().map_or_else(documents, Path::to_owned);
            wishes.push(Wish::Browse(Browse::ExportFolder, near));
        }
        if error.is_none() {
            let words = match (typed.trim().is_empty(), &settings.export_folder) {
                (true, Some(last)) => format!("Empty: where the last one went, {}", last.display()),
                (true, None) => "Empty: your documents folder, until one went elsewhere".to_owned(),
                (false, _) => "Each export begins there; another place can be chosen for it.".to_owned(),
            };
            text::quiet(ui, &words);
        }
    });
    if changed && let Ok(folder) = state.folder() {
        wishes.push(set(move |settings| settings.exports = folder));
    }
}
