//! Making a draw, and showing beforehand how it would come out.

use super::assign::{NotGiven, assign};
use super::order::{digest, fingerprint, plain_seed};
use super::rules::{Rule, past};
use super::spread::spread;
use super::strata::{Strata, Stratum, distinct};
use super::{Candidate, Counts, Draw, Exemption, History, Numbers, Picked, Settings};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// The version of the method.
const METHOD: u32 = 1;

/// What keeps a draw from being made, or what should be known before it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// There is no seed.
    NoSeed,
    /// Nobody is on the list.
    NobodyListed,
    /// No number is above nothing.
    NothingAsked,
    /// An exemption does not say why, or who agreed.
    Unexplained(String),
    /// There are fewer than asked for, in these strata: name, asked, available.
    Short(Vec<(String, usize, usize)>),
    /// An exempt child is not on the list.
    NotListed(String),
    /// There are more strata than children to draw, so not every one can get one: strata, total.
    TooFewForEach(usize, usize),
    /// So many drawn children have no team on the list, so nobody can be told to be of their own team.
    NoTeam(usize),
    /// An auditor has no team of their own, so they can be given any case.
    AuditorWithoutTeam(String),
    /// So many drawn cases can be given to nobody, for this reason.
    NotGiven(usize, NotGiven),
}

impl Problem {
    /// Whether nothing is drawn because of it.
    pub fn stops(&self) -> bool {
        matches!(
            self,
            Self::NoSeed | Self::NobodyListed | Self::NothingAsked | Self::Unexplained(_) | Self::Short(_)
        )
    }

    /// The problem in words, with what to do.
    pub fn words(&self) -> String {
        match self {
            Self::NoSeed => "There is no seed. Type one, or have one made".to_owned(),
            Self::NobodyListed => "Nobody is on the list. Import a list first".to_owned(),
            Self::NothingAsked => "Nothing is asked for. Say how many to draw".to_owned(),
            Self::Unexplained(reference) => {
                format!("The exemption of {reference} needs a reason and who agreed to it")
            }
            Self::Short(strata) => {
                let each: Vec<String> = strata
                    .iter()
                    .map(|(name, asked, there)| match there {
                        0 => format!("{name}: {asked} asked for, none can be drawn"),
                        _ => format!("{name}: {asked} asked for, {there} can be drawn"),
                    })
                    .collect();
                format!("There are fewer than asked for. {}", each.join("; "))
            }
            Self::NotListed(reference) => format!("{reference} is exempt, and not on this list"),
            Self::TooFewForEach(strata, total) => {
                format!("{total} cannot give one to each of {strata} groups; the largest get one")
            }
            Self::NoTeam(1) => {
                "1 drawn case has no team on the list, so it cannot be kept from its own team".to_owned()
            }
            Self::NoTeam(n) => {
                format!("{n} drawn cases have no team on the list, so they cannot be kept from their own teams")
            }
            Self::AuditorWithoutTeam(name) => format!("{name} has no team of their own here, so can be given any case"),
            Self::NotGiven(1, why) => format!("1 drawn case can be given to nobody. {}", why.words()),
            Self::NotGiven(n, why) => format!("{n} drawn cases can be given to nobody. {}", why.words()),
        }
    }
}

/// Why nothing was drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused(pub Vec<Problem>);

/// How a draw would come out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// Every stratum.
    pub counts: Vec<Counts>,
    /// What stops it or should be known.
    pub problems: Vec<Problem>,
}

/// The draw made, whatever is wrong with it, and what is wrong.
pub(super) struct Made {
    pub draw: Draw,
    pub problems: Vec<Problem>,
}

/// Shows how a draw would come out. Children are not named, so that nobody chooses a seed by whom it draws.
pub fn preview(candidates: &[Candidate], history: &History, settings: &Settings, on: Date) -> Preview {
    let made = make(candidates, settings, on, |reference| {
        past(history, settings, on, reference)
    });
    Preview {
        counts: made.draw.counts,
        problems: made.problems,
    }
}

/// Makes a draw. Nothing is drawn when there are fewer than asked for, unless the settings say to take all.
pub fn draw(candidates: &[Candidate], history: &History, settings: &Settings, on: Date) -> Result<Draw, Refused> {
    let made = make(candidates, settings, on, |reference| {
        past(history, settings, on, reference)
    });
    let stops = |problem: &Problem| match problem {
        Problem::Short(_) => !settings.take_all,
        other => other.stops(),
    };
    let stopped: Vec<Problem> = made.problems.into_iter().filter(stops).collect();
    let nobody = made.draw.picked.is_empty();
    match (stopped.is_empty(), nobody) {
        (true, false) => Ok(made.draw),
        (true, true) => Err(Refused(vec![short(&made.draw.counts, settings)])),
        (false, _) => Err(Refused(stopped)),
    }
}

/// A child on the list, ready to be drawn or left out.
struct Child<'a> {
    candidate: &'a Candidate,
    stratum: usize,
    rule: Option<Rule>,
}

/// Makes the draw; `past` is the rule about earlier audits that leaves a reference out.
pub(super) fn make(
    candidates: &[Candidate],
    settings: &Settings,
    on: Date,
    past: impl Fn(&str) -> Option<Rule>,
) -> Made {
    let by = distinct(&settings.by);
    let mut sorted: Vec<&Candidate> = candidates.iter().collect();
    sorted.sort_by(|a, b| a.reference.trim().cmp(b.reference.trim()).then_with(|| a.cmp(b)));
    let strata = Strata::of(&sorted, &by);
    let exempt: BTreeSet<&str> = settings.exemptions.iter().map(|e| e.reference.trim()).collect();
    let mut children: Vec<Child<'_>> = Vec::with_capacity(sorted.len());
    let mut before = None;
    for (candidate, stratum) in sorted.iter().copied().zip(&strata.of) {
        let reference = candidate.reference.trim();
        let rule = if reference.is_empty() {
            Some(Rule::NoReference)
        } else if before == Some(reference) {
            Some(Rule::Twice)
        } else if exempt.contains(reference) {
            Some(Rule::Exempt)
        } else {
            past(reference)
        };
        before = Some(reference);
        children.push(Child {
            candidate,
            stratum: *stratum,
            rule,
        });
    }
    let mut counts: Vec<Counts> = strata
        .all
        .iter()
        .map(|stratum| Counts {
            stratum: stratum.clone(),
            ..Counts::default()
        })
        .collect();
    for child in &children {
        if let Some(count) = counts.get_mut(child.stratum) {
            count.listed += 1;
            match child.rule {
                Some(rule) => leave_out(count, rule),
                None => count.available += 1,
            }
        }
    }
    let mut problems = problems_before(candidates, settings, &sorted);
    let most = ask(&mut counts, settings, &mut problems);
    let (picked, reserve) = walk(&children, &mut counts, settings, most);
    if let Numbers::Total(total) = settings.numbers {
        ask_all(&mut counts, total);
    }
    let mut draw = Draw {
        method: METHOD,
        settings: Settings { by, ..settings.clone() },
        on: Some(on),
        list: fingerprint(candidates),
        picked,
        reserve,
        excluded: by_past(&children),
        counts,
        swaps: Vec::new(),
        tried: Vec::new(),
    };
    assign(&mut draw);
    if draw.counts.iter().any(|count| count.short() > 0) && !candidates.is_empty() {
        problems.push(short(&draw.counts, &draw.settings));
    }
    problems_after(&draw, &mut problems);
    Made { draw, problems }
}

/// Who was left out by earlier audits, by rule.
fn by_past(children: &[Child<'_>]) -> BTreeMap<Rule, Vec<String>> {
    let mut excluded: BTreeMap<Rule, Vec<String>> = BTreeMap::new();
    for child in children {
        if let Some(rule @ (Rule::AuditedLately | Rule::BeingAudited)) = child.rule {
            let reference = child.candidate.reference.trim().to_owned();
            excluded.entry(rule).or_default().push(reference);
        }
    }
    excluded
}

fn leave_out(count: &mut Counts, rule: Rule) {
    match count.excluded.binary_search_by_key(&rule, |(rule, _)| *rule) {
        Ok(at) => {
            if let Some((_, n)) = count.excluded.get_mut(at) {
                *n += 1;
            }
        }
        Err(at) => count.excluded.insert(at, (rule, 1)),
    }
}

/// Writes how many of each stratum are asked for; gives the most that are drawn in all.
fn ask(counts: &mut Vec<Counts>, settings: &Settings, problems: &mut Vec<Problem>) -> usize {
    match &settings.numbers {
        Numbers::Typed(typed) => {
            let mut places: BTreeMap<Vec<String>, usize> = BTreeMap::new();
            for (at, count) in counts.iter().enumerate() {
                places.insert(count.stratum.folded(), at);
            }
            for (stratum, number) in typed {
                let at = *places.entry(stratum.folded()).or_insert_with(|| {
                    counts.push(Counts {
                        stratum: stratum.clone(),
                        ..Counts::default()
                    });
                    counts.len() - 1
                });
                if let Some(count) = counts.get_mut(at) {
                    count.asked = *number;
                }
            }
            counts.retain(|count| count.listed > 0 || count.asked > 0);
        }
        Numbers::Each(number) => {
            for count in counts.iter_mut() {
                count.asked = *number;
            }
        }
        Numbers::Spread { total, one_each } => {
            let sizes: Vec<usize> = counts.iter().map(|count| count.available).collect();
            let groups = sizes.iter().filter(|size| **size > 0).count();
            if *one_each && *total > 0 && *total < groups {
                problems.push(Problem::TooFewForEach(groups, *total));
            }
            for (count, asked) in counts.iter_mut().zip(spread(&sizes, *total, *one_each)) {
                count.asked = asked;
            }
            // With nobody to draw there are no shares; the first stratum then says what is missing.
            if groups == 0
                && let Some(first) = counts.first_mut()
            {
                first.asked = *total;
            }
        }
        Numbers::Total(total) => {
            for count in counts.iter_mut() {
                count.asked = count.available;
            }
            if *total == 0 {
                problems.push(Problem::NothingAsked);
            }
            return *total;
        }
    }
    if !counts.is_empty() && counts.iter().all(|count| count.asked == 0) {
        problems.push(Problem::NothingAsked);
    }
    usize::MAX
}

/// Where only the total was asked for, a stratum was asked for what it gave; what is missing stands at the first.
fn ask_all(counts: &mut [Counts], total: usize) {
    let drawn: usize = counts.iter().map(|count| count.drawn).sum();
    for count in counts.iter_mut() {
        count.asked = count.drawn;
    }
    if let Some(first) = counts.first_mut() {
        first.asked = first.asked.saturating_add(total.saturating_sub(drawn));
    }
}

/// Goes through the children in the order of the seed: who is drawn, then who stands in reserve.
fn walk(children: &[Child<'_>], counts: &mut [Counts], settings: &Settings, most: usize) -> (Vec<Picked>, Vec<Picked>) {
    let seed = plain_seed(&settings.seed);
    let mut order: Vec<([u8; 32], &Child<'_>)> = children
        .iter()
        .filter(|child| child.rule.is_none())
        .map(|child| (digest(&seed, child.candidate.reference.trim()), child))
        .collect();
    // The sort is stable and the children are in the order of their references.
    order.sort_by_key(|(digest, _)| *digest);
    let mut families: BTreeSet<String> = BTreeSet::new();
    let mut free = |child: &Child<'_>, take: bool| {
        let family = super::strata::fold(&child.candidate.siblings);
        if !settings.one_of_siblings || family.is_empty() {
            return true;
        }
        let free = !families.contains(&family);
        if take {
            families.insert(family);
        }
        free
    };
    let mut picked = Vec::new();
    let mut waiting = Vec::new();
    for (_, child) in order {
        let Some(count) = counts.get_mut(child.stratum) else {
            continue;
        };
        if picked.len() < most && count.drawn < count.asked && free(child, false) {
            free(child, true);
            count.drawn += 1;
            picked.push(kept(child, &count.stratum));
        } else {
            waiting.push(child);
        }
    }
    for child in &waiting {
        if !free(child, false)
            && let Some(count) = counts.get_mut(child.stratum)
        {
            count.available -= 1;
            leave_out(count, Rule::SiblingDrawn);
        }
    }
    let mut reserve = Vec::new();
    for child in waiting {
        let Some(count) = counts.get_mut(child.stratum) else {
            continue;
        };
        if count.reserve < settings.reserve && free(child, false) {
            free(child, true);
            count.reserve += 1;
            reserve.push(kept(child, &count.stratum));
        }
    }
    (picked, reserve)
}

fn kept(child: &Child<'_>, stratum: &Stratum) -> Picked {
    Picked {
        reference: child.candidate.reference.trim().to_owned(),
        stratum: stratum.clone(),
        kind: child.candidate.kind,
        team: child.candidate.team.trim().to_owned(),
        auditor: None,
    }
}

fn problems_before(candidates: &[Candidate], settings: &Settings, sorted: &[&Candidate]) -> Vec<Problem> {
    let mut problems = Vec::new();
    if plain_seed(&settings.seed).is_empty() {
        problems.push(Problem::NoSeed);
    }
    if candidates.is_empty() {
        problems.push(Problem::NobodyListed);
    }
    for Exemption {
        reference,
        reason,
        agreed_by,
    } in &settings.exemptions
    {
        let reference = reference.trim();
        if reason.trim().is_empty() || agreed_by.trim().is_empty() {
            problems.push(Problem::Unexplained(reference.to_owned()));
        }
        let listed = sorted
            .binary_search_by(|child| child.reference.trim().cmp(reference))
            .is_ok();
        if !listed {
            problems.push(Problem::NotListed(reference.to_owned()));
        }
    }
    problems
}

fn short(counts: &[Counts], settings: &Settings) -> Problem {
    if let Numbers::Total(total) = settings.numbers {
        let available = counts.iter().map(|count| count.available).sum();
        return Problem::Short(vec![("Everyone".to_owned(), total, available)]);
    }
    let by = distinct(&settings.by);
    let strata = counts
        .iter()
        .filter(|count| count.short() > 0)
        .map(|count| (count.stratum.name(&by), count.asked, count.available))
        .collect();
    Problem::Short(strata)
}

fn problems_after(draw: &Draw, problems: &mut Vec<Problem>) {
    let not_given = draw.not_given();
    for why in [NotGiven::NoAuditors, NotGiven::OwnTeam, NotGiven::Full] {
        let cases = not_given.iter().filter(|(_, reason)| *reason == why).count();
        if cases > 0 {
            problems.push(Problem::NotGiven(cases, why));
        }
    }
    if !draw.settings.not_own_team {
        return;
    }
    let without = draw.picked.iter().filter(|picked| picked.team.is_empty()).count();
    if without > 0 && !draw.settings.auditors.is_empty() {
        problems.push(Problem::NoTeam(without));
    }
    for auditor in &draw.settings.auditors {
        if auditor.teams.iter().all(|team| team.trim().is_empty()) {
            problems.push(Problem::AuditorWithoutTeam(auditor.name.clone()));
        }
    }
}
