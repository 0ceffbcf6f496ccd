//! Words of many councils.

use super::*;
use crate::model::case::{DISABILITIES, ETHNICITIES, LEGAL_STATUSES, SEXES};
use proptest::prelude::*;

#[test]
fn kinds_of_case_in_many_words() {
    use CaseKind::{
        Adoption, Assessment, CareLeaver, ChildInCare, ChildInNeed, ChildProtection, Closed, EarlyHelp, FamilyHelp,
        FrontDoor, PreProceedings, PrivateFostering, YouthJustice,
    };
    for (text, expected) in [
        ("Child in need", ChildInNeed),
        ("CIN", ChildInNeed),
        ("c) Child in need plan", ChildInNeed),
        ("CPP", ChildProtection),
        ("b) Child Protection plan", ChildProtection),
        ("CP - neglect", ChildProtection),
        ("LAC", ChildInCare),
        ("Looked-after child", ChildInCare),
        ("Children in care (s20)", ChildInCare),
        ("Care leaver, former relevant", CareLeaver),
        ("d) Open assessment", Assessment),
        ("C&F assessment", Assessment),
        ("Section 47 enquiry", Assessment),
        ("Early Help", EarlyHelp),
        ("Family Help", FamilyHelp),
        ("MASH", FrontDoor),
        ("Referral", FrontDoor),
        ("PLO", PreProceedings),
        ("Private fostering", PrivateFostering),
        ("SGO", Adoption),
        ("e) Closed episode", Closed),
        ("Youth justice", YouthJustice),
    ] {
        assert_eq!(kind(text), Some(expected), "{text}");
    }
    for of in CaseKind::ALL {
        assert_eq!(kind(of.name()), Some(*of));
    }
    for text in ["", "North", "Open", "7"] {
        assert_eq!(kind(text), None, "{text}");
    }
}

#[test]
fn sexes_ethnicities_and_disabilities_by_code_and_by_word() {
    for (text, word) in [
        ("F", FEMALE),
        ("b) Female", FEMALE),
        ("a) Male", MALE),
        ("M", MALE),
        ("1", MALE),
        ("d) Neither", NOT_RECORDED),
        ("c) Not stated/recorded", NOT_RECORDED),
    ] {
        assert_eq!(sex(text), Some(word), "{text}");
    }
    assert_eq!(sex("Gemini"), None);
    for (text, word) in [
        ("a) WBRI", WHITE),
        ("White British", WHITE),
        ("Gypsy/Roma", WHITE),
        ("White and Black Caribbean", MIXED),
        ("Any other mixed background", MIXED),
        ("White - Asian", MIXED),
        ("q) CHNE", ASIAN),
        ("Any other Asian background", ASIAN),
        ("Pakistani", ASIAN),
        ("BOTH", BLACK),
        ("Black, Black British, Caribbean or African", BLACK),
        ("African", BLACK),
        ("Any other ethnic group", OTHER),
        ("Arab", OTHER),
        ("Information not yet obtained", NOT_RECORDED),
        ("Did not wish to be recorded", REFUSED),
    ] {
        assert_eq!(ethnicity(text), Some(word), "{text}");
    }
    assert_eq!(ethnicity("Martian"), None);
    for (text, word) in [
        ("Y", "Yes"),
        ("a) Yes", "Yes"),
        ("b) No", "No"),
        ("NONE", "No"),
        ("No disability", "No"),
        ("AUT", "Yes"),
        ("c) Unknown", NOT_RECORDED),
        ("TRUE", "Yes"),
        ("Learning disability", "Yes"),
    ] {
        assert_eq!(disability(text), Some(word), "{text}");
    }
    assert_eq!(disability("Perhaps"), None);
}

#[test]
fn legal_statuses_by_code_and_by_word() {
    for (text, word) in [
        ("C2: FCO", "Care order"),
        ("C1", "Interim care order"),
        ("V2: Single period under S20", "Section 20, accommodated"),
        ("Full care order", "Care order"),
        ("Interim Care Order (s38)", "Interim care order"),
        ("n/a", "None"),
        ("Wardship", "Wardship"),
    ] {
        assert_eq!(legal_status(text), word, "{text}");
    }
    for word in LEGAL_STATUSES {
        assert_eq!(legal_status(word), *word);
    }
}

#[test]
fn ages_in_many_forms() {
    for (text, years) in [
        ("7", 7),
        ("7.9", 7),
        ("0", 0),
        ("-1", 0),
        ("<1", 0),
        ("Unborn", 0),
        ("8 months", 0),
        ("7 years 3 months", 7),
        ("7y", 7),
        ("9", 9),
        ("18", 18),
    ] {
        assert_eq!(age(text), Ok(Some(years)), "{text}");
    }
    assert_eq!(age(""), Ok(None));
    assert_eq!(age("Not known"), Ok(None));
    for text in ["43", "-5", "old", "7 apples", "NaN", "1e99"] {
        assert_eq!(age(text), Err(()), "{text}");
    }
}

proptest! {
    #[test]
    fn what_is_read_is_a_word_of_the_model(text in "\\PC{0,24}") {
        prop_assert!(sex(&text).is_none_or(|word| SEXES.contains(&word)));
        prop_assert!(ethnicity(&text).is_none_or(|word| ETHNICITIES.contains(&word)));
        prop_assert!(disability(&text).is_none_or(|word| DISABILITIES.contains(&word)));
        let _read = (kind(&text), legal_status(&text), age(&text));
    }
}
