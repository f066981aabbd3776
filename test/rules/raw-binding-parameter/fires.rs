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

use kernel::bindings as c;

pub fn each<F: Fn(u32) -> u32>(visit: F, ring: *mut c::c_ring) {} //~ warning raw-binding-parameter

pub fn heads(rings: &[*const bindings::c_ring], (first, size): (*mut u32, u32)) {} //~ warning raw-binding-parameter

/// Takes over.
pub extern "C" fn entry(ring: Option<*mut *mut crate::bindings::c_ring>) {} //~ warning raw-binding-parameter
