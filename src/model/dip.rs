//! Dip samples: one to six questions asked of many files, and what the answers come to.

use super::audit::Subject;
use super::case::{CaseKind, Overlays};
use super::framework::{Criterion, Framework, Judgement};
use super::judged::{NOT_APPLICABLE, NOT_ENOUGH_EVIDENCE};
use super::time::Moment;

/// The most questions a dip sample asks.
pub const MOST_QUESTIONS: usize = 6;

/// Under this many files a share is not said in percent: one file more or less would change it too much.
pub const LEAST_FOR_PERCENT: usize = 10;

/// A dip sample, without its files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DipSample {
    /// Its number in this workbook.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// The framework's number in this workbook.
    pub framework: i64,
    /// Its questions: criteria of the framework, in order.
    pub questions: Vec<String>,
    /// When it was started.
    pub made: Moment,
}

/// The dip sample an audit is a part of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The dip sample's number in this workbook.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Its questions, in order.
    pub questions: Vec<String>,
}

/// Questions as they are kept: separated by blanks.
pub fn stored_questions(questions: &[String]) -> String {
    questions.join(" ")
}

/// Questions from how they are kept.
pub fn questions_from_stored(stored: &str) -> Vec<String> {
    stored.split_whitespace().map(str::to_owned).collect()
}

/// Whether a criterion is among the questions for a kind of case.
pub fn fits(framework: &Framework, criterion: &Criterion, kind: CaseKind, overlays: Overlays) -> bool {
    criterion
        .asked(Subject::Child, Some(kind), overlays, framework.kind)
        .is_some()
}

/// The criteria that hold every one of these words in their number, question, judgement or topic; those among the
/// questions for the kind of case come first. `topic` gives a topic's name.
pub fn find<'f>(
    framework: &'f Framework,
    kind: Option<(CaseKind, Overlays)>,
    words: &str,
    topic: impl Fn(&str) -> &'f str,
) -> Vec<(&'f Judgement, &'f Criterion)> {
    let words = words.to_lowercase();
    let words: Vec<&str> = words.split_whitespace().collect();
    let mut found: Vec<(&Judgement, &Criterion)> = framework
        .in_report_order()
        .into_iter()
        .flat_map(|judgement| judgement.criteria().map(move |criterion| (judgement, criterion)))
        .filter(|(judgement, criterion)| {
            let texts = [
                criterion.question.to_lowercase(),
                judgement.name.to_lowercase(),
                judgement.short.to_lowercase(),
                topic(&criterion.topic).to_lowercase(),
            ];
            let id = criterion.id.to_lowercase();
            words
                .iter()
                .all(|word| id.starts_with(word) || texts.iter().any(|text| text.contains(word)))
        })
        .collect();
    found
        .sort_by_key(|(_, criterion)| kind.is_some_and(|(kind, overlays)| !fits(framework, criterion, kind, overlays)));
    found
}

/// The answers to one question over the files of a dip sample.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many answered each value of the scale, best first.
    pub values: Vec<usize>,
    /// Not applicable.
    pub not_applicable: usize,
    /// Not enough evidence.
    pub unclear: usize,
    /// Not answered yet.
    pub unanswered: usize,
}

impl Tally {
    /// Counts answers; a value the scale does not have counts as not answered.
    pub fn of<'a>(framework: &Framework, answers: impl Iterator<Item = &'a str>) -> Self {
        let mut tally = Self {
            values: vec![0; framework.answers().len()],
            ..Self::default()
        };
        for answer in answers {
            let rank = framework.answer(answer).map(|(rank, _)| rank);
            let count = match (answer, rank) {
                (NOT_APPLICABLE, _) => &mut tally.not_applicable,
                (NOT_ENOUGH_EVIDENCE, _) => &mut tally.unclear,
                (_, rank) => match rank.and_then(|rank| tally.values.get_mut(rank - 1)) {
                    Some(count) => count,
                    None => &mut tally.unanswered,
                },
            };
            *count += 1;
        }
        tally
    }

    /// The files it applies to and that are answered. Not enough evidence counts here: the question applies, and the
    /// file does not say yes.
    pub fn applies(&self) -> usize {
        self.values.iter().sum::<usize>() + self.unclear
    }

    /// All files.
    pub fn all(&self) -> usize {
        self.applies() + self.not_applicable + self.unanswered
    }

    /// How many percent of the files it applies to have the best answer; none where they are too few to say it so.
    pub fn percent(&self) -> Option<usize> {
        let of = self.applies();
        let best = self.values.first()?;
        (of >= LEAST_FOR_PERCENT).then(|| (200 * best + of) / (2 * of))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::shipped;
    use proptest::prelude::*;

    fn tally(answers: &[&str]) -> Tally {
        Tally::of(&shipped::framework("case-audit").unwrap(), answers.iter().copied())
    }

    #[test]
    fn nothing_applies_to_what_is_not_applicable_and_unclear_is_no_yes() {
        let tally = tally(&["yes", "yes", "partly", "no", "na", "nee", "", "no such value"]);
        assert_eq!(tally.values, [2, 1, 1]);
        assert_eq!((tally.not_applicable, tally.unclear, tally.unanswered), (1, 1, 2));
        assert_eq!((tally.applies(), tally.all()), (5, 8));
        assert_eq!(tally.percent(), None);
    }

    #[test]
    fn a_percentage_needs_ten_files_it_applies_to() {
        let mut answers = vec!["yes"; 6];
        answers.extend(["no", "no", "nee", "na", "na", ""]);
        assert_eq!(tally(&answers).percent(), None);
        answers.push("partly");
        assert_eq!(tally(&answers).percent(), Some(60));
        assert_eq!(tally(&["yes"; 10]).percent(), Some(100));
        assert_eq!(tally(&["na"; 40]).percent(), None);
        // Half a percent goes up.
        let halves: Vec<&str> = (0..200).map(|n| if n < 101 { "yes" } else { "no" }).collect();
        assert_eq!(tally(&halves).percent(), Some(51));
    }

    #[test]
    fn questions_survive_storage() {
        let questions = ["3.6", "HP25"].map(str::to_owned);
        assert_eq!(questions_from_stored(&stored_questions(&questions)), questions);
        assert_eq!(questions_from_stored(""), Vec::<String>::new());
    }

    #[test]
    fn questions_are_found_by_number_words_section_and_topic() {
        let framework = shipped::framework("case-audit").unwrap();
        let topic = |key: &str| {
            shipped::topics()
                .iter()
                .find(|t| t.key == key)
                .map_or("", |t| t.name.as_str())
        };
        let ids = |kind, words: &str| {
            let found = find(&framework, kind, words, topic);
            found.iter().map(|(_, c)| c.id.clone()).collect::<Vec<_>>()
        };
        assert_eq!(ids(None, "").len(), framework.criteria_count());
        assert_eq!(ids(None, "1.3"), ["1.3"]);
        assert!(ids(None, "CHRONOLOGY  events").contains(&"1.3".to_owned()));
        let section = &framework.in_report_order()[2].name;
        assert!(ids(None, section).len() >= framework.in_report_order()[2].criteria().count());
        assert_eq!(ids(None, "no such question anywhere"), Vec::<String>::new());
        // The front door asks for no chronology: there it comes after what is asked.
        let front = ids(Some((CaseKind::FrontDoor, Overlays::default())), "");
        let place = |id: &str| front.iter().position(|known| known == id).unwrap();
        assert!(place("1.3") > place("1.7"), "{front:?}");
    }

    proptest! {
        #[test]
        fn no_words_make_finding_stop(words in any::<String>()) {
            let framework = shipped::framework("case-audit").unwrap();
            let found = find(&framework, None, &words, |_| "");
            prop_assert!(found.len() <= framework.criteria_count());
        }

        #[test]
        fn every_file_is_counted_once(answers in proptest::collection::vec("yes|partly|no|na|nee||other", 0..60)) {
            let texts: Vec<&str> = answers.iter().map(String::as_str).collect();
            let counted = tally(&texts);
            prop_assert_eq!(counted.all(), texts.len());
            prop_assert_eq!(counted.percent().is_some(), counted.applies() >= LEAST_FOR_PERCENT);
            prop_assert!(counted.percent().unwrap_or(0) <= 100);
            let mut reversed = texts.clone();
            reversed.reverse();
            prop_assert_eq!(tally(&reversed), counted);
        }
    }
}
