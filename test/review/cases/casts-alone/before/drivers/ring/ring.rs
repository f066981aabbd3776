fn pause(ring: *mut Ring) {
    // SAFETY: `ring` is live.
    unsafe { bindings::ring_pause(ring as *mut bindings::ring, &mut (*ring).state) };
}
