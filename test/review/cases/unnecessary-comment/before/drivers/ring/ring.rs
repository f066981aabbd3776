fn kick(ring: &Ring) {
    // SAFETY: `ring.ptr` is live for the borrow.
    unsafe { bindings::ring_kick(ring.ptr) };
}
