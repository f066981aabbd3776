//@ without: bindings-bypass new-unsafe send-sync-impl
//@ path: rust/kernel/ring.rs

/// A ring.
///
/// # Invariants
///
/// The address is that of a live ring.
pub struct Ring(*mut bindings::ring);

// SAFETY: By the type invariants of `Ring`, it is live on any thread.
unsafe impl Send for Ring {}

// SAFETY: By the type invariant, it is live.
unsafe impl Sync for Ring {}

impl Ring {
    /// Kicks it.
    pub fn kick(&self) {
        // SAFETY: By the type invariants, the ring is live.
        unsafe { bindings::ring_kick(self.0) };
    }
}

/// Holds the lock of a ring, and has the ring's invariants.
pub struct Guard<'a> {
    ring: &'a Ring,
}

impl Guard<'_> {
    fn wake(&self) {
        // SAFETY: By the type invariants, the ring is live.
        unsafe { bindings::ring_wake(self.ring.0) };
    }
}

struct Helper(*mut bindings::ring);

impl Helper {
    fn wake(&self) {
        // SAFETY: By the type invariants, the ring is live.
        unsafe { bindings::ring_wake(self.0) };
    }
}

/// A number.
pub struct Number(u32);

impl Number {
    /// Of an argument, not of its own.
    pub fn read(&self, dev: &Device) -> u32 {
        // SAFETY: `dev` is valid by the type invariants.
        unsafe { bindings::dev_read(dev.as_raw(), self.0) }
    }

    /// No method.
    pub fn of(dev: &Device) -> u32 {
        // SAFETY: By the type invariants, it is valid.
        unsafe { bindings::dev_number(dev.as_raw()) }
    }

    /// The type says whose.
    pub fn again(&self) -> u32 {
        // SAFETY: `Device`'s type invariants keep it alive, and by the `Device` type invariants it is bound.
        unsafe { bindings::dev_again(self.0) }
    }

    /// Another function's contract.
    pub fn last(&self) -> u32 {
        // SAFETY: By the safety requirements of `Device::new`, it is bound.
        unsafe { bindings::dev_last(self.0) }
    }

    /// All pointers at once.
    ///
    /// # Safety
    ///
    /// Pointers of C must be valid.
    pub unsafe fn set(&self, from: *const u32) {
        // SAFETY: The caller guarantees that `from` is valid.
        unsafe { bindings::dev_set(self.0, from) };
    }

    /// By its name.
    ///
    /// # Safety
    ///
    /// `from` must be valid.
    pub unsafe fn copy(&self, from: *const u32, len: usize) {
        // SAFETY: By the safety requirements of this function, `from` is valid; `len` was checked.
        unsafe { bindings::dev_copy(self.0, from, len) };
    }
}

// SAFETY: Its methods ask what the trait asks.
unsafe impl Backend for Number {
    fn callback(&self) {
        // SAFETY: By the safety requirements, the device is bound.
        unsafe { bindings::dev_number(self.0) };
    }
}
