//! Rings, which lock themselves.

/// A ring with a lock of its own inside of C's structure.
pub struct Ring(Opaque<bindings::ring_buffer>);
//~ ring_buffer: bypasses kernel::ring::Ring

impl Ring {
    pub fn lock(&self) -> RingGuard<'_> {
        // SAFETY: By the type invariant.
        unsafe { bindings::spin_lock(&raw mut (*self.0.get()).lock) };
        RingGuard(self)
    }

    /// Passes a table of callbacks on: that is no wrapper of the table's type.
    fn start(&self) {
        let ops = bindings::ring_operations { run: None };
        //~ ring_operations: touched kernel::ring::Ring
    }
}

pub struct RingGuard<'a>(&'a Ring);

impl Drop for RingGuard<'_> {
    fn drop(&mut self) {
        // SAFETY: The guard holds the lock.
        unsafe { bindings::spin_unlock(&raw mut (*self.0 .0.get()).lock) };
    }
}
