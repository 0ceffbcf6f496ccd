//! The list of actions: each with what it is about and where it came from.

use crate::app::listed::Numbered;
use crate::app::session::Session;
use crate::model::action::{Action, Priority};
use crate::model::audit::{Subject, whom};
use crate::model::vocabulary;
use crate::store::{ActionAbout, Result};

/// One row of the list of actions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionRow {
    /// The action.
    pub action: Action,
    /// The child's reference, the team, or *The service*.
    pub who: String,
    /// What its audit is of.
    pub subject: Subject,
    /// Whom it is about, in a word.
    pub whom: &'static str,
    /// The team.
    pub team: String,
    /// What it is about and where it came from: `Case 4417, North, 3.6 · from case record evidence`.
    pub about: String,
    /// Its audit may be changed: so what must change can be put otherwise.
    pub open: bool,
}

impl Numbered for ActionRow {
    fn number(&self) -> i64 {
        self.action.id
    }
}

impl ActionRow {
    fn of(session: &Session, action: Action, about: ActionAbout) -> Self {
        let who = match about.subject {
            Subject::Child => about.reference.clone(),
            Subject::Team => about.team.clone(),
            Subject::Service => "The service".to_owned(),
        };
        Self {
            about: said(session, &action, &about),
            who,
            subject: about.subject,
            whom: whom(about.subject, about.kind),
            open: about.status.open_to_change(),
            team: about.team,
            action,
        }
    }

    /// What it is about, in words for a sentence: `case 4417`, `team North`, `the service`.
    pub fn subject_words(&self) -> String {
        match self.subject {
            Subject::Child => format!("case {}", self.who),
            Subject::Team => format!("team {}", self.who),
            Subject::Service => "the service".to_owned(),
        }
    }

    /// The question whether it made a difference.
    pub fn difference_question(&self) -> String {
        match self.whom {
            "children" => "Did it make a difference for children?".to_owned(),
            whom => format!("Did it make a difference for the {whom}?"),
        }
    }

    /// What must change, as far as a list needs it.
    pub fn first_line(&self) -> &str {
        let line = self.action.text.lines().next().unwrap_or_default();
        cut(line, 300)
    }

    /// What must change, as far as one reads it at once.
    pub fn first_words(&self) -> &str {
        cut(&self.action.text, 1500)
    }

    /// A word before everything else, where it matters more than most.
    pub fn priority_word(&self) -> &'static str {
        if self.action.priority == Priority::High {
            "High priority"
        } else {
            ""
        }
    }
}

/// What an action is about and where it came from.
fn said(session: &Session, action: &Action, about: &ActionAbout) -> String {
    let framework = session.framework(about.framework);
    let mut parts = match about.subject {
        Subject::Child => vec![format!("Case {}", about.reference), about.team.clone()],
        Subject::Team => vec![format!("Team {}", about.team)],
        Subject::Service => vec!["The service".to_owned()],
    };
    if about.subject != Subject::Child {
        parts.push(about.theme.clone());
    }
    let section = framework.as_ref().and_then(|framework| {
        let known = framework.judgements.iter().find(|known| known.id == action.judgement);
        known.map(|judgement| judgement.short.clone())
    });
    if action.criterion.is_empty() {
        parts.extend(section);
    } else {
        parts.push(action.criterion.clone());
    }
    parts.extend(about.area_place.map(|(at, of)| format!("area {at} of {of}")));
    parts.retain(|part| !part.is_empty());
    let mut words = parts.join(", ");
    if let Some(source) = &about.evidence_source {
        let source = in_a_sentence(vocabulary::source_name(source));
        words.push_str(&format!(" · from {source} evidence"));
    }
    words
}

/// A text to the last letter that ends within so many bytes.
fn cut(text: &str, bytes: usize) -> &str {
    text.get(..text.floor_char_boundary(bytes)).unwrap_or(text)
}

/// A name as it stands within a sentence: `Panel or IRO` as `panel or IRO`.
fn in_a_sentence(name: &str) -> String {
    let mut letters = name.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

impl Session {
    /// Every action, for the list of actions.
    pub fn action_rows(&self) -> Result<Vec<ActionRow>> {
        let actions = self.store.actions_about(None)?.into_iter();
        Ok(actions
            .map(|(action, about)| ActionRow::of(self, action, about))
            .collect())
    }

    /// One action, as its row in the list; `None` when there is none.
    pub fn action_row(&self, id: i64) -> Result<Option<ActionRow>> {
        let found = self.store.actions_about(Some(id))?.pop();
        Ok(found.map(|(action, about)| ActionRow::of(self, action, about)))
    }
}
