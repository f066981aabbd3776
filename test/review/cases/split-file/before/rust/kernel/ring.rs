//! Rings and slots.

/// A ring.
pub struct Ring(*mut bindings::ring);

impl Ring {
    /// Where the reader is.
    pub fn head(&self) -> u32 {
        // SAFETY: `self.0` is live for as long as `self` is.
        unsafe { bindings::ring_head(self.0) }
    }
}

/// A slot.
pub struct Slot(*mut bindings::ring_slot);

impl Slot {
    /// The slot's number.
    pub fn index(&self) -> u32 {
        // SAFETY: `self.0` is live for as long as the ring of this slot.
        unsafe { bindings::ring_slot_index(self.0) }
    }

    /// Forgets the slot.
    pub fn forget(self) {
        unsafe { bindings::ring_slot_forget_without_waiting(self.0) };
    }
}
