//@ path: drivers/ring/ring_bypass.rs

use kernel::prelude::*;
use kernel::uapi;

mod bindings {
    pub(crate) fn clk_enable() {}
}

struct File {
    // kernel::bindings::file in a comment is none
    bindings: u32,
}

fn start(file: &File) {
    bindings::clk_enable();
    pr_info!("kernel::bindings::clk_enable {}", file.bindings);
    let version = uapi::RING_VERSION;
}
