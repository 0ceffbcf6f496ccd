//! Advice on a passphrase, off the frame: how strong it is, with the council's name and the field's words counted
//! against it.

use zeroize::Zeroizing;

/// What is said of a passphrase while it is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// From 0 to 4; a workbook asks for 4.
    pub score: u8,
    /// What would make it better, in a sentence; empty when it is strong.
    pub text: String,
}

/// The score a workbook asks for.
pub const WANTED: u8 = 4;

/// Words of the field that a guesser tries first.
const FIELD: &[&str] = &[
    "plumbline",
    "ofsted",
    "ilacs",
    "audit",
    "audits",
    "safeguarding",
    "children",
    "childrens",
    "services",
    "social",
    "worker",
    "council",
    "practice",
    "case",
    "child",
    "inspection",
    "workbook",
    "protection",
    "quality",
    "assurance",
];

/// Weighs a passphrase. Takes some milliseconds, so it is never called in a frame.
pub fn weigh(passphrase: &str, council: &str, title: &str, auditor: &str) -> Advice {
    if passphrase.is_empty() {
        return Advice {
            score: 0,
            text: String::new(),
        };
    }
    let own: Vec<String> = [council, title, auditor]
        .iter()
        .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase))
        .filter(|word| word.chars().count() >= 3)
        .collect();
    let inputs: Vec<&str> = FIELD.iter().copied().chain(own.iter().map(String::as_str)).collect();
    // Longer than this adds nothing to the score and much to the time.
    let head: Zeroizing<String> = Zeroizing::new(passphrase.chars().take(100).collect());
    let entropy = zxcvbn::zxcvbn(&head, &inputs);
    let score = u8::from(entropy.score());
    let warning = entropy
        .feedback()
        .and_then(zxcvbn::feedback::Feedback::warning)
        .map(|warning| warning.to_string());
    let text = match (score, warning) {
        (WANTED.., _) => String::new(),
        (_, Some(warning)) => {
            format!("{warning} Four or more words that do not belong together are strong and easy to type.")
        }
        (_, None) => {
            "Not strong enough yet. Four or more words that do not belong together are strong and easy to type."
                .to_owned()
        }
    };
    Advice { score, text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_councils_name_and_the_fields_words_count_against_it() {
        let score = |passphrase: &str| weigh(passphrase, "North Wessex Council", "Practice audits", "A. Auditor").score;
        assert_eq!(score("orchid tractor velvet moonlight"), WANTED);
        assert!(score("wessexcouncil2026") < WANTED);
        assert!(score("ofstedsafeguarding") < WANTED);
        assert!(!weigh("password", "", "", "").text.is_empty());
        // A very long one is weighed quickly and does not fail.
        assert!(score(&"a b c ".repeat(20_000)) <= 4);
    }
}
