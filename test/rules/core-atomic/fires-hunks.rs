//@ path: drivers/ring/ring.rs

use core::sync::atomic::AtomicU32; //~ info core-atomic
