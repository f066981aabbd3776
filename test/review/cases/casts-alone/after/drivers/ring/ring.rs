fn pause(ring: *mut Ring) {
    // SAFETY: `ring` is live.
    unsafe { bindings::ring_pause(ring.cast::<bindings::ring>(), &raw mut (*ring).state) };
}
