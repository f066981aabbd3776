// SPDX-License-Identifier: MIT

//! Driver for an invented ring device.

use kernel::ring::Ring;

struct Device {
    ring: Ring,
    regs: *mut u32,
}

impl Device {
    /// Starts the transfer of what is queued.
    fn start(&self) {
        self.ring.kick();
    }
}
