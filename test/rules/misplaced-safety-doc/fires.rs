//@ without: send-sync-impl new-unsafe raw-c-entry

/// A ring of descriptors.
///
/// # Safety //~ info misplaced-safety-doc
///
/// `ptr` is never null.
struct Ring {
    ptr: *mut u8,
}

/// # Safety //~ misplaced-safety-doc
///
/// Never `Busy` while the lock is free.
enum State {
    Idle,
    Busy,
}

/// # Safety //~ misplaced-safety-doc
///
/// Read the field that was written.
union Slot {
    id: u32,
    ptr: *mut u8,
}

/// Kicks the ring.
///
/// SAFETY: `ring` is live. //~ info misplaced-safety-doc
fn kick(ring: &Ring) {} //~ warning unnecessary-safety-comment

/// SAFETY: The ring is only used under its lock. //~ info misplaced-safety-doc
unsafe impl Send for Ring {}

impl Ring {
    // Wakes it.
    //
    // SAFETY: Called from C. The pointers must be valid. //~ info misplaced-safety-doc
    #[inline]
    extern "C" fn wake(ring: *mut u8) {}

    /// Wakes it.
    ///
    /// SAFETY: Called from C. The pointers must be valid. //~ info misplaced-safety-doc
    extern "C" fn wake_all(ring: *mut u8) {}
}
