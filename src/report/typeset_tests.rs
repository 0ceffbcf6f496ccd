use serde_json::Value;
use typst::layout::{Frame, FrameItem};

use super::{ReportWorld, attempts, lay_out};
use crate::report::glyphs;
use crate::report::model::AuditReport;
use crate::report::world::AUDIT;

const NAMES: [&str; 12] = [
    "Adébáyọ\u{300} Ẹ\u{301}niọlá",
    "Nguye\u{302}\u{303}n Thị Hương",
    "и\u{306} Юлія",
    "Łucja Żółć, Zoë, Siân, Ngũgĩ",
    "محمد عبد الله",
    "שרה בת־שבע",
    "गुरप्रीत क्षत्रिय",
    "ਗੁਰਪ੍ਰੀਤ",
    "বাংলা ગુજરાતી தமிழ்",
    "አማርኛ ქართული Հայերեն",
    "สมชาย",
    "★ ● ▲ ■ ✓ → ½ ≥ €",
];

fn data(words: &str) -> Value {
    let report = AuditReport {
        overall_why: words.into(),
        ..AuditReport::default()
    };
    let mut data = serde_json::to_value(report).unwrap();
    glyphs::clean(&mut data);
    data
}

/// Every glyph's words and whether its font has the letter they begin with.
fn letters(frame: &Frame, found: &mut Vec<(String, bool)>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => letters(&group.frame, found),
            FrameItem::Text(text) => found.extend(text.glyphs.iter().map(|glyph| {
                let words = &text.text[glyph.range()];
                let first = words.chars().next().unwrap();
                (words.to_owned(), text.font.info().coverage.contains(first.into()))
            })),
            _ => {}
        }
    }
}

#[test]
fn names_are_written_as_they_are() {
    for name in NAMES {
        let before = data(name);
        let mut after = before.clone();
        attempts(AUDIT, &mut after, "").unwrap();
        assert_eq!(before, after);
        assert_eq!(before["overall_why"], name);
    }
}

#[test]
fn no_letter_is_lost_under_its_mark() {
    let world = ReportWorld::new(AUDIT, data(&NAMES.join(" ")).to_string()).unwrap();
    let document = lay_out(&world, typst_pdf::pdf).unwrap();
    let mut found = Vec::new();
    letters(&document.pages()[0].frame, &mut found);
    let lost: Vec<_> = found.iter().filter(|(_, drawn)| !drawn).collect();
    assert!(found.len() > 100 && lost.is_empty(), "{lost:?}");
}

#[test]
fn what_fails_together_is_shown_apart() {
    let mut report = data("ع\u{951} and 7");
    attempts(AUDIT, &mut report, "").unwrap();
    assert_eq!(report["overall_why"], "ع[U+0951] and 7");
}
