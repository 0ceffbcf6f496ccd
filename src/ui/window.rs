//! The program's window: which renderer, which stage, and what is done after each frame.

use super::desk::Desk;
use super::files::{Files, SystemFiles};
use super::measure::Measure;
use super::screens::start;
use super::theme::{self, ThemeChoice};
use super::wish::{Wish, Wishes};
use crate::app::settings::{Settings, Theme, ZOOM};
use crate::app::worker::{Start, Worker};
use crate::model::time::{self, Clock, SystemClock};
use eframe::egui;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Instant;

/// What a window starts with.
pub struct Setup {
    /// Where settings are kept; nowhere in tests.
    pub settings_file: Option<PathBuf>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The computer's file dialogs.
    pub files: Box<dyn Files>,
    /// A workbook to ask the passphrase of.
    pub file: Option<PathBuf>,
}

/// What is left.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Leaving {
    /// The workbook.
    Workbook,
    /// The window, as soon as it is known that nothing is lost.
    Window,
    /// The window, now.
    Closing,
}

/// The window.
pub struct Window {
    settings: Settings,
    settings_file: Option<PathBuf>,
    /// One writer at a time, and the number of the newest settings.
    kept: Arc<(Mutex<()>, AtomicU64)>,
    clock: Arc<dyn Clock>,
    files: Box<dyn Files>,
    start: start::State,
    desk: Option<Desk>,
    focus: Option<egui::Id>,
    /// What is to be left once everything typed is on disk.
    leaving: Option<Leaving>,
    /// The window's size in points, kept for the next time.
    size: Option<(f32, f32)>,
    measure: Option<Measure>,
    /// Search keeps to the audit that is open: remembered over locking, and nowhere on disk.
    only_audit: bool,
}

impl Window {
    /// A window that shows the start screen, or asks for the passphrase of a file.
    pub fn new(ctx: &egui::Context, setup: Setup) -> Self {
        let settings = setup.settings_file.as_deref().map(Settings::read).unwrap_or_default();
        theme::install(ctx);
        dress(ctx, &settings);
        let start = match setup.file {
            Some(file) => start::State::unlock(file),
            None => start::State::default(),
        };
        let Setup {
            settings_file,
            clock,
            files,
            ..
        } = setup;
        Self {
            settings,
            settings_file,
            kept: Arc::default(),
            clock,
            files,
            start,
            desk: None,
            focus: None,
            leaving: None,
            size: None,
            measure: Measure::asked(),
            only_audit: false,
        }
    }

    /// Opens or makes a workbook at once, as the start screen would.
    pub fn begin(&mut self, ctx: &egui::Context, start: Start) {
        let path = match &start {
            Start::Open(path, _) | Start::New(path, ..) => Some(path.clone()),
            Start::Example => None,
        };
        let wake = ctx.clone();
        match Worker::start(start, self.clock.clone(), move || wake.request_repaint()) {
            Ok(worker) => {
                let mut desk = Desk::new(worker, path);
                desk.keep_to_audit(self.only_audit);
                self.desk = Some(desk);
            }
            Err(_error) => self
                .start
                .failed("The computer has no room for another program. Close one and try again."),
        }
    }

    /// The open workbook, for tests.
    pub fn desk(&self) -> Option<&Desk> {
        self.desk.as_ref()
    }

    /// Does what screens wished for, after the frame.
    pub fn do_wishes(&mut self, ctx: &egui::Context, wishes: Wishes) {
        for wish in wishes {
            match wish {
                Wish::Begin(start) => self.begin(ctx, start),
                Wish::Leave => self.settle(ctx, Leaving::Workbook),
                Wish::Browse(what, near) => self.files.browse(what, &near),
                Wish::Settings(change) => {
                    change(&mut self.settings);
                    dress(ctx, &self.settings);
                    self.keep_settings();
                }
                Wish::Focus(id) => self.focus = Some(id),
                Wish::OpenOutside(path) => open_outside(path),
                other => {
                    if let Some(desk) = &mut self.desk {
                        let more = desk.wish(other, &self.settings, ctx);
                        self.do_wishes(ctx, more);
                    }
                }
            }
        }
    }

    /// Leaves once everything typed is on disk; what the disk does not take is asked about first.
    fn settle(&mut self, ctx: &egui::Context, what: Leaving) {
        let Some(desk) = &mut self.desk else { return };
        self.leaving = Some(what);
        let mut wishes = Wishes::new();
        desk.settle(&mut wishes);
        self.do_wishes(ctx, wishes);
    }

    /// The workbook's thread answered whether everything is on disk.
    fn settled(&mut self, ctx: &egui::Context, all: bool) {
        match self.leaving.take() {
            _ if !all => drop(self.desk.as_mut().map(Desk::would_lose)),
            Some(Leaving::Workbook) => self.leave(ctx),
            Some(Leaving::Window | Leaving::Closing) => {
                self.forget_copied(ctx);
                self.leaving = Some(Leaving::Closing);
                ctx.send_viewport_cmd(egui::ViewportCommand::Close);
            }
            None => {}
        }
    }

    /// Empties the clipboard where the recovery code may be on it.
    fn forget_copied(&self, ctx: &egui::Context) {
        if self.desk.as_ref().is_some_and(Desk::code_copied) {
            ctx.copy_text(String::new());
        }
    }

    /// Closes the workbook; its words leave the screen's memory too.
    fn leave(&mut self, ctx: &egui::Context) {
        self.forget_copied(ctx);
        let Some(desk) = self.desk.take() else { return };
        self.start = match desk.path() {
            Some(path) => start::State::unlock(path.to_owned()),
            None => start::State::default(),
        };
        self.only_audit = desk.only_audit();
        drop(desk);
        ctx.memory_mut(|memory| memory.data.clear());
    }

    /// Text made larger or smaller with Ctrl and plus or minus stays so.
    fn take_zoom(&mut self, ctx: &egui::Context) {
        let zoom = ctx.zoom_factor();
        if (zoom - self.settings.zoom).abs() > 0.01 && ZOOM.contains(&zoom) {
            self.settings.zoom = zoom;
            self.keep_settings();
        }
    }

    fn keep_settings(&self) {
        let (Some(file), settings) = (self.settings_file.clone(), self.settings.clone()) else {
            return;
        };
        let kept = self.kept.clone();
        let number = kept.1.fetch_add(1, Ordering::SeqCst) + 1;
        // Settings that cannot be kept are asked again next time; nothing else depends on them.
        drop(std::thread::Builder::new().name("settings".to_owned()).spawn(move || {
            let _one_at_a_time = kept.0.lock();
            // Threads start in any order: only the newest is written.
            if kept.1.load(Ordering::SeqCst) == number {
                drop(settings.write(&file));
            }
        }));
    }
}

fn dress(ctx: &egui::Context, settings: &Settings) {
    let choice = match settings.theme {
        Theme::System => ThemeChoice::System,
        Theme::Light => ThemeChoice::Light,
        Theme::Dark => ThemeChoice::Dark,
        Theme::Contrast => ThemeChoice::Contrast,
    };
    choice.apply(ctx);
    theme::set_blink(ctx, settings.blink);
    time::show_dates(settings.dates);
    if (ctx.zoom_factor() - settings.zoom).abs() > 0.01 {
        ctx.set_zoom_factor(settings.zoom);
    }
}

fn open_outside(path: PathBuf) {
    // What cannot be opened stands where the export said.
    drop(
        std::thread::Builder::new()
            .name("open".to_owned())
            .spawn(move || drop(open::that_detached(path))),
    );
}

impl eframe::App for Window {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        let mut wishes = Wishes::new();
        let mut settled = None;
        let closing = ctx.input(|input| input.viewport().close_requested());
        if closing && let Some(desk) = self.desk.as_mut().filter(|desk| desk.ready()) {
            if desk.would_lose() {
                ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
            } else if self.leaving.is_none() && !desk.asks_to_lose() {
                ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
                self.settle(ctx, Leaving::Window);
            }
            // Asked to close once more, it closes.
        }
        if let Some(desk) = &mut self.desk {
            desk.hear(&mut wishes);
            settled = desk.settled();
            if let Some(error) = desk.take_not_opened() {
                self.desk = None;
                self.start.failed(&error.to_string());
            } else if let Some(path) = desk.take_newly_opened() {
                let now = self.clock.now();
                self.settings.opened(&path, now);
                self.keep_settings();
                self.start = start::State::default();
            }
        }
        if let Some(all) = settled {
            self.settled(ctx, all);
        }
        while let Some((what, path)) = self.files.chosen() {
            let Some(path) = path else { continue };
            match &mut self.desk {
                Some(desk) if desk.ready() => desk.chosen(what, &path),
                _ => self.start.chosen(what, &path),
            }
        }
        self.do_wishes(ctx, wishes);
    }

    fn ui(&mut self, ui: &mut egui::Ui, frame: &mut eframe::Frame) {
        let began = Instant::now();
        let ctx = ui.ctx().clone();
        self.take_zoom(&ctx);
        let size = ctx.content_rect().size() * ctx.zoom_factor();
        self.size = Some((size.x, size.y));
        if let Some(id) = self.focus.take() {
            ctx.memory_mut(|memory| memory.request_focus(id));
        }
        let mut wishes = Wishes::new();
        match &mut self.desk {
            Some(desk) if desk.ready() => desk.show(ui, &*self.clock, &self.settings, &mut wishes),
            other => start::show(
                ui,
                &mut self.start,
                &self.settings,
                other.is_some(),
                self.clock.now(),
                &mut wishes,
            ),
        }
        if let (Some(measure), Some(desk)) = (&mut self.measure, &self.desk)
            && desk.ready()
        {
            measure.frame(desk.place(), desk.keyed(), frame.info().cpu_usage, began);
        }
        self.do_wishes(&ctx, wishes);
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        // Its thread makes a change of what is being typed before it ends.
        self.desk = None;
        if let Some(measure) = self.measure.take() {
            measure.tell();
        }
        if let (Some(file), Some(size)) = (&self.settings_file, self.size)
            && self.settings.window != Some(size)
        {
            self.settings.window = Some(size);
            // A size that cannot be kept is the usual one next time.
            drop(self.settings.write(file));
        }
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }

    fn persist_egui_memory(&self) -> bool {
        false
    }
}

/// Remembers the renderer that opened the window.
fn remember_renderer(settings: &Settings, file: Option<&Path>, renderer: &str) {
    if let Some(file) = file.filter(|_| settings.renderer.as_deref() != Some(renderer)) {
        let settings = Settings {
            renderer: Some(renderer.to_owned()),
            ..settings.clone()
        };
        // Else both are tried again next time.
        drop(settings.write(file));
    }
}

/// Opens the window. When one renderer cannot be had the other is tried; when neither can, the user is told in words.
pub fn run(file: Option<&Path>, renderer: Option<&str>) -> ExitCode {
    clear_left_sheets();
    let settings_file = Settings::file();
    let settings = settings_file.as_deref().map(Settings::read).unwrap_or_default();
    let named = renderer
        .map(str::to_owned)
        .or_else(|| std::env::var("PLUMBLINE_RENDERER").ok())
        .or(settings.renderer.clone());
    // Windows without a graphics driver (remote desktops) has no OpenGL 2, but always has DirectX in software.
    let usual = if cfg!(target_os = "linux") { "glow" } else { "wgpu" };
    let first = named.as_deref().unwrap_or(usual);
    let order = if first == "wgpu" {
        [eframe::Renderer::Wgpu, eframe::Renderer::Glow]
    } else {
        [eframe::Renderer::Glow, eframe::Renderer::Wgpu]
    };
    let mut errors = Vec::new();
    for renderer in order {
        let (setup_file, kept) = ((settings_file.clone(), file.map(Path::to_owned)), settings.clone());
        let options = eframe::NativeOptions {
            renderer,
            viewport: viewport(&settings),
            persist_window: false,
            ..eframe::NativeOptions::default()
        };
        let opened = eframe::run_native(
            "Plumbline",
            options,
            Box::new(move |cc| {
                remember_renderer(&kept, setup_file.0.as_deref(), &renderer.to_string());
                let wake = cc.egui_ctx.clone();
                let setup = Setup {
                    settings_file: setup_file.0,
                    clock: Arc::new(SystemClock),
                    files: Box::new(SystemFiles::new(move || wake.request_repaint())),
                    file: setup_file.1,
                };
                Ok(Box::new(Window::new(&cc.egui_ctx, setup)))
            }),
        );
        match opened {
            Ok(()) => return ExitCode::SUCCESS,
            Err(error) => errors.push(format!("{renderer}: {error}")),
        }
    }
    let words = format!(
        "Plumbline could not open a window on this computer. Install a graphics driver, or ask IT to allow DirectX or OpenGL 2.\n\n{}",
        errors.join("\n")
    );
    drop(std::io::Write::write_all(
        &mut std::io::stderr().lock(),
        format!("plumbline: {words}\n").as_bytes(),
    ));
    let _closed = rfd::MessageDialog::new()
        .set_title("Plumbline")
        .set_description(words)
        .show();
    ExitCode::from(3)
}

/// Takes away recovery sheets that a crash left, beside the start.
fn clear_left_sheets() {
    #[expect(
        clippy::disallowed_methods,
        reason = "where a sheet that was printed would have been left"
    )]
    let folder = std::env::temp_dir();
    let clear = move || crate::app::recovery::clear_left(&folder);
    // What is not taken away now is at the next start.
    drop(std::thread::Builder::new().name("left sheets".to_owned()).spawn(clear));
}

fn viewport(settings: &Settings) -> egui::ViewportBuilder {
    let (width, height) = settings.window.unwrap_or((1280.0, 800.0));
    egui::ViewportBuilder::default()
        .with_title("Plumbline")
        .with_app_id("plumbline")
        .with_inner_size([width.clamp(640.0, 4000.0), height.clamp(480.0, 3000.0)])
        .with_min_inner_size([480.0, 400.0])
}
