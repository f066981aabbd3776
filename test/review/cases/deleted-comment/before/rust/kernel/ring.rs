// SPDX-License-Identifier: GPL-2.0

//! Rings.

impl Ring {
    /// Pauses the ring.
    pub fn pause(&self) {
        // SAFETY: `self.0` points to a live ring, and pausing it takes no lock.
        unsafe { bindings::ring_pause(self.0) };
    }
}

// SAFETY: A ring may be used from any thread.
unsafe impl Sync for Ring {}
