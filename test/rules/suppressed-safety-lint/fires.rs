//@ without: allow-over-expect raw-c-entry
#![allow(clippy::undocumented_unsafe_blocks)] //~ error suppressed-safety-lint

#[allow(clippy::missing_safety_doc)] //~ error suppressed-safety-lint
fn a() {}

#[allow(unsafe_op_in_unsafe_fn)] //~ error suppressed-safety-lint
fn b() {}

#[allow(static_mut_refs, dead_code)] //~ error suppressed-safety-lint
fn c() {}

#[allow(clippy::not_unsafe_ptr_arg_deref)] //~ error suppressed-safety-lint
fn d() {}

#[allow(clippy::mut_from_ref)] //~ error suppressed-safety-lint
fn e() {}

#[allow(improper_ctypes)] //~ error suppressed-safety-lint
extern "C" {}

#[allow(invalid_reference_casting)] //~ error suppressed-safety-lint
fn f() {}

#[allow(clippy::all)] //~ error suppressed-safety-lint
fn g() {}

#[allow(warnings)] //~ error suppressed-safety-lint
fn h() {}

#[expect(static_mut_refs, reason = "the ring is set up once")] //~ warning suppressed-safety-lint
fn i() {}

#[cfg_attr(CONFIG_RING, allow(static_mut_refs))] //~ error suppressed-safety-lint
fn j() {}
