//@ without: bindings-bypass send-sync-impl

fn reset(ring: *mut Ring) {
    // SAFETY: TODO. //~ error placeholder-safety-comment
    unsafe { bindings::ring_reset(ring) };
    // SAFETY: FIXME: ask the maintainer of the ring. //~ placeholder-safety-comment
    unsafe { bindings::ring_pause(ring) };
    // SAFETY: XXX //~ placeholder-safety-comment
    unsafe { bindings::ring_resume(ring) };
    // SAFETY: tbd //~ placeholder-safety-comment
    unsafe { bindings::ring_kick(ring) };
    // SAFETY: ... //~ placeholder-safety-comment
    unsafe { bindings::ring_wake(ring) };
    // SAFETY: //~ placeholder-safety-comment
    unsafe { bindings::ring_drain(ring) };
    /* SAFETY: ??? */ //~ placeholder-safety-comment
    unsafe { bindings::ring_free(ring) };
}

// SAFETY: TODO //~ placeholder-safety-comment
unsafe impl Send for Ring {}
