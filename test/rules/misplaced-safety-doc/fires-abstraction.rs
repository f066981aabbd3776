//@ without: send-sync-impl
//@ path: rust/kernel/ring.rs

/// A ring.
///
/// # Safety //~ info misplaced-safety-doc
///
/// `ptr` is never null.
pub struct Ring(*mut bindings::ring);

/// SAFETY: It is used under its lock.
unsafe impl Send for Ring {}
