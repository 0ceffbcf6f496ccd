//! The window: theme, widgets, one file a screen and a dialog. A screen reads view-models and pushes wishes; it never
//! queries, never changes data itself, never blocks.

pub mod desk;
pub mod dialogs;
pub mod files;
pub mod fonts;
mod forms;
pub mod keys;
pub mod measure;
pub mod screens;
pub mod theme;
pub mod topbar;
pub mod typed;
pub mod views;
pub mod widgets;
pub mod window;
pub mod wish;

pub use window::run;
