fn kick(ring: &Ring) {
    // SAFETY: `ring` is live for the borrow. //-
    // SAFETY: Just an FFI call. //+
    //~^ info weak-safety-comment
    unsafe { bindings::ring_kick(ring.as_raw()) };
    // SAFETY: Just an FFI call.
    unsafe { bindings::ring_wake(ring.as_raw()) };
}
