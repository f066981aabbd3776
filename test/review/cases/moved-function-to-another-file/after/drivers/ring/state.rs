//! What is known of rings.

use crate::Ring;

impl Ring {
    fn tail(&self) -> u32 {
        // SAFETY: `self.tail` is valid.
        unsafe { *self.tail }
    }
}
