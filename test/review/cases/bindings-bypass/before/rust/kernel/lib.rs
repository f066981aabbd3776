//! The `kernel` crate.
pub use bindings;
pub mod clk;
pub mod ring;
