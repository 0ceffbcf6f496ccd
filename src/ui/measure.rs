//! Figures for `BENCHMARKS.md`: with `PLUMBLINE_MEASURE` set, told on standard error when the window closes; of each
//! frame with `PLUMBLINE_MEASURE=frames`.

use std::io::Write as _;
use std::time::Instant;

/// What is measured while the window is open.
pub struct Measure {
    first_frame_ms: Option<f64>,
    /// CPU seconds of each frame, as eframe counts them: with painting, which software rendering does on the CPU.
    frames: Vec<f32>,
    /// Seconds of each frame in this program's own code and layout.
    own: Vec<f32>,
}

impl Measure {
    /// Measures when `PLUMBLINE_MEASURE` is set.
    pub fn asked() -> Option<Self> {
        std::env::var_os("PLUMBLINE_MEASURE").map(|_| Self {
            first_frame_ms: None,
            frames: Vec::new(),
            own: Vec::new(),
        })
    }

    /// A frame of an open workbook was drawn, whose key was there at `keyed`.
    pub fn frame(&mut self, keyed: Option<Instant>, cpu: Option<f32>, began: Instant) {
        self.own.push(began.elapsed().as_secs_f32());
        if let (None, Some(keyed)) = (self.first_frame_ms, keyed) {
            self.first_frame_ms = Some(keyed.elapsed().as_secs_f64() * 1000.0);
        }
        self.frames.extend(cpu);
    }

    /// Tells the figures.
    pub fn tell(mut self) {
        if std::env::var("PLUMBLINE_MEASURE").is_ok_and(|what| what == "frames") {
            // What eframe counts of a frame is known in the next one.
            let own = self.own.iter();
            let lines: String = own
                .zip(self.frames.iter().skip(1))
                .enumerate()
                .map(|(n, (own, cpu))| format!("{n} own={:.2} cpu={:.2}\n", own * 1000.0, cpu * 1000.0))
                .collect();
            drop(std::io::stderr().lock().write_all(lines.as_bytes()));
        }
        let line = format!(
            "first_frame_ms={:.1} frames={} cpu_ms={} own_ms={} rss_mb={:.0}\n",
            self.first_frame_ms.unwrap_or_default(),
            self.frames.len(),
            median_and_99th(&mut self.frames),
            median_and_99th(&mut self.own),
            resident_mb().unwrap_or_default()
        );
        drop(std::io::stderr().lock().write_all(line.as_bytes()));
    }
}

/// Memory in use, where the system tells it in a file.
fn resident_mb() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024.0)
}

/// `3.05/10.08`: the median and the 99th percentile in milliseconds.
fn median_and_99th(seconds: &mut [f32]) -> String {
    seconds.sort_by(f32::total_cmp);
    let at = |share: f64| {
        let place = (seconds.len() as f64 * share) as usize;
        let found = seconds.get(place.min(seconds.len().saturating_sub(1)));
        found.map_or(0.0, |seconds| f64::from(*seconds) * 1000.0)
    };
    format!("{:.2}/{:.2}", at(0.5), at(0.99))
}
