// SPDX-License-Identifier: GPL-2.0

//! Rings.

impl Ring {
    /// Pauses the ring.
    pub fn pause(&self) {
        unsafe { bindings::ring_pause(self.0) };
    }
}

unsafe impl Sync for Ring {}
