//! Settings of this computer: theme, text size, recent workbooks.

use crate::app::settings::{Settings, Theme};
use crate::ui::theme::space;
use crate::ui::views::Views;
use crate::ui::widgets::choice::option_cards;
use crate::ui::widgets::{Button, Dialog, Select, check, modal, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Context, Id, Ui};

/// What is being typed.
#[derive(Default)]
pub struct State {}

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

/// Shows the dialog over an open workbook.
pub fn show(ctx: &Context, state: &mut State, views: &Views, wishes: &mut Wishes) {
    if panel(ctx, state, &views.settings, wishes) {
        wishes.push(Wish::Close);
    }
}

/// Shows the dialog; true when it was closed. Each change holds at once.
pub fn panel(ctx: &Context, _state: &mut State, settings: &Settings, wishes: &mut Wishes) -> bool {
    Dialog::new(Id::unique("settings"), "Settings")
        .width(720.0)
        .note("Kept on this computer, for all workbooks")
        .primary(Button::primary("Close"))
        .show(ctx, |ui| {
            ui.spacing_mut().item_spacing.y = space::L;
            modal::group(ui, "Theme", |ui| theme(ui, settings, wishes));
            zoom(ui, settings, wishes);
            modal::group(ui, "Recent workbooks", |ui| recent(ui, settings, wishes));
            modal::group(ui, "Exports", |ui| {
                let words = match &settings.export_folder {
                    Some(folder) => format!("The last one went to {}", folder.display()),
                    None => "They go to your documents folder until you choose another.".to_owned(),
                };
                text::quiet(ui, &words);
            });
        })
        .choice
        .is_some()
}

fn theme(ui: &mut Ui, settings: &Settings, wishes: &mut Wishes) {
    let options = THEMES.map(|(_, title, words)| (title, words));
    let at = THEMES
        .iter()
        .position(|(theme, ..)| *theme == settings.theme)
        .unwrap_or(0);
    let picked = option_cards(ui, Id::unique("theme"), "Theme", &options, at);
    if let Some((theme, ..)) = picked.and_then(|at| THEMES.get(at)) {
        wishes.push(Wish::Settings(Box::new(|settings| settings.theme = *theme)));
    }
}

fn zoom(ui: &mut Ui, settings: &Settings, wishes: &mut Wishes) {
    let now = (settings.zoom * 100.0).round() as u32;
    let odd = format!("{now}%");
    let mut sizes = SIZES.to_vec();
    if !SIZES.iter().any(|(size, _)| *size == now) {
        sizes.insert(0, (now, &odd));
    }
    let select = Select::new(Id::unique("text size"), "Text size", Some(&now), &sizes);
    if let Some(size) = select.width(240.0).show(ui) {
        wishes.push(Wish::Settings(Box::new(move |settings| {
            settings.zoom = size as f32 / 100.0;
        })));
    }
}

fn recent(ui: &mut Ui, settings: &Settings, wishes: &mut Wishes) {
    let mut on = settings.remember_recent;
    if check::checkbox(ui, &mut on, "Remember recent workbooks on this computer").changed() {
        wishes.push(Wish::Settings(Box::new(move |settings| {
            settings.set_remember_recent(on);
        })));
    }
    text::quiet(ui, "Switching it off forgets them.");
}
