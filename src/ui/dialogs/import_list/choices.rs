//! What to do with a list: audits for the new children, what it knows better, the list itself to draw from.

use crate::app::edit::OfFramework;
use crate::app::error::UserError;
use crate::app::list_import::{Choices, MOST_AUDITS, Preview};
use crate::model::audit::Subject;
use crate::model::case::CaseKind;
use crate::ui::dialogs::audit_facts::pair;
use crate::ui::dialogs::opening;
use crate::ui::dialogs::versions::{self, Version};
use crate::ui::screens::start::spot;
use crate::ui::theme::space;
use crate::ui::views::Views;
use crate::ui::widgets::{Field, Select, banner, check, date_field, field, modal, text};
use eframe::egui::{Context, Id, Ui};
use jiff::ToSpan as _;
use jiff::civil::Date;

/// Above this many new children a list is more likely one to draw from.
const A_SAMPLE: usize = 100;

/// The first thing that is missing or wrong.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fault {
    Nothing,
    TooMany,
    Kind,
    Due,
    Name,
}

/// What is being chosen.
pub(super) struct State {
    id: Id,
    allocate: bool,
    known_too: bool,
    update: bool,
    keep: bool,
    name: String,
    version: Option<Version>,
    kind: Option<CaseKind>,
    due: Option<Date>,
    dated: bool,
    auditor: Option<i64>,
    as_named: bool,
    /// It was pressed, so what is missing is said.
    told: bool,
    go: Option<Fault>,
    refused: Option<String>,
}

impl State {
    /// What is usual for such a list; `annex_a` when it has every child.
    pub(super) fn new(preview: &Preview, annex_a: bool) -> Self {
        let some = preview.to_allocate(true).count();
        let sample = !annex_a && (1..=A_SAMPLE).contains(&some);
        let name = preview.list.source.rsplit_once('.');
        Self {
            id: opening(),
            allocate: sample,
            known_too: true,
            update: false,
            keep: !sample,
            name: name.map_or(preview.list.source.as_str(), |(stem, _)| stem).to_owned(),
            version: None,
            kind: None,
            due: None,
            dated: false,
            auditor: None,
            as_named: true,
            told: false,
            go: None,
            refused: None,
        }
    }

    /// It was refused.
    pub(super) fn refused(&mut self, error: &UserError) {
        self.refused = Some(error.to_string());
    }

    fn audits(&self, preview: &Preview) -> usize {
        if self.allocate {
            preview.to_allocate(self.known_too).count()
        } else {
            0
        }
    }

    /// The words on the button.
    pub(super) fn words(&self, preview: &Preview) -> String {
        let allocate = match self.audits(preview) {
            0 => None,
            1 => Some("Allocate 1 audit".to_owned()),
            n => Some(format!("Allocate {} audits", text::thousands(n))),
        };
        match (allocate, self.update, self.keep) {
            (Some(words), _, false) => words,
            (Some(words), _, true) => format!("{words} and keep the list"),
            (None, true, false) => "Bring up to date".to_owned(),
            (None, true, true) => "Bring up to date and keep the list".to_owned(),
            (None, false, true) => "Keep the list".to_owned(),
            (None, false, false) => "Import".to_owned(),
        }
    }

    fn fault(&self, ctx: &Context, today: Date, preview: &Preview) -> Option<Fault> {
        let audits = self.audits(preview);
        let updates = self.update && !preview.differ.is_empty();
        if audits == 0 && !self.keep && !updates {
            Some(Fault::Nothing)
        } else if audits > MOST_AUDITS {
            Some(Fault::TooMany)
        } else if audits > 0 && self.kind.is_none() && preview.kind_wanted(self.known_too) {
            Some(Fault::Kind)
        } else if audits > 0 && date_field::unread(ctx, self.id.with("due"), today).is_some() {
            Some(Fault::Due)
        } else if self.keep && self.name.trim().is_empty() {
            Some(Fault::Name)
        } else {
            None
        }
    }

    /// What was chosen, once nothing is missing.
    pub(super) fn choices(&mut self, ctx: &Context, views: &Views, preview: &Preview) -> Option<Choices> {
        self.told = true;
        self.refused = None;
        // What is no date is found by its field.
        let _left = date_field::take(ctx, self.id.with("due"), &mut self.due, views.today, true);
        self.go = self.fault(ctx, views.today, preview);
        if self.go.is_some() {
            return None;
        }
        let offered = versions::offered(Subject::Child, views);
        let version = self
            .version
            .clone()
            .or_else(|| versions::usual(Subject::Child, &offered))?;
        Some(Choices {
            allocate: self.allocate,
            known_too: self.known_too,
            update: self.update,
            keep: self.keep.then(|| self.name.trim().to_owned()),
            framework: match version {
                Version::Kept(number) => OfFramework::Kept(number),
                Version::Shipped(id) => OfFramework::Shipped(id),
            },
            kind: self.kind,
            due: self.due,
            auditor: self.auditor.unwrap_or(views.workbook.me.id),
            as_named: self.as_named,
        })
    }

    /// Shows what can be chosen.
    pub(super) fn show(&mut self, ui: &mut Ui, views: &Views, preview: &Preview) {
        if !self.dated {
            // Four weeks is what most councils give.
            self.due = views.today.checked_add(4.weeks()).ok();
            self.dated = true;
        }
        let fault = self.fault(ui.ctx(), views.today, preview).filter(|_| self.told);
        // What is laid out only to be measured cannot have the keyboard.
        let go = if ui.is_sizing_pass() { None } else { self.go.take() };
        modal::group(ui, "What to do with it", |ui| {
            ui.spacing_mut().item_spacing.y = space::M;
            self.audits_of(ui, views, preview, fault, go);
            self.updates_of(ui, preview);
            self.list_of(ui, fault, go);
            let error = match fault {
                Some(Fault::Nothing) => Some("Choose what to do with the list"),
                Some(Fault::TooMany) => {
                    Some("At most 1,000 audits are allocated at once. Keep the list, and draw from it.")
                }
                _ => None,
            };
            if let Some(error) = error.or(self.refused.as_deref()) {
                banner::error(ui, error, None);
            }
        });
    }

    fn audits_of(&mut self, ui: &mut Ui, views: &Views, preview: &Preview, fault: Option<Fault>, go: Option<Fault>) {
        let (new, known) = (preview.new.len(), preview.known.len());
        if new + known == 0 {
            text::quiet(ui, "Every child of the list has an open audit already.");
            return;
        }
        let each = match (new, known) {
            (0, _) => "Allocate audits".to_owned(),
            (1, _) => "Allocate an audit of the 1 new child".to_owned(),
            (n, _) => format!("Allocate an audit of each of the {} new children", text::thousands(n)),
        };
        check::checkbox(ui, &mut self.allocate, &each);
        if !self.allocate {
            return;
        }
        if known > 0 {
            let words = match known {
                1 => "Also of the 1 child who is known and has no open audit".to_owned(),
                n => format!(
                    "Also of the {} children who are known and have no open audit",
                    text::thousands(n)
                ),
            };
            check::checkbox(ui, &mut self.known_too, &words);
        }
        if preview.kind_wanted(self.known_too) {
            let kinds: Vec<(CaseKind, &str)> = CaseKind::ALL.iter().map(|kind| (*kind, kind.name())).collect();
            let id = self.id.with("kind");
            let name = "Type of case, where the list does not tell it";
            let picked = spot(ui, id, go == Some(Fault::Kind), |ui| {
                let picked = Select::new(id, name, self.kind.as_ref(), &kinds).show(ui);
                if fault == Some(Fault::Kind) {
                    field::error_line(ui, "Choose the type of case: it says which questions are asked");
                }
                picked
            });
            self.kind = picked.or(self.kind);
        }
        let offered = versions::offered(Subject::Child, views);
        let version = self
            .version
            .clone()
            .or_else(|| versions::usual(Subject::Child, &offered));
        let when = self.due.unwrap_or(views.today);
        if let Some(picked) = versions::select(ui, self.id.with("framework"), &offered, version.as_ref(), when) {
            self.version = Some(picked);
        }
        self.who_and_when(ui, views, fault, go);
        self.named(ui, views, preview);
    }

    fn who_and_when(&mut self, ui: &mut Ui, views: &Views, fault: Option<Fault>, go: Option<Fault>) {
        let people: Vec<(i64, &str)> = views
            .workbook
            .people
            .iter()
            .map(|person| (person.id, person.name.as_str()))
            .collect();
        let (id, due) = (self.id.with("due"), &mut self.due);
        let auditor = self.auditor.get_or_insert(views.workbook.me.id);
        let today = views.today;
        pair(
            ui,
            |ui| {
                spot(ui, id, go == Some(Fault::Due), |ui| {
                    date_field::date_field_ahead(ui, id, "Due", due, today);
                    let typing = ui.memory(|memory| memory.has_focus(id));
                    let unread = date_field::unread(ui.ctx(), id, today);
                    if let Some(error) = unread.filter(|_| fault == Some(Fault::Due) && typing) {
                        field::error_line(ui, error.words());
                    }
                });
            },
            |ui| {
                let picked = Select::new(self.id.with("auditor"), "Auditor", Some(&*auditor), &people).show(ui);
                *auditor = picked.unwrap_or(*auditor);
            },
        );
    }

    /// Whom the list names.
    fn named(&mut self, ui: &mut Ui, views: &Views, preview: &Preview) {
        if preview.auditors.is_empty() {
            return;
        }
        check::checkbox(ui, &mut self.as_named, "Where the list names an auditor, that person");
        let plain = |name: &str| name.trim().to_lowercase();
        let strange: Vec<&str> = preview
            .auditors
            .keys()
            .filter(|name| {
                !views
                    .workbook
                    .people
                    .iter()
                    .any(|person| plain(&person.name) == plain(name))
            })
            .map(String::as_str)
            .collect();
        if !self.as_named || strange.is_empty() {
            return;
        }
        let named = strange.iter().take(6).copied().collect::<Vec<_>>().join(", ");
        let more = match strange.len().saturating_sub(6) {
            0 => String::new(),
            n => format!(" and {n} more"),
        };
        text::quiet(ui, &format!("Not in this workbook yet, and added to it: {named}{more}"));
    }

    fn updates_of(&mut self, ui: &mut Ui, preview: &Preview) {
        let words = match preview.differ.len() {
            0 => return,
            1 => "Write what the list knows otherwise of 1 child".to_owned(),
            n => format!("Write what the list knows otherwise of {} children", text::thousands(n)),
        };
        check::checkbox(ui, &mut self.update, &words);
    }

    fn list_of(&mut self, ui: &mut Ui, fault: Option<Fault>, go: Option<Fault>) {
        check::checkbox(ui, &mut self.keep, "Keep it as a list to draw from");
        if !self.keep {
            return;
        }
        let id = self.id.with("name");
        let error = (fault == Some(Fault::Name)).then_some("Give the list a name");
        spot(ui, id, go == Some(Fault::Name), |ui| {
            Field::new(id, "Name of the list")
                .limit(200)
                .error(error)
                .show(ui, &mut self.name)
        });
    }
}
