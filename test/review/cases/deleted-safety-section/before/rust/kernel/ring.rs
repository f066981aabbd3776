/// Frees a ring.
///
/// # Safety
///
/// `ring` must have no users.
pub unsafe fn free(ring: *mut bindings::ring) {
    // SAFETY: By the safety requirements of this function, there are no users.
    unsafe { bindings::ring_free(ring) };
}

/// A backend of rings.
///
/// # Safety
///
/// Implementors have to wake every waiter.
pub unsafe trait Backend {}
