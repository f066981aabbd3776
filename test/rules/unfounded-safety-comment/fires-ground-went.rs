//@ without: changed-safety-contract

/// Stops the ring.
/// //-
/// # Safety //-
/// //-
/// `ring` must be live. //-
unsafe fn stop(ring: *mut Ring) { //-
fn stop(ring: *mut Ring) { //+
    // SAFETY: `ring` is live by the safety requirements of this function. //~ warning unfounded-safety-comment
    unsafe { bindings::ring_stop(ring) };
}

/// A slot.
/// //-
/// # Invariants //-
/// //-
/// `node` is live. //-
struct Slot {
    node: *mut Node,
}

impl Slot {
    fn id(&self) -> u32 {
        // SAFETY: `node` is live by the type invariants of `Slot`. //~ unfounded-safety-comment
        unsafe { bindings::node_id(self.node) }
    }

    fn set(&mut self) { //-
    fn set(&self) { //+
        // SAFETY: There is no other user, due to `&mut self`. //~ unfounded-safety-comment
        unsafe { bindings::node_set(self.node) };
    }

    fn next(&self) {
        // SAFETY: The caller has to hold the lock.
        unsafe { bindings::node_next(self.node) };
    }
}
