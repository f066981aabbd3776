//@ without: allow-over-expect

#[allow(dead_code)]
fn spare() {}

#[deny(unsafe_op_in_unsafe_fn)]
fn strict() {}

#[warn(clippy::missing_safety_doc, warnings)]
fn warned() {}

// #[allow(static_mut_refs)]
fn spoken_of() {}
