//! Commands: what the user can do with the program beside editing, in one list that feeds buttons, menus and keys.

/// A place of the program, one job each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// The list of audits.
    Audits,
    /// The audit that is open.
    ThisAudit,
    /// Its grades.
    Grades,
    /// Evidence of every audit.
    Evidence,
    /// All actions.
    Actions,
    /// Figures over many audits.
    Analysis,
    /// Drawing audits from a list: no place of its own in the rail, it belongs to the audits.
    Draw,
    /// The dip sample that is open.
    DipSample,
    /// Tags and their groups.
    Tags,
}

/// A key with its modifiers, without naming a toolkit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Keys {
    /// Ctrl, or Cmd on a Mac.
    pub command: bool,
    /// Shift.
    pub shift: bool,
    /// Alt.
    pub alt: bool,
    /// The key's name.
    pub key: &'static str,
}

/// Something the user can ask the program to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Go to a place.
    Go(Screen),
    /// Start an audit.
    StartAudit,
    /// Read a list of children in.
    ImportList,
    /// Start a dip sample.
    StartDipSample,
    /// Next section of the audit.
    NextSection,
    /// Previous section of the audit.
    PreviousSection,
    /// Next question without an answer.
    NextUnanswered,
    /// The evidence line.
    AddEvidence,
    /// Answer the selected question with the value at this place, from 1.
    Answer(u8),
    /// Raise an urgent concern.
    RaiseConcern,
    /// Search everything.
    Search,
    /// The history of the field or row one is at.
    History,
    /// Export.
    Export,
    /// Take back.
    Undo,
    /// Take back the action at this place of the log, as a toast offers.
    UndoThis(i64),
    /// Bring back.
    Redo,
    /// Lock: close the workbook and ask for its passphrase.
    Lock,
    /// What the workbook says of itself.
    WorkbookDetails,
    /// Give the workbook another passphrase.
    ChangePassphrase,
    /// Open the form again that was closed without saving.
    ReopenForm,
    /// Settings.
    Settings,
    /// The list of keys.
    Help,
}

impl Command {
    /// Every command that stands on its own.
    pub const ALL: &'static [Self] = &[
        Self::Go(Screen::Audits),
        Self::Go(Screen::ThisAudit),
        Self::Go(Screen::Grades),
        Self::Go(Screen::Evidence),
        Self::Go(Screen::Actions),
        Self::Go(Screen::Analysis),
        Self::Go(Screen::Tags),
        Self::Go(Screen::Draw),
        Self::StartAudit,
        Self::ImportList,
        Self::StartDipSample,
        Self::NextSection,
        Self::PreviousSection,
        Self::NextUnanswered,
        Self::AddEvidence,
        Self::Answer(1),
        Self::Answer(2),
        Self::Answer(3),
        Self::Answer(4),
        Self::Answer(5),
        Self::RaiseConcern,
        Self::Search,
        Self::History,
        Self::Export,
        Self::Undo,
        Self::Redo,
        Self::Lock,
        Self::WorkbookDetails,
        Self::ChangePassphrase,
        Self::Settings,
        Self::Help,
    ];

    /// The words on its button or in the list of keys.
    pub fn text(self) -> &'static str {
        match self {
            Self::Go(Screen::Audits) => "Audits",
            Self::Go(Screen::ThisAudit) => "This audit",
            Self::Go(Screen::Grades) => "Grades",
            Self::Go(Screen::Evidence) => "Evidence",
            Self::Go(Screen::Actions) => "Actions",
            Self::Go(Screen::Analysis) => "Analysis",
            Self::Go(Screen::Tags) => "Tags",
            Self::Go(Screen::Draw) => "Draw audits…",
            Self::Go(Screen::DipSample) => "Dip sample",
            Self::StartAudit => "Start audit",
            Self::ImportList => "Import list…",
            Self::StartDipSample => "Dip sample…",
            Self::NextSection => "Next section",
            Self::PreviousSection => "Previous section",
            Self::NextUnanswered => "Next unanswered question",
            Self::AddEvidence => "Write evidence",
            Self::Answer(1) => "Answer with the first choice",
            Self::Answer(2) => "Answer with the second choice",
            Self::Answer(3) => "Answer with the third choice",
            Self::Answer(4) => "Answer with the fourth choice",
            Self::Answer(_) => "Answer with the fifth choice",
            Self::RaiseConcern => "Raise urgent concern",
            Self::Search => "Search everything",
            Self::History => "History of this field",
            Self::Export => "Export…",
            Self::Undo | Self::UndoThis(_) => "Undo",
            Self::Redo => "Redo",
            Self::Lock => "Lock",
            Self::WorkbookDetails => "Workbook details…",
            Self::ChangePassphrase => "Change passphrase…",
            Self::ReopenForm => "Open again",
            Self::Settings => "Settings",
            Self::Help => "Keys",
        }
    }

    /// Its keys, if it has any. A plain letter or digit is never one: those belong to text.
    pub fn keys(self) -> Option<Keys> {
        let with = |key: &'static str| Keys {
            command: true,
            shift: false,
            alt: false,
            key,
        };
        Some(match self {
            Self::Go(screen) => Keys {
                alt: true,
                command: false,
                ..with(match screen {
                    Screen::Audits => "1",
                    Screen::ThisAudit => "2",
                    Screen::Grades => "3",
                    Screen::Evidence => "4",
                    Screen::Actions => "5",
                    Screen::Analysis => "6",
                    Screen::Tags => "7",
                    Screen::Draw | Screen::DipSample => return None,
                })
            },
            Self::StartAudit => with("N"),
            Self::ImportList => with("I"),
            Self::StartDipSample => Keys {
                shift: true,
                ..with("N")
            },
            Self::NextSection => with("PageDown"),
            Self::PreviousSection => with("PageUp"),
            Self::NextUnanswered => with("U"),
            Self::AddEvidence => with("E"),
            Self::Answer(1) => with("1"),
            Self::Answer(2) => with("2"),
            Self::Answer(3) => with("3"),
            Self::Answer(4) => with("4"),
            Self::Answer(_) => with("5"),
            Self::RaiseConcern => Keys {
                shift: true,
                ..with("U")
            },
            Self::Export => Keys {
                shift: true,
                ..with("E")
            },
            Self::Search => with("K"),
            Self::History => with("H"),
            Self::Undo => with("Z"),
            Self::Redo => with("Y"),
            Self::Lock => with("L"),
            Self::WorkbookDetails | Self::ChangePassphrase | Self::ReopenForm | Self::UndoThis(_) => return None,
            Self::Settings => with(","),
            Self::Help => Keys {
                command: false,
                ..with("F1")
            },
        })
    }

    /// Other keys for the same, which people know from other programs.
    pub fn other_keys(self) -> Option<Keys> {
        (self == Self::Redo).then_some(Keys {
            command: true,
            shift: true,
            alt: false,
            key: "Z",
        })
    }

    /// Its keys as words: `Ctrl+E`.
    pub fn keys_text(self, mac: bool) -> String {
        let Some(keys) = self.keys() else { return String::new() };
        let mut parts = Vec::new();
        if keys.command {
            parts.push(if mac { "Cmd" } else { "Ctrl" });
        }
        if keys.alt {
            parts.push(if mac { "Option" } else { "Alt" });
        }
        if keys.shift {
            parts.push("Shift");
        }
        parts.push(match keys.key {
            "PageDown" => "Page Down",
            "PageUp" => "Page Up",
            key => key,
        });
        parts.join("+")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_commands_share_keys_and_none_is_a_plain_letter() {
        let mut seen = BTreeSet::new();
        for command in Command::ALL {
            for keys in [command.keys(), command.other_keys()].into_iter().flatten() {
                assert!(seen.insert(keys), "{command:?} shares {}", command.keys_text(false));
                assert!(keys.command || keys.alt || keys.key.starts_with('F'), "{command:?}");
                assert_ne!((keys.command, keys.key), (true, "0"), "Ctrl+0 resets the zoom");
            }
        }
    }
}
