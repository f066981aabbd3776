//@ without: stale-safety-comment bindings-bypass

fn resume(ring: *mut Ring) {
    // SAFETY: It is always safe to call `ring_pause()`.
    //~^ warning mismatched-safety-comment
    unsafe { bindings::ring_pause(ring) }; //-
    unsafe { bindings::ring_resume(ring) }; //+
}

fn stop(ring: *mut Ring) {
    // SAFETY: It is always safe to call `ring_start()`.
    unsafe { bindings::ring_stop(ring) };
}
