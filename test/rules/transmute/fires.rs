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

use core::mem::transmute as reread;
use core::{intrinsics, mem::transmute_copy};

fn more(raw: [u8; 4], list: &[u32]) {
    // SAFETY: Every bit pattern is a slot.
    let a: Slot = unsafe { reread(raw) }; //~ warning transmute
    // SAFETY: Every bit pattern is a slot.
    let b: Slot = unsafe { intrinsics::transmute /* by value */ (raw) }; //~ warning transmute
    // SAFETY: Every bit pattern is a slot.
    let c = list.map(|word| unsafe { transmute_copy(&word) }); //~ warning transmute
    // SAFETY: Every bit pattern is a slot.
    let d = unsafe { raw.map_with(mem::transmute) }; //~ warning transmute
    // SAFETY: The two types are
    // transparent over each other.
    let e = list.map(|word| unsafe { Some(transmute(word)) }); //~ info transmute
}

/// ```
/// // SAFETY: Every bit pattern is a slot.
/// let slot: u32 = unsafe { core::mem::transmute([0u8; 4]) }; //~ info transmute
/// ```
fn documented() {}
