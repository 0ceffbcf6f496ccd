//! What the workbook's thread told, taken in at the start of a frame.

use super::Desk;
use super::told::offers_undo;
use crate::app::command::{Command, Screen};
use crate::app::error::UserError;
use crate::app::worker::{Tell, Undid};
use crate::model::change::Place;
use crate::model::time::Moment;
use crate::ui::dialogs::{self, Dialog};
use crate::ui::screens::audit;
use crate::ui::topbar::Saved;
use crate::ui::wish::{Wish, Wishes};
use std::sync::Arc;
use std::sync::mpsc::TryRecvError;

impl Desk {
    /// Takes in what the workbook's thread told.
    pub fn hear(&mut self, wishes: &mut Wishes) {
        loop {
            let tell = match self.worker.tells.try_recv() {
                Ok(tell) => tell,
                Err(TryRecvError::Empty) => break,
                Err(TryRecvError::Disconnected) => {
                    self.ended();
                    break;
                }
            };
            self.edition += 1;
            self.lists += u64::from(matches!(tell, Tell::Audits(_) | Tell::Actions(_)));
            // Each takes in its own part and hands on the rest.
            let rest = self
                .hear_views(tell)
                .and_then(|tell| self.hear_dip(tell))
                .and_then(|tell| self.hear_saving(tell, wishes))
                .and_then(|tell| self.hear_history(tell, wishes))
                .and_then(|tell| self.hear_tags(tell));
            if let Some(tell) = rest {
                self.hear_dialogs(tell, wishes);
            }
        }
    }

    /// Views that came anew.
    fn hear_views(&mut self, tell: Tell) -> Option<Tell> {
        match tell {
            Tell::Opened {
                recovered,
                recovery_words,
                by_code,
                ask_who,
                unfinished,
                keyed,
            } => {
                self.keyed = Some(keyed);
                let restored = |(place, words): &(Place, String)| self.draw_state.restore(place, words);
                let (_, forms) = unfinished.into_iter().partition::<Vec<_>, _>(restored);
                self.forms.unfinished(forms);
                self.opened(recovered, recovery_words, by_code, ask_who);
            }
            Tell::NotOpened(error) => self.not_opened = Some(error),
            Tell::Workbook(view) => {
                if self.saved == Saved::Nothing && self.opened {
                    self.saved = view.saved.map_or(Saved::Nothing, Saved::At);
                }
                self.workbook = Some(view);
            }
            Tell::Audits(rows) => self.audits = rows,
            Tell::Actions(rows) => self.actions = rows,
            Tell::Analysis(view) => self.analysis = Some(view),
            Tell::TheseAudits(words, audits) => {
                self.audits_state.show_these(words, audits);
                self.screen = Screen::Audits;
            }
            Tell::Evidence(view) => Arc::make_mut(&mut self.evidence).view = Some(view),
            Tell::EvidenceRows { rows, edition } => Arc::make_mut(&mut self.evidence).put(rows, edition),
            Tell::Draw(told) => self.draw_state.hear(*told),
            Tell::Audit(view) => {
                if self.watched == Some(view.audit.id) {
                    self.typed.viewed(&view.unentered);
                    self.audit = Some(view);
                }
            }
            Tell::AuditGone => {
                self.forms.gone(self.watched);
                (self.watched, self.audit) = (None, None);
                self.audit_state = audit::State::default();
                if matches!(self.screen, Screen::ThisAudit | Screen::Grades) {
                    self.screen = Screen::Audits;
                }
            }
            other => return Some(other),
        }
        None
    }

    /// What was saved, and what was not.
    fn hear_saving(&mut self, tell: Tell, wishes: &mut Wishes) -> Option<Tell> {
        match tell {
            Tell::Done {
                label,
                about,
                seq,
                at,
                made_audit,
                undo,
            } => {
                self.done((&label, &about, seq, undo), at);
                let newest = self
                    .workbook
                    .as_ref()
                    .and_then(|view| view.draws.first())
                    .map(|kept| kept.id);
                self.draw_state.done(newest, wishes);
                self.history_again(wishes);
                if let Some(audit) = made_audit.filter(|_| std::mem::take(&mut self.open_made)) {
                    wishes.push(Wish::OpenAudit(audit, None));
                }
            }
            Tell::EvidenceText(words, n) => {
                wishes.push(Wish::Copy(words));
                let pieces = if n == 1 { "piece" } else { "pieces" };
                self.toasts.say(format!("Copied {n} {pieces} of evidence"));
            }
            Tell::DraftSaved(at) => {
                if self.not_saved.is_none() {
                    self.saved = Saved::At(at);
                }
            }
            Tell::Sealed(place, words) => {
                self.typed.sealed(&place, &words);
                self.rest();
            }
            Tell::Unchanged => {
                self.close_dialog();
                self.rest();
            }
            Tell::SavedAfterAll(at) => {
                self.saved = Saved::At(at);
                self.not_saved = None;
                if matches!(self.dialog, Some(Dialog::CopyElsewhere(_))) {
                    self.dialog = self.later.pop();
                }
            }
            Tell::CouldNotSave(error) => {
                // What the dialog asked for is kept and tried again.
                self.close_dialog();
                self.saved = Saved::No;
                if let Some(Dialog::CopyElsewhere(state)) = &mut self.dialog {
                    state.failed(error.clone());
                }
                self.not_saved = Some(error);
            }
            Tell::Settled(all) => self.settled = Some(all),
            other => return Some(other),
        }
        None
    }

    /// Answers to what a dialog asked.
    fn hear_dialogs(&mut self, tell: Tell, wishes: &mut Wishes) {
        match tell {
            Tell::Refused(error) => {
                self.closing_dialog = false;
                self.draw_state.refused();
                match &mut self.dialog {
                    Some(Dialog::KeepExample(state)) => state.refused(&error),
                    Some(Dialog::ImportList(state)) => state.refused(&error),
                    Some(Dialog::ChangePassphrase(state)) => state.refused(&error),
                    Some(Dialog::RemoveWords(state)) => {
                        state.refused();
                        self.toasts.say(error.to_string());
                    }
                    _ => self.toasts.say(error.to_string()),
                }
            }
            Tell::Found(view) => {
                if let Some(Dialog::Search(state)) = &mut self.dialog {
                    state.found(view);
                }
            }
            Tell::List(told) => {
                if let Some(Dialog::ImportList(state)) = &mut self.dialog {
                    state.told(told);
                }
            }
            Tell::Described(words) => match &mut self.dialog {
                Some(Dialog::Export(state)) => state.described(words),
                Some(Dialog::ExportEvidence(state)) => state.described(words),
                Some(Dialog::ExportPlan(state)) => state.described(words),
                _ => {}
            },
            Tell::FreeName(plain, free) => match &mut self.dialog {
                Some(Dialog::Export(state)) => state.free_name(&plain, &free),
                Some(Dialog::ExportEvidence(state)) => state.free_name(&plain, &free),
                Some(Dialog::ExportPlan(state)) => state.free_name(&plain, &free),
                Some(Dialog::ExportTags(state)) => state.free_name(&plain, &free),
                _ => {}
            },
            Tell::Exporting(path, share) => {
                match &mut self.dialog {
                    Some(Dialog::Export(state)) => state.exporting(&path, share),
                    Some(Dialog::ExportEvidence(state)) => state.exporting(&path, share),
                    _ => {}
                }
                self.exporting = Some((path, share));
            }
            Tell::ExportCancelled(path) => {
                let known = self.exporting.take_if(|(known, _)| *known == path).is_some();
                match &mut self.dialog {
                    Some(Dialog::Export(state)) => state.cancelled(&path),
                    Some(Dialog::ExportEvidence(state)) => state.cancelled(&path),
                    _ if known => self.toasts.say("Export cancelled. Nothing was written"),
                    _ => {}
                }
            }
            Tell::Exported(path, done) => {
                self.exporting.take_if(|(known, _)| *known == path);
                match &mut self.dialog {
                    Some(Dialog::Export(state)) if state.writes(&path) => state.exported(done),
                    Some(Dialog::ExportEvidence(state)) if state.writes(&path) => state.exported(done),
                    Some(Dialog::ExportPlan(state)) if state.writes(&path) => state.exported(done),
                    _ => {
                        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
                        let said = done.map_or_else(|error| error.to_string(), |_| format!("Exported as {name}"));
                        self.toasts.say(said);
                    }
                }
            }
            Tell::PlanRead(path, file) => {
                if let Some(Dialog::ReadPlan(state)) = &mut self.dialog {
                    wishes.extend(state.file_read(&path, file));
                }
            }
            Tell::PlanCompared(updates) => {
                if let Some(Dialog::ReadPlan(state)) = &mut self.dialog {
                    state.compared(updates);
                }
            }
            Tell::Kept { path, recovery_words } => {
                self.path = Some(path);
                (self.newly_opened, self.not_saved) = (true, None);
                let recovery =
                    recovery_words.map(|words| Dialog::RecoveryCode(dialogs::recovery_code::State::new(words, false)));
                if !matches!(self.dialog, Some(Dialog::CopyElsewhere(_) | Dialog::KeepExample(_))) {
                    self.later.extend(self.dialog.take());
                }
                self.dialog = recovery.or_else(|| self.later.pop());
                self.toasts.say("Kept. You are working in that file now");
            }
            Tell::PassphraseChanged(words) => {
                self.dialog = Some(Dialog::RecoveryCode(dialogs::recovery_code::State::new(words, false)));
                self.toasts.say("The passphrase is changed");
            }
            Tell::Sheet(made) => {
                if let Some(Dialog::RecoveryCode(state)) = &mut self.dialog {
                    state.sheet(made, wishes);
                }
            }
            // The rest was taken in before.
            _ => {}
        }
    }

    /// The workbook is open: what is asked first, and what a crash left.
    fn opened(&mut self, recovered: usize, recovery_words: Option<Vec<&'static str>>, by_code: bool, ask_who: bool) {
        (self.opened, self.newly_opened) = (true, true);
        // Asked one after the other, the first on top.
        if by_code {
            self.later
                .push(Dialog::ChangePassphrase(dialogs::change_passphrase::State::new(true)));
        } else if let Some(words) = recovery_words {
            let state = dialogs::recovery_code::State::new(words, ask_who);
            self.later.push(Dialog::RecoveryCode(state));
        }
        if ask_who {
            self.later.push(Dialog::Who(dialogs::who::State::default()));
        }
        self.dialog = self.later.pop();
        if recovered > 0 {
            let what = if recovered == 1 {
                "1 text was recovered"
            } else {
                "Texts were recovered"
            };
            self.toasts
                .say(format!("{what} that was being typed when Plumbline last ended"));
        }
    }

    /// The thread ended by a fault of the program: nothing more is saved, and the user must know.
    fn ended(&mut self) {
        if self.ready() && self.not_saved.is_none() {
            self.saved = Saved::No;
            self.not_saved = Some(UserError::new(
                "Plumbline can no longer save in this window, by a fault of its own",
                "Copy what you typed last, close the window and open the workbook again. What was saved is safe.",
            ));
        }
    }

    fn done(&mut self, (label, about, seq, undo): (&str, &str, i64, Option<Undid>), at: Moment) {
        self.last_saved = Some(at);
        self.close_dialog();
        if self.not_saved.is_none() {
            self.saved = Saved::At(at);
        }
        // What was taken back cannot be brought back after something else was done.
        self.toasts.withdraw(|command| *command == Command::Redo);
        let about = if about.is_empty() {
            String::new()
        } else {
            format!(" ({about})")
        };
        match undo {
            Some(Undid::Undo) => self
                .toasts
                .offer(format!("Undone: {label}{about}"), "Redo", Command::Redo),
            Some(Undid::Redo) => self
                .toasts
                .offer(format!("Done again: {label}{about}"), "Undo", Command::Undo),
            None if offers_undo(label) => self.toasts.offer(label, "Undo", Command::UndoThis(seq)),
            None => {}
        }
    }
}
