//! Words as search knows them: split, without capitals and accents, and with their stem.
//!
//! The index, the query and what is marked on screen all go through here, so that they cannot disagree on any text.

use rust_stemmers::{Algorithm, Stemmer};
use std::ops::Range;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// A word is known by this many characters; what comes after is not told apart.
const LONGEST: usize = 40;

/// Whether this character stands inside a word.
fn inside(letter: char) -> bool {
    letter.is_alphanumeric() || is_combining_mark(letter)
}

/// Whether this is an apostrophe: between letters it parts no word, so that *child's* is one.
fn apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | 'ʼ')
}

/// A word without capitals and accents; nothing where no letter or digit is left.
pub fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    let mut letters = 0;
    for letter in word.nfkd().flat_map(char::to_lowercase) {
        let plain = match letter {
            'ø' => "o",
            'ł' => "l",
            'đ' => "d",
            'æ' => "ae",
            'œ' => "oe",
            'ß' => "ss",
            _ => "",
        };
        if !plain.is_empty() {
            folded.push_str(plain);
        } else if letter.is_alphanumeric() {
            folded.push(letter);
        } else {
            continue;
        }
        letters += 1;
        if letters == LONGEST {
            break;
        }
    }
    folded
}

/// The words of a text, folded, each with where it stands.
pub fn words(text: &str) -> impl Iterator<Item = (Range<usize>, String)> + '_ {
    let mut letters = text.char_indices().peekable();
    std::iter::from_fn(move || {
        loop {
            let (start, first) = letters.next()?;
            if !inside(first) {
                continue;
            }
            let mut end = start + first.len_utf8();
            while let Some((at, letter)) = letters.peek().copied() {
                if inside(letter) {
                    end = at + letter.len_utf8();
                } else if !apostrophe(letter) || !text[at + letter.len_utf8()..].starts_with(inside) {
                    break;
                }
                letters.next();
            }
            let folded = fold(&text[start..end]);
            if !folded.is_empty() {
                return Some((start..end, folded));
            }
        }
    })
}

/// What forms of a word have in common: *visit* for *visiting*.
pub fn stem(word: &str) -> String {
    if !word.is_ascii() {
        return word.to_owned();
    }
    thread_local! {
        static ENGLISH: Stemmer = Stemmer::create(Algorithm::English);
    }
    ENGLISH.with(|english| english.stem(word).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(text: &str) -> Vec<String> {
        words(text).map(|(_, word)| word).collect()
    }

    #[test]
    fn words_lose_capitals_accents_and_apostrophes() {
        assert_eq!(of("Zoë’s CAFÉ, the child's"), ["zoes", "cafe", "the", "childs"]);
        assert_eq!(of("return-home  'quoted' 72h"), ["return", "home", "quoted", "72h"]);
        assert_eq!(of("e\u{301}cole Łódź ﬁle"), ["ecole", "lodz", "file"]);
        assert_eq!(of("😀 \0 -- \u{301} ’"), Vec::<String>::new());
    }

    #[test]
    fn forms_of_a_word_share_a_stem() {
        for (one, other) in [
            ("visiting", "visits"),
            ("organisation", "organise"),
            ("childs", "child"),
        ] {
            assert_eq!(stem(one), stem(other));
        }
        assert_ne!(stem("neglect"), stem("need"));
    }

    proptest! {
        #[test]
        fn every_word_stands_where_it_says_and_folds_to_itself(text in any::<String>()) {
            let mut last = 0;
            for (at, word) in words(&text) {
                prop_assert!(at.start >= last && text.get(at.clone()).is_some());
                prop_assert!(word.chars().count() <= LONGEST + 1);
                prop_assert_eq!(&fold(&word), &word);
                prop_assert_eq!(of(&word), vec![word.clone()]);
                last = at.end;
            }
        }
    }
}
