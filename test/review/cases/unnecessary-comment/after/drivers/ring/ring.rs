fn kick(ring: &Ring) {
    // SAFETY: `ring.ptr` is live for the borrow.
    ring.kick();
}
