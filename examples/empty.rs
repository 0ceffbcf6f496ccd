//! A window with sixty labels and nothing else, drawn as Plumbline is: what a window costs before the program is in it.
//!
//! With `PLUMBLINE_MEASURE` set it prints the milliseconds to its first frame, its memory and the processor's time a
//! frame, and ends.

use eframe::egui;
use std::io::Write as _;
use std::time::{Duration, Instant};

struct Empty {
    started: Instant,
    measure: bool,
    frames: u32,
    first: Duration,
    shown: Duration,
    /// Seconds of each frame, as eframe counts them.
    cpu: Vec<f32>,
}

/// So many frames are drawn to be measured.
const MEASURED: u32 = 60;

impl eframe::App for Empty {
    fn ui(&mut self, ui: &mut egui::Ui, frame: &mut eframe::Frame) {
        for n in 1..=60 {
            ui.label(format!("Label {n}"));
        }
        self.frames += 1;
        if !self.measure {
            return;
        }
        self.cpu.extend(frame.info().cpu_usage);
        if self.frames == 1 {
            self.first = self.started.elapsed();
        } else if self.frames == 2 {
            // The first frame is on screen now.
            self.shown = self.started.elapsed();
        }
        if self.frames < MEASURED {
            ui.ctx().request_repaint();
        } else if self.frames == MEASURED {
            let (first, shown) = (self.first.as_millis(), self.shown.as_millis());
            let memory = resident().map_or("memory not known here".to_owned(), |kib| format!("{} MB", kib / 1024));
            self.cpu.sort_by(f32::total_cmp);
            let cpu = self.cpu.get(self.cpu.len() / 2).map_or(0.0, |seconds| seconds * 1000.0);
            let line = format!("first frame {first} ms, on screen {shown} ms, {memory}, {cpu:.2} ms a frame\n");
            drop(std::io::stdout().lock().write_all(line.as_bytes()));
            ui.ctx().send_viewport_cmd(egui::ViewportCommand::Close);
        }
    }
}

/// Memory in use, in KiB, where the system tells it as Linux does.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

fn main() -> eframe::Result {
    let started = Instant::now();
    let measure = std::env::var_os("PLUMBLINE_MEASURE").is_some();
    let options = eframe::NativeOptions {
        renderer: eframe::Renderer::Glow,
        viewport: egui::ViewportBuilder::default().with_inner_size([1280.0, 800.0]),
        persist_window: false,
        ..eframe::NativeOptions::default()
    };
    eframe::run_native(
        "Empty",
        options,
        Box::new(move |_| {
            Ok(Box::new(Empty {
                started,
                measure,
                frames: 0,
                first: Duration::ZERO,
                shown: Duration::ZERO,
                cpu: Vec::new(),
            }))
        }),
    )
}
