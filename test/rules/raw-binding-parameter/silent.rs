//@ path: rust/kernel/ring.rs

use crate::bindings;

/// # Safety
///
/// `ring` must be live.
pub unsafe fn adopt(ring: *mut bindings::c_ring) {}

pub(crate) fn id(ring: *mut bindings::c_ring) -> u32 {
    0
}

fn head(ring: *mut bindings::c_ring) -> u32 {
    0
}

pub fn as_raw(ring: &Ring) -> *mut bindings::c_ring {
    ring.0
}

#[doc(hidden)]
pub fn from_macro(ring: *mut bindings::c_ring) {}

pub fn words(ring: *mut u32, kind: bindings::ring_kind) {}

impl Driver for Ring {
    fn probe(ring: *mut bindings::c_ring) {}
}

pub trait Driver {
    fn probe(ring: *mut bindings::c_ring);
}
