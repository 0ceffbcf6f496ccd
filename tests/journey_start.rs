//! From the start screen into a workbook and back, by role and name, at a desk's width and at half a laptop's.

use crate::fixture::NOW;
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, Theme, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use plumbline::app::session::{NewWorkbook, Session, Unlock};
use plumbline::app::settings::Settings;
use plumbline::model::time::{Moment, StepClock};
use plumbline::ui::files::NoFiles;
use plumbline::ui::window::{Setup, Window};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

const PASSPHRASE: &str = "orchid tractor velvet moonlight";
const WIDE: (f32, f32) = (1280.0, 800.0);
const NARROW: (f32, f32) = (640.0, 800.0);

struct Journey {
    harness: Harness<'static, Window>,
    name: String,
    pictures: Option<PathBuf>,
}

fn journey(name: &str, size: (f32, f32), settings_file: Option<PathBuf>, file: Option<PathBuf>) -> Journey {
    let pictures = std::env::var_os("PLUMBLINE_PICTURES").map(PathBuf::from);
    let dark = pictures.is_some() && name.contains("dark");
    let builder = Harness::builder()
        .with_size(vec2(size.0, size.1))
        .with_max_steps(60)
        .with_theme(if dark { Theme::Dark } else { Theme::Light });
    let builder = if pictures.is_some() { builder.wgpu() } else { builder };
    let harness = builder.build_eframe(|cc| {
        Window::new(
            &cc.egui_ctx,
            Setup {
                settings_file,
                clock: Arc::new(StepClock::at(NOW)),
                files: Box::new(NoFiles),
                file,
            },
        )
    });
    let mut journey = Journey {
        harness,
        name: format!("{name}-{}", size.0),
        pictures,
    };
    journey.settle();
    journey
}

impl Journey {
    /// A few frames: what was done is laid out, and laid out again.
    fn settle(&mut self) {
        self.harness.run_steps(4);
    }

    /// Frames until something holds: the workbook's thread is a real one.
    fn until(&mut self, what: &str, holds: impl Fn(&Harness<'static, Window>) -> bool) {
        let end = Instant::now() + Duration::from_mins(1);
        while !holds(&self.harness) {
            assert!(Instant::now() < end, "waited for {what}:\n{}", self.names().join("\n"));
            std::thread::sleep(Duration::from_millis(10));
            self.harness.step();
        }
        self.settle();
    }

    fn until_named(&mut self, name: &str) {
        self.until(name, |harness| {
            harness.query_all_by_label_contains(name).next().is_some()
        });
    }

    /// Waits until this has the keyboard: advice on a passphrase comes from another thread.
    fn until_focused(&mut self, name: &str) {
        for _ in 0..4000 {
            if self.focused().as_deref() == Some(name) {
                return;
            }
            self.harness.step();
            std::thread::sleep(Duration::from_millis(5));
        }
        assert_eq!(self.focused().as_deref(), Some(name));
    }

    /// Everything named on the screen.
    fn names(&self) -> Vec<String> {
        self.harness
            .root()
            .children_recursive()
            .filter_map(|node| {
                let node = node.accesskit_node();
                let label = node.label().or_else(|| node.value())?;
                let error = node.description().unwrap_or_default();
                Some(format!("{label} {error}").trim().to_owned())
            })
            .collect()
    }

    fn says(&self, words: &str) -> bool {
        self.names().iter().any(|name| name.contains(words))
    }

    fn press(&mut self, name: &str) {
        self.click(Role::Button, name);
    }

    /// Brings a control into sight, as a reader of screens does, and presses it.
    fn click(&mut self, role: Role, name: &str) {
        self.harness.get_by_role_and_label(role, name).scroll_to_me();
        self.settle();
        self.harness.get_by_role_and_label(role, name).click();
        self.settle();
    }

    fn key(&mut self, key: Key) {
        self.harness.key_press(key);
        self.settle();
    }

    fn focused(&self) -> Option<String> {
        self.harness
            .root()
            .children_recursive()
            .find(egui_kittest::Node::is_focused)
            .and_then(|node| node.accesskit_node().label())
    }

    /// Replaces what is in a field.
    fn fill(&mut self, role: Role, name: &str, words: &str) {
        self.harness.get_by_role_and_label(role, name).focus();
        self.settle();
        self.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
        self.harness.step();
        self.harness.get_by_role_and_label(role, name).type_text(words);
        self.settle();
    }

    fn picture(&mut self, at: &str) {
        if let Some(folder) = &self.pictures {
            let picture = self.harness.render().unwrap();
            picture.save(folder.join(format!("{}-{at}.png", self.name))).unwrap();
        }
    }

    /// The recovery words, as the dialog shows them.
    fn words(&self) -> Vec<String> {
        let names = self.names();
        (1..=24)
            .map(|at| {
                let start = format!("{at}. ");
                let found = names.iter().find_map(|name| name.strip_prefix(&start));
                found.unwrap_or_else(|| panic!("no word {at}")).to_owned()
            })
            .collect()
    }

    /// Writes the words down, types two of them back, and closes the dialog.
    fn recovery_code(&mut self) -> Vec<String> {
        self.until_named("Recovery code");
        let words = self.words();
        assert_eq!(self.focused().as_deref(), Some("The 24 words, in order"));
        self.picture("recovery");
        self.press("I have it on paper");
        self.picture("check");
        assert!(!self.says("1. "), "the words are hidden while they are asked for");
        let asked: Vec<usize> = (1..=24)
            .filter(|at| self.names().contains(&format!("Word {at}")))
            .collect();
        let asked: Vec<usize> = asked
            .into_iter()
            .filter(|at| {
                self.harness
                    .query_by_role_and_label(Role::TextInput, &format!("Word {at}"))
                    .is_some()
            })
            .collect();
        assert_eq!(asked.len(), 2);
        self.press("Done");
        assert!(self.says("Check the recovery code"), "nothing typed is not enough");
        for at in &asked {
            self.fill(Role::TextInput, &format!("Word {at}"), &words[at - 1].to_uppercase());
        }
        self.press("Done");
        assert!(!self.says("Check the recovery code"));
        words
    }
}

fn passphrase(words: &str) -> Unlock {
    Unlock::Passphrase(words.to_owned().into())
}

fn made(folder: &Path) -> PathBuf {
    let path = folder.join("practice-audits.plumb");
    let new = NewWorkbook {
        council: "North Council".into(),
        title: "Practice audits".into(),
        marking: "OFFICIAL-SENSITIVE".into(),
        auditor: "A. Auditor".into(),
        role: "Service manager".into(),
        frameworks: vec!["case-audit".into()],
        example: false,
    };
    Session::create(&path, &passphrase(PASSPHRASE), &new, Arc::new(StepClock::at(NOW))).unwrap();
    path
}

fn opened(path: &Path, unlock: &Unlock) -> Session {
    Session::open(path, unlock, Arc::new(StepClock::at(NOW))).unwrap()
}

fn new_workbook(name: &str, size: (f32, f32)) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.plumb");
    let mut journey = journey(name, size, None, None);
    journey.picture("start");
    assert_eq!(journey.focused().as_deref(), Some("New workbook"));
    journey.press("New workbook");
    assert_eq!(journey.focused().as_deref(), Some("Council"));
    journey.picture("new");

    journey.press("Make workbook");
    assert!(journey.says("Type the council’s name."));
    assert!(journey.says("Type a passphrase."));
    assert_eq!(journey.focused().as_deref(), Some("Council"));
    journey.picture("faults");

    journey.fill(Role::TextInput, "Council", "North Council");
    journey.fill(Role::TextInput, "Your name", "A. Auditor");
    journey.fill(Role::TextInput, "Where it is kept", &path.display().to_string());
    journey.fill(Role::PasswordInput, "Passphrase", "northcouncil");
    journey.press("Make workbook");
    journey.until_named("Too easy to guess");
    journey.until_focused("Passphrase");
    journey.picture("weak");
    journey.fill(Role::PasswordInput, "Passphrase", PASSPHRASE);
    journey.fill(Role::PasswordInput, "Passphrase again", "something else");
    journey.until_named("Strong");
    journey.press("Make workbook");
    assert!(journey.says("The two are not the same."));
    assert_eq!(journey.focused().as_deref(), Some("Passphrase again"));
    assert!(!path.exists());
    journey.fill(Role::PasswordInput, "Passphrase again", PASSPHRASE);
    journey.picture("ready");
    journey.key(Key::Enter);
    let words = journey.recovery_code();
    assert!(journey.says("Audits"));
    journey.picture("made");
    drop(journey);

    let session = opened(&path, &passphrase(PASSPHRASE));
    let workbook = session.workbook_view().unwrap();
    assert_eq!(workbook.workbook.council, "North Council");
    assert_eq!(workbook.workbook.marking, "OFFICIAL-SENSITIVE");
    assert_eq!(workbook.me.name, "A. Auditor");
    let kept: Vec<&str> = workbook.frameworks.iter().map(|(_, f)| f.id.as_str()).collect();
    assert_eq!(kept, ["case-audit", "ilacs-2026"]);
    drop(session);
    opened(&path, &Unlock::RecoveryCode(words.join(" ").into()));
}

#[test]
fn a_workbook_is_made_from_the_first_field_to_the_checked_recovery_code() {
    new_workbook("new", WIDE);
}

#[test]
fn a_workbook_is_made_in_half_a_laptops_width() {
    new_workbook("new", NARROW);
}

fn wrong_then_right(name: &str, size: (f32, f32)) {
    let folder = tempfile::tempdir().unwrap();
    let path = made(folder.path());
    let settings = folder.path().join("settings.toml");
    let mut journey = journey(name, size, Some(settings.clone()), Some(path.clone()));
    assert_eq!(journey.focused().as_deref(), Some("Passphrase"));
    journey.picture("unlock");
    journey.press("Open workbook");
    assert!(journey.says("Type the passphrase of this workbook."));
    journey.fill(Role::PasswordInput, "Passphrase", "not the passphrase");
    journey.key(Key::Enter);
    journey.until_named("This passphrase does not open the workbook");
    assert_eq!(journey.focused().as_deref(), Some("Passphrase"));
    journey.picture("wrong");
    // What was typed is selected: typing starts over.
    journey
        .harness
        .get_by_role_and_label(Role::PasswordInput, "Passphrase")
        .type_text(PASSPHRASE);
    journey.settle();
    journey.key(Key::Enter);
    journey.until_named("Who is auditing?");
    journey.picture("who");
    journey
        .harness
        .get_by_role_and_label(Role::RadioButton, "Someone new")
        .click();
    journey.settle();
    assert_eq!(journey.focused().as_deref(), Some("Name"));
    journey.picture("someone");
    journey.press("Continue");
    assert!(journey.says("Type a name."));
    journey.fill(Role::TextInput, "Name", "B. Newcomer");
    journey.key(Key::Enter);
    journey.until("the dialog to close", |harness| {
        harness.query_by_label("Who is auditing?").is_none()
    });
    // Locking goes back to the same page.
    journey.harness.key_press_modifiers(Modifiers::COMMAND, Key::L);
    journey.until_focused("Passphrase");
    drop(journey);
    let session = opened(&path, &passphrase(PASSPHRASE));
    assert_eq!(session.workbook_view().unwrap().me.name, "B. Newcomer");
}

#[test]
fn a_wrong_passphrase_is_said_in_place_and_the_right_one_opens() {
    wrong_then_right("unlock", WIDE);
}

#[test]
fn a_wrong_passphrase_is_said_in_place_when_narrow() {
    wrong_then_right("unlock", NARROW);
}

#[test]
fn the_recovery_code_opens_a_workbook_whose_path_was_typed() {
    let folder = tempfile::tempdir().unwrap();
    let path = made(folder.path());
    let words = opened(&path, &passphrase(PASSPHRASE)).store().key().recovery_words();
    let mut journey = journey("code", WIDE, None, None);
    journey.press("Open workbook…");
    assert_eq!(journey.focused().as_deref(), Some("Workbook"));
    journey.picture("open");
    journey.press("Open workbook");
    assert!(journey.says("Type the workbook’s file"));
    journey.fill(
        Role::TextInput,
        "Workbook",
        &folder.path().join("nothing.plumb").display().to_string(),
    );
    journey.fill(Role::PasswordInput, "Passphrase", PASSPHRASE);
    journey.press("Open workbook");
    journey.until_named("There is no file here");
    journey.picture("nothing");
    journey.fill(Role::TextInput, "Workbook", &path.display().to_string());
    journey.press("Use the recovery code instead");
    assert_eq!(journey.focused().as_deref(), Some("Recovery code"));
    journey.fill(Role::MultilineTextInput, "Recovery code", "abandon ability");
    journey.press("Open workbook");
    journey.until_named("A recovery code has 24 words; this has 2.");
    journey.picture("words");
    journey.fill(Role::MultilineTextInput, "Recovery code", &words.join(" "));
    journey.key(Key::Enter);
    journey.until_named("Who is auditing?");
    journey.key(Key::Enter);
    // The passphrase is lost: a new one is offered, and with it goes the old code.
    journey.until_named("Choose a new passphrase");
    journey.picture("lost");
    let new = "harbour pencil violet giraffe";
    journey.fill(Role::PasswordInput, "Passphrase", new);
    journey.fill(Role::PasswordInput, "Passphrase again", new);
    journey.until_named("Strong");
    journey.press("Change passphrase");
    let newer = journey.recovery_code();
    assert_ne!(newer, words);
    drop(journey);
    let session = opened(&path, &passphrase(new));
    assert_eq!(session.workbook_view().unwrap().me.name, "A. Auditor");
    assert!(!session.recovery_unchecked().unwrap());
    drop(session);
    for old in [passphrase(PASSPHRASE), Unlock::RecoveryCode(words.join(" ").into())] {
        assert!(Session::open(&path, &old, Arc::new(StepClock::at(NOW))).is_err());
    }
    opened(&path, &Unlock::RecoveryCode(newer.join(" ").into()));
}

#[test]
fn a_recovery_code_that_was_not_checked_is_shown_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = made(folder.path());
    let mut session = opened(&path, &passphrase(PASSPHRASE));
    let words = session.store().key().recovery_words();
    // As when the window is killed while the code is on the screen.
    session.set_recovery_checked(false).unwrap();
    drop(session);
    let open = |name: &str| {
        let mut journey = journey(name, WIDE, None, Some(path.clone()));
        journey.fill(Role::PasswordInput, "Passphrase", PASSPHRASE);
        journey.key(Key::Enter);
        journey.until_named("Who is auditing?");
        journey.key(Key::Enter);
        journey
    };
    let mut first = open("unchecked");
    first.until_named("never checked");
    assert_eq!(first.words(), words);
    first.press("Later");
    drop(first);
    assert_eq!(open("unchecked again").recovery_code(), words);
    assert!(!opened(&path, &passphrase(PASSPHRASE)).recovery_unchecked().unwrap());
}

#[test]
fn the_passphrase_is_changed_from_the_menu() {
    let folder = tempfile::tempdir().unwrap();
    let path = made(folder.path());
    let mut journey = journey("change", WIDE, None, Some(path.clone()));
    journey.fill(Role::PasswordInput, "Passphrase", PASSPHRASE);
    journey.key(Key::Enter);
    journey.until_named("Who is auditing?");
    journey.key(Key::Enter);
    journey.until("the dialog to close", |harness| {
        harness.query_by_label("Who is auditing?").is_none()
    });
    journey.press("Menu");
    journey.until_named("Change passphrase…");
    let item = journey
        .harness
        .get_by_role_and_label(Role::MenuItem, "Change passphrase…");
    item.click_accesskit();
    journey.settle();
    journey.until_focused("Passphrase");
    journey.press("Change passphrase");
    assert!(journey.says("Type a passphrase."));
    let new = "harbour pencil violet giraffe";
    journey.fill(Role::PasswordInput, "Passphrase", new);
    journey.fill(Role::PasswordInput, "Passphrase again", new);
    journey.until_named("Strong");
    journey.press("Change passphrase");
    journey.recovery_code();
    drop(journey);
    opened(&path, &passphrase(new));
}

#[test]
fn example_data_opens_and_can_be_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kept.plumb");
    let mut journey = journey("example", WIDE, None, None);
    journey.press("Try with example data");
    journey.until_named("Example data.");
    journey.picture("open");
    journey.press("Keep…");
    journey.picture("keep");
    journey.fill(Role::TextInput, "Where it is kept", &path.display().to_string());
    journey.fill(Role::PasswordInput, "Passphrase", PASSPHRASE);
    journey.fill(Role::PasswordInput, "Passphrase again", PASSPHRASE);
    journey.until_named("Strong");
    journey.press("Keep workbook");
    let words = journey.recovery_code();
    assert!(!journey.says("Example data."));
    drop(journey);
    let session = opened(&path, &passphrase(PASSPHRASE));
    assert!(!session.workbook_view().unwrap().workbook.example);
    assert!(!session.audit_rows().unwrap().is_empty());
    drop(session);
    opened(&path, &Unlock::RecoveryCode(words.join(" ").into()));
}

fn recent(name: &str, size: (f32, f32)) {
    let folder = tempfile::tempdir().unwrap();
    let path = made(folder.path());
    let file = folder.path().join("settings.toml");
    let mut settings = Settings::default();
    settings.opened(
        &folder.path().join("fostering-review.plumb"),
        Moment(NOW.0 - 90 * 86_400_000),
    );
    settings.opened(&path, NOW);
    settings.write(&file).unwrap();
    let mut journey = journey(name, size, Some(file.clone()), None);
    journey.until_named("fostering-review.plumb, Not found where it was. Locate…");
    assert!(journey.says("practice-audits.plumb"));
    journey.picture("start");
    let gone = journey.harness.get_by_label_contains("fostering-review.plumb");
    gone.click();
    journey.settle();
    assert!(journey.says("It is no longer here."));
    journey.picture("locate");
    journey.press("Back to start");
    journey.harness.get_by_label_contains("practice-audits.plumb").click();
    journey.settle();
    assert_eq!(journey.focused().as_deref(), Some("Passphrase"));
    journey.press("Back to start");
    journey.press("Settings");
    journey.picture("settings");
    journey.press("Close");
    journey
        .harness
        .get_by_role_and_label(Role::CheckBox, "Remember recent workbooks on this computer")
        .click();
    journey.settle();
    journey.until("the list to go", |harness| {
        harness.query_by_label_contains("practice-audits.plumb").is_none()
    });
    journey.picture("off");
    // Opened now, it is not remembered either.
    journey.press("Open workbook…");
    journey.fill(Role::TextInput, "Workbook", &path.display().to_string());
    journey.fill(Role::PasswordInput, "Passphrase", PASSPHRASE);
    journey.key(Key::Enter);
    journey.until_named("Who is auditing?");
    let end = Instant::now() + Duration::from_secs(10);
    while Settings::read(&file).remember_recent || !Settings::read(&file).recent.is_empty() {
        assert!(Instant::now() < end, "the settings were not kept");
        std::thread::sleep(Duration::from_millis(10));
    }
    drop(journey);
    opened(&path, &passphrase(PASSPHRASE)).workbook_view().unwrap();
}

#[test]
fn recent_workbooks_are_listed_found_gone_and_switched_off() {
    recent("recent", WIDE);
}

#[test]
fn recent_workbooks_are_listed_when_narrow() {
    recent("recent", NARROW);
}

#[test]
fn the_start_screen_stands_in_the_dark_too() {
    let folder = tempfile::tempdir().unwrap();
    recent("recent-dark", WIDE);
    let path = made(folder.path());
    let mut journey = journey("unlock-dark", WIDE, None, Some(path.clone()));
    journey.fill(Role::PasswordInput, "Passphrase", PASSPHRASE);
    journey.key(Key::Enter);
    journey.until_named("Who is auditing?");
    journey.picture("who");
    journey.key(Key::Enter);
    journey.key(Key::F1);
    journey.picture("keys");
    journey.press("Close");
    drop(journey);
    opened(&path, &passphrase(PASSPHRASE));
}

#[test]
fn a_copy_is_kept_elsewhere_when_the_disk_fails() {
    use plumbline::app::error::UserError;
    use plumbline::app::worker::Ask;
    use plumbline::ui::dialogs::copy_elsewhere::{State, show};
    use plumbline::ui::wish::{Wish, Wishes};
    let error = UserError::new(
        "The disk is full; the last change was not saved",
        "Make room and try again.",
    );
    let state = State::new(error.clone(), Path::new("/mnt/share/practice-audits.plumb"));
    let mut harness = Harness::builder()
        .with_size(vec2(640.0, 600.0))
        .with_context_setup(plumbline::ui::theme::install)
        .build_ui_state(
            |ui, (state, wishes): &mut (State, Wishes)| show(ui.ctx(), state, wishes),
            (state, Wishes::new()),
        );
    harness.run_steps(4);
    assert!(harness.query_all_by_label_contains("The disk is full").next().is_some());
    harness.get_by_role_and_label(Role::Button, "Try again").click();
    harness.run_steps(4);
    assert!(matches!(harness.state().1[..], [Wish::Ask(Ask::TryAgain)]));
    harness.state_mut().0.failed(error);
    harness.run_steps(2);
    harness.get_by_role_and_label(Role::Button, "Keep a copy here").click();
    harness.run_steps(4);
    let Some(Wish::Ask(Ask::CopyTo(path))) = harness.state().1.last() else {
        panic!("no copy was asked for");
    };
    assert!(
        path.is_absolute() && path.ends_with("practice-audits-copy.plumb"),
        "{path:?}"
    );
    if let Some(folder) = std::env::var_os("PLUMBLINE_PICTURES") {
        let picture = harness.render().unwrap();
        picture.save(PathBuf::from(folder).join("copy-640.png")).unwrap();
    }
}
