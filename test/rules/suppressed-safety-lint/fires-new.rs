//@ without: allow-over-expect

#[allow(static_mut_refs)]
fn kept() {}

#[allow(static_mut_refs)] //+
//~^ error suppressed-safety-lint
fn new() {}

#[expect(clippy::mut_from_ref)] //-
#[allow(clippy::mut_from_ref)] //+
//~^ error suppressed-safety-lint
fn louder() {}
