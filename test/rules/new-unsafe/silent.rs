//@ without: bindings-bypass

fn moved_from(ring: *mut Ring) {
    // SAFETY: `ring` is live. //-
    unsafe { bindings::ring_start(ring) }; //-
}

fn moved_to(ring: *mut Ring) {
    // SAFETY: `ring` is live. //+
    unsafe { bindings::ring_start(ring) }; //+
    //~^? new-unsafe: equal to a block that goes, so it counts as moved
}

fn changed(ring: *mut Ring) {
    // SAFETY: `ring` is live, and its mask is valid. //-
    unsafe { bindings::ring_mask(ring, 1) }; //-
    // SAFETY: `ring` is live, and so is its mask. //+
    unsafe { bindings::ring_mask(ring, 2) }; //+
}

fn removed(ring: *mut Ring) {
    // SAFETY: `ring` is live. //-
    unsafe { bindings::ring_stop(ring) }; //-
}

/// ```
/// // SAFETY: An example. //+
/// unsafe { ring.free() }; //+
/// ```
fn example() {}
