//@ path: drivers/ring/ring.rs

use kernel::transmute::{AsBytes, FromBytes};

fn transmute(raw: u32) -> u32 {
    raw
}

fn slot(raw: Raw) -> Slot {
    // transmute(raw) would do as well
    kernel::transmute::from(raw).transmute(1)
}

use core::mem::{self, transmute_copy};

fn called(raw: Raw) -> Slot {
    transmute(raw.transmute);
    Slot::transmute(raw);
    <Slot as Reread>::transmute(raw);
    zerocopy::transmute!(raw)
}
