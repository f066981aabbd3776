//@ path: drivers/ring/ring.rs

fn barrier() {
    // SAFETY: A barrier has no operands.
    unsafe { core::arch::asm!("dmb sy") } //~ warning inline-asm
}

global_asm!("ring_entry: ret"); //~ warning inline-asm
