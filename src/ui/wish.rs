//! What a screen or dialog wants done after the frame: the one way from the screen to anything else.

use super::dialogs::Dialog;
use super::files::Browse;
use crate::app::command::Command;
use crate::app::edit::Edit;
use crate::app::search::SearchHit;
use crate::app::settings::Settings;
use crate::app::worker::{Ask, Start};
use crate::model::action::Action;
use crate::model::change::Place;
use crate::model::facets::Filter;
use eframe::egui;
use std::path::PathBuf;

/// Something to be done after the frame.
pub enum Wish {
    /// Ask the workbook's thread.
    Ask(Ask),
    /// Do a command.
    Command(Command),
    /// Open this audit, and there this section if one is named.
    OpenAudit(i64, Option<String>),
    /// Open an audit at a piece of evidence.
    OpenEvidence {
        /// The audit.
        audit: i64,
        /// The judgement it stands under.
        judgement: String,
        /// The evidence.
        evidence: i64,
    },
    /// Go to what a search found.
    Find(Box<SearchHit>),
    /// Search keeps to the audit that is open, or does not.
    OnlyThisAudit(bool),
    /// Show the list of evidence, narrowed to this.
    ShowEvidence(Box<Filter>),
    /// Put this text on the clipboard.
    Copy(String),
    /// Open this dip sample.
    OpenDip(i64),
    /// Show the audits of this dip sample in the list.
    DipAudits(i64),
    /// Show the actions that are overdue.
    OverdueActions,
    /// Follow this action up.
    FollowUp(i64),
    /// Open the audit of an action at the place it came from.
    OpenSource(Box<Action>),
    /// Let go of words that were removed for good in these places.
    ForgetWords(Vec<Place>),
    /// Open a dialog.
    Open(Box<Dialog>),
    /// Close the dialog.
    Close,
    /// Close the dialog once what it asked for is done; it stays when that is refused.
    CloseWhenDone,
    /// Let the user choose a file; the answer reaches whoever is open.
    Browse(Browse, PathBuf),
    /// Open or make a workbook.
    Begin(Start),
    /// Close the workbook and go to the start screen.
    Leave,
    /// Change settings of this computer.
    Settings(Box<dyn FnOnce(&mut Settings)>),
    /// Give this the keyboard in the next frame.
    Focus(egui::Id),
    /// Open a file or folder with the computer's own program.
    OpenOutside(PathBuf),
}

impl Wish {
    /// A change to the workbook.
    pub fn edit(edit: Edit) -> Self {
        Self::Ask(Ask::Apply(edit))
    }
}

/// Wishes of one frame, in order.
pub type Wishes = Vec<Wish>;
