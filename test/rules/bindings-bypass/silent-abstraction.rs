//@ without: weak-safety-comment raw-binding-parameter
//@ path: rust/kernel/ring.rs

use crate::bindings;

fn start(clk: *mut bindings::clk) -> i32 {
    // SAFETY: `clk` is valid.
    unsafe { bindings::clk_enable(clk) }
}
