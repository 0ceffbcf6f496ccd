//! The page on which a workbook is made: what it is for, who audits, which frameworks, where, and its passphrase.

use super::advice::{Fault, Pair};
use super::welcome::in_force;
use super::{Go, columns, halves, places, spot};
use crate::app::session::{ENDING, NewWorkbook, Unlock, workbook_path};
use crate::app::worker::Start;
use crate::model::shipped;
use crate::ui::files::Browse;
use crate::ui::fonts::Icon;
use crate::ui::theme::space;
use crate::ui::widgets::path_field::path_field;
use crate::ui::widgets::{Button, Card, Field, Select, check, field, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Id, Ui};
use std::path::{Path, PathBuf};

/// Ticked to begin with.
const KEPT: [&str; 2] = ["case-audit", "ilacs-2026"];

/// Protective markings, each with the words shown for it.
pub const MARKINGS: [(&str, &str); 3] = [
    ("OFFICIAL-SENSITIVE", "OFFICIAL-SENSITIVE"),
    ("OFFICIAL", "OFFICIAL"),
    ("", "None"),
];

/// A field that something can be wrong with, in the order they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spot {
    Council,
    Title,
    Auditor,
    Frameworks,
    Path,
    Passphrase,
}

impl Spot {
    fn id(self) -> Id {
        Id::unique(("new workbook", self as u8))
    }
}

/// What is being typed.
pub(super) struct State {
    council: String,
    title: String,
    marking: &'static str,
    auditor: String,
    role: String,
    /// Each shipped framework, and whether it is kept.
    frameworks: Vec<(String, String, String, bool)>,
    path: String,
    documents: PathBuf,
    pair: Pair,
    /// It was pressed: what is wrong is said, and goes away as it is put right.
    told: bool,
    /// It was pressed and waits for the advice.
    waiting: bool,
    /// The field that gets the keyboard.
    go: Option<Spot>,
    /// Why it could not be made there.
    failed: Option<String>,
}

impl State {
    pub(super) fn new() -> Self {
        let documents = places::documents();
        let frameworks = shipped::frameworks()
            .iter()
            .map(|framework| {
                let kept = KEPT.contains(&framework.id.as_str());
                (framework.id.clone(), framework.title.clone(), in_force(framework), kept)
            })
            .collect();
        Self {
            council: String::new(),
            title: "Practice audits".to_owned(),
            marking: "OFFICIAL-SENSITIVE",
            auditor: String::new(),
            role: String::new(),
            frameworks,
            path: documents
                .join(format!("practice-audits.{ENDING}"))
                .display()
                .to_string(),
            documents,
            pair: Pair::new(Id::unique("new workbook")),
            told: false,
            waiting: false,
            go: Some(Spot::Council),
            failed: None,
        }
    }

    pub(super) fn failed(&mut self, words: &str) {
        self.failed = Some(words.to_owned());
        self.go = Some(Spot::Path);
    }

    pub(super) fn chosen(&mut self, path: &Path) {
        self.path = workbook_path(&path.display().to_string()).display().to_string();
        self.failed = None;
    }

    pub(super) fn show(&mut self, ui: &mut Ui, opening: bool, wishes: &mut Wishes) -> Option<Go> {
        let (mut went, mut back) = (None, false);
        let mut later = Wishes::new();
        columns(
            ui,
            self,
            |ui, _state| {
                let link = Button::quiet("Back to start").icon(Icon::ChevronLeft);
                back = super::link(ui, link.enabled(!opening));
                text::heading22(ui, "New workbook");
                text::body(
                    ui,
                    "A workbook is one encrypted file. It holds your audits, the frameworks they are held against, and \
                     who did what.",
                );
                text::body(
                    ui,
                    "After this you are shown a recovery code of 24 words, to keep in the council’s safe. Without the \
                     passphrase or the code nobody can open the workbook again.",
                );
                if !super::stacked(ui) {
                    ui.add_space(space::S);
                    super::encrypted(ui);
                }
            },
            |ui, state| went = state.form(ui, opening, &mut later),
        );
        wishes.append(&mut later);
        if back { Some(Go::Welcome) } else { went }
    }

    fn form(&mut self, ui: &mut Ui, opening: bool, wishes: &mut Wishes) -> Option<Go> {
        let faults = if self.told { self.faults() } else { Vec::new() };
        let go = if opening { None } else { self.go.take() };
        let error = |spot: Spot| faults.iter().find(|(at, _)| *at == spot).map(|(_, words)| *words);
        ui.spacing_mut().item_spacing.y = space::M;
        Card::new().show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = space::M;
            self.about(ui, opening, go, &error);
        });
        Card::new().show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = space::S;
            self.kept(ui, opening, go, error(Spot::Frameworks));
        });
        let mut entered = false;
        Card::new().show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = space::M;
            let id = Spot::Path.id();
            let wrong = error(Spot::Path).or(self.failed.as_deref());
            let event = spot(ui, id, go == Some(Spot::Path), |ui| {
                path_field(ui, id, "Where it is kept", &mut self.path, wrong)
            });
            if event.changed {
                self.failed = None;
            }
            if event.browse && !opening {
                wishes.push(Wish::Browse(Browse::NewWorkbook, self.file()));
            }
            let about = [self.council.as_str(), self.title.as_str(), self.auditor.as_str()];
            let asked = go == Some(Spot::Passphrase);
            entered = self.pair.show(ui, about, !opening, self.told, asked);
        });
        let mut went = None;
        let words = if opening {
            "Making the workbook…"
        } else {
            "Make workbook"
        };
        ui.horizontal(|ui| {
            let make = Button::primary(words).enabled(!opening).show(ui);
            if (make.clicked() || entered) && !opening {
                self.waiting = true;
            }
            if Button::secondary("Cancel").enabled(!opening).show(ui).clicked() {
                went = Some(Go::Welcome);
            }
        });
        if self.waiting {
            self.submit(ui, wishes);
        }
        went
    }

    fn about(&mut self, ui: &mut Ui, opening: bool, go: Option<Spot>, error: &dyn Fn(Spot) -> Option<&'static str>) {
        halves(ui, |ui, at| {
            let (spot_at, label, value) = match at {
                0 => (Spot::Council, "Council", &mut self.council),
                _ => (Spot::Title, "Title", &mut self.title),
            };
            spot(ui, spot_at.id(), go == Some(spot_at), |ui| {
                Field::new(spot_at.id(), label)
                    .limit(200)
                    .enabled(!opening)
                    .error(error(spot_at))
                    .show(ui, value)
            });
        });
        halves(ui, |ui, at| {
            let (id, label, value, wrong) = match at {
                0 => (Spot::Auditor.id(), "Your name", &mut self.auditor, error(Spot::Auditor)),
                _ => (
                    Id::unique("new workbook role"),
                    "Your role (optional)",
                    &mut self.role,
                    None,
                ),
            };
            let wanted = at == 0 && go == Some(Spot::Auditor);
            spot(ui, id, wanted, |ui| {
                Field::new(id, label)
                    .limit(200)
                    .enabled(!opening)
                    .error(wrong)
                    .show(ui, value)
            });
        });
        halves(ui, |ui, at| {
            if at > 0 {
                return;
            }
            let select = Select::new(
                Id::unique("new workbook marking"),
                "Protective marking",
                Some(&self.marking),
                &MARKINGS,
            );
            self.marking = select.enabled(!opening).show(ui).unwrap_or(self.marking);
            text::quiet(ui, "Stands on every page of a report.");
        });
    }

    fn kept(&mut self, ui: &mut Ui, opening: bool, go: Option<Spot>, error: Option<&str>) {
        text::strong(ui, "Frameworks to audit against");
        if opening {
            ui.disable();
        }
        let shown = ui.scope(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let mut first = go == Some(Spot::Frameworks);
            for (_, title, dates, kept) in &mut self.frameworks {
                let response = check::checkbox(ui, kept, &format!("{title}, {dates}"));
                if std::mem::take(&mut first) {
                    response.request_focus();
                }
            }
        });
        if go == Some(Spot::Frameworks) {
            shown.response.scroll_to_me(None);
        }
        match error {
            Some(words) => field::error_line(ui, words),
            None => drop(text::quiet(ui, "You can keep more of them later.")),
        }
    }

    /// The file that is made: in the documents folder, where no other folder is typed.
    fn file(&self) -> PathBuf {
        self.documents.join(workbook_path(&self.path))
    }

    fn faults(&self) -> Vec<(Spot, &'static str)> {
        let empty = |text: &str| text.trim().is_empty();
        let mut faults = Vec::new();
        if empty(&self.council) {
            faults.push((Spot::Council, "Type the council’s name."));
        }
        if empty(&self.title) {
            faults.push((Spot::Title, "Type a title, such as Practice audits."));
        }
        if empty(&self.auditor) {
            faults.push((Spot::Auditor, "Type your name: it stands beside what you write."));
        }
        if self.frameworks.iter().all(|(.., kept)| !kept) {
            faults.push((Spot::Frameworks, "Choose at least one."));
        }
        if empty(&self.path) || workbook_path(&self.path).file_name().is_none() {
            faults.push((Spot::Path, "Type a folder and a name for the file."));
        }
        faults
    }

    fn submit(&mut self, ui: &Ui, wishes: &mut Wishes) {
        let fault = self.pair.fault();
        let first = self.faults().first().map(|(spot, _)| *spot);
        if fault == Some(Fault::Weighing) && first.is_none() {
            // Its answer wakes us.
            return;
        }
        self.waiting = false;
        self.told = true;
        self.failed = None;
        self.go = first.or(fault.is_some().then_some(Spot::Passphrase));
        if self.go.is_some() {
            ui.ctx().request_repaint();
            return;
        }
        let new = NewWorkbook {
            council: self.council.trim().to_owned(),
            title: self.title.trim().to_owned(),
            marking: self.marking.to_owned(),
            auditor: self.auditor.trim().to_owned(),
            role: self.role.trim().to_owned(),
            frameworks: self
                .frameworks
                .iter()
                .filter(|(.., kept)| *kept)
                .map(|(id, ..)| id.clone())
                .collect(),
            example: false,
        };
        let unlock = Unlock::Passphrase(self.pair.copy());
        super::begin(wishes, Start::New(self.file(), unlock, new));
    }
}
