//@ without: send-sync-impl bindings-bypass

/// # Invariants
///
/// `ptr` is never null.
struct Ring {
    ptr: *mut u8,
}

/// # Safety
///
/// `ring` must be live.
unsafe fn kick(ring: *mut Ring) {}

/// SAFETY: the ring is only used under its lock.
unsafe impl Send for Ring {}

/// Kicks the ring.
fn wake(ring: &Ring) {
    // SAFETY: `ring` is live for the borrow.
    unsafe { bindings::ring_wake(ring.ptr) };
}
