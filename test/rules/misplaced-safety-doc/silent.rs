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

// SAFETY: the ring is only used under its lock.
unsafe impl Send for Ring {}

impl Ring {
    // It has a number. SAFETY is another matter.
    fn number(&self) -> u32 {
        4
    }

    const FIRST: u32 = 4; // SAFETY: the number is not used.
    fn first(&self) -> u32 {
        Self::FIRST
    }
}

unsafe impl Backend for Ring { //~ undocumented-unsafe
    // SAFETY: It calls nothing that sleeps, as the trait asks.
    fn call(&self) {}
}

/// Kicks the ring.
fn wake(ring: &Ring) {
    // SAFETY: `ring` is live for the borrow.
    unsafe { bindings::ring_wake(ring.ptr) };
}
