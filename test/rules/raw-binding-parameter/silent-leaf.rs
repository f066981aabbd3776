//@ path: drivers/ring/ring.rs
//@ without: bindings-bypass

use kernel::bindings;

pub fn adopt(ring: *mut bindings::c_ring) {}
