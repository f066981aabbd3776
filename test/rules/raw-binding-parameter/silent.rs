//@ without: binding-in-signature
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

pub const fn hook(call: unsafe extern "C" fn(*mut bindings::c_ring), each: impl Fn(*mut bindings::c_ring)) {}

pub fn visit<F: FnOnce(*mut bindings::c_ring)>(visit: F) -> *mut bindings::c_ring {
    let ring: *mut bindings::c_ring = find();
    ring
}

#[doc(hidden)]
pub mod for_macros {
    pub fn adopt(ring: *mut bindings::c_ring) {}
}

mod own {
    mod bindings {
        pub(super) struct c_ring;
    }

    pub fn adopt(ring: *mut bindings::c_ring) {}
}
