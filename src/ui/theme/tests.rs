//! Every pair of colours in use, in every theme.

use eframe::egui::{Color32, Theme};

use super::{Tokens, table};

fn luminance(colour: Color32) -> f64 {
    let channel = |value: u8| {
        let value = f64::from(value) / 255.0;
        if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * channel(colour.r()) + 0.7152 * channel(colour.g()) + 0.0722 * channel(colour.b())
}

fn contrast(one: Color32, other: Color32) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn themes() -> [&'static Tokens; 4] {
    [
        table(Theme::Light, false),
        table(Theme::Dark, false),
        table(Theme::Light, true),
        table(Theme::Dark, true),
    ]
}

#[test]
fn text_can_be_read_on_everything_it_stands_on() {
    for t in themes() {
        let places = [
            ("app", t.app),
            ("surface", t.surface),
            ("sunken", t.sunken),
            ("accent-soft", t.accent_soft),
        ];
        let inks = [
            ("text", t.text),
            ("muted", t.muted),
            ("disabled", t.disabled),
            ("accent", t.accent),
            ("strength", t.strength),
            ("develop", t.develop),
            ("grade-1", t.grade_1),
            ("grade-2", t.grade_2),
            ("grade-3", t.grade_3),
            ("grade-4", t.grade_4),
        ];
        for (ink, colour) in inks {
            for (place, ground) in places {
                let found = contrast(colour, ground);
                assert!(found >= 4.5, "{ink} on {place}: {found:.2}, dark {}", t.dark);
            }
        }
        for rank in 1..=4 {
            let tone = t.grade(rank, 4);
            for (ink, ground) in [(tone.ink, tone.soft), (t.text, tone.soft), (t.on_grade, tone.ink)] {
                let found = contrast(ink, ground);
                assert!(found >= 4.5, "grade {rank}: {found:.2}, dark {}", t.dark);
            }
        }
        for ground in [t.accent, t.accent_hover] {
            assert!(contrast(t.on_accent, ground) >= 4.5);
        }
    }
}

#[test]
fn controls_and_dots_can_be_told_from_what_is_around_them() {
    for t in themes() {
        let marks = [
            ("field-line", t.field_line),
            ("focus", t.focus),
            ("tag-1", t.tag_1),
            ("tag-2", t.tag_2),
            ("tag-3", t.tag_3),
            ("tag-4", t.tag_4),
        ];
        for (mark, colour) in marks {
            for ground in [t.app, t.surface, t.sunken] {
                let found = contrast(colour, ground);
                assert!(found >= 3.0, "{mark}: {found:.2}, dark {}", t.dark);
            }
        }
    }
}

#[test]
fn high_contrast_is_black_and_white_with_thick_lines() {
    for theme in [Theme::Light, Theme::Dark] {
        let t = table(theme, true);
        assert!(contrast(t.text, t.surface) > 20.9);
        assert_eq!((t.line_width(), t.focus_width()), (2.0, 3.0));
        assert_eq!(t.line, t.text);
    }
}

#[test]
fn a_scale_of_two_is_second_and_fourth() {
    let t = table(Theme::Light, false);
    assert_eq!(t.grade(1, 2), t.grade(2, 4));
    assert_eq!(t.grade(2, 2), t.grade(4, 4));
    assert_eq!(t.grade(0, 4).ink, t.muted);
    assert_eq!(t.grade(9, 9).ink, t.muted);
}
