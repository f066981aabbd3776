//@ path: drivers/ring/ring.rs

fn barrier() {
    // SAFETY: A barrier has no operands.
    unsafe { core::arch::asm!("dmb sy") } //~ warning inline-asm
}

global_asm!("ring_entry: ret"); //~ warning inline-asm

use core::arch::asm as instructions;

macro_rules! pause {
    ($($operand:tt)*) => {
        ::core::arch::asm!("yield", $($operand)*) //~ warning inline-asm
    };
}

fn wait() {
    // SAFETY: The instruction has no operands.
    unsafe { instructions! { "wfe" } } //~ warning inline-asm
}

#[unsafe(naked)]
extern "C" fn entry() {
    naked_asm! [ "ret" ] //~ warning inline-asm
}
