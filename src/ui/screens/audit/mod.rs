//! The audit that is open, one section at a time.

use crate::app::command::Command;
use crate::app::view::AuditView;
use crate::ui::typed::Typed;
use crate::ui::views::Views;
use crate::ui::wish::Wishes;
use eframe::egui::{Context, Ui};

/// Where in the audit one is.
#[derive(Default)]
pub struct State {}

impl State {
    /// Goes to a section.
    pub fn go_to(&mut self, _section: Option<String>) {}

    /// Does a command of the audit screen.
    pub fn command(&mut self, _command: Command, _view: &AuditView, _wishes: &mut Wishes, _ctx: &Context) {}
}

/// Shows the audit.
pub fn show(_ui: &mut Ui, _state: &mut State, _typed: &mut Typed, _views: &Views, _narrow: bool, _wishes: &mut Wishes) {
}
