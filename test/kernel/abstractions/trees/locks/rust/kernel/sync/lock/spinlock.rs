//! Spin locks.

use super::*;

/// A spin lock: drivers know no other name of it.
pub type SpinLock<T> = Lock<T, SpinLockBackend>;

/// Has no content: it stands for how to lock.
pub struct SpinLockBackend;

pub type SpinLockGuard<'a, T> = Guard<'a, T, SpinLockBackend>;

// SAFETY: `spinlock_t` excludes all others.
unsafe impl Backend for SpinLockBackend {
    type State = bindings::spinlock_t;
    //~ spinlock_t: bypasses kernel::sync::SpinLock

    unsafe fn lock(ptr: *mut Self::State) {
        // SAFETY: The caller promises that it is initialised.
        unsafe { bindings::spin_lock(ptr) }
        //~ spin_lock: bypasses kernel::sync::SpinLock
    }

    unsafe fn unlock(ptr: *mut Self::State) {
        // SAFETY: The caller holds the lock.
        unsafe { bindings::spin_unlock(ptr) }
        //~ spin_unlock: bypasses kernel::sync::SpinLock
    }
}
