//@ without: bindings-bypass

fn reset(ring: *mut Ring) {
    // SAFETY: `ring` is live; see the TODO in `Ring::drop` about its last user.
    unsafe { bindings::ring_reset(ring) };
    // SAFETY: `TODO` is a valid state of the ring.
    unsafe { bindings::ring_set(ring, TODO) };
    // SAFETY: I have no idea. //~? placeholder-safety-comment: does not look like a placeholder
    unsafe { bindings::ring_pause(ring) };
    // TODO: pause it first.
    // SAFETY: `ring` is live.
    unsafe { bindings::ring_free(ring) };
}
