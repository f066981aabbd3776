//@ path: drivers/ring/ring.rs
//@ tree: c-types

use core::sync::atomic::AtomicU32;
