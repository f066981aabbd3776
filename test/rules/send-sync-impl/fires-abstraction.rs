//@ path: rust/kernel/ring.rs

// SAFETY: The pointer is only used under the lock.
unsafe impl<'a> Send for Ring<'a> {} //~ info send-sync-impl
