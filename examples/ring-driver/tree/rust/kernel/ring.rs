// SPDX-License-Identifier: MIT

//! Rings: queues of descriptors that a device reads.

use core::ptr::NonNull;

/// A ring that the C side has set up.
///
/// # Invariants
///
/// `ptr` points to a live `struct ring`.
pub struct Ring {
    ptr: NonNull<bindings::ring>,
}

impl Ring {
    /// Takes over a ring.
    ///
    /// # Safety
    ///
    /// `ptr` must point to a live `struct ring` that nobody else frees.
    pub unsafe fn from_raw(ptr: NonNull<bindings::ring>) -> Self {
        // INVARIANT: By the safety requirements, `ptr` points to a live ring.
        Self { ptr }
    }

    /// Tells the device that there are new descriptors.
    pub fn kick(&self) {
        // SAFETY: By the type invariants `self.ptr` is live, and kicking a ring takes no lock.
        unsafe { bindings::ring_kick(self.ptr.as_ptr()) };
    }

    /// Stops the device.
    pub fn stop(&mut self) {
        // SAFETY: By the type invariants `self.ptr` is live, and pausing a ring takes no lock.
        unsafe { bindings::ring_pause(self.ptr.as_ptr()) };
    }
}

// SAFETY: A ring is bound to no thread.
unsafe impl Send for Ring {}
