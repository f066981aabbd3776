//@ path: rust/kernel/ring.rs

/// # Safety
///
/// The device must be on.
fn status() {} //~ warning unnecessary-safety-doc
