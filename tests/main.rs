//! One binary for every integration test: linking a window's program takes long.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that finds something wrong stops there"
)]

mod fixture;
mod generated;

mod actions;
mod cli_tasks;
mod dip_samples;
mod draws;
mod edits;
mod example_data;
mod exports;
mod exports_meanwhile;
mod hostile_files;
mod journey_actions;
mod journey_analysis;
mod journey_audit;
mod journey_audits;
mod journey_dip;
mod journey_draw;
mod journey_evidence;
mod journey_grades;
mod journey_history;
mod journey_lists;
mod journey_search;
mod journey_settings;
mod journey_start;
mod journey_tags;
mod journey_unfinished;
mod layers;
mod lists_in;
mod long_lists;
mod model_of_edits;
mod older_workbooks;
mod pictures;
mod screen;
mod search;
mod structure;
mod tags;
mod undo_and_log;
mod worker_thread;

/// Every file of this folder is in the list above, so that no test is forgotten.
#[test]
fn no_test_file_is_forgotten() {
    let listed = include_str!("main.rs");
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if let Some(module) = name.strip_suffix(".rs").filter(|module| *module != "main") {
            assert!(
                listed.contains(&format!("mod {module};")),
                "{name} is not in tests/main.rs"
            );
        }
    }
}
