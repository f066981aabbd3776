fn kick(ring: *mut Ring) {
    // SAFETY: Just an FFI call.
    unsafe { bindings::ring_kick(ring) };
    // SAFETY: See above.
    unsafe { bindings::ring_wake(ring) };
}
