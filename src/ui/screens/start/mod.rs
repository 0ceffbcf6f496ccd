//! The start screen: open a workbook, make one, or try the example data.

pub mod advice;
mod new_workbook;
mod places;

pub mod secret;
mod unlock;
mod welcome;

pub use new_workbook::MARKINGS;
pub use places::documents;

use crate::app::settings::Settings;
use crate::app::worker::Start;
use crate::model::time::Moment;
use crate::ui::files::Browse;
use crate::ui::fonts::Icon;
use crate::ui::theme::{size, space, tokens};
use crate::ui::widgets::paint::{self, Weight};
use crate::ui::widgets::{Button, Card, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{
    Align, CentralPanel, Context, Frame, Id, Layout, Margin, Panel, ScrollArea, Sense, Stroke, Ui, vec2,
};
use std::path::{Path, PathBuf};

/// What is being typed on the start screen.
pub struct State {
    page: Page,
}

enum Page {
    Welcome(welcome::State),
    New(Box<new_workbook::State>),
    Unlock(Box<unlock::State>),
}

/// Another page of the start screen.
enum Go {
    Welcome,
    New,
    /// Choose a workbook, then its passphrase.
    Open,
    /// The passphrase of this one.
    Unlock(PathBuf),
    /// Find the recent workbook that is no longer here.
    Locate(PathBuf),
}

impl Default for State {
    fn default() -> Self {
        Self {
            page: Page::Welcome(welcome::State::default()),
        }
    }
}

impl State {
    /// The page that asks for the passphrase of a workbook.
    pub fn unlock(file: PathBuf) -> Self {
        Self {
            page: Page::Unlock(Box::new(unlock::State::of(file))),
        }
    }

    /// What was asked for failed; in words, beside what was typed.
    pub fn failed(&mut self, words: &str) {
        match &mut self.page {
            Page::Welcome(page) => page.failed(words),
            Page::New(page) => page.failed(words),
            Page::Unlock(page) => page.failed(words),
        }
    }

    /// A path was chosen with the computer's own dialog.
    pub fn chosen(&mut self, what: Browse, path: &Path) {
        match (&mut self.page, what) {
            (Page::New(page), Browse::NewWorkbook) => page.chosen(path),
            (Page::Unlock(page), Browse::OpenWorkbook) => page.chosen(path),
            (Page::Welcome(page), Browse::ExportFolder) => page.chosen(path),
            (_, Browse::OpenWorkbook) => *self = Self::unlock(path.to_owned()),
            _ => {}
        }
    }
}

/// Shows the start screen. `opening` while a workbook is being opened or made.
pub fn show(ui: &mut Ui, state: &mut State, settings: &Settings, opening: bool, now: Moment, wishes: &mut Wishes) {
    let dropped = ui.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_owned()).next());
    let went = match &mut state.page {
        _ if dropped.is_some() && !opening => dropped.map(Go::Unlock),
        Page::Welcome(page) => page.show(ui, settings, opening, now, wishes),
        Page::New(page) => page.show(ui, opening, wishes),
        Page::Unlock(page) => page.show(ui, opening, wishes),
    };
    let Some(to) = went else { return };
    if matches!(to, Go::Open | Go::Locate(_)) {
        let near = match &to {
            Go::Locate(path) => path.clone(),
            _ => documents(),
        };
        wishes.push(Wish::Browse(Browse::OpenWorkbook, near));
    }
    state.page = match to {
        Go::Welcome => Page::Welcome(welcome::State::default()),
        Go::New => Page::New(Box::new(new_workbook::State::new())),
        Go::Open => Page::Unlock(Box::new(unlock::State::ask())),
        Go::Unlock(file) => Page::Unlock(Box::new(unlock::State::of(file))),
        Go::Locate(file) => Page::Unlock(Box::new(unlock::State::locate(file))),
    };
    ui.ctx().request_repaint();
}

/// Asks for a workbook to be opened or made.
fn begin(wishes: &mut Wishes, start: Start) {
    wishes.push(Wish::Begin(start));
}

/// Under this width the two columns stand one over the other.
const STACKED: f32 = 900.0;

/// Two columns: what this is at the left, what to do at the right. Both scroll when the window is low.
fn columns<S>(ui: &mut Ui, state: &mut S, left: impl FnOnce(&mut Ui, &mut S), right: impl FnOnce(&mut Ui, &mut S)) {
    let colors = tokens(ui);
    let room = ui.available_width();
    if room < STACKED {
        CentralPanel::default()
            .frame(Frame::new().fill(colors.app))
            .show(ui, |ui| {
                scroll(ui, "both", |ui| {
                    Frame::new()
                        .fill(colors.surface)
                        .inner_margin(Margin::same(space::XL as i8))
                        .show(ui, |ui| column(ui, ui.available_width(), |ui| left(ui, state)));
                    edge(ui);
                    ui.add_space(space::XL);
                    inset(ui, space::XL, |ui| right(ui, state));
                    ui.add_space(space::XL);
                });
            });
        return;
    }
    let width = (room * 0.406).clamp(360.0, 520.0);
    let margin = if room < 1100.0 { space::XXL } else { 56.0 };
    Panel::left("start")
        .exact_size(width)
        .resizable(false)
        .show_separator_line(false)
        .frame(Frame::new().fill(colors.surface))
        .show(ui, |ui| {
            let rect = ui.max_rect();
            scroll(ui, "left", |ui| {
                ui.add_space(60.0);
                inset(ui, margin, |ui| left(ui, state));
                ui.add_space(space::XL);
            });
            let line = Stroke::new(colors.line_width(), colors.line);
            ui.painter().vline(rect.right() - 0.5, rect.y_range(), line);
        });
    CentralPanel::default()
        .frame(Frame::new().fill(colors.app))
        .show(ui, |ui| {
            scroll(ui, "right", |ui| {
                ui.add_space(60.0);
                inset(ui, margin, |ui| right(ui, state));
                ui.add_space(space::XXL);
            });
        });
}

fn scroll(ui: &mut Ui, name: &str, contents: impl FnOnce(&mut Ui)) {
    ScrollArea::vertical()
        .id_salt(name)
        .auto_shrink([false, false])
        .show(ui, contents);
}

/// A column with as much room at its left as at its right.
fn inset(ui: &mut Ui, margin: f32, contents: impl FnOnce(&mut Ui)) {
    let width = (ui.available_width() - 2.0 * margin).min(760.0);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.add_space(margin);
        column(ui, width, contents);
    });
}

fn column(ui: &mut Ui, width: f32, contents: impl FnOnce(&mut Ui)) {
    ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing = vec2(space::S, space::M);
        contents(ui);
    });
}

/// Words that act, which stand under the edge of what is above: their own room is in the margin.
fn link(ui: &mut Ui, button: Button<'_>) -> bool {
    let margin = Margin {
        left: -(space::S as i8),
        ..Margin::ZERO
    };
    Frame::new()
        .outer_margin(margin)
        .show(ui, |ui| button.show(ui).clicked())
        .inner
}

fn edge(ui: &Ui) {
    let colors = tokens(ui);
    let line = Stroke::new(colors.line_width(), colors.line);
    let rect = ui.max_rect();
    ui.painter().hline(rect.x_range(), ui.cursor().top() - space::S, line);
}

/// Two fields beside each other, or one over the other where there is no room.
fn halves(ui: &mut Ui, mut each: impl FnMut(&mut Ui, usize)) {
    if ui.available_width() < 440.0 {
        each(ui, 0);
        each(ui, 1);
        return;
    }
    let width = ((ui.available_width() - space::M) / 2.0).floor();
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = space::M;
        for at in 0..2 {
            column(ui, width, |ui| each(ui, at));
        }
    });
}

/// Shows a field and, when `wanted`, gives it the keyboard and brings it into sight.
pub fn spot<R>(ui: &mut Ui, id: Id, wanted: bool, field: impl FnOnce(&mut Ui) -> R) -> R {
    let shown = ui.scope(field);
    if wanted {
        give(ui.ctx(), id);
        ui.scroll_to_rect(shown.response.rect.expand(space::XL), None);
    }
    shown.inner
}

fn give(ctx: &Context, id: Id) {
    ctx.memory_mut(|memory| memory.request_focus(id));
}

/// Whether the columns stand one over the other, where what only explains would push what is to do out of sight.
fn stacked(ui: &Ui) -> bool {
    ui.content_rect().width() < STACKED
}

/// What encryption means here, in a quiet box.
fn encrypted(ui: &mut Ui) {
    let colors = tokens(ui);
    Card::quiet().padding(space::L, space::M).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = space::XS;
            let (rect, _) = ui.allocate_exact_size(vec2(20.0, 22.0), Sense::hover());
            paint::icon(ui.painter(), Icon::Lock, rect.center(), 18.0, colors.text);
            text::line(
                ui,
                "Encrypted from the first word",
                Weight::Semibold,
                size::BODY,
                colors.text,
            );
        });
        let words = "Workbooks open only with their passphrase. Nothing leaves this computer unless you export it.";
        text::runs(
            ui,
            &[text::Run {
                text: words,
                weight: Weight::Regular,
                size: size::BODY,
                color: colors.muted,
            }],
        );
    });
}
