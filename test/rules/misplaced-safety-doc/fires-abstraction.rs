//@ path: rust/kernel/ring.rs

/// A ring.
///
/// # Safety //~ info misplaced-safety-doc
///
/// `ptr` is never null.
pub struct Ring(*mut bindings::ring);
