//@ path: drivers/ring/ring.rs

struct Ring(*mut u32);

// SAFETY: The pointer is only used under the lock.
unsafe impl Send for Ring {} //~ info send-sync-impl
// SAFETY: The pointer is only used under the lock.
unsafe impl<T: Slot> core::marker::Sync for Queue<T> {} //~ info send-sync-impl

macro_rules! shared {
    ($name:ident) => {
        // SAFETY: The type has no fields.
        unsafe impl Sync for $name {} //~ info send-sync-impl
    };
}

use core::marker::Sync as Shared;
// SAFETY: The pointer is only used under the lock.
unsafe impl Shared for Slots {} //~ info send-sync-impl

// SAFETY: The pointer is only used under the lock.
unsafe impl<F: for<'a> Fn(&'a Ring)> ::core::marker::Send //~ info send-sync-impl
    for &'_ Hook<F>
where
    F: Sync,
{
}

/// ```
/// # struct Ring(*mut u32);
/// // SAFETY: The pointer is only used under the lock.
/// unsafe impl Send for Ring {} //~ info send-sync-impl
/// ```
fn documented() {}
