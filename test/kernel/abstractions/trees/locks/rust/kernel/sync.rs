//! Synchronisation.

pub mod lock;

pub use lock::spinlock::{SpinLock, SpinLockGuard};
