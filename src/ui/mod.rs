//! The window: theme, widgets, one file a screen and a dialog. A screen reads a view-model and pushes commands; it
//! never queries, never mutates, never blocks.

pub mod fonts;
pub mod theme;
pub mod widgets;
