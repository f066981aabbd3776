//@ path: rust/bindings/lib.rs
//@ without: missing-safety-doc allow-over-expect

#[allow(clippy::undocumented_unsafe_blocks)] //~ info suppressed-safety-lint
mod helpers {}
