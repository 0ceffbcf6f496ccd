//! What is filled in for a draw. It is kept as a draft, so that nothing of it is lost before it is allocated.

use crate::model::audit::Method;
use crate::model::case::CaseKind;
use crate::model::draw::{Auditor, Draw, Exemption, Numbers, Settings, Stratum, Swap};
use crate::model::people::Person;
use crate::ui::views::Views;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How the number to draw is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Mode {
    /// A total, spread over the groups.
    #[default]
    Spread,
    /// The same of each.
    Each,
    /// A number for each.
    Typed,
    /// A total, whoever comes first.
    Total,
}

/// What is said of someone who may audit.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Auditing {
    /// Cases are given to them.
    pub on: bool,
    /// Their own team, or several with commas between.
    pub team: String,
    /// The most they take.
    pub most: Option<usize>,
}

/// Everything that is filled in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Form {
    pub list: Option<i64>,
    /// The rules; numbers, months, reserves and auditors are said below.
    pub settings: Settings,
    pub mode: Mode,
    pub total: Option<usize>,
    pub each: Option<usize>,
    pub one_each: bool,
    pub typed: Vec<(Stratum, Option<usize>)>,
    pub lately: bool,
    pub months: Option<usize>,
    pub reserve: Option<usize>,
    pub people: BTreeMap<i64, Auditing>,
    /// The exemption that is being written.
    pub exempt: Exemption,
    /// What was drawn and is not allocated yet.
    pub drawn: Option<Draw>,
    /// Seeds that were drawn with, in order.
    pub seeds: Vec<String>,
    /// Swaps of the draw that was left to change its rules.
    pub swaps: Vec<Swap>,
    pub name: String,
    pub framework: Option<i64>,
    pub method: Method,
    pub theme: String,
    pub due: Option<Date>,
    pub kind: Option<CaseKind>,
}

impl Default for Form {
    fn default() -> Self {
        let settings = Settings::default();
        Self {
            list: None,
            mode: Mode::Spread,
            total: Some(10),
            each: Some(1),
            one_each: true,
            typed: Vec::new(),
            lately: true,
            months: Some(settings.months as usize),
            reserve: Some(settings.reserve),
            settings,
            people: BTreeMap::new(),
            exempt: Exemption::default(),
            drawn: None,
            seeds: Vec::new(),
            swaps: Vec::new(),
            name: String::new(),
            framework: None,
            method: Method::File,
            theme: String::new(),
            due: None,
            kind: None,
        }
    }
}

/// The teams of a field that may name several.
fn teams(text: &str) -> Vec<String> {
    text.split(',')
        .map(str::trim)
        .filter(|team| !team.is_empty())
        .map(str::to_owned)
        .collect()
}

impl Form {
    /// What is said of a person. Whose team is known was given cases before, and is chosen until that is said otherwise.
    pub(super) fn auditing(&self, person: &Person) -> Auditing {
        self.people.get(&person.id).cloned().unwrap_or_else(|| Auditing {
            on: !person.team.trim().is_empty(),
            team: person.team.clone(),
            most: None,
        })
    }

    /// Everything a draw is made by.
    pub(super) fn settings(&self, views: &Views) -> Settings {
        let numbers = match self.mode {
            Mode::Spread => Numbers::Spread {
                total: self.total.unwrap_or(0),
                one_each: self.one_each,
            },
            Mode::Each => Numbers::Each(self.each.unwrap_or(0)),
            Mode::Total => Numbers::Total(self.total.unwrap_or(0)),
            Mode::Typed => Numbers::Typed(
                self.typed
                    .iter()
                    .filter_map(|(stratum, number)| Some((stratum.clone(), (*number)?)))
                    .filter(|(stratum, _)| stratum.0.len() == self.settings.by.len())
                    .collect(),
            ),
        };
        let months = self.months.filter(|_| self.lately).unwrap_or(0);
        let auditors = views.workbook.people.iter().filter_map(|person| {
            let said = self.auditing(person);
            said.on.then(|| Auditor {
                id: person.id,
                name: person.name.clone(),
                teams: teams(&said.team),
                most: said.most,
            })
        });
        Settings {
            numbers,
            months: u32::try_from(months).unwrap_or(u32::MAX),
            reserve: self.reserve.unwrap_or(0),
            auditors: auditors.collect(),
            ..self.settings.clone()
        }
    }

    /// The number that is typed for a stratum.
    pub(super) fn number(&mut self, stratum: &Stratum) -> &mut Option<usize> {
        let at = self.typed.iter().position(|(known, _)| known == stratum);
        let at = at.unwrap_or_else(|| {
            self.typed.push((stratum.clone(), None));
            self.typed.len() - 1
        });
        match self.typed.get_mut(at) {
            Some((_, number)) => number,
            // There is one at that place; the total stands in for what cannot be.
            None => &mut self.total,
        }
    }

    /// The rules of a draw that was made, for another from the newest list.
    pub(super) fn like(draw: &Draw, list: Option<i64>) -> Self {
        let settings = Settings {
            seed: String::new(),
            seed_typed: false,
            exemptions: Vec::new(),
            auditors: Vec::new(),
            take_all: false,
            ..draw.settings.clone()
        };
        let mut form = Self {
            list,
            lately: settings.months > 0,
            months: Some(settings.months)
                .filter(|months| *months > 0)
                .map(|n| n as usize)
                .or(Some(12)),
            reserve: Some(settings.reserve),
            people: draw
                .settings
                .auditors
                .iter()
                .map(|auditor| {
                    let said = Auditing {
                        on: true,
                        team: auditor.teams.join(", "),
                        most: auditor.most,
                    };
                    (auditor.id, said)
                })
                .collect(),
            ..Self::default()
        };
        match &settings.numbers {
            Numbers::Spread { total, one_each } => {
                (form.mode, form.total, form.one_each) = (Mode::Spread, Some(*total), *one_each);
            }
            Numbers::Each(each) => (form.mode, form.each) = (Mode::Each, Some(*each)),
            Numbers::Total(total) => (form.mode, form.total) = (Mode::Total, Some(*total)),
            Numbers::Typed(typed) => {
                form.mode = Mode::Typed;
                form.typed = typed.iter().map(|(s, n)| (s.clone(), Some(*n))).collect();
            }
        }
        form.settings = settings;
        form
    }

    /// A draw came: the seeds that were shown before it go with it.
    pub(super) fn take(&mut self, mut draw: Draw) {
        let seed = draw.settings.seed.clone();
        draw.tried = self.seeds.iter().filter(|tried| **tried != seed).cloned().collect();
        if !self.seeds.contains(&seed) {
            self.seeds.push(seed);
        }
        self.drawn = Some(draw);
    }

    /// After it was allocated: the rules stay for the next draw.
    pub(super) fn next(&mut self) {
        (self.drawn, self.seeds, self.swaps) = (None, Vec::new(), Vec::new());
        (self.settings.seed, self.settings.seed_typed, self.settings.take_all) = (String::new(), false, false);
        (self.settings.exemptions, self.exempt) = (Vec::new(), Exemption::default());
        (self.name, self.due) = (String::new(), None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::draw::Dimension;

    #[test]
    fn rules_of_a_draw_are_those_of_the_next() {
        let draw = Draw {
            settings: Settings {
                by: vec![Dimension::Team],
                numbers: Numbers::Typed(vec![(Stratum(vec!["North".to_owned()]), 3)]),
                months: 0,
                seed: "7".to_owned(),
                take_all: true,
                auditors: vec![Auditor {
                    id: 4,
                    name: "Ann".to_owned(),
                    teams: vec!["North".to_owned(), "East".to_owned()],
                    most: Some(2),
                }],
                ..Settings::default()
            },
            ..Draw::default()
        };
        let mut form = Form::like(&draw, Some(9));
        assert_eq!(
            (form.list, form.mode, form.lately, form.months),
            (Some(9), Mode::Typed, false, Some(12))
        );
        assert_eq!(*form.number(&Stratum(vec!["North".to_owned()])), Some(3));
        assert!(form.settings.seed.is_empty() && !form.settings.take_all);
        assert_eq!(form.people[&4].team, "North, East");
        assert_eq!(teams(&form.people[&4].team), ["North", "East"]);
        // It survives being kept as a draft.
        let words = serde_json::to_string(&form).unwrap();
        assert_eq!(serde_json::from_str::<Form>(&words).unwrap(), form);
    }

    #[test]
    fn seeds_that_were_shown_go_with_the_draw() {
        let mut form = Form::default();
        for seed in ["1", "2", "1"] {
            let mut draw = Draw::default();
            seed.clone_into(&mut draw.settings.seed);
            form.take(draw);
        }
        assert_eq!(
            form.drawn.as_ref().map(|draw| draw.tried.clone()),
            Some(vec!["2".to_owned()])
        );
        form.next();
        assert!(form.drawn.is_none() && form.seeds.is_empty());
    }
}
