fn kick(ring: *mut Ring) {
    // SAFETY: Just an FFI call.
    unsafe { bindings::ring_kick(ring) };
}
