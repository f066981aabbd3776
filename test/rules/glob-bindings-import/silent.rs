//@ path: rust/kernel/ring.rs

use crate::bindings;
use crate::bindings::{ring, ring_kind};
use crate::prelude::*;

fn number() -> u32 {
    bindings::RING_NUMBER * 2
}
