fn kept(ring: *mut Ring) {
    // SAFETY: TODO
    unsafe { bindings::ring_kick(ring) };
}

fn worse(ring: *mut Ring) {
    // SAFETY: TODO
    unsafe { bindings::ring_wake(ring) };
}

fn new(ring: *mut Ring) {
    // SAFETY: FIXME.
    unsafe { bindings::ring_new(ring) };
}
