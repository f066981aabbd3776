//@ path: rust/kernel/ring.rs
//@ without: allow-over-expect

#[allow(static_mut_refs)] //~ warning suppressed-safety-lint
fn a() {}

#[expect(static_mut_refs)] //~ info suppressed-safety-lint
fn b() {}
