fn kept(ring: *mut Ring) {
    // SAFETY: TODO
    unsafe { bindings::ring_kick(ring) };
}

fn worse(ring: *mut Ring) {
    // SAFETY: `ring` is live.
    unsafe { bindings::ring_wake(ring) };
}
