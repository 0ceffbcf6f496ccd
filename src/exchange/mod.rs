//! Files for other programs, out and in.

pub mod csv;
pub mod list_in;
pub mod plan_xlsx;
pub mod table_in;
pub mod tags_csv;
