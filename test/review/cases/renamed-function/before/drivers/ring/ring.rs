pub unsafe fn free(ring: *mut Ring) {
    unsafe { bindings::ring_free(ring) };
    // SAFETY: TODO
    unsafe { bindings::ring_put(ring) };
}
