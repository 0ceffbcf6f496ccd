use crate::screen::Screen;
use eframe::egui::accesskit::Role;
use eframe::egui::{Vec2, vec2};
use plumbline::app::worker::Start;
use plumbline::ui::wish::Wish;

fn walk(size: Vec2, dark: bool) {
    let name = |screen: &str| format!("{screen}-{}x{}{}", size.x, size.y, if dark { "-dark" } else { "" });
    let mut screen = Screen::start(size, Start::Example);
    if dark {
        screen.harness.ctx.set_theme(eframe::egui::Theme::Dark);
    }
    screen.until("example data", |screen| screen.says("Example data"));
    screen.settle();
    let ctx = screen.harness.ctx.clone();
    screen
        .harness
        .state_mut()
        .do_wishes(&ctx, vec![Wish::OpenAudit(2, None)]);
    screen.settle();
    screen.picture(&name("audit"));
    screen
        .harness
        .state_mut()
        .do_wishes(&ctx, vec![Wish::OpenAudit(2, Some("assessment".into()))]);
    screen.settle();
    screen.picture(&name("audit2"));
    println!("{}", screen.tree());
    screen
        .harness
        .state_mut()
        .do_wishes(&ctx, vec![Wish::Command(plumbline::app::Command::NextUnanswered)]);
    screen.settle();
    screen.picture(&name("audit-question"));
    screen.go("Grades");
    screen.picture(&name("grades"));
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
