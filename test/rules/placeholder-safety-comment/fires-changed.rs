//@ without: new-unsafe bindings-bypass

fn reset(ring: *mut Ring) {
    // SAFETY: `ring` is live. //-
    // SAFETY: TODO. //+
    //~^ error placeholder-safety-comment
    unsafe { bindings::ring_reset(ring) };
}

fn drain(ring: *mut Ring) {
    // SAFETY: TODO.
    unsafe { bindings::ring_drain(ring) };
}

fn free(ring: *mut Ring) {
    // SAFETY: FIXME, the lock. //+
    //~^ placeholder-safety-comment
    unsafe { bindings::ring_free(ring) }; //+
}
