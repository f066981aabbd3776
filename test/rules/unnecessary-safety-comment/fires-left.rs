fn kick(ring: &Ring) {
    // SAFETY: `ring` is live for the borrow.
    unsafe { bindings::ring_kick(ring.ptr) }; //-
    ring.kick(); //+
    //~^ warning unnecessary-safety-comment
    // SAFETY: As before.
    ring.wake();
}
