//@ without: bindings-bypass

/// A slot.
///
/// # Invariants
///
/// `node` is live.
struct Slot {
    node: *mut Node,
}

#[doc = include_str!("ring.md")]
struct Ring {
    first: *mut Node,
}

impl Slot {
    /// Reads the node.
    ///
    /// # Safety
    ///
    /// The lock must be held.
    unsafe fn node(&self) -> *mut Node {
        // SAFETY: By the safety requirements of this function, the lock is held.
        unsafe { bindings::node_get(self.node) }
    }

    fn id(&self) -> u32 {
        // SAFETY: `self.node` is live by the type invariants of `Slot`.
        unsafe { bindings::node_id(self.node) }
    }

    fn set(&mut self) {
        // SAFETY: There is no other user, due to `&mut self`.
        unsafe { bindings::node_set(self.node) };
    }

    fn pinned(self: Pin<&mut Self>) {
        // SAFETY: There is no other user, due to `&mut self`.
        unsafe { bindings::node_set(self.node) };
    }

    fn lent(&self) {
        // SAFETY: The safety requirements of `Slot::node` are met, as the lock is held.
        unsafe { self.node() };
    }

    fn named(&self, entry: &Entry) {
        // SAFETY: By the type invariant of `Entry`, its node is live.
        unsafe { bindings::node_id(entry.node) };
        // SAFETY: By the type invariant, the node is live.
        unsafe { bindings::node_set(entry.node) };
        // SAFETY: `bindings::node_next` guarantees that its caller must not hold the lock.
        unsafe { bindings::node_next(entry.node) };
    }

    fn copied(&self) {
        // SAFETY: Per the contract, the node is live. //~? unfounded-safety-comment: speaks of no contract it knows
        unsafe { bindings::node_id(self.node) };
    }
}

impl Ring {
    fn documented_elsewhere(&self) {
        // SAFETY: By the type invariants of `Ring`, the list is live.
        unsafe { bindings::ring_len(self.first) };
    }
}

impl Backend for Ring {
    fn callback(ring: *mut Node) {
        // SAFETY: The caller guarantees that `ring` is live.
        unsafe { bindings::ring_len(ring) };
    }
}

impl Elsewhere {
    fn of_another_file(&self) {
        // SAFETY: By the type invariants of `Elsewhere`, the list is live.
        unsafe { bindings::ring_len(self.first) };
    }
}

macro_rules! head {
    ($ring:expr) => {
        fn head() {
            // SAFETY: By the safety requirements of this function, the list is not empty.
            unsafe { bindings::ring_head($ring) };
        }
    };
}
