//! Figures for `BENCHMARKS.md`: with `PLUMBLINE_MEASURE` set, told on standard error when the window closes, also
//! of each place of the program; of each frame with `PLUMBLINE_MEASURE=frames`.

use std::io::Write as _;
use std::time::Instant;

/// What is measured while the window is open.
pub struct Measure {
    first_frame_ms: Option<f64>,
    frames: Vec<OneFrame>,
}

/// One frame of an open workbook.
struct OneFrame {
    /// The place of the program that was shown.
    place: &'static str,
    /// Seconds in this program's own code and layout.
    own: f32,
    /// CPU seconds as eframe counts them: with painting, which software rendering does on the CPU. Of a frame that is
    /// known in the next one.
    cpu: Option<f32>,
}

impl Measure {
    /// Measures when `PLUMBLINE_MEASURE` is set.
    pub fn asked() -> Option<Self> {
        std::env::var_os("PLUMBLINE_MEASURE").map(|_| Self {
            first_frame_ms: None,
            frames: Vec::new(),
        })
    }

    /// A frame of an open workbook was drawn, whose key was there at `keyed`; `cpu` is of the frame before.
    pub fn frame(&mut self, place: &'static str, keyed: Option<Instant>, cpu: Option<f32>, began: Instant) {
        if let (None, Some(keyed)) = (self.first_frame_ms, keyed) {
            self.first_frame_ms = Some(keyed.elapsed().as_secs_f64() * 1000.0);
        }
        if let Some(before) = self.frames.last_mut() {
            before.cpu = cpu;
        }
        self.frames.push(OneFrame {
            place,
            own: began.elapsed().as_secs_f32(),
            cpu: None,
        });
    }

    /// Tells the figures: of all frames, and of those of each place.
    pub fn tell(self) {
        let mut told = String::new();
        if std::env::var("PLUMBLINE_MEASURE").is_ok_and(|what| what == "frames") {
            for (n, frame) in self.frames.iter().enumerate() {
                let cpu = frame.cpu.unwrap_or_default() * 1000.0;
                told.push_str(&format!(
                    "{n} {} own={:.2} cpu={cpu:.2}\n",
                    frame.place,
                    frame.own * 1000.0
                ));
            }
        }
        let mut places: Vec<&str> = self.frames.iter().map(|frame| frame.place).collect();
        places.sort_unstable();
        places.dedup();
        for place in places {
            let here = || self.frames.iter().filter(|frame| frame.place == place);
            told.push_str(&format!("{place}: {}\n", figures(here())));
        }
        told.push_str(&format!(
            "first_frame_ms={:.1} {} rss_mb={:.0}\n",
            self.first_frame_ms.unwrap_or_default(),
            figures(self.frames.iter()),
            resident_mb().unwrap_or_default()
        ));
        drop(std::io::stderr().lock().write_all(told.as_bytes()));
    }
}

fn figures<'f>(frames: impl Iterator<Item = &'f OneFrame> + Clone) -> String {
    let own: Vec<f32> = frames.clone().map(|frame| frame.own).collect();
    let cpu: Vec<f32> = frames.filter_map(|frame| frame.cpu).collect();
    let n = own.len();
    format!(
        "frames={n} cpu_ms={} own_ms={}",
        median_and_99th(cpu),
        median_and_99th(own)
    )
}

/// Memory in use, where the system tells it in a file.
fn resident_mb() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024.0)
}

/// `3.05/10.08`: the median and the 99th percentile in milliseconds.
fn median_and_99th(mut seconds: Vec<f32>) -> String {
    seconds.sort_by(f32::total_cmp);
    let at = |share: f64| {
        let place = (seconds.len() as f64 * share) as usize;
        let found = seconds.get(place.min(seconds.len().saturating_sub(1)));
        found.map_or(0.0, |seconds| f64::from(*seconds) * 1000.0)
    };
    format!("{:.2}/{:.2}", at(0.5), at(0.99))
}
