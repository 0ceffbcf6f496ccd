//! The window under test: found by role and name, as a screen reader finds it.

use crate::fixture::{NOW, key};
use eframe::egui::accesskit::Role;
use eframe::egui::{self, Key, Modifiers, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use plumbline::app::worker::Start;
use plumbline::model::time::StepClock;
use plumbline::ui::files::NoFiles;
use plumbline::ui::window::{Setup, Window};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

pub const WIDE: Vec2 = Vec2::new(1280.0, 800.0);
pub const HALF: Vec2 = Vec2::new(640.0, 800.0);

pub struct Screen {
    pub harness: Harness<'static, Window>,
}

impl Screen {
    /// A window of that size over a workbook made by a fixture.
    pub fn open(path: &Path, size: Vec2) -> Self {
        let path: PathBuf = path.to_owned();
        let mut screen = Self::start(size, Start::Open(path, key()));
        screen.until("the list of audits", |screen| {
            screen.has(Role::Label, "Audits") || screen.has(Role::Button, "Continue")
        });
        if screen.has(Role::Button, "Continue") {
            screen.click(Role::Button, "Continue");
        }
        screen
    }

    pub fn start(size: Vec2, start: Start) -> Self {
        Self::with_settings(size, start, None)
    }

    /// A window that keeps its settings in a file.
    pub fn with_settings(size: Vec2, start: Start, settings_file: Option<PathBuf>) -> Self {
        let harness = Harness::builder()
            .with_size(size)
            .with_max_steps(30)
            .with_pixels_per_point(1.0)
            .build_eframe(move |cc| {
                let setup = Setup {
                    settings_file: settings_file.clone(),
                    clock: Arc::new(StepClock::still(NOW)),
                    files: Box::new(NoFiles),
                    file: None,
                };
                let mut window = Window::new(&cc.egui_ctx, setup);
                window.begin(&cc.egui_ctx, start);
                window
            });
        Self { harness }
    }

    /// Steps until `held` does; the workbook's thread is real, so it may take a while.
    pub fn until(&mut self, what: &str, mut held: impl FnMut(&mut Self) -> bool) {
        let end = Instant::now() + Duration::from_secs(20);
        loop {
            self.harness.step();
            if held(self) {
                return;
            }
            assert!(Instant::now() < end, "waited for {what}:\n{}", self.tree());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Lets the workbook's thread answer what was asked.
    pub fn settle(&mut self) {
        for _ in 0..12 {
            self.harness.step();
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    pub fn has(&self, role: Role, name: &str) -> bool {
        self.harness.query_all_by_role_and_label(role, name).next().is_some()
    }

    pub fn says(&self, words: &str) -> bool {
        self.harness.query_all_by_label_contains(words).next().is_some()
    }

    pub fn click(&mut self, role: Role, name: &str) {
        self.until(name, |screen| screen.has(role, name));
        self.harness
            .query_all_by_role_and_label(role, name)
            .next()
            .unwrap()
            .click_accesskit();
        self.settle();
    }

    /// Presses what begins with these words.
    pub fn click_start(&mut self, role: Role, start: &str) {
        let find = |node: &egui_kittest::kittest::AccessKitNode<'_>| {
            node.role() == role && node.label().is_some_and(|label| label.starts_with(start))
        };
        self.until(start, |screen| screen.harness.query_all_by(find).next().is_some());
        self.harness.query_all_by(find).next().unwrap().click_accesskit();
        self.settle();
    }

    /// Gives a field the keyboard and types.
    pub fn type_in(&mut self, role: Role, name: &str, words: &str) {
        self.until(name, |screen| screen.has(role, name));
        let node = self.harness.query_all_by_role_and_label(role, name).next().unwrap();
        node.focus();
        self.harness.step();
        self.harness.event(egui::Event::Text(words.to_owned()));
        self.settle();
    }

    /// The name of what has the keyboard.
    pub fn focused(&self) -> Option<String> {
        let focused =
            |node: &egui_kittest::kittest::AccessKitNode<'_>| node.is_focused() && node.role() != Role::Window;
        self.harness
            .query_all_by(focused)
            .next()
            .and_then(|node| node.accesskit_node().label())
    }

    pub fn key(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.settle();
    }

    /// Roles, names and values, a line each: what a screen reader finds.
    pub fn tree(&self) -> String {
        fn line(node: egui_kittest::kittest::AccessKitNode<'_>, depth: usize, out: &mut String) {
            let (role, label, value) = (
                node.role(),
                node.label().unwrap_or_default(),
                node.value().unwrap_or_default(),
            );
            let plain = matches!(
                role,
                Role::GenericContainer
                    | Role::TextRun
                    | Role::Unknown
                    | Role::Pane
                    | Role::ScrollView
                    | Role::ScrollBar
            );
            if !plain {
                let value = if value.is_empty() || value == label {
                    String::new()
                } else {
                    format!(" = {value:?}")
                };
                out.push_str(&format!("{}{role:?} {label:?}{value}\n", "  ".repeat(depth)));
            }
            for child in node.children() {
                line(child, depth + usize::from(!plain), out);
            }
        }
        let mut out = String::new();
        line(self.harness.root().accesskit_node(), 0, &mut out);
        out
    }

    /// A picture, when a folder for pictures is named.
    pub fn picture(&mut self, name: &str) {
        let Some(folder) = std::env::var_os("PLUMBLINE_PICTURES") else {
            return;
        };
        self.settle();
        let picture = self.harness.render().expect("a renderer");
        picture
            .save(PathBuf::from(folder).join(format!("{name}.png")))
            .expect("a picture");
    }

    /// Closes the window as its close button does, so that the workbook can be opened again.
    pub fn close(self) {
        drop(self.harness);
    }
}

impl Screen {
    /// Goes to a place by the rail, or by its menu where the rail is folded.
    pub fn go(&mut self, place: &str) {
        if self
            .harness
            .query_all_by_role_and_label(Role::Button, place)
            .next()
            .is_none()
        {
            let menu = |node: &egui_kittest::kittest::AccessKitNode<'_>| {
                node.role() == Role::Button
                    && node
                        .label()
                        .is_some_and(|label| label.starts_with("Places") || label.starts_with("Go to"))
            };
            if let Some(node) = self.harness.query_all_by(menu).next() {
                node.click_accesskit();
            }
            self.settle();
            self.click(Role::MenuItem, place);
            return;
        }
        self.click(Role::Button, place);
    }

    /// Opens the audit of a child from the list.
    pub fn open_audit(&mut self, reference: &str) {
        let find = |node: &egui_kittest::kittest::AccessKitNode<'_>| {
            node.role() == Role::Row && node.label().is_some_and(|label| label.contains(reference))
        };
        self.until(reference, |screen| screen.harness.query_all_by(find).next().is_some());
        self.harness.query_all_by(find).next().unwrap().click_accesskit();
        self.until("the audit", |screen| {
            screen.harness.state().desk().and_then(|desk| desk.audit()).is_some()
        });
        self.settle();
    }
}
