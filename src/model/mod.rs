//! What Plumbline speaks of and the rules of the field: plain types, no SQL, no screen, no files.

pub mod action;
pub mod analysis;
pub mod area;
pub mod audit;
pub mod case;
pub mod change;
pub mod dip;
pub mod draw;
pub mod evidence;
pub mod facets;
pub mod framework;
pub mod framework_toml;
pub mod judged;
pub mod list;
pub mod list_plan;
pub mod people;
pub mod reference;
pub mod rules;
pub mod search;
pub mod shipped;
pub mod tag;
pub mod tag_names;
pub mod time;
pub mod urgent;
pub mod vocabulary;
pub mod words;
