//! The kernel crate.

pub mod ring;
