//! What has a name: children, questions, tags, teams and commands, matched in the views that are in memory.

use super::{
    CHILD, COMMAND, COMMANDS, Found, Go, Known, QUESTION, SHOWN, Scope, SearchAsk, SearchHit, Spot, TAG, TEAM, plain,
};
use crate::app::command::Command;
use crate::app::view::AuditRow;
use crate::model::audit::Subject;
use crate::model::framework::{Criterion, Framework};
use crate::model::search::{Matcher, Narrow, Query, begins};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Things of each sort with a name that are shown.
const NAMED: usize = 5;

/// What was typed without what narrows, as one name is compared with it.
pub(super) fn typed_words(typed: &str) -> String {
    let words = typed.split_whitespace().filter(|word| {
        let name = word.split_once(':').map(|(name, _)| name.to_ascii_lowercase());
        !name.is_some_and(|name| Narrow::NAMES.contains(&name.as_str()))
    });
    words.collect::<Vec<_>>().join(" ")
}

/// What has a name: children, questions, tags, teams and commands.
pub(super) fn named(
    ask: &SearchAsk,
    typed: &str,
    query: &Query,
    matcher: &Matcher,
    scope: &Scope,
    known: &Known,
) -> Vec<Found> {
    let mut found = Vec::new();
    // A narrowing alone shows the audits it leaves.
    let wanted = !query.is_empty() || scope.audits.is_some();
    if ask.only.is_none() && wanted && scope.wants(CHILD) {
        found.extend(children(typed, query, matcher, scope, known));
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
