//@ path: rust/kernel/ring.rs
//@ without: missing-safety-doc allow-over-expect

#[allow(clippy::missing_safety_doc)] //~ info suppressed-safety-lint
pub(super) unsafe fn start(ring: *mut Ring) {}

#[allow(clippy::missing_safety_doc, static_mut_refs)] //~ warning suppressed-safety-lint
pub(super) unsafe fn stop(ring: *mut Ring) {}
