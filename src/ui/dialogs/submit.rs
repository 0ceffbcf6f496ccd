//! Submit an audit in which something is missing: what it is, before it counts in figures.

use crate::app::edit::Edit;
use crate::app::view::AuditView;
use crate::model::audit::Status;
use crate::ui::theme::space;
use crate::ui::widgets::modal::Choice;
use crate::ui::widgets::{Button, Dialog, banner, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Context, Id};

/// The audit and what is missing in it.
pub struct State {
    audit: i64,
    who: String,
    missing: Vec<String>,
}

/// The words on the button of a step; with an ellipsis where something is asked first.
pub fn words(view: &AuditView, status: Status) -> String {
    let words = status.step_from(view.audit.status);
    if asks(view, status) {
        format!("{words}…")
    } else {
        words.to_owned()
    }
}

/// Whether something is missing that is said before this step.
fn asks(view: &AuditView, status: Status) -> bool {
    let submits = matches!(view.audit.status, Status::Allocated | Status::Draft) && status == Status::Submitted;
    submits && !missing(view).is_empty()
}

/// Takes an audit a step on: at once, or by way of what is missing in one that is submitted.
pub fn step(view: &AuditView, status: Status) -> Wish {
    if !asks(view, status) {
        return Wish::edit(Edit::SetStatus {
            audit: view.audit.id,
            status,
        });
    }
    Wish::Open(Box::new(super::Dialog::Submit(State {
        audit: view.audit.id,
        who: view.who.clone(),
        missing: missing(view),
    })))
}

fn missing(view: &AuditView) -> Vec<String> {
    let (answered, asked) = view.progress();
    let unanswered = match asked - answered {
        0 => None,
        1 => Some(format!("1 of {asked} questions is not answered.")),
        n => Some(format!("{n} of {asked} questions are not answered.")),
    };
    let warnings = view.warnings.iter().map(|warning| {
        let about = warning.judgement.as_deref().and_then(|id| view.framework.judgement(id));
        match about {
            Some(judgement) if !warning.text.starts_with(&judgement.short) => {
                format!("{}: {}", judgement.short, warning.text)
            }
            _ => warning.text.clone(),
        }
    });
    unanswered.into_iter().chain(warnings).collect()
}

/// Shows the dialog.
pub fn show(ctx: &Context, state: &State, wishes: &mut Wishes) {
    let title = format!("Submit {}?", state.who);
    let shown = Dialog::new(Id::unique("submit"), &title)
        .cancel("Go on auditing")
        .primary(Button::primary("Submit as it is"))
        .show(ctx, |ui| {
            ui.spacing_mut().item_spacing.y = space::S;
            text::body(
                ui,
                "Once it is submitted it counts in figures. It can be taken back to draft.",
            );
            for words in &state.missing {
                banner::warning(ui, words, None);
            }
        });
    match shown.choice {
        Some(Choice::Primary) => {
            wishes.push(Wish::edit(Edit::SetStatus {
                audit: state.audit,
                status: Status::Submitted,
            }));
            wishes.push(Wish::CloseWhenDone);
        }
        Some(_) => wishes.push(Wish::Close),
        None => {}
    }
}
