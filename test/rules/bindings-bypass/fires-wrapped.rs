//@ path: drivers/ring/ring_clock.rs
//@ tree: wrappers

use kernel::bindings;

struct Ring {
    clk: *mut bindings::clk, //~ warning bindings-bypass
    name: *mut bindings::name_of_ring, //~ info bindings-bypass
}

fn start(ring: &Ring) -> i32 {
    // SAFETY: `clk` is a valid clock of this device.
    unsafe { bindings::clk_enable(ring.clk) } //~ error bindings-bypass
}

fn stop(ring: &Ring) {
    // SAFETY: `clk` is a valid clock of this device.
    unsafe { bindings::ring_stop(ring.name) }; //~ warning bindings-bypass
}
