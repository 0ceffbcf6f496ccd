//! The bar at the top: where you are, whether it is saved, and what is the same on every screen.

use super::fonts::Icon;
use super::theme::{Tokens, height, radius, size, space, tokens};
use super::views::Views;
use super::widgets::menu::{MenuItem, menu};
use super::widgets::paint::{self, Weight};
use super::widgets::{Button, button, focus, palette, text};
use super::wish::{Wish, Wishes};
use crate::app::command::Command;
use crate::model::time::Moment;
use eframe::egui::accesskit::Role;
use eframe::egui::{Color32, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

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
        let search = search_width(end - right - ui.cursor().left(), narrow);
        let right = right + search + space::S;
        let room = (end - right - space::L - ui.cursor().left()).max(0.0);
        ui.scope(|ui| {
            if room < 24.0 {
                // Not even its first letters.
                return;
            }
            ui.set_max_width(room);
            ui.set_clip_rect(ui.max_rect().intersect(ui.clip_rect()));
            text::strong_line(ui, &views.workbook.workbook.title);
        });
        // Left to right, so that Tab goes the way the eye does.
        ui.add_space((end - right - ui.cursor().left()).max(0.0));
        if search_box(ui, search) {
            wishes.push(Wish::Command(Command::Search));
        }
        // In a scope of its own, there or not: what follows keeps its ids, and a press on it is not lost.
        ui.scope(|ui| state(ui, saved, narrow));
        self::right(ui, views, narrow, wishes);
    });
}

/// The widest the search box is, and the narrowest in which its words stand.
const SEARCH: std::ops::RangeInclusive<f32> = 170.0..=320.0;

/// Room the title keeps beside it.
const TITLE: f32 = 230.0;

/// How wide the search box is in this room: a button of its icon where there is little.
fn search_width(room: f32, narrow: bool) -> f32 {
    let wide = (room - TITLE).min(*SEARCH.end());
    if narrow || wide < *SEARCH.start() {
        height::CONTROL
    } else {
        wide
    }
}

/// What looks like a field and opens the search; whether it was pressed.
fn search_box(ui: &mut Ui, width: f32) -> bool {
    let words = Command::Search.text();
    if width <= height::CONTROL {
        return button::icon_button(ui, Icon::Search, words).clicked();
    }
    let colors = tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(width, height::CONTROL), Sense::click());
    let keys = Command::Search.keys_text(ui.ctx().os().is_mac()).replace('+', " ");
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), words));
    ui.accesskit_node_builder(response.id, |node| node.set_keyboard_shortcut(keys.clone()));
    focus::pressed(&response);
    let line = if response.hovered() {
        colors.field_line
    } else {
        colors.line
    };
    ui.painter().rect(
        rect,
        f32::from(radius::CONTROL),
        colors.sunken,
        Stroke::new(colors.line_width(), line),
        StrokeKind::Inside,
    );
    let middle = rect.center().y;
    paint::icon(
        ui.painter(),
        Icon::Search,
        pos2(rect.left() + 20.0, middle),
        17.0,
        colors.muted,
    );
    let key = if width >= 250.0 {
        palette::keycap_width(ui, &keys) + space::S
    } else {
        0.0
    };
    let room = width - 36.0 - space::S - key;
    let galley = paint::fit(ui, words, Weight::Regular, size::LIST, colors.muted, room);
    paint::text_at(ui.painter(), rect.left() + 36.0, middle, galley);
    if key > 0.0 {
        palette::keycap(ui, &keys, pos2(rect.right() - space::S, middle));
    }
    paint::focus_ring(ui, &response, rect, radius::CONTROL);
    response.clicked()
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
