/// Frees a ring.
pub unsafe fn free(ring: *mut bindings::ring) {
    // SAFETY: By the safety requirements of this function, there are no users.
    unsafe { bindings::ring_free(ring) };
}

/// A backend of rings.
pub unsafe trait Backend {}
