//@ without: rust-integer-for-c
//@ path: drivers/ring/ring_bypass.rs

use kernel as k;
use kernel::bindings;
use kernel::bindings::{clk as c_clk, clk_put};
use kernel::bindings::{
    dma_addr_t, //~ info bindings-bypass
    ENOMEM as NO_MEMORY,
};
use ::kernel::bindings as c;
use k::prelude::*;

struct Ring {
    clk: *mut c_clk, //~ info bindings-bypass
}

impl Ring {
    fn start(&self) -> i32 {
        // SAFETY: `clk` is a valid clock of this device.
        unsafe { bindings::clk_enable(self.clk) }
        //~^ warning bindings-bypass
    }

    fn rate(&self) -> usize {
        // SAFETY: `clk` is a valid clock of this device.
        unsafe { k::bindings::clk_get_rate(self.clk) } //~ warning bindings-bypass
    }

    fn stop(&self) -> i32 {
        // SAFETY: `clk` is a valid clock of this device.
        unsafe { ::kernel::bindings::clk_disable(self.clk) }; //~ warning bindings-bypass
        // SAFETY: `clk` is not used any more.
        unsafe { clk_put(self.clk) }; //~ warning bindings-bypass
        -(NO_MEMORY as i32) //~ info bindings-bypass
    }

    fn log(&self) {
        // SAFETY: The head is mapped for as long as the ring lives.
        pr_info!("{}", unsafe { c::readl(self.head) }); //~ warning bindings-bypass
    }
}

mod raw {
    use super::bindings::*; //~ warning bindings-bypass
}

/// # Safety
///
/// `inode` and `file` are valid.
unsafe extern "C" fn ring_open(
    inode: *mut bindings::inode, //~ info bindings-bypass
    file: *mut bindings::file,
) -> i32 {
    0
}
