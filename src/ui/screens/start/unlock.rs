//! The page that asks for the passphrase of a workbook, or for its recovery code, and for its file when that is not
//! known yet.

use super::secret::Secret;
use super::{Go, places, spot};
use crate::app::session::{Unlock, workbook_path};
use crate::app::worker::Start;
use crate::ui::files::Browse;
use crate::ui::fonts::Icon;
use crate::ui::theme::{size, space, tokens};
use crate::ui::widgets::paint::{self, Weight};
use crate::ui::widgets::path_field::path_field;
use crate::ui::widgets::{Button, Card, banner, card, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Align, CentralPanel, Frame, Id, Key, Layout, Sense, Ui, vec2};
use std::path::{Path, PathBuf};

/// Which field gets the keyboard.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Give {
    Path,
    Secret,
}

/// What is being typed.
pub(super) struct State {
    /// The file, once it is chosen.
    file: Option<PathBuf>,
    /// The file as it is typed.
    path: String,
    path_error: Option<&'static str>,
    /// The recent workbook that is being looked for.
    lost: Option<PathBuf>,
    /// The file that is being opened.
    tried: Option<PathBuf>,
    recovery: bool,
    passphrase: Secret,
    words: Secret,
    error: Option<String>,
    empty: bool,
    give: Option<Give>,
    home: Option<PathBuf>,
}

const WIDTH: f32 = 460.0;

impl State {
    /// Asks for a file and its passphrase.
    pub(super) fn ask() -> Self {
        Self {
            file: None,
            path: String::new(),
            path_error: None,
            lost: None,
            tried: None,
            recovery: false,
            passphrase: Secret::new(Id::unique("unlock passphrase")),
            words: Secret::new(Id::unique("unlock words")),
            error: None,
            empty: false,
            give: Some(Give::Path),
            home: places::home(),
        }
    }

    /// Asks for the passphrase of `file`.
    pub(super) fn of(file: PathBuf) -> Self {
        Self {
            file: Some(file),
            give: Some(Give::Secret),
            ..Self::ask()
        }
    }

    /// Asks where the workbook is that was at `file`.
    pub(super) fn locate(file: PathBuf) -> Self {
        Self {
            path: file.display().to_string(),
            path_error: Some("It is no longer here. Type where it is now, or browse for it."),
            lost: Some(file),
            ..Self::ask()
        }
    }

    pub(super) fn failed(&mut self, words: &str) {
        let words = if self.recovery && words.contains("This passphrase") {
            "These words do not open this workbook, or the start of the file is damaged. They may belong to another \
             workbook, or to this one before its passphrase was changed."
        } else {
            words
        };
        // The file stands above; its path again would only hide what happened.
        let file = self.tried.take().map(|file| format!(": {}", file.display()));
        self.error = Some(file.map_or_else(|| words.to_owned(), |file| words.replacen(&file, "", 1)));
        let secret = ["passphrase", "recovery code", "words"]
            .iter()
            .any(|word| words.contains(word));
        // Where the file is at fault and was typed, it is the one to put right.
        self.give = Some(if secret || self.file.is_some() {
            Give::Secret
        } else {
            Give::Path
        });
    }

    pub(super) fn chosen(&mut self, path: &Path) {
        self.file = Some(path.to_owned());
        (self.error, self.path_error) = (None, None);
        self.give = Some(Give::Secret);
    }

    pub(super) fn show(&mut self, ui: &mut Ui, opening: bool, wishes: &mut Wishes) -> Option<Go> {
        let mut went = None;
        let colors = tokens(ui);
        CentralPanel::default()
            .frame(Frame::new().fill(colors.app))
            .show(ui, |ui| {
                super::scroll(ui, "unlock", |ui| {
                    let room = ui.available_width();
                    let width = WIDTH.min(room - 2.0 * space::L);
                    let above = (ui.clip_rect().height() * 0.12).clamp(space::L, 120.0);
                    ui.add_space(above);
                    ui.horizontal(|ui| {
                        ui.spacing_mut().item_spacing.x = 0.0;
                        ui.add_space(((room - width) / 2.0).floor());
                        super::column(ui, width, |ui| {
                            text::line(ui, "Plumbline", Weight::Bold, size::TITLE, colors.text);
                            Card::new().padding(space::XL, space::XL).show(ui, |ui| {
                                ui.spacing_mut().item_spacing.y = space::M;
                                went = self.card(ui, opening, wishes);
                            });
                            let back = Button::quiet("Back to start").icon(Icon::ChevronLeft).enabled(!opening);
                            if back.show(ui).clicked() {
                                went = Some(Go::Welcome);
                            }
                        });
                    });
                    ui.add_space(space::L);
                });
            });
        went
    }

    fn card(&mut self, ui: &mut Ui, opening: bool, wishes: &mut Wishes) -> Option<Go> {
        let mut went = None;
        let give = if opening { None } else { self.give.take() };
        self.which(ui, opening, give == Some(Give::Path), wishes);
        if let Some(error) = self.error.as_ref().filter(|_| !opening) {
            banner::error(ui, error, None);
        }
        let entered = self.secret(ui, opening, give == Some(Give::Secret));
        let words = if opening {
            "Opening the workbook…"
        } else {
            "Open workbook"
        };
        let open = Button::primary(words).fill().enabled(!opening).show(ui);
        if (open.clicked() || entered) && !opening {
            self.submit(wishes);
        }
        card::hairline(ui);
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let other = if self.recovery {
                "Use the passphrase instead"
            } else {
                "Use the recovery code instead"
            };
            if super::link(ui, Button::quiet(other).enabled(!opening)) {
                self.recovery = !self.recovery;
                (self.error, self.empty) = (None, false);
                self.give = Some(Give::Secret);
            }
            if self.file.is_some() && super::link(ui, Button::quiet("Open another workbook…").enabled(!opening)) {
                went = Some(Go::Open);
            }
        });
        went
    }

    /// The file: its name and folder, or a field to type it in.
    fn which(&mut self, ui: &mut Ui, opening: bool, give: bool, wishes: &mut Wishes) {
        let colors = tokens(ui);
        if let Some(file) = &self.file {
            let (name, folder) = places::name_and_folder(file, self.home.as_deref());
            ui.horizontal(|ui| {
                let (rect, _) = ui.allocate_exact_size(vec2(24.0, 44.0), Sense::hover());
                paint::icon(ui.painter(), Icon::Lock, rect.center(), 22.0, colors.accent);
                ui.add_space(space::XS);
                ui.with_layout(Layout::top_down(Align::Min), |ui| {
                    ui.spacing_mut().item_spacing.y = 2.0;
                    text::heading17(ui, &name);
                    text::quiet_line(ui, &folder).on_hover_text(file.display().to_string());
                });
            });
            return;
        }
        text::heading22(ui, "Open workbook");
        let id = Id::unique("unlock path");
        let event = spot(ui, id, give, |ui| {
            path_field(ui, id, "Workbook", &mut self.path, self.path_error)
        });
        if event.changed {
            (self.path_error, self.error) = (None, None);
        }
        if event.browse && !opening {
            let near = if self.path.trim().is_empty() {
                places::documents()
            } else {
                workbook_path(&self.path)
            };
            wishes.push(Wish::Browse(Browse::OpenWorkbook, near));
        }
    }

    /// The passphrase or the words; true when Enter was pressed in it.
    fn secret(&mut self, ui: &mut Ui, opening: bool, give: bool) -> bool {
        let (recovery, empty) = (self.recovery, self.empty);
        let secret = if recovery {
            &mut self.words
        } else {
            &mut self.passphrase
        };
        if give {
            secret.select();
        }
        let entered = if recovery {
            let error = (empty && secret.text().is_empty()).then_some("Type the 24 words of the recovery code.");
            let response = spot(ui, secret.id(), give, |ui| {
                secret.show_as(ui, "Recovery code", |field| {
                    field
                        .rows(4)
                        .submit()
                        .enabled(!opening)
                        .hint("24 words, in order. Numbers and line breaks do no harm.")
                        .error(error)
                })
            });
            response.has_focus() && ui.input(|input| input.key_pressed(Key::Enter) && !input.modifiers.shift)
        } else {
            let error = (empty && secret.text().is_empty()).then_some("Type the passphrase of this workbook.");
            let response = spot(ui, secret.id(), give, |ui| {
                secret.show(ui, "Passphrase", |field| field.enabled(!opening).error(error))
            });
            response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
        };
        entered && !opening
    }

    fn submit(&mut self, wishes: &mut Wishes) {
        let file = match &self.file {
            Some(file) => file.clone(),
            None if self.path.trim().is_empty() => {
                self.path_error = Some("Type the workbook’s file, or browse for it.");
                self.give = Some(Give::Path);
                return;
            }
            None => workbook_path(&self.path),
        };
        let secret = if self.recovery { &self.words } else { &self.passphrase };
        if secret.text().trim().is_empty() {
            (self.empty, self.error) = (true, None);
            self.give = Some(Give::Secret);
            return;
        }
        let unlock = if self.recovery {
            Unlock::RecoveryCode(secret.copy())
        } else {
            Unlock::Passphrase(secret.copy())
        };
        if let Some(lost) = self.lost.take().filter(|lost| *lost != file) {
            wishes.push(Wish::Settings(Box::new(move |settings| {
                settings.recent.retain(|recent| recent.path != lost);
            })));
        }
        (self.error, self.path_error, self.empty) = (None, None, false);
        self.tried = Some(file.clone());
        super::begin(wishes, Start::Open(file, unlock));
    }
}
