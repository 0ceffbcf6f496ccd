//! The bar at the top: where you are, whether it is saved, and what is the same on every screen.

use super::fonts::Icon;
use super::theme::{size, space, tokens};
use super::views::Views;
use super::widgets::menu::{MenuItem, menu};
use super::widgets::paint::{self, Weight};
use super::widgets::{Button, button, text};
use super::wish::{Wish, Wishes};
use crate::app::command::Command;
use crate::model::time::Moment;
use eframe::egui::{Align, Layout, Sense, Ui, vec2};

/// Whether what was typed is on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// Nothing was changed yet in this window.
    Nothing,
    /// Everything up to this moment.
    At(Moment),
    /// Typing that is not on disk yet.
    Typing,
    /// The disk does not take it.
    No,
}

/// What the menu at the right holds.
const MENU: [Command; 4] = [
    Command::Export,
    Command::ChangePassphrase,
    Command::Settings,
    Command::Help,
];

/// Shows the bar. `narrow` leaves out what does not fit half a laptop screen.
pub fn show(ui: &mut Ui, views: &Views, saved: Saved, narrow: bool, wishes: &mut Wishes) {
    let colors = tokens(ui);
    ui.horizontal_centered(|ui| {
        if !narrow {
            text::line(ui, "Plumbline", Weight::Bold, size::BODY, colors.text);
            text::line(ui, "/", Weight::Regular, size::BODY, colors.muted);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            right(ui, views, saved, narrow, wishes);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.set_clip_rect(ui.max_rect().intersect(ui.clip_rect()));
                text::strong_line(ui, &views.workbook.workbook.title);
            });
        });
    });
}

fn right(ui: &mut Ui, views: &Views, saved: Saved, narrow: bool, wishes: &mut Wishes) {
    let example = views.workbook.workbook.example;
    if example {
        let close = Button::secondary("Close example")
            .bar()
            .tip("Close the example data and go to the start screen");
        if close.show(ui).clicked() {
            wishes.push(Wish::Leave);
        }
    } else if narrow {
        if button::icon_button(ui, Icon::Lock, "Lock").clicked() {
            wishes.push(Wish::Command(Command::Lock));
        }
    } else if Button::secondary("Lock")
        .icon(Icon::Lock)
        .bar()
        .tip("Close the workbook and ask for its passphrase")
        .show(ui)
        .clicked()
    {
        wishes.push(Wish::Command(Command::Lock));
    }
    let opener = button::icon_button(ui, Icon::More, "Menu");
    // Example data has no passphrase until it is kept.
    let commands: Vec<Command> = MENU
        .into_iter()
        .filter(|command| !example || *command != Command::ChangePassphrase)
        .collect();
    let items: Vec<MenuItem<'_>> = commands
        .iter()
        .map(|command| {
            let icon = match command {
                Command::Export => Icon::Upload,
                Command::ChangePassphrase => Icon::Key,
                Command::Settings => Icon::Settings,
                _ => Icon::Info,
            };
            MenuItem::new(Some(icon), command.text())
        })
        .collect();
    if let Some(command) = menu(ui, &opener, "Menu", &items).and_then(|at| commands.get(at)) {
        wishes.push(Wish::Command(*command));
    }
    for (icon, command, step) in [
        (Icon::Redo, Command::Redo, &views.workbook.redo),
        (Icon::Undo, Command::Undo, &views.workbook.undo),
    ] {
        let name = step.as_ref().map_or_else(
            || command.text().to_owned(),
            |step| format!("{}: {step}", command.text()),
        );
        let look = button::IconLook::Plain;
        if button::icon_button_with(ui, icon, &name, look, step.is_some()).clicked() {
            wishes.push(Wish::Command(command));
        }
    }
    ui.add_space(space::XS);
    state(ui, saved, narrow);
}

fn state(ui: &mut Ui, saved: Saved, narrow: bool) {
    let colors = tokens(ui);
    let (icon, words, color) = match saved {
        Saved::Nothing => return,
        Saved::At(at) => {
            let time = at.clock_time();
            let words = if narrow {
                time.chars().take(5).collect()
            } else {
                format!("Saved {time}")
            };
            (Icon::Check, words, colors.muted)
        }
        Saved::Typing => (
            Icon::Pencil,
            if narrow {
                "…".to_owned()
            } else {
                "Typing…".to_owned()
            },
            colors.muted,
        ),
        Saved::No => (Icon::Alert, "Not saved".to_owned(), colors.grade_4),
    };
    text::line(ui, &words, Weight::Regular, size::QUIET, color);
    let (rect, _) = ui.allocate_exact_size(vec2(16.0, 16.0), Sense::hover());
    paint::icon(ui.painter(), icon, rect.center(), 15.0, color);
}
