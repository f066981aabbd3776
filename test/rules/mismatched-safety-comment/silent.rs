//@ without: weak-safety-comment bindings-bypass

fn pause(ring: *mut Ring) {
    // SAFETY: It is always safe to call `ring_pause()`.
    unsafe { bindings::ring_pause(ring) };
    // SAFETY: `ring_lock` was called before, so that the list cannot change.
    unsafe { bindings::ring_walk(ring) };
    // SAFETY: It is safe to call `ring_wake` from here on, and `ring` is live.
    unsafe { bindings::ring_set_awake(ring) };
    ring_wake(ring);
    // SAFETY: It is safe to call `ring_poll` here.
    unsafe { ring_poll!(ring) };
    // SAFETY: It is safe to call `Ring::head`.
    unsafe { (*ring).head };
    // SAFETY: The ring is stopped by `ring_stop`. //~? mismatched-safety-comment: does not say what is called
    unsafe { bindings::ring_free(ring) };
}

macro_rules! resume {
    ($ring:expr) => {
        // SAFETY: It is always safe to call `ring_pause()`.
        unsafe { bindings::ring_resume($ring) }
    };
}
