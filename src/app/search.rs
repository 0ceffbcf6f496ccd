//! Search: what was written, and what has a name, found by words and shown with them in place.

use super::command::{Command, Screen};
use super::session::Session;
use super::view::{AuditRow, WorkbookView};
use crate::app::listed::Listed;
use crate::model::audit::Subject;
use crate::model::change::{Fields, Value};
use crate::model::evidence::Direction;
use crate::model::framework::{Criterion, Framework, Judgement};
use crate::model::search::{Kind, Matcher, Narrow, Query, begins, meant};
use crate::model::time::{short_date, stored_date};
use crate::store::{Hit, Matches, Result, Within};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

/// Texts that are shown of those that match.
pub const SHOWN: usize = 50;

/// Things of each sort with a name that are shown.
const NAMED: usize = 5;

/// Texts that stand before things whose names hold the words without beginning with them.
const FIRST: usize = 5;

/// Characters of a text that are shown around what was found.
const SNIPPET: usize = 150;

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
        let label = match (hit.kind, field) {
            (Kind::Judgement, "impact") if row.subject == Subject::Child => "Impact on the child",
            _ => label,
        };
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

/// What was typed without what narrows, as one name is compared with it.
fn typed_words(typed: &str) -> String {
    let words = typed.split_whitespace().filter(|word| {
        let name = word.split_once(':').map(|(name, _)| name.to_ascii_lowercase());
        !name.is_some_and(|name| Narrow::NAMES.contains(&name.as_str()))
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Who or what an audit is of.
fn about(row: &AuditRow) -> String {
    match row.subject {
        Subject::Child => format!("Case {}", row.who),
        Subject::Team => format!("Team {}", row.who),
        Subject::Service => row.who.clone(),
    }
}

fn framework_of<'k>(row: &AuditRow, known: &'k Known) -> Option<&'k Arc<Framework>> {
    let frameworks = known.workbook.frameworks.iter().map(|(_, framework)| framework);
    frameworks
        .into_iter()
        .find(|framework| framework.title == row.framework)
}

fn text<'f>(fields: &'f Fields, name: &str) -> &'f str {
    fields.get(name).map_or("", Value::text)
}

fn date(fields: &Fields, name: &str) -> Option<String> {
    stored_date(text(fields, name)).map(short_date)
}

/// Where a text stands: what is said of it beside whose audit it is, and how to get there.
fn place(hit: Hit, field: &'static str, fields: &Fields, framework: Option<&Arc<Framework>>) -> (Vec<String>, Spot) {
    let judgement = text(fields, "judgement").to_owned();
    let section = framework
        .and_then(|framework| framework.judgements.iter().find(|known| known.id == judgement))
        .map(|known| known.short.clone());
    let mut quiet = Vec::new();
    let spot = match hit.kind {
        Kind::Evidence => {
            if let Some(Value::Set(criteria)) = fields.get("criteria") {
                quiet.extend(criteria.iter().take(3).cloned());
            }
            let direction = Direction::from_key(text(fields, "direction")).unwrap_or(Direction::Neutral);
            quiet.push(direction.name().to_lowercase());
            quiet.extend(date(fields, "seen").or_else(|| date(fields, "happened")));
            Spot::Evidence(judgement, hit.row)
        }
        Kind::Note => {
            let criterion = text(fields, "criterion").to_owned();
            quiet.push(criterion.clone());
            let section = framework.and_then(|framework| section_of(framework, &criterion));
            match section {
                Some(section) => Spot::Question(section.id.clone(), criterion),
                None => Spot::Any,
            }
        }
        Kind::Judgement => {
            quiet.extend(section);
            Spot::Words(judgement, field)
        }
        Kind::Area => {
            quiet.extend(section);
            Spot::Area(judgement, hit.row)
        }
        Kind::Action => {
            quiet.extend(Some(text(fields, "owner").to_owned()).filter(|owner| !owner.is_empty()));
            quiet.extend(match (date(fields, "done"), date(fields, "due")) {
                (Some(done), _) => Some(format!("done {done}")),
                (None, due) => due.map(|due| format!("due {due}")),
            });
            Spot::Action(hit.row)
        }
        Kind::Audit => Spot::Whole(field),
        Kind::Concern => Spot::Concern(hit.row),
    };
    (quiet, spot)
}

fn section_of<'f>(framework: &'f Framework, criterion: &str) -> Option<&'f Judgement> {
    framework
        .judgements
        .iter()
        .find(|judgement| judgement.criteria().any(|known| known.id == criterion))
}

/// Line breaks as blanks of the same length, so that what is marked stays where it is.
fn plain(text: &str) -> String {
    text.replace(['\n', '\r', '\t'], " ")
}

/// The part of a text around the first mark, and the marks in it.
fn snippet(text: &str, marks: Vec<Range<usize>>) -> (String, Vec<Range<usize>>) {
    let first = marks.first().map_or(0, |mark| mark.start);
    let before = text.get(..first).unwrap_or_default();
    let start = if before.chars().count() <= SNIPPET / 4 {
        0
    } else {
        // Some words before it, begun at a blank.
        let back = before.char_indices().rev().nth(SNIPPET / 5).map_or(0, |(at, _)| at);
        let blank = before
            .get(back..)
            .and_then(|part| part.find(' '))
            .map(|at| back + at + 1);
        blank.unwrap_or(back)
    };
    let rest = text.get(start..).unwrap_or_default();
    let end = rest.char_indices().nth(SNIPPET).map_or(text.len(), |(at, _)| {
        let part = rest.get(..at).unwrap_or_default();
        start + part.rfind(' ').filter(|blank| *blank > at / 2).unwrap_or(at)
    });
    let lead = if start > 0 { "…" } else { "" };
    let trail = if end < text.len() { "…" } else { "" };
    let part = text.get(start..end).unwrap_or_default();
    let marks = marks
        .into_iter()
        .filter(|mark| mark.start >= start && mark.end <= end)
        .map(|mark| mark.start - start + lead.len()..mark.end - start + lead.len())
        .collect();
    (format!("{lead}{part}{trail}"), marks)
}

/// What has a name: children, questions, tags, teams and commands.
fn named(ask: &SearchAsk, typed: &str, query: &Query, matcher: &Matcher, scope: &Scope, known: &Known) -> Vec<Found> {
    let mut found = Vec::new();
    // A narrowing alone shows the audits it leaves.
    let children = !query.is_empty() || scope.audits.is_some();
    if ask.only.is_none() && children && scope.wants(CHILD) {
        found.extend(self::children(typed, query, matcher, scope, known));
    }
    if query.is_empty() {
        return found;
    }
    if scope.wants(QUESTION) {
        found.extend(questions(ask, typed, matcher, known));
    }
    if ask.only.is_none() {
        if scope.wants(TAG) {
            found.extend(tags(typed, matcher, known));
        }
        if scope.wants(TEAM) {
            let teams = known.workbook.teams.iter().filter(|team| matcher.fits([team.as_str()]));
            found.extend(teams.take(NAMED).map(|team| {
                let audits = known.audits.iter().filter(|row| row.team == *team).count();
                let quiet = format!("{audits} {}", if audits == 1 { "audit" } else { "audits" });
                (
                    begins(team, typed),
                    hit(TEAM, team, matcher, quiet, Go::Team(team.clone())),
                )
            }));
        }
    }
    if scope.wants(COMMAND) {
        let commands = COMMANDS
            .into_iter()
            .filter(|command| !known.workbook.workbook.example || *command != Command::ChangePassphrase)
            .filter(|command| matcher.fits([command.text()]));
        found.extend(commands.take(NAMED).map(|command| {
            let text = command.text();
            let hit = hit(COMMAND, text, matcher, String::new(), Go::Command(command));
            (begins(text, typed), hit)
        }));
    }
    found
}

fn hit(kind: &'static str, text: &str, matcher: &Matcher, quiet: String, go: Go) -> SearchHit {
    let text = plain(text);
    SearchHit {
        kind,
        marks: matcher.marks(&text),
        text,
        quiet,
        go,
    }
}

/// Audits of children whose reference begins with what was typed; without words, those that are left.
fn children(typed: &str, query: &Query, matcher: &Matcher, scope: &Scope, known: &Known) -> Vec<Found> {
    let of_child = |row: &&AuditRow| row.subject == Subject::Child && scope.has(row.id);
    let wanted = |row: &&AuditRow| query.is_empty() || begins(&row.who, typed) || matcher.fits([row.who.as_str()]);
    let newest = known.audits.iter().rev().filter(of_child).filter(wanted);
    let most = if query.is_empty() { SHOWN } else { NAMED };
    newest
        .take(most)
        .map(|row| {
            let quiet = [row.kind.as_str(), &row.team, row.status.name()];
            let quiet: Vec<&str> = quiet.into_iter().filter(|part| !part.is_empty()).collect();
            let go = Go::Audit(row.id, Spot::Any);
            (true, hit(CHILD, &row.who, matcher, quiet.join(", "), go))
        })
        .collect()
}

fn tags(typed: &str, matcher: &Matcher, known: &Known) -> Vec<Found> {
    let fits = |name: &str, about: &str| matcher.fits([name, about]);
    let mut found: Vec<(bool, i64, Found)> = known
        .workbook
        .tags
        .iter()
        .filter(|tag| fits(&tag.name, &tag.description))
        .map(|tag| {
            let quiet = format!("{} {}", tag.uses, if tag.uses == 1 { "use" } else { "uses" });
            let begins = begins(&tag.name, typed);
            let hit = hit(TAG, &tag.name, matcher, quiet, Go::Tag(tag.id));
            (!begins, -tag.uses, (begins, hit))
        })
        .collect();
    found.sort_by_key(|(late, uses, _)| (*late, *uses));
    found.into_iter().take(NAMED).map(|(_, _, found)| found).collect()
}

/// Questions of the frameworks in use, each once, however many frameworks share it. In an audit that asks it, it leads
/// there.
fn questions(ask: &SearchAsk, typed: &str, matcher: &Matcher, known: &Known) -> Vec<Found> {
    let here = ask.only.and_then(|only| known.audits.iter().find(|row| row.id == only));
    if ask.only.is_some() && here.is_none() {
        return Vec::new();
    }
    let used: BTreeSet<&str> = known.audits.iter().map(|row| row.framework.as_str()).collect();
    let frameworks = known.workbook.frameworks.iter().map(|(_, framework)| framework);
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    let wanted = |framework: &&Arc<Framework>| match here {
        Some(row) => framework.title == row.framework,
        None => used.contains(framework.title.as_str()),
    };
    for framework in frameworks.filter(wanted) {
        for judgement in &framework.judgements {
            let fits = |criterion: &&Criterion| matcher.fits([criterion.id.as_str(), criterion.question.as_str()]);
            for criterion in judgement.criteria().filter(fits) {
                if !seen.insert((criterion.id.as_str(), criterion.question.as_str())) {
                    continue;
                }
                let quiet = format!("{}, {}", framework.title, criterion.id);
                let go = match here {
                    Some(row) => Go::Audit(row.id, Spot::Question(judgement.id.clone(), criterion.id.clone())),
                    None => Go::Criterion(criterion.id.clone()),
                };
                // Its number was typed.
                let number = begins(&criterion.id, typed) && typed.chars().any(|letter| letter.is_ascii_digit());
                found.push((number, hit(QUESTION, &criterion.question, matcher, quiet, go)));
                if found.len() == NAMED {
                    return found;
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_snippet_keeps_what_was_found_in_sight() {
        let text = format!(
            "{}the return home interview{}",
            "before ".repeat(60),
            " after".repeat(60)
        );
        let marks = Query::read("return home").matcher().marks(&text);
        let (part, marks) = snippet(&text, marks);
        assert!(part.starts_with("…before") && part.ends_with("after…"), "{part}");
        assert_eq!(part.get(marks[0].clone()), Some("return home"));
    }

    proptest! {
        #[test]
        fn a_snippet_never_cuts_a_letter(text in any::<String>(), typed in "[a-zé ]{0,8}") {
            let text = plain(&text);
            let (part, marks) = snippet(&text, Query::read(&typed).matcher().marks(&text));
            prop_assert!(part.chars().count() <= SNIPPET + 2);
            for mark in marks {
                prop_assert!(part.get(mark).is_some());
            }
        }
    }
}
