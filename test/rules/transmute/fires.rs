//@ path: drivers/ring/ring.rs

fn slot(raw: [u8; 4]) -> Slot {
    // SAFETY: Every bit pattern is a slot.
    unsafe { core::mem::transmute(raw) } //~ warning transmute
}

fn copy(raw: &[u8; 4]) -> Slot {
    // SAFETY: Every bit pattern is a slot.
    unsafe { mem::transmute_copy::<[u8; 4], Slot>(raw) } //~ warning transmute
}

fn wrapped(head: &u32) -> &Head {
    // SAFETY: `Head` is `#[repr(transparent)]` over `u32`.
    unsafe { transmute::<&u32, &Head>(head) } //~ info transmute
}
