/// A ring.
///
/// # Invariants
///
/// `0` is live.
pub struct Ring(*mut bindings::ring);

impl Ring {
    /// Stops the ring.
    ///
    /// # Safety
    ///
    /// The ring must be idle.
    pub unsafe fn stop(&self) {
        // SAFETY: By the safety requirements of this function, the ring is idle.
        unsafe { bindings::ring_stop(self.0) };
    }

    fn head(&self) -> u32 {
        // SAFETY: By the type invariants of `Ring`, `self.0` is live.
        unsafe { bindings::ring_head(self.0) }
    }
}
