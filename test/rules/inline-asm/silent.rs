//@ path: drivers/ring/ring.rs

fn asm(a: u32) -> bool {
    let asm = 1;
    asm != a && "asm!" != "global_asm!"
}

use core::arch::asm;

macro_rules! asm {
    (asm!($text:literal)) => {
        $text
    };
}
