//! The dip sample that is open.

use super::Desk;
use crate::app::command::{Command, Screen};
use crate::app::worker::{Ask, Tell};
use crate::ui::screens::dip;
use crate::ui::wish::Wishes;

impl Desk {
    /// Opens a dip sample.
    pub(super) fn open_dip(&mut self, id: i64) {
        if self.watched_dip != Some(id) {
            self.dip = None;
            self.watched_dip = Some(id);
            self.worker.ask(Ask::WatchDip(Some(id)));
        }
        self.dip_state = dip::State::opened();
        self.screen = Screen::DipSample;
    }

    /// Does a command as the dip sample's screen does it; whether it was one of those.
    pub(super) fn dip_command(&mut self, command: Command, wishes: &mut Wishes) -> bool {
        let own = matches!(
            command,
            Command::Answer(_) | Command::NextUnanswered | Command::RaiseConcern
        );
        if let Some(view) = self.dip.clone().filter(|_| own) {
            self.dip_state.command(command, &view, wishes);
        }
        own
    }

    /// What was told of the dip sample; hands on the rest.
    pub(super) fn hear_dip(&mut self, tell: Tell) -> Option<Tell> {
        match tell {
            Tell::Dip(view) => {
                if self.watched_dip == Some(view.sample.id) {
                    self.dip = Some(view);
                }
            }
            Tell::DipMade(id) => self.open_dip(id),
            Tell::DipGone => {
                (self.dip, self.watched_dip) = (None, None);
                if self.screen == Screen::DipSample {
                    self.screen = Screen::Audits;
                }
            }
            other => return Some(other),
        }
        None
    }
}
