//! One file a screen, one job a screen.

pub mod actions;
pub mod analysis;
mod answers;
pub mod audit;
pub mod audits;
pub mod dip;
pub mod draw;
pub mod evidence;
pub mod grades;
mod head;
mod page;
pub mod start;
pub mod tags;
