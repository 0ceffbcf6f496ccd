//! What is known of an audit: team, worker, period, who took part, the child as recorded.

use super::audit_facts::{Facts, pair};
use crate::app::edit::Edit;
use crate::app::view::AuditView;
use crate::model::audit::{Audit, Subject};
use crate::model::case::Case;
use crate::model::change::{Entity, Place};
use crate::model::reference;
use crate::ui::screens::start::spot;
use crate::ui::theme::space;
use crate::ui::views::Views;
use crate::ui::widgets::modal::Choice;
use crate::ui::widgets::{Button, Dialog, Field, banner, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Context, Id, Ui};

/// The name of its draft.
pub(super) use crate::model::change::form::AUDIT_DETAILS as FORM;

/// What is being typed.
pub struct State {
    audit: Audit,
    case: Option<Case>,
    /// The framework and how it stands, in a line.
    about: String,
    reference: String,
    facts: Facts,
    told: bool,
    go: Option<Id>,
}

impl State {
    /// The details of this audit.
    pub fn new(view: &AuditView) -> Self {
        Self {
            about: format!("{}, {}", view.framework.title, view.audit.status.name().to_lowercase()),
            reference: view
                .case
                .as_ref()
                .map(|case| case.reference.clone())
                .unwrap_or_default(),
            facts: Facts::of(view),
            case: view.case.clone(),
            audit: view.audit.clone(),
            told: false,
            go: None,
        }
    }

    /// The details with what was typed of them before; nothing when it cannot be read.
    pub fn restored(view: &AuditView, words: &str) -> Option<Self> {
        let (reference, facts) = serde_json::from_str(words).ok()?;
        Some(Self {
            reference,
            facts,
            ..Self::new(view)
        })
    }

    /// What is typed, to be kept as a draft.
    pub fn draft(&self) -> Option<(Place, String)> {
        let words = serde_json::to_string(&(&self.reference, &self.facts)).ok()?;
        Some((Place::form(FORM, self.audit.id), words))
    }

    fn no_reference(&self) -> bool {
        self.case.is_some() && self.reference.trim().is_empty()
    }

    /// The first field that is missing or wrong.
    fn fault(&self, ctx: &Context, views: &Views) -> Option<Id> {
        if self.no_reference() {
            Some(self.facts.field("reference"))
        } else if self.no_team() {
            Some(self.facts.field("team"))
        } else if self.facts.period_backwards() {
            Some(self.facts.field("to"))
        } else {
            self.facts.bad_date(ctx, views.today)
        }
    }

    fn no_team(&self) -> bool {
        self.audit.subject == Subject::Team && self.facts.team.trim().is_empty()
    }

    /// What was changed, of the child and of the audit, as one action.
    fn edit(&self) -> Option<Edit> {
        let case = self.case.as_ref().map(|case| {
            let fields = self.facts.case_changes(&self.reference, case);
            (Entity::Case, case.id, fields)
        });
        let audit = (Entity::Audit, self.audit.id, self.facts.changes(&self.audit));
        let rows: Vec<_> = case
            .into_iter()
            .chain([audit])
            .filter(|(_, _, fields)| !fields.is_empty())
            .collect();
        (!rows.is_empty()).then_some(Edit::SetRows(rows))
    }
}

/// Shows the dialog.
pub fn show(ctx: &Context, state: &mut State, views: &Views, wishes: &mut Wishes) {
    let open = state.audit.status.open_to_change();
    let dialog = Dialog::new(Id::unique("audit details"), "Audit details").width(720.0);
    let dialog = if open {
        dialog.cancel("Cancel").primary(Button::primary("Save details"))
    } else {
        dialog.cancel("Close")
    };
    let shown = dialog.show(ctx, |ui| {
        ui.spacing_mut().item_spacing.y = space::L;
        text::quiet(ui, &state.about);
        if !open {
            let status = state.audit.status.name().to_lowercase();
            banner::warning(ui, &format!("This audit is {status}. Reopen it to change it."), None);
        }
        ui.add_enabled_ui(open, |ui| form(ui, state, views));
        ui.add_space(space::XS);
    });
    match shown.choice {
        Some(Choice::Cancel) => wishes.push(Wish::Close),
        Some(Choice::Primary) => {
            state.told = true;
            state.facts.take_dates(ctx, views.today);
            state.go = state.fault(ctx, views);
            if state.go.is_none() {
                wishes.extend(state.edit().map(Wish::edit));
                wishes.push(Wish::CloseWhenDone);
            } else {
                ctx.request_repaint();
            }
        }
        _ => {}
    }
}

fn form(ui: &mut Ui, state: &mut State, views: &Views) {
    let go = state.go.take();
    let teams = &views.workbook.teams;
    if state.audit.subject == Subject::Child {
        let id = state.facts.field("reference");
        let missing = (state.told && state.no_reference()).then_some("A case needs a reference");
        spot(ui, id, go == Some(id), |ui| {
            Field::new(id, "Reference")
                .limit(200)
                .hint("Changes it for every audit of this child")
                .error(missing)
                .show(ui, &mut state.reference)
        });
        if let Some(why) = reference::warning(&state.reference) {
            banner::warning(ui, why, None);
        }
        state.facts.kind(ui, None);
        let facts = std::cell::RefCell::new(&mut state.facts);
        pair(
            ui,
            |ui| facts.borrow_mut().team(ui, teams, None),
            |ui| facts.borrow_mut().worker(ui),
        );
        ui.spacing_mut().item_spacing.y = space::M;
        state.facts.child(ui);
    } else if state.audit.subject == Subject::Team {
        let error = (state.told && state.no_team()).then_some("Say which team is audited");
        let id = state.facts.field("team");
        spot(ui, id, go == Some(id), |ui| state.facts.team(ui, teams, error));
    }
    ui.spacing_mut().item_spacing.y = space::M;
    state.facts.how(ui);
    state.facts.when(ui, &views.workbook.people, views.today, state.told);
    let dates = ["from", "to", "due"].map(|name| state.facts.field(name));
    if let Some(id) = go.filter(|id| dates.contains(id)) {
        spot(ui, id, true, |_| ());
    }
}
