//! The layers of ARCHITECTURE.md: arrows that are not drawn there do not exist in the code.

use std::path::{Path, PathBuf};

fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs")
                && !path.to_string_lossy().ends_with("tests.rs")
            {
                let text = std::fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    let mut found = Vec::new();
    walk(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(folder),
        &mut found,
    );
    assert!(!found.is_empty(), "{folder}");
    found
}

/// The program's lines of a file: without its tests and comments.
fn program(text: &str) -> impl Iterator<Item = &str> {
    let end = text.find("#[cfg(test)]\nmod tests {").unwrap_or(text.len());
    text[..end].lines().filter(|line| !line.trim_start().starts_with("//"))
}

fn forbid(folder: &str, words: &[&str]) {
    for (path, text) in sources(folder) {
        for (at, line) in program(&text).enumerate() {
            for word in words {
                assert!(
                    !line.contains(word),
                    "{}:{}: {word} does not belong in {folder}: {}",
                    path.display(),
                    at + 1,
                    line.trim()
                );
            }
        }
    }
}

#[test]
fn arrows_that_are_not_drawn_do_not_exist() {
    let screen = ["egui", "eframe", "rfd::"];
    forbid(
        "model",
        &[
            &screen[..],
            &[
                "rusqlite",
                "std::fs",
                "crate::store",
                "crate::app",
                "crate::ui",
                "crate::exchange",
                "crate::report",
            ],
        ]
        .concat(),
    );
    forbid(
        "store",
        &[
            &screen[..],
            &["crate::app", "crate::ui", "crate::exchange", "crate::report"],
        ]
        .concat(),
    );
    forbid(
        "exchange",
        &[
            &screen[..],
            &["rusqlite", "crate::store", "crate::app", "crate::ui", "crate::report"],
        ]
        .concat(),
    );
    forbid(
        "report",
        &[
            &screen[..],
            &[
                "rusqlite",
                "std::fs",
                "crate::store",
                "crate::app",
                "crate::ui",
                "crate::exchange",
            ],
        ]
        .concat(),
    );
    forbid("app", &[&screen[..], &["rusqlite", "crate::ui"]].concat());
    forbid("ui", &["rusqlite", "crate::store", "crate::report", "crate::exchange"]);
}

#[test]
fn nothing_opens_a_socket() {
    for folder in ["model", "store", "exchange", "report", "app", "ui"] {
        forbid(folder, &["std::net", "TcpStream", "UdpSocket", "TcpListener"]);
    }
}

#[test]
fn no_colour_stands_outside_the_theme() {
    for (path, text) in sources("ui") {
        if path.to_string_lossy().contains("theme") {
            continue;
        }
        for line in program(&text) {
            for word in [
                "from_rgb",
                "from_gray",
                "from_rgba",
                "Color32::BLACK",
                "Color32::WHITE",
                "Color32::RED",
                "hex_color!",
            ] {
                assert!(!line.contains(word), "{}: {}", path.display(), line.trim());
            }
        }
    }
}

/// A field bound to a record carries an id made of the record, or undo brings one record's words into another.
#[test]
fn no_text_field_has_an_automatic_id() {
    for (path, text) in sources("ui") {
        if path.ends_with("widgets/field.rs") || path.ends_with("widgets/typeahead.rs") {
            continue;
        }
        for line in program(&text) {
            assert!(
                !line.contains("TextEdit::"),
                "{}: use widgets::Field, which asks for an id: {}",
                path.display(),
                line.trim()
            );
        }
    }
}
