//@ path: drivers/ring/ring.rs

use core::sync::atomic::{fence, Ordering};
use kernel::sync::atomic::{Atomic, Relaxed};

// core::sync::atomic::AtomicU32 is what it was
fn head(ring: &Ring) -> u32 {
    ring.atomic.load(kernel::sync::atomic::ordering::Relaxed)
}

mod core {
    pub(crate) mod sync {
        pub(crate) mod atomic {}
    }
}

fn own(ring: self::core::sync::atomic::AtomicRing) {}
