//! Plumbline: audits of children's services cases against inspection frameworks, offline and encrypted.
//!
//! The layers, and the only arrows between them (a test holds them): `main` and [`cli`] and [`ui`] use [`app`];
//! `app` uses [`store`], [`exchange`] and [`report`]; all of these use [`model`], which knows no SQL, no screen
//! and no file.

pub mod app;
pub mod cli;
pub mod exchange;
pub mod model;
pub mod report;
pub mod store;
pub mod ui;
