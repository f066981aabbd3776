//@ path: rust/kernel/ring.rs

use ::core::sync::atomic::AtomicBool; //~ warning core-atomic
