//! The window.
/// Opens the window.
pub fn run(_file: Option<std::path::PathBuf>, _renderer: Option<&str>) -> std::process::ExitCode {
    std::process::ExitCode::SUCCESS
}
