//! The recovery code: shown once, to write down for the council's safe, and checked by typing two of its words back.

use crate::app::error::UserError;
use crate::app::recovery::Sheet;
use crate::app::worker::Ask;
use crate::ui::fonts::Icon;
use crate::ui::screens::start::secret::Secret;
use crate::ui::screens::start::spot;
use crate::ui::theme::{radius, size, space, tokens};
use crate::ui::widgets::modal::Choice;
use crate::ui::widgets::paint::{self, Weight};
use crate::ui::widgets::{Button, Card, Dialog, banner, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::accesskit::Role;
use eframe::egui::{Context, Id, Key, Sense, Ui, WidgetInfo, vec2};
use std::hash::{BuildHasher as _, Hasher as _};

/// The words, and what is typed back.
pub struct State {
    words: Vec<&'static str>,
    /// The two places that are asked for, from 0.
    asked: [usize; 2],
    typed: [Secret; 2],
    /// The words are hidden and two of them are asked for.
    checking: bool,
    /// It was shown before and not checked then.
    again: bool,
    copied: bool,
    sheet: Printing,
    told: bool,
    go: Option<usize>,
}

/// How far the sheet is.
enum Printing {
    No,
    Asked,
    /// Ready, until the dialog is done.
    Ready(Sheet),
    Failed(String),
}

impl State {
    /// The code of a workbook just made, or of one whose code was shown before and not checked (`again`).
    pub fn new(words: Vec<&'static str>, again: bool) -> Self {
        let asked = two_of(words.len());
        Self {
            words,
            asked,
            typed: [0, 1].map(|at: usize| Secret::new(Id::unique(("recovery check", at)))),
            checking: false,
            again,
            copied: false,
            sheet: Printing::No,
            told: false,
            go: None,
        }
    }

    /// The sheet can be printed, or could not be made.
    pub fn sheet(&mut self, made: Result<Sheet, UserError>, wishes: &mut Wishes) {
        self.sheet = match made {
            Ok(sheet) => {
                wishes.push(Wish::OpenOutside(sheet.path.clone()));
                Printing::Ready(sheet)
            }
            Err(error) => Printing::Failed(error.to_string()),
        };
    }

    /// Whether the words were copied to the clipboard.
    pub fn copied(&self) -> bool {
        self.copied
    }

    fn right(&self, which: usize) -> bool {
        let word = self.asked.get(which).and_then(|at| self.words.get(*at));
        let typed = self.typed.get(which).map(|secret| secret.text().trim());
        word.zip(typed)
            .is_some_and(|(word, typed)| typed.eq_ignore_ascii_case(word))
    }
}

impl Drop for State {
    fn drop(&mut self) {
        // Which words they were is the secret; the words themselves are the program's list.
        self.words.fill("");
    }
}

/// Two different places, in order; which ones nobody can know beforehand.
fn two_of(count: usize) -> [usize; 2] {
    let random = |salt: u8| {
        let mut hasher = std::collections::hash_map::RandomState::new().build_hasher();
        hasher.write_u8(salt);
        hasher.finish() as usize
    };
    let count = count.max(2);
    let first = random(1) % count;
    let second = (first + 1 + random(2) % (count - 1)) % count;
    [first.min(second), first.max(second)]
}

/// Shows the dialog. A new one has no way out but through the check.
pub fn show(ctx: &Context, state: &mut State, wishes: &mut Wishes) {
    if state.checking {
        check(ctx, state, wishes);
    } else {
        words(ctx, state, wishes);
    }
}

fn words(ctx: &Context, state: &mut State, wishes: &mut Wishes) {
    let dialog = Dialog::new(Id::unique("recovery words"), "Recovery code")
        .width(680.0)
        .primary(Button::primary("I have it on paper"));
    // Whoever opens the workbook next need not be where the safe is.
    let dialog = if state.again { dialog.cancel("Later") } else { dialog };
    let shown = dialog.show(ctx, |ui| {
        let begin = if state.again {
            "This code was shown before and never checked. "
        } else {
            ""
        };
        text::body(
            ui,
            &format!(
                "{begin}Print these 24 words, or write them down in order, for the council’s safe. They open the \
                     workbook when the passphrase is lost. Once checked they are not shown again."
            ),
        );
        grid(ui, &state.words);
        banner::warning(ui, "Anyone who has these words can open the workbook.", None);
        ui.add_space(space::XS);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(space::S, space::S);
            let asked = matches!(state.sheet, Printing::Asked);
            let print = Button::secondary("Print sheet…").icon(Icon::Printer).enabled(!asked);
            if print.show(ui).clicked() {
                state.sheet = Printing::Asked;
                wishes.push(Wish::Ask(Ask::RecoverySheet));
            }
            if Button::secondary("Copy words").icon(Icon::Copy).show(ui).clicked() {
                ctx.copy_text(numbered(&state.words));
                state.copied = true;
            }
        });
        said(ui, state);
    });
    match shown.choice {
        Some(Choice::Primary) => {
            state.checking = true;
            state.go = Some(0);
            ctx.request_repaint();
        }
        Some(Choice::Cancel) => {
            if state.copied {
                ctx.copy_text(String::new());
            }
            wishes.push(Wish::Close);
        }
        _ => {}
    }
}

/// What became of printing and copying.
fn said(ui: &mut Ui, state: &State) {
    match &state.sheet {
        Printing::No => {}
        Printing::Asked => drop(text::quiet(ui, "Making the sheet…")),
        Printing::Failed(error) => {
            banner::error(ui, error, None);
        }
        Printing::Ready(sheet) => drop(text::quiet(
            ui,
            &format!(
                "The sheet is open in this computer’s PDF viewer: print it there and do not save it. The file is \
                 deleted when you are done here. If nothing opened, it is {}",
                sheet.path.display()
            ),
        )),
    }
    if state.copied {
        text::quiet(
            ui,
            "Copied. Plumbline empties the clipboard when you are done here; a clipboard history may still hold the words.",
        );
    }
}

fn check(ctx: &Context, state: &mut State, wishes: &mut Wishes) {
    let mut entered = false;
    let shown = Dialog::new(Id::unique("recovery check"), "Check the recovery code")
        .width(480.0)
        .other(Button::secondary("Show the words again"))
        .primary(Button::primary("Done"))
        .show(ctx, |ui| {
            text::body(
                ui,
                "Type two of the words back, from your sheet or what you wrote down.",
            );
            let go = state.go.take();
            for which in 0..2 {
                let Some(at) = state.asked.get(which).copied() else {
                    continue;
                };
                let label = format!("Word {}", at + 1);
                let wrong = state.told && !state.right(which);
                let error = format!("This is not word {}. Look at your sheet.", at + 1);
                let Some(secret) = state.typed.get_mut(which) else {
                    continue;
                };
                let response = spot(ui, secret.id(), go == Some(which), |ui| {
                    secret.show_as(ui, &label, |field| field.error(wrong.then_some(error.as_str())))
                });
                if response.changed() {
                    state.told = false;
                }
                let enter = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
                if enter && which == 0 {
                    state.go = Some(1);
                }
                entered |= enter && which == 1;
            }
        });
    match shown.choice {
        Some(Choice::Other) => state.checking = false,
        Some(Choice::Primary) => entered = true,
        _ => {}
    }
    if !entered {
        return;
    }
    if let Some(wrong) = (0..2).find(|which| !state.right(*which)) {
        (state.told, state.go) = (true, Some(wrong));
        ctx.request_repaint();
        return;
    }
    if state.copied {
        ctx.copy_text(String::new());
    }
    wishes.push(Wish::Ask(Ask::RecoveryChecked));
    wishes.push(Wish::Close);
}

fn numbered(words: &[&str]) -> String {
    words
        .iter()
        .enumerate()
        .map(|(at, word)| format!("{}. {word}", at + 1))
        .collect::<Vec<_>>()
        .join("\n")
}

/// The words in columns, read downwards, as they stand on a sheet.
fn grid(ui: &mut Ui, words: &[&str]) {
    let shown = Card::quiet().padding(space::L, space::M).show(ui, |ui| {
        let room = ui.available_width();
        let columns = ((room / 136.0).floor() as usize).clamp(2, 4);
        let rows = words.len().div_ceil(columns).max(1);
        let width = room / columns as f32;
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
            for (at, column) in words.chunks(rows).enumerate() {
                ui.vertical(|ui| {
                    ui.set_width(width);
                    for (row, word) in column.iter().enumerate() {
                        one(ui, at * rows + row + 1, word, width);
                    }
                });
            }
        });
    });
    // First in the dialog, so that Enter pressed too long copies nothing.
    let id = Id::unique("recovery grid");
    let response = ui.interact(shown.response.rect, id, Sense::focusable_noninteractive());
    response.widget_info(|| WidgetInfo::labeled(Role::Group, true, "The 24 words, in order"));
    paint::focus_ring(ui, &response, shown.response.rect, radius::CARD);
}

fn one(ui: &mut Ui, number: usize, word: &str, width: f32) {
    let colors = tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(width, 28.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{number}. {word}")));
    let number = paint::line(ui, &number.to_string(), Weight::Regular, size::QUIET, colors.muted);
    let word = paint::line(ui, word, Weight::Semibold, size::HEADING, colors.text);
    paint::text_at(
        ui.painter(),
        rect.left() + 20.0 - number.size().x,
        rect.center().y,
        number,
    );
    paint::text_at(ui.painter(), rect.left() + 30.0, rect.center().y, word);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_different_places_are_asked_for_in_order() {
        for _ in 0..200 {
            let [first, second] = two_of(24);
            assert!(first < second && second < 24, "{first} {second}");
        }
    }
}
