//@ path: rust/kernel/ring.rs
//@ tree: atomics

use ::core::sync::atomic::AtomicBool; //~ warning core-atomic
