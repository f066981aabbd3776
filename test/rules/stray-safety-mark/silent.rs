//@ without: bindings-bypass new-unsafe send-sync-impl

fn kick(ring: &Ring) {
    // Kicks the ring.
    //
    // SAFETY: `ring` is live, see "Safety: how to" of its documentation.
    unsafe { bindings::ring_kick(ring.0) };
    // SAFETY: `ring` is live.
    let id = unsafe { bindings::ring_id(ring.0) };
    // SAFETY: The lock is held.
    unsafe { bindings::ring_set(ring.0, id) };
    // SAFETY:
    // - `ring` is live.
    // INVARIANT: It stays so.
    unsafe { bindings::ring_kick(ring.0) };
    unsafe /* SAFETY: `ring` is live. */ { bindings::ring_kick(ring.0) }; //~ undocumented-unsafe
}

// SAFETY: It is used under its lock.
unsafe impl Send for Ring {}
// SAFETY: As above for `Send`.
unsafe impl Sync for Ring {}
