//! Plumbline's program: the command line, or the window.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use clap::Parser as _;
use plumbline::{app, cli, ui};
use std::process::ExitCode;

fn main() -> ExitCode {
    app::crash::tell_only_where();
    let arguments = cli::Arguments::parse();
    match arguments.task {
        Some(task) => ExitCode::from(cli::run(task)),
        None => ui::run(arguments.file.as_deref(), arguments.renderer.as_deref()),
    }
}
