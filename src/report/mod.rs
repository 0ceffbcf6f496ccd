//! Reports: a plain model of what is read, set as an accessible PDF.

pub mod suppress;
