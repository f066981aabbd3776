//@ path: drivers/ring/ring.rs

struct Ring(*mut u32);

// SAFETY: The pointer is only used under the lock.
unsafe impl Send for Ring {}
// SAFETY: The pointer is only used under the lock. //+
unsafe impl Sync for Ring {} //+
//~^ info send-sync-impl, info new-unsafe
