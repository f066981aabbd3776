//@ path: drivers/ring/ring.rs
//@ tree: atomics

use core::sync::atomic::{
    AtomicU32, //~ warning core-atomic
    Ordering as Order,
};
use core::sync::atomic; //~ warning core-atomic
use core as c;
use std::sync::atomic::*; //~ warning core-atomic

struct Ring {
    head: AtomicU32,
    tail: core::sync::atomic::AtomicUsize, //~ warning core-atomic
    size: atomic::AtomicU8,
    id: c::sync::atomic::AtomicU64, //~ warning core-atomic
}

fn head(ring: &Ring) -> u32 {
    ring.head.load(Order::Relaxed)
}

mod inner {
    pub(crate) use core::sync::atomic as cells; //~ warning core-atomic

    fn id() -> cells::AtomicU8 {
        id!(core::sync::atomic::AtomicU8::new(0)) //~ warning core-atomic
    }
}
