//! Search: what was written, and what has a name, found by words and shown with them in place.

mod named;
mod text;

use named::{named, typed_words};
use text::{about, framework_of, place, plain, snippet};

use super::command::{Command, Screen};
use super::session::Session;
use super::view::{AuditRow, WorkbookView};
use crate::app::listed::Listed;
use crate::model::change::Value;
use crate::model::search::{Kind, Matcher, Narrow, Query, meant};
use crate::store::{Hit, Matches, Result, Within};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

/// Texts that are shown of those that match.
pub const SHOWN: usize = 50;

/// Texts that stand before things whose names hold the words without beginning with them.
const FIRST: usize = 5;

/// What is searched for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchAsk {
    /// What was typed.
    pub typed: String,
    /// What narrows it beside that.
    pub narrow: Vec<Narrow>,
    /// Only this audit, and nothing of other children.
    pub only: Option<i64>,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchView {
    /// What was asked.
    pub ask: SearchAsk,
    /// The best, in order.
    pub hits: Vec<SearchHit>,
    /// How many there are.
    pub count: usize,
    /// Whether there are more than were counted.
    pub more: bool,
    /// Words of the query were left out because there were too many.
    pub cut: bool,
}

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchHit {
    /// What it is, in a word.
    pub kind: &'static str,
    /// Its words, or those around what was found.
    pub text: String,
    /// Where in them the words that match stand.
    pub marks: Vec<Range<usize>>,
    /// Where it belongs.
    pub quiet: String,
    /// Where it leads.
    pub go: Go,
}

impl SearchHit {
    /// The hit in words, as a screen reader says it.
    pub fn said(&self) -> String {
        let parts = [self.kind, &self.text, &self.quiet];
        let said: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        said.join(", ")
    }
}

/// Where a hit leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Go {
    /// To a place of an audit.
    Audit(i64, Spot),
    /// To the evidence that carries a tag.
    Tag(i64),
    /// To the evidence that speaks to a criterion.
    Criterion(String),
    /// To a team's evidence.
    Team(String),
    /// A command is done.
    Command(Command),
}

/// A place of an audit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spot {
    /// Where work goes on.
    Any,
    /// A section.
    Section(String),
    /// A question of a section, with its note.
    Question(String, String),
    /// A field of what is written of a section.
    Words(String, &'static str),
    /// A piece of evidence under a section.
    Evidence(String, i64),
    /// An area for improvement under a section.
    Area(String, i64),
    /// An action.
    Action(i64),
    /// A field of what is written of the whole audit.
    Whole(&'static str),
    /// An urgent concern.
    Concern(i64),
}

/// Views that hold what has a name: read when they change and not at every key.
#[derive(Clone, Debug)]
pub struct Known {
    /// The workbook.
    pub workbook: Arc<WorkbookView>,
    /// Its audits.
    pub audits: Arc<Listed<AuditRow>>,
}

/// Commands that search offers.
pub const COMMANDS: [Command; 12] = [
    Command::StartAudit,
    Command::Go(Screen::Audits),
    Command::Go(Screen::ThisAudit),
    Command::Go(Screen::Grades),
    Command::Go(Screen::Evidence),
    Command::Go(Screen::Actions),
    Command::Export,
    Command::WorkbookDetails,
    Command::ChangePassphrase,
    Command::Settings,
    Command::Help,
    Command::Lock,
];

/// What a search is narrowed to, in terms of the workbook.
#[derive(Default)]
struct Scope {
    kinds: Vec<Kind>,
    named: BTreeSet<&'static str>,
    audits: Option<HashSet<i64>>,
    /// Only hits of some kinds are wanted.
    by_kind: bool,
}

/// Sorts of things with a name, as hits say them.
const TAG: &str = "Tag";
const QUESTION: &str = "Question";
const CHILD: &str = "Child";
const TEAM: &str = "Team";
const COMMAND: &str = "Command";
const SORTS: [&str; 5] = [CHILD, QUESTION, TAG, TEAM, COMMAND];

/// Every kind a search can be narrowed to, by name.
pub fn kinds() -> Vec<&'static str> {
    let texts = Kind::ALL.iter().map(|kind| kind.name());
    texts.chain(SORTS).collect()
}

fn scope(narrow: &[Narrow], known: &Known) -> Scope {
    let mut scope = Scope::default();
    for one in narrow {
        let row_of = |row: &AuditRow| match one {
            Narrow::Team(_) => row.team.clone(),
            _ => row.auditor.clone(),
        };
        match one {
            Narrow::Team(typed) | Narrow::Auditor(typed) => {
                let values: BTreeSet<String> = known.audits.iter().map(row_of).collect();
                let wanted = meant(typed, values.iter().map(String::as_str));
                let here: HashSet<i64> = known
                    .audits
                    .iter()
                    .filter(|row| wanted.contains(&row_of(row).as_str()))
                    .map(|row| row.id)
                    .collect();
                scope.audits = Some(match scope.audits.take() {
                    Some(before) => before.intersection(&here).copied().collect(),
                    None => here,
                });
            }
            Narrow::Kind(typed) => {
                scope.by_kind = true;
                for name in meant(typed, kinds()) {
                    match Kind::ALL.iter().find(|kind| kind.name() == name) {
                        Some(kind) => scope.kinds.push(*kind),
                        None => drop(scope.named.insert(name)),
                    }
                }
            }
        }
    }
    scope
}

impl Scope {
    /// Whether things of this sort are wanted.
    fn wants(&self, sort: &'static str) -> bool {
        if self.by_kind {
            return self.named.contains(sort);
        }
        // What belongs to no audit is in no team's.
        self.audits.is_none() || sort == CHILD
    }

    fn has(&self, audit: i64) -> bool {
        self.audits.as_ref().is_none_or(|audits| audits.contains(&audit))
    }
}

/// A thing with a name that was found; whether the name begins with what was typed.
type Found = (bool, SearchHit);

impl Session {
    /// Searches what was written and what has a name.
    pub fn search(&self, ask: &SearchAsk, known: &Known) -> Result<SearchView> {
        let mut query = Query::read(&ask.typed);
        let narrow: Vec<Narrow> = ask.narrow.iter().cloned().chain(query.narrow.drain(..)).collect();
        let scope = scope(&narrow, known);
        let found = if scope.by_kind && scope.kinds.is_empty() {
            Matches::default()
        } else {
            let within = Within {
                kinds: &scope.kinds,
                audit: ask.only,
                audits: scope.audits.as_ref().filter(|_| ask.only.is_none()),
            };
            self.store.find(&query, &within, SHOWN)?
        };
        let matcher = query.matcher();
        let audits: HashMap<i64, &AuditRow> = known.audits.iter().map(|row| (row.id, row)).collect();
        let mut texts = Vec::with_capacity(found.hits.len());
        for hit in &found.hits {
            if let Some(row) = audits.get(&hit.audit) {
                texts.extend(self.text_hit(*hit, row, known, &matcher)?);
            }
        }
        let typed = typed_words(&ask.typed);
        let named = named(ask, &typed, &query, &matcher, &scope, known);
        let count = found.count + named.len();
        let (begun, held): (Vec<Found>, Vec<Found>) = named.into_iter().partition(|(begins, _)| *begins);
        let hits = |of: Vec<Found>| of.into_iter().map(|(_, hit)| hit);
        let mut texts = texts.into_iter();
        let mut all: Vec<SearchHit> = hits(begun).collect();
        all.extend(texts.by_ref().take(FIRST));
        all.extend(hits(held));
        all.extend(texts);
        Ok(SearchView {
            ask: ask.clone(),
            hits: all,
            count,
            more: found.more,
            cut: query.cut,
        })
    }

    /// A text that was found, as it is shown; nothing when it is gone.
    fn text_hit(&self, hit: Hit, row: &AuditRow, known: &Known, matcher: &Matcher) -> Result<Option<SearchHit>> {
        let Some(fields) = self.store.found_fields(hit)? else {
            return Ok(None);
        };
        let best = hit.kind.fields().iter().map(|(name, label)| {
            let text = plain(fields.get(*name).map_or("", Value::text));
            let marks = matcher.marks(&text);
            (*name, *label, text, marks)
        });
        // The first of those with the most words that match: the last of equals is what `max_by_key` gives.
        let best = best
            .rev()
            .max_by_key(|(_, _, text, marks)| (marks.len(), !text.is_empty()));
        let Some((field, label, text, marks)) = best else {
            return Ok(None);
        };
        let (text, marks) = snippet(&text, marks);
        let framework = framework_of(row, known);
        let (quiet, spot) = place(hit, field, &fields, framework);
        let about = std::iter::once(about(row)).chain(quiet).collect::<Vec<_>>();
        Ok(Some(SearchHit {
            kind: label,
            text,
            marks,
            quiet: about.join(", "),
            go: Go::Audit(hit.audit, spot),
        }))
    }
}
