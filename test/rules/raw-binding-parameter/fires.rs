//@ path: rust/kernel/ring.rs

use crate::bindings;
use bindings::c_ring;

pub struct Ring(*mut c_ring);

impl Ring {
    pub fn adopt(ring: *mut bindings::c_ring) -> Self { //~ warning raw-binding-parameter
        Ring(ring)
    }

    pub const fn peek(id: u32, ring: *const c_ring) -> u32 { //~ warning raw-binding-parameter
        id
    }
}

pub fn stop(ring: *mut kernel::bindings::c_ring) {} //~ warning raw-binding-parameter
