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
