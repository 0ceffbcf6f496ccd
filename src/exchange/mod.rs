//! Files in and out: comma-separated values.

pub mod csv;
pub mod tags_csv;
