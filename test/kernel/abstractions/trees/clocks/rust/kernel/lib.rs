//! The crate of this tree.

pub mod clk;
pub mod device;
