//@ path: drivers/ring/ring.rs

fn pause(ring: *mut Ring) {
    // SAFETY: `ring` is live, and pausing it takes no lock. //-
    // Takes no lock. //+
    unsafe { bindings::ring_pause(ring) }; //~ error undocumented-unsafe
}

fn resume(ring: *mut Ring) {
    unsafe { bindings::ring_resume(ring) };
}
