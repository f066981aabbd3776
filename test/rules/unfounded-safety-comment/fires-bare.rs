//@ without: bindings-bypass new-unsafe send-sync-impl
//@ path: rust/kernel/ring.rs

/// A ring, by its address.
pub struct Ring(*mut bindings::ring);

// SAFETY: By the type invariants of `Ring`, it is live on any thread. //~ warning unfounded-safety-comment
unsafe impl Send for Ring {}

// SAFETY: By the safety requirements of this function, it is live. //~ warning unfounded-safety-comment
unsafe impl Sync for Ring {}

impl Ring {
    /// Kicks it.
    pub fn kick(&self) {
        // SAFETY: By the type invariants, we know that `self` owns a reference. //~ warning unfounded-safety-comment
        unsafe { bindings::ring_kick(self.0) };
    }

    /// Its id.
    pub fn id(&self) -> u32 {
        // SAFETY: `self.0` is valid per the type invariant. //~ warning unfounded-safety-comment
        unsafe { bindings::ring_id(self.0) }
    }

    /// Its first node.
    pub fn head(&self, at: usize) -> *mut Node {
        // SAFETY: By the safety requirements, the ring is not empty. //~ warning unfounded-safety-comment
        unsafe { bindings::ring_head(self.0, at) }
    }

    /// A node of it.
    ///
    /// # Safety
    ///
    /// `at` must be smaller than the length.
    pub unsafe fn node(&self, at: usize, lock: *mut Lock) -> *mut Node {
        // SAFETY: By the safety requirements of this function, `at` is within the ring and `lock` is held.
        //~^ info unfounded-safety-comment
        unsafe { bindings::ring_node(self.0, at, lock) }
    }

    /// Goes back.
    ///
    /// # Safety
    ///
    /// Only called by the scheduler.
    pub unsafe fn back(&self, steps: usize) {
        // SAFETY: The caller guarantees that `steps` is in bounds. //~ info unfounded-safety-comment
        unsafe { bindings::ring_back(self.0, steps) };
    }
}

/// A view of memory that is shared.
pub struct View {
    memory: Shared,
    len: usize,
}

impl View {
    /// Its first byte.
    pub fn first(&self) -> u8 {
        // SAFETY: By the type invariants, there is one. //~ info unfounded-safety-comment
        unsafe { *self.memory.start() }
    }
}
