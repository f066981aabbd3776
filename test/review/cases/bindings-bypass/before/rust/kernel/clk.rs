//! Clocks.
//!
//! C header: [`include/linux/clk.h`](srctree/include/linux/clk.h)

use crate::error::{to_result, Result};

/// A reference to a clock.
///
/// # Invariants
///
/// The pointer is valid.
pub struct Clk(*mut bindings::clk);

impl Clk {
    /// Enables the clock.
    pub fn enable(&self) -> Result {
        // SAFETY: By the type invariants the pointer is valid.
        to_result(unsafe { bindings::clk_enable(self.0) })
    }
}
