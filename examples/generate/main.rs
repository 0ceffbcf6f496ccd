//! A realistic workbook of any size, to see how Plumbline does after ten years of use:
//!
//! `cargo run --release --example generate -- FILE --cases N --evidence M [--seed S]`
//!
//! The same seed on the same day gives the same rows. The council, its children and every finding are made up.

#![allow(
    clippy::indexing_slicing,
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a program for developers; a fault in it may end it"
)]

mod actions;
mod council;
mod dice;
mod groups;
mod history;
mod make;
mod sitting;
mod words;

use clap::Parser;
use jiff::civil::Date;
use make::{Size, make};
use plumbline::app::session::{Unlock, workbook_path};
use plumbline::model::time::{Clock, SystemClock, midday};
use std::error::Error;
use std::path::PathBuf;
use std::time::Instant;
use zeroize::Zeroizing;

/// Makes a realistic workbook of any size. The passphrase comes from --passphrase-file or `PLUMBLINE_PASSPHRASE`.
#[derive(Parser)]
struct Arguments {
    /// The file to make; nothing is overwritten.
    file: PathBuf,
    /// How many children.
    #[arg(long, default_value_t = 1000)]
    cases: usize,
    /// How many pieces of evidence.
    #[arg(long, default_value_t = 100_000)]
    evidence: usize,
    /// Another seed makes another workbook.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The last of the ten years' days; today unless told.
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
    /// A file whose first line is the passphrase.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let given = Arguments::parse();
    let passphrase = passphrase(&given)?;
    let path = workbook_path(&given.file.to_string_lossy());
    let size = Size {
        cases: given.cases,
        evidence: given.evidence,
        seed: given.seed,
        now: given.until.map_or_else(|| SystemClock.now(), midday),
    };
    let began = Instant::now();
    make(&path, || Unlock::Passphrase(passphrase.clone()), size)?;
    let megabytes = std::fs::metadata(&path)?.len() / 1_000_000;
    let seconds = began.elapsed().as_secs_f64();
    eprintln!("made in {seconds:.1} s: {megabytes} MB");
    Ok(())
}

fn passphrase(given: &Arguments) -> Result<Zeroizing<String>, Box<dyn Error>> {
    let text = match &given.passphrase_file {
        Some(file) => Zeroizing::new(std::fs::read_to_string(file)?),
        None => Zeroizing::new(std::env::var("PLUMBLINE_PASSPHRASE")?),
    };
    Ok(Zeroizing::new(text.lines().next().unwrap_or_default().to_owned()))
}
