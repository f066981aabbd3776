//@ without: raw-binding-parameter
//@ path: rust/kernel/ring.rs

/// Resets a ring.
///
/// ```
/// // SAFETY: TODO. //~ info placeholder-safety-comment
/// unsafe { ring.reset() };
/// ```
fn reset(ring: *mut bindings::ring) {
    // SAFETY: TODO. //~ warning placeholder-safety-comment
    unsafe { bindings::ring_reset(ring) };
}
