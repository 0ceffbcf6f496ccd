//! Frameworks as TOML: read, and checked with every fault by file, line and column.
//!
//! The format is described in `assets/frameworks/README.md`.

use super::case::{CaseKind, Kinds, Overlay, Overlays};
use super::framework::{Criterion, Framework, FrameworkKind, Grade, Graded, Group, Judgement, Limit, Scale, Topic};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;
use toml::Spanned;

/// One fault in a framework file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Name of the file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong and what was expected.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.file, self.line, self.column, self.message)
    }
}

/// What a framework file may refer to.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// The one list of topics.
    pub topics: &'a [Topic],
    /// Text of a file of shared criteria, by name.
    pub shared: &'a dyn Fn(&str) -> Option<&'a str>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFramework {
    id: Spanned<String>,
    title: String,
    full_title: String,
    kind: FrameworkKind,
    publisher: String,
    in_force_from: Spanned<toml::value::Datetime>,
    in_force_to: Option<Spanned<toml::value::Datetime>>,
    source: String,
    licence: String,
    attribution: String,
    #[serde(default)]
    unverified: Vec<String>,
    criteria_from: Option<Spanned<String>>,
    judgement_scale: Spanned<String>,
    answer_scale: Spanned<String>,
    overall: Option<RawOverall>,
    #[serde(default)]
    scale: Vec<RawScale>,
    #[serde(default)]
    judgement: Vec<RawJudgement>,
    #[serde(default)]
    limit: Vec<RawLimit>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawOverall {
    name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawScale {
    id: Spanned<String>,
    #[serde(default)]
    grade: Vec<RawGrade>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawGrade {
    id: Spanned<String>,
    name: String,
    short: String,
    #[serde(default)]
    also: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawJudgement {
    id: Spanned<String>,
    name: String,
    #[serde(default)]
    also: Vec<String>,
    short: String,
    section: Spanned<u32>,
    graded: Graded,
    #[serde(default)]
    grade_lines: BTreeMap<Spanned<String>, String>,
    #[serde(default)]
    group: Vec<RawGroup>,
    #[serde(default)]
    criterion: Vec<RawCriterion>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawGroup {
    title: String,
    #[serde(default)]
    unverified: bool,
    criteria: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCriterion {
    id: Spanned<String>,
    question: Spanned<String>,
    good: String,
    worry: String,
    topic: Spanned<String>,
    #[serde(default)]
    kinds: Vec<Spanned<String>>,
    #[serde(default)]
    core: Vec<Spanned<String>>,
    #[serde(default)]
    overlays: Vec<Spanned<String>>,
    #[serde(default)]
    unverified: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLimit {
    when: Vec<Spanned<String>>,
    is: Spanned<String>,
    then: Spanned<String>,
    at_most: Spanned<String>,
    basis: String,
    #[serde(default)]
    unverified: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCriteria {
    criterion: Vec<RawCriterion>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTopics {
    topic: Vec<Topic>,
}

/// Gathers the faults of one file.
struct Checker<'a> {
    file: &'a str,
    text: &'a str,
    faults: Vec<Fault>,
}

impl Checker<'_> {
    fn fault(&mut self, span: Option<Range<usize>>, message: impl Into<String>) {
        let start = span.map_or(0, |span| span.start).min(self.text.len());
        let before = self.text.get(..start).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        self.faults.push(Fault {
            file: self.file.to_owned(),
            line,
            column,
            message: message.into(),
        });
    }

    fn parse<T: serde::de::DeserializeOwned>(&mut self) -> Option<T> {
        match toml::from_str(self.text) {
            Ok(value) => Some(value),
            Err(error) => {
                self.fault(error.span(), error.message().trim().to_owned());
                None
            }
        }
    }

    fn date(&mut self, value: &Spanned<toml::value::Datetime>) -> jiff::civil::Date {
        match value.get_ref().to_string().parse() {
            Ok(date) if value.get_ref().time.is_none() => date,
            _ => {
                self.fault(Some(value.span()), "a date was expected, such as 2026-04-01");
                jiff::civil::Date::default()
            }
        }
    }

    /// A key that must be new in `seen`, of lower-case letters, digits, dots, hyphens and underscores.
    fn key(&mut self, value: &Spanned<String>, seen: &mut BTreeSet<String>, what: &str) {
        let text = value.get_ref();
        if text.is_empty()
            || !text
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
        {
            let message = format!("the id of a {what} is made of letters, digits, dots, hyphens and underscores");
            self.fault(Some(value.span()), message);
        }
        if !seen.insert(text.clone()) {
            self.fault(
                Some(value.span()),
                format!("the {what} “{text}” stands twice; an id stands once"),
            );
        }
    }

    fn one_of<'k>(&mut self, value: &Spanned<String>, known: impl Iterator<Item = &'k str>, what: &str) {
        let known: Vec<&str> = known.collect();
        if !known.contains(&value.get_ref().as_str()) {
            let list = if known.len() <= 20 {
                format!(": {}", known.join(", "))
            } else {
                String::new()
            };
            let message = format!(
                "“{}” is not a {what} of this framework; expected one of its {what}s{list}",
                value.get_ref()
            );
            self.fault(Some(value.span()), message);
        }
    }

    fn kinds(&mut self, list: &[Spanned<String>]) -> Kinds {
        let mut set = Kinds::default();
        for word in list {
            let (take_away, key) = match word.get_ref().strip_prefix('-') {
                Some(key) => (true, key),
                None => (false, word.get_ref().as_str()),
            };
            set = match (key, CaseKind::from_key(key)) {
                ("all", _) if !take_away => Kinds::all(),
                (_, Some(kind)) if take_away => set.without(kind),
                (_, Some(kind)) => set.with(kind),
                _ => {
                    let known = CaseKind::ALL
                        .iter()
                        .map(|kind| kind.key())
                        .collect::<Vec<_>>()
                        .join(", ");
                    self.fault(
                        Some(word.span()),
                        format!("“{key}” is not a kind of case; expected all or one of {known}"),
                    );
                    set
                }
            };
        }
        set
    }

    fn overlays(&mut self, list: &[Spanned<String>]) -> Overlays {
        let mut set = Overlays::default();
        for word in list {
            if let Some(overlay) = Overlay::from_key(word.get_ref()) {
                set = set.with(overlay);
            } else {
                let known = Overlay::ALL
                    .iter()
                    .map(|overlay| overlay.key())
                    .collect::<Vec<_>>()
                    .join(", ");
                self.fault(
                    Some(word.span()),
                    format!("“{}” is not an overlay; expected one of {known}", word.get_ref()),
                );
            }
        }
        set
    }

    fn criterion(&mut self, raw: &RawCriterion, topics: &[Topic]) -> Criterion {
        if !raw.question.get_ref().trim_end().ends_with('?') {
            self.fault(
                Some(raw.question.span()),
                "a criterion is a question; expected a question mark at its end",
            );
        }
        if !topics.iter().any(|topic| topic.key == *raw.topic.get_ref()) {
            self.fault(
                Some(raw.topic.span()),
                format!(
                    "“{}” is not a topic; expected a key of topics.toml",
                    raw.topic.get_ref()
                ),
            );
        }
        let kinds = self.kinds(&raw.kinds);
        let core = self.kinds(&raw.core);
        if !core.within(kinds) {
            let span = raw.core.first().map(Spanned::span);
            self.fault(
                span,
                "a core question must be one that can be asked of that kind of case; expected core within kinds",
            );
        }
        Criterion {
            id: raw.id.get_ref().clone(),
            question: raw.question.get_ref().clone(),
            good: raw.good.clone(),
            worry: raw.worry.clone(),
            topic: raw.topic.get_ref().clone(),
            kinds,
            core,
            overlays: self.overlays(&raw.overlays),
            unverified: raw.unverified,
        }
    }

    fn scales(&mut self, raw: &RawFramework) -> Vec<Scale> {
        let mut ids = BTreeSet::new();
        let mut scales = Vec::new();
        for scale in &raw.scale {
            self.key(&scale.id, &mut ids, "scale");
            if scale.grade.len() < 2 {
                self.fault(Some(scale.id.span()), "a scale needs two grades or more, best first");
            }
            let mut grades = BTreeSet::new();
            for grade in &scale.grade {
                self.key(&grade.id, &mut grades, "grade");
                if [super::judged::NOT_APPLICABLE, super::judged::NOT_ENOUGH_EVIDENCE]
                    .contains(&grade.id.get_ref().as_str())
                {
                    self.fault(
                        Some(grade.id.span()),
                        "not applicable and not enough evidence are given by the program; expected another id",
                    );
                }
            }
            let grades = scale.grade.iter().map(|grade| Grade {
                id: grade.id.get_ref().clone(),
                name: grade.name.clone(),
                short: grade.short.clone(),
                also: grade.also.clone(),
            });
            scales.push(Scale {
                id: scale.id.get_ref().clone(),
                grades: grades.collect(),
            });
        }
        for named in [&raw.judgement_scale, &raw.answer_scale] {
            self.one_of(named, ids.iter().map(String::as_str), "scale");
        }
        scales
    }

    fn judgements(
        &mut self,
        raw: &RawFramework,
        shared: &BTreeMap<String, Criterion>,
        topics: &[Topic],
        grades: &[String],
    ) -> Vec<Judgement> {
        let (mut ids, mut sections, mut criteria_ids) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        let mut judgements = Vec::new();
        for judgement in &raw.judgement {
            self.key(&judgement.id, &mut ids, "judgement");
            if !sections.insert(*judgement.section.get_ref()) {
                self.fault(
                    Some(judgement.section.span()),
                    "two judgements have this place in the report; expected each place once",
                );
            }
            for grade in judgement.grade_lines.keys() {
                self.one_of(grade, grades.iter().map(String::as_str), "grade");
            }
            let mut groups = Vec::new();
            for group in &judgement.group {
                let mut criteria = Vec::new();
                for id in &group.criteria {
                    self.key(id, &mut criteria_ids, "criterion");
                    match shared.get(id.get_ref()) {
                        Some(criterion) => criteria.push(criterion.clone()),
                        None => self.fault(
                            Some(id.span()),
                            format!("“{}” is not in the file of shared criteria", id.get_ref()),
                        ),
                    }
                }
                groups.push(Group {
                    title: group.title.clone(),
                    unverified: group.unverified,
                    criteria,
                });
            }
            let mut own = Vec::new();
            for criterion in &judgement.criterion {
                self.key(&criterion.id, &mut criteria_ids, "criterion");
                own.push(self.criterion(criterion, topics));
            }
            if !own.is_empty() {
                groups.push(Group {
                    title: String::new(),
                    unverified: false,
                    criteria: own,
                });
            }
            if groups.iter().all(|group| group.criteria.is_empty()) {
                self.fault(Some(judgement.id.span()), "a judgement needs a criterion under it");
            }
            judgements.push(Judgement {
                id: judgement.id.get_ref().clone(),
                name: judgement.name.clone(),
                also: judgement.also.clone(),
                short: judgement.short.clone(),
                section: *judgement.section.get_ref(),
                graded: judgement.graded,
                grade_lines: judgement
                    .grade_lines
                    .iter()
                    .map(|(k, v)| (k.get_ref().clone(), v.clone()))
                    .collect(),
                groups,
            });
        }
        judgements
    }

    fn limits(&mut self, raw: &RawFramework, grades: &[String]) -> Vec<Limit> {
        let judgements: Vec<&str> = raw
            .judgement
            .iter()
            .map(|judgement| judgement.id.get_ref().as_str())
            .collect();
        let mut limits = Vec::new();
        for limit in &raw.limit {
            for judgement in &limit.when {
                self.one_of(judgement, judgements.iter().copied(), "judgement");
            }
            for grade in [&limit.is, &limit.at_most] {
                self.one_of(grade, grades.iter().map(String::as_str), "grade");
            }
            if limit.then.get_ref() == "overall" {
                if raw.overall.is_none() {
                    self.fault(
                        Some(limit.then.span()),
                        "this framework has no overall grade to limit; expected a judgement",
                    );
                }
            } else {
                self.one_of(&limit.then, judgements.iter().copied(), "judgement");
            }
            limits.push(Limit {
                when: limit.when.iter().map(|id| id.get_ref().clone()).collect(),
                is: limit.is.get_ref().clone(),
                then: limit.then.get_ref().clone(),
                at_most: limit.at_most.get_ref().clone(),
                basis: limit.basis.clone(),
                unverified: limit.unverified,
            });
        }
        limits
    }
}

/// Reads the list of topics.
pub fn topics(file: &str, text: &str) -> Result<Vec<Topic>, Vec<Fault>> {
    let mut checker = Checker {
        file,
        text,
        faults: Vec::new(),
    };
    let raw: Option<RawTopics> = checker.parse();
    raw.map(|raw| raw.topic).ok_or(checker.faults)
}

/// Reads a framework from the text of its file.
///
/// # Errors
/// Every fault of the file, by line and column, with what was expected.
pub fn parse(file: &str, text: &str, known: Known<'_>) -> Result<Framework, Vec<Fault>> {
    let mut check = Checker {
        file,
        text,
        faults: Vec::new(),
    };
    let Some(raw) = check.parse::<RawFramework>() else {
        return Err(check.faults);
    };
    check.key(&raw.id, &mut BTreeSet::new(), "framework");
    let from = check.date(&raw.in_force_from);
    let to = raw.in_force_to.as_ref().map(|to| (check.date(to), to.span()));
    if let Some((to, span)) = &to
        && *to < from
    {
        check.fault(Some(span.clone()), "the last day of use is before the first");
    }
    let mut shared = BTreeMap::new();
    if let Some(name) = &raw.criteria_from {
        match (known.shared)(name.get_ref()) {
            Some(text) => {
                let shared_file = format!("criteria/{}.toml", name.get_ref());
                let mut inner = Checker {
                    file: &shared_file,
                    text,
                    faults: Vec::new(),
                };
                let mut ids = BTreeSet::new();
                for criterion in inner
                    .parse::<RawCriteria>()
                    .map(|raw| raw.criterion)
                    .unwrap_or_default()
                {
                    inner.key(&criterion.id, &mut ids, "criterion");
                    let criterion = inner.criterion(&criterion, known.topics);
                    shared.insert(criterion.id.clone(), criterion);
                }
                check.faults.append(&mut inner.faults);
            }
            None => check.fault(
                Some(name.span()),
                format!("there is no file of shared criteria called “{}”", name.get_ref()),
            ),
        }
    }
    let scales = check.scales(&raw);
    let grades: Vec<String> = scales
        .iter()
        .find(|scale| scale.id == *raw.judgement_scale.get_ref())
        .map(|scale| scale.grades.iter().map(|grade| grade.id.clone()).collect())
        .unwrap_or_default();
    let judgements = check.judgements(&raw, &shared, known.topics, &grades);
    let limits = check.limits(&raw, &grades);
    if judgements.is_empty() {
        check.fault(Some(raw.id.span()), "a framework needs a judgement");
    }
    if !check.faults.is_empty() {
        check
            .faults
            .sort_by_key(|fault| (fault.file.clone(), fault.line, fault.column));
        return Err(check.faults);
    }
    Ok(Framework {
        id: raw.id.into_inner(),
        title: raw.title,
        full_title: raw.full_title,
        kind: raw.kind,
        publisher: raw.publisher,
        in_force_from: from,
        in_force_to: to.map(|(to, _)| to),
        source: raw.source,
        licence: raw.licence,
        attribution: raw.attribution,
        unverified: raw.unverified,
        scales,
        judgement_scale: raw.judgement_scale.into_inner(),
        answer_scale: raw.answer_scale.into_inner(),
        overall: raw.overall.map(|overall| overall.name),
        judgements,
        limits,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = r#"
id = "small"
title = "Small"
full_title = "Small"
kind = "case_audit"
publisher = "Us"
in_force_from = 2026-01-01
source = "here"
licence = "ours"
attribution = ""
judgement_scale = "four"
answer_scale = "four"
[[scale]]
id = "four"
[[scale.grade]]
id = "good"
name = "Good"
short = "Good"
[[scale.grade]]
id = "bad"
name = "Bad"
short = "Bad"
[[judgement]]
id = "one"
name = "One"
short = "One"
section = 1
graded = "required"
[[judgement.criterion]]
id = "1.1"
question = "Is it so?"
good = "It is."
worry = "It is not."
topic = "missing"
kinds = ["all", "-closed"]
core = ["child_in_need"]
"#;

    fn check(text: &str) -> Result<Framework, String> {
        let topics = [Topic {
            key: "missing".into(),
            name: "Missing".into(),
        }];
        parse(
            "small.toml",
            text,
            Known {
                topics: &topics,
                shared: &|_| None,
            },
        )
        .map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    }

    #[test]
    fn a_sound_file_reads() {
        let framework = check(SMALL).unwrap();
        let (_, criterion) = framework.criterion("1.1").unwrap();
        assert!(criterion.kinds.has(CaseKind::ChildInCare) && !criterion.kinds.has(CaseKind::Closed));
        assert!(framework.overall.is_none());
    }

    #[test]
    fn every_fault_is_named_by_line_and_column() {
        let text = SMALL
            .replace("topic = \"missing\"", "topic = \"nowhere\"")
            .replace("Is it so?", "It is so.")
            .replace("\"-closed\"", "\"-shut\"")
            .replace("answer_scale = \"four\"", "answer_scale = \"five\"");
        let faults = check(&text).unwrap_err();
        insta::assert_snapshot!(faults, @r#"
        small.toml:12:16: “five” is not a scale of this framework; expected one of its scales: four
        small.toml:31:12: a criterion is a question; expected a question mark at its end
        small.toml:34:9: “nowhere” is not a topic; expected a key of topics.toml
        small.toml:35:17: “shut” is not a kind of case; expected all or one of front_door, early_help, family_help, assessment, child_in_need, child_protection, pre_proceedings, child_in_care, care_leaver, private_fostering, adoption, closed, youth_justice
        "#);
    }

    #[test]
    fn a_syntax_fault_is_named_by_line_and_column() {
        assert!(check("id = \n").unwrap_err().starts_with("small.toml:1:"));
        assert!(
            check(&SMALL.replace("publisher", "publishr"))
                .unwrap_err()
                .contains("publishr")
        );
    }
}
