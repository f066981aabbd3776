//@ path: rust/kernel/ring.rs
//@ without: undocumented-unsafe new-unsafe raw-c-entry

use crate::bindings;

fn id(ring: *const bindings::ring) -> u32 { //~ info raw-binding-parameter
    unsafe { (*ring).id }
}

fn len(ring: *const bindings::ring, kind: u32) -> u32 { //~ info raw-binding-parameter
    id(ring) * kind
}

impl Ring {
    pub(crate) fn kick(&self, ring: *mut bindings::ring) { //~ info raw-binding-parameter
        unsafe { bindings::ring_kick(ring) };
    }
}

fn keep(ring: *mut bindings::ring) -> Ring {
    Ring { ring, kind: 4 * 2 }
}

fn is_null(ring: *mut bindings::ring) -> bool {
    ring.is_null()
}

unsafe fn asked(ring: *mut bindings::ring) { //~ missing-safety-doc
    unsafe { bindings::ring_kick(ring) };
}

extern "C" fn callback(ring: *mut bindings::ring) {
    unsafe { bindings::ring_kick(ring) };
}

impl Backend for Ring {
    fn call(ring: *mut bindings::ring) {
        unsafe { bindings::ring_kick(ring) }; //~ info not-unsafe-ptr-arg-deref
    }
}
