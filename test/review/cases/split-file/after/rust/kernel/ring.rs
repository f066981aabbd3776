//! Rings.

pub mod slot;

/// A ring.
pub struct Ring(*mut bindings::ring);

impl Ring {
    /// Where the reader is.
    pub fn head(&self) -> u32 {
        // SAFETY: `self.0` is live for as long as `self` is.
        unsafe { bindings::ring_head(self.0) }
    }
}

