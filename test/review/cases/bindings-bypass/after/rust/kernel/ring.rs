//! Rings.

fn drain(ring: *mut bindings::c_ring) {
    // SAFETY: `ring` is valid.
    unsafe { bindings::c_ring_drain(ring) }
}
