//! The crate of this tree.

pub mod bus;
pub mod clk;
pub mod device;
pub mod io;
