//@ path: rust/kernel/sync/atomic/predefine.rs

use core::sync::atomic::AtomicU32;
