//! The bar at the top: where you are, whether it is saved, and what is the same on every screen.

use super::fonts::Icon;
use super::theme::{Tokens, height, size, space, tokens};
use super::views::Views;
use super::widgets::menu::{MenuItem, menu};
use super::widgets::paint::{self, Weight};
use super::widgets::{Button, button, text};
use super::wish::{Wish, Wishes};
use crate::app::command::Command;
use crate::model::time::Moment;
use eframe::egui::{Color32, Sense, Ui, vec2};

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
const MENU: [Command; 5] = [
    Command::Export,
    Command::WorkbookDetails,
    Command::ChangePassphrase,
    Command::Settings,
    Command::Help,
];

/// Shows the bar. `narrow` leaves out what does not fit half a laptop screen.
pub fn show(ui: &mut Ui, views: &Views, saved: Saved, narrow: bool, wishes: &mut Wishes) {
    let colors = tokens(ui);
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        let end = ui.max_rect().right();
        if !narrow {
            text::line(ui, "Plumbline", Weight::Bold, size::BODY, colors.text);
            text::line(ui, "/", Weight::Regular, size::BODY, colors.muted);
        }
        let right = right_width(ui, views, saved, narrow);
        let room = (end - right - space::L - ui.cursor().left()).max(0.0);
        ui.scope(|ui| {
            ui.set_max_width(room);
            ui.set_clip_rect(ui.max_rect().intersect(ui.clip_rect()));
            text::strong_line(ui, &views.workbook.workbook.title);
        });
        // Left to right, so that Tab goes the way the eye does.
        ui.add_space((end - right - ui.cursor().left()).max(0.0));
        // In a scope of its own, there or not: what follows keeps its ids, and a press on it is not lost.
        ui.scope(|ui| state(ui, saved, narrow));
        self::right(ui, views, narrow, wishes);
    });
}

/// The button at the very right: lock, or for example data close.
fn last(example: bool) -> Button<'static> {
    if example {
        Button::secondary("Close example")
            .bar()
            .tip("Close the example data and go to the start screen")
    } else {
        Button::secondary("Lock")
            .icon(Icon::Lock)
            .bar()
            .tip("Close the workbook and ask for its passphrase")
    }
}

/// How wide everything at the right is.
fn right_width(ui: &Ui, views: &Views, saved: Saved, narrow: bool) -> f32 {
    let example = views.workbook.workbook.example;
    let button = if narrow && !example {
        height::CONTROL
    } else {
        last(example).width(ui)
    };
    let said = said(saved, narrow, tokens(ui)).map_or(0.0, |(_, words, color)| {
        let words = paint::line(ui, &words, Weight::Regular, size::QUIET, color);
        words.size().x + MARK + 2.0 * space::S
    });
    said + 2.0 * (height::CHIP + space::S) + height::CONTROL + space::S + button
}

fn right(ui: &mut Ui, views: &Views, narrow: bool, wishes: &mut Wishes) {
    let example = views.workbook.workbook.example;
    for (icon, command, step) in [
        (Icon::Undo, Command::Undo, &views.workbook.undo),
        (Icon::Redo, Command::Redo, &views.workbook.redo),
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
    menu_of(ui, example, wishes);
    if narrow && !example {
        if button::icon_button(ui, Icon::Lock, "Lock").clicked() {
            wishes.push(Wish::Command(Command::Lock));
        }
    } else if last(example).show(ui).clicked() {
        wishes.push(if example {
            Wish::Leave
        } else {
            Wish::Command(Command::Lock)
        });
    }
}

fn menu_of(ui: &mut Ui, example: bool, wishes: &mut Wishes) {
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
                Command::WorkbookDetails => Icon::Book,
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
}

const MARK: f32 = 16.0;

/// The words that say whether everything is on disk; none while nothing was changed.
fn said(saved: Saved, narrow: bool, colors: &Tokens) -> Option<(Icon, String, Color32)> {
    Some(match saved {
        Saved::Nothing => return None,
        Saved::At(at) if narrow => {
            let time = at.clock_time();
            (Icon::Check, time.chars().take(5).collect(), colors.muted)
        }
        Saved::At(at) => (Icon::Check, format!("Saved {}", at.clock_time()), colors.muted),
        Saved::Typing if narrow => (Icon::Pencil, "…".to_owned(), colors.muted),
        Saved::Typing => (Icon::Pencil, "Typing…".to_owned(), colors.muted),
        Saved::No => (Icon::Alert, "Not saved".to_owned(), colors.grade_4),
    })
}

fn state(ui: &mut Ui, saved: Saved, narrow: bool) {
    let Some((icon, words, color)) = said(saved, narrow, tokens(ui)) else {
        return;
    };
    let (rect, _) = ui.allocate_exact_size(vec2(MARK, MARK), Sense::hover());
    paint::icon(ui.painter(), icon, rect.center(), 15.0, color);
    text::line(ui, &words, Weight::Regular, size::QUIET, color);
}
