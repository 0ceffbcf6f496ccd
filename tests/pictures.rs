//! Every screen over the example data, drawn when `PLUMBLINE_PICTURES` names a folder; else only walked through, which
//! finds controls without a name, letters no font has, and screens that never settle.

use crate::screen::Screen;
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, Theme, Vec2, vec2};
use plumbline::app::worker::Start;

fn walk(size: Vec2, dark: bool) {
    let name = |screen: &str| format!("{screen}-{}x{}{}", size.x, size.y, if dark { "-dark" } else { "" });
    let mut screen = Screen::start(size, Start::Example);
    let theme = if dark { Theme::Dark } else { Theme::Light };
    screen.harness.ctx.set_theme(theme);
    screen.until("example data", |screen| screen.says("Example data"));
    screen.settle();
    screen.picture(&name("audits"));
    screen.open_audit("4417");
    screen.picture(&name("audit"));
    // It opens where something is left to do; the third section is well filled.
    for _ in 0..12 {
        screen.key(Modifiers::COMMAND, Key::PageUp);
    }
    screen.key(Modifiers::COMMAND, Key::PageDown);
    screen.key(Modifiers::COMMAND, Key::PageDown);
    screen.picture(&name("audit-third"));
    screen.click_start(Role::Button, "3.6 ");
    screen.picture(&name("audit-question"));
    screen.go("Grades");
    screen.picture(&name("grades"));
    screen.go("Actions");
    screen.picture(&name("actions"));
    screen.go("Audits");
    screen.open_audit("4220");
    screen.click(Role::Button, "Record what was done");
    screen.picture(&name("urgent-concern"));
}

#[test]
fn every_screen_at_1280() {
    walk(vec2(1280.0, 800.0), false);
}

#[test]
fn every_screen_at_640() {
    walk(vec2(640.0, 800.0), false);
}

#[test]
fn every_screen_large_and_dark() {
    walk(vec2(1920.0, 1080.0), true);
}
