//! What is searched for: words, phrases and what narrows them, read from whatever was typed.

use super::case::keyed;
use super::change::{Entity, Fields};
use super::words::{fold, stem, words};
use std::ops::Range;

/// Words of a query; more are not looked at.
pub const MOST_WORDS: usize = 16;

/// Characters of a query that are looked at.
const MOST_CHARACTERS: usize = 2000;

/// A word is also the beginning of longer ones from so many letters on.
pub const SHORTEST_PREFIX: usize = 2;

keyed! {
    /// What kind of thing was found.
    Kind {
        /// A piece of evidence.
        Evidence = "evidence", "Evidence";
        /// The note of an answer.
        Note = "note", "Note";
        /// What is written of a judgement.
        Judgement = "judgement", "Judgement";
        /// What is written of the whole audit.
        Audit = "audit", "Audit";
        /// An area for improvement.
        Area = "area", "Area";
        /// An action.
        Action = "action", "Action";
        /// An urgent concern.
        Concern = "concern", "Urgent concern";
    }
}

impl Kind {
    /// The rows it is read from.
    pub fn entity(self) -> Entity {
        match self {
            Self::Evidence => Entity::Evidence,
            Self::Note => Entity::Answer,
            Self::Judgement => Entity::Judgement,
            Self::Audit => Entity::Audit,
            Self::Area => Entity::Area,
            Self::Action => Entity::Action,
            Self::Concern => Entity::UrgentConcern,
        }
    }

    /// The kind these rows are found as, if their words are searched.
    pub fn of(entity: Entity) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.entity() == entity)
    }

    /// The fields whose words are found, with what they are called beside a hit.
    pub fn fields(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Evidence => &[("text", "Evidence"), ("reference", "Evidence")],
            Self::Note => &[("note", "Note")],
            Self::Judgement => &[
                ("found", "What we found"),
                ("impact", "Impact"),
                ("strengths", "Strengths"),
                ("why", "Why"),
            ],
            Self::Audit => &[
                ("overall_why", "Why"),
                ("agreed_why", "Why, agreed"),
                ("safe_now_why", "Safe now"),
                ("child_said", "Child said"),
                ("parents_said", "Parents said"),
                ("worker_reflection", "Worker said"),
                ("theme", "Theme"),
                ("comment", "Comment"),
            ],
            Self::Area => &[("text", "Area")],
            Self::Action => &[
                ("text", "Action"),
                ("owner", "Action"),
                ("progress", "Action"),
                ("done_evidence", "Action"),
                ("difference_why", "Action"),
            ],
            Self::Concern => &[
                ("seen", "Urgent concern"),
                ("told_who", "Urgent concern"),
                ("told_role", "Urgent concern"),
                ("child_seen_by", "Urgent concern"),
                ("safe_confirmed_by", "Urgent concern"),
            ],
        }
    }

    /// Whether any of these fields is searched.
    pub fn searches(self, fields: &Fields) -> bool {
        self.fields().iter().any(|(name, _)| fields.contains_key(*name))
    }
}

/// What must be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// A word, in any form.
    Word(String),
    /// Words one after the other, just as they are.
    Phrase(Vec<String>),
}

/// What narrows a search beside its words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Narrow {
    /// Audits of this team.
    Team(String),
    /// Audits by this person.
    Auditor(String),
    /// Hits of this kind.
    Kind(String),
}

impl Narrow {
    /// The words before the colon, as typed and on a chip.
    pub const NAMES: [&'static str; 3] = ["team", "auditor", "kind"];

    /// What narrows in this way to this.
    pub fn named(name: &str, value: &str) -> Option<Self> {
        let value = value.trim().to_owned();
        match name {
            "team" => Some(Self::Team(value)),
            "auditor" => Some(Self::Auditor(value)),
            "kind" => Some(Self::Kind(value)),
            _ => None,
        }
    }

    /// Its name and value.
    pub fn parts(&self) -> (&'static str, &str) {
        match self {
            Self::Team(value) => ("team", value),
            Self::Auditor(value) => ("auditor", value),
            Self::Kind(value) => ("kind", value),
        }
    }

    /// What it says on a chip.
    pub fn text(&self) -> String {
        let (name, value) = self.parts();
        format!("{name}: {value}")
    }
}

/// A query as it was understood. Any text is one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// What must be found, all of it.
    pub terms: Vec<Term>,
    /// What it is narrowed to, all of it.
    pub narrow: Vec<Narrow>,
    /// The last word may go on: it was not closed by a quotation mark.
    pub open_ended: bool,
    /// Words were left out because there were too many.
    pub cut: bool,
}

impl Query {
    /// Reads what was typed. Quotation marks hold a phrase together, `team:`, `auditor:` and `kind:` narrow, everything
    /// else is words.
    pub fn read(typed: &str) -> Self {
        let mut query = Self::default();
        let end = typed.char_indices().nth(MOST_CHARACTERS).map(|(at, _)| at);
        query.cut = end.is_some();
        let mut rest = end.map_or(typed, |end| &typed[..end]);
        while !rest.is_empty() {
            let (name, after) = narrowing(rest);
            if let Some(name) = name {
                let (value, after, _) = value(after);
                query
                    .narrow
                    .extend(Narrow::named(name, value).filter(|n| !n.parts().1.is_empty()));
                rest = after;
                continue;
            }
            let Some(first) = rest.chars().next() else { break };
            if quote(first) {
                let (phrase, after, closed) = value(rest);
                query.phrase(words(phrase).map(|(_, word)| word).collect(), !closed);
                rest = after;
            } else {
                let end = rest
                    .find(|letter: char| letter.is_whitespace() || quote(letter))
                    .unwrap_or(rest.len());
                let (word, after) = rest.split_at(end.max(if first.is_whitespace() { first.len_utf8() } else { 0 }));
                for (_, word) in words(word) {
                    query.word(word);
                }
                rest = after;
            }
        }
        query
    }

    fn size(&self) -> usize {
        let size = |term: &Term| match term {
            Term::Word(_) => 1,
            Term::Phrase(words) => words.len(),
        };
        self.terms.iter().map(size).sum()
    }

    fn word(&mut self, word: String) {
        if self.size() >= MOST_WORDS {
            self.cut = true;
        } else if !self.terms.contains(&Term::Word(word.clone())) || self.open_ended {
            self.terms.push(Term::Word(word));
            self.open_ended = true;
        }
    }

    fn phrase(&mut self, mut phrase: Vec<String>, open: bool) {
        let room = MOST_WORDS - self.size().min(MOST_WORDS);
        self.cut |= phrase.len() > room;
        phrase.truncate(room);
        if !phrase.is_empty() {
            self.terms.push(Term::Phrase(phrase));
            self.open_ended = open;
        }
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// How the terms match words of a text, for what is not in the index and for what is marked.
    pub fn matcher(&self) -> Matcher {
        let last = self.terms.len().saturating_sub(1);
        let terms = self.terms.iter().enumerate().map(|(at, term)| {
            let prefix = self.open_ended && at == last;
            match term {
                Term::Word(word) => vec![Wanted {
                    prefix: prefix && word.chars().count() >= SHORTEST_PREFIX,
                    stem: Some(stem(word)),
                    word: word.clone(),
                }],
                Term::Phrase(words) => {
                    let end = words.len().saturating_sub(1);
                    let one = |(at, word): (usize, &String)| Wanted {
                        word: word.clone(),
                        stem: None,
                        prefix: prefix && at == end && word.chars().count() >= SHORTEST_PREFIX,
                    };
                    words.iter().enumerate().map(one).collect()
                }
            }
        });
        Matcher { terms: terms.collect() }
    }
}

fn quote(letter: char) -> bool {
    matches!(letter, '"' | '“' | '”' | '„')
}

/// The name before a colon at the start, if it narrows, and what follows.
fn narrowing(text: &str) -> (Option<&'static str>, &str) {
    for name in Narrow::NAMES {
        let start = text.get(..name.len()).filter(|start| start.eq_ignore_ascii_case(name));
        if let Some(after) = start.and_then(|_| text.get(name.len()..)?.strip_prefix(':')) {
            return (Some(name), after);
        }
    }
    (None, text)
}

/// A value in quotation marks or up to the next blank, what follows, and whether its mark was closed.
fn value(text: &str) -> (&str, &str, bool) {
    if let Some(first) = text.chars().next().filter(|first| quote(*first)) {
        let inside = &text[first.len_utf8()..];
        return match inside.char_indices().find(|(_, letter)| quote(*letter)) {
            Some((end, mark)) => (&inside[..end], &inside[end + mark.len_utf8()..], true),
            None => (inside, "", false),
        };
    }
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let (value, after) = text.split_at(end);
    (value, after, true)
}

/// One word that is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Wanted {
    word: String,
    stem: Option<String>,
    prefix: bool,
}

impl Wanted {
    fn fits(&self, word: &str) -> bool {
        word == self.word
            || self.prefix && word.starts_with(&self.word)
            || self.stem.as_ref().is_some_and(|wanted| {
                // Forms of a word begin alike: most words need no stemming to be told apart.
                word.chars().next() == self.word.chars().next() && stem(word) == *wanted
            })
    }
}

/// What a query looks for in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matcher {
    terms: Vec<Vec<Wanted>>,
}

impl Matcher {
    /// Where the words that match stand in a text, in order and without overlap; words with only blanks between them are
    /// marked as one.
    pub fn marks(&self, text: &str) -> Vec<Range<usize>> {
        let found: Vec<(Range<usize>, String)> = words(text).collect();
        let mut marked = vec![false; found.len()];
        for term in &self.terms {
            for start in starts(term, &found) {
                for at in marked.iter_mut().skip(start).take(term.len()) {
                    *at = true;
                }
            }
        }
        let mut marks: Vec<Range<usize>> = Vec::new();
        for ((at, _), _) in found.iter().zip(&marked).filter(|(_, marked)| **marked) {
            let blank = |from: usize| {
                text.get(from..at.start)
                    .is_some_and(|gap| gap.chars().all(char::is_whitespace))
            };
            match marks.last_mut() {
                Some(last) if blank(last.end) => last.end = at.end,
                _ => marks.push(at.clone()),
            }
        }
        marks
    }

    /// Whether every term stands in one of these texts, no phrase reaching from one into the next.
    pub fn fits<'t>(&self, texts: impl IntoIterator<Item = &'t str>) -> bool {
        let texts: Vec<Vec<(Range<usize>, String)>> = texts.into_iter().map(|text| words(text).collect()).collect();
        let found = |term: &Vec<Wanted>| texts.iter().any(|text| starts(term, text).next().is_some());
        !self.terms.is_empty() && self.terms.iter().all(found)
    }
}

/// Where a term begins among the words of a text.
fn starts<'a>(term: &'a [Wanted], found: &'a [(Range<usize>, String)]) -> impl Iterator<Item = usize> + 'a {
    let fits = |run: &[(Range<usize>, String)]| term.iter().zip(run).all(|(wanted, (_, word))| wanted.fits(word));
    let runs = found.windows(term.len().max(1)).enumerate();
    runs.filter(move |(_, run)| fits(run)).map(|(at, _)| at)
}

/// The values a narrowing means: those that are called exactly that, or else those that begin with it, capitals and
/// accents aside.
pub fn meant<'v>(typed: &str, values: impl IntoIterator<Item = &'v str>) -> Vec<&'v str> {
    let plain = |text: &str| words(text).map(|(_, word)| word).collect::<Vec<_>>().join(" ");
    let wanted = plain(typed);
    let values: Vec<&str> = values.into_iter().collect();
    let exact: Vec<&str> = values.iter().copied().filter(|value| plain(value) == wanted).collect();
    if !exact.is_empty() {
        return exact;
    }
    values
        .into_iter()
        .filter(|value| !wanted.is_empty() && plain(value).starts_with(&wanted))
        .collect()
}

/// Whether a short name, such as a reference, begins with what was typed.
pub fn begins(name: &str, typed: &str) -> bool {
    let typed = fold(typed);
    !typed.is_empty() && fold(name).starts_with(&typed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn word(word: &str) -> Term {
        Term::Word(word.into())
    }

    #[test]
    fn words_phrases_and_what_narrows_are_told_apart() {
        let query = Query::read("return “home interview” team:West auditor:\"A. Auditor\" KIND:note Organisa");
        assert_eq!(
            query.terms,
            [
                word("return"),
                Term::Phrase(vec!["home".into(), "interview".into()]),
                word("organisa")
            ]
        );
        let narrow = [
            Narrow::Team("West".into()),
            Narrow::Auditor("A. Auditor".into()),
            Narrow::Kind("note".into()),
        ];
        assert_eq!(query.narrow, narrow);
        assert!(query.open_ended && !query.cut);
        assert!(!Query::read("\"closed\"").open_ended);
        assert!(Query::read("\"still typ").open_ended);
    }

    #[test]
    fn what_has_no_words_looks_for_nothing() {
        for typed in [
            "",
            "  ",
            "\"",
            "\"\"",
            "* ^ : - ( ) [ ]",
            "😀",
            "\0",
            "team:",
            "team:\"",
            "’'",
        ] {
            assert!(Query::read(typed).is_empty(), "{typed:?}");
        }
    }

    #[test]
    fn a_long_query_is_cut_and_says_so() {
        let query = Query::read(&"word ".repeat(2000));
        assert!(query.cut);
        let many: String = (0..100).map(|at| format!("w{at} ")).collect();
        assert_eq!(Query::read(&many).terms.len(), MOST_WORDS);
        assert!(Query::read(&"x".repeat(10_000)).terms.len() == 1);
    }

    #[test]
    fn marks_are_of_prefixes_stems_and_phrases() {
        let marks = |query: &str, text: &str| -> Vec<String> {
            let marks = Query::read(query).matcher().marks(text);
            marks.into_iter().map(|at| text[at].to_owned()).collect()
        };
        assert_eq!(
            marks("return home interview", "no Return home interviewer, at home"),
            ["Return home interviewer", "home"]
        );
        assert_eq!(marks("visiting rare", "Visits were rarely made"), ["Visits", "rarely"]);
        assert_eq!(marks("\"at home\" x", "home at home"), ["at home"]);
        assert_eq!(marks("cafe", "Café"), ["Café"]);
        assert_eq!(marks("", "Café"), Vec::<String>::new());
    }

    #[test]
    fn narrowing_prefers_the_exact_name() {
        assert_eq!(meant("west", ["West", "West Two", "North"]), ["West"]);
        assert_eq!(meant("we", ["West", "West Two", "North"]), ["West", "West Two"]);
        assert!(meant("", ["West"]).is_empty());
    }

    proptest! {
        #[test]
        fn any_text_is_a_query(typed in any::<String>(), text in any::<String>()) {
            let query = Query::read(&typed);
            prop_assert!(query.size() <= MOST_WORDS);
            for mark in query.matcher().marks(&text) {
                prop_assert!(text.get(mark).is_some());
            }
        }

        #[test]
        fn a_word_of_a_text_is_marked_in_it(text in "\\PC{0,60}", at in any::<prop::sample::Index>()) {
            let found: Vec<_> = words(&text).collect();
            if !found.is_empty() {
                let (place, word) = &found[at.index(found.len())];
                let matcher = Query::read(word).matcher();
                prop_assert!(matcher.marks(&text).iter().any(|mark| mark.start <= place.start && mark.end >= place.end));
                prop_assert!(matcher.fits([text.as_str()]));
            }
        }
    }
}
