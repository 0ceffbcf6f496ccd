//! What the program can do to a workbook, with or without a window.

pub mod analysis;
pub mod analysis_table;
pub mod apply;
pub mod command;
pub mod crash;
pub mod draws;
pub mod edit;
pub mod error;
pub mod evidence_list;
pub mod example;
pub mod export;
pub mod history;
pub mod list_import;
pub mod listed;
pub mod lists;
pub mod passphrase;
pub mod plan;
pub mod recovery;
pub mod report_build;
pub mod search;
pub mod session;
pub mod settings;
pub mod summary_build;
pub mod tags_import;
pub mod view;
pub mod worker;

pub use command::Command;
pub use edit::Edit;
pub use error::UserError;
pub use session::Session;
