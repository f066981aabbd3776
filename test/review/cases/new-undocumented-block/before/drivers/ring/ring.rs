//! A driver for rings.

use kernel::prelude::*;

struct Ring {
    regs: *mut u32,
}

impl Ring {
    fn head(&self) -> u32 {
        // SAFETY: `self.regs` is mapped for as long as `self` lives.
        unsafe { self.regs.read_volatile() }
    }
}
