use super::{clean, keep_plain, printable, spell_out};
use serde_json::json;

#[test]
fn what_no_font_has_is_shown_as_its_code() {
    assert_eq!(printable("Well done 😀"), "Well done [U+1F600]");
    assert_eq!(printable("a\u{e000}b\u{fffe}"), "a[U+E000]b[U+FFFE]");
    assert_eq!(printable("bell\u{7}"), "bell[U+0007]");
}

#[test]
fn what_people_write_stays() {
    for text in [
        "Zoë’s café – “fine” £3 ½ → ★ ● ▲ ■ ✓",
        "محمد",
        "שרה",
        "ਗੁਰਪ੍ਰੀਤ",
        "Ngũgĩ Łódź Nguyễn",
    ] {
        assert_eq!(printable(text), text);
    }
}

#[test]
fn line_breaks_are_of_one_kind() {
    assert_eq!(printable("a\r\nb\rc\u{2028}d"), "a\nb\nc\nd");
    assert_eq!(printable("\n a \n\n\n\n b \n"), "a\n\n b");
    assert_eq!(printable("a\n \n b"), "a\n\n b");
}

#[test]
fn nothing_that_prints_is_empty() {
    assert_eq!(printable("\u{200b}\u{ad}\u{feff} \t\n"), "");
}

#[test]
fn overrides_turn_nothing_round() {
    assert_eq!(printable("safe\u{202e}efasnu"), "safeefasnu");
}

#[test]
fn long_runs_can_break() {
    let text = printable(&"x".repeat(100));
    assert!(text.split('\u{200b}').all(|part| part.len() <= 24), "{text}");
    assert_eq!(text.replace('\u{200b}', ""), "x".repeat(100));
}

#[test]
fn a_mark_that_fails_in_company_is_spelt_out() {
    let mut report = json!({ "a": ["ع\u{951}لي", 1, null] });
    spell_out(&mut report, &["ع\u{951}".to_owned()].into());
    assert_eq!(report["a"][0], "ع[U+0951]لي");
}

#[test]
fn plain_is_plain() {
    let mut report = json!({ "a": "Zoë\nعلي" });
    keep_plain(&mut report);
    assert_eq!(report["a"], "Zoë\n[U+0639][U+0644][U+064A]");
}

#[test]
fn every_text_is_cleaned() {
    let mut report = json!({ "a": ["\u{1}", { "b": "\u{2}" }], "c": 3 });
    clean(&mut report);
    assert_eq!(report, json!({ "a": ["[U+0001]", { "b": "[U+0002]" }], "c": 3 }));
}
