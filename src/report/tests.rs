use std::time::Instant;

use proptest::prelude::*;

use super::model::{
    Action, Answer, Area, AuditReport, Direction, Evidence, Fact, Grade, Judgement, Letterhead, SafeNow, UrgentConcern,
};
use super::{audit_pdf, example, summary_pdf};

/// A report with this text in every place that takes one.
fn everywhere(text: &str) -> AuditReport {
    let t = || text.to_owned();
    let fact = || Fact::new(text, text);
    let grade = |rank| {
        Some(Grade {
            name: t(),
            short: t(),
            rank,
            of: 4,
        })
    };
    AuditReport {
        letterhead: Letterhead {
            council: t(),
            title: t(),
            marking: t(),
            framework: vec![t()],
            attribution: vec![t()],
            unverified: vec![t()],
            report_code: t(),
            made_on: t(),
            example_data: false,
        },
        heading: t(),
        judgements_word: t(),
        overall_word: t(),
        impact_word: t(),
        facts: vec![fact()],
        safe_now: Some(SafeNow {
            question: t(),
            answer: t(),
            when: t(),
            why: t(),
            alarm: true,
            safe: false,
        }),
        urgent_concerns: vec![UrgentConcern {
            title: t(),
            open: true,
            lines: vec![fact()],
        }],
        overall: grade(1),
        overall_first: grade(7),
        overall_why: t(),
        overall_warnings: vec![t()],
        judgements: vec![Judgement {
            number: t(),
            name: t(),
            grade: grade(0),
            first_grade: grade(2),
            why: t(),
            found: t(),
            impact: t(),
            strengths: vec![t()],
            areas: vec![Area { text: t(), tag: t() }],
            answered: t(),
            answers: vec![Answer {
                id: t(),
                question: t(),
                answer: t(),
                rank: Some(1),
                of: 3,
                note: t(),
            }],
            evidence: vec![Evidence {
                text: t(),
                source: t(),
                direction: Direction::Strength,
                happened: t(),
                seen: t(),
                reference: t(),
                criteria: vec![t()],
                tags: vec![t()],
            }],
            warnings: vec![t()],
        }],
        judgement_table: vec![0, 5],
        feedback: vec![fact()],
        actions: vec![Action {
            what: t(),
            owner: t(),
            due: t(),
            done: t(),
            evidence: t(),
            overdue: true,
        }],
    }
}

/// Text that layout, shaping or PDF/UA have reason to refuse.
fn nasty() -> impl Strategy<Value = String> {
    let class = prop_oneof![
        prop::char::range('\u{202a}', '\u{202e}'),
        prop::char::range('\u{2060}', '\u{206f}'),
        prop::char::range('\u{200b}', '\u{200f}'),
        prop::char::range('\u{300}', '\u{36f}'),
        prop::char::range('\u{590}', '\u{6ff}'),
        prop::char::range('\u{900}', '\u{9ff}'),
        prop::char::range('\u{a00}', '\u{aff}'),
        prop::char::range('\u{b80}', '\u{bff}'),
        prop::char::range('\u{e00}', '\u{e7f}'),
        prop::char::range('\u{1200}', '\u{137f}'),
        prop::char::range('\u{1ab0}', '\u{1aff}'),
        prop::char::range('\u{20d0}', '\u{20ff}'),
        prop::char::range('\u{e000}', '\u{e010}'),
        prop::char::range('\u{fe00}', '\u{fe2f}'),
        prop::char::range('\u{fdd0}', '\u{fdef}'),
        prop::char::range('\u{ff00}', '\u{ffff}'),
        prop::char::range('\u{1f1e6}', '\u{1f64f}'),
        prop::char::range('\u{e0000}', '\u{e007f}'),
        prop::char::range('\u{0}', '\u{a0}'),
        prop::sample::select(vec![
            '\u{ad}', '\u{2028}', '\u{feff}', '\u{fffc}', '\u{25cc}', '\u{951}', 'क', 'ع', '*', '#', '\\'
        ]),
    ];
    prop::collection::vec(class, 0..40).prop_map(String::from_iter)
}

#[test]
fn the_examples_are_pdfs_and_tell_nothing_of_their_maker() {
    for pdf in [
        audit_pdf(&example::case_audit()).unwrap(),
        audit_pdf(&example::service_audit()).unwrap(),
        audit_pdf(&example::empty_audit()).unwrap(),
        audit_pdf(&AuditReport::default()).unwrap(),
        summary_pdf(&example::summary()).unwrap(),
    ] {
        assert!(pdf.starts_with(b"%PDF-1.7"));
        let text = String::from_utf8_lossy(&pdf);
        for word in [
            "/Author",
            "/Creator",
            "/Producer",
            "/CreationDate",
            "/ModDate",
            "/Keywords",
            "Typst",
            "Plumbline",
        ] {
            assert!(!text.contains(word), "{word}");
        }
        // Digits elsewhere may be places in the file.
        for title in text
            .split("itle")
            .skip(1)
            .map(|after| after.split('\n').next().unwrap_or(""))
        {
            assert!(!title.contains("4417"), "{title}");
        }
        assert!(text.contains("pdfuaid:part") && text.contains("en-GB"));
    }
}

#[test]
fn the_same_report_gives_the_same_file() {
    let report = example::service_audit();
    assert!(audit_pdf(&report).unwrap() == audit_pdf(&report).unwrap());
}

#[test]
fn known_traps_export() {
    let long = "word ".repeat(300);
    for text in [
        "",
        " ",
        "\u{200b}",
        "= Heading #panic(\"no\") *bold* $x$ @ref <label> // gone \\",
        "ع\u{951}",
        "a\u{951}\u{cd1}",
        "\u{301}",
        "👨\u{200d}👩\u{200d}👧 ❤\u{fe0f} 🏴\u{e0067}\u{e0062}\u{e007f}",
        "محمد بن سلمان ـ لا",
        "क्\u{200d}ष ਗੁਰਪ੍ਰੀਤ বাংলা ગુજરાતી தமிழ் አማርኛ ქართული Հայերեն ไทย",
        "中文姓名",
        "\u{f8ff}\u{10ffff}\u{ffff}\u{0}",
        &long,
    ] {
        audit_pdf(&everywhere(text)).unwrap_or_else(|error| panic!("{text:.40}: {error}"));
    }
}

/// Pages to look at and times to read, when a folder is named: `PLUMBLINE_REPORTS=folder cargo test report`.
#[test]
fn every_example_is_set() {
    let folder = std::env::var("PLUMBLINE_REPORTS").ok();
    let timed = |name: &str, make: &dyn Fn() -> Vec<u8>| {
        let start = Instant::now();
        let pdf = make();
        assert!(pdf.starts_with(b"%PDF-"), "{name}");
        if let Some(folder) = &folder {
            println!("{name}: {:?}, {} bytes", start.elapsed(), pdf.len());
            std::fs::write(format!("{folder}/{name}.pdf"), pdf).unwrap();
        }
    };
    timed("case", &|| audit_pdf(&example::case_audit()).unwrap());
    timed("case-again", &|| audit_pdf(&example::case_audit()).unwrap());
    timed("service", &|| audit_pdf(&example::service_audit()).unwrap());
    timed("empty", &|| audit_pdf(&example::empty_audit()).unwrap());
    timed("bare", &|| audit_pdf(&AuditReport::default()).unwrap());
    timed("summary", &|| summary_pdf(&example::summary()).unwrap());
    timed("scripts", &|| {
        audit_pdf(&everywhere(
            "محمد שרה ਗੁਰਪ੍ਰੀਤ বাংলা ગુજરાતી தமிழ் አማርኛ ქართული Հայերեն ไทย नेपाली Łódź 😀 中文",
        ))
        .unwrap()
    });
    timed("long", &|| audit_pdf(&example::long_audit()).unwrap());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_text_exports(text in any::<String>()) {
        prop_assert!(audit_pdf(&everywhere(&text)).is_ok());
    }

    #[test]
    fn nasty_text_exports(text in nasty()) {
        prop_assert!(audit_pdf(&everywhere(&text)).is_ok());
    }
}
