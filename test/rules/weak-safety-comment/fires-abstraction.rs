//@ path: rust/kernel/ring.rs

fn kick(ring: &Ring) {
    // SAFETY: Just an FFI call. //~ info weak-safety-comment
    unsafe { bindings::ring_kick(ring.as_raw()) };
}
