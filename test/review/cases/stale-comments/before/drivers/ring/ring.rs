fn exchange(ring: *mut Ring) {
    // SAFETY: `ring` is live, and pausing it takes no lock.
    unsafe { bindings::ring_pause(ring) };
}

fn more(ring: *mut Ring) {
    // SAFETY: `ring` is live.
    unsafe { bindings::ring_kick(ring) };
}

fn quoted(ring: *mut Ring, index: usize, last: usize) {
    // SAFETY: `index` is less than the number of slots.
    unsafe { bindings::ring_slot(ring, index) };
}

fn pointer(ring: *mut Ring, other: *mut Ring) -> u32 {
    // SAFETY: The pointer is live for the whole call.
    unsafe { (*ring).head }
}

fn value(ring: *mut Ring) {
    // SAFETY: `ring` is live.
    unsafe { bindings::ring_mask(ring, 1) };
}
