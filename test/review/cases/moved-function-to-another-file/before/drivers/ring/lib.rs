//! A ring and its tail.

struct Ring {
    tail: *const u32,
}

impl Ring {
    fn tail(&self) -> u32 {
        // SAFETY: `self.tail` is valid.
        unsafe { *self.tail }
    }
}
