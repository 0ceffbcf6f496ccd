//! The list of keys.

use crate::app::command::{Command, Screen};
use crate::ui::theme::{radius, size, space, tokens};
use crate::ui::widgets::paint::{self, Weight};
use crate::ui::widgets::{Button, Dialog, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::accesskit::Role;
use eframe::egui::{Context, CornerRadius, Id, Rect, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2};

/// Keys that are no commands: they work where the keyboard is.
const PLACES: [(&str, &str); 8] = [
    (
        "Y P N A E",
        "On the answers of a question, or its cell in a dip sample: answer it",
    ),
    ("1 to 5", "The same, by place"),
    ("Delete", "In a cell of a dip sample: clear the answer"),
    ("Tab", "Next field, button, row or cell"),
    ("Arrows", "Between the choices of a row, or the rows of a list"),
    ("Enter", "Open a row, press a button, add a line of evidence"),
    ("Enter", "In a dip sample: the next file"),
    ("Esc", "Close a dialog or list, leave a dip sample’s cells"),
];

/// Shows the dialog.
pub fn show(ctx: &Context, wishes: &mut Wishes) {
    let mac = ctx.os().is_mac();
    let shown = Dialog::new(Id::unique("keys"), "Keys")
        .width(720.0)
        .primary(Button::primary("Close"))
        .show(ctx, |ui| {
            let rows: Vec<(String, String)> = Command::ALL
                .iter()
                .filter(|command| !matches!(command, Command::Answer(2..)))
                .map(|command| (keys_of(*command, mac), words(*command)))
                .filter(|(keys, _)| !keys.is_empty())
                .collect();
            list(ui, &rows);
            ui.add_space(space::XS);
            text::strong(ui, "Where the keyboard is");
            let rows: Vec<(String, String)> = PLACES
                .iter()
                .map(|(keys, words)| ((*keys).to_owned(), (*words).to_owned()))
                .collect();
            list(ui, &rows);
        });
    if shown.choice.is_some() {
        wishes.push(Wish::Close);
    }
}

/// The answers are one line, as their keys are one row of the keyboard.
fn keys_of(command: Command, mac: bool) -> String {
    let keys = command.keys_text(mac);
    match command {
        Command::Answer(_) => format!("{keys} to 5"),
        _ => keys,
    }
}

fn words(command: Command) -> String {
    match command {
        Command::Go(Screen::ThisAudit) => "Go to this audit".to_owned(),
        Command::Go(screen) => format!("Go to {}", Command::Go(screen).text().to_lowercase()),
        Command::Answer(_) => "Answer with the first to fifth choice".to_owned(),
        Command::Help => "This list".to_owned(),
        Command::StartDipSample => "Start dip sample".to_owned(),
        command => command.text().trim_end_matches('…').to_owned(),
    }
}

/// Keys and what they do, in two columns where there is room, read downwards.
fn list(ui: &mut Ui, rows: &[(String, String)]) {
    let room = ui.available_width();
    let columns = if room > 600.0 { 2 } else { 1 };
    let width = (room - space::XL * (columns - 1) as f32) / columns as f32;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::XL, 0.0);
        for column in rows.chunks(rows.len().div_ceil(columns).max(1)) {
            ui.vertical(|ui| {
                ui.set_width(width);
                for (keys, words) in column {
                    row(ui, keys, words, width);
                }
            });
        }
    });
}

const KEYS: f32 = 124.0;

fn row(ui: &mut Ui, keys: &str, words: &str, width: f32) {
    let colors = tokens(ui);
    let room = width - KEYS - space::S;
    let words_shown = paint::wrap(ui, words, Weight::Regular, size::LIST, colors.text, room);
    let high = (words_shown.size().y + space::S).max(30.0);
    let (rect, response) = ui.allocate_exact_size(vec2(width, high), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{keys}: {words}")));
    let key = paint::line(ui, keys, Weight::Semibold, size::QUIET, colors.text);
    let around = Rect::from_min_size(
        pos2(rect.left(), rect.center().y - 12.0),
        key.size() * Vec2::X + vec2(2.0 * space::S, 24.0),
    );
    ui.painter().rect(
        around,
        CornerRadius::same(radius::SMALL),
        colors.sunken,
        Stroke::new(colors.line_width(), colors.line),
        StrokeKind::Inside,
    );
    paint::text_at(ui.painter(), around.left() + space::S, rect.center().y, key);
    paint::text_at(
        ui.painter(),
        rect.left() + KEYS + space::S,
        rect.center().y,
        words_shown,
    );
}
