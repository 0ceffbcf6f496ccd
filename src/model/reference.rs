//! A child's reference must not tell who the child is. This looks for the usual slips.

use super::case::keyed;

keyed! {
    /// What a word looks like when it tells who someone is.
    Looks {
        /// An e-mail address.
        Email = "email", "an e-mail address";
        /// A date of birth.
        BirthDate = "birth_date", "a date of birth";
        /// An NHS number.
        NhsNumber = "nhs_number", "an NHS number";
        /// A unique pupil number.
        PupilNumber = "pupil_number", "a unique pupil number";
        /// A postcode.
        Postcode = "postcode", "a postcode";
        /// A name.
        Name = "name", "a name";
    }
}

/// What this word looks like; `None` when it tells nobody.
pub fn looks_like(text: &str) -> Option<Looks> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    if text.contains('@') {
        return Some(Looks::Email);
    }
    if is_date(text) {
        return Some(Looks::BirthDate);
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let only_digits = text.chars().all(|c| c.is_ascii_digit() || c == ' ' || c == '-');
    if only_digits && is_nhs_number(&digits) {
        return Some(Looks::NhsNumber);
    }
    if is_upn(text) {
        return Some(Looks::PupilNumber);
    }
    if is_postcode(text) {
        return Some(Looks::Postcode);
    }
    is_name(text).then_some(Looks::Name)
}

/// Why a reference looks as if it tells who the child is, in a sentence; `None` when it looks like a reference.
///
/// Looks for an NHS number (ten digits that pass its check digit), a UPN, a date of birth, an e-mail address, a
/// postcode and a name. It warns and never refuses: some councils use words as references.
pub fn warning(reference: &str) -> Option<&'static str> {
    Some(match looks_like(reference)? {
        Looks::Email => "This looks like an e-mail address. Use the case record system’s reference.",
        Looks::BirthDate => "This looks like a date of birth. Use the case record system’s reference.",
        Looks::NhsNumber => "This looks like an NHS number. Use the case record system’s reference.",
        Looks::PupilNumber => "This looks like a unique pupil number. Use the case record system’s reference.",
        Looks::Postcode => "This looks like a postcode. Use the case record system’s reference.",
        Looks::Name => {
            "This looks like a name. Use the case record system’s reference, so that the child stays unnamed."
        }
    })
}

/// The NHS number's modulus-11 check, over ten digits.
fn is_nhs_number(digits: &str) -> bool {
    let values: Vec<u32> = digits.chars().filter_map(|c| c.to_digit(10)).collect();
    let [first @ .., check] = values.as_slice() else {
        return false;
    };
    if first.len() != 9 || values.iter().all(|value| *value == 0) {
        return false;
    }
    let sum: u32 = first
        .iter()
        .zip((2..=10).rev())
        .map(|(digit, weight)| digit * weight)
        .sum();
    match 11 - sum % 11 {
        11 => *check == 0,
        10 => false,
        expected => *check == expected,
    }
}

/// A letter, eleven digits and a digit or letter: the pattern of a unique pupil number.
fn is_upn(text: &str) -> bool {
    let mut chars = text.chars();
    let first = chars.next().is_some_and(|c| c.is_ascii_alphabetic());
    let rest: Vec<char> = chars.collect();
    first
        && rest.len() == 12
        && rest.iter().take(11).all(char::is_ascii_digit)
        && rest.last().is_some_and(char::is_ascii_alphanumeric)
}

/// Three numbers, or a day and a month's name, that make a date of the last hundred years.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text
        .split(['/', '.', '-', ' '])
        .filter(|part| !part.is_empty())
        .collect();
    if let [a, b, c] = parts.as_slice() {
        let month = |part: &str| {
            let lower = part.to_ascii_lowercase();
            part.parse::<u32>().is_ok_and(|m| (1..=12).contains(&m))
                || (lower.len() >= 3
                    && [
                        "january",
                        "february",
                        "march",
                        "april",
                        "may",
                        "june",
                        "july",
                        "august",
                        "september",
                        "october",
                        "november",
                        "december",
                    ]
                    .iter()
                    .any(|name| name.starts_with(&lower)))
        };
        let day = |part: &str| part.parse::<u32>().is_ok_and(|d| (1..=31).contains(&d));
        let year = |part: &str| {
            part.len() == 2 && part.chars().all(|c| c.is_ascii_digit())
                || part.parse::<u32>().is_ok_and(|y| (1920..2100).contains(&y))
        };
        return (day(a) && month(b) && year(c)) || (year(a) && a.len() == 4 && month(b) && day(c));
    }
    if text.len() == 8 && text.chars().all(|c| c.is_ascii_digit()) {
        let number = |from: usize, to: usize| {
            text.get(from..to)
                .and_then(|part| part.parse::<u32>().ok())
                .unwrap_or(0)
        };
        let born = |year: u32| (1995..=2035).contains(&year);
        return (1..=31).contains(&number(0, 2)) && (1..=12).contains(&number(2, 4)) && born(number(4, 8))
            || born(number(0, 4)) && (1..=12).contains(&number(4, 6)) && (1..=31).contains(&number(6, 8));
    }
    false
}

/// One or two letters, one or two digits, perhaps a letter, then a digit and two letters.
fn is_postcode(text: &str) -> bool {
    let Some((outward, inward)) = text.split_once(' ') else {
        return false;
    };
    let mut inner = inward.chars();
    let inward_fits =
        inward.len() == 3 && inner.next().is_some_and(|c| c.is_ascii_digit()) && inner.all(|c| c.is_ascii_alphabetic());
    let letters = outward.chars().take_while(char::is_ascii_alphabetic).count();
    inward_fits && (1..=2).contains(&letters) && outward.len() <= 4 && outward.chars().any(|c| c.is_ascii_digit())
}

/// Two words of letters, or one capitalised word of three letters or more, and no digit.
fn is_name(text: &str) -> bool {
    if text.chars().any(char::is_numeric) {
        return false;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let wordlike = |word: &&str| {
        word.chars().filter(|c| c.is_alphabetic()).count() >= 2
            && word
                .chars()
                .all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-' | ',' | '.'))
    };
    let capitalised = |word: &str| {
        let mut chars = word.chars();
        chars.next().is_some_and(char::is_uppercase) && chars.any(char::is_lowercase)
    };
    match words.as_slice() {
        [] => false,
        [word] => word.chars().count() >= 3 && wordlike(word) && capitalised(word),
        many => many.iter().filter(|word| wordlike(word)).count() >= 2,
    }
}

#[cfg(test)]
mod tests {
    use super::warning;

    #[test]
    fn references_pass() {
        for reference in [
            "4417",
            "C-12",
            "LCS 100234",
            "ABC",
            "1234567",
            "MOS-2291-A",
            "00417",
            "1234567890",
        ] {
            assert_eq!(warning(reference), None, "{reference}");
        }
    }

    #[test]
    fn slips_are_noticed_with_a_reason() {
        for (reference, word) in [
            ("Jane Smith", "name"),
            ("Smith, Jane", "name"),
            ("Aoife", "name"),
            ("O’Neill", "name"),
            ("12/03/2014", "date of birth"),
            ("2014-03-12", "date of birth"),
            ("12 Mar 2014", "date of birth"),
            ("12032014", "date of birth"),
            ("943 476 5919", "NHS number"),
            ("9434765919", "NHS number"),
            ("H801200001001", "pupil number"),
            ("SW1A 1AA", "postcode"),
            ("a@b.gov.uk", "e-mail"),
        ] {
            assert!(warning(reference).is_some_and(|why| why.contains(word)), "{reference}");
        }
    }
}
