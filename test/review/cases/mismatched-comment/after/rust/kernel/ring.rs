fn pause(ring: &Ring) {
    // SAFETY: It is always safe to call `ring_pause()` on a live ring.
    unsafe { bindings::ring_pause(ring.0) };
}

fn resume(ring: &Ring) {
    // SAFETY: It is always safe to call `ring_pause()` on a live ring.
    unsafe { bindings::ring_resume(ring.0) };
}
