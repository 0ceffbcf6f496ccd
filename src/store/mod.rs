//! The workbook on disk: the only SQL. Each file holds one aggregate and returns model types and a typed error.

mod actions;
mod answers;
mod areas;
mod audited;
mod audits;
mod cases;
mod dip_samples;
mod drafts;
mod error;
mod evidence;
mod facets;
mod frameworks;
mod graded;
mod history;
mod judgements;
mod key;
mod lists;
mod log;
mod many;
mod migrate;
mod open;
mod people;
mod removal;
mod retag;
mod rows;
mod saved_views;
mod search;
mod shape;
mod slices;
mod tags;
mod then;
mod undo;
mod urgent_concerns;
mod verify;
mod walk;
mod workbook;

#[cfg(test)]
mod disk_tests;

pub use actions::ActionAbout;
pub use audits::AuditFilter;
pub use drafts::Draft;
pub use error::StoreError;
pub use graded::GradesOf;
pub use key::{KDF_VERSION, Key, SALT_LENGTH, Salt};
pub use lists::Kept;
pub use log::{Act, Committed, LogEntry};
pub use many::Many;
pub use open::{Store, is_open_here};
pub use search::{COUNTED, Hit, Matches, Within};
pub use slices::Holdings;
pub use then::{Part, Slice, Then};
pub use undo::Step;
pub use verify::Verdict;
pub use workbook::Workbook;

/// The result of anything asked of the store.
pub type Result<T> = std::result::Result<T, StoreError>;

/// `PLMB`: the application id of a workbook.
pub const APPLICATION_ID: i32 = 0x504C_4D42;

/// The newest schema; a workbook of a newer program is refused.
pub const SCHEMA_VERSION: i32 = 2;

/// The format of the change log: which fields a row had when it was made. See `rows::LATER`.
pub const LOG_FORMAT: i64 = 2;
