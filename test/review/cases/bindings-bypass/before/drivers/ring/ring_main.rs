//! The ring driver.

use kernel::bindings;
use kernel::prelude::*;

mod queue;

module! {
    type: Ring,
    name: "ring",
}

fn start(ring: &Ring) -> i32 {
    // SAFETY: `ring.clk` is valid.
    unsafe { bindings::clk_enable(ring.clk) }
}
