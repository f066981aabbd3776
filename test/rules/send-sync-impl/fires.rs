//@ path: drivers/ring/ring.rs

struct Ring(*mut u32);

// SAFETY: The pointer is only used under the lock.
unsafe impl Send for Ring {} //~ warning send-sync-impl
// SAFETY: The pointer is only used under the lock.
unsafe impl<T: Slot> core::marker::Sync for Queue<T> {} //~ warning send-sync-impl

macro_rules! shared {
    ($name:ident) => {
        // SAFETY: The type has no fields.
        unsafe impl Sync for $name {} //~ warning send-sync-impl
    };
}
