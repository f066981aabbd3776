fn slot(ring: *mut Ring, index: usize) -> *mut Slot {
    // SAFETY: `ring` is live, and `index` is less than the number of its slots, as was checked above.
    let slot = unsafe { bindings::ring_slot(ring, index) };
    unsafe { bindings::slot_get(slot) };
    slot
}

/// # Safety
///
/// `ring` must be live and locked by the caller.
pub unsafe fn free(ring: *mut Ring, flags: u32) {}
