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
    screen.click(Role::ComboBox, "Dip sample: any");
    screen.click(Role::MenuItemRadio, "Supervision in child protection");
    screen.click(Role::Button, "Open dip sample");
    screen.until("the grid", |screen| screen.says("Back to audits"));
    screen.picture(&name("dip-sample"));
    screen.click(Role::Button, "Back to audits");
    screen.click(Role::Button, "Clear");
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

/// Half a screen with text at 150 %: so many points are left.
#[test]
fn every_screen_with_large_text_on_half_a_screen() {
    walk(vec2(427.0, 1300.0), false);
    walk(vec2(320.0, 1600.0), false);
}

#[test]
fn every_screen_large_and_dark() {
    walk(vec2(1920.0, 1080.0), true);
}
