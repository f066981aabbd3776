fn pause(ring: &Ring) {
    // SAFETY: It is always safe to call `ring_pause()` on a live ring.
    unsafe { bindings::ring_pause(ring.0) };
}
