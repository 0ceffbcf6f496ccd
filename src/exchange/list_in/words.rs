//! What cells say, in the model's words: codes of the national returns, letters of Annex A, and what councils write.

use crate::model::case::CaseKind;

const FEMALE: &str = "Female";
const MALE: &str = "Male";
const NOT_RECORDED: &str = "Not recorded";

const WHITE: &str = "White";
const MIXED: &str = "Mixed or multiple ethnic groups";
const ASIAN: &str = "Asian or Asian British";
const BLACK: &str = "Black, Black British, Caribbean or African";
const OTHER: &str = "Other ethnic group";
const REFUSED: &str = "Refused";

/// A cell's words in small letters, without the letter that Annex A puts before them: `b) Female`.
fn words(text: &str) -> Vec<String> {
    let text = text.trim();
    let mut chars = text.chars();
    let lettered = chars.next().is_some_and(|c| c.is_ascii_alphabetic()) && chars.next() == Some(')');
    let text = if lettered { chars.as_str() } else { text };
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Words of a cell, and questions about them.
struct Said(Vec<String>, String);

impl Said {
    fn new(text: &str) -> Self {
        let words = words(text);
        let joined = format!(" {} ", words.join(" "));
        Self(words, joined)
    }

    /// Whether one of these words stands in it.
    fn any(&self, words: &[&str]) -> bool {
        self.0.iter().any(|word| words.contains(&word.as_str()))
    }

    /// Whether one of these phrases stands in it, the last word perhaps longer.
    fn part(&self, parts: &[&str]) -> bool {
        parts.iter().any(|part| self.1.contains(&format!(" {part}")))
    }

    /// Whether it is exactly one of these.
    fn is(&self, all: &[&str]) -> bool {
        all.contains(&self.1.trim())
    }
}

/// What says that nothing is known.
fn unknown(said: &Said) -> bool {
    said.part(&[
        "not recorded",
        "not known",
        "not stated",
        "not yet",
        "not obtained",
        "not available",
        "not collected",
        "not provided",
        "information not",
        "unknown",
        "unkn",
        "no data",
        "missing",
        "not given",
        "not assessed",
        "undetermined",
        "to be confirmed",
    ]) || said.any(&["nobt", "tbc"])
        || said.is(&["u", "unk", "nk", "n k", "ns", "9", "x"])
}

/// Which kind of case this says, if any. What is most to the point comes first.
pub(super) fn kind(text: &str) -> Option<CaseKind> {
    if let Some(kind) = CaseKind::ALL
        .iter()
        .find(|kind| kind.name().eq_ignore_ascii_case(text.trim()))
    {
        return Some(*kind);
    }
    let said = Said::new(text);
    let kinds: [(CaseKind, &[&str], &[&str]); 13] = [
        (
            CaseKind::Closed,
            &["closed", "ended", "ceased", "nfa"],
            &["closed", "no further action", "case closure", "step out"],
        ),
        (
            CaseKind::CareLeaver,
            &["cl", "leavingcare", "careleaver", "fr"],
            &[
                "care leaver",
                "leaving care",
                "care experienced",
                "former relevant",
                "qualifying care",
                "relevant child",
                "pathway plan",
            ],
        ),
        (
            CaseKind::PreProceedings,
            &["plo", "preproceedings"],
            &[
                "pre proceeding",
                "care proceeding",
                "public law outline",
                "in proceeding",
                "legal proceeding",
            ],
        ),
        (
            CaseKind::Assessment,
            &["s47", "icpc", "c&f", "cfa", "cafa", "sa"],
            &[
                "section 47",
                "s 47",
                "strategy",
                "child and family assess",
                "c f assess",
                "single assess",
                "initial child protection",
            ],
        ),
        (
            CaseKind::ChildProtection,
            &["cp", "cpp", "cpr"],
            &["child protection", "protection plan", "children subject to a cp"],
        ),
        (
            CaseKind::ChildInCare,
            &["lac", "cla", "cic", "clac", "uasc", "cwcf"],
            &[
                "looked after",
                "child in care",
                "children in care",
                "in care",
                "child looked",
                "children looked",
                "care experienced child",
            ],
        ),
        (
            CaseKind::PrivateFostering,
            &["pf"],
            &["private foster", "privately foster"],
        ),
        (
            CaseKind::Adoption,
            &["sgo", "adoption", "adopted"],
            &["special guardian", "adoption", "post adoption"],
        ),
        (CaseKind::FamilyHelp, &["fh"], &["family help"]),
        (
            CaseKind::EarlyHelp,
            &["eh", "eha", "ehm", "caf", "taf", "tac"],
            &["early help", "early intervention", "common assessment", "team around"],
        ),
        (CaseKind::Assessment, &["assessment", "assessments", "ca"], &["assess"]),
        (
            CaseKind::ChildInNeed,
            &["cin", "s17", "chin", "cwd"],
            &["child in need", "children in need", "section 17", "s 17", "in need"],
        ),
        (
            CaseKind::FrontDoor,
            &["mash", "contact", "referral", "contacts", "referrals", "enquiry", "ra"],
            &["front door", "first response", "request for"],
        ),
    ];
    let found = kinds
        .into_iter()
        .find(|(_, words, parts)| said.any(words) || said.part(parts));
    found.map(|(kind, ..)| kind).or_else(|| {
        let youth = said.any(&["yjs", "yot", "yos", "yj"]) || said.part(&["youth justice", "youth offend"]);
        youth.then_some(CaseKind::YouthJustice)
    })
}

/// Sex, in the model's word.
pub(super) fn sex(text: &str) -> Option<&'static str> {
    let said = Said::new(text);
    if unknown(&said)
        || said.any(&["neither", "indeterminate", "unborn", "other", "nonbinary"])
        || said.is(&["0", "i", "n"])
    {
        return Some(NOT_RECORDED);
    }
    if said.any(&["female", "girl", "woman"]) || said.is(&["f", "2"]) {
        return Some(FEMALE);
    }
    if said.any(&["male", "boy", "man"]) || said.is(&["m", "1"]) {
        return Some(MALE);
    }
    None
}

/// The broad ethnic group, from the codes of the school and care returns or from words.
pub(super) fn ethnicity(text: &str) -> Option<&'static str> {
    let known = crate::model::case::ETHNICITIES
        .iter()
        .find(|name| name.eq_ignore_ascii_case(text.trim()));
    if let Some(known) = known {
        return Some(known);
    }
    let said = Said::new(text);
    for word in said.0.iter().take(2).chain(said.0.last()) {
        let group = match word.as_str() {
            "wbri" | "wirt" | "wiri" | "woth" | "wrom" | "weng" | "wsco" | "wwel" => WHITE,
            "mwbc" | "mwba" | "mwas" | "moth" => MIXED,
            "aind" | "apkn" | "aban" | "aoth" | "chne" => ASIAN,
            "bcrb" | "bafr" => BLACK,
            // `both` is also a word.
            "both" if said.0.len() == 1 || text.contains("BOTH") => BLACK,
            "ooth" => OTHER,
            "refu" => REFUSED,
            "nobt" => NOT_RECORDED,
            _ => continue,
        };
        return Some(group);
    }
    if said.part(&["refus", "did not wish", "prefer not", "declined"]) {
        return Some(REFUSED);
    }
    if unknown(&said) {
        return Some(NOT_RECORDED);
    }
    let white = said.any(&["white"]);
    let black = said.any(&["black", "caribbean", "african"]);
    let asian = said.any(&["asian", "asia"]);
    if said.part(&["mixed", "multiple", "dual"]) || (white && (black || asian)) || (black && asian) {
        return Some(MIXED);
    }
    if asian || said.any(&["indian", "pakistani", "bangladeshi", "chinese"]) {
        return Some(ASIAN);
    }
    if black || said.any(&["somali", "nigerian", "ghanaian"]) {
        return Some(BLACK);
    }
    if white
        || said.any(&[
            "british",
            "irish",
            "english",
            "welsh",
            "scottish",
            "gypsy",
            "roma",
            "traveller",
            "travellers",
        ])
    {
        return Some(WHITE);
    }
    if said.any(&["arab"]) || (said.any(&["other"]) && said.0.len() <= 5) {
        return Some(OTHER);
    }
    None
}

/// Whether disabled, from yes and no or from the codes of the children in need return.
pub(super) fn disability(text: &str) -> Option<&'static str> {
    let said = Said::new(text);
    if unknown(&said) {
        return Some(NOT_RECORDED);
    }
    if said.is(&["no", "n", "false", "0", "none", "not disabled", "no disability"])
        || said.part(&["no ", "none", "not disab"])
    {
        return Some("No");
    }
    let codes = [
        "mob", "hand", "pc", "inc", "comm", "ld", "hear", "vis", "beh", "con", "aut", "dda", "smi", "oth",
    ];
    if said.is(&["yes", "y", "true", "1", "disabled"])
        || said.any(&codes)
        || said.part(&[
            "yes",
            "disab",
            "autis",
            "learning",
            "hearing",
            "vision",
            "visual",
            "mobility",
            "communication",
        ])
    {
        return Some("Yes");
    }
    None
}

/// Legal status: the words that are offered where it is one of them, else as it stands.
pub(super) fn legal_status(text: &str) -> String {
    let said = Said::new(text);
    let code = said.0.first().map_or("", String::as_str);
    let word = match code {
        "c1" | "ico" => "Interim care order",
        "c2" | "fco" | "co" => "Care order",
        "e1" | "po" => "Placement order",
        "v2" | "v3" | "v4" | "s20" => "Section 20, accommodated",
        "l1" => "Police protection",
        "l2" | "epo" => "Emergency protection order",
        "j1" => "Remand",
        "so" => "Supervision order",
        "sgo" => "Special guardianship order",
        "cao" => "Child arrangements order",
        "none" | "n" | "na" if said.0.len() <= 2 => "None",
        _ => {
            let words: [(&[&str], &str); 12] = [
                (&["interim care order"], "Interim care order"),
                (&["placement order"], "Placement order"),
                (&["supervision order"], "Supervision order"),
                (&["emergency protection"], "Emergency protection order"),
                (&["police p"], "Police protection"),
                (&["special guardian"], "Special guardianship order"),
                (&["child arrangement"], "Child arrangements order"),
                (&["adoption order"], "Adoption order"),
                (&["care order", "full care"], "Care order"),
                (
                    &["section 20", "s 20", "s20", "accommodated"],
                    "Section 20, accommodated",
                ),
                (&["remand"], "Remand"),
                (&["no legal status", "no order"], "None"),
            ];
            match words.into_iter().find(|(parts, _)| said.part(parts)) {
                Some((_, word)) => word,
                None => return text.trim().to_owned(),
            }
        }
    };
    word.to_owned()
}

/// Age in years; `Err` where it cannot be one.
pub(super) fn age(text: &str) -> Result<Option<u8>, ()> {
    let said = Said::new(text);
    if said.0.is_empty() || unknown(&said) && !said.is(&["9"]) {
        return Ok(None);
    }
    if said.any(&["unborn", "prebirth"]) || said.part(&["pre birth", "under 1", "less than 1"]) || text.trim() == "<1" {
        return Ok(Some(0));
    }
    // A whole number, perhaps with a point.
    if let Ok(number) = text.trim().parse::<f64>() {
        let years = number.floor();
        return match years {
            // Not born yet, as some count it.
            -1.0..0.0 => Ok(Some(0)),
            0.0..=30.0 => Ok(Some(years as u8)),
            _ => Err(()),
        };
    }
    // `7 years 3 months`, `7y`, `8 months`.
    let first = said.0.first().map_or("", String::as_str);
    let digits = first.trim_end_matches(|c: char| c.is_alphabetic());
    let unit = first.get(digits.len()..).filter(|unit| !unit.is_empty());
    let unit = unit.or_else(|| said.0.get(1).map(String::as_str)).unwrap_or_default();
    match (digits.parse::<u8>(), unit) {
        (Ok(_), unit) if unit.starts_with('m') || unit.starts_with('w') || unit.starts_with('d') => Ok(Some(0)),
        (Ok(years), unit) if years <= 30 && (unit.is_empty() || unit.starts_with('y')) => Ok(Some(years)),
        _ => Err(()),
    }
}

#[cfg(test)]
#[path = "words_tests.rs"]
mod tests;
