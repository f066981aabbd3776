//@ path: rust/kernel/ring.rs
//@ without: weak-safety-comment

fn resume(ring: &Ring) {
    // SAFETY: It is always safe to call `ring_pause()`. //~ warning mismatched-safety-comment
    unsafe { bindings::ring_resume(ring.as_raw()) };
}
