//@ path: drivers/ring/clock.rs
//@ tree: wrappers
//@ without: bindings-bypass weak-safety-comment

use kernel::bindings as c;

fn start(clk: *mut c::clk) {
    // SAFETY: `clk` is valid. //+
    unsafe { c::clk_enable(clk) }; //+
    //~^ warning new-unsafe
}
