//! Giving the drawn cases to the auditors: evenly, never to their own team, never above what one takes.
//!
//! Cases are given one by one in the order drawn. Each goes to the auditor with the fewest who can take it, or whom a
//! chain of changes can free for it (Harvey and others, *Semi-matchings for bipartite graphs*, 2003): no other way
//! gives more of the cases or gives them more evenly. Of equals, the seed decides who comes first, so that no name is
//! favoured from draw to draw.

use super::order::digest;
use super::strata::{alike, fold};
use super::{Auditor, Draw, Picked};
use std::collections::BTreeMap;

/// Why a drawn case was given to nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotGiven {
    /// No auditor was chosen.
    NoAuditors,
    /// Every auditor is of its own team.
    OwnTeam,
    /// Whoever may audit it has as many as they take.
    Full,
}

impl NotGiven {
    /// The reason in words, with what to do.
    pub fn words(self) -> &'static str {
        match self {
            Self::NoAuditors => "No auditor is chosen",
            Self::OwnTeam => "Every auditor is of its own team. Add one from another team",
            Self::Full => "Everyone who may audit it has as many as they take. Add an auditor or raise a limit",
        }
    }
}

fn may(auditor: &Auditor, team: &str, not_own_team: bool) -> bool {
    !(not_own_team && auditor.teams.iter().any(|own| alike(own, team)))
}

/// The auditors in the order the seed gives them.
fn in_order(draw: &Draw) -> Vec<&Auditor> {
    let mut auditors: Vec<&Auditor> = draw.settings.auditors.iter().collect();
    auditors.sort_by_cached_key(|auditor| (digest(&draw.settings.seed, auditor.name.trim()), auditor.id));
    auditors.dedup_by_key(|auditor| auditor.id);
    auditors
}

/// Cases by team and auditor while they are given out.
struct Board {
    /// Whether an auditor may take a team's cases.
    may: Vec<Vec<bool>>,
    /// How many of a team's cases an auditor has.
    has: Vec<Vec<usize>>,
    /// How many an auditor has.
    load: Vec<usize>,
    /// How many an auditor takes.
    most: Vec<usize>,
}

impl Board {
    fn may(&self, team: usize, auditor: usize) -> bool {
        self.may
            .get(team)
            .and_then(|row| row.get(auditor))
            .copied()
            .unwrap_or(false)
    }

    fn has(&self, team: usize, auditor: usize) -> usize {
        self.has
            .get(team)
            .and_then(|row| row.get(auditor))
            .copied()
            .unwrap_or(0)
    }

    fn cell(&mut self, team: usize, auditor: usize) -> Option<&mut usize> {
        self.has.get_mut(team)?.get_mut(auditor)
    }

    fn room(&self, auditor: usize) -> Option<usize> {
        let load = *self.load.get(auditor)?;
        (load < *self.most.get(auditor)?).then_some(load)
    }

    /// Finds room for one more case of `team`; false when there is none.
    fn add(&mut self, team: usize) -> bool {
        let auditors = self.load.len();
        // How each auditor was reached: by moving a case of a team away from another.
        let mut reached: Vec<Option<Option<(usize, usize)>>> = vec![None; auditors];
        let mut queue: Vec<usize> = Vec::new();
        for (auditor, how) in reached.iter_mut().enumerate() {
            if self.may(team, auditor) {
                *how = Some(None);
                queue.push(auditor);
            }
        }
        let mut next = 0;
        while let Some(from) = queue.get(next).copied() {
            next += 1;
            for moved in 0..self.has.len() {
                if self.has(moved, from) == 0 {
                    continue;
                }
                for (auditor, how) in reached.iter_mut().enumerate() {
                    if how.is_none() && self.may(moved, auditor) {
                        *how = Some(Some((from, moved)));
                        queue.push(auditor);
                    }
                }
            }
        }
        // The first found of the least loaded, so that nothing is moved without need.
        let Some((_, mut at)) = queue
            .iter()
            .filter_map(|auditor| Some((self.room(*auditor)?, *auditor)))
            .reduce(|best, other| if other.0 < best.0 { other } else { best })
        else {
            return false;
        };
        if let Some(load) = self.load.get_mut(at) {
            *load += 1;
        }
        while let Some(Some(Some((from, moved)))) = reached.get(at).copied() {
            if let Some(cell) = self.cell(moved, at) {
                *cell += 1;
            }
            if let Some(cell) = self.cell(moved, from) {
                *cell = cell.saturating_sub(1);
            }
            at = from;
        }
        if let Some(cell) = self.cell(team, at) {
            *cell += 1;
        }
        true
    }
}

/// Gives every drawn case to an auditor, as far as that can be done.
pub(super) fn assign(draw: &mut Draw) {
    let auditors = in_order(draw);
    let mut teams: BTreeMap<String, usize> = BTreeMap::new();
    for picked in &draw.picked {
        let next = teams.len();
        teams.entry(fold(&picked.team)).or_insert(next);
    }
    let mut may_take = vec![Vec::new(); teams.len()];
    for (team, at) in &teams {
        if let Some(row) = may_take.get_mut(*at) {
            *row = auditors
                .iter()
                .map(|a| may(a, team, draw.settings.not_own_team))
                .collect();
        }
    }
    let mut board = Board {
        may: may_take,
        has: vec![vec![0; auditors.len()]; teams.len()],
        load: vec![0; auditors.len()],
        most: auditors.iter().map(|a| a.most.unwrap_or(usize::MAX)).collect(),
    };
    let ids: Vec<i64> = auditors.iter().map(|auditor| auditor.id).collect();
    let team_of = |picked: &Picked| teams.get(&fold(&picked.team)).copied().unwrap_or(0);
    let given: Vec<bool> = draw.picked.iter().map(|picked| board.add(team_of(picked))).collect();
    for (picked, given) in draw.picked.iter_mut().zip(given) {
        let team = team_of(picked);
        let next = (0..ids.len()).rev().max_by_key(|auditor| board.has(team, *auditor));
        picked.auditor = match next {
            Some(auditor) if given => {
                if let Some(cell) = board.cell(team, auditor) {
                    *cell = cell.saturating_sub(1);
                }
                ids.get(auditor).copied()
            }
            _ => None,
        };
    }
}

impl Draw {
    /// Who could take one more case of `team`: whoever has the fewest, the seed deciding between equals.
    pub(super) fn free_auditor(&self, team: &str) -> Option<i64> {
        in_order(self)
            .into_iter()
            .filter(|auditor| may(auditor, team, self.settings.not_own_team))
            .map(|auditor| (self.load(auditor.id), auditor))
            .filter(|(load, auditor)| auditor.most.is_none_or(|most| *load < most))
            .min_by_key(|(load, _)| *load)
            .map(|(_, auditor)| auditor.id)
    }

    /// Whether an auditor may audit a case of `team`.
    pub(super) fn may_audit(&self, auditor: i64, team: &str) -> bool {
        self.settings
            .auditors
            .iter()
            .any(|a| a.id == auditor && may(a, team, self.settings.not_own_team))
    }

    /// How many cases an auditor was given.
    pub fn load(&self, auditor: i64) -> usize {
        self.picked
            .iter()
            .filter(|picked| picked.auditor == Some(auditor))
            .count()
    }

    /// The drawn cases that nobody was given, and why.
    pub fn not_given(&self) -> Vec<(&Picked, NotGiven)> {
        let why = |picked: &Picked| {
            let auditors = &self.settings.auditors;
            if auditors.is_empty() {
                NotGiven::NoAuditors
            } else if auditors
                .iter()
                .any(|a| may(a, &picked.team, self.settings.not_own_team))
            {
                NotGiven::Full
            } else {
                NotGiven::OwnTeam
            }
        };
        self.picked
            .iter()
            .filter(|picked| picked.auditor.is_none())
            .map(|picked| (picked, why(picked)))
            .collect()
    }
}
