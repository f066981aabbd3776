//@ path: rust/kernel/ring.rs

fn pause(ring: *mut Ring) {
    // SAFETY: `ring` is live, and pausing it takes no lock.
    unsafe { bindings::ring_pause(ring) }; //-
    unsafe { bindings::ring_free(ring) }; //+
    //~^ warning stale-safety-comment
}

fn mask(ring: *mut Ring) {
    // SAFETY: `ring` is live.
    unsafe { bindings::ring_mask(ring, 1) }; //-
    unsafe { bindings::ring_mask(ring, 2) }; //+
    //~^ info stale-safety-comment
}
