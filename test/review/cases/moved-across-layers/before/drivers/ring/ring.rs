//! Rings, old and new faults alike.

/// A ring.
pub struct Ring(*mut bindings::ring);

impl Ring {
    fn head(&self) -> u32 {
        // SAFETY: `self.0` is live.
        unsafe { bindings::ring_head(self.0) }
    }

    fn tail(&self) -> u32 {
        unsafe { bindings::ring_tail(self.0) }
    }
}

pub unsafe fn free(ring: *mut bindings::ring) {
    // SAFETY: TODO.
    unsafe { bindings::ring_free(ring) };
}

#[allow(static_mut_refs)]
fn count() {}
