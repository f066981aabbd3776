//@ without: bindings-bypass

fn pause(ring: *mut Ring) {
    // SAFETY: `ring` is live, and pausing it takes no lock.
    unsafe { bindings::ring_pause(ring) }; //-
    unsafe { bindings::ring_free(ring) }; //+
    //~^ warning stale-safety-comment
}

fn resume(ring: *mut Ring) {
    // SAFETY: `ring` is live.
    unsafe { //~ warning stale-safety-comment
        bindings::ring_resume(ring);
        bindings::ring_wake(ring); //+
    };
}

fn stop(ring: *mut Ring) {
    // SAFETY: `ring` is live, and nobody waits for it.
    unsafe { //~ warning stale-safety-comment
        bindings::ring_wake_all(ring); //-
        bindings::ring_stop(ring);
    };
}

fn head(ring: *mut Ring, other: *mut Ring) -> u32 {
    // SAFETY: The pointer is live for the whole call.
    unsafe { (*ring).head } //-
    unsafe { (*other).head } //+
    //~^ warning stale-safety-comment
}

fn slot(ring: *mut Ring, index: usize, last: usize) {
    // SAFETY: `index` is less than the number of slots.
    unsafe { bindings::ring_slot(ring, index) }; //-
    unsafe { bindings::ring_slot(ring, last) }; //+
    //~^ warning stale-safety-comment
}

fn mask(ring: *mut Ring) {
    // SAFETY: `ring` is live.
    unsafe { bindings::ring_mask(ring, 1) }; //-
    unsafe { bindings::ring_mask(ring, 2) }; //+
    //~^ info stale-safety-comment
}

fn beside_a_cast(ring: *mut Ring) {
    // SAFETY: `ring` is live.
    unsafe { bindings::ring_read(ring as *mut bindings::ring, 1) }; //-
    unsafe { bindings::ring_read(ring.cast(), 2) }; //+
    //~^ info stale-safety-comment
}
