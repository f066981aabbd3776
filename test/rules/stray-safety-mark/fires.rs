//@ without: bindings-bypass new-unsafe send-sync-impl

fn kick(ring: &Ring) {
    // Kicks the ring. SAFETY: `ring` is live. //~ info stray-safety-mark
    unsafe { bindings::ring_kick(ring.0) };
    // SAFETY: SAFETY: `ring` is live. //~ stray-safety-mark
    unsafe { bindings::ring_kick(ring.0) };
    // SAFETY: `ring` is live.
    // SAFETY: The lock is held. //~ stray-safety-mark
    unsafe { bindings::ring_kick(ring.0) };
    // SAFETY: The ring is live, SAFETY: and its lock is held. //~ stray-safety-mark
    unsafe { bindings::ring_kick(ring.0) };
}

// See above; SAFETY: It is used under its lock. //~ stray-safety-mark
unsafe impl Send for Ring {}
