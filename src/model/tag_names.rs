//! Names of tags: what a name may be, tags that nobody uses, and tags that seem to say the same.

use super::tag::Tag;
use std::collections::{BTreeMap, BTreeSet};

/// The longest name of a tag or a group, in characters.
pub const LONGEST_NAME: usize = 100;

/// What is wrong with a name, in words; nothing when it will do.
pub fn fault(name: &str) -> Option<String> {
    let length = name.trim().chars().count();
    if length == 0 {
        return Some("A tag needs a name".to_owned());
    }
    (length > LONGEST_NAME)
        .then(|| format!("This name has {length} characters; a tag’s name has {LONGEST_NAME} at most"))
}

/// Tags that no evidence carries, and no tag below them is carried either.
pub fn unused(tags: &[Tag]) -> Vec<i64> {
    let parents: BTreeMap<i64, i64> = tags.iter().filter_map(|tag| Some((tag.id, tag.parent?))).collect();
    let mut used = BTreeSet::new();
    for tag in tags.iter().filter(|tag| tag.uses > 0) {
        let mut at = Some(tag.id);
        while let Some(id) = at.filter(|id| used.insert(*id)) {
            at = parents.get(&id).copied();
        }
    }
    tags.iter().map(|tag| tag.id).filter(|id| !used.contains(id)).collect()
}

/// Why two tags seem to say the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// The same words but for case, punctuation, endings and order.
    SameWords,
    /// One word is spelt a little otherwise: the two words.
    Spelling(String, String),
    /// One has the initials of the other's words.
    Initials(String),
    /// One has a word more.
    OneMore(String),
}

impl Why {
    /// The reason in words.
    pub fn words(&self) -> String {
        match self {
            Self::SameWords => "The same words, written otherwise".to_owned(),
            Self::Spelling(a, b) => format!("Spelt almost the same: “{a}” and “{b}”"),
            Self::Initials(initials) => format!("“{initials}” stands for the words of the other"),
            Self::OneMore(word) => format!("The same words, and one has “{word}” too"),
        }
    }
}

/// Two tags that seem to say the same, the more used one first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    /// The tag used more.
    pub keep: i64,
    /// The other.
    pub other: i64,
    /// Why.
    pub why: Why,
}

/// Tags that seem to say the same as one another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearGroup {
    /// The tags, the most used first.
    pub tags: Vec<i64>,
    /// Which pairs, and why.
    pub pairs: Vec<Near>,
}

/// Words that say nothing about what is meant.
const STOP_WORDS: &[&str] = &[
    "a", "an", "and", "at", "by", "for", "from", "in", "is", "of", "on", "or", "our", "s", "the", "to", "with",
];

/// Words that say about whom it is, or which kind: with one of them more, it is another theme.
const TELLING: &[&str] = &[
    "abuse",
    "adult",
    "baby",
    "carer",
    "child",
    "criminal",
    "disabled",
    "emotional",
    "family",
    "father",
    "manager",
    "mother",
    "multi",
    "no",
    "not",
    "online",
    "other",
    "parent",
    "parental",
    "partner",
    "physical",
    "professional",
    "school",
    "sexual",
    "team",
    "unborn",
    "without",
    "worker",
    "young",
];

/// A word as it was written, and in small letters without its ending.
struct Word {
    written: String,
    stem: String,
}

/// The words of a name.
fn words(name: &str) -> Vec<Word> {
    // An apostrophe joins: "child's" is one word, which loses its ending below.
    let joined: String = name
        .chars()
        .filter(|c| !matches!(c, '\'' | '’' | '‘' | '´' | '`'))
        .collect();
    joined
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| Word {
            written: word.to_owned(),
            stem: stem(&word.to_lowercase()),
        })
        .collect()
}

/// A word without the ending of a plural or a possessive.
fn stem(word: &str) -> String {
    match word {
        "children" | "childrens" | "childs" => return "child".to_owned(),
        "people" | "persons" => return "person".to_owned(),
        _ => {}
    }
    if word.chars().count() < 4 {
        return word.to_owned();
    }
    if let Some(root) = word.strip_suffix("ies") {
        return format!("{root}y");
    }
    for ending in ["sses", "xes", "ches", "shes"] {
        if let Some(root) = word.strip_suffix("es").filter(|_| word.ends_with(ending)) {
            return root.to_owned();
        }
    }
    match word.strip_suffix('s') {
        Some(root) if !root.ends_with(['s', 'u', 'i']) => root.to_owned(),
        _ => word.to_owned(),
    }
}

/// A name prepared for comparing.
struct Name {
    id: i64,
    parent: Option<i64>,
    uses: i64,
    words: Vec<Word>,
    /// Distinct stems that mean something, in order of the alphabet.
    stems: Vec<String>,
    /// Every stem in one run of letters, in order: `re-referral` and `rereferral` are the same.
    run: String,
}

impl Name {
    fn of(tag: &Tag) -> Self {
        let words = words(&tag.name);
        let mut stems: Vec<String> = words
            .iter()
            .map(|word| word.stem.clone())
            .filter(|stem| !STOP_WORDS.contains(&stem.as_str()))
            .collect();
        stems.sort();
        stems.dedup();
        let run = words.iter().map(|word| word.stem.as_str()).collect();
        Self {
            id: tag.id,
            parent: tag.parent,
            uses: tag.uses,
            words,
            stems,
            run,
        }
    }

    /// Whether one of the two stands under the other, where a longer name is meant to say more.
    fn nested(&self, other: &Self) -> bool {
        self.parent == Some(other.id) || other.parent == Some(self.id)
    }
}

/// Tags that seem to say the same, in groups, each group once. Which tag is one too many is for people to say.
pub fn near_duplicates(tags: &[Tag]) -> Vec<NearGroup> {
    let names: Vec<Name> = tags.iter().map(Name::of).collect();
    let mut found: BTreeMap<(usize, usize), Why> = BTreeMap::new();
    let mut note = |a: usize, b: usize, why: Why| {
        let pair = (a.min(b), a.max(b));
        // The plainest reason stays.
        match found.get(&pair) {
            Some(known) if *known <= why => {}
            _ if a == b => {}
            _ => {
                found.insert(pair, why);
            }
        }
    };
    same_words(&names, &mut note);
    one_word_apart(&names, &mut note);
    initials(&names, &mut note);
    grouped(&names, found)
}

/// Names by a key; those that share one are neighbours.
fn sharing<K: Ord>(keyed: impl Iterator<Item = (K, usize)>) -> Vec<Vec<usize>> {
    let mut places: BTreeMap<K, Vec<usize>> = BTreeMap::new();
    for (key, at) in keyed {
        places.entry(key).or_default().push(at);
    }
    places.into_values().filter(|places| places.len() > 1).collect()
}

fn pairs(places: &[usize]) -> impl Iterator<Item = (usize, usize)> {
    places
        .iter()
        .enumerate()
        .flat_map(move |(at, a)| places.iter().skip(at + 1).map(move |b| (*a, *b)))
}

fn same_words(names: &[Name], note: &mut impl FnMut(usize, usize, Why)) {
    let written = names.iter().enumerate().filter(|(_, name)| !name.stems.is_empty());
    let by_stems = sharing(written.clone().map(|(at, name)| (name.stems.clone(), at)));
    let by_run = sharing(written.map(|(at, name)| (name.run.clone(), at)));
    for places in by_stems.into_iter().chain(by_run) {
        for (a, b) in pairs(&places) {
            note(a, b, Why::SameWords);
        }
    }
}

/// Names that are the same but for one word: it is missing in one, or spelt otherwise.
fn one_word_apart(names: &[Name], note: &mut impl FnMut(usize, usize, Why)) {
    let whole: BTreeMap<&[String], Vec<usize>> =
        names.iter().enumerate().fold(BTreeMap::new(), |mut map, (at, name)| {
            map.entry(name.stems.as_slice()).or_insert_with(Vec::new).push(at);
            map
        });
    // The rest of a name without one of its words, and that word's place.
    let mut rests: BTreeMap<Vec<String>, Vec<(usize, usize)>> = BTreeMap::new();
    for (at, name) in names.iter().enumerate() {
        for (left_out, word) in name.stems.iter().enumerate() {
            let mut rest = name.stems.clone();
            rest.remove(left_out);
            if rest.len() >= 2 && !TELLING.contains(&word.as_str()) {
                for shorter in whole.get(rest.as_slice()).into_iter().flatten() {
                    if names.get(*shorter).is_some_and(|shorter| !shorter.nested(name)) {
                        note(*shorter, at, Why::OneMore(word.clone()));
                    }
                }
            }
            rests.entry(rest).or_default().push((at, left_out));
        }
    }
    let word = |(at, left_out): (usize, usize)| names.get(at).and_then(|name| name.stems.get(left_out));
    for places in rests.into_values() {
        for (n, a) in places.iter().enumerate() {
            for b in places.iter().skip(n + 1) {
                if let (Some(one), Some(other)) = (word(*a), word(*b))
                    && a.0 != b.0
                    && misspelt(one, other)
                {
                    note(a.0, b.0, Why::Spelling(one.clone(), other.clone()));
                }
            }
        }
    }
}

/// Whether two different words are likely one word with a slip: a letter in five, two in nine.
fn misspelt(a: &str, b: &str) -> bool {
    let (short, long) = (
        a.chars().count().min(b.chars().count()),
        a.chars().count().max(b.chars().count()),
    );
    // Numbers are never slips: sections 17 and 47.
    if short < 5 || long - short > 2 || a.chars().chain(b.chars()).any(char::is_numeric) {
        return false;
    }
    // A word and its opposite begin otherwise: formal, informal.
    if a.chars().next() != b.chars().next() {
        return false;
    }
    strsim::osa_distance(a, b) <= if short >= 9 { 2 } else { 1 }
}

/// Names that are the same when a run of words is taken for its initials: RHI, CP conference.
fn initials(names: &[Name], note: &mut impl FnMut(usize, usize, Why)) {
    let short = |word: &Word| {
        let length = word.written.chars().count();
        (2..=6).contains(&length) && word.written.chars().all(char::is_uppercase)
    };
    let mut abbreviated: BTreeMap<Vec<&str>, Vec<(usize, &str)>> = BTreeMap::new();
    for (at, name) in names.iter().enumerate() {
        let stems: Vec<&str> = name.words.iter().map(|word| word.stem.as_str()).collect();
        for word in name.words.iter().filter(|word| short(word)) {
            abbreviated.entry(stems.clone()).or_default().push((at, &word.written));
        }
    }
    if abbreviated.is_empty() {
        return;
    }
    for (at, name) in names.iter().enumerate() {
        let letters: Vec<String> = name
            .words
            .iter()
            .map(|word| word.stem.chars().take(1).collect())
            .collect();
        for begin in 0..name.words.len() {
            for end in begin + 2..=name.words.len().min(begin + 6) {
                let Some(run) = letters.get(begin..end) else { continue };
                let run = run.concat();
                let before = name.words.iter().take(begin).map(|word| word.stem.as_str());
                let after = name.words.iter().skip(end).map(|word| word.stem.as_str());
                let key: Vec<&str> = before.chain([run.as_str()]).chain(after).collect();
                for (other, initials) in abbreviated.get(&key).into_iter().flatten() {
                    if initials.to_lowercase() == run {
                        note(*other, at, Why::Initials((*initials).to_owned()));
                    }
                }
            }
        }
    }
}

/// The first name of the group a name was put into.
fn root(home: &[usize], mut at: usize) -> usize {
    while let Some(next) = home.get(at).copied().filter(|next| *next != at) {
        at = next;
    }
    at
}

/// Pairs as groups: what hangs together through pairs is one group.
fn grouped(names: &[Name], found: BTreeMap<(usize, usize), Why>) -> Vec<NearGroup> {
    let mut home: Vec<usize> = (0..names.len()).collect();
    for (a, b) in found.keys() {
        let (a, b) = (root(&home, *a), root(&home, *b));
        if let Some(home) = home.get_mut(a.max(b)) {
            *home = a.min(b);
        }
    }
    let mut groups: BTreeMap<usize, (BTreeSet<usize>, Vec<Near>)> = BTreeMap::new();
    let rank = |at: usize| names.get(at).map_or((0, 0), |name| (-name.uses, name.id));
    for ((a, b), why) in found {
        let (keep, other) = if rank(a) <= rank(b) { (a, b) } else { (b, a) };
        let (members, pairs) = groups.entry(root(&home, a)).or_default();
        members.extend([a, b]);
        pairs.push(Near {
            keep: rank(keep).1,
            other: rank(other).1,
            why,
        });
    }
    let mut near: Vec<NearGroup> = groups
        .into_values()
        .map(|(members, pairs)| {
            let mut tags: Vec<(i64, i64)> = members.into_iter().map(rank).collect();
            tags.sort_unstable();
            NearGroup {
                tags: tags.into_iter().map(|(_, id)| id).collect(),
                pairs,
            }
        })
        .collect();
    near.sort_by_key(|group| group.tags.first().copied());
    near
}

#[cfg(test)]
mod tests;
